#include "kit/pdf/verify/value.h"

#include <algorithm>
#include <charconv>

namespace lt::pdf {
namespace {

constexpr int kDepth = 100;

bool is_a_digit(char c) { return c >= '0' && c <= '9'; }

int hex_digit(char c)
{
    if (is_a_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

template <class T>
Value shared(T content)
{
    return Value(Value::Content(std::make_shared<const T>(std::move(content))));
}

}  // namespace

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0'; }

bool is_delimiter(char c) { return std::string_view("()<>[]{}/%").find(c) != std::string_view::npos; }

const Value& Dictionary::operator[](std::string_view key) const
{
    static const Value kNull;
    const auto found = entries.find(key);
    return found == entries.end() ? kNull : found->second;
}

std::string_view Value::name() const
{
    const Name* name = pointed<Name>();
    return name == nullptr ? std::string_view() : std::string_view(name->text);
}

const std::int64_t* Value::integer() const { return std::get_if<std::int64_t>(&content_); }

bool Value::number(double& out) const
{
    if (const auto* whole = integer()) {
        out = static_cast<double>(*whole);
        return true;
    }
    const auto* real = std::get_if<double>(&content_);
    if (real != nullptr) out = *real;
    return real != nullptr;
}

const Dictionary* Value::dictionary() const
{
    if (const auto* one = stream()) return &one->dictionary;
    return pointed<Dictionary>();
}

void Lexer::skip_space()
{
    const std::size_t begin = at_;
    while (at_ < bytes_.size()) {
        if (is_space(bytes_[at_])) {
            ++at_;
        } else if (bytes_[at_] == '%') {
            while (at_ < bytes_.size() && bytes_[at_] != '\n' && bytes_[at_] != '\r') ++at_;
        } else {
            break;
        }
    }
    budget_->spend(at_ - begin);
}

bool Lexer::take(std::string_view word)
{
    if (bytes_.substr(std::min(at_, bytes_.size()), word.size()) != word) return false;
    const std::size_t behind = at_ + word.size();
    if (behind < bytes_.size() && !is_space(bytes_[behind]) && !is_delimiter(bytes_[behind])) return false;
    at_ = behind;
    return true;
}

bool Lexer::take_integer(std::int64_t& out)
{
    const std::size_t begin = at_ < bytes_.size() && bytes_[at_] == '+' ? at_ + 1 : at_;
    if (begin >= bytes_.size()) return false;
    const auto [end, error] = std::from_chars(bytes_.data() + begin, bytes_.data() + bytes_.size(), out);
    if (error != std::errc()) return false;
    at_ = static_cast<std::size_t>(end - bytes_.data());
    return true;
}

bool Lexer::take_number_or_reference(Value& out)
{
    const std::size_t begin = at_;
    std::int64_t whole = 0;
    if (take_integer(whole) && (at_end() || bytes_[at_] != '.')) {
        const std::size_t behind = at_;
        // "12 0 R"
        if (whole > 0 && whole < 10'000'000 && is_a_digit(bytes_[begin]) && !at_end() &&
            is_space(bytes_[at_])) {
            skip_space();
            std::int64_t generation = 0;
            if (!at_end() && is_a_digit(bytes_[at_]) && take_integer(generation) && generation < 65'536) {
                skip_space();
                if (take("R")) {
                    out = Value(Value::Content(Ref{static_cast<int>(whole), static_cast<int>(generation)}));
                    return true;
                }
            }
            at_ = behind;
        }
        out = Value(Value::Content(whole));
        return true;
    }
    // Reals, and what programs write for them: "-.5", "--3", "4.", "0.0.1".
    at_ = begin;
    while (at_ < bytes_.size() &&
           (is_a_digit(bytes_[at_]) || bytes_[at_] == '.' || bytes_[at_] == '-' || bytes_[at_] == '+'))
        ++at_;
    if (at_ == begin) return false;
    budget_->spend(at_ - begin);
    std::size_t from = begin;
    const bool negative = bytes_[from] == '-';
    while (from < at_ && (bytes_[from] == '-' || bytes_[from] == '+')) ++from;
    double real = 0;
    std::from_chars(bytes_.data() + from, bytes_.data() + at_, real);
    out = Value(Value::Content(negative ? -real : real));
    return true;
}

bool Lexer::take_name(std::string& out)
{
    ++at_;
    out.clear();
    while (at_ < bytes_.size() && !is_space(bytes_[at_]) && !is_delimiter(bytes_[at_])) {
        if (bytes_[at_] == '#' && at_ + 2 < bytes_.size() && hex_digit(bytes_[at_ + 1]) >= 0 &&
            hex_digit(bytes_[at_ + 2]) >= 0) {
            out += static_cast<char>(hex_digit(bytes_[at_ + 1]) * 16 + hex_digit(bytes_[at_ + 2]));
            at_ += 3;
        } else {
            out += bytes_[at_++];
        }
    }
    budget_->spend(out.size());
    return true;
}

bool Lexer::take_literal(Value& out)
{
    Text text{.begin = at_};
    int open = 0;
    for (; at_ < bytes_.size(); ++at_) {
        char c = bytes_[at_];
        if (c == '(' && open++ == 0) continue;
        if (c == ')' && --open == 0) break;
        if (c == '\\' && at_ + 1 < bytes_.size()) {
            c = bytes_[++at_];
            static constexpr std::string_view kFrom = "nrtbf";
            static constexpr std::string_view kTo = "\n\r\t\b\f";
            if (const auto known = kFrom.find(c); known != std::string_view::npos) {
                c = kTo[known];
            } else if (c >= '0' && c <= '7') {
                int octal = 0;
                std::size_t digits = 0;
                while (digits < 3 && at_ < bytes_.size() && bytes_[at_] >= '0' && bytes_[at_] <= '7') {
                    octal = octal * 8 + (bytes_[at_++] - '0');
                    ++digits;
                }
                --at_;
                c = static_cast<char>(octal & 0xff);
            } else if (c == '\r' || c == '\n') {
                if (c == '\r' && at_ + 1 < bytes_.size() && bytes_[at_ + 1] == '\n') ++at_;
                continue;
            }
        } else if (c == '\r') {
            if (at_ + 1 < bytes_.size() && bytes_[at_ + 1] == '\n') ++at_;
            c = '\n';
        }
        text.bytes += c;
    }
    budget_->spend(text.bytes.size());
    budget_->keep(text.bytes.size());
    if (at_end()) return false;
    text.end = ++at_;
    out = shared(std::move(text));
    return true;
}

bool Lexer::take_hexadecimal(Value& out)
{
    Text text{.begin = at_++, .hexadecimal = true};
    int high = -1;
    for (; at_ < bytes_.size() && bytes_[at_] != '>'; ++at_) {
        const int digit = hex_digit(bytes_[at_]);
        if (digit < 0) {
            if (!is_space(bytes_[at_])) return false;
            continue;
        }
        if (high < 0) {
            high = digit;
        } else {
            text.bytes += static_cast<char>(high * 16 + digit);
            high = -1;
        }
    }
    if (high >= 0) text.bytes += static_cast<char>(high * 16);
    budget_->spend(text.bytes.size());
    budget_->keep(text.bytes.size());
    if (at_end()) return false;
    text.end = ++at_;
    out = shared(std::move(text));
    return true;
}

bool Lexer::take_array(Value& out, int depth)
{
    ++at_;
    Array array;
    for (;;) {
        skip_space();
        if (at_end()) return false;
        if (bytes_[at_] == ']') break;
        Value one;
        if (!take_value(one, depth + 1)) return false;
        array.push_back(std::move(one));
    }
    ++at_;
    out = shared(std::move(array));
    return true;
}

bool Lexer::take_dictionary(Value& out, int depth)
{
    at_ += 2;
    Dictionary dictionary;
    std::string key;
    for (;;) {
        skip_space();
        if (at_end()) return false;
        if (bytes_.substr(at_, 2) == ">>") break;
        if (bytes_[at_] != '/' || !take_name(key)) return false;
        skip_space();
        Value one;
        if (!take_value(one, depth + 1)) return false;
        budget_->keep(96 + key.size());
        const auto [place, fresh] = dictionary.entries.insert_or_assign(key, std::move(one));
        dictionary.repeated = dictionary.repeated || !fresh;
    }
    at_ += 2;
    out = shared(std::move(dictionary));
    return true;
}

bool Lexer::take_value(Value& out, int depth)
{
    skip_space();
    if (at_end() || depth > kDepth) return false;
    budget_->spend(60);
    budget_->keep(64);
    const char c = bytes_[at_];
    if (c == '/') {
        Name name;
        take_name(name.text);
        out = shared(std::move(name));
        return true;
    }
    if (c == '(') return take_literal(out);
    if (c == '[') return take_array(out, depth);
    if (c == '<') return bytes_.substr(at_, 2) == "<<" ? take_dictionary(out, depth) : take_hexadecimal(out);
    if (take("true")) {
        out = Value(Value::Content(true));
        return true;
    }
    if (take("false")) {
        out = Value(Value::Content(false));
        return true;
    }
    if (take("null")) {
        out = Value();
        return true;
    }
    return take_number_or_reference(out);
}

bool same(const Value& a, const Value& b, Budget& budget)
{
    budget.spend(1);
    if (a.content().index() != b.content().index()) return false;
    if (const Array* left = a.array()) {
        const Array* right = b.array();
        if (left == right) return true;
        if (left->size() != right->size()) return false;
        for (std::size_t i = 0; i < left->size(); ++i)
            if (!same((*left)[i], (*right)[i], budget)) return false;
        return true;
    }
    if (const Dictionary* left = a.dictionary()) {
        const Dictionary* right = b.dictionary();
        if (left == right) return true;
        if (left->entries.size() != right->entries.size() || left->repeated || right->repeated) return false;
        for (auto i = left->entries.begin(), k = right->entries.begin(); i != left->entries.end(); ++i, ++k)
            if (i->first != k->first || !same(i->second, k->second, budget)) return false;
        return true;
    }
    if (const Text* text = a.text()) return text->bytes == b.text()->bytes;
    if (!a.name().empty() || !b.name().empty()) return a.name() == b.name();
    if (const Ref* ref = a.reference()) return *ref == *b.reference();
    if (const bool* flag = a.boolean()) return *flag == *b.boolean();
    double left = 0;
    double right = 0;
    return !a.number(left) || (b.number(right) && left == right);
}

bool contradicts_itself(const Value& value, Budget& budget)
{
    budget.spend(1);
    if (const Array* array = value.array())
        return std::any_of(array->begin(), array->end(),
                           [&](const Value& one) { return contradicts_itself(one, budget); });
    const Dictionary* dictionary = value.dictionary();
    return dictionary != nullptr &&
           (dictionary->repeated ||
            std::any_of(dictionary->entries.begin(), dictionary->entries.end(),
                        [&](const auto& entry) { return contradicts_itself(entry.second, budget); }));
}

}  // namespace lt::pdf
