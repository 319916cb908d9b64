// What a dossier must have before it is handed over, and by what it gets there.
#include "dossiers/results/required.h"

#include "dossiers/results/recording.h"
#include "dossiers/results/results_fixture_dbtest.h"

namespace lt::dossiers {
namespace {

const store::Return kTaken{.taken_by = "Nguyễn Thị Ánh"};

class RequiredTest : public ResultsTest {
protected:
    base::Result<base::Done> hand_over(const std::string& uid)
    {
        return acted(commune.desk, uid, {.kind = ActKind::hand_over, .given = kTaken});
    }
    // The process has ended; nobody recorded anything.
    std::string resolved(const Reception& reception)
    {
        const std::string uid = received(reception).uid;
        work_to_the_end(commune, uid);
        EXPECT_EQ(the(uid).life.state, State::resolved);
        return uid;
    }
    // A birth, with as many copies as the family asks for.
    Reception a_birth(int copies)
    {
        Reception reception = a_reception("1.001193");
        reception.answers =
            R"({"child": {"birth_date": "2026-11-10"}, "birth_proof": "certificate", "copies": )" +
            std::to_string(copies) + "}";
        return reception;
    }
    void pay(const std::string& uid)
    {
        std::vector<std::int64_t> due;
        {
            db::Transaction tx = database.pool().begin(scope_of(commune.desk));
            for (const Fee& fee : store::fees(tx, the(uid).id))
                if (fee.state == "due") due.push_back(fee.no);
        }
        if (due.empty()) return;
        EXPECT_TRUE(take_payment(services, commune.desk, uid, {.fees = due, .means = "cash"}));
    }
    std::size_t missing(const std::string& uid)
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        return outstanding_of(services, tx, *store::find(tx, uid)).missing.size();
    }
};

TEST_F(RequiredTest, WithoutItsResultNothingIsHandedOverAndThePageSaysWhatIsMissing)
{
    const std::string uid = resolved(a_reception());
    const std::string path = "/dossiers/" + uid;
    const auto refused = hand_over(uid);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().field, "outstanding");
    EXPECT_EQ(the(uid).life.state, State::resolved);
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_returns"), "0");

    // On the dossier no button leads to a refusal; by its address the page says why, and keeps what was typed.
    const std::string seen = page(commune.desk, path);
    EXPECT_TRUE(says(seen, "Chưa ghi kết quả “Bản sao được cấp từ sổ gốc”."));
    EXPECT_FALSE(says(seen, path + "/acts/hand_over"));
    EXPECT_TRUE(says(seen, path + "/results/new?kind=KQ.G15.000020")) << "the paper came to the desk";
    EXPECT_FALSE(says(seen, path + "/results/none")) << "not the desk's to say";
    EXPECT_TRUE(says(page(commune.specialist, path), path + "/results/none?kind=KQ.G15.000020"));
    const auto form = get(commune.desk, path + "/acts/hand_over");
    EXPECT_EQ(form.status, 200);
    EXPECT_TRUE(says(form.body, "Chưa trả được kết quả"));
    const auto sent = post(commune.desk, path + "/acts/hand_over", {{"taken_by", "Nguyễn Văn Bình"}});
    EXPECT_EQ(sent.status, 422);
    EXPECT_TRUE(says(sent.body, "Nguyễn Văn Bình"));

    // On paper: with number, date and why, by the desk, too; not by another agency's.
    NewOutcome paper = on_paper("KQ.G15.000020", "Bản sao được cấp từ sổ gốc");
    EXPECT_EQ(add_outcome(services, other.desk, uid, paper).error().fault, base::Fault::not_found);
    paper.outcome.number = " ";
    paper.outcome.issued_on.reset();
    paper.outcome.paper_why = " ";
    const auto incomplete = add_outcome(services, commune.desk, uid, paper);
    ASSERT_FALSE(incomplete);
    std::string fields = incomplete.error().field;
    for (const auto& [field, message] : incomplete.error().more) fields += " " + field;
    EXPECT_EQ(fields, "number issued_on paper_why");
    const auto typed = post(commune.desk, path + "/results",
                            {{"kind", "KQ.G15.000020"}, {"number", "15/BS"}, {"issued_on", "20/11/2026"}});
    EXPECT_EQ(typed.status, 422);
    EXPECT_TRUE(says(typed.body, "nhập lý do trả bản giấy") && says(typed.body, "15/BS"));
    for (int sent_again = 0; sent_again < 2; ++sent_again)
        ASSERT_TRUE(add_outcome(services, commune.desk, uid, on_paper("KQ.G15.000020", "Bản sao", "15/BS")));
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_results"), "1") << "the same form twice";
    run_jobs();
    EXPECT_TRUE(says(page(commune.desk, path), "bản giấy: Ký trên giấy"));
    EXPECT_TRUE(says(page(commune.desk, path), path + "/acts/hand_over"));
    EXPECT_TRUE(hand_over(uid));
    EXPECT_EQ(
        database.value("SELECT detail ->> 'kind' FROM audit_events WHERE action = 'dossier.result_added'"),
        "KQ.G15.000020");
}

