// Two nodes and a real nats-server: what one sends is with the other once, and the receipt proves it.
#include "exchange/nodes/fixture_dbtest.h"
#include "exchange/nodes/papers.h"
#include "exchange/nodes/proof.h"
#include "exchange/nodes/receiving.h"
#include "exchange/nodes/verify.h"
#include "exchange/operator.h"
#include "kit/crypto/digest.h"

namespace lt::exchange::nodes {
namespace {

using namespace std::chrono_literals;

TEST_F(NodesTest, AMessageArrivesAndItsReceiptComesBack)
{
    const std::string bytes = edoc({"H06.1", "H06.2"});
    a.post_one(bytes);
    a.work();
    EXPECT_EQ(a.states(), "H06.1 processing, H06.2 processing") << "NATS has it, which is not enough";
    settle();
    EXPECT_EQ(a.states(), "H06.1 done, H06.2 done");
    EXPECT_EQ(b.states(), "H06.1 done, H06.2 done");
    ASSERT_EQ(b.arrived.size(), 1U);
    EXPECT_EQ(b.blobs.get(b.arrived[0].sha256, 1 << 20), bytes);
    EXPECT_EQ(a.count("node_outbox"), "0");
    const auto receipt = read_receipt(a.database.value("SELECT receipt FROM node_receipts"));
    ASSERT_TRUE(receipt);
    EXPECT_EQ(receipt->sha256, crypto::sha256_hex(bytes));
    EXPECT_EQ(receipt->size, bytes.size());
    EXPECT_EQ(receipt->received_at, kStart);
    EXPECT_EQ(receipt->sender, "H05");
    EXPECT_EQ(receipt->receiver, "000.00.00.H06");
    EXPECT_EQ(receipt->agencies, (std::vector<std::string>{"H06.1", "H06.2"}));
    pass(2h);
    EXPECT_EQ(b.count("axis_messages"), "1");
    EXPECT_EQ(b.arrived.size(), 1U);
}

TEST_F(NodesTest, WhatWasTakenIsDeliveredBeforeItsJobComes)
{
    a.post_one(edoc({"H06.1"}));
    a.work();
    ASSERT_GT(b.nodes->receive(1000ms), 0U);
    EXPECT_EQ(b.states(), "H06.1 done");
    EXPECT_EQ(b.count("jobs"), "1") << "for a process that dies before it has delivered";
    b.work();
    EXPECT_EQ(b.arrived.size(), 1U);
}

TEST_F(NodesTest, WhatCouldNotBeDeliveredAtOnceIsDeliveredByAJob)
{
    a.post_one(edoc({"H06.1"}));
    a.work();
    b.services.deliver = [&](const Arrived& one) -> base::Result<base::Done> {
        b.arrived.push_back(one);
        if (b.arrived.size() > 1) return base::Done{};
        b.queue.run_due();  // the job of the message finds it taken, and is gone
        throw std::runtime_error("the disk is full");
    };
    ASSERT_GT(b.nodes->receive(1000ms), 0U);
    EXPECT_EQ(b.states(), "H06.1 initial");
    b.work();
    EXPECT_EQ(b.states(), "H06.1 done");
    EXPECT_EQ(b.arrived.size(), 2U);
    settle();
    EXPECT_EQ(a.states(), "H06.1 done") << "its receipt went before";
}

TEST_F(NodesTest, AStormOfDuplicatesHasOneEffectAndOneReceipt)
{
    a.post_one(edoc({"H06.1"}));
    a.work();
    auto caught = fetch(b, Way::mail);
    ASSERT_EQ(caught.size(), 1U);
    const nats::Outgoing copy{
        .subject = std::string(caught[0].subject()),
        .headers = {{kNote, caught[0].header(kNote)}, {kSignature, caught[0].header(kSignature)}},
        .data = std::string(caught[0].data())};
    caught[0].later(1ms);
    std::vector<std::string> receipts;
    for (int i = 0; i < 40; ++i) {
        auto again = copy;
        again.subject = subject_of(Way::mail, b.code, base::new_uid(kStart));  // so that NATS keeps them all
        again.id = "again/" + std::to_string(i);
        b.line.publish(again);
    }
    while (b.nodes->receive(200ms) > 0) {}
    for (auto& one : fetch(a, Way::receipts)) {
        receipts.emplace_back(one.data());
        one.later(1ms);
    }
    ASSERT_FALSE(receipts.empty()) << "it was answered";
    for (const std::string& one : receipts) EXPECT_EQ(one, receipts[0]);
    settle();
    EXPECT_EQ(a.states(), "H06.1 done");
    EXPECT_EQ(b.states(), "H06.1 done");
    EXPECT_EQ(b.arrived.size(), 1U);
    EXPECT_EQ(b.count("node_inbox"), "1");
    EXPECT_EQ(b.count("axis_messages"), "1");
    EXPECT_EQ(a.count("node_receipts"), "1");
}

TEST_F(NodesTest, AReceiverThatDiesAfterItsCommitAnswersWhenItIsBack)
{
    a.post_one(edoc({"H06.1"}));
    a.work();
    Desk desk{.services = b.services, .line = b.line, .signer = *b.signer, .options = {.code = b.code}};
    auto came = fetch(b, Way::mail);
    ASSERT_EQ(keep(desk, came).size(), 1U);
    EXPECT_EQ(b.count("node_inbox"), "1") << "committed";
    came[0].later(1ms);  // neither answered nor acknowledged: NATS gives it again
    came.clear();
    EXPECT_EQ(a.states(), "H06.1 processing");
    settle();
    EXPECT_EQ(a.states(), "H06.1 done");
    EXPECT_EQ(b.arrived.size(), 1U);
    EXPECT_EQ(b.count("axis_messages"), "1");
}

TEST_F(NodesTest, ALostReceiptIsAskedForByAnotherTry)
{
    a.post_one(edoc({"H06.1"}));
    a.work();
    ASSERT_GT(b.nodes->receive(1000ms), 0U);
    std::string lost;
    for (auto& one : fetch(a, Way::receipts)) {
        lost = one.data();
        one.drop();
    }
    ASSERT_FALSE(lost.empty());
    settle();
    EXPECT_EQ(a.states(), "H06.1 processing");
    pass(31s);
    EXPECT_EQ(a.states(), "H06.1 done");
    EXPECT_EQ(a.database.value("SELECT receipt FROM node_receipts"), lost)
        << "the same one, with the time it arrived";
    EXPECT_EQ(b.arrived.size(), 1U);
    EXPECT_EQ(a.database.value("SELECT attempts FROM axis_items"), "2");
}

TEST_F(NodesTest, WhatNatsLosesIsSentAgainUntilThereIsAReceipt)
{
    a.post_one(edoc({"H06.1"}));
    a.work();
    a.line.purge(stream_of(Way::mail, b.code, 1).name, "lt.>");
    settle();
    EXPECT_EQ(b.count("node_inbox"), "0");
    for (const auto wait : {31s, 61s, 121s, 241s}) {
        clock->set(clock->now() + wait);
        a.work();
        a.line.purge(stream_of(Way::mail, b.code, 1).name, "lt.>");
    }
    EXPECT_EQ(a.database.value("SELECT attempts || why FROM axis_items"), "5")
        << "five tries, nothing to say yet";
    clock->set(clock->now() + 481s);
    a.work();
    a.line.purge(stream_of(Way::mail, b.code, 1).name, "lt.>");
    {
        db::Transaction tx = a.database.pool().begin({});
        EXPECT_EQ(count_failures(tx), 1) << "late: the operator sees it";
        const auto late = failures(tx, std::nullopt, 10);
        ASSERT_EQ(late.size(), 1U);
        EXPECT_NE(late[0].why.find("giấy báo nhận"), std::string::npos);
    }
    pass(30min);
    EXPECT_EQ(a.database.value("SELECT attempts FROM axis_items"), "6");
    pass(31min);
    EXPECT_EQ(a.states(), "H06.1 done") << "it was tried on each hour";
    EXPECT_EQ(a.database.value("SELECT why FROM axis_items"), "");
    EXPECT_EQ(b.arrived.size(), 1U);
}

TEST_F(NodesTest, AReceiptThatTheNodeDidNotSignEndsNothing)
{
    a.post_one(edoc({"H06.1"}));
    a.work();
    ASSERT_GT(b.nodes->receive(1000ms), 0U);
    auto caught = fetch(a, Way::receipts);
    ASSERT_EQ(caught.size(), 1U);
    const std::string text(caught[0].data());
    const std::string signature = caught[0].header(kSignature);
    caught[0].drop();
    const auto forge = [&](const std::string& what, const std::string& cms, const std::string& id) {
        a.line.publish({.subject = subject_of(Way::receipts, a.code, base::new_uid(kStart)),
                        .id = id,
                        .headers = {{kSignature, cms}},
                        .data = what});
    };
    // By another key of the same authority, over changed words, over other bytes, with nothing.
    forge(text, to_base64(prove(*a.signer, text).cms), "1");
    std::string changed = text;
    changed.replace(changed.find("\"refused\":[]"), 12,
                    "\"refused\":[{\"code\":\"H06.1\",\"reason\":18,\"words\":\"\"}]");
    forge(changed, signature, "2");
    auto other = *read_receipt(text);
    other.sha256 = crypto::sha256_hex("khác");
    const std::string of_other = to_json(other);
    forge(of_other, to_base64(prove(*b.signer, of_other).cms), "3");
    forge(text, "", "4");
    forge("{", signature, "5");
    // Signed by the right node, but nothing that can be kept.
    for (const std::string& null : {std::string("\\u0000"), std::string(1, '\0')}) {
        std::string bad = text;
        bad.replace(bad.find("\"H06.1\""), 7, "\"H06.1" + null + "\"");
        forge(bad, to_base64(prove(*b.signer, bad).cms), "0/" + std::to_string(null.size()));
        bad = text + null;
        forge(bad, to_base64(prove(*b.signer, bad).cms), "00/" + std::to_string(null.size()));
    }
    settle();
    EXPECT_EQ(a.states(), "H06.1 processing");
    EXPECT_EQ(a.count("node_receipts"), "0");
    EXPECT_EQ(a.count("node_outbox"), "1");
    forge(text, signature, "6");
    settle();
    EXPECT_EQ(a.states(), "H06.1 done");
}

TEST_F(NodesTest, LettersThatOnlyLookLikeAnEscapeArrive)
{
    a.post_one(edoc({"H06.1"}, "H05.1,2026/11/20,7\\u0000/UBND-VX"));
    settle();
    EXPECT_EQ(a.states(), "H06.1 done");
    EXPECT_EQ(b.database.value("SELECT document_id FROM axis_messages"), "H05.1,2026/11/20,7\\u0000/UBND-VX");
}

TEST_F(NodesTest, AnotherNodesReceiptForTheSameMessageEndsNothing)
{
    TestNode c("H07", clock, server.url(), authority);
    a.connect(c, {"H07.1"});
    a.post_one(edoc({"H06.1"}));
    a.work();
    while (b.nodes->receive(200ms) > 0) {}
    auto caught = fetch(a, Way::receipts);
    ASSERT_EQ(caught.size(), 1U);
    auto receipt = *read_receipt(caught[0].data());
    receipt.receiver = c.code;
    const std::string text = to_json(receipt);
    a.line.publish({.subject = subject_of(Way::receipts, a.code, base::new_uid(kStart)),
                    .id = "1",
                    .headers = {{kSignature, to_base64(prove(*c.signer, text).cms)}},
                    .data = text});
    caught[0].later(1ms);
    settle();
    EXPECT_EQ(a.states(), "H06.1 done");
    EXPECT_EQ(
        a.database.value("SELECT s.code FROM node_receipts r JOIN connected_systems s ON s.id = r.system_id"),
        b.code);
    EXPECT_EQ(read_receipt(a.database.value("SELECT receipt FROM node_receipts"))->receiver, b.code);
}

TEST_F(NodesTest, AReceiptThatCanNotBeKeptHoldsUpNoOther)
{
    for (const char* number : {"1", "2"})
        a.post_one(edoc({"H06.1"}, "H05.1,2026/11/20," + std::string(number) + "/UBND-VX"));
    a.work();
    while (b.nodes->receive(200ms) > 0) {}
    a.database.execute(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF NEW.message_id = (SELECT min(id) FROM axis_messages) THEN RAISE 'no'; END IF; RETURN NEW; END $$");
    a.database.execute(
        "CREATE TRIGGER refuse BEFORE INSERT ON node_receipts FOR EACH ROW EXECUTE FUNCTION refuse()");
    a.nodes->receive(1000ms);
    EXPECT_EQ(a.states(), "H06.1 processing, H06.1 done");
    a.database.execute("DROP TRIGGER refuse ON node_receipts");
    pass(1min);  // sent again, and answered with the same receipt
    EXPECT_EQ(a.states(), "H06.1 done, H06.1 done");
}

TEST_F(NodesTest, ALongMessageGoesInPartsAndADamagedOneIsSentAgain)
{
    const std::string bytes = edoc({"H06.1"}, "H05.1,2026/11/20,8/UBND-VX", 1'300'000);
    a.post_one(bytes);
    a.work();
    const std::string dispatch = a.database.value("SELECT uid FROM node_outbox");
    const std::string parts = stream_of(Way::parts, b.code, 1).name;
    auto part = b.line.newest(parts, part_of(b.code, dispatch, 1));
    ASSERT_TRUE(part);
    (*part)[1000] = 'X';
    b.line.publish({.subject = part_of(b.code, dispatch, 1), .id = "tampered", .data = *part});
    settle();
    EXPECT_EQ(a.states(), "H06.1 processing");
    EXPECT_EQ(b.count("node_inbox"), "0") << "what is not what was signed has no effect";
    EXPECT_EQ(b.count("axis_messages"), "0");
    pass(33s);
    EXPECT_EQ(a.states(), "H06.1 done");
    ASSERT_EQ(b.arrived.size(), 1U);
    EXPECT_EQ(b.blobs.get(b.arrived[0].sha256, 2 << 20), bytes);
    EXPECT_FALSE(b.line.newest(parts, part_of(b.code, dispatch, 0))) << "parts go when the message is here";
}

TEST_F(NodesTest, AMissingPartIsNoMessage)
{
    a.post_one(edoc({"H06.1"}, "H05.1,2026/11/20,8/UBND-VX", 1'300'000));
    a.work();
    const std::string dispatch = a.database.value("SELECT uid FROM node_outbox");
    b.line.purge(stream_of(Way::parts, b.code, 1).name, part_of(b.code, dispatch, 2));
    settle();
    EXPECT_EQ(b.count("node_inbox"), "0");
    pass(33s);
    EXPECT_EQ(a.states(), "H06.1 done");
}

TEST_F(NodesTest, AnUnknownAgencyComesBackWithItsCodeAndGoesWhenItIsKnown)
{
    const Posted posted = a.post_one(edoc({"H06.1", "H06.9"}));
    settle();
    EXPECT_EQ(a.states(), "H06.1 done, H06.9 fail");
    const std::string why = a.database.value("SELECT why FROM axis_items WHERE to_code = 'H06.9'");
    EXPECT_NE(why.find("H06.9"), std::string::npos);
    EXPECT_NE(why.find("(18)"), std::string::npos);
    EXPECT_EQ(b.states(), "H06.1 done");
    pass(2h);
    EXPECT_EQ(a.count("node_receipts"), "1") << "a refusal is an answer";
    b.agency("H06.9");
    {
        db::Transaction tx = a.database.pool().begin({});
        ASSERT_TRUE(replay(tx, a.services, posted.uid, "H06.9"));
        tx.commit();
    }
    settle();
    EXPECT_EQ(a.states(), "H06.1 done, H06.9 done");
    EXPECT_EQ(b.states(), "H06.1 done, H06.9 done");
    EXPECT_EQ(a.count("node_receipts"), "2");
}

TEST_F(NodesTest, ADocumentsLifeArrivesInItsOrderAlthoughItsBeginningWasLost)
{
    a.post_one(edoc({"H06.1"}));
    a.post_one(status("H06.1", "03"));
    a.post_one(status("H06.1", "06"));
    a.post_one(edoc({"H06.1"}, "H05.1,2026/11/20,99/UBND-VX"));
    a.work();
    EXPECT_EQ(a.database.value("SELECT count(*) FROM axis_items WHERE state = 'processing'"), "2")
        << "the first of each document; the others wait for its receipt";
    a.line.purge(stream_of(Way::mail, b.code, 1).name, "lt.>");
    settle();
    EXPECT_TRUE(b.arrived.empty());
    pass(31s);
    ASSERT_EQ(b.arrived.size(), 4U);
    EXPECT_EQ(b.database.value(
                  "SELECT string_agg(coalesce(status_code, 'new'), ' ' ORDER BY id) FROM axis_messages "
                  "WHERE document_id LIKE '%,7/%'"),
              "new 03 06");
    EXPECT_EQ(a.database.value("SELECT string_agg(DISTINCT state, ' ') FROM axis_items"), "done");
}

TEST_F(NodesTest, NatsThatIsAwayIsWaitedFor)
{
    server.kill();
    a.post_one(edoc({"H06.1"}));
    a.work();
    EXPECT_EQ(a.states(), "H06.1 initial");
    EXPECT_NE(a.database.value("SELECT why FROM axis_items"), "");
    EXPECT_EQ(a.count("dead_letters"), "0");
    server.start();
    const auto end = std::chrono::steady_clock::now() + 20s;
    while (a.states() != "H06.1 done" && std::chrono::steady_clock::now() < end) {
        try {
            pass(11s);
        } catch (const nats::Unavailable&) {
            // The connections are not back yet.
        }
    }
    EXPECT_EQ(a.states(), "H06.1 done");
    EXPECT_EQ(b.arrived.size(), 1U);
}

TEST_F(NodesTest, WhoIsNotConnectedOrNotHimselfIsNotHeard)
{
    // H06 sends a note in H05's name; then H05 is suspended at H06; then its certificate there is another one.
    const std::string bytes = edoc({"H06.1"});
    const Note note{.dispatch = base::new_uid(kStart),
                    .message = base::new_uid(kStart),
                    .kind = "edoc",
                    .document_id = "x",
                    .sha256 = crypto::sha256_hex(bytes),
                    .size = bytes.size(),
                    .sender = a.code,
                    .receiver = b.code,
                    .to = {"H06.1"}};
    const Proof forged = prove(*b.signer, to_json(note));
    b.line.publish({.subject = subject_of(Way::mail, b.code, note.dispatch),
                    .id = "forged",
                    .headers = {{kNote, forged.text}, {kSignature, to_base64(forged.cms)}},
                    .data = bytes});
    settle();
    EXPECT_EQ(b.count("node_inbox"), "0");
    b.database.execute("UPDATE connected_systems SET active = false");
    a.post_one(bytes);
    settle();
    EXPECT_EQ(b.count("node_inbox"), "0");
    b.database.execute("UPDATE connected_systems SET active = true");
    pass(31s);
    EXPECT_EQ(a.states(), "H06.1 done");
}

TEST_F(NodesTest, TooLargeAndForeignSendersAreRefusedWithWords)
{
    b.database.execute("UPDATE connected_systems SET largest = 1048576");
    a.post_one(edoc({"H06.1"}, "H05.1,2026/11/20,8/UBND-VX", 1'300'000));
    settle();
    EXPECT_EQ(a.states(), "H06.1 fail");
    EXPECT_NE(a.database.value("SELECT why FROM axis_items").find("1 MB"), std::string::npos);
    b.database.execute("UPDATE agencies SET system_id = NULL WHERE code = 'H05.1'");
    b.directory.refresh();
    a.post_one(edoc({"H06.2"}));
    settle();
    EXPECT_EQ(a.states(), "H06.1 fail, H06.2 fail");
    EXPECT_NE(a.database.value("SELECT why FROM axis_items WHERE to_code = 'H06.2'").find("(19)"),
              std::string::npos);
}

TEST_F(NodesTest, WhatTheOperatorGaveUpIsNotSentAnyMore)
{
    const Posted posted = a.post_one(edoc({"H06.1"}));
    a.database.execute("UPDATE axis_items SET state = 'processing', why = 'muộn'");
    {
        db::Transaction tx = a.database.pool().begin({});
        ASSERT_TRUE(give_up(tx, a.services, posted.uid, "H06.1", "Bên nhận đã giải thể"));
        tx.commit();
    }
    settle();
    EXPECT_EQ(a.states(), "H06.1 given_up");
    EXPECT_EQ(a.count("node_outbox"), "0");
    EXPECT_EQ(b.count("node_inbox"), "0");
}

TEST_F(NodesTest, AReceiptProvesItsBytesAndNothingElse)
{
    const std::string bytes = edoc({"H06.1"});
    const Posted posted = a.post_one(bytes);
    settle();
    db::Transaction tx = a.database.pool().begin({});
    EXPECT_EQ(confirmed(tx, 5), std::vector<std::string>{posted.uid});
    const auto kept = receipts_of(tx, posted.uid);
    ASSERT_EQ(kept.size(), 1U);
    EXPECT_EQ(kept[0].node, b.code);
    const auto handed_on = from_file(to_file(kept[0].proof));
    ASSERT_TRUE(handed_on);
    const std::vector<crypto::Certificate> trusted{b.identity.certificate};
    const std::string hash = crypto::sha256_hex(bytes);
    EXPECT_TRUE(verify(*handed_on, trusted, hash, bytes.size()).proven);
    EXPECT_TRUE(verify(*handed_on, kept[0].certificates, kept[0].sha256, bytes.size()).proven);

    EXPECT_FALSE(verify(*handed_on, trusted, crypto::sha256_hex(bytes + " "), bytes.size() + 1).proven);
    const std::vector<crypto::Certificate> wrong{a.identity.certificate, authority.certificate};
    EXPECT_FALSE(verify(*handed_on, wrong, hash, bytes.size()).proven);
    EXPECT_FALSE(verify(*handed_on, {}, hash, bytes.size()).proven);
    // Each byte of the words counts.
    for (std::size_t i = 0; i < handed_on->text.size(); i += 7) {
        Proof altered = *handed_on;
        altered.text[i] = altered.text[i] == 'a' ? 'b' : 'a';
        EXPECT_FALSE(verify(altered, trusted, hash, bytes.size()).proven) << i;
    }
    for (std::size_t length : {std::size_t{0}, handed_on->cms.size() / 2, handed_on->cms.size() - 1}) {
        Proof cut = *handed_on;
        cut.cms.resize(length);
        EXPECT_FALSE(verify(cut, trusted, hash, bytes.size()).proven) << length;
    }
    EXPECT_FALSE(from_file("{}"));
    EXPECT_FALSE(from_file("không phải"));
}

TEST_F(NodesTest, WithACertificateThatDoesNotCountNothingIsTaken)
{
    // Its receipts would be dated before the certificate, and believed neither now nor later.
    TestNode c("H55", clock, server.url(), authority);
    c.identity = crypto::issue(authority, {.common_name = "Nút H55",
                                           .kind = crypto::KeyKind::elliptic_curve,
                                           .from = clock->now() + 1h,
                                           .until = clock->now() + std::chrono::days(100)});
    c.signer = c.identity.signer();
    c.agency("H55.1");
    a.connect(c, {"H55.1"});
    c.connect(a, {"H05.1"});
    c.open();
    c.nodes->ensure();
    a.post_one(edoc({"H55.1"}));
    a.work();
    EXPECT_THROW(c.nodes->receive(1000ms), std::runtime_error);
    EXPECT_EQ(c.count("node_inbox"), "0");
    clock->set(clock->now() + 2h);
    for (int i = 0; i < 20 && a.states() != "H55.1 done"; ++i) {
        a.work();
        c.nodes->receive(100ms);
        a.nodes->receive(100ms);
    }
    EXPECT_EQ(a.states(), "H55.1 done");
}

TEST_F(NodesTest, AClockThatIsSetBackInARoundGivesNoReceiptThatNobodyBelieves)
{
    a.post_one(edoc({"H06.1"}, "H05.1,2026/11/20,7/UBND-VX"));
    a.post_one(edoc({"H06.1"}, "H05.1,2026/11/20,8/UBND-VX"));
    a.work();
    Desk desk{.services = b.services, .line = b.line, .signer = *b.signer, .options = {.code = b.code}};
    auto came = fetch(b, Way::mail);
    ASSERT_EQ(came.size(), 2U);
    clock->set(kStart - std::chrono::days(2));  // before the certificate
    EXPECT_TRUE(keep(desk, came).empty());
    EXPECT_EQ(b.count("node_inbox"), "0");
    EXPECT_EQ(b.count("axis_messages"), "0");
    clock->set(kStart);
    pass(31s);
    EXPECT_EQ(a.states(), "H06.1 done, H06.1 done");
}

TEST_F(NodesTest, AnIdleNodeHearsAgainAfterNatsHasLostItsDisk)
{
    b.nodes->start();
    std::this_thread::sleep_for(300ms);  // it listens, and nothing comes
    server.kill();
    std::filesystem::remove_all(folder / "store");
    server.start();
    a.post_one(edoc({"H06.1"}));
    const auto end = std::chrono::steady_clock::now() + 30s;
    while (b.count("node_inbox") != "1" && std::chrono::steady_clock::now() < end) {
        clock->set(clock->now() + 31s);
        a.work();
        std::this_thread::sleep_for(50ms);
    }
    b.nodes->stop();
    EXPECT_EQ(b.count("node_inbox"), "1");
}

TEST_F(NodesTest, AClockThatIsSetBackHoldsNothingUp)
{
    const base::Time right = clock->now();
    clock->set(right + 1h);
    a.post_one(edoc({"H06.1"}));
    a.work();
    a.line.purge(stream_of(Way::mail, b.code, 1).name, "lt.>");
    clock->set(right);
    settle();
    EXPECT_EQ(a.states(), "H06.1 done") << "not only when the wrong clock's next try is due";
    EXPECT_EQ(b.arrived.size(), 1U);
}

TEST_F(NodesTest, ItRunsByItself)
{
    b.nodes->start();
    a.nodes->start();
    a.queue.start();
    for (int i = 0; i < 50; ++i)
        a.post_one(edoc({"H06.1"}, "H05.1,2026/11/20," + std::to_string(i) + "/UBND-VX"));
    const auto end = std::chrono::steady_clock::now() + 20s;
    while (a.count("node_receipts") != "50" && std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(20ms);
    EXPECT_EQ(a.count("node_receipts"), "50");
    EXPECT_EQ(b.count("axis_messages"), "50");
    a.queue.stop();
    a.nodes->stop();
    b.nodes->stop();
}

}  // namespace
}  // namespace lt::exchange::nodes
