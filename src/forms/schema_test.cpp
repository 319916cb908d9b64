// What is read, in which order it is asked, and what is refused with its place.
#include "forms/schema.h"

#include "forms/forms_testing.h"

namespace lt::forms {
namespace {

using testing::form;
using testing::sample;

std::string refusal(const std::string& text)
{
    const auto schema = read(text);
    if (schema) return "read";
    return schema.error().field + " " + schema.error().message.str();
}

// A form whose only question is `question`.
std::string asking(const std::string& question)
{
    return R"({"title":"T","type":"object","properties":{"a":)" + question + "}}";
}

std::vector<std::string> names(const Field& group)
{
    std::vector<std::string> out;
    for (const Field& field : group.fields) out.push_back(field.name);
    return out;
}

TEST(Schema, BirthIsAskedInItsOrder)
{
    const Schema birth = form(sample("birth.json"));
    EXPECT_EQ(birth.title(), "Tờ khai đăng ký khai sinh");
    ASSERT_EQ(birth.steps().size(), 4U);
    EXPECT_EQ(birth.steps()[1].title, "Cha và mẹ");
    EXPECT_EQ(names(birth.root()),
              (std::vector<std::string>{"child", "mother", "father_known", "father", "married", "relation",
                                        "applicant", "wants_copies", "copies", "pledge"}));
    // A conditional question stands behind the one that decides over it.
    EXPECT_EQ(names(*birth.find("child")),
              (std::vector<std::string>{"full_name", "birth_date", "sex", "people", "nationality",
                                        "birth_place", "facility", "birth_address", "home"}));
    const Field* mother = birth.find("mother");
    EXPECT_EQ(names(*mother), (std::vector<std::string>{"full_name", "birth_date", "identity_number",
                                                        "people", "nationality", "residence"}));
    EXPECT_EQ(birth.find("mother.identity_number")->kind, Kind::identity_number);
    EXPECT_TRUE(birth.find("mother.identity_number")->required.empty());
    EXPECT_TRUE(birth.find("mother.residence.commune")->always_required());
    EXPECT_EQ(birth.find("mother.residence.commune")->of, " (nơi cư trú của mẹ)");
    EXPECT_FALSE(birth.find("copies")->always_required());
    EXPECT_EQ(birth.find("copies")->path, "copies");
    EXPECT_TRUE(birth.find("pledge")->must_be_true);
    EXPECT_EQ(birth.printed().signatures.at(0).name, "applicant.full_name");
    EXPECT_EQ(birth.find("mother.none"), nullptr);
    EXPECT_EQ(birth.find(""), nullptr);
    EXPECT_EQ(birth.step_of("applicant.full_name"), 2U);
    EXPECT_EQ(birth.step_of("/copies"), 3U);
    EXPECT_EQ(birth.step_of("/none/x"), 0U);
}

TEST(Schema, RowsHaveTheirQuestions)
{
    const Schema household = form(sample("household.json"));
    EXPECT_EQ(household.steps().size(), 1U);
    const Field* level = household.find("members.7.level");
    ASSERT_NE(level, nullptr);
    EXPECT_EQ(level->path, "members.*.level");
    EXPECT_EQ(household.find("members.*.level"), level);
    EXPECT_EQ(level->when.size(), 1U);
    EXPECT_EQ(household.find("members.*.school")->when.size(), 2U);
    EXPECT_EQ(names(*household.find("members")),
              (std::vector<std::string>{"full_name", "birth_date", "sex", "identity_number", "student",
                                        "level", "school"}));
}

TEST(Schema, OwnDefinitionsAreReferredTo)
{
    const Schema schema =
        form(R"({"title":"T","type":"object","$defs":{"house":{"type":"object","title":"Nhà",
        "properties":{"n":{"type":"integer","title":"Số tầng"}}}},
        "properties":{"a":{"$ref":"#/$defs/house","title":"Nhà thứ nhất","required":["n"]},"b":{"$ref":"#/$defs/house"}}})");
    EXPECT_EQ(schema.find("a")->title, "Nhà thứ nhất");
    EXPECT_EQ(schema.find("b")->title, "Nhà");
    EXPECT_TRUE(schema.find("a.n")->always_required());
    EXPECT_FALSE(schema.find("b.n")->always_required());
}

