// Messages and signals that look for their instances. Inside process only.
#pragma once

#include "process/acts.h"

namespace lt::process {

inline constexpr std::chrono::hours kKeepMessages{24 * 30};
inline constexpr std::chrono::hours kKeepSignals{24};

// Starts the process at the beginning with that element, in the caller's transaction.
base::Result<std::string> begin_at(db::Transaction& tx, Services& services, const Actor& actor,
                                   std::int64_t definition, const std::string& element,
                                   const std::string& business_key, const engine::Value& variables,
                                   const engine::Value& payload);

// Jobs: one message or signal that lies in process_messages; one signal to one instance.
void be_delivered(Services& services, const jobs::Job& job);
void be_signalled(Services& services, const jobs::Job& job);
void forget_messages(Services& services);

}  // namespace lt::process
