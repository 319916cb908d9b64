// An agency is dissolved while its results are on their way: what goes over, what stays, and how the successor goes on.
#include "dossiers/results/left.h"

#include "dossiers/batches/actions.h"
#include "dossiers/linked/moves.h"
#include "dossiers/queries.h"
#include "dossiers/results/results_fixture_dbtest.h"

namespace lt::dossiers {
namespace {

class LeftTest : public ResultsTest {
protected:
    std::string at_other()
    {
        const auto done = receive(services, other.desk, a_reception());
        EXPECT_TRUE(done);
        run_jobs();
        return done ? done->uid : "";
    }
    std::string drafted(const std::string& uid)
    {
        DraftWish wish = a_wish();
        wish.signer = other.leader.official;
        const auto made = draft_result(services, other.specialist, uid, wish);
        EXPECT_TRUE(made) << made.error().message;
        return made ? *made : "";
    }
    void merge()
    {
        clock->advance(std::chrono::hours(72));  // Monday
        dissolve(other.agency, {commune.agency});
        linked::move_dissolved(services);
        run_jobs();
    }
    std::string state_of(const std::string& draft)
    {
        return database.value("SELECT agency_id || ' ' || state FROM dossier_drafts WHERE uid = '" + draft +
                              "'");
    }

    crypto::Identity old_key = identity("Người 32");
    signing::Hand old_leader = hand_of(old_key);
};

TEST_F(LeftTest, WhatNobodySignedGoesOverAndWhatWasSignedIsDiscardedAndDraftedAnew)
{
    const std::string uid = at_other();
    work(other, uid, R"({"con_trong_so": true})");
    const std::string plain = drafted(uid);
    const std::string submitted = drafted(uid);
    const std::string numbered = drafted(uid);
    const std::string unsealed = drafted(uid);
    for (const std::string& one : {submitted, numbered, unsealed})
        ASSERT_TRUE(submit_result(services, other.specialist, one, 1, false));
    signing.timestamp = [](std::string_view) -> base::Result<std::string> {
        return base::Error{base::Fault::unavailable, "", "Máy chủ dấu thời gian không trả lời.", {}};
    };
    EXPECT_FALSE(sign_result(services, other.leader, {numbered, 2}, old_leader));
    signing.timestamp = {};
    ASSERT_TRUE(sign_result(services, other.leader, {unsealed, 2, false}, old_leader));
    EXPECT_FALSE(discard_left(services, other.specialist, uid, unsealed)) << "it is to be sealed";
    merge();
    EXPECT_EQ(the(uid).decides, commune.agency);
    EXPECT_EQ(state_of(plain), "1 draft");
    EXPECT_EQ(state_of(submitted), "1 draft");
    EXPECT_EQ(state_of(numbered), "3 submitted");
    EXPECT_EQ(state_of(unsealed), "3 signed") << "signed is signed: by the old agency, with its number";

    // Told plainly: on the dossier, and to the leader who has it drafted anew.
    const std::string path = "/dossiers/" + uid;
    const std::string seen = page(commune.leader, path);
    EXPECT_TRUE(says(seen, "UBND phường Vũ Ninh đã ký số 02/2026, chưa đóng dấu. Bỏ rồi soạn lại."));
    EXPECT_TRUE(says(seen, "UBND phường Vũ Ninh đã lấy số 01/2026, chưa ký. Bỏ rồi soạn lại."));
    EXPECT_TRUE(says(seen, path + "/left/" + unsealed));
    EXPECT_TRUE(says(page(commune.leader, draft_page(uid, unsealed)), "Bỏ ở trang hồ sơ rồi soạn lại"));
    EXPECT_TRUE(says(page(commune.leader, "/dossiers/signing"), "Cơ quan trước để lại dở dang"));
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.leader));
        const auto left = left_behind(tx, commune.agency, 10);
        ASSERT_EQ(left.size(), 2u);
        EXPECT_EQ(left[0].agency, other.agency);
        EXPECT_EQ(left[0].dossier, uid);
    }
    // The successor can neither sign nor seal them, and nobody else throws them away.
    EXPECT_FALSE(seal_result(services, commune.clerk, {unsealed, 0}, seal));
    EXPECT_FALSE(sign_result(services, commune.leader, {numbered, 0}, leader));
    EXPECT_FALSE(discard_left(services, department.leader, uid, unsealed));
    EXPECT_EQ(discard_left(services, commune.desk, uid, unsealed).error().fault, base::Fault::forbidden);
    EXPECT_EQ(discard_left(services, commune.leader, uid, plain).error().fault, base::Fault::conflict);
    EXPECT_EQ(discard_left(services, commune.leader, uid, "x").error().fault, base::Fault::not_found);

    // The process ends, and the dossier waits for what can't come: until it is given up.
    ASSERT_FALSE(work_to_the_end(commune, uid).empty());
    EXPECT_EQ(the(uid).life.state, State::processing);
    EXPECT_EQ(location(post(commune.leader, path + "/left/" + unsealed)), path + "?done=discarded");
    ASSERT_TRUE(discard_left(services, commune.leader, uid, numbered));
    EXPECT_EQ(state_of(unsealed), "3 dropped");
    EXPECT_EQ(database.value("SELECT notation FROM dossier_drafts WHERE uid = '" + unsealed + "'"), "02/2026")
        << "its number is not given again";
    EXPECT_FALSE(discard_left(services, commune.leader, uid, unsealed)) << "once";
    run_jobs();
    EXPECT_EQ(the(uid).life.state, State::resolved);
    // Drafted anew, with a number of the own series.
    const auto anew = draft_result(services, commune.leader, uid, a_wish());
    EXPECT_FALSE(anew) << "the specialist's";
    const auto made = draft_result(services, commune.specialist, uid, a_wish());
    ASSERT_TRUE(made) << made.error().message;
    ASSERT_TRUE(submit_result(services, commune.specialist, *made, 1, false));
    EXPECT_EQ(sign_result(services, commune.leader, {*made, 2}, leader)->notation, "01/2026");
}

