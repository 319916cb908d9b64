// Messages on their way to other nodes, until their receipts are here. Inside exchange/nodes.
#pragma once

#include <vector>

#include "exchange/nodes/desk.h"

namespace lt::exchange::nodes {

// Publishes what is due for other nodes, some at a time for each; how many it was. What NATS did not take waits.
std::size_t send_due(Desk& desk);

// Believes receipts that the right node signed over the right bytes, settles their messages and acknowledges; all others change nothing.
void take_receipts(Desk& desk, std::vector<nats::Received> came);

}  // namespace lt::exchange::nodes
