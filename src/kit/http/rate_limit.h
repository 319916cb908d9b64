// Token buckets by key: who does something too often has to wait. For log-in by account and by address.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <unordered_map>

#include "kit/base/clock.h"
#include "kit/base/locked.h"

namespace lt::http {

// Each key may act `burst` times at once and then once every `interval`. Safe to use from many threads.
// Memory is bounded: when there are `capacity` keys, the fuller buckets are forgotten.
class RateLimiter {
public:
    RateLimiter(double burst, std::chrono::milliseconds interval, std::size_t capacity = 100000);

    bool allow(const std::string& key, base::Time now);  // takes one token; false when there is none
    void forgive(const std::string& key);                // after a success: the key begins anew
    std::chrono::seconds wait(const std::string& key,
                              base::Time now) const;  // until the next token, rounded up

private:
    struct Bucket {
        double tokens = 0;
        base::Time filled{};
    };
    using Buckets = std::unordered_map<std::string, Bucket>;
    double tokens(const Bucket& bucket, base::Time now) const;
    void make_room(Buckets& buckets, base::Time now) const;

    double burst_;
    std::chrono::microseconds interval_;
    std::size_t capacity_;
    base::Locked<Buckets> buckets_{};
};

}  // namespace lt::http
