// The components of the index that are counted from the catalogue, from what citizens say and from how dossiers came; and the recount, which
// finds each row that somebody changed behind the program's back.
#include "dossiers/figures/figures_fixture_dbtest.h"
#include "dossiers/figures/publications.h"
#include "dossiers/origin.h"
#include "dossiers/satisfaction/petition_acts.h"

namespace lt::dossiers {
namespace {

class ComponentsTest : public FiguresTest {
protected:
    void count() { count_indices(database.pool(), rules, month_of_november(), clock->now()); }
    // Of the commune's November: numerator and denominator.
    Share share(const std::string& id)
    {
        db::Transaction tx = as(commune.leader);
        const auto index = kept_index(tx, month_of_november(), commune.agency);
        EXPECT_TRUE(index && index->components.contains(id)) << id;
        return index && index->components.contains(id) ? index->components.at(id).share : Share{-1, -1};
    }
    std::string id_of(const std::string& uid)
    {
        return database.value("SELECT id FROM dossiers WHERE uid = '" + uid + "'");
    }
    Place place_of(const std::string& uid) const { return {uid, commune.agency}; }
    std::string petition_about(const std::string& uid, base::Time at)
    {
        clock->set(at);
        const auto lodged = lodge_petition(services, rules, Actor{.agency = commune.agency}, uid,
                                           {.key = base::new_uid(at), .content = "Chậm hẹn"});
        EXPECT_TRUE(lodged) << lodged.error().message;
        return lodged ? *lodged : "";
    }
    void answer(const std::string& petition, base::Time at)
    {
        clock->set(at);
        const auto done = answer_petition(services, commune.leader, petition, "Đã xin lỗi");
        EXPECT_TRUE(done) << done.error().message;
    }
    void keep(const std::string& uid, const Origin& origin)
    {
        db::Transaction tx = database.pool().begin(scope_of(Actor{.agency = commune.agency}));
        const auto dossier = store::find(tx, uid);
        ASSERT_TRUE(dossier);
        keep_origin(tx, dossier->id, origin);
        EXPECT_EQ(origin_of(tx, dossier->id), origin);
        tx.commit();
    }
    // Of both ways; the lists behind have as many rows as the numbers say.
    void expect_consistent(const std::string& id)
    {
        EXPECT_EQ(difference(), "");
        const Share kept = share(id);
        const Measure measure = rules.on(day_of(11, 1)).find(id)->measure;
        db::Transaction tx = as(commune.leader);
        EXPECT_EQ(rows_behind_index(tx, 1, measure, behind::Part::numerator), kept.numerator) << id;
        EXPECT_EQ(rows_behind_index(tx, 1, measure, behind::Part::denominator), kept.denominator) << id;
        EXPECT_EQ(rows_behind_index(tx, 1, measure, behind::Part::rest), kept.denominator - kept.numerator)
            << id;
    }
    // The row is changed, the recount names the component, and after counting again it agrees.
    void expect_found(const std::string& sql, const std::string& component)
    {
        EXPECT_EQ(difference(), "") << "before " << sql;
        database.execute(sql);
        EXPECT_TRUE(says(difference(), "UBND phường Kinh Bắc, " + component + ": "))
            << sql << " gave " << difference();
        count();
        EXPECT_EQ(difference(), "") << "after " << sql;
    }
};

TEST_F(ComponentsTest, ARecordThatLacksAPartIsNotWhole)
{
    database.execute("INSERT INTO procedures (code) VALUES ('8.000001')");
    database.execute(
        "INSERT INTO procedure_versions (uid, procedure_id, version, state, name, levels, content, sha256, issues, lex, plain, sort_name, "
        "drafted_at, approved_at, valid_from) SELECT gen_random_uuid(), id, 1, 'approved', 'Thủ tục thiếu', '{}', '{\"code\": \"8.000001\", "
        "\"name\": \"x\", \"agencies\": {\"decides\": [\"x\"]}}', 'x', 0, '', 'x', 'x', '2026-01-01', '2026-01-01', '2026-01-01' FROM "
        "procedures WHERE code = '8.000001'");
    database.execute(
        "INSERT INTO procedure_agencies SELECT id, 1, s FROM procedures, unnest(ARRAY['receives', 'decides']) s WHERE code = '8.000001'");
    clock->set(vietnam(12, 10, 9));
    count();
    EXPECT_EQ(share("1.3"), (Share{12, 13}));
    EXPECT_EQ(share("3.1"), (Share{11, 13}));
    for (const char* id : {"1.3", "3.1", "3.2", "3.5b"}) expect_consistent(id);
    db::Transaction tx = as(commune.leader);
    const auto rows = behind::procedures_of_index(
        tx, 1, {month_of_november(), vietnam(12, 1, 0), Measure::whole, behind::Part::rest},
        rules.on(day_of(11, 1)), "", 9);
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].code, "8.000001");
    EXPECT_EQ(rows[0].lacks.size(), 5u);
}

