// Functions on strings; positions and lengths count code points.
#include <algorithm>

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include "decisions/feel/arguments.h"
#include "decisions/feel/builtins.h"
#include "decisions/feel/regex.h"
#include "kit/base/text.h"

namespace lt::feel {
namespace {

using Strings = std::span<const Value>;

// Byte where the code point with that index begins.
std::size_t byte_of(const std::string& text, std::size_t index)
{
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
        const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
        if (begins && index-- == 0) break;
    }
    return at;
}

// Finding may compare the whole match at each place.
std::size_t found_at(Machine& machine, const std::string& text, const std::string& match)
{
    machine.step(1 + (text.size() / 256 + 1) * (match.size() + 1) / 2);
    return text.find(match);
}

Value string_length(Machine& machine, Strings arguments)
{
    const std::string* text = string_at(arguments, 0);
    if (text == nullptr) return wrong(machine);
    machine.step(text->size() / 64);
    return Value::integer(std::int64_t(base::length(*text)));
}

Value substring(Machine& machine, Strings arguments)
{
    const std::string* text = string_at(arguments, 0);
    const auto start = integer_at(arguments, 1);
    if (text == nullptr || !start || *start == 0) return wrong(machine);
    machine.step(text->size() / 64);
    const auto length = std::int64_t(base::length(*text));
    std::int64_t from = *start > 0 ? *start - 1 : length + *start;
    if (*start < -length) return wrong(machine);
    from = std::min(from, length);
    std::int64_t to = length;
    if (arguments.size() > 2) {
        const auto wanted = integer_at(arguments, 2);
        if (!wanted || *wanted < 1) return wrong(machine);
        to = std::min(length, from + std::min(*wanted, length));
    }
    const std::size_t begin = byte_of(*text, std::size_t(from)), end = byte_of(*text, std::size_t(to));
    return machine.string(text->substr(begin, end - begin));
}

template <bool upper>
Value in_case(Machine& machine, Strings arguments)
{
    const std::string* text = string_at(arguments, 0);
    if (text == nullptr) return wrong(machine);
    machine.charge(text->size() * 8);
    icu::UnicodeString letters = icu::UnicodeString::fromUTF8(*text);
    if (upper) {
        letters.toUpper(icu::Locale::getRoot());
    } else {
        letters.toLower(icu::Locale::getRoot());
    }
    std::string out;
    return machine.string(letters.toUTF8String(out));
}

Value substring_before(Machine& machine, Strings arguments)
{
    const std::string* text = string_at(arguments, 0);
    const std::string* match = string_at(arguments, 1);
    if (text == nullptr || match == nullptr) return wrong(machine);
    const std::size_t at = found_at(machine, *text, *match);
    return machine.string(at == std::string::npos ? "" : text->substr(0, at));
}

Value substring_after(Machine& machine, Strings arguments)
{
    const std::string* text = string_at(arguments, 0);
    const std::string* match = string_at(arguments, 1);
    if (text == nullptr || match == nullptr) return wrong(machine);
    const std::size_t at = found_at(machine, *text, *match);
    return machine.string(at == std::string::npos ? "" : text->substr(at + match->size()));
}

enum class Where : std::uint8_t { anywhere, front, back };

template <Where where>
Value has(Machine& machine, Strings arguments)
{
    const std::string* text = string_at(arguments, 0);
    const std::string* match = string_at(arguments, 1);
    if (text == nullptr || match == nullptr) return wrong(machine);
    switch (where) {
    case Where::anywhere: return Value::boolean(found_at(machine, *text, *match) != std::string::npos);
    case Where::front: return Value::boolean(text->starts_with(*match));
    case Where::back: return Value::boolean(text->ends_with(*match));
    }
    return {};
}

// Flags that are missing or null are none.
const std::string* flags_at(Strings arguments, std::size_t at)
{
    static const std::string none;
    if (at >= arguments.size() || arguments[at].is_null()) return &none;
    return string_at(arguments, at);
}

Value matches_of(Machine& machine, Strings arguments)
{
    const std::string* text = string_at(arguments, 0);
    const std::string* pattern = string_at(arguments, 1);
    const std::string* flags = flags_at(arguments, 2);
    if (text == nullptr || pattern == nullptr || flags == nullptr) return wrong(machine);
    const auto found = regex_matches(machine, *text, *pattern, *flags);
    return found ? Value::boolean(*found) : wrong(machine);
}

Value replace(Machine& machine, Strings arguments)
{
    const std::string* text = string_at(arguments, 0);
    const std::string* pattern = string_at(arguments, 1);
    const std::string* replacement = string_at(arguments, 2);
    const std::string* flags = flags_at(arguments, 3);
    if (text == nullptr || pattern == nullptr || replacement == nullptr || flags == nullptr)
        return wrong(machine);
    auto replaced = regex_replace(machine, *text, *pattern, *replacement, *flags);
    return replaced ? machine.string(std::move(*replaced)) : wrong(machine);
}

Value split(Machine& machine, Strings arguments)
{
    const std::string* text = string_at(arguments, 0);
    const std::string* delimiter = string_at(arguments, 1);
    if (text == nullptr || delimiter == nullptr) return wrong(machine);
    auto pieces = regex_split(machine, *text, *delimiter);
    if (!pieces) return wrong(machine);
    std::vector<Value> out;
    for (std::string& piece : *pieces) out.push_back(machine.string(std::move(piece)));
    return machine.list(std::move(out));
}

Value string_join(Machine& machine, Strings arguments)
{
    const auto list = list_at(arguments, 0);
    const std::string* delimiter = flags_at(arguments, 1);
    if (!list || delimiter == nullptr) return wrong(machine);
    std::string out;
    bool is_first = true;
    for (const Value& item : *list) {
        machine.step();
        if (item.is_null()) continue;
        if (!item.is(Kind::string)) return wrong(machine);
        machine.charge(delimiter->size() + item.as_string().size());
        if (!is_first) out += *delimiter;
        is_first = false;
        out += item.as_string();
    }
    return machine.string(std::move(out));
}

Value string_from(Machine& machine, Strings arguments)
{
    if (arguments[0].is_null()) return {};
    machine.step(arguments[0].weight());
    machine.charge(std::uint64_t(arguments[0].weight()) * 32);
    return machine.string(to_text(arguments[0]));
}

}  // namespace

std::span<const Builtin> string_builtins()
{
    static constexpr Builtin table[] = {
        {"string length", "string", string_length},
        {"substring", "string, start position, length?", substring},
        {"upper case", "string", in_case<true>},
        {"lower case", "string", in_case<false>},
        {"substring before", "string, match", substring_before},
        {"substring after", "string, match", substring_after},
        {"contains", "string, match", has<Where::anywhere>},
        {"starts with", "string, match", has<Where::front>},
        {"ends with", "string, match", has<Where::back>},
        {"matches", "input, pattern, flags?", matches_of},
        {"replace", "input, pattern, replacement, flags?", replace},
        {"split", "string, delimiter", split},
        {"string join", "list, delimiter?", string_join},
        {"string", "from", string_from},
    };
    return table;
}

}  // namespace lt::feel
