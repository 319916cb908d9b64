#include "kit/base/csv.h"

namespace lt::base {

std::string csv_text(std::string_view text)
{
    // Some programs cut spaces before they look for a formula.
    const std::size_t first = text.find_first_not_of(' ');
    const bool formula = first != std::string_view::npos &&
                         std::string_view("=+-@\t\r\n").find(text[first]) != std::string_view::npos;
    std::string out = formula ? "'" : "";
    out += text;
    if (out.find_first_of("\",;\r\n\t") == std::string::npos) return out;
    std::string quoted = "\"";
    for (const char c : out) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

std::string csv_row(const std::vector<std::string>& fields)
{
    std::string row;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i > 0) row += ',';
        row += fields[i];
    }
    return row + "\r\n";
}

}  // namespace lt::base
