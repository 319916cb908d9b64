// The calendar behind dates and times; their texts are in temporal_text.cpp.
#include "decisions/feel/temporal.h"

namespace lt::feel {
namespace {

bool is_leap(std::int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

}  // namespace

int days_in_month(std::int32_t year, int month)
{
    switch (month) {
    case 2: return is_leap(year) ? 29 : 28;
    case 4:
    case 6:
    case 9:
    case 11: return 30;
    default: return 31;
    }
}

bool is_valid(const Date& date)
{
    return date.year >= -kMaxYear && date.year <= kMaxYear && date.month >= 1 && date.month <= 12 &&
           date.day >= 1 && date.day <= days_in_month(date.year, date.month);
}

// Years begin in March, so that the leap day is the last of the year; eras have 400 years.
std::int64_t days_since_1970(const Date& date)
{
    const std::int64_t year = std::int64_t(date.year) - (date.month <= 2 ? 1 : 0);
    const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
    const std::int64_t of_era = year - era * 400;
    const std::int64_t month = (date.month + 9) % 12;
    const std::int64_t of_year = (153 * month + 2) / 5 + date.day - 1;
    return era * 146'097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719'468;
}

std::optional<Date> date_of_days(std::int64_t days)
{
    constexpr std::int64_t limit = 400'000'000'000;
    if (days < -limit || days > limit) return std::nullopt;
    days += 719'468;
    const std::int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
    const std::int64_t day_of_era = days - era * 146'097;
    const std::int64_t of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const std::int64_t of_year = day_of_era - (365 * of_era + of_era / 4 - of_era / 100);
    const std::int64_t month = (5 * of_year + 2) / 153;
    const std::int64_t year = of_era + era * 400 + (month >= 10 ? 1 : 0);
    if (year < -kMaxYear || year > kMaxYear) return std::nullopt;
    return Date{std::int32_t(year), std::uint8_t(month < 10 ? month + 3 : month - 9),
                std::uint8_t(of_year - (153 * month + 2) / 5 + 1)};
}

std::int64_t instant_of(const DateTime& moment)
{
    const std::int64_t local = days_since_1970(moment.date) * kDaySeconds + moment.time.seconds;
    return local - offset_of(moment.time.zone, local).value_or(0);
}

std::optional<base::Time> to_time(const DateTime& moment)
{
    constexpr std::int64_t limit = 9'000'000'000'000;
    std::int64_t seconds = instant_of(moment);
    if (moment.time.zone.kind == Zone::Kind::none) seconds -= kVietnamOffset;
    if (seconds < -limit || seconds > limit) return std::nullopt;
    return base::Time(std::chrono::microseconds(seconds * 1'000'000 + moment.time.nanos / 1000));
}

DateTime from_time(base::Time time)
{
    const auto whole = std::chrono::floor<std::chrono::seconds>(time);
    const std::int64_t local = whole.time_since_epoch().count() + kVietnamOffset;
    const std::int64_t day = (local >= 0 ? local : local - (kDaySeconds - 1)) / kDaySeconds;
    const auto nanos = std::chrono::nanoseconds(time - whole).count();
    return {*date_of_days(day),
            {std::int32_t(local - day * kDaySeconds),
             std::int32_t(nanos),
             {Zone::Kind::offset, kVietnamOffset, {}}}};
}

}  // namespace lt::feel
