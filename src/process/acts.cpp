#include "process/acts.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "kit/base/ids.h"
#include "process/following.h"
#include "process/queries.h"
#include "process/waiting.h"
#include "process/working.h"

namespace lt::process {
namespace {

// Events of one act that are kept: a loop without an end has some 90,000 before it is stopped, all alike.
constexpr std::size_t kMostEvents = 2000;
// Works done inside one act: beyond them somebody has drawn a loop without end.
constexpr int kMostWorks = 1000;

const char* name_of(engine::HistoryKind kind)
{
    switch (kind) {
    case engine::HistoryKind::started: return "started";
    case engine::HistoryKind::entered: return "entered";
    case engine::HistoryKind::left: return "left";
    case engine::HistoryKind::cancelled: return "cancelled";
    case engine::HistoryKind::taken: return "taken";
    case engine::HistoryKind::thrown: return "thrown";
    case engine::HistoryKind::caught: return "caught";
    case engine::HistoryKind::compensated: return "compensated";
    case engine::HistoryKind::failed: return "failed";
    case engine::HistoryKind::ended: return "ended";
    }
    CHECK(false);
}

// The wait that an input is about.
engine::Number wait_of(const engine::Input& input)
{
    return std::visit(
        [](const auto& one) {
            if constexpr (requires { one.wait; })
                return one.wait;
            else if constexpr (requires { one.incident; })
                return one.incident;
            else
                return engine::kNobody;
        },
        input);
}

std::optional<Case> case_of(db::Transaction& tx, Services& services, const db::Rows& rows)
{
    if (rows.empty()) return std::nullopt;
    const db::Row row = rows[0];
    Case it{.id = row["id"].int64(),
            .uid = row["uid"].str(),
            .agency = row["agency_id"].int64(),
            .business_key = row["business_key"].str(),
            .version = row["version"].int32(),
            .parent = row["parent_id"].opt_int64()};
    if (!row["parent_wait"].null()) it.parent_wait = row["parent_wait"].int32();
    if (row["state"].null()) return std::nullopt;
    it.definition = services.definitions->get(tx, row["definition_id"].int64());
    CHECK(it.definition);
    auto state = engine::from_json(it.definition->graph, row["state"].text());
    CHECK(state);
    it.state = std::move(*state);
    return it;
}

// How much working time the waits took that end now, in the order of their numbers; -1: not counted.
std::vector<std::int64_t> worked_of(db::Transaction& tx, const Services& services, std::int64_t instance,
                                    const std::vector<std::int64_t>& numbers, base::Time now)
{
    std::vector<std::int64_t> worked(numbers.size(), -1);
    if (!services.worked || numbers.empty()) return worked;
    for (const db::Row row : tx.run(sql::waits_closing, instance, numbers)) {
        const auto at = std::lower_bound(numbers.begin(), numbers.end(), row["no"].int64()) - numbers.begin();
        worked[static_cast<std::size_t>(at)] =
            services.worked(row["performer_id"].int64(), row["opened_at"].time(), now).count();
    }
    return worked;
}

}  // namespace

std::string_view to_text(engine::Status status)
{
    switch (status) {
    case engine::Status::running: return "running";
    case engine::Status::stuck: return "stuck";
    case engine::Status::completed: return "completed";
    case engine::Status::terminated: return "terminated";
    case engine::Status::failed: return "failed";
    }
    CHECK(false);
}

db::Scope scope_of(const Actor& actor)
{
    return {.agency = actor.agency,
            .official = actor.official,
            .reach = db::Reach::agency,
            .request_id = actor.request_id};
}

base::Error is_over() { return base::not_found(base::msg("Bước này đã xong hoặc không còn nữa.")); }

std::optional<Case> lock(db::Transaction& tx, Services& services, const std::string& uid)
{
    if (!base::is_uid(uid)) return std::nullopt;
    return case_of(tx, services, tx.run(sql::instance_lock, uid));
}

std::optional<Case> find(db::Transaction& tx, Services& services, const std::string& uid)
{
    if (!base::is_uid(uid)) return std::nullopt;
    return case_of(tx, services, tx.run(sql::instance_find, uid));
}

std::optional<Case> find_by_id(db::Transaction& tx, Services& services, std::int64_t id)
{
    return case_of(tx, services, tx.run(sql::instance_find_id, id));
}

std::optional<Case> lock_by_id(db::Transaction& tx, Services& services, std::int64_t id)
{
    return case_of(tx, services, tx.run(sql::instance_lock_id, id));
}

std::optional<Case> lock_due(db::Transaction& tx, Services& services, std::int64_t id, int timer)
{
    return case_of(tx, services, tx.run(sql::instance_lock_due, id, timer, services.clock->now()));
}

Act::Act(db::Transaction& tx, Services& services, const Actor& actor, Case& it, std::string name,
         std::string detail)
    : tx_(tx), services_(services), actor_(actor), case_(it), name_(std::move(name)),
      detail_(std::move(detail)), now_(services.clock->now())
{
}

base::Result<base::Done> Act::apply(const engine::Input& input)
{
    if (auto moved = move(input); !moved) return moved.error();
    for (int works = 0; work_inside(); ++works) CHECK(works < 2 * kMostWorks);  // an incident stands before
    return base::Done{};
}

base::Result<base::Done> Act::move(const engine::Input& input)
{
    auto outcome = engine::step(case_.definition->graph, std::move(case_.state), input, {.now = now_});
    if (!outcome) return outcome.error();
    take(std::move(*outcome), input);
    return base::Done{};
}

void Act::take(engine::Outcome outcome, const engine::Input& input)
{
    const engine::Number meant = wait_of(input);
    const bool skipped = std::holds_alternative<engine::Skip>(input);
    const bool moved = std::holds_alternative<engine::MoveToken>(input);
    for (const engine::Wait& wait : outcome.closed) {
        if (opened_.erase(wait.number) > 0) continue;
        closed_[wait.number] = wait.number != meant || moved ? "withdrawn" : skipped ? "skipped" : "done";
        if (wait.kind == engine::WaitKind::call && wait.number != meant) gone_.push_back(wait);
    }
    opened_.insert(outcome.opened.begin(), outcome.opened.end());
    case_.state = std::move(outcome.state);
    // A repeated timer goes on under its number.
    if (const engine::Wait* wait = case_.state.wait(meant);
        wait != nullptr && wait->kind == engine::WaitKind::timer)
        timed_[meant] = wait->due;
    std::move(outcome.thrown.begin(), outcome.thrown.end(), std::back_inserter(thrown_));
    const engine::Graph& graph = case_.definition->graph;
    for (const engine::HistoryEvent& event : outcome.history) {
        if (++events_noted_ > kMostEvents) break;
        nlohmann::ordered_json line{{"kind", name_of(event.kind)}};
        if (event.node != engine::kNone) line["node"] = graph.id_of(event.node);
        if (event.flow != engine::kNone) line["flow"] = graph.flows[event.flow].id;
        if (!event.detail.empty()) line["detail"] = event.detail;
        if (events_.size() > 1) events_ += ',';
        events_ += line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    }
}

// Does one piece of work that may be done inside the act; false when there is none.
bool Act::work_inside()
{
    for (const engine::Number number : opened_) {
        const engine::Wait* wait = case_.state.wait(number);
        if (wait == nullptr || wait->kind != engine::WaitKind::work) continue;
        const Work work = work_for(services_, case_, *wait);
        const Inside* inside = find_inside(services_, work.topic);
        if (inside == nullptr) continue;
        engine::Input next = engine::Fail{number, {}};
        if (works_++ >= kMostWorks) {
            next = engine::Fail{number, base::msg("Quá nhiều việc tự động liên tiếp trong một lần xử lý.")};
        } else if (auto answer = (*inside)(tx_, work); !answer) {
            next = engine::Fail{number, answer.error().message.str()};
        } else if (answer->error) {
            next = engine::RaiseError{number, *answer->error, answer->variables};
        } else {
            next = engine::Complete{number, answer->variables};
        }
        const auto moved = move(next);
        CHECK(moved);  // the wait is open and of that kind
        return true;
    }
    return false;
}

base::Result<base::Done> Act::write()
{
    const engine::State& state = case_.state;
    std::optional<std::string> json;
    // A called process may be asked to compensate after its end.
    if (!state.ended() || case_.parent) {
        auto written = engine::to_json(case_.definition->graph, state);
        if (!written) return written.error();
        json = std::move(*written);
    }
    std::vector<std::int64_t> closed, timed;
    std::vector<std::string> outcomes, times;
    for (const auto& [number, outcome] : closed_) {
        closed.push_back(number);
        outcomes.push_back(outcome);
    }
    for (const auto& [number, due] : timed_) {
        timed.push_back(number);
        times.push_back(base::format_iso(due));
    }
    for (const engine::Number number : opened_)
        if (const engine::Wait* wait = state.wait(number);
            wait != nullptr && wait->kind == engine::WaitKind::message)
            tx_.run(sql::message_guard, case_.agency, wait->name);
    const bool fresh = case_.id == 0;
    const db::Rows rows =
        tx_.run(sql::act_write, fresh ? std::nullopt : std::optional(case_.id), case_.version, case_.uid,
                case_.agency, case_.definition->id, case_.business_key, case_.parent, case_.parent_wait,
                std::string(to_text(state.status)), json, state.ended() ? std::optional(now_) : std::nullopt,
                actor_.official, name_, detail_, events_ + "]", now_, closed, outcomes,
                waits_json(services_, case_, opened_, now_), timed, times,
                worked_of(tx_, services_, case_.id, closed, now_));
    if (rows.empty()) throw db::TryAgain("another act on the instance was faster");
    case_.id = rows[0]["id"].int64();
    case_.version = rows[0]["version"].int32();
    follow(tx_, services_, actor_, case_, {.opened = opened_, .gone = gone_, .thrown = thrown_});
    if (services_.notify) services_.notify(case_.agency);
    return base::Done{};
}

}  // namespace lt::process
