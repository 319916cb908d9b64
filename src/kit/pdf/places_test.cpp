// Places found in letters of several kinds.
#include "kit/pdf/places.h"

#include "kit/pdf/signing_testing.h"
#include "kit/pdf/words.h"

namespace lt::pdf {
namespace {

using PlacesTest = SigningTest;

const Signatory kSignatory{.name = "Nguyễn Văn Đức", .titles = {"PHÓ CHỦ TỊCH", "KT. CHỦ TỊCH"}};

TEST_F(PlacesTest, are_found_in_a_letter_with_blanks)
{
    const auto places = find_places(open(draw_letter({})), kSignatory);
    ASSERT_TRUE(places);
    for (const auto* place : {&places->number, &places->day, &places->month}) {
        ASSERT_TRUE(*place);
        EXPECT_EQ((*place)->certainty, Certainty::found);
        EXPECT_EQ((*place)->size, 13);
        EXPECT_EQ((*place)->box.page, 1);
        EXPECT_GT((*place)->box.right - (*place)->box.left, 12);
        EXPECT_GT((*place)->box.bottom, 841 / 2);
    }
    EXPECT_FALSE(places->year) << "the text has it";
    EXPECT_LT(places->number->box.right, places->day->box.left);
    EXPECT_LT(places->day->box.right, places->month->box.left);
    EXPECT_EQ(places->leader.certainty, Certainty::found);
    const Box& leader = places->leader.box;
    EXPECT_NEAR((leader.left + leader.right) / 2, 320 + 227.0 / 2, 2) << "in the middle of its column";
    EXPECT_NEAR((leader.right - leader.left) / (leader.top - leader.bottom), 2, 0.01);
    const Box& seal = places->agency.box;
    EXPECT_NEAR(seal.right - seal.left, 102.05, 0.01) << "36 mm";
    EXPECT_NEAR(seal.top - seal.bottom, 102.05, 0.01);
    EXPECT_NEAR(seal.right, leader.left + (leader.right - leader.left) / 3, 0.01);
    EXPECT_LT(seal.left, leader.left);
}

TEST_F(PlacesTest, are_found_above_dots)
{
    const auto places = find_places(
        open(draw_letter({.number = "Số:......../QĐ-UBND", .date = "Kinh Bắc, ngày …… tháng …… năm ……"})),
        kSignatory);
    ASSERT_TRUE(places);
    for (const auto* place : {&places->number, &places->day, &places->month}) {
        ASSERT_TRUE(*place);
        EXPECT_EQ((*place)->certainty, Certainty::found);
        EXPECT_EQ((*place)->size, 13);
        EXPECT_GT((*place)->box.right - (*place)->box.left, 18);
    }
    ASSERT_TRUE(places->year);
    EXPECT_LT(places->month->box.right, places->year->box.left);
    EXPECT_LT(places->year->box.right, 595);
}

TEST_F(PlacesTest, are_not_wanted_where_the_text_says_it_already)
{
    for (const char* date : {"Kinh Bắc, ngày 20 tháng 11 năm 2026", "Bắc Ninh, ngày 20/11/2026"}) {
        const auto places =
            find_places(open(draw_letter({.number = "Số: 12/UBND-VX", .date = date})), kSignatory);
        ASSERT_TRUE(places);
        EXPECT_FALSE(places->number);
        EXPECT_FALSE(places->day);
        EXPECT_FALSE(places->month);
        EXPECT_FALSE(places->year);
        EXPECT_TRUE(form_of(*places, kTestFont).texts.empty());
        EXPECT_TRUE(places->written.number);
        EXPECT_EQ(places->written.day, 20);
        EXPECT_EQ(places->written.month, 11);
        EXPECT_EQ(places->written.year, 2026);
    }
}

TEST_F(PlacesTest, know_what_the_text_has_already)
{
    const auto blank = written_in(open(draw_letter({})));
    ASSERT_TRUE(blank);
    EXPECT_FALSE(blank->number);
    EXPECT_FALSE(blank->day);
    EXPECT_FALSE(blank->month);
    EXPECT_EQ(blank->year, 2026);
    EXPECT_FALSE(written_in(open(draw_letter({.number = "Mã số: 12"})))->number) << "another number";
    const auto half = written_in(open(draw_letter({.date = "Kinh Bắc, ngày     tháng 02 năm 2026"})));
    EXPECT_FALSE(half->day);
    EXPECT_EQ(half->month, 2);
}

TEST_F(PlacesTest, of_the_signature_are_on_the_last_page_of_the_text)
{
    const auto places = find_places(open(draw_letter({.pages = 3})), kSignatory);
    ASSERT_TRUE(places);
    EXPECT_EQ(places->leader.box.page, 3);
    EXPECT_EQ(places->agency.box.page, 3);
    EXPECT_EQ(places->number->box.page, 1);
    EXPECT_EQ(places->leader.certainty, Certainty::found);
}

TEST_F(PlacesTest, say_how_sure_they_are)
{
    const auto leader = [&](const TestLetter& letter, const Signatory& signatory) {
        const auto places = find_places(open(draw_letter(letter)), signatory);
        EXPECT_TRUE(places);
        return places->leader;
    };
    EXPECT_EQ(leader({}, {.name = "Nguyễn Văn Đức", .titles = {}}).certainty, Certainty::derived)
        << "the title was not named";
    EXPECT_EQ(leader({.titles = {"CHỦ TỊCH"}, .name = "TS. Nguyễn Văn Đức"},
                     {.name = "Nguyễn Văn Đức", .titles = {"Chủ tịch"}})
                  .certainty,
              Certainty::found)
        << "with a rank, and in other letters";
    EXPECT_EQ(leader({}, {.name = "Trần Thị Bình", .titles = {"PHÓ CHỦ TỊCH"}}).certainty, Certainty::derived)
        << "below the title";
    EXPECT_EQ(leader({.gap = 5}, kSignatory).certainty, Certainty::assumed) << "no room";
    EXPECT_EQ(leader({}, {.name = "Trần Thị Bình"}).certainty, Certainty::assumed);
    const auto places =
        find_places(open(draw_letter({.number = "Số: /UBND", .date = "Tháng mười một"})), kSignatory);
    EXPECT_EQ(places->number->certainty, Certainty::assumed) << "too narrow to write in";
    EXPECT_EQ(places->day->certainty, Certainty::assumed);
}

// Whatever the text, what is proposed can be prepared.
TEST_F(PlacesTest, are_always_on_the_page)
{
    const std::string small =
        with_table({"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 220]>>"});
    for (const std::string& source :
         {plain(), hybrid(), small, draw_letter({.gap = 400}), draw_letter({.gap = 0})}) {
        const auto places = find_places(open(source), kSignatory);
        ASSERT_TRUE(places);
        const auto prepared = prepare(open(source), form_of(*places, kTestFont, kTestItalic));
        EXPECT_TRUE(prepared) << prepared.error().message;
    }
}

TEST_F(PlacesTest, keep_away_from_the_words_that_are_there)
{
    for (const TestLetter& letter : {TestLetter{}, TestLetter{.number = "Số:......../QĐ-UBND"},
                                     TestLetter{.titles = {"CHỦ TỊCH"}, .gap = 40}}) {
        const std::string source = draw_letter(letter);
        const auto places = find_places(open(source), {.name = letter.name, .titles = letter.titles});
        ASSERT_TRUE(places);
        const auto sheets = words_of(open(source));
        for (const Row& row : sheets->front().rows)
            for (const Word& word : row)
                for (const Box& box : {places->number->box, places->day->box, places->leader.box}) {
                    const bool is_dots = word.text.find("...") != std::string::npos;
                    const bool apart = word.right <= box.left || word.left >= box.right ||
                                       word.top <= box.bottom || word.bottom >= box.top;
                    EXPECT_TRUE(apart || is_dots) << word.text;
                }
    }
}

TEST_F(PlacesTest, are_filled_with_text_that_reads_on)
{
    const std::string source = draw_letter({});
    const auto places = find_places(open(source), kSignatory);
    const std::string prepared = *prepare(open(source), form_of(*places, kTestFont, kTestItalic));
    const std::string bytes = sign(
        prepared, people_->leader,
        {.field = "ky_lanhdao", .certify = true, .texts = {{"so", "1234"}, {"ngay", "05"}, {"thang", "02"}}});
    std::string head = text_of(bytes, "-layout");
    std::erase_if(head, [](char c) { return c == ' ' || c == '\n'; });
    EXPECT_NE(head.find("Số:1234/UBND-VX"), std::string::npos) << head;
    EXPECT_NE(head.find("ngày05tháng02năm2026"), std::string::npos) << head;
}

}  // namespace
}  // namespace lt::pdf
