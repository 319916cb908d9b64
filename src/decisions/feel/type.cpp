#include "decisions/feel/type.h"

#include <algorithm>

#include "decisions/feel/callable.h"

namespace lt::feel {
namespace {

TypeRef scalar(Kind kind)
{
    auto type = std::make_shared<Type>();
    type->form = Type::Form::scalar;
    type->kind = kind;
    return type;
}

TypeRef open_form(Type::Form form)
{
    auto type = std::make_shared<Type>();
    type->form = form;
    return type;
}

bool conforms_context(const Value& value, const Type& type)
{
    return std::all_of(type.fields.begin(), type.fields.end(), [&](const auto& field) {
        const Value* part = value.find(field.first);
        return part != nullptr && conforms(*part, *field.second);
    });
}

bool conforms_range(const Range& range, const Type& type)
{
    return type.parts.empty() || ((range.low.is_null() || conforms(range.low, *type.parts[0])) &&
                                  (range.high.is_null() || conforms(range.high, *type.parts[0])));
}

// Whether what is of `a` is of `b`, too.
bool is_narrower(const Type& a, const Type& b)
{
    if (b.form == Type::Form::any) return true;
    if (a.form != b.form) return false;
    switch (a.form) {
    case Type::Form::any:
    case Type::Form::unknown: return false;
    case Type::Form::scalar: return a.kind == b.kind || a.kind == Kind::null;
    case Type::Form::list:
    case Type::Form::range:
        return b.parts.empty() || (!a.parts.empty() && is_narrower(*a.parts[0], *b.parts[0]));
    case Type::Form::context:
        return std::all_of(b.fields.begin(), b.fields.end(), [&](const auto& wanted) {
            return std::any_of(a.fields.begin(), a.fields.end(), [&](const auto& had) {
                return had.first == wanted.first && is_narrower(*had.second, *wanted.second);
            });
        });
    case Type::Form::function:
        if (a.parts.size() != b.parts.size()) return b.parts.empty();
        for (std::size_t i = 0; i + 1 < a.parts.size(); ++i) {
            if (!is_narrower(*b.parts[i], *a.parts[i])) return false;
        }
        return a.parts.empty() || is_narrower(*a.parts.back(), *b.parts.back());
    }
    return false;
}

bool conforms_function(const Function& function, const Type& type)
{
    if (type.parts.empty()) return true;
    const auto* callable = dynamic_cast<const Callable*>(&function);
    const TypeRef own = callable == nullptr ? nullptr : callable->type();
    return own != nullptr && is_narrower(*own, type);
}

bool conforms_form(const Value& value, const Type& type)
{
    switch (type.form) {
    case Type::Form::any: return true;
    case Type::Form::unknown: return false;
    case Type::Form::scalar: return value.is(type.kind);
    case Type::Form::list:
        if (!value.is(Kind::list)) return false;
        return type.parts.empty() ||
               std::all_of(value.items().begin(), value.items().end(),
                           [&](const Value& item) { return conforms(item, *type.parts[0]); });
    case Type::Form::range: return value.is(Kind::range) && conforms_range(value.as_range(), type);
    case Type::Form::context: return value.is(Kind::context) && conforms_context(value, type);
    case Type::Form::function:
        return value.is(Kind::function) && conforms_function(value.as_function(), type);
    }
    return false;
}

}  // namespace

TypeRef any_type()
{
    static const TypeRef type = open_form(Type::Form::any);
    return type;
}

TypeRef named_type(std::string_view name)
{
    struct Named {
        std::string_view name{};
        TypeRef type{};
    };
    static const std::vector<Named> types{{"Any", any_type()},
                                          {"Null", scalar(Kind::null)},
                                          {"number", scalar(Kind::number)},
                                          {"string", scalar(Kind::string)},
                                          {"boolean", scalar(Kind::boolean)},
                                          {"date", scalar(Kind::date)},
                                          {"time", scalar(Kind::time)},
                                          {"date and time", scalar(Kind::date_time)},
                                          {"dateTime", scalar(Kind::date_time)},
                                          {"days and time duration", scalar(Kind::day_time_duration)},
                                          {"dayTimeDuration", scalar(Kind::day_time_duration)},
                                          {"day time duration", scalar(Kind::day_time_duration)},
                                          {"years and months duration", scalar(Kind::year_month_duration)},
                                          {"yearMonthDuration", scalar(Kind::year_month_duration)},
                                          {"year month duration", scalar(Kind::year_month_duration)},
                                          {"list", open_form(Type::Form::list)},
                                          {"context", open_form(Type::Form::context)},
                                          {"range", open_form(Type::Form::range)},
                                          {"function", open_form(Type::Form::function)}};
    for (const Named& known : types) {
        if (known.name == name) return known.type;
    }
    return nullptr;
}

bool conforms(const Value& value, const Type& type)
{
    if (value.is_null()) return true;
    return conforms_form(value, type) && (!type.allowed || type.allowed->admits(value));
}

bool is_instance(const Value& value, const Type& type)
{
    if (value.is_null()) return type.form == Type::Form::scalar && type.kind == Kind::null;
    return conforms_form(value, type);  // allowed values are not asked for
}

Value coerced(const Value& value, const Type& type)
{
    if (conforms(value, type)) return value;
    if (value.is(Kind::list) && value.items().size() == 1 && conforms(value.items()[0], type))
        return value.items()[0];
    if (type.form == Type::Form::list && !value.is(Kind::list)) {
        Value list = Value::list({value});
        return conforms(list, type) ? list : Value();
    }
    if (value.is(Kind::date) && type.form == Type::Form::scalar && type.kind == Kind::date_time) {
        return Value::date_time({value.as_date(), {0, 0, {Zone::Kind::offset, 0, {}}}});
    }
    return {};
}

}  // namespace lt::feel
