// The functions of the standard.
#include <gtest/gtest.h>

#include "decisions/feel/feel_testing.h"

namespace lt::feel {
namespace {

template <std::size_t size>
void check_all(const Case (&cases)[size])
{
    for (const Case& one : cases) EXPECT_EQ(feel(one.text), one.expected) << one.text;
}

TEST(Functions, OfNumbers)
{
    check_all({
        {"decimal(1/3, 2)", "0.33"},
        {"decimal(1.5, 0)", "2"},
        {"decimal(2.5, 0)", "2"},
        {"floor(-1.5)", "-2"},
        {"ceiling(-1.5)", "-1"},
        {"floor(1.56, 1)", "1.5"},
        {"round up(-1.21, 1)", "-1.3"},
        {"round down(-1.29, 1)", "-1.2"},
        {"round half up(2.5, 0)", "3"},
        {"round half down(2.5, 0)", "2"},
        {"round half up(-2.5, 0)", "-3"},
        {"decimal(1, 7000)", "null"},
        {"abs(-3)", "3"},
        {"abs(@\"-PT5H\")", "PT5H"},
        {"modulo(10, -4)", "-2"},
        {"modulo(-12, 5)", "3"},
        {"modulo(1, 0)", "null"},
        {"sqrt(16)", "4"},
        {"sqrt(-1)", "null"},
        {"log(0)", "null"},
        {"decimal(exp(1), 5)", "2.71828"},
        {"odd(3)", "true"},
        {"even(2.5)", "null"},
        {"odd(-1)", "true"},
        {"number(\"1 234,5\", \" \", \",\")", "1234.5"},
        {"number(\"1.234.567\", \".\", \",\")", "1234567"},
        {"number(\"abc\")", "null"},
        {"number(\"1\", \".\", \".\")", "null"},
        {"number(\"12\")", "12"},
    });
}

TEST(Functions, OfStrings)
{
    check_all({
        {"string length(\"😀a\")", "2"},
        {"substring(\"foobar\", 3)", "\"obar\""},
        {"substring(\"foobar\", -2, 1)", "\"a\""},
        {"substring(\"đường\", 2, 2)", "\"ườ\""},
        {"substring(\"foobar\", 0)", "null"},
        {"upper case(\"đường\")", "\"ĐƯỜNG\""},
        {"lower case(\"ĐƠN\")", "\"đơn\""},
        {"substring before(\"a-b-c\", \"-\")", "\"a\""},
        {"substring after(\"a-b-c\", \"-\")", "\"b-c\""},
        {"substring after(\"abc\", \"x\")", "\"\""},
        {"contains(\"abc\", \"b\") and starts with(\"abc\", \"a\") and ends with(\"abc\", \"c\")", "true"},
        {"replace(\"aaa\", \"a\", \"b\")", "\"bbb\""},
        {"replace(\"2026-11-29\", \"(\\d+)-(\\d+)-(\\d+)\", \"$3/$2/$1\")", "\"29/11/2026\""},
        {"replace(\"a\", \"b*\", \"x\")", "null"},
        {"replace(\"a\", \"a\", \"$\")", "null"},
        {"matches(\"H05.01\", \"[A-Z][0-9]{2}(\\.[0-9]{2})*\")", "true"},
        {"matches(\"abc\", \"^B\", \"i\")", "false"},
        {"matches(\"ABC\", \"b\", \"i\")", "true"},
        {"matches(\"a\", \"[a-z-[b-z]]\")", "true"},
        {"matches(\"b\", \"[a-z-[b-z]]\")", "false"},
        {"matches(\"a\\n\", \"a$\")", "false"},
        {"matches(\"a\", \"(?=a)\")", "null"},
        {"matches(\"a\", \"a++\")", "null"},
        {"matches(\"a\", \"[\")", "null"},
        {"matches(\"a\", \"a\", \"z\")", "null"},
        {"split(\"a;b;;c\", \";\")", "[\"a\", \"b\", \"\", \"c\"]"},
        {"string join([\"a\", null, \"b\"], \", \")", "\"a, b\""},
        {"string join([1])", "null"},
        {"string(1.50)", "\"1.50\""},
        {"string([\"a\", {b: 1}])", "\"[\\\"a\\\", {b: 1}]\""},
        {"string(null)", "null"},
        {"\"\\u0041\\uD83D\\uDE00\\n\" = \"A😀\n\"", "true"},
    });
}

TEST(Functions, OfLists)
{
    check_all({
        {"list contains([1, null], null)", "true"},
        {"count([1, 2])", "2"},
        {"min(3, 1, 2)", "1"},
        {"max([\"a\", \"c\", \"b\"])", "\"c\""},
        {"max([1, \"a\"])", "null"},
        {"sum([1.5, 2.5])", "4.0"},
        {"sum([@\"P1D\", @\"PT12H\"])", "P1DT12H"},
        {"sum([])", "null"},
        {"mean([1, 2, 4, 5])", "3"},
        {"median([8, 2, 5, 1])", "3.5"},
        {"stddev([2, 4, 7, 5])", "2.081665999466132735282297706979931"},
        {"stddev([1])", "null"},
        {"mode([6, 1, 9, 6, 1])", "[1, 6]"},
        {"mode([])", "[]"},
        {"product([2, 3, 4])", "24"},
        {"sublist([1, 2, 3, 4], 2, 2)", "[2, 3]"},
        {"sublist([1, 2], 3, 1)", "null"},
        {"append([1], 2, 3)", "[1, 2, 3]"},
        {"concatenate([1], [2, 3])", "[1, 2, 3]"},
        {"insert before([1, 3], 2, 2)", "[1, 2, 3]"},
        {"remove([1, 2, 3], -1)", "[1, 2]"},
        {"reverse([1, 2, 3])", "[3, 2, 1]"},
        {"index of([1, 2, 1], 1)", "[1, 3]"},
        {"union([1, 2], [2, 3])", "[1, 2, 3]"},
        {"distinct values([1, 2, 1.0])", "[1, 2]"},
        {"flatten([1, [2, [3, []]]])", "[1, 2, 3]"},
        {"list replace([1, 2, 3], 2, 9)", "[1, 9, 3]"},
        {"list replace([1, 5, 3], function(old, new) old < new, 4)", "[4, 5, 4]"},
        {"sort([\"b\", \"a\"])", "[\"a\", \"b\"]"},
        {"sort([1, \"a\"])", "null"},
        {"sort([3, 1, 2], function(a, b) true)", "[2, 1, 3]"},
    });
}

TEST(Functions, OfContexts)
{
    check_all({
        {"get value({a: {b: 1}}, [\"a\", \"b\"])", "1"},
        {"get value({a: 1}, \"b\")", "null"},
        {"get entries({a: 1})", "[{key: \"a\", value: 1}]"},
        {"context([{key: \"a\", value: 1}, {key: \"b\", value: 2}])", "{a: 1, b: 2}"},
        {"context([{key: \"a\", value: 1}, {key: \"a\", value: 2}])", "null"},
        {"context put({a: 1}, \"b\", 2)", "{a: 1, b: 2}"},
        {"context put({a: {b: 1}}, [\"a\", \"b\"], 2)", "{a: {b: 2}}"},
        {"context put({a: 1}, [\"x\", \"b\"], 2)", "null"},
        {"context merge([{a: 1, b: 1}, {b: 2}])", "{a: 1, b: 2}"},
        {"is(@\"23:00:50Z\", @\"23:00:50+00:00\")", "true"},
        {"is(@\"23:00:50Z\", @\"23:00:50\")", "false"},
        {"is(1, \"1\")", "false"},
    });
}

TEST(Functions, OfDatesAndTimes)
{
    check_all({
        {"date(2026, 11, 29)", "2026-11-29"},
        {"date(date and time(\"2026-11-29T10:00:00\"))", "2026-11-29"},
        {"date(\"02026-01-01\")", "null"},
        {"date(\"-0044-03-15\").year", "-44"},
        {"date and time(\"2026-01-01\")", "2026-01-01T00:00:00"},
        {"date and time(\"2026-01-01T24:00:00\")", "2026-01-02T00:00:00"},
        {"date and time(date(\"2026-01-01\"), time(\"08:00:00+07:00\"))", "2026-01-01T08:00:00+07:00"},
        {"time(8, 30, 0, @\"PT7H\")", "08:30:00+07:00"},
        {"time(\"08:30:00+19:00\")", "null"},
        {"time(\"08:30:00+5\")", "null"},
        {"time(\"25:00:00\")", "null"},
        {"time(\"08:30:00@Asia/Ho_Chi_Minh\").timezone", "\"Asia/Ho_Chi_Minh\""},
        {"time(\"08:30:00@Mars/Base\")", "null"},
        {"@\"2026-11-29\".weekday", "7"},
        {"@\"2026-11-29T10:15:30.5+07:00\".second", "30"},
        {"@\"2026-11-29T10:15:30+07:00\".time offset", "PT7H"},
        {"duration(\"P100M\")", "P8Y4M"},
        {"duration(\"PT24H\")", "P1D"},
        {"duration(\"-PT0.5S\") * 2", "-PT1S"},
        {"duration(\"P\")", "null"},
        {"duration(\"P99999999999999999999D\")", "null"},
        {"@\"P1Y6M\".months", "6"},
        {"@\"P1DT2H\".hours", "2"},
        {"@\"P1Y6M\".days", "null"},
        {"@\"-PT1H30M\".minutes", "-30"},
        {"years and months duration(@\"2024-02-29\", @\"2025-02-28\")", "P11M"},
        {"@\"2026-01-31\" + @\"P1M\"", "2026-02-28"},
        {"@\"2024-02-29\" - @\"P1Y\"", "2023-02-28"},
        {"@\"2026-01-01\" - @\"2025-12-30\"", "P2D"},
        {"@\"2026-01-01T00:00:00Z\" - @\"2026-01-01T00:00:00\"", "null"},
        {"@\"23:30:00\" + @\"PT1H\"", "00:30:00"},
        {"@\"P1Y\" / @\"P1M\"", "12"},
        {"@\"P1D\" / 4", "PT6H"},
        {"@\"P1M\" * 1.9", "P1M"},
        {"@\"999999999-12-31\" + @\"P1D\"", "null"},
        {"today()", "2026-11-29"},
        {"now()", "2026-11-29T10:30:00+07:00"},
        {"day of week(@\"2026-11-29\")", "\"Sunday\""},
        {"month of year(@\"2026-11-29\")", "\"November\""},
        {"day of year(@\"2024-12-31\")", "366"},
        {"week of year(@\"2021-01-03\")", "53"},
        {"@\"2026-03-08T01:30:00@America/New_York\" + @\"PT1H\"", "2026-03-08T03:30:00@America/New_York"},
    });
}

TEST(Functions, OfRanges)
{
    check_all({
        {"before(1, 2)", "true"},
        {"before([1..5), [5..9])", "true"},
        {"before([1..5], [5..9])", "false"},
        {"after(6, [1..5])", "true"},
        {"meets([1..5], [5..9])", "true"},
        {"met by([5..9], [1..5])", "true"},
        {"overlaps([1..5], [5..9])", "true"},
        {"overlaps([1..5), [5..9])", "false"},
        {"overlaps before([1..5], [3..9])", "true"},
        {"overlaps after([3..9], [1..5])", "true"},
        {"finishes(5, [1..5])", "true"},
        {"finishes(5, [1..5))", "false"},
        {"finished by([1..5], 5)", "true"},
        {"includes([1..5], [2..3])", "true"},
        {"includes((1..5], 1)", "false"},
        {"during(2, [1..5])", "true"},
        {"starts([1..3], [1..5])", "true"},
        {"started by([1..5], 1)", "true"},
        {"coincides([1..5], [1..5))", "false"},
        {"coincides(1, 1)", "true"},
        {"before(1, \"a\")", "null"},
        {"range(\"[1..5)\")", "[1..5)"},
        {"range(\"[5..1]\")", "null"},
        {"range(\"(..5]\")", "(null..5]"},
        {"range(\"[..5]\")", "null"},
        {"range(\"[date(\\\"2026-01-01\\\")..@\\\"2026-02-01\\\"]\")", "[2026-01-01..2026-02-01]"},
        {"range(\"[1 + 1..5]\")", "null"},
    });
}

}  // namespace
}  // namespace lt::feel
