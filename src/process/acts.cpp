#include "process/acts.h"

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

// What an input puts into the variables.
engine::Value brought_by(const engine::Input& input)
{
    if (const auto* done = std::get_if<engine::Complete>(&input)) return done->variables;
    if (const auto* error = std::get_if<engine::RaiseError>(&input)) return error->payload;
    return {};
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

std::optional<Case> locked(db::Transaction& tx, Services& services, const db::Rows& rows)
{
    std::optional<Case> it = case_of(tx, services, rows);
    if (!it || rows[0]["performed"].null()) return it;
    for (const auto& wait : nlohmann::json::parse(rows[0]["performed"].text()))
        it->performed.emplace(wait[0], Case::Performed{wait[1], base::Time(std::chrono::seconds(wait[2]))});
    return it;
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
    return locked(tx, services, tx.run(sql::instance_lock, uid));
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
    return locked(tx, services, tx.run(sql::instance_lock_id, id));
}

std::optional<Case> lock_due(db::Transaction& tx, Services& services, std::int64_t id, int timer)
{
    return locked(tx, services, tx.run(sql::instance_lock_due, id, timer, services.clock->now()));
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

base::Result<base::Done> Act::move(const engine::Input& input, Origin origin)
{
    const engine::Graph& graph = case_.definition->graph;
    auto outcome = engine::step(graph, std::move(case_.state), input, {.now = now_});
    if (!outcome) return outcome.error();
    // What work inside brings is its own fault; at the end of the act it would be that of whoever acts.
    if (origin == Origin::inside)
        if (const auto fits = room_.check(graph, outcome->state, brought_by(input)); !fits)
            return fits.error();
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
    std::move(outcome.thrown.begin(), outcome.thrown.end(), std::back_inserter(thrown_));
    const engine::Graph& graph = case_.definition->graph;
    for (const engine::HistoryEvent& event : outcome.history) {
        if (events_noted_ > kMostEvents) break;  // nothing more would be kept of so many
        nlohmann::ordered_json line{{"kind", name_of(event.kind)}};
        if (event.node != engine::kNone) line["node"] = graph.id_of(event.node);
        if (event.flow != engine::kNone) line["flow"] = graph.flows[event.flow].id;
        if (!event.detail.empty()) line["detail"] = event.detail;
        note_event(line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    }
}

void Act::note_event(const std::string& line)
{
    if (++events_noted_ > kMostEvents) return;
    if (events_.size() > 1) events_ += ',';
    events_ += line;
}

// Does one piece of work that may be done inside the act; false when there is none.
bool Act::work_inside()
{
    for (const engine::Number number : opened_) {
        const engine::Wait* wait = case_.state.wait(number);
        if (wait == nullptr || wait->kind != engine::WaitKind::work) continue;
        const Inside* inside = find_inside(services_, topic_of(case_, *wait));
        if (inside == nullptr) continue;
        const std::size_t noted = events_.size();
        const engine::State before = case_.state;
        base::Result<base::Done> moved = base::Done{};
        try {
            moved = move(done_inside(*inside, *wait), Origin::inside);
        } catch (const feel::TooLarge&) {
            moved = base::conflict(base::msg("Dữ liệu của hồ sơ quá lớn."));
        }
        if (!moved) {  // what it sees or brings is too large: an incident, as of work outside
            case_.state = before;
            events_.resize(noted);
            moved = move(engine::Fail{number, moved.error().message.str()});
        }
        CHECK(moved);  // the wait is open and of that kind
        return true;
    }
    return false;
}

engine::Input Act::done_inside(const Inside& inside, const engine::Wait& wait)
{
    const engine::Number number = wait.number;
    if (works_++ >= kMostWorks)
        return engine::Fail{number, base::msg("Quá nhiều việc tự động liên tiếp trong một lần xử lý.")};
    const auto work = work_for(services_, case_, wait);
    if (!work) return engine::Fail{number, work.error().message.str()};
    const auto answer = inside(tx_, *work);
    if (!answer) return engine::Fail{number, answer.error().message.str()};
    if (answer->error) return engine::RaiseError{number, *answer->error, answer->variables};
    if (!answer->record.empty())
        note_event(R"({"kind":"worked","node":)" + nlohmann::json(work->element).dump() + R"(,"record":)" +
                   answer->record + "}");
    return engine::Complete{number, answer->variables};
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
    for (const engine::Number number : opened_)
        if (const engine::Wait* wait = state.wait(number);
            wait != nullptr && wait->kind == engine::WaitKind::message)
            tx_.run(sql::message_guard, case_.agency, wait->name);
    const std::string waits = waits_json(services_, case_, opened_, now_);
    const std::string status(to_text(state.status));
    const auto ended = state.ended() ? std::optional(now_) : std::nullopt;
    events_ += "]";
    if (case_.id == 0) {
        const db::Rows made =
            tx_.run(sql::act_begin, case_.uid, case_.agency, case_.definition->id, case_.business_key,
                    case_.parent, case_.parent_wait, status, json, ended, actor_.official, name_, detail_,
                    events_, now_, waits, case_.as_of);
        case_.id = made[0]["id"].int64();
        case_.version = 1;
    } else {
        // Sent along with what comes next, the commit where nothing follows: the instance is locked, so there is nothing to learn of it.
        tx_.send(sql::act_write, case_.id, case_.version, case_.uid, case_.agency, case_.definition->id,
                 case_.business_key, case_.parent_wait, status, json, ended, actor_.official, name_, detail_,
                 events_, now_, closed_json(tx_, services_, case_, closed_, now_), waits);
        ++case_.version;
    }
    follow(tx_, services_, actor_, case_, {.opened = opened_, .gone = gone_, .thrown = thrown_});
    if (services_.ended && state.status == engine::Status::completed && !case_.parent)
        if (auto told = services_.ended(tx_, {case_.uid, case_.agency, case_.business_key}); !told)
            return told;
    if (services_.notify) services_.notify(case_.agency);
    return base::Done{};
}

}  // namespace lt::process
