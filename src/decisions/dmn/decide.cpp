// One decision with all that it requires.
#include <set>

#include "decisions/dmn/logic.h"
#include "decisions/feel/callable.h"

namespace lt::dmn {
namespace {

using base::msg;
using feel::Machine;
using feel::Value;

// Values of nodes that are known already, and how the others come to be.
class Session {
public:
    Session(Machine& machine, std::shared_ptr<const ModelBody> body, Value inputs)
        : machine_(machine), body_(std::move(body)), inputs_(std::move(inputs))
    {
    }
    Value value_of(const Node& node);
    void set(const Node& node, Value value) { known_[&node] = std::move(value); }
    Machine& machine() { return machine_; }
    const std::shared_ptr<const ModelBody>& body() const { return body_; }

private:
    Value worked_out(const Node& node);
    Value input(const Node& node);

    Machine& machine_;
    std::shared_ptr<const ModelBody> body_;
    Value inputs_;
    std::map<const Node*, Value> known_{};
};

// What a node may read: what it requires. A knowledge model may also call itself.
class Requirements final : public feel::Scope {
public:
    Requirements(Session& session, const Node& node) : session_(session), node_(node) {}
    std::optional<Value> find(std::string_view name) const override
    {
        for (const Node* required : node_.requires_) {
            if (required->name == name) return session_.value_of(*required);
        }
        if (node_.form == Node::Form::knowledge && node_.name == name) return session_.value_of(node_);
        return std::nullopt;
    }

private:
    Session& session_;
    const Node& node_;
};

class KnowledgeFunction final : public feel::UserFunction {
public:
    KnowledgeFunction(std::shared_ptr<const ModelBody> body, const Node& node)
        : UserFunction(node.parameters, node.types), body_(std::move(body)), node_(node)
    {
    }

private:
    Value run(Machine& machine, std::vector<Value> arguments) const override
    {
        Session session(machine, body_, {});
        const Requirements scope(session, node_);
        Inner inner(scope);
        for (std::size_t i = 0; i < arguments.size(); ++i)
            inner.add(parameters()[i], std::move(arguments[i]));
        machine.from(node_.name, node_.line);
        if (!node_.logic) return machine.null(msg("Mô hình tri thức không có nội dung tính được."));
        return conforming(machine, node_.logic->eval(machine, inner), node_.type);
    }
    feel::TypeRef result_type() const override { return node_.type; }

    std::shared_ptr<const ModelBody> body_;
    const Node& node_;
};

// Its input decisions are given, not decided.
class ServiceFunction final : public feel::UserFunction {
public:
    ServiceFunction(std::shared_ptr<const ModelBody> body, const Node& node)
        : UserFunction(node.parameters, node.types), body_(std::move(body)), node_(node)
    {
    }

private:
    Value run(Machine& machine, std::vector<Value> arguments) const override
    {
        Session session(machine, body_, {});
        std::size_t at = 0;
        for (const auto* list : {&node_.input_data, &node_.input_decisions}) {
            for (const Node* input : *list) session.set(*input, arguments[at++]);
        }
        if (node_.outputs.size() == 1)
            return conforming(machine, session.value_of(*node_.outputs[0]), node_.type);
        std::vector<feel::Entry> entries;
        for (const Node* output : node_.outputs) entries.push_back({output->name, session.value_of(*output)});
        return conforming(machine, machine.context(std::move(entries)), node_.type);
    }

    std::shared_ptr<const ModelBody> body_;
    const Node& node_;
};

Value Session::input(const Node& node)
{
    const Value* given = inputs_.is(feel::Kind::context) ? inputs_.find(node.name) : nullptr;
    if (given == nullptr)
        return machine_.null({msg("Thiếu dữ liệu đầu vào \"{{name}}\"."), {{"name", node.name}}});
    return conforming(machine_, *given, node.type);
}

Value Session::worked_out(const Node& node)
{
    const Machine::Deeper deeper(machine_);
    const Machine::Place place(machine_);
    machine_.from(node.name, node.line);
    machine_.step();
    switch (node.form) {
    case Node::Form::input: return input(node);
    case Node::Form::knowledge: return machine_.function(new KnowledgeFunction(body_, node), 0);
    case Node::Form::service: return machine_.function(new ServiceFunction(body_, node), 0);
    case Node::Form::decision: break;
    }
    const bool is_given =
        node.may_be_given && inputs_.is(feel::Kind::context) && inputs_.find(node.name) != nullptr;
    if (is_given) return input(node);
    if (!node.logic) return machine_.null(msg("Quyết định không có nội dung tính được."));
    const Value value = node.logic->eval(machine_, Requirements(*this, node));
    machine_.from(node.name, node.line);
    return conforming(machine_, value, node.type);
}

Value Session::value_of(const Node& node)
{
    if (const auto known = known_.find(&node); known != known_.end()) return known->second;
    Value value = worked_out(node);
    known_[&node] = value;
    return value;
}

// A table in a loop meets the same rules again and again: each counts once, so that there are no more than the model has.
class HitList final : public Machine::Witness {
public:
    explicit HitList(Decided& into) : into_(into) {}
    void met(const std::string& element, int table, int rule) override
    {
        if (!known_.emplace(table, rule).second) return;
        into_.hits.push_back({table, rule});
        into_.tables.try_emplace(table, element);
    }

private:
    Decided& into_;
    std::set<std::pair<int, int>> known_{};
};

Value decided(Session& session, const Node& node, const Value& inputs)
{
    const Value value = session.value_of(node);
    const feel::Callable* function = node.form == Node::Form::decision ? nullptr : feel::callable_of(value);
    if (function == nullptr) return value;
    // A service or a knowledge model asked for by itself: the inputs are its arguments.
    std::vector<Value> arguments;
    for (const std::string& name : node.parameters) {
        const Value* given = inputs.is(feel::Kind::context) ? inputs.find(name) : nullptr;
        arguments.push_back(given == nullptr ? Value() : *given);
    }
    return function->call(session.machine(), std::move(arguments));
}

}  // namespace

Decided decide(const Model& model, std::string_view decision, const feel::Value& inputs,
               const feel::Limits& limits, base::Time now)
{
    Machine machine(limits, now);
    Decided outcome;
    HitList hits(outcome);
    machine.witness = &hits;
    try {
        const Node* node = model.body()->find(decision);
        if (node == nullptr || node->form == Node::Form::input) {
            machine.null(
                {msg("Mô hình không có quyết định \"{{name}}\"."), {{"name", std::string(decision)}}});
        } else {
            Session session(machine, model.body(), inputs);
            outcome.value = decided(session, *node, inputs);
        }
    } catch (const feel::Exceeded& exceeded) {
        outcome.exceeded = exceeded.limit;
    }
    outcome.warnings = machine.take_warnings();
    return outcome;
}

}  // namespace lt::dmn
