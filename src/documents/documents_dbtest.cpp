// The whole journey of a document through its actions, and what must not be possible.
#include <thread>

#include "documents/fixture_dbtest.h"

namespace lt::documents {

TEST_F(DocumentsTest, JourneyFromDraftToReply)
{
    const auto created = create_draft(services, office.specialist, key(),
                                      draft_to({kinh_bac.agency, deo_gia.agency}), {letter()});
    ASSERT_TRUE(created);
    const std::string uid = created->uid;
    EXPECT_FALSE(document(services, kinh_bac.clerk, uid)) << "a draft is nobody else's business";
    ASSERT_TRUE(submit_draft(services, office.specialist, uid));
    ASSERT_TRUE(return_draft(services, office.leader, uid, "Thiếu phụ lục II"));
    EXPECT_EQ(document(services, office.specialist, uid)->note, "Thiếu phụ lục II");
    ASSERT_TRUE(submit_draft(services, office.specialist, uid));
    ASSERT_TRUE(approve(office.leader, uid));
    const auto result = issue(services, office.clerk, uid);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->notation, "01/UBND-VX");
    EXPECT_EQ(result->recipients, 2u);
    EXPECT_EQ((told[{kinh_bac.agency, "arrived"}]), 1);

    // The recipient has it at once.
    auto tray = incoming(services, kinh_bac.clerk, {.view = IncomingView::waiting});
    ASSERT_EQ(tray.rows.size(), 1u);
    EXPECT_EQ(tray.rows[0].notation, "01/UBND-VX");
    EXPECT_EQ(tray.rows[0].sender_name, "UBND tỉnh Bắc Ninh");
    EXPECT_TRUE(tray.rows[0].unread);
    EXPECT_EQ(counts(services, kinh_bac.clerk).waiting, 1);

    const auto accepted = accept(services, kinh_bac.clerk, uid, kinh_bac.leader.official, "Kính trình");
    ASSERT_TRUE(accepted);
    EXPECT_EQ(accepted->arrival_number, 1);
    EXPECT_EQ(counts(services, kinh_bac.leader).to_assign, 1);

    Assigning assigning;
    assigning.instruction = "Tham mưu, trình ký";
    assigning.due_at = clock->now() + std::chrono::hours(48);
    assigning.assignees = {{kinh_bac.specialist.official, 2, "Người 23", AssignmentRole::lead},
                           {kinh_bac.colleague.official, 2, "Người 24", AssignmentRole::support}};
    ASSERT_TRUE(assign(services, kinh_bac.leader, uid, assigning));
    ASSERT_EQ(incoming(services, kinh_bac.specialist, {}).rows.size(), 1u);
    EXPECT_EQ(incoming(services, kinh_bac.specialist, {}).rows[0].my_role, "lead");
    ASSERT_TRUE(start_work(services, kinh_bac.specialist, uid));
    ASSERT_TRUE(report(services, kinh_bac.colleague, uid, "Đã cung cấp số liệu", false));
    EXPECT_FALSE(report(services, kinh_bac.colleague, uid, "Lần nữa", false)) << "his part is done";
    ASSERT_TRUE(report(services, kinh_bac.specialist, uid, "Đã trả lời bằng văn bản", true));

    ASSERT_TRUE(refuse(services, deo_gia.clerk, uid, "Tệp gửi thiếu phụ lục"));

    // The sender sees each recipient's state, and nothing of the recipient's own affairs.
    const auto seen = document(services, office.clerk, uid);
    ASSERT_TRUE(seen);
    ASSERT_EQ(seen->recipients.size(), 2u);
    for (const RecipientRow& row : seen->recipients) {
        if (row.agency == kinh_bac.agency) {
            EXPECT_EQ(row.state, DeliveryState::done);
        }
        if (row.agency == deo_gia.agency) {
            EXPECT_EQ(row.state, DeliveryState::refused);
            EXPECT_EQ(row.reason, "Tệp gửi thiếu phụ lục");
        }
    }
    for (const EventRow& event : seen->events) {
        EXPECT_NE(event.action, "instructed");
        EXPECT_NE(event.action, "reported");
        if (!event.own) {
            EXPECT_EQ(event.official_name, "");
        }
    }

    // The answer is a document of its own, linked to this one.
    Draft reply = draft_to({office.agency}, "Báo cáo việc cử đại biểu");
    reply.signer = kinh_bac.leader.official;
    reply.in_reply_to = seen->id;
    const auto answer = create_draft(services, kinh_bac.specialist, key(), reply, {letter()});
    ASSERT_TRUE(answer);
    ASSERT_TRUE(submit_draft(services, kinh_bac.specialist, answer->uid));
    ASSERT_TRUE(approve(kinh_bac.leader, answer->uid));
    ASSERT_TRUE(issue(services, kinh_bac.clerk, answer->uid));
    const auto after_reply = document(services, office.clerk, uid);
    ASSERT_EQ(after_reply->replies.size(), 1u);
    EXPECT_EQ(after_reply->replies[0].uid, answer->uid);
}

TEST_F(DocumentsTest, IssuingTwiceGivesOneNumberAndOneDelivery)
{
    const std::string uid = approved(draft_to({kinh_bac.agency}));
    const auto first = issue(services, office.clerk, uid);
    const auto second = issue(services, office.clerk, uid);
    ASSERT_TRUE(first && second);
    EXPECT_FALSE(first->again);
    EXPECT_TRUE(second->again);
    EXPECT_EQ(first->notation, second->notation);
    EXPECT_EQ(database.value("SELECT count(*) FROM deliveries"), "1");
    EXPECT_EQ(database.value("SELECT last FROM number_series WHERE book = 'outgoing'"), "1");
}

