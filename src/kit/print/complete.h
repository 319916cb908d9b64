// What Cairo can't say in a file: its language, its title as the name of the window, the time of making, a name of its content.
#pragma once

#include <string>

#include "kit/print/print.h"

namespace lt::print {

// `cut` points are taken off the foot of the last page.
std::string complete(const std::string& pdf, const About& about, double cut);

}  // namespace lt::print