TEST_F(RequiredTest, AFileOnlyCountsAsSignedWhenItIs)
{
    const std::string uid = resolved(a_reception());
    NewOutcome wanted{.outcome = {.no = -1, .code = "KQ.G15.000020", .name = "Bản sao"},
                      .file = NewFile{.name = "kq.pdf", .blob = blobs.put("%PDF-1.4 chưa ký")}};
    wanted.file->blob.media_type = "application/pdf";
    EXPECT_EQ(add_outcome(services, commune.specialist, uid, wanted).error().field, "number")
        << "a scan is a result on paper";

    const auto made = draft_result(services, commune.specialist, uid, a_wish());
    ASSERT_TRUE(made) << made.error().message;
    ASSERT_TRUE(submit_result(services, commune.specialist, *made, 1, false));
    ASSERT_TRUE(sign_result(services, commune.leader, {*made, 2}, leader));
    wanted.file->blob = blobs.put(content(the_draft(*made)));
    wanted.file->blob.media_type = "application/pdf";
    signing.judge = [](const std::string&) { return signing::Judged{.indication = "total-failed"}; };
    EXPECT_EQ(add_outcome(services, commune.specialist, uid, wanted).error().field, "result");
    signing.judge = [](const std::string&) { return signing::Judged{.indication = "total-passed"}; };
    wanted.outcome.paper_why = "không cần";
    ASSERT_TRUE(add_outcome(services, commune.specialist, uid, wanted));
    EXPECT_EQ(database.value(
                  "SELECT r.paper_why || f.verdict FROM dossier_results r JOIN dossier_files f ON f.uid = "
                  "r.file_uid"),
              "total-passed");
    // The draft that was begun beside it is still to be sealed.
    const auto refused = hand_over(uid);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().field, "outstanding");
}

TEST_F(RequiredTest, WhatIsDueHangsOnTheAnswersAndCanBeWaivedWithAReason)
{
    const std::string none = resolved(a_birth(0));
    EXPECT_EQ(missing(none), 1u);
    const std::string uid = resolved(a_birth(2));
    EXPECT_EQ(missing(uid), 2u);
    ASSERT_TRUE(add_outcome(services, commune.specialist, uid, on_paper("KQ.G15.000031", "Giấy khai sinh")));
    pay(uid);
    EXPECT_EQ(hand_over(uid).error().field, "outstanding");

    const std::string copies = "KQ.G15.000031.BS";
    EXPECT_EQ(waive_result(services, commune.leader, uid, copies, " ").error().field, "reason");
    EXPECT_EQ(waive_result(services, commune.leader, uid, "KQ.G15.000031", "x").error().field, "kind")
        << "it is there";
    EXPECT_EQ(waive_result(services, commune.leader, uid, "KQ.khác", "x").error().field, "kind");
    EXPECT_EQ(waive_result(services, commune.desk, uid, copies, "x").error().fault, base::Fault::forbidden);
    EXPECT_FALSE(waive_result(services, other.leader, uid, copies, "x"));
    const std::string form = "/dossiers/" + uid + "/results/none";
    EXPECT_TRUE(says(page(commune.specialist, form), "Bản sao Giấy khai sinh"));
    EXPECT_EQ(post(commune.specialist, form, {{"kind", copies}}).status, 422);
    EXPECT_EQ(
        location(post(commune.specialist, form, {{"kind", copies}, {"reason", "Gia đình không lấy nữa"}})),
        "/dossiers/" + uid + "?done=waived");
    run_jobs();
    EXPECT_TRUE(says(page(commune.desk, "/dossiers/" + uid), "Gia đình không lấy nữa"));
    EXPECT_EQ(get(commune.specialist, form).status, 409) << "nothing is missing";
    EXPECT_TRUE(hand_over(uid));
    ASSERT_TRUE(
        waive_result(services, commune.leader, none, "KQ.G15.000031", "Trẻ đã được đăng ký nơi khác"));
    EXPECT_EQ(waive_result(services, commune.leader, none, "KQ.G15.000031", "x").error().field, "kind")
        << "once";
}

