#include "kit/http/range.h"

#include "kit/http/ascii.h"

namespace lt::http {

Range parse_range(std::string_view header, std::uint64_t size)
{
    const Range whole{Range::Kind::whole, 0, size};
    const auto equals = header.find('=');
    if (equals == std::string_view::npos || !equal_ignoring_case(trim(header.substr(0, equals)), "bytes"))
        return whole;
    const auto text = trim(header.substr(equals + 1));
    const auto dash = text.find('-');
    if (dash == std::string_view::npos || text.find(',') != std::string_view::npos) return whole;
    const auto from = text.substr(0, dash);
    const auto to = text.substr(dash + 1);

    if (from.empty()) {
        const auto suffix = parse_number(to);
        if (!suffix) return whole;
        if (*suffix == 0 || size == 0) return {Range::Kind::unsatisfiable, 0, 0};
        const auto length = std::min(*suffix, size);
        return {Range::Kind::part, size - length, length};
    }
    const auto first = parse_number(from);
    const auto last = to.empty() ? std::optional<std::uint64_t>(UINT64_MAX) : parse_number(to);
    if (!first || !last || *last < *first) return whole;
    if (*first >= size) return {Range::Kind::unsatisfiable, 0, 0};
    return {Range::Kind::part, *first, std::min(*last, size - 1) - *first + 1};
}

bool etag_matches(std::string_view header, std::string_view etag)
{
    if (etag.empty()) return false;
    if (trim(header) == "*") return true;
    const auto opaque = [](std::string_view tag) { return tag.starts_with("W/") ? tag.substr(2) : tag; };
    for (const auto tag : split_list(header))
        if (opaque(tag) == opaque(etag)) return true;
    return false;
}

Range requested_range(const Request& request, std::string_view etag, std::uint64_t size)
{
    const Range whole{Range::Kind::whole, 0, size};
    const auto range = request.headers.find("range");
    if (range == request.headers.end() || request.method != Method::get) return whole;
    if (const auto condition = request.headers.find("if-range"); condition != request.headers.end()) {
        // Strong comparison: a weak tag or a date never proves that the bytes are the same.
        if (etag.empty() || etag.starts_with("W/") || trim(condition->second) != etag) return whole;
    }
    return parse_range(range->second, size);
}

}  // namespace lt::http
