#include "decisions/feel/expression.h"

#include "decisions/feel/tree.h"
#include "kit/base/message.h"

namespace lt::feel {

using base::msg;

const std::vector<std::string>& Expression::reads() const { return tree_->reads; }
const std::string& Expression::text() const { return tree_->text; }

std::optional<Value> ContextScope::find(std::string_view name) const
{
    if (!context_.is(Kind::context)) return std::nullopt;
    const Value* value = context_.find(name);
    return value == nullptr ? std::nullopt : std::optional(*value);
}

base::Message message_of(Limit limit)
{
    switch (limit) {
    case Limit::none: return {};
    case Limit::steps: return msg("Biểu thức vượt quá số bước tính cho phép.");
    case Limit::depth: return msg("Biểu thức lồng hoặc gọi nhau quá sâu.");
    case Limit::memory: return msg("Biểu thức dùng quá nhiều bộ nhớ.");
    }
    return {};
}

Compiled compile(std::string_view text, const std::vector<std::string>& names)
{
    (void)names;
    const auto number = Number::parse(text);
    if (!number) return SyntaxError{msg("Không hiểu biểu thức."), 1, 1};
    auto tree = std::make_shared<Tree>();
    tree->text = text;
    return Expression(std::move(tree));
}

Compiled compile_unary_tests(std::string_view text, const std::vector<std::string>& names)
{
    return compile(text, names);
}

Outcome evaluate(const Expression& expression, const Scope& scope, const Limits& limits, base::Time now)
{
    (void)scope, (void)limits, (void)now;
    return {Value::number(*Number::parse(expression.text())), Limit::none, {}};
}

Outcome evaluate_unary_tests(const Expression& tests, const Value& input, const Scope& scope,
                             const Limits& limits, base::Time now)
{
    (void)input;
    return evaluate(tests, scope, limits, now);
}

}  // namespace lt::feel
