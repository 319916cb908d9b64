// Traces of short models, for tests.
#pragma once

#include <algorithm>

#include "process/engine/model_testing.h"
#include "process/sample/simulation.h"

namespace lt::sample {

// Of most small models.
inline const std::string kStart = "<startEvent id='s'/><endEvent id='e'/>";

using engine::testing::flows_of;
using engine::testing::model;

// The marks in order of the alphabet.
inline std::string sorted_trace(Trace trace)
{
    std::sort(trace.begin(), trace.end());
    return join(trace);
}

// Short models leave out what only a checker wants.
inline Trace play_short(std::string_view elements, std::string_view flows, std::string_view roots,
                        const engine::Value& variables)
{
    const auto document = bpmn::read(model(elements, flows, roots));
    CHECK(document);
    return play(*document, variables).trace;
}

inline std::string trace_of(std::string_view elements, std::string_view flows, std::string_view roots = {},
                            const engine::Value& variables = {})
{
    return sorted_trace(play_short(elements, flows, roots, variables));
}

inline engine::Value context(std::string_view name, engine::Value value)
{
    return engine::Value::context({{std::string(name), std::move(value)}});
}

}  // namespace lt::sample
