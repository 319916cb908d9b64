// See api.h.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "decisions/feel/json.h"
#include "decisions/queries.h"
#include "decisions/store.h"

namespace lt::decisions {
namespace {

using base::msg;

constexpr std::size_t kLongestRecord = 8'000;  // bytes of the inputs, and of the value
constexpr std::size_t kMostHits = 100;         // of a record
constexpr std::size_t kMostNamed = 10;         // decisions that a message lists

// What a warning says, with its place in the file.
base::Message placed(const feel::Warning& warning)
{
    return {msg("dòng {{line}}, “{{element}}”: {{why}}"),
            {{"line", std::to_string(warning.line)},
             {"element", warning.source},
             {"why", warning.message.str()}}};
}

base::Error undecided(const std::string& decision, const std::string& why)
{
    return base::conflict(
        {msg("Quyết định “{{decision}}” không tính được: {{why}}"), {{"decision", decision}, {"why", why}}});
}

std::string id_or_main(const dmn::Model& model, const std::string& decision)
{
    if (!decision.empty()) return decision;
    const auto main = model.main_decision();
    return main ? main->id : std::string();
}

dmn::Model::Entry entry_of(const dmn::Model& model, const std::string& decision)
{
    for (dmn::Model::Entry& one : model.decisions()) {
        if (one.id == decision || one.name == decision) return std::move(one);
    }
    return {decision, decision};  // a service or a knowledge model
}

}  // namespace

std::optional<Named> parse_name(std::string_view name)
{
    const std::size_t hash = std::min(name.find('#'), name.size());
    const std::string_view key = name.substr(0, hash);
    const bool is_key = !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
        return c == '_' || c == '.' || c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
               (c >= 'A' && c <= 'Z');
    });
    if (!is_key || hash + 1 == name.size()) return std::nullopt;
    return Named{std::string(key), hash == name.size() ? std::string() : std::string(name.substr(hash + 1))};
}

std::optional<base::Message> lacks(const Compiled& compiled, const std::string& decision)
{
    if (!compiled.model) {
        const dmn::Finding& first = compiled.findings.front();
        return base::Message(
            msg("Mô hình “{{name}}”, phiên bản {{version}}, không đọc được nữa, cần thêm phiên bản đã sửa. Dòng {{line}}: {{why}}"),
            {{"name", compiled.version.name},
             {"version", std::to_string(compiled.version.version)},
             {"line", std::to_string(first.line)},
             {"why", first.message.str()}});
    }
    const dmn::Model& model = *compiled.model;
    if (decision.empty() && !model.main_decision()) {
        std::string ids;
        const auto all = model.decisions();
        for (std::size_t i = 0; i < std::min(all.size(), kMostNamed); ++i)
            ids += (ids.empty() ? "" : ", ") + all[i].id;
        if (all.size() > kMostNamed) ids += ", …";
        return base::Message(msg("Mô hình có nhiều quyết định, hãy nói rõ quyết định nào: {{ids}}."),
                             {{"ids", ids}});
    }
    if (!decision.empty() && !model.has(decision))
        return base::Message(msg("Mô hình không có quyết định “{{decision}}”."), {{"decision", decision}});
    return std::nullopt;
}