TEST_F(DocumentsTest, TheSameFormSentTwiceMakesOneDraft)
{
    const std::string same = key();
    const auto first =
        create_draft(services, office.specialist, same, draft_to({kinh_bac.agency}), {letter()});
    const auto second =
        create_draft(services, office.specialist, same, draft_to({kinh_bac.agency}), {letter()});
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->uid, second->uid);
    EXPECT_TRUE(second->again);
    // The key of another agency's form opens nothing.
    Draft foreign = draft_to({office.agency});
    foreign.signer = kinh_bac.leader.official;
    EXPECT_FALSE(create_draft(services, kinh_bac.specialist, same, foreign, {letter()}));
}

TEST_F(DocumentsTest, NumbersHaveNoGapAndNoDoubleUnderConcurrency)
{
    std::vector<std::string> uids;
    for (int i = 0; i < 24; ++i) uids.push_back(approved(draft_to({kinh_bac.agency, deo_gia.agency})));
    std::vector<std::thread> clerks;
    std::atomic<std::size_t> next{0};
    for (int t = 0; t < 6; ++t)
        clerks.emplace_back([&] {
            // Each document is issued by two threads at once: only one may win.
            for (std::size_t i = next++; i < uids.size() * 2; i = next++) {
                const auto result = issue(services, office.clerk, uids[i / 2]);
                EXPECT_TRUE(result);
            }
        });
    for (std::thread& clerk : clerks) clerk.join();
    EXPECT_EQ(
        database.value(
            "SELECT count(DISTINCT number) || '/' || max(number) FROM documents WHERE state = 'issued'"),
        "24/24");
    EXPECT_EQ(database.value("SELECT count(*) FROM deliveries"), "48");
}

TEST_F(DocumentsTest, KindsWithTheirOwnSeriesAndTheNewYearBeginAtOne)
{
    Draft decision = draft_to({kinh_bac.agency});
    decision.kind_code = "decision";
    issued(draft_to({kinh_bac.agency}));
    EXPECT_EQ(document(services, office.clerk, issued(decision))->notation, "01/QĐ-UBND");
    // 17:30 UTC on 31 December is 00:30 on 1 January in Vietnam.
    clock->set(std::chrono::sys_days{std::chrono::year{2026} / 12 / 31} + std::chrono::minutes(17 * 60 + 30));
    EXPECT_EQ(document(services, office.clerk, issued(draft_to({kinh_bac.agency})))->notation, "01/UBND-VX");
}

TEST_F(DocumentsTest, ADraftWithoutFilesOrRecipientsIsNotSubmitted)
{
    const auto submit = [&](const Draft& draft, const std::vector<NewFile>& files) {
        const auto created = create_draft(services, office.specialist, key(), draft, files);
        EXPECT_TRUE(created);
        const auto submitted = submit_draft(services, office.specialist, created->uid);
        return submitted ? std::string() : submitted.error().field;
    };
    EXPECT_EQ(submit(draft_to({kinh_bac.agency}), {}), "files");
    EXPECT_EQ(submit(draft_to({}), {letter()}), "recipients");
    EXPECT_EQ(submit(draft_to({kinh_bac.agency}), {letter()}), "");
}

TEST_F(DocumentsTest, AnAgencyMayNumberAKindElsewhere)
{
    database.execute("INSERT INTO number_schemes VALUES (1, 'official_letter', 'outgoing/letters')");
    issued(draft_to({kinh_bac.agency}));
    EXPECT_EQ(database.value("SELECT string_agg(book, ',') FROM number_series WHERE agency_id = 1"),
              "outgoing/letters");
}

TEST_F(DocumentsTest, AKindOfANewerReleaseIsFound)
{
    const std::size_t known = kinds(services).size();
    database.execute("INSERT INTO document_kinds VALUES ('new_kind', 'Loại văn bản mới', 'LM', true, 99)");
    EXPECT_EQ(kinds(services).size(), known) << "they are read once";
    EXPECT_EQ(usual_book(kind_of(services, "new_kind")), "outgoing/new_kind");
    EXPECT_EQ(kinds(services).size(), known + 1);
    EXPECT_THROW(kind_of(services, "none"), base::Bug);
}

TEST_F(DocumentsTest, NobodyActsOutsideTheOwnAgencyOrRole)
{
    const std::string uid = issued(draft_to({kinh_bac.agency}));
    const auto is = [](const auto& result, base::Fault fault) {
        return !result && result.error().fault == fault;
    };
    // A commune that did not receive it.
    EXPECT_TRUE(is(accept(services, deo_gia.clerk, uid, 0, ""), base::Fault::not_found));
    EXPECT_TRUE(is(refuse(services, deo_gia.clerk, uid, "Không phải của chúng tôi"), base::Fault::not_found));
    EXPECT_FALSE(document(services, deo_gia.clerk, uid));
    EXPECT_FALSE(file(services, deo_gia.clerk, document(services, office.clerk, uid)->files[0].uid));
    // The recipient can't act as the sender, nor the sender as the recipient.
    EXPECT_TRUE(is(recall(services, kinh_bac.clerk, uid, "Thu hồi hộ"), base::Fault::not_found));
    EXPECT_TRUE(is(accept(services, office.clerk, uid, 0, ""), base::Fault::not_found));
    // Wrong roles in the right agency.
    EXPECT_TRUE(is(accept(services, kinh_bac.leader, uid, 0, ""), base::Fault::forbidden));
    ASSERT_TRUE(accept(services, kinh_bac.clerk, uid, 0, ""));
    EXPECT_FALSE(document(services, kinh_bac.specialist, uid)) << "not assigned to her";
    Assigning assigning;
    assigning.instruction = "Tham mưu, trình ký";
    assigning.assignees = {{kinh_bac.specialist.official, 2, "Người 23", AssignmentRole::lead}};
    EXPECT_TRUE(is(assign(services, kinh_bac.clerk, uid, assigning), base::Fault::forbidden));
    // Work can't be given to a stranger.
    assigning.assignees[0].official = office.specialist.official;
    EXPECT_TRUE(is(assign(services, kinh_bac.leader, uid, assigning), base::Fault::invalid));
    // A leader of another agency can't be the signer, a dissolved agency no recipient.
    Draft draft = draft_to({kinh_bac.agency});
    draft.signer = kinh_bac.leader.official;
    EXPECT_TRUE(is(create_draft(services, office.specialist, key(), draft, {}), base::Fault::invalid));
    draft = draft_to({office.agency});
    EXPECT_TRUE(is(create_draft(services, office.specialist, key(), draft, {}), base::Fault::invalid));
    draft = draft_to({999});
    EXPECT_TRUE(is(create_draft(services, office.specialist, key(), draft, {}), base::Fault::invalid));
}

