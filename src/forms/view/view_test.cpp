// Forms drawn by the real templates. LT_WRITE_PAGES=FOLDER keeps the pages, for pictures.
#include "forms/view/view.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "forms/forms_testing.h"

namespace lt::forms {
namespace {

namespace fs = std::filesystem;
using html::View;
using testing::form;
using testing::lists;
using testing::sample;

class FormPages : public ::testing::Test {
protected:
    static void SetUpTestSuite()
    {
        root_ = fs::temp_directory_path() / ("form_pages_" + std::to_string(::getpid()));
        fs::create_directories(root_ / "src/sample/views");
        fs::create_directory_symlink(fs::current_path() / "web", root_ / "web");
        for (const std::string layout : {"public", "office"}) {
            std::ofstream(root_ / "src/sample/views" / (layout + ".html"))
                << "{{! layout: " << layout << " }}\n<h1 class=\"govuk-heading-l\">{{title}}</h1>\n"
                << "<form class=\"lt-form\" method=\"post\" action=\"#\" novalidate>\n{{> forms/csrf}}\n{{> forms/form}}\n"
                << "{{> forms/buttons}}\n</form>\n";
        }
        std::ofstream(root_ / "src/sample/views/summary.html")
            << "{{! layout: public }}\n<h1 class=\"govuk-heading-l\">{{title}}</h1>\n{{> forms/answers}}\n";
        std::ofstream(root_ / "src/sample/views/form.html") << "{{! layout: none }}\n{{> forms/form}}\n";
        templates_ = new html::Templates({.resources = root_});
    }
    static void TearDownTestSuite()
    {
        delete templates_;
        fs::remove_all(root_);
    }

    static std::string render(const std::string& name, View view, const std::string& file)
    {
        for (const auto& [key, value] :
             std::vector<std::pair<std::string, View>>{{"lang", "vi"},
                                                       {"assets", "/dist"},
                                                       {"csrf", "x"},
                                                       {"province", "tỉnh Bắc Ninh"},
                                                       {"now", "29/11/2026"}})
            view[key] = value;
        view["buttons"] = {{{"label", "Lưu và tiếp tục"}}};
        for (const char* key : {"once", "user", "menu", "other_lang", "cancel"})
            if (!view.contains(key)) view[key] = false;
        const std::string page = templates_->render(name, view, "vi");
        if (const char* folder = std::getenv("LT_WRITE_PAGES"))
            std::ofstream(fs::path(folder) / (file + ".html")) << page;
        return page;
    }

