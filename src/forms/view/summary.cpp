// All answers on one page, to be read once more before they are sent, or after.
#include <nlohmann/json.hpp>

#include "forms/print.h"
#include "forms/view/view.h"

namespace lt::forms {

namespace {

// Headings with nothing below them.
void drop_empty(html::View& steps)
{
    const auto erase_if = [](html::View& list, const char* inner) {
        html::View kept = html::View::array();
        for (html::View& one : list)
            if (!one[inner].empty()) kept.push_back(std::move(one));
        list = std::move(kept);
    };
    for (html::View& step : steps) erase_if(step["parts"], "rows");
    erase_if(steps, "parts");
}

}  // namespace

void summarise(html::View& view, const Schema& schema, std::string_view answers, const Lists& lists,
               const page::Words& words, const StepAddress& address)
{
    html::View steps = html::View::array();
    const bool several = schema.steps().size() > 1;
    const auto begin = [&](const std::string& title) {
        html::View step{{"title", title}, {"parts", html::View::array()}, {"href", false}};
        if (address) {
            step["href"] = address(steps.size());
            step["label"] = words(base::msg("Sửa"));
        }
        steps.push_back(std::move(step));
    };
    if (!several) begin(schema.title());
    const auto part = [&](const html::View& heading) {
        steps.back()["parts"].push_back({{"heading", heading}, {"rows", html::View::array()}});
    };
    int under = 0;  // level of the heading above
    for (const Block& block : print(schema, answers, lists)) {
        switch (block.kind) {
        case Block::Kind::heading:
            if (block.level == 1)
                begin(block.text);
            else
                part(block.text);
            under = block.level;
            break;
        case Block::Kind::row:
            // What was sent says nothing where nothing had to be said.
            if (!address && block.value.empty() && !block.needed) break;
            if (steps.back()["parts"].empty() || block.level <= under) {
                part(false);
                under = 0;
            }
            steps.back()["parts"].back()["rows"].push_back(
                {{"key", block.text},
                 {"value", block.value.empty() ? words(base::msg("Chưa trả lời")) : words(block.value, {})},
                 {"empty", block.value.empty()}});
            break;
        case Block::Kind::paragraph:
        case Block::Kind::title:
        case Block::Kind::addressee:
        case Block::Kind::signatures: break;
        }
    }
    if (!address) drop_empty(steps);
    view["answers"] = {{"steps", std::move(steps)}};
}

}  // namespace lt::forms
