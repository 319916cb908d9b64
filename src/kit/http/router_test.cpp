#include "kit/http/router.h"

using namespace lt;
using http::Method;

namespace {

http::Handler named(std::string name)
{
    return [name](http::Request&) { return http::text(name); };
}

struct RouterTest : ::testing::Test {
    http::Router router;
    RouterTest()
    {
        router.get("/", http::everybody(), named("home"));
        router.get("/incoming/{uid}", http::everybody(), named("show"));
        router.get("/incoming/new", http::everybody(), named("new"));
        router.post("/incoming/{uid}/acceptance", http::everybody(), named("accept"));
        router.get("/files/{id}/{rest*}", http::everybody(), named("rest"));
        router.get("/{code}", http::everybody(), named("code"));
        router.add({.method = Method::head,
                    .pattern = "/incoming/{uid}",
                    .access = http::everybody(),
                    .handler = named("own head")});
    }
    std::string name(Method method, std::string_view path)
    {
        const auto match = router.match(method, path);
        http::Request request;
        return match.route ? match.route->handler(request).body : "-" + std::to_string(match.allowed.size());
    }
};

}  // namespace

TEST_F(RouterTest, FixedWinsOverNamed)
{
    EXPECT_EQ(name(Method::get, "/"), "home");
    EXPECT_EQ(name(Method::get, "/incoming/new"), "new");
    EXPECT_EQ(name(Method::get, "/incoming/7"), "show");
    EXPECT_EQ(name(Method::get, "/abc"), "code");
    EXPECT_EQ(router.match(Method::get, "/incoming/7").params.at("uid"), "7");
}

TEST_F(RouterTest, NoEmptyPartsAndNoTails)
{
    for (const char* path :
         {"/incoming/", "/incoming/7/", "/incoming/7/x", "//", "/incoming//acceptance", "/files/1/"})
        EXPECT_EQ(name(Method::get, path), "-0") << path;
}

TEST_F(RouterTest, RestTakesEverything)
{
    const auto match = router.match(Method::get, "/files/9/a/b.css");
    ASSERT_NE(match.route, nullptr);
    EXPECT_EQ(match.params.at("id"), "9");
    EXPECT_EQ(match.params.at("rest"), "a/b.css");
}

TEST_F(RouterTest, OtherMethods)
{
    EXPECT_EQ(name(Method::head, "/"), "home");
    EXPECT_EQ(name(Method::head, "/incoming/7"), "own head");
    const auto match = router.match(Method::get, "/incoming/7/acceptance");
    EXPECT_EQ(match.route, nullptr);
    EXPECT_EQ(match.allowed, std::vector<Method>{Method::post});
}

TEST_F(RouterTest, ARouteCannotBeMadeWithoutAccessOrTwice)
{
    EXPECT_THROW(router.get("/x", {}, named("x")), base::Bug);
    EXPECT_THROW(router.get("/", http::everybody(), named("again")), base::Bug);
    EXPECT_THROW(router.get("x", http::everybody(), named("x")), base::Bug);
}
