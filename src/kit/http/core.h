// What connections have in common: the server's state, the loop they live on, a request on its way.
#pragma once

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "kit/base/locked.h"
#include "kit/http/answer.h"
#include "kit/http/policy.h"
#include "kit/http/stream.h"
#include "kit/http/workers.h"

namespace lt::http {

using Instant = std::chrono::steady_clock::time_point;
inline Instant now() { return std::chrono::steady_clock::now(); }

constexpr std::size_t kPiece = 64 << 10;  // bytes read or sent at a time

// What all connections of a server share.
struct Core {
    ServerOptions options;
    Router router;
    Answerer answerer{options};
    Workers workers{options.workers, options.limits.queue};
    std::atomic<bool> stopping = false;
    std::atomic<std::uint64_t> requests = 0, errors = 0, refused = 0, busy = 0, next_id = 0;
    std::atomic<unsigned> connections = 0, event_streams = 0;
    std::string id_prefix{};
    base::Locked<std::unordered_map<std::string, unsigned>> addresses{};  // open connections of each
    std::shared_ptr<asio::ssl::context> tls{};

    Core(ServerOptions o, Router r) : options(std::move(o)), router(std::move(r)) {}
};

class Connection;

// One I/O thread. Everything in it belongs to that thread.
struct Loop {
    asio::io_context context{1};
    std::unordered_set<std::shared_ptr<Connection>> connections{};
    std::map<std::string, std::unordered_set<Connection*>, std::less<>> topics{};
};

// A request from its head to its answer; handed to workers and back, used by one thread at a time.
struct Exchange {
    Request request{};
    Framing framing{};
    const Route* route = nullptr;
    std::vector<Method> allowed{};
    std::unique_ptr<BodySink> sink{};
    std::chrono::steady_clock::time_point began{};
};

}  // namespace lt::http
