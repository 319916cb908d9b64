#include "kit/pdf/numbering.h"

#include <gtest/gtest.h>

namespace lt::pdf {
namespace {

using Texts = std::map<std::string, std::string>;

TEST(Numbering, puts_a_zero_in_front_as_the_decree_says)
{
    using namespace std::chrono;
    EXPECT_EQ(number_and_date(7, base::Day(year(2026) / 2 / 5)),
              (Texts{{"so", "07"}, {"ngay", "05"}, {"thang", "02"}, {"nam", "2026"}}));
    EXPECT_EQ(number_and_date(1234, base::Day(year(2026) / 3 / 15)),
              (Texts{{"so", "1234"}, {"ngay", "15"}, {"thang", "3"}, {"nam", "2026"}}));
    EXPECT_EQ(number_and_date(10, base::Day(year(2026) / 12 / 10)).at("so"), "10");
    EXPECT_THROW(number_and_date(0, base::Day(year(2026) / 1 / 1)), base::Bug);
}

TEST(Numbering, says_the_time_of_signing_with_its_zone)
{
    using namespace std::chrono;
    const base::Time night = base::Time(base::Day(year(2026) / 12 / 31)) + 17h + 2min + 5s + 999ms;
    EXPECT_EQ(signing_time(night), "01/01/2027 00:02:05 +07:00");
    EXPECT_EQ(annex_lines("05/QĐ-UBND", night),
              (std::vector<std::string>{"Số: 05/QĐ-UBND", "Thời gian ký: 01/01/2027 00:02:05 +07:00"}));
    EXPECT_EQ(
        copy_lines("TRÍCH SAO", "SỞ NỘI VỤ", night),
        (std::vector<std::string>{"TRÍCH SAO", "SỞ NỘI VỤ", "Thời gian ký: 01/01/2027 00:02:05 +07:00"}));
}

}  // namespace
}  // namespace lt::pdf
