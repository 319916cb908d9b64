// The newest snapshot, and people from the database.
#include "directory/api.h"

#include "directory/queries.h"
#include "directory/store.h"
#include "kit/base/ids.h"
#include "kit/base/locked.h"
#include "kit/db/db.h"

namespace lt::directory {
namespace {

// How long this process may not know of a change that another process made.
constexpr std::chrono::seconds kCheckEvery{2};

}  // namespace

struct DirectoryState {
    db::Pool& pool;
    std::shared_ptr<const base::Clock> clock;
    struct Kept {
        std::shared_ptr<const Snapshot> snapshot{};
        base::Time checked{};
    };
    base::Locked<Kept> kept{};

    std::shared_ptr<const Snapshot> load_if_changed(const std::shared_ptr<const Snapshot>& old)
    {
        db::Transaction tx = pool.begin({});
        if (old && store::version(tx) == old->version()) return old;
        return store::load(tx);
    }

    void keep(std::shared_ptr<const Snapshot> loaded)
    {
        kept.with([&](Kept& k) {
            if (!k.snapshot || k.snapshot->version() < loaded->version()) k.snapshot = std::move(loaded);
        });
    }
};

Directory::Directory(db::Pool& pool, std::shared_ptr<const base::Clock> clock)
    : state_(new DirectoryState{pool, std::move(clock)})
{
}

Directory::~Directory() = default;

std::shared_ptr<const Snapshot> Directory::snapshot()
{
    const base::Time now = state_->clock->now();
    bool check = false;
    auto known = state_->kept.with([&](DirectoryState::Kept& k) {
        check = !k.snapshot || now - k.checked >= kCheckEvery;
        if (check) k.checked = now;  // the other threads go on with what there is meanwhile
        return k.snapshot;
    });
    if (!check && known) return known;
    state_->keep(state_->load_if_changed(known));
    return state_->kept.with([](const DirectoryState::Kept& k) { return k.snapshot; });
}

void Directory::refresh()
{
    state_->keep(state_->load_if_changed(state_->kept.with([](const auto& k) { return k.snapshot; })));
}

std::vector<Person> people(db::Transaction& tx, std::int64_t agency, base::Day day, std::optional<Role> role,
                           std::optional<std::int64_t> unit)
{
    const auto role_text = role ? std::optional(to_text(*role)) : std::nullopt;
    std::vector<Person> found;
    for (const db::Row row : tx.run(sql::people_of_agency, agency, day, role_text, unit)) {
        found.push_back(store::read_person(row));
    }
    return found;
}

std::optional<Person> find_person(db::Transaction& tx, std::int64_t agency, std::string_view post_uid,
                                  base::Day day)
{
    if (!base::is_uid(post_uid)) return std::nullopt;
    const auto rows = tx.run(sql::person_of_agency, agency, post_uid, day);
    return rows.empty() ? std::nullopt : std::optional(store::read_person(rows[0]));
}

std::vector<std::int64_t> peopled_agencies(db::Transaction& tx, base::Day day)
{
    std::vector<std::int64_t> found;
    for (const db::Row row : tx.run(sql::peopled_agencies, day)) found.push_back(row["agency_id"].int64());
    return found;
}

std::vector<Person> find_people(db::Transaction& tx, const std::vector<std::int64_t>& posts)
{
    std::vector<Person> found;
    if (posts.empty()) return found;
    for (const db::Row row : tx.run(sql::people_by_posts, posts)) found.push_back(store::read_person(row));
    return found;
}

}  // namespace lt::directory
