// Ratings and petitions: who may say what, when, and who sees it.
#include "dossiers/satisfaction/satisfaction_fixture_dbtest.h"

namespace lt::dossiers {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

// ---- Ratings --------------------------------------------------------------------------------------------------------------

TEST_F(SatisfactionTest, ADossierIsRatedAfterItsEndOnceEachWayAndChangedWithinADay)
{
    const Received open = received(a_reception());
    EXPECT_EQ(
        rate(services, {open.uid, commune.agency}, RatedAt::page, {.level = Level::satisfied}).error().fault,
        base::Fault::conflict);
    const Received done = ended();
    const Place place = place_of(done);
    ASSERT_TRUE(
        rate(services, place, RatedAt::page, {.level = Level::satisfied, .reasons = {Displeasure::late}}));
    EXPECT_TRUE(ratings_seen_by(commune.leader, done).front().rating.reasons.empty());
    advance(hours(23));
    ASSERT_TRUE(rate(
        services, place, RatedAt::page,
        {.level = Level::unsatisfied, .reasons = {Displeasure::late, Displeasure::costs}, .remark = "Chậm"}));
    ASSERT_TRUE(rate(services, place, RatedAt::desk, {.level = Level::very_satisfied}));
    advance(hours(2));
    const auto late = rate(services, place, RatedAt::page, {.level = Level::satisfied});
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().fault, base::Fault::conflict);
    EXPECT_TRUE(
        rate(services, place, RatedAt::desk, {.level = Level::satisfied}));  // the day of the other way
    const auto seen = ratings_seen_by(commune.leader, done);
    ASSERT_EQ(seen.size(), 2u);
    for (const Rated& one : seen) {
        const bool is_desk = one.way == RatedAt::desk;
        EXPECT_EQ(one.rating.level, is_desk ? Level::satisfied : Level::unsatisfied);
        if (is_desk) continue;
        EXPECT_EQ(one.rating.reasons, (std::vector{Displeasure::late, Displeasure::costs}));
        EXPECT_EQ(one.rating.remark, "Chậm");
        EXPECT_EQ(one.first_at, kStart);
    }
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_ratings"), "4") << "each word stays";
    EXPECT_EQ(acts_in_journal(), "dossier.rated dossier.rated dossier.rated dossier.rated");
    // Nor does the database let anybody say it anew after the day, or take a word away.
    constexpr db::Query<1> insert{
        "test.late_rating",
        "INSERT INTO dossier_ratings (dossier_id, way, level, at) SELECT id, 'page', 'satisfied', $1::timestamptz FROM dossiers WHERE "
        "state = 'withdrawn'"};
    db::Transaction tx = database.pool().begin(scope_of(Actor{.agency = commune.agency}));
    EXPECT_THROW(tx.run(insert, clock->now()), db::ConstraintViolation);
    constexpr db::Query<0> remove{"test.remove_rating", "DELETE FROM dossier_ratings"};
    db::Transaction leader = database.pool().begin(scope_of(commune.leader));
    EXPECT_THROW(leader.run(remove), db::QueryError);
}

TEST_F(SatisfactionTest, OnlyLeadersAndDeskOfItsAgenciesSeeWhatCitizensSay)
{
    const Received done = ended();
    ASSERT_TRUE(rate(services, place_of(done), RatedAt::page, {.level = Level::satisfied}));
    ASSERT_TRUE(petition(commune.desk, done.uid, "Phải đi lại ba lần"));
    for (const Actor* actor : {&commune.leader, &commune.desk}) {
        EXPECT_EQ(seen_by(*actor, done).size(), 1u) << actor->title;
        EXPECT_EQ(ratings_seen_by(*actor, done).size(), 1u) << actor->title;
    }
    // Who takes part in the dossier sees the dossier, and not this.
    database.execute("INSERT INTO dossier_people SELECT id, 1, 13 FROM dossiers");
    database.execute("INSERT INTO dossier_people SELECT id, 2, 22 FROM dossiers");
    for (const Actor* actor :
         {&commune.specialist, &commune.clerk, &other.leader, &other.desk, &department.leader}) {
        EXPECT_TRUE(seen_by(*actor, done).empty()) << actor->name;
        EXPECT_TRUE(ratings_seen_by(*actor, done).empty()) << actor->name;
    }
    EXPECT_TRUE(says(page(commune.leader, "/dossiers/" + done.uid), "Ý kiến của người dân"));
    EXPECT_FALSE(says(page(commune.specialist, "/dossiers/" + done.uid), "Ý kiến của người dân"));
}

