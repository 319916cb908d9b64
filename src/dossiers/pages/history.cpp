// See history.h.
#include "dossiers/pages/history.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace lt::dossiers::pages {
namespace {

// Beside the reason of an act: what was corrected in the owner as he is kept (reception.cpp).
std::string remark_of(const Call& call, const Event& event)
{
    const View detail = View::parse(event.detail, nullptr, false);
    if (!detail.is_object() || !detail.contains("corrected")) return event.reason;
    const View& it = detail["corrected"];
    return call.tr("Sửa thông tin đang lưu của công dân: {{before}} thành {{after}}. Lý do: {{reason}}",
                   {{"before", it.value("before", "")},
                    {"after", it.value("after", "")},
                    {"reason", it.value("reason", "")}});
}

struct Line {
    base::Time at{};
    View view{};
};

Line line_of(const Call& call, const Event& event, const std::map<std::int64_t, std::string>& people)
{
    std::string by = people.contains(event.official) ? people.at(event.official) : "";
    if (event.agency != call.actor.agency) by += (by.empty() ? "" : ", ") + call.agency_name(event.agency);
    const bool note = event.act == ActKind::note;
    const std::string remark = remark_of(call, event);
    const std::string text = note ? event.reason : call.tr(words_of(event.act));
    return {event.at,
            {{"text", text},
             {"_pieces", pieces_of(text)},
             {"_note_pieces", pieces_of(remark)},
             {"at", base::format_vietnam(event.at)},
             {"by", by.empty() ? View(false) : View(by)},
             {"href", false},
             {"note", note || remark.empty() ? View(false) : View(remark)}}};
}

// What was done, by whom, since when, and whether in time.
Line line_of(const Call& call, const Step& step)
{
    std::string by = step.official;
    if (step.performer != call.actor.agency || by.empty())
        by += (by.empty() ? "" : ", ") + call.agency_name(step.performer);
    std::string result = call.tr("Bước xử lý, nhận {{at}}", {{"at", base::format_vietnam(step.opened_at)}});
    if (step.due_at) {
        const bool late = *step.ended_at > *step.due_at;
        result += ". " + call.tr(late ? msg("Quá hạn {{at}}") : msg("Đúng hạn {{at}}"),
                                 {{"at", base::format_vietnam(*step.due_at)}});
    }
    return {*step.ended_at,
            {{"text", step.title},
             {"_pieces", pieces_of(step.title)},
             {"_note_pieces", pieces_of(result)},
             {"at", base::format_vietnam(*step.ended_at)},
             {"by", by},
             {"href", false},
             {"note", result}}};
}

}  // namespace

void add_history(View& view, const Call& call, const std::vector<Event>& history,
                 const std::vector<Step>& steps, const std::map<std::int64_t, std::string>& people)
{
    std::vector<Line> lines;
    for (const Step& step : steps)
        if (step.outcome == "done" && step.ended_at) lines.push_back(line_of(call, step));
    // What a step brought about stands behind it, though it is of the same moment.
    for (const Event& event : history) lines.push_back(line_of(call, event, people));
    std::ranges::stable_sort(lines, {}, &Line::at);
    View items = View::array();
    for (auto it = lines.rbegin(); it != lines.rend(); ++it) items.push_back(std::move(it->view));
    view["log"] = {{"items", std::move(items)}, {"more_href", false}};
}

}  // namespace lt::dossiers::pages
