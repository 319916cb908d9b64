#include "kit/http/ascii.h"

using namespace lt::http;

TEST(Ascii, PercentDecoding)
{
    EXPECT_EQ(percent_decode("a%20b%C3%A0"), "a bà");
    EXPECT_EQ(percent_decode("a+b"), "a+b");
    EXPECT_EQ(percent_decode("a+b", true), "a b");
    for (const char* broken : {"%", "%4", "%4x", "a%zz", "%%41"})
        EXPECT_FALSE(percent_decode(broken)) << broken;
    EXPECT_EQ(percent_decode(percent_encode("Số 12/QĐ & \"x\"")), "Số 12/QĐ & \"x\"");
}

TEST(Ascii, ListsRespectQuotes)
{
    const auto list = split_list(R"( a , "b,c" ,, d;x="1,\"2" )");
    ASSERT_EQ(list.size(), 3U);
    EXPECT_EQ(list[1], "\"b,c\"");
    EXPECT_EQ(list[2], R"(d;x="1,\"2")");
}

TEST(Ascii, ParametersKeepBackslashesOfOldPaths)
{
    const auto p = parse_parameters(R"(Form-Data; NAME="a"; filename="C:\x\bao cao.pdf"; filename="second")");
    EXPECT_EQ(p.value, "form-data");
    EXPECT_EQ(p.find("name"), "a");
    EXPECT_EQ(p.find("filename"), R"(C:\x\bao cao.pdf)");
    EXPECT_EQ(parse_parameters(R"(x; n="say \"hi\"; there")").find("n"), R"(say "hi"; there)");
}

TEST(Ascii, Quality)
{
    EXPECT_EQ(quality("gzip, br;q=0.5", "gzip"), 1000);
    EXPECT_EQ(quality("gzip, br;q=0.5", "br"), 500);
    EXPECT_EQ(quality("gzip;q=0", "gzip"), 0);
    EXPECT_EQ(quality("*;q=0.1, gzip;q=0", "gzip"), 0);
    EXPECT_EQ(quality("*", "gzip"), 1000);
    EXPECT_EQ(quality("", "gzip"), -1);
    EXPECT_EQ(quality("text/*;q=0.3, */*;q=0.1", "text/html"), 300);
    EXPECT_EQ(quality("text/*;q=0.3, */*;q=0.1", "application/json"), 100);
    EXPECT_EQ(quality("gzip;q=9", "gzip"), 0);
}

TEST(Ascii, Base64)
{
    for (const std::string text : {"", "a", "ab", "abc", "abcd", "\xff\x00\x10"})
        EXPECT_EQ(base64_decode(base64_encode(text)), text);
    EXPECT_EQ(base64_encode("Man"), "TWFu");
    EXPECT_EQ(base64_encode("Ma"), "TWE=");
    for (const char* broken : {"a", "TWE", "T===", "TW=u", "TWE=TWFu", "TW-u", "===="})
        EXPECT_FALSE(base64_decode(broken)) << broken;
}

TEST(Ascii, NumbersAreDigitsOnly)
{
    EXPECT_EQ(parse_number("0"), 0U);
    EXPECT_EQ(parse_number("18446744073709551615"), UINT64_MAX);
    for (const char* broken : {"", "-1", "+1", " 1", "1 ", "0x1", "18446744073709551616"})
        EXPECT_FALSE(parse_number(broken)) << broken;
}

TEST(Ascii, JsonQuoting)
{
    EXPECT_EQ(json_quote("a\"\\\n\x01"
                         "à"),
              "\"a\\\"\\\\\\u000a\\u0001à\"");
}
