// A signature that takes its time holds nobody up, is made once, and loses no number; a document that is not issued yet keeps its dossier.
#include "dossiers/results/results_fixture_dbtest.h"

namespace lt::dossiers {
namespace {

class StepsTest : public ResultsTest {
protected:
    // Submitted to the leader, with the drafter's step.
    std::string submitted(const std::string& dossier)
    {
        const auto made = draft_result(services, commune.specialist, dossier, a_wish());
        EXPECT_TRUE(made) << made.error().message;
        EXPECT_TRUE(submit_result(services, commune.specialist, *made, 1, true));
        return *made;
    }
    // What the authority of timestamps does meanwhile; it gives no token that would be read.
    void while_stamped(std::function<void()> happens)
    {
        signing.timestamp = [this, happens](std::string_view) -> base::Result<std::string> {
            ++stamps;
            happens();
            return base::Error{base::Fault::unavailable, "", "Máy chủ dấu thời gian không trả lời.", {}};
        };
    }
    // A document that a decision is drafted in, for the dossier.
    std::string decision_for(const std::string& dossier, const std::string& form = {})
    {
        accounts::Me me;
        me.agency = commune.agency;
        me.official = commune.specialist.official;
        me.role = directory::Role::specialist;
        me.official_name = commune.specialist.name;
        const auto made = draft_document(services, me, commune.specialist, dossier,
                                         {.key = form.empty() ? key() : form,
                                          .code = "KQ.G15.000020",
                                          .kind = "decision",
                                          .subject = "Về việc cấp bản sao"});
        EXPECT_TRUE(made) << made.error().message;
        return made ? *made : "";
    }
    void issue(const std::string& document)
    {
        const documents::Actor specialist = writer(commune.specialist);
        documents::Draft draft;
        draft.kind_code = "decision";
        draft.subject = "Về việc cấp bản sao";
        draft.signer = commune.leader.official;
        draft.recipients = {department.agency};
        ASSERT_TRUE(documents::edit_draft(papers, specialist, document,
                                          documents::document(papers, specialist, document)->version, draft,
                                          {}, {{"quyet-dinh.pdf", blobs.put("%PDF-1.4 quyết định")}}));
        ASSERT_TRUE(documents::submit_draft(papers, specialist, document));
        const documents::Actor head = writer(commune.leader);
        ASSERT_TRUE(documents::approve_draft(papers, head, document,
                                             documents::document(papers, head, document)->version));
        ASSERT_TRUE(documents::issue(papers, writer(commune.clerk), document));
        run_jobs();
    }

