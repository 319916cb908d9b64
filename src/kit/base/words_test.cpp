#include "kit/base/text.h"

namespace lt::base {
namespace {

using Words = std::vector<std::string>;

TEST(Words, syllables_and_pairs)
{
    EXPECT_EQ(lexemes("Giấy phép xây dựng"),
              (Words{"giay", "phep", "giay_phep", "xay", "phep_xay", "dung", "xay_dung"}));
    EXPECT_EQ(lexemes("giấy\n  phép"), (Words{"giay", "phep", "giay_phep"}));
    EXPECT_EQ(lexemes("gia\xCC\x82\xCC\x81y"), (Words{"giay"}));
    EXPECT_EQ(lexemes(""), Words{});
    EXPECT_EQ(lexemes(" ,.– ™ "), Words{});
    EXPECT_EQ(lexemes("\xCC\x81"), Words{});
}

TEST(Words, punctuation_ends_a_pair)
{
    EXPECT_EQ(lexemes("giấy phép, xây"), (Words{"giay", "phep", "giay_phep", "xay"}));
    EXPECT_EQ(lexemes("phép – xây"), (Words{"phep", "xay"}));
    EXPECT_EQ(lexemes("a_b"), (Words{"a", "b"}));
}

TEST(Words, notations_give_their_parts)
{
    EXPECT_EQ(lexemes("12/2026/NĐ-CP"), (Words{"12", "2026", "nd", "cp"}));
    EXPECT_EQ(lexemes("số 45/QĐ-UBND ngày 3"),
              (Words{"so", "45", "so_45", "qd", "ubnd", "ngay", "ubnd_ngay", "3", "ngay_3"}));
}

TEST(Words, a_soft_hyphen_and_joiners_do_not_cut)
{
    EXPECT_EQ(lexemes("quyết\xC2\xAD"
                      "định"),
              (Words{"quyetdinh"}));
}

TEST(Words, a_vector_has_each_lexeme_once)
{
    EXPECT_EQ(to_tsvector({"giấy phép", "GIAY PHEP"}), "'giay' 'giay_phep' 'phep'");
    EXPECT_EQ(to_tsvector({}), "");
    EXPECT_EQ(to_tsvector({"", "?"}), "");
    // Texts do not make pairs with each other.
    EXPECT_EQ(to_tsvector({"a", "b"}), "'a' 'b'");
}

TEST(Words, a_query_asks_for_the_pairs)
{
    EXPECT_EQ(to_tsquery("giấy phép xây dựng"), "'giay_phep' & 'phep_xay' & 'xay_dung'");
    EXPECT_EQ(to_tsquery("giấy"), "'giay'");
    EXPECT_EQ(to_tsquery("giấy phép, Huế"), "'giay_phep' & 'hue'");
    EXPECT_EQ(to_tsquery("Huế, giấy phép"), "'hue' & 'giay_phep'");
    EXPECT_EQ(to_tsquery("12/2026/NĐ-CP"), "'12' & '2026' & 'nd' & 'cp'");
    EXPECT_EQ(to_tsquery("an an an an"), "'an_an'");
    EXPECT_EQ(to_tsquery(""), "");
    EXPECT_EQ(to_tsquery("!!! & | :* ()"), "");
}

TEST(Words, nothing_typed_can_leave_the_quotes)
{
    EXPECT_EQ(to_tsquery("a'b\\c' | 'd:*"), "'a' & 'b' & 'c' & 'd'");
    EXPECT_EQ(to_tsvector({"it's \\ 'x'"}), "'it' 's' 'x'");
}

TEST(Words, long_lexemes_are_cut_alike_on_both_sides)
{
    const std::string longest(100, 'a');
    const std::string cut = "'" + std::string(60, 'a') + "'";
    EXPECT_EQ(to_tsvector({longest}), cut);
    EXPECT_EQ(to_tsquery(longest), cut);
    std::string kanji;
    for (int i = 0; i < 50; ++i) kanji += "日x";  // 4 bytes, so that byte 60 is no middle
    EXPECT_TRUE(is_utf8(to_tsvector({"a" + kanji})));
    const std::string forty(40, 'b');
    EXPECT_EQ(to_tsquery(forty + " " + forty), "'" + forty + "_" + std::string(19, 'b') + "'");
}

TEST(Words, a_vector_stays_within_the_limit_of_postgresql)
{
    std::string text;
    for (int i = 0; i < 200'000; ++i) text += "tu" + std::to_string(i) + " ";
    const std::string vector = to_tsvector({"dau tien", text});
    EXPECT_LT(vector.size(), 1'400'000u);
    EXPECT_NE(vector.find("'dau_tien'"), std::string::npos);
    std::string query;
    for (int i = 0; i < 1000; ++i) query += "tu" + std::to_string(i) + ", ";
    EXPECT_LT(to_tsquery(query).size(), 1000u);
}

}  // namespace
}  // namespace lt::base
