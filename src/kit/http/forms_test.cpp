#include "kit/http/forms.h"

#include "kit/http/policy.h"

using namespace lt::http;

TEST(Forms, FieldsInOrderWithRepetition)
{
    const auto form = parse_urlencoded("a=1&b=xin+ch%C3%A0o&a=2&empty=&alone&=x&&");
    EXPECT_EQ(form.get("a"), "1");
    EXPECT_EQ(form.all("a"), (std::vector<std::string>{"1", "2"}));
    EXPECT_EQ(form.get("b"), "xin chào");
    EXPECT_TRUE(form.has("alone"));
    EXPECT_EQ(form.find("empty"), "");
    EXPECT_FALSE(form.find("missing"));
    EXPECT_EQ(form.fields().size(), 6U);
}

TEST(Forms, ValuesAreNormalised)
{
    // "hoà" with a combining grave accent is stored as everybody else's.
    EXPECT_EQ(parse_urlencoded("a=ho%61%CC%80").get("a"), "ho\xC3\xA0");
    EXPECT_EQ(parse_urlencoded("a=+x%0D%0Ay+").get("a"), "x\ny");
}

TEST(Forms, RefusesWhatIsNoText)
{
    for (const char* broken : {"a=%", "a=%4", "%zz=1", "a=%FF", "a=%C3", "a=%00"})
        EXPECT_THROW(parse_urlencoded(broken), Refused) << broken;
    std::string many;
    for (int i = 0; i < 1001; ++i) many += "a=&";
    EXPECT_THROW(parse_urlencoded(many), Refused);
}

TEST(Forms, Integers)
{
    const auto form = parse_urlencoded("a=12&b=-3&c=1x&d=&e=9223372036854775807&f=9223372036854775808&g=--1");
    EXPECT_EQ(form.integer("a"), 12);
    EXPECT_EQ(form.integer("b"), -3);
    EXPECT_EQ(form.integer("e"), INT64_MAX);
    for (const char* name : {"c", "d", "f", "g", "missing"}) EXPECT_FALSE(form.integer(name)) << name;
}

TEST(Cookies, FirstOfEqualNames)
{
    const auto cookies = parse_cookies("a=1; b=\"two\";  a=3; noequals; =x; c=; d=x=y");
    EXPECT_EQ(cookies.at("a"), "1");
    EXPECT_EQ(cookies.at("b"), "two");
    EXPECT_EQ(cookies.at("c"), "");
    EXPECT_EQ(cookies.at("d"), "x=y");
    EXPECT_EQ(cookies.size(), 4U);
}

TEST(Cookies, PrefixAndAttributes)
{
    Response secure, plain, gone;
    set_cookie(secure, {.name = "session", .value = "v"}, true);
    set_cookie(plain, {.name = "session", .value = "v", .session = false}, false);
    set_cookie(gone, {.name = "session", .value = "v", .expire = true}, true);
    EXPECT_EQ(secure.headers[0].second, "__Host-session=v; Path=/; HttpOnly; SameSite=Lax; Secure");
    EXPECT_EQ(plain.headers[0].second, "session=v; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax");
    EXPECT_EQ(gone.headers[0].second, "__Host-session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure");

    Request request;
    request.cookies = parse_cookies("session=plain; __Host-session=safe");
    EXPECT_EQ(cookie(request, "session", true), "safe");
    EXPECT_EQ(cookie(request, "session", false), "plain");
}
