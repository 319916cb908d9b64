// The whole act of numbering, sealing and issuing a digitally signed document.
#pragma once

#include <vector>

#include "measure.h"
#include "world.h"

namespace lt::bench {

// Beside issuing without signatures in the same run.
void seal_lines(World& world, std::vector<Line>& lines);

}  // namespace lt::bench
