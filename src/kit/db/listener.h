// A word to other processes over PostgreSQL's NOTIFY, on a connection of its own. One thread uses a listener.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "kit/db/db.h"

namespace lt::db {

class Listener {
public:
    // Listens on the channel from here on. Throws Unavailable when the database can't be reached.
    Listener(Pool& pool, const std::string& channel);
    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    // Heard by every other listener of the channel, here and in other processes. In a transaction of its own that waits for no
    // disk: NOTIFY holds one lock of the whole cluster until its commit. Throws Unavailable.
    void notify();

    // While this lives (and its connection does), locks of `key` that are tried for alone are not granted.
    void share_lock(std::int64_t key);

    // Waits until another listener notified (true), until `descriptor` can be read or the time is over (false). Negative: without
    // end. Throws Unavailable when the connection is lost; what was said meanwhile is not heard.
    bool wait(int descriptor, std::chrono::milliseconds timeout);

private:
    std::unique_ptr<class Connection> connection_;
    std::string channel_;
};

}  // namespace lt::db
