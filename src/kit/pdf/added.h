// What was written behind a file, signed or not: whoever gives a file away to be signed gets back what he gave.
#pragma once

#include <cstddef>
#include <string>

#include "kit/pdf/verify/verify.h"

namespace lt::pdf {

struct Added {
    Change change = Change::undefined;  // the worst of all
    bool refilled = false;              // a field that is no signature has another value in the end
};

// What `bytes` do behind the first `length` of them, judged as what comes after a signature is. `undefined` also where those are
// no whole file of their own, and where the whole can't be read.
Added added_behind(const std::string& bytes, std::size_t length);

}  // namespace lt::pdf
