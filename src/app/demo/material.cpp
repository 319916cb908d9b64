#include "app/demo/material.h"

#include <stdexcept>

#include <toml++/toml.h>

namespace lt::app::demo {
namespace {

std::vector<std::string> texts(const toml::table& table, const char* path, const std::filesystem::path& file)
{
    std::vector<std::string> out;
    if (const toml::array* array = table.at_path(path).as_array()) {
        for (const toml::node& node : *array) {
            if (const auto text = node.value<std::string>()) out.push_back(*text);
        }
    }
    if (out.empty()) throw std::runtime_error(file.string() + ": no texts in " + path);
    return out;
}

}  // namespace

std::string Material::name(Dice& dice) const
{
    // The list is ordered by frequency: the smaller of two throws prefers its beginning.
    const std::size_t family = std::min(dice.below(families.size()), dice.below(families.size()));
    const bool female = dice.chance(45);
    return families[family] + " " + dice.pick(female ? female_middle : male_middle) + " " +
           dice.pick(female ? female_given : male_given);
}

const Subject& Material::subject(Dice& dice, const std::string& from) const
{
    for (;;) {
        const Subject& subject = dice.pick(subjects);
        if (subject.from == from) return subject;
    }
}

Material read_material(const std::filesystem::path& folder)
{
    Material material;
    const auto names_file = folder / "names.toml";
    const toml::table names = toml::parse_file(names_file.string());
    material.families = texts(names, "families", names_file);
    material.male_middle = texts(names, "male.middle", names_file);
    material.male_given = texts(names, "male.given", names_file);
    material.female_middle = texts(names, "female.middle", names_file);
    material.female_given = texts(names, "female.given", names_file);

    const auto subjects_file = folder / "subjects.toml";
    const toml::table subjects = toml::parse_file(subjects_file.string());
    if (const toml::array* rows = subjects["subject"].as_array()) {
        for (const toml::node& node : *rows) {
            const toml::table* row = node.as_table();
            if (row == nullptr) continue;
            material.subjects.push_back({.kind = (*row)["kind"].value_or(std::string()),
                                         .from = (*row)["from"].value_or(std::string()),
                                         .text = (*row)["text"].value_or(std::string())});
        }
    }
    for (const char* from : {"province", "department", "commune"}) {
        bool found = false;
        for (const Subject& subject : material.subjects) found = found || subject.from == from;
        if (!found) throw std::runtime_error(subjects_file.string() + ": no subject from " + from);
    }
    material.instructions = texts(subjects, "phrases.instructions", subjects_file);
    material.reports = texts(subjects, "phrases.reports", subjects_file);
    material.refusals = texts(subjects, "phrases.refusals", subjects_file);
    material.returns = texts(subjects, "phrases.returns", subjects_file);
    material.recalls = texts(subjects, "phrases.recalls", subjects_file);
    material.recall_refusals = texts(subjects, "phrases.recall_refusals", subjects_file);
    return material;
}

std::string filled(std::string text, const std::vector<std::pair<std::string, std::string>>& values)
{
    for (const auto& [key, value] : values) {
        const std::string place = "{" + key + "}";
        for (std::size_t at = text.find(place); at != std::string::npos;
             at = text.find(place, at + value.size())) {
            text.replace(at, place.size(), value);
        }
    }
    return text;
}

}  // namespace lt::app::demo
