// The font of the fields that are filled after the first signature: put into the file once, with all letters that may come, because
// after a certifying signature no font may be added.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "kit/pdf/update.h"

class QPDFObjectHandle;

namespace lt::pdf {

// Adds the font, cut to ASCII and the Vietnamese letters, as Type0 with the glyphs of the font itself (9.7). Throws
// std::runtime_error for a font that lacks one of them (Debian's Liberation 1 does).
Ref add_font(Update& update, const std::filesystem::path& font);

// Such a font in a file: how to write with it.
class FieldFont {
public:
    static std::optional<FieldFont> of(const QPDFObjectHandle& type0);
    // The glyphs as a hexadecimal string, and how wide they are in thousandths of the size; nothing for a letter that it lacks.
    struct Line {
        std::string glyphs{};
        double width = 0;
    };
    std::optional<Line> line(std::string_view utf8) const;

private:
    std::map<char32_t, unsigned> glyphs_{};
    std::map<unsigned, double> widths_{};
};

}  // namespace lt::pdf
