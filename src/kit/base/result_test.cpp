#include "kit/base/result.h"

namespace lt::base {
namespace {

Result<std::string> greet(bool allowed)
{
    if (!allowed) return forbidden("Không được phép.");
    return std::string("xin chào");
}

TEST(Result, holds_a_value_or_the_reason)
{
    const auto good = greet(true);
    ASSERT_TRUE(good);
    EXPECT_EQ(*good, "xin chào");
    EXPECT_EQ(good->size(), 9u);

    const auto bad = greet(false);
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().fault, Fault::forbidden);
    EXPECT_EQ(bad.error().message, "Không được phép.");
}

TEST(Result, gives_its_value_away)
{
    Result<std::vector<int>> made(std::vector<int>{1, 2, 3});
    const std::vector<int> taken = *std::move(made);
    EXPECT_EQ(taken.size(), 3u);
}

TEST(Result, misuse_is_a_bug)
{
    const auto bad = greet(false);
    EXPECT_THROW(static_cast<void>(*bad), Bug);
    EXPECT_THROW(static_cast<void>(bad->size()), Bug);
    const auto good = greet(true);
    EXPECT_THROW(static_cast<void>(good.error()), Bug);
}

TEST(Check, names_what_failed)
{
    try {
        CHECK(1 + 1 == 3);
        FAIL();
    } catch (const Bug& bug) {
        EXPECT_NE(std::string(bug.what()).find("1 + 1 == 3"), std::string::npos);
        EXPECT_NE(std::string(bug.what()).find("result_test.cpp"), std::string::npos);
    }
}

}  // namespace
}  // namespace lt::base
