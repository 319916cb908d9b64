// The queue of messages, seen from whoever fetches them and from the operator. All in transactions of the platform's reach.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "exchange/api.h"

namespace lt::exchange {

// For a connected system: what waits for it, the oldest first.
struct Waiting {
    std::string uid{};
    edxml::Kind kind{};
    std::string from{};
    std::vector<std::string> to{};
    Transport state{};
    base::Time created_at{};
    base::Time changed_at{};
};
struct Period {  // Vietnam days, both included
    std::optional<base::Day> from{};
    std::optional<base::Day> to{};
};
std::vector<Waiting> waiting_for(db::Transaction& tx, std::int64_t system, edxml::Kind kind,
                                 const Period& period, int limit);
std::int64_t count_waiting(db::Transaction& tx, std::int64_t system, edxml::Kind kind);

// The content of a message that is for this system; empty when there is none of this uid.
struct Stored {
    std::int64_t id = 0;
    std::string sha256{};
    std::uint64_t size = 0;
};
std::optional<Stored> find_for(db::Transaction& tx, std::int64_t system, const std::string& uid);

// What the system says of a message it was given; false when there is none of this uid for it. What is done stays done.
bool acknowledge(db::Transaction& tx, std::int64_t system, const std::string& uid, Transport state,
                 const std::string& why, base::Time now);

// What became of messages that the system brought, one row an addressee, the newest first.
struct Sent {
    std::string uid{};
    edxml::Kind kind{};
    std::string from{};
    std::string to{};
    std::string title{};
    std::string notation{};
    Transport state{};
    std::string why{};
    base::Time created_at{};
    base::Time changed_at{};
};
// `uid` "": all of the period.
std::vector<Sent> sent_by(db::Transaction& tx, std::int64_t system, edxml::Kind kind, const std::string& uid,
                          const Period& period, int limit);

// What is to be done so that a message gets to the system: a job for what is delivered here, pushed to an axis or carried to a node;
// others poll. `carrier` is the system's kind.
struct OnWay {
    std::int64_t id = 0;
    std::string document_id{};
};
void put_on_way(db::Transaction& tx, Services& services, const OnWay& message, std::int64_t system,
                std::string_view carrier);

}  // namespace lt::exchange
