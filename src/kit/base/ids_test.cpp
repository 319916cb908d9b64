#include "kit/base/ids.h"

#include <set>

namespace lt::base {
namespace {

const Time kTime = Time(std::chrono::milliseconds(0x0123456789ABLL));

TEST(Ids, uid_is_version_7_of_the_given_time)
{
    const std::string uid = new_uid(kTime);
    EXPECT_TRUE(is_uid(uid));
    EXPECT_EQ(uid.substr(0, 13), "01234567-89ab");
    EXPECT_EQ(uid[14], '7');
    EXPECT_NE(std::string("89ab").find(uid[19]), std::string::npos);
    EXPECT_LT(uid, new_uid(kTime + std::chrono::milliseconds(1)));
}

TEST(Ids, are_never_the_same)
{
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) seen.insert(new_uid(kTime));
    EXPECT_EQ(seen.size(), 1000u);
}

TEST(Ids, recognises_uids)
{
    EXPECT_TRUE(is_uid("01234567-89ab-7cde-8f01-23456789abcd"));
    EXPECT_TRUE(is_uid("01234567-89AB-7CDE-8F01-23456789ABCD"));
    for (const char* text :
         {"", "01234567-89ab-7cde-8f01-23456789abc", "01234567-89ab-7cde-8f01-23456789abcd0",
          "01234567089ab-7cde-8f01-23456789abcd", "g1234567-89ab-7cde-8f01-23456789abcd",
          "{1234567-89ab-7cde-8f01-23456789abc}"}) {
        EXPECT_FALSE(is_uid(text)) << text;
    }
}

TEST(Ids, random_hex_has_the_length_asked_for)
{
    EXPECT_EQ(random_hex(0), "");
    EXPECT_EQ(random_hex(33).size(), 66u);
    EXPECT_EQ(random_hex(16).find_first_not_of("0123456789abcdef"), std::string::npos);
    EXPECT_NE(random_hex(16), random_hex(16));
}

TEST(Ids, incident_codes_can_be_read_aloud)
{
    for (int i = 0; i < 200; ++i) {
        const std::string code = new_incident_code();
        ASSERT_EQ(code.size(), 9u);
        EXPECT_EQ(code[4], '-');
        EXPECT_EQ(code.find_first_of("ILOU"), std::string::npos);
    }
}

TEST(Ids, hex) { EXPECT_EQ(to_hex(std::string_view("\x00\xff\x1a", 3)), "00ff1a"); }

}  // namespace
}  // namespace lt::base
