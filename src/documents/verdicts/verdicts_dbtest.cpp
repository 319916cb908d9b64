// What came in with signatures: the report beside the file, and no broken one taken without a reason. The verdicts are the real ones.
#include "documents/verdicts/verdicts.h"

#include "documents/signatures/fixture_dbtest.h"
#include "signing/judge.h"

namespace lt::documents {
namespace {

class VerdictsTest : public SignaturesTest {
protected:
    VerdictsTest()
    {
        signing_services.judge = [this](const std::string& bytes) {
            return signing::judge_pdf(bytes, trust_, clock->now(), nullptr);
        };
    }
    PaperDocument paper()
    {
        return {.kind_code = "official_letter",
                .subject = "Đề nghị phối hợp",
                .number_text = "77",
                .notation = "CV-HTX",
                .issuer_name = "Hợp tác xã Tân Chi",
                .issued_on = base::vietnam_day(clock->now())};
    }
    // Signed by the leader and then changed.
    NewFile broken()
    {
        const std::string uid = submitted({pdf()});
        EXPECT_TRUE(sign_draft(services, office.leader, uid, version(uid), leader_hand_));
        std::string bytes = content(uid);
        bytes.replace(bytes.find("/MediaBox[0 0 595"), 17, "/MediaBox[0 0 594");
        return {"gia-mao.pdf", blobs.put(bytes)};
    }
    std::string indication(const Actor& reader, const std::string& uid)
    {
        return document(services, reader, uid)->files.at(0).indication;
    }

