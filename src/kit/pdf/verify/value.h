// Objects of a PDF file as values (ISO 32000-1, 7.3), read within bounds: what an attacker writes costs him more than us. QPDF, which
// reads for signing, sees a file as one whole; whoever judges signatures must see each revision as a reader of that time saw it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "kit/pdf/update.h"

namespace lt::pdf {

// The file asks for more work than an honest one needs.
struct TooComplex : std::runtime_error {
    TooComplex() : std::runtime_error("the PDF file is too complex") {}
};

// What may be spent on one file, counted in steps of about the same cost, so that it does not depend on the machine.
class Budget {
public:
    void spend(std::size_t steps)
    {
        if (steps > left_) throw TooComplex();
        left_ -= steps;
    }
    // Memory that stays until the file was judged, or until give_back().
    void keep(std::size_t bytes)
    {
        if (bytes > bytes_) throw TooComplex();
        bytes_ -= bytes;
    }
    std::size_t mark() const { return bytes_; }
    void give_back(std::size_t mark) { bytes_ = mark; }

private:
    std::size_t left_ = 500'000'000;
    std::size_t bytes_ = 100'000'000;
};

class Value;
struct Text {
    std::string bytes{};
    std::size_t begin = 0;  // where "<" or "(" stands in what was read
    std::size_t end = 0;    // behind ">" or ")"
    bool hexadecimal = false;
};
struct Name {
    std::string text{};  // without "/"
};
using Array = std::vector<Value>;
struct Dictionary;
struct Stream;

// Copies share what is inside.
class Value {
public:
    using Content = std::variant<std::monostate, bool, std::int64_t, double, std::shared_ptr<const Text>,
                                 std::shared_ptr<const Name>, std::shared_ptr<const Array>,
                                 std::shared_ptr<const Dictionary>, std::shared_ptr<const Stream>, Ref>;
    Value() = default;
    explicit Value(Content content) : content_(std::move(content)) {}

    bool is_null() const { return content_.index() == 0; }
    std::string_view name() const;        // "" for what is no name
    const std::int64_t* integer() const;  // nullptr for what is none, as below
    bool number(double& out) const;
    const bool* boolean() const { return std::get_if<bool>(&content_); }
    const Text* text() const { return pointed<Text>(); }
    const Array* array() const { return pointed<Array>(); }
    const Stream* stream() const { return pointed<Stream>(); }
    const Dictionary* dictionary() const;  // of a stream, too
    const Ref* reference() const { return std::get_if<Ref>(&content_); }
    const Content& content() const { return content_; }

private:
    template <class T>
    const T* pointed() const
    {
        const auto* shared = std::get_if<std::shared_ptr<const T>>(&content_);
        return shared == nullptr ? nullptr : shared->get();
    }
    Content content_{};
};

struct Dictionary {
    std::map<std::string, Value, std::less<>> entries{};
    bool repeated = false;  // a key stands there twice: readers don't agree which one counts
    const Value& operator[](std::string_view key) const;  // null where it is not there
    bool has(std::string_view key) const { return entries.find(key) != entries.end(); }
};
struct Stream {
    Dictionary dictionary{};
    std::size_t begin = 0;  // of its data in the file
};

// Reads one value after the other (7.2, 7.3).
class Lexer {
public:
    Lexer(std::string_view bytes, std::size_t at, Budget& budget) : bytes_(bytes), at_(at), budget_(&budget)
    {
    }

    void skip_space();                 // and comments
    bool take(std::string_view word);  // a keyword: what follows it can't belong to it
    bool take_integer(std::int64_t& out);
    // False where no value begins, or one nests too deeply; what was read so far is lost.
    bool take_value(Value& out, int depth = 0);
    std::size_t at() const { return at_; }
    bool at_end() const { return at_ >= bytes_.size(); }
    void skip_byte() { ++at_; }

private:
    bool take_number_or_reference(Value& out);
    bool take_name(std::string& out);
    bool take_literal(Value& out);
    bool take_hexadecimal(Value& out);
    bool take_array(Value& out, int depth);
    bool take_dictionary(Value& out, int depth);
    std::string_view bytes_;
    std::size_t at_;
    Budget* budget_;
};

bool is_space(char c);
bool is_delimiter(char c);
// The same, with nothing resolved: references are equal when their numbers are. Streams are equal when their dictionaries are; the
// caller compares the data.
bool same(const Value& a, const Value& b, Budget& budget);

// A dictionary somewhere inside has a key twice.
bool contradicts_itself(const Value& value, Budget& budget);

}  // namespace lt::pdf
