#include "decisions/dmn/outline.h"

#include <algorithm>
#include <map>

#include "decisions/dmn/xml.h"

namespace lt::dmn {
namespace {

std::string text_in(const Element* holder)
{
    const Element* text = holder == nullptr ? nullptr : holder->child("text");
    return text == nullptr ? std::string() : std::string(trimmed(text->text));
}

std::string child_text(const Element& element, std::string_view name)
{
    const Element* child = element.child(name);
    return child == nullptr ? std::string() : std::string(trimmed(child->text));
}

TableOutline::Column input_of(const Element& element)
{
    TableOutline::Column column{.label = std::string(element.attribute("label")),
                                .detail = text_in(element.child("inputExpression")),
                                .allowed = text_in(element.child("inputValues"))};
    if (column.label.empty()) column.label.swap(column.detail);
    if (column.label == column.detail) column.detail.clear();
    return column;
}

TableOutline::Column output_of(const Element& element, const Element& table, const std::string& decision)
{
    TableOutline::Column column{.label = std::string(element.attribute("label")),
                                .detail = std::string(element.attribute("name")),
                                .allowed = text_in(element.child("outputValues")),
                                .otherwise = text_in(element.child("defaultOutputEntry"))};
    if (column.label.empty()) column.label.swap(column.detail);
    if (column.label.empty()) column.label = table.attribute("outputLabel");
    if (column.label.empty()) column.label = decision;
    if (column.label == column.detail) column.detail.clear();
    return column;
}

TableOutline::Rule rule_of(const Element& element)
{
    TableOutline::Rule rule;
    for (const auto& child : element.children) {
        if (child->name == "inputEntry") {
            rule.inputs.push_back(text_in(child.get()));
            if (rule.inputs.back().empty()) rule.inputs.back() = "-";
        }
        if (child->name == "outputEntry") rule.outputs.push_back(text_in(child.get()));
        if (child->name == "annotationEntry") rule.notes.push_back(text_in(child.get()));
    }
    // Files of DMN 1.1 have no columns for notes: what is said of a rule stands in its description.
    if (const std::string said = child_text(element, "description"); !said.empty() && rule.notes.empty())
        rule.notes.push_back(said);
    return rule;
}

TableOutline table_of(const Element& element, const std::string& decision)
{
    const auto attribute = [&](const char* name, const char* otherwise) {
        const std::string_view value = element.attribute(name);
        return std::string(value.empty() ? otherwise : value);
    };
    TableOutline table{.number = element.number,
                       .policy = attribute("hitPolicy", "UNIQUE"),
                       .aggregation = attribute("aggregation", "")};
    for (const auto& child : element.children) {
        if (child->name == "input") table.inputs.push_back(input_of(*child));
        if (child->name == "output") table.outputs.push_back(output_of(*child, element, decision));
        if (child->name == "annotation") table.annotations.emplace_back(child->attribute("name"));
        if (child->name == "rule") table.rules.push_back(rule_of(*child));
    }
    std::size_t notes = table.annotations.size();
    for (const TableOutline::Rule& rule : table.rules) notes = std::max(notes, rule.notes.size());
    table.annotations.resize(notes);
    for (TableOutline::Rule& rule : table.rules) rule.notes.resize(notes);
    return table;
}

// All tables and formulas of a decision, the outer ones first. A file nests at most so deep that this recursion ends.
void add_parts(const Element& element, const std::string& label, DecisionOutline& into)
{
    for (const auto& child : element.children) {
        if (child->name == "decisionTable") {
            into.parts.push_back({.label = label, .tables = {table_of(*child, into.name)}});
        } else if (child->name == "literalExpression") {
            into.parts.push_back({.label = label, .formula = text_in(child.get())});
        } else {
            const bool is_named = child->name == "contextEntry" || child->name == "binding";
            const Element* name = child->child(child->name == "binding" ? "parameter" : "variable");
            add_parts(*child, is_named && name != nullptr ? std::string(name->attribute("name")) : label,
                      into);
        }
    }
}

using Names = std::map<std::string_view, std::string>;  // by id

DecisionOutline decision_of(const Element& element, const Names& names)
{
    DecisionOutline decision{.id = std::string(element.attribute("id")),
                             .name = element.label(),
                             .is_knowledge = element.name == "businessKnowledgeModel",
                             .question = child_text(element, "question"),
                             .description = child_text(element, "description")};
    for (const auto& child : element.children) {
        if (child->name != "informationRequirement" && child->name != "knowledgeRequirement") continue;
        for (const auto& reference : child->children) {
            if (!reference->name.starts_with("required")) continue;
            std::string_view href = reference->attribute("href");
            href.remove_prefix(href.find('#') + 1);  // npos + 1 is 0
            if (const auto name = names.find(href); name != names.end())
                decision.needs.push_back(name->second);
        }
    }
    add_parts(element, "", decision);
    return decision;
}

}  // namespace

Outline outline(std::string_view xml)
{
    Outline out;
    try {
        const std::unique_ptr<Element> root = parse_xml(xml);
        out.description = child_text(*root, "description");
        Names names;
        for (const auto& child : root->children) names.emplace(child->attribute("id"), child->label());
        for (const auto& child : root->children) {
            if (child->name == "decision" || child->name == "businessKnowledgeModel")
                out.decisions.push_back(decision_of(*child, names));
        }
    } catch (const Wrong&) {
        return {};
    }
    return out;
}

}  // namespace lt::dmn
