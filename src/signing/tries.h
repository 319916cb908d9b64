// How often a PIN may be wrong. Pure: no database, no clock.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "kit/base/clock.h"

namespace lt::signing {

// Ten thousand PINs of four digits take a thief a month at this pace, and the owner reads of it on the first day.
constexpr int kTries = 5;
constexpr std::chrono::minutes kTriesWithin{15};
constexpr std::chrono::minutes kRest{15};

struct Tries {
    int left = kTries;
    std::optional<base::Time> rests_until{};
};
// `wrong`: when the last kTries wrong PINs were given, the newest first. The right one forgives none of them, so that an owner at
// work hides no guessing.
Tries tries_of(const std::vector<base::Time>& wrong, base::Time now);

}  // namespace lt::signing
