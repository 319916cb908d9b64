#include "decisions/feel/value.h"

#include <gtest/gtest.h>

#include "decisions/feel/json.h"

namespace lt::feel {
namespace {

Number n(const char* text) { return *Number::parse(text); }

std::string written(const std::optional<Number>& number) { return number ? number->str() : "nothing"; }

TEST(Number, KeepsWhatItReads)
{
    for (const char* text : {"0", "1", "-1", "0.50", "1234567890123456789012345678901234", "-0.000001",
                             "1E+6000", "9.999999999999999999999999999999999E+6144"})
        EXPECT_EQ(written(Number::parse(text)), text);
    EXPECT_EQ(written(Number::parse(".5")), "0.5");
    EXPECT_EQ(written(Number::parse("1.2e-3")), "0.0012");
    EXPECT_EQ(written(Number::parse("12345678901234567890123456789012345")),
              "12345678901234567890123456789012340");
    for (const char* text : {"", ".", "-", "1.", "1e", "e1", "1..2", "+1", "1 ", "1e7000", "NaN", "0x1"})
        EXPECT_EQ(written(Number::parse(text)), "nothing") << text;
}

TEST(Number, CalculatesWithThirtyFourDigits)
{
    EXPECT_EQ(written(add(n("0.1"), n("0.2"))), "0.3");
    EXPECT_EQ(written(add(n("1E+40"), n("1"))), "10000000000000000000000000000000000000000");
    EXPECT_EQ(written(subtract(n("1"), n("1E-40"))), "1.000000000000000000000000000000000");
    EXPECT_EQ(written(subtract(n("1"), n("6E-35"))), "0.9999999999999999999999999999999999");
    EXPECT_EQ(written(multiply(n("1.5"), n("-2"))), "-3.0");
    EXPECT_EQ(written(divide(n("10"), n("4"))), "2.5");
    EXPECT_EQ(written(divide(n("1"), n("3"))), "0.3333333333333333333333333333333333");
    EXPECT_EQ(written(divide(n("2"), n("3"))), "0.6666666666666666666666666666666667");
    EXPECT_EQ(written(divide(n("6"), n("2"))), "3");
    EXPECT_EQ(written(divide(n("1"), n("0"))), "nothing");
    EXPECT_EQ(written(multiply(n("1E+6000"), n("1E+6000"))), "nothing");
    EXPECT_EQ(written(modulo(n("10"), n("-4"))), "-2");
    EXPECT_EQ(written(modulo(n("-12"), n("5"))), "3");
    EXPECT_EQ(written(square_root(n("2"))), "1.414213562373095048801688724209698");
    EXPECT_EQ(written(square_root(n("16"))), "4");
    EXPECT_EQ(written(square_root(n("-1"))), "nothing");
    EXPECT_EQ(written(power(n("3"), n("20"))), "3486784401");
    EXPECT_EQ(written(power(n("2"), n("0.5"))), "1.414213562373095048801688724209698");
    EXPECT_EQ(written(power(n("10"), n("7000"))), "nothing");
    EXPECT_EQ(written(logarithm(n("0"))), "nothing");
    EXPECT_EQ(written(exponential(n("1"))), "2.718281828459045235360287471352662");
    EXPECT_EQ(written(round(n("2.5"), 0, Rounding::half_even)), "2");
    EXPECT_EQ(written(round(n("-2.5"), 0, Rounding::half_up)), "-3");
    EXPECT_EQ(written(round(n("1234.5"), -2, Rounding::ceiling)), "1300");
}

TEST(Number, ComparesByValue)
{
    EXPECT_TRUE(n("1.0") == n("1"));
    EXPECT_TRUE(n("0.00") == n("0"));
    EXPECT_TRUE(n("-1") < n("0.5"));
    EXPECT_TRUE(n("1E+40") > n("999"));
    EXPECT_TRUE(n("-1E+40") < n("-999"));
}

TEST(Value, GoesThroughJsonWithoutLoss)
{
    for (const char* text :
         {"null", "true", "1.50", "\"a\\\"b\\n\\u0001\"", "[1,[],{}]", R"({"a":1,"b c":[null]})",
          R"({"@":"2026-01-01"})", R"({"@":"10:00:00+07:00"})",
          R"({"@":"2026-01-01T10:00:00@Asia/Ho_Chi_Minh"})", R"({"@":"P1DT2H"})", R"({"@":"-P1Y2M"})",
          R"j({"@range":["[",1,5,")"]})j", R"j({"@range":["(",null,5,")","comparison"]})j", R"({"@@":"x"})",
          R"({"@":"1E+6000"})"}) {
        const auto value = from_json(text);
        ASSERT_TRUE(value) << text;
        EXPECT_EQ(to_json(*value), text);
    }
    EXPECT_FALSE(from_json("{\"@\":\"2026-13-01\"}"));
    EXPECT_FALSE(from_json("[1,"));
    EXPECT_FALSE(from_json(std::string(100'000, '[')));
}

}  // namespace
}  // namespace lt::feel
