// Codes that machines read, as dark and light modules.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace lt::print {

// Rows from above; true is dark. Nothing of the light margin that readers want.
struct Modules {
    std::size_t width = 0;
    std::size_t height = 0;
    std::vector<bool> dark{};
    bool at(std::size_t column, std::size_t row) const { return dark[row * width + column]; }
};

// Error correction of 15 %, for paper that gets folded. Nothing where the content is empty or too long.
std::optional<Modules> qr_modules(const std::string& content);
// One row. Nothing where the content is empty, over 60 letters, or not of ASCII.
std::optional<Modules> bar_modules(const std::string& content);

}  // namespace lt::print
