#include "kit/pdf/font.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <memory>
#include <stdexcept>

#include <hb-ot.h>
#include <hb-subset.h>

#include "kit/base/locked.h"
#include "kit/base/result.h"
#include "kit/base/text.h"
#include "kit/pdf/qpdf.h"
#include "kit/pdf/syntax.h"

namespace lt::pdf {
namespace {

template <auto Free>
struct Released {
    template <class T>
    void operator()(T* object) const
    {
        Free(object);
    }
};
using Blob = std::unique_ptr<hb_blob_t, Released<hb_blob_destroy>>;
using Face = std::unique_ptr<hb_face_t, Released<hb_face_destroy>>;
using Font = std::unique_ptr<hb_font_t, Released<hb_font_destroy>>;
using Input = std::unique_ptr<hb_subset_input_t, Released<hb_subset_input_destroy>>;

// What numbers, notations, names and times are written with.
std::u32string letters()
{
    std::u32string out;
    for (char32_t c = 0x20; c < 0x7f; ++c) out += c;
    out += base::code_points("ĂÂĐÊÔƠƯăâđêôơưÀÁẢÃẠẰẮẲẴẶẦẤẨẪẬÈÉẺẼẸỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌỒỐỔỖỘỜỚỞỠỢÙÚỦŨỤỪỨỬỮỰỲÝỶỸỴ"
                             "àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ–—…“”‘’");
    return out;
}

std::string hex4(unsigned value)
{
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%04X", value & 0xffffU);
    return text.data();
}

// Glyph to letter, so that the text can be searched and copied (9.10.3). FieldFont reads it back.
std::string to_unicode(const std::map<char32_t, unsigned>& glyphs)
{
    std::string out =
        "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
        "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n";
    // At most a hundred in a block.
    auto at = glyphs.begin();
    while (at != glyphs.end()) {
        std::string block;
        int count = 0;
        for (; at != glyphs.end() && count < 100; ++at, ++count)
            block += "<" + hex4(at->second) + "><" + hex4(static_cast<unsigned>(at->first)) + ">\n";
        out += std::to_string(count) + " beginbfchar\n" + block + "endbfchar\n";
    }
    return out + "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n";
}

std::string cut(hb_face_t* face, const std::map<char32_t, unsigned>& glyphs)
{
    const Input input(hb_subset_input_create_or_fail());
    CHECK(input != nullptr);
    for (const auto& [letter, glyph] : glyphs) hb_set_add(hb_subset_input_unicode_set(input.get()), letter);
    hb_subset_input_set_flags(input.get(), HB_SUBSET_FLAGS_RETAIN_GIDS | HB_SUBSET_FLAGS_NO_HINTING);
    for (const hb_tag_t tag : {HB_TAG('G', 'S', 'U', 'B'), HB_TAG('G', 'P', 'O', 'S'),
                               HB_TAG('G', 'D', 'E', 'F'), HB_TAG('k', 'e', 'r', 'n')})
        hb_set_add(hb_subset_input_set(input.get(), HB_SUBSET_SETS_DROP_TABLE_TAG), tag);
    const Face small(hb_subset_or_fail(face, input.get()));
    if (small == nullptr) throw std::runtime_error("the font can't be cut");
    const Blob blob(hb_face_reference_blob(small.get()));
    unsigned length = 0;
    const char* data = hb_blob_get_data(blob.get(), &length);
    return {data, length};
}

}  // namespace

Typeface::Typeface(const std::filesystem::path& file)
{
    const Blob blob(hb_blob_create_from_file_or_fail(file.c_str()));
    if (blob == nullptr) throw std::runtime_error("the font " + file.string() + " can't be read");
    const Face face(hb_face_create(blob.get(), 0));
    const Font font(hb_font_create(face.get()));
    hb_font_set_scale(font.get(), 1000, 1000);
    std::map<char32_t, unsigned> glyphs;
    for (const char32_t letter : letters()) {
        hb_codepoint_t glyph = 0;
        if (hb_font_get_nominal_glyph(font.get(), letter, &glyph) == 0 || glyph == 0)
            throw std::runtime_error("the font " + file.string() + " lacks U+" +
                                     hex4(static_cast<unsigned>(letter)));
        glyphs[letter] = glyph;
        const int width = hb_font_get_glyph_h_advance(font.get(), glyph);
        line_.widths_[glyph] = width;
        widths_ += std::to_string(glyph) + "[" + std::to_string(width) + "]";
    }
    angle_ = static_cast<int>(std::lround(hb_style_get_value(font.get(), HB_STYLE_TAG_SLANT_ANGLE)));
    const std::string program = cut(face.get(), glyphs);
    program_ = stream("/Filter/FlateDecode/Length1 " + std::to_string(program.size()), deflate(program));
    unicode_ = stream("", to_unicode(glyphs));
    line_.glyphs_ = std::move(glyphs);
}

std::shared_ptr<const Typeface> Typeface::of(const std::filesystem::path& file)
{
    static base::Locked<std::map<std::filesystem::path, std::shared_ptr<const Typeface>>> made;
    return made.with([&](auto& all) {
        auto& one = all[file];
        if (one == nullptr) one = std::make_shared<const Typeface>(file);
        return one;
    });
}

Ref Typeface::add_to(Update& update) const
{
    const Ref descriptor = update.add(
        "<</Type/FontDescriptor/FontName/LTFORM+Serif/Flags 4/FontBBox[-200 -300 1200 1100]/ItalicAngle " +
        std::to_string(angle_) + "/Ascent 891/Descent -216/CapHeight 662/StemV 80/FontFile2 " +
        to_text(update.add(program_)) + ">>");
    const Ref descendant =
        update.add("<</Type/Font/Subtype/CIDFontType2/BaseFont/LTFORM+Serif/CIDSystemInfo<</Registry(Adobe)"
                   "/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity/FontDescriptor " +
                   to_text(descriptor) + "/W[" + widths_ + "]>>");
    return update.add(
        "<</Type/Font/Subtype/Type0/BaseFont/LTFORM+Serif/Encoding/Identity-H/DescendantFonts[" +
        to_text(descendant) + "]/ToUnicode " + to_text(update.add(unicode_)) + ">>");
}

std::optional<FieldFont> FieldFont::of(const QPDFObjectHandle& type0)
{
    QPDFObjectHandle font = type0;
    if (!font.isDictionary() || !font.getKey("/ToUnicode").isStream()) return std::nullopt;
    FieldFont out;
    std::shared_ptr<Buffer> buffer;
    try {
        buffer = font.getKey("/ToUnicode").getStreamData();
    } catch (const std::exception&) {
        return std::nullopt;  // a damaged stream in somebody else's file
    }
    const std::string_view map(reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize());
    // Only what add_font writes: "<glyph><letter>" on a line of its own.
    for (std::size_t at = map.find("beginbfchar"); at != std::string_view::npos && at < map.size();) {
        const std::size_t line = map.find('\n', at);
        if (line == std::string_view::npos) break;
        unsigned glyph = 0;
        unsigned letter = 0;
        if (std::sscanf(std::string(map.substr(line + 1, 16)).c_str(), "<%4X><%4X>", &glyph, &letter) == 2)
            out.glyphs_[letter] = glyph;
        at = line + 1;
    }
    QPDFObjectHandle descendants = font.getKey("/DescendantFonts");
    if (!descendants.isArray() || descendants.getArrayNItems() != 1) return std::nullopt;
    QPDFObjectHandle widths = descendants.getArrayItem(0).getKey("/W");
    for (int i = 0; widths.isArray() && i + 1 < widths.getArrayNItems(); i += 2) {
        QPDFObjectHandle one = widths.getArrayItem(i + 1);
        if (widths.getArrayItem(i).isInteger() && one.isArray() && one.getArrayNItems() == 1)
            out.widths_[static_cast<unsigned>(widths.getArrayItem(i).getIntValueAsInt())] =
                one.getArrayItem(0).getNumericValue();
    }
    if (out.glyphs_.empty()) return std::nullopt;
    return out;
}

std::optional<FieldFont::Line> FieldFont::line(std::string_view utf8) const
{
    Line out;
    for (const char32_t letter : base::code_points(utf8)) {
        const auto glyph = glyphs_.find(letter);
        if (glyph == glyphs_.end()) return std::nullopt;
        const auto width = widths_.find(glyph->second);
        out.glyphs += hex4(glyph->second);
        out.width += width == widths_.end() ? 1000 : width->second;
    }
    return out;
}

}  // namespace lt::pdf
