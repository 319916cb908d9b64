// What is read from the answers of the national portal's servers, whichever of them. Inside portal only.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "kit/base/result.h"

namespace lt::dossiers::portal {

// Text, or a number written as one: servers differ. "": there is none, or `object` is no object.
std::string member_of(const nlohmann::json& object, const char* name);
base::Error unavailable(base::Message words);

}  // namespace lt::dossiers::portal