TEST_F(DocumentsTest, AnIssuedDocumentDoesNotChangeEvenBySql)
{
    const std::string uid = issued(draft_to({kinh_bac.agency}));
    db::Transaction tx = database.pool().begin({office.agency, office.clerk.official, db::Reach::agency, ""});
    constexpr db::Query<1> forge{"test.forge_subject",
                                 "UPDATE own_documents SET subject = 'khác' WHERE uid = $1"};
    try {
        tx.run(forge, uid);
        FAIL() << "the database let it through";
    } catch (const db::ConstraintViolation& refused) {
        EXPECT_EQ(refused.constraint, "document_frozen");
    }
}

TEST_F(DocumentsTest, RecallIsAnsweredByEachRecipientAndClosesTheFile)
{
    const std::string uid = issued(draft_to({kinh_bac.agency, deo_gia.agency}));
    const std::string file_uid = document(services, office.clerk, uid)->files[0].uid;
    ASSERT_TRUE(accept(services, kinh_bac.clerk, uid, 0, ""));
    EXPECT_TRUE(file(services, kinh_bac.clerk, file_uid));
    const auto asked = recall(services, office.clerk, uid, "Ban hành nhầm nội dung");
    ASSERT_TRUE(asked);
    EXPECT_EQ(*asked, 2u);
    EXPECT_EQ(*recall(services, office.clerk, uid, "Ban hành nhầm nội dung"), 0u) << "asked once only";
    EXPECT_EQ(counts(services, kinh_bac.clerk).recalls, 1);
    ASSERT_EQ(incoming(services, kinh_bac.clerk, {.view = IncomingView::recalls}).rows.size(), 1u);
    EXPECT_TRUE(incoming(services, kinh_bac.clerk, {.view = IncomingView::recalls}).rows[0].recall_open);
    EXPECT_TRUE(file(services, kinh_bac.clerk, file_uid)) << "until the answer";
    ASSERT_TRUE(answer_recall(services, kinh_bac.clerk, uid, true, ""));
    EXPECT_FALSE(answer_recall(services, kinh_bac.clerk, uid, false, "Đã triển khai xong"))
        << "answered once";
    EXPECT_FALSE(answer_recall(services, deo_gia.clerk, uid, false, "")) << "a refusal needs its reason";
    ASSERT_TRUE(answer_recall(services, deo_gia.clerk, uid, false, "Đã triển khai xong"));

    EXPECT_FALSE(file(services, kinh_bac.clerk, file_uid));
    EXPECT_TRUE(file(services, deo_gia.clerk, file_uid));
    const auto trace = document(services, kinh_bac.clerk, uid);
    ASSERT_TRUE(trace) << "the trace stays";
    EXPECT_EQ(trace->incoming->state, DeliveryState::recalled);
    EXPECT_EQ(trace->incoming->recall_reason, "Ban hành nhầm nội dung");
    EXPECT_TRUE(trace->files.empty());
    EXPECT_EQ(outgoing(services, office.clerk, {.view = OutgoingView::recalled}).rows.size(), 1u);
    const auto sender = document(services, office.clerk, uid);
    EXPECT_TRUE(sender->recalled_at);
    for (const RecipientRow& row : sender->recipients)
        EXPECT_EQ(row.recall, row.agency == kinh_bac.agency ? "agreed" : "refused");
}

TEST_F(DocumentsTest, PaperIsRegisteredOnceAndDoublesAreAnnounced)
{
    PaperDocument paper;
    paper.kind_code = "official_letter";
    paper.subject = "Về việc rà soát hộ nghèo";
    paper.number_text = "123";
    paper.notation = "SNV-CCHC";
    paper.issuer_name = "Sở Nội vụ tỉnh Hưng Yên";
    paper.issued_on = base::vietnam_day(clock->now());
    const std::string form = key();
    const auto first = register_paper(services, kinh_bac.clerk, form, paper, {letter()});
    ASSERT_TRUE(first);
    EXPECT_EQ(first->arrival_number, 1);
    const auto again = register_paper(services, kinh_bac.clerk, form, paper, {letter()});
    ASSERT_TRUE(again);
    EXPECT_EQ(again->uid, first->uid);
    EXPECT_EQ(again->arrival_number, 1);
    // No job has run since: the documents themselves say that there is one.
    auto doubled = register_paper(services, kinh_bac.clerk, key(), paper, {letter()});
    ASSERT_FALSE(doubled);
    EXPECT_EQ(doubled.error().field, "confirm");
    paper.confirmed = true;
    EXPECT_EQ(register_paper(services, kinh_bac.clerk, key(), paper, {letter()})->arrival_number, 2);
    paper.secrecy = "Mật";
    const auto secret = register_paper(services, kinh_bac.clerk, key(), paper, {letter()});
    ASSERT_FALSE(secret);
    EXPECT_EQ(secret.error().field, "secrecy");
    PaperDocument empty;
    const auto wrong = register_paper(services, kinh_bac.clerk, key(), empty, {});
    ASSERT_FALSE(wrong);
    EXPECT_GE(wrong.error().more.size(), 3u);
}

