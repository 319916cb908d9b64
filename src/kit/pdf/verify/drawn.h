// Where a page shows something, as far as one has to know to say that a place lies over it. Inside kit/pdf/verify.
#pragma once

#include <vector>

#include "kit/pdf/verify/revision.h"

namespace lt::pdf {

struct Area {
    double left = 0;
    double bottom = 0;
    double right = 0;
    double top = 0;
};

// /Rect of an annotation; nothing where it has no area.
std::optional<Area> area_of(const Revision& revision, const Dictionary& widget);

// Text (its width is guessed: half its size for each letter) and pictures, also those in forms that the page draws; lines and fills
// are not among them. Nothing where the content can't be read.
std::optional<std::vector<Area>> drawn_on(const Revision& revision, const Dictionary& page);

// Whether the annotation lies over something that its page shows. A page that does not have it, or can't be read, may show anything.
bool covers_content(const Revision& revision, int annotation);

}  // namespace lt::pdf
