// How points and ranges lie to each other (DMN 1.3, table 78), and range().
#include <algorithm>
#include <array>

#include "decisions/feel/arguments.h"
#include "decisions/feel/builtins.h"
#include "decisions/feel/compile.h"
#include "decisions/feel/tree.h"

namespace lt::feel {
namespace {

using Spans = std::span<const Value>;

// A bound, or beyond all of them: −1 and 1.
struct Edge {
    const Value* value = nullptr;
    int beyond = 0;
    bool included = false;
};

// A point is a range that begins and ends in it.
struct Stretch {
    Edge low{};
    Edge high{};
    bool is_point = false;
};

Stretch stretch_of(const Value& value)
{
    if (!value.is(Kind::range)) return {{&value, 0, true}, {&value, 0, true}, true};
    const Range& range = value.as_range();
    return {{&range.low, range.low.is_null() ? -1 : 0, range.low_end == Range::End::closed},
            {&range.high, range.high.is_null() ? 1 : 0, range.high_end == Range::End::closed},
            false};
}

// Thrown away at once by related(): the ends can't be compared.
struct NoOrder {};

int order_of_edges(const Edge& a, const Edge& b)
{
    if (a.beyond != 0 || b.beyond != 0) return a.beyond - b.beyond;
    const auto order = compare(*a.value, *b.value);
    if (!order) throw NoOrder{};
    return *order < 0 ? -1 : *order > 0 ? 1 : 0;
}

bool is_before(const Stretch& a, const Stretch& b)
{
    const int order = order_of_edges(a.high, b.low);
    return order < 0 || (order == 0 && (!a.high.included || !b.low.included));
}

bool touches(const Stretch& a, const Stretch& b)
{
    return order_of_edges(a.high, b.low) == 0 && a.high.included && b.low.included;
}

bool reaches_into(const Stretch& a, const Stretch& b)  // the end of a is not before the start of b
{
    const int order = order_of_edges(a.high, b.low);
    return order > 0 || (order == 0 && a.high.included && b.low.included);
}

bool overlap(const Stretch& a, const Stretch& b) { return reaches_into(a, b) && reaches_into(b, a); }

bool overlaps_at_front(const Stretch& a, const Stretch& b)
{
    const int starts = order_of_edges(a.low, b.low), ends = order_of_edges(a.high, b.high);
    return (starts < 0 || (starts == 0 && a.low.included && !b.low.included)) && reaches_into(a, b) &&
           (ends < 0 || (ends == 0 && (!a.high.included || b.high.included)));
}

bool low_within(const Stretch& a, const Stretch& b)  // a begins not before b
{
    const int order = order_of_edges(a.low, b.low);
    return order > 0 || (order == 0 && (!a.low.included || b.low.included));
}

bool high_within(const Stretch& a, const Stretch& b)
{
    const int order = order_of_edges(a.high, b.high);
    return order < 0 || (order == 0 && (!a.high.included || b.high.included));
}

bool is_within(const Stretch& a, const Stretch& b) { return low_within(a, b) && high_within(a, b); }

bool begins(const Stretch& a, const Stretch& b)
{
    return order_of_edges(a.low, b.low) == 0 && a.low.included == b.low.included && high_within(a, b);
}

bool ends(const Stretch& a, const Stretch& b)
{
    return order_of_edges(a.high, b.high) == 0 && a.high.included == b.high.included && low_within(a, b);
}

bool coincide(const Stretch& a, const Stretch& b)
{
    return order_of_edges(a.low, b.low) == 0 && a.low.included == b.low.included &&
           order_of_edges(a.high, b.high) == 0 && a.high.included == b.high.included;
}

enum class Asks : std::uint8_t { anything, whole_ranges, range_second, same_form };

template <bool (*relation)(const Stretch&, const Stretch&), Asks asks, bool swapped>
Value related(Machine& machine, Spans arguments)
{
    const Value& first = arguments[swapped ? 1 : 0];
    const Value& second = arguments[swapped ? 0 : 1];
    if (first.is_null() || second.is_null()) return wrong(machine);
    const Stretch a = stretch_of(first), b = stretch_of(second);
    if (asks == Asks::whole_ranges && (a.is_point || b.is_point)) return wrong(machine);
    if (asks == Asks::range_second && b.is_point) return wrong(machine);
    if (asks == Asks::same_form && a.is_point != b.is_point) return wrong(machine);
    machine.step(1 + std::min(first.weight(), second.weight()));
    try {
        return Value::boolean(relation(a, b));
    } catch (const NoOrder&) {
        return wrong(machine);
    }
}

class Nothing final : public Scope {
public:
    std::optional<Value> find(std::string_view) const override { return std::nullopt; }
};

// Where ".." stands outside a string.
std::size_t dots_in(std::string_view text)
{
    bool in_string = false;
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        if (text[i] == '"') in_string = !in_string;
        if (!in_string && text[i] == '.' && text[i + 1] == '.') return i;
    }
    return std::string_view::npos;
}

bool is_literal(const Node& node)
{
    return node.op == Op::literal || (node.op == Op::negate && node.kids[0]->op == Op::literal);
}

bool is_plain(const Node& node)
{
    if (is_literal(node)) return true;
    return node.op == Op::call && std::all_of(node.kids.begin(), node.kids.end(),
                                              [](const NodePtr& kid) { return is_literal(*kid); });
}

// One end of range("…"): a literal or a call with literals. false where it is none.
bool end_of(Machine& machine, std::string_view text, Value& out)
{
    while (text.starts_with(' ')) text.remove_prefix(1);
    if (text.empty()) return true;
    const Compiled compiled = compile_with(text, {}, Grammar::expression);
    const auto* expression = std::get_if<Expression>(&compiled);
    if (expression == nullptr || !is_plain(*expression->tree().root)) return false;
    const Value value = run(machine, *expression, Nothing());
    out = value;
    return compare(value, value).has_value();
}

Value range_from(Machine& machine, Spans arguments)
{
    const std::string* given = string_at(arguments, 0);
    if (given == nullptr) return wrong(machine);
    machine.step(given->size());
    machine.charge(given->size() * 64);
    const Machine::Deeper deeper(machine);
    std::string_view text = *given;
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    if (text.size() < 4) return wrong(machine);
    const char opening = text.front(), closing = text.back();
    const std::string_view inside = text.substr(1, text.size() - 2);
    const std::size_t dots = dots_in(inside);
    const bool is_framed = std::string_view("[(]").find(opening) != std::string_view::npos &&
                           std::string_view("])[").find(closing) != std::string_view::npos;
    if (!is_framed || dots == std::string_view::npos) return wrong(machine);
    Range range;
    range.low_end = opening == '[' ? Range::End::closed : Range::End::open;
    range.high_end = closing == ']' ? Range::End::closed : Range::End::open;
    if (!end_of(machine, inside.substr(0, dots), range.low) ||
        !end_of(machine, inside.substr(dots + 2), range.high)) {
        return wrong(machine);
    }
    const bool has_low = !range.low.is_null(), has_high = !range.high.is_null();
    if (!has_low && !has_high) return wrong(machine);
    if ((!has_low && range.low_end == Range::End::closed) ||
        (!has_high && range.high_end == Range::End::closed))
        return wrong(machine);
    if (has_low && has_high) {
        const auto order = compare(range.low, range.high);
        if (!order || *order > 0) return wrong(machine);
    }
    return machine.range(std::move(range));
}

}  // namespace

