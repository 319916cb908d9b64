// See lists.h.
#include "dossiers/lists.h"

#include <limits>

#include "dossiers/batches/batch.h"
#include "dossiers/queries.h"
#include "kit/base/text.h"

namespace lt::dossiers::lists {
namespace {

State state_of(const db::Value& value)
{
    const auto state = state_from(value.text());
    if (!state) throw base::Bug("a dossier is in a state that there is not");
    return *state;
}

std::vector<Row> read_rows(const db::Rows& rows)
{
    std::vector<Row> out;
    out.reserve(rows.size());
    for (const db::Row row : rows)
        out.push_back({.id = row["id"].int64(),
                       .uid = row["uid"].str(),
                       .code = row["code"].str(),
                       .procedure = row["procedure"].str(),
                       .owner = row["owner_name"].str(),
                       .state = state_of(row["state"]),
                       .way = way_from(row["way"].text()),
                       .lodged_at = row["lodged_at"].time(),
                       .due_at = row["due_at"].opt_time(),
                       .received_at = row["received_at"].opt_time(),
                       .accept_by = row["accept_by"].opt_time(),
                       .supplement_by = row["supplement_by"].opt_time(),
                       .resolved_at = row["resolved_at"].opt_time(),
                       .ended_at = row["ended_at"].opt_time(),
                       .agency = row["agency_id"].int64(),
                       .decides = row["decides_id"].int64(),
                       .step = row["step"].str_or(""),
                       .performer = row["performer_id"].opt_int64().value_or(0),
                       .assignee = row["assignee_id"].opt_int64()});
    return out;
}

// How PostgreSQL writes what comes after, and before, every time.
constexpr const char* kEnd = "infinity";
constexpr const char* kBegin = "-infinity";

std::string time_or(const std::optional<base::Time>& time, const char* otherwise)
{
    return time ? base::format_iso(*time) : otherwise;
}

}  // namespace

std::vector<Row> open(db::Transaction& tx, std::int64_t agency, Side side, const Open& wish)
{
    std::vector<std::string> states;
    for (const State state : wish.states) states.emplace_back(to_text(state));
    const bool among_timeless = wish.after != 0 && !wish.after_due;
    const std::string behind = among_timeless    ? kEnd
                               : wish.after != 0 ? base::format_iso(*wish.after_due)
                                                 : time_or(wish.due_from, kBegin);
    const auto run = [&](const auto& query) {
        return read_rows(tx.run(query, agency, states, time_or(wish.due_before, kEnd), behind,
                                among_timeless ? std::int64_t{0} : wish.after,
                                among_timeless ? wish.after : std::int64_t{0}, wish.limit));
    };
    return side == Side::received ? run(sql::open_received) : run(sql::open_decided);
}

std::vector<Row> newest(db::Transaction& tx, std::int64_t agency, Side side, std::int64_t before, int limit)
{
    const std::int64_t behind = before == 0 ? std::numeric_limits<std::int64_t>::max() : before;
    return read_rows(side == Side::received ? tx.run(sql::newest_received, agency, behind, limit)
                                            : tx.run(sql::newest_decided, agency, behind, limit));
}

std::vector<Row> expired(db::Transaction& tx, std::int64_t agency, base::Time now,
                         std::optional<base::Time> after_end, std::int64_t after, int limit)
{
    return read_rows(tx.run(sql::expired, agency, now, time_or(after_end, kBegin), after, limit));
}

std::vector<Row> found(db::Transaction& tx, const std::string& words, std::int64_t before, int limit)
{
    const std::string query = base::to_tsquery(words);
    if (query.empty()) return {};
    return read_rows(tx.run(sql::found, query, before, limit));
}

std::vector<Row> mine(db::Transaction& tx, std::int64_t agency, std::string_view role, std::int64_t official,
                      const Mine& wish)
{
    const Row::Task after = wish.after.value_or(Row::Task{});
    const db::Rows rows =
        tx.run(sql::mine, agency, role, official, wish.after ? time_or(after.due_at, kEnd) : kBegin,
               wish.after ? std::optional(after.instance) : std::nullopt, after.no, wish.due_before,
               wish.due_from, wish.limit);
    std::vector<Row> out = read_rows(rows);
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i].task =
            Row::Task{rows[i]["task_due"].opt_time(), rows[i]["instance_uid"].str(), rows[i]["no"].int32()};
    return out;
}