TEST_F(ComponentsTest, AMonthThatIsOverStaysAsItsOffersWere)
{
    clock->set(vietnam(12, 10, 9));
    count();
    EXPECT_EQ(share("1.3"), (Share{12, 12}));
    // One procedure is given up in December, another one was offered in December only.
    database.execute(
        "WITH gone AS (DELETE FROM procedure_agencies USING procedures p WHERE p.id = procedure_id AND p.code = '1.001193' AND agency_id = 1 "
        "RETURNING procedure_id, agency_id, part, since) INSERT INTO procedure_agencies_ended SELECT *, '2026-12-05 09:00+07' FROM gone");
    EXPECT_EQ(difference(), "");
    database.execute(
        "UPDATE procedure_agencies SET since = '2026-12-01 00:00+07' WHERE agency_id = 1 AND procedure_id = (SELECT id FROM "
        "procedures WHERE code = '2.000815')");
    EXPECT_EQ(difference(), "UBND phường Kinh Bắc, 1.3: 12/12 (2,00) is kept, 11/11 (2,00) is counted");
    count();
    expect_consistent("1.3");
    count_indices(database.pool(), rules, *period_from("2026-12"), clock->now());
    EXPECT_FALSE(recount(database.pool(), *directory.snapshot(), rules, *period_from("2026-12")).first);
    EXPECT_EQ(
        database.value(
            "SELECT denominator FROM index_results WHERE agency_id = 1 AND component = '1.3' AND starts_on = '2026-12-01' "
            "AND period = 'month'"),
        "11");
}

TEST_F(ComponentsTest, APetitionCountsForWhoHeldItAtTheMoment)
{
    two_months();
    const std::string forwarded = petition_about(early, vietnam(11, 20, 14));
    const std::string kept = petition_about(late, vietnam(11, 20, 15));
    const std::string slow = petition_about(waiting, vietnam(11, 25, 9));
    clock->set(vietnam(11, 23, 9));
    const std::string to =
        database.value("SELECT uid FROM agencies WHERE id = " + std::to_string(other.agency));
    const auto gone = forward_petition(services, rules, commune.leader, forwarded, to,
                                       "Thuộc thẩm quyền của phường Vũ Ninh");
    ASSERT_TRUE(gone) << gone.error().message;
    clock->set(vietnam(11, 24, 9));
    ASSERT_TRUE(answer_petition(services, other.leader, forwarded, "Đã xin lỗi"));
    answer(kept, vietnam(11, 25, 10));
    clock->set(vietnam(12, 10, 9));
    count();
    EXPECT_EQ(share("5.1"), (Share{1, 1}));
    expect_consistent("5.1");
    const auto shares_of_both = [&](const std::string& first_day) {
        return database.value(
            "SELECT string_agg(agency_id || ': ' || numerator || '/' || denominator, ', ' ORDER BY agency_id) FROM index_results "
            "WHERE period = 'month' AND component = '5.1' AND agency_id IN (1, 3) AND denominator > 0 AND starts_on = '" +
            first_day + "'");
    };
    EXPECT_EQ(shares_of_both("2026-11-01"), "1: 1/1, 3: 1/1");
    // Late in December, forwarded in January: December stays with who was late.
    database.execute(
        "INSERT INTO dossier_petition_acts (petition_id, kind, at, agency_id, official_id, to_id, due_at) SELECT id, 'forwarded', "
        "'2027-01-05 09:00+07', 1, 12, 3, due_at FROM dossier_petitions WHERE uid = '" +
        slow + "'");
    database.execute(
        "UPDATE dossier_petitions SET holder_id = 3, held_by = '{3}', due_at = '2027-01-26 09:00+07' WHERE uid = '" +
        slow + "'");
    clock->set(vietnam(12, 31, 9) + std::chrono::hours(24 * 7));
    const IndexPeriod december = *period_from("2026-12");
    count_indices(database.pool(), rules, december, clock->now());
    EXPECT_FALSE(recount(database.pool(), *directory.snapshot(), rules, december).first);
    EXPECT_EQ(shares_of_both("2026-12-01"), "1: 0/1");
}

