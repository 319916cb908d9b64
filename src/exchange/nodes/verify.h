// Whether a receipt proves that a node has received these bytes; needs nothing but the receipt, the bytes' hash and the node's certificate.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "exchange/nodes/papers.h"
#include "exchange/nodes/proof.h"
#include "kit/db/fwd.h"

namespace lt::exchange::nodes {

struct Verdict {
    bool proven = false;
    std::string words{};               // English, for the command line
    std::optional<Receipt> receipt{};  // empty: unreadable
};
// `sha256` (hexadecimal) and `size` of the message that is to be proven.
Verdict verify(const Proof& proof, std::span<const crypto::Certificate> trusted, const std::string& sha256,
               std::uint64_t size);

// Kept receipts for a message of ours, the oldest first.
struct StoredReceipt {
    Proof proof{};
    std::string node{};
    std::vector<crypto::Certificate> certificates{};  // that count as the node's
    std::string sha256{};                             // of the message, in the blob store
};
std::vector<StoredReceipt> receipts_of(db::Transaction& tx, const std::string& message_uid);

// Uids of messages of ours that nodes have confirmed, the newest confirmation first.
std::vector<std::string> confirmed(db::Transaction& tx, int limit);

}  // namespace lt::exchange::nodes
