// Working time from its data file.
#pragma once

#include <filesystem>

#include "calendar/api.h"

namespace lt::calendar {

// Rules as in data/working_time.toml: [week] with the shifts of each weekday, [[off]] with first and last day, [[made_up]] with the day
// worked for another one and its shifts. Throws std::runtime_error with file and line for what is wrong.
Rules read_rules(const std::filesystem::path& file);

// That of data/working_time.toml of this release.
Calendar read_calendar();

}  // namespace lt::calendar
