// See verify.h.
#include "exchange/nodes/verify.h"

#include "exchange/queries.h"
#include "kit/base/ids.h"
#include "kit/db/db.h"

namespace lt::exchange::nodes {
namespace {

std::string words_of(Doubt doubt)
{
    switch (doubt) {
    case Doubt::none: return {};
    case Doubt::unreadable: return "the signature can't be read";
    case Doubt::other_signer: return "it is signed by none of the trusted certificates";
    case Doubt::not_valid_then: return "the certificate did not count at the time of the receipt";
    case Doubt::altered: return "the receipt is not what was signed";
    }
    return {};
}

std::string joined(const std::vector<std::string>& codes)
{
    std::string out;
    for (const std::string& code : codes) out += (out.empty() ? "" : ", ") + code;
    return out;
}

}  // namespace

Verdict verify(const Proof& proof, std::span<const crypto::Certificate> trusted, const std::string& sha256,
               std::uint64_t size)
{
    Verdict out{.receipt = read_receipt(proof.text)};
    if (!out.receipt) {
        out.words = "this is no receipt";
        return out;
    }
    const Receipt& receipt = *out.receipt;
    if (const Doubt doubt = doubt_of(proof, trusted, receipt.received_at); doubt != Doubt::none) {
        out.words = words_of(doubt);
        return out;
    }
    if (receipt.sha256 != sha256 || receipt.size != size) {
        out.words = "the receipt is for other bytes: sha256 " + receipt.sha256 + ", " +
                    std::to_string(receipt.size) + " bytes; the message has " + sha256 + ", " +
                    std::to_string(size) + " bytes";
        return out;
    }
    std::string refused;
    for (const Refusal& one : receipt.refused)
        refused += "; refused for " + one.code + ": " + one.words + " (" + std::to_string(one.reason) + ")";
    if (receipt.agencies.empty()) {
        out.words = "node " + receipt.receiver + " has signed that it did not take the message" + refused;
        return out;
    }
    out.proven = true;
    out.words = "node " + receipt.receiver + " has received the message of node " + receipt.sender + " at " +
                base::format_iso(receipt.received_at) + " for " + joined(receipt.agencies) + refused;
    return out;
}

std::vector<StoredReceipt> receipts_of(db::Transaction& tx, const std::string& message_uid)
{
    std::vector<StoredReceipt> out;
    if (!base::is_uid(message_uid)) return out;
    for (const db::Row row : tx.run(sql::node_receipts_of, message_uid)) {
        auto certificates = crypto::Certificate::parse_pem(row["certificate"].text());
        out.push_back({.proof = {row["receipt"].str(), row["signature"].bytes()},
                       .node = row["code"].str(),
                       .sha256 = row["sha256"].str()});
        if (certificates) out.back().certificates = *std::move(certificates);
    }
    return out;
}

std::vector<std::string> confirmed(db::Transaction& tx, int limit)
{
    std::vector<std::string> out;
    for (const db::Row row : tx.run(sql::node_confirmed, limit)) out.push_back(row["uid"].str());
    return out;
}

}  // namespace lt::exchange::nodes
