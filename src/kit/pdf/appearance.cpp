#include "kit/pdf/appearance.h"

#include <algorithm>

#include "kit/base/text.h"
#include "kit/pdf/syntax.h"

namespace lt::pdf {
namespace {

constexpr double kLeastSize = 8;
constexpr double kNarrowest = 0.75;
// Of Times New Roman and its twins, in parts of the size: a line of text fills from descent to ascent.
constexpr double kAscent = 0.891;
constexpr double kDescent = 0.216;

// What turns the drawing back where the page is turned (12.5.5: the result is then fitted into /Rect).
std::string head(const Canvas& canvas)
{
    const char* matrix = canvas.rotation == 90    ? "/Matrix[0 1 -1 0 0 0]"
                         : canvas.rotation == 180 ? "/Matrix[-1 0 0 -1 0 0]"
                         : canvas.rotation == 270 ? "/Matrix[0 -1 1 0 0 0]"
                                                  : "";
    return "/Type/XObject/Subtype/Form/BBox[0 0 " + number(canvas.width) + " " + number(canvas.height) + "]" +
           matrix;
}

base::Result<FieldFont::Line> set_line(const FieldFont& font, const std::string& text,
                                       const std::string& field)
{
    const auto line = font.line(base::normalise(text));
    if (!line)
        return base::invalid(field,
                             {"Phông chữ của tệp không có đủ chữ để ghi “{{text}}”.", {{"text", text}}});
    return *line;
}

base::Error too_long(const std::string& text, const std::string& field)
{
    return base::invalid(field, {"“{{text}}” dài hơn chỗ để trống trong văn bản.", {{"text", text}}});
}

}  // namespace

Ref picture_appearance(Update& update, const Canvas& canvas, const Picture& picture)
{
    const double scale = std::min(canvas.width / picture.width(), canvas.height / picture.height());
    const double width = picture.width() * scale;
    const double height = picture.height() * scale;
    const Ref image = picture.add_to(update);
    return update.add(stream(head(canvas) + "/Resources<</XObject<</Im " + to_text(image) + ">>>>",
                             "q " + number(width) + " 0 0 " + number(height) + " " +
                                 number((canvas.width - width) / 2) + " " +
                                 number((canvas.height - height) / 2) + " cm /Im Do Q"));
}

Ref text_appearance(Update& update, const Canvas& canvas, Ref font, const std::string& content)
{
    return update.add(stream(head(canvas) + "/Resources<</Font<</LS " + to_text(font) + ">>>>", content));
}

base::Result<std::string> field_content(const Canvas& canvas, const FieldFont& font, double size,
                                        const std::string& text, const std::string& field)
{
    const auto line = set_line(font, text, field);
    if (!line) return line.error();
    // What does not fit is first drawn narrower, then smaller: the line keeps its height as long as it can.
    const double wanted = line->width * size / 1000;
    const double fits = wanted > 0 ? std::min(1.0, (canvas.width - 1) / wanted) : 1;
    const double narrow = std::max(fits, kNarrowest);
    const double fitting = size * fits / narrow;
    if (fitting < std::min(size, kLeastSize)) return too_long(text, field);
    // The line of the words around the field, whatever the size became.
    const double base_line = (canvas.height - (kAscent + kDescent) * size) / 2 + kDescent * size;
    return "/Tx BMC q BT /LS " + number(fitting) + " Tf " + number(100 * narrow) + " Tz 0 g " +
           number((canvas.width - wanted * fits) / 2) + " " + number(base_line) + " Td <" + line->glyphs +
           "> Tj ET Q EMC";
}

base::Result<std::string> lines_content(const Canvas& canvas, const FieldFont& font,
                                        const std::vector<std::string>& lines, Side side)
{
    std::string out = "q BT /LS " + number(kLineSize) + " Tf 0 g";
    double left = 0, up = canvas.height - kLineSize;  // from where the line before begins
    for (const std::string& text : lines) {
        const auto line = set_line(font, text, "lines");
        if (!line) return line.error();
        const double width = line->width * kLineSize / 1000;
        if (width > canvas.width - 2) return too_long(text, "lines");
        const double begin = side == Side::left ? 1 : (canvas.width - width) / 2;
        out += " " + number(begin - left) + " " + number(up) + " Td <" + line->glyphs + "> Tj";
        left = begin;
        up = -kLineHeight;
    }
    if (kLineHeight * static_cast<double>(lines.size()) > canvas.height + 1)
        return too_long(lines.back(), "lines");
    return out + " ET Q";
}

}  // namespace lt::pdf
