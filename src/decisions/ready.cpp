#include "decisions/ready.h"

namespace lt::decisions {
namespace {

// What the smallest file takes when it is compiled.
constexpr std::size_t kLeast = 4 << 10;

}  // namespace

CompiledPtr Ready::find(std::int64_t id)
{
    const auto found = kept_.find(id);
    if (found == kept_.end()) return nullptr;
    Kept& kept = found->second;
    order_.erase(kept.asked);
    kept.asked = ++asked_;
    order_.emplace(kept.asked, id);
    return kept.model;
}

void Ready::keep(std::int64_t id, CompiledPtr model, std::size_t bytes)
{
    bytes += kLeast;
    if (find(id)) return;  // another thread was faster
    while (!order_.empty() && bytes_ + bytes > limit_) {
        const auto oldest = kept_.find(order_.begin()->second);
        bytes_ -= oldest->second.bytes;
        kept_.erase(oldest);
        order_.erase(order_.begin());
    }
    bytes_ += bytes;
    kept_[id] = {std::move(model), bytes, ++asked_};
    order_.emplace(asked_, id);
}

}  // namespace lt::decisions
