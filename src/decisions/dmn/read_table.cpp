// Decision tables from their elements.
#include <algorithm>

#include "decisions/dmn/table.h"

namespace lt::dmn {
namespace {

using base::msg;

constexpr std::size_t kMostColumns = 100;

HitPolicy policy_of(const Element& table, const Surroundings& around)
{
    const std::string_view name = table.attribute("hitPolicy");
    if (name.empty() || name == "UNIQUE") return HitPolicy::unique;
    if (name == "FIRST") return HitPolicy::first;
    if (name == "PRIORITY") return HitPolicy::priority;
    if (name == "ANY") return HitPolicy::any;
    if (name == "COLLECT") return HitPolicy::collect;
    if (name == "RULE ORDER") return HitPolicy::rule_order;
    if (name == "OUTPUT ORDER") return HitPolicy::output_order;
    wrong_at(table, around.element,
             {msg("Không có cách chọn dòng \"{{policy}}\"."), {{"policy", std::string(name)}}});
}

Aggregation aggregation_of(const Element& table, const Surroundings& around)
{
    const std::string_view name = table.attribute("aggregation");
    if (name.empty()) return Aggregation::none;
    if (name == "SUM") return Aggregation::sum;
    if (name == "COUNT") return Aggregation::count;
    if (name == "MIN") return Aggregation::least;
    if (name == "MAX") return Aggregation::greatest;
    wrong_at(table, around.element,
             {msg("Không có cách tổng hợp \"{{aggregation}}\"."), {{"aggregation", std::string(name)}}});
}

std::optional<Text> tests_in(const Element* holder, const Surroundings& around)
{
    const Element* text = holder == nullptr ? nullptr : holder->child("text");
    if (text == nullptr || trimmed(text->text).empty() || trimmed(text->text) == "-") return std::nullopt;
    return read_text(*holder, around, feel::Grammar::unary_tests);
}

TableInput read_input(const Element& element, const Surroundings& around)
{
    const Element* expression = element.child("inputExpression");
    if (expression == nullptr)
        wrong_at(element, around.element, msg("Một cột đầu vào của bảng thiếu biểu thức."));
    return {read_text(*expression, around, feel::Grammar::expression),
            type_named(expression->attribute("typeRef"), *around.body),
            tests_in(element.child("inputValues"), around)};
}

TableOutput read_output(const Element& element, const Surroundings& around)
{
    TableOutput out;
    out.name = feel::normal_name(element.attribute("name"));
    out.type = type_named(element.attribute("typeRef"), *around.body);
    out.allowed = tests_in(element.child("outputValues"), around);
    const Element* otherwise = element.child("defaultOutputEntry");
    if (otherwise != nullptr && otherwise->child("text") != nullptr &&
        !trimmed(otherwise->child("text")->text).empty()) {
        out.otherwise = read_text(*otherwise, around, feel::Grammar::expression);
    }
    return out;
}

// `notes`: columns of the table for what is said of a rule. A page has as many cells in each rule as the widest one.
TableRule read_rule(const Element& element, const Surroundings& around, const Table& table, std::size_t notes)
{
    TableRule rule;
    std::size_t notes_here = 0;
    for (const auto& child : element.children) {
        if (child->name == "inputEntry") rule.tests.push_back(tests_in(child.get(), around));
        if (child->name == "outputEntry")
            rule.outputs.push_back(read_text(*child, around, feel::Grammar::expression));
        if (child->name == "annotationEntry" && ++notes_here > notes)
            wrong_at(element, around.element, msg("Một dòng có nhiều ghi chú hơn số cột ghi chú của bảng."));
    }
    if (rule.tests.size() != table.inputs.size() || rule.outputs.size() != table.outputs.size()) {
        wrong_at(element, around.element, msg("Số ô của một dòng không khớp số cột của bảng."));
    }
    return rule;
}

}  // namespace

LogicPtr read_table(const Element& element, const Surroundings& around)
{
    auto table = std::make_unique<Table>(around.element, element.line, element.number);
    table->policy = policy_of(element, around);
    table->aggregation = aggregation_of(element, around);
    std::size_t notes = 0;
    for (const auto& child : element.children) {
        if (child->name == "annotation") ++notes;
        if (child->name == "input") table->inputs.push_back(read_input(*child, around));
        if (child->name == "output") table->outputs.push_back(read_output(*child, around));
    }
    if (table->outputs.empty())
        wrong_at(element, around.element, msg("Bảng quyết định không có cột đầu ra."));
    if (table->inputs.size() + table->outputs.size() + notes > kMostColumns)
        wrong_at(element, around.element,
                 {msg("Bảng quyết định có quá {{limit}} cột."), {{"limit", std::to_string(kMostColumns)}}});
    for (const auto& child : element.children) {
        if (child->name == "rule") table->rules.push_back(read_rule(*child, around, *table, notes));
    }
    return table;
}

}  // namespace lt::dmn
