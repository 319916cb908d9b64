// Answers by REST, by steps, rows more or less, and back to what is typed. What both sides judge is in rules_test.cpp.
#include "forms/answers.h"

#include <nlohmann/json.hpp>

#include "forms/forms_testing.h"

namespace lt::forms {
namespace {

using nlohmann::json;
using testing::asked;
using testing::form;
using testing::kToday;
using testing::lines;
using testing::lists;
using testing::sample;

const Schema& household()
{
    static const Schema schema = form(sample("household.json"));
    return schema;
}

const Schema& birth()
{
    static const Schema schema = form(sample("birth.json"));
    return schema;
}

TEST(Answers, OfProgramsAreJudgedByPointers)
{
    const Taken right = check(household(), R"({"reason":"Chuyển đến ở","area":45.5,"from":"2026-12-01",
        "members":[{"full_name":"Lê  An","student":false}],"email":null})",
                              asked());
    EXPECT_EQ(lines(right.wrong), "");
    EXPECT_FALSE(right.error());
    EXPECT_EQ(json::parse(right.answers),
              json::parse(R"({"reason":"Chuyển đến ở","area":45.5,"from":"2026-12-01",
                  "members":[{"full_name":"Lê An","student":false}]})"));
    const Taken wrong =
        check(household(), R"({"reason":5,"area":"45","colour":"red","members":[{"full_name":"Lê An"},
        {"sex":"male","age":3},{"full_name":"Lê Ba","student":"yes"}]})",
              asked());
    EXPECT_EQ(lines(wrong.wrong), "/reason: Giá trị phải có kiểu string\n"
                                  "/area: Giá trị phải có kiểu number\n"
                                  "/members/1/full_name: Nhập họ, chữ đệm, tên (người 2)\n"
                                  "/members/2/student: Giá trị phải có kiểu boolean\n"
                                  "/colour: Biểu mẫu không có câu hỏi này\n"
                                  "/members/1/age: Biểu mẫu không có câu hỏi này\n");
    ASSERT_TRUE(wrong.error());
    EXPECT_EQ(wrong.error()->field, "/reason");
    EXPECT_EQ(lines(check(household(), R"({"members":{}})", asked()).wrong),
              "/reason: Nhập lý do\n/members: Giá trị phải có kiểu array\n");
    EXPECT_EQ(lines(check(birth(), R"({"child":[],"mother":7})", asked()).wrong)
                  .find("/child: Giá trị phải có kiểu object\n"
                        "/mother: Giá trị phải có kiểu object\n"),
              0U);
    EXPECT_EQ(lines(check(household(), "[", asked()).wrong), ": Câu trả lời phải là một đối tượng JSON.\n");
}

TEST(Answers, ListsAreTheProvinces)
{
    const Schema schema = form(R"({"title":"T","properties":{"home":{"$ref":"lt:address","title":"Nơi ở"},
        "people":{"$ref":"lt:people"},"religion":{"$ref":"lt:religion"}},"required":["people"]})");
    EXPECT_EQ(lines(take(schema, {{"home.province", "24"}, {"people", "1"}}, asked()).wrong), "")
        << "only the province, which the page chose";
    EXPECT_EQ(take(schema, {{"home.province", "24"}, {"people", "1"}}, asked()).answers, R"({"people":"1"})");
    EXPECT_EQ(
        lines(take(schema,
                   {{"home.province", "01"}, {"home.commune", "09169"}, {"people", "88"}, {"religion", "x"}},
                   asked())
                  .wrong),
        "home.commune: Phường Vũ Ninh không thuộc Thành phố Hà Nội. Chọn lại xã, phường, đặc khu (nơi ở)\n"
        "people: Chọn dân tộc có trong danh sách\n"
        "religion: Chọn tôn giáo có trong danh sách\n");
    EXPECT_EQ(
        lines(
            take(schema, {{"home.province", "99"}, {"home.detail", "Số 1"}, {"people", "1"}}, asked()).wrong),
        "home.province: Chọn tỉnh, thành phố (nơi ở) có trong danh sách\n"
        "home.commune: Chọn xã, phường, đặc khu (nơi ở)\n");
}

TEST(Answers, AQuestionIsNotSpokenOfLikeAName)
{
    const Schema schema = form(R"({"title":"T","properties":{
        "relation":{"type":"string","title":"Bạn là ai?","oneOf":[{"const":"self","title":"Chủ hồ sơ"}]},
        "why":{"type":"string","title":"Vì sao xin đổi?"},"name":{"type":"string","title":"Tên giấy tờ"}},
        "required":["relation","why","name"]})");
    EXPECT_EQ(lines(take(schema, {}, asked()).wrong), "relation: Trả lời câu “Bạn là ai?”\n"
                                                      "why: Trả lời câu “Vì sao xin đổi?”\n"
                                                      "name: Nhập tên giấy tờ\n");
}

