// Values as JSON text and back without loss. Temporal values, ranges and strings that look like them need a form of their own:
// {"@":"2026-01-01"} is the literal @"2026-01-01", {"@range":"[1..5)"} …; a context with a key "@…" of its own gets one more "@".
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "decisions/feel/value.h"
#include "kit/base/result.h"

namespace lt::feel {

// On one line. Numbers keep their digits. A function has no such form: it becomes null.
std::string to_json(const Value& value);

struct JsonLimits {
    std::size_t bytes = 16U << 20;
    std::uint32_t depth = kMaxNesting;
};
// Refuses what is no JSON, too large or too deep, and numbers that no decimal of 34 digits holds exactly enough (out of bounds).
base::Result<Value> from_json(std::string_view text, const JsonLimits& limits = {});

}  // namespace lt::feel