    crypto::TrustStore trust_{{{root_.certificate, "government", root_.certificate.not_before(),
                                root_.certificate.not_after(), "test"}},
                              crypto::AlgorithmPolicy{}};
};

TEST_F(VerdictsTest, EveryHolderReadsTheReport)
{
    const std::string uid = submitted({pdf()});
    ASSERT_TRUE(sign_draft(services, office.leader, uid, version(uid), leader_hand_));
    ASSERT_TRUE(issue(services, office.clerk, uid, &seal_));
    EXPECT_EQ(indication(kinh_bac.clerk, uid), "") << "not judged yet";
    while (queue.run_due() > 0) {}
    // Without revocation data nobody can say more; the signatures themselves are right.
    EXPECT_EQ(indication(kinh_bac.clerk, uid), "indeterminate");
    EXPECT_EQ(indication(office.clerk, uid), "indeterminate");
    const auto report = document(services, kinh_bac.clerk, uid)->files.at(0).report;
    EXPECT_NE(report.find("TRY_LATER"), std::string::npos) << report;
    EXPECT_NE(report.find("Nguyễn Văn Đức"), std::string::npos) << report;
    EXPECT_TRUE(accept(services, kinh_bac.clerk, uid, 0, "")) << "that keeps nobody from taking it";
}

// The authority did not answer, or its root was not believed yet: nobody has to remember to look again.
TEST_F(VerdictsTest, WhatIsUndecidedIsJudgedAgain)
{
    bool decided = false;
    int judgements = 0;
    signing_services.judge = [&](const std::string&) -> signing::Judged {
        ++judgements;
        return {decided ? "total-passed" : "indeterminate",
                R"({"headline": {"text": "", "values": []}, "lines": []})"};
    };
    const auto run_jobs = [&] {
        while (queue.run_due() > 0) {}
    };
    const auto issued_document = [&] {
        const std::string uid = submitted({pdf()});
        EXPECT_TRUE(sign_draft(services, office.leader, uid, version(uid), leader_hand_));
        EXPECT_TRUE(issue(services, office.clerk, uid, &seal_));
        run_jobs();
        EXPECT_EQ(indication(kinh_bac.clerk, uid), "indeterminate");
        return uid;
    };
    const std::string uid = issued_document();
    EXPECT_EQ(judgements, 1);
    clock->advance(std::chrono::minutes(61));
    run_jobs();
    EXPECT_EQ(judgements, 2) << "after an hour";
    run_jobs();
    judge_waiting(services, kinh_bac.clerk, uid, Judging::first);
    judge_waiting(services, kinh_bac.clerk, uid, Judging::again);
    EXPECT_EQ(judgements, 2) << "not several times a minute";
    clock->advance(std::chrono::minutes(2));
    judge_waiting(services, deo_gia.clerk, uid, Judging::again);
    EXPECT_EQ(judgements, 2) << "not for whom it was not sent to";
    decided = true;
    judge_waiting(services, kinh_bac.clerk, uid, Judging::again);
    EXPECT_EQ(indication(kinh_bac.clerk, uid), "total-passed");
    for (int day = 0; day < 15; ++day) {
        clock->advance(std::chrono::hours(24));
        run_jobs();
    }
    EXPECT_EQ(judgements, 3) << "what is decided stays";

    decided = false;
    issued_document();
    for (int day = 0; day < 30; ++day) {
        clock->advance(std::chrono::hours(24));
        run_jobs();
    }
    EXPECT_EQ(judgements, 4 + 5) << "five times, then only when somebody asks";
}

TEST_F(VerdictsTest, AnUnsignedFileIsSaidToBeOne)
{
    const std::string uid = submitted({pdf()});
    ASSERT_TRUE(approve(office.leader, uid));
    ASSERT_TRUE(issue(services, office.clerk, uid));
    while (queue.run_due() > 0) {}
    EXPECT_EQ(indication(kinh_bac.clerk, uid), "unsigned");
}

TEST_F(VerdictsTest, ABrokenSignatureIsTakenForAReasonOnly)
{
    PaperDocument scan = paper();
    const NewFile file = broken();
    const auto refused = register_paper(services, kinh_bac.clerk, key(), scan, {file});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().field, "signature_reason");
    scan.signature_reason = "ngắn";
    EXPECT_FALSE(register_paper(services, kinh_bac.clerk, key(), scan, {file})) << "a word is no reason";
    scan.signature_reason = "Bên gửi xác nhận qua điện thoại, sẽ gửi lại bản ký";
    const auto taken = register_paper(services, kinh_bac.clerk, key(), scan, {file});
    ASSERT_TRUE(taken) << taken.error().message;
    while (queue.run_due() > 0) {}
    EXPECT_EQ(indication(kinh_bac.clerk, taken->uid), "total-failed");
    const auto events = document(services, kinh_bac.clerk, taken->uid)->events;
    EXPECT_TRUE(std::any_of(events.begin(), events.end(), [&](const EventRow& event) {
        return event.action == "accepted_broken" && event.detail == scan.signature_reason;
    }));
    EXPECT_EQ(database.value("SELECT count(*) FROM incoming_entries WHERE signature_reason IS NOT NULL"),
              "1");
}

// A sender's file that was changed after the signature arrives over the platform; nobody has judged it yet.
TEST_F(VerdictsTest, ADeliveryIsJudgedBeforeItIsTaken)
{
    const auto created =
        create_draft(services, office.specialist, key(), draft_to({kinh_bac.agency}), {broken()});
    ASSERT_TRUE(created);
    ASSERT_TRUE(submit_draft(services, office.specialist, created->uid));
    ASSERT_TRUE(approve(office.leader, created->uid));
    ASSERT_TRUE(issue(services, office.clerk, created->uid));
    const auto refused = accept(services, kinh_bac.clerk, created->uid, 0, "");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().field, "signature_reason");
    EXPECT_TRUE(
        accept(services, kinh_bac.clerk, created->uid, 0, "", "Bên gửi sẽ gửi lại bản có chữ ký hợp lệ"));
}

TEST_F(VerdictsTest, NoAgencyWritesAReport)
{
    const std::string uid = submitted({pdf()});
    const auto file = document(services, office.clerk, uid)->files.at(0);
    db::Transaction tx = services.pool.begin(scope_of(office.clerk));
    constexpr db::Query<2> forge{"test.forge_report",
                                 "SELECT lt_put_report($1::uuid, $2, 'total-passed', '{}'::jsonb, now())"};
    EXPECT_THROW(tx.run(forge, file.uid, file.sha256), db::QueryError);
}

}  // namespace
}  // namespace lt::documents