TEST_F(DocumentsTest, WhatCountsAsADouble)
{
    PaperDocument paper;
    paper.kind_code = "official_letter";
    paper.subject = "Về việc rà soát hộ nghèo";
    paper.number_text = "05";
    paper.notation = "SNV-CCHC";
    paper.issuer_name = "Sở Nội vụ tỉnh Hưng Yên";
    paper.issued_on = base::vietnam_day(clock->now());
    ASSERT_TRUE(register_paper(services, kinh_bac.clerk, key(), paper, {letter()}));
    const auto warns = [&](const Staff& who) {
        const auto result = register_paper(services, who.clerk, key(), paper, {letter()});
        return !result && result.error().field == "confirm";
    };
    paper.number_text = "5";
    paper.notation = "snv-cchc";
    paper.issuer_name = "SỞ  NỘI VỤ TỈNH HƯNG YÊN";
    EXPECT_TRUE(warns(kinh_bac)) << "typed in another way";
    paper.number_text = "5/SNV-CCHC";
    paper.notation = "";
    EXPECT_TRUE(warns(kinh_bac)) << "typed into one field";
    EXPECT_FALSE(warns(deo_gia)) << "another agency's register";
    paper.issued_on = *paper.issued_on - std::chrono::days(365);
    EXPECT_FALSE(warns(kinh_bac)) << "numbers begin anew each year";
    paper.issued_on = base::vietnam_day(clock->now());
    paper.issuer_name = "Sở Nội vụ tỉnh Hải Dương";
    EXPECT_FALSE(warns(kinh_bac)) << "another issuer";
    paper.number_text.clear();
    EXPECT_FALSE(warns(kinh_bac));
    EXPECT_FALSE(warns(kinh_bac)) << "without a number there is nothing to compare";

    // The same document came over the network and waits to be registered; now its paper lies on the desk.
    issued(draft_to({kinh_bac.agency}));
    paper.number_text = "1";
    paper.notation = "UBND-VX";
    paper.issuer_name = "UBND tỉnh Bắc Ninh";
    EXPECT_TRUE(warns(kinh_bac));
    EXPECT_FALSE(warns(deo_gia)) << "it was not sent there";
}

TEST_F(DocumentsTest, SearchFindsByWordsWithAndWithoutAccentsAndByNumber)
{
    const std::string uid = issued(draft_to({kinh_bac.agency}, "Phòng chống cháy rừng mùa hanh khô"));
    issued(draft_to({deo_gia.agency}, "Phong trào thi đua yêu nước"));
    while (queue.run_due() > 0) {}
    const auto found = [&](const Actor& who, const std::string& typed) {
        return search(services, who, typed, std::nullopt, 10).hits.size();
    };
    EXPECT_EQ(found(kinh_bac.clerk, "cháy rừng"), 1u);
    EXPECT_EQ(found(kinh_bac.clerk, "chay rung"), 1u);
    EXPECT_EQ(found(kinh_bac.clerk, "CHÁY RỪNG"), 1u);
    EXPECT_EQ(found(kinh_bac.clerk, "chạy rừng"), 0u) << "typed accents must match";
    EXPECT_EQ(found(kinh_bac.clerk, "chay rừng"), 1u) << "those that were not typed need not";
    EXPECT_EQ(found(kinh_bac.clerk, "01/UB"), 1u);
    EXPECT_EQ(found(office.clerk, "phong"), 2u);
    EXPECT_EQ(found(deo_gia.clerk, "cháy rừng"), 0u) << "another agency's document";
    // A limited official finds what is assigned, in both forms of the statement.
    EXPECT_EQ(found(kinh_bac.specialist, "cháy rừng"), 0u);
    ASSERT_TRUE(accept(services, kinh_bac.clerk, uid, kinh_bac.leader.official, ""));
    Assigning assigning;
    assigning.instruction = "Tham mưu, trình ký";
    assigning.assignees = {{kinh_bac.specialist.official, 2, "Người 23", AssignmentRole::lead}};
    ASSERT_TRUE(assign(services, kinh_bac.leader, uid, assigning));
    EXPECT_EQ(found(kinh_bac.specialist, "cháy rừng"), 1u);
    EXPECT_EQ(found(kinh_bac.colleague, "cháy rừng"), 0u);
    // Also behind a page full of newer ones of others with a number that begins alike.
    for (int i = 0; i < 5; ++i) issued(draft_to({kinh_bac.agency}, "Của người khác"));
    while (queue.run_due() > 0) {}
    EXPECT_EQ(search(services, kinh_bac.clerk, "0", std::nullopt, 3).hits.size(), 3u);
    EXPECT_EQ(search(services, kinh_bac.specialist, "0", std::nullopt, 3).hits.size(), 1u);
    EXPECT_EQ(search(services, kinh_bac.colleague, "0", std::nullopt, 3).hits.size(), 0u);
    database.execute(
        "INSERT INTO lexeme_counts VALUES ('chay', 100000), ('rung', 100000), ('chay_rung', 100000)");
    EXPECT_EQ(found(kinh_bac.specialist, "cháy rừng"), 1u);
    EXPECT_EQ(found(kinh_bac.colleague, "cháy rừng"), 0u);
    EXPECT_EQ(found(kinh_bac.clerk, "cháy rừng"), 1u);
    database.execute("DELETE FROM lexeme_counts");
    // After a recall that was agreed, the recipient no longer finds it.
    ASSERT_TRUE(recall(services, office.clerk, uid, "Ban hành nhầm"));
    ASSERT_TRUE(answer_recall(services, kinh_bac.clerk, uid, true, ""));
    while (queue.run_due() > 0) {}
    EXPECT_EQ(found(kinh_bac.clerk, "cháy rừng"), 0u);
    EXPECT_EQ(found(office.clerk, "cháy rừng"), 1u);
    // The counts that choose the form are made by a job.
    database.execute("ANALYZE document_search");
    {
        db::Transaction tx = database.pool().begin({});
        jobs::enqueue(tx, queue, "documents.count_lexemes", "{}");
        tx.commit();
    }
    while (queue.run_due() > 0) {}
    EXPECT_EQ(database.value("SELECT count(*) FROM lexeme_counts"), "0")
        << "nothing is frequent in two documents";
    // A frequent word takes the other form of the statement and gives the same.
    database.execute("INSERT INTO lexeme_counts VALUES ('phong', 100000)");
    EXPECT_EQ(found(office.clerk, "phong"), 2u);
}

