// Dossiers of two months of which every number is known by hand, and the agencies that may look at them.
#pragma once

#include "dossiers/figures/behind.h"
#include "dossiers/figures/indices.h"
#include "dossiers/figures/recount.h"
#include "dossiers/fixture_dbtest.h"

namespace lt::dossiers {

class FiguresTest : public DossiersTest {
protected:
    static base::Time vietnam(unsigned m, unsigned d, int hour, int minute = 0)
    {
        using namespace std::chrono;
        return base::Time(sys_days{year(2026) / month(m) / d}) + hours(hour - 7) + minutes(minute);
    }
    static base::Day day_of(unsigned m, unsigned d)
    {
        return std::chrono::sys_days{std::chrono::year(2026) / std::chrono::month(m) / d};
    }

    FiguresTest() : rules(shipped_index_rules())
    {
        province = add_agency(4, "H05", "UBND tỉnh Bắc Ninh", "province");
        office = add_agency(5, "H05.01", "Văn phòng UBND tỉnh", "province");
        database.execute("UPDATE agencies SET parent_id = 4 WHERE id IN (1, 2, 3, 5)");
        database.execute("UPDATE agencies SET abbreviation = 'VP' WHERE id = 5");
        database.execute(
            "INSERT INTO posts (uid, official_id, agency_id, title, role, valid_from) VALUES (gen_random_uuid(), 54, 5, "
            "'Vận hành', 'platform_operator', '2025-07-01')");
        directory.refresh();
    }

    std::string come(Way way = Way::counter, const std::string& code = "2.000908")
    {
        Reception reception = a_reception(code);
        reception.way = way;
        if (code == "2.000815")
            reception.answers = R"({"documents": [{"name": "Bằng tốt nghiệp", "pages": 3, "copies": 2}]})";
        return received(reception).uid;
    }
    void do_act(const Actor& actor, const std::string& uid, ActKind kind, base::Time at)
    {
        clock->set(at);
        const auto done = acted(actor, uid, {.kind = kind});
        EXPECT_TRUE(done) << to_text(kind) << ": " << done.error().message;
    }
    void add_file(const std::string& uid, const std::string& kind)
    {
        const std::string hash = "repeat('" + std::string(kind == "paper" ? "a" : "b") + "', 64)";
        database.execute("INSERT INTO blobs (sha256, size, media_type) VALUES (" + hash +
                         ", 1, 'application/pdf') ON CONFLICT DO NOTHING");
        database.execute(
            "INSERT INTO dossier_files (uid, dossier_id, paper_no, kind, name, media_type, size, sha256, added_at, added_by) "
            "SELECT gen_random_uuid(), id, 0, '" +
            kind + "', 'x.pdf', 'application/pdf', 1, " + hash + ", '" + base::format_iso(clock->now()) +
            "', 11 FROM dossiers WHERE uid = '" + uid + "'");
        if (kind == "result")
            database.execute(
                "INSERT INTO dossier_results (dossier_id, no, name, file_uid) SELECT d.id, 0, 'x', f.uid FROM dossiers d JOIN "
                "dossier_files f ON f.dossier_id = d.id AND f.kind = 'result' WHERE d.uid = '" +
                uid + "'");
    }