TEST(Schema, RefusesWithThePlace)
{
    const std::string text = R"("type":"string","title":"A")";
    for (
        const auto& [given, words] : std::vector<std::pair<std::string, std::string>>{
            {"", " Không đọc được JSON, sai ở dòng 1."},
            {"{\n\"title\":\n]", " Không đọc được JSON, sai ở dòng 3."},
            {"[]", " Biểu mẫu phải là một đối tượng JSON."},
            {"{}", "/title Thiếu “title” của biểu mẫu."},
            {R"({"title":"T","type":"object"})", "/properties Biểu mẫu không có câu hỏi nào."},
            {R"({"title":"T","type":"string"})", "/type Cả biểu mẫu phải là “object”."},
            {asking("{\"title\":\"A\"}"), "/properties/a Thiếu “type”."},
            {asking("{\"type\":\"null\",\"title\":\"A\"}"),
             "/properties/a/type Kiểu phải là string, integer, number, boolean, object hoặc array."},
            {asking("{\"type\":\"string\"}"), "/properties/a Thiếu “title”: người dùng đọc gì?"},
            {asking("{" + text + ",\"contentEncoding\":\"base64\"}"),
             "/properties/a/contentEncoding Từ khoá “contentEncoding” không dùng được ở đây."},
            {asking("{" + text + ",\"minimum\":1}"),
             "/properties/a/minimum Từ khoá “minimum” không dùng được ở đây."},
            {asking("{" + text + ",\"x-kind\":\"phone\"}"),
             "/properties/a/x-kind x-kind chỉ có trong các định nghĩa chung: dùng $ref."},
            {asking("{" + text + ",\"format\":\"time\"}"),
             "/properties/a/format format là date, email hoặc uri."},
            {asking("{" + text + ",\"minLength\":5,\"maxLength\":4}"),
             "/properties/a/minLength minLength lớn hơn maxLength."},
            {asking("{" + text + ",\"maxLength\":1e9}"),
             "/properties/a/maxLength Phải là một số nguyên từ 1 đến 10000."},
            {asking("{" + text + ",\"pattern\":\"a\"}"),
             "/properties/a/pattern Có pattern thì cần x-pattern-hint: người dùng phải gõ thế nào?"},
            {asking("{" + text + ",\"enum\":[]}"),
             "/properties/a/enum Phải là một danh sách từ 1 đến 300 lựa chọn."},
            {asking("{" + text + ",\"enum\":[\"a\",\"a\"]}"),
             "/properties/a/enum/1 Lựa chọn này có hai lần."},
            {asking("{" + text + ",\"oneOf\":[{\"const\":\"a\"}]}"),
             "/properties/a/oneOf/0 Mỗi lựa chọn có đúng hai phần: const và title."},
            {asking("{\"$ref\":\"#/$defs/x\"}"), "/properties/a/$ref Không có định nghĩa “#/$defs/x”."},
            {asking("{\"$ref\":\"lt:x\"}"), "/properties/a/$ref Không có định nghĩa “lt:x”."},
            {asking("{\"$ref\":\"http://example.com/a\"}"),
             "/properties/a/$ref Không có định nghĩa “http://example.com/a”."},
            {asking("{\"$ref\":\"lt:phone\",\"type\":\"object\"}"),
             "/properties/a/type Kiểu khác với kiểu của định nghĩa ở $ref."},
            {asking("{\"$ref\":\"lt:address\",\"properties\":{}}"),
             "/properties/a/properties Từ khoá “properties” không dùng được ở đây."},
            {asking("{\"type\":\"boolean\",\"title\":\"A\",\"const\":false}"),
             "/properties/a/const const của boolean chỉ có thể là true."},
            {asking("{\"type\":\"array\",\"title\":\"A\"}"), "/properties/a Thiếu “items”."},
            {asking("{\"type\":\"array\",\"title\":\"A\",\"items\":{\"type\":\"string\"}}"),
             "/properties/a/items Mỗi dòng của danh sách phải là “object”."},
            {R"({"title":"T","type":"object","properties":{"A":{}}})",
             "/properties/A Tên câu hỏi gồm chữ thường không dấu, chữ số và gạch dưới, bắt đầu bằng chữ, nhiều nhất 40 ký tự."},
            {R"({"title":"T","type":"object","properties":{"a~/b":{}}})",
             "/properties/a~0~1b Tên câu hỏi gồm chữ thường không dấu, chữ số và gạch dưới, bắt đầu bằng chữ, nhiều nhất 40 ký tự."},
            {R"({"title":"T","properties":{"a":{"type":"boolean","title":"A"}},"required":["b"]})",
             "/required/0 Nhóm này không có câu hỏi đó."},
            {R"({"title":"T","properties":{"a":{"type":"boolean","title":"A"}},"x-steps":[{"title":"B","fields":["b"]}]})",
             "/x-steps/0/fields/0 Biểu mẫu không có câu hỏi này."},
            {R"({"title":"T","properties":{"a":{"type":"boolean","title":"A"},"b":{"type":"boolean","title":"A"}},"x-steps":[{"title":"B","fields":["b"]}]})",
             "/x-steps Câu hỏi “a” không ở bước nào."},
        }) {
        EXPECT_EQ(refusal(given), words) << given;
    }
}

TEST(Schema, RefusesConditionsThatCannotBeMeant)
{
    const auto with = [](const std::string& more) {
        return R"({"title":"T","properties":{"a":{"type":"boolean","title":"A"},"c":{"enum":["x","y"],"title":"C"}},)" +
               more + "}";
    };
    const std::string then = R"("then":{"properties":{"b":{"type":"integer","title":"B"}}})";
    EXPECT_EQ(refusal(with(R"("if":{"properties":{"a":{"const":true}}},)" + then)), "read");
    EXPECT_EQ(refusal(with(R"("if":{"properties":{"z":{"const":true}}},)" + then)),
              "/if Điều kiện hỏi về “z”, nhóm này không có câu hỏi đó.");
    EXPECT_EQ(refusal(with(R"("if":{"properties":{"c":{"const":"z"}}},)" + then)),
              "/if Điều kiện so với một giá trị mà câu hỏi “c” không có.");
    EXPECT_EQ(refusal(with(R"("if":{"properties":{"a":{"pattern":"x"}}},)" + then)),
              "/if/properties/a/pattern Điều kiện không dùng được từ khoá “pattern”.");
    EXPECT_EQ(refusal(with(then)), " Có then hoặc else mà thiếu if.");
    EXPECT_EQ(refusal(with(R"("if":{}, "then":{"title":"X"})")),
              "/then/title Từ khoá này không dùng được trong allOf, then và else.");
    EXPECT_EQ(refusal(with(R"("if":{}, "then":{"properties":{"a":{"type":"boolean","title":"A"}}})")),
              "/then/properties/a Nhóm này đã có một câu hỏi cùng tên.");
    EXPECT_EQ(
        refusal(with(
            R"("allOf":[{"if":{"properties":{"b":{"minimum":1}}},"then":{"required":["a"]}},{"if":{"required":["a"]},)" +
            then + "}]")),
        "read")
        << "a condition may ask about a conditional question";
}

}  // namespace
}  // namespace lt::forms
