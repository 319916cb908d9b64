// This installation among other nodes, where its settings name it and NATS servers; otherwise nothing of NATS runs.
#pragma once

#include <memory>

#include "exchange/nodes/nodes.h"
#include "kit/base/config.h"

namespace lt::app {

class NodeLink {
public:
    // Throws std::runtime_error for settings that don't fit together and for a key that can't be read.
    NodeLink(const base::Config& config, exchange::Services& services);
    // Empty settings: nullptr. Before the queue starts.
    static std::unique_ptr<NodeLink> make(const base::Config& config, exchange::Services& services);
    void start() { nodes_.start(); }
    void stop() { nodes_.stop(); }

private:
    nats::Connection line_;
    std::unique_ptr<crypto::Signer> signer_;
    exchange::nodes::Nodes nodes_;
};

}  // namespace lt::app
