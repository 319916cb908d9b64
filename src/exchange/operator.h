// What the operator sees of the exchange and does about it. All in transactions of the platform's reach.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "exchange/api.h"

namespace lt::exchange {

// How a system stands; `system` 0 is this platform.
struct Standing {
    std::int64_t system = 0;
    std::int64_t waiting = 0;
    std::int64_t failed = 0;
    std::optional<base::Time> oldest{};  // since when the oldest one waits
};
std::vector<Standing> standings(db::Transaction& tx);

// A message that did not reach an addressee, or does not come from a parent axis, the newest failure first.
struct Failure {
    std::string uid{};
    edxml::Kind kind{};
    std::string from{};
    std::string to_code{};
    std::string to_name{};
    std::int64_t system = 0;
    std::string title{};
    std::string notation{};
    std::string why{};
    int attempts = 0;
    base::Time changed_at{};
    bool is_withheld =
        false;  // `system` lists it and does not give it: no bytes are here; its notation is the id there
};
std::vector<Failure> failures(db::Transaction& tx, std::optional<base::Time> before, int limit);
std::int64_t count_failures(db::Transaction& tx);

// Bytes of any message, for the operator; recorded in the journal.
std::optional<std::string> content_for_operator(db::Transaction& tx, const std::string& uid,
                                                base::Time now);  // sha256
// The failed item waits again, or the axis is asked for it again, with all its tries. False: it is not there or has not failed.
bool replay(db::Transaction& tx, Services& services, const std::string& uid, const std::string& to_code);
// Ended for good; the reason is kept and shown to the sender. The axis that does not give a message is told that it failed. Refused: a reason that nobody can read anything from (5 to 500 characters).
base::Result<base::Done> give_up(db::Transaction& tx, Services& services, const std::string& uid,
                                 const std::string& to_code, const std::string& reason);

// Messages and addressees by day of Vietnam, the days of the last `days`, the first one first; days without any are there.
struct DayFigures {
    base::Day day{};
    std::int64_t brought = 0;  // items of messages from other systems
    std::int64_t made = 0;     // items of messages made here
    std::int64_t failed = 0;   // of both
};
std::vector<DayFigures> figures(db::Transaction& tx, base::Time now, int days);

}  // namespace lt::exchange
