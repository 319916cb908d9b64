// This installation as one of several nodes that carry messages to one another by NATS JetStream. What NATS acknowledges is only on its
// way; a message is done when the receiver's signed receipt is here, and until then it is sent again. See docs/adr/0021.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "exchange/api.h"
#include "kit/crypto/signer.h"
#include "kit/nats/nats.h"

namespace lt::exchange::nodes {

// A thread waits for the disk most of its time: each message is synced before its receipt is signed.
inline constexpr unsigned kThreads = 4;
// Of the database, that all threads of a node together hold at most: those that send, those that take, and the one for receipts.
inline constexpr unsigned kConnections = 2 * kThreads + 1;

struct NodeOptions {
    std::string code{};           // of this node, as the others have it in their connected systems
    int replicas = 1;             // of each stream; 3 in a cluster
    unsigned threads = kThreads;  // that send messages, and as many that take them
    // When nothing comes for so long: whether NATS has lost what this node listens to.
    std::chrono::milliseconds look_again{10'000};
};

class Nodes {
public:
    // Is told of what waits for other nodes by Services::carry. Everything given must outlive this; whoever posts has stopped before.
    Nodes(Services& services, nats::Connection& line, crypto::Signer& signer, NodeOptions options);
    ~Nodes();
    Nodes(const Nodes&) = delete;
    Nodes& operator=(const Nodes&) = delete;

    // Sends and takes messages and receipts from now on, on threads of its own; a NATS that is away is asked again.
    void start();
    void stop();

    // The streams of this node exist. Throws nats::Unavailable.
    void ensure();
    // One round on the caller's thread: how many messages went out; how many messages and receipts came.
    std::size_t send();
    std::size_t receive(std::chrono::milliseconds wait);

private:
    std::unique_ptr<struct NodesState> state_;
};

}  // namespace lt::exchange::nodes
