#include "process/engine/state.h"

#include <algorithm>

namespace lt::engine {

Frame::Frame(const Frame& other)
    : number(other.number), parent(other.parent), role(other.role), phase(other.phase), alive(other.alive),
      node(other.node), level(other.level), epoch(other.epoch), live(other.live), handlers(other.handlers),
      waits(other.waits), position(other.position), stage(other.stage), flow(other.flow), call(other.call),
      variables(other.variables), held(other.held), seen(other.seen), served(other.served),
      records(other.records), enabled(other.enabled),
      turns(other.turns ? std::make_unique<Turns>(*other.turns) : nullptr)
{
}

namespace {

template <class Items>
auto by_number(Items& items, Number number) -> decltype(&items.front())
{
    const auto found = std::lower_bound(items.begin(), items.end(), number,
                                        [](const auto& item, Number wanted) { return item.number < wanted; });
    return found == items.end() || found->number != number ? nullptr : &*found;
}

std::optional<Value> counter(const Frame& frame, std::string_view name)
{
    if (frame.role == Role::turn && name == "loopCounter") return Value::integer(frame.position);
    if (!frame.turns) return std::nullopt;
    const Turns& turns = *frame.turns;
    if (name == "loopCounter") return Value::integer(turns.started);
    if (name == "numberOfInstances") return Value::integer(turns.total);
    if (name == "numberOfActiveInstances") return Value::integer(turns.active);
    if (name == "numberOfCompletedInstances") return Value::integer(turns.completed);
    if (name == "numberOfTerminatedInstances") return Value::integer(turns.terminated);
    return std::nullopt;
}

std::uint64_t weight_of(const Variables& variables)
{
    std::uint64_t sum = 0;
    for (const auto& variable : variables) sum += variable.second.weight();
    return sum;
}

std::uint64_t weight_of(const std::vector<Record>& records)
{
    std::uint64_t sum = 0;
    for (const Record& record : records) sum += weight_of(record.variables) + weight_of(record.inner);
    return sum;
}

}  // namespace

const Frame* State::frame(Number number) const
{
    const Frame* found = by_number(frames, number);
    return found != nullptr && found->alive ? found : nullptr;
}
Frame* State::frame(Number number) { return const_cast<Frame*>(std::as_const(*this).frame(number)); }

const Wait* State::wait(Number number) const
{
    const Wait* found = by_number(waits, number);
    return found != nullptr && found->open ? found : nullptr;
}
Wait* State::wait(Number number) { return const_cast<Wait*>(std::as_const(*this).wait(number)); }

std::optional<Value> State::find(Number number, std::string_view name) const
{
    for (const Frame* at = frame(number); at != nullptr; at = frame(at->parent)) {
        for (const auto& [key, value] : at->variables)
            if (key == name) return value;
        if (auto count = counter(*at, name)) return count;
    }
    return std::nullopt;
}

Value State::variables() const
{
    return frames.empty() ? Value::context({}) : visible(frames.front().number);
}

std::uint64_t State::weight() const
{
    std::uint64_t sum = 0;
    for (const Frame& frame : frames) {
        sum += weight_of(frame.variables) + weight_of(frame.records);
        if (!frame.turns) continue;
        sum += frame.turns->items.weight() + weight_of(frame.turns->records);
        for (const Value& result : frame.turns->results) sum += result.weight();
    }
    return sum;
}

Value State::visible(Number number) const
{
    std::vector<feel::Entry> entries;
    for (const Frame* at = frame(number); at != nullptr; at = frame(at->parent))
        for (const auto& variable : at->variables) {
            const auto same = [&](const feel::Entry& entry) { return entry.key == variable.first; };
            if (std::none_of(entries.begin(), entries.end(), same))
                entries.push_back({variable.first, variable.second});
        }
    return Value::context(std::move(entries));
}

}  // namespace lt::engine
