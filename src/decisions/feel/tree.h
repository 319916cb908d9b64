// The compiled form of an expression, for the files of this folder.
#pragma once

#include <string>
#include <vector>

namespace lt::feel {

struct Tree {
    std::string text{};
    std::vector<std::string> reads{};
};

}  // namespace lt::feel
