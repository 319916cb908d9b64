// The text that an appearance draws, read back through its fonts (ISO 32000-1, 9.4, 9.10). Inside kit/pdf/verify.
#pragma once

#include <optional>
#include <string>

#include "kit/pdf/verify/revision.h"

namespace lt::pdf {

constexpr char32_t kAnyLetter = 1;  // a letter that the font does not tell

struct ShownText {
    std::u32string text{};       // without spaces
    bool other_content = false;  // it draws images or forms as well
};
// Nothing when the fonts don't tell what their glyphs mean. `form` is the /AcroForm, whose fonts count as well.
std::optional<ShownText> shown_text(const Revision& revision, const Stream& appearance,
                                    const Dictionary* form);

// A text string as letters, without spaces.
std::u32string letters_of(const Text& text);
// The same, one letter that the font does not tell standing for any.
bool same_text(const std::u32string& shown, const std::u32string& value);

}  // namespace lt::pdf
