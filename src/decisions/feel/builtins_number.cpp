// Functions on numbers, and number() itself.
#include <algorithm>

#include "decisions/feel/arguments.h"
#include "decisions/feel/builtins.h"

namespace lt::feel {
namespace {

using Arguments = std::span<const Value>;

template <Rounding rounding>
Value rounded(Machine& machine, Arguments arguments)
{
    const auto number = number_at(arguments, 0);
    const auto scale = arguments.size() < 2 ? std::optional<std::int64_t>(0) : integer_at(arguments, 1);
    if (!number || !scale || *scale < -Number::kMaxExponent || *scale > -Number::kMinExponent)
        return wrong(machine);
    return number_or_wrong(machine, round(*number, int(*scale), rounding));
}

Value absolute(Machine& machine, Arguments arguments)
{
    const Value& value = arguments[0];
    if (value.is(Kind::day_time_duration)) {
        const auto duration = value.as_day_time();
        const bool negative = duration.seconds < 0;
        if (!negative) return value;
        return Value::duration(duration.nanos == 0
                                   ? DayTimeDuration{-duration.seconds, 0}
                                   : DayTimeDuration{-duration.seconds - 1, kNanos - duration.nanos});
    }
    if (value.is(Kind::year_month_duration)) {
        const std::int64_t months = value.as_year_month().months;
        return Value::duration(YearMonthDuration{months < 0 ? -months : months});
    }
    const auto number = number_at(arguments, 0);
    return number ? Value::number(number->absolute()) : wrong(machine);
}

Value modulo_of(Machine& machine, Arguments arguments)
{
    const auto a = number_at(arguments, 0), b = number_at(arguments, 1);
    return a && b ? number_or_wrong(machine, modulo(*a, *b)) : wrong(machine);
}

template <std::optional<Number> (*work)(const Number&)>
Value worked_out(Machine& machine, Arguments arguments)
{
    machine.step(200);
    const auto number = number_at(arguments, 0);
    return number ? number_or_wrong(machine, work(*number)) : wrong(machine);
}

template <bool even>
Value parity(Machine& machine, Arguments arguments)
{
    const auto number = number_at(arguments, 0);
    if (!number || !number->is_integer()) return wrong(machine);
    const auto rest = modulo(*number, Number(2));
    return rest ? Value::boolean(rest->is_zero() == even) : wrong(machine);
}

bool is_separator(const std::string& sign, std::string_view allowed)
{
    return sign.size() == 1 && allowed.find(sign[0]) != std::string_view::npos;
}

// number(from, grouping separator, decimal separator); null for no separator.
Value number_from(Machine& machine, Arguments arguments)
{
    if (arguments[0].is(Kind::number) && arguments.size() == 1) return arguments[0];
    const std::string* from = string_at(arguments, 0);
    if (from == nullptr) return wrong(machine);
    std::string text = *from;
    for (std::size_t at = 1; at < arguments.size(); ++at) {
        if (arguments[at].is_null()) continue;
        const std::string* sign = string_at(arguments, at);
        if (sign == nullptr || !is_separator(*sign, at == 1 ? " ,." : ",.")) return wrong(machine);
        if (at == 2 && arguments[1].is(Kind::string) && arguments[1].as_string() == *sign)
            return wrong(machine);
    }
    const std::string* grouping = string_at(arguments, 1);
    const std::string* decimal = string_at(arguments, 2);
    if (grouping != nullptr) text.erase(std::remove(text.begin(), text.end(), (*grouping)[0]), text.end());
    if (decimal != nullptr && *decimal == ",") {
        if (text.find('.') != std::string::npos) return wrong(machine);
        std::replace(text.begin(), text.end(), ',', '.');
    }
    std::string_view digits = text;
    if (digits.starts_with('+')) digits.remove_prefix(1);
    return number_or_wrong(machine, Number::parse(digits));
}

}  // namespace

std::span<const Builtin> number_builtins()
{
    static constexpr Builtin table[] = {
        {"decimal", "n, scale", rounded<Rounding::half_even>},
        {"floor", "n, scale?", rounded<Rounding::floor>},
        {"ceiling", "n, scale?", rounded<Rounding::ceiling>},
        {"round up", "n, scale?", rounded<Rounding::up>},
        {"round down", "n, scale?", rounded<Rounding::down>},
        {"round half up", "n, scale?", rounded<Rounding::half_up>},
        {"round half down", "n, scale?", rounded<Rounding::half_down>},
        {"abs", "n", absolute},
        {"modulo", "dividend, divisor", modulo_of},
        {"sqrt", "number", worked_out<square_root>},
        {"log", "number", worked_out<logarithm>},
        {"exp", "number", worked_out<exponential>},
        {"odd", "number", parity<false>},
        {"even", "number", parity<true>},
        {"number", "from; from, grouping separator, decimal separator", number_from},
    };
    return table;
}

}  // namespace lt::feel
