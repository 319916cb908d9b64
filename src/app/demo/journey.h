// The main job of the program, played through its pages: a document of the province reaches every commune and department,
// is registered, assigned, handled and answered there, and the sender sees how far each one is.
#pragma once

#include <cstdint>
#include <vector>

#include "app/demo/cast.h"
#include "directory/import.h"

namespace lt::app::demo {

// Prints each step with its time. Throws std::runtime_error that says what was expected and what was seen.
void play_journey(std::uint16_t port, const std::vector<Player>& players, const Material& material,
                  const directory::ProvinceFile& province);

}  // namespace lt::app::demo