base::Result<Decided> decide(const CompiledPtr& by, const std::string& decision, base::Time at,
                             const feel::Value& inputs)
{
    if (auto wrong = lacks(*by, decision)) return base::conflict(std::move(*wrong));
    const dmn::Model& model = *by->model;
    const std::string id = id_or_main(model, decision);
    Decided decided{.by = by, .decision = entry_of(model, id)};
    // A missing input would count as null, and the rule that takes anything would be met: better none than a wrong fee.
    std::vector<feel::Entry> needed;
    base::Wrong missing;
    for (const dmn::Model::Entry& input : model.inputs_of(id)) {
        const feel::Value* given = inputs.is(feel::Kind::context) ? inputs.find(input.name) : nullptr;
        if (given != nullptr)
            needed.push_back({input.name, *given});
        else
            missing.emplace_back(input.name,
                                 base::Message(msg("Quyết định “{{decision}}” thiếu dữ liệu “{{input}}”."),
                                               {{"decision", decided.decision.name}, {"input", input.name}}));
    }
    if (auto error = base::invalid(std::move(missing))) return *error;
    decided.inputs = feel::Value::context(std::move(needed));
    // Decisions that a decision service takes as inputs are given beside them.
    dmn::Decided outcome = dmn::decide(model, id, inputs, {}, at);
    if (outcome.refused()) return undecided(decided.decision.name, feel::message_of(outcome.exceeded).str());
    if (!outcome.warnings.empty())
        return undecided(decided.decision.name, placed(outcome.warnings.front()).str());
    decided.value = std::move(outcome.value);
    decided.hits = std::move(outcome.hits);
    decided.tables = std::move(outcome.tables);
    return decided;
}

base::Result<Decided> Decisions::decide(db::Transaction& tx, std::int64_t agency, std::string_view name,
                                        base::Time at, const feel::Value& inputs)
{
    const auto named = parse_name(name);
    if (!named)
        return base::conflict(
            {msg("“{{name}}” không phải tên một quyết định."), {{"name", std::string(name)}}});
    const base::Day day = base::vietnam_day(at);
    const CompiledPtr by = valid(tx, agency, named->key, day);
    if (!by)
        return base::not_found(
            {msg("Không có mô hình quyết định “{{key}}” nào có hiệu lực vào ngày {{day}}."),
             {{"key", named->key}, {"day", base::format_day(day)}}});
    return decisions::decide(by, named->decision, at, inputs);
}

CompiledPtr Decisions::valid(db::Transaction& tx, std::int64_t agency, const std::string& key, base::Day day)
{
    const db::Rows rows = tx.run(sql::model_valid, agency, key, day);
    return rows.empty() ? nullptr : get(tx, rows[0]["id"].int64());
}

CompiledPtr Decisions::get(db::Transaction& tx, std::int64_t id)
{
    if (auto known = ready_.with([&](Ready& all) { return all.find(id); })) return known;
    const db::Rows rows = tx.run(sql::model_find, id);
    if (rows.empty()) return nullptr;
    auto made = std::make_shared<Compiled>(Compiled{.version = store::version_of(rows[0])});
    const std::string source = rows[0]["source"].bytes();
    dmn::ReadModel read = dmn::read_model(source);
    if (auto* findings = std::get_if<std::vector<dmn::Finding>>(&read))
        made->findings = std::move(*findings);
    else
        made->model = std::get<dmn::Model>(std::move(read));
    ready_.with([&](Ready& all) { all.keep(id, made, source.size()); });
    return made;
}

std::string to_record(const Decided& decided)
{
    const Version& version = decided.by->version;
    nlohmann::ordered_json record{{"model", version.uid},       {"key", version.key},
                                  {"version", version.version}, {"name", version.name},
                                  {"basis", version.basis},     {"decision", decided.decision.name}};
    const auto add = [&](const char* key, const feel::Value& value) {
        const std::string json = feel::to_json(value);
        if (json.size() > kLongestRecord)
            record["cut"] = true;
        else
            record[key] = nlohmann::ordered_json::parse(json);
    };
    add("inputs", decided.inputs);
    add("value", decided.value);
    record["hits"] = nlohmann::json::array();
    const std::size_t kept = std::min(decided.hits.size(), kMostHits);
    for (std::size_t i = 0; i < kept; ++i) {
        const dmn::Hit& hit = decided.hits[i];
        record["hits"].push_back(
            {{"element", decided.tables.at(hit.table)}, {"table", hit.table}, {"rule", hit.rule}});
    }
    if (decided.hits.size() > kept) record["more_hits"] = decided.hits.size() - kept;
    return record.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace lt::decisions