TEST_F(ComponentsTest, APetitionForwardedOnceItWasLateIsLateForWhoLetItBecomeSo)
{
    two_months();
    const std::string passed_on = petition_about(late, vietnam(11, 20, 15));
    const std::string came_back = petition_about(waiting, vietnam(11, 20, 16));
    const auto forward = [&](const Actor& leader, const std::string& uid, const Staff& to, base::Time at) {
        clock->set(at);
        const auto gone = forward_petition(
            services, rules, leader, uid,
            database.value("SELECT uid FROM agencies WHERE id = " + std::to_string(to.agency)), "Thẩm quyền");
        EXPECT_TRUE(gone) << gone.error().message;
    };
    // Due on 14 December; forwarded, answered and counted within the month all the same.
    ASSERT_LT(database.value("SELECT max(due_at) FROM dossier_petitions"), "2026-12-20");
    forward(commune.leader, passed_on, other, vietnam(12, 21, 9));
    forward(commune.leader, came_back, other, vietnam(12, 21, 10));
    forward(other.leader, came_back, commune, vietnam(12, 22, 9));
    clock->set(vietnam(12, 23, 9));
    ASSERT_TRUE(answer_petition(services, other.leader, passed_on, "Đã xin lỗi"));
    answer(came_back, vietnam(12, 23, 10));
    ASSERT_TRUE(mark_answer(services, place_of(late), passed_on, true));
    const IndexPeriod december = *period_from("2026-12");
    const auto shares = [&](const std::string& component) {
        return database.value(
            "SELECT string_agg(agency_id || ': ' || numerator || '/' || denominator, ', ' ORDER BY agency_id) FROM index_results "
            "WHERE period = 'month' AND agency_id IN (1, 3) AND denominator > 0 AND starts_on = '2026-12-01' AND component = '" +
            component + "'");
    };
    // Whether the month is under way or over.
    for (const base::Time as_of : {vietnam(12, 23, 12), vietnam(12, 31, 9) + std::chrono::hours(24 * 7)}) {
        clock->set(as_of);
        count_indices(database.pool(), rules, december, clock->now());
        const auto difference = recount(database.pool(), *directory.snapshot(), rules, december);
        EXPECT_FALSE(difference.first);
        EXPECT_EQ(shares("5.1"), "1: 0/2, 3: 1/1") << "each once, however often it was there";
        EXPECT_EQ(shares("5.2"), "3: 1/1") << "who answered is judged";
    }
    db::Transaction tx = as(commune.leader);
    const auto rows = behind::petitions_of_index(
        tx, {december, clock->now(), Measure::answered_in_time, behind::Part::rest}, 0, 9);
    ASSERT_EQ(rows.size(), 2U);
    for (const behind::PetitionRow& one : rows)
        EXPECT_LT(one.due_at, vietnam(12, 21, 9)) << "the time that it let pass";
}

TEST_F(ComponentsTest, APetitionThatWasPassedThereAndBackHasNoNewTime)
{
    two_months();
    const std::string uid = petition_about(late, vietnam(11, 20, 15));
    const std::string due = database.value("SELECT due_at FROM dossier_petitions WHERE uid = '" + uid + "'");
    const auto forward = [&](const Actor& leader, const Staff& to, base::Time at) {
        clock->set(at);
        EXPECT_TRUE(forward_petition(
            services, rules, leader, uid,
            database.value("SELECT uid FROM agencies WHERE id = " + std::to_string(to.agency)),
            "Thẩm quyền"));
    };
    forward(commune.leader, other, vietnam(12, 10, 9));
    forward(other.leader, commune, vietnam(12, 10, 9));
    EXPECT_EQ(database.value("SELECT due_at FROM dossier_petitions WHERE uid = '" + uid + "'"), due);
    answer(uid, vietnam(12, 22, 9));
    clock->set(vietnam(12, 31, 9) + std::chrono::hours(24 * 7));
    const IndexPeriod december = *period_from("2026-12");
    count_indices(database.pool(), rules, december, clock->now());
    EXPECT_FALSE(recount(database.pool(), *directory.snapshot(), rules, december).first);
    EXPECT_EQ(
        database.value(
            "SELECT string_agg(agency_id || ': ' || numerator || '/' || denominator, ', ') FROM index_results WHERE period = "
            "'month' AND component = '5.1' AND agency_id IN (1, 3) AND denominator > 0 AND starts_on = '2026-12-01'"),
        "1: 0/1")
        << "late, for who had it all the time but a moment";
}

