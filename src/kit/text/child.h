// One use of a child process: bytes in on 0, text out on 1, then it is gone. No other descriptor is open in
// it, it can write no file and its memory and time are bounded.
#pragma once

#include <functional>
#include <string>

#include "kit/text/text.h"

namespace lt::text {

struct Harvest {
    std::string output{};
    bool is_complete = false;  // it ended by itself with 0, or gave as much as was wanted
    bool is_missing = false;   // the program does not exist
};

// `body` runs in the child and gives its exit code. It must not use what another thread of the parent may
// have locked: no log, no static that is made at first use. malloc is safe after fork in glibc.
Harvest run_child(const std::function<int()>& body, const ByteReader& input, const Limits& limits);

// The same for a program and its arguments, under the same limits. It costs this process nothing: no page of it is copied, as fork does.
Harvest run_program(const char* const* argv, const ByteReader& input, const Limits& limits);

}  // namespace lt::text
