#include "forms/pattern.h"

#include <gtest/gtest.h>

namespace lt::forms {
namespace {

TEST(Pattern, FitsAsTheStandardSays)
{
    const auto fits = [](const char* pattern, const char* text) {
        const auto compiled = Pattern::compile(pattern);
        EXPECT_TRUE(compiled) << pattern;
        return (*compiled)->fits(text);
    };
    EXPECT_TRUE(fits("b", "abc")) << "not anchored";
    EXPECT_FALSE(fits("^b$", "abc"));
    EXPECT_TRUE(fits("^\\d{2}[A-Z]\\d?-\\d{3,5}\\.\\d{2}$", "99A1-123.45"));
    EXPECT_TRUE(fits("^(?:GCN|CNĐKDN)-\\p{Lu}+$", "CNĐKDN-ĐẶNG"));
    EXPECT_FALSE(fits("^.$", "ab"));
    EXPECT_TRUE(fits("^.$", "Ộ")) << "characters, not bytes";
    EXPECT_TRUE(fits("^[^a-c]$", "d"));
    EXPECT_TRUE(fits("^[\\w-]+$", "a_b-1"));
    EXPECT_TRUE(fits("^(ab){3}$", "ababab"));
}

TEST(Pattern, RefusesWhatBrowsersUnderstandDifferentlyOrTryForEver)
{
    for (const char* pattern : {"\\s",         "(?=a)",
                                "(?!a)",       "(?<n>a)",
                                "(?P<n>a)",    "(?i)a",
                                "(a)\\1",      "\\bA",
                                "a++",         "a*?",
                                "a{2}{3}",     "(a+)+",
                                "(a*)*",       "(a|a)*",
                                "(a+){2}",     "(a?b){9}",
                                "((a|b)c){2}", "(a|b|c){15}",
                                "a{1001}",     "a{3,2}",
                                "a{,3}",       "[[:alpha:]]",
                                "[a",          "(a",
                                "a)",          "*a",
                                "\\",          "\\x41",
                                "[\\d-z]",     "[a-\\d]",
                                "[z-a]",       "[]a]",
                                "a]",          "}",
                                "\\p{Latin}",  "^*",
                                "a*a*a*a*a*",  "a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?",
                                "[a&&b]"})
        EXPECT_FALSE(Pattern::compile(pattern)) << pattern;
    EXPECT_FALSE(Pattern::compile(std::string(600, 'a')));
    EXPECT_FALSE(Pattern::compile(std::string(100, '(')));
}

TEST(Pattern, IsLinear)
{
    const auto pattern = Pattern::compile("^a*b*a*b*$");
    ASSERT_TRUE(pattern);
    EXPECT_FALSE((*pattern)->fits(std::string(10'000, 'a') + std::string(10'000, 'b') + "c"));
}

}  // namespace
}  // namespace lt::forms
