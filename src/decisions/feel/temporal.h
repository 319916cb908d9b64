// Dates, times and durations of FEEL (DMN 1.3, 10.3.2.3.4 to 10.3.2.3.8): plain structs, their texts and the arithmetic of the calendar.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kit/base/clock.h"

namespace lt::feel {

inline constexpr std::int32_t kMaxYear = 999'999'999;
inline constexpr std::int64_t kDaySeconds = 86'400;
inline constexpr std::int32_t kNanos = 1'000'000'000;

// No duration is larger, in seconds or in months, so that the sum of two never overflows.
inline constexpr std::int64_t kLargestDuration = std::int64_t(1) << 60;

// What a moment without a zone is taken for where it meets one: Vietnam, without daylight saving.
inline constexpr std::int32_t kVietnamOffset = 7 * 3600;

// A real day of the proleptic Gregorian calendar, years −999999999 to 999999999.
struct Date {
    std::int32_t year = 1970;
    std::uint8_t month = 1;
    std::uint8_t day = 1;
    friend auto operator<=>(const Date&, const Date&) = default;
};

// None (a local time), an offset from UTC in seconds (at most ±18 hours), or a name of the IANA data base ("Asia/Ho_Chi_Minh").
struct Zone {
    enum class Kind : std::uint8_t { none, offset, named };
    Kind kind = Kind::none;
    std::int32_t offset = 0;
    std::string name{};
    friend bool operator==(const Zone&, const Zone&) = default;
};

struct Time {
    std::int32_t seconds = 0;  // since midnight
    std::int32_t nanos = 0;
    Zone zone{};
};

struct DateTime {
    Date date{};
    Time time{};
};

// Whole seconds rounded down, and what is left: −0.5 s is {−1, 500000000}.
struct DayTimeDuration {
    std::int64_t seconds = 0;
    std::int32_t nanos = 0;
    friend auto operator<=>(const DayTimeDuration&, const DayTimeDuration&) = default;
};

struct YearMonthDuration {
    std::int64_t months = 0;
    friend auto operator<=>(const YearMonthDuration&, const YearMonthDuration&) = default;
};

bool is_valid(const Date& date);
int days_in_month(std::int32_t year, int month);
std::int64_t days_since_1970(const Date& date);
std::optional<Date> date_of_days(std::int64_t days);  // nothing beyond kMaxYear

// The texts of FEEL, which are those of XML Schema, and zones as "@Asia/Ho_Chi_Minh" behind. Nothing for any other text.
std::optional<Date> parse_date(std::string_view text);
std::optional<Time> parse_time(std::string_view text);
std::optional<DateTime> parse_date_time(std::string_view text);            // a date alone is its midnight
std::optional<DayTimeDuration> parse_day_time(std::string_view text);      // "P1DT2H", "-PT0.5S"
std::optional<YearMonthDuration> parse_year_month(std::string_view text);  // "P1Y2M"

std::string to_text(const Date& date);
std::string to_text(const Time& time);
std::string to_text(const DateTime& moment);
std::string to_text(const DayTimeDuration& duration);    // normalised: PT24H is P1D
std::string to_text(const YearMonthDuration& duration);  // P14M is P1Y2M

// Seconds east of UTC at that local moment, or at that moment of UTC; nothing for a time without zone.
std::optional<std::int32_t> offset_of(const Zone& zone, std::int64_t local_seconds);
std::optional<std::int32_t> offset_at(const Zone& zone, std::int64_t utc_seconds);
bool is_zone_name(std::string_view name);

// Seconds since 1970 in UTC; without a zone as if it were UTC.
std::int64_t instant_of(const DateTime& moment);
// As base::Time counts, a moment without zone taken for Vietnam's; nothing outside what it can hold.
std::optional<base::Time> to_time(const DateTime& moment);
DateTime from_time(base::Time time);  // in Vietnam, +07:00

}  // namespace lt::feel
