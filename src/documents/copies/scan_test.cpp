#include "documents/copies/scan.h"

#include <gtest/gtest.h>

namespace lt::documents {
namespace {

text::PageScan scanned(int dpi, bool in_colour = true)
{
    return {.width = 210, .height = 297, .is_scan = true, .dpi = dpi, .in_colour = in_colour};
}

TEST(CopiedScan, PagesAreNamedInRuns)
{
    EXPECT_EQ(page_list({1}), "1");
    EXPECT_EQ(page_list({1, 2}), "1–2");
    EXPECT_EQ(page_list({1, 3, 4, 5, 9}), "1, 3–5, 9");
}

TEST(CopiedScan, GoodScansAndWrittenPagesPass)
{
    const text::PageScan written{.width = 210, .height = 297};
    EXPECT_FALSE(check_scan({14, {scanned(200), scanned(600), written}}, "a.pdf"));
}

TEST(CopiedScan, EveryPageThatIsNotGoodEnoughIsNamedWithWhatWasMeasured)
{
    const auto error =
        check_scan({13, {scanned(150), scanned(200, false), scanned(150), scanned(199)}}, "a.pdf");
    ASSERT_TRUE(error);
    std::vector<std::string> words{error->message.str()};
    for (const auto& [field, message] : error->more) {
        EXPECT_EQ(field, "files");
        words.push_back(message.str());
    }
    EXPECT_EQ(error->field, "files");
    EXPECT_EQ(words,
              (std::vector<std::string>{
                  "Tệp “a.pdf” là PDF 1.3. Lưu lại từ máy quét thành PDF 1.4 trở lên.",
                  "Tệp “a.pdf”, trang 1, 3: bản quét 150 dpi. Quét lại ở 200 dpi trở lên, tỷ lệ 100 %.",
                  "Tệp “a.pdf”, trang 4: bản quét 199 dpi. Quét lại ở 200 dpi trở lên, tỷ lệ 100 %.",
                  "Tệp “a.pdf”, trang 2: bản quét không phải ảnh màu. Quét lại ở chế độ màu."}));
}

}  // namespace
}  // namespace lt::documents
