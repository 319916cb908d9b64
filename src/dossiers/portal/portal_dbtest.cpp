// What is told to the national portal, against a portal that checks every field, refuses, breaks and comes back.
#include <thread>

#include "dossiers/portal/fixture_dbtest.h"

namespace lt::dossiers::portal {
namespace {

using namespace std::chrono_literals;
using Told = std::vector<std::string>;

TEST_F(PortalTest, EachActIsToldOnceAndInItsOrder)
{
    ASSERT_TRUE(configure());
    run_jobs();
    const Received done = received(a_reception());
    tell();
    EXPECT_EQ(stand_in.told_of(done.code), (Told{"DongBoHoSoMC 2 False", "CapNhatTienDoHoSoMC 2",
                                                 "DongBoHoSoMC 4 True", "CapNhatTienDoHoSoMC 4"}));
    EXPECT_EQ(stand_in.count("log_ins"), 1);
    EXPECT_EQ(stand_in.count("refused"), 0);

    ASSERT_TRUE(acted(commune.desk, done.uid, {.kind = ActKind::ask_supplement, .missing = {{0, "Ảnh mờ"}}}));
    clock->advance(24h * 3);
    ASSERT_TRUE(acted(commune.desk, done.uid, {.kind = ActKind::supplemented}));
    work_to_the_end(commune, done.uid);
    ASSERT_TRUE(add_outcome(services, commune.specialist, done.uid,
                            on_paper("KQ.G15.000020", "Bản sao từ sổ gốc", "15/BS")));
    ASSERT_TRUE(
        acted(commune.desk, done.uid, {.kind = ActKind::hand_over, .given = {.taken_by = "Nguyễn Thị Ánh"}}));
    tell();
    EXPECT_EQ(stand_in.count("refused"), 0)
        << "the portal checks every field, and the days that belong to a state";
    const Told told = stand_in.told_of(done.code);
    ASSERT_GE(told.size(), 6U);
    EXPECT_EQ(told[4], "DongBoHoSoMC 5 True");
    EXPECT_EQ(told.back(), "CapNhatTienDoHoSoMC 10");
    EXPECT_EQ(told[told.size() - 2], "DongBoHoSoMC 10 True");
    const auto all = stand_in.told();
    const auto& last = all[all.size() - 2]["data"][0];
    EXPECT_EQ(last["DanhSachGiayToKetQua"][0]["TenGiayTo"], "Bản sao từ sổ gốc");
    EXPECT_EQ(last["DanhSachHoSoBoSung"][0]["TrangThaiBoSung"], "1");
    EXPECT_EQ(last["DanhSachHoSoBoSung"][0]["DanhSachGiayToBoSung"][0]["NoiDungBoSung"], "Ảnh mờ");
    EXPECT_EQ(last["NgayTra"], stamp(clock->now()));
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_syncs WHERE state <> 'sent'"), "0");
    db::Transaction tx = database.pool().begin(scope_of(commune.desk));
    EXPECT_EQ(sync_state(tx, the(done.uid)).is, SyncState::Is::told);
}

TEST_F(PortalTest, RemarksOfTheAgencyAreNotTold)
{
    ASSERT_TRUE(configure());
    const Received done = received(a_reception());
    ASSERT_TRUE(
        acted(commune.desk, done.uid, {.kind = ActKind::note, .reason = "Công dân hay quên giấy tờ"}));
    tell();
    EXPECT_EQ(stand_in.told().dump().find("hay quên"), std::string::npos);
}

TEST_F(PortalTest, NothingIsWrittenWithoutAPortalAndWhatWasDoneBeforeGoesOutLater)
{
    const Received early = received(a_reception());
    clock->advance(24h);
    const Received late = received(a_reception());
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_syncs"), "0");
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        EXPECT_EQ(sync_state(tx, the(late.uid)).is, SyncState::Is::untold);
    }
    tell();
    EXPECT_EQ(stand_in.count("calls"), 0);

