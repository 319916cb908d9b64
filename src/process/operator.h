// What an administrator does with an instance that does not go on by itself. Each act names a reason and stands in the history and in the
// journal. In the caller's transaction, whose scope is the agency of the instance.
#pragma once

#include "process/api.h"

namespace lt::process {

// What stopped goes on: a token of an incident moves again, work with trouble is tried again, a timer is due again. `stands_again`: it came
// no further than to an incident.
enum class Retried : std::uint8_t { goes_on, stands_again };
base::Result<Retried> retry(db::Transaction& tx, Services& services, const Actor& actor, const Task& wait,
                            const std::string& reason);
// A wait is taken as done, or as come.
base::Result<base::Done> skip(db::Transaction& tx, Services& services, const Actor& actor, const Task& wait,
                              const std::string& reason);
// The token of a wait goes to another element of the same level.
base::Result<base::Done> move_token(db::Transaction& tx, Services& services, const Actor& actor,
                                    const Task& wait, const std::string& element, const std::string& reason);
// Another agency, role or official does the task. `official` 0: whoever of the role takes it.
struct Assignment {
    std::int64_t performer = 0;
    std::string role{};
    std::int64_t official = 0;
};
base::Result<base::Done> assign(db::Transaction& tx, Services& services, const Actor& actor, const Task& task,
                                const Assignment& assignment, const std::string& reason);

}  // namespace lt::process
