// Results from the draft to the receiver: through signature, number and seal, through the outgoing documents, and on their way.
#include "dossiers/results/delivery.h"
#include "dossiers/results/results_fixture_dbtest.h"
#include "forms/lists.h"
#include "kit/pdf/sign.h"

namespace lt::dossiers {
namespace {

TEST_F(ResultsTest, DraftedSubmittedReturnedSignedSealedAndTheStepsEndWithIt)
{
    const std::string uid = in_the_making();
    DraftWish wish = a_wish();
    // Who may not, and what is missing.
    EXPECT_FALSE(draft_result(services, commune.leader, uid, wish));
    EXPECT_FALSE(draft_result(services, other.specialist, uid, wish));
    wish.values.erase("content");
    const auto incomplete = draft_result(services, commune.specialist, uid, wish);
    ASSERT_FALSE(incomplete);
    EXPECT_EQ(incomplete.error().field, "field_content");
    wish = a_wish();
    wish.signer = commune.desk.official;
    EXPECT_EQ(draft_result(services, commune.specialist, uid, wish).error().field, "signer");
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_drafts"), "0");

    wish = a_wish();
    const auto made = draft_result(services, commune.specialist, uid, wish);
    ASSERT_TRUE(made) << made.error().field << made.error().message;
    const auto again = draft_result(services, commune.specialist, uid, wish);
    ASSERT_TRUE(again);
    EXPECT_EQ(*again, *made);
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_drafts"), "1");
    wish.values["book"] = "Quyển 03, trang 1";
    ASSERT_TRUE(change_result(services, commune.specialist, *made, 1, wish));
    EXPECT_EQ(change_result(services, commune.specialist, *made, 1, wish).error().field, "version");
    EXPECT_EQ(
        database.value("SELECT count(*) FROM dossier_files WHERE kind = 'draft' AND replaced_at IS NULL"),
        "1");
    EXPECT_NE(the_draft(*made).fields.find("Quyển 03"), std::string::npos);

    // To the leader, and with it the drafter's step; back with a reason, and no step ends.
    ASSERT_TRUE(submit_result(services, commune.specialist, *made, 2, true));
    EXPECT_EQ(open_tasks(uid), std::vector<std::string>{"Ký bản sao"});
    EXPECT_EQ(return_result(services, commune.leader, *made, 3, " ").error().field, "reason");
    EXPECT_FALSE(return_result(services, department.leader, *made, 3, "Sai"));
    ASSERT_TRUE(return_result(services, commune.leader, *made, 3, "Ghi thiếu số trang"));
    EXPECT_EQ(the_draft(*made).note, "Ghi thiếu số trang");
    EXPECT_EQ(open_tasks(uid), std::vector<std::string>{"Ký bản sao"});
    ASSERT_TRUE(submit_result(services, commune.specialist, *made, 4, true));

    auto waiting = results_to_sign(services, commune.leader, 10);
    ASSERT_EQ(waiting.size(), 1u);
    EXPECT_EQ(waiting[0].step, "Ký bản sao");
    EXPECT_TRUE(results_to_sign(services, department.leader, 10).empty());
    EXPECT_FALSE(sign_result(services, commune.leader, {*made, 4}, leader)) << "another version was read";
    EXPECT_FALSE(sign_result(services, department.leader, {*made, 5}, leader));
    // The authority of timestamps does not answer: nothing is signed, and the number stays with the draft.
    signing.timestamp = [](std::string_view) -> base::Result<std::string> {
        return base::Error{base::Fault::unavailable, "", "Máy chủ dấu thời gian không trả lời.", {}};
    };
    for (int i = 0; i < 2; ++i) EXPECT_FALSE(sign_result(services, commune.leader, {*made, 5}, leader));
    signing.timestamp = {};
    EXPECT_EQ(database.value("SELECT last FROM dossier_series WHERE book LIKE 'result.%'"), "1");
    EXPECT_EQ(the_draft(*made).state, DraftState::submitted);
    EXPECT_EQ(the_draft(*made).notation, "01/2026");
    // It can only be signed now: given back it would leave a gap.
    EXPECT_EQ(return_result(services, commune.leader, *made, 5, "Sai").error().fault, base::Fault::conflict);
    EXPECT_EQ(recall_result(services, commune.specialist, *made, 5).error().fault, base::Fault::conflict);
    EXPECT_FALSE(says(page(commune.leader, draft_page(uid, *made)), "Trả lại người soạn"));
    EXPECT_FALSE(says(page(commune.specialist, draft_page(uid, *made)), "Rút lại để sửa"));
    const auto done = sign_result(services, commune.leader, {*made, 5}, leader);
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(done->notation, "01/2026");
    EXPECT_EQ(done->step, "Ký bản sao");
    EXPECT_FALSE(sign_result(services, commune.leader, {*made, 0}, leader)) << "twice";
    run_jobs();
    ResultDraft draft = the_draft(*made);
    EXPECT_EQ(draft.state, DraftState::is_signed);
    EXPECT_EQ(draft.issued_on, base::vietnam_day(clock->now()));
    const auto file = pdf::File::open(content(draft));
    ASSERT_TRUE(file);
    EXPECT_TRUE(pdf::is_certified(*file));
    EXPECT_EQ(pdf::open_fields(*file), std::vector<std::string>{"ky_coquan"});
    EXPECT_EQ(database.value("SELECT verdict FROM dossier_files WHERE uid = '" + draft.file + "'"),
              "total-passed");
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_results"), "0") << "the seal is missing";
    EXPECT_THROW(database.execute("UPDATE dossier_drafts SET number = 7"), std::exception);

    // The registry seals it, though nobody gave it the dossier before; then it is a result and the process ends.
    waiting = results_to_seal(services, commune.clerk, 10);
    ASSERT_EQ(waiting.size(), 1u);
    EXPECT_EQ(waiting[0].step, "Vào sổ cấp bản sao, đóng dấu");
    EXPECT_TRUE(results_to_seal(services, other.clerk, 10).empty());
    EXPECT_FALSE(seal_result(services, commune.leader, {*made, draft.version}, seal));
    EXPECT_FALSE(seal_result(services, other.clerk, {*made, draft.version}, seal));
    ASSERT_TRUE(seal_result(services, commune.clerk, {*made, draft.version}, seal));
    run_jobs();
    draft = the_draft(*made);
    EXPECT_EQ(draft.state, DraftState::sealed);
    EXPECT_EQ(draft.result, 0);
    EXPECT_TRUE(pdf::open_fields(*pdf::File::open(content(draft))).empty());
    EXPECT_EQ(the(uid).life.state, State::resolved);
    db::Transaction tx = database.pool().begin(scope_of(commune.desk));
    const auto outcomes = store::outcomes(tx, the(uid).id);
    ASSERT_EQ(outcomes.size(), 1u);
    EXPECT_EQ(outcomes[0].number, "01/2026");
    EXPECT_EQ(outcomes[0].signer, commune.leader.name);
    EXPECT_EQ(outcomes[0].file, draft.file);
    EXPECT_EQ(store::drafts_of(tx, the(uid).id).size(), 1u);
    EXPECT_EQ(database.value("SELECT string_agg(substr(action, 16), ' ' ORDER BY id) FROM audit_events "
                             "WHERE action LIKE 'dossier.result_%'"),
              "drafted changed submitted given_back submitted numbered signed sealed kept")
        << "and kept in the vault of its owner";
}

TEST_F(ResultsTest, AProcessThatEndsBeforeTheSealResolvesNothingUntilThen)
{
    const std::string uid = in_the_making();
    const auto made = draft_result(services, commune.specialist, uid, a_wish());
    ASSERT_TRUE(made) << made.error().message;
    const auto second = draft_result(services, commune.specialist, uid, a_wish());
    ASSERT_TRUE(second);
    ASSERT_TRUE(submit_result(services, commune.specialist, *made, 1, true));
    ASSERT_TRUE(sign_result(services, commune.leader, {*made, 2}, leader));
    work_to_the_end(commune, uid);  // the registry's step, too
    EXPECT_TRUE(open_tasks(uid).empty());
    EXPECT_EQ(the(uid).life.state, State::processing);
    EXPECT_FALSE(acted(commune.desk, uid, {.kind = ActKind::hand_over, .given = {.taken_by = "Ánh"}}));
    ASSERT_TRUE(drop_result(services, commune.specialist, *second, 1));
    EXPECT_EQ(the(uid).life.state, State::processing);
    ASSERT_TRUE(seal_result(services, commune.clerk, {*made, 0}, seal));
    EXPECT_EQ(the(uid).life.state, State::resolved);
    run_jobs();
    EXPECT_TRUE(acted(commune.desk, uid, {.kind = ActKind::hand_over, .given = {.taken_by = "Ánh"}}));
}

TEST_F(ResultsTest, AFileOfOnesOwnMustBeOneThatCanBeSignedAndStepsStayWhereTheyAreNotWanted)
{
    const std::string uid = in_the_making();
    const auto with = [&](const std::string& bytes, const char* type) {
        DraftWish wish = a_wish();
        wish.values.clear();
        wish.file = NewFile{.name = "ket-qua.pdf", .blob = blobs.put(bytes)};
        wish.file->blob.media_type = type;
        return draft_result(services, commune.specialist, uid, wish);
    };
    slips::ResultPaper paper{.office = {.name = "UBND PHƯỜNG KINH BẮC", .place = "Bắc Ninh"},
                             .title = "BẢN SAO",
                             .behind_number = "/2026",
                             .year = 2026,
                             .lines = {slips::ResultText{.text = "Nội dung"}},
                             .signer = {.title = "CHỦ TỊCH", .name = commune.leader.name},
                             .at = clock->now()};
    EXPECT_EQ(with("chữ", "text/plain").error().field, "file");
    EXPECT_EQ(with("%PDF-1.4 hỏng", "application/pdf").error().field, "file");
    paper.signer = {};
    EXPECT_EQ(with(slips::result_pdf(paper), "application/pdf").error().field, "file") << "no place to sign";
    paper.signer = {.title = "CHỦ TỊCH", .name = commune.leader.name};
    paper.year = 2025;
    EXPECT_EQ(with(slips::result_pdf(paper), "application/pdf").error().field, "file") << "last year's";
    paper.year = 2026;
    const auto made = with(slips::result_pdf(paper), "application/pdf");
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_TRUE(the_draft(*made).own_file);
    ASSERT_TRUE(submit_result(services, commune.specialist, *made, 1, false));
    EXPECT_EQ(open_tasks(uid), std::vector<std::string>{"Lập bản sao đúng nội dung sổ gốc"});
    const auto done = sign_result(services, commune.leader, {*made, 2, true}, leader);
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(done->step, "") << "the open step is not the leader's";
    EXPECT_EQ(open_tasks(uid), std::vector<std::string>{"Lập bản sao đúng nội dung sổ gốc"});

    const auto dropped = draft_result(services, commune.specialist, uid, a_wish());
    ASSERT_TRUE(dropped);
    ASSERT_TRUE(drop_result(services, commune.specialist, *dropped, 1));
    EXPECT_FALSE(submit_result(services, commune.specialist, *dropped, 0, false));
    // A dossier that is stopped takes none any more.
    ASSERT_TRUE(acted(commune.leader, uid, {.kind = ActKind::stop}));
    EXPECT_EQ(draft_result(services, commune.specialist, uid, a_wish()).error().fault, base::Fault::conflict);
    EXPECT_FALSE(seal_result(services, commune.clerk, {*made, 0}, seal));
    // By hand, too, a result has a number or a file.
    const auto empty = add_outcome(services, commune.specialist, in_the_making(),
                                   {.outcome = {.no = -1, .name = "Bản sao", .number = " "}});
    ASSERT_FALSE(empty);
    EXPECT_EQ(empty.error().field, "number");
}

TEST_F(ResultsTest, FirstValuesComeFromTheAnswersInWords)
{
    Reception reception = a_reception();
    reception.answers =
        R"({"original": {"name": "Bằng tốt nghiệp", "holder": "Nguyễn Thị Ánh", "year": 2008}, "copies": 2})";
    const Dossier dossier = the(received(reception).uid);
    db::Transaction tx = database.pool().begin(scope_of(commune.specialist));
    const VersionPtr version = version_of(services, tx, dossier.version_uid);
    const FieldValues values = first_values(
        services, *template_of("KQ.G15.000020", base::vietnam_day(clock->now())), dossier, *version, *lists);
    EXPECT_EQ(values.at("paper"), "Bằng tốt nghiệp");
    EXPECT_EQ(values.at("year"), "2008");
    EXPECT_EQ(values.at("content"), "");
    EXPECT_EQ(kinds_to_draft(tx, dossier, *version).size(), 1u);
}

TEST_F(ResultsTest, ADecisionGoesThroughTheOutgoingDocumentsAndComesBackOnce)
{
    const std::string uid = in_the_making();
    accounts::Me me;
    me.agency = commune.agency;
    me.official = commune.specialist.official;
    me.role = directory::Role::specialist;
    me.official_name = commune.specialist.name;
    const DocumentWish wish{
        .key = key(), .code = "KQ.G15.000020", .kind = "decision", .subject = "Về việc cấp bản sao"};
    EXPECT_FALSE(draft_document(services, me, other.specialist, uid, wish));
    EXPECT_FALSE(draft_document(services, me, commune.desk, uid, wish));
    const auto made = draft_document(services, me, commune.specialist, uid, wish);
    ASSERT_TRUE(made) << made.error().field << made.error().message;
    EXPECT_TRUE(draft_document(services, me, commune.specialist, uid, wish));
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_documents"), "1");
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.leader));
        ASSERT_EQ(documents_of(tx, the(uid).id).size(), 1u);
    }
    documents::Draft draft;
    draft.kind_code = "decision";
    draft.subject = wish.subject;
    draft.signer = commune.leader.official;
    draft.recipients = {department.agency};
    const documents::Actor specialist = writer(commune.specialist);
    const int version = documents::document(papers, specialist, *made)->version;
    ASSERT_TRUE(documents::edit_draft(papers, specialist, *made, version, draft, {},
                                      {{"quyet-dinh.pdf", blobs.put("%PDF-1.4 quyết định")}}));
    ASSERT_TRUE(documents::submit_draft(papers, specialist, *made));
    const documents::Actor head = writer(commune.leader);
    ASSERT_TRUE(
        documents::approve_draft(papers, head, *made, documents::document(papers, head, *made)->version));
    take_issued(services, commune.agency, *made);  // not issued yet
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_results"), "0");
    const auto issued = documents::issue(papers, writer(commune.clerk), *made);
    ASSERT_TRUE(issued) << issued.error().message;
    run_jobs();
    EXPECT_EQ(database.value("SELECT number || ' ' || signer || ' ' || (document_uid = '" + *made +
                             "') || ' ' || (file_uid IS NOT NULL) FROM dossier_results"),
              issued->notation + " " + commune.leader.name + " true true");
    take_issued(services, commune.agency, *made);
    take_issued(services, other.agency, *made);
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_results"), "1");
    db::Transaction tx = database.pool().begin(scope_of(commune.leader));
    EXPECT_TRUE(documents_of(tx, the(uid).id).empty());
}

