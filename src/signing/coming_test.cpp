// How many signed files may be on their way in.
#include "signing/coming.h"

#include <optional>
#include <thread>

#include <gtest/gtest.h>

namespace lt::signing {
namespace {

TEST(Coming, AFileComesOnceAtATime)
{
    Coming coming;
    {
        const auto first = coming.claim("act", 0, 11);
        ASSERT_TRUE(first);
        const auto again = coming.claim("act", 0, 11);
        ASSERT_FALSE(again);
        EXPECT_EQ(again.error().fault, base::Fault::conflict);
        EXPECT_TRUE(coming.claim("act", 1, 11));
        EXPECT_TRUE(coming.claim("other act", 0, 11));
    }
    EXPECT_TRUE(coming.claim("act", 0, 11)) << "it is over, however it ended";
}

TEST(Coming, OfOneOfficialFewAtOnceHoweverManyTicketsHeHas)
{
    Coming coming;
    std::vector<std::shared_ptr<void>> held;
    for (int i = 0; i < 20; ++i)
        if (auto place = coming.claim("act " + std::to_string(i), i, 11)) held.push_back(*std::move(place));
    EXPECT_EQ(std::ssize(held), Coming::kAtOnce);
    EXPECT_NE(coming.claim("one more", 0, 11).error().message.str().find("nhiều tệp"), std::string::npos);
    EXPECT_TRUE(coming.claim("one more", 0, 12)) << "others are not concerned";
    held.pop_back();
    EXPECT_TRUE(coming.claim("one more", 0, 11));
}

TEST(Coming, APlaceMayOutliveTheServer)
{
    std::optional<Coming> coming(std::in_place);
    const auto place = coming->claim("act", 0, 11);
    coming.reset();
    EXPECT_TRUE(place);
}

TEST(Coming, ManyThreadsNeverHoldMore)
{
    Coming coming;
    std::atomic<std::ptrdiff_t> inside = 0;
    std::atomic<std::ptrdiff_t> most = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 500; ++i) {
                const auto place = coming.claim("act", 1000 * t + i, 11);
                if (!place) continue;
                const auto now = ++inside;
                for (auto seen = most.load(); now > seen && !most.compare_exchange_weak(seen, now);) {}
                --inside;
            }
        });
    for (std::thread& thread : threads) thread.join();
    EXPECT_LE(most.load(), Coming::kAtOnce);
    EXPECT_GT(most.load(), 0);
}

}  // namespace
}  // namespace lt::signing