// ---- The door -------------------------------------------------------------------------------------------------------------

TEST_F(SatisfactionTest, FiveWrongTriesCloseTheDoorWhateverTheyAreFor)
{
    const Received done = ended();
    EXPECT_EQ(open_door(services, "H05.26.1-000000-0001", "1234").error().fault, base::Fault::not_found);
    EXPECT_EQ(open_door(services, done.code, "12a4").error().field, "digits");
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_tries"), "0") << "no digits cost no try";
    for (int i = 0; i < 3; ++i) EXPECT_EQ(open_door(services, done.code, "0000").error().field, "digits");
    ASSERT_TRUE(open_door(services, done.code, "1234"));
    EXPECT_FALSE(open_door(services, done.code, "9999"));
    ASSERT_TRUE(open_door(services, done.code, "1234"));
    EXPECT_FALSE(open_door(services, done.code, "9999"));
    const auto closed = open_door(services, done.code, "1234");
    ASSERT_FALSE(closed);
    EXPECT_TRUE(says(closed.error().message.str(), "năm lần"));
    // They count where a receipt is confirmed, too; and none of them does tomorrow.
    database.execute(
        "INSERT INTO dossier_returns (dossier_id, taken_by, means, at, official_id) SELECT id, 'x', 'post', now(), 11 FROM dossiers");
    database.execute("UPDATE dossiers SET delivery_state = 'sent'");
    const std::string receiver = "SELECT answer FROM lt_receiver_of('" + done.code + "', '1234')";
    EXPECT_EQ(database.value(receiver), "closed");
    database.execute("UPDATE dossier_tries SET day = day - 1");
    EXPECT_EQ(database.value(receiver), "open");
    EXPECT_FALSE(open_door(services, done.code, "9999"));
    EXPECT_TRUE(open_door(services, done.code, "1234"));
}

// ---- Petitions ------------------------------------------------------------------------------------------------------------

TEST_F(SatisfactionTest, APetitionHasItsTimeInWorkingDaysAndOneAnswer)
{
    const Received dossier = received(a_reception());
    const std::string key = base::new_uid(clock->now());
    const Actor citizen{.agency = commune.agency};
    ASSERT_TRUE(petition(citizen, dossier.uid, "Quá hẹn mà không thấy xin lỗi", key));
    EXPECT_TRUE(petition(citizen, dossier.uid, "Quá hẹn mà không thấy xin lỗi", key)) << "the same form";
    EXPECT_EQ(petition(citizen, dossier.uid, "Còn việc khác").error().fault, base::Fault::conflict);
    EXPECT_EQ(petition(citizen, dossier.uid, "").error().fault, base::Fault::invalid);
    const auto theirs = receive(services, other.desk, a_reception());
    ASSERT_TRUE(theirs) << theirs.error().message;
    EXPECT_EQ(petition(Actor{.agency = other.agency}, theirs->uid, "Việc khác", key).error().fault,
              base::Fault::not_found)
        << "the form of a dossier that is unseen from there";
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_petitions"), "1");
    auto seen = seen_by(commune.leader, dossier).at(0);
    // Fifteen working days from Friday 20 November; the 24th is a holiday.
    EXPECT_EQ(base::format_vietnam(seen.due_at), "14/12/2026 09:00");
    EXPECT_EQ(seen.lodged_by, 0);
    EXPECT_EQ(seen.way, RatedAt::page);
    EXPECT_EQ(seen.basis, rules.on(base::vietnam_day(clock->now())).basis);

    for (const Actor* actor : {&commune.desk, &other.leader, &department.leader})
        EXPECT_FALSE(answer_petition(services, *actor, key, "Đã xin lỗi")) << actor->name;
    EXPECT_EQ(answer_petition(services, commune.leader, key, "").error().field, "answer");
    EXPECT_EQ(mark_answer(services, {dossier.uid, commune.agency}, key, true).error().fault,
              base::Fault::conflict);
    advance(hours(24 * 30));
    ASSERT_TRUE(answer_petition(services, commune.leader, key, "UBND phường đã xin lỗi bằng văn bản."));
    EXPECT_EQ(answer_petition(services, commune.leader, key, "Sửa lại").error().fault, base::Fault::conflict);
    seen = seen_by(commune.desk, dossier).at(0);
    EXPECT_TRUE(seen.is_late(clock->now()));
    EXPECT_EQ(seen.answered_by, commune.leader.official);

    const Place place{dossier.uid, commune.agency};
    const Received another = received(a_reception());
    EXPECT_EQ(mark_answer(services, {another.uid, commune.agency}, key, true).error().fault,
              base::Fault::not_found);
    ASSERT_TRUE(mark_answer(services, place, key, true));
    advance(hours(23));
    ASSERT_TRUE(mark_answer(services, place, key, false));
    advance(hours(2));
    EXPECT_EQ(mark_answer(services, place, key, true).error().fault, base::Fault::conflict);
    seen = seen_by(commune.leader, dossier).at(0);
    EXPECT_EQ(seen.liked, false);
    EXPECT_TRUE(petition(citizen, dossier.uid, "Còn việc khác"))
        << "after the answer there may be another one";
    EXPECT_EQ(acts_in_journal(),
              "petition.lodged petition.answered petition.judged petition.judged petition.lodged");
    // What was answered stays as it was.
    EXPECT_THROW(database.execute("UPDATE dossier_petitions SET answer = 'x' WHERE answered_at IS NOT NULL"),
                 db::ConstraintViolation);
}

