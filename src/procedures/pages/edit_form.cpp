// See edit_form.h.
#include "procedures/pages/edit_form.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "kit/base/ids.h"
#include "kit/base/text.h"
#include "procedures/drafting.h"

namespace lt::procedures::pages {
namespace {

using html::View;
using page::msg;

constexpr std::size_t kMostRows = 60;

struct Part {
    const char* key;
    const char* name;
    void (*draw)(EditForm&, const Call&, const Version&);
    void (*read)(const Call&, Version&, base::Wrong&);
};
constexpr std::array kParts{Part{"run", msg("Cách giải quyết"), draw_run, read_run},
                            Part{"ways", msg("Thời hạn, mức thu"), draw_ways, read_ways},
                            Part{"papers", msg("Giấy tờ"), draw_papers, read_papers},
                            Part{"results", msg("Kết quả"), draw_results, read_results},
                            Part{"form", msg("Biểu mẫu"), draw_form, read_form}};

const Part* part_of(const Call& call)
{
    for (const Part& part : kParts)
        if (call.request.param("part") == part.key) return &part;
    return nullptr;
}

std::string path_of(const Version& draft) { return std::string(kDrafts) + "/" + draft.uid; }

base::Error no_part() { return base::not_found(msg("Không có bản dự thảo này, hoặc đã được duyệt.")); }

std::optional<Version> draft_in_path(db::Transaction& tx, const Call& call)
{
    const std::string& uid = call.request.param("key");
    auto version = base::is_uid(uid) ? store::find(tx, uid) : std::nullopt;
    return version && version->state == State::draft ? std::move(version) : std::nullopt;
}

http::Response show_part(const Call& call, const Part& part, const Version& draft, const base::Error* error)
{
    EditForm form(call, draft, part.key, error);
    part.draw(form, call, draft);
    return form.show(error ? 422 : 200);
}

}  // namespace

void add_parts(View& view, const Call& call, const Version& draft, std::string_view open)
{
    view["parts"] = View::array();
    for (const Part& part : kParts)
        view["parts"].push_back({{"href", path_of(draft) + "/edit/" + part.key},
                                 {"label", call.tr(base::Message(part.name))},
                                 {"current", open == part.key}});
}

EditForm::EditForm(const Call& call, const Version& draft, std::string_view part, const base::Error* error)
    : call_(call), view_{{"title", draft.procedure.name},
                         {"back", {{"href", path_of(draft)}, {"label", call.tr(msg("Bản dự thảo"))}}},
                         {"cancel_href", path_of(draft)},
                         {"action", path_of(draft) + "/edit/" + std::string(part)},
                         {"groups", View::array()},
                         {"more", View::array()}},
      form_(view_, call.request.form, error, call.tr)
{
    add_parts(view_, call, draft, part);
}

void EditForm::group(const std::string& legend, const std::string& hint)
{
    view_["groups"].push_back({{"legend", legend}, {"group_hint", hint}, {"rows", View::array()}});
}

void EditForm::add(const char* kind, const std::string& name)
{
    // Only the partial of the kind is drawn: the others' keys must be there, and empty.
    View row{
        {"input", false}, {"textarea", false}, {"select", false}, {"checkbox", false}, {"checkboxes", false}};
    row[kind] = std::move(view_["fields"][name]);
    view_["fields"].erase(name);
    view_["groups"].back()["rows"].push_back(std::move(row));
}

void EditForm::input(const std::string& name, const std::string& label, const std::string& value, View extra)
{
    form_.field(name, label, value, std::move(extra));
    add("input", name);
}

void EditForm::area(const std::string& name, const std::string& label, const std::string& value, View extra)
{
    form_.field(name, label, value, std::move(extra));
    add("textarea", name);
}

void EditForm::check(const std::string& name, const std::string& label, bool checked)
{
    form_.field(name, label, "1", {{"checked", checked}});
    add("checkbox", name);
}

void EditForm::select(const std::string& name, const std::string& label,
                      const std::vector<page::Choice>& choices)
{
    form_.choices(name, label, choices);
    add("select", name);
}

void EditForm::checks(const std::string& name, const std::string& label,
                      const std::vector<page::Choice>& choices)
{
    form_.choices(name, label, choices);
    add("checkboxes", name);
}

void EditForm::more(const std::vector<std::pair<std::string, std::string>>& buttons)
{
    for (const auto& [list, label] : buttons) view_["more"].push_back({{"list", list}, {"label", label}});
}

http::Response EditForm::show(int status)
{
    return call_.services.pages.show(call_.request, "procedures/edit", std::move(view_), status);
}

std::string row_name(const char* list, std::size_t row, const char* field)
{
    return std::string(list) + "_" + std::to_string(row) + "_" + field;
}

std::size_t rows_shown(const Call& call, const char* list, std::size_t there)
{
    const http::Form& form = call.request.form;
    if (form.fields().empty()) return std::min(there, kMostRows);
    std::size_t rows = 0;
    const std::string opening = std::string(list) + "_";
    for (const auto& [name, value] : form.fields()) {
        if (!name.starts_with(opening)) continue;
        const std::string number =
            name.substr(opening.size(), name.find('_', opening.size()) - opening.size());
        const bool digits =
            !number.empty() && number.size() < 3 &&
            std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (digits) rows = std::max(rows, static_cast<std::size_t>(std::stoi(number)) + 1);
    }
    return std::min(rows + (form.get("more") == list ? 1 : 0), kMostRows);
}

std::string typed(const Call& call, const std::string& name)
{
    return base::normalise(call.request.form.get(name));
}

std::int64_t typed_number(const Call& call, const std::string& name, std::int64_t most, base::Wrong& wrong)
{
    std::string text = typed(call, name);
    // "15.000" as Vietnam groups digits.
    std::erase(text, '.');
    if (text.empty()) return 0;
    const bool digits = text.size() <= 15 &&
                        std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    const std::int64_t number = digits ? std::stoll(text) : -1;
    if (number >= 0 && number <= most) return number;
    wrong.emplace_back(
        name, base::Message(msg("Nhập một số từ 0 đến {{most}}."), {{"most", base::group_thousands(most)}}));
    return 0;
}

http::Response edit(const Call& call)
{
    const Part* part = part_of(call);
    db::Transaction tx = call.begin();
    const auto draft = part ? draft_in_path(tx, call) : std::nullopt;
    return draft ? show_part(call, *part, *draft, nullptr) : call.refuse(no_part());
}

http::Response save(const Call& call)
{
    const Part* part = part_of(call);
    db::Transaction tx = call.begin();
    auto draft = part ? draft_in_path(tx, call) : std::nullopt;
    if (!draft) return call.refuse(no_part());
    // One row more: nothing is saved, what was typed stays.
    if (call.request.form.has("more")) return show_part(call, *part, *draft, nullptr);
    const Version before = *draft;
    base::Wrong wrong;
    part->read(call, *draft, wrong);
    if (const auto error = base::invalid(std::move(wrong))) return show_part(call, *part, before, &*error);
    const auto done = change_draft(tx, *draft, call.now);
    if (!done && done.error().fault == base::Fault::invalid)
        return show_part(call, *part, *draft, &done.error());
    if (!done) return call.refuse(done.error());
    tx.commit();
    return http::redirect(path_of(*draft) + "?done=saved");
}

}  // namespace lt::procedures::pages
