// From the text of a province's file to checked values. Pure but for read_province. toml++ stays in this file.
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <toml++/toml.h>

#include "directory/import.h"
#include "kit/base/text.h"

namespace lt::directory {
namespace {

// Collects everything that is wrong, so that one run shows all of it.
class Problems {
public:
    explicit Problems(std::string file) : file_(std::move(file)) {}
    void add(unsigned line, const std::string& key, const std::string& text)
    {
        if (first_.empty()) first_ = key;
        ++count_;
        if (count_ <= 50) words_ += file_ + ":" + std::to_string(line) + ": " + key + ": " + text + "\n";
    }
    bool any() const { return count_ > 0; }
    base::Error error() const
    {
        std::string words = words_;
        if (count_ > 50) words += "… và " + std::to_string(count_ - 50) + " lỗi nữa\n";
        return base::invalid(first_, words);
    }

private:
    std::string file_;
    std::string first_{};
    std::string words_{};
    int count_ = 0;
};

unsigned line_of(const toml::node& node) { return node.source().begin.line; }

// One table of the file: typed reading with a complaint for what is missing, of another type or unknown.
class Fields {
public:
    Fields(const toml::table& table, std::string what, Problems& problems)
        : table_(table), what_(std::move(what)), problems_(problems)
    {
    }
    std::string text(const char* key) { return read_text(key, true); }
    std::string optional_text(const char* key) { return read_text(key, false); }

    std::optional<base::Day> day(const char* key, bool required)
    {
        const toml::node* node = take(key, required);
        if (!node) return std::nullopt;
        const auto value = node->value<toml::date>();
        if (!value) {
            complain(*node, key, "phải là một ngày, ví dụ 2025-07-01");
            return std::nullopt;
        }
        const std::chrono::year_month_day date{
            std::chrono::year(value->year), std::chrono::month(value->month), std::chrono::day(value->day)};
        return base::Day(date);
    }

    std::vector<std::string> texts(const char* key)
    {
        std::vector<std::string> values;
        const toml::node* node = take(key, false);
        if (!node) return values;
        const toml::array* array = node->as_array();
        if (!array) complain(*node, key, "phải là một danh sách chuỗi");
        for (std::size_t i = 0; array && i < array->size(); ++i) {
            const toml::node& item = *array->get(i);
            if (const auto value = item.value_exact<std::string>()) {
                values.push_back(base::normalise(*value));
            } else {
                complain(item, key, "phải là một danh sách chuỗi");
            }
        }
        return values;
    }

    const toml::table* table(const char* key)
    {
        const toml::node* node = take(key, true);
        if (node && !node->as_table()) complain(*node, key, "phải là một bảng");
        return node ? node->as_table() : nullptr;
    }

    const toml::array* tables(const char* key)
    {
        const toml::node* node = take(key, false);
        if (!node) return nullptr;
        const toml::array* array = node->as_array();
        if (!array || !array->is_homogeneous(toml::node_type::table)) {
            if (!array || !array->empty()) complain(*node, key, "phải là một danh sách bảng");
            return nullptr;
        }
        return array;
    }

    void complain(const toml::node& node, const std::string& key, const std::string& text)
    {
        problems_.add(line_of(node), what_ + "." + key, text);
    }
    void complain(const std::string& key, const std::string& text)
    {
        const toml::node* node = table_.get(key);
        complain(node ? *node : static_cast<const toml::node&>(table_), key, text);
    }

    void finish()
    {
        for (const auto& [key, node] : table_) {
            if (!known_.contains(key.str()))
                complain(node, std::string(key.str()), "khoá này không được biết đến");
        }
    }

private:
    const toml::node* take(const char* key, bool required)
    {
        known_.insert(key);
        const toml::node* node = table_.get(key);
        if (!node && required) problems_.add(line_of(table_), what_ + "." + key, "thiếu khoá này");
        return node;
    }
    std::string read_text(const char* key, bool required)
    {
        const toml::node* node = take(key, required);
        if (!node) return {};
        const auto value = node->value_exact<std::string>();
        const std::string text = value ? base::normalise(*value) : "";
        if (!value) complain(*node, key, "phải là chuỗi");
        if (value && text.empty()) complain(*node, key, "không được để trống");
        return text;
    }

