// What the desk of the demo's communes has done in the last days: dossiers of citizens at all stages, through the same actions as the pages.
#pragma once

#include "app/demo/cast.h"
#include "app/demo/material.h"
#include "app/services.h"

namespace lt::app::demo {

// The procedures of the release, with their processes and decisions. Throws what is wrong with one.
void load_procedures(House& house, const std::filesystem::path& data);

// Whose fees can be paid online, as the operator writes it down on the day of the clock: some procedures everywhere, one more at a desk.
void write_down_online_payments(House& house, const Cast& cast, const Staff& desk);

// Dossiers at one agency, received over some days until `now`; the clock moves along and ends there. Gives how many.
std::size_t play_desk(House& house, base::VirtualClock& clock, base::Time now, const Staff& staff,
                      const Material& material, std::size_t dossiers);

}  // namespace lt::app::demo
