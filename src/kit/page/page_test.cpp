#include "kit/page/page.h"

#include <filesystem>
#include <fstream>
#include <memory>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "kit/http/csrf.h"
#include "kit/page/stored_file.h"

namespace lt::page {
namespace {

namespace fs = std::filesystem;

struct Visitor final : http::User {
    std::string_view csrf_token() const override { return "token-1"; }
    std::string log_name() const override { return "visitor"; }
};

class PagesTest : public ::testing::Test {
protected:
    PagesTest()
    {
        root_ = fs::temp_directory_path() / ("page_test_" + std::to_string(::getpid()));
        write("src/letters/views/show.html",
              "{{! layout: plain }}\n<h1>{{title}}</h1>{{_secret}} {{csrf}} {{menu}}");
        write("web/components/layouts/plain.html", "<html lang=\"{{lang}}\">{{{content}}}</html>");
        write("web/components/errors/404.html", "{{! layout: plain }}\n404 {{message}}");
        write("web/components/errors/400.html", "{{! layout: plain }}\n400 {{message}}");
        write("web/components/errors/500.html", "{{! layout: plain }}\n500 {{incident}}");
        write("src/kit/page/views/error_409.html", "{{! layout: plain }}\n409 {{message}}");
        write("src/kit/page/views/picture.html",
              "{{! layout: none }}\n<img src=\"{{src}}\" alt=\"{{title}}\">{{menu}}");
        write("web/locale/en.po",
              "msgid \"Thư\"\nmsgstr \"Letter\"\n\n"
              "msgid \"Đến {{count}} nơi của {{name}}\"\nmsgstr \"To {{count}} places of {{name}}\"\n");
        templates_ = std::make_unique<html::Templates>(html::Options{.resources = root_});
    }
    ~PagesTest() override { fs::remove_all(root_); }
    void write(const std::string& name, const std::string& text)
    {
        fs::create_directories((root_ / name).parent_path());
        std::ofstream(root_ / name) << text;
    }
    Pages pages() const
    {
        return {*templates_,
                {"/assets/1", "tỉnh Bắc Ninh", false,
                 [](const http::Request&, html::View& view) { view["menu"] = "MENU"; }}};
    }
    http::Request request(const std::string& accept = "text/html") const
    {
        http::Request request;
        request.path = request.target = "/letters";
        request.headers["accept"] = accept;
        request.user = std::make_shared<Visitor>();
        return request;
    }

