// A form as a page shows it: objects for web/components/forms. Knows pages; must not know what the form is for.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "forms/answers.h"
#include "kit/html/html.h"
#include "kit/page/page.h"

namespace lt::forms {

// What is drawn. Citizens get one step a page (`step`), officials all steps on one page.
struct Drawing {
    const Schema& schema;
    const Lists& lists;
    base::Day today{};
    page::Words words{};
    std::optional<std::size_t> step{};
    std::string answers = "{}";    // JSON of what is answered so far
    const Typed* typed = nullptr;  // what was sent, when the form is shown again: stands instead of `answers`
    const base::Error* error = nullptr;  // of take(): also the summary of errors of the page
    // Where an answer was known from before anybody typed it, by the name of its input: "Đã điền từ kho dữ liệu, hãy kiểm tra".
    std::map<std::string, std::string, std::less<>> filled{};
    std::string home_province{};  // chosen where no province is yet
    std::string draft{};  // name under which the browser keeps what is typed until it is sent, "" for none
};

// Sets view["form"] for {{> forms/form}}, which stands inside the page's <form>, and with an error view["error_title"] and
// view["errors"].
void draw(html::View& view, const Drawing& drawing);

// The address of the page where a step is answered.
using StepAddress = std::function<std::string(std::size_t step)>;

// Sets view["answers"] for {{> forms/answers}}: each step's questions and answers with a link to change them ("Kiểm tra lại");
// without `address` no links, and of what is not answered only what had to be.
void summarise(html::View& view, const Schema& schema, std::string_view answers, const Lists& lists,
               const page::Words& words, const StepAddress& address);

}  // namespace lt::forms
