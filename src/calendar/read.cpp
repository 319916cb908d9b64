// See read.h.
#include "calendar/read.h"

#include <stdexcept>
#include <string>

#include <toml++/toml.h>

#include "kit/base/config.h"

namespace lt::calendar {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void wrong(const fs::path& file, const toml::node& node, const std::string& why)
{
    throw std::runtime_error(file.string() + ", line " + std::to_string(node.source().begin.line) + ": " +
                             why);
}

Shifts shifts_of(const fs::path& file, const toml::array& list)
{
    Shifts out;
    for (const toml::node& node : list) {
        const auto shift = parse_shifts(node.value_or(std::string()));
        if (!shift || shift->size() != 1) wrong(file, node, "a shift is \"07:30-11:30\"");
        out.push_back(shift->front());
    }
    return out;
}

base::Day day_of(const fs::path& file, const toml::table& entry, const char* key)
{
    const auto date = entry[key].value<toml::date>();
    const std::chrono::year_month_day day{std::chrono::year(date ? date->year : 0),
                                          std::chrono::month(date ? date->month : 0),
                                          std::chrono::day(date ? date->day : 0)};
    if (!date || !day.ok()) wrong(file, entry, std::string(key) + " is a date, 2026-11-24");
    return day;
}

template <class Work>
void each(const fs::path& file, const toml::table& table, const char* section, Work work)
{
    const toml::array* list = table[section].as_array();
    if (list == nullptr) return;
    for (const toml::node& node : *list) {
        const toml::table* entry = node.as_table();
        if (entry == nullptr) wrong(file, node, std::string("[[") + section + "]] is a list of tables");
        work(*entry);
    }
}

toml::table parse(const fs::path& file)
{
    try {
        return toml::parse_file(file.string());
    } catch (const toml::parse_error& error) {
        throw std::runtime_error(file.string() + ", line " + std::to_string(error.source().begin.line) +
                                 ": " + std::string(error.description()));
    }
}

}  // namespace

Layer read_layer(const fs::path& file)
{
    const toml::table table = parse(file);
    Layer layer;
    Week week;
    constexpr std::array kWeekdays{"monday", "tuesday",  "wednesday", "thursday",
                                   "friday", "saturday", "sunday"};
    for (std::size_t i = 0; i < kWeekdays.size(); ++i) {
        const toml::array* list = table["week"][kWeekdays[i]].as_array();
        if (list == nullptr) wrong(file, table, std::string("[week] says nothing of ") + kWeekdays[i]);
        week[i] = shifts_of(file, *list);
    }
    if (const auto good = check(week); !good)
        throw std::runtime_error(file.string() + ": " + good.error().message.str());
    layer.weeks.push_back({.from = kFirstDay, .week = week});
    std::map<base::Day, DayKind> known;
    const auto enter = [&](const toml::table& entry, SpecialDays days) {
        days.basis = entry["basis"].value_or(table["basis"].value_or(std::string()));
        days.expected = entry["expected"].value_or(false);
        for (base::Day day = days.first; day <= days.last; day += std::chrono::days(1))
            if (day < kFirstDay || day > kLastDay || !known.emplace(day, days.kind).second)
                wrong(file, entry, base::format_iso(day) + " stands here twice, or is of another century");
        layer.days.push_back(std::move(days));
    };
    each(file, table, "off", [&](const toml::table& entry) {
        const base::Day first = day_of(file, entry, "first");
        const base::Day last = entry.contains("last") ? day_of(file, entry, "last") : first;
        if (last < first || last - first > std::chrono::days(30))
            wrong(file, entry, "last is a day of the same month after first");
        const std::string name = entry["name"].value_or(std::string());
        if (name.empty()) wrong(file, entry, "a day off has a name");
        enter(entry, {.first = first, .last = last, .kind = DayKind::off, .name = name});
    });
    each(file, table, "made_up", [&](const toml::table& entry) {
        const base::Day instead = day_of(file, entry, "for");
        if (const auto off = known.find(instead); off == known.end() || off->second != DayKind::off)
            wrong(file, entry, "the day that is made up for is off");
        const base::Day day = day_of(file, entry, "day");
        enter(entry, {.first = day, .last = day, .kind = DayKind::worked, .instead_of = instead});
    });
    return layer;
}

Layer shipped_layer() { return read_layer(base::find_resources() / "data/working_time.toml"); }

Calendar read_calendar()
{
    const Layer shipped = shipped_layer();
    const Layer* layers[] = {&shipped};
    return Calendar(merge(layers));
}

}  // namespace lt::calendar
