#include "process/engine/expressions.h"

#include "decisions/feel/expression.h"

namespace lt::engine {

namespace {

class SightScope final : public feel::Scope {
public:
    explicit SightScope(const Sight& sight) : sight_(sight) {}
    std::optional<Value> find(std::string_view name) const override { return sight_.find(name); }

private:
    const Sight& sight_;
};

class FeelExpression final : public Expression {
public:
    explicit FeelExpression(feel::Expression expression) : expression_(std::move(expression)) {}
    base::Result<Value> evaluate(const Sight& sight, base::Time now) const override
    {
        auto outcome = feel::evaluate(expression_, SightScope(sight), feel::Limits{}, now);
        if (outcome.refused()) return base::conflict(feel::message_of(outcome.exceeded));
        return std::move(outcome.value);
    }

private:
    feel::Expression expression_;
};

}  // namespace

base::Result<std::unique_ptr<const Expression>> FeelExpressions::compile(
    std::string_view text, const std::vector<std::string>& names) const
{
    auto compiled = feel::compile(text, names);
    if (const auto* wrong = std::get_if<feel::SyntaxError>(&compiled))
        return base::invalid("expression", base::Message("Biểu thức “{{text}}” sai: {{why}}",
                                                         {{"text", std::string(text.substr(0, 200)), false},
                                                          {"why", wrong->message.str(), false}}));
    return std::unique_ptr<const Expression>(
        std::make_unique<FeelExpression>(std::get<feel::Expression>(std::move(compiled))));
}

}  // namespace lt::engine
