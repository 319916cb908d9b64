#include "process/room.h"

#include <algorithm>

#include "decisions/feel/json.h"

namespace lt::process {
namespace {

// A value of weight one takes 128 bytes at most when it is written within a string of JSON: with less the state surely fits.
constexpr std::uint64_t kSmallWeight = engine::kStateBytes / 2 / 128;
constexpr std::size_t kFewFrames = 2000;
constexpr std::uint64_t kLeastBytes = 8;  // by weight one

// Twice what it takes by itself: within the state it is quoted once more.
std::uint64_t bytes_by_weight(const engine::Value& value)
{
    return std::max(kLeastBytes, 2 * feel::to_json(value).size() / value.weight());
}

}  // namespace

base::Result<base::Done> Room::check(const engine::Graph& graph, const engine::State& state,
                                     const engine::Value& brought)
{
    const std::uint64_t weight = state.weight();
    if (weight < kSmallWeight && state.frames.size() + state.waits.size() < kFewFrames) return base::Done{};
    const std::uint64_t grown = std::max<std::uint64_t>(brought.weight(), weight - std::min(weight, weight_));
    left_ -= static_cast<std::int64_t>(grown * bytes_by_weight(brought));
    weight_ = weight;
    if (left_ >= 0) return base::Done{};
    const auto written = engine::to_json(graph, state);
    if (!written) return written.error();
    left_ = static_cast<std::int64_t>(engine::kStateBytes - written->size());
    return base::Done{};
}

}  // namespace lt::process
