// The slip of a batch is signed in steps: who answers late holds nobody up, nothing is given before its slip is there, and no number is lost.
#include "dossiers/batches/steps.h"

#include <functional>

#include "dossiers/batches/batches_fixture_dbtest.h"

namespace lt::dossiers::batches {
namespace {

const std::vector<std::string> kRows{"dossiers", "dossier_series", "hand_over_batches", "hand_over_numbers"};

class BatchStepsTest : public BatchesTest {
protected:
    // What happens while the authority of timestamps is asked the first time; then it does not answer.
    void while_unanswered(std::function<void()> happens)
    {
        answering(std::move(happens),
                  base::Error{base::Fault::unavailable, "", "Máy chủ dấu thời gian không trả lời.", {}});
    }
    // Likewise; it answers, without a token that would be read.
    void while_stamped(std::function<void()> happens) { answering(std::move(happens), std::string()); }
    void answering(std::function<void()> happens, const base::Result<std::string>& answer)
    {
        signing.timestamp = [this, happens = std::move(happens), answer](std::string_view) {
            if (++stamps == 1) happens();
            return answer;
        };
        stamps = 0;
    }
    SigningWish by(const std::string& key) { return {key, secret("mật khẩu")}; }
    // "1giventrue": number, state and whether it has its slip.
    std::string all_batches()
    {
        return database.value(
            "SELECT string_agg(number || state || (slip_sha256 IS NOT NULL)::text, ' ' ORDER BY number) "
            "FROM hand_over_batches");
    }
    std::string last()
    {
        return database.value("SELECT last FROM dossier_series WHERE book = 'batch_dossiers'");
    }
    std::string kept_numbers() { return count("hand_over_numbers"); }