    // Seven in November, four in December, one of another agency, one that was refused; it is 10 December then.
    void two_months()
    {
        clock->set(vietnam(11, 20, 9));  // a Friday; the procedure has one working day
        early = come();
        same_day = come();
        late = come();
        waiting = come();
        Reception refused = a_reception();
        refused.rejected = "Không thuộc thẩm quyền";
        received(refused);
        database.execute(
            "UPDATE dossier_papers SET source = 'vault' WHERE no = 0 AND dossier_id = (SELECT id FROM dossiers WHERE uid = '" +
            early + "')");
        do_act(commune.leader, early, ActKind::resolve, vietnam(11, 20, 10));
        add_file(same_day, "paper");
        do_act(commune.desk, waiting, ActKind::ask_supplement, vietnam(11, 20, 10, 30));
        do_act(commune.leader, same_day, ActKind::resolve, vietnam(11, 23, 8));
        online = come(Way::online);
        do_act(commune.desk, online, ActKind::receive, vietnam(11, 23, 9));
        do_act(commune.desk, online, ActKind::begin, vietnam(11, 23, 9));
        do_act(commune.leader, online, ActKind::resolve, vietnam(11, 23, 10));
        add_file(online, "result");
        do_act(commune.leader, late, ActKind::resolve, vietnam(11, 24, 9));
        copies = come(Way::counter, "2.000815");
        pay_online(copies);
        do_act(commune.leader, copies, ActKind::resolve, vietnam(11, 24, 10));
        clock->set(vietnam(11, 27, 9));
        over_the_month = come();
        clock->set(vietnam(12, 1, 9));
        withdrawn = come();
        do_act(commune.desk, withdrawn, ActKind::withdraw, vietnam(12, 1, 10));
        do_act(commune.leader, over_the_month, ActKind::resolve, vietnam(12, 2, 9));
        auto theirs = receive(services, other.desk, a_reception());
        EXPECT_TRUE(theirs);
        run_jobs();
        clock->set(vietnam(12, 3, 9));
        open_late = come();
        clock->set(vietnam(12, 10, 9));
        come(Way::online);
    }
    void pay_online(const std::string& uid)
    {
        std::vector<std::int64_t> numbers;
        {
            db::Transaction tx = database.pool().begin(scope_of(commune.desk));
            for (const Fee& fee : store::fees(tx, the(uid).id)) numbers.push_back(fee.no);
        }
        EXPECT_TRUE(
            take_payment(services, commune.desk, uid, {.fees = numbers, .means = "online", .receipt = "1"}));
    }

    // How many rows there are behind a number of November's index, page after page.
    std::int64_t rows_behind_index(db::Transaction& tx, std::int64_t agency, Measure measure,
                                   behind::Part part)
    {
        const IndexRules& in_force = rules.on(day_of(11, 1));
        const behind::IndexWish wish{month_of_november(), vietnam(12, 1, 0), measure, part};
        constexpr int kRows = 2;
        std::int64_t count = 0;
        behind::After after;
        std::string code, decision;
        while (true) {
            std::size_t got = 0;
            switch (counted_by(measure)) {
            case Counted::dossiers: {
                const auto rows = behind::of_index(tx, wish, in_force, after, kRows);
                if ((got = rows.size()) > 0) after = {rows.back().received_at, rows.back().id};
                break;
            }
            case Counted::procedures: {
                const auto rows = behind::procedures_of_index(tx, agency, wish, in_force, code, kRows);
                if ((got = rows.size()) > 0) code = rows.back().code;
                break;
            }
            case Counted::publications: {
                const auto rows = behind::publications_of_index(tx, agency, wish, code, decision, kRows);
                if ((got = rows.size()) > 0) code = rows.back().code, decision = rows.back().decision;
                break;
            }
            case Counted::petitions: {
                const auto rows = behind::petitions_of_index(tx, wish, after.id, kRows);
                if ((got = rows.size()) > 0) after.id = rows.back().id;
                break;
            }
            case Counted::nothing: break;
            }
            count += static_cast<std::int64_t>(got);
            if (got < kRows) return count;
        }
    }
    // What the recount of November says; "" where both ways agree.
    std::string difference()
    {
        const Recounted found = recount(database.pool(), *directory.snapshot(), rules, month_of_november());
        return found.first ? words_of(*found.first) : std::string();
    }

    db::Transaction as(const Actor& actor) { return database.pool().begin(scope_of(actor)); }
    db::Transaction as_operator()
    {
        return database.pool().begin({.official = 54, .reach = db::Reach::platform});
    }
    static ReportSpan november() { return {day_of(11, 1), day_of(11, 30)}; }
    static ReportSpan december() { return {day_of(12, 1), day_of(12, 31)}; }
    static IndexPeriod month_of_november() { return *period_from("2026-11"); }

    IndexRuleBook rules;
    Staff province, office;
    std::string early, same_day, late, waiting, online, copies, over_the_month, withdrawn, open_late;
};

}  // namespace lt::dossiers
