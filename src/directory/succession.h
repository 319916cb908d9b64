// Who is there in place of an agency that was dissolved.
#pragma once

#include <string_view>
#include <vector>

#include "directory/snapshot.h"

namespace lt::directory {

// The agency with this code, in either form, when it is in force on the day; otherwise those that went on with its work and are. Empty
// when nobody has the code, or nobody went on. Pure.
std::vector<const Agency*> in_force(const Snapshot& directory, std::string_view code, base::Day day);

}  // namespace lt::directory
