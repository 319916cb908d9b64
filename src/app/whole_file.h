// Small files of the installation.
#pragma once

#include <filesystem>
#include <string>

namespace lt::app {

// All of a regular file. Throws std::runtime_error where it can't be read.
std::string whole_file(const std::filesystem::path& file);

}  // namespace lt::app
