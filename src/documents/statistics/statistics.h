// What an agency received and sent in a period, in numbers (QĐ 28/2018/QĐ-TTg, art. 11: taken from the data, never typed). Counts only:
// no document is named.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kit/base/clock.h"
#include "kit/base/result.h"
#include "kit/db/fwd.h"

namespace lt::documents {

// Whole days of Vietnam, both included.
struct Period {
    base::Day first{};
    base::Day last{};
    base::Time from() const;   // its first moment
    base::Time until() const;  // the first moment after it
    bool by_day() const;       // shown day by day; longer ones month by month
};

// Of what was typed. Without both: this month up to today; without an end: up to today; without a beginning: the month of the end.
// Faults: invalid (from, to): no day, the end before the beginning, more than 24 months.
base::Result<Period> period_of(std::string_view from, std::string_view to, base::Day today);

// The days, or the first days of the months, that the period touches, in order.
std::vector<base::Day> parts_of(const Period& period);

// Deliveries by how far they are: not_arrived to recalled make up the total. Against the due time, where there is one: done in time,
// done late, open and overdue now.
struct Counted {
    std::int64_t total = 0;
    std::int64_t not_arrived = 0;  // on the way to an agency elsewhere
    std::int64_t waiting = 0;      // arrived, not registered
    std::int64_t in_hand = 0;
    std::int64_t done = 0;
    std::int64_t refused = 0;
    std::int64_t recalled = 0;
    std::int64_t in_time = 0;
    std::int64_t late = 0;
    std::int64_t overdue = 0;
    Counted& operator-=(const Counted& other);
};
struct CountedAgency {
    std::string name{};
    Counted counted{};
};
struct CountedPart {
    base::Day begins{};
    std::int64_t total = 0;
};
struct Figures {
    Counted all{};
    std::vector<CountedAgency> agencies{};  // most first, at most as many as were asked for
    Counted rest{};                         // of all others together
    std::vector<CountedPart> parts{};       // every day or month of the period, in order
};

// By sender, and by when it arrived; due is what the register says. In a transaction that sees the whole agency.
Figures received(db::Transaction& tx, std::int64_t agency, const Period& period, base::Time now, int most);

// By receiver, and by when the document was issued; due is the answer that the document asks for, the only time a sender knows.
Figures sent(db::Transaction& tx, std::int64_t agency, const Period& period, base::Time now, int most);

// "98,6 %": cut, not rounded, so that only all is 100. "" of nothing.
std::string percent_text(std::int64_t part, std::int64_t whole);

}  // namespace lt::documents
