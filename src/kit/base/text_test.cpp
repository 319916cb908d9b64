#include "kit/base/text.h"

namespace lt::base {
namespace {

// "hoà", "Đường" with combining marks, as some keyboards and all of macOS write them.
constexpr const char* kHoaApart = "hoa\xCC\x80";
constexpr const char* kDuongApart = "\xC4\x90\x75\xCC\x9B\x6F\xCC\x9B\xCC\x80ng";

TEST(Text, UpperKeepsAccents)
{
    EXPECT_EQ(upper("Trung tâm Phục vụ hành chính công Đông Ngàn, số 5"),
              "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG ĐÔNG NGÀN, SỐ 5");
}

TEST(Text, recognises_utf8)
{
    for (const char* text :
         {"", "abc", "Đường", kDuongApart, "\xF0\x9F\x98\x80", "\xED\x9F\xBF", "\xF4\x8F\xBF\xBF"}) {
        EXPECT_TRUE(is_utf8(text)) << text;
    }
    for (const char* text :
         {"\xC4", "\xC4z", "\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80",
          "\xF8\x88\x80\x80\x80", "\xFF", "\xF0\x82\x82\xAC", "abc\xE1\xBA"}) {
        EXPECT_FALSE(is_utf8(text));
    }
    EXPECT_FALSE(is_utf8(std::string_view("a\0b", 3)));
}

TEST(Text, one_form_for_storage)
{
    EXPECT_EQ(normalise(kHoaApart), "hoà");
    EXPECT_EQ(normalise(kDuongApart), "Đường");
    EXPECT_EQ(normalise("e\xCC\x82\xCC\x81"), "ế");
    EXPECT_EQ(normalise("e\xCC\xA3\xCC\x82"), "ệ");  // the marks in either order
    EXPECT_EQ(normalise("e\xCC\x82\xCC\xA3"), "ệ");
    EXPECT_EQ(normalise("đã là NFC – “giữ nguyên”…"), "đã là NFC – “giữ nguyên”…");
    EXPECT_EQ(normalise("\xE2\x84\xAB"), "Å");  // ANGSTROM SIGN
}

TEST(Text, controls_and_outer_space_go)
{
    EXPECT_EQ(normalise(" \t\n a b\r\n c\x01\x7f \xC2\xA0\xE3\x80\x80"), "a b\n c");
    EXPECT_EQ(normalise(std::string_view("a\0b", 3)), "ab");
    EXPECT_EQ(normalise("\xEF\xBB\xBFvăn\xE2\x80\x8B bản"), "văn bản");
    EXPECT_EQ(normalise("hoá đơn\xE2\x80\xAE"
                        "fdp.exe"),
              "hoá đơnfdp.exe");  // right-to-left override
    EXPECT_EQ(normalise("\xC2\x85x"), "x");
    EXPECT_EQ(normalise(" \n "), "");
}

TEST(Text, bytes_that_are_no_utf8_do_no_harm)
{
    for (const char* text : {"\xC4",
                             "a\xFF\xFE"
                             "b",
                             "\xE1\xBA", "Đư\xE1"}) {
        EXPECT_TRUE(is_utf8(normalise(text)));
        EXPECT_TRUE(is_utf8(fold(text)));
        EXPECT_TRUE(is_utf8(lower(text)));
        EXPECT_TRUE(is_utf8(to_tsvector({text})));
        EXPECT_TRUE(is_utf8(to_tsquery(text)));
    }
}

TEST(Text, folds_every_vietnamese_letter)
{
    EXPECT_EQ(fold("àáảãạ ăằắẳẵặ âầấẩẫậ"), "aaaaa aaaaaa aaaaaa");
    EXPECT_EQ(fold("èéẻẽẹ êềếểễệ ìíỉĩị òóỏõọ"), "eeeee eeeeee iiiii ooooo");
    EXPECT_EQ(fold("ôồốổỗộ ơờớởỡợ ùúủũụ ưừứửữự ỳýỷỹỵ đ"), "oooooo oooooo uuuuu uuuuuu yyyyy d");
    EXPECT_EQ(fold("ÀÁẢÃẠ ĂẰẮẲẴẶ ÂẦẤẨẪẬ ĐƯỜNG ỦY QUYẾT"), "aaaaa aaaaaa aaaaaa duong uy quyet");
    EXPECT_EQ(fold(kDuongApart), "duong");
    EXPECT_EQ(fold("\xC3\x90\xE1\xBA\xB7ng"), "dang");  // Eth in place of Đ
    EXPECT_EQ(fold("12/2026/NĐ-CP"), "12/2026/nd-cp");
    EXPECT_EQ(fold("日本 ß Ω"), "日本 ß ω");
}

TEST(Text, lower_keeps_accents)
{
    EXPECT_EQ(lower("QUYẾT ĐỊNH Ủy ban"), "quyết định ủy ban");
    EXPECT_EQ(lower("ABC xyz 123"), "abc xyz 123");
}

TEST(Text, counts_and_cuts_by_code_points)
{
    EXPECT_EQ(length("Đường"), 5u);
    EXPECT_EQ(shorten("Đường phố", 9), "Đường phố");
    EXPECT_EQ(shorten("Đường phố", 8), "Đường p…");
    EXPECT_EQ(shorten("Đường phố", 7), "Đường…");
    EXPECT_EQ(shorten("Đường", 1), "…");
    EXPECT_EQ(shorten("Đường", 0), "");
}

TEST(Text, knows_whether_accents_were_typed)
{
    for (const char* text : {"giấy", "đ", "Đ", "nga\xCC\x80y", "phep cấp"})
        EXPECT_TRUE(has_accents(text)) << text;
    for (const char* text : {"", "giay phep", "GIAY 12/2026", "– “”…", "日本"})
        EXPECT_FALSE(has_accents(text)) << text;
}

TEST(Text, CodePoints)
{
    EXPECT_EQ(code_points("Đă\xF0\x9F\x93\x84"), U"Đă\U0001F4C4");
    EXPECT_EQ(code_points("a\xFFz"), U"a\uFFFDz");
    EXPECT_EQ(code_points(""), U"");
}

TEST(Search, RechecksTheWordsThatWereTypedWithAccents)
{
    EXPECT_EQ(accented_words("Kinh te XÃ hội"), (std::vector<std::string>{"xã", "hội"}));
    EXPECT_EQ(accented_words("kinh te 2026, 05/UBND"), std::vector<std::string>{});
    EXPECT_EQ(accented_words("đất (100% vốn_Nhà nước)"),
              (std::vector<std::string>{"đất", "vốn", "nhà", "nước"}));
}

TEST(Text, writes_numbers_as_in_vietnam)
{
    EXPECT_EQ(group_thousands(0), "0");
    EXPECT_EQ(group_thousands(999), "999");
    EXPECT_EQ(group_thousands(1000), "1.000");
    EXPECT_EQ(group_thousands(1478927), "1.478.927");
    EXPECT_EQ(group_thousands(-123456), "-123.456");
    EXPECT_EQ(group_thousands(INT64_MIN), "-9.223.372.036.854.775.808");
    EXPECT_EQ(format_size(0), "0 B");
    EXPECT_EQ(format_size(1023), "1023 B");
    EXPECT_EQ(format_size(312 * 1024), "312 KB");
    EXPECT_EQ(format_size(1024 * 1024 - 1), "1,0 MB");
    EXPECT_EQ(format_size(1258291), "1,2 MB");
    EXPECT_EQ(format_size(std::uint64_t(3) << 30), "3,0 GB");
    EXPECT_EQ(format_size(UINT64_MAX), "16.777.216,0 TB");
}

}  // namespace
}  // namespace lt::base
