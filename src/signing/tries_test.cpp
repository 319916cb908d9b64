#include "signing/tries.h"

#include <gtest/gtest.h>

namespace lt::signing {
namespace {

using namespace std::chrono_literals;

const base::Time kNow = base::Time(base::Day(std::chrono::year(2026) / 11 / 20)) + 2h;

TEST(Tries, count_within_a_quarter_of_an_hour)
{
    EXPECT_EQ(tries_of({}, kNow).left, 5);
    EXPECT_EQ(tries_of({kNow - 1min, kNow - 2min}, kNow).left, 3);
    EXPECT_EQ(tries_of({kNow - 1min, kNow - 15min}, kNow).left, 4);
    EXPECT_FALSE(tries_of({kNow - 1min, kNow - 2min, kNow - 3min, kNow - 4min}, kNow).rests_until);
}

TEST(Tries, after_the_fifth_the_key_rests)
{
    const std::vector<base::Time> wrong{kNow, kNow - 3min, kNow - 6min, kNow - 9min, kNow - 14min};
    EXPECT_EQ(tries_of(wrong, kNow).rests_until, kNow + 15min);
    EXPECT_EQ(tries_of(wrong, kNow + 14min).left, 0) << "although the first ones are long ago by then";
    EXPECT_FALSE(tries_of(wrong, kNow + 15min).rests_until);
    EXPECT_EQ(tries_of(wrong, kNow + 15min).left, 5);
}

TEST(Tries, five_in_a_longer_time_are_typing_errors)
{
    const std::vector<base::Time> wrong{kNow, kNow - 4min, kNow - 8min, kNow - 12min, kNow - 15min};
    EXPECT_FALSE(tries_of(wrong, kNow).rests_until);
    EXPECT_EQ(tries_of(wrong, kNow).left, 1);
}

}  // namespace
}  // namespace lt::signing
