#include "kit/http/rate_limit.h"

#include <cmath>

namespace lt::http {
namespace {
constexpr std::chrono::minutes kOneStep{1};  // more than threads that read the clock are apart
}

RateLimiter::RateLimiter(double burst, std::chrono::milliseconds interval, std::size_t capacity)
    : burst_(burst), interval_(interval), capacity_(capacity)
{
}

double RateLimiter::tokens(const Bucket& bucket, base::Time now) const
{
    const auto spent = std::max(now - bucket.filled, std::chrono::microseconds(0));
    return std::min(burst_, bucket.tokens +
                                static_cast<double>(spent.count()) / static_cast<double>(interval_.count()));
}

bool RateLimiter::allow(const std::string& key, base::Time now)
{
    return buckets_.with([&](Buckets& buckets) {
        if (buckets.size() >= capacity_ && !buckets.contains(key)) make_room(buckets, now);
        auto& bucket = buckets.try_emplace(key, Bucket{burst_, now}).first->second;
        // The clock was set back: without this nothing would be filled until it is there again.
        if (bucket.filled - now > kOneStep) bucket.filled = now;
        bucket = {tokens(bucket, now), std::max(now, bucket.filled)};
        if (bucket.tokens < 1) return false;
        bucket.tokens -= 1;
        return true;
    });
}

void RateLimiter::forgive(const std::string& key)
{
    buckets_.with([&](Buckets& buckets) { buckets.erase(key); });
}

std::chrono::seconds RateLimiter::wait(const std::string& key, base::Time now) const
{
    return buckets_.with([&](const Buckets& buckets) {
        const auto at = buckets.find(key);
        if (at == buckets.end()) return std::chrono::seconds(0);
        const double missing = std::max(0.0, 1 - tokens(at->second, now));
        return std::chrono::seconds(
            std::llround(std::ceil(missing * static_cast<double>(interval_.count()) / 1e6)));
    });
}

// One pass forgets every bucket that is at least half full; when that isn't enough, all that are not empty,
// and at last all: an attacker with so many addresses is not stopped by this anyway.
void RateLimiter::make_room(Buckets& buckets, base::Time now) const
{
    for (const double least : {burst_ / 2, 1.0, 0.0}) {
        std::erase_if(buckets, [&](const auto& entry) { return tokens(entry.second, now) >= least; });
        if (buckets.size() <= capacity_ * 3 / 4) return;
    }
}

}  // namespace lt::http
