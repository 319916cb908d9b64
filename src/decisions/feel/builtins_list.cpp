// Functions on lists.
#include <algorithm>

#include "decisions/feel/arguments.h"
#include "decisions/feel/builtins.h"
#include "decisions/feel/callable.h"

namespace lt::feel {
namespace {

using Lists = std::span<const Value>;

// A copy that is paid for.
std::vector<Value> items_of(Machine& machine, std::span<const Value> list)
{
    machine.step(list.size() / 8 + 1);
    machine.charge(list.size() * sizeof(Value));
    return {list.begin(), list.end()};
}

bool is_in(Machine& machine, std::span<const Value> list, const Value& wanted)
{
    return std::any_of(list.begin(), list.end(),
                       [&](const Value& item) { return machine.equal(item, wanted) == true; });
}

Value list_contains(Machine& machine, Lists arguments)
{
    const auto list = list_at(arguments, 0);
    return list ? Value::boolean(is_in(machine, *list, arguments[1])) : wrong(machine);
}

Value count_of(Machine& machine, Lists arguments)
{
    if (arguments.size() == 1 && arguments[0].is_null()) return wrong(machine);
    return Value::integer(std::int64_t(list_or_all(arguments).size()));
}

Value sublist(Machine& machine, Lists arguments)
{
    const auto list = list_at(arguments, 0);
    const auto start = integer_at(arguments, 1);
    if (!list || !start || *start == 0) return wrong(machine);
    const auto size = std::int64_t(list->size());
    const std::int64_t from = *start > 0 ? *start - 1 : size + *start;
    if (from < 0 || from > size || *start < -size) return wrong(machine);
    std::int64_t length = size - from;
    if (arguments.size() > 2) {
        const auto wanted = integer_at(arguments, 2);
        if (!wanted || *wanted < 1 || *wanted > length) return wrong(machine);
        length = *wanted;
    }
    return machine.list(items_of(machine, list->subspan(std::size_t(from), std::size_t(length))));
}

Value append_to(Machine& machine, Lists arguments)
{
    const auto list = list_at(arguments, 0);
    if (!list) return wrong(machine);
    std::vector<Value> out = items_of(machine, *list);
    out.insert(out.end(), arguments.begin() + 1, arguments.end());
    return machine.list(std::move(out));
}

Value concatenate(Machine& machine, Lists arguments)
{
    std::vector<Value> out;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const auto list = list_at(arguments, i);
        if (!list) return wrong(machine);
        std::vector<Value> more = items_of(machine, *list);
        std::move(more.begin(), more.end(), std::back_inserter(out));
    }
    return machine.list(std::move(out));
}

// 1-based, from the end where it is negative; nothing outside.
std::optional<std::size_t> index_in(std::size_t size, std::optional<std::int64_t> position)
{
    if (!position) return std::nullopt;
    const auto count = std::int64_t(size);
    if (*position >= 1 && *position <= count) return std::size_t(*position - 1);
    if (*position <= -1 && *position >= -count) return std::size_t(count + *position);
    return std::nullopt;
}

Value insert_before(Machine& machine, Lists arguments)
{
    const auto list = list_at(arguments, 0);
    const auto at = list ? index_in(list->size(), integer_at(arguments, 1)) : std::nullopt;
    if (!at) return wrong(machine);
    std::vector<Value> out = items_of(machine, *list);
    out.insert(out.begin() + std::ptrdiff_t(*at), arguments[2]);
    return machine.list(std::move(out));
}

Value remove_at(Machine& machine, Lists arguments)
{
    const auto list = list_at(arguments, 0);
    const auto at = list ? index_in(list->size(), integer_at(arguments, 1)) : std::nullopt;
    if (!at) return wrong(machine);
    std::vector<Value> out = items_of(machine, *list);
    out.erase(out.begin() + std::ptrdiff_t(*at));
    return machine.list(std::move(out));
}

Value reverse(Machine& machine, Lists arguments)
{
    const auto list = list_at(arguments, 0);
    if (!list) return wrong(machine);
    std::vector<Value> out = items_of(machine, *list);
    std::reverse(out.begin(), out.end());
    return machine.list(std::move(out));
}

Value index_of(Machine& machine, Lists arguments)
{
    const auto list = list_at(arguments, 0);
    if (!list) return wrong(machine);
    std::vector<Value> out;
    for (std::size_t i = 0; i < list->size(); ++i) {
        if (machine.equal((*list)[i], arguments[1]) == true)
            out.push_back(Value::integer(std::int64_t(i + 1)));
    }
    return machine.list(std::move(out));
}

void add_distinct(Machine& machine, std::vector<Value>& out, std::span<const Value> list)
{
    for (const Value& item : list) {
        machine.step();
        if (!is_in(machine, out, item)) out.push_back(item);
    }
}

Value union_of(Machine& machine, Lists arguments)
{
    std::vector<Value> out;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const auto list = list_at(arguments, i);
        if (!list) return wrong(machine);
        add_distinct(machine, out, *list);
    }
    return machine.list(std::move(out));
}

