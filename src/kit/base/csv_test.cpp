#include "kit/base/csv.h"

#include <gtest/gtest.h>

namespace lt::base {

TEST(Csv, QuotesAndDisarmsFormulas)
{
    EXPECT_EQ(csv_text("UBND xã Đèo Gia"), "UBND xã Đèo Gia");
    EXPECT_EQ(csv_text(""), "");
    EXPECT_EQ(csv_text("Ban A, \"B\""), "\"Ban A, \"\"B\"\"\"");
    EXPECT_EQ(csv_text("a\nb"), "\"a\nb\"");
    for (const char* name : {"=1+1", "+84", "-2", "@SUM(A1)"})
        EXPECT_EQ(csv_text(name), std::string("'") + name);
    EXPECT_EQ(csv_text("  =1"), "'  =1");
    EXPECT_EQ(csv_text("\t=1"), "\"'\t=1\"");
    EXPECT_EQ(csv_text("=cmd|'/c calc'!A1,2"), "\"'=cmd|'/c calc'!A1,2\"");
    EXPECT_EQ(csv_row({}), "\r\n");
    EXPECT_EQ(csv_row({"", "1", csv_text("x;y")}), ",1,\"x;y\"\r\n");
}

}  // namespace lt::base
