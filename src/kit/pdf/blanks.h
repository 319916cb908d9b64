// Blanks for number and date at the head of a document. For kit/pdf only.
#pragma once

#include <optional>

#include "kit/pdf/places.h"
#include "kit/pdf/words.h"

namespace lt::pdf {

// Sets number, day, month and year by the first page.
void find_blanks(const Sheet& first, Places& places);

}  // namespace lt::pdf