TEST_F(DocumentsTest, ListsArePagedByKeyAndFiltered)
{
    std::vector<std::string> uids;
    for (int i = 0; i < 7; ++i) {
        clock->advance(std::chrono::minutes(1));
        Draft draft = draft_to({kinh_bac.agency}, "Văn bản số " + std::to_string(i));
        draft.urgency = i % 2 == 0 ? Urgency::urgent : Urgency::normal;
        uids.push_back(issued(draft));
    }
    std::vector<std::string> seen;
    IncomingFilter filter{.view = IncomingView::all, .limit = 3};
    for (;;) {
        const IncomingPage page = incoming(services, kinh_bac.clerk, filter);
        for (const IncomingRow& row : page.rows) seen.push_back(row.uid);
        if (!page.more) break;
        filter.after = page.rows.back().key;
    }
    std::reverse(uids.begin(), uids.end());
    EXPECT_EQ(seen, uids);
    EXPECT_EQ(incoming(services, kinh_bac.clerk, {.urgency = Urgency::urgent}).rows.size(), 4u);
    EXPECT_EQ(incoming(services, kinh_bac.clerk, {.sender = office.agency}).rows.size(), 7u);
    EXPECT_EQ(incoming(services, kinh_bac.clerk, {.sender = deo_gia.agency}).rows.size(), 0u);
    EXPECT_EQ(incoming(services, kinh_bac.clerk, {.kind_code = "decision"}).rows.size(), 0u);
    EXPECT_EQ(outgoing(services, office.clerk, {.view = OutgoingView::issued}).rows.size(), 7u);
    EXPECT_EQ(outgoing(services, office.specialist, {.view = OutgoingView::open}).rows.size(), 0u);
    EXPECT_FALSE(page_key("x"));
    EXPECT_FALSE(page_key("1-"));
    EXPECT_FALSE(page_key("99999999999999999999-1"));
    const auto key = page_key("1763600000000000-7");
    ASSERT_TRUE(key);
    EXPECT_EQ(to_text(*key), "1763600000000000-7");
}

TEST_F(DocumentsTest, WhatWaitsForALeaderIsCountedOnceInAll)
{
    // Each in its own mixture: to assign, overdue, reminded.
    const auto arrived = [&](bool to_assign, bool due, bool reminded) {
        Draft draft = draft_to({kinh_bac.agency});
        if (due) draft.reply_due_at = clock->now() + std::chrono::hours(2);
        const std::string uid = issued(draft);
        EXPECT_TRUE(accept(services, kinh_bac.clerk, uid, to_assign ? kinh_bac.leader.official : 0, ""));
        if (reminded) {
            EXPECT_EQ(*remind(services, office.clerk, uid, {kinh_bac.agency}, ""), 1u);
        }
    };
    for (const bool to_assign : {false, true})
        for (const bool due : {false, true})
            for (const bool reminded : {false, true}) arrived(to_assign, due, reminded);
    clock->advance(std::chrono::hours(3));
    const Counts leader = counts(services, kinh_bac.leader);
    EXPECT_EQ(leader.to_assign, 4);
    EXPECT_EQ(leader.overdue, 4);
    EXPECT_EQ(leader.reminded, 4);
    EXPECT_EQ(leader.only_to_assign, 1);
    EXPECT_EQ(leader.only_reminded, 2);
    EXPECT_EQ(leader.overdue + leader.only_reminded + leader.only_to_assign, 7) << "all but the eighth";
    EXPECT_EQ(counts(services, kinh_bac.clerk).only_reminded, 2) << "which comes live to everybody";
    EXPECT_EQ(counts(services, kinh_bac.specialist).only_reminded, 0);
}

