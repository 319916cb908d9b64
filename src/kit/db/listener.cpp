#include "kit/db/listener.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <poll.h>

#include "kit/base/result.h"
#include "kit/db/connection.h"

namespace lt::db {

Listener::Listener(Pool& pool, const std::string& channel)
    : connection_(std::make_unique<Connection>(pool.dsn())), channel_(channel)
{
    CHECK(std::all_of(channel.begin(), channel.end(),
                      [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; }));
    connection_->script("SET synchronous_commit TO off; LISTEN " + channel_);
}

Listener::~Listener() = default;

void Listener::notify() { connection_->script("NOTIFY " + channel_); }

void Listener::share_lock(std::int64_t key)
{
    connection_->script("SELECT pg_advisory_lock_shared(" + std::to_string(key) + ")");
}

bool Listener::wait(int descriptor, std::chrono::milliseconds timeout)
{
    // What came along with the answer to a NOTIFY is no longer to be read from the socket.
    if (connection_->heard()) return true;
    std::array<pollfd, 2> watched{pollfd{connection_->socket(), POLLIN, 0}, pollfd{descriptor, POLLIN, 0}};
    const int ready = ::poll(watched.data(), watched.size(), static_cast<int>(timeout.count()));
    if (ready < 0 && errno != EINTR) throw Unavailable("waiting for a notification failed");
    return watched[0].revents != 0 && connection_->heard();
}

}  // namespace lt::db
