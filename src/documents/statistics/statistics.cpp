// The rules of periods and sums.
#include "documents/statistics/statistics.h"

namespace lt::documents {
namespace {

using std::chrono::months;
using std::chrono::year_month_day;

constexpr std::chrono::hours kVietnam{7};
constexpr months kLongest{24};
constexpr std::chrono::days kDayByDay{31};  // a month at most

base::Day month_of(base::Day day)
{
    const year_month_day date{day};
    return date.year() / date.month() / 1;
}

}  // namespace

base::Time Period::from() const { return base::Time(first) - kVietnam; }
base::Time Period::until() const { return base::Time(last) + std::chrono::days(1) - kVietnam; }
bool Period::by_day() const { return last - first < kDayByDay; }

base::Result<Period> period_of(std::string_view from, std::string_view to, base::Day today)
{
    const auto first = base::parse_day(from);
    const auto last = base::parse_day(to);
    base::Wrong wrong;
    if (!from.empty() && !first)
        wrong.emplace_back("from", "Nhập từ ngày theo mẫu ngày/tháng/năm, ví dụ 01/11/2026.");
    if (!to.empty() && !last)
        wrong.emplace_back("to", "Nhập đến ngày theo mẫu ngày/tháng/năm, ví dụ 30/11/2026.");
    if (auto error = base::invalid(std::move(wrong))) return *error;
    Period period;
    period.last = last.value_or(today);
    period.first = first.value_or(month_of(period.last));
    if (period.last < period.first)
        return base::invalid(to.empty() ? "from" : "to", {"Nhập từ ngày không sau đến ngày, {{day}}.",
                                                          {{"day", base::format_day(period.last)}}});
    const year_month_day end = year_month_day{month_of(period.first)} + kLongest;
    const auto days_in = period.first - month_of(period.first);
    if (period.last >= base::Day{end} + days_in)
        return base::invalid("from", "Chọn khoảng thời gian không quá 24 tháng.");
    return period;
}

std::vector<base::Day> parts_of(const Period& period)
{
    std::vector<base::Day> parts;
    if (period.by_day()) {
        for (base::Day day = period.first; day <= period.last; day += std::chrono::days(1))
            parts.push_back(day);
        return parts;
    }
    for (year_month_day month{month_of(period.first)}; base::Day{month} <= period.last; month += months(1))
        parts.push_back(base::Day{month});
    return parts;
}

Counted& Counted::operator-=(const Counted& other)
{
    total -= other.total;
    not_arrived -= other.not_arrived;
    waiting -= other.waiting;
    in_hand -= other.in_hand;
    done -= other.done;
    refused -= other.refused;
    recalled -= other.recalled;
    in_time -= other.in_time;
    late -= other.late;
    overdue -= other.overdue;
    return *this;
}

std::string percent_text(std::int64_t part, std::int64_t whole)
{
    if (whole == 0) return {};
    const std::int64_t tenths = part * 1000 / whole;
    return std::to_string(tenths / 10) + "," + std::to_string(tenths % 10) + " %";
}

}  // namespace lt::documents
