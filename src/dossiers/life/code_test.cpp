#include "dossiers/life/code.h"

#include <gtest/gtest.h>

namespace lt::dossiers {
namespace {

const base::Day kDay{std::chrono::year(2026) / 11 / 9};

std::string formatted(const char* text, std::int64_t number = 7)
{
    const auto code_template = CodeTemplate::parse(text);
    EXPECT_TRUE(code_template) << text;
    return code_template ? code_template->format({"H05.1", "000.00.01.H05"}, kDay, number) : "";
}

TEST(DossierCode, FollowsTheTemplatesInUse)
{
    EXPECT_EQ(formatted("{agency}-{yymmdd}-{seq:4}"), "H05.1-261109-0007");
    EXPECT_EQ(formatted("{alias}-{yymmdd}-{seq:4}", 12345), "000.00.01.H05-261109-12345");
    EXPECT_EQ(formatted("{agency}-{yyyymmdd}-{seq:7}", 92637), "H05.1-20261109-0092637");
    EXPECT_EQ(formatted("{seq:1}/{yyyy}/{agency}"), "7/2026/H05.1");
}

TEST(DossierCode, CountsAnewByTheDayOrTheYear)
{
    EXPECT_EQ(CodeTemplate::parse("{agency}-{yymmdd}-{seq:4}")->period(kDay), "20261109");
    EXPECT_EQ(CodeTemplate::parse("{agency}-{yy}-{seq:4}")->period(kDay), "2026");
}

TEST(DossierCode, RefusesWhatCanNotTellDossiersApart)
{
    for (const char* text :
         {"", "{agency}-{yymmdd}", "{yymmdd}-{seq:4}", "{agency}-{seq:4}",
          "{agency}-{yymmdd}-{seq:4}-{seq:4}", "{agency}-{yymmdd}-{seq:0}", "{agency}-{yymmdd}-{seq:12}",
          "{agency}-{ddmmyy}-{seq:4}", "{agency", "{agency} {yymmdd} {seq:4}", "Hồ{agency}-{yymmdd}-{seq:4}"})
        EXPECT_FALSE(CodeTemplate::parse(text)) << text;
}

}  // namespace
}  // namespace lt::dossiers
