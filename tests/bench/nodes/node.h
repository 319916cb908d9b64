// One installation with a database and files of its own, connected to others by NATS, and the messages that it sends.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "documents/actions.h"
#include "exchange/nodes/nodes.h"
#include "exchange/systems.h"
#include "kit/crypto/authority.h"
#include "kit/db/cluster.h"

namespace lt::bench {

// The result, or its refusal as an exception.
template <class T>
T must(base::Result<T> result)
{
    if (!result) throw std::runtime_error(result.error().message.str());
    return *std::move(result);
}

class Node {
public:
    Node(std::string own_code, const std::filesystem::path& folder, const std::vector<std::string>& nats,
         const crypto::Identity& authority);
    void agency(const std::string& agency_code);
    // Another system that carries the agencies, which are made for that; a node's certificate.
    void connect(const exchange::SystemForm& form, const std::vector<std::string>& agencies,
                 const std::string& certificate);
    // A message with a file of so many bytes for an agency, put into the queue; the hash of its bytes.
    std::string post(std::size_t number, std::size_t bytes, const std::string& to);
    std::int64_t count(const db::Query<0>& query);
    void start();
    void stop();

    std::string code;
    std::shared_ptr<base::SystemClock> clock = std::make_shared<base::SystemClock>();
    db::Cluster cluster;
    db::Pool superuser;
    db::Pool pool;
    blob::Store blobs;
    directory::Directory directory;
    jobs::Queue queue;
    exchange::Services services;
    signing::Services signing{.pool = pool, .blobs = blobs, .clock = clock};
    documents::Services house;
    std::function<void(const exchange::Arrived&)> on_delivered{};  // it lies in the in-trays
    crypto::Identity identity;
    std::unique_ptr<crypto::SoftSigner> signer;
    nats::Connection line;
    std::unique_ptr<exchange::nodes::Nodes> nodes{};
};

}  // namespace lt::bench
