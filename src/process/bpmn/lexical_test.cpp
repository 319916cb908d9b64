#include "process/bpmn/lexical.h"

#include <gtest/gtest.h>

namespace lt::bpmn {
namespace {

void expect(bool (*is)(std::string_view), std::initializer_list<const char*> right,
            std::initializer_list<const char*> wrong)
{
    for (const char* text : right) EXPECT_TRUE(is(text)) << text;
    for (const char* text : wrong) EXPECT_FALSE(is(text)) << text;
}

TEST(BpmnLexical, Dates)
{
    expect(is_iso_date_time,
           {"2015-12-24", "2015-12-24T20:00:00", "2015-12-24T20:00:00.5Z", "2015-12-24T20:00+07:00",
            "2024-02-29", "2015-12-24Z"},
           {"", "INVALID", "2015-13-24", "2015-02-29", "24/12/2015", "2015-12-24 20:00",
            "2015-12-24T25:00:00", "2015-12-24T", "2015-12-24T20:00:00.", "2015-12-24T20:00:00+7"});
}

TEST(BpmnLexical, Durations)
{
    expect(is_iso_duration, {"PT1S", "P5D", "P1Y2M3DT4H5M6.5S", "P2W", "-P1D", "PT0S"},
           {"", "P", "PT", "P1DT", "1D", "PT1", "P1S", "PT1S5H", "P1D ", "PT1.S", "INVALID"});
}

TEST(BpmnLexical, Cycles)
{
    expect(
        is_iso_cycle,
        {"R/PT1H", "R5/PT10H", "R3/2026-01-01T00:00:00Z/P1D", "R3/P1D/2026-01-01", "R/2026-01-01/2026-02-01"},
        {"", "R", "R5", "PT1H", "R5/", "R5/INVALID", "R5/PT1H/PT1H", "R-1/PT1S", "R1/2026-01-01",
         "0 0 9 * * MON"});
}

TEST(BpmnLexical, Names)
{
    expect(is_ncname, {"a", "_2", "Quy-trình.1"}, {"", "2a", "a:b", "a b", "-a"});
    expect(is_integer, {"0", "-1", "+7", "99999999999999999999"}, {"", "-", "1.0", "1x"});
    expect(is_decimal, {"1", "-1.5", ".5", "1e3", "INF", "NaN"}, {"", ".", "1e", "x"});
}

TEST(BpmnLexical, UrisAndMediaTypes)
{
    expect(is_uri, {"", "http://www.w3.org/1999/XPath", "urn:x", "relative/path", "a%20b", "#f"},
           {"%zz", "_invalid_uri%$!", "##Other", "1:x", "a#b#c"});
    expect(is_media_type, {"text/plain", "application/vnd.x+xml", "text/html; charset=utf-8"},
           {"", "INVALID", "text/", "/plain", "a/b/c", "a b/c"});
}

TEST(BpmnLexical, Formulas)
{
    expect(is_formula, {"true", "a < 3", "test.contains(\"a\")", "${x}", "= x", "3"},
           {"", "dummy condition expression", "dummyCondition", "khi trời mưa"});
    expect(is_no_condition, {"23", "-1.5", "\"text\"", "'text'"},
           {"", "true", "x", "\"a\" = \"b\"", "x > 23"});
}

}  // namespace
}  // namespace lt::bpmn
