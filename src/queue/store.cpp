// See store.h.
#include "queue/store.h"

#include "queue/queries.h"

namespace lt::queue::store {
namespace {

using base::msg;

Desk read_desk(const db::Row& row)
{
    return {row["id"].int64(), row["agency_id"].int64(), row["code"].str(), row["name"].str()};
}

std::string read_label(const db::Row& row) { return label_of(row["letter"].str(), row["number"].int32()); }

Turn read_turn(const db::Row& row)
{
    return {.id = row["id"].int64(),
            .ticket = row["uid"].str(),
            .label = read_label(row),
            .group = row["group_name"].str(),
            .day = row["day"].day(),
            .called_at = row["called_at"].time(),
            .calls = row["calls"].int32()};
}

TicketState read_state(const db::Row& row)
{
    if (row["called_at"].null()) return TicketState::waiting;
    if (row["ended_at"].null()) return TicketState::called;
    const std::string_view outcome = row["outcome"].text();
    if (outcome == "absent") return TicketState::absent;
    return outcome == "left" ? TicketState::left : TicketState::done;
}

std::vector<Figures> read_figures(const db::Rows& rows)
{
    std::vector<Figures> out;
    for (const db::Row row : rows)
        out.push_back({.day = row["day"].day(),
                       .name = row["name"].str(),
                       .called = row["called"].int64(),
                       .absent = row["absent"].int64(),
                       .median_wait = row["median_wait"].int64(),
                       .long_wait = row["long_wait"].int64(),
                       .median_service = row["median_service"].opt_int64()});
    return out;
}

// Runs an insert whose key may be taken.
template <class Statement>
base::Result<base::Done> insert(Statement statement, std::string_view constraint, const char* field,
                                const char* words)
{
    try {
        statement();
        return base::Done{};
    } catch (const db::ConstraintViolation& violation) {
        if (violation.constraint != constraint) throw;
        return base::invalid(field, words);
    }
}

}  // namespace

std::optional<Desk> find_desk(db::Transaction& tx, const std::string& code)
{
    const db::Rows rows = tx.run(sql::desk_by_code, code);
    return rows.empty() ? std::nullopt : std::optional(read_desk(rows[0]));
}

std::vector<Desk> desks(db::Transaction& tx, std::int64_t agency)
{
    std::vector<Desk> out;
    for (const db::Row row : tx.run(sql::desks, agency)) out.push_back(read_desk(row));
    return out;
}

base::Result<base::Done> add_desk(db::Transaction& tx, const Desk& desk)
{
    return insert([&] { tx.run(sql::desk_add, desk.agency, desk.code, desk.name); }, "queue_desks_code_key",
                  "code", msg("Địa chỉ này đã có nơi dùng. Chọn địa chỉ khác."));
}

std::vector<Group> groups(db::Transaction& tx, std::int64_t desk)
{
    std::vector<Group> out;
    for (const db::Row row : tx.run(sql::groups, desk))
        out.push_back({row["id"].int64(), row["letter"].str(), row["name"].str(), row["first"].boolean()});
    return out;
}

base::Result<base::Done> add_group(db::Transaction& tx, const Desk& desk, const Group& group)
{
    return insert(
        [&] { tx.run(sql::group_add, desk.id, desk.agency, group.letter, group.name, group.first); },
        "queue_groups_letter_key", "letter",
        msg("Chữ này đã có nhóm dùng, hoặc nhóm đã ngừng từng dùng. Chọn chữ khác."));
}

bool close_group(db::Transaction& tx, std::int64_t desk, const std::string& letter, base::Time now)
{
    return tx.run(sql::group_close, desk, letter, now).affected() == 1;
}

std::vector<Counter> counters(db::Transaction& tx, std::int64_t desk)
{
    std::vector<Counter> out;
    for (const db::Row row : tx.run(sql::counters, desk))
        out.push_back({row["id"].int64(), row["number"].int32(), row["groups"].int64s()});
    return out;
}

void put_counter(db::Transaction& tx, const Desk& desk, const Counter& counter)
{
    tx.run(sql::counter_add, desk.id, desk.agency, counter.number);
    tx.run(sql::counter_forget_groups, desk.id, counter.number);
    tx.run(sql::counter_set_groups, desk.id, counter.number, counter.groups);
}

std::vector<Kiosk> kiosks(db::Transaction& tx, std::int64_t desk)
{
    std::vector<Kiosk> out;
    for (const db::Row row : tx.run(sql::kiosks, desk))
        out.push_back({row["uid"].str(), row["name"].str(), row["made_at"].time()});
    return out;
}

void add_kiosk(db::Transaction& tx, const Desk& desk, const Kiosk& kiosk, const std::string& secret_digest)
{
    tx.run(sql::kiosk_add, kiosk.uid, desk.id, desk.agency, kiosk.name, secret_digest, kiosk.made_at,
           tx.scope().official);
}

bool revoke_kiosk(db::Transaction& tx, std::int64_t desk, const std::string& uid, base::Time now)
{
    return tx.run(sql::kiosk_revoke, desk, uid, now).affected() == 1;
}

std::optional<std::int64_t> find_kiosk(db::Transaction& tx, std::int64_t desk,
                                       const std::string& secret_digest)
{
    const db::Rows rows = tx.run(sql::kiosk_find, desk, secret_digest);
    return rows.empty() ? std::nullopt : std::optional(rows[0]["id"].int64());
}

int next_number(db::Transaction& tx, std::int64_t group, base::Day day)
{
    return tx.run(sql::number_next, group, day)[0]["last"].int32();
}

void add_ticket(db::Transaction& tx, const NewTicket& ticket)
{
    const std::optional<std::int64_t> official =
        ticket.kiosk ? std::nullopt : std::optional(tx.scope().official);
    tx.run(sql::ticket_add, ticket.uid, ticket.group, base::vietnam_day(ticket.at), ticket.number, ticket.at,
           ticket.kiosk, official);
}

std::optional<Ticket> find_ticket(db::Transaction& tx, std::int64_t desk, const std::string& uid)
{
    const db::Rows rows = tx.run(sql::ticket_find, desk, uid);
    if (rows.empty()) return std::nullopt;
    const db::Row row = rows[0];
    const auto counter = row["counter"].opt_int64();
    return Ticket{.uid = row["uid"].str(),
                  .label = read_label(row),
                  .group = row["group_name"].str(),
                  .day = row["day"].day(),
                  .taken_at = row["taken_at"].time(),
                  .state = read_state(row),
                  .counter = counter ? std::optional(static_cast<int>(*counter)) : std::nullopt,
                  .ahead = row["ahead"].int64()};
}

std::optional<Turn> current(db::Transaction& tx, std::int64_t counter)
{
    const db::Rows rows = tx.run(sql::turn_current, counter);
    return rows.empty() ? std::nullopt : std::optional(read_turn(rows[0]));
}

std::optional<Turn> call_next(db::Transaction& tx, std::int64_t counter, base::Time now)
{
    const db::Rows rows = tx.run(sql::turn_next, counter, base::vietnam_day(now), now, tx.scope().official);
    return rows.empty() ? std::nullopt : std::optional(read_turn(rows[0]));
}

bool call_again(db::Transaction& tx, std::int64_t turn, std::int64_t counter, base::Time now)
{
    return tx.run(sql::turn_again, turn, counter, now).affected() == 1;
}

bool end_turn(db::Transaction& tx, std::int64_t turn, std::int64_t counter, const char* outcome,
              base::Time now)
{
    return !tx.run(sql::turn_end, turn, counter, now, outcome, base::vietnam_day(now)).empty();
}

void pass_on(db::Transaction& tx, std::int64_t turn, std::int64_t to, base::Time now)
{
    tx.run(sql::turn_pass, turn, to, now);
}

bool come_back(db::Transaction& tx, std::int64_t desk, const std::string& ticket, std::int64_t counter,
               base::Time now)
{
    return tx.run(sql::turn_come_back, desk, ticket, counter, base::vietnam_day(now), now,
                  tx.scope().official)
               .affected() == 1;
}

std::vector<AbsentTicket> absent(db::Transaction& tx, std::int64_t desk, base::Day day, int limit)
{
    std::vector<AbsentTicket> out;
    for (const db::Row row : tx.run(sql::absent, desk, day, limit))
        out.push_back({row["uid"].str(), read_label(row), row["ended_at"].time()});
    return out;
}

std::vector<Call> calls(db::Transaction& tx, std::int64_t desk, base::Day day, int limit)
{
    std::vector<Call> out;
    for (const db::Row row : tx.run(sql::calls, desk, day, limit))
        out.push_back({read_label(row), row["counter"].int32()});
    return out;
}

std::vector<std::pair<std::int64_t, std::int64_t>> waiting(db::Transaction& tx, std::int64_t desk,
                                                           base::Day day)
{
    std::vector<std::pair<std::int64_t, std::int64_t>> out;
    for (const db::Row row : tx.run(sql::waiting, desk, day))
        out.emplace_back(row["id"].int64(), row["waiting"].int64());
    return out;
}

std::int64_t waiting_for(db::Transaction& tx, std::int64_t counter, base::Day day)
{
    return tx.run(sql::waiting_for, counter, day)[0]["waiting"].int64();
}

std::vector<Figures> figures_by_group(db::Transaction& tx, std::int64_t desk, base::Day from, base::Day to)
{
    return read_figures(tx.run(sql::figures_by_group, desk, from, to));
}

std::vector<Figures> figures_by_counter(db::Transaction& tx, std::int64_t desk, base::Day from, base::Day to)
{
    return read_figures(tx.run(sql::figures_by_counter, desk, from, to));
}

}  // namespace lt::queue::store
