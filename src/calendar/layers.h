// A calendar made of layers: what the release ships, what the province has entered, what an agency above and the agency itself have. Pure.
// Each layer says something of some days and weeks and leaves the rest to the one below it; the last layer that says something counts.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "calendar/api.h"

namespace lt::calendar {

enum class DayKind : std::uint8_t { off, worked };

// Days in a row that are unlike their weekdays.
struct SpecialDays {
    base::Day first{};
    base::Day last{};  // included
    DayKind kind{};
    // Of days that are worked: the shifts, and the day that is made up for. Without shifts they are those of that day's weekday, and
    // without either those of the own weekday, which takes back a day off of a layer below.
    Shifts shifts{};
    std::optional<base::Day> instead_of{};
    std::string name{};
    std::string basis{};
    bool expected = false;  // shipped before it was announced
};

// A week from a day on; nothing: again that of the layer below.
struct DatedWeek {
    base::Day from{};
    std::optional<Week> week{};
    std::string basis{};
};

struct Layer {
    std::vector<DatedWeek> weeks{};   // none begins with another
    std::vector<SpecialDays> days{};  // none overlaps another
};

// The first layer has a week from kFirstDay on; every week and every shift has passed check().
Rules merge(std::span<const Layer* const> layers);

// Which layer says what counts on the day: its number, and the entry; nothing where it is a day like its week's others.
struct Said {
    std::size_t layer = 0;
    const SpecialDays* days = nullptr;
};
std::optional<Said> said_of(std::span<const Layer* const> layers, base::Day day);
// The same of the week that holds on the day.
struct SaidWeek {
    std::size_t layer = 0;
    const DatedWeek* week = nullptr;
};
SaidWeek week_of(std::span<const Layer* const> layers, base::Day day);

}  // namespace lt::calendar
