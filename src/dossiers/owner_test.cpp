#include "dossiers/owner.h"

#include <gtest/gtest.h>

namespace lt::dossiers {
namespace {

using std::chrono::year;

const KeptOwner kKept{.name = "Nguyễn Thị Ánh", .born_on = year(1990) / 5 / 6};

Person person(const std::string& name, std::optional<base::Day> born_on = {})
{
    return {.name = name, .born_on = born_on};
}

TEST(KeptOwner, IsTheSameHoweverItIsWritten)
{
    for (const char* name : {"Nguyễn Thị Ánh", "NGUYỄN THỊ ÁNH", " Nguyễn  Thị Ánh ",
                             // with combining marks
                             "Nguye\xcc\x82\xcc\x83n Thi\xcc\xa3 A\xcc\x81nh"})
        EXPECT_FALSE(differs(person(name), kKept)) << name;
    EXPECT_FALSE(differs(person("Nguyễn Thị Ánh", year(1990) / 5 / 6), kKept));
    EXPECT_FALSE(differs(person("Nguyễn Thị Ánh", year(1990) / 5 / 6), {.name = "Nguyễn Thị Ánh"}));
}

TEST(KeptOwner, IsAnotherOneByAccentsNamesAndDays)
{
    for (const char* name : {"Nguyễn Thị Anh", "Nguyen Thi Anh", "Nguyễn Thị Ánh Tuyết", "Trần Thị Ánh", ""})
        EXPECT_TRUE(differs(person(name), kKept)) << name;
    EXPECT_TRUE(differs(person("Nguyễn Thị Ánh", year(1990) / 6 / 5), kKept));
}

TEST(KeptOwner, IsToldWithTheDayWhereItIsKnown)
{
    EXPECT_EQ(words_of(kKept), "Nguyễn Thị Ánh, 06/05/1990");
    EXPECT_EQ(words_of(KeptOwner{.name = "Công ty An Bình"}), "Công ty An Bình");
}

}  // namespace
}  // namespace lt::dossiers
