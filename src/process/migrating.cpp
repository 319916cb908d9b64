#include "process/migrating.h"

#include <nlohmann/json.hpp>

#include "kit/audit/audit.h"
#include "kit/base/ids.h"
#include "process/image.h"
#include "process/queries.h"

namespace lt::process {
namespace {

using nlohmann::json;

constexpr int kMostObstacles = 100;
constexpr int kAtOnce = 200;

base::Error no_version() { return base::not_found(base::msg("Không có phiên bản này của quy trình.")); }

// The open instances of a version, in batches: nothing in memory grows with their number.
template <class Each>
void each_open(db::Transaction& tx, Services& services, std::int64_t definition, Each&& each)
{
    std::int64_t after = 0;
    for (;;) {
        const db::Rows rows = tx.run(sql::instances_open, tx.scope().agency, definition, after, kAtOnce);
        std::vector<Case> batch;
        for (const db::Row row : rows) {
            after = row["id"].int64();
            if (auto it = find_by_id(tx, services, after)) batch.push_back(std::move(*it));
        }
        each(batch);
        if (rows.size() < static_cast<std::size_t>(kAtOnce)) return;
    }
}

// The versions that a move is between; the same version twice is none.
struct Versions {
    DefinitionPtr old{}, fresh{};
};
base::Result<Versions> find_versions(db::Transaction& tx, Services& services, const std::string& from,
                                     const std::string& to)
{
    Versions found{find_version(tx, services, from), find_version(tx, services, to)};
    if (!found.old || !found.fresh || found.old->key != found.fresh->key || found.old->id == found.fresh->id)
        return no_version();
    return found;
}

MigrationRow migration_row(const db::Row& row)
{
    return {.id = row["id"].int64(),
            .uid = row["uid"].str(),
            .process = row["name"].str(),
            .from = row["from_uid"].str(),
            .to = row["to_uid"].str(),
            .from_version = row["from_version"].int32(),
            .to_version = row["to_version"].int32(),
            .reason = row["reason"].str(),
            .started_at = row["started_at"].time(),
            .started_by = row["started_by"].int64(),
            .waiting = row["waiting"].int64(),
            .moved = row["moved"].int64(),
            .held_back = row["held_back"].int64()};
}

}  // namespace

DefinitionPtr find_version(db::Transaction& tx, Services& services, const std::string& uid)
{
    if (!base::is_uid(uid)) return nullptr;
    const db::Rows rows = tx.run(sql::definition_id, uid);
    if (rows.empty()) return nullptr;
    const DefinitionPtr found = services.definitions->get(tx, rows[0]["id"].int64());
    return found->agency.value_or(tx.scope().agency) == tx.scope().agency ? found : nullptr;
}

base::Result<DryRun> try_migration(db::Transaction& tx, Services& services, const std::string& from,
                                   const std::string& to, const Mapping& mapping)
{
    const auto versions = find_versions(tx, services, from, to);
    if (!versions) return versions.error();
    DryRun run;
    each_open(tx, services, versions->old->id, [&](const std::vector<Case>& batch) {
        for (const Case& it : batch) {
            const auto image = image_of(it, *versions->fresh, mapping);
            if (image) {
                ++run.movable;
            } else if (++run.held_back <= kMostObstacles) {
                run.obstacles.push_back(
                    {it.uid, it.business_key, image.error().field, image.error().message});
            }
        }
    });
    return run;
}

base::Result<base::Done> migrate(db::Transaction& tx, Services& services, const Actor& actor,
                                 const std::string& instance, const std::string& to, const Mapping& mapping,
                                 const std::string& reason)
{
    if (reason.empty()) return base::invalid("reason", base::msg("Nhập lý do."));
    auto it = lock(tx, services, instance);
    if (!it || it->state.ended()) return base::not_found(base::msg("Quy trình này đã kết thúc."));
    const DefinitionPtr fresh = find_version(tx, services, to);
    if (!fresh || fresh->key != it->definition->key) return no_version();
    if (fresh->id == it->definition->id) return base::Done{};
    const auto image = image_of(*it, *fresh, mapping);
    if (!image) return image.error();
    std::vector<std::int64_t> numbers;
    std::vector<std::string> elements;
    for (const engine::Wait& wait : image->waits) {
        if (wait.node == engine::kNone) continue;
        numbers.push_back(wait.number);
        elements.push_back(fresh->graph.id_of(wait.node));
    }
    const auto written = engine::to_json(fresh->graph, *image);
    if (!written) return written.error();
    const base::Time now = services.clock->now();
    const std::string events =
        json::array({{{"kind", "migrated"}, {"from", it->definition->version}, {"to", fresh->version}}})
            .dump();
    if (tx.run(sql::instance_migrate, it->id, it->version, fresh->id, *written, numbers, elements,
               actor.official, reason, events, now)
            .empty())
        throw db::TryAgain("another act on the instance was faster");
    audit::record(tx, {.action = "process.migrated",
                       .subject = it->uid,
                       .detail = json{{"to", fresh->uid}}.dump(),
                       .at = now});
    return base::Done{};
}

base::Result<std::string> migrate_all(db::Transaction& tx, Services& services, const Actor& actor,
                                      const std::string& from, const std::string& to, const Mapping& mapping,
                                      const std::string& reason)
{
    if (reason.empty()) return base::invalid("reason", base::msg("Nhập lý do."));
    const auto versions = find_versions(tx, services, from, to);
    if (!versions) return versions.error();
    const base::Time now = services.clock->now();
    std::string uid = base::new_uid(now);
    const std::int64_t migration =
        tx.run(sql::migration_add, uid, actor.agency, versions->old->id, versions->fresh->id,
               json(mapping).dump(), reason, now, actor.official)[0]["id"]
            .int64();
    bool any = false;
    each_open(tx, services, versions->old->id, [&](const std::vector<Case>& batch) {
        std::vector<std::int64_t> instances;
        std::vector<std::string> elements, whys;
        for (const Case& it : batch) {
            const auto image = image_of(it, *versions->fresh, mapping);
            instances.push_back(it.id);
            elements.push_back(image ? "" : image.error().field);
            whys.push_back(image ? "" : image.error().message.str());
            if (!image) continue;
            any = true;
            jobs::enqueue(tx, services.queue, "process.migrate",
                          json{{"agency", actor.agency},
                               {"official", actor.official},
                               {"migration", migration},
                               {"instance", it.id}}
                              .dump());
        }
        tx.run(sql::migration_instances_add, migration, actor.agency, instances, elements, whys);
    });
    if (!any) return base::conflict(base::msg("Không hồ sơ nào chuyển được sang phiên bản này."));
    return uid;
}

void do_migrate(Services& services, const jobs::Job& job)
{
    const auto payload = json::parse(job.payload);
    const std::int64_t migration = payload.at("migration"), instance = payload.at("instance");
    const Actor actor{.agency = payload.at("agency"), .official = payload.at("official")};
    services.pool.retry(scope_of(actor), [&](db::Transaction& tx) {
        const db::Rows rows = tx.run(sql::migration_job, migration, instance);
        CHECK(!rows.empty());
        const db::Row row = rows[0];
        const auto mapping = json::parse(row["mapping"].text()).get<std::map<std::string, std::string>>();
        const auto done = migrate(tx, services, actor, row["instance"].str(), row["to_uid"].str(),
                                  Mapping(mapping.begin(), mapping.end()), row["reason"].str());
        // It went on meanwhile and stands where it can't be moved: it stays on its version, and the move says so.
        tx.run(sql::migration_instance_done, migration, instance, done ? "" : done.error().field,
               done ? "" : done.error().message.str());
        tx.commit();
    });
}

std::vector<MigrationRow> migrations_from(db::Transaction& tx, std::int64_t definition)
{
    std::vector<MigrationRow> found;
    for (const db::Row row : tx.run(sql::migrations, tx.scope().agency, definition, nullptr))
        found.push_back(migration_row(row));
    return found;
}

std::optional<MigrationRow> find_migration(db::Transaction& tx, const std::string& uid)
{
    if (!base::is_uid(uid)) return std::nullopt;
    const db::Rows rows = tx.run(sql::migrations, tx.scope().agency, nullptr, uid);
    return rows.empty() ? std::nullopt : std::optional(migration_row(rows[0]));
}

std::vector<Obstacle> held_back_by(db::Transaction& tx, std::int64_t migration)
{
    std::vector<Obstacle> found;
    for (const db::Row row : tx.run(sql::migration_held_back, migration, kMostObstacles))
        found.push_back(
            {row["uid"].str(), row["business_key"].str(), row["element"].str(), row["why"].str()});
    return found;
}

}  // namespace lt::process
