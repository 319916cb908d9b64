// See layers.h.
#include "calendar/layers.h"

#include <algorithm>
#include <set>

namespace lt::calendar {
namespace {

// What the layer says of its week on the day: nothing yet, or the newest one that has begun.
const DatedWeek* newest(const Layer& layer, base::Day day)
{
    const DatedWeek* found = nullptr;
    for (const DatedWeek& week : layer.weeks)
        if (week.from <= day && (found == nullptr || found->from < week.from)) found = &week;
    return found;
}

const Shifts& usual_shifts(std::span<const Layer* const> layers, base::Day day)
{
    return (*week_of(layers, day).week->week)[std::chrono::weekday(day).iso_encoding() - 1];
}

}  // namespace

SaidWeek week_of(std::span<const Layer* const> layers, base::Day day)
{
    for (std::size_t i = layers.size(); i > 0; --i) {
        const DatedWeek* week = newest(*layers[i - 1], day);
        if (week != nullptr && week->week) return {i - 1, week};
    }
    CHECK(day < kFirstDay);  // the first layer has one from there on
    return week_of(layers, kFirstDay);
}

std::optional<Said> said_of(std::span<const Layer* const> layers, base::Day day)
{
    for (std::size_t i = layers.size(); i > 0; --i)
        for (const SpecialDays& days : layers[i - 1]->days)
            if (days.first <= day && day <= days.last) return Said{i - 1, &days};
    return std::nullopt;
}

Rules merge(std::span<const Layer* const> layers)
{
    std::set<base::Day> changes;
    for (const Layer* layer : layers)
        for (const DatedWeek& week : layer->weeks)
            if (week.from > kFirstDay) changes.insert(week.from);
    Rules rules{.week = *week_of(layers, kFirstDay).week->week};
    for (const base::Day from : changes) rules.later[from] = *week_of(layers, from).week->week;
    for (const Layer* layer : layers)
        for (const SpecialDays& days : layer->days)
            for (base::Day day = days.first; day <= days.last; day += std::chrono::days(1)) {
                Shifts& shifts = rules.days[day];
                if (days.kind == DayKind::off)
                    shifts.clear();
                else
                    shifts = !days.shifts.empty() ? days.shifts
                                                  : usual_shifts(layers, days.instead_of.value_or(day));
            }
    return rules;
}

}  // namespace lt::calendar
