// Work that tokens wait for: done inside the act, or by a job behind it. Inside process only.
#pragma once

#include "process/acts.h"

namespace lt::process {

// Null: no worker does it inside the act. Scripts in FEEL are done here.
const Inside* find_inside(const Services& services, std::string_view topic);
bool is_known(const Services& services, std::string_view topic);

// What a script in FEEL gives: a context, or null.
base::Result<feel::Value> run_script(const Work& work);

const std::string& topic_of(const Case& it, const engine::Wait& wait);
// too_large: what it should be given is more than a value may hold.
base::Result<Work> work_for(const Services& services, const Case& it, const engine::Wait& wait);

// Does outside work that a job names, and moves the tokens on. A wait that is over is passed over.
void do_work(Services& services, const jobs::Job& job);

}  // namespace lt::process
