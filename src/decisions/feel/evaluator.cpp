#include "decisions/feel/evaluator.h"

#include <algorithm>

#include "decisions/feel/builtins.h"
#include "decisions/feel/operators.h"

namespace lt::feel {
namespace {

using base::msg;

// A function written in an expression.
class Closure final : public UserFunction {
public:
    Closure(std::shared_ptr<const Tree> tree, const Node& node, std::vector<Value> captured)
        : UserFunction(node.shape->parameters, node.shape->types), tree_(std::move(tree)), node_(node),
          captured_(std::move(captured))
    {
    }

private:
    Value run(Machine& machine, std::vector<Value> arguments) const override
    {
        const FunctionShape& shape = *node_.shape;
        machine.charge(shape.frame * sizeof(Value) + 64);
        std::vector<Value> frame(shape.frame);
        std::move(arguments.begin(), arguments.end(), frame.begin());
        for (std::size_t i = 0; i < captured_.size(); ++i) frame[shape.captures[i].own] = captured_[i];
        return Evaluator(machine, tree_, nullptr, std::move(frame)).eval(*node_.kids[0]);
    }

    std::shared_ptr<const Tree> tree_;
    const Node& node_;  // in the tree
    std::vector<Value> captured_;
};

}  // namespace

Evaluator::Evaluator(Machine& machine, const std::shared_ptr<const Tree>& tree, const Scope* scope,
                     std::vector<Value> frame)
    : machine_(machine), tree_(tree), scope_(scope), globals_(scope == nullptr ? 0 : tree->reads.size()),
      frame_(std::move(frame))
{
}

Value Evaluator::warn(const Node& node, base::Message message)
{
    at(node);
    return machine_.null(std::move(message));
}

Value Evaluator::eval(const Node& node)
{
    const Machine::Deeper deeper(machine_);
    machine_.step();
    return eval_node(node);
}

Value Evaluator::eval_node(const Node& node)
{
    switch (node.op) {
    case Op::literal: return node.value;
    case Op::local:
    case Op::global: return named(node);
    case Op::list: return list(node);
    case Op::context: return context(node);
    case Op::interval: return interval(node);
    case Op::comparison: return comparison_value(node);
    case Op::negate: {
        const Value value = eval(*node.kids[0]);
        at(node);
        return negated(machine_, value);
    }
    case Op::sum:
    case Op::product: return chain(node);
    case Op::power: {
        const Value base = eval(*node.kids[0]), exponent = eval(*node.kids[1]);
        at(node);
        return raised(machine_, base, exponent);
    }
    case Op::compare: return compared(node);
    case Op::between: return between(node);
    case Op::member: return member(node);
    case Op::either: return logic(node, true);
    case Op::both: return logic(node, false);
    case Op::condition: return condition(node);
    case Op::loop: return loop(node);
    case Op::some:
    case Op::every: return quantified(node);
    case Op::function: return function(node);
    case Op::instance: return Value::boolean(is_instance(eval(*node.kids[0]), *node.type));
    case Op::path: return path(node);
    case Op::filter: return filter(node);
    case Op::call: return call(node);
    case Op::tests: return tests(node);
    case Op::any_test: return Value::boolean(true);
    case Op::test: return test(node);
    case Op::span: break;  // only as a source of a loop
    }
    return {};
}

Value Evaluator::global(std::uint32_t index)
{
    std::optional<Value>& known = globals_[index];
    if (!known) {
        known = scope_->find(tree_->reads[index]);
        if (!known) {
            const std::string& name = tree_->reads[index];
            const Builtin* builtin = find_builtin(name);
            known = builtin != nullptr
                        ? builtin_value(*builtin)
                        : machine_.null({msg("Không có biến \"{{name}}\"."), {{"name", name}}});
        }
    }
    return *known;
}

Value Evaluator::named(const Node& node)
{
    for (const std::uint32_t item : node.items) {
        const Value& element = frame_[item];
        if (!element.is(Kind::context)) continue;
        if (const Value* entry = element.find(node.name)) return *entry;
    }
    if (node.op == Op::local) return frame_[node.slot];
    at(node);
    return global(node.slot);
}

Value Evaluator::list(const Node& node)
{
    std::vector<Value> items;
    items.reserve(node.kids.size());
    for (const NodePtr& kid : node.kids) items.push_back(eval(*kid));
    return machine_.list(std::move(items));
}

Value Evaluator::context(const Node& node)
{
    std::vector<Entry> entries;
    entries.reserve(node.kids.size());
    for (std::size_t i = 0; i < node.kids.size(); ++i) {
        Value value = eval(*node.kids[i]);
        frame_[node.slots[i]] = value;
        entries.push_back({node.names[i], std::move(value)});
    }
    return machine_.context(std::move(entries));
}

Value Evaluator::condition(const Node& node)
{
    const Value decided = eval(*node.kids[0]);
    if (decided.is_true()) return eval(*node.kids[1]);
    if (decided.is_false() || decided.is_null()) return eval(*node.kids[2]);
    return warn(node, msg("Điều kiện sau \"if\" phải là đúng hoặc sai."));
}

Value Evaluator::chain(const Node& node)
{
    Value result = eval(*node.kids[0]);
    for (std::size_t i = 1; i < node.kids.size(); ++i) {
        const Value next = eval(*node.kids[i]);
        at(*node.kids[i]);
        switch (node.name[i - 1]) {
        case '+': result = added(machine_, result, next); break;
        case '-': result = subtracted(machine_, result, next); break;
        case '*': result = multiplied(machine_, result, next); break;
        default: result = divided(machine_, result, next); break;
        }
    }
    return result;
}

// `or` is decided by true, `and` by false; else one that is no boolean leaves it open.
Value Evaluator::logic(const Node& node, bool decisive)
{
    bool open = false;
    for (const NodePtr& kid : node.kids) {
        const Value value = eval(*kid);
        if (!value.is(Kind::boolean)) {
            open = true;
        } else if (value.is_true() == decisive) {
            return Value::boolean(decisive);
        }
    }
    return open ? Value() : Value::boolean(!decisive);
}

Value Evaluator::path(const Node& node)
{
    const Value value = eval(*node.kids[0]);
    at(node);
    return property(machine_, value, node.name);
}

Value Evaluator::function(const Node& node)
{
    std::vector<Value> captured;
    captured.reserve(node.shape->captures.size());
    for (const auto& capture : node.shape->captures) {
        captured.push_back(capture.from_global ? global(capture.slot) : frame_[capture.slot]);
    }
    machine_.charge(captured.size() * sizeof(Value) + 128);
    // What it holds on to must be no deeper than any value, or a chain of functions would be destroyed too deep.
    std::uint32_t nesting = 0;
    for (const Value& value : captured) nesting = std::max(nesting, value.nesting());
    return machine_.function(new Closure(tree_, node, std::move(captured)), nesting);
}

Value Evaluator::call(const Node& node)
{
    Value callee = eval(*node.kids[0]);
    const Callable* function = callable_of(callee);
    if (function == nullptr && !node.kids[0]->name.empty()) {
        // A variable with the name of a function, called: the function is meant.
        if (const Builtin* builtin = find_builtin(node.kids[0]->name)) {
            callee = builtin_value(*builtin);
            function = callable_of(callee);
        }
    }
    std::vector<Value> arguments;
    arguments.reserve(node.kids.size() - 1);
    for (std::size_t i = 1; i < node.kids.size(); ++i) arguments.push_back(eval(*node.kids[i]));
    if (function == nullptr) return warn(node, msg("Thứ được gọi không phải là hàm."));
    at(node);
    if (!node.names.empty()) return function->call_named(machine_, node.names, std::move(arguments));
    return function->call(machine_, std::move(arguments));
}

}  // namespace lt::feel
