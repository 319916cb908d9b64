// Which of the seven parts a record lacks.
#include "procedures/records/parts.h"

#include <gtest/gtest.h>

namespace lt::procedures {
namespace {

Procedure whole()
{
    Procedure out{
        .code = "1.1", .name = "Đăng ký khai sinh", .subjects = {"Công dân Việt Nam"}, .steps = "Bước 1"};
    out.agencies.executes = {"UBND cấp xã"};
    out.cases = {{.name = "",
                  .papers = {{.name = "Tờ khai", .originals = 1}, {.name = "Giấy chứng sinh", .copies = 1}}}};
    out.channels = {
        {.way = Way::counter, .terms = {{.state = TimeState::stated}}},
        {.way = Way::post, .terms = {{.state = TimeState::unclear}, {.state = TimeState::not_fixed}}}};
    return out;
}

std::string lacks(const Procedure& procedure)
{
    std::string out;
    for (const RequiredPart part : missing_parts(procedure))
        out += (out.empty() ? "" : " ") + std::string(to_text(part));
    return out;
}

TEST(RequiredParts, AWholeRecordLacksNothing) { EXPECT_EQ(lacks(whole()), ""); }

TEST(RequiredParts, EachIsMissedByItself)
{
    Procedure one = whole();
    one.name.clear();
    EXPECT_EQ(lacks(one), "name");
    one = whole();
    one.steps.clear();
    EXPECT_EQ(lacks(one), "steps");
    one = whole();
    one.subjects.clear();
    EXPECT_EQ(lacks(one), "subjects");
    one = whole();
    one.agencies = {};
    one.agencies.receives = "Trung tâm Phục vụ hành chính công";  // not who does it
    EXPECT_EQ(lacks(one), "agency");
    one = whole();
    one.cases[0].papers[1].copies = 0;
    EXPECT_EQ(lacks(one), "papers") << "a paper without a number";
    one.cases.clear();
    EXPECT_EQ(lacks(one), "papers");
    one = whole();
    one.channels[1].terms.pop_back();
    EXPECT_EQ(lacks(one), "time") << "one way says no time that can be understood";
    one.channels.clear();
    EXPECT_EQ(lacks(one), "ways time");
    EXPECT_EQ(lacks({}), "name steps ways papers time subjects agency");
}

TEST(RequiredParts, OnlineWaysAndAmounts)
{
    Procedure one = whole();
    EXPECT_FALSE(has_online_way(one));
    EXPECT_FALSE(has_amounts(one));
    one.channels[0].way = Way::online;
    one.channels[0].terms[0].fees = {{.state = FeeState::free},
                                     {.state = FeeState::unclear, .text = "theo quy định"}};
    EXPECT_TRUE(has_online_way(one));
    EXPECT_FALSE(has_amounts(one));
    one.channels[0].terms[0].fees.push_back({.state = FeeState::amount, .amount = 8000});
    EXPECT_TRUE(has_amounts(one));
}

TEST(RequiredParts, NamesGoBothWays)
{
    for (const RequiredPart part : missing_parts({})) {
        EXPECT_EQ(required_part_from(to_text(part)), part);
        EXPECT_STRNE(words_of(part), "");
    }
    EXPECT_FALSE(required_part_from("x"));
}

}  // namespace
}  // namespace lt::procedures
