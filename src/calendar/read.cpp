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

// "07:30"
std::optional<int> minute_of(std::string_view text)
{
    const auto digit = [&](std::size_t at) { return text[at] - '0'; };
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    for (const std::size_t at : {0, 1, 3, 4})
        if (digit(at) < 0 || digit(at) > 9) return std::nullopt;
    const int minute = (digit(0) * 10 + digit(1)) * 60 + digit(3) * 10 + digit(4);
    return minute % 60 == digit(3) * 10 + digit(4) && minute <= 24 * 60 ? std::optional(minute)
                                                                        : std::nullopt;
}

Shifts shifts_of(const fs::path& file, const toml::array& list)
{
    Shifts out;
    for (const toml::node& node : list) {
        const std::string text = node.value_or(std::string());
        const auto begin = minute_of(std::string_view(text).substr(0, 5));
        const auto end =
            text.size() == 11 && text[5] == '-' ? minute_of(std::string_view(text).substr(6)) : std::nullopt;
        if (!begin || !end) wrong(file, node, "a shift is \"07:30-11:30\"");
        out.push_back({*begin, *end});
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

}  // namespace

Rules read_rules(const fs::path& file)
{
    const toml::table table = [&] {
        try {
            return toml::parse_file(file.string());
        } catch (const toml::parse_error& error) {
            throw std::runtime_error(file.string() + ", line " + std::to_string(error.source().begin.line) +
                                     ": " + std::string(error.description()));
        }
    }();
    Rules rules;
    constexpr std::array kWeekdays{"monday", "tuesday",  "wednesday", "thursday",
                                   "friday", "saturday", "sunday"};
    for (std::size_t i = 0; i < kWeekdays.size(); ++i) {
        const toml::array* list = table["week"][kWeekdays[i]].as_array();
        if (list == nullptr) wrong(file, table, std::string("[week] says nothing of ") + kWeekdays[i]);
        rules.week[i] = shifts_of(file, *list);
    }
    const auto enter = [&](const toml::table& entry, base::Day day, const Shifts& shifts) {
        if (!rules.days.emplace(day, shifts).second)
            wrong(file, entry, base::format_iso(day) + " stands here twice");
    };
    each(file, table, "off", [&](const toml::table& entry) {
        const base::Day first = day_of(file, entry, "first");
        const base::Day last = entry.contains("last") ? day_of(file, entry, "last") : first;
        if (last < first || last - first > std::chrono::days(30))
            wrong(file, entry, "last is a day of the same month after first");
        if (entry["name"].value_or(std::string()).empty()) wrong(file, entry, "a day off has a name");
        for (base::Day day = first; day <= last; day += std::chrono::days(1)) enter(entry, day, {});
    });
    // Worked with the shifts of the day that it is worked for.
    each(file, table, "made_up", [&](const toml::table& entry) {
        const base::Day instead = day_of(file, entry, "for");
        if (const auto off = rules.days.find(instead); off == rules.days.end() || !off->second.empty())
            wrong(file, entry, "the day that is made up for is off");
        enter(entry, day_of(file, entry, "day"),
              rules.week[std::chrono::weekday(instead).iso_encoding() - 1]);
    });
    if (const auto good = check(rules); !good)
        throw std::runtime_error(file.string() + ": " + good.error().message.str());
    return rules;
}

Calendar read_calendar() { return Calendar(read_rules(base::find_resources() / "data/working_time.toml")); }

}  // namespace lt::calendar
