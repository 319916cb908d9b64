// What other features may ask of the directory: agencies, units, groups from memory; people in their posts from the
// database; agencies whose mail a connected system carries. All other changes are in actions.h and import.h.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "directory/snapshot.h"
#include "directory/types.h"
#include "kit/base/clock.h"
#include "kit/base/result.h"
#include "kit/db/fwd.h"

namespace lt::directory {

// Keeps the newest snapshot. One for a process; safe to use from many threads.
class Directory {
public:
    Directory(db::Pool& pool, std::shared_ptr<const base::Clock> clock);
    ~Directory();
    Directory(const Directory&) = delete;
    Directory& operator=(const Directory&) = delete;

    // Hold the pointer while using what it gives. Changes made by other processes are seen within two seconds.
    std::shared_ptr<const Snapshot> snapshot();

    // Reads the directory anew when it has changed: after a commit of this process that changed it.
    void refresh();

private:
    std::unique_ptr<struct DirectoryState> state_;
};

// People of an agency, the head first, valid on the day. Null role or unit: any.
std::vector<Person> people(db::Transaction& tx, std::int64_t agency, base::Day day,
                           std::optional<Role> role = std::nullopt,
                           std::optional<std::int64_t> unit = std::nullopt);

// A post of the agency that is valid on the day, by what a form sent; empty for anything else.
std::optional<Person> find_person(db::Transaction& tx, std::int64_t agency, std::string_view post_uid,
                                  base::Day day);

// Agencies in which somebody has a post that is valid on the day: they work on this platform.
std::vector<std::int64_t> peopled_agencies(db::Transaction& tx, base::Day day);

// Posts by id, also ended ones, in any order: names for lists and histories.
std::vector<Person> find_people(db::Transaction& tx, const std::vector<std::int64_t>& posts);

// ---- Agencies elsewhere, whose mail a connected system carries; in the caller's transaction, of the platform's reach

struct ElsewhereForm {
    std::string code{}, alias{}, name{}, parent{};  // parent: identity code, or one that is not known here
};
// Makes it, or gives the one that is there to the system; its id. Faults: invalid (code, name), conflict (people of this platform work in
// it, or another system carries it).
base::Result<std::int64_t> add_elsewhere(db::Transaction& tx, const Snapshot& snapshot,
                                         const ElsewhereForm& form, std::int64_t system, base::Time now);
// From today on it is nobody's, or this platform's own again. Conflict: not carried by this system.
base::Result<base::Done> leave_elsewhere(db::Transaction& tx, const Agency& agency, std::int64_t system,
                                         base::Time now);
// The system that carries it knows it by this name now, or does not know it any more: then today is its last day. Conflict: another
// agency has one of the codes.
struct Known {
    std::string name{};
    bool there = true;
};
base::Result<base::Done> follow_elsewhere(db::Transaction& tx, const Agency& agency, const Known& known,
                                          base::Time now);
// The older code of an agency that has none yet. Conflict: another one has it.
base::Result<base::Done> complete_alias(db::Transaction& tx, const Agency& agency, const std::string& alias,
                                        base::Time now);

}  // namespace lt::directory
