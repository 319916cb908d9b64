// Small helpers for the ASCII parts of HTTP: names, tokens, lists.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lt::http {

char ascii_lower(char c);
std::string ascii_lower(std::string_view text);
bool equal_ignoring_case(std::string_view a, std::string_view b);
std::string_view trim(std::string_view text);  // spaces and tabs at both ends

// Percent-encoding. Empty when an escape is broken. `plus_is_space` for form data.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space = false);
std::string percent_encode(std::string_view text);  // all but unreserved characters (RFC 3986)

// Elements of a comma-separated header, quoted strings respected; empty elements left out.
std::vector<std::string_view> split_list(std::string_view value);
template <class T>
requires std::same_as<T, std::string> std::vector<std::string_view> split_list(T&& temporary)
= delete;  // the elements would point into nothing

// `form-data; name="a"; filename="b"` → value and parameters (names in lower case, first one counts).
struct Parameters {
    std::string value{};  // in lower case
    std::vector<std::pair<std::string, std::string>> parameters{};
    std::optional<std::string> find(std::string_view name) const;
};
Parameters parse_parameters(std::string_view header);

// The weight of `token` in an Accept-like header, 0..1000; `*` (or `*/*`, `type/*`) counts where it is not
// named. -1 when nothing matches.
int quality(std::string_view header, std::string_view token);

std::string base64_encode(std::string_view bytes);
std::optional<std::string> base64_decode(std::string_view text);  // standard alphabet, padded; strict
std::string json_quote(std::string_view text);                    // with the quotation marks
std::string html_escape(std::string_view text);
std::optional<std::uint64_t> parse_number(std::string_view digits);  // digits only, no overflow

}  // namespace lt::http
