// What a connected system may do to the steps of a process, and the answers that it gives. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dossiers/rest/callers.h"
#include "dossiers/rest/input.h"
#include "process/api.h"

namespace lt::dossiers::rest {

// By which right a system does the steps of a role; nothing: such steps are done on their pages alone.
std::optional<Right> right_for(std::string_view role);
// Roles whose steps the caller may do in the agency; "": anybody's.
std::vector<std::string> roles_of(const Caller& caller, std::int64_t agency);
std::optional<int> step_number(std::string_view text);
// The variables of a step out of what was said: each that is asked for, of its kind, and nothing else.
feel::Value judge(const process::Asked& asked, const StepDone& said, Wrongs& wrongs);

}  // namespace lt::dossiers::rest