    int stamps = 0;
};

TEST_F(StepsTest, WhileAnAuthorityAnswersNoRowIsLocked)
{
    const std::string uid = in_the_making();
    const std::string draft = submitted(uid);
    bool locked = false;
    const auto look = [&] {
        if (is_locked({"dossiers", "dossier_drafts", "dossier_series", "process_instances"})) locked = true;
        // Others go on: with the dossier, and with numbers of the same book.
        EXPECT_TRUE(carry_out(services, commune.desk, uid, {.kind = ActKind::note, .reason = "Đã gọi điện"}));
    };
    while_stamped(look);
    EXPECT_EQ(sign_result(services, commune.leader, {draft, 2}, leader).error().fault,
              base::Fault::unavailable);
    EXPECT_EQ(stamps, 1);
    EXPECT_FALSE(locked);
    signing.timestamp = {};
    ASSERT_TRUE(sign_result(services, commune.leader, {draft, 2}, leader));
    while_stamped(look);
    EXPECT_FALSE(seal_result(services, commune.clerk, {draft, 0}, seal));
    EXPECT_EQ(stamps, 2);
    EXPECT_FALSE(locked);
}

TEST_F(StepsTest, WhatBreaksOffIsDoneAgainWithTheSameSignature)
{
    const std::string uid = in_the_making();
    const std::string draft = submitted(uid);
    int asked = 0;
    signing.timestamp = [&](std::string_view) -> base::Result<std::string> {
        ++asked;
        return std::string();
    };
    break_off_once("UPDATE", "dossier_drafts", "NEW.state = 'signed'");
    const auto done = sign_result(services, commune.leader, {draft, 2}, leader);
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(done->notation, "01/2026");
    EXPECT_EQ(asked, 1) << "signed and stamped once";
    EXPECT_EQ(database.value("SELECT last_value FROM broken_off"), "2") << "put in place twice";
    EXPECT_EQ(database.value("SELECT last FROM dossier_series WHERE book LIKE 'result.%'"), "1");
}

TEST_F(StepsTest, ANumberThatIsGivenIsThatOfTheDraftWhateverComesBetween)
{
    const std::string first = submitted(in_the_making());
    const std::string second = submitted(in_the_making());
    while_stamped([] {});
    EXPECT_FALSE(sign_result(services, commune.leader, {first, 2}, leader));
    signing.timestamp = {};
    clock->advance(std::chrono::hours(72));  // Monday
    const auto other_one = sign_result(services, commune.leader, {second, 2}, leader);
    ASSERT_TRUE(other_one);
    EXPECT_EQ(other_one->notation, "02/2026");
    const auto done = sign_result(services, commune.leader, {first, 2}, leader);
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(done->notation, "01/2026");
    EXPECT_EQ(database.value(
                  "SELECT issued_on || ' ' || (signed_at > issued_on + 1) FROM dossier_drafts WHERE uid = '" +
                  first + "'"),
              "2026-11-20 true")
        << "the date is the number's";
    // A number never leaves its draft.
    EXPECT_THROW(database.execute("UPDATE dossier_drafts SET number = 9 WHERE uid = '" + first + "'"),
                 std::exception);
    EXPECT_THROW(database.execute("UPDATE dossier_drafts SET state = 'draft' WHERE uid = '" + first + "'"),
                 std::exception);
}

TEST_F(StepsTest, WhatCanNotBeSignedTakesNoNumber)
{
    const std::string draft = submitted(in_the_making());
    // The file that was submitted is one that nobody can sign any more.
    const blob::Blob broken = blobs.put("%PDF-1.4 hỏng");
    {
        db::Transaction tx = database.pool().begin({});
        blob::remember(tx, broken);
        tx.commit();
    }
    database.execute("UPDATE dossier_files SET sha256 = '" + broken.sha256 + "' WHERE kind = 'draft'");
    EXPECT_FALSE(sign_result(services, commune.leader, {draft, 2}, leader));
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_series WHERE book LIKE 'result.%'"), "0");
}

TEST_F(StepsTest, WhoSignsIsGoneWithTheNumberTakenAndTheDraftIsGivenUp)
{
    const std::string uid = in_the_making();
    const std::string draft = submitted(uid);
    while_stamped([] {});
    EXPECT_FALSE(sign_result(services, commune.leader, {draft, 2}, leader));
    const std::string discard = "/dossiers/" + uid + "/left/" + draft;
    EXPECT_EQ(post(commune.specialist, discard).status, 409) << "he can still sign";
    database.execute("UPDATE posts SET valid_to = '2026-01-01' WHERE official_id = 12");
    EXPECT_TRUE(says(page(commune.specialist, "/dossiers/" + uid), discard));
    EXPECT_EQ(location(post(commune.specialist, discard)), "/dossiers/" + uid + "?done=discarded");
    EXPECT_EQ(database.value("SELECT state || ' ' || notation FROM dossier_drafts"), "dropped 01/2026");
    EXPECT_TRUE(says(page(commune.specialist, "/dossiers/" + uid), "số 01/2026"));
}

TEST_F(StepsTest, ADossierWaitsForTheDocumentThatItsProcessDidNotWaitFor)
{
    const std::string uid = in_the_making();
    const std::string document = decision_for(uid);
    const std::string thrown_away = decision_for(uid);
    work_to_the_end(commune, uid);
    EXPECT_TRUE(open_tasks(uid).empty());
    EXPECT_EQ(the(uid).life.state, State::processing) << "nothing is issued yet";
    EXPECT_FALSE(
        acted(commune.desk, uid, {.kind = ActKind::hand_over, .given = {.taken_by = "Nguyễn Thị Ánh"}}));
    issue(document);
    EXPECT_EQ(the(uid).life.state, State::processing) << "the other one is still on its way";
    ASSERT_TRUE(documents::discard_draft(papers, writer(commune.specialist), thrown_away));
    run_jobs();
    EXPECT_EQ(the(uid).life.state, State::resolved);
    EXPECT_TRUE(says(page(commune.desk, "/dossiers/" + uid), "Bỏ dự thảo văn bản đi"));
    take_discarded(services, commune.agency, thrown_away);
    take_discarded(services, other.agency, document);
    take_discarded(services, commune.agency, document);
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_documents WHERE dropped_at IS NOT NULL"), "1");
    EXPECT_TRUE(
        acted(commune.desk, uid, {.kind = ActKind::hand_over, .given = {.taken_by = "Nguyễn Thị Ánh"}}));
}

TEST_F(StepsTest, ADocumentThatWasThrownAwayIsDraftedAgainAndLinked)
{
    const std::string uid = in_the_making();
    const std::string form = key();
    const auto throw_away = [&](const std::string& document) {
        ASSERT_TRUE(documents::discard_draft(papers, writer(commune.specialist), document));
    };
    const auto waits = [&] {
        db::Transaction tx = database.pool().begin(scope_of(commune.leader));
        std::string out;
        for (const DocumentOnItsWay& one : documents_of(tx, the(uid).id))
            out += (out.empty() ? "" : " ") + one.uid;
        return out;
    };
    // Thrown away, then the same form – the browser's way back – once more.
    ASSERT_EQ(decision_for(uid, form), form);
    throw_away(form);
    run_jobs();
    EXPECT_EQ(waits(), "");
    ASSERT_EQ(decision_for(uid, form), form);
    EXPECT_EQ(waits(), form);
    ASSERT_EQ(decision_for(uid, form), form);
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_documents"), "1") << "the same form twice";
    // Again before anybody was told that it is gone.
    throw_away(form);
    ASSERT_EQ(decision_for(uid, form), form);
    run_jobs();
    EXPECT_EQ(waits(), form) << "it is there again";
    // Another form makes another one; what was thrown away waits no more.
    throw_away(form);
    const std::string anew = decision_for(uid);
    run_jobs();
    EXPECT_EQ(waits(), anew);
    work_to_the_end(commune, uid);
    EXPECT_EQ(the(uid).life.state, State::processing);
    issue(anew);
    EXPECT_EQ(the(uid).life.state, State::resolved);
    // What became a result stays one.
    EXPECT_EQ(decision_for(uid, anew), anew);
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_results WHERE code = 'KQ.G15.000020'"), "1");
    EXPECT_EQ(waits(), "");
    EXPECT_TRUE(
        acted(commune.desk, uid, {.kind = ActKind::hand_over, .given = {.taken_by = "Nguyễn Thị Ánh"}}));
}

TEST_F(StepsTest, ADocumentThatIsDraftedLaterHoldsTheHandOverUp)
{
    const std::string uid = received(a_reception()).uid;
    work_to_the_end(commune, uid);
    record_results(commune, uid);
    const std::string document = decision_for(uid);
    const auto waits =
        acted(commune.desk, uid, {.kind = ActKind::hand_over, .given = {.taken_by = "Nguyễn Thị Ánh"}});
    ASSERT_FALSE(waits);
    EXPECT_TRUE(says(waits.error().message.str(), "chưa phát hành"));
    EXPECT_TRUE(says(page(commune.specialist, "/dossiers/" + uid), "/outgoing/" + document));
    EXPECT_EQ(post(commune.specialist, "/dossiers/" + uid + "/left/" + document).status, 409)
        << "it is thrown away among the outgoing documents";
    issue(document);
    EXPECT_TRUE(
        acted(commune.desk, uid, {.kind = ActKind::hand_over, .given = {.taken_by = "Nguyễn Thị Ánh"}}));
}

}  // namespace
}  // namespace lt::dossiers
