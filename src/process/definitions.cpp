#include "process/definitions.h"

#include <algorithm>

#include "decisions/api.h"
#include "decisions/feel/expression.h"
#include "directory/types.h"
#include "kit/db/db.h"
#include "process/bpmn/document.h"
#include "process/queries.h"

namespace lt::process {
namespace {

// Drawings in memory: beyond them all are read anew.
constexpr std::size_t kMostReady = 500;

base::Result<std::unique_ptr<const engine::Expression>> expression(const bpmn::Element& task,
                                                                   std::string_view attribute,
                                                                   const std::vector<std::string>& names)
{
    const auto text = task.attribute(kTaskSpace, attribute);
    if (!text || text->empty()) return std::unique_ptr<const engine::Expression>();
    auto compiled = engine::FeelExpressions().compile(*text, names);
    if (!compiled)
        return base::invalid(
            std::string(task.id),
            {base::msg("Dòng {{line}}, “{{element}}”: {{attribute}} không phải biểu thức FEEL: {{why}}"),
             {{"line", std::to_string(task.line)},
              {"element", std::string(task.id)},
              {"attribute", std::string(attribute)},
              {"why", compiled.error().message.str()}}});
    return std::move(*compiled);
}

std::optional<calendar::Unit> unit_of(std::string_view text)
{
    if (text == "working_days") return calendar::Unit::working_days;
    if (text == "working_hours") return calendar::Unit::working_hours;
    if (text == "calendar_days") return calendar::Unit::calendar_days;
    return std::nullopt;
}

base::Error wrong_word(const bpmn::Element& task, std::string_view attribute, std::string_view value)
{
    return base::invalid(
        std::string(task.id),
        {base::msg("Dòng {{line}}, “{{element}}”: {{attribute}} không nhận giá trị “{{value}}”."),
         {{"line", std::to_string(task.line)},
          {"element", std::string(task.id)},
          {"attribute", std::string(attribute)},
          {"value", std::string(value)}}});
}

std::string_view trimmed(std::string_view text)
{
    const auto begin = text.find_first_not_of(' ');
    return begin == std::string_view::npos ? std::string_view()
                                           : text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

bool is_word(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    });
}

// Nothing for what is not "variable: question; variable number: question; …".
std::optional<std::vector<Ask>> read_asks(std::string_view text)
{
    constexpr std::string_view kNumber = " number";
    std::vector<Ask> asks;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find(';', at), text.size());
        const std::string_view one = trimmed(text.substr(at, end - at));
        at = end + 1;
        if (one.empty()) continue;
        const std::size_t colon = one.find(':');
        if (colon == std::string_view::npos) return std::nullopt;
        std::string_view name = trimmed(one.substr(0, colon));
        const std::string_view question = trimmed(one.substr(colon + 1));
        const bool is_number = name.ends_with(kNumber);
        if (is_number) name = trimmed(name.substr(0, name.size() - kNumber.size()));
        if (!is_word(name) || question.empty()) return std::nullopt;
        asks.push_back({std::string(name), std::string(question), is_number});
    }
    return asks;
}

base::Result<TaskRules> rules_of(const bpmn::Element& task, const std::vector<std::string>& names)
{
    TaskRules rules;
    auto performer = expression(task, "performer", names);
    if (!performer) return performer.error();
    rules.performer = std::move(*performer);
    auto due = expression(task, "due", names);
    if (!due) return due.error();
    rules.due = std::move(*due);
    if (const auto role = task.attribute(kTaskSpace, "role"); role && !role->empty()) {
        if (!directory::role_from(*role)) return wrong_word(task, "role", *role);
        rules.role = *role;
    }
    if (const auto unit = task.attribute(kTaskSpace, "dueUnit"); unit && !unit->empty()) {
        if (!unit_of(*unit)) return wrong_word(task, "dueUnit", *unit);
        rules.unit = *unit_of(*unit);
    }
    if (const auto asks = task.attribute(kTaskSpace, "asks"); asks && !asks->empty()) {
        const auto read = read_asks(*asks);
        if (!read) return wrong_word(task, "asks", *asks);
        rules.asks = *read;
    }
    return rules;
}

