// The other nodes that this one is connected to: connected systems of the kind 'node', each with the certificates of its key.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "exchange/api.h"
#include "kit/crypto/certificate.h"

namespace lt::exchange::nodes {

struct Peer {
    std::int64_t id = 0;
    std::string code{};
    std::string name{};
    bool may_send = false;
    std::uint64_t largest = 0;  // bytes of a message that is taken from it
    bool active = false;
    std::vector<crypto::Certificate> certificates{};
};
std::vector<Peer> peers(db::Transaction& tx);

// PEM of the certificates whose signatures count as this node's from now on; recorded in the journal. Refused: what holds none, or one
// that may not sign. Field "certificate".
base::Result<base::Done> set_certificate(db::Transaction& tx, Services& services, const System& system,
                                         std::string_view pem);

// The certificates by which a node's signatures are believed now; none: nothing of it is.
std::vector<crypto::Certificate> certificates_of(db::Transaction& tx, const System& system);
// Those of the PEM beside what is there, which a node needs while it changes its key. Refused as by set_certificate, and what is no longer
// valid at `now`, or is there already.
base::Result<base::Done> add_certificate(db::Transaction& tx, Services& services, const System& system,
                                         std::string_view pem);
// The one with this fingerprint (SHA-256, hexadecimal). False when there is none.
bool remove_certificate(db::Transaction& tx, Services& services, const System& system,
                        std::string_view fingerprint);

}  // namespace lt::exchange::nodes
