#include "slips/official.h"

#include "slips/api.h"

namespace lt::slips {

using print::Align;
using print::Column;
using print::Gap;
using print::Paragraph;
using print::Part;
using print::Rule;
using print::Style;

void draw_head(print::Document& document, const Head& head, double size)
{
    const double small = size - 1;
    std::vector<Part> left;
    if (!head.superior.empty())
        left.emplace_back(Paragraph{head.superior, {.size = small, .align = Align::centre}});
    left.emplace_back(Paragraph{head.name, {.size = small, .bold = true, .align = Align::centre}});
    left.emplace_back(Rule{60});
    left.insert(left.end(), head.below.begin(), head.below.end());
    std::vector<Part> right{
        Paragraph{"CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                  {.size = small, .bold = true, .align = Align::centre}},
        Paragraph{"Độc lập - Tự do - Hạnh phúc", {.size = size, .bold = true, .align = Align::centre}},
        Rule{size * 12.5}};
    if (!head.place_and_date.empty())
        right.emplace_back(
            Paragraph{head.place_and_date, {.size = size, .italic = true, .align = Align::centre}});
    document.columns({{.share = 40, .parts = left}, {.share = 60, .parts = right}}, 6);
    document.add(Gap{size});
}

print::About about(const Heading& heading, const std::string& title, print::Sheet sheet, double size)
{
    return {.title = heading.number.empty() ? title : title + " số " + heading.number,
            .author = heading.office.spoken,
            .subject = heading.form,
            .made = heading.at,
            .footer = heading.mark,
            .sheet = sheet,
            .numbers = print::Numbers::above_from_second,
            .size = size};
}

void draw_heading(print::Document& document, const Heading& heading, double size)
{
    const double small = size - 2.5;
    if (!heading.mark.empty())
        document.add(
            Paragraph{heading.mark, {.size = size, .bold = true, .align = Align::centre, .below = 4}});
    if (!heading.form.empty())
        document.add(Paragraph{heading.form, {.size = small, .bold = true, .align = Align::right}});
    if (!heading.basis.empty())
        document.add(Paragraph{"(Ban hành kèm theo " + heading.basis + ")",
                               {.size = small, .italic = true, .align = Align::right, .below = 4}});
    const std::string place = heading.office.place.empty() ? "" : heading.office.place + ", ";
    draw_head(document,
              {.superior = heading.office.superior,
               .name = heading.office.name,
               .below = {Paragraph{"Số: " + (heading.number.empty() ? "…………/…………" : heading.number),
                                   {.size = size, .align = Align::centre}}},
               .place_and_date = place + in_words(base::vietnam_day(heading.at))},
              size);
}

void draw_title(print::Document& document, const std::string& title, const std::string& below, double size)
{
    document.add(Paragraph{title, {.size = size + 1, .bold = true, .align = Align::centre}});
    if (!below.empty()) document.add(Paragraph{below, {.size = size, .bold = true, .align = Align::centre}});
    document.add(Gap{size * 0.7});
}

namespace {

std::vector<Part> signing_parts(const SigningColumn& column, double size)
{
    std::vector<Part> parts{Paragraph{column.title, {.size = size, .bold = true, .align = Align::centre}}};
    if (!column.hint.empty())
        parts.emplace_back(
            Paragraph{column.hint, {.size = size - 1, .italic = true, .align = Align::centre}});
    parts.emplace_back(Gap{size * 3.6});
    parts.emplace_back(Paragraph{column.name, {.size = size, .bold = true, .align = Align::centre}});
    return parts;
}

}  // namespace

void draw_signatures(print::Document& document, const std::vector<SigningColumn>& columns, double size)
{
    std::vector<Column> out;
    for (const SigningColumn& column : columns) out.push_back({1, signing_parts(column, size)});
    document.add(Gap{size * 0.6});
    document.columns(out);
}

void draw_signer(print::Document& document, const std::vector<std::string>& recipients, const Signer& signer,
                 double size)
{
    std::vector<Part> left;
    if (!recipients.empty())
        left.emplace_back(Paragraph{"Nơi nhận:", {.size = size - 1, .bold = true, .italic = true}});
    for (std::size_t i = 0; i < recipients.size(); ++i)
        left.emplace_back(
            Paragraph{"- " + recipients[i] + (i + 1 < recipients.size() ? ";" : "."), {.size = size - 2}});
    document.add(Gap{size * 0.6});
    document.columns({{1, left}, {1, signing_parts({signer.title, "", signer.name}, size)}});
}

void draw_person(print::Document& document, const std::string& label, const Person& person)
{
    document.fields({{label, person.name}});
    if (!person.identity.empty()) document.fields({{"Số định danh", person.identity}});
    document.fields({{"Địa chỉ", person.address}});
    if (person.email.empty())
        document.fields({{"Số điện thoại", person.phone}});
    else
        document.fields({{"Số điện thoại", person.phone, 2}, {"Email", person.email, 3}});
}

void draw_request(print::Document& document, const Dossier& dossier)
{
    document.fields({{"Nội dung yêu cầu giải quyết", dossier.request}});
    if (!dossier.code.empty()) document.fields({{"Mã hồ sơ", dossier.code}});
}

void draw_text(print::Document& document, print::Text text)
{
    document.add(Paragraph{std::move(text), {.align = Align::justified, .indent = 28, .below = 4}});
}

std::string two_digits(std::uint64_t number)
{
    return number < 10 ? "0" + std::to_string(number) : std::to_string(number);
}

std::string in_words_or(const std::optional<base::Time>& at, std::string_view instead)
{
    return at ? in_words(*at) : std::string(instead);
}

}  // namespace lt::slips
