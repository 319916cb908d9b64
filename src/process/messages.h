// Messages and signals that look for their instances. Inside process only.
#pragma once

#include "process/acts.h"

namespace lt::process {

inline constexpr std::chrono::hours kKeepMessages{24 * 30};
inline constexpr std::chrono::hours kKeepSignals{24};

// A beginning, as its row in process_beginnings names it.
struct BeginningKey {
    std::int64_t definition = 0;
    std::string element{};  // empty: the start without an event
    int event = 0;          // which of the element's, from 0
};
BeginningKey beginning_key(const db::Row& row);
engine::Beginning beginning_at(const engine::Graph& graph, const BeginningKey& where);

// What an instance begins with.
struct Opening {
    std::string business_key{};
    engine::Value variables{};
    engine::Value payload{};            // of the message or signal
    std::optional<base::Time> as_of{};  // the moment whose drawings it calls; none: the newest
};
// Starts the process at that beginning, in the caller's transaction.
base::Result<std::string> begin_at(db::Transaction& tx, Services& services, const Actor& actor,
                                   const BeginningKey& where, const Opening& opening);

// Jobs: one message, signal or condition that became true, which lies in process_messages; one signal to one instance.
void be_delivered(Services& services, const jobs::Job& job);
void be_signalled(Services& services, const jobs::Job& job);
void forget_messages(Services& services);

}  // namespace lt::process
