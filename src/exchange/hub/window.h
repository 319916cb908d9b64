#pragma once

#include <chrono>

namespace lt::exchange::hub {

// How far the timestamp of a signed call may lie from our clock. The reference client makes it once for each service object, so
// calls come with one that is some minutes old.
inline constexpr std::chrono::minutes kWindow{15};

}  // namespace lt::exchange::hub
