#include "queue/queue.h"

#include <gtest/gtest.h>

using namespace lt::queue;

namespace {

TEST(Queue, writes_numbers_as_they_are_called)
{
    EXPECT_EQ(label_of("A", 1), "A001");
    EXPECT_EQ(label_of("A", 12), "A012");
    EXPECT_EQ(label_of("B", 999), "B999");
    EXPECT_EQ(label_of("U", 1000), "U1000");
}

TEST(Queue, writes_waits_in_words)
{
    EXPECT_EQ(wait_in_words(0), "dưới 1 phút");
    EXPECT_EQ(wait_in_words(59), "dưới 1 phút");
    EXPECT_EQ(wait_in_words(60), "1 phút");
    EXPECT_EQ(wait_in_words(3599), "59 phút");
    EXPECT_EQ(wait_in_words(3900), "1 giờ 05 phút");
}

TEST(Queue, knows_what_may_stand_in_an_address)
{
    for (const char* code : {"bac-ninh", "kinh-bac-1", "a", "1"}) EXPECT_TRUE(is_desk_code(code)) << code;
    for (const char* code : {"", "-a", "a-", "a--b", "Bắc", "a b", "a/b", "A"})
        EXPECT_FALSE(is_desk_code(code)) << code;
    EXPECT_FALSE(is_desk_code(std::string(41, 'a')));
}

}  // namespace
