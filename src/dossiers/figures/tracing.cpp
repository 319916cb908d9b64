// See tracing.h.
#include "dossiers/figures/tracing.h"

#include <algorithm>

#include "dossiers/queries.h"
#include "kit/db/db.h"
#include "procedures/api.h"

namespace lt::dossiers {
namespace {

constexpr int kTracedPiece = 1000;

// Some dossiers with all that counts, read row by row.
class Piece {
public:
    Piece(db::Transaction& tx, const db::Rows& rows, const IndexRules& rules,
          const std::set<std::int64_t>& certifying)
    {
        for (const db::Row row : rows) {
            const Life life = life_from_json(row["life"].text());
            ids_.push_back(row["id"].int64());
            traced_[ids_.back()] = {.received = row["received_at"].time(),
                                    .promised = row["first_due_at"].opt_time(),
                                    .begins_anew = life.clock && life.clock->limit.after_pause ==
                                                                     calendar::AfterPause::starts_anew,
                                    .procedure = row["procedure_id"].int64(),
                                    .certifies = certifying.contains(row["procedure_id"].int64()),
                                    .online = row["way"].text() == "online"};
        }
        read_work(tx);
        read_words(tx);
        for (const db::Row row : tx.run(sql::recount_origins, ids_)) {
            Traced& one = of(row);
            one.from_store = row["from_store"].boolean();
            one.paid_when_lodged = row["paid_online"].boolean();
            one.identified = row["verified"].boolean();
            for (const std::string& code : row["databases"].texts())
                one.identified =
                    one.identified || std::ranges::find(rules.population, code) != rules.population.end();
        }
    }

    const Traced& traced(std::int64_t id) const { return traced_.at(id); }
    std::int64_t last() const { return ids_.back(); }

private:
    Traced& of(const db::Row& row) { return traced_.at(row["dossier_id"].int64()); }

    void read_work(db::Transaction& tx)
    {
        for (const db::Row row : tx.run(sql::recount_history, ids_))
            if (const auto act = act_from(row["act"].text()))
                of(row).history.push_back({*act, row["at"].time()});
        for (const db::Row row : tx.run(sql::recount_files, ids_)) {
            if (row["is_result"].boolean()) of(row).result_files.push_back(row["added_at"].time());
            if (row["kind"].text() == "paper") of(row).scans.push_back(row["added_at"].time());
        }
        for (const db::Row row : tx.run(sql::recount_papers, ids_))
            (row["source"].text() == "vault" ? of(row).from_vault : of(row).from_database) = true;
        for (const db::Row row : tx.run(sql::recount_fees, ids_)) {
            of(row).owes = true;
            const auto paid_at = row["paid_at"].opt_time();
            if (paid_at && row["state"].text() == "paid" && row["means"].text() == "online")
                of(row).paid_online.push_back(*paid_at);
        }
        for (const db::Row row : tx.run(sql::recount_syncs, ids_))
            of(row).told.push_back(row["changed_at"].time());
    }

    void read_words(db::Transaction& tx)
    {
        for (const db::Row row : tx.run(sql::recount_petitioned, ids_))
            of(row).petitions.push_back(row["lodged_at"].time());
        for (const db::Row row : tx.run(sql::recount_ratings, ids_))
            of(row).ratings.push_back(
                {row["way"].str(), row["at"].time(), row["level"].text() == "unsatisfied"});
    }

