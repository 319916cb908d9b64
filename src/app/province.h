// The name of the province that this installation serves.
#pragma once

#include <string>

#include "directory/api.h"

namespace lt::app {

// "tỉnh Bắc Ninh", from the highest agency of the directory; "" while the directory is empty.
std::string province_of(directory::Directory& directory);

}  // namespace lt::app
