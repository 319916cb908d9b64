#include "kit/html/html.h"

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <thread>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "kit/base/result.h"

namespace lt::html {
namespace {

namespace fs = std::filesystem;

// A small checkout in a folder of its own.
class Html : public ::testing::Test {
protected:
    Html()
    {
        std::string pattern = (fs::temp_directory_path() / "lt-html-XXXXXX").string();
        root_ = ::mkdtemp(pattern.data());
        file("web/components/layouts/office.html",
             "<html lang=\"{{lang}}\">\n{{> logo}}\n{{{content}}}\n</html>\n");
        file("web/components/logo.html", "<svg/>\n");
        file("web/locale/en.po", "");
    }
    ~Html() override { fs::remove_all(root_); }

    void file(const std::string& name, const std::string& text) const
    {
        fs::create_directories((root_ / name).parent_path());
        std::ofstream(root_ / name, std::ios::binary) << text;
    }
    void view(const std::string& text) const { file("src/notes/views/show.html", text); }

    std::string render(const View& data, const std::string& language = "vi") const
    {
        return Templates({.resources = root_}).render("notes/show", data, language);
    }
    std::string render(const std::string& text, const View& data) const
    {
        view(text);
        return render(data);
    }
    std::string error() const
    {
        try {
            const Templates templates({.resources = root_});
        } catch (const std::runtime_error& e) {
            return e.what();
        }
        return "";
    }

