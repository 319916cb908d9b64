#pragma once

#include <optional>
#include <string_view>

#include "decisions/feel/value.h"

namespace lt::feel {

// What @"…" stands for: a date, time, date and time or duration.
std::optional<Value> temporal_literal(std::string_view text);

}  // namespace lt::feel
