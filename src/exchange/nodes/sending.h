// Messages on their way to other nodes, until their receipts are here. Inside exchange/nodes.
#pragma once

#include <vector>

#include "exchange/nodes/desk.h"
#include "exchange/nodes/peers.h"

namespace lt::exchange::nodes {

// Publishes what is due for the node, some at a time; true when there may be more. What NATS did not take waits for the next round.
bool send_due(Desk& desk, const Peer& peer);

// Believes receipts that the right node signed over the right bytes, settles their messages and acknowledges; all others change nothing.
void take_receipts(Desk& desk, std::vector<nats::Received> came);

}  // namespace lt::exchange::nodes