TEST_F(ResultsTest, WhatIsSentIsFollowedUntilItIsProvedThatItCame)
{
    const Received done = received(a_reception());
    work_to_the_end(commune, done.uid);
    record_results(commune, done.uid);
    const store::Return by_post{.taken_by = "Nguyễn Thị Ánh", .means = Delivery::post, .proof = "EB1VN"};
    EXPECT_FALSE(
        settle_delivery(services, commune.desk, done.uid, {.what = Settling::delivered, .proof = "x"}));
    ASSERT_TRUE(acted(commune.desk, done.uid, {.kind = ActKind::hand_over, .given = by_post}));
    EXPECT_EQ(the(done.uid).delivery_state, "sent");
    EXPECT_TRUE(may_settle(commune.desk, the(done.uid)));
    EXPECT_FALSE(may_settle(commune.specialist, the(done.uid)));

    EXPECT_FALSE(settle_delivery(services, other.desk, done.uid, {.what = Settling::failed, .proof = "x"}));
    EXPECT_FALSE(
        settle_delivery(services, commune.specialist, done.uid, {.what = Settling::failed, .proof = "x"}));
    EXPECT_EQ(settle_delivery(services, commune.desk, done.uid, {.what = Settling::failed}).error().field,
              "proof");
    ASSERT_TRUE(settle_delivery(services, commune.desk, done.uid,
                                {.what = Settling::failed, .proof = "Không có người nhận"}));
    EXPECT_EQ(the(done.uid).delivery_state, "failed");
    EXPECT_EQ(confirm_receipt(services, done.code, "1234").error().fault, base::Fault::conflict);
    EXPECT_EQ(settle_delivery(services, commune.desk, done.uid,
                              {.what = Settling::sent_again, .means = Delivery::desk})
                  .error()
                  .field,
              "means");
    EXPECT_EQ(settle_delivery(services, commune.desk, done.uid,
                              {.what = Settling::sent_again, .means = Delivery::electronic})
                  .error()
                  .field,
              "means")
        << "its results are on paper";
    const int seen = the(done.uid).version;
    ASSERT_TRUE(settle_delivery(
        services, commune.desk, done.uid,
        {.what = Settling::sent_again, .version = seen, .proof = "EB2VN", .means = Delivery::post}));
    EXPECT_EQ(settle_delivery(services, commune.desk, done.uid,
                              {.what = Settling::delivered, .version = seen, .proof = "x"})
                  .error()
                  .fault,
              base::Fault::conflict);

    // The receiver says so himself; the citizen's number ends with 1234.
    EXPECT_EQ(confirm_receipt(services, done.code, "0000").error().field, "digits");
    EXPECT_EQ(database.value("SELECT tries FROM dossier_returns"), "1");
    ASSERT_TRUE(confirm_receipt(services, done.code, "1234"));
    EXPECT_EQ(the(done.uid).delivery_state, "delivered");
    EXPECT_FALSE(confirm_receipt(services, done.code, "1234")) << "once";
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        const Settled settled = settled_of(tx, the(done.uid).id);
        EXPECT_EQ(settled.at, clock->now());
        EXPECT_EQ(settled.by, 0);
    }
    EXPECT_EQ(confirm_receipt(services, "H05.0-000000-0000", "1234").error().fault, base::Fault::conflict);

    // Five wrong tries close the door of everybody; the desk's stays open.
    ASSERT_TRUE(take_back(services, commune.desk, done.uid, 0, "Gửi nhầm"));
    ASSERT_TRUE(acted(commune.desk, done.uid, {.kind = ActKind::hand_over, .given = by_post}));
    for (int i = 0; i < 5; ++i) EXPECT_FALSE(confirm_receipt(services, done.code, "999" + std::to_string(i)));
    EXPECT_EQ(confirm_receipt(services, done.code, "1234").error().field, "digits");
    ASSERT_TRUE(settle_delivery(services, commune.desk, done.uid,
                                {.what = Settling::delivered, .proof = "Phiếu báo phát 22/11"}));
    EXPECT_EQ(the(done.uid).delivery_state, "delivered");
}

}  // namespace
}  // namespace lt::dossiers
