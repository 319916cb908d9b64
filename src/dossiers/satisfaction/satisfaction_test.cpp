// Words and rules of ratings and petitions, without a database.
#include <gtest/gtest.h>

#include "dossiers/satisfaction/petitions.h"

namespace lt::dossiers {
namespace {

std::string fields_of(const base::Wrong& wrong)
{
    std::string out;
    for (const auto& [field, words] : wrong) out += (out.empty() ? "" : " ") + field;
    return out;
}

TEST(RatingTest, NamesGoBothWays)
{
    for (const Level level : kLevels) {
        EXPECT_EQ(level_from(to_text(level)), level);
        EXPECT_STRNE(words_of(level), "");
    }
    for (const Displeasure reason : kDispleasures) {
        EXPECT_EQ(displeasure_from(to_text(reason)), reason);
        EXPECT_STRNE(words_of(reason), "");
    }
    EXPECT_FALSE(level_from("x"));
    EXPECT_FALSE(displeasure_from(""));
}

TEST(RatingTest, WhoIsNotSatisfiedSaysWhyOnThePage)
{
    EXPECT_EQ(fields_of(wrong_in({.level = Level::satisfied}, RatedAt::page)), "");
    EXPECT_EQ(fields_of(wrong_in({.level = Level::unsatisfied}, RatedAt::page)), "reasons");
    EXPECT_EQ(fields_of(wrong_in({.level = Level::unsatisfied}, RatedAt::desk)), "");
    EXPECT_EQ(fields_of(wrong_in({.level = Level::unsatisfied, .remark = "Chờ lâu"}, RatedAt::page)), "");
    EXPECT_EQ(
        fields_of(wrong_in({.level = Level::unsatisfied, .reasons = {Displeasure::late}}, RatedAt::page)),
        "");
    EXPECT_EQ(
        fields_of(wrong_in({.level = Level::satisfied, .remark = std::string(1001, 'x')}, RatedAt::desk)),
        "remark");
    std::string accents;
    for (int i = 0; i < 1000; ++i) accents += "ộ";
    EXPECT_EQ(fields_of(wrong_in({.level = Level::satisfied, .remark = accents}, RatedAt::page)), "");
}

TEST(PetitionTest, HasWords)
{
    EXPECT_EQ(fields_of(wrong_in(NewPetition{.content = "Hồ sơ quá hẹn"})), "");
    EXPECT_EQ(fields_of(wrong_in(NewPetition{})), "content");
    EXPECT_EQ(
        fields_of(wrong_in(NewPetition{.content = std::string(4001, 'x'), .contact = std::string(201, 'x')})),
        "content contact");
}

TEST(PetitionTest, IsLateByItsAnswerElseByNow)
{
    const base::Time due = base::Time(std::chrono::hours(100));
    Petition one{.due_at = due};
    EXPECT_FALSE(one.is_late(due));
    EXPECT_TRUE(one.is_late(due + std::chrono::seconds(1)));
    one.answered_at = due;
    EXPECT_FALSE(one.is_late(due + std::chrono::hours(1000)));
    one.answered_at = due + std::chrono::seconds(1);
    EXPECT_TRUE(one.is_late(due));
}

}  // namespace
}  // namespace lt::dossiers
