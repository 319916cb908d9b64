// What is for agencies here goes to them, in the order of each document's life.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "exchange/api.h"
#include "kit/base/locked.h"

namespace lt::exchange {

// A message that was claimed and could be neither delivered nor, as the database was away, given back.
struct Left {
    std::int64_t message = 0;
    std::vector<std::string> to{};
};

// Several may be at work, in this process and in others: one message is with one of them at a time.
class Deliverer {
public:
    explicit Deliverer(Services& services) : services_(services) {}
    // All that waits of the document. What another one is at is left to it, with all that comes behind. Throws when a message must be
    // tried again later; it is given back then.
    void deliver(const std::string& document_id);

private:
    struct Claimed;
    std::optional<Claimed> claim(const std::string& document_id);
    std::optional<Claimed> deliver_one(const Claimed& one, const std::string& document_id);
    void settle(const Left& one, Transport state);

    Services& services_;
    base::Locked<std::vector<Left>> left_{};
};

// Has the job exchange.deliver look at the document after the commit.
void enqueue_delivery(db::Transaction& tx, Services& services, const std::string& document_id);

}  // namespace lt::exchange
