#include "decisions/trial.h"

#include <gtest/gtest.h>

#include "decisions/feel/json.h"

namespace lt::decisions {
namespace {

constexpr base::Time kNow = std::chrono::sys_days{std::chrono::year{2026} / 11 / 20};

std::string typed(const char* type, const char* text)
{
    const auto value = read_typed(asked_for(feel::named_type(type)), text, kNow);
    return value ? feel::to_json(*value) : "wrong: " + value.error().message.str();
}

TEST(Trial, ReadsWhatPeopleType)
{
    EXPECT_EQ(typed("number", "12"), "12");
    EXPECT_EQ(typed("number", "1500,5"), "1500.5");
    EXPECT_EQ(typed("number", "1.500"), "1500");
    EXPECT_EQ(typed("number", "-12.345.678,50"), "-12345678.50");
    EXPECT_EQ(typed("number", "1,5"), "1.5");
    EXPECT_EQ(typed("number", "0,125"), "0.125");
    EXPECT_EQ(typed("string", "A, \"B\""), R"("A, \"B\"")");
    EXPECT_EQ(typed("boolean", "yes"), "true");
    EXPECT_EQ(typed("boolean", "no"), "false");
    EXPECT_EQ(typed("date", "2/9/2026"), R"({"@":"2026-09-02"})");
    EXPECT_EQ(typed("time", "time(\"08:00:00\")"), R"({"@":"08:00:00"})");
    EXPECT_EQ(typed("Any", "[1, \"a\"]"), R"([1,"a"])");
    EXPECT_EQ(typed("no such type", "today()"), R"({"@":"2026-11-20"})") << "without a type it is FEEL";
}

TEST(Trial, SaysWhatIsWrong)
{
    EXPECT_EQ(typed("number", "mười"), "wrong: Nhập một số, ví dụ 12 hoặc 1500,5.");
    for (const char* unclear :
         {"1.5", "1.5000", "1500.000", "0.500", ".500", "1.500.", "1..500", "1,000.5", "1.000.00", "1.500e3"})
        EXPECT_EQ(typed("number", unclear),
                  "wrong: Viết 1500 hoặc 1.500 cho một nghìn năm trăm, 1,5 cho một phẩy năm.")
            << unclear;
    for (const auto& [type, text] : {std::pair{"number", ""},
                                     {"number", "1,5,5"},
                                     {"number", "-"},
                                     {"boolean", "true"},
                                     {"date", "31/02/2026"},
                                     {"date", ""},
                                     {"Any", "1 +"},
                                     {"Any", ""},
                                     {"Any", "1 + \"a\""}})
        EXPECT_TRUE(typed(type, text).starts_with("wrong: ")) << type << " " << text;
}

TEST(Trial, ShowsValuesAsPeopleReadThem)
{
    const auto of = [](const char* json) { return shown(*feel::from_json(json)); };
    EXPECT_EQ(of("null"), "–");
    EXPECT_EQ(of("true"), "có");
    EXPECT_EQ(of("28000"), "28.000");
    EXPECT_EQ(of("-12.50"), "-12,5");
    EXPECT_EQ(of("1500.000"), "1.500");
    EXPECT_EQ(of("-123456.25"), "-123.456,25");
    EXPECT_EQ(of("-123"), "-123");
    EXPECT_EQ(of("12345678901234567890.5"), "12.345.678.901.234.567.890,5");
    EXPECT_EQ(of("0.001"), "0,001");
    EXPECT_EQ(of("\"văn bản\""), "văn bản");
    EXPECT_EQ(of(R"({"@":"2026-09-02"})"), "02/09/2026");
    EXPECT_EQ(of(R"([1,"a"])"), R"([1, "a"])");
}

}  // namespace
}  // namespace lt::decisions
