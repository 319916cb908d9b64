// Sums, means and the like of lists.
#include <algorithm>

#include "decisions/feel/arguments.h"
#include "decisions/feel/builtins.h"
#include "decisions/feel/operators.h"

namespace lt::feel {
namespace {

using Samples = std::span<const Value>;

// Nothing where an element is no number.
std::optional<std::vector<Number>> numbers_of(Machine& machine, Samples arguments)
{
    std::vector<Number> out;
    for (const Value& item : list_or_all(arguments)) {
        machine.step();
        machine.charge(sizeof(Number));
        if (!item.is(Kind::number)) return std::nullopt;
        out.push_back(item.as_number());
    }
    return out;
}

std::optional<Number> sum_of(const std::vector<Number>& numbers)
{
    std::optional<Number> sum = Number();
    for (const Number& number : numbers) {
        if (sum) sum = add(*sum, number);
    }
    return sum;
}

std::optional<Number> mean_of(const std::vector<Number>& numbers)
{
    const auto sum = numbers.empty() ? std::nullopt : sum_of(numbers);
    return sum ? divide(*sum, Number(std::int64_t(numbers.size()))) : std::nullopt;
}

Value sum(Machine& machine, Samples arguments)
{
    const Samples items = list_or_all(arguments);
    if (items.empty()) return wrong(machine);
    const Kind kind = items[0].kind();
    if (kind != Kind::number && kind != Kind::day_time_duration && kind != Kind::year_month_duration)
        return wrong(machine);
    Value total = items[0];
    for (const Value& item : items.subspan(1)) {
        machine.step();
        if (item.kind() != kind) return wrong(machine);
        total = added(machine, total, item);
    }
    return total;
}

Value mean(Machine& machine, Samples arguments)
{
    const Samples items = list_or_all(arguments);
    const Value total = sum(machine, arguments);
    return total.is_null() ? total : divided(machine, total, Value::integer(std::int64_t(items.size())));
}

Value product(Machine& machine, Samples arguments)
{
    const auto numbers = numbers_of(machine, arguments);
    if (!numbers || numbers->empty()) return wrong(machine);
    std::optional<Number> result = Number(1);
    for (const Number& number : *numbers) {
        if (result) result = multiply(*result, number);
    }
    return number_or_wrong(machine, result);
}

template <bool least>
Value extreme(Machine& machine, Samples arguments)
{
    const Samples items = list_or_all(arguments);
    if (items.empty()) return wrong(machine);
    const Value* best = &items[0];
    for (const Value& item : items) {
        machine.step(1 + std::min(item.weight(), best->weight()));
        const auto order = compare(item, *best);
        if (!order) return wrong(machine);
        if (least ? *order < 0 : *order > 0) best = &item;
    }
    return *best;
}

Value median(Machine& machine, Samples arguments)
{
    auto numbers = numbers_of(machine, arguments);
    if (!numbers || numbers->empty()) return wrong(machine);
    machine.step(numbers->size() * 4);
    std::sort(numbers->begin(), numbers->end());
    const std::size_t middle = numbers->size() / 2;
    if (numbers->size() % 2 == 1) return Value::number((*numbers)[middle]);
    const auto both = add((*numbers)[middle - 1], (*numbers)[middle]);
    return number_or_wrong(machine, both ? divide(*both, Number(2)) : std::nullopt);
}

// Of a sample: divided by one less than there are.
Value stddev(Machine& machine, Samples arguments)
{
    const auto numbers = numbers_of(machine, arguments);
    if (!numbers || numbers->size() < 2) return wrong(machine);
    machine.step(numbers->size());
    const auto mean = mean_of(*numbers);
    std::optional<Number> squares = Number();
    for (const Number& number : *numbers) {
        const auto off = mean ? subtract(number, *mean) : std::nullopt;
        const auto square = off ? multiply(*off, *off) : std::nullopt;
        squares = squares && square ? add(*squares, *square) : std::nullopt;
    }
    const auto variance =
        squares ? divide(*squares, Number(std::int64_t(numbers->size() - 1))) : std::nullopt;
    return number_or_wrong(machine, variance ? square_root(*variance) : std::nullopt);
}

Value mode(Machine& machine, Samples arguments)
{
    auto numbers = numbers_of(machine, arguments);
    if (!numbers) return wrong(machine);
    machine.step(numbers->size() * 4);
    std::sort(numbers->begin(), numbers->end());
    std::vector<Value> out;
    std::size_t most = 0;
    for (std::size_t begin = 0; begin < numbers->size();) {
        std::size_t end = begin;
        while (end < numbers->size() && (*numbers)[end] == (*numbers)[begin]) ++end;
        if (end - begin > most) out.clear();
        most = std::max(most, end - begin);
        if (end - begin == most) out.push_back(Value::number((*numbers)[begin]));
        begin = end;
    }
    return machine.list(std::move(out));
}

}  // namespace

std::span<const Builtin> statistics_builtins()
{
    static constexpr Builtin table[] = {
        {"min", "list*", extreme<true>}, {"max", "list*", extreme<false>}, {"sum", "list*", sum},
        {"mean", "list*", mean},         {"product", "list*", product},    {"median", "list*", median},
        {"stddev", "list*", stddev},     {"mode", "list*", mode},
    };
    return table;
}

}  // namespace lt::feel
