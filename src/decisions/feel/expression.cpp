#include "decisions/feel/expression.h"

#include "decisions/feel/evaluator.h"
#include "decisions/feel/parser.h"
#include "kit/base/message.h"
#include "kit/base/text.h"

namespace lt::feel {
namespace {

using base::msg;

constexpr std::size_t kMaxText = 64 << 10;

template <class Work>
Outcome bounded(const Limits& limits, base::Time now, Work work)
{
    Machine machine(limits, now);
    Outcome outcome;
    try {
        outcome.value = work(machine);
    } catch (const Exceeded& exceeded) {
        outcome.exceeded = exceeded.limit;
    }
    outcome.warnings = machine.take_warnings();
    return outcome;
}

}  // namespace

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

Compiled compile_with(std::string_view text, const Known& known, Grammar grammar)
{
    if (text.size() > kMaxText) return SyntaxError{msg("Biểu thức quá dài: tối đa 64 KB."), 1, 1};
    if (!base::is_utf8(text)) return SyntaxError{msg("Biểu thức không phải văn bản UTF-8."), 1, 1};
    auto tree = std::make_shared<Tree>();
    tree->text = text;
    try {
        Parser parser(tree->text, known, *tree);
        if (grammar == Grammar::expression) {
            parser.expression_alone();
        } else {
            parser.unary_tests_alone();
        }
    } catch (ParseError& error) {
        SyntaxError out;
        out.message = std::move(error.message);
        place_of(text, error.offset, out.line, out.column);
        return out;
    }
    return Expression(std::move(tree));
}

Compiled compile(std::string_view text, const std::vector<std::string>& names)
{
    Known known;
    for (const std::string& name : names) known.names.add(name);
    return compile_with(text, known, Grammar::expression);
}

Compiled compile_unary_tests(std::string_view text, const std::vector<std::string>& names)
{
    Known known;
    for (const std::string& name : names) known.names.add(name);
    return compile_with(text, known, Grammar::unary_tests);
}

Value run(Machine& machine, const Expression& expression, const Scope& scope)
{
    const Tree& tree = expression.tree();
    const Machine::Place place(machine);
    machine.charge(tree.frame * sizeof(Value));
    return Evaluator(machine, expression.shared_tree(), &scope, std::vector<Value>(tree.frame))
        .eval(*tree.root);
}

Value run_unary_tests(Machine& machine, const Expression& tests, const Value& input, const Scope& scope)
{
    const Tree& tree = tests.tree();
    if (tree.input == kNoSlot) return matches(machine, input, run(machine, tests, scope));
    const Machine::Place place(machine);
    machine.charge(tree.frame * sizeof(Value));
    std::vector<Value> frame(tree.frame);
    frame[tree.input] = input;
    return Evaluator(machine, tests.shared_tree(), &scope, std::move(frame)).eval(*tree.root);
}

std::optional<std::size_t> first_met(Machine& machine, const Expression& tests, const Value& input,
                                     const Scope& scope)
{
    const Tree& tree = tests.tree();
    if (tree.input == kNoSlot || tree.root->op != Op::tests) return std::nullopt;
    const Machine::Place place(machine);
    std::vector<Value> frame(tree.frame);
    frame[tree.input] = input;
    Evaluator evaluator(machine, tests.shared_tree(), &scope, std::move(frame));
    for (std::size_t i = 0; i < tree.root->kids.size(); ++i) {
        if (evaluator.eval(*tree.root->kids[i]).is_true()) return i;
    }
    return std::nullopt;
}

Outcome evaluate(const Expression& expression, const Scope& scope, const Limits& limits, base::Time now)
{
    return bounded(limits, now, [&](Machine& machine) { return run(machine, expression, scope); });
}

Outcome evaluate_unary_tests(const Expression& tests, const Value& input, const Scope& scope,
                             const Limits& limits, base::Time now)
{
    return bounded(limits, now,
                   [&](Machine& machine) { return run_unary_tests(machine, tests, input, scope); });
}

}  // namespace lt::feel
