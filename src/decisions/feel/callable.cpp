#include "decisions/feel/callable.h"

#include <algorithm>
#include <map>

#include "decisions/feel/builtins.h"
#include "decisions/feel/machine.h"

namespace lt::feel {
namespace {

using base::msg;

struct Parameter {
    std::string name{};
    bool is_optional = false;
    bool is_any_number = false;
    bool may_lack_by_name = false;
};
using Form = std::vector<Parameter>;

std::string_view trimmed(std::string_view text)
{
    while (text.starts_with(' ')) text.remove_prefix(1);
    return text;
}

std::vector<Form> forms_of(std::string_view text)
{
    std::vector<Form> forms(1);
    while (!text.empty()) {
        const std::size_t end = std::min(text.size(), text.find_first_of(",;"));
        std::string_view part = trimmed(text.substr(0, end));
        Parameter parameter;
        if (part.ends_with('?')) parameter.is_optional = true;
        if (part.ends_with('*')) parameter.is_any_number = true;
        if (part.ends_with('~')) parameter.may_lack_by_name = true;
        if (parameter.is_optional || parameter.is_any_number || parameter.may_lack_by_name)
            part.remove_suffix(1);
        parameter.name = part;
        if (!part.empty()) forms.back().push_back(std::move(parameter));
        if (end < text.size() && text[end] == ';') forms.emplace_back();
        text.remove_prefix(std::min(text.size(), end + 1));
    }
    return forms;
}

class BuiltinFunction final : public Callable {
public:
    explicit BuiltinFunction(const Builtin& builtin) : builtin_(builtin), forms_(forms_of(builtin.parameters))
    {
    }

    Value call(Machine& machine, std::vector<Value> arguments) const override
    {
        if (!std::any_of(forms_.begin(), forms_.end(),
                         [&](const Form& form) { return takes(form, arguments.size()); })) {
            return machine.null({msg("Hàm {{name}} được gọi với số tham số không đúng."),
                                 {{"name", std::string(builtin_.name)}}});
        }
        machine.step(1 + arguments.size());
        return builtin_.run(machine, arguments);
    }
    Value call_named(Machine& machine, std::span<const std::string> names,
                     std::vector<Value> arguments) const override
    {
        for (const Form& form : forms_) {
            if (auto ordered = in_order(form, names, arguments)) {
                machine.step(1 + ordered->size());
                return builtin_.run(machine, *ordered);
            }
        }
        return machine.null(
            {msg("Hàm {{name}} không có tham số với tên đã ghi."), {{"name", std::string(builtin_.name)}}});
    }
    TypeRef type() const override { return nullptr; }

private:
    static bool takes(const Form& form, std::size_t count)
    {
        const auto needed = std::size_t(std::count_if(
            form.begin(), form.end(), [](const Parameter& p) { return !p.is_optional && !p.is_any_number; }));
        const bool open = !form.empty() && form.back().is_any_number;
        return open ? count > needed : count >= needed && count <= form.size();
    }
    static std::optional<std::vector<Value>> in_order(const Form& form, std::span<const std::string> names,
                                                      const std::vector<Value>& arguments)
    {
        std::vector<Value> ordered;
        std::size_t used = 0;
        for (const Parameter& parameter : form) {
            const auto at = std::find(names.begin(), names.end(), parameter.name);
            if (at == names.end()) {
                if (!parameter.is_optional && !parameter.may_lack_by_name) return std::nullopt;
                ordered.emplace_back();
                continue;
            }
            ++used;
            ordered.push_back(arguments[std::size_t(at - names.begin())]);
        }
        if (used != names.size()) return std::nullopt;
        // What is missing at the end was not given at all.
        for (std::size_t i = form.size();
             i-- > 0 && form[i].is_optional &&
             std::find(names.begin(), names.end(), form[i].name) == names.end();) {
            ordered.pop_back();
        }
        return ordered;
    }

    const Builtin& builtin_;
    std::vector<Form> forms_;
};

struct KnownBuiltin {
    const Builtin* builtin = nullptr;
    Value value{};
};

const std::map<std::string_view, KnownBuiltin>& all_builtins()
{
    static const auto table = [] {
        std::map<std::string_view, KnownBuiltin> out;
        for (const auto part : {number_builtins(), string_builtins(), list_builtins(), context_builtins(),
                                temporal_builtins(), range_builtins(), statistics_builtins()}) {
            for (const Builtin& one : part) out[one.name] = {&one, Value::function(new BuiltinFunction(one))};
        }
        return out;
    }();
    return table;
}

}  // namespace

const Builtin* find_builtin(std::string_view name)
{
    const auto at = all_builtins().find(name);
    return at == all_builtins().end() ? nullptr : at->second.builtin;
}

Value builtin_value(const Builtin& builtin) { return all_builtins().at(builtin.name).value; }

const Names& builtin_names()
{
    static const Names names = [] {
        Names out;
        for (const auto& [name, known] : all_builtins()) {
            if (name.find(' ') != std::string_view::npos) out.add(name);
        }
        return out;
    }();
    return names;
}

const Callable* callable_of(const Value& value)
{
    return value.is(Kind::function) ? dynamic_cast<const Callable*>(&value.as_function()) : nullptr;
}

Value UserFunction::call(Machine& machine, std::vector<Value> arguments) const
{
    const Machine::Deeper deeper(machine);
    const Machine::Place place(machine);
    if (arguments.size() != parameters_.size())
        return machine.null(msg("Hàm được gọi với số tham số không đúng."));
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        machine.step(1 + arguments[i].weight() / 64);
        Value fitting = coerced(arguments[i], *types_[i]);
        if (fitting.is_null() && !arguments[i].is_null()) {
            return machine.null({msg("Tham số \"{{name}}\" không đúng kiểu."), {{"name", parameters_[i]}}});
        }
        arguments[i] = std::move(fitting);
    }
    return run(machine, std::move(arguments));
}

Value UserFunction::call_named(Machine& machine, std::span<const std::string> names,
                               std::vector<Value> arguments) const
{
    std::vector<Value> ordered;
    for (const std::string& parameter : parameters_) {
        const auto at = std::find(names.begin(), names.end(), parameter);
        if (at == names.end() || names.size() != parameters_.size()) {
            return machine.null(msg("Hàm không có tham số với tên đã ghi."));
        }
        ordered.push_back(arguments[std::size_t(at - names.begin())]);
    }
    return call(machine, std::move(ordered));
}

TypeRef UserFunction::type() const
{
    auto type = std::make_shared<Type>();
    type->form = Type::Form::function;
    type->parts = types_;
    const TypeRef result = result_type();
    type->parts.push_back(result != nullptr ? result : any_type());
    return type;
}

}  // namespace lt::feel
