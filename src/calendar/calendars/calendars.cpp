// See api.h. A set of calendars belongs to one version of the directory and is made anew with the next.
#include <map>

#include "calendar/calendars/api.h"
#include "calendar/calendars/store.h"
#include "kit/base/locked.h"

namespace lt::calendars {
namespace {

struct Kept {
    std::shared_ptr<const Entered> entered{};
    // By the last owner of the stack: agencies without entries of their own share one.
    std::map<std::int64_t, std::shared_ptr<const calendar::Calendar>> made{};
    std::unordered_map<std::int64_t, std::shared_ptr<const calendar::Calendar>> by_agency{};
};

}  // namespace

struct CalendarsState {
    db::Pool& pool;
    directory::Directory& directory;
    calendar::Layer shipped;
    base::Locked<Kept> kept{};

    // Rows are read after the version was: they are of it, or newer, and then the next version reads them again.
    std::shared_ptr<const Entered> current(const directory::Snapshot& snapshot)
    {
        auto known = kept.with([](const Kept& k) { return k.entered; });
        if (known && known->version >= snapshot.version()) return known;
        auto loaded = [&] {
            db::Transaction tx = pool.begin({});
            return store::load(tx);
        }();
        loaded.version = snapshot.version();
        loaded.shipped = shipped;
        make_layers(loaded);
        auto made = std::make_shared<const Entered>(std::move(loaded));
        return kept.with([&](Kept& k) {
            if (!k.entered || k.entered->version < made->version) k = {.entered = made};
            return k.entered;
        });
    }
};

Calendars::Calendars(db::Pool& pool, directory::Directory& directory, calendar::Layer shipped)
    : state_(new CalendarsState{pool, directory, std::move(shipped)})
{
}

Calendars::~Calendars() = default;

std::shared_ptr<const Entered> Calendars::entered() { return state_->current(*state_->directory.snapshot()); }

std::shared_ptr<const calendar::Calendar> Calendars::of(std::int64_t agency)
{
    const auto snapshot = state_->directory.snapshot();
    const auto entered = state_->current(*snapshot);
    const auto known = state_->kept.with([&](const Kept& k) {
        const auto found = k.by_agency.find(agency);
        return k.entered == entered && found != k.by_agency.end() ? found->second : nullptr;
    });
    if (known) return known;
    const Stack stack = stack_of(*entered, *snapshot, agency);
    const std::int64_t owner = stack.owners.back();
    auto made = state_->kept.with([&](const Kept& k) {
        const auto found = k.made.find(owner);
        return k.entered == entered && found != k.made.end() ? found->second : nullptr;
    });
    if (!made) made = std::make_shared<const calendar::Calendar>(calendar::merge(stack.layers));
    state_->kept.with([&](Kept& k) {
        // Somebody else has read a newer state meanwhile: this tree and those entries do not belong together.
        if (k.entered != entered || entered->version != snapshot->version()) return;
        made = k.made.emplace(owner, made).first->second;
        if (snapshot->find(agency) != nullptr) k.by_agency[agency] = made;  // no more than there are agencies
    });
    return made;
}

void Calendars::refresh() { state_->directory.refresh(); }

}  // namespace lt::calendars
