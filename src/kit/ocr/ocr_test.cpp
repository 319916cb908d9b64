#include "kit/ocr/ocr.h"

#include <gtest/gtest.h>

#include "kit/print/picture_page.h"
#include "kit/print/print.h"
#include "kit/text/child.h"

namespace lt::ocr {
namespace {

std::string photographed(const std::string& line, const char* form)
{
    print::Document paper({.title = "x", .size = 16});
    paper.add(print::Paragraph{line, {}});
    const std::string pdf = paper.finish();
    std::string_view rest = pdf;
    const char* const argv[] = {"/usr/bin/pdftoppm", form, "-r", "200", "-singlefile", "-", nullptr};
    const auto got = text::run_program(argv,
                                       [&](std::span<std::byte> into) {
                                           const std::size_t size =
                                               rest.copy(reinterpret_cast<char*>(into.data()), into.size());
                                           rest.remove_prefix(size);
                                           return size;
                                       },
                                       {.text = 64U << 20});
    EXPECT_TRUE(got.is_complete);
    return got.output;
}

TEST(Ocr, ReadsAPictureAndTheSameAsAPage)
{
    for (const auto& [form, type] : {std::pair("-png", "image/png"), std::pair("-jpeg", "image/jpeg")}) {
        const std::string picture = photographed("Số định danh cá nhân: 027190001234", form);
        const auto words = read(picture, type);
        ASSERT_TRUE(words) << words.error().message;
        EXPECT_NE(words->find("027190001234"), std::string::npos) << *words;
        const auto page = print::picture_page(picture, type, {.title = "Bản quét"});
        ASSERT_TRUE(page) << page.error().message;
        const auto again = read(*page, "application/pdf");
        ASSERT_TRUE(again) << again.error().message;
        EXPECT_NE(again->find("định danh"), std::string::npos) << *again;
    }
}

TEST(Ocr, TakesLettersOfThePdfAsTheyAre)
{
    print::Document paper({.title = "x"});
    paper.add(
        print::Paragraph{"Giấy này có chữ của chính nó, đủ dài để không phải đọc như một bức ảnh.", {}});
    const auto words = read(paper.finish(), "application/pdf");
    ASSERT_TRUE(words);
    EXPECT_NE(words->find("có chữ của chính nó"), std::string::npos) << *words;
}

TEST(Ocr, RefusesWhatIsNoPicture)
{
    // Tesseract would take this for a list of files to read.
    EXPECT_FALSE(read("/usr/share/x.png\n", "image/png"));
    EXPECT_FALSE(read("", "image/png"));
    EXPECT_FALSE(read("%PDF-1.4 broken", "application/pdf"));
    EXPECT_FALSE(read("PK", "application/zip"));
    EXPECT_FALSE(print::picture_page("\x89PNG\r\n\x1a\n", "image/png", {}));
    EXPECT_FALSE(print::picture_page("\xff\xd8\xff\xe0", "image/jpeg", {}));
    EXPECT_FALSE(print::picture_page("II*", "image/tiff", {}));
}

}  // namespace
}  // namespace lt::ocr
