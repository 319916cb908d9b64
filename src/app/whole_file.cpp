#include "app/whole_file.h"

#include <fstream>

namespace lt::app {

std::string whole_file(const std::filesystem::path& file)
{
    if (!std::filesystem::is_regular_file(file)) throw std::runtime_error("can't read " + file.string());
    std::string out(std::filesystem::file_size(file), '\0');
    std::ifstream in(file, std::ios::binary);
    if (!in.read(out.data(), static_cast<std::streamsize>(out.size())))
        throw std::runtime_error("can't read " + file.string());
    return out;
}

}  // namespace lt::app
