#include "decisions/ready.h"

#include <gtest/gtest.h>

#include "decisions/api.h"

namespace lt::decisions {
namespace {

CompiledPtr some() { return std::make_shared<const Compiled>(); }

TEST(Ready, WhatWasAskedForTheLongestAgoGoes)
{
    constexpr std::size_t kb = 1 << 10;
    Ready ready(100 * kb);
    for (const int id : {1, 2, 3}) ready.keep(id, some(), 25 * kb);
    EXPECT_TRUE(ready.find(1));
    ready.keep(4, some(), 25 * kb);
    EXPECT_FALSE(ready.find(2));
    for (const int id : {1, 3, 4}) EXPECT_TRUE(ready.find(id)) << id;
    ready.keep(5, some(), 60 * kb);
    EXPECT_TRUE(ready.find(4)) << "as many stay as have room beside it";
    EXPECT_FALSE(ready.find(1) || ready.find(3));
    const CompiledPtr large = some();
    ready.keep(6, large, 500 * kb);
    EXPECT_EQ(ready.find(6), large);
    EXPECT_FALSE(ready.find(4) || ready.find(5));
    ready.keep(6, some(), 1 * kb);
    EXPECT_EQ(ready.find(6), large) << "the first one stays";
    ready.keep(7, some(), 1 * kb);
    EXPECT_FALSE(ready.find(6));
}

TEST(Ready, SmallOnesAreCountedToo)
{
    Ready ready(std::size_t{1} << 20);
    for (int id = 0; id < 1000; ++id) ready.keep(id, some(), 0);
    int here = 0;
    for (int id = 0; id < 1000; ++id) here += ready.find(id) ? 1 : 0;
    EXPECT_EQ(here, 256);
}

}  // namespace
}  // namespace lt::decisions
