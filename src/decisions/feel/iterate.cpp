// `for`, `some`, `every` and filters.
#include "decisions/feel/evaluator.h"
#include "decisions/feel/operators.h"

namespace lt::feel {
namespace {

using base::msg;

}  // namespace

template <class Act>
bool Evaluator::each_of_span(const Node& node, std::size_t source, Act& act)
{
    const Node& span = *node.kids[source];
    const Value low = eval(*span.kids[0]), high = eval(*span.kids[1]);
    return each_between(node, source, low, high, 0, 0, act);
}

// Without so many at the beginning and at the end.
template <class Act>
bool Evaluator::each_between(const Node& node, std::size_t source, const Value& low, const Value& high,
                             std::int64_t skip_first, std::int64_t skip_last, Act& act)
{
    const Node& span = *node.kids[source];
    std::int64_t from = 0, to = 0;
    const bool are_dates = low.is(Kind::date) && high.is(Kind::date);
    if (are_dates) {
        from = days_since_1970(low.as_date());
        to = days_since_1970(high.as_date());
    } else {
        const auto first = low.is(Kind::number) ? low.as_number().to_int64() : std::nullopt;
        const auto last = high.is(Kind::number) ? high.as_number().to_int64() : std::nullopt;
        if (!first || !last) {
            warn(span, msg("Khoảng của vòng lặp phải có hai đầu là số nguyên hoặc ngày."));
            return false;
        }
        from = *first;
        to = *last;
    }
    const std::int64_t by = from <= to ? 1 : -1;
    // Dates and counts of more steps than any limit are far from these ends, so that nothing overflows.
    constexpr std::int64_t furthest = std::int64_t(1) << 62;
    if (from > furthest || from < -furthest || to > furthest || to < -furthest) throw Exceeded{Limit::steps};
    from += by * skip_first;
    to -= by * skip_last;
    if (by > 0 ? from > to : from < to) return true;
    for (std::int64_t now = from;; now += by) {
        machine_.step();
        frame_[node.slots[source]] = are_dates ? Value::date(*date_of_days(now)) : Value::integer(now);
        if (!each(node, source + 1, act)) return false;
        if (now == to) return true;
    }
}

template <class Act>
bool Evaluator::each(const Node& node, std::size_t source, Act& act)
{
    if (source == node.slots.size()) return act();
    if (node.kids[source]->op == Op::span) return each_of_span(node, source, act);
    const Value list = eval(*node.kids[source]);
    const std::uint32_t slot = node.slots[source];
    if (list.is(Kind::range)) {
        const Range& range = list.as_range();
        const auto order = compare(range.low, range.high);
        if (!order || *order > 0) {
            warn(*node.kids[source], msg("Vòng lặp cần một danh sách."));
            return false;
        }
        return each_between(node, source, range.low, range.high, range.low_end == Range::End::open ? 1 : 0,
                            range.high_end == Range::End::open ? 1 : 0, act);
    }
    if (!list.is(Kind::list)) {
        if (list.is_null()) {
            warn(*node.kids[source], msg("Vòng lặp cần một danh sách."));
            return false;
        }
        frame_[slot] = list;
        return each(node, source + 1, act);
    }
    for (const Value& item : list.items()) {
        machine_.step();
        frame_[slot] = item;
        if (!each(node, source + 1, act)) return false;
    }
    return true;
}

Value Evaluator::loop(const Node& node)
{
    std::vector<Value> results;
    auto act = [&] {
        if (node.slot != kNoSlot) frame_[node.slot] = machine_.list(results);
        machine_.charge(sizeof(Value));
        results.push_back(eval(*node.kids.back()));
        return true;
    };
    if (!each(node, 0, act)) return {};
    return machine_.list(std::move(results));
}

Value Evaluator::quantified(const Node& node)
{
    const bool decisive = node.op == Op::some;
    bool open = false, is_decided = false;
    auto act = [&] {
        const Value answer = eval(*node.kids.back());
        if (!answer.is(Kind::boolean)) open = true;
        is_decided = answer.is(Kind::boolean) && answer.is_true() == decisive;
        return !is_decided;
    };
    const bool whole = each(node, 0, act);
    if (is_decided) return Value::boolean(decisive);
    return !whole || open ? Value() : Value::boolean(!decisive);
}

Value Evaluator::at_index(const Value& list, const Value& index)
{
    const auto at = index.as_number().to_int64();
    const auto size = std::int64_t(list.items().size());
    if (at && *at >= 1 && *at <= size) return list.items()[std::size_t(*at - 1)];
    if (at && *at <= -1 && *at >= -size) return list.items()[std::size_t(size + *at)];
    return machine_.null(msg("Danh sách không có phần tử ở vị trí này."));
}

Value Evaluator::filter(const Node& node)
{
    Value list = eval(*node.kids[0]);
    const Node& condition = *node.kids[1];
    if (!list.is(Kind::list)) {
        if (list.is_null() && condition.op != Op::literal) return {};
        list = machine_.list({list});
    }
    std::vector<Value> kept;
    bool is_first = true;
    for (const Value& item : list.items()) {
        machine_.step();
        frame_[node.slot] = item;
        const Value answer = eval(condition);
        if (is_first && answer.is(Kind::number)) {
            at(node);
            return at_index(list, answer);
        }
        is_first = false;
        if (answer.is_true()) kept.push_back(item);
    }
    if (list.items().empty() && condition.op == Op::literal && condition.value.is(Kind::number)) {
        at(node);
        return at_index(list, condition.value);
    }
    return machine_.list(std::move(kept));
}

}  // namespace lt::feel
