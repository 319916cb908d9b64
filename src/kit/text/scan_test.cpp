#include "kit/text/scan.h"

#include <gtest/gtest.h>

#include "kit/text/scan_testing.h"

namespace lt::text {
namespace {

using testing::make_scan;
using testing::ScanPage;

PageScan only_page(const ScanPage& page)
{
    const auto scan = measure_scan(make_scan({page}));
    if (!scan || scan->pages.size() != 1) {
        ADD_FAILURE() << (scan ? "not one page" : scan.error().message);
        return {};
    }
    return scan->pages[0];
}

TEST(Scan, EachPageIsMeasuredOnItsPaper)
{
    const auto scan = measure_scan(make_scan({{.dpi = 200}, {.dpi = 199}, {.dpi = 300, .in_colour = false}}));
    ASSERT_TRUE(scan) << scan.error().message;
    EXPECT_EQ(scan->version, 14);
    ASSERT_EQ(scan->pages.size(), 3U);
    EXPECT_NEAR(scan->pages[0].width, 210, 0.5);
    EXPECT_NEAR(scan->pages[0].height, 297, 0.5);
    EXPECT_EQ(scan->pages[0].dpi, 200);
    EXPECT_TRUE(scan->pages[0].is_scan && scan->pages[0].in_colour);
    EXPECT_EQ(scan->pages[1].dpi, 199);
    EXPECT_EQ(scan->pages[2].dpi, 300);
    EXPECT_FALSE(scan->pages[2].in_colour);
    EXPECT_EQ(measure_scan(make_scan({{}}, "1.3"))->version, 13);
}

// As scanners pack them: in strips, or the letters as a fine stencil over a coarse picture of the paper.
TEST(Scan, PicturesThatTogetherAreThePageCountTogether)
{
    EXPECT_EQ(only_page({.dpi = 200, .strips = 9}).dpi, 200);
    EXPECT_TRUE(only_page({.dpi = 200, .strips = 9}).is_scan);
    const PageScan layered = only_page({.dpi = 100, .letters = 300});
    EXPECT_EQ(layered.dpi, 300);
    EXPECT_TRUE(layered.in_colour);
    EXPECT_FALSE(only_page({.dpi = 100, .in_colour = false, .letters = 300}).in_colour);
}

TEST(Scan, ASmallPictureMakesNoScan)
{
    EXPECT_FALSE(only_page({.dpi = 72, .part = 0.4}).is_scan);
    EXPECT_TRUE(only_page({.dpi = 72, .part = 0.9}).is_scan);
    EXPECT_EQ(only_page({.dpi = 72, .part = 0.9}).dpi, 72);
}

TEST(Scan, WhatIsNoPdfIsRefused)
{
    const std::string good = make_scan({{}});
    for (const std::string& bad : {std::string(), std::string("không phải PDF"), good.substr(0, 40)}) {
        const auto scan = measure_scan(bad);
        ASSERT_FALSE(scan) << bad.size();
        EXPECT_EQ(scan.error().field, "file");
    }
}

}  // namespace
}  // namespace lt::text