    std::vector<std::int64_t> ids_{};
    std::map<std::int64_t, Traced> traced_{};
};

}  // namespace

Tracing::Tracing(db::Pool& pool, const IndexRules& rules, const Judging& judging)
    : pool_(pool), rules_(rules), judging_(judging)
{
    db::Transaction tx = pool_.begin({});
    for (const db::Row row : tx.run(sql::recount_certifying, rules_.certifying))
        certifying_.insert(row["id"].int64());
}

void Tracing::read_agency(std::int64_t agency)
{
    // The server itself looks with the eyes of the agency.
    db::Transaction tx = pool_.begin({.agency = agency, .reach = db::Reach::agency});
    read_dossiers(tx, agency);
    read_petitions(tx, agency);
}

void Tracing::read_dossiers(db::Transaction& tx, std::int64_t agency)
{
    std::int64_t after = 0;
    while (true) {
        const db::Rows rows =
            tx.run(sql::recount_dossiers, agency, judging_.period.from(),
                   std::min(judging_.period.until(), judging_.as_of), judging_.as_of, after, kTracedPiece);
        if (rows.empty()) return;
        const Piece piece(tx, rows, rules_, certifying_);
        for (const db::Row row : rows) {
            const Traced& traced = piece.traced(row["id"].int64());
            const Judged judged = judge(traced, judging_.as_of);
            if (row["decides"].boolean())
                shares_[row["decided_then"].opt_int64().value_or(agency)].add(judged);
            if (!row["receives"].boolean()) continue;
            Used& used = used_[{row["received_then"].opt_int64().value_or(agency), judged.procedure}];
            used.online = used.online || traced.online;
            used.paid = used.paid || judged.paid_online;
        }
        after = piece.last();
    }
}

void Tracing::read_petitions(db::Transaction& tx, std::int64_t agency)
{
    std::map<std::int64_t, TracedPetition*> to_answer;
    std::vector<std::int64_t> ids;
    for (const db::Row row : tx.run(sql::recount_petitions, agency, judging_.as_of)) {
        const std::int64_t id = row["id"].int64();
        TracedPetition& petition = petitions_[{row["held_then"].opt_int64().value_or(agency), id}];
        if (row["missed"].boolean()) {
            petition.missed.push_back(row["due_at"].time());
            continue;
        }
        petition.due_at = row["due_at"].time();
        petition.answered_at = row["answered_at"].opt_time();
        to_answer[id] = &petition;
        ids.push_back(id);
    }
    for (const db::Row row : tx.run(sql::recount_marks, ids))
        to_answer.at(row["petition_id"].int64())
            ->marks.emplace_back(row["at"].time(), row["liked"].boolean());
}

// By agency and procedure, at the moment; what the record of each says is added by read_catalogue().
std::map<Tracing::Offered, TracedProcedure> Tracing::offered(db::Transaction& tx) const
{
    std::map<Offered, TracedProcedure> out;
    for (const db::Row row : tx.run(sql::recount_offers)) {
        const auto until = row["until"].opt_time();
        const auto since = row["since"].opt_time();  // nothing: for longer than is known
        const bool is_later = since && *since >= judging_.as_of;
        const bool is_ended = until && *until < judging_.as_of;
        if (is_later || is_ended || row["part"].text() == "supports") continue;
        TracedProcedure& one = out[{row["agency_id"].int64(), row["procedure_id"].int64()}];
        (row["part"].text() == "decides" ? one.decides : one.receives) = true;
    }
    return out;
}

// Whose fees could be paid online on the last day.
std::set<Tracing::Offered> Tracing::payable(db::Transaction& tx) const
{
    const base::Day day = judging_.last_day();
    std::set<Offered> out;
    for (const db::Row row : tx.run(sql::recount_online_payments)) {
        const auto until = row["until"].opt_day();
        const bool had_begun = row["since"].day() <= day;
        const bool was_over = until && *until <= day;
        if (had_begun && !was_over) out.insert({row["agency_id"].int64(), row["procedure_id"].int64()});
    }
    return out;
}

void Tracing::read_catalogue()
{
    for (const auto& [held, petition] : petitions_) shares_[held.first].add(petition, judging_);
    db::Transaction tx = pool_.begin({});
    const auto offers = offered(tx);
    const auto payable_there = payable(tx);
    std::map<std::int64_t, TracedProcedure> records;
    for (const db::Row row : tx.run(sql::recount_versions, judging_.last_day(), judging_.as_of)) {
        const procedures::Procedure record = procedures::from_json(row["content"].text());
        records[row["procedure_id"].int64()] = {
            .is_whole = procedures::missing_parts(record).empty(),
            .has_online = procedures::has_online_way(record),
            .has_fees = procedures::has_amounts(record) ||
                        !procedures::ready_from_json(row["ready"].text()).fees.empty()};
    }
    for (const auto& [key, offer] : offers) {
        const auto record = records.find(key.second);
        if (record == records.end()) continue;
        const auto used = used_.find(key);
        TracedProcedure one = record->second;
        one.receives = offer.receives;
        one.decides = offer.decides;
        one.payable_online = payable_there.contains(key) || payable_there.contains(Offered{0, key.second});
        one.used_online = used != used_.end() && used->second.online;
        one.paid_online = used != used_.end() && used->second.paid;
        shares_[key.first].add(one);
    }
    add_publications(tx, offers);
}

void Tracing::add_publications(db::Transaction& tx, const std::map<Offered, TracedProcedure>& offers)
{
    std::map<std::pair<std::int64_t, std::string>, std::optional<Publication>> last;
    for (const db::Row row : tx.run(sql::recount_publications)) {
        auto& one = last[{row["procedure_id"].int64(), row["decision"].str()}];
        one.reset();
        if (!row["dropped"].boolean())
            one = Publication{.decided_on = row["decided_on"].day(),
                              .decide_by = row["decide_by"].day(),
                              .published_on = row["published_on"].opt_day(),
                              .publish_by = row["publish_by"].day()};
    }
    for (const auto& [key, publication] : last)
        for (const auto& [offered, offer] : offers)
            if (publication && offer.decides && offered.second == key.first)
                shares_[offered.first].add(*publication, judging_);
}

}  // namespace lt::dossiers
