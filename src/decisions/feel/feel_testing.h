// What the tests of this folder share.
#pragma once

#include <string>
#include <string_view>

#include "decisions/feel/expression.h"
#include "decisions/feel/json.h"

namespace lt::feel {

// 2026-11-29 10:30 in Vietnam.
inline base::Time test_now() { return base::Time(std::chrono::microseconds(1'795'923'000'000'000)); }

// "syntax 1:5", "steps", "depth", "memory", or the value as FEEL writes it inside a list.
inline std::string shown(const Outcome& outcome)
{
    switch (outcome.exceeded) {
    case Limit::none: break;
    case Limit::steps: return "steps";
    case Limit::depth: return "depth";
    case Limit::memory: return "memory";
    }
    const std::string list = to_text(Value::list({outcome.value}));
    return list.substr(1, list.size() - 2);
}

inline std::string syntax(const SyntaxError& error)
{
    return "syntax " + std::to_string(error.line) + ":" + std::to_string(error.column);
}

inline Value variables(std::string_view json) { return *from_json(json); }

inline std::string feel(std::string_view text, std::string_view json = "{}", const Limits& limits = {})
{
    const Value scope = variables(json);
    std::vector<std::string> names;
    for (const Entry& entry : scope.entries()) names.push_back(entry.key);
    const Compiled compiled = compile(text, names);
    if (const auto* error = std::get_if<SyntaxError>(&compiled)) return syntax(*error);
    return shown(evaluate(std::get<Expression>(compiled), ContextScope(scope), limits, test_now()));
}

inline std::string test(std::string_view text, std::string_view input, std::string_view json = "{}")
{
    const Compiled compiled = compile_unary_tests(text);
    if (const auto* error = std::get_if<SyntaxError>(&compiled)) return syntax(*error);
    return shown(evaluate_unary_tests(std::get<Expression>(compiled), variables(input),
                                      ContextScope(variables(json)), {}, test_now()));
}

struct Case {
    const char* text;
    const char* expected;
};

}  // namespace lt::feel
