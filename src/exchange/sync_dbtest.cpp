// This platform as a connected system of a parent axis: against the reference axis, a process of its own.
#include "exchange/sync.h"

#include "exchange/axis/client.h"
#include "exchange/axis/reference_hub_testing.h"
#include "exchange/fixture_dbtest.h"
#include "exchange/operator.h"
#include "exchange/post_testing.h"
#include "kit/crypto/digest.h"
#include "kit/fetch/fetch.h"

namespace lt::exchange {
namespace {

using namespace std::chrono_literals;
using axis::ReferenceHub;
using nlohmann::json;

class SyncTest : public ExchangeTest {
protected:
    SyncTest()
    {
        add_sync_jobs(services, fetcher);
        // What the axis calls 000.00.13.H53 and 000.00.14.H53 works here and at a connected system; 000.00.00.G22 is beyond the axis.
        database.execute("UPDATE agencies SET alias = '000.00.13.H53' WHERE code = 'H05.1'");
        database.execute("UPDATE agencies SET alias = '000.00.14.H53' WHERE code = 'H05.3'");
        database.execute(
            "INSERT INTO agencies (id, uid, code, name, short_name, abbreviation, level, kind, place, valid_from, folded) "
            "OVERRIDING SYSTEM VALUE VALUES (20,'" +
            base::new_uid(kStart) +
            "','G22','Văn phòng Chính phủ','VPCP','VPCP','central','government','Hà Nội','2020-01-01','x')");
        database.execute("UPDATE agencies SET alias = '000.00.00.G22' WHERE id = 20");
        db::Transaction tx = database.pool().begin({});
        const auto made = register_system(tx, services,
                                          {.code = ReferenceHub::kSystem,
                                           .name = "Trục liên thông văn bản quốc gia",
                                           .kind = "axis",
                                           .address = hub.url(),
                                           .secret = ReferenceHub::kSecret,
                                           .rate = "600",
                                           .largest = "50"});
        EXPECT_TRUE(made) << made.error().message.str();
        system = *find_system(tx, made->uid);
        tx.commit();
        database.execute("UPDATE agencies SET system_id = " + std::to_string(system.id) + " WHERE id = 20");
        services.directory.refresh();
    }
    // Another connected system of that axis, with a client of its own.
    std::string send_from_beyond(const std::string& bytes, axis::MessageType type = axis::MessageType::edoc)
    {
        axis::AxisClient client({.endpoint = hub.url(),
                                 .system_id = ReferenceHub::kOtherSystem,
                                 .secret = base::Secret(std::string(ReferenceHub::kOtherSecret))},
                                fetcher, *clock);
        std::size_t at = 0;
        const auto sent = client.send({.type = type,
                                       .from = "000.00.00.G22",
                                       .sha256_hex = crypto::sha256_hex(bytes),
                                       .size = bytes.size(),
                                       .next = [&](std::span<char> buffer) {
                                           const std::size_t count =
                                               bytes.copy(buffer.data(), buffer.size(), at);
                                           at += count;
                                           return count;
                                       }});
        EXPECT_TRUE(sent) << sent.error().message.str();
        return sent ? *sent : "";
    }
    int calls(const std::string& path)
    {
        int count = 0;
        for (const auto& call : hub.log()) count += call.at("path") == path ? 1 : 0;
        return count;
    }
    void minutes_pass(int minutes)
    {
        for (int i = 0; i < minutes; ++i) {
            clock->set(clock->now() + 1min);
            hub.control(
                {{"clock",
                  std::chrono::floor<std::chrono::seconds>(clock->now().time_since_epoch()).count()}});
            while (queue.run_due() > 0) {}
        }
    }
    ReferenceHub hub{kStart};
    fetch::HttpFetcher fetcher{{.allow_private = true}};
    System system{};
};

TEST_F(SyncTest, WhatWaitsAtTheAxisIsTakenOnce)
{
    const std::string bytes =
        edoc("000.00.00.G22", {"000.00.13.H53", "000.00.14.H53"}, "000.00.00.G22,2026/11/20,7/VPCP");
    send_from_beyond(bytes);
    minutes_pass(1);
    EXPECT_EQ(states(), "H05.1 done, H05.3 initial") << "one works here, the other at a system that polls us";
    ASSERT_EQ(arrived.size(), 1U);
    EXPECT_EQ(blobs.get(arrived[0].sha256, 1 << 20), bytes);
    minutes_pass(2);
    EXPECT_EQ(arrived.size(), 1U);
    EXPECT_EQ(calls("/updateStatus"), 2) << "the axis has one entry for each addressee, and heard of both";
    EXPECT_EQ(database.value("SELECT count(*) FROM axis_messages"), "1");
}

TEST_F(SyncTest, WhatIsTakenIsTakenOnceAlthoughTheAxisDidNotHearIt)
{
    send_from_beyond(edoc("000.00.00.G22", {"000.00.13.H53"}, "a"));
    hub.fault({{"path", "/updateStatus"}, {"do", "status"}, {"status", 500}, {"times", 1}});
    minutes_pass(1);
    EXPECT_EQ(states(), "H05.1 done");
    minutes_pass(2);
    EXPECT_EQ(arrived.size(), 1U);
    EXPECT_EQ(database.value("SELECT count(*) FROM axis_messages"), "1");
}

TEST_F(SyncTest, WhatIsForTheAxisIsSentOnce)
{
    post_one(services, edoc("000.00.13.H53", {"000.00.00.G22"}, "000.00.13.H53,2026/11/20,9/UBND-VX"));
    EXPECT_EQ(states(), "G22 initial");
    minutes_pass(1);
    EXPECT_EQ(states(), "G22 done");
    minutes_pass(3);
    EXPECT_EQ(calls("/sendEdoc"), 1);
}

TEST_F(SyncTest, ASilentAxisIsTriedFiveTimesAndThenWaitsForTheOperator)
{
    hub.fault({{"path", "/sendEdoc"}, {"do", "status"}, {"status", 503}});
    post_one(services, edoc("000.00.13.H53", {"000.00.00.G22"}, "000.00.13.H53,2026/11/20,9/UBND-VX"));
    minutes_pass(1);
    EXPECT_EQ(states(), "G22 initial");
    minutes_pass(30);
    EXPECT_EQ(states(), "G22 fail");
    EXPECT_EQ(database.value("SELECT attempts FROM axis_items"), "5");
    EXPECT_NE(database.value("SELECT why FROM axis_items"), "");
    EXPECT_EQ(database.value("SELECT count(*) FROM dead_letters"), "0")
        << "it is a failed message, not a failed job";
}

TEST_F(SyncTest, WhatTheAxisRefusesIsNotSentAgain)
{
    hub.fault({{"path", "/sendEdoc"}, {"do", "code"}, {"code", 18}});
    post_one(services, edoc("000.00.13.H53", {"000.00.00.G22"}, "000.00.13.H53,2026/11/20,9/UBND-VX"));
    minutes_pass(5);
    EXPECT_EQ(states(), "G22 fail");
    EXPECT_EQ(database.value("SELECT attempts FROM axis_items"), "1");
    EXPECT_NE(database.value("SELECT why FROM axis_items").find("18"), std::string::npos)
        << "the axis's code is told";
}

TEST_F(SyncTest, WhatWaitedWhileTheAxisWasSuspendedIsSentWhenItGoesOn)
{
    const auto turn = [&](bool active) {
        db::Transaction tx = database.pool().begin({});
        set_active(tx, services, system, active);
        tx.commit();
    };
    post_one(services, edoc("000.00.13.H53", {"000.00.00.G22"}, "000.00.13.H53,2026/11/20,9/UBND-VX"));
    turn(false);
    minutes_pass(30);
    EXPECT_EQ(states(), "G22 initial");
    turn(true);
    minutes_pass(2);
    EXPECT_EQ(states(), "G22 done");
    EXPECT_EQ(calls("/sendEdoc"), 1);
}

TEST_F(SyncTest, WhatAnotherJobSendsIsLeftToItUntilThatMustHaveDied)
{
    post_one(services, edoc("000.00.13.H53", {"000.00.00.G22"}, "000.00.13.H53,2026/11/20,9/UBND-VX"));
    database.execute("UPDATE axis_items SET state = 'processing'");
    minutes_pass(2);
    EXPECT_EQ(states(), "G22 processing");
    EXPECT_EQ(calls("/sendEdoc"), 0);
    minutes_pass(25);
    EXPECT_EQ(states(), "G22 done");
    EXPECT_EQ(calls("/sendEdoc"), 1);
}

TEST_F(SyncTest, WhatTheAxisDoesNotGiveHoldsUpNothing)
{
    send_from_beyond(edoc("000.00.00.G22", {"000.00.13.H53"}, "mot"));
    send_from_beyond(edoc("000.00.00.G22", {"000.00.13.H53"}, "hai"));
    hub.control({{"faults",
                  {{{"path", "/downloadEdoc"}, {"do", "code"}, {"code", 21}, {"times", 1}},
                   {{"path", "/getEdoc"}, {"do", "code"}, {"code", 21}, {"times", 1}}}}});
    minutes_pass(1);
    EXPECT_EQ(arrived.size(), 1U) << "the one behind it";
    minutes_pass(1);
    EXPECT_EQ(arrived.size(), 2U);
}

class WithheldTest : public SyncTest {
protected:
    // The axis lists two messages and gives the first one to nobody.
    WithheldTest()
    {
        send_from_beyond(edoc("000.00.00.G22", {"000.00.13.H53"}, "mot"));
        give(false);
    }
    void give(bool yes)
    {
        json faults = json::array();
        for (const char* path : {"/downloadEdoc", "/getEdoc"})
            if (!yes) faults.push_back({{"path", path}, {"do", "code"}, {"code", 21}});
        hub.control({{"faults", faults}});
    }
    std::vector<Failure> failed()
    {
        db::Transaction tx = database.pool().begin({});
        EXPECT_EQ(count_failures(tx), static_cast<std::int64_t>(failures(tx, std::nullopt, 10).size()));
        return failures(tx, std::nullopt, 10);
    }
    int waiting_at_the_axis()
    {
        axis::AxisClient client({.endpoint = hub.url(),
                                 .system_id = ReferenceHub::kSystem,
                                 .secret = base::Secret(std::string(ReferenceHub::kSecret))},
                                fetcher, *clock);
        return static_cast<int>(*client.count_received(axis::MessageType::edoc));
    }
};

TEST_F(WithheldTest, WhatTheAxisNeverGivesStandsAmongTheFailures)
{
    minutes_pass(4);
    EXPECT_TRUE(failed().empty()) << "it may come yet";
    minutes_pass(6);
    ASSERT_EQ(failed().size(), 1U);
    const Failure one = failed()[0];
    EXPECT_TRUE(one.is_withheld);
    EXPECT_EQ(one.attempts, 5);
    EXPECT_EQ(one.to_code, "000.00.13.H53");
    EXPECT_EQ(one.from, "000.00.00.G22");
    EXPECT_EQ(one.system, system.id);
    EXPECT_NE(one.why.find("21"), std::string::npos);
    EXPECT_EQ(calls("/downloadEdoc"), 5) << "and not each minute for ever";
    send_from_beyond(edoc("000.00.00.G22", {"000.00.13.H53"}, "hai"));
    give(true);
    minutes_pass(2);
    EXPECT_EQ(arrived.size(), 1U) << "what stands behind it comes";
    ASSERT_EQ(failed().size(), 1U);
    db::Transaction tx = database.pool().begin({});
    EXPECT_EQ(standings(tx).at(0).failed, 1);
}

TEST_F(WithheldTest, TheOperatorHasItAskedForAgain)
{
    minutes_pass(6);
    give(true);
    {
        db::Transaction tx = database.pool().begin({});
        EXPECT_FALSE(replay(tx, services, base::new_uid(clock->now()), "000.00.13.H53"));
        ASSERT_TRUE(replay(tx, services, failures(tx, std::nullopt, 1).at(0).uid, "000.00.13.H53"));
        tx.commit();
    }
    while (queue.run_due() > 0) {}
    EXPECT_EQ(arrived.size(), 1U) << "at once";
    EXPECT_TRUE(failed().empty());
    EXPECT_EQ(database.value("SELECT count(*) FROM axis_withheld"), "0");
}

TEST_F(WithheldTest, TheOperatorGivesItUpAndTheAxisHearsOfIt)
{
    minutes_pass(6);
    {
        db::Transaction tx = database.pool().begin({});
        const std::string uid = failures(tx, std::nullopt, 1).at(0).uid;
        EXPECT_FALSE(give_up(tx, services, uid, "000.00.13.H53", "vì"));
        ASSERT_TRUE(give_up(tx, services, uid, "000.00.13.H53", "Trục báo tệp đã hỏng"));
        EXPECT_FALSE(give_up(tx, services, uid, "000.00.13.H53", "Trục báo tệp đã hỏng"));
        EXPECT_FALSE(replay(tx, services, uid, "000.00.13.H53"));
        tx.commit();
    }
    EXPECT_TRUE(failed().empty());
    EXPECT_EQ(waiting_at_the_axis(), 1);
    hub.control({{"faults", {{{"path", "/updateStatus"}, {"do", "status"}, {"status", 500}, {"times", 1}}}}});
    minutes_pass(1);
    EXPECT_EQ(waiting_at_the_axis(), 1) << "it did not hear";
    minutes_pass(1);
    EXPECT_EQ(waiting_at_the_axis(), 0);
    EXPECT_EQ(database.value("SELECT count(*) FROM axis_withheld"), "0");
    EXPECT_TRUE(arrived.empty());
}

TEST_F(WithheldTest, WhatTheAxisListsNoMoreIsForgotten)
{
    minutes_pass(6);
    axis::AxisClient client({.endpoint = hub.url(),
                             .system_id = ReferenceHub::kSystem,
                             .secret = base::Secret(std::string(ReferenceHub::kSecret))},
                            fetcher, *clock);
    const auto list = client.received(axis::MessageType::edoc);
    ASSERT_TRUE(list);
    ASSERT_TRUE(client.update_status(list->at(0).doc_id, axis::Progress::done));
    minutes_pass(1);
    EXPECT_TRUE(failed().empty());
}

TEST_F(SyncTest, WhatCantBeReadFailsHereAndHoldsUpNothing)
{
    send_from_beyond(edoc("000.00.00.G22", {"000.00.13.H53"}, "mot"));
    hub.fault({{"path", "/downloadEdoc"}, {"do", "json"}, {"body", "<edXML>không phải"}, {"times", 1}});
    send_from_beyond(edoc("000.00.00.G22", {"000.00.13.H53"}, "hai"));
    minutes_pass(2);
    EXPECT_EQ(arrived.size(), 2U);
    EXPECT_EQ(database.value("SELECT count(*) FROM axis_items WHERE state = 'initial'"), "0");
}

}  // namespace
}  // namespace lt::exchange