std::vector<Row> of_owner(db::Transaction& tx, OwnerKind kind, const std::string& number, std::int64_t before,
                          int limit)
{
    if (number.empty()) return {};
    return read_rows(tx.run(sql::of_citizen, to_text(kind), number, before, limit));
}

std::vector<Declared> declared(db::Transaction& tx, OwnerKind kind, const std::string& number, int limit)
{
    std::vector<Declared> out;
    for (const db::Row row : tx.run(sql::declared, to_text(kind), number, limit))
        out.push_back({row["id"].int64(), row["code"].str(), row["answers"].str()});
    return out;
}

Work work(db::Transaction& tx, directory::Role role, base::Time now, base::Time end_of_day, Numbers numbers)
{
    const db::Rows rows =
        tx.run(sql::work, directory::to_text(role), batches::to_text(batches::received_by(role)), now,
               end_of_day, numbers == Numbers::all);
    const db::Row row = rows[0];
    return {.any = row["any_here"].boolean(),
            .working = row["working"].int64(),
            .late = row["late"].int64(),
            .today = row["today"].int64(),
            .waiting = row["waiting"].int64(),
            .fresh = row["fresh"].int64(),
            .results = row["results"].int64(),
            .mine = row["mine"].int64(),
            .mine_late = row["mine_late"].int64(),
            .mine_today = row["mine_today"].int64(),
            .to_sign = row["to_sign"].int64(),
            .to_seal = row["to_seal"].int64(),
            .to_take = row["to_take"].int64()};
}

std::vector<Task> tasks_of(db::Transaction& tx, const std::string& instance)
{
    std::vector<Task> out;
    if (instance.empty()) return out;
    for (const db::Row row : tx.run(sql::tasks_of, instance))
        out.push_back({.no = row["no"].int32(),
                       .title = row["title"].str(),
                       .performer = row["performer_id"].int64(),
                       .role = row["role"].str(),
                       .assignee = row["assignee_id"].opt_int64(),
                       .due_at = row["due_at"].opt_time(),
                       .paused_at = row["paused_at"].opt_time(),
                       .trouble = row["trouble"].str_or(""),
                       .opened_at = row["opened_at"].time()});
    return out;
}

std::optional<Followed> follow(db::Transaction& tx, const std::string& code)
{
    const db::Rows rows = tx.run(sql::follow_public, code);
    if (rows.empty()) return std::nullopt;
    const db::Row row = rows[0];
    return Followed{.code = row["code"].str(),
                    .procedure = row["procedure"].str(),
                    .agency = row["agency_id"].int64(),
                    .decides = row["decides_id"].int64(),
                    .state = state_of(row["state"]),
                    .state_at = row["state_at"].time(),
                    .received_at = row["received_at"].opt_time(),
                    .due_at = row["due_at"].opt_time(),
                    .first_due_at = row["first_due_at"].opt_time(),
                    .supplement_by = row["supplement_by"].opt_time(),
                    .resolved_at = row["resolved_at"].opt_time(),
                    .delivery = delivery_from(row["delivery"].text()).value_or(Delivery::desk),
                    .delivery_state = row["delivery_state"].str(),
                    .money = row["money"].str()};
}

std::vector<FollowedStep> followed_steps(db::Transaction& tx, const std::string& code)
{
    std::vector<FollowedStep> out;
    for (const db::Row row : tx.run(sql::follow_steps, code))
        out.push_back({row["title"].str(), row["performer_id"].int64(), row["opened_at"].time()});
    return out;
}

}  // namespace lt::dossiers::lists
