// See nodes.h.
#include "app/nodes.h"

#include <stdexcept>

#include "app/whole_file.h"
#include "kit/crypto/authority.h"

namespace lt::app {
namespace {

std::unique_ptr<crypto::Signer> signer_of(const base::Config& config)
{
    const auto identity =
        crypto::Identity::read(whole_file(config.node_certificate), whole_file(config.node_key));
    if (!identity)
        throw std::runtime_error("exchange.node.certificate, exchange.node.key: " +
                                 identity.error().message.str());
    return identity->signer();
}

}  // namespace

NodeLink::NodeLink(const base::Config& config, exchange::Services& services)
    : line_({.servers = config.nats_servers,
             .name = "lienthong " + config.node_code,
             .credentials = config.nats_credentials,
             .authorities = config.nats_authorities,
             .certificate = config.nats_certificate,
             .key = config.nats_key}),
      signer_(signer_of(config)),
      nodes_(services, line_, *signer_,
             {.code = config.node_code, .replicas = static_cast<int>(config.nats_replicas)})
{
}

std::unique_ptr<NodeLink> NodeLink::make(const base::Config& config, exchange::Services& services)
{
    const bool has_code = !config.node_code.empty();
    if (!has_code && config.nats_servers.empty()) return nullptr;
    if (!has_code || config.nats_servers.empty() || config.node_certificate.empty() ||
        config.node_key.empty())
        throw std::runtime_error(
            "a node needs exchange.node.code, exchange.node.certificate, exchange.node.key and exchange.nats.servers");
    return std::make_unique<NodeLink>(config, services);
}

}  // namespace lt::app