Value distinct_values(Machine& machine, Lists arguments)
{
    const auto list = list_at(arguments, 0);
    if (!list) return wrong(machine);
    std::vector<Value> out;
    add_distinct(machine, out, *list);
    return machine.list(std::move(out));
}

void flatten_into(Machine& machine, std::vector<Value>& out, std::span<const Value> list)
{
    for (const Value& item : list) {
        machine.step();
        if (item.is(Kind::list)) {
            flatten_into(machine, out, item.items());
        } else {
            machine.charge(sizeof(Value));
            out.push_back(item);
        }
    }
}

Value flatten(Machine& machine, Lists arguments)
{
    const auto list = list_at(arguments, 0);
    if (!list) return wrong(machine);
    std::vector<Value> out;
    flatten_into(machine, out, *list);
    return machine.list(std::move(out));
}

Value list_replace(Machine& machine, Lists arguments)
{
    const auto list = list_at(arguments, 0);
    if (!list) return wrong(machine);
    std::vector<Value> out = items_of(machine, *list);
    if (const Callable* match = callable_of(arguments[1])) {
        for (Value& item : out) {
            const Value answer = match->call(machine, {item, arguments[2]});
            if (!answer.is(Kind::boolean)) return wrong(machine);
            if (answer.is_true()) item = arguments[2];
        }
        return machine.list(std::move(out));
    }
    const auto at = index_in(out.size(), integer_at(arguments, 1));
    if (!at) return wrong(machine);
    out[*at] = arguments[2];
    return machine.list(std::move(out));
}

// Whether b stands before a; throws away nothing: a wrong answer makes the whole null.
struct Order {
    Machine& machine;
    const Callable* precedes;
    bool is_wrong = false;

    bool before(const Value& a, const Value& b)
    {
        machine.step();
        if (precedes != nullptr) {
            const Value answer = precedes->call(machine, {a, b});
            is_wrong = is_wrong || !answer.is(Kind::boolean);
            return answer.is_true();
        }
        const auto order = compare(a, b);
        is_wrong = is_wrong || !order;
        return order && *order < 0;
    }
};

// Merging keeps equals in their order and does no harm where the answers contradict each other.
void merge_sort(Order& order, std::vector<Value>& items)
{
    std::vector<Value> merged(items.size());
    for (std::size_t width = 1; width < items.size() && !order.is_wrong; width *= 2) {
        for (std::size_t begin = 0; begin < items.size(); begin += 2 * width) {
            const std::size_t middle = std::min(begin + width, items.size()),
                              end = std::min(begin + 2 * width, items.size());
            std::size_t left = begin, right = middle;
            for (std::size_t to = begin; to < end; ++to) {
                const bool from_right =
                    left == middle || (right < end && order.before(items[right], items[left]));
                merged[to] = from_right ? items[right++] : items[left++];
            }
        }
        items.swap(merged);
    }
}

Value sort_list(Machine& machine, Lists arguments)
{
    const auto list = list_at(arguments, 0);
    if (!list) return wrong(machine);
    const Callable* precedes = arguments.size() > 1 ? callable_of(arguments[1]) : nullptr;
    if (arguments.size() > 1 && precedes == nullptr) return wrong(machine);
    std::vector<Value> out = items_of(machine, *list);
    machine.charge(out.size() * sizeof(Value));
    Order order{machine, precedes};
    merge_sort(order, out);
    return order.is_wrong ? wrong(machine) : machine.list(std::move(out));
}

}  // namespace

std::span<const Builtin> list_builtins()
{
    static constexpr Builtin table[] = {
        {"list contains", "list, element", list_contains},
        {"count", "list*", count_of},
        {"sublist", "list, start position, length?", sublist},
        {"append", "list, item*", append_to},
        {"concatenate", "list*", concatenate},
        {"insert before", "list, position, newItem", insert_before},
        {"remove", "list, position", remove_at},
        {"reverse", "list", reverse},
        {"index of", "list, match", index_of},
        {"union", "list*", union_of},
        {"distinct values", "list", distinct_values},
        {"flatten", "list", flatten},
        {"list replace", "list, position, newItem; list, match, newItem", list_replace},
        {"sort", "list, precedes?", sort_list},
    };
    return table;
}

}  // namespace lt::feel
