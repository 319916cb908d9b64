// The processes of one file in memory on a virtual clock, with the work of the benchmark's scripts: for tests, and for `lienthong bpmn
// run`. Not durable, not for real instances.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "process/bpmn/document.h"
#include "process/engine/engine.h"

namespace lt::sample {

// What a script did, in order, then the marks of the end: MARKER_exists, EXECUTION_parallel, ERROR_….
using Trace = std::vector<std::string>;
std::string join(const Trace& trace);  // by "+"

// Starts every executable process of the file that has a plain start and is called by no other; the others start by their events. When
// none can start by itself, the first one is given the event that it waits for. Ends when nothing can move any more, timers included.
// A model that can't be run gives the trace ERROR.
struct Report {
    Trace trace{};
    std::vector<base::Message> notes{};  // why it could not be run, or what stopped it
};
Report run(const bpmn::Document& document, const engine::Value& variables);
Report play(const bpmn::Document& document,
            const engine::Value& variables);  // without the checks of a deployment
Trace run_file(std::string_view bytes, const engine::Value& variables);

// "name=value": numbers, true and false are read as such, everything else is text. Nothing: no such form.
std::optional<std::pair<std::string, engine::Value>> parse_variable(std::string_view text);

}  // namespace lt::sample
