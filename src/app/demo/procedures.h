// What the demo's province decides by tables and works by drawings: the examples of the release, and a few cases that went through them.
#pragma once

#include <filesystem>

#include "app/demo/cast.h"
#include "app/services.h"

namespace lt::app::demo {

// Deploys data/decisions/*.dmn and the process that calls them for the whole province, and puts the procedures of the release in force.
// Throws what is wrong with one.
void deploy_examples(House& house, const std::filesystem::path& data);

// Cases of certified copies at one agency, from the desk to the desk; the clock moves along.
void play_certified_copies(House& house, base::VirtualClock& clock, const Staff& staff);

}  // namespace lt::app::demo