TEST_F(DocumentsTest, ListsOfOneHolder)
{
    Assigning assigning;
    assigning.instruction = "Tham mưu, trình ký";
    assigning.due_at = clock->now() + std::chrono::hours(5);
    std::vector<std::string> uids;
    for (int i = 0; i < 4; ++i) {
        clock->advance(std::chrono::minutes(1));
        uids.push_back(issued(draft_to({kinh_bac.agency})));
        ASSERT_TRUE(accept(services, kinh_bac.clerk, uids.back(), kinh_bac.leader.official, ""));
    }
    const auto give = [&](const std::string& uid, const Actor& lead, const Actor& support) {
        assigning.assignees = {{lead.official, 2, "A", AssignmentRole::lead},
                               {support.official, 2, "B", AssignmentRole::support}};
        *assigning.due_at += std::chrono::minutes(1);
        ASSERT_TRUE(assign(services, kinh_bac.leader, uid, assigning));
    };
    give(uids[0], kinh_bac.specialist, kinh_bac.clerk);
    give(uids[1], kinh_bac.colleague, kinh_bac.specialist);
    give(uids[2], kinh_bac.colleague, kinh_bac.clerk);
    ASSERT_TRUE(report(services, kinh_bac.specialist, uids[0], "Xong", true));
    const auto held = [&](const Actor& reader, const Actor& holder, IncomingView view) {
        std::vector<std::string> out;
        IncomingFilter filter{.view = view, .holder = holder.official, .limit = 2};
        for (;;) {
            const IncomingPage page = incoming(services, reader, filter);
            for (const IncomingRow& row : page.rows) out.push_back(row.uid);
            if (!page.more) return out;
            filter.after = page.rows.back().key;
        }
    };
    using Uids = std::vector<std::string>;
    EXPECT_EQ(held(kinh_bac.clerk, kinh_bac.specialist, IncomingView::open), Uids{uids[1]});
    EXPECT_EQ(held(kinh_bac.clerk, kinh_bac.specialist, IncomingView::done), Uids{uids[0]});
    EXPECT_EQ(held(kinh_bac.clerk, kinh_bac.specialist, IncomingView::all), (Uids{uids[1], uids[0]}));
    EXPECT_EQ(held(kinh_bac.clerk, kinh_bac.clerk, IncomingView::all), (Uids{uids[2], uids[0]}));
    EXPECT_EQ(held(kinh_bac.clerk, kinh_bac.leader, IncomingView::open), Uids{uids[3]})
        << "waits for the leader to assign";
    EXPECT_EQ(incoming(services, kinh_bac.clerk, {.holder = kinh_bac.specialist.official}).rows[0].my_role,
              "support");
    EXPECT_EQ(
        incoming(services, kinh_bac.clerk, {.sender = deo_gia.agency, .holder = kinh_bac.colleague.official})
            .rows.size(),
        0u);
    EXPECT_EQ(
        incoming(services, kinh_bac.clerk, {.sender = office.agency, .holder = kinh_bac.colleague.official})
            .rows.size(),
        2u);
    EXPECT_TRUE(held(office.clerk, kinh_bac.colleague, IncomingView::open).empty())
        << "another agency's people";
    EXPECT_EQ(held(kinh_bac.specialist, kinh_bac.colleague, IncomingView::open), Uids{uids[1]})
        << "a specialist's list is the own one, whoever is asked for";
    clock->advance(std::chrono::hours(6));
    EXPECT_EQ(held(kinh_bac.clerk, kinh_bac.specialist, IncomingView::overdue), Uids{uids[1]});
    EXPECT_EQ(held(kinh_bac.clerk, kinh_bac.colleague, IncomingView::overdue), (Uids{uids[1], uids[2]}));

    const IncomingCounts numbers =
        incoming_counts(services, kinh_bac.clerk, counts(services, kinh_bac.clerk));
    EXPECT_EQ(numbers.open, 3);
    EXPECT_EQ(numbers.done, 1);
    EXPECT_EQ(numbers.all, 4);
    EXPECT_EQ(numbers.overdue, 2);
    EXPECT_EQ(incoming_counts(services, kinh_bac.leader, counts(services, kinh_bac.leader)).to_assign, 1);
    EXPECT_EQ(incoming_counts(services, kinh_bac.colleague, counts(services, kinh_bac.colleague)).open, 2);
    EXPECT_EQ(incoming_counts(services, kinh_bac.colleague, counts(services, kinh_bac.colleague)).done,
              std::nullopt);

    // Outgoing: a draft is with its writer, then with the signer.
    const auto write = [&](const Actor& drafter) {
        clock->advance(std::chrono::minutes(1));
        return create_draft(services, drafter, key(), draft_to({kinh_bac.agency}), {letter()})->uid;
    };
    const std::string first = write(office.specialist);
    const std::string second = write(office.colleague);
    ASSERT_TRUE(submit_draft(services, office.colleague, second));
    const auto writes = [&](const Actor& reader, const Actor& holder, OutgoingView view) {
        Uids out;
        for (const OutgoingRow& row :
             outgoing(services, reader, {.view = view, .holder = holder.official}).rows)
            out.push_back(row.uid);
        return out;
    };
    EXPECT_EQ(writes(office.clerk, office.specialist, OutgoingView::open), Uids{first});
    EXPECT_EQ(writes(office.clerk, office.colleague, OutgoingView::open), Uids{});
    EXPECT_EQ(writes(office.clerk, office.leader, OutgoingView::open), Uids{second});
    EXPECT_EQ(writes(office.clerk, office.leader, OutgoingView::drafts), Uids{});
    EXPECT_EQ(outgoing_counts(services, office.clerk, counts(services, office.clerk)).drafts, 1)
        << "the agency's, as the list behind it";
    EXPECT_EQ(outgoing_counts(services, office.clerk, counts(services, office.clerk)).review, 1);
    EXPECT_EQ(outgoing_counts(services, office.specialist, counts(services, office.specialist)).drafts, 1);
    EXPECT_EQ(outgoing_counts(services, office.specialist, counts(services, office.specialist)).review, 0);
}

