#include "kit/http/csrf.h"

#include <set>

using namespace lt::http;

TEST(Csrf, MaskedEachTimeAnew)
{
    const std::string token(64, 'k');
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i) {
        const auto masked = csrf_mask(token);
        EXPECT_TRUE(csrf_check(token, masked));
        EXPECT_TRUE(seen.insert(masked).second);
        EXPECT_EQ(
            masked.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
            std::string::npos);
    }
}

TEST(Csrf, OnlyTheOwnToken)
{
    const std::string token(32, 'k');
    EXPECT_TRUE(csrf_check(token, token));
    EXPECT_FALSE(csrf_check(token, ""));
    EXPECT_FALSE(csrf_check("", ""));
    EXPECT_FALSE(csrf_check("", csrf_mask("")));
    EXPECT_FALSE(csrf_check(token, csrf_mask(std::string(32, 'j'))));
    EXPECT_FALSE(csrf_check(token, csrf_mask(std::string(31, 'k'))));
    auto masked = csrf_mask(token);
    for (std::size_t i = 0; i + 1 < masked.size(); ++i) {  // the last character has spare bits
        auto changed = masked;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(csrf_check(token, changed)) << i;
    }
    EXPECT_FALSE(csrf_check(token, std::string(10000, 'A')));
}

TEST(Csrf, CrossSite)
{
    const auto cross = [](std::map<std::string, std::string, std::less<>> headers, const char* url = "") {
        Request request;
        request.headers = std::move(headers);
        request.headers.emplace("host", "a.vn:8080");
        return is_cross_site(request, url);
    };
    EXPECT_FALSE(cross({}));
    EXPECT_FALSE(cross({{"sec-fetch-site", "same-origin"}}));
    EXPECT_FALSE(cross({{"sec-fetch-site", "none"}}));
    EXPECT_TRUE(cross({{"sec-fetch-site", "same-site"}}));
    EXPECT_TRUE(cross({{"sec-fetch-site", "cross-site"}, {"origin", "http://a.vn:8080"}}));
    EXPECT_FALSE(cross({{"origin", "http://a.vn:8080"}}));
    EXPECT_FALSE(cross({{"origin", "https://lt.vn"}}, "https://lt.vn/"));
    EXPECT_TRUE(cross({{"origin", "https://lt.vn"}}));
    for (const char* origin :
         {"null", "http://a.vn", "http://b.vn:8080", "a.vn:8080", "http://a.vn:8080.b.vn"})
        EXPECT_TRUE(cross({{"origin", origin}})) << origin;
}
