// Blocks on pages, as other programs read them.
#include "kit/print/print.h"

#include <gtest/gtest.h>

#include "kit/base/result.h"
#include "kit/print/clean.h"
#include "kit/print/codes.h"
#include "kit/print/print_testing.h"

using namespace lt;
using namespace lt::print;

namespace {

using Print = PrintedTest;

const std::string kAlphabet =
    "AĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXY aăâbcdđeêghiklmnoôơpqrstuưvxy ÀẢÃÁẠẰẲẴẮẶẦẨẪẤẬÈẺẼÉẸỀỂỄẾỆÌỈĨÍỊÒỎÕÓỌỒỔỖỐỘỜỞỠỚỢÙỦŨÚỤỪỬỮỨỰỲỶỸÝỴ "
    "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ";

std::string repeated(const std::string& text, std::size_t times)
{
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out += text;
    return out;
}

About about()
{
    return {.title = "Giấy thử",
            .author = "Sở Nội vụ",
            .subject = "Mẫu số 01",
            .made = *base::parse_vietnam_time("20/11/2026 09:42")};
}

TEST_F(Print, says_what_it_is_and_has_every_vietnamese_letter)
{
    Document document(about());
    document.add(Paragraph{kAlphabet, {}});
    document.add(Paragraph{{{kAlphabet, true, true}}, {}});
    keep(document.finish());
    EXPECT_EQ(count_of(text("-raw"), "ÈẺẼÉẸỀỂỄẾỆ"), 2U) << text("-raw");
    EXPECT_EQ(count_of(text("-raw"), "ỳỷỹýỵ"), 2U);
    const std::string words = info();
    EXPECT_NE(words.find("Title:           Giấy thử"), std::string::npos) << words;
    EXPECT_NE(words.find("Author:          Sở Nội vụ"), std::string::npos) << words;
    EXPECT_NE(words.find("Subject:         Mẫu số 01"), std::string::npos) << words;
    EXPECT_NE(words.find("Fri Nov 20 02:42:00 2026"), std::string::npos) << words;
    EXPECT_NE(words.find("(A4)"), std::string::npos) << words;
}

TEST_F(Print, gives_the_same_bytes_for_the_same_blocks)
{
    const auto draw = [](const std::string& last) {
        Document document(about());
        for (int i = 0; i < 30; ++i)
            document.add(Paragraph{{{kAlphabet}, {"đậm", true}, {" nghiêng", false, true}}, {}});
        document.add(QrCode{"https://example.vn/1"});
        document.add(Paragraph{last, {}});
        return document.finish();
    };
    EXPECT_EQ(draw("a"), draw("a"));
    EXPECT_NE(draw("a"), draw("b"));
    EXPECT_NE(draw("a").find("/Lang (vi-VN)"), std::string::npos);
}

TEST_F(Print, has_no_time_where_none_is_given)
{
    Document document({.title = "Giấy thử"});
    document.add(Paragraph{"Một.", {}});
    keep(document.finish());
    EXPECT_EQ(info().find("CreationDate"), std::string::npos) << info();
}

TEST_F(Print, lets_long_text_flow_over_pages_without_losing_a_word)
{
    About pages = about();
    pages.numbers = Numbers::above_from_second;
    pages.footer = "Sở Nội vụ tỉnh Bắc Ninh";
    Document document(pages);
    document.add(Paragraph{repeated("Điều này rất dài. ", 1000), {.align = Align::justified, .indent = 28}});
    document.add(Paragraph{"Hết.", {}});
    keep(document.finish());
    EXPECT_GE(page_count(), 5);
    const std::string all = text("-raw");
    EXPECT_EQ(count_of(all, "dài."), 1000U);
    EXPECT_EQ(count_of(all, "Sở Nội vụ tỉnh Bắc Ninh"), static_cast<std::size_t>(page_count()));
    EXPECT_EQ(out_of_order(text(), {"\f2\n", "\f3\n", "Hết."}), "") << text();
}

TEST_F(Print, keeps_rows_whole_and_repeats_the_head)
{
    Document document(about());
    document.table({{1, Align::centre}, {4}, {2, Align::right}}, {{"STT", "Tên giấy tờ", "Số bản"}});
    for (int i = 1; i <= 60; ++i)
        document.row(
            {std::to_string(i),
             "Đầu " + repeated("Giấy chứng nhận quyền sử dụng đất, ", 4) + "cuối " + std::to_string(i) + ".",
             "1"});
    keep(document.finish());
    const std::string all = text("-layout");
    EXPECT_EQ(count_of(all, "Tên giấy tờ"), static_cast<std::size_t>(page_count()));
    EXPECT_GT(page_count(), 3);
    // On each page, as many rows end as begin.
    std::istringstream sheets(all);
    for (std::string sheet; std::getline(sheets, sheet, '\f');)
        EXPECT_EQ(count_of(sheet, "Đầu"), count_of(sheet, "cuối"));
    EXPECT_EQ(count_of(all, "cuối"), 60U);
}

TEST_F(Print, cuts_only_rows_that_no_page_can_hold)
{
    Document document(about());
    document.table({{1}, {3}}, {{"Mục", "Nội dung"}});
    document.row({"Một", repeated("dài ", 6000) + "hết."});
    document.row({"Hai", "ngắn"});
    keep(document.finish());
    EXPECT_GT(page_count(), 2);
    EXPECT_EQ(count_of(text("-raw"), "dài"), 6000U);
    EXPECT_EQ(out_of_order(text(), {"Một", "hết.", "Hai", "ngắn"}), "");
    EXPECT_EQ(count_of(text(), "Nội dung"), static_cast<std::size_t>(page_count()));
}

TEST_F(Print, keeps_rows_together_and_lays_cells_over_several)
{
    Document document(about());
    document.add(Gap{640});
    document.table({{2}, {1}, {1}, {1}},
                   {{{"Cơ quan", 1, 2}, {"Thời gian", 2}, {"Ghi chú", 1, 2}}, {{"Giao"}, {"Nhận"}}});
    for (int i = 0; i < 9; ++i)
        document.rows({{{"Chi nhánh Văn phòng Đăng ký đất đai khu vực Bắc Ninh", 1, 2},
                        {"chung " + std::to_string(i), 2},
                        {"ghi", 1, 2}},
                       {{"riêng " + std::to_string(i)}, {"phải"}}});
    keep(document.finish());
    std::istringstream sheets(text());
    for (std::string sheet; std::getline(sheets, sheet, '\f');)
        EXPECT_EQ(count_of(sheet, "chung"), count_of(sheet, "riêng"));
    EXPECT_EQ(page_count(), 2);
}

TEST_F(Print, sets_what_is_too_high_for_a_page_one_under_the_other)
{
    const std::string high = repeated("cao ", 9000);
    Document document(about());
    document.columns({{1, {Paragraph{high + "trái", {}}}}, {1, {Paragraph{"phải", {}}}}});
    document.fields({{"Lý do", high}, {"Ghi chú", "ngắn"}});
    document.table({{1}, {1}}, {{high, "đầu"}});
    document.rows({{{high, 1, 2}, {"trên"}}, {{high + "dưới"}}});
    keep(document.finish());
    EXPECT_EQ(count_of(text("-raw"), "cao"), 5 * 9000U);
    EXPECT_EQ(out_of_order(text("-raw"), {"trái", "phải", "Lý do", "ngắn", "trên", "dưới"}), "");
}

TEST_F(Print, prints_any_text)
{
    using namespace std::string_literals;
    Document document(about());
    const std::vector<std::string> hostile{"a\0b"s,
                                           "\xff\xfe\x80 sai",
                                           "\xF0\x9F\x98 cụt",
                                           "<b>&amp;</b> %s \\ ( ) {{x}}",
                                           "\u202Egnouhp\u202C",
                                           "\u200Fphải\u061C",
                                           "مرحبا שלום",
                                           "日本語 𝔘 😀",
                                           "\u2028dòng\u2029",
                                           "e\u0301\u0302\u0303",
                                           std::string(500, 'W'),
                                           "\x1b[31m\r\n\t\v\f",
                                           "",
                                           "\uFFFD\uFFFF\u0000"s};
    for (const std::string& one : hostile) {
        document.add(Paragraph{one, {}});
        document.fields({{one, one}, {one, one}});
        document.columns({{1, {Paragraph{one, {}}, QrCode{one, 40, Align::left}, BarCode{one}}}});
        document.table({{1}, {1}}, {{one, one}}, 9);
        document.row({one, Text{{one, true}, {one, false, true}}});
    }
    About said = about();
    said.title = said.author = said.footer = repeated("\u202E\xff(\\", 30);
    Document other(said);
    other.add(Paragraph{"Một.", {}});
    keep(document.finish());
    EXPECT_NE(text("-raw").find("<b>&amp;</b> %s \\ ( ) {{x}}"), std::string::npos);
    EXPECT_NE(text("-raw").find("gnouhp"), std::string::npos) << "the override of direction is gone";
    EXPECT_NE(text("-raw").find("ab"), std::string::npos);
    keep(other.finish(), "hostile_titles");
}

TEST_F(Print, breaks_long_words_without_adding_a_hyphen)
{
    Document document(about());
    document.add(Paragraph{std::string(500, 'W'), {}});
    keep(document.finish());
    EXPECT_EQ(text("-raw").find('-'), std::string::npos) << text("-raw");
}

TEST_F(Print, lays_two_pages_on_a_sheet)
{
    About pages = about();
    pages.sheet = Sheet::a4_two_a5;
    pages.numbers = Numbers::below;
    Document document(pages);
    document.add(Paragraph{"Liên một", {}});
    document.begin_copy();
    document.add(Paragraph{"Liên hai", {}});
    EXPECT_EQ(document.pages(), 2U);
    document.begin_copy();
    document.add(Paragraph{"Liên ba", {}});
    keep(document.finish());
    EXPECT_EQ(page_count(), 2);
    EXPECT_NE(info().find("841.89 x 595.276"), std::string::npos) << info();
    EXPECT_EQ(out_of_order(text(), {"Liên một", "Liên hai", "\f", "Liên ba"}), "") << text();
}

TEST_F(Print, cuts_the_roll_where_the_text_ends)
{
    About roll = about();
    roll.sheet = Sheet::roll_80mm;
    Document document(roll);
    document.add(Paragraph{"A012", {.size = 40, .bold = true, .align = Align::centre}});
    document.add(QrCode{"https://example.vn/quay/a/A012", 90});
    keep(document.finish());
    const std::string words = info();
    const std::size_t at = words.find("226.772 x ");
    ASSERT_NE(at, std::string::npos) << words;
    const double height = std::atof(words.c_str() + at + 10);
    EXPECT_GT(height, 130);
    EXPECT_LT(height, 190);
    EXPECT_EQ(codes(), "https://example.vn/quay/a/A012\n");
}

TEST_F(Print, makes_codes_that_readers_read)
{
    Document document(about());
    const std::string address =
        "https://dichvucong.bacninh.gov.vn/tra-cuu?ma=000.00.06.H56-231027-0361&k=Ab_9-xYz";
    document.add(Paragraph{"Mã tra cứu", {}});
    document.add(QrCode{address});
    document.add(Gap{40});
    document.add(BarCode{"000.00.06.H56-231027-0361", 230});
    keep(document.finish());
    const std::string found = codes();
    EXPECT_NE(found.find(address + "\n"), std::string::npos) << found;
    EXPECT_NE(found.find("000.00.06.H56-231027-0361\n"), std::string::npos) << found;
}

TEST(Codes, that_cannot_hold_their_content_are_left_out)
{
    EXPECT_FALSE(qr_modules(""));
    EXPECT_FALSE(qr_modules(std::string(2001, 'a')));
    EXPECT_TRUE(qr_modules(std::string(2000, 'a')));
    EXPECT_TRUE(qr_modules("Hồ sơ"));
    EXPECT_FALSE(bar_modules(""));
    EXPECT_FALSE(bar_modules("hồ"));
    EXPECT_FALSE(bar_modules(std::string(61, '1')));
    EXPECT_TRUE(bar_modules(std::string(60, 'a')));
}

TEST(Clean, keeps_spaces_and_takes_out_what_misleads)
{
    EXPECT_EQ(clean("  a  "), "  a  ");
    EXPECT_EQ(clean(""), "");
    EXPECT_EQ(clean("\u202Ea\u200Fb\u061C"), "ab");
    EXPECT_EQ(clean("a\tb\u2028c"), "a b\nc");
    EXPECT_EQ(clean("e\u0302\u0301"), "ế");
    EXPECT_EQ(clean("a\uFDD0b\uFFFEc\uFFFFd\U0001FFFEe\U0010FFFFf"), "abcdef");
    EXPECT_EQ(clean("\uFDCF\uFFFD\U0001FFFD😀"), "\uFDCF\uFFFD\U0001FFFD😀");
}

TEST(Table, refuses_cells_beyond_its_columns)
{
    Document document({});
    EXPECT_THROW(document.row({"a"}), base::Bug);
    document.table({{1}, {1}}, {});
    EXPECT_THROW(document.row({"a", "b", "c"}), base::Bug);
    EXPECT_THROW(document.row({{"a", 3}}), base::Bug);
}

}  // namespace
