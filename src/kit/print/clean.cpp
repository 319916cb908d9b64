#include "kit/print/clean.h"

#include <array>
#include <utility>

#include "kit/base/text.h"

namespace lt::print {
namespace {

// What base::normalise leaves: marks of direction, and what a line or a column of a form can't hold.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kReplaced{
    {{"\u200E", ""}, {"\u200F", ""}, {"\u061C", ""}, {"\u2028", "\n"}, {"\u2029", "\n"}, {"\t", " "}}};

// The code points that are no characters (FDD0–FDEF, and the last two of each plane): Cairo takes them for broken text. Gives how many
// bytes begin `rest` with one, 0 for anything else.
std::size_t no_character(std::string_view rest)
{
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(rest[i]); };
    const auto is_last = [&](std::size_t i) { return at(i) == 0xBF && (at(i + 1) & 0xFE) == 0xBE; };
    if (rest.size() >= 3 && at(0) == 0xEF &&
        (is_last(1) || (at(1) == 0xB7 && at(2) >= 0x90 && at(2) <= 0xAF)))
        return 3;
    return rest.size() >= 4 && at(0) >= 0xF0 && (at(1) & 0x0F) == 0x0F && is_last(2) ? 4 : 0;
}

}  // namespace

std::string clean(std::string_view text)
{
    // Between full stops, which compose with nothing, so that the spaces at both ends stay.
    std::string out = base::normalise("." + std::string(text) + ".");
    out = out.substr(1, out.size() - 2);
    for (const auto& [unwanted, instead] : kReplaced) {
        for (std::size_t at = out.find(unwanted); at != std::string::npos; at = out.find(unwanted, at))
            out.replace(at, unwanted.size(), instead);
    }
    for (std::size_t at = 0; at < out.size();) {
        const std::size_t bytes = no_character(std::string_view(out).substr(at));
        if (bytes > 0)
            out.erase(at, bytes);
        else
            ++at;
    }
    return out;
}

}  // namespace lt::print
