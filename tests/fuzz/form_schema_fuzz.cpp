// Any text as a schema, then as answers to a known form and to itself. What a form takes is taken again without loss, and
// everything comes out the same twice.
#include <cstdlib>

#include "forms/answers.h"
#include "forms/pattern.h"
#include "forms/print.h"
#include "forms/rules.h"

namespace {

using namespace lt::forms;

const Lists& lists()
{
    static const Lists all{.units =
                               Units::parse("01\tHà Nội\n00004\tBa Đình\n24\tBắc Ninh\n09169\tVũ Ninh\n"),
                           .peoples = {{"1", "Kinh"}},
                           .religions = {{"0", "Không"}}};
    return all;
}

Asked asked() { return {.lists = lists(), .today = lt::base::Day(std::chrono::year(2026) / 11 / 29)}; }

const Schema& known()
{
    static const Schema schema = *read(R"({"title":"T","properties":{"p":{"$ref":"lt:person"},
        "n":{"type":"number","title":"N","minimum":1},"l":{"type":"array","title":"L","x-row":"R","maxItems":3,
        "items":{"properties":{"a":{"type":"boolean","title":"A"},"d":{"type":"string","format":"date","title":"D"}},
        "if":{"properties":{"a":{"const":true}},"required":["a"]},"then":{"required":["d"]}}}}})");
    return schema;
}

void answer(const Schema& schema, std::string_view text)
{
    const Taken taken = check(schema, text, asked());
    if (taken.answers != check(schema, text, asked()).answers) std::abort();
    // What is right stays right, when it is typed by hand, too.
    const Typed typed = typed_of(schema, taken.answers);
    const Taken again = take(schema, typed, asked());
    // Empty groups and rows can't be typed.
    const bool typable = taken && taken.answers.find("{}") == std::string::npos;
    if (typable && (!again || !same_answers(taken.answers, again.answers))) std::abort();
    (void)print(schema, taken.answers, lists());
    (void)rearranged(schema, typed);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size > 16'384) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    answer(known(), text);
    take(known(),
         {{"p.identity_number", std::string(text)}, {"n", std::string(text)}, {"l.0.d", std::string(text)}},
         asked());
    const auto schema = read(text);
    if (!schema) return 0;
    answer(*schema, "{}");
    answer(*schema, text);
    const auto words = [](const lt::base::Message& message) { return message.str(); };
    if (rules_for_script(*schema, asked().today, words).empty()) std::abort();
    return 0;
}
