// See store.h.
#include "dossiers/store.h"

#include <nlohmann/json.hpp>

#include "dossiers/queries.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"

namespace lt::dossiers::store {
namespace {

using Json = nlohmann::json;

Json time_or_null(const std::optional<base::Time>& time)
{
    return time ? Json(base::format_iso(*time)) : Json(nullptr);
}

template <class T>
std::optional<T> nothing_if(T value, const T& nothing)
{
    return value == nothing ? std::nullopt : std::optional(std::move(value));
}

// What a search finds a dossier by.
std::string lex_of(const Dossier& dossier)
{
    return base::to_tsvector({dossier.code, dossier.foreign_code, dossier.owner.name, dossier.owner.number,
                              dossier.owner.phone, dossier.agent ? dossier.agent->name : std::string_view(),
                              dossier.agent ? dossier.agent->number : std::string_view(), dossier.subject});
}

Json columns_of(const Dossier& d)
{
    return {{"uid", d.uid},
            {"agency_id", d.agency},
            {"decides_id", d.decides},
            {"code", d.code},
            {"foreign_code", d.foreign_code},
            {"version_uid", d.version_uid},
            {"case_no", d.case_no},
            {"way", procedures::to_text(d.way)},
            {"state", to_text(d.life.state)},
            {"version", d.version},
            {"parent_id", d.parent ? Json(d.parent) : Json(nullptr)},
            {"subject", d.subject},
            {"sets", d.sets},
            {"note", d.note},
            {"lodged_at", base::format_iso(d.lodged_at)},
            {"received_at", time_or_null(d.life.received_at)},
            {"received_by", d.received_by ? Json(d.received_by) : Json(nullptr)},
            {"accept_by", time_or_null(d.accept_by)},
            {"due_at", time_or_null(d.due_at)},
            {"money", d.money},
            {"delivery", to_text(d.delivery)},
            {"delivery_to", d.delivery_to}};
}

Dossier read_dossier(const db::Row& row)
{
    return {.id = row["id"].int64(),
            .uid = row["uid"].str(),
            .agency = row["agency_id"].int64(),
            .decides = row["decides_id"].int64(),
            .code = row["code"].str(),
            .foreign_code = row["foreign_code"].str(),
            .version_uid = row["version_uid"].str(),
            .procedure_code = row["procedure_code"].str(),
            .procedure_name = row["procedure_name"].str(),
            .field = row["field"].str_or(""),
            .case_no = row["case_no"].int32(),
            .way = way_from(row["way"].text()),
            .life = life_from_json(row["life"].text()),
            .version = row["version"].int32(),
            .owner = person_from_json(row["owner"].text()),
            .agent =
                row["agent"].null() ? std::nullopt : std::optional(person_from_json(row["agent"].text())),
            .subject = row["subject"].str(),
            .answers = row["answers"].str(),
            .sets = row["sets"].int32(),
            .note = row["note"].str(),
            .lodged_at = row["lodged_at"].time(),
            .received_by = row["received_by"].opt_int64().value_or(0),
            .accept_by = row["accept_by"].opt_time(),
            .first_due_at = row["first_due_at"].opt_time(),
            .due_at = row["due_at"].opt_time(),
            .supplement_by = row["supplement_by"].opt_time(),
            .money = row["money"].str(),
            .delivery = delivery_from(row["delivery"].text()).value_or(Delivery::desk),
            .delivery_to = row["delivery_to"].str(),
            .delivery_state = row["delivery_state"].str(),
            .instance = row["instance_uid"].str_or(""),
            .parent = row["parent_id"].opt_int64().value_or(0)};
}

std::optional<Dossier> first_of(const db::Rows& rows)
{
    return rows.empty() ? std::nullopt : std::optional(read_dossier(rows[0]));
}

}  // namespace

Beginning begin(db::Transaction& tx, std::int64_t agency, const std::string& key, base::Day day,
                const std::string& version, const procedures::Ready& ready)
{
    const std::optional<std::string> uid = base::is_uid(version) ? std::optional(version) : std::nullopt;
    const auto model = [](const std::string& decision) { return decision.substr(0, decision.find('#')); };
    const db::Rows rows =
        tx.run(sql::reception_begin, agency, key, day, uid, model(ready.fees), model(ready.time));
    const db::Row row = rows[0];
    return {.code_template = row["template"].str(),
            .again = row["again"].boolean(),
            .in_force = row["in_force"].boolean(),
            .fees_model = row["fees_model"].opt_int64().value_or(0),
            .time_model = row["time_model"].opt_int64().value_or(0)};
}

std::int64_t take_number(db::Transaction& tx, std::int64_t agency, const std::string& book,
                         const std::string& period)
{
    return tx.run(sql::series_next, agency, book, period)[0]["last"].int64();
}

std::int64_t take_desk_number(db::Transaction& tx, const Dossier& dossier, const std::string& period)
{
    return tx.run(sql::series_next_of_desk, dossier.id, period)[0]["last"].int64();
}

std::optional<KeptOwner> insert(db::Transaction& tx, Dossier& dossier, const std::vector<Paper>& papers,
                                const std::vector<Fee>& fees, base::Time now)
{
    const std::optional<std::string> agent =
        dossier.agent ? std::optional(to_json(*dossier.agent)) : std::nullopt;
    const db::Rows rows =
        tx.run(sql::dossier_insert, columns_of(dossier).dump(), to_json(dossier.life), to_json(dossier.owner),
               agent, dossier.answers, now, base::new_uid(now), lex_of(dossier));
    dossier.id = rows[0]["id"].int64();
    add_parts(tx, dossier, papers, fees);
    if (rows[0]["kept_name"].null()) return std::nullopt;
    return KeptOwner{rows[0]["kept_name"].str(), rows[0]["kept_born_on"].opt_day()};
}

void correct_citizen(db::Transaction& tx, const Dossier& dossier, const std::string& reason, base::Time now)
{
    CHECK(tx.run(sql::citizen_correct, dossier.id, reason, now)[0]["corrected"].boolean());
}

std::optional<Dossier> find(db::Transaction& tx, const std::string& uid, Lock lock)
{
    if (!base::is_uid(uid)) return std::nullopt;
    return first_of(lock == Lock::for_update ? tx.run(sql::dossier_lock, uid)
                                             : tx.run(sql::dossier_by_uid, uid));
}

std::optional<Dossier> find_by_code(db::Transaction& tx, const std::string& code)
{
    return first_of(tx.run(sql::dossier_by_code, code));
}

std::optional<Dossier> lock_by_code(db::Transaction& tx, const std::string& code)
{
    return first_of(tx.run(sql::dossier_lock_by_code, code));
}

void update(db::Transaction& tx, Dossier& d, base::Time now)
{
    tx.send(sql::dossier_update, d.id, to_text(d.life.state), to_json(d.life), now, d.due_at, d.supplement_by,
            d.money, d.delivery_state, nothing_if(d.instance, std::string()), d.life.received_at,
            d.life.resolved_at, d.life.ended_at, nothing_if(d.received_by, std::int64_t{0}), d.first_due_at);
    ++d.version;
}

void add_event(db::Transaction& tx, const Dossier& dossier, const Event& event)
{
    tx.send(sql::event_insert, dossier.id, event.no, to_text(event.act), to_text(event.state), event.reason,
            event.detail, event.before, event.at);
    tx.send(sql::took_part, dossier.id);
}

std::vector<Event> events(db::Transaction& tx, std::int64_t dossier)
{
    std::vector<Event> out;
    for (const db::Row row : tx.run(sql::events_of, dossier))
        out.push_back({.no = row["no"].int32(),
                       .agency = row["agency_id"].int64(),
                       .official = row["official_id"].int64(),
                       .act = act_from(row["act"].text()).value_or(ActKind::begin),
                       .state = state_from(row["state"].text()).value_or(State::registered),
                       .reason = row["reason"].str(),
                       .detail = row["detail"].str(),
                       .before = row["before"].str_or(""),
                       .at = row["at"].time()});
    return out;
}

void note_look(db::Transaction& tx, const Dossier& dossier, const std::string& reason, base::Time now)
{
    tx.send(sql::look_insert, dossier.id, reason, now);
}

void note_look(db::Transaction& tx, const std::string& uid, const std::string& reason, base::Time now)
{
    tx.send(sql::look_insert_by_uid, uid, reason, now);
}

std::optional<Person> find_citizen(db::Transaction& tx, OwnerKind kind, const std::string& number,
                                   const std::string& reason, base::Time now)
{
    const db::Rows rows = tx.run(sql::citizen_find, to_text(kind), number, reason, now);
    if (rows.empty()) return std::nullopt;
    const db::Row row = rows[0];
    return Person{.kind = kind,
                  .number = row["number"].str(),
                  .name = row["name"].str(),
                  .born_on = row["born_on"].opt_day(),
                  .sex = row["sex"].str(),
                  .phone = row["phone"].str(),
                  .email = row["email"].str(),
                  .commune = row["commune"].str(),
                  .address = row["address"].str()};
}

}  // namespace lt::dossiers::store