TEST_F(ComponentsTest, CitizensWordsCountInTheMonthThatTheyBelongTo)
{
    two_months();
    clock->set(vietnam(11, 20, 12));
    EXPECT_FALSE(rate(services, place_of(early), RatedAt::page, {.level = Level::satisfied}))
        << "not handed over";
    database.execute("UPDATE dossiers SET state = 'returned' WHERE uid IN ('" + early + "', '" + same_day +
                     "', '" + online + "')");
    for (const std::string& uid : {early, same_day, online})
        database.execute(
            "UPDATE dossiers SET life = (life::jsonb || '{\"state\": \"returned\"}')::json WHERE uid = '" +
            uid + "'");
    // One is satisfied, one is not, one was not and is now.
    ASSERT_TRUE(rate(services, place_of(early), RatedAt::page, {.level = Level::very_satisfied}));
    ASSERT_TRUE(rate(services, place_of(same_day), RatedAt::desk, {.level = Level::unsatisfied}));
    ASSERT_TRUE(
        rate(services, place_of(online), RatedAt::page, {.level = Level::unsatisfied, .remark = "x"}));
    clock->set(vietnam(11, 20, 13));
    ASSERT_TRUE(rate(services, place_of(online), RatedAt::page, {.level = Level::satisfied}));
    // A petition that is answered in time and liked, one that becomes late in December.
    const std::string in_time = petition_about(early, vietnam(11, 20, 14));
    answer(in_time, vietnam(11, 23, 9));
    ASSERT_TRUE(mark_answer(services, place_of(early), in_time, true));
    const std::string late_one = petition_about(late, vietnam(11, 25, 9));
    clock->set(vietnam(12, 20, 9));
    count();
    EXPECT_EQ(share("5.1"), (Share{1, 1}));
    EXPECT_EQ(share("5.2"), (Share{1, 1}));
    EXPECT_EQ(share("5.4"), (Share{2, 3}));
    // Five are on time; one of them has a petition, another one a dislike.
    EXPECT_EQ(share("2.1"), (Share{5, 7}));
    EXPECT_EQ(share("5.3"), (Share{3, 7}));
    for (const char* id : {"5.1", "5.2", "5.3", "5.4"}) expect_consistent(id);
    // What is said later changes nothing of November.
    answer(late_one, vietnam(12, 21, 9));
    ASSERT_TRUE(mark_answer(services, place_of(late), late_one, false));
    EXPECT_EQ(difference(), "");
    count();
    EXPECT_EQ(share("5.1"), (Share{1, 1}));
    const IndexPeriod december = *period_from("2026-12");
    clock->set(vietnam(12, 22, 9));
    count_indices(database.pool(), rules, december, clock->now());
    EXPECT_FALSE(recount(database.pool(), *directory.snapshot(), rules, december).first);
    EXPECT_EQ(
        database.value(
            "SELECT string_agg(numerator || '/' || denominator, ' ' ORDER BY component) FROM index_results WHERE agency_id = "
            "1 AND starts_on = '2026-12-01' AND period = 'month' AND component IN ('5.1', '5.2')"),
        "0/1 0/1");

    expect_found(
        "UPDATE dossier_ratings SET level = 'satisfied', reasons = '{}' WHERE level = 'unsatisfied' AND way = 'desk'",
        "5.3");
    expect_found("DELETE FROM dossier_ratings WHERE way = 'desk'", "5.4");
    expect_found(
        "UPDATE dossier_petition_marks SET liked = false WHERE petition_id = (SELECT id FROM dossier_petitions WHERE uid = '" +
            in_time + "')",
        "5.2");
    database.execute("ALTER TABLE dossier_petitions DISABLE TRIGGER dossier_petitions_kept");
    expect_found("UPDATE dossier_petitions SET answered_at = '2026-12-30 09:00+07' WHERE uid = '" + in_time +
                     "'",
                 "5.1");
    expect_found("UPDATE dossier_petitions SET lodged_at = '2026-12-02 09:00+07' WHERE uid = '" + in_time +
                     "'",
                 "5.3");
}

TEST_F(ComponentsTest, HowDossiersCameIsCounted)
{
    two_months();
    keep(online, {.verified = true, .databases = {"12"}, .from_store = true, .store_papers = {0, 1}});
    keep(early, {.databases = {"12", "7"}});
    keep(late, {.databases = {"12"}, .paid_online = true});
    count();
    EXPECT_EQ(share("4.4"), (Share{1, 7}));
    EXPECT_EQ(share("4.5b"), (Share{2, 7}));
    EXPECT_EQ(share("4.5a"), (Share{1, 2})) << "of two procedures";
    EXPECT_EQ(share("3.6"), (Share{1, 1})) << "what owes nothing is not asked";
    for (const char* id : {"4.4", "4.5a", "4.5b", "3.6"}) expect_consistent(id);
    expect_found("UPDATE dossier_origins SET databases = '{7}' WHERE paid_online", "4.5b");
    expect_found("UPDATE dossier_origins SET from_store = false", "4.4");
}