    const toml::table& table_;
    std::string what_;
    Problems& problems_;
    std::set<std::string, std::less<>> known_{};
};

std::vector<ImportedUnit> read_units(Fields& agency, const std::string& what, Problems& problems)
{
    std::vector<ImportedUnit> units;
    const toml::array* tables = agency.tables("units");
    std::set<std::string> codes;
    for (std::size_t i = 0; tables && i < tables->size(); ++i) {
        Fields fields(*tables->get(i)->as_table(), what + ".units", problems);
        ImportedUnit unit{fields.text("code"), fields.text("name"), fields.text("short")};
        if (!unit.code.empty() && !is_unit_code(unit.code)) {
            fields.complain("code", "chỉ gồm 0–9 và A–Z, nhiều nhất 20 ký tự: \"" + unit.code + "\"");
        }
        if (!codes.insert(unit.code).second) fields.complain("code", "trùng mã đơn vị \"" + unit.code + "\"");
        fields.finish();
        units.push_back(std::move(unit));
    }
    return units;
}

ImportedAgency read_agency(const toml::table& table, int position, Problems& problems)
{
    const std::string what = "agency " + std::string(table["code"].value_or(std::string_view("?")));
    Fields fields(table, what, problems);
    ImportedAgency read;
    read.line = line_of(table);
    Agency& agency = read.agency;
    agency.code = fields.text("code");
    if (!agency.code.empty() && !is_identity_code(agency.code)) {
        fields.complain("code",
                        "không phải mã định danh theo Quyết định 20/2020/QĐ-TTg: \"" + agency.code + "\"");
    }
    agency.alias = fields.optional_text("alias");
    if (!agency.alias.empty() && !is_alias_code(agency.alias)) {
        fields.complain("alias", "không có dạng 000.00.00.H05: \"" + agency.alias + "\"");
    }
    agency.name = fields.text("name");
    agency.short_name = fields.text("short_name");
    agency.abbreviation = fields.text("abbreviation");
    const std::string level = fields.text("level");
    if (const auto known = level_from(level)) {
        agency.level = *known;
    } else if (!level.empty()) {
        fields.complain("level", "phải là central, province, district hoặc commune: \"" + level + "\"");
    }
    const std::string kind = fields.text("kind");
    if (const auto known = kind_from(kind)) {
        agency.kind = *known;
    } else if (!kind.empty()) {
        fields.complain("kind", "phải là government, party hoặc union: \"" + kind + "\"");
    }
    read.parent = fields.optional_text("parent");
    agency.place = fields.text("place");
    agency.position = position;
    agency.valid.from = fields.day("valid_from", true).value_or(base::Day{});
    agency.valid.to = fields.day("valid_to", false);
    if (agency.valid.to && *agency.valid.to < agency.valid.from) {
        fields.complain("valid_to", "trước valid_from");
    }
    read.successors = fields.texts("successors");
    if (!read.successors.empty() && !agency.valid.to)
        fields.complain("successors", "chỉ dùng khi có valid_to");
    read.groups = fields.texts("groups");
    read.units = read_units(fields, what, problems);
    fields.finish();
    return read;
}

void check_references(const ProvinceFile& file, Problems& problems)
{
    std::map<std::string, const ImportedAgency*> by_code;
    std::map<std::string, unsigned> aliases;
    std::set<std::string> groups;
    for (const auto& [key, name] : file.groups) groups.insert(key);
    for (const ImportedAgency& read : file.agencies) {
        const std::string what = "agency " + read.agency.code;
        const auto [other, added] = by_code.emplace(read.agency.code, &read);
        if (!added)
            problems.add(read.line, what + ".code", "trùng với dòng " + std::to_string(other->second->line));
        if (read.agency.alias.empty()) continue;
        const auto [same, new_alias] = aliases.emplace(read.agency.alias, read.line);
        if (!new_alias)
            problems.add(read.line, what + ".alias", "trùng với dòng " + std::to_string(same->second));
    }
    for (const ImportedAgency& read : file.agencies) {
        const std::string what = "agency " + read.agency.code;
        if (!read.parent.empty() && !by_code.contains(read.parent)) {
            problems.add(read.line, what + ".parent", "không có cơ quan \"" + read.parent + "\"");
        }
        for (const auto& successor : read.successors) {
            if (!by_code.contains(successor) || successor == read.agency.code) {
                problems.add(read.line, what + ".successors", "không có cơ quan \"" + successor + "\"");
            }
        }
        for (const auto& group : read.groups) {
            if (!groups.contains(group))
                problems.add(read.line, what + ".groups", "không có nhóm \"" + group + "\"");
        }
        std::set<std::string> above{read.agency.code};
        for (auto up = by_code.find(read.parent); up != by_code.end();
             up = by_code.find(up->second->parent)) {
            if (above.insert(up->first).second) continue;
            problems.add(read.line, what + ".parent", "đi vòng qua \"" + up->first + "\"");
            break;
        }
    }
}

}  // namespace

base::Result<ProvinceFile> parse_province(std::string_view text, const std::string& file_name)
{
    Problems problems(file_name);
    if (!base::is_utf8(text)) return base::invalid("", file_name + ": không phải văn bản UTF-8\n");
    toml::table root;
    try {
        root = toml::parse(text, file_name);
    } catch (const toml::parse_error& error) {
        problems.add(error.source().begin.line, "toml", std::string(error.description()));
        return problems.error();
    }
    ProvinceFile file;
    Fields fields(root, "file", problems);
    if (const toml::table* table = fields.table("province")) {
        Fields province(*table, "province", problems);
        file.name = province.text("name");
        file.short_name = province.text("short_name");
        province.text("code");
        file.identity_code = province.text("identity_code");
        province.day("valid_from", false);
        province.finish();
    }
    const toml::array* groups = fields.tables("group");
    std::set<std::string> keys;
    for (std::size_t i = 0; groups && i < groups->size(); ++i) {
        Fields group(*groups->get(i)->as_table(), "group", problems);
        file.groups.emplace_back(group.text("key"), group.text("name"));
        const std::string& key = file.groups.back().first;
        if (!keys.insert(key).second) group.complain("key", "trùng nhóm \"" + key + "\"");
        if (!is_group_key(key)) group.complain("key", "chỉ gồm a–z, 0–9 và dấu gạch nối: \"" + key + "\"");
        group.finish();
    }
    const toml::array* agencies = fields.tables("agency");
    for (std::size_t i = 0; agencies && i < agencies->size(); ++i) {
        file.agencies.push_back(read_agency(*agencies->get(i)->as_table(), static_cast<int>(i), problems));
    }
    fields.finish();
    check_references(file, problems);
    if (problems.any()) return problems.error();
    return file;
}

base::Result<ProvinceFile> read_province(const std::filesystem::path& path)
{
    std::ifstream in(path, std::ios::binary);
    if (!in) return base::not_found(path.filename().string() + ": không đọc được tệp\n");
    std::ostringstream text;
    text << in.rdbuf();
    return parse_province(text.str(), path.filename().string());
}

}  // namespace lt::directory
