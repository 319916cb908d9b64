// Whether the state of an instance is still within what it may hold, known after each piece of work without writing it each time. Inside
// process only.
#pragma once

#include "process/engine/state.h"

namespace lt::process {

class Room {
public:
    // too_large: the state is more than an instance may hold. `brought`: what was just put into it. By what it grew is reckoned from how much
    // room that takes when it is written; when it may be too much, the state is written to be sure.
    base::Result<base::Done> check(const engine::Graph& graph, const engine::State& state,
                                   const engine::Value& brought);

private:
    std::int64_t left_ = -1;  // bytes that it may grow by; below 0 nobody knows
    std::uint64_t weight_ = 0;
};

}  // namespace lt::process
