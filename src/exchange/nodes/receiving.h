// Messages of other nodes for agencies here. Inside exchange/nodes.
#pragma once

#include <string>
#include <vector>

#include "exchange/nodes/desk.h"
#include "exchange/nodes/proof.h"

namespace lt::exchange::nodes {

// A message that stands in the inbox, in the queue and in the blob store, committed: now, or at an earlier time that it came.
struct Kept {
    std::size_t place = 0;  // in what came
    std::string dispatch{};
    std::string sender{};
    Proof receipt{};
    bool has_parts = false;  // that lie in NATS beside it
    std::string document{};  // that agencies here now have something waiting of; "" for none
};

// Takes what came: bytes into the store, then inbox, queue and receipt in one transaction. What will never be good is dropped (its sender
// hears nothing and sends again), what can't be kept now is told to come later.
std::vector<Kept> keep(Desk& desk, std::vector<nats::Received>& came);

// Sends the receipts; only then NATS may forget what came.
void answer(Desk& desk, std::vector<nats::Received>& came, const std::vector<Kept>& kept);

}  // namespace lt::exchange::nodes
