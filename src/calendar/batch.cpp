// See batch.h.
#include "calendar/batch.h"

#include <array>
#include <charconv>
#include <optional>

#include "calendar/samples.h"

namespace lt::calendar {
namespace {

std::optional<Unit> unit_of(std::string_view text)
{
    if (text == "hour") return Unit::working_hours;
    if (text == "day") return Unit::working_days;
    if (text == "calendar_day") return Unit::calendar_days;
    return std::nullopt;
}

std::optional<double> amount_of(std::string_view text)
{
    double amount = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), amount, std::chars_format::fixed);
    if (error != std::errc() || end != text.data() + text.size() || !(amount >= 0)) return std::nullopt;
    return amount;
}

// The fields between the tabs; nothing when there is another number of them.
std::optional<std::array<std::string_view, 4>> fields_of(std::string_view line)
{
    std::array<std::string_view, 4> fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const std::size_t tab = line.find('\t');
        if ((tab == std::string_view::npos) != (i + 1 == fields.size())) return std::nullopt;
        fields[i] = line.substr(0, tab);
        line.remove_prefix(std::min(line.size(), tab + (i + 1 == fields.size() ? 0 : 1)));
    }
    return fields;
}

}  // namespace

Batch::Batch()
{
    for (const char* name : {"A", "B", "C"}) calendars_.emplace(name, *sample_calendar(name));
}

std::string_view Batch::answer(std::string_view line, std::string& out) const
{
    const std::string_view wrong = due_times(line, out);
    if (!wrong.empty()) out += "-\t-";
    return wrong;
}

std::string_view Batch::due_times(std::string_view line, std::string& out) const
{
    const auto fields = fields_of(line);
    if (!fields) return "not four fields with tabs between: calendar, start, duration, unit";
    const auto& [name, start, duration, unit_name] = *fields;
    const auto calendar = calendars_.find(name);
    if (calendar == calendars_.end()) return "no such calendar: there are A, B and C";
    const auto from = parse_minute(start);
    if (!from) return "the start is no moment as 2025-01-03T15:18";
    const auto amount = amount_of(duration);
    if (!amount) return "the duration is no number from 0 on, as 1.5";
    const auto unit = unit_of(unit_name);
    if (!unit) return "the unit is none of hour, day, calendar_day";
    const Calendar& found = calendar->second;
    const auto by_law = due(found, *from, {*amount, *unit});
    const auto own = due(found, *from, {*amount, *unit}, found.whole_day(base::vietnam_day(*from)));
    if (!by_law || !own) return "no due time: it is too long, or outside the years 2000 to 2099";
    out += format_minute(to_quarter(*by_law));
    out += '\t';
    out += format_minute(to_quarter(*own));
    return {};
}

}  // namespace lt::calendar
