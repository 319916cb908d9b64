// Against a real nats-server that the test starts.
#include "kit/nats/nats.h"

#include <atomic>
#include <functional>
#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "kit/base/ids.h"
#include "kit/base/result.h"
#include "kit/nats/local_server.h"

namespace lt::nats {
namespace {

using namespace std::chrono_literals;

class NatsTest : public testing::Test {
protected:
    NatsTest()
    {
        line.ensure_stream(kMail);
        line.ensure_consumer(kMail.name, "worker", kMail.subjects);
    }
    ~NatsTest() override { std::filesystem::remove_all(folder); }
    std::vector<Received> fetch(std::chrono::milliseconds wait = 100ms)
    {
        return line.fetch(kMail.name, "worker", 10, wait);
    }

    const Stream kMail{.name = "mail_a", .subjects = "lt.a.mail.*"};
    std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("lt-nats-" + base::random_hex(8));
    LocalServer server{folder};
    Connection line{{.servers = {server.url()}, .name = "test", .patience = 2000ms}};
};

TEST_F(NatsTest, AMessageComesWithItsHeadersOnceItIsAcknowledged)
{
    line.publish({.subject = "lt.a.mail.1",
                  .id = "1",
                  .headers = {{"Lt-Note", "{\"a\":1}"}},
                  .data = std::string("a\0b", 3)});
    auto got = fetch();
    ASSERT_EQ(got.size(), 1U);
    EXPECT_EQ(got[0].subject(), "lt.a.mail.1");
    EXPECT_EQ(got[0].header("Lt-Note"), "{\"a\":1}");
    EXPECT_EQ(got[0].header("Lt-Other"), "");
    EXPECT_EQ(got[0].data(), std::string_view("a\0b", 3));
    got[0].later(1ms);
    got = fetch(2000ms);
    ASSERT_EQ(got.size(), 1U) << "not settled, so again";
    got[0].ack();
    EXPECT_TRUE(fetch().empty());
}

// A fetch that fails gives its subscription up while another thread still works on what that brought. To be seen with a sanitizer.
TEST_F(NatsTest, WhatWasFetchedIsSettledAfterItsSubscriptionWasGivenUp)
{
    line.publish({.subject = "lt.a.mail.1", .id = "1", .data = "x"});
    std::vector<Received> got;
    {
        Connection other{{.servers = {server.url()}, .name = "other", .patience = 2000ms}};
        got = other.fetch(kMail.name, "worker", 10, 2000ms);
    }
    ASSERT_EQ(got.size(), 1U);
    EXPECT_EQ(got[0].data(), "x");
    got[0].ack();  // nobody hears it any more
}

TEST_F(NatsTest, TheSameIdIsKeptOnceAndOfASubjectTheNewest)
{
    const std::vector<Outgoing> messages{{.subject = "lt.a.mail.1", .id = "1/1", .data = "first"},
                                         {.subject = "lt.a.mail.1", .id = "1/1", .data = "swallowed"},
                                         {.subject = "lt.a.mail.2", .id = "2/1", .data = "other"}};
    EXPECT_EQ(line.publish(messages), (std::vector<bool>{true, true, true}));
    line.publish({.subject = "lt.a.mail.1", .id = "1/2", .data = "second try"});
    auto got = fetch();
    if (got.size() < 2)
        for (auto& more : fetch()) got.push_back(std::move(more));
    ASSERT_EQ(got.size(), 2U);
    EXPECT_EQ(got[0].data(), "other");
    EXPECT_EQ(got[1].data(), "second try");
}

TEST_F(NatsTest, WhatIsStoredIsReadBySubjectAndPurged)
{
    line.ensure_stream({.name = "parts_a", .subjects = "lt.a.part.*.*", .kind = Stream::Kind::store});
    line.ensure_stream(
        {.name = "parts_a", .subjects = "lt.a.part.*.*", .kind = Stream::Kind::store, .keep = 24h});
    line.publish({.subject = "lt.a.part.x.0", .id = "x/0", .data = std::string(512 << 10, 'x')});
    line.publish({.subject = "lt.a.part.y.0", .id = "y/0", .data = "y"});
    EXPECT_EQ(line.newest("parts_a", "lt.a.part.x.0")->size(), 512U << 10U);
    line.purge("parts_a", "lt.a.part.x.*");
    EXPECT_FALSE(line.newest("parts_a", "lt.a.part.x.0"));
    EXPECT_EQ(line.newest("parts_a", "lt.a.part.y.0"), "y");
}

TEST_F(NatsTest, AServerThatWasKilledIsFoundAgainWithItsMessages)
{
    line.publish({.subject = "lt.a.mail.1", .id = "1", .data = "kept"});
    server.kill();
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_THROW(line.publish({.subject = "lt.a.mail.2", .id = "2"}), Unavailable);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 6s) << "no call hangs";
    server.start();
    const auto end = std::chrono::steady_clock::now() + 20s;
    bool found = false;
    while (!found && std::chrono::steady_clock::now() < end) {
        try {
            for (auto& one : fetch(200ms)) {
                found = found || one.data() == "kept";
                one.ack();
            }
        } catch (const Unavailable&) {
            std::this_thread::sleep_for(50ms);
        }
    }
    EXPECT_TRUE(found);
}

TEST_F(NatsTest, SeveralThreadsFetchEachMessageOnce)
{
    std::vector<Outgoing> messages;
    for (int i = 0; i < 200; ++i)
        messages.push_back(
            {.subject = "lt.a.mail." + std::to_string(i), .id = std::to_string(i), .data = "x"});
    line.publish(messages);
    std::atomic<int> got = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (auto some = fetch(300ms); !some.empty(); some = fetch(300ms))
                for (auto& one : some) {
                    one.ack();
                    ++got;
                }
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(got, 200);
}

// Answers to several requests come at once, long after each was given up: more than any of them had asked for.
TEST_F(NatsTest, WhatComesLateIsAllThereOnce)
{
    constexpr int kAll = 60;
    std::vector<Outgoing> messages;
    for (int i = 0; i < kAll; ++i)
        messages.push_back(
            {.subject = "lt.a.mail." + std::to_string(i), .id = std::to_string(i), .data = "x"});
    line.publish(messages);
    for (auto& one : line.fetch(kMail.name, "worker", 1, 2000ms)) one.later(1ms);
    server.freeze();
    for (int i = 0; i < 4; ++i) EXPECT_TRUE(line.fetch(kMail.name, "worker", 20, 10ms).empty());
    server.thaw();
    std::set<std::string> seen;
    for (int rounds = 0; std::ssize(seen) < kAll && rounds < 50; ++rounds) {
        auto got = line.fetch(kMail.name, "worker", 20, 200ms);
        EXPECT_LE(got.size(), 20U);
        for (Received& one : got) {
            EXPECT_TRUE(seen.emplace(one.subject()).second || one.subject() == "lt.a.mail.0")
                << one.subject();
            one.ack();
        }
    }
    EXPECT_EQ(std::ssize(seen), kAll);
    EXPECT_TRUE(fetch().empty());
}

TEST(NatsAlone, WithoutAServerACallSaysSo)
{
    Connection line({.servers = {"nats://127.0.0.1:1"}, .patience = 500ms});
    EXPECT_THROW(line.ensure_stream({.name = "a", .subjects = "a"}), Unavailable);
}

TEST(NatsAlone, TokensHaveNoDots)
{
    EXPECT_EQ(token("000.00.00.H05-a_b"), "000+00+00+H05-a_b");
    EXPECT_THROW(token("a b"), base::Bug);
    EXPECT_THROW(token("a.*"), base::Bug);
}

TEST(NatsCluster, AStreamLivesInThreeServersAndOutlivesOne)
{
    const auto folder = std::filesystem::temp_directory_path() / ("lt-nats-" + base::random_hex(8));
    {
        const auto servers = make_local_cluster(folder, 3);
        Options options{.name = "test", .patience = 2000ms};
        for (const auto& one : servers) options.servers.push_back(one->url());
        Connection line(options);
        const Stream stream{.name = "mail_a", .subjects = "lt.a.mail.*", .replicas = 3};
        const auto soon = [&](const char* what, const std::function<void()>& act) {
            const auto end = std::chrono::steady_clock::now() + 30s;
            for (;;) {
                try {
                    return act();
                } catch (const Unavailable& error) {
                    if (std::chrono::steady_clock::now() > end)
                        return void(ADD_FAILURE() << what << error.what());
                    std::this_thread::sleep_for(100ms);
                }
            }
        };
        soon("stream", [&] { line.ensure_stream(stream); });
        soon("consumer", [&] { line.ensure_consumer(stream.name, "worker", stream.subjects); });
        soon("publish", [&] { line.publish({.subject = "lt.a.mail.1", .id = "1", .data = "kept"}); });
        servers[0]->kill();
        bool found = false;
        soon("fetch", [&] {
            for (auto& one : line.fetch(stream.name, "worker", 1, 500ms)) found = one.data() == "kept";
            if (!found) throw Unavailable("nothing yet");
        });
        EXPECT_TRUE(found);
    }
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace lt::nats