TEST_F(LeftTest, ADocumentOfTheOldAgencyIsGivenUpForADossierThatMoved)
{
    const std::string uid = at_other();
    accounts::Me me;
    me.agency = other.agency;
    me.official = other.specialist.official;
    me.role = directory::Role::specialist;
    me.official_name = other.specialist.name;
    const auto document =
        draft_document(services, me, other.specialist, uid,
                       {.key = key(), .code = "KQ.G15.000020", .kind = "decision", .subject = "Cấp bản sao"});
    ASSERT_TRUE(document) << document.error().message;
    merge();
    const std::string path = "/dossiers/" + uid;
    EXPECT_TRUE(says(page(commune.leader, path), "Văn bản đi của UBND phường Vũ Ninh, chưa phát hành"));
    work_to_the_end(commune, uid);
    EXPECT_EQ(the(uid).life.state, State::processing);
    EXPECT_FALSE(discard_left(services, department.leader, uid, *document));
    ASSERT_TRUE(discard_left(services, commune.leader, uid, *document));
    run_jobs();
    EXPECT_EQ(the(uid).life.state, State::resolved);
    EXPECT_TRUE(says(page(commune.leader, path), "không phát hành được nữa"));
}

TEST_F(LeftTest, PapersOnTheirWayToSeveralSuccessorsAreHandedOverAnew)
{
    at_other();
    Reception reception = a_reception("2.000815");
    reception.answers = R"({"documents": [{"name": "Bằng tốt nghiệp", "pages": 3, "copies": 2}]})";
    ASSERT_TRUE(receive(services, other.desk, reception));
    run_jobs();
    database.execute(
        "INSERT INTO hand_over_batches (uid, kind, giver_id, receiver_id, year, number, lines, given_at, given_by, giver_name, "
        "giver_title) VALUES (gen_random_uuid(), 'dossiers', 3, 3, 2026, 1, 2, now(), 31, 'x', 'x')");
    database.execute(
        "INSERT INTO hand_over_lines (batch_id, no, dossier_id, kind, procedure_id, code, procedure, owner_name, contents) "
        "SELECT b.id, row_number() OVER (ORDER BY d.id), d.id, 'dossiers', d.procedure_id, d.code, 'x', 'x', 'x' "
        "FROM hand_over_batches b, dossiers d");
    const auto sides = [&] {
        return database.value(
            "SELECT giver_id || ' ' || receiver_id || ' ' || state || ' ' || number FROM hand_over_batches");
    };
    const auto waits = [&](const std::string& agency, const std::string& receiver) {
        return database.value("SELECT count(*) FROM hand_over_waiting WHERE giver_id = " + agency +
                              " AND receiver_id = " + receiver);
    };
    clock->advance(std::chrono::hours(72));  // Monday
    dissolve(other.agency, {commune.agency, department.agency});
    ASSERT_TRUE(linked::move_dossiers(services, other.agency, commune.agency, {.procedure = "2.000908"}));
    EXPECT_EQ(sides(), "3 3 given 1") << "a part of it still belongs to nobody else";
    ASSERT_TRUE(linked::move_dossiers(services, other.agency, department.agency, {.procedure = "2.000815"}));
    EXPECT_EQ(sides(), "3 3 withdrawn 1") << "nobody can receive all of it";
    EXPECT_EQ(database.value("SELECT string_agg(DISTINCT state, ' ') FROM hand_over_lines"), "withdrawn");
    EXPECT_EQ(waits("1", "1") + waits("2", "2"), "11") << "each waits for its new agency";
    EXPECT_EQ(
        database.value(
            "SELECT count(DISTINCT dossier_id) FROM dossier_events WHERE official_id = 0 AND reason LIKE "
            "'Huỷ phiếu bàn giao đang chuyển đến UBND phường Vũ Ninh:%'"),
        "2");
    EXPECT_EQ(
        database.value(
            "SELECT count(*) FROM audit_events WHERE action = 'dossiers.moved' AND detail::text LIKE '%' || "
            "(SELECT uid FROM hand_over_batches) || '%'"),
        "1");
    // Who gave it reads why.
    const std::string batch = database.value("SELECT uid FROM hand_over_batches");
    EXPECT_EQ(batches::receive(services, department.leader, batch, {{true, ""}, {true, ""}}).error().fault,
              base::Fault::not_found);
    {
        db::Transaction tx = database.pool().begin(scope_of(other.desk));
        const auto ended = batches::find_batch(tx, batch);
        ASSERT_TRUE(ended);
        EXPECT_TRUE(batches::was_cancelled(*ended));
    }
    // None of the receiver's people ends one, and no stranger.
    database.execute(
        "INSERT INTO hand_over_batches (uid, kind, giver_id, receiver_id, year, number, lines, given_at, given_by, giver_name, "
        "giver_title) VALUES (gen_random_uuid(), 'dossiers', 1, 2, 2026, 1, 1, now(), 11, 'x', 'x')");
    const std::int64_t id = std::stoll(database.value("SELECT max(id) FROM hand_over_batches"));
    const auto end_by = [&](const Actor& actor) {
        db::Transaction tx = database.pool().begin(scope_of(actor));
        tx.run(sql::batch_close, id, "withdrawn", clock->now(), "x", "x", 0, nullptr, "");
        tx.commit();
    };
    EXPECT_THROW(end_by(department.leader), db::ConstraintViolation);
    EXPECT_NO_THROW(end_by(Actor{.agency = other.agency})) << "it does not see it";
    EXPECT_EQ(database.value("SELECT state FROM hand_over_batches ORDER BY id DESC LIMIT 1"), "given");
}

