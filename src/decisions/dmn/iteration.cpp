// Boxed conditionals, loops and filters of DMN 1.4.
#include "decisions/dmn/logic.h"

namespace lt::dmn {
namespace {

using base::msg;
using feel::Kind;
using feel::Machine;
using feel::Value;

class Conditional final : public Logic {
public:
    Conditional(const Element& element, const Surroundings& around, LogicPtr asked, LogicPtr then,
                LogicPtr otherwise)
        : Logic(around.element, element.line), asked_(std::move(asked)), then_(std::move(then)),
          otherwise_(std::move(otherwise))
    {
    }

private:
    Value work(Machine& machine, const feel::Scope& scope) const override
    {
        const Value answer = asked_->eval(machine, scope);
        if (answer.is_true()) return then_->eval(machine, scope);
        if (answer.is_false() || answer.is_null()) return otherwise_->eval(machine, scope);
        return machine.null(msg("Điều kiện sau \"if\" phải là đúng hoặc sai."));
    }
    LogicPtr asked_, then_, otherwise_;
};

enum class Iterates : std::uint8_t { loop, some, every, filter };

class Iteration final : public Logic {
public:
    Iteration(const Element& element, const Surroundings& around, Iterates what, std::string variable,
              LogicPtr source, LogicPtr body)
        : Logic(around.element, element.line), what_(what), variable_(std::move(variable)),
          source_(std::move(source)), body_(std::move(body))
    {
    }

private:
    Value work(Machine& machine, const feel::Scope& scope) const override
    {
        Value list = source_->eval(machine, scope);
        if (list.is_null() || list.is(Kind::range)) return machine.null(msg("Vòng lặp cần một danh sách."));
        if (!list.is(Kind::list)) list = machine.list({list});
        std::vector<Value> out;
        bool open = false;
        for (const Value& item : list.items()) {
            machine.step();
            Inner inner(scope);
            inner.add(variable_, item);
            if (what_ == Iterates::filter && item.is(Kind::context)) {
                for (const feel::Entry& entry : item.entries()) inner.add(entry.key, entry.value);
            }
            if (what_ == Iterates::loop) inner.add("partial", machine.list(out));
            Value answer = body_->eval(machine, inner);
            const bool decides = answer.is(Kind::boolean) && answer.is_true() == (what_ == Iterates::some);
            if (decides && (what_ == Iterates::some || what_ == Iterates::every)) return answer;
            open = open || answer.is_null();
            if (what_ != Iterates::loop && !answer.is_null() && !answer.is(Kind::boolean)) {
                return machine.null(msg("Điều kiện phải là đúng hoặc sai."));
            }
            if (what_ == Iterates::loop)
                out.push_back(std::move(answer));
            else if (answer.is_true())
                out.push_back(item);
        }
        if (what_ == Iterates::loop || what_ == Iterates::filter) return machine.list(std::move(out));
        return open ? Value() : Value::boolean(what_ == Iterates::every);
    }
    Iterates what_;
    std::string variable_;
    LogicPtr source_, body_;
};

LogicPtr part(const Element& element, const char* name, const Surroundings& around)
{
    const Element* holder = element.child(name);
    LogicPtr logic = holder == nullptr ? nullptr : read_logic(*holder, around);
    if (!logic) wrong_at(element, around.element, {msg("Thiếu phần \"{{part}}\"."), {{"part", name}}});
    return logic;
}

}  // namespace

LogicPtr read_iteration(const Element& element, const Surroundings& around)
{
    if (element.name == "conditional") {
        LogicPtr asked = part(element, "if", around), then = part(element, "then", around);
        return std::make_unique<Conditional>(element, around, std::move(asked), std::move(then),
                                             part(element, "else", around));
    }
    const auto what = element.name == "for"      ? std::optional(Iterates::loop)
                      : element.name == "some"   ? std::optional(Iterates::some)
                      : element.name == "every"  ? std::optional(Iterates::every)
                      : element.name == "filter" ? std::optional(Iterates::filter)
                                                 : std::nullopt;
    if (!what) return nullptr;
    std::string variable =
        *what == Iterates::filter ? "item" : feel::normal_name(element.attribute("iteratorVariable"));
    const char* body = *what == Iterates::loop ? "return" : *what == Iterates::filter ? "match" : "satisfies";
    LogicPtr source = part(element, "in", around);
    Surroundings inner = around.with({variable, "partial"});
    return std::make_unique<Iteration>(element, around, *what, std::move(variable), std::move(source),
                                       part(element, body, inner));
}

}  // namespace lt::dmn
