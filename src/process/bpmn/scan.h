// Before XML is parsed: its bytes as UTF-8, and a look over its marks, so that the parser meets nothing that costs it more than the
// length of the text (it compares every attribute of an element with every other).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "kit/base/result.h"
#include "process/bpmn/document.h"

namespace lt::bpmn {

// The text in UTF-8, without a byte order mark. The declaration still names the old encoding.
base::Result<std::string> to_utf8(std::string_view bytes, std::size_t limit);

struct Counts {
    std::size_t elements = 0;
    std::size_t attributes = 0;
};
// At least as many elements and attributes as the parser can find. Refused: over a limit, or a DTD.
base::Result<Counts> count_marks(std::string_view utf8, const Limits& limits);

}  // namespace lt::bpmn
