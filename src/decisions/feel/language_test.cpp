// The language: operators, names, control, lists, contexts, functions, types.
#include <gtest/gtest.h>

#include "decisions/feel/feel_testing.h"

namespace lt::feel {
namespace {

template <std::size_t size>
void check(const Case (&cases)[size], std::string_view json = "{}")
{
    for (const Case& one : cases) EXPECT_EQ(feel(one.text, json), one.expected) << one.text;
}

TEST(Language, BindsOperatorsAsTheStandardSays)
{
    check({
        {"1 + 2 * 3", "7"},
        {"(1 + 2) * 3", "9"},
        {"2 * 3 ** 2", "18"},
        {"2 ** 3 ** 2", "64"},
        {"-2 ** 2", "4"},
        {"--5", "5"},
        {"7 - 2 - 1", "4"},
        {"8 / 4 / 2", "1"},
        {"5 + -3", "2"},
        {"5 - -3", "8"},
        {"1 + 1 = 2", "true"},
        {"1 < 2 and 2 < 3", "true"},
        {"false or true and false", "false"},
        {"if 1 = 1 then 2 else 3 + 4", "2"},
        {"if 1 = 2 then 2 else 3 + 4", "7"},
        {"[1, 2, 3][2] + 1", "3"},
        {"{a: {b: [5, 6]}}.a.b[-1]", "6"},
        {".5 + 1.2e-3", "0.5012"},
        {"1/* two */ + // three\n 4", "5"},
        {"0.1 + 0.2 = 0.3", "true"},
        {"1 / 3", "0.3333333333333333333333333333333333"},
    });
}

TEST(Language, TellsNamesOfSeveralWords)
{
    const char* const scope =
        R"({"phí thẩm định": 50000, "days in week": 7, "a-b": 9, "a": 3, "b": 1, "foo+bar": 4, "đơn giá": 2})";
    check(
        {
            {"phí thẩm định * 2", "100000"},
            {"phí   thẩm\n định", "50000"},
            {"days in week + 1", "8"},
            {"a-b", "9"},
            {"a - b", "9"},
            {"b-a", "-2"},
            {"foo+bar", "4"},
            {"đơn giá ** 3", "8"},
            {"{lệ phí hộ tịch: 3, tổng: lệ phí hộ tịch + 1}.tổng", "4"},
            {"{\"x y\": 3}.x y", "3"},
            {"for số lượng in [1, 2] return số lượng * a", "[3, 6]"},
            {"string length(\"đường\")", "5"},
        },
        scope);
    // Words side by side are one name, also when nobody declared it.
    const auto compiled = compile("họ và tên = \"A\" and tuổi > 18");
    ASSERT_TRUE(std::holds_alternative<Expression>(compiled));
    EXPECT_EQ(std::get<Expression>(compiled).reads(), (std::vector<std::string>{"họ và tên", "tuổi"}));
}

TEST(Language, SaysWhereAMistakeIs)
{
    check({
        {"1 +", "syntax 1:4"},
        {"(1 + 2", "syntax 1:7"},
        {"\"abc", "syntax 1:1"},
        {"1 +\n  * 2", "syntax 2:3"},
        {"đ + )", "syntax 1:5"},
        {"if true then 1", "syntax 1:15"},
        {"[1..", "syntax 1:5"},
        {"{a 1}", "syntax 1:5"},
        {"f(a: 1, 2)", "syntax 1:9"},
        {"\"\\uZZZZ\"", "syntax 1:4"},
        {"1 2", "syntax 1:3"},
        {"", "syntax 1:1"},
    });
    EXPECT_TRUE(feel("\xff").starts_with("syntax"));
}

TEST(Language, TakesNullForWhatIsWrong)
{
    check({
        {"nobody knows me", "null"},
        {"1 + \"a\"", "null"},
        {"1 / 0", "null"},
        {"{a: 1}.b", "null"},
        {"[1, 2][3]", "null"},
        {"\"x\" < 1", "null"},
        {"5(1)", "null"},
        {"abs(1, 2)", "null"},
        {"abs(x: 1)", "null"},
        {"date(\"2026-02-30\")", "null"},
        {"10 ** 9999", "null"},
        {"{a: 1, a: 2}", "null"},
        {"not(1)", "null"},
    });
    const auto compiled = compile("1 +\n unknown");
    const Outcome outcome =
        evaluate(std::get<Expression>(compiled), ContextScope(variables("{}")), {}, test_now());
    EXPECT_FALSE(outcome.refused());
    ASSERT_EQ(outcome.warnings.size(), 2U);
    EXPECT_EQ(outcome.warnings[0].line, 2U);
    EXPECT_EQ(outcome.warnings[0].column, 2U);
}

TEST(Language, HasThreeTruthValues)
{
    check({
        {"true and true", "true"},
        {"true and false", "false"},
        {"true and null", "null"},
        {"false and null", "false"},
        {"null and null", "null"},
        {"null and false", "false"},
        {"true or null", "true"},
        {"false or null", "null"},
        {"null or true", "true"},
        {"false or false", "false"},
        {"false or 1", "null"},
        {"true or 1", "true"},
        {"not(null)", "null"},
        {"all([])", "true"},
        {"any([])", "false"},
        {"all([true, null])", "null"},
        {"all([false, null])", "false"},
        {"any([true, null])", "true"},
        {"any([false, null])", "null"},
        {"all([true, 1])", "null"},
        {"if null then 1 else 2", "2"},
        {"if 5 then 1 else 2", "null"},
    });
}

TEST(Language, ComparesOnlyWhatIsOfOneKind)
{
    check({
        {"null = null", "true"},
        {"null = 1", "false"},
        {"100 = \"100\"", "null"},
        {"0 = 0.00", "true"},
        {"[1, 2] = [1, 2.0]", "true"},
        {"[1, 2] = [2, 1]", "false"},
        {"{a: 1, b: 2} = {b: 2, a: 1}", "true"},
        {"{} = []", "null"},
        {"\"Ă\" < \"Â\"", "false"},
        {"@\"2026-01-01T00:00:00Z\" = @\"2026-01-01T07:00:00+07:00\"", "true"},
        {"@\"2026-01-01T07:00:00@Asia/Ho_Chi_Minh\" = @\"2026-01-01T00:00:00Z\"", "true"},
        {"@\"P1D\" = @\"PT24H\"", "true"},
        {"@\"P1Y\" = @\"P365D\"", "null"},
        {"5 between 1 and 10", "true"},
        {"null between 1 and 10", "null"},
        {"[1..3] = [1..3]", "true"},
        {"[1..3] = [1..3)", "false"},
        {"(<10) = (null..10)", "false"},
    });
}

TEST(Language, AsksForMembership)
{
    check({
        {"1 in [1..3]", "true"},
        {"3 in [1..3)", "false"},
        {"1 in ]1..3]", "false"},
        {"2 in (1, 2)", "true"},
        {"2 in (> 5, < 3)", "true"},
        {"5 in [1, [4..6]]", "true"},
        {"\"b\" in [\"a\"..\"c\"]", "true"},
        {"null in [1..10]", "null"},
        {"1 in [\"a\"..\"b\"]", "null"},
        {"[1, 2] in ([1, 2], [3])", "true"},
        {"5 in != 4", "true"},
        {"3 in [1, 2]", "false"},
        {"@\"2026-11-29\" in [@\"2026-01-01\"..@\"2026-12-31\"]", "true"},
        {"[1..5].start", "1"},
        {"(1..5].start included", "false"},
        {"2 in (if true then [1..2] else null)", "true"},
    });
}

TEST(Language, Loops)
{
    check({
        {"for i in 1..4 return i * i", "[1, 4, 9, 16]"},
        {"for i in 3..1 return i", "[3, 2, 1]"},
        {"for i in [1, 2], j in [10, 20] return i + j", "[11, 21, 12, 22]"},
        {"for i in [[1, 2], [3]], j in i return j", "[1, 2, 3]"},
        {"for i in 1..5 return if i = 1 then 1 else partial[-1] * i", "[1, 2, 6, 24, 120]"},
        {"for d in @\"2026-02-27\"..@\"2026-03-01\" return d.day", "[27, 28, 1]"},
        {"for i in [1..3) return i", "[1, 2]"},
        {"for i in 1..1.5 return i", "null"},
        {"for i in null return i", "null"},
        {"for i in 5 return i", "[5]"},
        {"some x in [1, 2, 3] satisfies x > 2", "true"},
        {"every x in [1, 2, 3] satisfies x > 2", "false"},
        {"every x in [] satisfies x > 2", "true"},
        {"some x in [1, null] satisfies x > 2", "null"},
        {"some x in [1, 2], y in [2, 3] satisfies x = y", "true"},
    });
}

TEST(Language, Filters)
{
    check({
        {"[1, 2, 3, 4][item > 2]", "[3, 4]"},
        {"[{x: 1, y: 2}, {x: 2, y: 3}][x = 2].y", "[3]"},
        {"[{item: 1}, {item: 2}][item = 2]", "[{item: 2}]"},
        {"[1, 2, 3][-1]", "3"},
        {"[1, 2, 3][0]", "null"},
        {"[][1]", "null"},
        {"[][item > 1]", "[]"},
        {"100[1]", "100"},
        {"\"foo\"[true]", "[\"foo\"]"},
        {"null[1]", "null"},
        {"[{a: 1}, {b: 2}].a", "[1, null]"},
        {"{limit: 2, list: [1, 2, 3][item > limit]}.list", "[3]"},
        {"[[1], [2, 3]][count(item) = 2][1][1]", "2"},
    });
}

TEST(Language, MakesAndCallsFunctions)
{
    check({
        {"(function(x, y) x - y)(5, 3)", "2"},
        {"(function(x, y) x - y)(y: 5, x: 3)", "-2"},
        {"(function(x: number) x + 1)(\"a\")", "null"},
        {"(function(x: number) x + 1)([1])", "2"},
        {"(function(x: list<number>) count(x))(4)", "1"},
        {"{k: 10, add: function(x) x + k, r: add(5)}.r", "15"},
        {"for f in [abs, floor] return f(-1.5)", "[1.5, -2]"},
        {"(function(f) f(2))(function(x) x * 21)", "42"},
        {"for i in 1..3 return (function(j) i * j)(10)", "[10, 20, 30]"},
        {"sort([3, 1, 2], function(a, b) a > b)", "[3, 2, 1]"},
        {"(function(x) external {java: {class: \"java.lang.Math\"}})(1)", "null"},
        {"abs(n: -4)", "4"},
        {"substring(string: \"abc\", start position: 2)", "\"bc\""},
        {"{min: 5, x: min(2, 3)}.x", "2"},
    });
}

TEST(Language, KnowsTypes)
{
    check({
        {"1 instance of number", "true"},
        {"null instance of Any", "false"},
        {"1 instance of Any", "true"},
        {"@\"2026-01-01\" instance of date", "true"},
        {"@\"2026-01-01T00:00:00\" instance of date and time", "true"},
        {"@\"P1D\" instance of days and time duration", "true"},
        {"@\"P1M\" instance of years and months duration", "true"},
        {"[1, 2] instance of list<number>", "true"},
        {"[1, \"a\"] instance of list<number>", "false"},
        {"{a: 1} instance of context<a: number>", "true"},
        {"{a: 1} instance of context<a: string>", "false"},
        {"[1..2] instance of range<number>", "true"},
        {"abs instance of function<number> -> number", "false"},
        {"1 instance of no such type", "false"},
    });
}

TEST(UnaryTests, AreMetByTheInput)
{
    const struct {
        const char* tests;
        const char* input;
        const char* expected;
    } cases[] = {
        {"-", "1", "true"},
        {"1", "1", "true"},
        {"\"a\", \"b\"", "\"b\"", "true"},
        {"< 5", "4", "true"},
        {"> 5, < 2", "3", "false"},
        {"[1..5]", "5", "true"},
        {"]1..5[", "5", "false"},
        {"not(1, 2)", "3", "true"},
        {"not(\"a\")", "\"a\"", "false"},
        {"null", "null", "true"},
        {"< 5", "null", "null"},
        {"? > 3 and ? < 6", "5", "true"},
        {"contains(?, \"x\")", "\"axb\"", "true"},
        {"[1, 2, 3]", "2", "true"},
        {"true", "false", "false"},
        {"false", "false", "true"},
        {"limit", "7", "true"},
        {"> limit", "8", "true"},
        {"even(?)", "4", "true"},
        {"@\"2026-01-01\"", "{\"@\":\"2026-01-01\"}", "true"},
        {"!= 3", "4", "true"},
        {"1 +", "1", "syntax 1:4"},
    };
    for (const auto& one : cases)
        EXPECT_EQ(test(one.tests, one.input, R"({"limit": 7})"), one.expected)
            << one.tests << " " << one.input;
}

TEST(Scope, IsAskedOnceForEachName)
{
    class Counting final : public Scope {
    public:
        std::optional<Value> find(std::string_view name) const override
        {
            asked_.emplace_back(name);
            return Value::integer(2);
        }
        mutable std::vector<std::string> asked_{};
    };
    const auto compiled = compile("x + x * x + y");
    const Counting scope;
    EXPECT_EQ(shown(evaluate(std::get<Expression>(compiled), scope, {}, test_now())), "8");
    EXPECT_EQ(scope.asked_, (std::vector<std::string>{"x", "y"}));
}

}  // namespace
}  // namespace lt::feel
