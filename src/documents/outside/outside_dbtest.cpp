// Documents that leave to agencies elsewhere, and what is told of them there.
#include "documents/outside/outside_fixture_dbtest.h"

namespace lt::documents {
namespace {

using S = DeliveryState;

const char* kOurId = "H05,2026/11/20,01/UBND-VX";

}  // namespace

TEST_F(OutsideTest, LeavesAsOneMessageASystem)
{
    Draft draft = draft_to({kinh_bac.agency, kNear, kFar, kOther});
    draft.urgency = Urgency::immediate;
    draft.reply_due_at = kStart + std::chrono::hours(50);
    const std::string uid = issued(draft);
    EXPECT_EQ(recipient(uid, kinh_bac.agency).state, S::arrived);
    EXPECT_EQ(recipient(uid, kNear).state, S::sent);
    EXPECT_TRUE(recipient(uid, kNear).elsewhere);
    EXPECT_EQ(items(), "0") << "nothing leaves before the commit";
    work();
    const auto messages = made();
    ASSERT_EQ(messages.size(), 2u);
    const edxml::Message& first = messages[0];
    EXPECT_EQ(first.from.organ_id, "H05");
    EXPECT_EQ(first.from.name, "UBND tỉnh Bắc Ninh");
    ASSERT_EQ(first.to.size(), 2u);
    EXPECT_EQ(first.to[0].organ_id, "H05.20");
    EXPECT_EQ(first.to[1].organ_id, "H05.21");
    EXPECT_EQ(messages[1].to.at(0).organ_id, "H05.22");
    EXPECT_EQ(first.document_id, kOurId);
    EXPECT_EQ(first.code_number, "01");
    EXPECT_EQ(first.code_notation, "UBND-VX");
    EXPECT_EQ(first.place, "Bắc Ninh");
    EXPECT_EQ(first.promulgation_date, base::Day(std::chrono::year(2026) / 11 / 20));
    EXPECT_EQ(first.type_name, "Công văn");
    EXPECT_EQ(first.type_detail, 18);
    EXPECT_EQ(first.steering_type, 1);
    EXPECT_EQ(first.subject, "Cử đại biểu dự hội nghị");
    EXPECT_EQ(first.signer, "Người 12");
    EXPECT_EQ(first.position, "Chủ tịch");
    EXPECT_EQ(first.due_date, base::Day(std::chrono::year(2026) / 11 / 22));
    EXPECT_EQ(first.priority, 3);
    EXPECT_EQ(first.places.size(), 4u);
    EXPECT_EQ(first.traces.at(0).organ_id, "H05");
    ASSERT_EQ(first.attachments.size(), 1u);
    EXPECT_EQ(first.attachments[0].name, "cong-van.pdf");
    EXPECT_EQ(first.attachments[0].sha256, document(services, office.clerk, uid)->files.at(0).sha256);
    EXPECT_EQ(items(), "3");
    EXPECT_EQ(database.value(
                  "SELECT count(*) FROM axis_messages m JOIN documents x ON x.id = m.about WHERE x.uid = '" +
                  uid + "'"),
              "2");
}

TEST_F(OutsideTest, NothingLeavesForAgenciesHere)
{
    issued(draft_to({kinh_bac.agency, deo_gia.agency}));
    EXPECT_EQ(database.value("SELECT count(*) FROM jobs WHERE kind = 'documents.send_out'"), "0");
    work();
    EXPECT_EQ(items(), "0");
}

TEST_F(OutsideTest, SendingTwiceSendsOnce)
{
    const std::string uid = issued(draft_to({kNear, kOther}));
    const std::string payload = database.value("SELECT payload FROM jobs WHERE kind = 'documents.send_out'");
    work();
    EXPECT_EQ(items(), "2");
    db::Transaction tx = database.pool().begin({});
    jobs::enqueue(tx, queue, "documents.send_out", payload);
    tx.commit();
    work();
    EXPECT_EQ(items(), "2");
    EXPECT_EQ(made().size(), 2u);
    EXPECT_EQ(recipient(uid, kNear).state, S::sent);
}

TEST_F(OutsideTest, FurtherRecipientsGetAMessageOfTheirOwn)
{
    const std::string uid = issued(draft_to({kinh_bac.agency, kNear}));
    work();
    const auto added = send_further(services, office.clerk, uid, {kNear, kFar, deo_gia.agency}, "");
    ASSERT_TRUE(added) << added.error().message.str();
    EXPECT_EQ(*added, 2u);
    EXPECT_EQ(recipient(uid, kFar).state, S::sent);
    EXPECT_EQ(recipient(uid, deo_gia.agency).state, S::arrived);
    work();
    ASSERT_EQ(made().size(), 2u);
    ASSERT_EQ(made()[1].to.size(), 1u);
    EXPECT_EQ(made()[1].to[0].organ_id, "H05.21");
    EXPECT_EQ(items(), "2");
}

TEST_F(OutsideTest, AnAgencyThatCameOverMeanwhileHasItHere)
{
    const std::string uid = issued(draft_to({kNear, kFar}));
    database.execute("UPDATE agencies SET system_id = NULL WHERE id = 4");
    directory_changed();
    work();
    EXPECT_EQ(recipient(uid, kNear).state, S::arrived);
    ASSERT_EQ(made().size(), 1u);
    EXPECT_EQ(made()[0].to.size(), 1u);
}

TEST_F(OutsideTest, WhatNoMessageMayHoldSaysWhy)
{
    // The number of a notation is at most 30 characters long in edXML.
    const std::string uid = issued(draft_to({kNear, kinh_bac.agency}));
    database.execute("ALTER TABLE documents DISABLE TRIGGER document_frozen");
    database.execute("UPDATE documents SET notation = '" + std::string(31, 'X') + "' WHERE uid = '" + uid +
                     "'");
    work();
    EXPECT_EQ(made().size(), 0u);
    EXPECT_EQ(recipient(uid, kNear).state, S::sent);
    EXPECT_NE(recipient(uid, kNear).not_sent.find("30"), std::string::npos);
    EXPECT_EQ(recipient(uid, kinh_bac.agency).not_sent, "");
    // What never left needs nobody's consent to come back.
    ASSERT_TRUE(recall(services, office.clerk, uid, "Ký hiệu sai"));
    work();
    EXPECT_EQ(recipient(uid, kNear).state, S::recalled);
    EXPECT_EQ(codes_made(), "");
}

TEST_F(OutsideTest, StatesMoveForwardOnly)
{
    const std::string uid = issued(draft_to({kNear, kFar, kinh_bac.agency}));
    work();
    const auto says = [&](const std::string& from, const std::string& code, const std::string& words = "") {
        clock->advance(std::chrono::minutes(1));
        return arrives(status(from, "H05", kOurId, code, words), {"H05"});
    };
    told.clear();
    EXPECT_EQ(says("H05.20", "01"), "done");
    EXPECT_EQ(recipient(uid, kNear).state, S::arrived);
    EXPECT_EQ((told[{office.agency, "changed"}]), 1);
    EXPECT_EQ(says("H05.20", "04"), "done");
    EXPECT_EQ(recipient(uid, kNear).state, S::assigned);
    EXPECT_EQ(says("H05.20", "03"), "done") << "late: nothing new, nothing wrong";
    EXPECT_EQ(says("H05.20", "04"), "done") << "twice";
    EXPECT_EQ(recipient(uid, kNear).state, S::assigned);
    EXPECT_EQ(says("H05.20", "05"), "done");
    EXPECT_EQ(says("H05.20", "06"), "done");
    EXPECT_EQ(says("H05.20", "02", "Không thuộc thẩm quyền"), "done");
    EXPECT_EQ(recipient(uid, kNear).state, S::done);

    EXPECT_EQ(says("H05.21", "02", "Không thuộc thẩm quyền"), "done");
    EXPECT_EQ(says("H05.21", "01"), "done");
    EXPECT_EQ(recipient(uid, kFar).state, S::refused);
    EXPECT_EQ(recipient(uid, kFar).reason, "Không thuộc thẩm quyền");
    EXPECT_EQ(recipient(uid, kinh_bac.agency).state, S::arrived);

    std::string history;
    const auto view = document(services, office.clerk, uid);
    for (const EventRow& event : view->events)
        if (!event.own) history = event.action + "/" + event.agency_name + " " + history;
    EXPECT_EQ(history,
              "arrived/UBND xã Ngoài assigned/UBND xã Ngoài started/UBND xã Ngoài completed/UBND xã Ngoài "
              "refused/UBND xã Xa ");
}

TEST_F(OutsideTest, WhatCannotBeTakenFailsAndBlocksNothing)
{
    const std::string uid = issued(draft_to({kNear, kinh_bac.agency}));
    work();
    EXPECT_NE(arrives(status("H05.20", "H05", "H05,2026/11/20,99/UBND-VX", "01"), {"H05"})
                  .find("fail: Không có văn bản"),
              std::string::npos);
    EXPECT_NE(arrives(status("H05.20", "H05", kOurId, "103"), {"H05"}).find("fail: Mã trạng thái “103”"),
              std::string::npos);
    EXPECT_NE(arrives(status("H05.22", "H05", kOurId, "03"), {"H05"}, 2).find("fail: Không có văn bản"),
              std::string::npos)
        << "not a recipient";
    EXPECT_NE(arrives(status("H05.09187", "H05", kOurId, "03"), {"H05"}).find("fail"), std::string::npos)
        << "an agency that works here speaks for itself";
    EXPECT_NE(arrives(status("H05.20", "H05.09187", kOurId, "03"), {"H05.09187"}).find("fail"),
              std::string::npos)
        << "not the sender's document";
    EXPECT_EQ(recipient(uid, kinh_bac.agency).state, S::arrived);
    EXPECT_EQ(arrives(status("H05.20", "H05", kOurId, "03"), {"H05"}), "done");
    EXPECT_EQ(recipient(uid, kNear).state, S::accepted);
}

TEST_F(OutsideTest, TheSuccessorSpeaksForADissolvedRecipient)
{
    const std::string uid = issued(draft_to({kNear}));
    work();
    database.execute("UPDATE agencies SET valid_to = '2026-11-20' WHERE id = 4");
    database.execute("INSERT INTO agency_successions VALUES (4, 5)");
    directory_changed();
    EXPECT_EQ(arrives(status("H05.21", "H05", kOurId, "03"), {"H05"}), "done");
    EXPECT_EQ(recipient(uid, kNear).state, S::accepted);
}

TEST_F(OutsideTest, WeAskBackAndAreAnswered)
{
    const std::string uid = issued(draft_to({kNear, kFar, kinh_bac.agency}));
    // Asked back before it has left: the document goes first.
    ASSERT_TRUE(recall(services, office.clerk, uid, "Sai nội dung phụ lục"));
    work();
    clock->advance(std::chrono::hours(1));
    work();
    const auto asked = made("status");
    ASSERT_EQ(asked.size(), 2u);
    EXPECT_EQ(asked[0].status_code, "13");
    EXPECT_EQ(asked[0].status_description, "Sai nội dung phụ lục");
    EXPECT_EQ(asked[0].from.organ_id, "H05");
    EXPECT_EQ(asked[0].responses_for.at(0).organ_id, "H05.20");
    EXPECT_EQ(asked[0].responses_for.at(0).document_id, kOurId);
    EXPECT_EQ(asked[0].status_staff.staff, office.clerk.name);
    EXPECT_EQ(asked[1].responses_for.at(0).organ_id, "H05.21");
    EXPECT_EQ(recipient(uid, kNear).recall, "asked");

    EXPECT_EQ(arrives(status("H05.20", "H05", kOurId, "15"), {"H05"}), "done");
    EXPECT_EQ(recipient(uid, kNear).state, S::recalled);
    EXPECT_EQ(recipient(uid, kNear).recall, "agreed");
    EXPECT_EQ(arrives(status("H05.21", "H05", kOurId, "16", "Đã xử lý xong"), {"H05"}), "done");
    EXPECT_EQ(recipient(uid, kFar).recall, "refused");
    EXPECT_EQ(recipient(uid, kFar).recall_reason, "Đã xử lý xong");
    clock->advance(std::chrono::minutes(1));
    EXPECT_EQ(arrives(status("H05.20", "H05", kOurId, "15"), {"H05"}), "done") << "twice";
    EXPECT_EQ(recipient(uid, kNear).state, S::recalled);
}

TEST_F(OutsideTest, WhoDidNotAgreeIsAskedAgain)
{
    const std::string uid = issued(draft_to({kNear, kFar, kinh_bac.agency}));
    work();
    ASSERT_EQ(*recall(services, office.clerk, uid, "Sai nội dung phụ lục"), 3u);
    work();
    EXPECT_EQ(arrives(status("H05.20", "H05", kOurId, "16", "Đã xử lý xong"), {"H05"}), "done");
    ASSERT_TRUE(answer_recall(services, kinh_bac.clerk, uid, false, "Đã triển khai"));
    clock->advance(std::chrono::minutes(1));
    EXPECT_EQ(*recall(services, office.clerk, uid, "Văn bản bị bãi bỏ"), 2u)
        << "who has not answered is not asked twice";
    work();
    ASSERT_EQ(codes_made(), "13 13 13");
    EXPECT_EQ(made("status")[2].responses_for.at(0).organ_id, "H05.20");
    EXPECT_EQ(made("status")[2].status_description, "Văn bản bị bãi bỏ");
    EXPECT_EQ(recipient(uid, kNear).recall, "asked");
    EXPECT_EQ(recipient(uid, kinh_bac.agency).recall, "asked");
    EXPECT_EQ(arrives(status("H05.20", "H05", kOurId, "15", "Trả lại"), {"H05"}), "done");
    EXPECT_EQ(recipient(uid, kNear).state, S::recalled);
    EXPECT_EQ(*recall(services, office.clerk, uid, "Lần nữa"), 0u);
    // Nobody answers in the place of another.
    static const db::Query<0> kForged{"test.forged", "UPDATE recalls SET answer = 'agreed'"};
    ASSERT_TRUE(answer_recall(services, kinh_bac.clerk, uid, false, "Vẫn đang dùng"));
    db::Transaction tx = services.pool.begin(scope_of(office.clerk));
    EXPECT_THROW(tx.run(kForged), db::QueryError);
}

TEST_F(OutsideTest, NobodyAnswersWhatWasNotAsked)
{
    issued(draft_to({kNear}));
    work();
    EXPECT_NE(
        arrives(status("H05.20", "H05", kOurId, "15"), {"H05"}).find("fail: Văn bản này chưa được đề nghị"),
        std::string::npos);
}

TEST_F(OutsideTest, WhatWasSignedAndDidNotLeaveIsListedAfterTheNextWorkingMorning)
{
    const auto unsent = [&] {
        std::string out;
        for (const OutgoingRow& row : outgoing(services, office.clerk, {.view = OutgoingView::unsent}).rows)
            out += row.subject + "/" + std::to_string(row.on_the_way) + " ";
        EXPECT_EQ(counts(services, office.clerk).unsent, std::count(out.begin(), out.end(), '/'));
        return out;
    };
    approved(draft_to({kinh_bac.agency}, "Chưa phát hành"));
    issued(draft_to({kNear, kFar}, "Đang trên đường"));
    issued(draft_to({kinh_bac.agency}, "Đã đến"));
    work();
    EXPECT_EQ(unsent(), "") << "of today";
    database.execute(
        "UPDATE axis_items SET state = 'fail', why = 'Hệ thống không trả lời' WHERE to_code = 'H05.20'");
    EXPECT_EQ(unsent(), "Đang trên đường/2 ") << "what failed, at once";
    const std::string failed =
        outgoing(services, office.clerk, {.view = OutgoingView::unsent}).rows.at(0).uid;
    EXPECT_EQ(recipient(failed, kNear).not_sent, "Hệ thống không trả lời");
    EXPECT_EQ(recipient(failed, kFar).not_sent, "");
    EXPECT_EQ(counts(services, kinh_bac.clerk).unsent, 0) << "another agency's";
    clock->advance(std::chrono::hours(24));
    EXPECT_EQ(unsent(), "Đang trên đường/2 ") << "a Saturday";
    clock->set(kStart + std::chrono::hours(24 * 3 + 2));
    EXPECT_EQ(unsent(), "Đang trên đường/2 ") << "Monday 11:00";
    clock->advance(std::chrono::minutes(30));
    EXPECT_EQ(unsent(), "Đang trên đường/2 Chưa phát hành/0 ");
    EXPECT_EQ(arrives(status("H05.20", "H05", kOurId, "01"), {"H05"}), "done");
    EXPECT_EQ(unsent(), "Đang trên đường/1 Chưa phát hành/0 ");
    EXPECT_EQ(recipient(failed, kNear).not_sent, "") << "it got there in another way";
    EXPECT_EQ(arrives(status("H05.21", "H05", kOurId, "03"), {"H05"}), "done");
    EXPECT_EQ(unsent(), "Chưa phát hành/0 ");
}

TEST_F(OutsideTest, TheNextWorkingMorningIsThatOfTheAgency)
{
    const auto unsent = [&](const Staff& agency) {
        return outgoing(services, agency.clerk, {.view = OutgoingView::unsent}).rows.size();
    };
    approved(draft_to({kinh_bac.agency}, "Chưa phát hành"));
    clock->set(kStart + std::chrono::hours(24 * 3 + 2) + std::chrono::minutes(30));
    EXPECT_EQ(unsent(office), 1U) << "Monday 11:30";
    const auto off = [&](int agency) {
        database.execute(
            "INSERT INTO special_days (uid, agency_id, first_day, last_day, kind, shifts, name, basis, entered_at, entered_by) "
            "VALUES (gen_random_uuid(), " +
            std::to_string(agency) + ", '2026-11-23', '2026-11-23', 'off', '', 'Nghỉ', 'x', now(), 12)");
        directory_.refresh();
    };
    off(2);
    EXPECT_EQ(unsent(office), 1U) << "a day off of another agency";
    off(1);
    EXPECT_EQ(unsent(office), 0U);
}

TEST_F(OutsideTest, UrgentOnesHadToBeSentAtOnce)
{
    const auto unsent = [&] {
        const auto rows = outgoing(services, office.clerk, {.view = OutgoingView::unsent}).rows;
        EXPECT_EQ(counts(services, office.clerk).unsent, static_cast<int>(rows.size()));
        return rows.size();
    };
    Draft left = draft_to({kNear}, "Đang trên đường");
    Draft stays = draft_to({kinh_bac.agency}, "Chưa phát hành");
    left.urgency = stays.urgency = Urgency::immediate;
    approved(stays);
    issued(left);
    work();
    EXPECT_EQ(unsent(), 0U);
    clock->advance(std::chrono::minutes(31));
    EXPECT_EQ(unsent(), 2U);
}

TEST_F(OutsideTest, RemindersStayInside)
{
    const std::string uid = issued(draft_to({kNear, kinh_bac.agency}));
    work();
    EXPECT_EQ(arrives(status("H05.20", "H05", kOurId, "01"), {"H05"}), "done");
    const auto reminded = remind(services, office.clerk, uid, {kNear, kinh_bac.agency}, "");
    ASSERT_TRUE(reminded);
    EXPECT_EQ(*reminded, 1u);
}

TEST_F(OutsideTest, AgenciesDoNotReadTheQueue)
{
    issued(draft_to({kNear}));
    work();
    static const db::Query<0> kMessages{"test.messages", "SELECT count(*) AS n FROM axis_messages"};
    static const db::Query<0> kItems{"test.items", "SELECT count(*) AS n FROM axis_items"};
    for (const std::int64_t agency : {office.agency, kNear, kinh_bac.agency}) {
        db::Transaction tx = database.pool().begin({.agency = agency, .reach = db::Reach::agency});
        EXPECT_EQ(tx.run(kMessages)[0]["n"].int64(), 0);
        EXPECT_EQ(tx.run(kItems)[0]["n"].int64(), 0);
    }
    db::Transaction tx = database.pool().begin({});
    EXPECT_EQ(tx.run(kMessages)[0]["n"].int64(), 1);
}

}  // namespace lt::documents
