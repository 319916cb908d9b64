// Page keys as text, and bounds.
#include "documents/lists/rows.h"

#include <charconv>
#include <limits>

namespace lt::documents {

using namespace std::chrono;

namespace {
constexpr base::Time kFarPast = sys_days{year{1900} / 1 / 1};
constexpr base::Time kFarFuture = sys_days{year{2900} / 1 / 1};
constexpr auto kVietnam = hours(7);
}  // namespace

std::optional<PageKey> page_key(std::string_view text)
{
    const std::size_t dash = text.rfind('-');
    if (dash == std::string_view::npos || dash == 0) return std::nullopt;
    std::int64_t time = 0;
    std::int64_t id = 0;
    const auto first = std::from_chars(text.data(), text.data() + dash, time);
    const auto second = std::from_chars(text.data() + dash + 1, text.data() + text.size(), id);
    if (first.ec != std::errc() || first.ptr != text.data() + dash || second.ec != std::errc() ||
        second.ptr != text.data() + text.size())
        return std::nullopt;
    const base::Time when{microseconds(time)};
    if (when < kFarPast || when > kFarFuture || id < 0) return std::nullopt;
    return PageKey{when, id};
}

std::string to_text(const PageKey& key)
{
    return std::to_string(key.time.time_since_epoch().count()) + "-" + std::to_string(key.id);
}

PageKey newest() { return {kFarFuture, std::numeric_limits<std::int64_t>::max()}; }
PageKey oldest() { return {kFarPast, 0}; }

base::Time from_day(const std::optional<base::Day>& day)
{
    return day ? base::Time(*day) - kVietnam : kFarPast;
}
base::Time until_day(const std::optional<base::Day>& day)
{
    return day ? base::Time(*day) + days(1) - kVietnam : kFarFuture;
}

std::optional<std::string> or_null(const std::string& text)
{
    return text.empty() ? std::nullopt : std::optional(text);
}

Urgency urgency_of(const db::Row& row)
{
    const auto value = urgency(row["urgency"].text());
    CHECK(value.has_value());
    return *value;
}

}  // namespace lt::documents
