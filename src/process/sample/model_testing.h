// Short models for tests. `elements` is XML of the process with 'single' or "double" quotes, in which {1} stands for a script task named t1
// that leaves "task1" in the trace; `flows` says "a>b; b>c[condition]; b>d[default]".
#pragma once

#include <string>
#include <string_view>

#include "process/sample/simulation.h"

namespace lt::sample {

std::string tasks_in(std::string_view elements);
std::string flows_of(std::string_view flows);  // sequenceFlow elements, named a-b
// Executable process "p", with `roots` (messages, signals, other processes) beside it.
std::string model(std::string_view elements, std::string_view flows, std::string_view roots = {});
// The marks in order of the alphabet.
std::string sorted_trace(const Trace& trace);
std::string trace_of(std::string_view elements, std::string_view flows, std::string_view roots = {},
                     const engine::Value& variables = {});
engine::Value context(std::string_view name, engine::Value value);

}  // namespace lt::sample
