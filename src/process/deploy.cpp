#include "process/deploy.h"

#include "kit/audit/audit.h"
#include "kit/base/ids.h"
#include "kit/crypto/digest.h"
#include "process/deciding.h"
#include "process/queries.h"

namespace lt::process {
namespace {

std::optional<std::string_view> kind_of(engine::EventKind kind)
{
    if (kind == engine::EventKind::message) return "message";
    if (kind == engine::EventKind::signal) return "signal";
    if (kind == engine::EventKind::timer) return "timer";
    if (kind == engine::EventKind::conditional) return "condition";
    return std::nullopt;
}

class NoSight final : public engine::Sight {
public:
    std::optional<engine::Value> find(std::string_view) const override { return std::nullopt; }
};

// Before a case begins there are no variables: an expression can name nothing but moments and durations.
std::optional<engine::Timer> timer_of(const engine::Graph& graph, const engine::EventDefinition& event,
                                      base::Time now)
{
    if (event.timer || event.expression == engine::kNone) return event.timer;
    const auto value = graph.expressions[event.expression]->evaluate(NoSight(), now);
    return value ? engine::timer_of(*value, event.form) : std::nullopt;
}

bpmn::Finding finding_at(const engine::Node& node, bpmn::Severity severity, const char* message)
{
    return {.severity = severity,
            .rule = "LT.begin",
            .element = node.id,
            .tag = "startEvent",
            .message = base::Message(message)};
}

void add_beginnings(db::Transaction& tx, const Definition& made, std::int64_t id,
                    std::optional<std::int64_t> agency, base::Time now)
{
    for (const engine::Beginning& beginning : made.graph.beginnings) {
        if (beginning.definition == engine::kNone) continue;
        const engine::EventDefinition& event = made.graph.definitions[beginning.definition];
        const auto kind = kind_of(event.kind);
        if (!kind) continue;
        std::optional<base::Time> due;
        // A timer starts instances of an agency: the province's own drawings have none to start in.
        if (event.kind == engine::EventKind::timer && agency)
            due = engine::first_due(*timer_of(made.graph, event, now), now);
        tx.run(sql::beginning_add, id, made.graph.id_of(beginning.node), event_of(made.graph, beginning),
               std::string(*kind), event.name, agency, due);
    }
}

}  // namespace

std::vector<bpmn::Finding> lacking_beginnings(const Definition& made, std::optional<std::int64_t> agency,
                                              base::Time now)
{
    std::vector<bpmn::Finding> found;
    for (const engine::Beginning& beginning : made.graph.beginnings) {
        if (beginning.definition == engine::kNone) continue;
        const engine::Node& node = made.graph.nodes[beginning.node];
        const engine::EventDefinition& event = made.graph.definitions[beginning.definition];
        if (event.kind != engine::EventKind::timer) continue;
        if (!timer_of(made.graph, event, now))
            found.push_back(finding_at(
                node, bpmn::Severity::error,
                base::msg(
                    "Giờ bắt đầu quy trình phải tính được khi chưa có hồ sơ nào: ghi thời điểm, khoảng thời gian hoặc chu kỳ.")));
        else if (!agency)
            found.push_back(finding_at(
                node, bpmn::Severity::warning,
                base::msg(
                    "Sơ đồ dùng chung toàn tỉnh không tự bắt đầu theo giờ ở cơ quan nào. Cơ quan cần thì triển khai sơ đồ của mình.")));
    }
    return found;
}

base::Result<Deployment> deploy(db::Transaction& tx, Services& services, std::optional<std::int64_t> agency,
                                std::string_view source, const std::string& note)
{
    auto ready = make_ready(source);
    if (!ready) return ready.error();
    Deployment deployment{.findings = std::move(ready->findings)};
    const base::Time now = services.clock->now();
    bool refused = false;
    for (const Definition& made : ready->definitions)
        for (bpmn::Finding& lack : lacking_beginnings(made, agency, now)) {
            refused = refused || lack.severity == bpmn::Severity::error;
            deployment.findings.push_back(std::move(lack));
        }
    if (refused) return deployment;
    const std::string sha256 = crypto::sha256_hex(source);
    std::set<std::string> keys;
    for (const Definition& made : ready->definitions) keys.insert(made.key);
    for (const Definition& made : ready->definitions) {
        for (bpmn::Finding& lack : lacking_decisions(tx, services, agency.value_or(0), made))
            deployment.findings.push_back(std::move(lack));
        for (bpmn::Finding& lack : lacking_processes(tx, agency.value_or(0), made, keys))
            deployment.findings.push_back(std::move(lack));
        const std::string uid = base::new_uid(now);
        const db::Rows rows = tx.run(sql::definition_add, uid, agency, made.key, made.name, sha256,
                                     std::as_bytes(std::span(source)), note, now, tx.scope().official);
        const db::Row row = rows[0];
        Deployed one{row["uid"].str(), made.key, row["version"].int32(), row["added"].boolean()};
        if (one.added) {
            add_beginnings(tx, made, row["id"].int64(), agency, now);
            audit::record(tx, {.action = "process.deployed",
                               .subject = one.uid,
                               .detail = R"({"version":)" + std::to_string(one.version) + "}",
                               .at = now,
                               .agency = agency.value_or(0)});
        }
        deployment.processes.push_back(std::move(one));
    }
    return deployment;
}

std::vector<bpmn::Finding> lacking_processes(db::Transaction& tx, std::int64_t agency, const Definition& made,
                                             const std::set<std::string>& beside)
{
    std::vector<bpmn::Finding> lacking;
    for (const engine::Node& node : made.graph.nodes) {
        if (node.kind != engine::NodeKind::call_activity) continue;
        const std::string& called = made.graph.works[node.work].called;
        if (beside.contains(called) || !tx.run(sql::definition_newest, agency, called).empty()) continue;
        lacking.push_back(
            {.severity = bpmn::Severity::warning,
             .rule = "LT.call",
             .element = node.id,
             .tag = "callActivity",
             .message = {base::msg("Quy trình được gọi “{{key}}” chưa triển khai."), {{"key", called}}}});
    }
    return lacking;
}

base::Result<base::Done> retire(db::Transaction& tx, Services& services, const std::string& uid)
{
    const base::Time now = services.clock->now();
    const db::Rows rows = base::is_uid(uid) ? tx.run(sql::definition_retire, uid, now) : db::Rows();
    if (rows.empty()) return base::not_found(base::msg("Không có phiên bản này, hoặc nó đã ngừng dùng."));
    audit::record(tx, {.action = "process.retired",
                       .subject = uid,
                       .detail = "{}",
                       .at = now,
                       .agency = rows[0]["agency_id"].opt_int64().value_or(0)});
    return base::Done{};
}

std::optional<base::Time> next_beginning(const engine::Graph& graph, const engine::Beginning& beginning,
                                         base::Time due, std::int64_t fired)
{
    const auto timer = timer_of(graph, graph.definitions[beginning.definition], due);
    if (!timer || (timer->repeats >= 0 && fired >= timer->repeats)) return std::nullopt;
    const auto next = engine::add(due, timer->interval);
    if (!next || *next <= due || (timer->until && *next > *timer->until)) return std::nullopt;
    return next;
}

}  // namespace lt::process
