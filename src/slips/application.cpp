// An application form filled in: blocks in the order of the form, then place, date and signatures.
#include "slips/api.h"
#include "slips/official.h"

namespace lt::slips {
namespace {

using print::Align;
using print::Gap;
using print::Paragraph;

constexpr double kFormSize = 13;

void draw_block(print::Document& document, const Section& section)
{
    document.keep(kFormSize * 5);
    document.add(Gap{4});
    document.add(Paragraph{section.title, {.bold = true, .below = 3}});
}

void draw_block(print::Document& document, const Answers& answers)
{
    std::vector<print::Field> fields;
    for (const Answers::One& one : answers.line) fields.push_back({one.label, one.value, one.share});
    if (!fields.empty()) document.fields(fields);
}

void draw_block(print::Document& document, const Choices& choices)
{
    const bool asks = choices.label.ends_with('?');
    std::string line = choices.label.empty() ? "" : choices.label + (asks ? "  " : ":  ");
    for (const Choices::One& one : choices.options)
        line += std::string(one.chosen ? "☒" : "☐") + "\u00A0" + one.label + "    ";
    document.add(Paragraph{line, {.below = 3}});
}

void draw_block(print::Document& document, const Sentence& sentence)
{
    document.add(Paragraph{{{sentence.text, sentence.bold, sentence.italic}},
                           {.align = Align::justified, .below = 3}});
}

void draw_block(print::Document& document, const Grid& grid)
{
    if (grid.heads.empty()) return;
    std::vector<print::TableColumn> columns;
    for (std::size_t i = 0; i < grid.heads.size(); ++i)
        columns.push_back({i < grid.shares.size() && grid.shares[i] > 0 ? grid.shares[i] : 1});
    document.table(columns, {print::Row(grid.heads.begin(), grid.heads.end())}, kFormSize - 1.5);
    for (const std::vector<std::string>& row : grid.rows) {
        print::Row cells;
        for (std::size_t i = 0; i < columns.size(); ++i) cells.emplace_back(i < row.size() ? row[i] : "");
        document.row(cells);
    }
    document.add(Gap{4});
}

void draw_top(print::Document& document, const Application& form)
{
    if (!form.form.empty())
        document.add(Paragraph{form.form, {.size = kFormSize - 2, .bold = true, .align = Align::right}});
    if (!form.basis.empty())
        document.add(Paragraph{"(Ban hành kèm theo " + form.basis + ")",
                               {.size = kFormSize - 2, .italic = true, .align = Align::right, .below = 4}});
    document.add(Paragraph{"CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", {.bold = true, .align = Align::centre}});
    document.add(Paragraph{"Độc lập - Tự do - Hạnh phúc", {.bold = true, .align = Align::centre}});
    document.add(print::Rule{165});
    document.add(Gap{10});
    draw_title(document, form.title, form.subtitle, kFormSize);
    if (!form.addressee.empty())
        document.add(
            Paragraph{{{"Kính gửi: "}, {form.addressee, true}}, {.align = Align::centre, .below = 8}});
}

void draw_end(print::Document& document, const Application& form)
{
    const std::string place = form.place.empty() ? "" : form.place + ", ";
    std::vector<print::Column> columns;
    for (const SigningPlace& signer : form.signatures) {
        std::vector<print::Part> parts;
        // The day stands over who signs last, and the others begin on the same line.
        const bool last = &signer == &form.signatures.back();
        parts.emplace_back(Paragraph{last ? place + in_words(base::vietnam_day(form.at)) : " ",
                                     {.size = kFormSize - 1, .italic = true, .align = Align::centre}});
        parts.emplace_back(Paragraph{signer.title, {.bold = true, .align = Align::centre}});
        if (!signer.hint.empty())
            parts.emplace_back(
                Paragraph{signer.hint, {.size = kFormSize - 1, .italic = true, .align = Align::centre}});
        parts.emplace_back(Gap{kFormSize * 4});
        parts.emplace_back(Paragraph{signer.name, {.bold = true, .align = Align::centre}});
        columns.push_back({1, std::move(parts)});
    }
    if (columns.size() == 1) columns.insert(columns.begin(), print::Column{});
    document.add(Gap{8});
    if (!columns.empty()) document.columns(columns);
    if (form.code.empty() && form.look_up.empty()) return;
    document.add(Gap{8});
    std::vector<print::Part> words;
    if (!form.code.empty()) words.emplace_back(Paragraph{"Mã hồ sơ: " + form.code, {.size = kFormSize - 2}});
    if (form.look_up.empty())
        document.columns({{1, words}});
    else
        document.columns({{20, {print::QrCode{form.look_up, 64, Align::left}}}, {80, words}});
}

}  // namespace

std::string form_pdf(const Application& application)
{
    print::Document document({.title = application.title,
                              .subject = application.form,
                              .made = application.at,
                              .footer = application.code,
                              .numbers = print::Numbers::above_from_second,
                              .size = kFormSize});
    draw_top(document, application);
    for (const Block& block : application.blocks)
        std::visit([&](const auto& one) { draw_block(document, one); }, block);
    draw_end(document, application);
    return document.finish();
}

}  // namespace lt::slips