TEST_F(SatisfactionTest, TheDeskWritesAPetitionDownAndAForeignOneDoesNot)
{
    const Received dossier = received(a_reception());
    for (const Actor* actor : {&commune.leader, &commune.specialist, &other.desk})
        EXPECT_FALSE(petition(*actor, dossier.uid, "x")) << actor->name;
    ASSERT_TRUE(petition(commune.desk, dossier.uid, "Công dân phản ánh tại quầy"));
    const Petition seen = seen_by(commune.desk, dossier).at(0);
    EXPECT_EQ(seen.way, RatedAt::desk);
    EXPECT_EQ(seen.lodged_by, commune.desk.official);
}

TEST_F(SatisfactionTest, ListsGoPageByPage)
{
    std::vector<std::string> uids;
    for (int i = 0; i < 5; ++i) {
        const Received dossier = received(a_reception());
        const auto lodged = petition(commune.desk, dossier.uid, "Phản ánh " + std::to_string(i));
        ASSERT_TRUE(lodged);
        uids.push_back(*lodged);
        advance(minutes(30));
    }
    for (const int answered : {1, 3}) {
        ASSERT_TRUE(
            answer_petition(services, commune.leader, uids[static_cast<std::size_t>(answered)], "Trả lời"));
        advance(minutes(1));
    }
    db::Transaction tx = database.pool().begin(scope_of(commune.leader));
    std::vector<std::string> open;
    for (std::int64_t after = 0;;) {
        const auto rows = open_petitions(tx, after, 2);
        for (const Petition& one : rows) open.push_back(one.uid);
        if (rows.size() < 2) break;
        after = rows.back().id;
    }
    EXPECT_EQ(open, (std::vector{uids[0], uids[2], uids[4]}));
    const auto first = answered_petitions(tx, 0, 1);
    ASSERT_EQ(first.size(), 1u);
    EXPECT_EQ(first[0].uid, uids[3]);
    const auto second = answered_petitions(tx, first[0].id, 5);
    ASSERT_EQ(second.size(), 1u);
    EXPECT_EQ(second[0].uid, uids[1]);
    db::Transaction foreign = database.pool().begin(scope_of(other.leader));
    EXPECT_TRUE(open_petitions(foreign, 0, 9).empty());
    EXPECT_TRUE(answered_petitions(foreign, 0, 9).empty());
}

}  // namespace
}  // namespace lt::dossiers
