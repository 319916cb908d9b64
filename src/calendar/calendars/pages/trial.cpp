// "Start + duration → due time", on the calendar of the page.
#include <cmath>
#include <cstdlib>

#include <nlohmann/json.hpp>

#include "calendar/calendars/pages/call.h"
#include "calendar/deadline.h"

namespace lt::calendars::pages {
namespace {

using calendar::Unit;
using page::msg;

constexpr int kThreeInTheAfternoon = 15 * 60;

std::optional<Unit> unit_of(const std::string& text)
{
    if (text == "working_days") return Unit::working_days;
    if (text == "working_hours") return Unit::working_hours;
    if (text == "calendar_days") return Unit::calendar_days;
    return std::nullopt;
}

// "1.5" or "1,5".
std::optional<double> amount_of(std::string text)
{
    std::replace(text.begin(), text.end(), ',', '.');
    if (text.empty() || text.find_first_not_of("0123456789.") != std::string::npos) return std::nullopt;
    char* end = nullptr;
    const double amount = std::strtod(text.c_str(), &end);
    return *end == '\0' && amount <= 10000 ? std::optional(amount) : std::nullopt;
}

std::string moment_of(const Call& call, base::Time time)
{
    return base::format_vietnam(time).substr(11) + ", " + long_day(call, base::vietnam_day(time));
}

}  // namespace

void add_trial(html::View& view, const Call& call, const calendar::Calendar& calendar)
{
    const auto& tr = call.tr;
    const http::Form& typed = call.request.query;
    const bool is_asked = typed.has("start");
    const auto start = base::parse_vietnam_time(typed.get("start"));
    const auto amount = amount_of(typed.get("amount"));
    const auto unit = unit_of(typed.get("unit"));
    base::Wrong wrong;
    if (!start) wrong.emplace_back("start", msg("Nhập ngày và giờ, ví dụ 20/11/2026 15:30."));
    if (!amount) wrong.emplace_back("amount", msg("Nhập số ngày hoặc số giờ, ví dụ 5 hoặc 0,5."));
    if (!unit) wrong.emplace_back("unit", msg("Chọn một cách tính."));
    const auto error = is_asked ? base::invalid(std::move(wrong)) : std::nullopt;
    page::FormView form(view, typed, error ? &*error : nullptr, tr);
    form.field("start", tr("Nhận lúc"), base::format_vietnam(call.now),
               {{"hint", tr("Ngày/tháng/năm giờ:phút")}, {"width", 20}});
    form.field("amount", tr("Thời hạn"), "5", {{"width", 5}, {"inputmode", "decimal"}});
    form.choices("unit", tr("Tính theo"),
                 {{"working_days", tr("ngày làm việc"), {}, !unit || *unit == Unit::working_days},
                  {"working_hours", tr("giờ làm việc"), {}, unit == Unit::working_hours},
                  {"calendar_days", tr("ngày (liên tục)"), {}, unit == Unit::calendar_days}});
    form.field("late", tr("Nhận sau 15:00 thì tính từ ngày làm việc sau"), "1",
               {{"checked", typed.has("late")}});
    view["trial"] = false;
    if (!is_asked || error) return;
    calendar::Deadline deadline{.limit = {.duration = {*amount, *unit}}, .received = *start};
    if (typed.has("late")) deadline.limit.received_by = kThreeInTheAfternoon;
    const auto from = calendar::counts_from(calendar, deadline.limit, *start);
    const auto due = calendar::due_of(calendar, deadline);
    if (!from || !due) {
        view["trial"] = {{"due", tr("Không tính được: lịch chỉ có từ năm 2000 đến năm 2099.")},
                         {"from", false},
                         {"own", false}};
        return;
    }
    view["trial"] = {{"due", moment_of(call, calendar::to_quarter(*due))},
                     {"from", moment_of(call, *from)},
                     {"own", false}};
    const auto whole = calendar.whole_day(base::vietnam_day(*from));
    if (*unit != Unit::working_days || whole == std::chrono::hours(8)) return;
    deadline.limit.working_day = whole;
    if (const auto other = calendar::due_of(calendar, deadline))
        view["trial"]["own"] = moment_of(call, calendar::to_quarter(*other));
}

}  // namespace lt::calendars::pages
