#include "kit/http/rate_limit.h"

using namespace lt;
using namespace std::chrono_literals;

namespace {
const base::Time kStart{std::chrono::hours(500000)};
}

TEST(RateLimiter, BurstThenRate)
{
    http::RateLimiter limiter(3, 10s);
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(limiter.allow("a", kStart));
    EXPECT_FALSE(limiter.allow("a", kStart));
    EXPECT_TRUE(limiter.allow("b", kStart));
    EXPECT_EQ(limiter.wait("a", kStart), 10s);
    EXPECT_EQ(limiter.wait("a", kStart + 9500ms), 1s);
    EXPECT_FALSE(limiter.allow("a", kStart + 9s));
    EXPECT_TRUE(limiter.allow("a", kStart + 10s));
    EXPECT_FALSE(limiter.allow("a", kStart + 10s));
    EXPECT_TRUE(limiter.allow("a", kStart + 1h));
    limiter.forgive("a");
    EXPECT_EQ(limiter.wait("a", kStart), 0s);
}

TEST(RateLimiter, TimeGoingBackGivesNothing)
{
    http::RateLimiter limiter(1, 10s);
    EXPECT_TRUE(limiter.allow("a", kStart));
    EXPECT_FALSE(limiter.allow("a", kStart - 30s));
    EXPECT_FALSE(limiter.allow("a", kStart + 1s));
}

TEST(RateLimiter, AClockThatIsSetBackIsFollowed)
{
    http::RateLimiter limiter(1, 10s);
    EXPECT_TRUE(limiter.allow("a", kStart + 1h));
    EXPECT_FALSE(limiter.allow("a", kStart)) << "a step gives nothing by itself";
    EXPECT_FALSE(limiter.allow("a", kStart + 9s));
    EXPECT_TRUE(limiter.allow("a", kStart + 10s));
}

TEST(RateLimiter, MemoryIsBoundedAndGuiltyKeysAreKept)
{
    http::RateLimiter limiter(2, 1h, 100);
    EXPECT_TRUE(limiter.allow("guilty", kStart));
    EXPECT_TRUE(limiter.allow("guilty", kStart));
    for (int i = 0; i < 10000; ++i) limiter.allow("other" + std::to_string(i), kStart);
    EXPECT_FALSE(limiter.allow("guilty", kStart));
}
