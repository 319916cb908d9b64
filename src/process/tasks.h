// Work lists: what officials of an agency have to do in processes, also in those of other agencies.
#pragma once

#include "process/api.h"
#include "process/definitions.h"

namespace lt::process {

struct TaskRow {
    Task task{};
    std::int64_t agency = 0;  // whose instance it is: acts on it are in this agency's scope
    std::string process{};    // name of the drawing
    std::string business_key{};
    std::string title{};
    std::string element{};
    std::string role{};
    std::optional<std::int64_t> assignee{};  // official
    base::Time opened_at{};
    std::optional<base::Time> due_at{};
    std::optional<base::Time> paused_at{};
    std::string trouble{};
    std::int64_t definition = 0;
    std::vector<Ask> asks{};  // where asks_of() was called
};
// Of the acting agency, those due first on top; from behind `after` (what was last on the page before). `official` 0: of everybody.
struct TaskFilter {
    std::string role{};         // empty: all
    std::int64_t official = 0;  // assigned to this official, or to nobody yet
    int limit = 25;
    std::optional<base::Time> after_due{};
    Task after{};
};
std::vector<TaskRow> tasks(db::Transaction& tx, const TaskFilter& filter);
// Nothing for somebody else's.
std::optional<TaskRow> find_task(db::Transaction& tx, const Task& task);

// As complete_by() (api.h), for an activity that the official starts in the ad-hoc sub-process that the task is about.
base::Result<base::Done> choose_by(db::Transaction& tx, Services& services, const Actor& actor,
                                   const Performer& performer, const Task& task, const std::string& element);
// Those activities, by id and name, and whether what is not done when the task is completed is withdrawn; none for any other task.
struct Choices {
    std::vector<std::pair<std::string, std::string>> activities{};
    bool withdraws = false;
};
Choices choices_of(db::Transaction& tx, Services& services, const TaskRow& row);

// What its drawing has the task ask for: yes or no, or a number, into a variable.
std::vector<Ask> asks_of(db::Transaction& tx, Services& services, const TaskRow& row);

// The official does it and nobody else. Conflict: somebody else does. In the scope of the performing agency.
base::Result<base::Done> take(db::Transaction& tx, const Actor& actor, const Task& task);
base::Result<base::Done> give_back(db::Transaction& tx, const Actor& actor, const Task& task);

}  // namespace lt::process
