#include "kit/http/ascii.h"

#include <charconv>

namespace lt::http {

namespace {

int hex_value(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// Position of the first `stop` outside a quoted string, or the end.
std::size_t find_unquoted(std::string_view text, char stop, std::size_t from)
{
    bool quoted = false;
    for (std::size_t i = from; i < text.size(); ++i) {
        if (text[i] == '"')
            quoted = !quoted;
        else if (quoted && text[i] == '\\' && i + 1 < text.size() && text[i + 1] == '"')
            ++i;
        else if (!quoted && text[i] == stop)
            return i;
    }
    return text.size();
}

// Browsers escape a quotation mark only (as \" or %22): other backslashes are part of the value.
std::string unquote(std::string_view value)
{
    if (value.size() < 2 || value.front() != '"' || value.back() != '"') return std::string(value);
    value = value.substr(1, value.size() - 2);
    std::string out;
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i] == '\\' && i + 1 < value.size() && value[i + 1] == '"') ++i;
        out += value[i];
    }
    return out;
}

// "0.8" → 800; a broken weight counts as 0.
int weight(std::string_view text)
{
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return 0;
    if (text.size() == 1) return text[0] == '1' ? 1000 : 0;
    if (text[1] != '.') return 0;
    int out = text[0] == '1' ? 1000 : 0;
    int unit = 100;
    for (const char c : text.substr(2)) {
        if (c < '0' || c > '9') return 0;
        out += (c - '0') * unit;
        unit /= 10;
    }
    return out > 1000 ? 0 : out;
}

}  // namespace

char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string ascii_lower(std::string_view text)
{
    std::string out(text);
    for (char& c : out) c = ascii_lower(c);
    return out;
}

bool equal_ignoring_case(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return ascii_lower(x) == ascii_lower(y); });
}

std::string_view trim(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            if (text.size() - i < 3) return std::nullopt;
            const int high = hex_value(text[i + 1]);
            const int low = hex_value(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            out += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            out += plus_is_space && text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

std::string percent_encode(std::string_view text)
{
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        if (is_unreserved(c)) {
            out += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += '%';
            out += kHex[byte >> 4];
            out += kHex[byte & 15];
        }
    }
    return out;
}

std::vector<std::string_view> split_list(std::string_view value)
{
    std::vector<std::string_view> out;
    for (std::size_t at = 0; at < value.size();) {
        const auto end = find_unquoted(value, ',', at);
        if (const auto element = trim(value.substr(at, end - at)); !element.empty()) out.push_back(element);
        at = end + 1;
    }
    return out;
}

std::optional<std::string> Parameters::find(std::string_view name) const
{
    for (const auto& [key, text] : parameters)
        if (key == name) return text;
    return std::nullopt;
}

Parameters parse_parameters(std::string_view header)
{
    Parameters out;
    auto end = find_unquoted(header, ';', 0);
    out.value = ascii_lower(trim(header.substr(0, end)));
    while (end < header.size()) {
        const auto from = end + 1;
        end = find_unquoted(header, ';', from);
        const auto part = trim(header.substr(from, end - from));
        const auto equals = part.find('=');
        if (equals == std::string_view::npos) continue;
        out.parameters.emplace_back(ascii_lower(trim(part.substr(0, equals))),
                                    unquote(trim(part.substr(equals + 1))));
    }
    return out;
}

int quality(std::string_view header, std::string_view token)
{
    const auto slash = token.find('/');
    const std::string group =
        slash == std::string_view::npos ? "*" : std::string(token.substr(0, slash)) + "/*";
    int best = -1;
    int best_rank = 0;
    for (const auto element : split_list(header)) {
        const auto range = parse_parameters(element);
        int rank = 0;
        if (range.value == token)
            rank = 3;
        else if (slash != std::string_view::npos && range.value == group)
            rank = 2;
        else if (range.value == "*" || range.value == "*/*")
            rank = 1;
        if (rank <= best_rank) continue;
        best_rank = rank;
        const auto q = range.find("q");
        best = q ? weight(*q) : 1000;
    }
    return best;
}

std::string base64_encode(std::string_view bytes)
{
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k)
            group = group << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
        for (std::size_t k = 0; k < 4; ++k)
            out += i + k <= bytes.size() ? kBase64[group >> (18 - 6 * k) & 63] : '=';
    }
    return out;
}

std::optional<std::string> base64_decode(std::string_view text)
{
    if (text.size() % 4 != 0) return std::nullopt;
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += 4) {
        std::uint32_t group = 0;
        std::size_t padding = 0;
        for (std::size_t k = 0; k < 4; ++k) {
            const char c = text[i + k];
            const bool may_pad = i + 4 == text.size() && k >= 2;
            const auto at = kBase64.find(c);
            if (c == '=' && may_pad)
                ++padding;
            else if (at == std::string_view::npos || padding > 0)
                return std::nullopt;
            group = group << 6 | (c == '=' ? 0U : static_cast<std::uint32_t>(at));
        }
        for (std::size_t k = 0; k < 3 - padding; ++k) out += static_cast<char>(group >> (16 - 8 * k) & 255);
    }
    return out;
}

std::string json_quote(std::string_view text)
{
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            out += "\\u00";
            out += kHex[static_cast<unsigned char>(c) >> 4];
            out += kHex[static_cast<unsigned char>(c) & 15];
        } else {
            out += c;
        }
    }
    return out += '"';
}

std::string html_escape(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '"')
            out += "&quot;";
        else if (c == '\'')
            out += "&#39;";
        else
            out += c;
    }
    return out;
}

std::optional<std::uint64_t> parse_number(std::string_view digits)
{
    std::uint64_t out = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
    if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return out;
}

}  // namespace lt::http
