// Schemas and answers that are made to take all time and memory, or to be something else than they seem.
#include <chrono>

#include <nlohmann/json.hpp>

#include "forms/forms_testing.h"
#include "forms/print.h"
#include "forms/rules.h"

namespace lt::forms {
namespace {

using nlohmann::json;
using testing::asked;
using testing::form;
using testing::sample;

std::string repeated(const std::string& text, std::size_t times)
{
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out += text;
    return out;
}

std::string words_of_refusal(const std::string& text)
{
    const auto schema = read(text);
    return schema ? "read" : schema.error().message.str();
}

// Generous for the sanitizers; what is quadratic takes minutes.
class Hostile : public ::testing::Test {
protected:
    ~Hostile() override { EXPECT_LT(std::chrono::steady_clock::now() - start_, std::chrono::seconds(20)); }

private:
    const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

TEST_F(Hostile, Schemas)
{
    EXPECT_EQ(words_of_refusal(std::string(1 << 20, ' ')), "Biểu mẫu lớn quá 256 KB.");
    EXPECT_EQ(words_of_refusal(repeated("{\"a\":", 1000)), "Biểu mẫu lồng nhau quá sâu.");
    EXPECT_EQ(words_of_refusal(std::string(1000, '[')), "Biểu mẫu lồng nhau quá sâu.");
    EXPECT_EQ(words_of_refusal("{\"title\":\"\xC3\x28\"}"), "Biểu mẫu không phải là chữ UTF-8.");
    EXPECT_EQ(words_of_refusal(std::string("{\"title\":\"a\0b\"}", 15)), "Biểu mẫu không phải là chữ UTF-8.");
    EXPECT_EQ(words_of_refusal("{\"title\":1e999}"), "Không đọc được JSON: có số quá lớn.");
    std::string many = R"({"title":"T","type":"object","properties":{)";
    for (int i = 0; i < 10'000; ++i) many += (i ? ",\"" : "\"") + ("a" + std::to_string(i)) + "\":1";
    EXPECT_EQ(words_of_refusal(many + "}}"), "Phải là một đối tượng.");
    many = R"({"title":"T","type":"object","$defs":{"x":{"type":"integer","title":"X"}},"properties":{)";
    for (int i = 0; i < 6'000; ++i)
        many += (i ? ",\"" : "\"") + ("a" + std::to_string(i)) + "\":{\"$ref\":\"#/$defs/x\"}";
    EXPECT_EQ(words_of_refusal(many + "}}"), "Biểu mẫu có quá 500 câu hỏi.");
}

TEST_F(Hostile, ReferencesInACircleOrDoublingEachTime)
{
    EXPECT_EQ(
        words_of_refusal(
            R"({"title":"T","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}},"properties":{"x":{"$ref":"#/$defs/a"}}})"),
        "$ref nối tiếp nhau quá dài.");
    EXPECT_EQ(
        words_of_refusal(
            R"({"title":"T","$defs":{"a":{"properties":{"x":{"$ref":"#/$defs/a"}}}},"properties":{"x":{"$ref":"#/$defs/a"}}})"),
        "Các nhóm câu hỏi lồng nhau quá sâu.");
    std::string doubling = R"({"title":"T","$defs":{"d0":{"type":"integer","title":"X"})";
    for (int i = 1; i < 15; ++i) {
        const std::string below = "{\"$ref\":\"#/$defs/d" + std::to_string(i - 1) + "\"}";
        doubling +=
            ",\"d" + std::to_string(i) + "\":{\"properties\":{\"l\":" + below + ",\"r\":" + below + "}}";
    }
    EXPECT_EQ(words_of_refusal(doubling + R"(},"properties":{"x":{"$ref":"#/$defs/d14"}}})"),
              "Biểu mẫu có quá 500 câu hỏi.");
    // A large condition in a group that is referred to again and again.
    std::string big =
        R"({"title":"T","$defs":{"g":{"properties":{"a":{"type":"integer","title":"A"}},"if":{"properties":{"a":{"enum":[)" +
        repeated("1,", 250) + R"(1]}}},"then":{"required":["a"]}}},"properties":{)";
    for (int i = 0; i < 50; ++i)
        big += (i ? ",\"" : "\"") + ("a" + std::to_string(i)) + "\":{\"$ref\":\"#/$defs/g\"}";
    EXPECT_EQ(words_of_refusal(big + "}}"), "Quá nhiều điều kiện.");
}

TEST_F(Hostile, AnswersOfPrograms)
{
    const Schema schema = form(sample("household.json"));
    EXPECT_EQ(check(schema, "{\"reason\":\"" + std::string(1 << 20, 'a') + "\"}", asked()).wrong.at(0).second,
              "Câu trả lời lớn quá 1 MB.");
    EXPECT_EQ(check(schema, repeated("{\"reason\":", 1000), asked()).wrong.at(0).second,
              "Câu trả lời không phải là JSON.");
    EXPECT_EQ(check(schema, "{\"reason\":\"\xFF\"}", asked()).wrong.at(0).second,
              "Câu trả lời không phải là JSON.");
    const Taken nul = check(schema, "{\"reason\":\"a\\u0000b\"}", asked());
    ASSERT_EQ(nul.wrong.size(), 1U);
    EXPECT_EQ(nul.wrong[0].second, "Nhập lại lý do: có ký tự không đọc được");
    const Taken rows = check(
        schema, "{\"reason\":\"Chuyển đến\",\"members\":[" + repeated("{},", 100'000) + "{}]}", asked());
    ASSERT_FALSE(rows);
    EXPECT_EQ(rows.wrong[0].second.str(), "Bớt người: nhiều nhất 3, đang có 101");
    std::string unknown = "{\"a\":1";
    for (int i = 0; i < 10'000; ++i) unknown += ",\"u" + std::to_string(i) + "\":{}";
    EXPECT_LE(check(schema, unknown + "}", asked()).wrong.size(), 60U);
    const Taken numbers = check(schema, R"({"reason":"Chuyển đến","area":1e300})", asked());
    ASSERT_EQ(numbers.wrong.size(), 1U);
    EXPECT_EQ(numbers.wrong[0].first, "/area");
}

TEST_F(Hostile, AnswersThatAreTyped)
{
    const Schema schema = form(sample("household.json"));
    Typed typed;
    for (int i = 0; i < 100'000; ++i)
        typed.emplace_back("members." + std::to_string(i) + ".full_name", "Lê An");
    typed.emplace_back("reason", std::string(1 << 20, 'a'));
    typed.emplace_back("email", "\xC3\x28@a.vn");
    typed.emplace_back("site", std::string("a\0b", 3));
    typed.emplace_back("members.99999999999999999999.full_name", "x");
    typed.emplace_back(repeated("members.0.", 1000), "x");
    const Taken taken = take(schema, typed, asked());
    EXPECT_EQ(testing::lines(taken.wrong), "reason: Nhập lại lý do: có ký tự không đọc được\n"
                                           "email: Nhập lại thư điện tử: có ký tự không đọc được\n"
                                           "site: Nhập lại trang thông tin: có ký tự không đọc được\n"
                                           "members: Bớt người: nhiều nhất 3, đang có 101\n");
    EXPECT_EQ(json::parse(take(schema, {{"reason", "<script>alert(1)</script>"}}, asked()).answers)["reason"],
              "<script>alert(1)</script>")
        << "kept as typed: pages escape";
}

TEST_F(Hostile, ConditionsThatContradictThemselves)
{
    // Each is asked only when the other is not answered: no order of asking is right, but one comes out, and in time.
    const Schema schema = form(R"({"title":"T","properties":{"z":{"type":"integer","title":"Z"}},"allOf":[
        {"if":{"not":{"required":["b"]}},"then":{"properties":{"a":{"type":"integer","title":"A"}}}},
        {"if":{"not":{"required":["a"]}},"then":{"properties":{"b":{"type":"integer","title":"B"}}}}]})");
    const Taken taken = take(schema, {{"a", "1"}, {"b", "2"}}, asked());
    EXPECT_TRUE(taken);
    EXPECT_EQ(taken.answers, take(schema, {{"b", "2"}, {"a", "1"}}, asked()).answers);
    EXPECT_FALSE(print(schema, taken.answers, testing::lists()).empty());
}

TEST_F(Hostile, LargestForm)
{
    std::string text = R"({"title":"T","properties":{)";
    for (int i = 0; i < 490; ++i)
        text += (i ? ",\"" : "\"") + ("a" + std::to_string(i)) + "\":{\"type\":\"integer\",\"title\":\"A\"}";
    text += "},\"allOf\":[";
    for (int i = 0; i < 99; ++i) {
        const std::string name = "a" + std::to_string(i);
        text += std::string(i ? "," : "") + "{\"if\":{\"required\":[\"" + name +
                "\"]},\"then\":{\"required\":[\"a" + std::to_string(i + 1) + "\"]}}";
    }
    const Schema schema = form(text + "]}");
    Typed typed;
    for (int i = 0; i < 490; ++i) typed.emplace_back("a" + std::to_string(i), "1");
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(take(schema, typed, asked()));
    EXPECT_GT(
        rules_for_script(schema, testing::kToday, [](const base::Message& m) { return m.str(); }).size(),
        1000U);
}

}  // namespace
}  // namespace lt::forms