base::Result<std::shared_ptr<const DecisionRules>> decision_of(const bpmn::Element& task,
                                                               const std::vector<std::string>& names)
{
    const auto text = [&](std::string_view attribute) {
        return std::string(trimmed(task.attribute(kTaskSpace, attribute).value_or("")));
    };
    auto rules = std::make_shared<DecisionRules>();
    rules->decision = text("decision");
    rules->result = text("result");
    rules->line = task.line;
    if (rules->decision.empty()) return std::shared_ptr<const DecisionRules>();
    if (!decisions::parse_name(rules->decision)) return wrong_word(task, "decision", rules->decision);
    if (!rules->result.empty() && !is_word(rules->result)) return wrong_word(task, "result", rules->result);
    auto as_of = expression(task, "asOf", names);
    if (!as_of) return as_of.error();
    rules->as_of = std::move(*as_of);
    return std::shared_ptr<const DecisionRules>(std::move(rules));
}

base::Result<Definition> definition_of(const bpmn::Document& document, const bpmn::Element& process)
{
    auto graph = engine::compile(document, process.id, engine::FeelExpressions());
    if (!graph) return graph.error();
    Definition made;
    made.key = process.id;
    made.name = process.name.empty() ? process.id : process.name;
    made.graph = std::move(*graph);
    for (engine::Index i = 0; i < made.graph.nodes.size(); ++i) {
        const engine::Node& node = made.graph.nodes[i];
        const bool decides = node.kind == engine::NodeKind::business_rule_task;
        const bool chosen = node.kind == engine::NodeKind::ad_hoc && made.graph.ad_hocs[node.ad_hoc].chosen;
        if (node.kind != engine::NodeKind::user_task && !chosen && !decides) continue;
        const bpmn::Element* element = document.by_id(node.id);
        CHECK(element != nullptr);
        if (decides) {
            auto decision = decision_of(*element, made.graph.levels[0].variables);
            if (!decision) return decision.error();
            if (*decision == nullptr) continue;
            made.graph.works[node.work].topic = kDecisionTopic;
            made.decisions.emplace(i, std::move(*decision));
            continue;
        }
        auto rules = rules_of(*element, made.graph.levels[0].variables);
        if (!rules) return rules.error();
        made.tasks.emplace(i, std::move(*rules));
    }
    return made;
}

}  // namespace

base::Result<Ready> make_ready(std::string_view source)
{
    auto document = bpmn::read(source);
    if (!document) return document.error();
    Ready ready{.findings = bpmn::check(*document)};
    for (const bpmn::Finding& finding : ready.findings)
        if (finding.severity == bpmn::Severity::error) return ready;
    for (const bpmn::Element* process : document->processes()) {
        if (!process->flag("isExecutable")) continue;
        auto made = definition_of(*document, *process);
        if (!made) return made.error();
        ready.definitions.push_back(std::move(*made));
    }
    if (ready.definitions.empty())
        return base::invalid("source",
                             base::msg("Sơ đồ không có quy trình nào chạy được (isExecutable=\"true\")."));
    return ready;
}

DefinitionPtr Definitions::get(db::Transaction& tx, std::int64_t id)
{
    const auto known = ready_.with([&](auto& all) {
        const auto found = all.find(id);
        return found == all.end() ? DefinitionPtr() : found->second;
    });
    if (known) return known;
    const db::Rows rows = tx.run(sql::definition_find, id);
    if (rows.empty()) return nullptr;
    const db::Row row = rows[0];
    const std::string source = row["source"].bytes();
    auto document = bpmn::read(source);
    const std::string key = row["key"].str();
    const bpmn::Element* process = document ? document->by_id(key) : nullptr;
    auto made = process != nullptr ? definition_of(*document, *process)
                                   : base::Result<Definition>(base::not_found("process"));
    if (!made)
        throw std::runtime_error("process definition " + row["uid"].str() + ": " +
                                 made.error().message.str());
    made->id = id;
    made->uid = row["uid"].str();
    made->agency = row["agency_id"].opt_int64();
    made->version = row["version"].int32();
    made->name = row["name"].str();
    auto ready = std::make_shared<const Definition>(std::move(*made));
    ready_.with([&](auto& all) {
        if (all.size() >= kMostReady) all.clear();
        all[id] = ready;
    });
    return ready;
}

DefinitionPtr newest(db::Transaction& tx, Definitions& definitions, std::int64_t agency, std::string_view key)
{
    const db::Rows rows = tx.run(sql::definition_newest, agency, key);
    return rows.empty() ? nullptr : definitions.get(tx, rows[0]["id"].int64());
}

DefinitionPtr newest_at(db::Transaction& tx, Definitions& definitions, std::int64_t agency,
                        std::string_view key, base::Time moment)
{
    const db::Rows rows = tx.run(sql::definition_at, agency, key, moment);
    return rows.empty() ? nullptr : definitions.get(tx, rows[0]["id"].int64());
}

}  // namespace lt::process
