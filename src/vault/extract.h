// What a paper says, found in the text that a machine read from its scan. Pure. The text comes with wrong letters, without accents and with
// lines broken anywhere, so labels are compared by their folded letters and may be a little wrong. What is found is a proposal: an official
// looks at the paper beside it and confirms.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kit/base/clock.h"

namespace lt::vault {

// Kinds of papers whose labels are known.
enum class Shape : std::uint8_t { other, identity_card, birth, marriage, death, land, decision };
Shape shape_of(std::string_view paper_name);

struct Found {
    std::string number{};  // of the paper
    std::string issuer{};
    std::optional<base::Day> issued_on{};
    std::optional<base::Day> valid_to{};
    std::string identity_number{};
    std::string full_name{};
    std::optional<base::Day> born_on{};
    std::string address{};

    bool operator==(const Found&) const = default;
};

Found extract(std::string_view text, Shape shape);

// One JSON object of what is not empty, and back; what it does not know is left out.
std::string to_json(const Found& found);
Found found_from_json(std::string_view json);

}  // namespace lt::vault
