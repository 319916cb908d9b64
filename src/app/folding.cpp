// See folding.h.
#include "app/folding.h"

#include <algorithm>
#include <charconv>
#include <string>

#include <nlohmann/json.hpp>

namespace lt::app {
namespace {

using html::View;

constexpr std::size_t kMostLines = 10;

std::string href_of(const View& item) { return item["href"].get<std::string>(); }

// "/incoming?view=waiting" beside "/incoming".
bool is_view_of_another(const View& items, const std::string& href)
{
    const std::size_t question = href.find('?');
    return question != std::string::npos && std::ranges::any_of(items, [&](const View& other) {
               return href_of(other) == href.substr(0, question);
           });
}

// "6", "999+", "" for nothing.
std::string sum_of(View& items)
{
    int sum = 0;
    bool more = false;
    for (View& item : items) {
        item["summed"] = !is_view_of_another(items, href_of(item));
        if (!item["summed"]) continue;
        if (!item.contains("adds")) {
            item["adds"] = item["count"];
            item["adds_live"] = item["live"];
        }
        const auto count = item["adds"].get<std::string>();
        int number = 0;
        std::from_chars(count.data(), count.data() + count.size(), number);
        sum += number;
        more = more || count.ends_with('+');
    }
    if (more || sum >= 1000) return "999+";
    return sum == 0 ? "" : std::to_string(sum);
}

bool is_current(const View& group)
{
    return std::ranges::any_of(group["items"], [](const View& item) { return item["current"].get<bool>(); });
}

}  // namespace

void fold_menu(View& menu)
{
    std::size_t lines = 0;
    bool at_home = true;  // or on another page of no group
    View* first = nullptr;
    for (View& group : menu) {
        const bool has_heading = group["heading"].is_string();
        group["group_count"] = sum_of(group["items"]);
        group["open"] = has_heading && is_current(group);
        lines += has_heading ? 1 : group["items"].size();
        if (group["open"].get<bool>()) {
            lines += group["items"].size();
            at_home = false;
        }
        if (has_heading && first == nullptr) first = &group;
    }
    if (first == nullptr || (*first)["open"].get<bool>()) return;
    (*first)["open"] = at_home || lines + (*first)["items"].size() <= kMostLines;
}

}  // namespace lt::app
