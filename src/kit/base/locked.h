// Shared state: reachable only while its lock is held.
#pragma once

#include <mutex>
#include <utility>

namespace lt::base {

// sessions_.with([&](auto& map) { map.erase(id); });   Never call out of the class from inside.
template <class T>
class Locked {
public:
    Locked() = default;
    explicit Locked(T value) : value_(std::move(value)) {}

    template <class F>
    auto with(F&& f)
    {
        const std::lock_guard lock(mutex_);
        return f(value_);
    }
    template <class F>
    auto with(F&& f) const
    {
        const std::lock_guard lock(mutex_);
        return f(value_);
    }

private:
    mutable std::mutex mutex_{};
    T value_{};
};

}  // namespace lt::base
