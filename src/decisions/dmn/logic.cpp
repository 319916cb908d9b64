#include "decisions/dmn/logic.h"

#include <algorithm>

#include "decisions/feel/callable.h"

namespace lt::dmn {
namespace {

using base::msg;
using feel::Machine;
using feel::Value;

class Literal final : public Logic {
public:
    Literal(std::string element, int line, Text text)
        : Logic(std::move(element), line), text_(std::move(text))
    {
    }

private:
    Value work(Machine& machine, const feel::Scope& scope) const override
    {
        return text_.eval(machine, scope);
    }
    Text text_;
};

// Entries see those before them; one without a name is the result.
class ContextLogic final : public Logic {
public:
    struct Part {
        std::string name{};
        feel::TypeRef type{};
        LogicPtr logic{};
    };
    ContextLogic(std::string element, int line, std::vector<Part> parts)
        : Logic(std::move(element), line), parts_(std::move(parts))
    {
    }

private:
    Value work(Machine& machine, const feel::Scope& scope) const override
    {
        Inner inner(scope);
        std::vector<feel::Entry> entries;
        for (const Part& part : parts_) {
            Value value =
                part.logic ? conforming(machine, part.logic->eval(machine, inner), part.type) : Value();
            if (part.name.empty()) return value;
            inner.add(part.name, value);
            entries.push_back({part.name, std::move(value)});
        }
        return machine.context(std::move(entries));
    }
    std::vector<Part> parts_;
};

class Invocation final : public Logic {
public:
    Invocation(std::string element, int line, LogicPtr called, std::vector<std::string> names,
               std::vector<LogicPtr> arguments)
        : Logic(std::move(element), line), called_(std::move(called)), names_(std::move(names)),
          arguments_(std::move(arguments))
    {
    }

private:
    Value work(Machine& machine, const feel::Scope& scope) const override
    {
        const Value called = called_->eval(machine, scope);
        const feel::Callable* function = feel::callable_of(called);
        if (function == nullptr) return machine.null(msg("Thứ được gọi không phải là hàm."));
        std::vector<Value> arguments;
        for (const LogicPtr& one : arguments_) arguments.push_back(one ? one->eval(machine, scope) : Value());
        return function->call_named(machine, names_, std::move(arguments));
    }
    LogicPtr called_;
    std::vector<std::string> names_;
    std::vector<LogicPtr> arguments_;
};

class ListLogic final : public Logic {
public:
    ListLogic(std::string element, int line, std::vector<LogicPtr> items)
        : Logic(std::move(element), line), items_(std::move(items))
    {
    }

private:
    Value work(Machine& machine, const feel::Scope& scope) const override
    {
        std::vector<Value> items;
        for (const LogicPtr& item : items_) items.push_back(item ? item->eval(machine, scope) : Value());
        return machine.list(std::move(items));
    }
    std::vector<LogicPtr> items_;
};

class Relation final : public Logic {
public:
    Relation(std::string element, int line, std::vector<std::string> columns,
             std::vector<std::vector<LogicPtr>> rows)
        : Logic(std::move(element), line), columns_(std::move(columns)), rows_(std::move(rows))
    {
    }

private:
    Value work(Machine& machine, const feel::Scope& scope) const override
    {
        std::vector<Value> out;
        for (const auto& row : rows_) {
            std::vector<feel::Entry> entries;
            for (std::size_t i = 0; i < columns_.size(); ++i) {
                const bool is_there = i < row.size() && row[i];
                entries.push_back({columns_[i], is_there ? row[i]->eval(machine, scope) : Value()});
            }
            out.push_back(machine.context(std::move(entries)));
        }
        return machine.list(std::move(out));
    }
    std::vector<std::string> columns_;
    std::vector<std::vector<LogicPtr>> rows_;
};

// What a function in a model needs of the scope that it is made in: the values of all names that it may read.
class BoxedFunction final : public feel::UserFunction {
public:
    BoxedFunction(std::shared_ptr<const Logic> body, std::vector<std::string> parameters,
                  std::vector<feel::TypeRef> types, Value captured)
        : UserFunction(std::move(parameters), std::move(types)), body_(std::move(body)),
          captured_(std::move(captured))
    {
    }

private:
    Value run(Machine& machine, std::vector<Value> arguments) const override
    {
        Inner inner(captured_);
        for (std::size_t i = 0; i < arguments.size(); ++i)
            inner.add(parameters()[i], std::move(arguments[i]));
        return body_ ? body_->eval(machine, inner) : Value();
    }
    std::shared_ptr<const Logic> body_;
    feel::ContextScope captured_;
};

class FunctionLogic final : public Logic {
public:
    FunctionLogic(std::string element, int line, std::vector<std::string> parameters,
                  std::vector<feel::TypeRef> types, LogicPtr body, std::vector<std::string> around)
        : Logic(std::move(element), line), parameters_(std::move(parameters)), types_(std::move(types)),
          body_(std::move(body)), around_(std::move(around))
    {
    }

private:
    Value work(Machine& machine, const feel::Scope& scope) const override
    {
        std::vector<feel::Entry> captured;
        for (const std::string& name : around_) {
            if (auto value = scope.find(name)) captured.push_back({name, std::move(*value)});
        }
        Value context = machine.context(std::move(captured));
        const std::uint32_t nesting = context.nesting();
        return machine.function(new BoxedFunction(body_, parameters_, types_, std::move(context)), nesting);
    }
    std::vector<std::string> parameters_;
    std::vector<feel::TypeRef> types_;
    std::shared_ptr<const Logic> body_;
    std::vector<std::string> around_;
};

LogicPtr read_literal(const Element& element, const Surroundings& around)
{
    const std::string_view language = element.attribute("expressionLanguage");
    if (!language.empty() && language.find("FEEL") == std::string_view::npos &&
        language.find("feel") == std::string_view::npos) {
        wrong_at(element, around.element,
                 {msg("Chỉ hỗ trợ ngôn ngữ FEEL, không hỗ trợ \"{{language}}\"."),
                  {{"language", std::string(language)}}});
    }
    return std::make_unique<Literal>(around.element, element.line,
                                     read_text(element, around, feel::Grammar::expression));
}

LogicPtr read_context(const Element& element, const Surroundings& around)
{
    std::vector<ContextLogic::Part> parts;
    Surroundings inner = around;
    for (const auto& entry : element.children) {
        if (entry->name != "contextEntry") continue;
        ContextLogic::Part part;
        const Element* variable = entry->child("variable");
        if (variable != nullptr) {
            part.name = feel::normal_name(variable->attribute("name"));
            part.type = type_named(variable->attribute("typeRef"), *around.body);
        }
        part.logic = read_logic(*entry, inner);
        inner.known.names.add(part.name);
        parts.push_back(std::move(part));
    }
    return std::make_unique<ContextLogic>(around.element, element.line, std::move(parts));
}

LogicPtr read_invocation(const Element& element, const Surroundings& around)
{
    LogicPtr called = read_logic(element, around);
    if (!called) wrong_at(element, around.element, msg("Lời gọi không cho biết gọi hàm nào."));
    std::vector<std::string> names;
    std::vector<LogicPtr> arguments;
    for (const auto& binding : element.children) {
        if (binding->name != "binding") continue;
        const Element* parameter = binding->child("parameter");
        if (parameter == nullptr) wrong_at(*binding, around.element, msg("Thiếu tên tham số."));
        names.push_back(feel::normal_name(parameter->attribute("name")));
        arguments.push_back(read_logic(*binding, around));
    }
    return std::make_unique<Invocation>(around.element, element.line, std::move(called), std::move(names),
                                        std::move(arguments));
}

LogicPtr one_logic(const Element& element, const Surroundings& around);

LogicPtr read_list(const Element& element, const Surroundings& around)
{
    std::vector<LogicPtr> items;
    for (const auto& child : element.children) {
        if (LogicPtr item = one_logic(*child, around)) items.push_back(std::move(item));
    }
    return std::make_unique<ListLogic>(around.element, element.line, std::move(items));
}

LogicPtr read_relation(const Element& element, const Surroundings& around)
{
    std::vector<std::string> columns;
    std::vector<std::vector<LogicPtr>> rows;
    for (const auto& child : element.children) {
        if (child->name == "column") columns.push_back(feel::normal_name(child->attribute("name")));
        if (child->name != "row") continue;
        rows.emplace_back();
        for (const auto& cell : child->children) {
            if (LogicPtr item = one_logic(*cell, around)) rows.back().push_back(std::move(item));
        }
    }
    return std::make_unique<Relation>(around.element, element.line, std::move(columns), std::move(rows));
}

LogicPtr read_function(const Element& element, const Surroundings& around)
{
    std::vector<std::string> parameters;
    std::vector<feel::TypeRef> types;
    for (const auto& child : element.children) {
        if (child->name != "formalParameter") continue;
        parameters.push_back(feel::normal_name(child->attribute("name")));
        feel::TypeRef type = type_named(child->attribute("typeRef"), *around.body);
        types.push_back(type ? std::move(type) : feel::any_type());
    }
    const std::string_view kind = element.attribute("kind");
    // Functions of Java or PMML are never run: they give null.
    LogicPtr body = kind.empty() || kind == "FEEL" ? read_logic(element, around.with(parameters)) : nullptr;
    return std::make_unique<FunctionLogic>(around.element, element.line, std::move(parameters),
                                           std::move(types), std::move(body), around.known.names.all());
}

LogicPtr one_logic(const Element& element, const Surroundings& around)
{
    LogicPtr logic;
    if (element.name == "literalExpression") logic = read_literal(element, around);
    if (element.name == "decisionTable") logic = read_table(element, around);
    if (element.name == "context") logic = read_context(element, around);
    if (element.name == "invocation") logic = read_invocation(element, around);
    if (element.name == "list") logic = read_list(element, around);
    if (element.name == "relation") logic = read_relation(element, around);
    if (element.name == "functionDefinition") logic = read_function(element, around);
    if (!logic) logic = read_iteration(element, around);
    if (logic) logic->set_type(type_named(element.attribute("typeRef"), *around.body));
    return logic;
}

}  // namespace

Value Logic::eval(Machine& machine, const feel::Scope& scope) const
{
    const Machine::Deeper deeper(machine);
    const Machine::Place place(machine);
    machine.step();
    machine.from(element_, line_);
    const Value value = work(machine, scope);
    machine.from(element_, line_);
    return conforming(machine, value, type_);
}

std::optional<Value> Inner::find(std::string_view name) const
{
    const auto at =
        std::find_if(entries_.rbegin(), entries_.rend(), [&](const feel::Entry& e) { return e.key == name; });
    return at == entries_.rend() ? outer_.find(name) : std::optional(at->value);
}

Value Text::eval(Machine& machine, const feel::Scope& scope) const
{
    const Machine::Place place(machine);
    machine.from(element, line);
    return feel::run(machine, expression, scope);
}

Value Text::test(Machine& machine, const Value& input, const feel::Scope& scope) const
{
    const Machine::Place place(machine);
    machine.from(element, line);
    return feel::run_unary_tests(machine, expression, input, scope);
}

Value conforming(Machine& machine, const Value& value, const feel::TypeRef& type)
{
    // A function's type is what it gives.
    if (type == nullptr || value.is_null() || value.is(feel::Kind::function)) return value;
    // Allowed values are asked for each part.
    machine.step(1 + std::uint64_t(value.weight()));
    Value fitting = feel::coerced(value, *type);
    if (fitting.is_null()) return machine.null(msg("Giá trị không đúng kiểu đã khai báo."));
    return fitting;
}

Surroundings Surroundings::with(const std::vector<std::string>& names) const
{
    Surroundings out = *this;
    for (const std::string& name : names) out.known.names.add(name);
    return out;
}

void wrong_at(const Element& element, const std::string& label, base::Message message)
{
    throw Wrong{{std::move(message), label, element.line}};
}

LogicPtr read_logic(const Element& holder, const Surroundings& around)
{
    for (const auto& child : holder.children) {
        if (LogicPtr logic = one_logic(*child, around)) return logic;
    }
    return nullptr;
}

Text read_text(const Element& element, const Surroundings& around, feel::Grammar grammar)
{
    const Element* text = element.child("text");
    if (text == nullptr) wrong_at(element, around.element, msg("Thiếu nội dung biểu thức."));
    feel::Compiled compiled = feel::compile_with(text->text, around.known, grammar);
    if (const auto* error = std::get_if<feel::SyntaxError>(&compiled)) {
        throw Wrong{{error->message, around.element, text->line + int(error->line) - 1}};
    }
    return {std::get<feel::Expression>(std::move(compiled)), around.element, text->line};
}

}  // namespace lt::dmn
