// Documents that agencies elsewhere send, what they are told of them, and how they ask for them back.
#include "documents/outside/outside_fixture_dbtest.h"
#include "exchange/edxml/signature.h"

namespace lt::documents {
namespace {

class ArrivalsTest : public OutsideTest {
protected:
    // The letter of xã Ngoài in the in-tray of phường Kinh Bắc.
    std::string arrived()
    {
        EXPECT_EQ(arrives(letter_from_near(), {"H05.09187"}), "done");
        return in_tray();
    }
    std::string in_tray()
    {
        return incoming(services, kinh_bac.clerk, {.view = IncomingView::all}).rows.at(0).uid;
    }
    Assigning assigning()
    {
        Assigning out;
        out.instruction = "Tham mưu, trình ký";
        out.assignees = {{kinh_bac.specialist.official, 2, "Người 23", AssignmentRole::lead}};
        return out;
    }
    DocumentView::Incoming seen(const std::string& uid)
    {
        return *document(services, kinh_bac.clerk, uid)->incoming;
    }
};

}  // namespace

TEST_F(ArrivalsTest, EveryStepIsToldOnceAndInOrder)
{
    const std::string uid = arrived();
    EXPECT_EQ(codes_made(), "01");
    EXPECT_EQ((told[{kinh_bac.agency, "arrived"}]), 1);
    const auto view = document(services, kinh_bac.clerk, uid);
    ASSERT_TRUE(view->arrival);
    EXPECT_EQ(view->arrival->carrier, "Phần mềm xã");
    EXPECT_EQ(view->arrival->signature, "none");
    ASSERT_EQ(view->files.size(), 1u);
    EXPECT_EQ(blobs.get(view->files[0].sha256, 100), "%PDF-1.4\n%%EOF\n");

    const auto next = [&] { clock->advance(std::chrono::minutes(1)); };
    next();
    ASSERT_TRUE(accept(services, kinh_bac.clerk, uid, kinh_bac.leader.official, ""));
    next();
    ASSERT_TRUE(assign(services, kinh_bac.leader, uid, assigning()));
    ASSERT_TRUE(assign(services, kinh_bac.leader, uid, assigning()));
    next();
    ASSERT_TRUE(start_work(services, kinh_bac.specialist, uid));
    next();
    ASSERT_TRUE(report(services, kinh_bac.specialist, uid, "Đã trả lời", true));
    EXPECT_EQ(codes_made(), "01") << "after the commit, by the job";
    work();
    EXPECT_EQ(codes_made(), "01 03 04 05 06");
    const auto statuses = made("status");
    EXPECT_EQ(statuses[0].from.organ_id, "H05.09187");
    EXPECT_EQ(statuses[0].responses_for.at(0).organ_id, "H05.20");
    EXPECT_EQ(statuses[0].responses_for.at(0).document_id, kLetterId);
    EXPECT_EQ(statuses[0].responses_for.at(0).code, "7/UBND-VP");
    EXPECT_EQ(statuses[0].status_staff.staff, "");
    EXPECT_EQ(statuses[1].status_staff.staff, kinh_bac.clerk.name);
    EXPECT_EQ(statuses[1].status_staff.department, "Phòng KTHTDT");
    EXPECT_EQ(statuses[2].status_staff.staff, kinh_bac.leader.name);
    EXPECT_EQ(database.value(
                  "SELECT string_agg(DISTINCT system_id::text, ' ') FROM axis_items WHERE kind = 'status'"),
              "1");

    // A job that runs again tells nothing again.
    database.execute("UPDATE axis_statuses SET told_at = NULL");
    db::Transaction tx = database.pool().begin({});
    jobs::enqueue(tx, queue, "documents.tell_axis",
                  "{\"agency\": 2, \"document\": " + database.value("SELECT id FROM documents") + "}");
    tx.commit();
    work();
    EXPECT_EQ(codes_made(), "01 03 04 05 06");
}

TEST_F(ArrivalsTest, ARefusalGoesBackWithItsReason)
{
    const std::string uid = arrived();
    clock->advance(std::chrono::minutes(1));
    ASSERT_TRUE(refuse(services, kinh_bac.clerk, uid, "Gửi nhầm nơi nhận"));
    work();
    EXPECT_EQ(codes_made(), "01 02");
    EXPECT_EQ(made("status")[1].status_description, "Gửi nhầm nơi nhận");
}

TEST_F(ArrivalsTest, ASenderThatNobodyCarriesIsToldNothing)
{
    edxml::Message letter = letter_from_near();
    letter.from = {.organ_id = "000.00.00.G22", .name = "Văn phòng Chính phủ"};
    EXPECT_EQ(arrives(letter, {"H05.09187"}), "done");
    ASSERT_TRUE(accept(services, kinh_bac.clerk, in_tray(), 0, ""));
    work();
    EXPECT_EQ(codes_made(), "");
    EXPECT_EQ(database.value("SELECT count(*) FROM axis_statuses WHERE told_at IS NULL"), "0");
    EXPECT_EQ(database.value("SELECT count(*) FROM jobs WHERE kind = 'documents.tell_axis'"), "0");
}

TEST_F(ArrivalsTest, TheSameDocumentForFurtherAgenciesIsOneDocument)
{
    const std::string uid = arrived();
    EXPECT_EQ(arrives(letter_from_near(), {"H05.09187", "H05.07507"}), "done");
    EXPECT_EQ(database.value("SELECT count(*) FROM documents"), "1");
    EXPECT_EQ(database.value("SELECT count(*) FROM deliveries"), "2");
    EXPECT_EQ(codes_made(), "01 01");
    EXPECT_EQ((told[{kinh_bac.agency, "arrived"}]), 1);
    EXPECT_EQ((told[{deo_gia.agency, "arrived"}]), 1);
    EXPECT_EQ(search(services, deo_gia.clerk, "quản lý đê", std::nullopt, 10).hits.size(), 1u);
}

TEST_F(ArrivalsTest, OnlyTheAddresseesOfTheQueueGetIt)
{
    // To names the commune; the queue has found its successor in its place.
    EXPECT_EQ(arrives(letter_from_near(), {"H05.07507"}), "done");
    EXPECT_EQ(database.value("SELECT string_agg(agency_id::text, ' ') FROM deliveries"), "3");
}

TEST_F(ArrivalsTest, ADissolvedAddresseeIsFollowedToItsSuccessor)
{
    database.execute("UPDATE agencies SET valid_to = '2026-11-01' WHERE id = 2");
    database.execute("INSERT INTO agency_successions VALUES (2, 3)");
    directory_changed();
    EXPECT_EQ(arrives(letter_from_near(), {"H05.09187"}), "done");
    EXPECT_EQ(database.value("SELECT string_agg(agency_id::text, ' ') FROM deliveries"), "3");

    database.execute("DELETE FROM agency_successions");
    directory_changed();
    EXPECT_NE(arrives(letter_from_near("H05.20,2026/11/18,8/UBND-VP"), {"H05.09187"})
                  .find("fail: Nơi nhận đã kết thúc"),
              std::string::npos);
}

TEST_F(ArrivalsTest, WantedBackByAStatus)
{
    const std::string uid = arrived();
    ASSERT_TRUE(accept(services, kinh_bac.clerk, uid, 0, ""));
    work();
    EXPECT_EQ(arrives(status("H05.20", "H05.09187", kLetterId, "13", "Gửi nhầm phụ lục"), {"H05.09187"}),
              "done");
    EXPECT_EQ(seen(uid).recall, "asked");
    EXPECT_EQ(seen(uid).recall_reason, "Gửi nhầm phụ lục");
    EXPECT_EQ(counts(services, kinh_bac.clerk).recalls, 1);
    clock->advance(std::chrono::minutes(1));
    EXPECT_EQ(arrives(status("H05.20", "H05.09187", kLetterId, "13", "Gửi nhầm phụ lục"), {"H05.09187"}),
              "done")
        << "twice";
    ASSERT_TRUE(answer_recall(services, kinh_bac.leader, uid, true, ""));
    work();
    EXPECT_EQ(codes_made(), "01 03 15");
    EXPECT_EQ(seen(uid).state, DeliveryState::recalled);
    EXPECT_TRUE(document(services, kinh_bac.clerk, uid)->files.empty());
    EXPECT_EQ(search(services, kinh_bac.clerk, "quản lý đê", std::nullopt, 10).hits.size(), 0u);
}

TEST_F(ArrivalsTest, OneGivesItBackAndTheOtherKeepsItAndFindsIt)
{
    EXPECT_EQ(arrives(letter_from_near(), {"H05.09187", "H05.07507"}), "done");
    const std::string uid = in_tray();
    EXPECT_EQ(arrives(status("H05.20", "H05.09187", kLetterId, "13", "Gửi nhầm phụ lục"), {"H05.09187"}),
              "done");
    EXPECT_EQ(document(services, deo_gia.clerk, uid)->incoming->recall, "");
    ASSERT_TRUE(answer_recall(services, kinh_bac.leader, uid, true, ""));
    work();
    EXPECT_EQ(search(services, kinh_bac.clerk, "quản lý đê", std::nullopt, 10).hits.size(), 0u);
    EXPECT_EQ(search(services, deo_gia.clerk, "quản lý đê", std::nullopt, 10).hits.size(), 1u);
    EXPECT_EQ(document(services, deo_gia.clerk, uid)->files.size(), 1u);
}

TEST_F(ArrivalsTest, NotGivenBackIsToldWithTheReason)
{
    const std::string uid = arrived();
    EXPECT_EQ(arrives(status("H05.20", "H05.09187", kLetterId, "13", "Gửi nhầm phụ lục"), {"H05.09187"}),
              "done");
    clock->advance(std::chrono::minutes(1));
    ASSERT_TRUE(answer_recall(services, kinh_bac.leader, uid, false, "Đã thực hiện xong"));
    work();
    EXPECT_EQ(codes_made(), "01 16");
    EXPECT_EQ(made("status")[1].status_description, "Đã thực hiện xong");
}

TEST_F(ArrivalsTest, WantedBackAgainAfterANoEachAnswerIsTold)
{
    const std::string uid = arrived();
    const auto wanted = [&](const std::string& why) {
        clock->advance(std::chrono::minutes(1));
        EXPECT_EQ(arrives(status("H05.20", "H05.09187", kLetterId, "13", why), {"H05.09187"}), "done");
        EXPECT_EQ(seen(uid).recall, "asked");
        EXPECT_EQ(seen(uid).recall_reason, why);
        EXPECT_EQ(counts(services, kinh_bac.clerk).recalls, 1);
        clock->advance(std::chrono::minutes(1));
    };
    wanted("Gửi nhầm phụ lục");
    ASSERT_TRUE(answer_recall(services, kinh_bac.leader, uid, false, "Đang thực hiện"));
    wanted("Phụ lục có số liệu sai");
    ASSERT_TRUE(answer_recall(services, kinh_bac.leader, uid, false, "Đã thực hiện xong"));
    work();
    EXPECT_EQ(codes_made(), "01 16 16");
    EXPECT_EQ(made("status")[2].status_description, "Đã thực hiện xong");
    wanted("Văn bản bị bãi bỏ");
    ASSERT_TRUE(answer_recall(services, kinh_bac.leader, uid, true, ""));
    work();
    EXPECT_EQ(codes_made(), "01 16 16 15");
    clock->advance(std::chrono::minutes(1));
    EXPECT_EQ(arrives(status("H05.20", "H05.09187", kLetterId, "13", "Lần nữa"), {"H05.09187"}), "done");
    EXPECT_EQ(seen(uid).recall, "agreed") << "what was given back is not asked for";
}

TEST_F(ArrivalsTest, AnUpdateIsAgreedToOrNotAndTheDocumentItselfIsNotMeant)
{
    arrived();
    const auto updated = [&](const std::string& subject) {
        edxml::Message update = letter_from_near();
        update.business.type = edxml::BusinessType::update;
        update.business.document_id = kLetterId;
        update.business.reason = "Bổ sung phụ lục II";
        update.subject = subject;
        clock->advance(std::chrono::minutes(1));
        EXPECT_EQ(arrives(update, {"H05.09187"}), "done");
        clock->advance(std::chrono::minutes(1));
        return in_tray();
    };
    ASSERT_TRUE(accept(services, kinh_bac.clerk, updated("Lần một"), 0, ""));
    work();
    EXPECT_EQ(made("status").back().status_code, "15");
    EXPECT_EQ(made("status").back().status_description, "Đồng ý cập nhật văn bản");
    ASSERT_TRUE(refuse(services, kinh_bac.clerk, updated("Lần hai"), "Văn bản đã thực hiện xong"));
    work();
    EXPECT_EQ(made("status").back().status_code, "16");
    EXPECT_EQ(made("status").back().status_description, "Văn bản đã thực hiện xong");
    EXPECT_EQ(made("status").back().responses_for.at(0).document_id, kLetterId);
}

TEST_F(ArrivalsTest, WhoRefusesWhatIsWantedBackAnswersThatToo)
{
    const std::string uid = arrived();
    EXPECT_EQ(arrives(status("H05.20", "H05.09187", kLetterId, "13", "Gửi nhầm phụ lục"), {"H05.09187"}),
              "done");
    clock->advance(std::chrono::minutes(1));
    ASSERT_TRUE(refuse(services, kinh_bac.clerk, uid, "Gửi nhầm nơi nhận"));
    work();
    EXPECT_EQ(codes_made(), "01 02 15");
}

TEST_F(ArrivalsTest, WantedBackByADocumentMessage)
{
    const std::string uid = arrived();
    edxml::Message wanted = letter_from_near();
    wanted.business.type = edxml::BusinessType::recall;
    wanted.business.reason = "Ban hành sai thẩm quyền";
    EXPECT_EQ(arrives(wanted, {"H05.09187"}), "done");
    EXPECT_EQ(seen(uid).recall_reason, "Ban hành sai thẩm quyền");
    EXPECT_EQ(database.value("SELECT count(*) FROM documents"), "1");
}

TEST_F(ArrivalsTest, OnlyTheSenderMayWantItBack)
{
    const std::string uid = arrived();
    EXPECT_NE(arrives(status("H05.22", "H05.09187", kLetterId, "13", "Xin lại"), {"H05.09187"}, 2)
                  .find("fail: Không có"),
              std::string::npos);
    EXPECT_EQ(seen(uid).recall, "");
    EXPECT_NE(
        arrives(status("H05.20", "H05.09187", "H05.20,2026/11/18,99/UBND-VP", "13", "Xin lại"), {"H05.09187"})
            .find("fail: Không có"),
        std::string::npos);
    edxml::Message wanted = letter_from_near("H05.20,2026/11/18,99/UBND-VP");
    wanted.business.type = edxml::BusinessType::recall;
    wanted.business.reason = "Ban hành sai thẩm quyền";
    EXPECT_NE(arrives(wanted, {"H05.09187"}).find("fail: Không có"), std::string::npos);
}

TEST_F(ArrivalsTest, AnUpdateAndAReplacementAreDocumentsThatSayWhatTheyChange)
{
    const std::string first = arrived();
    edxml::Message update = letter_from_near();
    update.business.type = edxml::BusinessType::update;
    update.business.document_id = kLetterId;
    update.business.reason = "Bổ sung phụ lục II";
    update.subject = "Phối hợp quản lý đê (cập nhật)";
    clock->advance(std::chrono::minutes(1));
    EXPECT_EQ(arrives(update, {"H05.09187"}), "done");
    const std::string second = in_tray();
    EXPECT_NE(second, first);
    auto view = document(services, kinh_bac.clerk, second);
    ASSERT_TRUE(view->arrival && view->arrival->earlier_link);
    EXPECT_TRUE(view->arrival->updates);
    EXPECT_EQ(view->arrival->reason, "Bổ sung phụ lục II");
    EXPECT_EQ(view->arrival->earlier_link->uid, first);

    edxml::Message replacing = letter_from_near("H05.20,2026/11/19,9/UBND-VP");
    replacing.business.type = edxml::BusinessType::replace;
    replacing.business.reason = "Thay văn bản sai số liệu";
    replacing.business.replacements.push_back({kLetterId, {"H05.09187"}});
    clock->advance(std::chrono::minutes(1));
    EXPECT_EQ(arrives(replacing, {"H05.09187"}), "done");
    view = document(services, kinh_bac.clerk, in_tray());
    EXPECT_TRUE(view->arrival->replaces);
    EXPECT_EQ(view->arrival->earlier_link->uid, first);
    EXPECT_EQ(database.value("SELECT count(*) FROM documents"), "3");
    // The sender knows the update by the name that it gave it.
    ASSERT_TRUE(accept(services, kinh_bac.clerk, second, 0, ""));
    work();
    EXPECT_EQ(made("status").back().responses_for.at(0).document_id, kLetterId);
}

TEST_F(ArrivalsTest, AReplyNamesTheLetterThatItAnswers)
{
    const std::string uid = arrived();
    Draft reply = draft_to({kNear}, "Trả lời việc quản lý đê");
    reply.signer = kinh_bac.leader.official;
    reply.in_reply_to = document(services, kinh_bac.clerk, uid)->id;
    const auto created = create_draft(services, kinh_bac.specialist, key(), reply, {letter()});
    ASSERT_TRUE(created);
    ASSERT_TRUE(submit_draft(services, kinh_bac.specialist, created->uid));
    ASSERT_TRUE(approve(kinh_bac.leader, created->uid));
    ASSERT_TRUE(issue(services, kinh_bac.clerk, created->uid));
    work();
    ASSERT_EQ(made().size(), 1u);
    ASSERT_EQ(made()[0].responses_for.size(), 1u);
    EXPECT_EQ(made()[0].responses_for[0].organ_id, "H05.20");
    EXPECT_EQ(made()[0].responses_for[0].document_id, kLetterId);
    EXPECT_EQ(made()[0].responses_for[0].code, "7/UBND-VP");
}

TEST_F(ArrivalsTest, AMessageThatCannotBeTakenDoesNotBlockTheNext)
{
    edxml::Message bad = letter_from_near();
    bad.attachments[0].name = "chay.exe";
    EXPECT_NE(arrives(bad, {"H05.09187"}).find("fail"), std::string::npos);
    edxml::Message good = letter_from_near();
    good.business.type = edxml::BusinessType::update;
    good.business.reason = "Đính kèm lại tệp";
    EXPECT_EQ(arrives(good, {"H05.09187"}), "done");
}

TEST_F(ArrivalsTest, OnlyTheServerSpeaksForTheAxis)
{
    arrived();
    static const db::Query<0> kRecall{
        "test.recall", "SELECT lt_recall_from_axis(ARRAY['H05.20'], 'x', ARRAY[2]::bigint[], 'x', now())"};
    static const db::Query<0> kFurther{
        "test.further",
        "SELECT made FROM lt_deliver_further_from_axis('H05.20', 'x', ARRAY[2]::bigint[], now())"};
    static const db::Query<0> kHolders{"test.holders", "SELECT lt_update_holders(1)"};
    static const db::Query<0> kOthers{"test.others",
                                      "SELECT count(*) AS n FROM axis_statuses WHERE agency_id <> 3"};
    static const db::Query<0> kArrivals{"test.arrivals", "SELECT count(*) AS n FROM axis_arrivals"};
    for (const db::Query<0>* query : {&kRecall, &kFurther, &kHolders}) {
        db::Transaction tx = database.pool().begin({.agency = 3, .official = 31, .reach = db::Reach::agency});
        EXPECT_THROW(tx.run(*query), db::QueryError);
    }
    db::Transaction tx = database.pool().begin({.agency = 3, .official = 31, .reach = db::Reach::agency});
    EXPECT_EQ(tx.run(kOthers)[0]["n"].int64(), 0);
    EXPECT_EQ(tx.run(kArrivals)[0]["n"].int64(), 0);
}

}  // namespace lt::documents
