#include "dossiers/letterhead.h"

#include <gtest/gtest.h>

namespace lt::dossiers {
namespace {

TEST(Letterhead, CommitteesAreCalledByTheirWholeName)
{
    EXPECT_EQ(whole_name("UBND phường Kinh Bắc"), "Uỷ ban nhân dân phường Kinh Bắc");
    EXPECT_EQ(whole_name("UBND tỉnh Bắc Ninh"), "Uỷ ban nhân dân tỉnh Bắc Ninh");
    for (const char* whole : {"Uỷ ban nhân dân phường Kinh Bắc", "Sở Xây dựng tỉnh Bắc Ninh",
                              "Văn phòng UBND tỉnh Bắc Ninh", "UBND", ""})
        EXPECT_EQ(whole_name(whole), whole);
}

}  // namespace
}  // namespace lt::dossiers
