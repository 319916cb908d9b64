// See lists.h. toml++ stays in this file.
#include "forms/lists.h"

#include <stdexcept>

#include <toml++/toml.h>

#include "kit/base/text.h"

namespace lt::forms {
namespace {

std::vector<Option> options_of(const toml::table& file, const char* key)
{
    std::vector<Option> options;
    const toml::array* list = file[key].as_array();
    if (!list) throw std::runtime_error(std::string("peoples.toml: no [[") + key + "]]");
    for (const toml::node& node : *list) {
        const toml::table* one = node.as_table();
        const auto code = one ? (*one)["code"].value<std::string>() : std::nullopt;
        const auto name = one ? (*one)["name"].value<std::string>() : std::nullopt;
        if (!code || !name || code->empty() || name->empty())
            throw std::runtime_error("peoples.toml:" + std::to_string(node.source().begin.line) +
                                     ": code and name are needed");
        options.push_back({*code, base::normalise(*name)});
    }
    return options;
}

}  // namespace

Lists Lists::load(const std::filesystem::path& data)
{
    Lists lists;
    lists.units = Units::load(data / "units" / "units.tsv");
    try {
        const toml::table peoples = toml::parse_file((data / "peoples.toml").string());
        lists.peoples = options_of(peoples, "people");
        lists.religions = options_of(peoples, "religion");
    } catch (const toml::parse_error& error) {
        throw std::runtime_error("peoples.toml:" + std::to_string(error.source().begin.line) + ": " +
                                 std::string(error.description()));
    }
    return lists;
}

}  // namespace lt::forms