    fs::path root_{};
};

TEST_F(Html, escapes_text_for_elements_and_attributes)
{
    EXPECT_EQ(
        render("<a title='{{x}}'>{{x}}</a>{{{x}}}{{&x}}", {{"x", "<b>\"'&</b>"}}),
        "<a title='&lt;b&gt;&quot;&#39;&amp;&lt;/b&gt;'>&lt;b&gt;&quot;&#39;&amp;&lt;/b&gt;</a><b>\"'&</b><b>\"'&</b>");
}

TEST_F(Html, prints_numbers_as_they_are_and_nothing_for_what_is_no_text)
{
    EXPECT_EQ(render("{{i}}|{{n}}|{{f}}|{{b}}|{{o}}|{{a}}|{{z}}|{{missing}}", {{"i", 1478927},
                                                                               {"n", -3},
                                                                               {"f", 1.5},
                                                                               {"b", true},
                                                                               {"o", View::object()},
                                                                               {"a", {1}},
                                                                               {"z", nullptr}}),
              "1478927|-3|1.5|||||");
}

TEST_F(Html, sections_are_skipped_for_falsy_values)
{
    const std::string text = "{{#x}}yes{{/x}}{{^x}}no{{/x}}";
    for (const View& falsy :
         {View(nullptr), View(false), View(""), View(View::array()), View(0), View(0.0)}) {
        EXPECT_EQ(render(text, {{"x", falsy}}), "no") << falsy;
    }
    for (const View& truthy : {View(true), View("0"), View(View::object()), View(7)}) {
        EXPECT_EQ(render(text, {{"x", truthy}}), "yes") << truthy;
    }
    EXPECT_EQ(render(text, View::object()), "no");
    EXPECT_EQ(render(text, nullptr), "no");
}

TEST_F(Html, sections_repeat_for_arrays_and_step_into_objects)
{
    EXPECT_EQ(
        render("{{#rows}}[{{.}}]{{/rows}}{{#p}}{{a}}{{/p}}", {{"rows", {"x", 2, "<"}}, {"p", {{"a", "in"}}}}),
        "[x][2][&lt;]in");
}

TEST_F(Html, names_are_looked_up_outwards_but_the_rest_of_a_dotted_name_is_not)
{
    const View data = {{"name", "outer"},
                       {"sender", {{"name", "UBND"}, {"unit", {{"name", "VP"}}}}},
                       {"rows", {{{"sender", {{"code", "H05"}}}}, {{"name", "inner"}}}}};
    EXPECT_EQ(
        render("{{sender.name}}/{{sender.unit.name}};{{#rows}}{{name}}:{{sender.name}};{{/rows}}", data),
        "UBND/VP;outer:;inner:UBND;");
    EXPECT_EQ(render("{{#sender.unit}}{{name}}{{/sender.unit}}{{^sender.none}}-{{/sender.none}}", data),
              "VP-");
}

TEST_F(Html, null_hides_the_value_further_out)
{
    EXPECT_EQ(render("{{#rows}}{{hint}}{{/rows}}",
                     {{"hint", "outer"}, {"rows", {{{"hint", nullptr}}, View::object()}}}),
              "outer");
}

TEST_F(Html, tags_alone_on_a_line_leave_no_line)
{
    EXPECT_EQ(
        render(
            "<ul>\n  {{#rows}}\n  <li>{{.}}</li>\n  {{/rows}}\n</ul>\n{{! a\n comment }}\nend {{#x}}\n{{/x}}",
            {{"rows", {1, 2}}, {"x", true}}),
        "<ul>\n  <li>1</li>\n  <li>2</li>\n</ul>\nend \n");
}

TEST_F(Html, text_around_sections_stays_in_its_place)
{
    const std::string text = "a{{#x}}b{{#y}}c{{/y}}d{{/x}}e{{^x}}f{{/x}}g";
    EXPECT_EQ(render(text, {{"x", true}, {"y", true}}), "abcdeg");
    EXPECT_EQ(render(text, {{"x", true}}), "abdeg");
    EXPECT_EQ(render(text, View::object()), "aefg");
}

TEST_F(Html, puts_the_view_into_its_layout)
{
    EXPECT_EQ(render("{{! layout: office }}\n<h1>{{title}}</h1>\n", {{"title", "Sổ"}, {"lang", "vi"}}),
              "<html lang=\"vi\">\n<svg/>\n<h1>Sổ</h1>\n</html>");
}

TEST_F(Html, finds_partials_in_components_and_in_the_views_own_folder)
{
    file("src/notes/views/_row.html", "({{name}}{{> parts/mark}})");
    file("web/components/parts/mark.html", "{{#new}}*{{/new}}");
    EXPECT_EQ(
        render("{{#rows}}{{> _row}}{{/rows}}", {{"rows", {{{"name", "a"}}, {{"name", "b"}, {"new", true}}}}}),
        "(a)(b*)");
    EXPECT_EQ(Templates({.resources = root_}).names(), std::vector<std::string>{"notes/show"});
}

TEST_F(Html, names_views_by_feature_also_when_installed)
{
    file("src/kit/page/views/problem.html", "");
    file("src/documents/registers/views/list.html", "");
    file("src/documents/views/drafts/edit.html", "");
    file("web/components/errors/404.html", "{{! layout: office }}\n404");
    const std::vector<std::string> expected{"documents/drafts/edit", "documents/registers/list", "errors/404",
                                            "page/problem"};
    EXPECT_EQ(Templates({.resources = root_}).names(), expected);
    fs::remove_all(root_ / "src");
    file("views/documents/drafts/edit.html", "installed");
    EXPECT_EQ(Templates({.resources = root_}).render("documents/drafts/edit", nullptr, "vi"), "installed");
}

TEST_F(Html, translates_once_for_each_language)
{
    file("web/locale/en.po",
         "# comment\nmsgid \"\"\nmsgstr \"Language: en\\n\"\n\n#: a.html\nmsgid \"Chào \"\n\"{{name}}\"\n"
         "msgstr \"\"\n\"Hello \\\"{{name}}\\\"\"\n\nmsgid \"Lưu\"\nmsgstr \"Save\"\n");
    view("{{#t}}Chào\n   {{name}}{{/t}} {{#t}}Lưu{{/t}}");
    EXPECT_EQ(render({{"name", "<An>"}}), "Chào\n   &lt;An&gt; Lưu");
    EXPECT_EQ(render({{"name", "<An>"}}, "en"), "Hello \"&lt;An&gt;\" Save");
    const Templates templates({.resources = root_});
    EXPECT_EQ(templates.translate("Lưu", "en"), "Save");
    EXPECT_EQ(templates.translate("Lưu", "vi"), "Lưu");
    EXPECT_EQ(templates.translate("Xoá", "en"), "Xoá");
}

TEST_F(Html, names_all_texts_without_english)
{
    file("web/locale/en.po", "#, fuzzy\nmsgid \"Một\"\nmsgstr \"One\"\n\nmsgid \"Hai\"\nmsgstr \"\"\n");
    view("x\n{{#t}}Một{{/t}}\n{{#t}}Hai{{/t}}\n{{#t}}Ba{{/t}}");
    const std::string text = error();
    for (const char* part : {"show.html:2: Một", "show.html:3: Hai", "show.html:4: Ba"}) {
        EXPECT_NE(text.find(part), std::string::npos) << text;
    }
}

TEST_F(Html, names_file_and_line_of_what_is_broken)
{
    const std::vector<std::pair<std::string, std::string>> cases{
        {"a\n\n{{#x}}\n{{y}}", "src/notes/views/show.html:3: Unclosed section \"x\""},
        {"a\n{{/x}}", "show.html:2: Unopened section \"x\""},
        {"a\n{{#x}}{{#y}}{{/x}}{{/y}}", "show.html:2: Unclosed section"},
        {"a\n\n\n{{x", "show.html:4: Unclosed tag"},
        {"\n{{", "show.html:"},
        {"\n{{> nobody}}", "show.html:2: there is no partial \"nobody\""},
        {"{{! layout: palace }}\n", "show.html:1: there is no layout \"palace\""},
        {"\n{{=<% %>=}}", "show.html:2: other delimiters"},
        {"\n\n{{}}", "show.html:3: a tag without a name"},
        {"\n{{a b}}", "show.html:2: this is no name: a b"},
        {"\n{{a..b}}", "show.html:2: this is no name"},
    };
    for (const auto& [text, message] : cases) {
        view(text);
        EXPECT_NE(error().find(message), std::string::npos) << text << "\n" << error();
    }
}

TEST_F(Html, refuses_partials_in_a_circle_and_layouts_without_content)
{
    file("web/components/a.html", "{{> b}}");
    file("web/components/b.html", "{{> c}}");
    file("web/components/c.html", "{{> a}}");
    EXPECT_NE(error().find("partials in a circle: a > b > c > a"), std::string::npos) << error();
    fs::remove(root_ / "web/components/c.html");
    file("web/components/c.html", "");
    file("web/components/layouts/empty.html", "<p>");
    view("{{! layout: empty }}\n");
    EXPECT_NE(error().find("layouts/empty.html:1: {{{content}}} is missing"), std::string::npos) << error();
}

TEST_F(Html, refuses_to_begin_without_what_is_required_and_says_where_it_looked)
{
    const auto refusal = [this] {
        try {
            const Templates templates(
                {.resources = root_, .required = {"layouts/office", "notes/show", "other/list"}});
        } catch (const std::runtime_error& e) {
            return std::string(e.what());
        }
        return std::string();
    };
    const std::string words = "; looked for .html files in ";
    const std::string sources = (root_ / "src/**/views").string();
    const std::string components = (root_ / "web/components").string();
    EXPECT_EQ(refusal(), "templates are missing: notes/show, other/list" + words + sources + ", " +
                             (root_ / "views").string() + ", " + components);
    view("");
    EXPECT_EQ(refusal(), "templates are missing: other/list" + words + sources + ", " + components);
    file("src/other/views/list.html", "");
    EXPECT_EQ(refusal(), "");
    fs::remove_all(components);
    EXPECT_EQ(refusal(), "templates are missing: layouts/office" + words + sources + ", " + components);
}

TEST_F(Html, an_unknown_view_is_a_bug)
{
    const Templates templates({.resources = root_});
    EXPECT_THROW(templates.render("notes/none", nullptr, "vi"), base::Bug);
}

TEST_F(Html, reloads_what_changed_and_tells_what_is_broken)
{
    view("one {{#t}}chưa dịch{{/t}}");
    const Templates templates(
        {.resources = root_, .reload = true, .reload_every = std::chrono::milliseconds(0)});
    EXPECT_EQ(templates.render("notes/show", nullptr, "en"), "one chưa dịch");
    view("two {{x}}");
    EXPECT_EQ(templates.render("notes/show", {{"x", 2}}, "en"), "two 2");
    view("three {{#x}}");
    EXPECT_THROW(templates.render("notes/show", nullptr, "vi"), std::runtime_error);
    EXPECT_THROW(templates.render("notes/show", nullptr, "vi"), std::runtime_error);
    view("four");
    EXPECT_EQ(templates.render("notes/show", nullptr, "vi"), "four");
    file("src/notes/views/added.html", "five");
    EXPECT_EQ(templates.render("notes/added", nullptr, "vi"), "five");
}

TEST_F(Html, renders_from_many_threads_at_once)
{
    view("{{#rows}}<{{.}}>{{/rows}}");
    const Templates templates({.resources = root_});
    std::vector<std::string> results(4);
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < results.size(); ++i) {
            threads.emplace_back([&, i] {
                for (int n = 0; n < 200; ++n) {
                    results[i] =
                        templates.render("notes/show", {{"rows", {i, i + 1}}}, n % 2 == 0 ? "vi" : "en");
                }
            });
        }
    }
    for (std::size_t i = 0; i < results.size(); ++i) {
        EXPECT_EQ(results[i], "<" + std::to_string(i) + "><" + std::to_string(i + 1) + ">");
    }
}

