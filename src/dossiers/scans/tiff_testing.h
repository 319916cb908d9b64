// A small TIFF for tests.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace lt::dossiers::scans {

inline void add_number(std::string& out, std::uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i));
}

// Pages of eight by eight points, black and white, unpacked.
inline std::string a_tiff(std::uint32_t pages)
{
    constexpr std::uint32_t kEntries = 9;
    constexpr std::uint32_t kDirectory = 2 + kEntries * 12 + 4;
    std::string out("II*\0", 4);
    add_number(out, 8, 4);
    for (std::uint32_t page = 0; page < pages; ++page) {
        const auto begin = static_cast<std::uint32_t>(out.size());
        add_number(out, kEntries, 2);
        for (const auto& [tag, value] :
             std::vector<std::pair<std::uint32_t, std::uint32_t>>{{256, 8},
                                                                  {257, 8},
                                                                  {258, 1},
                                                                  {259, 1},
                                                                  {262, 0},
                                                                  {273, begin + kDirectory},
                                                                  {277, 1},
                                                                  {278, 8},
                                                                  {279, 8}}) {
            add_number(out, tag, 2);
            add_number(out, 4, 2);
            add_number(out, 1, 4);
            add_number(out, value, 4);
        }
        add_number(out, page + 1 < pages ? begin + kDirectory + 8 : 0, 4);
        out += "\xf0\xf0\xf0\xf0\x0f\x0f\x0f\x0f";
    }
    return out;
}

}  // namespace lt::dossiers::scans
