// Some weeks of a province's work, done by running the real use cases on a clock that moves along.
#pragma once

#include <cstddef>
#include <functional>

#include "app/demo/cast.h"
#include "app/services.h"

namespace lt::app::demo {

class Keys;

struct HistoryReport {
    std::size_t documents = 0;
    std::size_t deliveries = 0;
    std::size_t acts = 0;
};

// `house` has the clock; `progress` is told the part of 1 that is done. An act that is refused throws.
HistoryReport make_history(House& house, std::shared_ptr<base::VirtualClock> clock, base::Time end,
                           const Cast& cast, Keys& keys, const Material& material, unsigned documents,
                           const std::function<void(double)>& progress);

}  // namespace lt::app::demo