TEST_F(DocumentsTest, OverdueWorkIsListedByDueTime)
{
    Assigning assigning;
    assigning.instruction = "Tham mưu, trình ký";
    for (const int hours : {5, 2}) {
        const std::string uid = issued(draft_to({kinh_bac.agency}));
        ASSERT_TRUE(accept(services, kinh_bac.clerk, uid, kinh_bac.leader.official, ""));
        assigning.due_at = clock->now() + std::chrono::hours(hours);
        assigning.assignees = {{kinh_bac.specialist.official, 2, "Người 23", AssignmentRole::lead}};
        ASSERT_TRUE(assign(services, kinh_bac.leader, uid, assigning));
    }
    EXPECT_EQ(counts(services, kinh_bac.specialist).overdue, 0);
    EXPECT_EQ(due_soon(services, kinh_bac.specialist, clock->now() + std::chrono::hours(3), 10).size(), 1u);
    clock->advance(std::chrono::hours(6));
    EXPECT_EQ(counts(services, kinh_bac.specialist).overdue, 2);
    EXPECT_EQ(counts(services, kinh_bac.clerk).overdue, 2);
    const auto late = incoming(services, kinh_bac.clerk, {.view = IncomingView::overdue});
    ASSERT_EQ(late.rows.size(), 2u);
    EXPECT_LT(*late.rows[0].due_at, *late.rows[1].due_at);
    EXPECT_EQ(incoming(services, kinh_bac.specialist, {.view = IncomingView::overdue}).rows.size(), 2u);
    EXPECT_EQ(loads(services, kinh_bac.leader)[0].overdue, 2);
}

TEST_F(DocumentsTest, AReassignmentKeepsOneLead)
{
    const std::string uid = issued(draft_to({kinh_bac.agency}));
    ASSERT_TRUE(accept(services, kinh_bac.clerk, uid, kinh_bac.leader.official, ""));
    Assigning assigning;
    assigning.instruction = "Tham mưu, trình ký";
    assigning.assignees = {{kinh_bac.specialist.official, 2, "A", AssignmentRole::lead},
                           {kinh_bac.colleague.official, 2, "B", AssignmentRole::support}};
    ASSERT_TRUE(assign(services, kinh_bac.leader, uid, assigning));
    std::swap(assigning.assignees[0].role, assigning.assignees[1].role);
    ASSERT_TRUE(assign(services, kinh_bac.leader, uid, assigning));
    EXPECT_EQ(database.value("SELECT official_id FROM assignments WHERE role = 'lead' AND state = 'open'"),
              "24");
    assigning.assignees.pop_back();
    assigning.assignees[0].role = AssignmentRole::lead;
    ASSERT_TRUE(assign(services, kinh_bac.leader, uid, assigning));
    EXPECT_EQ(
        database.value("SELECT string_agg(official_id || state, ',' ORDER BY official_id) FROM assignments"),
        "23open,24withdrawn");
    EXPECT_TRUE(incoming(services, kinh_bac.colleague, {}).rows.empty());
    ASSERT_TRUE(complete(services, kinh_bac.leader, uid, "Xong"));
    EXPECT_EQ(counts(services, kinh_bac.specialist).open, 0);
}

TEST_F(DocumentsTest, TheDrafterTakesBackWhatWaitsForTheSignature)
{
    const auto created =
        create_draft(services, office.specialist, key(), draft_to({kinh_bac.agency}), {letter()});
    ASSERT_TRUE(created);
    const std::string uid = created->uid;
    ASSERT_TRUE(submit_draft(services, office.specialist, uid));
    EXPECT_EQ(take_back_draft(services, office.leader, uid).error().fault, base::Fault::forbidden)
        << "the leader returns it";
    ASSERT_TRUE(take_back_draft(services, office.specialist, uid));
    ASSERT_TRUE(take_back_draft(services, office.specialist, uid)) << "pressed twice";
    EXPECT_EQ(document(services, office.specialist, uid)->state, DocumentState::draft);
    EXPECT_EQ(approve(office.leader, uid).error().fault, base::Fault::conflict)
        << "there is nothing to approve any more";
    ASSERT_TRUE(submit_draft(services, office.specialist, uid));
    ASSERT_TRUE(approve(office.leader, uid));
    EXPECT_EQ(take_back_draft(services, office.specialist, uid).error().fault, base::Fault::conflict)
        << "it is approved";
}

// Between reading and approving, the drafter exchanges what is read.
TEST_F(DocumentsTest, TheLeaderApprovesWhatWasRead)
{
    const auto created =
        create_draft(services, office.specialist, key(), draft_to({kinh_bac.agency}), {letter()});
    ASSERT_TRUE(created);
    const std::string uid = created->uid;
    ASSERT_TRUE(submit_draft(services, office.specialist, uid));
    const int read = document(services, office.leader, uid)->version;
    ASSERT_TRUE(take_back_draft(services, office.specialist, uid));
    const int own = document(services, office.specialist, uid)->version;
    ASSERT_TRUE(edit_draft(services, office.specialist, uid, own,
                           draft_to({kinh_bac.agency}, "Nội dung khác hẳn"), {}, {letter()}));
    ASSERT_TRUE(submit_draft(services, office.specialist, uid));
    const auto refused = approve_draft(services, office.leader, uid, read);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().field, "version");
    EXPECT_FALSE(approve_draft(services, office.leader, uid, 0)) << "nor without saying what was read";
    EXPECT_EQ(document(services, office.leader, uid)->state, DocumentState::review);
    const int again = document(services, office.leader, uid)->version;
    ASSERT_TRUE(approve_draft(services, office.leader, uid, again));
    ASSERT_TRUE(approve_draft(services, office.leader, uid, again)) << "pressed twice";
}

