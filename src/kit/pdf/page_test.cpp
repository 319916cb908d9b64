// Fields on pages that are turned and cropped, and in files that have something already.
#include "kit/pdf/qpdf.h"
#include "kit/pdf/signing_testing.h"
#include "kit/pdf/words.h"

namespace lt::pdf {
namespace {

using Pages = SigningTest;

TEST_F(Pages, show_fields_where_they_were_wanted_whatever_way_they_are_turned)
{
    for (const int rotation : {0, 90, 180, 270, -90, 450}) {
        const std::string source = with_table(
            {"<</Type/Catalog/Pages 2 0 R>>",
             "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[10 20 605 862]/CropBox[30 850 585 40]/Rotate " +
                 std::to_string(rotation) + ">>",
             "<</Type/Page/Parent 2 0 R>>"});
        const Box number{1, 100, 400, 160, 415};
        const Box seal{1, 300, 200, 402, 302};
        const auto prepared = prepare(
            open(source), {.texts = {{"so", number}}, .signatures = {{"ky", seal}}, .font = kTestFont});
        ASSERT_TRUE(prepared) << prepared.error().message;
        const std::string bytes =
            sign(*prepared, people_->agency,
                 {.field = "ky", .texts = {{"so", "1234"}}, .lines = {"SAO Y", "ỦY BAN NHÂN"}});
        EXPECT_TRUE(judged_good(bytes));
        const auto sheets = words_of(open(bytes));
        ASSERT_TRUE(sheets);
        std::map<std::string, Word> words;
        for (const Row& row : sheets->front().rows)
            for (const Word& word : row) words[word.text] = word;
        const auto lies_in = [&](const char* text, const Box& box) {
            const Word& word = words[text];
            EXPECT_GE(word.left, box.left - 0.1) << text << rotation;
            EXPECT_LE(word.right, box.right + 0.1) << text << rotation;
            EXPECT_GE(word.bottom, box.bottom - 1) << text << rotation;
            EXPECT_LE(word.top, box.top + 2) << text << rotation;
            EXPECT_GT(word.right - word.left, word.top - word.bottom) << "upright " << text << rotation;
        };
        lies_in("1234", number);
        lies_in("SAO", seal);
        lies_in("NHÂN", seal);
        // Each line stands in the middle.
        const double middle = (seal.left + seal.right) / 2;
        EXPECT_NEAR((words["SAO"].left + words["Y"].right) / 2, middle, 1) << rotation;
        EXPECT_NEAR((words["ỦY"].left + words["NHÂN"].right) / 2, middle, 1) << rotation;
    }
}

TEST_F(Pages, have_the_text_of_an_annex_at_their_top_right_corner)
{
    for (const int rotation : {0, 90}) {
        const std::string source = with_table(
            {"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
             "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Rotate " + std::to_string(rotation) + ">>"});
        const auto begun = begin_text_signature(
            open(source), {.lines = annex_lines("05/QĐ-UBND", kTestNow), .font = kTestFont, .at = kTestNow});
        const std::string bytes = finish(begun, people_->agency, Stamp::none, kTestNow);
        const auto sheets = words_of(open(bytes));
        const Sheet& sheet = sheets->front();
        ASSERT_EQ(sheet.rows.size(), 2U);
        EXPECT_GT(sheet.rows.back().front().bottom, sheet.height - 57) << "in the margin of 20 mm";
        EXPECT_GT(sheet.rows.front().front().left, sheet.width / 2);
        EXPECT_LT(sheet.rows.back().back().right, sheet.width - 42) << "15 mm from the edge";
    }
}

TEST_F(Pages, keep_what_they_have)
{
    const std::string link = "<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/Border[0 0 0]>>";
    const std::string source = with_table(
        {"<</Type/Catalog/Pages 2 0 R/Lang(vi)/Extensions<</ADBE<</BaseVersion/1.7/ExtensionLevel 3>>>>"
         "/AcroForm<</Fields[]/NeedAppearances true/XFA(x)>>>>",
         "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2/MediaBox[0 0 595 842]>>",
         "<</Type/Page/Parent 2 0 R/Annots[" + link + "]>>", "<</Type/Page/Parent 2 0 R/Annots 5 0 R>>",
         "[6 0 R]", link},
        "", "/DocChecksum/ABC");
    const auto prepared = prepare(open(source), {.texts = {{"so", {1, 100, 700, 140, 718}}},
                                                 .signatures = {{"ky", {2, 100, 100, 200, 200}}},
                                                 .font = kTestFont});
    ASSERT_TRUE(prepared) << prepared.error().message;
    EXPECT_TRUE(judged_good(*prepared)) << read(folder_ / "judged.pdf.words");
    const File file = open(*prepared);
    QPDFObjectHandle root = file.objects().getRoot();
    EXPECT_EQ(root.getKey("/Lang").getStringValue(), "vi");
    EXPECT_TRUE(root.getKey("/Extensions").hasKey("/ADBE"));
    EXPECT_TRUE(root.getKey("/Extensions").hasKey("/ESIC"));
    EXPECT_FALSE(root.getKey("/AcroForm").hasKey("/NeedAppearances"));
    EXPECT_FALSE(root.getKey("/AcroForm").hasKey("/XFA"));
    EXPECT_EQ(root.getKey("/AcroForm").getKey("/Fields").getArrayNItems(), 2);
    EXPECT_EQ(file.objects().getTrailer().getKey("/DocChecksum").getName(), "/ABC");
    for (QPDFObjectHandle& page : std::vector<QPDFObjectHandle>(file.objects().getAllPages())) {
        EXPECT_EQ(page.getKey("/Annots").getArrayNItems(), 2);
        EXPECT_EQ(page.getKey("/Annots").getArrayItem(0).getKey("/Subtype").getName(), "/Link");
    }
    EXPECT_EQ(open_fields(file), (std::vector<std::string>{"so", "ky"}));
}

TEST_F(Pages, keep_generation_numbers)
{
    // The page is object 3 of generation 2.
    std::string source = plain();
    source.replace(source.find("3 0 obj"), 7, "3 2 obj");
    source.replace(source.find("[3 0 R]"), 7, "[3 2 R]");
    std::size_t entry = source.find("xref\n0 6\n") + 9;
    entry += 3 * 20 + 11;
    source.replace(entry, 5, "00002");
    const auto prepared =
        prepare(open(source), {.signatures = {{"ky", {1, 100, 100, 200, 200}}}, .font = kTestFont});
    ASSERT_TRUE(prepared);
    EXPECT_TRUE(judged_good(*prepared)) << read(folder_ / "judged.pdf.words");
    EXPECT_NE(prepared->find("\n3 2 obj", source.size()), std::string::npos);
}

TEST_F(Pages, that_are_not_there_are_refused)
{
    const auto refused = [&](const Box& box) {
        return !prepare(open(plain()), {.signatures = {{"ky", box}}, .font = kTestFont});
    };
    EXPECT_TRUE(refused({0, 100, 100, 200, 200}));
    EXPECT_TRUE(refused({2, 100, 100, 200, 200}));
    EXPECT_TRUE(refused({1, 500, 100, 600, 200})) << "over the edge";
    EXPECT_TRUE(refused({1, 200, 100, 100, 200}));
    EXPECT_TRUE(refused({1, -10, 100, 100, 200}));
    EXPECT_FALSE(refused({1, 100, 100, 200, 200}));
    const std::string shifted = "x\n" + plain();
    if (const auto file = File::open(shifted)) {
        EXPECT_FALSE(prepare(*file, {.signatures = {{"ky", {1, 100, 100, 200, 200}}}, .font = kTestFont}));
    }
}

}  // namespace
}  // namespace lt::pdf
