// Takes the words, signs and literals of FEEL from a text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "decisions/feel/value.h"
#include "kit/base/message.h"

namespace lt::feel {

// Bytes of white space and comments at the front; an open comment goes to the end.
std::size_t blank_length(std::string_view text);
bool is_keyword(std::string_view word);

// Thrown in parsing only; compile() turns it into a SyntaxError.
struct ParseError {
    base::Message message{};
    std::size_t offset = 0;
};

class Scanner {
public:
    explicit Scanner(std::string_view text) : text_(text) { skip_blanks(); }

    std::size_t offset() const { return at_; }
    void go_back(std::size_t offset) { at_ = offset; }  // to where offset() was
    bool at_end() const { return at_ == text_.size(); }
    std::string_view rest() const { return text_.substr(at_); }

    bool sees(std::string_view sign) const { return rest().starts_with(sign); }
    bool take(std::string_view sign);  // and the blanks behind
    void expect(std::string_view sign);

    // The word at the front, "" where there is none; a keyword is one.
    std::string_view word() const;
    bool sees_word(std::string_view word_wanted) const { return word() == word_wanted; }
    bool take_word(std::string_view word_wanted);
    void expect_word(std::string_view word_wanted);
    void skip(std::size_t bytes);  // of a name; and the blanks behind

    bool at_number() const;
    Number number();
    std::string string();  // at a quotation mark

    [[noreturn]] void fail(base::Message message) const { throw ParseError{std::move(message), at_}; }
    [[noreturn]] void fail_at(base::Message message, std::size_t offset) const
    {
        throw ParseError{std::move(message), offset};
    }
    [[noreturn]] void unexpected() const;  // names what stands here

private:
    void skip_blanks() { at_ += blank_length(rest()); }
    char32_t escape();

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace lt::feel
