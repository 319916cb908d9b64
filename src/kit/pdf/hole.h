// The value of a signature field, with the hole that its CMS or token goes into. For kit/pdf only.
#pragma once

#include <optional>
#include <string>

#include "kit/pdf/sign.h"
#include "kit/pdf/update.h"

namespace lt::pdf {

// Adds the dictionary of a signature; `tail` is what follows /Contents. Then finish() writes the file and measures the hole.
class Hole {
public:
    Hole(Update& update, Unsigned::Holds holds, std::size_t room, const std::string& tail);
    Ref signature() const { return signature_; }
    Unsigned finish();

private:
    Update& update_;
    Unsigned::Holds holds_;
    std::size_t before_range_ = 0;  // in the dictionary
    std::size_t length_ = 0;        // of the hole
    Ref signature_{};
};

// What /ByteRange[…]/Contents looks like in front of this hole; the numbers are padded, so that they can be put in at the end.
std::string range_before_hole(std::size_t begin, std::size_t end, std::size_t size);

}  // namespace lt::pdf