TEST(Answers, AStepKeepsTheOthers)
{
    Asked first = asked();
    first.step = 3;
    first.before = R"({"father_known":false,"child":{"full_name":"An","bad":1},"gone":2,"copies":7})";
    const Taken taken = take(
        birth(), {{"wants_copies", "yes"}, {"copies", "0"}, {"pledge", "yes"}, {"relation", "x"}}, first);
    EXPECT_EQ(lines(taken.wrong), "copies: Số bản sao ít nhất là 1, đang là 0. Nhập số lớn hơn\n")
        << "only the questions of this step";
    EXPECT_EQ(json::parse(taken.answers),
              json::parse(
                  R"({"father_known":false,"child":{"full_name":"An"},"wants_copies":true,"pledge":true})"));
    // An answer of an earlier step takes the later questions with it.
    Asked again = asked();
    again.step = 1;
    again.before = R"({"father_known":true,"father":{"full_name":"Ba"},"married":"yes","relation":"father"})";
    const Taken changed =
        take(birth(), {{"father_known", "no"}, {"father.full_name", "Ba"}, {"married", "yes"}}, again);
    const json answers = json::parse(changed.answers);
    EXPECT_FALSE(answers.contains("father"));
    EXPECT_EQ(answers["father_known"], false);
    EXPECT_EQ(answers["relation"], "father");
}

TEST(Answers, RowsAreAddedAndTakenOutWithoutLoss)
{
    const Typed typed{{"reason", "Chuyển"},
                      {"members", "0"},
                      {"members.0.full_name", "Lê An"},
                      {"members", "4"},
                      {"members.4.full_name", "x\t"}};
    EXPECT_FALSE(rearranged(household(), typed));
    Typed add = typed;
    add.emplace_back("_add", "members");
    const auto more = rearranged(household(), add);
    ASSERT_TRUE(more);
    Typed expected = typed;
    expected.emplace_back("members", "5");
    EXPECT_EQ(*more, expected);
    add.pop_back();
    add.emplace_back("_remove", "members.0");
    EXPECT_EQ(*rearranged(household(), add),
              (Typed{{"reason", "Chuyển"}, {"members", "4"}, {"members.4.full_name", "x\t"}}));
    // No more than the form takes, and nothing for names that are none.
    Typed full{{"members", "0"}, {"members", "1"}, {"members", "2"}, {"_add", "members"}};
    EXPECT_EQ(rearranged(household(), full)->size(), 3U);
    EXPECT_EQ(*rearranged(household(),
                          {{"reason", "a"}, {"_add", "reason"}, {"_remove", "reason"}, {"_communes", "x"}}),
              (Typed{{"reason", "a"}}));
}

TEST(Answers, AreTypedAndReadAgain)
{
    const std::string answers =
        R"({"reason":"Chuyển đến","area":234.5,"from":"2026-12-01","members":[{"full_name":"Lê An","student":true,"level":"Phổ thông"}]})";
    const Typed typed = typed_of(household(), answers);
    EXPECT_EQ(typed, (Typed{{"reason", "Chuyển đến"},
                            {"from", "01/12/2026"},
                            {"area", "234,5"},
                            {"members", "0"},
                            {"members.0.full_name", "Lê An"},
                            {"members.0.student", "yes"},
                            {"members.0.level", "Phổ thông"}}));
    const Taken taken = take(household(), typed, asked());
    EXPECT_TRUE(taken) << lines(taken.wrong);
    EXPECT_TRUE(same_answers(taken.answers, answers));
    EXPECT_FALSE(same_answers(taken.answers, "{}"));
    EXPECT_TRUE(typed_of(household(), "no json").empty());
}

TEST(Answers, InWords)
{
    const std::string answers =
        R"({"child":{"sex":"female","people":"1","birth_date":"2026-11-20","home":{"province":"24","commune":"09169","detail":"Số 5"}},"father_known":true})";
    const auto words = [&](const char* path) { return words_of(birth(), answers, path, lists()); };
    EXPECT_EQ(words("child.sex"), "Nữ");
    EXPECT_EQ(words("child.people"), "Kinh");
    EXPECT_EQ(words("child.birth_date"), "20/11/2026");
    EXPECT_EQ(words("child.home"), "Số 5, Phường Vũ Ninh, Tỉnh Bắc Ninh");
    EXPECT_EQ(words("father_known"), "Có");
    EXPECT_EQ(words("child.full_name"), "");
    EXPECT_EQ(words("nothing"), "");
    EXPECT_EQ(words_of(household(), R"({"members":[{},{"sex":"male"}]})", "members.1.sex", lists()), "Nam");
}

}  // namespace
}  // namespace lt::forms
