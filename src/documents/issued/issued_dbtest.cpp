// What the sender does with an issued document: further recipients, reminders.
#include <atomic>
#include <thread>

#include "documents/fixture_dbtest.h"
#include "documents/store.h"

namespace lt::documents {

namespace {

bool is(const auto& result, base::Fault fault) { return !result && result.error().fault == fault; }

const RecipientRow* recipient(const DocumentView& document, std::int64_t agency)
{
    for (const RecipientRow& row : document.recipients)
        if (row.agency == agency) return &row;
    return nullptr;
}

}  // namespace

TEST_F(DocumentsTest, FurtherRecipientsGetItAsInIssueAndNeverTwice)
{
    const std::string uid = issued(draft_to({kinh_bac.agency}));
    const std::vector<std::int64_t> both{kinh_bac.agency, deo_gia.agency};
    const auto sent = send_further(services, office.clerk, uid, both, "Bổ sung theo đề nghị của phòng");
    ASSERT_TRUE(sent) << sent.error().message;
    EXPECT_EQ(*sent, 1u) << "one of the two has it";
    EXPECT_EQ((told[{deo_gia.agency, "arrived"}]), 1);
    EXPECT_EQ((told[{kinh_bac.agency, "arrived"}]), 1) << "from the issue";
    const auto tray = incoming(services, deo_gia.clerk, {.view = IncomingView::waiting});
    ASSERT_EQ(tray.rows.size(), 1u);
    EXPECT_EQ(tray.rows[0].notation, "01/UBND-VX");
    EXPECT_TRUE(accept(services, deo_gia.clerk, uid, 0, ""));

    EXPECT_EQ(*send_further(services, office.clerk, uid, both, ""), 0u) << "pressed again";
    EXPECT_EQ(database.value("SELECT count(*) FROM deliveries"), "2");
    const auto view = document(services, office.clerk, uid);
    EXPECT_EQ(view->recipients.size(), 2u);
    std::vector<std::string> added;
    for (const EventRow& event : view->events)
        if (event.action == "recipients_added") added.push_back(event.detail);
    EXPECT_EQ(added, std::vector<std::string>{"1\nBổ sung theo đề nghị của phòng"});
    EXPECT_EQ(database.value("SELECT count(*) FROM audit_events WHERE action = 'document.recipients_added'"),
              "1");
    while (queue.run_due() > 0) {}
    EXPECT_EQ(search(services, deo_gia.clerk, "01/UBND-VX", std::nullopt, 10).hits.size(), 1u)
        << "found by the new recipient too";
}

TEST_F(DocumentsTest, WhoMaySendFurtherAndWhen)
{
    const std::string uid = issued(draft_to({kinh_bac.agency}));
    const std::vector<std::int64_t> one{deo_gia.agency};
    EXPECT_TRUE(is(send_further(services, office.specialist, uid, one, ""), base::Fault::forbidden));
    EXPECT_TRUE(is(send_further(services, office.leader, uid, one, ""), base::Fault::forbidden));
    EXPECT_TRUE(is(send_further(services, kinh_bac.clerk, uid, one, ""), base::Fault::not_found))
        << "a recipient passes nothing on in the sender's name";
    EXPECT_EQ(send_further(services, office.clerk, uid, {}, "").error().field, "recipients");
    EXPECT_EQ(send_further(services, office.clerk, uid, {office.agency}, "").error().field, "recipients");
    EXPECT_EQ(send_further(services, office.clerk, uid, {999}, "").error().field, "recipients");
    EXPECT_EQ(send_further(services, office.clerk, uid, one, std::string(501, 'x')).error().field, "reason");
    database.execute("UPDATE agencies SET valid_to = '2026-11-01' WHERE id = 3");
    directory_.refresh();
    EXPECT_EQ(send_further(services, office.clerk, uid, one, "").error().field, "recipients");
    database.execute("UPDATE agencies SET valid_to = NULL WHERE id = 3");
    directory_.refresh();
    EXPECT_TRUE(is(send_further(services, office.clerk, approved(draft_to({kinh_bac.agency})), one, ""),
                   base::Fault::conflict));
    ASSERT_TRUE(recall(services, office.clerk, uid, "Ban hành nhầm nội dung"));
    EXPECT_TRUE(is(send_further(services, office.clerk, uid, one, ""), base::Fault::conflict));
    EXPECT_EQ(database.value("SELECT count(*) FROM deliveries"), "1");
}

TEST_F(DocumentsTest, TwoClerksWhoSendFurtherAtOnceMakeOneDelivery)
{
    const std::string uid = issued(draft_to({kinh_bac.agency}));
    std::atomic<std::size_t> added{0};
    std::vector<std::thread> clerks;
    for (int i = 0; i < 4; ++i)
        clerks.emplace_back([&] {
            const auto sent = send_further(services, office.clerk, uid, {deo_gia.agency}, "");
            EXPECT_TRUE(sent);
            added += *sent;
        });
    for (std::thread& clerk : clerks) clerk.join();
    EXPECT_EQ(added, 1u);
    EXPECT_EQ(database.value("SELECT count(*) FROM deliveries"), "2");
}

TEST_F(DocumentsTest, RemindersReachThoseWhoHaveNotFinishedOnceADay)
{
    const std::string uid = issued(draft_to({kinh_bac.agency, deo_gia.agency}));
    ASSERT_TRUE(accept(services, deo_gia.clerk, uid, 0, ""));
    ASSERT_TRUE(complete(services, deo_gia.clerk, uid, "Đã nghiên cứu, triển khai"));
    const std::vector<std::int64_t> both{kinh_bac.agency, deo_gia.agency};

    told.clear();
    const auto first = remind(services, office.specialist, uid, both, "Đề nghị báo cáo trước 17:00");
    ASSERT_TRUE(first) << first.error().message;
    EXPECT_EQ(*first, 1u) << "the other has finished";
    EXPECT_EQ((told[{kinh_bac.agency, "changed"}]), 1);
    EXPECT_EQ((told[{deo_gia.agency, "changed"}]), 0);
    EXPECT_EQ(*remind(services, office.clerk, uid, both, ""), 0u) << "once a day, whoever presses";

    // The recipient sees it: figure, view, mark, what was said. It stands in the sender's history and in the journal.
    EXPECT_EQ(counts(services, kinh_bac.clerk).reminded, 1);
    EXPECT_EQ(counts(services, deo_gia.clerk).reminded, 0);
    const auto list = incoming(services, kinh_bac.clerk, {.view = IncomingView::reminded});
    ASSERT_EQ(list.rows.size(), 1u);
    EXPECT_TRUE(list.rows[0].reminded);
    EXPECT_TRUE(incoming(services, kinh_bac.clerk, {}).rows[0].reminded);
    EXPECT_FALSE(incoming(services, deo_gia.clerk, {.view = IncomingView::done}).rows[0].reminded);
    const auto seen = document(services, kinh_bac.clerk, uid);
    ASSERT_FALSE(seen->events.empty());
    EXPECT_EQ(seen->events[0].action, "reminder");
    EXPECT_EQ(seen->events[0].detail, "Đề nghị báo cáo trước 17:00");
    EXPECT_EQ(seen->events[0].agency_name, "UBND tỉnh Bắc Ninh");
    EXPECT_EQ(seen->events[0].official_name, "") << "the sender's people are the sender's business";
    const auto other = document(services, deo_gia.clerk, uid);
    for (const EventRow& event : other->events)
        EXPECT_NE(event.action, "reminder") << "another recipient's reminder";
    auto sender = document(services, office.clerk, uid);
    EXPECT_EQ(sender->events[0].action, "reminded");
    EXPECT_EQ(sender->events[0].detail, "1\nĐề nghị báo cáo trước 17:00");
    EXPECT_EQ(recipient(*sender, kinh_bac.agency)->reminders, 1);
    EXPECT_EQ(recipient(*sender, deo_gia.agency)->reminders, 0);
    EXPECT_EQ(database.value("SELECT count(*) FROM audit_events WHERE action = 'document.reminded'"), "1");

    // Another day, by the clock of Vietnam: 17:00 UTC is midnight there.
    clock->set(std::chrono::sys_days{std::chrono::year{2026} / 11 / 20} + std::chrono::hours(17));
    EXPECT_EQ(*remind(services, office.clerk, uid, both, ""), 1u);
    sender = document(services, office.clerk, uid);
    EXPECT_EQ(recipient(*sender, kinh_bac.agency)->reminders, 2);
    EXPECT_EQ(recipient(*sender, kinh_bac.agency)->reminded_at, clock->now());
    EXPECT_EQ(counts(services, kinh_bac.clerk).reminded, 1) << "one document, reminded of twice";
    EXPECT_EQ(incoming(services, kinh_bac.clerk, {.view = IncomingView::reminded}).rows.size(), 1u);

    // Finished: nobody is reminded any more.
    ASSERT_TRUE(accept(services, kinh_bac.clerk, uid, 0, ""));
    ASSERT_TRUE(complete(services, kinh_bac.clerk, uid, "Xong"));
    EXPECT_EQ(counts(services, kinh_bac.clerk).reminded, 0);
    EXPECT_TRUE(incoming(services, kinh_bac.clerk, {.view = IncomingView::reminded}).rows.empty());
    EXPECT_FALSE(incoming(services, kinh_bac.clerk, {.view = IncomingView::done}).rows[0].reminded);
    EXPECT_EQ(database.value("SELECT count(*) FROM reminders WHERE closed_at IS NULL"), "0");
}

TEST_F(DocumentsTest, AnOfficialSeesRemindersOfTheOwnWork)
{
    const std::string uid = issued(draft_to({kinh_bac.agency}));
    ASSERT_TRUE(accept(services, kinh_bac.clerk, uid, kinh_bac.leader.official, ""));
    Assigning assigning;
    assigning.instruction = "Tham mưu, trình ký";
    assigning.assignees = {{kinh_bac.specialist.official, 2, "Người 23", AssignmentRole::lead}};
    ASSERT_TRUE(assign(services, kinh_bac.leader, uid, assigning));
    ASSERT_EQ(*remind(services, office.clerk, uid, {kinh_bac.agency}, ""), 1u);
    EXPECT_EQ(counts(services, kinh_bac.specialist).reminded, 1);
    EXPECT_EQ(counts(services, kinh_bac.colleague).reminded, 0);
    EXPECT_EQ(incoming(services, kinh_bac.specialist, {.view = IncomingView::reminded}).rows.size(), 1u);
    EXPECT_TRUE(incoming(services, kinh_bac.specialist, {}).rows[0].reminded);
    EXPECT_TRUE(incoming(services, kinh_bac.colleague, {.view = IncomingView::reminded}).rows.empty());
    // Refused or given back counts as finished, too: here it is given back.
    ASSERT_TRUE(recall(services, office.clerk, uid, "Ban hành nhầm nội dung"));
    ASSERT_TRUE(answer_recall(services, kinh_bac.clerk, uid, true, ""));
    EXPECT_EQ(counts(services, kinh_bac.clerk).reminded, 0);
    EXPECT_EQ(counts(services, kinh_bac.specialist).reminded, 0);
}

TEST_F(DocumentsTest, WhoMayRemindAndWhom)
{
    const std::string uid = issued(draft_to({kinh_bac.agency, deo_gia.agency}));
    const std::vector<std::int64_t> both{kinh_bac.agency, deo_gia.agency};
    EXPECT_TRUE(is(remind(services, office.colleague, uid, both, ""), base::Fault::forbidden));
    EXPECT_TRUE(is(remind(services, office.leader, uid, both, ""), base::Fault::forbidden));
    EXPECT_TRUE(is(remind(services, kinh_bac.clerk, uid, {deo_gia.agency}, ""), base::Fault::not_found));
    EXPECT_EQ(remind(services, office.clerk, uid, {}, "").error().field, "recipients");
    EXPECT_EQ(remind(services, office.clerk, uid, both, std::string(501, 'x')).error().field, "note");
    EXPECT_TRUE(
        is(remind(services, office.clerk, approved(draft_to(both)), both, ""), base::Fault::conflict));
    EXPECT_EQ(*remind(services, office.clerk, uid, {office.agency, 999}, ""), 0u) << "never sent there";
    // Who is asked to give it back is not asked to work on it; who has declined to, is.
    ASSERT_TRUE(recall(services, office.clerk, uid, "Ban hành nhầm nội dung"));
    ASSERT_TRUE(answer_recall(services, deo_gia.clerk, uid, false, "Đã triển khai xong"));
    EXPECT_EQ(*remind(services, office.clerk, uid, both, ""), 1u);
    EXPECT_EQ(counts(services, deo_gia.clerk).reminded, 1);
    ASSERT_TRUE(refuse(services, kinh_bac.clerk, uid, "Không thuộc thẩm quyền"));
    clock->advance(std::chrono::hours(24));
    EXPECT_EQ(*remind(services, office.clerk, uid, {kinh_bac.agency}, ""), 0u);
}

// The recipient is finishing while the sender reminds: no reminder stays behind on what is done.
TEST_F(DocumentsTest, AReminderWaitsForWhoeverIsFinishing)
{
    const std::string uid = issued(draft_to({kinh_bac.agency}));
    ASSERT_TRUE(accept(services, kinh_bac.clerk, uid, 0, ""));
    db::Transaction finishing = services.pool.begin(scope_of(kinh_bac.clerk));
    const auto delivery = lock_delivery(finishing, uid, kinh_bac.agency);
    ASSERT_TRUE(delivery);
    set_state(finishing, services, deo_gia.clerk, *delivery, DeliveryState::done, clock->now());
    ASSERT_TRUE(lock_delivery(finishing, uid, kinh_bac.agency)) << "sends what was set";
    std::size_t reminded = 9;
    std::atomic<bool> answered{false};
    std::thread sender([&] {
        reminded = *remind(services, office.clerk, uid, {kinh_bac.agency}, "Đề nghị báo cáo");
        answered = true;
    });
    while (!answered && database.value("SELECT count(*) FROM pg_locks WHERE NOT granted") == "0")
        std::this_thread::yield();
    EXPECT_FALSE(answered) << "it waits";
    finishing.commit();
    sender.join();
    EXPECT_EQ(reminded, 0u);
    EXPECT_EQ(database.value("SELECT count(*) FROM reminders"), "0");
}

// The recipient is refusing while the sender asks for it back: nothing is left to answer.
TEST_F(DocumentsTest, ARecallWaitsForWhoeverIsRefusing)
{
    const std::string uid = issued(draft_to({kinh_bac.agency}));
    db::Transaction refusing = services.pool.begin(scope_of(kinh_bac.clerk));
    const auto delivery = lock_delivery(refusing, uid, kinh_bac.agency);
    ASSERT_TRUE(delivery);
    set_state(refusing, services, deo_gia.clerk, *delivery, DeliveryState::refused, clock->now(),
              "Không thuộc thẩm quyền");
    ASSERT_TRUE(lock_delivery(refusing, uid, kinh_bac.agency)) << "sends what was set";
    std::size_t asked = 9;
    std::atomic<bool> answered{false};
    std::thread sender([&] {
        asked = *recall(services, office.clerk, uid, "Ban hành nhầm nội dung");
        answered = true;
    });
    while (!answered && database.value("SELECT count(*) FROM pg_locks WHERE NOT granted") == "0")
        std::this_thread::yield();
    EXPECT_FALSE(answered) << "it waits";
    refusing.commit();
    sender.join();
    EXPECT_EQ(asked, 0u);
    EXPECT_EQ(database.value("SELECT count(*) FROM recalls"), "0");
}

TEST_F(DocumentsTest, AClerksNoteHasItsLength)
{
    const std::string uid = issued(draft_to({kinh_bac.agency}));
    const std::string long_note(1001, 'x');
    const auto refused = accept(services, kinh_bac.clerk, uid, kinh_bac.leader.official, long_note);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().field, "note");
    ASSERT_TRUE(accept(services, kinh_bac.clerk, uid, 0, ""));
    EXPECT_EQ(
        submit_to_leader(services, kinh_bac.clerk, uid, kinh_bac.leader.official, long_note).error().field,
        "note");
    EXPECT_TRUE(
        submit_to_leader(services, kinh_bac.clerk, uid, kinh_bac.leader.official, std::string(1000, 'x')));
}

}  // namespace lt::documents