std::span<const Builtin> range_builtins()
{
    static constexpr std::string_view any = "point1, point2; point, range; range, point; range1, range2";
    static constexpr std::string_view two = "range1, range2";
    static constexpr std::string_view inner = "point, range; range1, range2";
    static constexpr std::string_view outer = "range, point; range1, range2";
    static constexpr Builtin table[] = {
        {"before", any, related<is_before, Asks::anything, false>},
        {"after", any, related<is_before, Asks::anything, true>},
        {"meets", two, related<touches, Asks::whole_ranges, false>},
        {"met by", two, related<touches, Asks::whole_ranges, true>},
        {"overlaps", two, related<overlap, Asks::whole_ranges, false>},
        {"overlaps before", two, related<overlaps_at_front, Asks::whole_ranges, false>},
        {"overlaps after", two, related<overlaps_at_front, Asks::whole_ranges, true>},
        {"finishes", inner, related<ends, Asks::range_second, false>},
        {"finished by", outer, related<ends, Asks::range_second, true>},
        {"includes", outer, related<is_within, Asks::range_second, true>},
        {"during", inner, related<is_within, Asks::range_second, false>},
        {"starts", inner, related<begins, Asks::range_second, false>},
        {"started by", outer, related<begins, Asks::range_second, true>},
        {"coincides", "point1, point2; range1, range2", related<coincide, Asks::same_form, false>},
        {"range", "from", range_from},
    };
    return table;
}

}  // namespace lt::feel
