// How fields look (ISO 32000-1, 12.5.5): text and pictures, upright whatever way the page is turned. For kit/pdf only.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kit/pdf/font.h"
#include "kit/pdf/page.h"
#include "kit/pdf/picture.h"
#include "kit/pdf/update.h"

namespace lt::pdf {

inline constexpr double kLineSize = 10;  // points, of the text of a signature (Annex I)
inline constexpr double kLineHeight = 12;

// The picture as large as fits, in the middle.
Ref picture_appearance(Update& update, const Canvas& canvas, const Picture& picture);
// The name "/LS" stands for the font in the content.
Ref text_appearance(Update& update, const Canvas& canvas, Ref font, const std::string& content);

// One line in the middle of a field, as content of text_appearance. Written smaller where it does not fit, down to 8 points.
base::Result<std::string> field_content(const Canvas& canvas, const FieldFont& font, double size,
                                        const std::string& text, const std::string& field);
// Lines from the top, each from the left or in the middle.
enum class Side : std::uint8_t { left, middle };
base::Result<std::string> lines_content(const Canvas& canvas, const FieldFont& font,
                                        const std::vector<std::string>& lines, Side side);

}  // namespace lt::pdf
