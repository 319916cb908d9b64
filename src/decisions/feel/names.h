// The names that a text may use: they hold blanks and signs, so that only who knows them can tell where one ends.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lt::feel {

// Words and single signs of a name: "days-left" gives days, -, left.
std::vector<std::string> parts_of(std::string_view name);
// One form for all spellings: blanks in a row are one, none around signs.
std::string normal_name(std::string_view name);

bool is_name_start(char32_t code);
bool is_name_part(char32_t code);

class Names {
public:
    void add(std::string_view name);
    bool has(std::string_view normal) const;
    std::vector<std::string> all() const;

    struct Found {
        std::string name{};
        std::size_t length = 0;  // bytes of the text that it takes
    };
    // The longest name that stands at the front of the text.
    std::optional<Found> longest(std::string_view text) const;

private:
    // By the first word; each the parts of one name.
    std::map<std::string, std::vector<std::vector<std::string>>, std::less<>> by_first_{};
    std::map<std::string, bool, std::less<>> all_{};
};

}  // namespace lt::feel
