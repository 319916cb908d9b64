// Two ways to the same numbers, on histories that nobody thought of.
#include <random>

#include <nlohmann/json.hpp>

#include "dossiers/figures/figures_fixture_dbtest.h"

namespace lt::dossiers {
namespace {

class RandomHistories {
public:
    RandomHistories(unsigned seed, const calendar::Calendar& calendar) : random_(seed), calendar_(calendar) {}

    // A dossier as one JSON object for the statements below.
    nlohmann::json one(base::Time received)
    {
        const bool online = chance(3);
        const calendar::Limit limit{
            .duration = {static_cast<double>(1 + pick(8)), calendar::Unit::working_days},
            .after_pause = chance(2) ? calendar::AfterPause::starts_anew : calendar::AfterPause::goes_on};
        events_ = nlohmann::json::array();
        Life life;
        at_ = received;
        if (online) {
            at_ -= std::chrono::hours(30);
            note("lodge");
            if (chance(4)) step(life, ActKind::ask_supplement);
            if (life.state == State::supplement) step(life, ActKind::supplemented);
            at_ = received;
        }
        life = *act(life, {.kind = ActKind::receive, .at = at_}, limit, calendar_);
        note("receive");
        const auto promised = chance(12) ? std::nullopt : due_of(life, calendar_);
        std::vector<std::pair<ActKind, Life>> done;
        for (std::size_t i = pick(9); i > 0 && !is_over(life.state); --i) walk(life, done);
        return {{"way", online ? "online" : "counter"},
                {"received", base::format_iso(received)},
                {"promised", promised ? nlohmann::json(base::format_iso(*promised)) : nlohmann::json()},
                {"life", nlohmann::json::parse(to_json(life))},
                {"events", events_},
                {"vault", chance(4)},
                {"scan", chance(3)},
                {"result", chance(2)},
                {"owes", chance(2)},
                {"online_paid", chance(2)},
                {"told", chance(2)   ? "sent"
                         : chance(2) ? "failed"
                                     : ""},
                {"file_at", base::format_iso(at_)},
                {"words", words()},
                {"petition", chance(4)},
                {"petition_due", base::format_iso(at_ + std::chrono::hours(1 + pick(700)))},
                {"answered_at",
                 chance(3) ? nlohmann::json()
                           : nlohmann::json(base::format_iso(at_ + std::chrono::hours(1 + pick(900))))},
                {"mark", chance(2)},
                {"mark_again", chance(3)},
                {"origin", chance(2)},
                {"verified", chance(3)},
                {"population", chance(4)},
                {"from_store", chance(4)},
                {"paid_at_once", chance(6)},
                {"moved_at", chance(8) ? nlohmann::json(base::format_iso(at_ + std::chrono::hours(pick(500))))
                                       : nlohmann::json()}};
    }
    std::size_t pick(std::size_t below)
    {
        return std::uniform_int_distribution<std::size_t>(0, below - 1)(random_);
    }
    bool chance(std::size_t of) { return pick(of) == 0; }

private:
    // What the citizen says, each way, once or twice.
    nlohmann::json words()
    {
        nlohmann::json out = nlohmann::json::array();
        for (const char* way : {"page", "desk"}) {
            const base::Time first = at_ + std::chrono::minutes(pick(9000));
            for (std::size_t i = pick(3); i > 0; --i)
                out.push_back({{"way", way},
                               {"level", chance(3) ? "unsatisfied" : "satisfied"},
                               {"at", base::format_iso(first + std::chrono::minutes((2 - i) * pick(1400)))}});
        }
        return out;
    }
    void note(std::string_view act) { events_.push_back({{"act", act}, {"at", base::format_iso(at_)}}); }
    bool step(Life& life, ActKind kind)
    {
        auto after = act(
            life,
            {.kind = kind, .at = at_, .reason = "x", .basis = "x", .more = {1, calendar::Unit::working_days}},
            {}, calendar_);
        if (!after) return false;
        life = *std::move(after);
        note(to_text(kind));
        return true;
    }
    void walk(Life& life, std::vector<std::pair<ActKind, Life>>& done)
    {
        at_ += std::chrono::minutes(1 + pick(4000));
        if (!done.empty() && can_be_taken_back(done.back().first) && chance(4)) {
            life = done.back().second;
            done.clear();  // what was before can't be taken back any more
            note("take_back");
            return;
        }
        constexpr std::array kKinds{ActKind::begin,        ActKind::ask_supplement,
                                    ActKind::supplemented, ActKind::ask_payment,
                                    ActKind::paid,         ActKind::extend,
                                    ActKind::resolve,      ActKind::hand_over,
                                    ActKind::note,         ActKind::begin,
                                    ActKind::supplemented, ActKind::paid,
                                    ActKind::withdraw,     ActKind::stop};
        for (int tries = 0; tries < 30; ++tries) {
            const ActKind kind = kKinds[pick(kKinds.size())];
            const Life before = life;
            if (!fits(life.state, kind) || !step(life, kind)) continue;
            if (kind != ActKind::note) done = {{kind, before}};
            return;
        }
    }