    ASSERT_TRUE(configure("21/11/2026"));
    tell();
    EXPECT_EQ(stand_in.told_of(late.code).size(), 4U);
    EXPECT_TRUE(stand_in.told_of(early.code).empty()) << "before the first day";
    ASSERT_TRUE(configure("20/11/2026"));
    tell();
    EXPECT_EQ(stand_in.told_of(early.code).size(), 4U);
    EXPECT_EQ(stand_in.told_of(late.code).size(), 4U) << "nothing twice";

    ASSERT_TRUE(configure("20/11/2026", false));
    received(a_reception());
    tell();
    EXPECT_EQ(stand_in.told().size(), 8U);
    ASSERT_TRUE(configure("20/11/2026"));
    tell();
    EXPECT_EQ(stand_in.told().size(), 12U) << "what was done while it was off";
}

TEST_F(PortalTest, ARefusalHoldsBackItsOwnDossierOnly)
{
    ASSERT_TRUE(configure());
    const Received bad = received(a_reception());
    const Received good = received(a_reception());
    stand_in.steer({{"refuse_code_of", bad.code}});
    tell();
    EXPECT_EQ(states(good.code), "sent sent sent sent");
    EXPECT_EQ(states(bad.code), "waiting waiting waiting waiting");
    // Five tries, later each time.
    for (const auto later : {1min, 5min, 25min}) pass(later);
    EXPECT_EQ(item(bad.code, 1, Service::record)->tries, 4);
    pass(124min);
    EXPECT_EQ(item(bad.code, 1, Service::record)->tries, 4) << "not yet";
    pass(1min);
    EXPECT_EQ(states(bad.code), "failed waiting waiting waiting");
    pass(24h);
    EXPECT_EQ(item(bad.code, 1, Service::record)->tries, kMostTries);
    {
        db::Transaction tx = database.pool().begin({.reach = db::Reach::platform});
        const auto rows = failed(tx, std::nullopt, 10);
        ASSERT_EQ(rows.size(), 1U);
        EXPECT_EQ(rows[0].error, "Mã 9: this dossier is refused");
        EXPECT_EQ(counts(tx).failed, 1);
    }
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        const SyncState state = sync_state(tx, the(bad.uid));
        EXPECT_EQ(state.is, SyncState::Is::refused);
        EXPECT_EQ(state.error, "Mã 9: this dossier is refused");
    }
    stand_in.steer({{"refuse_code_of", ""}});
    db::Transaction tx = database.pool().begin({.reach = db::Reach::platform});
    ASSERT_TRUE(again(tx, *item(bad.code, 1, Service::record), clock->now()));
    tx.commit();
    tell();
    EXPECT_EQ(stand_in.told_of(bad.code), (Told{"DongBoHoSoMC 2 False", "CapNhatTienDoHoSoMC 2",
                                                "DongBoHoSoMC 4 True", "CapNhatTienDoHoSoMC 4"}));
}

TEST_F(PortalTest, WhatIsGivenUpNeedsAReasonAndLetsTheRestGo)
{
    ASSERT_TRUE(configure());
    const Received done = received(a_reception());
    tell();
    stand_in.steer({{"refuse_code_of", done.code}});
    ASSERT_TRUE(acted(commune.desk, done.uid, {.kind = ActKind::ask_supplement, .missing = {{0, "Ảnh mờ"}}}));
    for (int i = 0; i < 5; ++i) pass(200min);
    EXPECT_EQ(states(done.code), "sent sent sent sent failed waiting");
    stand_in.steer({{"refuse_code_of", ""}});
    const auto refused = item(done.code, 3, Service::record);
    {
        db::Transaction tx = database.pool().begin({.reach = db::Reach::platform});
        const auto none = give_up(tx, *refused, "  ", clock->now());
        ASSERT_FALSE(none);
        EXPECT_EQ(none.error().field, "reason");
        ASSERT_TRUE(give_up(tx, *refused, "Cổng đã sửa tay", clock->now()));
        EXPECT_FALSE(give_up(tx, *refused, "Lần nữa", clock->now()));
        EXPECT_FALSE(again(tx, *refused, clock->now()));
        tx.commit();
    }
    pass(1min);
    EXPECT_EQ(states(done.code), "sent sent sent sent given_up sent");
    EXPECT_EQ(
        database.value(
            "SELECT detail::json ->> 'reason' FROM audit_events WHERE action = 'dossier.sync_given_up'"),
        "Cổng đã sửa tay");
}

