// Processes that run in the database. An act – an instance starts, a task is done, a message comes, a timer fires – is one transaction:
// it locks the instance, moves the tokens to rest and writes state, waits, history and jobs; a crash leaves what was before or what is
// after it. What the tokens mean for others is done by workers, which features register under the topic of their tasks.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/api.h"
#include "decisions/feel/value.h"
#include "directory/api.h"
#include "kit/base/clock.h"
#include "kit/base/result.h"
#include "kit/db/fwd.h"
#include "kit/jobs/jobs.h"

namespace lt::decisions {
class Decisions;
}

namespace lt::process {

class Definitions;
struct DecisionRules;  // definitions.h

// Who acts: an official of an agency, or the platform for an agency.
struct Actor {
    std::int64_t agency = 0;
    std::int64_t official = 0;  // 0: the platform
    std::string request_id{};
};

// A piece of work that a token waits for: a service, script, send or business rule task.
struct Work {
    std::string instance{};  // uid
    int wait = 0;
    std::int64_t agency = 0;
    std::string business_key{};
    std::string element{};
    std::string topic{};
    std::string implementation{};
    std::string script{};
    feel::Value inputs{};                             // a context
    std::shared_ptr<const DecisionRules> decision{};  // that a business rule task calls, where it names one
    base::Time at{};
};
// What came of it: variables (a context or null), or the code of a BPMN error.
struct Answer {
    feel::Value variables{};
    std::optional<std::string> error{};
    std::string record{};  // of work done inside: a JSON object that the history keeps, "" for none
};

// Done within the act: what it writes is committed with the moves of the tokens, or not at all. No call that leaves the process.
// A refusal is an incident.
using Inside = std::function<base::Result<Answer>(db::Transaction&, const Work&)>;
// Done by a job after the act, at least once: it must know what it did already (instance and wait name it). An exception: again later,
// an incident after the last try. A refusal is an incident at once.
using Outside = std::function<base::Result<Answer>(const Work&)>;

// An instance that no other one called came to its end by itself.
struct Ended {
    std::string instance{};  // uid
    std::int64_t agency = 0;
    std::string business_key{};
};

struct Services {
    db::Pool& pool;
    directory::Directory& directory;
    jobs::Queue& queue;
    std::shared_ptr<const base::Clock> clock;
    // When so much time of an agency has passed. Nothing: no such moment.
    std::function<std::optional<base::Time>(std::int64_t agency, base::Time from, const calendar::Duration&)>
        due{};
    // The working time of an agency between two moments, added to a moment: how a paused clock goes on.
    std::function<base::Time(std::int64_t agency, base::Time due, base::Time paused, base::Time resumed)>
        shift{};
    // How far a due time is in the working time of an agency, for work lists.
    std::function<calendar::Distance(std::int64_t agency, base::Time due, base::Time now)> distance{};
    // The working time of an agency between two moments, for figures. Empty: it is not counted.
    std::function<std::chrono::seconds(std::int64_t agency, base::Time from, base::Time to)> worked{};
    std::shared_ptr<Definitions> definitions{};
    std::shared_ptr<decisions::Decisions> decisions{};
    std::map<std::string, Inside, std::less<>> inside{};    // by topic
    std::map<std::string, Outside, std::less<>> outside{};  // by topic
    int tries = 5;                                          // of outside work, then an incident
    // Within the act that ends an instance: what it writes is committed with it; a refusal refuses the act.
    std::function<base::Result<base::Done>(db::Transaction&, const Ended&)> ended{};
    // Tells open pages of an agency that its work list changed.
    std::function<void(std::int64_t agency)> notify{};
};

// Jobs and timers of the processes, and the worker that decides for business rule tasks. `start_timers` begins a thread that sleeps until
// the next timer is due.
void add_jobs(Services& services);

struct Begin {
    std::string key{};  // of the process
    std::string business_key{};
    feel::Value variables{};  // a context or null
    // What began under an old drawing runs it: that which was the newest at the moment, also where it was retired since.
    std::optional<base::Time> as_of{};
};
// Starts the newest version, or that of the moment, at its start without an event, in the caller's transaction (scope: the agency); gives the instance's uid.
// not_found: no such process. What stands behind the start runs until all rests.
base::Result<std::string> start(db::Transaction& tx, Services& services, const Actor& actor,
                                const Begin& begin);

// How an instance stands: whether it ended, and how, and the tasks that are open in it. Nothing: there is none in sight.
struct Standing {
    bool ended = false;
    bool terminated = false;  // by somebody, before its own end
    struct OpenTask {
        int wait = 0;
        bool paused = false;
    };
    std::vector<OpenTask> tasks{};
};
std::optional<Standing> standing_of(db::Transaction& tx, const std::string& instance);

// The instance ends, without what it would have done; processes that it called, too. With a reason, which is kept.
base::Result<base::Done> cancel(db::Transaction& tx, Services& services, const Actor& actor,
                                const std::string& instance, const std::string& reason);

// A user task is done. not_found: no such task, or not in this state any more.
struct Task {
    std::string instance{};  // uid
    int wait = 0;
};
base::Result<base::Done> complete(db::Transaction& tx, Services& services, const Actor& actor,
                                  const Task& task, const feel::Value& variables);

// The task is done by an official of the agency that performs it. `actor` acts for the agency whose instance it is, and so does the
// transaction; whether it is still theirs is looked at once the instance is locked. Conflict: it went to somebody else meanwhile.
struct Performer {
    std::int64_t agency = 0;
    std::int64_t official = 0;
    std::string role{};
};
base::Result<base::Done> complete_by(db::Transaction& tx, Services& services, const Actor& actor,
                                     const Performer& performer, const Task& task,
                                     const feel::Value& variables);

// What a task asks who does it: lt:asks="ho_so_du: Hồ sơ đủ?; so_trang number: Số trang"
struct Ask {
    std::string variable{};
    std::string question{};
    bool is_number = false;  // else yes or no
};
// What the drawing of a task asks who does it; in the scope of the agency that performs it. Nothing: no such task.
struct Asked {
    std::vector<std::string> yes_or_no{};  // variables
    bool asks_numbers = false;
    std::vector<Ask> asks{};  // all that is asked, in its order
    bool chooses = false;     // activities are started from its own page, for each case anew
};
std::optional<Asked> asked_by(db::Transaction& tx, Services& services, const Task& task);

// Starts an activity in the ad-hoc sub-process that the task is about; the task stays open until it is completed. not_found: no such task or
// activity. conflict: no such task, or one activity after the other and the last one is not done.
base::Result<base::Done> choose(db::Transaction& tx, Services& services, const Actor& actor, const Task& task,
                                const std::string& element);

struct Message {
    std::string name{};
    std::string correlation{};
    std::string id{};  // the sender's: one that came before changes nothing
    feel::Value payload{};
    std::chrono::hours keep{24 * 30};  // until somebody waits for it
};
// To the instance of the agency that waits for it the longest, else it starts one, else it is kept until one waits.
base::Result<base::Done> deliver(db::Transaction& tx, Services& services, const Actor& actor,
                                 const Message& message);

// To all instances of the agency that wait for it, by a job each; and starts those that begin with it.
void signal(db::Transaction& tx, Services& services, const Actor& actor, const std::string& name,
            const feel::Value& payload);

// What the agency knows apart from any case: entries of a context (or null), each kept until it is set anew, null takes it away. A process
// whose start has a condition begins once each time that a change makes it true, with the facts of that moment as its variables.
base::Result<base::Done> set_facts(db::Transaction& tx, Services& services, const Actor& actor,
                                   const feel::Value& changes);

// Variables of the outermost scope; conditions are looked at again.
base::Result<base::Done> set_variables(db::Transaction& tx, Services& services, const Actor& actor,
                                       const std::string& instance, const feel::Value& variables);

// The clock of a task stands still, as while one waits for the citizen, and goes on. With a reason, which is kept.
base::Result<base::Done> pause(db::Transaction& tx, Services& services, const Actor& actor, const Task& task,
                               const std::string& reason);
base::Result<base::Done> resume(db::Transaction& tx, Services& services, const Actor& actor,
                                const Task& task);
// Another due time, with a reason.
base::Result<base::Done> extend(db::Transaction& tx, Services& services, const Actor& actor, const Task& task,
                                base::Time due, const std::string& reason);

// What the drawing calls one of its elements, as "Thẩm định hồ sơ"; its id where it has no name. `definition`: id of its row.
std::string element_name(db::Transaction& tx, Services& services, std::int64_t definition,
                         const std::string& element);

// ---- Drawings that a feature brings along, for the province (release.cpp)

// Deploys the drawing where it is not the newest version already. Invalid, field "source": the first error, with its line.
base::Result<base::Done> deploy_file(db::Transaction& tx, Services& services, std::string_view source);
// Something can start: the agency (0: the province) has a process of that key.
bool is_deployed(db::Transaction& tx, Services& services, std::int64_t agency, std::string_view key);
// Keys of the models that its business rule tasks call; none of a drawing that can't be read.
std::vector<std::string> models_called(std::string_view source);

}  // namespace lt::process