    fs::path root_{};
    std::unique_ptr<html::Templates> templates_{};
};

std::string header(const http::Response& response, const std::string& name)
{
    for (const auto& [key, value] : response.headers) {
        if (key == name) return value;
    }
    return {};
}

TEST_F(PagesTest, ShowsThePageWithWhatTheLayoutAdds)
{
    auto response = pages().show(request(), "letters/show", {{"title", "Thư"}, {"_secret", "s"}});
    EXPECT_EQ(response.status, 200);
    // The token is masked anew on each page.
    const std::size_t begin = response.body.find("</h1>s ") + 7;
    const std::size_t end = response.body.find(" MENU");
    EXPECT_TRUE(http::csrf_check("token-1", response.body.substr(begin, end - begin)));
    response.body.replace(begin, end - begin, "CSRF");
    EXPECT_EQ(response.body, "<html lang=\"vi\"><h1>Thư</h1>s CSRF MENU</html>");
}

TEST_F(PagesTest, AnswersTheSameViewAsJsonWithoutLayoutAndPrivateKeys)
{
    html::View view{{"title", "Thư"}, {"_secret", "s"}, {"rows", {{{"a", 1}, {"_b", 2}}}}};
    const auto response = pages().show(request("application/json"), "letters/show", view, 422);
    EXPECT_EQ(response.status, 422);
    EXPECT_EQ(html::View::parse(response.body), (html::View{{"title", "Thư"}, {"rows", {{{"a", 1}}}}}));
    EXPECT_TRUE(http::csrf_check("token-1", header(response, "X-CSRF-Token")));
}

TEST_F(PagesTest, RefusalsBecomeTheirStatusAndPage)
{
    auto response = pages().refuse(request(), base::not_found("Không có thư này."));
    EXPECT_EQ(response.status, 404);
    EXPECT_EQ(response.body, "<html lang=\"vi\">404 Không có thư này.</html>");
    response = pages().refuse(request(), base::conflict("Đã gửi."));
    EXPECT_EQ(response.status, 409);
    EXPECT_NE(response.body.find("409 Đã gửi."), std::string::npos);
    // A status without a page of its own gets the general one, and keeps its number.
    response = pages().error(request(), 418, "", "");
    EXPECT_EQ(response.status, 418);
    EXPECT_NE(response.body.find("400"), std::string::npos);
    response = pages().error(request(), 502, "7F3K-20M9", "");
    EXPECT_NE(response.body.find("500 7F3K-20M9"), std::string::npos);
}

TEST_F(PagesTest, ProblemJson)
{
    const auto response = pages().error(request("application/json"), 500, "7F3K-20M9", "");
    EXPECT_EQ(header(response, "Content-Type"), "application/problem+json");
    const auto problem = html::View::parse(response.body);
    EXPECT_EQ(problem["status"], 500);
    EXPECT_EQ(problem["incident"], "7F3K-20M9");
    EXPECT_FALSE(problem.contains("detail"));
}

TEST_F(PagesTest, EnglishByCookie)
{
    auto english = request();
    english.cookies["language"] = "en";
    EXPECT_EQ(pages().language(english), "en");
    EXPECT_EQ(pages().translate(english, "Thư"), "Letter");
    EXPECT_EQ(
        pages().words(english)("Đến {{count}} nơi của {{name}}", {{"name", "{{count}}"}, {"count", "3"}}),
        "To 3 places of {{count}}");
    EXPECT_EQ(pages().words(request())("Đến {{count}} nơi của {{name}}", {{"name", "A"}, {"count", "3"}}),
              "Đến 3 nơi của A");
}

class Bytes final : public blob::Reader {
public:
    std::uint64_t size() const override { return 3; }
    std::size_t read(std::uint64_t, std::span<std::byte>) override { return 0; }
};
http::Response stored(const std::string& type)
{
    return stored_file(std::make_unique<Bytes>(), {.name = "Ảnh.png", .media_type = type, .sha256 = "ab"});
}

TEST_F(PagesTest, NoPolicyOfAFileLetsAnyStyleIn)
{
    for (const char* type : {"image/png", "image/jpeg", "application/pdf", "image/tiff", "text/html"}) {
        const http::Response file = stored(type);
        const std::string policy = header(file, "Content-Security-Policy");
        EXPECT_TRUE(policy.starts_with("default-src 'none'")) << type;
        EXPECT_EQ(policy.find("unsafe"), std::string::npos) << type;
        EXPECT_EQ(header(file, "X-Content-Type-Options"), "nosniff");
    }
    EXPECT_EQ(header(stored("image/png"), "Vary"), "Sec-Fetch-Dest");
    EXPECT_TRUE(header(stored("text/html"), "Content-Disposition").starts_with("attachment"));
}

TEST_F(PagesTest, APictureThatIsVisitedStandsInAPageOfOurs)
{
    const FileFacts picture{.name = "Ảnh <1>.png", .media_type = "image/png", .sha256 = "ab"};
    http::Request visit = request();
    visit.target = "/files/1?x=\"2\"";
    const auto to = [&](const char* purpose, const FileFacts& facts) {
        visit.headers["sec-fetch-dest"] = purpose;
        return picture_page(pages(), visit, facts);
    };
    const auto page = to("document", picture);
    ASSERT_TRUE(page);
    EXPECT_NE(page->body.find("<img src=\"/files/1?x=&quot;2&quot;\" alt=\"Ảnh &lt;1&gt;.png\">"),
              std::string::npos)
        << page->body;
    EXPECT_EQ(page->body.find("MENU"), std::string::npos) << "nothing is counted for it";
    EXPECT_EQ(header(*page, "Content-Security-Policy").find("unsafe"), std::string::npos);
    EXPECT_NE(header(*page, "Content-Security-Policy").find("img-src 'self'"), std::string::npos);
    EXPECT_EQ(header(*page, "Vary"), "Sec-Fetch-Dest");
    // The picture in it, programs, and browsers that do not say: the bytes.
    EXPECT_FALSE(to("image", picture));
    EXPECT_FALSE(to("empty", picture));
    EXPECT_FALSE(to("", picture));
    FileFacts other = picture;
    other.media_type = "application/pdf";
    EXPECT_FALSE(to("document", other));
    other.media_type = "image/tiff";  // no browser shows it
    EXPECT_FALSE(to("document", other));
    other = picture;
    other.download = true;
    EXPECT_FALSE(to("document", other));
}

TEST(FormView, KeepsWhatWasTyped)
{
    http::Form typed;
    typed.add("subject", "Mời họp");
    typed.add("place", "b");
    html::View view;
    FormView form(view, typed);
    form.field("subject", "Trích yếu", "cũ", {{"rows", 2}});
    form.field("due", "Hạn", "20/11/2026");
    form.choices("place", "Nơi", {{"a", "A", "", true}, {"b", "B", "", false}});
    form.field("confirm", "Vẫn đăng ký", "", {{"checked", true}});
    EXPECT_EQ(view["fields"]["subject"]["value"], "Mời họp");
    EXPECT_EQ(view["fields"]["subject"]["rows"], 2);
    EXPECT_EQ(view["fields"]["subject"]["hint"], false);
    EXPECT_EQ(view["fields"]["due"]["value"], "20/11/2026");
    EXPECT_EQ(view["fields"]["place"]["options"][0]["selected"], false);
    EXPECT_EQ(view["fields"]["place"]["options"][1]["selected"], true);
    // An empty check box is not sent at all.
    EXPECT_EQ(view["fields"]["confirm"]["checked"], false);
    EXPECT_FALSE(view.contains("error_title"));
}

TEST(FormView, DefaultsBeforeTheFirstSending)
{
    html::View view;
    const http::Form nothing;
    FormView form(view, nothing);
    form.field("confirm", "Vẫn đăng ký", "", {{"checked", true}});
    form.choices("place", "Nơi", {{"a", "A", "xa", true}, {"b", "B", "", false}});
    EXPECT_EQ(view["fields"]["confirm"]["checked"], true);
    EXPECT_EQ(view["fields"]["confirm"]["value"], "1");
    EXPECT_EQ(view["fields"]["place"]["options"][0]["selected"], true);
    EXPECT_EQ(view["fields"]["place"]["options"][0]["option_hint"], "xa");
}

TEST_F(PagesTest, ValuesOfAnErrorStandInTheTranslatedText)
{
    http::Request english = request();
    english.cookies["language"] = "en";
    const Pages all = pages();
    const base::Message message("Đến {{count}} nơi của {{name}}", {{"count", "3"}, {"name", "Thư", true}});
    EXPECT_EQ(all.words(english)(message), "To 3 places of Letter");
    EXPECT_EQ(all.words(request())(message), "Đến 3 nơi của Thư");
    const base::Message typed("Đến {{count}} nơi của {{name}}", {{"count", "3"}, {"name", "Thư"}});
    EXPECT_EQ(all.words(english)(typed), "To 3 places of Thư") << "what somebody typed is not translated";

    EXPECT_NE(all.refuse(english, base::not_found(typed)).body.find("404 To 3 places of Thư"),
              std::string::npos);
    html::View view;
    const base::Error error = base::invalid("place", typed);
    const FormView form(view, {}, &error, all.words(english));
    EXPECT_EQ(form.error("place"), "To 3 places of Thư");
}

TEST(FormView, ErrorsStandAboveAndBesideInTheSameWords)
{
    base::Error error = base::invalid("subject", "Nhập trích yếu");
    error.more.emplace_back("due", "Hạn đã qua");
    error.more.emplace_back("", "Thiếu tệp");
    html::View view;
    const http::Form nothing;
    FormView form(view, nothing, &error);
    form.field("subject", "Trích yếu");
    EXPECT_EQ(view["fields"]["subject"]["error"], "Nhập trích yếu");
    EXPECT_EQ(view["error_title"], "Chưa làm được, cần sửa 3 chỗ");
    ASSERT_EQ(view["errors"].size(), 3U);
    EXPECT_EQ(view["errors"][1]["field"], "due");
    EXPECT_EQ(view["errors"][2]["field"], false);
    EXPECT_EQ(form.error("due"), "Hạn đã qua");
}

}  // namespace
}  // namespace lt::page
