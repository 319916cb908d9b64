// Months, quarters and years of Vietnam, and spans of days, for which figures are counted. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kit/base/clock.h"
#include "kit/base/result.h"

namespace lt::dossiers {

enum class PeriodKind : std::uint8_t { month, quarter, year };
std::string_view to_text(PeriodKind kind);  // "month": as stored

struct IndexPeriod {
    PeriodKind kind = PeriodKind::month;
    base::Day first{};
    base::Day behind{};  // the first day after it

    base::Time from() const;   // its first moment
    base::Time until() const;  // the first moment after it
    std::string key() const;   // "2026-11", "2026-Q4", "2026"
    bool operator==(const IndexPeriod&) const = default;
};
// The one that a day lies in, and the one before a period.
IndexPeriod period_at(PeriodKind kind, base::Day day);
IndexPeriod period_before(const IndexPeriod& period);
// Of its key; nothing for other text, and for years before 2000 or after 2099.
std::optional<IndexPeriod> period_from(std::string_view key);
// "tháng 11/2026", "quý IV/2026", "năm 2026".
base::Message words_of(const IndexPeriod& period);

// Whole days, both included.
struct ReportSpan {
    base::Day first{};
    base::Day last{};
    base::Time from() const;
    base::Time until() const;
    base::Time edge(base::Time now) const;  // until(), or now where the span is not over
};
// Of what was typed. Without a beginning: the month of the end; without an end: up to today. Faults: invalid, at "from", "to": no day, the end
// before the beginning, more than two years, a beginning that is still to come.
base::Result<ReportSpan> span_of(std::string_view from, std::string_view to, base::Day today);

}  // namespace lt::dossiers
