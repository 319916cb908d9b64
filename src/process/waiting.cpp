#include "process/waiting.h"

#include <cmath>

#include <nlohmann/json.hpp>

#include "process/queries.h"
#include "process/working.h"

namespace lt::process {
namespace {

const char* name_of(engine::WaitKind kind)
{
    switch (kind) {
    case engine::WaitKind::user_task: return "task";
    case engine::WaitKind::work: return "work";
    case engine::WaitKind::message: return "message";
    case engine::WaitKind::signal: return "signal";
    case engine::WaitKind::timer: return "timer";
    case engine::WaitKind::condition: return "condition";
    case engine::WaitKind::call:
    case engine::WaitKind::compensation: return "call";
    case engine::WaitKind::incident: return "incident";
    }
    CHECK(false);
}

class FrameSight final : public engine::Sight {
public:
    FrameSight(const engine::State& state, engine::Number frame) : state_(state), frame_(frame) {}
    std::optional<engine::Value> find(std::string_view name) const override
    {
        return state_.find(frame_, name);
    }

private:
    const engine::State& state_;
    engine::Number frame_;
};

// Who performs a task and until when; what can't be told is a trouble that an official can mend, and no reason to stop.
void assign(Services& services, const Case& it, const engine::Wait& wait, base::Time now, nlohmann::json& row)
{
    const auto found = it.definition->tasks.find(wait.node);
    if (found == it.definition->tasks.end()) return;
    const TaskRules& rules = found->second;
    row["role"] = rules.role;
    const FrameSight sight(it.state, wait.frame);
    std::int64_t performer = it.agency;
    const auto trouble = [&row](const base::Message& message) { row["trouble"] = message.str(); };
    if (rules.performer) {
        const auto code = rules.performer->evaluate(sight, now);
        const bool text = code && code->is(feel::Kind::string);
        const auto snapshot = services.directory.snapshot();
        const directory::Agency* agency = text ? snapshot->find_code(code->as_string()) : nullptr;
        if (agency == nullptr) {
            trouble(!code  ? code.error().message
                    : text ? base::Message(base::msg("Không có cơ quan mang mã {{code}}."),
                                           {{"code", code->as_string()}})
                           : base::msg("Biểu thức về cơ quan thực hiện không cho ra mã cơ quan."));
        } else {
            performer = agency->id;
        }
        row["performer"] = performer;
    }
    if (!rules.due) return;
    const auto amount = rules.due->evaluate(sight, now);
    std::optional<base::Time> due;
    if (amount && amount->is(feel::Kind::number))
        due = services.due(performer, now, {amount->as_number().to_double(), rules.unit});
    if (due)
        row["due"] = base::format_iso(*due);
    else
        trouble(amount ? base::msg("Không tính được hạn của bước này.") : amount.error().message);
}

// How much working time the waits took that end now, in their order; -1: not counted.
std::vector<std::int64_t> worked_of(db::Transaction& tx, const Services& services, Case& it,
                                    const std::vector<std::int64_t>& numbers, base::Time now)
{
    std::vector<std::int64_t> worked;
    if (!services.worked) return std::vector<std::int64_t>(numbers.size(), -1);
    for (const std::int64_t number : numbers) {
        auto found = it.performed.find(static_cast<engine::Number>(number));
        if (found == it.performed.end()) {
            for (const db::Row row : tx.run(sql::waits_closing, it.id, numbers))
                it.performed[static_cast<engine::Number>(row["no"].int64())] = {row["performer_id"].int64(),
                                                                                row["opened_at"].time()};
            found = it.performed.find(static_cast<engine::Number>(number));
        }
        worked.push_back(found == it.performed.end()
                             ? -1
                             : services.worked(found->second.agency, found->second.since, now).count());
    }
    return worked;
}

}  // namespace

std::string waits_json(Services& services, const Case& it, const std::set<engine::Number>& numbers,
                       base::Time now)
{
    nlohmann::json rows = nlohmann::json::array();
    const engine::Graph& graph = it.definition->graph;
    for (const engine::Number number : numbers) {
        const engine::Wait* wait = it.state.wait(number);
        if (wait == nullptr) continue;
        const engine::Node& node = graph.nodes[wait->node];
        nlohmann::json row{{"no", number},
                           {"kind", name_of(wait->kind)},
                           {"element", node.id},
                           {"frame", wait->frame},
                           {"title", node.name},
                           {"name", wait->name},
                           {"correlation", wait->correlation},
                           {"role", ""}};
        switch (wait->kind) {
        case engine::WaitKind::user_task: assign(services, it, *wait, now, row); break;
        case engine::WaitKind::timer: row["due"] = base::format_iso(wait->due); break;
        case engine::WaitKind::incident: row["trouble"] = wait->name; break;
        case engine::WaitKind::work: {
            const std::string& topic = graph.works[node.work].topic;
            row["name"] = topic;
            if (!is_known(services, topic))
                row["trouble"] = base::Message(base::msg("Không có chương trình nào làm việc “{{topic}}”."),
                                               {{"topic", topic}})
                                     .str();
            break;
        }
        case engine::WaitKind::message:
        case engine::WaitKind::signal:
        case engine::WaitKind::condition:
        case engine::WaitKind::call:
        case engine::WaitKind::compensation: break;
        }
        rows.push_back(std::move(row));
    }
    return rows.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string closed_json(db::Transaction& tx, const Services& services, Case& it,
                        const std::map<engine::Number, std::string>& closed, base::Time now)
{
    std::vector<std::int64_t> numbers;
    for (const auto& one : closed) numbers.push_back(one.first);
    const std::vector<std::int64_t> worked = worked_of(tx, services, it, numbers, now);
    nlohmann::json rows = nlohmann::json::array();
    std::size_t at = 0;
    for (const auto& [number, outcome] : closed)
        rows.push_back({{"no", number}, {"outcome", outcome}, {"worked", worked[at++]}});
    return rows.dump();
}

}  // namespace lt::process
