// See period.h.
#include "dossiers/figures/period.h"

#include <charconv>

namespace lt::dossiers {

using base::msg;
using namespace std::chrono;

namespace {

// Days of Vietnam begin at 17:00 UTC.
base::Time first_moment(base::Day day) { return base::Time(day) - hours(7); }

base::Day begin_in(PeriodKind kind, year_month_day day)
{
    switch (kind) {
    case PeriodKind::month: return sys_days{day.year() / day.month() / 1};
    case PeriodKind::quarter: {
        const unsigned month_no = (static_cast<unsigned>(day.month()) - 1) / 3 * 3 + 1;
        return sys_days{day.year() / month(month_no) / 1};
    }
    case PeriodKind::year: break;
    }
    return sys_days{day.year() / January / 1};
}

int months_of(PeriodKind kind)
{
    switch (kind) {
    case PeriodKind::month: return 1;
    case PeriodKind::quarter: return 3;
    case PeriodKind::year: break;
    }
    return 12;
}

std::optional<int> digits(std::string_view text)
{
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 0) return std::nullopt;
    return number;
}

constexpr const char* kRoman[] = {"I", "II", "III", "IV"};

}  // namespace

std::string_view to_text(PeriodKind kind)
{
    switch (kind) {
    case PeriodKind::month: return "month";
    case PeriodKind::quarter: return "quarter";
    case PeriodKind::year: break;
    }
    return "year";
}

base::Time IndexPeriod::from() const { return first_moment(first); }
base::Time IndexPeriod::until() const { return first_moment(behind); }

std::string IndexPeriod::key() const
{
    const std::string day = base::format_iso(first);
    switch (kind) {
    case PeriodKind::month: return day.substr(0, 7);
    case PeriodKind::quarter:
        return day.substr(0, 5) + "Q" +
               std::to_string((static_cast<unsigned>(year_month_day(first).month()) + 2) / 3);
    case PeriodKind::year: break;
    }
    return day.substr(0, 4);
}

IndexPeriod period_at(PeriodKind kind, base::Day day)
{
    const base::Day first = begin_in(kind, year_month_day(day));
    return {kind, first, sys_days{year_month_day(first) + months(months_of(kind))}};
}

IndexPeriod period_before(const IndexPeriod& period)
{
    return period_at(period.kind, period.first - days(1));
}

std::optional<IndexPeriod> period_from(std::string_view key)
{
    const auto year_no = key.size() < 4 ? std::nullopt : digits(key.substr(0, 4));
    if (!year_no || *year_no < 2000 || *year_no > 2099) return std::nullopt;
    if (key.size() == 4) return period_at(PeriodKind::year, sys_days{year(*year_no) / 1 / 1});
    if (key.size() != 7 || key[4] != '-') return std::nullopt;
    if (key[5] == 'Q') {
        const auto quarter = digits(key.substr(6));
        if (!quarter || *quarter < 1 || *quarter > 4) return std::nullopt;
        return period_at(PeriodKind::quarter,
                         sys_days{year(*year_no) / month(static_cast<unsigned>(*quarter) * 3) / 1});
    }
    const auto month_no = digits(key.substr(5));
    if (!month_no || *month_no < 1 || *month_no > 12) return std::nullopt;
    return period_at(PeriodKind::month,
                     sys_days{year(*year_no) / month(static_cast<unsigned>(*month_no)) / 1});
}

base::Message words_of(const IndexPeriod& period)
{
    const year_month_day day(period.first);
    const std::string year_text = std::to_string(static_cast<int>(day.year()));
    const unsigned month_no = static_cast<unsigned>(day.month());
    switch (period.kind) {
    case PeriodKind::month:
        return {msg("tháng {{month}}/{{year}}"), {{"month", std::to_string(month_no)}, {"year", year_text}}};
    case PeriodKind::quarter:
        return {msg("quý {{quarter}}/{{year}}"), {{"quarter", kRoman[month_no / 3]}, {"year", year_text}}};
    case PeriodKind::year: break;
    }
    return {msg("năm {{year}}"), {{"year", year_text}}};
}

base::Time ReportSpan::from() const { return first_moment(first); }
base::Time ReportSpan::until() const { return first_moment(last + days(1)); }
base::Time ReportSpan::edge(base::Time now) const { return std::min(until(), now); }

base::Result<ReportSpan> span_of(std::string_view from, std::string_view to, base::Day today)
{
    base::Wrong wrong;
    const auto read = [&](const char* field, std::string_view typed) -> std::optional<base::Day> {
        if (typed.empty()) return std::nullopt;
        const auto day = base::parse_day(typed);
        if (!day) wrong.emplace_back(field, msg("Nhập ngày/tháng/năm, ví dụ 02/09/2026."));
        return day;
    };
    const auto first = read("from", from);
    const auto last = read("to", to);
    if (auto error = base::invalid(std::move(wrong))) return *error;
    ReportSpan span;
    span.last = last.value_or(today);
    span.first = first.value_or(period_at(PeriodKind::month, span.last).first);
    if (span.last < span.first)
        return base::invalid("to", msg("Ngày cuối trước ngày đầu. Nhập ngày cuối sau ngày đầu."));
    if (span.first > today)
        return base::invalid("from", msg("Ngày đầu chưa đến. Nhập ngày đầu không sau hôm nay."));
    if (span.last - span.first > days(731))
        return base::invalid("to",
                             msg("Báo cáo nhiều nhất hai năm một lần. Nhập khoảng thời gian ngắn hơn."));
    return span;
}

}  // namespace lt::dossiers