TEST_F(PortalTest, WhoDoesNotAnswerCostsNoDossierATry)
{
    ASSERT_TRUE(configure());
    stand_in.steer({{"down", true}});
    const Received done = received(a_reception());
    for (int i = 0; i < 12; ++i) pass(31min);
    EXPECT_EQ(item(done.code, 1, Service::record)->tries, 0);
    {
        db::Transaction tx = database.pool().begin({.reach = db::Reach::platform});
        EXPECT_GE(find(tx)->settings.silences, 5);
        EXPECT_NE(find(tx)->settings.trouble.find("502"), std::string::npos);
    }
    stand_in.stop();
    pass(31min);
    stand_in.start();
    pass(31min);
    EXPECT_EQ(states(done.code), "sent sent sent sent");
    db::Transaction tx = database.pool().begin({.reach = db::Reach::platform});
    EXPECT_EQ(find(tx)->settings.trouble, "");
    EXPECT_EQ(find(tx)->settings.silences, 0);
}

TEST_F(PortalTest, SilenceIsNotAskedAgainAtOnce)
{
    ASSERT_TRUE(configure());
    stand_in.steer({{"down", true}});
    received(a_reception());
    tell();
    tell();
    tell();
    EXPECT_EQ(database.value("SELECT silences FROM national_portal"), "1");
    pass(1min);
    EXPECT_EQ(database.value("SELECT silences FROM national_portal"), "2");
}

TEST_F(PortalTest, AnExpiredSessionIsRenewedWithinTheTry)
{
    ASSERT_TRUE(configure());
    received(a_reception());
    tell();
    stand_in.steer({{"expire", true}});
    clock->advance(1min);
    const Received done = received(a_reception());
    tell();
    EXPECT_EQ(states(done.code), "sent sent sent sent");
    EXPECT_EQ(item(done.code, 1, Service::record)->tries, 1);
    EXPECT_EQ(stand_in.count("log_ins"), 2);
}

TEST_F(PortalTest, AnAnswerThatWasLostTellsNothingTwice)
{
    ASSERT_TRUE(configure());
    received(a_reception());
    tell();
    stand_in.steer({{"lose_answers", 1}});
    const Received done = received(a_reception());
    tell();
    EXPECT_EQ(states(done.code), "waiting waiting waiting waiting");
    EXPECT_EQ(stand_in.told_of(done.code).size(), 1U) << "it has arrived there";
    for (int i = 0; i < 5; ++i) pass(3min);
    EXPECT_EQ(states(done.code), "sent sent sent sent");
    const Told told = stand_in.told_of(done.code);
    EXPECT_EQ(std::ranges::count(told, "DongBoHoSoMC 2 False"), 1);
}

TEST_F(PortalTest, NobodyFindsThePassword)
{
    stand_in.steer({{"echo_password", true}});
    ASSERT_TRUE(configure("01/11/2026", true, "mat-khau-sai-nhung-bi-mat"));
    received(a_reception());
    tell();
    const std::string trouble = database.value("SELECT trouble FROM national_portal");
    EXPECT_NE(trouble.find("-1"), std::string::npos) << trouble;
    EXPECT_EQ(trouble.find("bi-mat"), std::string::npos) << trouble;
    EXPECT_EQ(database.value("SELECT position('bi-mat'::bytea IN password) FROM national_portal"), "0");
    EXPECT_EQ(database.value("SELECT count(*) FROM audit_events WHERE detail::text LIKE '%bi-mat%'"), "0");
    // An empty field keeps it: nobody has to type it again.
    db::Transaction tx = database.pool().begin({.reach = db::Reach::platform});
    const auto before = find(tx);
    Form form{.adapter = before->settings.adapter,
              .auth = "/mapi/login",
              .integration = "/mapi/g",
              .username = "tinh",
              .destination = before->settings.destination,
              .member = before->settings.member,
              .since = "01/11/2026"};
    ASSERT_TRUE(change(tx, portal.sealing, form, clock->now()));
    EXPECT_EQ(find(tx)->sealed, before->sealed);
}

