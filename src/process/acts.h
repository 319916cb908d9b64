// One act on one instance: inputs move its tokens in memory, work inside the transaction is done at once, and all is written by one
// statement. Inside process only.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "kit/db/db.h"
#include "process/api.h"
#include "process/definitions.h"
#include "process/engine/engine.h"
#include "process/room.h"

namespace lt::process {

// An instance in memory; locked, or not there yet (id 0).
struct Case {
    std::int64_t id = 0;
    std::string uid{};
    std::int64_t agency = 0;
    std::string business_key{};
    int version = 0;
    std::optional<std::int64_t> parent{};  // the instance that called it
    std::optional<int> parent_wait{};
    DefinitionPtr definition{};
    engine::State state{};
    std::optional<base::Time> as_of{};  // of a new one: the moment whose drawings it calls
    // Who performs what a locked instance waits for, and since when. What was opened by an act for whose end the lock waited lacks.
    struct Performed {
        std::int64_t agency = 0;
        base::Time since{};
    };
    std::map<engine::Number, Performed> performed{};
};
std::string_view to_text(engine::Status status);
db::Scope scope_of(const Actor& actor);
// As it is, without a lock.
std::optional<Case> find(db::Transaction& tx, Services& services, const std::string& uid);
std::optional<Case> lock(db::Transaction& tx, Services& services, const std::string& uid);
std::optional<Case> find_by_id(db::Transaction& tx, Services& services, std::int64_t id);
std::optional<Case> lock_by_id(db::Transaction& tx, Services& services, std::int64_t id);
// Nothing, too, while another act is at it, and when that timer is not due (any more).
std::optional<Case> lock_due(db::Transaction& tx, Services& services, std::int64_t id, int timer);

// No such task, work or instance, or it is over already.
base::Error is_over();

class Act {
public:
    // `name`: "completed"; `detail`: a reason that somebody gave.
    Act(db::Transaction& tx, Services& services, const Actor& actor, Case& it, std::string name,
        std::string detail = {});

    // Moves the tokens until they rest; may be called again before write(). A refusal leaves the case as no more than memory: nothing
    // may be written after it.
    base::Result<base::Done> apply(const engine::Input& input);

    // Writes it, and what follows: jobs of outside work, called processes, messages and signals to others, the return to the caller.
    // too_large: the variables have become more than an instance may hold.
    base::Result<base::Done> write();

private:
    enum class Origin : std::uint8_t { outside, inside };
    base::Result<base::Done> move(const engine::Input& input, Origin origin = Origin::outside);
    void take(engine::Outcome outcome, const engine::Input& input);
    void note_event(const std::string& line);
    bool work_inside();
    engine::Input done_inside(const Inside& inside, const engine::Wait& wait);

    db::Transaction& tx_;
    Services& services_;
    const Actor& actor_;
    Case& case_;
    std::string name_;
    std::string detail_;
    base::Time now_;
    std::set<engine::Number> opened_{};               // and not closed in the same act
    std::map<engine::Number, std::string> closed_{};  // of those that were there before: outcome
    std::vector<engine::Wait> gone_{};                // calls that were withdrawn
    std::vector<engine::Thrown> thrown_{};
    std::string events_ = "[";
    std::size_t events_noted_ = 0;
    int works_ = 0;  // done inside
    Room room_{};
};

}  // namespace lt::process
