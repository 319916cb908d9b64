// See turns.h.
#include "dossiers/linked/turns.h"

#include <algorithm>

namespace lt::dossiers::linked {
namespace {

// `depth`: a record whose components wait for one another in a circle ends, too.
Turn turn_at(const Component& component, const std::vector<Component>& all, std::size_t depth)
{
    if (component.state) {
        if (*component.state == State::resolved || *component.state == State::returned) return Turn::done;
        return is_over(*component.state) ? Turn::failed : Turn::open;
    }
    const auto before = std::ranges::find(all, component.after, &Component::code);
    if (component.after.empty() || before == all.end()) return Turn::begins;
    if (depth > all.size()) return Turn::waits;
    switch (turn_at(*before, all, depth + 1)) {
    case Turn::done: return Turn::begins;
    case Turn::failed:
    case Turn::never: return Turn::never;
    case Turn::waits:
    case Turn::begins:
    case Turn::open: break;
    }
    return Turn::waits;
}

}  // namespace

Turn turn_of(const Component& component, const std::vector<Component>& all)
{
    return turn_at(component, all, 0);
}

bool all_done(const std::vector<Component>& all)
{
    return std::ranges::all_of(all, [&](const Component& one) { return turn_of(one, all) == Turn::done; });
}

bool told_all_done(const std::vector<Component>& all)
{
    return std::ranges::all_of(all,
                               [](const Component& one) { return one.told == to_text(State::resolved); });
}

std::string telling_of(const Component& component)
{
    if (!component.state) return {};
    switch (*component.state) {
    case State::registered:
    case State::received:
    case State::processing:
    case State::payment: return std::string(to_text(State::processing));
    case State::resolved:
    case State::returned: return std::string(to_text(State::resolved));
    case State::supplement:
    case State::rejected:
    case State::withdrawn:
    case State::stopped: break;
    }
    return std::string(to_text(*component.state));
}

bool is_late(const Component& component, base::Time now)
{
    if (!component.due_at || !component.state) return false;
    if (component.resolved_at) return *component.resolved_at > *component.due_at;
    return !is_over(*component.state) && now > *component.due_at;
}

}  // namespace lt::dossiers::linked
