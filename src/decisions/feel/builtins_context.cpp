// Functions on contexts, and those of truth.
#include <algorithm>

#include "decisions/feel/arguments.h"
#include "decisions/feel/builtins.h"

namespace lt::feel {
namespace {

using Contexts = std::span<const Value>;

std::vector<Entry> copied(Machine& machine, const Value& context)
{
    machine.step(context.entries().size());
    machine.charge(context.entries().size() * sizeof(Entry));
    return {context.entries().begin(), context.entries().end()};
}

void put(std::vector<Entry>& entries, const std::string& key, Value value)
{
    const auto at =
        std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) { return entry.key == key; });
    if (at != entries.end()) {
        at->value = std::move(value);
    } else {
        entries.push_back({key, std::move(value)});
    }
}

Value get_value(Machine& machine, Contexts arguments)
{
    const Value& context = plain(arguments[0], Kind::context);
    if (!context.is(Kind::context)) return wrong(machine);
    std::vector<std::string> keys;
    if (const std::string* key = string_at(arguments, 1)) {
        keys.push_back(*key);
    } else if (arguments[1].is(Kind::list) && !arguments[1].items().empty()) {
        for (const Value& part : arguments[1].items()) {
            if (!part.is(Kind::string)) return wrong(machine);
            keys.push_back(part.as_string());
        }
    } else {
        return wrong(machine);
    }
    Value found = context;
    for (const std::string& key : keys) {
        machine.step();
        const Value* next = found.is(Kind::context) ? found.find(key) : nullptr;
        if (next == nullptr) return {};
        found = Value(*next);
    }
    return found;
}

Value get_entries(Machine& machine, Contexts arguments)
{
    const Value& context = plain(arguments[0], Kind::context);
    if (!context.is(Kind::context)) return wrong(machine);
    std::vector<Value> out;
    for (const Entry& entry : context.entries()) {
        out.push_back(machine.context({{"key", machine.string(entry.key)}, {"value", entry.value}}));
    }
    return machine.list(std::move(out));
}

Value context_from(Machine& machine, Contexts arguments)
{
    const auto list = list_at(arguments, 0);
    if (!list) return wrong(machine);
    std::vector<Entry> entries;
    std::vector<std::string> keys;
    for (const Value& item : *list) {
        machine.step();
        if (!item.is(Kind::context)) return wrong(machine);
        const Value* key = item.find("key");
        const Value* value = item.find("value");
        if (key == nullptr || value == nullptr || !key->is(Kind::string)) return wrong(machine);
        machine.charge(sizeof(Entry) + key->as_string().size());
        keys.push_back(key->as_string());
        entries.push_back({key->as_string(), *value});
    }
    std::sort(keys.begin(), keys.end());
    if (std::adjacent_find(keys.begin(), keys.end()) != keys.end()) return wrong(machine);
    return machine.context(std::move(entries));
}

// `path` holds what is left of the way to the entry.
Value put_at(Machine& machine, const Value& context, std::span<const Value> path, const Value& value)
{
    const Machine::Deeper deeper(machine);
    if (!path[0].is(Kind::string)) return wrong(machine);
    const std::string& key = path[0].as_string();
    if (!context.is(Kind::context)) return wrong(machine);
    std::vector<Entry> entries = copied(machine, context);
    Value inner = value;
    if (path.size() > 1) {
        const Value* next = context.find(key);
        if (next == nullptr) return wrong(machine);
        inner = put_at(machine, *next, path.subspan(1), value);
        if (inner.is_null()) return inner;
    }
    put(entries, key, std::move(inner));
    return machine.context(std::move(entries));
}

Value context_put(Machine& machine, Contexts arguments)
{
    const Value& context = plain(arguments[0], Kind::context);
    if (arguments[1].is(Kind::string)) return put_at(machine, context, arguments.subspan(1, 1), arguments[2]);
    if (!arguments[1].is(Kind::list) || arguments[1].items().empty()) return wrong(machine);
    return put_at(machine, context, arguments[1].items(), arguments[2]);
}

Value context_merge(Machine& machine, Contexts arguments)
{
    const auto list = list_at(arguments, 0);
    if (!list) return wrong(machine);
    std::vector<Entry> entries;
    for (const Value& item : *list) {
        if (!item.is(Kind::context)) return wrong(machine);
        std::vector<Entry> more = copied(machine, item);
        std::move(more.begin(), more.end(), std::back_inserter(entries));
    }
    return machine.context(std::move(entries));  // of two with one key the later stays
}

Value negation_of(Machine& machine, Contexts arguments)
{
    const Value& value = plain(arguments[0], Kind::boolean);
    return value.is(Kind::boolean) ? Value::boolean(!value.is_true()) : wrong(machine);
}

// all and any: `decisive` decides at once.
template <bool decisive>
Value quantity(Machine& machine, Contexts arguments)
{
    if (arguments.size() == 1 && arguments[0].is_null()) return wrong(machine);
    bool open = false, decided = false;
    for (const Value& item : list_or_all(arguments)) {
        machine.step();
        if (item.is_null()) {
            open = true;
        } else if (!item.is(Kind::boolean)) {
            return wrong(machine);
        } else {
            decided = decided || item.is_true() == decisive;
        }
    }
    if (decided) return Value::boolean(decisive);
    return open ? Value() : Value::boolean(!decisive);
}

// The same value in the same form: 10:00Z is not 10:00@Etc/UTC.
bool is_same(Machine& machine, const Value& a, const Value& b)
{
    if (a.kind() != b.kind()) return false;
    if (a.is(Kind::time)) return to_text(a) == to_text(b);
    if (a.is(Kind::date_time)) return to_text(a) == to_text(b);
    return machine.equal(a, b) == true;
}

Value is_of(Machine& machine, Contexts arguments)
{
    return Value::boolean(is_same(machine, arguments[0], arguments[1]));
}

}  // namespace

std::span<const Builtin> context_builtins()
{
    static constexpr Builtin table[] = {
        {"get value", "m, key; context, key", get_value},
        {"get entries", "m; context", get_entries},
        {"context", "entries", context_from},
        {"context put", "context, key, value; context, keys, value", context_put},
        {"context merge", "contexts", context_merge},
        {"not", "negand", negation_of},
        {"all", "list*", quantity<false>},
        {"any", "list*", quantity<true>},
        {"is", "value1~, value2~", is_of},
    };
    return table;
}

}  // namespace lt::feel
