// The application form of the reception a page per step, for who lets the citizen declare at the desk. Without a script, too: all that was
// typed on the reception's screen travels along, and comes back to it.
#pragma once

#include <optional>

#include "dossiers/pages/reception_form.h"

namespace lt::dossiers::pages {

// Does what "action" says: steps (begins), step_next (judges this step alone), step_back, step_leave. Nothing: the whole screen is shown
// or sent, with `form` as it is then.
std::optional<http::Response> reception_step(const Call& call, http::Form& form, const FormFiles& sent);

}  // namespace lt::dossiers::pages
