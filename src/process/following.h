// What follows an act, written with it: jobs of outside work, called processes, messages and signals to others, the way back to the
// caller. Inside process only.
#pragma once

#include <set>
#include <vector>

#include "process/acts.h"

namespace lt::process {

struct Followed {
    const std::set<engine::Number>& opened;
    const std::vector<engine::Wait>& gone;  // calls that were withdrawn
    const std::vector<engine::Thrown>& thrown;
};
// The case is written: it has an id.
void follow(db::Transaction& tx, Services& services, const Actor& actor, Case& it, const Followed& followed);

// Jobs by which instances reach each other; each is one act on one instance, so that no two are ever locked at once.
void come_back(Services& services, const jobs::Job& job);  // a called process has ended: its caller goes on
void be_cancelled(Services& services, const jobs::Job& job);  // a caller left the call behind
void be_compensated(Services& services, const jobs::Job& job);
void be_delivered(Services& services,
                  const jobs::Job& job);  // a message or signal that lies in process_messages

}  // namespace lt::process