TEST_F(PortalTest, WrongSettingsAreToldAtTheirFields)
{
    db::Transaction tx = database.pool().begin({.reach = db::Reach::platform});
    const auto refused = change(tx, portal.sealing,
                                {.adapter = "cong.gov.vn",
                                 .auth = "mapi",
                                 .integration = "/m g",
                                 .destination = "mã có dấu",
                                 .since = "30/11/2026"},
                                clock->now());
    ASSERT_FALSE(refused);
    std::set<std::string> fields{refused.error().field};
    for (const auto& [field, words] : refused.error().more) fields.insert(field);
    EXPECT_EQ(fields, (std::set<std::string>{"adapter", "auth", "integration", "username", "password",
                                             "destination", "member", "since"}));
}

// An act that is under way while the portal is switched on must not fall between the backlog and the outbox.
TEST_F(PortalTest, AnActUnderWayWhileItIsSwitchedOnIsNotLost)
{
    const Received done = received(a_reception());
    auto act = std::optional(database.pool().begin(scope_of(commune.desk)));
    auto dossier = store::find(*act, done.uid, store::Lock::for_update);
    ASSERT_TRUE(carry_out_inside(services, *act, commune.desk, *dossier,
                                 {.kind = ActKind::ask_supplement, .reason = "Thiếu"}));
    std::atomic<bool> switched = false;
    std::thread operating([&] {
        EXPECT_TRUE(configure());
        switched = true;
    });
    std::this_thread::sleep_for(300ms);
    EXPECT_FALSE(switched) << "it waits for acts that are under way";
    act->commit();
    operating.join();
    run_jobs();
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_syncs WHERE event_no = 3"), "2");
}

TEST_F(PortalTest, AnActThatFailsLeavesNothingToTell)
{
    ASSERT_TRUE(configure());
    const Received done = received(a_reception());
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        auto dossier = store::find(tx, done.uid, store::Lock::for_update);
        ASSERT_TRUE(carry_out_inside(services, tx, commune.desk, *dossier,
                                     {.kind = ActKind::ask_supplement, .reason = "Thiếu"}));
    }
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_syncs WHERE event_no > 2"), "0");
}

TEST_F(PortalTest, AnotherAgencySeesNothingOfIt)
{
    ASSERT_TRUE(configure());
    const Received done = received(a_reception());
    const auto seen = [&](const db::Scope& scope) {
        db::Transaction tx = database.pool().begin(scope);
        const Dossier dossier{.id = the(done.uid).id};
        return sync_state(tx, dossier).is;
    };
    EXPECT_EQ(seen(scope_of(commune.desk)), SyncState::Is::waiting);
    EXPECT_EQ(seen(scope_of(other.desk)), SyncState::Is::untold);
    db::Transaction tx = database.pool().begin(scope_of(other.leader));
    EXPECT_FALSE(find(tx)) << "no agency reads how the portal is reached";
    EXPECT_FALSE(claim(tx, clock->now() + 24h));
}

TEST_F(PortalTest, AFifthOfAllWorkersTakesEachRowOnce)
{
    ASSERT_TRUE(configure());
    run_jobs();
    for (int i = 0; i < 10; ++i) received(a_reception());
    std::atomic<int> claimed = 0;
    std::vector<std::thread> workers;
    for (int i = 0; i < 5; ++i)
        workers.emplace_back([&] {
            for (;;) {
                db::Transaction tx = database.pool().begin({});
                if (!claim(tx, clock->now())) return;
                ++claimed;
            }
        });
    for (std::thread& worker : workers) worker.join();
    EXPECT_EQ(claimed, 10) << "the first row of each dossier, and none behind it";
}

}  // namespace
}  // namespace lt::dossiers::portal
