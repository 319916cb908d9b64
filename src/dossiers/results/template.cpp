// See template.h.
#include "dossiers/results/template.h"

#include <algorithm>
#include <stdexcept>

#include <nlohmann/json.hpp>
#include <toml++/toml.h>

#include "kit/base/config.h"

namespace lt::dossiers {

using base::msg;

namespace {

constexpr std::size_t kLongestValue = 4000;  // bytes

class TemplateFile {
public:
    explicit TemplateFile(const std::filesystem::path& file) : file_(file) {}

    std::vector<ResultTemplate> read()
    {
        const toml::table table = parsed();
        std::vector<ResultTemplate> out;
        const toml::array* list = table["result"].as_array();
        if (list == nullptr) wrong(table, "there is no [[result]]");
        for (const toml::node& node : *list) out.push_back(result_of(*node.as_table()));
        return out;
    }

private:
    toml::table parsed() const
    {
        try {
            return toml::parse_file(file_.string());
        } catch (const toml::parse_error& error) {
            throw std::runtime_error(file_.string() + ": " + std::string(error.description()));
        }
    }
    [[noreturn]] void wrong(const toml::node& node, const std::string& why) const
    {
        throw std::runtime_error(file_.string() + ", line " + std::to_string(node.source().begin.line) +
                                 ": " + why);
    }
    std::string text(const toml::table& entry, const char* key) const
    {
        const auto found = entry[key].value<std::string>();
        if (!found || found->empty()) wrong(entry, std::string(key) + " is missing");
        return *found;
    }
    static std::vector<std::string> texts(const toml::table& entry, const char* key)
    {
        std::vector<std::string> out;
        if (const toml::array* list = entry[key].as_array())
            for (const toml::node& node : *list)
                if (const auto one = node.value<std::string>()) out.push_back(*one);
        return out;
    }
    std::optional<base::Day> day(const toml::table& entry, const char* key) const
    {
        if (!entry.contains(key)) return std::nullopt;
        const auto date = entry[key].value<toml::date>();
        if (!date) wrong(entry, std::string(key) + " is a date, 2026-11-24");
        return std::chrono::sys_days(std::chrono::year(date->year) / std::chrono::month(date->month) /
                                     std::chrono::day(date->day));
    }
    ResultTemplate result_of(const toml::table& entry) const
    {
        ResultTemplate out{.code = text(entry, "code"),
                           .from = day(entry, "from"),
                           .title = text(entry, "title"),
                           .heading = entry["heading"].value_or(std::string()),
                           .form = entry["form"].value_or(std::string()),
                           .recipients = texts(entry, "recipients"),
                           .lines = texts(entry, "lines")};
        if (out.lines.empty()) wrong(entry, "lines are missing");
        if (const toml::array* list = entry["field"].as_array())
            for (const toml::node& node : *list) {
                const toml::table& field = *node.as_table();
                out.fields.push_back({.name = text(field, "name"),
                                      .label = text(field, "label"),
                                      .from = texts(field, "from"),
                                      .is_long = field["long"].value_or(false),
                                      .required = field["required"].value_or(true)});
            }
        return out;
    }

    std::filesystem::path file_;
};

// The name that a line consists of, "" for a text.
std::string_view only_field(std::string_view line)
{
    const bool whole =
        line.size() > 2 && line.front() == '{' && line.back() == '}' && line.find('{', 1) == line.npos;
    return whole ? line.substr(1, line.size() - 2) : std::string_view();
}

}  // namespace

std::vector<ResultTemplate> read_templates(const std::filesystem::path& file)
{
    return TemplateFile(file).read();
}

const std::vector<ResultTemplate>& shipped_templates()
{
    static const std::vector<ResultTemplate> all = [] {
        std::vector<ResultTemplate> out;
        for (const auto& entry :
             std::filesystem::directory_iterator(base::find_resources() / "data" / "results"))
            if (entry.path().extension() == ".toml")
                for (ResultTemplate& one : read_templates(entry.path())) out.push_back(std::move(one));
        return out;
    }();
    return all;
}

const ResultTemplate* template_of(std::string_view code, base::Day lodged)
{
    return template_of(shipped_templates(), code, lodged);
}

const ResultTemplate* template_of(const std::vector<ResultTemplate>& all, std::string_view code,
                                  base::Day lodged)
{
    const ResultTemplate* newest = nullptr;
    for (const ResultTemplate& one : all)
        if (one.code == code && (!one.from || *one.from <= lodged) &&
            (newest == nullptr || !newest->from || (one.from && *one.from > *newest->from)))
            newest = &one;
    return newest;
}

std::string values_to_json(const FieldValues& values)
{
    nlohmann::json out = nlohmann::json::object();
    for (const auto& [name, value] : values) out[name] = value;
    return out.dump();
}

FieldValues values_from_json(std::string_view json)
{
    FieldValues out;
    const auto parsed = nlohmann::json::parse(json);  // a loop over a temporary's items would outlive it
    for (const auto& [name, value] : parsed.items()) out.emplace(name, value.get<std::string>());
    return out;
}

base::Wrong check_values(const ResultTemplate& form, const FieldValues& values)
{
    base::Wrong wrong;
    for (const ResultField& field : form.fields) {
        const auto found = values.find(field.name);
        const bool blank =
            found == values.end() || found->second.find_first_not_of(" \t\r\n") == std::string::npos;
        if (blank && field.required)
            wrong.emplace_back("field_" + field.name,
                               base::Message(msg("Nhập “{{label}}”."), {{"label", field.label}}));
        else if (!blank && found->second.size() > kLongestValue)
            wrong.emplace_back(
                "field_" + field.name,
                base::Message(msg("“{{label}}” dài quá, rút gọn rồi gửi lại."), {{"label", field.label}}));
    }
    return wrong;
}

std::string filled_in(std::string_view text, const FieldValues& values, const FieldValues& facts)
{
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t open = text.find('{', at);
        const std::size_t close = open == text.npos ? open : text.find('}', open);
        out += text.substr(at, close == text.npos ? text.npos : open - at);
        if (close == text.npos) break;
        const std::string_view name = text.substr(open + 1, close - open - 1);
        if (const auto value = values.find(name); value != values.end())
            out += value->second;
        else if (const auto fact = facts.find(name); fact != facts.end())
            out += fact->second;
        at = close + 1;
    }
    return out;
}

std::vector<std::variant<slips::ResultText, slips::ResultFact>> lines_of(const ResultTemplate& form,
                                                                         const FieldValues& values,
                                                                         const FieldValues& facts)
{
    std::vector<std::variant<slips::ResultText, slips::ResultFact>> out;
    for (const std::string& line : form.lines) {
        const std::string_view name = only_field(line);
        if (name.empty()) {
            const bool bold = line.front() == '!';
            const bool italic = line.front() == '_';
            out.emplace_back(slips::ResultText{
                .text = filled_in(std::string_view(line).substr(bold || italic ? 1 : 0), values, facts),
                .bold = bold,
                .italic = italic});
            continue;
        }
        const auto field = std::ranges::find(form.fields, name, &ResultField::name);
        const auto value = values.find(name);
        if (field != form.fields.end() && value != values.end() && !value->second.empty())
            out.emplace_back(slips::ResultFact{.label = field->label, .value = value->second});
    }
    return out;
}

std::string behind_number(std::string_view notation, int year)
{
    return "/" + (notation.empty() ? std::to_string(year) : std::string(notation));
}

}  // namespace lt::dossiers