    static fs::path root_;
    static html::Templates* templates_;
};
fs::path FormPages::root_{};
html::Templates* FormPages::templates_ = nullptr;

bool has(const std::string& page, const std::string& piece) { return page.find(piece) != std::string::npos; }

std::size_t count(const std::string& page, const std::string& piece)
{
    std::size_t found = 0;
    for (std::size_t at = page.find(piece); at != std::string::npos; at = page.find(piece, at + 1)) ++found;
    return found;
}

TEST_F(FormPages, AStepForCitizens)
{
    const Schema birth = form(sample("birth.json"));
    View view{{"title", birth.steps()[0].title}};
    draw(view, {.schema = birth,
                .lists = lists(),
                .today = testing::kToday,
                .step = 0,
                .answers = R"({"child":{"birth_date":"2026-11-20","sex":"female"},"father_known":true})",
                .filled = {{"child.birth_date", "Lấy từ tài khoản"}, {"child.full_name", "Điền từ đâu đó"}},
                .home_province = "24",
                .draft = "khai-sinh-1"});
    const std::string page = render("sample/public", view, "birth-step");
    EXPECT_TRUE(has(page, R"(id="child.full_name" name="child.full_name")"));
    EXPECT_TRUE(has(page, R"(value="20/11/2026")"));
    EXPECT_TRUE(has(page, "Ngày/tháng/năm, ví dụ 23/11/2026. Lấy từ tài khoản"));
    EXPECT_FALSE(has(page, "Điền từ đâu đó")) << "nothing was filled there";
    EXPECT_TRUE(has(page, R"(id="child.sex-female" name="child.sex" type="radio" value="female" checked)"));
    EXPECT_TRUE(has(page, R"(<option value="24" selected>Tỉnh Bắc Ninh</option>)"));
    EXPECT_TRUE(has(page, R"(<option value="09169">Phường Vũ Ninh</option>)"));
    EXPECT_TRUE(has(page, R"(<option value="1">Kinh</option>)"));
    // What is asked only sometimes is there, and says when.
    EXPECT_TRUE(has(page, "Chỉ trả lời nếu “Sinh ra ở đâu” là Cơ sở y tế."));
    EXPECT_TRUE(has(page, R"(data-draft="khai-sinh-1")"));
    EXPECT_TRUE(has(page, "[[&quot;father_known&quot;,&quot;yes&quot;]]"))
        << "for conditions over other steps";
    EXPECT_FALSE(has(page, R"(name="mother.full_name")")) << "another step";
    EXPECT_EQ(count(page, "<fieldset"), count(page, "</fieldset>"));
    EXPECT_EQ(count(page, "<div"), count(page, "</div>"));
    EXPECT_FALSE(has(page, " style=")) << "closed by the Content-Security-Policy";
}

TEST_F(FormPages, AllStepsForOfficialsWithErrors)
{
    const Schema birth = form(sample("birth.json"));
    const Typed typed{{"child.full_name", "Nguyễn <An>"},
                      {"child.birth_date", "31/02/2026"},
                      {"mother.residence.province", "01"}};
    const Taken taken = take(birth, typed, testing::asked());
    ASSERT_FALSE(taken);
    const auto error = taken.error();
    View view{{"title", birth.title()}};
    draw(view, {.schema = birth,
                .lists = lists(),
                .today = testing::kToday,
                .typed = &typed,
                .error = &*error,
                .home_province = "24"});
    const std::string page = render("sample/office", view, "birth-office-errors");
    EXPECT_TRUE(has(page, R"(value="Nguyễn &lt;An&gt;")")) << "what was typed stays";
    EXPECT_TRUE(has(page, R"(value="31/02/2026")"));
    EXPECT_TRUE(has(page, R"(<a href="#child.birth_date">Không có ngày 31/02/2026.)"));
    EXPECT_TRUE(has(page, R"(id="child.birth_date-error")"));
    EXPECT_TRUE(has(page, R"(<option value="01" selected>Thành phố Hà Nội</option>)"));
    EXPECT_TRUE(has(page, R"(<option value="00004">Phường Ba Đình</option>)"))
        << "the communes of the chosen province";
    EXPECT_TRUE(has(page, "<h2 class=\"govuk-heading-m\">Cha và mẹ</h2>"));
    EXPECT_EQ(count(page, "<fieldset"), count(page, "</fieldset>"));
    EXPECT_EQ(count(page, "<div"), count(page, "</div>"));
}

TEST_F(FormPages, RowsWorkWithoutScript)
{
    const Schema household = form(sample("household.json"));
    Typed typed{
        {"reason", "Chuyển đến"}, {"members", "3"}, {"members.3.full_name", "Lê An"}, {"_add", "members"}};
    typed = *rearranged(household, typed);
    View view{{"title", household.title()}};
    draw(view, {.schema = household, .lists = lists(), .today = testing::kToday, .typed = &typed});
    const std::string page = render("sample/public", view, "household");
    EXPECT_TRUE(has(page, R"(name="members.3.full_name" type="text" value="Lê An")"));
    EXPECT_TRUE(has(page, R"(<input type="hidden" name="members" value="4">)"));
    EXPECT_TRUE(has(page, ">Người 2</legend>"));
    EXPECT_TRUE(has(page, R"(name="_remove" value="members.3" data-remove>Bớt người 1</button>)"));
    EXPECT_TRUE(has(page, R"(name="_add" value="members" data-add="members">Thêm người</button>)"));
    EXPECT_TRUE(has(page, R"(<template data-copy="members">)"));
    EXPECT_TRUE(has(page, R"(name="members.__.full_name")"));
    EXPECT_TRUE(has(page, "Chỉ trả lời nếu “Đang đi học” là Có và “Cấp học” là Đại học."));
    EXPECT_FALSE(view.contains("error_title")) << "another row is no mistake";
    EXPECT_EQ(count(page, "<fieldset"), count(page, "</fieldset>"));
}

TEST_F(FormPages, ScriptIsTestedWithWhatIsDrawn)
{
    // web/islands/form_test.mjs opens this file in a browser.
    View view;
    draw(view, {.schema = form(sample("household.json")),
                .lists = lists(),
                .today = testing::kToday,
                .answers = R"({"reason":"Chuyển đến","members":[{"full_name":"Lê An"}]})",
                .draft = "ho-khau"});
    const std::string drawn = render("sample/form", view, "household-form");
    if (std::getenv("LT_WRITE_RULES")) std::ofstream("src/forms/testdata/household.form.html") << drawn;
    EXPECT_EQ(drawn, sample("household.form.html")) << "LT_WRITE_RULES=1 form_views_test writes it anew";
}

TEST_F(FormPages, AllAnswersAtTheEnd)
{
    const Schema birth = form(sample("birth.json"));
    View view{{"title", "Kiểm tra lại"}};
    summarise(view, birth, R"({"child":{"full_name":"Nguyễn Minh An","sex":"female"},"father_known":false})",
              lists(), {}, [](std::size_t step) { return "/to-khai/" + std::to_string(step + 1); });
    const std::string page = render("sample/summary", view, "birth-summary");
    EXPECT_TRUE(has(
        page,
        R"(<dt class="govuk-summary-list__key">Giới tính</dt><dd class="govuk-summary-list__value">Nữ</dd>)"));
    EXPECT_TRUE(
        has(page, R"(href="/to-khai/2">Sửa<span class="govuk-visually-hidden"> Cha và mẹ</span></a>)"));
    EXPECT_TRUE(has(page, "Chưa trả lời"));
    EXPECT_FALSE(has(page, "Số bản sao")) << "does not apply";
}

TEST_F(FormPages, WhatWasSentShowsNoQuestionThatNobodyHadToAnswer)
{
    const Schema birth = form(sample("birth.json"));
    View view{{"title", "Hồ sơ"}};
    summarise(
        view, birth,
        R"({"child":{"full_name":"Nguyễn Minh An","sex":"female"},"mother":{"full_name":"Trần Thị Bình"},
                  "father_known":false,"wants_copies":false})",
        lists(), {}, {});
    const std::string page = render("sample/summary", view, "birth-sent");
    EXPECT_TRUE(has(page, "Nguyễn Minh An"));
    EXPECT_TRUE(has(page, "Trần Thị Bình"));
    for (const char* left_out : {"Số bản sao", ">Cha<", "Cha và mẹ đã đăng ký kết hôn", "Thư điện tử"})
        EXPECT_FALSE(has(page, left_out)) << left_out;
    // What is missing although it had to be there is seen.
    EXPECT_TRUE(has(page, "Ngày, tháng, năm sinh"));
    EXPECT_TRUE(has(page, "Chưa trả lời"));

    // Nothing stands under a heading without answers, nor the heading.
    View empty{{"title", "Hồ sơ"}};
    summarise(empty, form(sample("household.json")), R"({"reason":"Chuyển đến"})", lists(), {}, {});
    for (const View& step : empty["answers"]["steps"])
        for (const View& part : step["parts"]) EXPECT_FALSE(part["rows"].empty()) << part.dump();
    EXPECT_FALSE(has(empty.dump(), "Người cùng chuyển"));
    EXPECT_TRUE(has(empty.dump(), "Chuyển đến"));
}

}  // namespace
}  // namespace lt::forms
