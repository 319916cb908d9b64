// The text that an appearance draws, read back through its fonts (ISO 32000-1, 9.4, 9.10). Inside kit/pdf/verify.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "kit/pdf/verify/field_drawing.h"
#include "kit/pdf/verify/revision.h"

namespace lt::pdf {

constexpr char32_t kAnyLetter = 1;  // a letter that the font does not tell

// Nothing when it draws anything but text and what belongs around it, or when the fonts don't tell what their glyphs mean. `form` is the
// /AcroForm, whose fonts count as well. A font that is neither `trusted` nor one of those that every reader has may draw any letter as
// any other.
std::optional<std::u32string> shown_text(const Revision& revision, const Stream& appearance,
                                         const Dictionary* form, const Surroundings& around,
                                         const std::function<bool(const Value& font)>& trusted);

// A text string as letters, without spaces.
std::u32string letters_of(const Text& text);
// The same, one letter that the font does not tell standing for any outside of ASCII.
bool same_text(const std::u32string& shown, const std::u32string& value);

}  // namespace lt::pdf