TEST_F(RequiredTest, ASecondDraftThatWaitsHoldsTheHandOverUpUntilItIsSealedOrCalledBack)
{
    const std::string uid = resolved(a_reception());
    record_results(commune, uid);
    const auto second = draft_result(services, commune.specialist, uid, a_wish());
    ASSERT_TRUE(second);
    const std::string path = "/dossiers/" + uid;
    EXPECT_TRUE(says(page(commune.desk, path), path + "/acts/hand_over"))
        << "a draft in the making is nobody's result";
    ASSERT_TRUE(submit_result(services, commune.specialist, *second, 1, false));
    const auto waits = hand_over(uid);
    ASSERT_FALSE(waits);
    EXPECT_TRUE(says(waits.error().message.str(), "đang chờ ký"));
    EXPECT_TRUE(says(page(commune.desk, path), draft_page(uid, *second))) << "it leads there";

    // Called back by who drafted it, with a trace, as long as nobody has signed.
    EXPECT_EQ(recall_result(services, commune.leader, *second, 2).error().fault, base::Fault::forbidden);
    EXPECT_FALSE(recall_result(services, other.specialist, *second, 2));
    EXPECT_EQ(recall_result(services, commune.specialist, *second, 1).error().fault, base::Fault::conflict);
    EXPECT_TRUE(says(page(commune.specialist, draft_page(uid, *second)), "Rút lại để sửa"));
    EXPECT_EQ(location(post(commune.specialist, draft_page(uid, *second) + "/recall", {{"version", "2"}})),
              draft_page(uid, *second) + "?done=recalled");
    EXPECT_EQ(the_draft(*second).state, DraftState::draft);
    EXPECT_EQ(database.value("SELECT count(*) FROM audit_events WHERE action = 'dossier.result_recalled'"),
              "1");
    EXPECT_TRUE(says(page(commune.desk, path), "Rút lại dự thảo kết quả đã trình"));
    EXPECT_FALSE(sign_result(services, commune.leader, {*second, 0}, leader)) << "it is a draft again";

    // Once more to the leader; a colleague calls back what somebody drafted who has left.
    ASSERT_TRUE(submit_result(services, commune.specialist, *second, 3, false));
    database.execute(
        "INSERT INTO officials (id, uid, agency_id, name, created_at, folded, sort_name) OVERRIDING SYSTEM VALUE "
        "VALUES (19, gen_random_uuid(), 1, 'Người 19', now(), 'x', 'x')");
    database.execute(
        "INSERT INTO posts (uid, official_id, agency_id, title, role, valid_from) VALUES (gen_random_uuid(), 19, 1, "
        "'Chuyên viên', 'specialist', '2025-07-01')");
    database.execute("INSERT INTO dossier_people SELECT id, 1, 19 FROM dossiers");
    Actor colleague = commune.specialist;
    colleague.official = 19;
    EXPECT_FALSE(recall_result(services, colleague, *second, 4)) << "who drafted it is there";
    database.execute("UPDATE posts SET valid_to = '2026-01-01' WHERE official_id = 13");
    ASSERT_TRUE(recall_result(services, colleague, *second, 4));
    ASSERT_TRUE(submit_result(services, colleague, *second, 5, false));
    ASSERT_TRUE(sign_result(services, commune.leader, {*second, 6}, leader));
    EXPECT_EQ(recall_result(services, colleague, *second, 0).error().fault, base::Fault::conflict)
        << "signed";
    EXPECT_TRUE(says(hand_over(uid).error().message.str(), "đang chờ đóng dấu"));
    ASSERT_TRUE(seal_result(services, commune.clerk, {*second, 0}, seal));
    run_jobs();
    EXPECT_TRUE(hand_over(uid));
}

TEST_F(RequiredTest, WhatEndsWithoutAResultHandsItsPapersBackAsBefore)
{
    const std::string uid = received(a_reception()).uid;
    ASSERT_TRUE(acted(commune.leader, uid, {.kind = ActKind::stop}));
    EXPECT_EQ(the(uid).life.state, State::stopped);
    EXPECT_FALSE(says(page(commune.desk, "/dossiers/" + uid), "Chưa trả được kết quả"));
    const std::string withdrawn = received(a_reception()).uid;
    EXPECT_TRUE(acted(commune.desk, withdrawn, {.kind = ActKind::withdraw}));
}

}  // namespace
}  // namespace lt::dossiers
