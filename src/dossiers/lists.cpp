// See lists.h.
#include "dossiers/lists.h"

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

// PostgreSQL's "infinity" stands for rows without a due time.
std::optional<std::string> behind(const Open& wish)
{
    if (wish.after == 0) return std::nullopt;
    return wish.after_due ? base::format_iso(*wish.after_due) : std::string("infinity");
}

}  // namespace

std::vector<Row> open(db::Transaction& tx, std::int64_t agency, Side side, const Open& wish)
{
    std::vector<std::string> states;
    for (const State state : wish.states) states.emplace_back(to_text(state));
    const auto run = [&](const auto& query) {
        return read_rows(tx.run(query, agency, states, wish.due_before, wish.due_from, behind(wish),
                                wish.after, wish.limit));
    };
    return side == Side::received ? run(sql::open_received) : run(sql::open_decided);
}

std::vector<Row> newest(db::Transaction& tx, std::int64_t agency, Side side, std::int64_t before, int limit)
{
    return read_rows(side == Side::received ? tx.run(sql::newest_received, agency, before, limit)
                                            : tx.run(sql::newest_decided, agency, before, limit));
}

std::vector<Row> found(db::Transaction& tx, const std::string& words, std::int64_t before, int limit)
{
    const std::string query = base::to_tsquery(words);
    if (query.empty()) return {};
    return read_rows(tx.run(sql::found, query, before, limit));
}

std::vector<Row> mine(db::Transaction& tx, std::int64_t agency, std::string_view role, std::int64_t official,
                      int limit)
{
    return read_rows(tx.run(sql::mine, agency, role, official, limit));
}

std::vector<Row> of_owner(db::Transaction& tx, OwnerKind kind, const std::string& number, std::int64_t before,
                          int limit)
{
    if (number.empty()) return {};
    return read_rows(tx.run(sql::of_citizen, to_text(kind), number, before, limit));
}

std::vector<Count> counts(db::Transaction& tx, std::int64_t agency, Side side, base::Time now,
                          base::Time end_of_day)
{
    std::vector<Count> out;
    for (const db::Row row : side == Side::received ? tx.run(sql::counts_received, agency, now, end_of_day)
                                                    : tx.run(sql::counts_decided, agency, now, end_of_day))
        out.push_back(
            {state_of(row["state"]), row["all"].int64(), row["late"].int64(), row["today"].int64()});
    return out;
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

}  // namespace lt::dossiers::lists