TEST_F(ComponentsTest, CopiesAreCertifiedElectronically)
{
    two_months();
    count();
    EXPECT_EQ(share("4.2b"), (Share{0, 1}));
    clock->set(vietnam(11, 24, 11));
    add_file(copies, "result");
    clock->set(vietnam(12, 10, 9));
    count();
    EXPECT_EQ(share("4.2b"), (Share{1, 1}));
    expect_consistent("4.2b");
    // Its dossiers count also where the procedure is no longer in force.
    database.execute("ALTER TABLE procedure_versions DISABLE TRIGGER procedure_versions_kept");
    database.execute(
        "UPDATE procedure_versions SET valid_to = '2026-11-25' WHERE procedure_id = (SELECT id FROM procedures WHERE code = '2.000815')");
    count();
    EXPECT_EQ(share("4.2b"), (Share{1, 1}));
    expect_consistent("4.2b");
}

TEST_F(ComponentsTest, TheRecountFindsChangesInTheCatalogue)
{
    two_months();
    {
        db::Transaction tx = as_operator();
        const auto done = announce(services, tx, rules,
                                   {.decision = "1234/QĐ-UBND",
                                    .decided_on = day_of(11, 10),
                                    .effective_on = day_of(12, 1),
                                    .published_on = day_of(11, 12),
                                    .codes = {"1.001193", "2.000815"}});
        ASSERT_TRUE(done) << done.error().field << ": " << done.error().message;
        tx.commit();
    }
    count();
    EXPECT_EQ(share("1.1"), (Share{2, 2}));
    EXPECT_EQ(share("1.2"), (Share{2, 2}));
    for (const char* id : {"1.1", "1.2", "1.3", "3.1", "3.2", "3.5b"}) expect_consistent(id);
    expect_found(
        "UPDATE procedure_publications SET decide_by = '2026-11-01' WHERE id = (SELECT min(id) FROM procedure_publications)",
        "1.1");
    expect_found(
        "UPDATE procedure_publications SET published_on = NULL WHERE id = (SELECT max(id) FROM procedure_publications)",
        "1.2");
    database.execute("ALTER TABLE dossiers DISABLE TRIGGER dossiers_kept");
    expect_found("UPDATE dossiers SET way = 'counter' WHERE uid = '" + online + "'", "3.2");
    expect_found(
        "DELETE FROM procedure_agencies WHERE agency_id = 1 AND part = 'decides' AND procedure_id = (SELECT id FROM procedures "
        "WHERE code = '1.001193')",
        "1.1");
    // What the database says of a record, against the record itself: counting again does not mend it.
    database.execute("ALTER TABLE procedure_versions DISABLE TRIGGER procedure_versions_kept");
    database.execute("UPDATE procedure_versions SET lacks = '{steps}' WHERE name = 'Cấp bản sao từ sổ gốc'");
    count();
    EXPECT_EQ(difference(), "UBND phường Kinh Bắc, 1.3: 10/11 (1,82) is kept, 11/11 (2,00) is counted");
}

TEST_F(ComponentsTest, ADossierThatMovedCountsForTheAgencyThatHadItThen)
{
    two_months();
    count();
    const Share before = share("2.1");
    clock->set(vietnam(12, 15, 9));
    database.execute("UPDATE dossiers SET decides_id = 3 WHERE uid = '" + early + "'");
    EXPECT_NE(difference(), "") << "nobody wrote down that it moved";
    database.execute(
        "INSERT INTO dossier_moves SELECT id, 99, 1, 3, false, true, '2026-12-12 09:00+07' FROM dossiers WHERE uid = '" +
        early + "'");
    EXPECT_EQ(difference(), "");
    count();
    EXPECT_EQ(share("2.1"), before);
}

TEST_F(ComponentsTest, WhatAnEarlierProgramCountedIsCountedAgain)
{
    two_months();
    count();
    database.execute("DELETE FROM index_results WHERE component LIKE '5.%'");
    database.execute("UPDATE index_counts SET stale = true");
    close_indices(database.pool(), rules, clock->now());
    EXPECT_EQ(difference(), "");
    EXPECT_EQ(database.value("SELECT count(*) FROM index_counts WHERE stale"), "0");
}

}  // namespace
}  // namespace lt::dossiers