    std::mt19937 random_;
    const calendar::Calendar& calendar_;
    base::Time at_{};
    nlohmann::json events_{};
};

TEST_F(FiguresTest, BothWaysCountTheSameOnRandomHistories)
{
    clock->set(vietnam(11, 20, 9));
    const std::string first = come();
    const auto calendar = the_calendars->of(1);
    RandomHistories histories(766, *calendar);
    nlohmann::json all = nlohmann::json::array();
    for (int i = 0; i < 1500; ++i)
        all.push_back(histories.one(vietnam(10, 25, 8) + std::chrono::minutes(histories.pick(44 * 24 * 60))));
    for (std::size_t i = 0; i < all.size(); ++i) all[i]["n"] = i;
    constexpr db::Query<2> put{
        "test.put",
        R"(WITH n AS (SELECT * FROM json_to_recordset($1::json) AS n (n int, way text, received timestamptz, promised timestamptz, life json,
                events json, vault boolean, scan boolean, result boolean, owes boolean, online_paid boolean, told text, file_at timestamptz,
                words json, petition boolean, petition_due timestamptz, answered_at timestamptz, mark boolean, mark_again boolean,
                origin boolean, verified boolean, population boolean, from_store boolean, paid_at_once boolean, moved_at timestamptz)
           ), d AS (INSERT INTO dossiers (uid, agency_id, decides_id, code, version_id, procedure_id, field_id, case_no, way, state, state_at,
                life, owner, owner_kind, owner_name, subject, lodged_at, received_at, first_due_at, money, delivery, lex)
             SELECT gen_random_uuid(), 1, CASE WHEN n.n % 3 = 0 THEN 3 ELSE 1 END, 'X-' || n.n, o.version_id, o.procedure_id, o.field_id, 0, n.way,
                n.life->>'state', n.received, n.life, o.owner, o.owner_kind, o.owner_name, o.subject, n.received, n.received, n.promised,
                'none', 'desk', '' FROM n, dossiers o WHERE o.uid = $2::uuid RETURNING id, code
           ), b AS (SELECT d.id, n.* FROM d JOIN n ON d.code = 'X-' || n.n
           ), e AS (INSERT INTO dossier_events (dossier_id, no, agency_id, official_id, act, state, at)
             SELECT b.id, v.no, 1, 0, v.e->>'act', 'x', (v.e->>'at')::timestamptz FROM b, json_array_elements(b.events) WITH ORDINALITY v (e, no)
           ), p AS (INSERT INTO dossier_papers (dossier_id, no, name, required, source)
             SELECT id, 0, 'x', true, CASE WHEN vault THEN 'vault' ELSE 'brought' END FROM b
           ), f AS (INSERT INTO dossier_fees (dossier_id, no, name, amount, paid_when, state, means, paid_at)
             SELECT id, 0, 'x', 8000, 'reception', 'paid', CASE WHEN online_paid THEN 'online' ELSE 'cash' END, file_at FROM b WHERE owes
           ), s AS (INSERT INTO dossier_files (uid, dossier_id, paper_no, kind, name, media_type, size, sha256, added_at, added_by)
             SELECT gen_random_uuid(), id, 0, 'paper', 'x', 'x', 1, repeat('a', 64), file_at, 1 FROM b WHERE scan
           ), y AS (INSERT INTO dossier_syncs (dossier_id, event_no, place, service, dossier_uid, code, agency_id, state, due_at, changed_at)
             SELECT id, 1, 0, 'DongBoHoSoMC', gen_random_uuid(), 'X-' || n, 1, told, file_at, file_at FROM b WHERE told <> ''
           ), g AS (INSERT INTO dossier_ratings (dossier_id, way, level, at)
             SELECT b.id, v.e->>'way', v.e->>'level', (v.e->>'at')::timestamptz FROM b, json_array_elements(b.words) WITH ORDINALITY v (e, no)
              ORDER BY b.id, v.no
           ), t AS (INSERT INTO dossier_petitions (uid, dossier_id, content, way, lodged_at, lodged_by, due_at, basis, answer, answered_at,
                answered_by) SELECT gen_random_uuid(), id, 'x', 'page', file_at, 0, petition_due, 'x',
                CASE WHEN answered_at IS NULL THEN '' ELSE 'x' END, answered_at, CASE WHEN answered_at IS NOT NULL THEN 12 END
                FROM b WHERE petition RETURNING id, dossier_id, answered_at
           ), m AS (INSERT INTO dossier_petition_marks (petition_id, liked, at)
             SELECT t.id, CASE k WHEN 1 THEN b.n % 3 = 0 ELSE b.n % 2 = 0 END, t.answered_at + k * interval '7 hours'
               FROM t JOIN b ON b.id = t.dossier_id, generate_series(1, 2) k
              WHERE t.answered_at IS NOT NULL AND CASE k WHEN 1 THEN b.mark ELSE b.mark AND b.mark_again END ORDER BY t.id, k
           ), o AS (INSERT INTO dossier_origins SELECT id, verified, CASE WHEN population THEN '{7,9}' ELSE '{9}' END::text[], from_store, '{}',
                paid_at_once FROM b WHERE origin
           ), w AS (INSERT INTO dossier_moves
             SELECT id, 99, CASE WHEN n % 3 = 0 THEN 1 ELSE 3 END, CASE WHEN n % 3 = 0 THEN 3 ELSE 1 END, false, true, moved_at FROM b
              WHERE moved_at IS NOT NULL
           ), r AS (INSERT INTO dossier_files (uid, dossier_id, kind, name, media_type, size, sha256, added_at, added_by)
             SELECT gen_random_uuid(), id, 'result', 'x', 'x', 1, repeat('a', 64), file_at, 1 FROM b WHERE result RETURNING dossier_id, uid)
           INSERT INTO dossier_results (dossier_id, no, name, file_uid) SELECT dossier_id, 0, 'x', uid FROM r)"};
    database.execute("INSERT INTO blobs (sha256, size, media_type) VALUES (repeat('a', 64), 1, 'x')");
    db::Transaction tx = database.superuser().begin({});
    tx.run(put, all.dump(), first);
    tx.commit();
    // Petitions that were forwarded, late or not, by an agency or by the server for one that is gone; some came back.
    database.execute("ALTER TABLE dossier_petitions DISABLE TRIGGER dossier_petitions_kept");
    database.execute(
        "WITH f AS (SELECT p.id, d.decides_id AS own, 4 - d.decides_id AS other, p.lodged_at + p.id * 37 % 700 * interval '1 hour' AS at, "
        "p.lodged_at + p.id * 53 % 700 * interval '1 hour' AS due FROM dossier_petitions p JOIN dossiers d ON d.id = p.dossier_id "
        "WHERE p.id % 3 = 0), a AS (INSERT INTO dossier_petition_acts (petition_id, kind, at, agency_id, official_id, to_id, due_at) "
        "SELECT f.id, 'forwarded', f.at, f.own, CASE WHEN f.id % 5 = 0 THEN 0 ELSE 12 END, f.other, f.due FROM f UNION ALL "
        "SELECT f.id, 'forwarded', f.at + f.id * 29 % 300 * interval '1 hour', f.other, 32, f.own, f.at + f.id * 31 % 300 * interval '1 "
        "hour' FROM f WHERE f.id % 2 = 0 ORDER BY 1, 3) UPDATE dossier_petitions p SET held_by = ARRAY[f.other, f.own], holder_id = CASE "
        "WHEN p.id % 2 = 0 THEN f.own ELSE f.other END FROM f WHERE f.id = p.id");
    // What was offered, and announced, at some time or other.
    database.execute(
        "UPDATE procedure_agencies SET since = '2026-10-20 00:00+07'::timestamptz + (procedure_id * 7 + agency_id * 3) % 60 * interval "
        "'1 day' WHERE (procedure_id + agency_id) % 2 = 0");
    database.execute(
        "INSERT INTO procedure_agencies_ended SELECT p.id, a.id, s, '-infinity', '2026-10-25 00:00+07'::timestamptz + (p.id * 5 + a.id) % "
        "50 * interval '1 day' FROM procedures p, agencies a, unnest(ARRAY['receives', 'decides']) s WHERE a.id IN (2, 3)");
    database.execute(
        "INSERT INTO procedure_publications (procedure_id, decision, decided_on, effective_on, published_on, decide_by, publish_by, "
        "dropped, entered_at, entered_by) SELECT p.id, (p.id + n) % 5 || '/QĐ-UBND', d, d + 20, CASE WHEN n % 3 > 0 THEN d + n % 9 END, d + n "
        "% 7 - 3, d + 7, n % 6 = 0, now(), 12 FROM procedures p, generate_series(1, 12) n, LATERAL (SELECT '2026-10-20'::date + (p.id::int "
        "* 11 + n * 13) % 60 AS d) x ORDER BY p.id, n");
    // What could be paid online somewhere or everywhere, for a while, for good, or by mistake.
    database.execute(
        "INSERT INTO procedure_online_payments (procedure_id, agency_id, way, since, basis, entered_at, entered_by, until, end_reason, "
        "ended_at, ended_by) SELECT p.id, nullif(a, 0), w, s, 'x', now(), 12, u, CASE WHEN u IS NOT NULL THEN 'x' END, CASE WHEN u IS NOT "
        "NULL THEN now() END, CASE WHEN u IS NOT NULL THEN 12 END FROM procedures p, generate_series(0, 3) a, unnest(ARRAY['national', "
        "'own']) WITH ORDINALITY w (w, k), generate_series(0, 1) n, LATERAL (SELECT '2026-10-15'::date + ((p.id * 11 + a * 7 + k * 5) % 30 "
        "+ n * 40)::int AS s) x, LATERAL (SELECT CASE WHEN n = 0 OR (p.id + a + k) % 3 > 0 THEN s + ((p.id * 7 + a * 3 + n) % 40 * "
        "least((p.id + a) % 5, 1))::int END AS u) y WHERE (p.id * 3 + a * 5 + k) % 7 < 2");
    for (const char* key : {"2026-10", "2026-11", "2026-12", "2026-Q4"}) {
        // Also in the midst of the period.
        for (const base::Time now : {vietnam(11, 17, 14), vietnam(12, 31, 23)}) {
            const IndexPeriod period = *period_from(key);
            count_indices(database.pool(), rules, period, now);
            const Recounted done = recount(database.pool(), *directory.snapshot(), rules, period);
            EXPECT_FALSE(done.first) << key << ": " << words_of(*done.first);
            if (now > period.from()) {
                EXPECT_GT(done.dossiers, 100) << key;
            }
        }
    }
    // Neither all of them on time nor none: the rule was at work.
    db::Transaction look = as(commune.leader);
    const AgencyIndex quarter = *kept_index(look, *period_from("2026-Q4"), 1);
    for (const char* id : {"1.1", "1.2", "2.1", "3.5a", "4.4", "4.5b", "5.1", "5.2", "5.3", "5.4"}) {
        const Share share = quarter.components.at(id).share;
        EXPECT_GT(share.numerator * 20, share.denominator) << id;
        EXPECT_LT(share.numerator * 20, share.denominator * 19) << id;
    }
}

}  // namespace
}  // namespace lt::dossiers
