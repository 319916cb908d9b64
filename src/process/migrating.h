// Running instances go over to another version of their drawing. Nothing is guessed: each token, join, repeated activity and armed event
// must have its image, of the same kind and at the same place of the nesting.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "process/api.h"

namespace lt::process {

// Elements of the old version that are called otherwise in the new one; all others keep their ids.
using Mapping = std::map<std::string, std::string, std::less<>>;

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

// Moves all that can be, by a job each; how many.
base::Result<std::int64_t> migrate_all(db::Transaction& tx, Services& services, const Actor& actor,
                                       const std::string& from, const std::string& to, const Mapping& mapping,
                                       const std::string& reason);
void do_migrate(Services& services, const jobs::Job& job);

}  // namespace lt::process
