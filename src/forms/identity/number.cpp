// See number.h. web/islands/form_rules.js judges by the same rules.
#include "forms/identity/number.h"

#include <algorithm>

namespace lt::identity {

const std::vector<std::string_view>& places()
{
    static const std::vector<std::string_view> all{
        "001", "002", "004", "006", "008", "010", "011", "012", "014", "015", "017", "019", "020",
        "022", "024", "025", "026", "027", "030", "031", "033", "034", "035", "036", "037", "038",
        "040", "042", "044", "045", "046", "048", "049", "051", "052", "054", "056", "058", "060",
        "062", "064", "066", "067", "068", "070", "072", "074", "075", "077", "079", "080", "082",
        "083", "084", "086", "087", "089", "091", "092", "093", "094", "095", "096"};
    return all;
}

std::optional<Finding> judge(std::string_view number, std::optional<base::Day> born_on, std::string_view sex,
                             base::Day today)
{
    constexpr std::size_t kDigits = 12;
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (!std::ranges::all_of(number, is_digit)) return Finding{Flaw::digits};
    if (number.size() != kDigits) return Finding{Flaw::length};
    const std::string_view place = number.substr(0, 3);
    if (place < "100" && std::ranges::find(places(), place) == places().end()) return Finding{Flaw::place};
    // 0 and 1: born in 19xx, male and female; 2 and 3: 20xx; and on to 8 and 9.
    const int century = number[3] - '0';
    const int year = 1900 + century / 2 * 100 + (number[4] - '0') * 10 + (number[5] - '0');
    const bool female = century % 2 == 1;
    const auto found = [&](Flaw flaw) { return Finding{flaw, year, female}; };
    if (year > static_cast<int>(std::chrono::year_month_day(today).year())) return found(Flaw::future);
    if (born_on && static_cast<int>(std::chrono::year_month_day(*born_on).year()) != year)
        return found(Flaw::year);
    if ((sex == "male" && female) || (sex == "female" && !female)) return found(Flaw::sex);
    return std::nullopt;
}

}  // namespace lt::identity
