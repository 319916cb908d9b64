// Any text as an expression and as unary tests, with small limits. What it gives goes through JSON and back without loss, and everything
// gives the same twice.
#include <cstdlib>

#include "decisions/feel/expression.h"
#include "decisions/feel/json.h"

namespace {

using namespace lt::feel;

bool has_function(const Value& value)
{
    if (value.is(Kind::function)) return true;
    if (value.is(Kind::list)) {
        for (const Value& item : value.items()) {
            if (has_function(item)) return true;
        }
    }
    if (value.is(Kind::context)) {
        for (const Entry& entry : value.entries()) {
            if (has_function(entry.value)) return true;
        }
    }
    return value.is(Kind::range) &&
           (has_function(value.as_range().low) || has_function(value.as_range().high));
}

void check(const Outcome& outcome, const Outcome& again)
{
    if (outcome.exceeded != again.exceeded) std::abort();
    if (outcome.refused() && !outcome.value.is_null()) std::abort();
    const std::string text = to_json(outcome.value);
    if (text != to_json(again.value)) std::abort();
    if (has_function(outcome.value)) return;
    const auto read = from_json(text);
    if (!read || to_json(*read) != text) std::abort();
    (void)to_text(outcome.value);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size > 4096) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const lt::base::Time now{std::chrono::microseconds(1'795'923'000'000'000)};
    static const Value variables = *from_json(
        R"({"x":5,"days left":3,"a-b":"text","list":[1,2,3],"person":{"name":"An","born":{"@":"2000-02-29"}},"nothing":null})");
    const std::vector<std::string> names{"x", "days left", "a-b", "list", "person", "nothing"};
    const ContextScope scope(variables);
    const Limits limits{20'000, 200, 1U << 20, 5};
    const Compiled expression = compile(text, names);
    if (const auto* ready = std::get_if<Expression>(&expression)) {
        check(evaluate(*ready, scope, limits, now), evaluate(*ready, scope, limits, now));
    } else if (std::get<SyntaxError>(expression).message.empty()) {
        std::abort();
    }
    const Compiled tests = compile_unary_tests(text, names);
    if (const auto* ready = std::get_if<Expression>(&tests)) {
        const Value input = Value::integer(7);
        check(evaluate_unary_tests(*ready, input, scope, limits, now),
              evaluate_unary_tests(*ready, input, scope, limits, now));
    }
    return 0;
}
