// Where number, date and signatures go in the file: shown and corrected, by fields or, with script, by moving boxes on the page.
#include <charconv>
#include <cmath>
#include <limits>

#include "documents/pages/document_view.h"
#include "documents/pages/marks.h"
#include "kit/base/text.h"
#include "kit/http/ascii.h"

namespace lt::documents::pages {
namespace {

constexpr std::array<const char*, 5> kParts{"page", "left", "top", "width", "height"};

std::string input_name(std::string_view field, const char* part) { return std::string(field) + "_" + part; }

double part_of(const FieldPlace& place, std::string_view part)
{
    if (part == "left") return place.left;
    if (part == "top") return place.top;
    return part == "width" ? place.width : place.height;
}

// Empty for a place that is not needed: nothing was found to show.
std::string shown_part(const FieldPlace& place, std::string_view part)
{
    if (place.in_text) return {};
    return part == "page" ? std::to_string(place.page) : format_millimetres(part_of(place, part));
}

View source_mark(const Words& tr, const FieldPlace& place)
{
    if (place.source == PlaceSource::by_hand)
        return {{"colour", "blue"}, {"shape", "done"}, {"label", tr("đã đặt bằng tay")}};
    switch (place.source) {
    case PlaceSource::found:
        return {{"colour", "green"}, {"shape", "done"}, {"label", tr("tìm thấy trong văn bản")}};
    case PlaceSource::derived:
        return {{"colour", "blue"}, {"shape", "doing"}, {"label", tr("suy ra từ chữ bên cạnh")}};
    case PlaceSource::assumed:
    case PlaceSource::by_hand: break;
    }
    return {{"colour", "orange"}, {"shape", "todo"}, {"label", tr("đoán: cần xem lại")}};
}

// "12,5" and "12.5".
std::optional<double> number_of(std::string text)
{
    for (char& c : text)
        if (c == ',') c = '.';
    double value = 0;
    const char* end = text.data() + text.size();
    const auto [stopped, fault] = std::from_chars(text.data(), end, value, std::chars_format::fixed);
    if (fault != std::errc{} || stopped != end || !std::isfinite(value)) return std::nullopt;
    return value;
}

// What was typed; what is no number is said, too.
std::vector<FieldPlace> typed_places(const http::Form& form, base::Wrong& wrong)
{
    std::vector<FieldPlace> out;
    for (const std::string_view field : kPlacedFields) {
        FieldPlace place{.field = std::string(field)};
        place.in_text = may_be_in_text(field) && form.has(input_name(field, "in_text"));
        const auto read = [&](const char* part, double& into) {
            const std::string name = input_name(field, part);
            if (const auto number = number_of(form.get(name)))
                into = *number;
            else if (!place.in_text)
                wrong.emplace_back(name, base::Message{msg("{{name}}: nhập một số, ví dụ 12,5."),
                                                       {{"name", field_name(field), true}}});
        };
        if (const auto page = form.integer(input_name(field, "page")))
            place.page = static_cast<int>(std::min<std::int64_t>(std::max<std::int64_t>(*page, 0), 1 << 30));
        else if (!place.in_text)
            wrong.emplace_back(input_name(field, "page"), base::Message{msg("{{name}}: nhập số trang."),
                                                                        {{"name", field_name(field), true}}});
        read("left", place.left);
        read("top", place.top);
        read("width", place.width);
        read("height", place.height);
        out.push_back(std::move(place));
    }
    return out;
}

View group_of(const Call& call, page::FormView& form, const View& fields, const FieldPlace& place)
{
    const Words& tr = call.tr;
    const std::string label = tr(field_name(place.field));
    form.field(input_name(place.field, "page"), tr("Trang"), shown_part(place, "page"),
               {{"inputmode", "numeric"}});
    const std::array<std::string, 4> labels{tr("Cách mép trái, mm"), tr("Cách mép trên, mm"), tr("Rộng, mm"),
                                            tr("Cao, mm")};
    for (std::size_t i = 1; i < kParts.size(); ++i)
        form.field(input_name(place.field, kParts.at(i)), labels.at(i - 1), shown_part(place, kParts.at(i)),
                   {{"inputmode", "decimal"}});
    View group{{"name", place.field},
               {"label", label},
               {"mark",
                place.in_text && place.source != PlaceSource::by_hand ? View(false) : source_mark(tr, place)},
               {"in_text", false},
               {"inputs", View::array()}};
    if (may_be_in_text(place.field)) {
        const std::string name = input_name(place.field, "in_text");
        form.field(name, tr("Tệp đã có sẵn, không phải điền"), "1", {{"checked", place.in_text}});
        group["in_text"] = fields["fields"][name];
    }
    for (const char* part : kParts)
        group["inputs"].push_back(fields["fields"][input_name(place.field, part)]);
    return group;
}

http::Response places_page(const Call& call, const base::Error* error)
{
    const Words& tr = call.tr;
    const auto found = places(call.documents(), call.actor, call.uid());
    if (!found) return call.refuse(found.error());
    const std::string href = "/outgoing/" + call.uid();
    // The version that the form showed, until somebody is told of a newer one.
    const bool told = !error || error->fault != base::Fault::invalid;
    const std::string version = std::to_string(found->version);
    View view{{"title", tr("Vị trí chữ ký, số và ngày")},
              {"back", {{"href", href}, {"label", tr("Văn bản")}}},
              {"action", href + "/places"},
              {"version", told ? version : call.request.form.get("version")},
              {"unreadable", !found->readable},
              {"page_count", std::to_string(found->pages.size())},
              {"file",
               {{"name", found->name},
                {"href", "/files/" + found->file + "/" + http::percent_encode(found->name)}}},
              {"flash", nullptr},
              {"groups", View::array()}};
    if (call.request.query.get("done") == "saved")
        view["flash"] = {{"text", tr("Đã lưu vị trí. Tệp được ký và ghi số theo đúng các vị trí này.")},
                         {"href", href},
                         {"link", tr("Về văn bản")},
                         {"focus", false},
                         {"neutral", false}};
    if (call.request.query.get("done") == "forgotten")
        view["flash"] = {{"text", tr("Đã tìm lại các vị trí từ chữ trong tệp.")},
                         {"href", false},
                         {"focus", false},
                         {"neutral", false}};
    page::FormView form(view, call.request.form, error, tr);
    View groups = View::array();
    for (const FieldPlace& place : found->places) groups.push_back(group_of(call, form, view, place));
    view["groups"] = std::move(groups);
    if (error)
        view["error_title"] = error->fault == base::Fault::invalid
                                  ? tr("Chưa lưu được, cần sửa {{count}} chỗ",
                                       {{"count", std::to_string(view["errors"].size())}})
                                  : tr("Chưa lưu được");
    return call.show("documents/places", std::move(view), error);
}

}  // namespace

http::Response places_form(const Call& call) { return places_page(call, nullptr); }

http::Response places_send(const Call& call)
{
    const http::Form& form = call.request.form;
    const std::string path = "/outgoing/" + call.uid() + "/places";
    const int version = static_cast<int>(form.integer("version").value_or(0));
    const auto answer = [&](const base::Result<base::Done>& result, const char* what) {
        if (result) return done(path, what);
        const base::Error& error = result.error();
        if (error.fault == base::Fault::invalid) return places_page(call, &error);
        if (error.field != "version") return call.refuse(error);
        // What was typed stands there still, to be saved over the other or not.
        const base::Error newer = base::conflict(error.message);
        return places_page(call, &newer);
    };
    if (form.get("then") == "forget")
        return answer(forget_places(call.documents(), call.actor, call.uid(), version), "forgotten");
    base::Wrong wrong;
    const std::vector<FieldPlace> typed = typed_places(form, wrong);
    if (const auto error = base::invalid(std::move(wrong))) return places_page(call, &*error);
    return answer(set_places(call.documents(), call.actor, call.uid(), version, typed), "saved");
}

}  // namespace lt::documents::pages
