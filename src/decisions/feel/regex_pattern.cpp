#include "decisions/feel/regex_pattern.h"

#include <unicode/uregex.h>

namespace lt::feel {
namespace {

class Translator {
public:
    Translator(std::string_view pattern, bool many_lines) : rest_(pattern), many_lines_(many_lines) {}

    std::optional<std::string> run()
    {
        while (!rest_.empty()) {
            if (!one()) return std::nullopt;
        }
        return out_;
    }

private:
    bool one()
    {
        const char c = take();
        switch (c) {
        case '\\': return escape(false);
        case '[': return set(1);
        case '(':
            out_ += c;
            if (!rest_.starts_with('?')) return true;
            out_ += "?:";
            return take() == '?' && !rest_.empty() && take() == ':';
        case '$': out_ += many_lines_ ? "$" : "\\z"; return true;
        case '*':
        case '+':
        case '?':
        case '}': out_ += c; return !rest_.starts_with('+') || c == '\0';  // possessive
        case '#': out_ += "\\#"; return true;
        default: out_ += c; return true;
        }
    }

    bool escape(bool in_set)
    {
        if (rest_.empty()) return false;
        const char c = take();
        switch (c) {
        case 'i': out_ += in_set ? "\\p{L}_:" : "[\\p{L}_:]"; return true;
        case 'c': out_ += in_set ? "\\p{L}\\p{N}\\p{M}._:\\-" : "[\\p{L}\\p{N}\\p{M}._:\\-]"; return true;
        case 'I': out_ += "[^\\p{L}_:]"; return true;
        case 'C': out_ += "[^\\p{L}\\p{N}\\p{M}._:\\-]"; return true;
        case 'p':
        case 'P': return category(c);
        default: break;
        }
        const bool is_group = !in_set && c >= '1' && c <= '9';
        if (!is_group && std::string_view("nrt\\|.?*+(){}-[]^$dDsSwW/").find(c) == std::string_view::npos)
            return false;
        (out_ += '\\') += c;
        return true;
    }

    // \p{Lu}, \p{IsBasicLatin}
    bool category(char sign)
    {
        const std::size_t end = rest_.find('}');
        if (!rest_.starts_with('{') || end == std::string_view::npos) return false;
        std::string_view name = rest_.substr(1, end - 1);
        (out_ += '\\') += sign;
        if (name.starts_with("Is")) {
            (out_ += "{block=").append(name.substr(2)) += '}';
        } else if (name.empty() || name.size() > 2) {
            return false;
        } else {
            (out_ += '{').append(name) += '}';
        }
        rest_.remove_prefix(end + 1);
        return true;
    }

    bool set(int depth)
    {
        if (depth > 10) return false;
        out_ += '[';
        if (rest_.starts_with('^')) out_ += take();
        bool is_first = true;
        while (!rest_.empty()) {
            const char c = take();
            if (c == ']' && !is_first) {
                out_ += c;
                return true;
            }
            if (c == ']') return false;
            is_first = false;
            if (c == '\\') {
                if (!escape(true)) return false;
            } else if (c == '-' && rest_.starts_with('[')) {
                out_ += "--";
                take();
                if (!set(depth + 1) || !rest_.starts_with(']')) return false;
            } else if (c == '[') {
                return false;
            } else if (c == '&' || (c == '-' && (rest_.starts_with(']') || out_.back() == '['))) {
                (out_ += '\\') += c;
            } else {
                out_ += c;
            }
        }
        return false;
    }

    char take()
    {
        const char c = rest_.front();
        rest_.remove_prefix(1);
        return c;
    }

    std::string_view rest_;
    bool many_lines_;
    std::string out_{};
};

// Flag x: blanks count only inside a set of characters.
std::string without_blanks(std::string_view pattern)
{
    std::string out;
    int depth = 0;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const char c = pattern[i];
        const bool is_blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (is_blank && depth == 0) continue;
        out += c;
        if (c == '\\' && i + 1 < pattern.size() && pattern[i + 1] != ' ') out += pattern[++i];
        if (c == '[') ++depth;
        if (c == ']' && depth > 0) --depth;
    }
    return out;
}

}  // namespace

std::optional<IcuPattern> to_icu(std::string_view pattern, std::string_view flags)
{
    IcuPattern out;
    bool is_extended = false, many_lines = false, is_literal = false;
    for (const char flag : flags) {
        switch (flag) {
        case 's': out.flags |= UREGEX_DOTALL; break;
        case 'm':
            out.flags |= UREGEX_MULTILINE;
            many_lines = true;
            break;
        case 'i': out.flags |= UREGEX_CASE_INSENSITIVE; break;
        case 'x': is_extended = true; break;
        case 'q': is_literal = true; break;
        default: return std::nullopt;
        }
    }
    if (is_literal) {
        out.flags |= UREGEX_LITERAL;
        out.pattern = pattern;
        return out;
    }
    std::string spaceless;
    if (is_extended) {
        spaceless = without_blanks(pattern);
        pattern = spaceless;
    }
    auto translated = Translator(pattern, many_lines).run();
    if (!translated) return std::nullopt;
    out.pattern = std::move(*translated);
    return out;
}

}  // namespace lt::feel
