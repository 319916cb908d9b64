// Equality and order of values (DMN 1.3, 10.3.2.13 and table 42).
#include <algorithm>

#include "decisions/feel/value.h"

namespace lt::feel {
namespace {

using Ordering = std::optional<std::strong_ordering>;

// Where a moment stands, in UTC where it has a zone. Moments with and without a zone have no order.
Ordering order_of(std::int64_t a, std::int32_t a_nanos, const Zone& a_zone, std::int64_t b,
                  std::int32_t b_nanos, const Zone& b_zone)
{
    if ((a_zone.kind == Zone::Kind::none) != (b_zone.kind == Zone::Kind::none)) return std::nullopt;
    // Moments are the same where they are so to the millisecond, as the conformance tests of the standard have it.
    constexpr std::int32_t milli = 1'000'000;
    return a != b ? a <=> b : a_nanos / milli <=> b_nanos / milli;
}

Ordering order_of(const Time& a, const Time& b)
{
    const auto in_utc = [](const Time& t) {
        return std::int64_t(t.seconds) - offset_of(t.zone, t.seconds).value_or(0);
    };
    return order_of(in_utc(a), a.nanos, a.zone, in_utc(b), b.nanos, b.zone);
}

Ordering order_of(const DateTime& a, const DateTime& b)
{
    return order_of(instant_of(a), a.time.nanos, a.time.zone, instant_of(b), b.time.nanos, b.time.zone);
}

std::optional<bool> equal_lists(std::span<const Value> a, std::span<const Value> b)
{
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (const auto same = equal(a[i], b[i]); same != true) return same;
    }
    return true;
}

std::optional<bool> equal_contexts(const Value& a, const Value& b)
{
    if (a.entries().size() != b.entries().size()) return false;
    for (const Entry& entry : a.entries()) {
        const Value* other = b.find(entry.key);
        if (other == nullptr) return false;
        if (const auto same = equal(entry.value, *other); same != true) return same;
    }
    return true;
}

bool equal_ranges(const Range& a, const Range& b)
{
    return a.form == b.form && a.low_end == b.low_end && a.high_end == b.high_end &&
           equal(a.low, b.low) == true && equal(a.high, b.high) == true;
}

}  // namespace

std::optional<bool> equal(const Value& a, const Value& b)
{
    if (a.is_null() || b.is_null()) return a.is_null() && b.is_null();
    if (a.kind() != b.kind()) return std::nullopt;
    switch (a.kind()) {
    case Kind::null: return true;
    case Kind::boolean: return a.is_true() == b.is_true();
    case Kind::list: return equal_lists(a.items(), b.items());
    case Kind::context: return equal_contexts(a, b);
    case Kind::range: return equal_ranges(a.as_range(), b.as_range());
    case Kind::function: return &a.as_function() == &b.as_function() ? std::optional(true) : std::nullopt;
    case Kind::number:
    case Kind::string:
    case Kind::date:
    case Kind::time:
    case Kind::date_time:
    case Kind::day_time_duration:
    case Kind::year_month_duration: break;
    }
    const auto order = compare(a, b);
    return order ? std::optional(*order == 0) : std::nullopt;
}

std::optional<std::strong_ordering> compare(const Value& a, const Value& b)
{
    if (a.kind() != b.kind()) return std::nullopt;
    switch (a.kind()) {
    case Kind::number: return a.as_number() <=> b.as_number();
    // The order of bytes of UTF-8 is that of code points.
    case Kind::string: return a.as_string().compare(b.as_string()) <=> 0;
    case Kind::date: return a.as_date() <=> b.as_date();
    case Kind::time: return order_of(a.as_time(), b.as_time());
    case Kind::date_time: return order_of(a.as_date_time(), b.as_date_time());
    case Kind::day_time_duration: return a.as_day_time() <=> b.as_day_time();
    case Kind::year_month_duration: return a.as_year_month() <=> b.as_year_month();
    case Kind::null:
    case Kind::boolean:
    case Kind::list:
    case Kind::context:
    case Kind::range:
    case Kind::function: break;
    }
    return std::nullopt;
}

}  // namespace lt::feel
