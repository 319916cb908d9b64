// Running instances go over to another version of their drawing. Nothing is guessed: each token, join, repeated activity and armed event
// must have its image, of the same kind and at the same place of the nesting.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "process/api.h"
#include "process/definitions.h"
#include "process/mapping.h"

namespace lt::process {

// The version by its uid, where the agency of the transaction may use it: its own, or the province's. Null: no such version.
DefinitionPtr find_version(db::Transaction& tx, Services& services, const std::string& uid);

struct Obstacle {
    std::string instance{};  // uid
    std::string business_key{};
    std::string element{};
    base::Message why{};
};
struct DryRun {
    std::int64_t movable = 0;
    std::int64_t held_back = 0;
    std::vector<Obstacle> obstacles{};  // the first hundred
};
// What would become of the agency's open instances of one version. not_found: no such version, or of another process.
base::Result<DryRun> try_migration(db::Transaction& tx, Services& services, const std::string& from,
                                   const std::string& to, const Mapping& mapping);

// Moves one, or says why it can't be (conflict; field: the element). An act with its reason.
base::Result<base::Done> migrate(db::Transaction& tx, Services& services, const Actor& actor,
                                 const std::string& instance, const std::string& to, const Mapping& mapping,
                                 const std::string& reason);

// All open instances of one version: those that can move do so by a job each, and what becomes of each is kept. The uid of the move.
// conflict: none can.
base::Result<std::string> migrate_all(db::Transaction& tx, Services& services, const Actor& actor,
                                      const std::string& from, const std::string& to, const Mapping& mapping,
                                      const std::string& reason);
void do_migrate(Services& services, const jobs::Job& job);

// How far a move of all went.
struct MigrationRow {
    std::int64_t id = 0;
    std::string uid{};
    std::string process{};     // name
    std::string from{}, to{};  // uids
    int from_version = 0, to_version = 0;
    std::string reason{};
    base::Time started_at{};
    std::int64_t started_by = 0;  // official
    std::int64_t waiting = 0, moved = 0, held_back = 0;
};
// Of the transaction's agency: away from a version, the newest first; one by its uid.
std::vector<MigrationRow> migrations_from(db::Transaction& tx, std::int64_t definition);
std::optional<MigrationRow> find_migration(db::Transaction& tx, const std::string& uid);
// The instances that it could not move, the first hundred.
std::vector<Obstacle> held_back_by(db::Transaction& tx, std::int64_t migration);

}  // namespace lt::process
