// Reads the rules of an index from its data file; see rules.h.
#include <set>
#include <stdexcept>

#include <toml++/toml.h>

#include "dossiers/figures/rules.h"
#include "kit/base/config.h"

namespace lt::dossiers {
namespace {

class RuleFile {
public:
    explicit RuleFile(const std::filesystem::path& file) : file_(file)
    {
        try {
            table_ = toml::parse_file(file.string());
        } catch (const toml::parse_error& error) {
            throw std::runtime_error(place(error.source().begin.line) + std::string(error.description()));
        }
    }

    IndexRules read()
    {
        IndexRules out{.name = text(table_, "name"),
                       .title = text(table_, "title"),
                       .basis = text(table_, "basis"),
                       .valid_from = day(table_, "valid_from"),
                       .certifying = texts(table_, "certifying"),
                       .population = texts(table_, "population")};
        each(table_, "group", [&](const toml::table& entry) { out.groups.push_back(group_of(entry)); });
        each(table_, "class", [&](const toml::table& entry) {
            out.classes.push_back({number(entry, "from", 0, 100, {}), text(entry, "name")});
        });
        if (out.groups.empty()) wrong(table_, "there is no [[group]]");
        if (out.classes.empty() || out.classes.back().from != 0)
            wrong(table_, "the last [[class]] is from 0 on");
        if (!std::ranges::is_sorted(out.classes, std::ranges::greater(), &IndexClass::from))
            wrong(table_, "classes are sorted, the highest first");
        if (out.most() != 100)
            wrong(table_, "the groups have " + std::to_string(out.most()) + " points, not 100");
        return out;
    }

private:
    std::string place(std::uint32_t line) const
    {
        return file_.string() + ", line " + std::to_string(line) + ": ";
    }
    [[noreturn]] void wrong(const toml::node& node, const std::string& why) const
    {
        throw std::runtime_error(place(node.source().begin.line) + why);
    }
    std::string text(const toml::table& entry, const char* key) const
    {
        const auto found = entry[key].value<std::string>();
        if (!found || found->empty()) wrong(entry, std::string(key) + " is missing");
        return *found;
    }
    std::vector<std::string> texts(const toml::table& entry, const char* key) const
    {
        std::vector<std::string> out;
        if (!entry.contains(key)) return out;
        const toml::array* list = entry[key].as_array();
        if (list == nullptr) wrong(entry, std::string(key) + " is a list of words");
        for (const toml::node& node : *list) {
            const auto word = node.value<std::string>();
            if (!word || word->empty()) wrong(node, std::string(key) + " is a list of words");
            out.push_back(*word);
        }
        return out;
    }
    int number(const toml::table& entry, const char* key, int least, int most,
               std::optional<int> otherwise) const
    {
        if (!entry.contains(key) && otherwise) return *otherwise;
        const auto found = entry[key].value<std::int64_t>();
        if (!found || *found < least || *found > most)
            wrong(entry, std::string(key) + " is a number from " + std::to_string(least) + " to " +
                             std::to_string(most));
        return static_cast<int>(*found);
    }
    base::Day day(const toml::table& entry, const char* key) const
    {
        const auto date = entry[key].value<toml::date>();
        const std::chrono::year_month_day found{std::chrono::year(date ? date->year : 0),
                                                std::chrono::month(date ? date->month : 0),
                                                std::chrono::day(date ? date->day : 0)};
        if (!date || !found.ok()) wrong(entry, std::string(key) + " is a date, 2022-06-23");
        return found;
    }
    template <class Work>
    void each(const toml::table& table, const char* section, Work work) const
    {
        const toml::array* list = table[section].as_array();
        if (list == nullptr) return;
        for (const toml::node& node : *list) {
            const toml::table* entry = node.as_table();
            if (entry == nullptr) wrong(node, std::string("[[") + section + "]] is a list of tables");
            work(*entry);
        }
    }

    ComponentGroup group_of(const toml::table& entry)
    {
        ComponentGroup out{.name = text(entry, "name"), .most = number(entry, "max", 1, 100, {})};
        int sum = 0;
        each(entry, "component", [&](const toml::table& one) {
            out.components.push_back(component_of(one));
            sum += out.components.back().most;
        });
        if (sum != out.most)
            wrong(entry, "the components have " + std::to_string(sum) + " points, the group " +
                             std::to_string(out.most));
        return out;
    }
    Component component_of(const toml::table& entry)
    {
        Component out{.id = text(entry, "id"),
                      .name = text(entry, "name"),
                      .rule = text(entry, "rule"),
                      .most = number(entry, "max", 0, 100, {}),
                      .threshold = number(entry, "threshold", 1, 100, 100),
                      .all_or_none = entry["all_or_none"].value_or(false),
                      .full_of_nothing = entry["full_of_nothing"].value_or(false),
                      .days = number(entry, "days", 1, 60, 0),
                      .uncertain = entry["uncertain"].value_or(false)};
        if (!ids_.insert(out.id).second) wrong(entry, "there are two components " + out.id);
        if (!entry.contains("measure")) return out;
        const auto measure = measure_from(text(entry, "measure"));
        if (!measure) wrong(entry, "measure is none that there is: " + text(entry, "measure"));
        out.measure = *measure;
        return out;
    }

    std::filesystem::path file_;
    toml::table table_{};
    std::set<std::string> ids_{};
};

}  // namespace

IndexRules read_index_rules(const std::filesystem::path& file) { return RuleFile(file).read(); }

IndexRuleBook shipped_index_rules()
{
    std::vector<IndexRules> all;
    for (const auto& entry : std::filesystem::directory_iterator(base::find_resources() / "data" / "indices"))
        if (entry.path().extension() == ".toml") all.push_back(read_index_rules(entry.path()));
    return IndexRuleBook(std::move(all));
}

}  // namespace lt::dossiers
