// See file_section.h.
#include "procedures/file_section.h"

#include <algorithm>
#include <stdexcept>

#include "procedures/drafting.h"

namespace lt::procedures {

void Section::wrong(const toml::node& node, const std::string& why) const
{
    throw std::runtime_error(file_.string() + ", line " + std::to_string(node.source().begin.line) + ": " +
                             why);
}

void Section::knows(std::initializer_list<std::string_view> keys) const
{
    for (const auto& [key, node] : table_)
        if (std::find(keys.begin(), keys.end(), key.str()) == keys.end())
            wrong(node, "nobody knows the key \"" + std::string(key.str()) + "\"");
}

std::string Section::text(const char* key) const
{
    const toml::node* node = table_.get(key);
    if (node == nullptr) return {};
    const auto value = node->value<std::string>();
    if (!value) wrong(*node, std::string(key) + " is a text");
    const auto begin = value->find_first_not_of(" \n\t");
    if (begin == std::string::npos) return {};
    return value->substr(begin, value->find_last_not_of(" \n\t") - begin + 1);
}

std::string Section::required(const char* key) const
{
    std::string value = text(key);
    if (value.empty()) wrong(table_, std::string("there is no ") + key);
    return value;
}

std::int64_t Section::number(const char* key, std::int64_t otherwise) const
{
    const toml::node* node = table_.get(key);
    if (node == nullptr) return otherwise;
    const auto value = node->value<std::int64_t>();
    if (!value || *value < 0) wrong(*node, std::string(key) + " is a number");
    return *value;
}

bool Section::flag(const char* key, bool otherwise) const
{
    const toml::node* node = table_.get(key);
    if (node == nullptr) return otherwise;
    const auto value = node->value<bool>();
    if (!value) wrong(*node, std::string(key) + " is true or false");
    return *value;
}

std::optional<base::Day> Section::day(const char* key) const
{
    const toml::node* node = table_.get(key);
    if (node == nullptr) return std::nullopt;
    const auto date = node->value<toml::date>();
    const std::chrono::year_month_day value{std::chrono::year(date ? date->year : 0),
                                            std::chrono::month(date ? date->month : 0),
                                            std::chrono::day(date ? date->day : 0)};
    if (!date || !value.ok()) wrong(*node, std::string(key) + " is a date, 2026-11-24");
    return base::Day(value);
}

std::vector<std::string> Section::texts(const char* key) const
{
    std::vector<std::string> out;
    const toml::node* node = table_.get(key);
    if (node == nullptr) return out;
    if (!node->is_array()) wrong(*node, std::string(key) + " is a list of texts");
    for (const toml::node& item : *node->as_array()) {
        const auto value = item.value<std::string>();
        if (!value) wrong(item, std::string(key) + " is a list of texts");
        out.push_back(*value);
    }
    return out;
}

std::string Section::condition(const char* key) const
{
    std::string value = text(key);
    if (const auto why = wrong_condition(value))
        wrong(*table_.get(key), std::string(key) + ": " + why->str());
    return value;
}

Section Section::section(const char* key) const
{
    static const toml::table empty;
    const toml::node* node = table_.get(key);
    if (node != nullptr && !node->is_table()) wrong(*node, std::string(key) + " is written [" + key + "]");
    return {file_, node == nullptr ? empty : *node->as_table()};
}

std::vector<Section> Section::sections(const char* key) const
{
    std::vector<Section> out;
    const toml::node* node = table_.get(key);
    if (node == nullptr) return out;
    if (!node->is_array()) wrong(*node, std::string(key) + " is written [[" + key + "]]");
    for (const toml::node& item : *node->as_array()) {
        if (!item.is_table()) wrong(item, std::string(key) + " is written [[" + key + "]]");
        out.emplace_back(file_, *item.as_table());
    }
    return out;
}

}  // namespace lt::procedures
