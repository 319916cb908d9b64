// See ready.h. Keys are sorted, so that equal values give equal text; what is as by default is left out.
#include "procedures/ready.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "kit/base/result.h"

namespace lt::procedures {
namespace {

using ReadyJson = nlohmann::json;
using calendar::AfterPause;

template <class T>
void put_unless(ReadyJson& out, const char* key, const T& value, const T& usual)
{
    if (value != usual) out[key] = value;
}

template <class T>
void read_into(const ReadyJson& in, const char* key, T& value)
{
    if (const auto found = in.find(key); found != in.end()) value = found->get<T>();
}

template <class T, class Write>
void put_list(ReadyJson& out, const char* key, const std::vector<T>& items, Write write)
{
    for (const T& item : items) out[key].push_back(write(item));
}

template <class T, class Read>
void read_list(const ReadyJson& in, const char* key, std::vector<T>& items, Read read)
{
    if (const auto found = in.find(key); found != in.end())
        for (const ReadyJson& item : *found) items.push_back(read(item));
}

ReadyJson times_json(const TimeRules& times)
{
    const TimeRules usual;
    ReadyJson out = ReadyJson::object();
    put_unless(out, "received_by", times.received_by, usual.received_by);
    if (times.after_supplement == AfterPause::goes_on) out["after_supplement"] = "goes_on";
    put_unless(out, "most_extensions", times.most_extensions, usual.most_extensions);
    put_unless(out, "accept_within", times.accept_within, usual.accept_within);
    put_unless(out, "supplement_within", times.supplement_within, usual.supplement_within);
    put_unless(out, "no_due", times.no_due, usual.no_due);
    put_unless(out, "basis", times.basis, usual.basis);
    return out;
}

TimeRules times_from(const ReadyJson& in)
{
    TimeRules out;
    read_into(in, "received_by", out.received_by);
    if (in.value("after_supplement", std::string()) == "goes_on") out.after_supplement = AfterPause::goes_on;
    read_into(in, "most_extensions", out.most_extensions);
    read_into(in, "accept_within", out.accept_within);
    read_into(in, "supplement_within", out.supplement_within);
    read_into(in, "no_due", out.no_due);
    read_into(in, "basis", out.basis);
    return out;
}

ReadyJson child_json(const Child& child)
{
    ReadyJson out{{"code", child.code}, {"name", child.name}};
    put_unless(out, "decides", child.decides, std::string());
    put_unless(out, "after", child.after, std::string());
    put_unless(out, "condition", child.condition, std::string());
    put_unless(out, "answers", child.answers, {});
    put_unless(out, "papers", child.papers, {});
    put_unless(out, "results", child.results, {});
    put_unless(out, "days", child.days, 0);
    put_unless(out, "process", child.process, std::string());
    return out;
}

Child child_from(const ReadyJson& in)
{
    Child out;
    read_into(in, "code", out.code);
    read_into(in, "name", out.name);
    read_into(in, "decides", out.decides);
    read_into(in, "after", out.after);
    read_into(in, "condition", out.condition);
    read_into(in, "answers", out.answers);
    read_into(in, "papers", out.papers);
    read_into(in, "results", out.results);
    read_into(in, "days", out.days);
    read_into(in, "process", out.process);
    return out;
}

ReadyJson result_json(const ResultKind& result)
{
    // Whether it is required is always said: see settle_untold().
    ReadyJson out{{"code", result.code}, {"name", result.name}, {"required", result.required}};
    put_unless(out, "signed", result.is_signed, true);
    put_unless(out, "sealed", result.is_sealed, true);
    put_unless(out, "notation", result.notation, std::string());
    put_unless(out, "condition", result.condition, std::string());
    return out;
}

ResultKind result_from(const ReadyJson& in)
{
    ResultKind out;
    read_into(in, "code", out.code);
    read_into(in, "name", out.name);
    read_into(in, "signed", out.is_signed);
    read_into(in, "sealed", out.is_sealed);
    read_into(in, "notation", out.notation);
    read_into(in, "required", out.required);
    read_into(in, "condition", out.condition);
    return out;
}

// A version from before results said whether they are due says nothing of any. Its first one is what the procedure is for; the others – copies,
// notices of what is missing – come where they are needed, or with the component that leads to them.
void settle_untold(const ReadyJson& in, Ready& out)
{
    const auto results = in.find("results");
    if (results == in.end()) return;
    for (const ReadyJson& one : *results)
        if (one.contains("required") || one.contains("condition")) return;
    bool first = true;
    for (ResultKind& kind : out.results) {
        const bool of_component = std::ranges::any_of(out.children, [&](const Child& child) {
            return std::ranges::find(child.results, kind.code) != child.results.end();
        });
        if (of_component) continue;
        kind.required = first;
        first = false;
    }
}

ReadyJson paper_json(const PaperKind& paper)
{
    ReadyJson out{{"code", paper.code}};
    put_unless(out, "type", paper.type, std::string());
    put_unless(out, "required", paper.required, true);
    put_unless(out, "condition", paper.condition, std::string());
    put_list(out, "accepted", paper.accepted, [](PaperForm form) { return to_text(form); });
    put_unless(out, "hint", paper.hint, std::string());
    return out;
}

PaperKind paper_from(const ReadyJson& in)
{
    PaperKind out;
    read_into(in, "code", out.code);
    read_into(in, "type", out.type);
    read_into(in, "required", out.required);
    read_into(in, "condition", out.condition);
    read_list(in, "accepted", out.accepted, [](const ReadyJson& form) {
        const auto known = paper_form_from(form.get<std::string>());
        CHECK(known.has_value());
        return *known;
    });
    read_into(in, "hint", out.hint);
    return out;
}

}  // namespace

std::string_view to_text(PaperForm form)
{
    switch (form) {
    case PaperForm::original: return "original";
    case PaperForm::certified_copy: return "certified_copy";
    case PaperForm::copy: return "copy";
    case PaperForm::electronic: break;
    }
    return "electronic";
}

std::optional<PaperForm> paper_form_from(std::string_view text)
{
    for (const PaperForm form : kPaperForms)
        if (to_text(form) == text) return form;
    return std::nullopt;
}

const char* name_of(PaperForm form)
{
    switch (form) {
    case PaperForm::original: return base::msg("Bản chính");
    case PaperForm::certified_copy: return base::msg("Bản sao có chứng thực");
    case PaperForm::copy: return base::msg("Bản chụp, đối chiếu bản chính");
    case PaperForm::electronic: break;
    }
    return base::msg("Bản điện tử");
}

const PaperKind* Ready::paper(std::string_view code) const
{
    for (const PaperKind& one : papers)
        if (one.code == code) return &one;
    return nullptr;
}

std::string to_json(const Ready& ready)
{
    ReadyJson out = ReadyJson::object();
    const std::string none;
    put_unless(out, "process", ready.process, none);
    put_unless(out, "fees", ready.fees, none);
    put_unless(out, "time", ready.time, none);
    put_unless(out, "form", ready.form, none);
    if (ReadyJson times = times_json(ready.times); !times.empty()) out["times"] = std::move(times);
    put_unless(out, "anywhere", ready.anywhere, false);
    put_unless(out, "place", ready.place, none);
    put_unless(out, "post_return", ready.post_return, false);
    put_list(out, "children", ready.children, child_json);
    put_list(out, "results", ready.results, result_json);
    put_list(out, "papers", ready.papers, paper_json);
    put_unless(out, "nicknames", ready.nicknames, {});
    put_unless(out, "source", ready.source, none);
    put_unless(out, "files", ready.files, none);
    return out.dump();
}

Ready ready_from_json(std::string_view json)
{
    const ReadyJson in = ReadyJson::parse(json, nullptr, false);
    CHECK(in.is_object());
    Ready out;
    try {
        read_into(in, "process", out.process);
        read_into(in, "fees", out.fees);
        read_into(in, "time", out.time);
        read_into(in, "form", out.form);
        if (const auto times = in.find("times"); times != in.end()) out.times = times_from(*times);
        read_into(in, "anywhere", out.anywhere);
        read_into(in, "place", out.place);
        read_into(in, "post_return", out.post_return);
        read_list(in, "children", out.children, child_from);
        read_list(in, "results", out.results, result_from);
        settle_untold(in, out);
        read_list(in, "papers", out.papers, paper_from);
        read_into(in, "nicknames", out.nicknames);
        read_into(in, "source", out.source);
        read_into(in, "files", out.files);
    } catch (const ReadyJson::exception&) {
        base::check_failed("a text of to_json(Ready)", __FILE__, __LINE__);
    }
    return out;
}

}  // namespace lt::procedures
