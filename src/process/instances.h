// What there is of definitions and instances: lists and histories for pages. In the sight of the transaction's agency.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kit/base/clock.h"
#include "kit/db/fwd.h"

namespace lt::process {

struct DefinitionRow {
    std::int64_t id = 0;
    std::string uid{};
    std::optional<std::int64_t> agency{};  // none: the province's
    std::string key{};
    int version = 0;
    std::string name{};
    std::string note{};
    base::Time deployed_at{};
    std::int64_t deployed_by = 0;
    std::optional<base::Time> retired_at{};
    std::int64_t open = 0;      // instances that run
    std::int64_t troubles = 0;  // of them, waits that do not go on by themselves
};
// Those that the agency may use, the newest version of each first; `key` empty: of all.
std::vector<DefinitionRow> definition_rows(db::Transaction& tx, const std::string& key);
std::optional<DefinitionRow> find_definition(db::Transaction& tx, const std::string& uid);
// The drawing as it was deployed.
std::optional<std::string> source_of(db::Transaction& tx, const std::string& uid);

struct InstanceRow {
    std::int64_t id = 0;
    std::string uid{};
    std::string definition{};  // uid
    std::string process{};
    int version = 0;
    std::string business_key{};
    std::string status{};
    base::Time started_at{};
    std::optional<base::Time> ended_at{};
    std::string waits_at{};  // titles of its open steps
    bool trouble = false;
};
struct InstanceFilter {
    std::string definition{};  // uid; empty: all
    std::string state{};       // "open", "trouble", "ended"; empty: all
    std::string key{};         // begin of the business key
    std::int64_t before = 0;   // id of the last one on the page before; 0: from the newest
    int limit = 25;
};
std::vector<InstanceRow> instances(db::Transaction& tx, const InstanceFilter& filter);
std::optional<InstanceRow> find_instance(db::Transaction& tx, const std::string& uid);

// Of one instance: what it waits for and what it went through, the last 500 of each.
struct StepRow {
    int no = 0;
    std::string element{};
    std::string kind{};
    std::string title{};  // of an open one
    std::int64_t performer = 0;
    std::int64_t official = 0;
    std::string outcome{};  // empty: open
    base::Time opened_at{};
    std::optional<base::Time> due_at{};
    std::optional<base::Time> paused_at{};
    std::optional<base::Time> ended_at{};
    std::string trouble{};
};
std::vector<StepRow> steps_of(db::Transaction& tx, std::int64_t instance);

struct ActRow {
    int version = 0;
    std::int64_t official = 0;
    std::string act{};
    std::string detail{};
    base::Time at{};
    std::string
        events{};  // JSON: [{"kind": "entered", "node": "Task_1"}, {"kind": "taken", "flow": "Flow_1"} …]
};
std::vector<ActRow> acts_of(db::Transaction& tx, std::int64_t instance);

}  // namespace lt::process