    int stamps = 0;
};

TEST_F(BatchStepsTest, WhileAnAuthorityDoesNotAnswerOthersGoOnAndTheNumberStays)
{
    const Received first = received(a_reception());
    const Received second = received(a_reception());
    const std::string key = key_of(commune.desk);
    const Giving wish = giving({first.uid});
    bool locked = true;
    while_unanswered([&] {
        locked = is_locked(kRows);
        // Another counter gives, and somebody goes on with the dossier.
        given(giving({second.uid}));
        EXPECT_TRUE(
            carry_out(services, commune.desk, second.uid, {.kind = ActKind::note, .reason = "Đã gọi điện"}));
    });
    const auto broken_off = give(services, commune.desk, wish, by(key));
    ASSERT_FALSE(broken_off);
    EXPECT_EQ(broken_off.error().field, "key");
    EXPECT_TRUE(says(broken_off.error().message.str(), "không trả lời"));
    EXPECT_FALSE(locked);
    EXPECT_EQ(all_batches(), "2giventrue") << "nothing is given before its slip is there";
    EXPECT_EQ(history(first.uid), "");
    EXPECT_EQ(kept_numbers(), "1");

    // The next try of the same form goes on with the number, and signs once.
    signing.timestamp = {};
    const auto done = give(services, commune.desk, wish, by(key));
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(done->number, 1);
    EXPECT_FALSE(done->again);
    EXPECT_EQ(all_batches(), "1giventrue 2giventrue");
    EXPECT_EQ(last() + kept_numbers(), "20");
    const std::string slip = content(get(commune.desk, "/dossiers/batches/" + done->uid + "/slip"));
    EXPECT_TRUE(says(said("pdfsig -nocert", slip), "Signature is Valid"));
    const std::string text = said("pdftotext -raw", slip, "-");
    EXPECT_TRUE(says(text, "1/BGHS"));
    EXPECT_TRUE(says(text, "Uỷ ban nhân dân phường Kinh Bắc")) << text;
    EXPECT_FALSE(says(text, "UBND phường")) << "one name everywhere";
}

TEST_F(BatchStepsTest, ASecondPressWhileTheFirstSignsMakesOneBatch)
{
    const Received done = received(a_reception());
    const std::string key = key_of(commune.desk);
    const Giving wish = giving({done.uid});
    while_stamped([&] {
        const auto second = give(services, commune.desk, wish, by(key));
        ASSERT_TRUE(second) << second.error().message;
        EXPECT_EQ(second->number, 1) << "the number of the form";
        EXPECT_FALSE(second->again);
    });
    const auto first = give(services, commune.desk, wish, by(key));
    ASSERT_TRUE(first) << first.error().message;
    EXPECT_TRUE(first->again);
    EXPECT_EQ(all_batches(), "1giventrue");
    EXPECT_EQ(last() + kept_numbers(), "10");
    EXPECT_EQ(count("hand_over_lines"), "1");
    EXPECT_EQ(count("audit_events WHERE action = 'batch.given'"), "1");
}

TEST_F(BatchStepsTest, WhatBreaksOffIsDoneAgainWithTheSameSignature)
{
    const Received done = received(a_reception());
    const std::string desk_key = key_of(commune.desk);
    const std::string key = key_of(commune.specialist);
    while_stamped([] {});
    break_off_once("INSERT OR UPDATE", "hand_over_batches");
    const std::string uid = given(giving({done.uid}), by(desk_key));
    EXPECT_EQ(stamps, 1) << "signed and stamped once";
    EXPECT_EQ(database.value("SELECT last_value FROM broken_off"), "2") << "put in place twice";
    EXPECT_EQ(all_batches(), "1giventrue");
    database.execute("ALTER SEQUENCE broken_off RESTART");
    stamps = 0;
    ASSERT_TRUE(receive(services, commune.specialist, uid, {{true, ""}}, by(key)));
    EXPECT_EQ(stamps, 1);
    EXPECT_EQ(database.value("SELECT last_value FROM broken_off"), "2");
    EXPECT_EQ(all_batches(), "1receivedtrue");
    EXPECT_EQ(count("audit_events WHERE action = 'batch.received'"), "1");
}

TEST_F(BatchStepsTest, WhatChangedWhileItWasSignedIsNotGiven)
{
    const Received named = received(a_reception());
    const Received withdrawn = received(a_reception());
    const Received taken = received(a_reception());
    const Received stays = received(a_reception());
    const std::string key = key_of(commune.desk);
    const auto refused = [&](const Giving& wish, std::function<void()> meanwhile, const std::string& why) {
        while_stamped(std::move(meanwhile));
        const auto done = give(services, commune.desk, wish, by(key));
        ASSERT_FALSE(done);
        EXPECT_EQ(done.error().field, "lines");
        EXPECT_TRUE(says(done.error().message.str(), why)) << done.error().message;
        EXPECT_EQ(count("hand_over_batches WHERE uid = '" + wish.batch + "'"), "0");
    };
    // What the slip says of it is not true any more.
    const Giving renamed = giving({named.uid});
    refused(
        renamed,
        [&] {
            database.execute("UPDATE dossiers SET owner_name = 'Trần Văn Khác' WHERE uid = '" + named.uid +
                             "'");
        },
        "vừa thay đổi");
    // Its owner withdraws it; the rest goes with the same form, and the same number.
    Giving wish = giving({stays.uid, withdrawn.uid});
    refused(
        wish, [&] { EXPECT_TRUE(acted(commune.desk, withdrawn.uid, {.kind = ActKind::withdraw})); },
        "1 dòng không bàn giao được");
    EXPECT_EQ(kept_numbers(), "2");
    wish.dossiers = {stays.uid};
    EXPECT_EQ(give(services, commune.desk, wish, by(key))->number, 2);
    EXPECT_EQ(give(services, commune.desk, renamed, by(key))->number, 1);
    // Another counter gives it.
    refused(
        giving({taken.uid}), [&] { given(giving({taken.uid})); }, "1 dòng không bàn giao được");
    EXPECT_EQ(all_batches(), "1giventrue 2giventrue 4giventrue");
    EXPECT_EQ(count("hand_over_lines WHERE owner_name = 'Trần Văn Khác'"), "1");
}

TEST_F(BatchStepsTest, ANumberThatAFormLeftUnusedGoesToALaterOne)
{
    const Received first = received(a_reception());
    const Received second = received(a_reception());
    const Received third = received(a_reception());
    const std::string key = key_of(commune.desk);
    const Giving left = giving({first.uid});
    while_unanswered([] {});
    EXPECT_FALSE(give(services, commune.desk, left, by(key)));
    given(giving({second.uid}));
    EXPECT_EQ(all_batches(), "2giventrue") << "it may still be signed";
    clock->advance(kNumberKept + std::chrono::minutes(1));
    // Even while a very slow signature is under way: that form has to ask for another number.
    while_stamped([&] {
        clock->advance(kNumberKept + std::chrono::minutes(1));
        given(giving({third.uid}));
    });
    const auto late = give(services, commune.desk, left, by(key));
    ASSERT_FALSE(late);
    EXPECT_TRUE(says(late.error().message.str(), "Số phiếu 1/BGHS đã dùng cho phiếu khác hoặc đã huỷ"));
    EXPECT_EQ(all_batches(), "1giventrue 2giventrue");
    EXPECT_EQ(give(services, commune.desk, left, by(key))->number, 3);
    EXPECT_EQ(last() + kept_numbers(), "30") << "the series has no gap";
    // Nobody else sees or takes an agency's numbers.
    while_unanswered([] {});
    EXPECT_FALSE(give(services, commune.desk, giving({received(a_reception()).uid}), by(key)));
    db::Transaction tx = database.pool().begin(scope_of(other.desk));
    const std::string form = database.value("SELECT batch_uid FROM hand_over_numbers");
    EXPECT_FALSE(use_number(tx, {.uid = form, .year = 2026, .number = 4}));
}

TEST_F(BatchStepsTest, ANumberThatNobodyUsedInItsYearIsCancelledAndStaysWritten)
{
    const Received first = received(a_reception());
    const Received second = received(a_reception());
    const Received third = received(a_reception());
    const std::string key = key_of(commune.desk);
    const auto cancelled = [&] {
        return database.value(
            "SELECT coalesce(string_agg(kind || ' ' || number || '/' || year || ' ' || reason, ', '), '') FROM hand_over_numbers WHERE "
            "cancelled_at IS NOT NULL");
    };
    const std::string register_path = "/dossiers/batches?view=done";
    given(giving({first.uid}));
    // The last ones of the year: one is left, one is being signed over the turn of the year.
    clock->set(std::chrono::sys_days{std::chrono::year{2026} / 12 / 31} + std::chrono::hours(16));
    const Giving left = giving({second.uid});
    while_unanswered([] {});
    EXPECT_FALSE(give(services, commune.desk, left, by(key)));
    clock->advance(std::chrono::minutes(55));  // 23:55
    while_stamped([&] {
        clock->advance(std::chrono::minutes(10));
        EXPECT_EQ(cancel_left_numbers(services), 0u) << "whoever signs has his time";
    });
    EXPECT_EQ(give(services, commune.desk, giving({third.uid}), by(key))->number, 3);
    EXPECT_FALSE(says(page(commune.desk, register_path), "Số phiếu đã huỷ"));
    clock->advance(std::chrono::hours(2));
    EXPECT_EQ(cancel_left_numbers(services), 1u);
    EXPECT_EQ(cancel_left_numbers(services), 0u) << "once";
    EXPECT_EQ(cancelled(), "dossiers 2/2026 unused");
    EXPECT_EQ(database.value(
                  "SELECT agency_id || ' ' || (detail::json ->> 'number') FROM audit_events WHERE action = "
                  "'batch.number_cancelled'"),
              "1 2");
    // Each number of the year is accounted for.
    EXPECT_EQ(
        database.value(
            "SELECT string_agg(n::text, ' ' ORDER BY n) FROM (SELECT number AS n FROM hand_over_batches WHERE year = 2026 "
            "UNION SELECT number FROM hand_over_numbers WHERE year = 2026) x"),
        "1 2 3");
    const View shown = json(commune.desk, register_path)["cancelled"];
    ASSERT_EQ(shown.size(), 1u);
    EXPECT_EQ(shown[0]["number"], "2/BGHS");
    EXPECT_EQ(shown[0]["year"], "2026");
    EXPECT_TRUE(says(page(commune.desk, register_path), "Số phiếu đã huỷ"));
    EXPECT_TRUE(json(commune.specialist, register_path)["cancelled"].empty())
        << "who gives results has another series";
    EXPECT_TRUE(json(other.desk, register_path)["cancelled"].empty()) << "another agency's";
    // What was cancelled is nobody's any more; the form goes on with a number of the new year.
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        EXPECT_FALSE(use_number(tx, {.uid = left.batch, .year = 2026, .number = 2}));
    }
    EXPECT_EQ(give(services, commune.desk, left, by(key))->number, 1);
    EXPECT_EQ(cancelled(), "dossiers 2/2026 unused");
    EXPECT_THROW(database.execute("DELETE FROM hand_over_numbers"), db::ConstraintViolation);
    EXPECT_THROW(database.execute("UPDATE hand_over_numbers SET cancelled_at = NULL, reason = NULL"),
                 db::ConstraintViolation);
    constexpr db::Query<0> forge{"test.forge_cancelled",
                                 "SELECT lt_cancel_hand_over_numbers(3000, 'infinity', now())"};
    db::Transaction tx = database.pool().begin(scope_of(commune.desk));
    EXPECT_THROW(tx.run(forge), db::QueryError) << "no official cancels a number";
}

TEST_F(BatchStepsTest, AnActOfSigningThatIsOutOfDateFindsItsNumberCancelled)
{
    const Received dossier = received(a_reception());
    const std::string key = key_of(commune.desk);
    clock->set(std::chrono::sys_days{std::chrono::year{2026} / 12 / 31} + std::chrono::hours(16));
    const Giving wish = giving({dossier.uid});
    while_stamped([&] {
        clock->advance(kNumberKept + std::chrono::hours(1));
        EXPECT_EQ(cancel_left_numbers(services), 1u);
    });
    const auto late = give(services, commune.desk, wish, by(key));
    ASSERT_FALSE(late);
    EXPECT_TRUE(says(late.error().message.str(), "đã huỷ")) << late.error().message;
    EXPECT_EQ(count("hand_over_batches"), "0");
    EXPECT_EQ(give(services, commune.desk, wish, by(key))->number, 1) << "of the new year";
}

TEST_F(BatchStepsTest, TheTakersRecordIsSignedWithoutALockToo)
{
    const Received first = received(a_reception());
    const Received second = received(a_reception());
    const std::string key = key_of(commune.specialist);
    const std::string taken = given(giving({first.uid}));
    const std::string recalled = given(giving({second.uid}));
    const auto records = [&] { return count("hand_over_batches WHERE sha256 IS NOT NULL"); };

    bool locked = true;
    while_unanswered([&] { locked = is_locked(kRows); });
    const auto broken_off = receive(services, commune.specialist, taken, {{true, "Đủ"}}, by(key));
    ASSERT_FALSE(broken_off);
    EXPECT_EQ(broken_off.error().field, "key");
    EXPECT_FALSE(locked);
    EXPECT_EQ(all_batches(), "1giventrue 2giventrue");

    // The dossier ends and somebody else presses the button meanwhile: the papers are received, once.
    while_stamped([&] {
        EXPECT_TRUE(acted(commune.desk, first.uid, {.kind = ActKind::withdraw}));
        EXPECT_TRUE(receive(services, commune.leader, taken, {{true, ""}}));
    });
    const auto second_press = receive(services, commune.specialist, taken, {{true, ""}}, by(key));
    ASSERT_FALSE(second_press);
    EXPECT_EQ(second_press.error().fault, base::Fault::conflict);
    EXPECT_TRUE(says(second_press.error().message.str(), commune.leader.name));
    EXPECT_EQ(records(), "1");
    EXPECT_EQ(database.value("SELECT closer_certificate FROM hand_over_batches WHERE number = 1"), "");
    EXPECT_EQ(the(first.uid).life.state, State::withdrawn);

    // The giver takes the batch back: nobody has received it.
    while_stamped([&] { EXPECT_TRUE(withdraw(services, commune.desk, recalled)); });
    EXPECT_EQ(receive(services, commune.specialist, recalled, {{false, "Thiếu"}}, by(key)).error().fault,
              base::Fault::conflict);
    EXPECT_EQ(all_batches(), "1receivedtrue 2withdrawntrue");
    EXPECT_EQ(records(), "1");
    EXPECT_FALSE(says(history(second.uid), "Trả lại"));
}

}  // namespace
}  // namespace lt::dossiers::batches
