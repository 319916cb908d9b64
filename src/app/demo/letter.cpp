#include "app/demo/letter.h"

#include "slips/official.h"

namespace lt::app::demo {

using print::Align;
using print::Gap;
using print::Paragraph;
using print::Part;

std::string draw(const Letter& letter)
{
    print::Document document({.title = letter.subject,
                              .author = letter.issuer,
                              .numbers = print::Numbers::above_from_second,
                              .size = 14});
    std::vector<Part> below{Gap{6}, Paragraph{letter.notation, {.size = 13, .align = Align::centre}}};
    if (letter.kind.empty()) {
        below.emplace_back(Gap{4});
        below.emplace_back(Paragraph{letter.subject, {.size = 11, .align = Align::centre}});
    }
    slips::draw_head(document,
                     {.superior = letter.superior,
                      .name = letter.issuer,
                      .below = below,
                      .place_and_date = letter.place_and_date},
                     13);
    if (!letter.kind.empty()) {
        document.add(Paragraph{letter.kind, {.bold = true, .align = Align::centre}});
        document.add(Paragraph{letter.subject, {.bold = true, .align = Align::centre, .below = 14}});
    }
    for (const std::string& paragraph : letter.paragraphs)
        document.add(Paragraph{paragraph, {.align = Align::justified, .indent = 28, .below = 6}});

    std::vector<Part> recipients{Paragraph{"Nơi nhận:", {.size = 12, .bold = true, .italic = true}}};
    for (const std::string& recipient : letter.recipients)
        recipients.emplace_back(Paragraph{"- " + recipient, {.size = 11}});
    document.add(Gap{14});
    document.columns({{220, recipients},
                      {212,
                       {Paragraph{letter.signer_title, {.size = 13, .bold = true, .align = Align::centre}},
                        Gap{60}, Paragraph{letter.signer, {.bold = true, .align = Align::centre}}}}},
                     30);
    return document.finish();
}

}  // namespace lt::app::demo
