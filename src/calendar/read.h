// Working time from its data file.
#pragma once

#include <filesystem>

#include "calendar/layers.h"

namespace lt::calendar {

// As in data/working_time.toml: [week] with the shifts of each weekday, [[off]] with first and last day, [[made_up]] with the day worked and
// the day that it is worked for; `basis` at the top is that of all entries without one. Throws std::runtime_error with file and line for
// what is wrong.
Layer read_layer(const std::filesystem::path& file);

// That of this release, and the calendar where nothing else is said.
Layer shipped_layer();
Calendar read_calendar();

}  // namespace lt::calendar
