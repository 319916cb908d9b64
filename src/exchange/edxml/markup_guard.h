// Stands before the XML parser and looks at the bytes: bounds how long a tag, comment or reference may get
// (the parser holds each until its end), refuses DTDs, entities and other encodings. What passes is the same
// document.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace lt::edxml {

class MarkupGuard {
public:
    // Appends to `out` what the parser may see of the next bytes of the document. Throws Refused.
    void push(std::string_view bytes, std::string& out);

private:
    enum class Where : std::uint8_t { text, reference, opening, tag, quoted, comment, instruction, cdata };

    void check_start(std::string_view bytes);
    std::size_t skip_text(std::string_view bytes, std::size_t at);
    void take(char c);
    void open(char c);
    void refer(char c);
    void enter(Where where);
    bool ends(char c, std::string_view terminator);
    void bound(std::size_t limit, const char* what);
    void check_declaration();

    Where where_ = Where::text;
    Where after_reference_ = Where::text;
    char quote_ = 0;
    std::string token_{};     // what follows "<" until it is clear what it opens; the name after "&"
    std::size_t length_ = 0;  // of the construct that is open
    char last_ = 0;
    char last_but_one_ = 0;
    std::size_t unsplit_ = 0;  // bytes of CDATA since the parser was last able to pass them on
    std::string start_{};      // the first four bytes
    int line_ = 1;
};

}  // namespace lt::edxml
