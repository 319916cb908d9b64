// Comparisons, `between`, `in` and unary tests.
#include "decisions/feel/evaluator.h"
#include "decisions/feel/operators.h"

namespace lt::feel {
namespace {

using base::msg;

std::optional<bool> decided(std::strong_ordering order, Compare sign)
{
    switch (sign) {
    case Compare::equal: return order == 0;
    case Compare::unequal: return order != 0;
    case Compare::less: return order < 0;
    case Compare::less_equal: return order <= 0;
    case Compare::greater: return order > 0;
    case Compare::greater_equal: return order >= 0;
    }
    return std::nullopt;
}

std::optional<bool> asked(Machine& machine, const Value& a, const Value& b, Compare sign)
{
    if (sign == Compare::equal || sign == Compare::unequal) {
        const auto same = machine.equal(a, b);
        return same ? std::optional(*same == (sign == Compare::equal)) : std::nullopt;
    }
    machine.step(1 + std::min(a.weight(), b.weight()));
    const auto order = compare(a, b);
    return order ? decided(*order, sign) : std::nullopt;
}

}  // namespace

std::optional<bool> holds(Machine& machine, const Range& range, const Value& value)
{
    if (range.form == Range::Form::not_equal) return asked(machine, value, range.low, Compare::unequal);
    if (range.form == Range::Form::comparison && !range.low.is_null() && !range.high.is_null()) {
        return asked(machine, value, range.low, Compare::equal);
    }
    if (range.low.is_null() && range.high.is_null()) return std::nullopt;
    std::optional<bool> above = true, below = true;
    if (!range.low.is_null()) {
        above = asked(machine, value, range.low,
                      range.low_end == Range::End::closed ? Compare::greater_equal : Compare::greater);
    }
    if (!range.high.is_null()) {
        below = asked(machine, value, range.high,
                      range.high_end == Range::End::closed ? Compare::less_equal : Compare::less);
    }
    if (!above || !below) return std::nullopt;
    return *above && *below;
}

Value matches(Machine& machine, const Value& input, const Value& yielded)
{
    machine.step();
    if (yielded.is(Kind::range)) {
        if (input.is(Kind::range)) return truth(machine.equal(input, yielded) == true);
        return truth(holds(machine, yielded.as_range(), input));
    }
    if (yielded.is(Kind::boolean) && !input.is(Kind::boolean)) return yielded;
    if (!yielded.is(Kind::list)) return truth(machine.equal(input, yielded));
    if (input.is(Kind::list) && machine.equal(input, yielded) == true) return Value::boolean(true);
    bool open = false;
    for (const Value& item : yielded.items()) {
        const Value fits = item.is(Kind::range) && !input.is(Kind::range)
                               ? truth(holds(machine, item.as_range(), input))
                               : truth(machine.equal(input, item));
        if (fits.is_true()) return fits;
        open = open || fits.is_null();
    }
    (void)open;
    return Value::boolean(false);
}

Value Evaluator::compared(const Node& node)
{
    const Value left = eval(*node.kids[0]), right = eval(*node.kids[1]);
    const auto answer = asked(machine_, left, right, Compare(node.detail));
    if (answer) return Value::boolean(*answer);
    return warn(node, msg("Không so sánh được hai giá trị khác loại."));
}

Value Evaluator::between(const Node& node)
{
    const Value value = eval(*node.kids[0]), low = eval(*node.kids[1]), high = eval(*node.kids[2]);
    const auto above = asked(machine_, value, low, Compare::greater_equal);
    const auto below = asked(machine_, value, high, Compare::less_equal);
    if (above && below) return Value::boolean(*above && *below);
    return warn(node, msg("Không so sánh được hai giá trị khác loại."));
}

Value Evaluator::member(const Node& node)
{
    frame_[node.slot] = eval(*node.kids[0]);
    return eval(*node.kids[1]);
}

Value Evaluator::tests(const Node& node)
{
    bool open = false, met = false;
    for (const NodePtr& kid : node.kids) {
        const Value answer = eval(*kid);
        met = answer.is_true();
        if (met) break;
        open = open || !answer.is(Kind::boolean);
    }
    if (!met && open) return {};
    return Value::boolean(met != (node.detail == 1));
}

Value Evaluator::test(const Node& node)
{
    const Value yielded = eval(*node.kids[0]);
    if (node.detail == 1 && yielded.is(Kind::boolean)) return yielded;
    at(node);
    return matches(machine_, frame_[node.slot], yielded);
}

Value Evaluator::interval(const Node& node)
{
    Range range;
    range.low = eval(*node.kids[0]);
    range.high = eval(*node.kids[1]);
    range.low_end = (node.detail & low_closed) != 0 ? Range::End::closed : Range::End::open;
    range.high_end = (node.detail & high_closed) != 0 ? Range::End::closed : Range::End::open;
    const bool both = !range.low.is_null() && !range.high.is_null();
    if (both && !compare(range.low, range.high)) return warn(node, msg("Hai đầu của khoảng phải cùng loại."));
    return machine_.range(std::move(range));
}

Value Evaluator::comparison_value(const Node& node)
{
    const Value end = eval(*node.kids[0]);
    const auto sign = Compare(node.detail);
    Range range;
    range.form = sign == Compare::unequal ? Range::Form::not_equal : Range::Form::comparison;
    range.low_end = range.high_end = Range::End::open;
    if (sign == Compare::equal || sign == Compare::unequal || sign == Compare::greater ||
        sign == Compare::greater_equal) {
        range.low = end;
        range.low_end =
            sign == Compare::greater || sign == Compare::unequal ? Range::End::open : Range::End::closed;
    }
    if (sign == Compare::equal || sign == Compare::unequal || sign == Compare::less ||
        sign == Compare::less_equal) {
        range.high = end;
        range.high_end =
            sign == Compare::less || sign == Compare::unequal ? Range::End::open : Range::End::closed;
    }
    return machine_.range(std::move(range));
}

}  // namespace lt::feel
