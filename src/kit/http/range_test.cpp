#include "kit/http/range.h"

using namespace lt::http;
using Kind = Range::Kind;

namespace {

std::string show(const Range& range)
{
    if (range.kind == Kind::unsatisfiable) return "416";
    const auto text = std::to_string(range.first) + "+" + std::to_string(range.length);
    return range.kind == Kind::whole ? "whole" : text;
}

}  // namespace

TEST(Range, Forms)
{
    const std::vector<std::pair<std::string, std::string>> table = {
        {"bytes=0-9", "0+10"},
        {"bytes=10-", "10+90"},
        {"bytes=-1", "99+1"},
        {"bytes=-1000", "0+100"},
        {"bytes=99-99", "99+1"},
        {"bytes=50-1000", "50+50"},
        {"bytes=100-", "416"},
        {"bytes=100-200", "416"},
        {"bytes=-0", "416"},
        {"bytes=5-4", "whole"},
        {"bytes=", "whole"},
        {"bytes=-", "whole"},
        {"bytes=a-b", "whole"},
        {"bytes=0-1,3-4", "whole"},
        {"lines=0-1", "whole"},
        {"bytes 0-1", "whole"},
        {"bytes= 0-0 ", "0+1"},
        {"BYTES=0-0", "0+1"},
        {"bytes=0--1", "whole"},
        {"bytes=0-1x", "whole"},
        {"bytes=0-18446744073709551615", "0+100"},
        {"bytes=99999999999999999999-", "whole"},
    };
    for (const auto& [header, expected] : table)
        EXPECT_EQ(show(parse_range(header, 100)), expected) << header;
    EXPECT_EQ(show(parse_range("bytes=0-0", 0)), "416");
    EXPECT_EQ(show(parse_range("bytes=-5", 0)), "416");
}

TEST(Range, IfRangeNeedsTheSameStrongTag)
{
    Request request;
    request.headers["range"] = "bytes=0-0";
    EXPECT_EQ(show(requested_range(request, "\"a\"", 10)), "0+1");
    request.headers["if-range"] = "\"a\"";
    EXPECT_EQ(show(requested_range(request, "\"a\"", 10)), "0+1");
    EXPECT_EQ(show(requested_range(request, "\"b\"", 10)), "whole");
    EXPECT_EQ(show(requested_range(request, "W/\"a\"", 10)), "whole");
    request.headers["if-range"] = "Sat, 29 Oct 1994 19:43:31 GMT";
    EXPECT_EQ(show(requested_range(request, "\"a\"", 10)), "whole");
}

TEST(Range, EtagLists)
{
    EXPECT_TRUE(etag_matches("\"x\", W/\"a\"", "\"a\""));
    EXPECT_TRUE(etag_matches("*", "\"a\""));
    EXPECT_FALSE(etag_matches("\"b\"", "\"a\""));
    EXPECT_FALSE(etag_matches("*", ""));
}
