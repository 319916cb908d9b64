// Lists that forms choose from and that are the same for all of them.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "forms/schema.h"
#include "forms/units.h"

namespace lt::forms {

// Read once at the start, never changed: may be shared between threads.
struct Lists {
    Units units{};
    std::vector<Option> peoples{};  // "1" → "Kinh"
    std::vector<Option> religions{};

    // From the folder data/ of the installation. Throws std::runtime_error that names file and line.
    static Lists load(const std::filesystem::path& data);
};

// The words of a value that was chosen: "Nữ", "Kinh", "Phường Kinh Bắc"; "" when the list has no such value.
std::string label_of(const Field& field, std::string_view value, const Lists& lists);

}  // namespace lt::forms
