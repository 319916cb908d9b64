#include "kit/base/secret.h"

#include <algorithm>
#include <type_traits>

#include <gtest/gtest.h>

namespace lt::base {
namespace {

static_assert(!std::is_copy_constructible_v<Secret> && !std::is_copy_assignable_v<Secret>);

TEST(Secret, wipes_the_text_that_it_came_in)
{
    for (const std::string& word : {std::string("123456"), std::string(200, 'x')}) {
        std::string text = word;
        const char* where = text.data();
        const Secret secret(std::move(text));
        EXPECT_EQ(secret.view(), word);
        // The room still belongs to the emptied text: short ones lie in it, long ones in what it allocated.
        EXPECT_TRUE(std::all_of(where, where + word.size(), [](char c) { return c == '\0'; }));
    }
}

TEST(Secret, is_in_one_place_only)
{
    Secret first(std::string("123456"));
    Secret second(std::move(first));
    EXPECT_TRUE(first.empty());
    EXPECT_EQ(second.view(), "123456");
    first = std::move(second);
    EXPECT_TRUE(second.empty());
    EXPECT_EQ(std::string(first.c_str()), "123456");
    first.wipe();
    EXPECT_TRUE(first.empty());
    EXPECT_EQ(first.view(), "");
}

}  // namespace
}  // namespace lt::base
