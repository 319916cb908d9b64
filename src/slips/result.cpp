#include "slips/result.h"

#include "kit/base/text.h"
#include "slips/api.h"
#include "slips/official.h"

namespace lt::slips {

using print::Align;
using print::Paragraph;
using print::Part;

namespace {

constexpr double kResultSize = 13.5;
// Blanks as wide as what is filled in: kit/pdf finds them between the printed words.
constexpr const char* kNumberBlank = "              ";
constexpr const char* kDateBlank = "        ";

void draw_result_line(print::Document& document, const ResultText& line)
{
    const bool caption = line.bold && base::upper(line.text) == line.text;
    document.add(Paragraph{{{line.text, line.bold}},
                           {.italic = line.italic,
                            .align = caption ? Align::centre : Align::justified,
                            .indent = caption ? 0.0 : 28.0,
                            .below = 4}});
}

void draw_result_line(print::Document& document, const ResultFact& line)
{
    document.add(Paragraph{{{line.label + ": "}, {line.value, true}}, {.below = 4}});
}

}  // namespace

std::string result_pdf(const ResultPaper& paper)
{
    print::Document document({.title = paper.title,
                              .author = paper.office.spoken,
                              .subject = paper.form,
                              .made = paper.at,
                              .footer = paper.code,
                              .numbers = print::Numbers::above_from_second,
                              .size = kResultSize});
    if (!paper.form.empty())
        document.add(Paragraph{paper.form,
                               {.size = kResultSize - 3, .italic = true, .align = Align::right, .below = 4}});
    draw_head(document,
              {.superior = paper.office.superior,
               .name = paper.office.name,
               .below = {Paragraph{"Số:" + std::string(kNumberBlank) + paper.behind_number,
                                   {.size = kResultSize, .align = Align::centre}}},
               .place_and_date = paper.office.place + ", ngày" + kDateBlank + "tháng" + kDateBlank + "năm " +
                                 std::to_string(paper.year)},
              kResultSize);
    draw_title(document, paper.title, paper.heading, kResultSize);
    for (const auto& line : paper.lines)
        std::visit([&](const auto& one) { draw_result_line(document, one); }, line);
    draw_signer(document, paper.recipients, paper.signer, kResultSize);
    if (!paper.look_up.empty())
        document.columns({{15, {print::QrCode{paper.look_up, 60, Align::left}}},
                          {85, {Paragraph{"Mã hồ sơ: " + paper.code, {.size = kResultSize - 3}}}}});
    return document.finish();
}

}  // namespace lt::slips
