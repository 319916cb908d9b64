#include "decisions/feel/names.h"

#include <algorithm>

#include "decisions/feel/scanner.h"
#include "kit/base/unicode.h"

namespace lt::feel {
namespace {

// Bytes of the word at the front; 0 where there is none.
std::size_t word_length(std::string_view text)
{
    std::string_view rest = text;
    bool first = true;
    while (!rest.empty()) {
        std::string_view ahead = rest;
        const char32_t code = base::unicode::take(ahead);
        if (first ? !is_name_start(code) : !is_name_part(code)) break;
        first = false;
        rest = ahead;
    }
    return text.size() - rest.size();
}

// Inside a name a word may begin with a digit.
std::size_t later_word_length(std::string_view text)
{
    std::string_view rest = text;
    while (!rest.empty()) {
        std::string_view ahead = rest;
        if (!is_name_part(base::unicode::take(ahead))) break;
        rest = ahead;
    }
    return text.size() - rest.size();
}

}  // namespace

bool is_name_start(char32_t code)
{
    if (code < 0x80) return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') || code == '_';
    // The letters of the standard's grammar, and the planes above, where emoji are.
    return (code >= 0xC0 && code <= 0xD6) || (code >= 0xD8 && code <= 0xF6) ||
           (code >= 0xF8 && code <= 0x2FF) ||
           (code >= 0x300 && code <= 0x1FFF && code != 0x37E && code != 0x1680 && code != 0x180E) ||
           (code >= 0x200C && code <= 0x200D) || (code >= 0x2070 && code <= 0x218F) ||
           (code >= 0x2600 && code <= 0x2FEF) || (code >= 0x3001 && code <= 0xD7FF) ||
           (code >= 0xF900 && code <= 0xFDCF) || (code >= 0xFDF0 && code <= 0xFFFC && code != 0xFEFF) ||
           (code >= 0x10000 && code <= 0xEFFFF);
}

bool is_name_part(char32_t code)
{
    return is_name_start(code) || (code >= '0' && code <= '9') || code == 0xB7 ||
           (code >= 0x203F && code <= 0x2040);
}

std::vector<std::string> parts_of(std::string_view name)
{
    std::vector<std::string> parts;
    while (true) {
        name.remove_prefix(blank_length(name));
        if (name.empty()) return parts;
        std::size_t size = later_word_length(name);
        if (size == 0) {
            std::string_view rest = name;
            base::unicode::take(rest);
            size = name.size() - rest.size();
        }
        parts.emplace_back(name.substr(0, size));
        name.remove_prefix(size);
    }
}

std::string normal_name(std::string_view name)
{
    std::string out;
    bool after_word = false;
    for (const std::string& part : parts_of(name)) {
        const bool is_word = later_word_length(part) > 0;
        if (is_word && after_word) out += ' ';
        out += part;
        after_word = is_word;
    }
    return out;
}

void Names::add(std::string_view name)
{
    std::string normal = normal_name(name);
    if (normal.empty() || has(normal)) return;
    std::vector<std::string> parts = parts_of(name);
    all_.emplace(std::move(normal), true);
    std::string first = parts.front();
    by_first_[std::move(first)].push_back(std::move(parts));
}

bool Names::has(std::string_view normal) const { return all_.find(normal) != all_.end(); }

std::vector<std::string> Names::all() const
{
    std::vector<std::string> out;
    for (const auto& [name, known] : all_) out.push_back(name);
    return out;
}

std::optional<Names::Found> Names::longest(std::string_view text) const
{
    const std::size_t first = word_length(text);
    const auto bucket = by_first_.find(text.substr(0, first));
    if (first == 0 || bucket == by_first_.end()) return std::nullopt;
    const std::vector<std::string>* best = nullptr;
    std::size_t best_length = 0;
    for (const auto& parts : bucket->second) {
        std::size_t at = first;
        bool fits = true;
        for (std::size_t i = 1; i < parts.size() && fits; ++i) {
            at += blank_length(text.substr(at));
            const std::string_view rest = text.substr(at);
            const std::size_t word = later_word_length(rest);
            const std::size_t size = word > 0 ? word : std::min<std::size_t>(rest.size(), parts[i].size());
            fits = rest.substr(0, size) == parts[i];
            at += size;
        }
        if (!fits || at <= best_length) continue;
        best = &parts;
        best_length = at;
    }
    if (best == nullptr) return std::nullopt;
    return Found{normal_name(text.substr(0, best_length)), best_length};
}

}  // namespace lt::feel
