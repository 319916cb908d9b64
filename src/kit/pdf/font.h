// The font of the fields that are filled after the first signature: put into the file once, with all letters that may come, because
// after a certifying signature no font may be added.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "kit/pdf/update.h"

class QPDFObjectHandle;

namespace lt::pdf {

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
    friend class Typeface;
    std::map<char32_t, unsigned> glyphs_{};
    std::map<unsigned, double> widths_{};
};

// A font file cut to ASCII and the Vietnamese letters, ready to be put into any number of files as Type0 with the glyphs of the font
// itself (9.7).
class Typeface {
public:
    // Read and cut once for each path. Throws std::runtime_error for a font that can't be read or lacks a letter (Debian's Liberation 1
    // does).
    static std::shared_ptr<const Typeface> of(const std::filesystem::path& file);
    explicit Typeface(const std::filesystem::path& file);
    Ref add_to(Update& update) const;
    const FieldFont& font() const { return line_; }

private:
    std::string program_{};  // streams and values as they are written
    std::string unicode_{};
    std::string widths_{};
    int angle_ = 0;  // degrees, of an italic; negative
    FieldFont line_{};
};

}  // namespace lt::pdf