TEST_F(LeftTest, PapersOnTheirWayThatAllGoToOneSuccessorAreReceivedThere)
{
    at_other();
    at_other();
    database.execute(
        "INSERT INTO hand_over_batches (uid, kind, giver_id, receiver_id, year, number, lines, given_at, given_by, giver_name, "
        "giver_title) VALUES (gen_random_uuid(), 'dossiers', 3, 3, 2026, 1, 2, now(), 31, 'x', 'x')");
    database.execute(
        "INSERT INTO hand_over_lines (batch_id, no, dossier_id, kind, procedure_id, code, procedure, owner_name, contents) "
        "SELECT b.id, row_number() OVER (ORDER BY d.id), d.id, 'dossiers', d.procedure_id, d.code, 'x', 'x', 'x' "
        "FROM hand_over_batches b, dossiers d");
    clock->advance(std::chrono::hours(72));  // Monday
    dissolve(other.agency, {commune.agency, department.agency});
    ASSERT_TRUE(linked::move_dossiers(services, other.agency, department.agency, {.procedure = "2.000908"}));
    EXPECT_EQ(
        database.value(
            "SELECT giver_id || ' ' || receiver_id || ' ' || state || ' ' || number FROM hand_over_batches"),
        "3 2 given 1")
        << "who gave it, and the number of its slip, stay";
    EXPECT_EQ(database.value("SELECT count(*) FROM hand_over_lines WHERE state = 'open'"), "2");
}

}  // namespace
}  // namespace lt::dossiers
