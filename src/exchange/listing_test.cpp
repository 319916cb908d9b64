// One directory out of the three lists of an axis.
#include <gtest/gtest.h>

#include "exchange/listing_sync.h"

namespace lt::exchange {
namespace {

std::string all(const std::vector<ListedRow>& rows)
{
    std::string out;
    for (const ListedRow& row : rows)
        out += row.wire + " " + row.code + " " + row.alias + (row.offered ? " +" : " -") + "\n";
    return out;
}

TEST(PutTogether, BothCodesStandWhereTheyBelong)
{
    const auto rows = put_together({{.code = "000.00.13.H53", .name = "Sở Y tế", .old_code = "000.00.13.H53"},
                                    {.code = "H41", .name = "UBND tỉnh Nghệ An", .old_code = "000.00.00.H41"},
                                    {.code = "28.22.H17", .name = "Phòng Văn hoá"},
                                    {.code = "G22", .name = "Văn phòng Chính phủ"}},
                                   {{.code = "H53.13", .code102 = "000.00.13.H53"},
                                    {.code = "H17.22.28", .code102 = "28.22.H17"},
                                    {.code = "G22", .code102 = "000.00.00.G22"}},
                                   {});
    EXPECT_EQ(all(rows), "000.00.13.H53 H53.13 000.00.13.H53 +\n"
                         "28.22.H17 H17.22.28 28.22.H17 +\n"
                         "G22 G22 000.00.00.G22 +\n"
                         "H41 H41 000.00.00.H41 +\n");
}

TEST(PutTogether, AnAxisWithOneListIsEnough)
{
    EXPECT_EQ(
        all(put_together(
            {{.code = "000.00.00.H41", .name = "UBND tỉnh Nghệ An", .old_code = "000.00.00.H41"}}, {}, {})),
        "000.00.00.H41 000.00.00.H41  +\n");
}

TEST(PutTogether, HubsAreNotOffered)
{
    const auto rows = put_together({{.code = "00.53.W00", .name = "Trục Tây Ninh"},
                                    {.code = "W00.14", .name = "Trục Cao Bằng"},
                                    {.code = "000.00.07.G14", .name = "Trung tâm dữ liệu"},
                                    {.code = "000.00.W001.H05", .name = "Cơ quan có chữ W"}},
                                   {}, {{.code = "000.00.07.G14", .is_agency = false}});
    EXPECT_EQ(all(rows), "00.53.W00 00.53.W00  -\n"
                         "000.00.07.G14 000.00.07.G14  -\n"
                         "000.00.W001.H05 000.00.W001.H05  +\n"
                         "W00.14 W00.14  -\n");
}

TEST(PutTogether, WhatCannotBeAnAgencyIsLeftOut)
{
    const auto rows = put_together({{.code = "vxp.saas.02", .name = "Đơn vị thử"},
                                    {.code = "", .name = "Không mã"},
                                    {.code = "H53.1", .name = " \t"},
                                    {.code = "H53.2", .name = "Đã giải thể"},
                                    {.code = "H53.3", .name = "  Sở Nội vụ "},
                                    {.code = "H53.3", .name = "Sở Nội vụ lần hai"},
                                    {.code = std::string(36, 'H'), .name = "Mã quá dài"}},
                                   {}, {{.code = "H53.2", .deleted = true}});
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].name, "Sở Nội vụ");
}

TEST(SearchWords, AreWhatNamesAndCodesAreMadeOf)
{
    const auto words = [](std::string_view text) {
        std::string out;
        for (const std::string& word : search_words(text)) out += word + "|";
        return out;
    };
    EXPECT_EQ(words("Sở Y tế (H53.13)"), "so|y|te|h53.13|");
    EXPECT_EQ(words("UBND TP. Vinh, tỉnh Nghệ An - 000.00.01.H41."),
              "ubnd|tp|vinh|tinh|nghe|an|000.00.01.h41|");
    EXPECT_EQ(words("  ...  ' % _ \\ \" "), "");
}

TEST(PutTogether, TheSuperiorIsNamed)
{
    const auto rows = put_together({{.id = "1", .pid = "1", .code = "H41", .name = "UBND tỉnh Nghệ An"},
                                    {.id = "2", .pid = "1", .code = "H41.2", .name = "Sở Y tế"},
                                    {.id = "3", .pid = "9", .code = "H41.3", .name = "Sở Nội vụ"}},
                                   {}, {});
    EXPECT_EQ(rows[0].above, "") << "nobody stands above itself";
    EXPECT_EQ(rows[1].above, "UBND tỉnh Nghệ An");
    EXPECT_EQ(rows[2].above, "");
}

}  // namespace
}  // namespace lt::exchange
