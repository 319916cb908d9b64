// Codes of dossiers, "H05.01-261129-0001": the template says what stands in them, the series from which day on they count anew. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kit/base/clock.h"
#include "kit/base/result.h"

namespace lt::dossiers {

// "{agency}-{yymmdd}-{seq:4}". Places: agency (identity code), alias (the older code; the identity code where there is none), yymmdd,
// yyyymmdd, yy, yyyy, seq:N (number of at least N digits, 1 to 9).
class CodeTemplate {
public:
    // invalid, at "template": a place that is not known, none or several of the number, a letter other than A-Z a-z 0-9 . - /, or nothing
    // of a date (the numbers would never begin anew).
    static base::Result<CodeTemplate> parse(std::string_view text);

    struct Codes {
        std::string agency{};
        std::string alias{};
    };
    std::string format(const Codes& codes, base::Day day, std::int64_t number) const;
    // Numbers count from 1 in each: "261129" where the template has the day, "2026" where it has the year.
    std::string period(base::Day day) const;

private:
    enum class Place : std::uint8_t { text, agency, alias, yymmdd, yyyymmdd, yy, yyyy, number };
    struct Part {
        Place place{};
        std::string text{};
        int width = 0;
    };
    static Part part_of(std::string_view name);
    std::vector<Part> parts_{};
};

}  // namespace lt::dossiers
