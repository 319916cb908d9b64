// See entered.h.
#include "calendar/calendars/entered.h"

#include <algorithm>

namespace lt::calendars {

void make_layers(Entered& entered)
{
    entered.layers.clear();
    for (const EnteredWeek& one : entered.weeks)
        if (!one.withdrawn_at) entered.layers[one.agency].weeks.push_back(one.week);
    for (const EnteredDays& one : entered.days)
        if (!one.withdrawn_at) entered.layers[one.agency].days.push_back(one.days);
}

Stack stack_of(const Entered& entered, const directory::Snapshot& directory, std::int64_t agency)
{
    std::vector<std::int64_t> owners;
    for (const directory::Agency* at = directory.find(agency); at != nullptr; at = directory.find(at->parent))
        owners.push_back(at->id);
    owners.push_back(0);
    std::ranges::reverse(owners);
    Stack out{.layers = {&entered.shipped}, .owners = {kShipped}};
    for (const std::int64_t owner : owners) {
        const auto layer = entered.layers.find(owner);
        if (layer == entered.layers.end()) continue;
        out.layers.push_back(&layer->second);
        out.owners.push_back(owner);
    }
    return out;
}

}  // namespace lt::calendars