// Prints what a list page costs; the figure is for the log, so a slow machine fails nothing.
TEST_F(Html, time_of_a_list_of_30_rows_with_15_fields)
{
    std::string text =
        "{{! layout: office }}\n<table>\n{{#rows}}\n<tr{{#urgent}} class=\"urgent\"{{/urgent}}>";
    View row = {{"urgent", true}};
    for (int i = 0; i < 15; ++i) {
        const std::string name = "field_" + std::to_string(i);
        text += "<td>{{#" + name + "}}<span>{{" + name + "}}</span>{{/" + name + "}} {{sender.name}}</td>\n";
        row[name] = "Về việc tăng cường <quản lý> & sử dụng";
    }
    view(text + "</tr>\n{{/rows}}\n</table>");
    View data = {{"lang", "vi"}, {"sender", {{"name", "UBND tỉnh Bắc Ninh"}}}, {"rows", View::array()}};
    for (int i = 0; i < 30; ++i) data["rows"].push_back(row);
    const Templates templates({.resources = root_});
    constexpr int kTimes = 200;
    std::size_t bytes = 0;
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < kTimes; ++i) bytes = templates.render("notes/show", data, "vi").size();
    const std::chrono::duration<double, std::micro> spent = std::chrono::steady_clock::now() - begin;
    std::cout << "a page of " << bytes << " bytes: " << spent.count() / kTimes << " µs\n";
    EXPECT_GT(bytes, 30U * 15U * 30U);
}

// The real templates of the repository, none skipped: each must render in both languages with nothing in the
// view.
TEST(RealTemplates, render_with_an_empty_view_in_both_languages)
{
    const Templates templates(
        {.resources = fs::current_path(), .reload = true});  // tolerates missing English
    const auto names = templates.names();
    EXPECT_FALSE(names.empty());
    for (const std::string& name : names) {
        for (const char* language : {"vi", "en"}) {
            const std::string page = templates.render(name, View::object(), language);
            EXPECT_EQ(page.find("{{"), std::string::npos) << name;
        }
    }
}

TEST(RealTemplates, have_english_for_every_text)
{
    EXPECT_NO_THROW(Templates({.resources = fs::current_path()}));
}

}  // namespace
}  // namespace lt::html
