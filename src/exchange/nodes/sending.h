// Messages on their way to other nodes, until their receipts are here. Inside exchange/nodes.
#pragma once

#include <vector>

#include "exchange/nodes/desk.h"
#include "exchange/nodes/peers.h"

namespace lt::exchange::nodes {

// Publishes what is due for the node, some at a time; how many it was, 0 when nothing is due or NATS did not take all. That waits.
std::size_t send_due(Desk& desk, const Peer& peer);

// Believes receipts that the right node signed over the right bytes, settles their messages and acknowledges; all others change nothing.
void take_receipts(Desk& desk, std::vector<nats::Received> came);

}  // namespace lt::exchange::nodes
