// Expressions that try to take more than they are given: each must end in a refusal, soon and without much memory.
#include <gtest/gtest.h>

#include "decisions/feel/feel_testing.h"

namespace lt::feel {
namespace {

std::string repeated(std::string_view piece, std::size_t times)
{
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out += piece;
    return out;
}

TEST(Hostile, DeepTextsAreRefusedWhereTheyAreTooDeep)
{
    for (const char* piece :
         {"(", "[", "-", "{a:", "f(", "if ", "not(", "(<", "function(x) ", "x[", "1 in (", "for a in "}) {
        EXPECT_TRUE(feel(repeated(piece, 8000)).starts_with("syntax")) << piece;
        EXPECT_TRUE(test(repeated(piece, 8000), "1").starts_with("syntax")) << piece;
    }
    EXPECT_TRUE(feel("x" + repeated(".a", 8000)).starts_with("syntax"));
    EXPECT_TRUE(feel("x" + repeated("[1]", 8000)).starts_with("syntax"));
    EXPECT_TRUE(feel("x instance of " + repeated("list<", 8000)).starts_with("syntax"));
    EXPECT_TRUE(feel(std::string(65 << 10, ' ')).starts_with("syntax"));
    // Long is not deep.
    EXPECT_EQ(feel("0" + repeated(" + 1", 8000)), "8000");
}

TEST(Hostile, LoopsEnd)
{
    EXPECT_EQ(feel("for i in 1..999999999999 return i"), "steps");
    EXPECT_EQ(feel("for i in 1..9223372036854775807 return 1"), "steps");
    EXPECT_EQ(feel("some i in 1..999999999999 satisfies false"), "steps");
    EXPECT_EQ(feel("for a in 1..9999, b in 1..9999, c in 1..9999 return 1"), "steps");
    EXPECT_EQ(feel("for d in @\"-999999999-01-01\"..@\"999999999-12-31\" return d"), "steps");
    EXPECT_EQ(feel("{f: function(g, n) if n = 0 then 0 else g(g, n), r: f(f, 1)}.r"), "depth");
    EXPECT_EQ(feel("count(distinct values(for i in 1..100000 return i))"), "steps");
}

TEST(Hostile, NothingDoublesForLong)
{
    const std::string doubled = "{s0: \"0123456789abcdef\"" + [] {
        std::string out;
        for (int i = 0; i < 60; ++i) {
            out += ", s" + std::to_string(i + 1) + ": s" + std::to_string(i) + " + s" + std::to_string(i);
        }
        return out;
    }() + "}.s60";
    EXPECT_EQ(feel(doubled), "memory");
    // Shared parts cost little to hold and much to look at.
    EXPECT_EQ(feel("for i in 1..100 return if i = 1 then [1] else [partial[-1], partial[-1]]"), "memory");
    EXPECT_EQ(feel("count(for i in 1..5000 return if i = 1 then [1] else [partial[-1]])"), "depth");
    EXPECT_EQ(feel("for i in 1..100000 return partial"), "memory");
    EXPECT_EQ(feel("{a: for i in 1..20000 return i, b: for x in a return a, c: string(b)}.c"), "memory");
    EXPECT_EQ(feel("{a: function(x) x, r: for i in 1..5000 return if i = 1 then function(x) 1 else "
                   "(function(g) function(x) g(x))(partial[-1])}.r"),
              "depth");
    EXPECT_EQ(
        feel(
            "replace(string join(for i in 1..20000 return \"aaaaaaaaaa\"), \"a\", \"0123456789012345678901234567890123456789"
            "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
            "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
            "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789\")"),
        "memory");
}

TEST(Hostile, NumbersStayNumbers)
{
    for (const char* text :
         {"10 ** 9999999999", "9 ** 9 ** 9 ** 9 ** 9", "1e6144 * 10", "1e999999999999999999999", "exp(1e30)",
          "1e-6176 ** -2", "decimal(1, 1e30)", "modulo(1e6000, 1e-6000)", "1.0000000000000000001 ** 1e25"}) {
        const std::string result = feel(text);
        EXPECT_TRUE(result == "null" || result.starts_with("syntax")) << text << " " << result;
    }
    EXPECT_EQ(feel("0.5 ** 1e9"), "0");
    EXPECT_EQ(feel("(-1) ** 1e30"), "1");
    EXPECT_EQ(feel("9223372036854775807 + 1"), "9223372036854775808");
    EXPECT_EQ(feel("[1, 2][1e300]"), "null");
    EXPECT_EQ(feel("substring(\"abc\", 1e300)"), "null");
    EXPECT_EQ(feel("@\"P999999999999D\" * 1e30"), "null");
}

TEST(Hostile, RegularExpressionsEnd)
{
    const std::string many = "\"" + std::string(200, 'a') + "!\"";
    for (const char* pattern : {"^(a+)+$", "^(a|aa)+$", "(a*)*b", "^(([a-z])+.)+[A-Z]([a-z])+$"}) {
        EXPECT_EQ(feel("matches(" + many + ", \"" + pattern + "\")"), "steps") << pattern;
    }
    EXPECT_TRUE(feel("matches(\"a\", \"" + repeated("(", 3000) + "a" + repeated(")", 3000) + "\")") !=
                "steps");
    EXPECT_EQ(feel("matches(\"a\", \"a{1,99999999}\")"), feel("matches(\"a\", \"a{1,99999999}\")"));
    EXPECT_EQ(feel("matches(\"a\", \"" + std::string(5000, 'a') + "\")"), "null");
}

TEST(Hostile, LimitsAreKeptToTheStep)
{
    const Limits few{100, 500, 64U << 20, 20};
    EXPECT_EQ(feel("for i in 1..10 return i", "{}", few), "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]");
    EXPECT_EQ(feel("for i in 1..200 return i", "{}", few), "steps");
    const Limits small{1'000'000, 500, 10'000, 20};
    EXPECT_EQ(feel("for i in 1..2000 return i", "{}", small), "memory");
    const Limits flat{1'000'000, 5, 64U << 20, 20};
    EXPECT_EQ(feel("((1 + 2) * 3 + 1) * 2 ** (1 + (2 + 3 * (4 - 5)))", "{}", flat), "depth");
    Limits quiet;
    quiet.warnings = 3;
    const auto compiled = compile("for i in 1..1000 return i + \"a\"");
    EXPECT_EQ(evaluate(std::get<Expression>(compiled), ContextScope(variables("{}")), quiet, test_now())
                  .warnings.size(),
              3U);
}

}  // namespace
}  // namespace lt::feel