TEST_F(DocumentsTest, ALeadReportsProgressUntilTheDocumentIsDone)
{
    const std::string uid = issued(draft_to({kinh_bac.agency}));
    ASSERT_TRUE(accept(services, kinh_bac.clerk, uid, kinh_bac.leader.official, ""));
    Assigning assigning;
    assigning.instruction = "Tham mưu, trình ký";
    assigning.assignees = {{kinh_bac.specialist.official, 2, "A", AssignmentRole::lead}};
    ASSERT_TRUE(assign(services, kinh_bac.leader, uid, assigning));
    ASSERT_TRUE(report(services, kinh_bac.specialist, uid, "Đã họp với các đơn vị", false));
    ASSERT_TRUE(report(services, kinh_bac.specialist, uid, "Đã họp với các đơn vị", false)) << "sent twice";
    EXPECT_EQ(counts(services, kinh_bac.specialist).open, 1) << "still to be done";
    EXPECT_EQ(document(services, kinh_bac.clerk, uid)->incoming->state, DeliveryState::in_progress);
    EXPECT_EQ(database.value("SELECT count(*) FROM document_events WHERE action = 'reported'"), "1");
    ASSERT_TRUE(report(services, kinh_bac.specialist, uid, "Đã họp với các đơn vị", true))
        << "the same words, and done";
    EXPECT_EQ(document(services, kinh_bac.clerk, uid)->incoming->state, DeliveryState::done);
    EXPECT_EQ(counts(services, kinh_bac.specialist).open, 0);
}

TEST_F(DocumentsTest, ALeadWhoHasReportedGivesWayToAnother)
{
    const std::string uid = issued(draft_to({kinh_bac.agency}));
    ASSERT_TRUE(accept(services, kinh_bac.clerk, uid, 0, ""));
    ASSERT_TRUE(submit_to_leader(services, kinh_bac.clerk, uid, kinh_bac.leader.official, "Kính trình"));
    Assigning assigning;
    assigning.instruction = "Tham mưu, trình ký";
    assigning.assignees = {{kinh_bac.specialist.official, 2, "A", AssignmentRole::lead}};
    ASSERT_TRUE(assign(services, kinh_bac.leader, uid, assigning));
    ASSERT_TRUE(report(services, kinh_bac.specialist, uid, "Xong phần tôi", false));
    assigning.assignees = {{kinh_bac.colleague.official, 2, "B", AssignmentRole::lead}};
    ASSERT_TRUE(assign(services, kinh_bac.leader, uid, assigning));
    EXPECT_EQ(
        database.value("SELECT official_id FROM assignments WHERE role = 'lead' AND state <> 'withdrawn'"),
        "24");
}

TEST_F(DocumentsTest, AnActDoneTwiceIsDoneOnce)
{
    const std::string uid = issued(draft_to({kinh_bac.agency, deo_gia.agency}));
    // Several clicks at once on accepting: one number, and everybody is told the same one.
    std::vector<std::thread> clicks;
    std::atomic<int> good{0};
    for (int i = 0; i < 6; ++i)
        clicks.emplace_back([&] {
            const auto result = accept(services, kinh_bac.clerk, uid, 0, "");
            good += result && result->arrival_number == 1 ? 1 : 0;
        });
    for (std::thread& click : clicks) click.join();
    EXPECT_EQ(good, 6);
    ASSERT_TRUE(recall(services, office.clerk, uid, "Ban hành nhầm nội dung"));
    ASSERT_TRUE(refuse(services, deo_gia.clerk, uid, "Gửi nhầm nơi nhận"));
    EXPECT_TRUE(refuse(services, deo_gia.clerk, uid, "Gửi nhầm nơi nhận"));
    EXPECT_EQ(counts(services, deo_gia.clerk).recalls, 0) << "a refusal gives it back";
    ASSERT_TRUE(answer_recall(services, kinh_bac.clerk, uid, true, ""));
    EXPECT_TRUE(answer_recall(services, kinh_bac.clerk, uid, true, ""));
    // A form that was sent, gone back to and changed is no double click: nothing is lost without a word.
    const std::string form = key();
    ASSERT_TRUE(
        create_draft(services, office.specialist, form, draft_to({kinh_bac.agency}, "Một"), {letter()}));
    const auto other =
        create_draft(services, office.specialist, form, draft_to({kinh_bac.agency}, "Hai"), {letter()});
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().fault, base::Fault::conflict);
}

TEST_F(DocumentsTest, ADraftIsEditedOnlyInItsNewestVersion)
{
    const auto created =
        create_draft(services, office.specialist, key(), draft_to({kinh_bac.agency}), {letter()});
    const auto view = document(services, office.specialist, created->uid);
    Draft changed = draft_to({deo_gia.agency}, "Trích yếu mới");
    ASSERT_TRUE(
        edit_draft(services, office.specialist, created->uid, view->version, changed, {}, {letter()}));
    const auto stale = edit_draft(services, office.specialist, created->uid, view->version, changed, {}, {});
    ASSERT_FALSE(stale);
    EXPECT_EQ(stale.error().fault, base::Fault::conflict);
    EXPECT_EQ(stale.error().field, "version");
    EXPECT_FALSE(edit_draft(services, office.colleague, created->uid, view->version + 1, changed, {}, {}));
    const auto now = document(services, office.specialist, created->uid);
    EXPECT_EQ(now->subject, "Trích yếu mới");
    EXPECT_EQ(now->chosen_recipients, std::vector<std::int64_t>{deo_gia.agency});
    EXPECT_EQ(now->files.size(), 1u);
    ASSERT_TRUE(discard_draft(services, office.specialist, created->uid));
    EXPECT_FALSE(document(services, office.specialist, created->uid));
}

}  // namespace lt::documents
