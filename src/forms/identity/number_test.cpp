#include "forms/identity/number.h"

#include <gtest/gtest.h>

namespace lt::identity {
namespace {

const base::Day kToday{std::chrono::year(2026) / 11 / 29};
base::Day born(int year) { return std::chrono::year(year) / 5 / 6; }

std::optional<Flaw> flaw(std::string_view number, std::optional<base::Day> born_on = {},
                         std::string_view sex = "")
{
    const auto found = judge(number, born_on, sex, kToday);
    return found ? std::optional(found->flaw) : std::nullopt;
}

TEST(IdentityNumbers, CanBeOne)
{
    EXPECT_EQ(flaw("027190001234", born(1990), "female"), std::nullopt);  // Bắc Ninh
    EXPECT_EQ(flaw("001226000001", born(2026), "male"), std::nullopt);
    EXPECT_EQ(flaw("027190001234", {}, "other"), std::nullopt);
    // Who was born abroad has the code of a country.
    EXPECT_EQ(flaw("132190001234", born(1990), "female"), std::nullopt);
}

TEST(IdentityNumbers, EachFlawIsFoundInItsOrder)
{
    EXPECT_EQ(flaw("02719000123a"), Flaw::digits);
    EXPECT_EQ(flaw("02719000123４"), Flaw::digits);  // a digit of full width
    for (const char* number : {"", "02719000123", "0271900012345"}) EXPECT_EQ(flaw(number), Flaw::length);
    // Between the provinces there are numbers that none of them has.
    for (const char* number : {"000190001234", "003190001234", "097190001234", "099190001234"})
        EXPECT_EQ(flaw(number), Flaw::place) << number;
    EXPECT_EQ(flaw("027227001234"), Flaw::future);
    EXPECT_EQ(flaw("999999999999"), Flaw::future);
    EXPECT_EQ(flaw("027190001234", born(1991)), Flaw::year);
    EXPECT_EQ(flaw("027190001234", born(1990), "male"), Flaw::sex);
    EXPECT_EQ(flaw("027090001234", born(1990), "female"), Flaw::sex);
    const auto found = judge("027190001234", born(1991), "male", kToday);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->year, 1990);
    EXPECT_TRUE(found->female);
}

TEST(IdentityNumbers, PlacesAreTheProvincesBefore2025)
{
    EXPECT_EQ(places().size(), 63u);
    EXPECT_TRUE(std::ranges::is_sorted(places()));
    EXPECT_LT(places().back(), "100");
}

}  // namespace
}  // namespace lt::identity
