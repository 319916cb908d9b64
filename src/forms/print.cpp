// See print.h.
#include "forms/print.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "forms/judge.h"
#include "forms/values.h"

namespace lt::forms {
namespace {

using nlohmann::json;

constexpr std::size_t kBoxes = 6;  // more are a list on the screen, and a line on paper

class Printer {
public:
    Printer(const Schema& schema, std::string_view answers, const Lists& lists)
        : schema_(schema), lists_(lists), answers_(answers)
    {
    }

    // `needed`: it has to be answered, or for a group, there has to be one.
    void question(const Field& field, const json& beside, const std::string& path, int level, bool needed)
    {
        const json inside = beside.is_object() ? beside.value(field.name, json()) : json();
        if (field.kind == Kind::rows) {
            heading(level, field.title);
            for (std::size_t i = 0; i < inside.size(); ++i) {
                heading(level + 1, field.row_title + " " + std::to_string(i + 1));
                group(field, inside[i], path + "." + std::to_string(i) + ".", level + 2, true);
            }
        } else if (field.kind == Kind::group) {
            // The heading of the step may say it already.
            if (!field.title.empty() && field.title != step) heading(level, field.title);
            group(field, inside, path + ".", level + 1, needed || !inside.empty());
        } else if (field.must_be_true) {
            // A statement that was agreed to stands as a sentence.
            if (inside == json(true) && !is_closing(field.title))
                blocks.push_back({Block::Kind::paragraph, 0, field.title, {}, {}});
        } else {
            blocks.push_back({.kind = Block::Kind::row,
                              .level = level,
                              .text = field.title,
                              .value = words_of(schema_, answers_, path, lists_),
                              .needed = needed,
                              .boxes = boxes_of(field, inside)});
        }
    }

    void heading(int level, const std::string& text)
    {
        blocks.push_back({Block::Kind::heading, level, text, {}, {}});
    }

    std::vector<Block> blocks{};
    std::string step{};  // the title of the one that is being printed

private:
    static std::vector<Block::Box> boxes_of(const Field& field, const json& answer)
    {
        if (field.kind == Kind::boolean)
            return {{"Có", answer == json(true)}, {"Không", answer == json(false)}};
        std::vector<Block::Box> boxes;
        if (field.kind == Kind::choice && field.options.size() <= kBoxes)
            for (const Option& option : field.options)
                boxes.push_back({option.label, answer == json(option.value)});
        return boxes;
    }

    bool is_closing(const std::string& statement) const
    {
        const auto& closing = schema_.printed().closing;
        return std::ranges::any_of(
            closing, [&](const std::string& text) { return text == statement || text == statement + "."; });
    }

    void group(const Field& group, const json& answers, const std::string& prefix, int level, bool needed)
    {
        const json known = answers.is_object() ? answers : json::object();
        const Applying now = applying(group, known);
        for (std::size_t i = 0; i < group.fields.size(); ++i)
            if (now.asked[i])
                question(group.fields[i], known, prefix + group.fields[i].name, level,
                         needed && is_required(group.fields[i], now));
    }

    const Schema& schema_;
    const Lists& lists_;
    std::string_view answers_;
};

}  // namespace

std::vector<Block> print(const Schema& schema, std::string_view answers, const Lists& lists)
{
    Printer printer(schema, answers, lists);
    const PrintedForm& form = schema.printed();
    auto& blocks = printer.blocks;
    blocks.push_back({Block::Kind::title, 0, form.heading.empty() ? schema.title() : form.heading, {}, {}});
    if (!form.to.empty()) blocks.push_back({Block::Kind::addressee, 0, form.to, {}, {}});
    json known = json::parse(answers, nullptr, false);
    if (!known.is_object()) known = json::object();
    const Applying now = applying(schema.root(), known);
    for (const Step& step : schema.steps()) {
        printer.step = schema.steps().size() > 1 ? step.title : "";
        if (!printer.step.empty()) printer.heading(1, step.title);
        for (std::size_t i = 0; i < schema.root().fields.size(); ++i) {
            const Field& field = schema.root().fields[i];
            if (now.asked[i] && std::count(step.fields.begin(), step.fields.end(), field.name) > 0)
                printer.question(field, known, field.name, 2, is_required(field, now));
        }
    }
    for (const std::string& text : form.closing) blocks.push_back({Block::Kind::paragraph, 0, text, {}, {}});
    if (form.signatures.empty()) return std::move(blocks);
    Block places{.kind = Block::Kind::signatures};
    for (const Signature& signature : form.signatures) {
        const std::string name =
            signature.name.empty() ? "" : words_of(schema, answers, signature.name, lists);
        places.signatures.push_back({signature.title, signature.note, name});
    }
    blocks.push_back(std::move(places));
    return std::move(blocks);
}

}  // namespace lt::forms
