// Names of the directory for headers that only pass them on.
#pragma once

#include <cstdint>

namespace lt::directory {
enum class Role : std::uint8_t;
struct Agency;
struct Unit;
struct Person;
class Snapshot;
class Directory;
}  // namespace lt::directory
