#include "decisions/feel/scopes.h"

#include <algorithm>

namespace lt::feel {

std::uint32_t Globals::index_of(std::string_view name)
{
    if (const auto known = index_.find(name); known != index_.end()) return known->second;
    reads_.emplace_back(name);
    const auto index = std::uint32_t(reads_.size() - 1);
    index_.emplace(name, index);
    return index;
}

std::uint32_t Frame::bind(std::string name)
{
    bindings_.push_back({std::move(name), next_});
    used_.push_back(false);
    return next_++;
}

void Frame::bind_to(std::string name, std::uint32_t slot) { bindings_.push_back({std::move(name), slot}); }

void Frame::bind_filter(std::uint32_t slot) { bindings_.push_back({{}, slot}); }

bool Frame::was_used(std::uint32_t slot) const { return used_[slot]; }

std::uint32_t Frame::capture(bool from_global, std::uint32_t slot)
{
    for (const auto& known : shape_->captures) {
        if (known.from_global == from_global && known.slot == slot) return known.own;
    }
    shape_->captures.push_back({from_global, slot, next_});
    used_.push_back(true);
    return next_++;
}

Frame::Place Frame::find(std::string_view name, Globals& globals, bool copy_global)
{
    Place place;
    for (std::size_t i = bindings_.size(); i-- > 0;) {
        const Binding& binding = bindings_[i];
        if (binding.name.empty()) {
            place.items.push_back(binding.slot);
        } else if (binding.name == name) {
            used_[binding.slot] = true;
            place.is_local = true;
            place.slot = binding.slot;
            return place;
        }
    }
    if (outer_ == nullptr) return place;
    const Place around = outer_->find(name, globals, false);
    for (const std::uint32_t item : around.items) place.items.push_back(capture(false, item));
    if (around.is_local) {
        place.is_local = true;
        place.slot = capture(false, around.slot);
    } else if (copy_global) {
        // A frame between must have it too, so that it can be copied from there.
        const Place outer = outer_->find(name, globals, true);
        place.is_local = true;
        place.slot = outer.is_local ? capture(false, outer.slot) : capture(true, globals.index_of(name));
    }
    return place;
}

bool Frame::knows(std::string_view name) const
{
    const bool here =
        std::any_of(bindings_.begin(), bindings_.end(), [&](const Binding& b) { return b.name == name; });
    return here || (outer_ != nullptr && outer_->knows(name));
}

}  // namespace lt::feel
