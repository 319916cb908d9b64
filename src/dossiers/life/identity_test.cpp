#include "dossiers/life/identity.h"

#include <gtest/gtest.h>

namespace lt::dossiers {
namespace {

const base::Day kToday{std::chrono::year(2026) / 11 / 29};
base::Day born(int year) { return std::chrono::year(year) / 5 / 6; }

TEST(IdentityNumber, CanBeOne)
{
    EXPECT_FALSE(wrong_identity_number("027190001234", {}, "", kToday));  // Bắc Ninh, a woman born in 1990
    EXPECT_FALSE(wrong_identity_number("027190001234", born(1990), "female", kToday));
    EXPECT_FALSE(wrong_identity_number("001226000001", born(2026), "male", kToday));
    EXPECT_FALSE(wrong_identity_number("132190001234", born(1990), "female", kToday));  // born abroad
}

TEST(IdentityNumber, SaysWhatIsWrong)
{
    EXPECT_EQ(*wrong_identity_number("02719000123", {}, "", kToday),
              "Số định danh có 12 chữ số, đang có 11 ký tự. Kiểm tra lại trên thẻ.");
    for (const char* number :
         {"", "02719000123a", "000190001234", "003190001234", "097190001234", "0271900012345"})
        EXPECT_TRUE(wrong_identity_number(number, {}, "", kToday)) << number;
    EXPECT_TRUE(wrong_identity_number("027227001234", {}, "", kToday));  // 2027
    EXPECT_TRUE(wrong_identity_number("027190001234", born(1991), "", kToday));
    EXPECT_TRUE(wrong_identity_number("027190001234", {}, "male", kToday));
}

TEST(EnterpriseCode, HasTenDigitsOrABranchBehindThem)
{
    EXPECT_FALSE(wrong_enterprise_code("2300123456"));
    EXPECT_FALSE(wrong_enterprise_code("2300123456-001"));
    for (const char* code :
         {"", "230012345", "23001234567", "2300123456001", "2300123456-01", "2300123456-0a1"})
        EXPECT_TRUE(wrong_enterprise_code(code)) << code;
}

}  // namespace
}  // namespace lt::dossiers
