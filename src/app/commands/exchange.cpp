// `lienthong exchange verify`, `receipt`, `trust`: proofs that other nodes have what was sent to them, and whose signatures count.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <limits>

#include "app/commands.h"
#include "app/services.h"
#include "app/whole_file.h"
#include "exchange/nodes/peers.h"
#include "exchange/nodes/verify.h"
#include "exchange/systems.h"
#include "kit/base/ids.h"
#include "kit/crypto/digest.h"

namespace lt::app {
namespace {

namespace fs = std::filesystem;
namespace nodes = exchange::nodes;
using crypto::Certificate;

constexpr int kNotProven = 1;
constexpr int kUnreadableReceipt = 2;

int refuse(const std::string& words)
{
    std::fprintf(stderr, "lienthong: %s\n", words.c_str());
    return kUnreadableReceipt;
}

struct Measured {
    std::string sha256{};
    std::uint64_t size = 0;
};

// Piece by piece: a message may be long.
std::optional<Measured> measure(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    if (!in || fs::is_directory(file)) return std::nullopt;
    crypto::Sha256 hash;
    Measured out;
    std::string buffer(1 << 20, '\0');
    while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size())), in.gcount() > 0) {
        const auto got = static_cast<std::size_t>(in.gcount());
        hash.update(std::string_view(buffer).substr(0, got));
        out.size += got;
    }
    out.sha256 = base::to_hex(hash.finish());
    return out;
}

// The bytes as they lie in the store today, not what the database says of them.
Measured measure(blob::Store& blobs, const std::string& sha256)
{
    const auto reader = blobs.open(sha256);
    crypto::Sha256 hash;
    Measured out;
    std::vector<std::byte> buffer(1 << 20);
    while (const std::size_t got = reader->read(out.size, buffer)) {
        hash.update(std::span(buffer).first(got));
        out.size += got;
    }
    out.sha256 = base::to_hex(hash.finish());
    return out;
}

std::vector<Certificate> certificates_in(const fs::path& folder)
{
    std::vector<Certificate> out;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (!entry.is_regular_file() || entry.file_size() > (1U << 20U)) continue;
        const std::string bytes = whole_file(entry.path());
        if (auto one = Certificate::parse(bytes))
            out.push_back(*one);
        else if (auto several = Certificate::parse_pem(bytes))
            out.insert(out.end(), several->begin(), several->end());
    }
    return out;
}

int tell(const nodes::Verdict& verdict)
{
    std::printf("%s: %s\n", verdict.proven ? "PROVEN" : "NOT PROVEN", verdict.words.c_str());
    return verdict.proven ? 0 : verdict.receipt ? kNotProven : kUnreadableReceipt;
}

// Certificates and bytes are those of this installation where they are not given.
int verify_file(const base::Config& config, const ReceiptQuestion& question)
{
    const auto proof = nodes::from_file(whole_file(question.what));
    const auto receipt = proof ? nodes::read_receipt(proof->text) : std::nullopt;
    if (!receipt) return refuse(question.what + " is no receipt");
    std::optional<Measured> measured;
    if (!question.message.empty() && !(measured = measure(question.message)))
        return refuse("can't read " + question.message.string());
    std::vector<Certificate> trusted;
    if (!question.trust.empty()) {
        if (!fs::is_directory(question.trust)) return refuse(question.trust.string() + " is no folder");
        trusted = certificates_in(question.trust);
    }
    if (question.trust.empty() || !measured) {
        House house(config, std::make_shared<base::SystemClock>(), {});
        db::Transaction tx = house.database.pool().begin({});
        if (question.trust.empty())
            for (const nodes::Peer& peer : nodes::peers(tx))
                if (peer.code == receipt->receiver) trusted = peer.certificates;
        if (!measured) {
            const auto kept = nodes::receipts_of(tx, receipt->message);
            if (kept.empty()) return refuse("the message is not here: give its file with --message");
            measured = measure(house.blobs, kept[0].sha256);
        }
    }
    return tell(nodes::verify(*proof, trusted, measured->sha256, measured->size));
}

int verify_kept(const base::Config& config, const ReceiptQuestion& question)
{
    House house(config, std::make_shared<base::SystemClock>(), {});
    db::Transaction tx = house.database.pool().begin({});
    const auto kept = nodes::receipts_of(tx, question.what);
    if (kept.empty()) return refuse("no node has sent a receipt for " + question.what);
    const std::optional<Measured> given =
        question.message.empty() ? measure(house.blobs, kept[0].sha256) : measure(question.message);
    if (!given) return refuse("can't read " + question.message.string());
    const auto trusted =
        question.trust.empty() ? std::vector<Certificate>() : certificates_in(question.trust);
    int worst = 0;
    for (const nodes::StoredReceipt& one : kept)
        worst =
            std::max(worst, tell(nodes::verify(one.proof, question.trust.empty() ? one.certificates : trusted,
                                               given->sha256, given->size)));
    return worst;
}

// Every receipt that is kept here, against the bytes as they lie in the store today. What is not proven is printed, a line each.
int verify_all(const base::Config& config, const ReceiptQuestion& question)
{
    House house(config, std::make_shared<base::SystemClock>(), {});
    const auto trusted =
        question.trust.empty() ? std::vector<Certificate>() : certificates_in(question.trust);
    const auto uids = [&] {
        db::Transaction tx = house.database.pool().begin({});
        return nodes::confirmed(tx, std::numeric_limits<int>::max());
    }();
    std::size_t proven = 0;
    int worst = 0;
    for (const std::string& uid : uids) {
        db::Transaction tx = house.database.pool().begin({});
        const auto kept = nodes::receipts_of(tx, uid);
        const Measured measured = measure(house.blobs, kept.at(0).sha256);
        for (const nodes::StoredReceipt& one : kept) {
            const auto verdict = nodes::verify(one.proof, question.trust.empty() ? one.certificates : trusted,
                                               measured.sha256, measured.size);
            if (verdict.proven) {
                ++proven;
                continue;
            }
            std::printf("%s: ", uid.c_str());
            worst = std::max(worst, tell(verdict));
        }
    }
    std::printf("%zu receipts are proven\n", proven);
    return worst;
}

}  // namespace

int verify_receipt(const base::Config& config, const ReceiptQuestion& question)
{
    if (question.what.empty()) return verify_all(config, question);
    if (fs::is_regular_file(question.what)) return verify_file(config, question);
    if (!base::is_uid(question.what))
        return refuse(question.what + " is neither a file nor the uid of a message");
    return verify_kept(config, question);
}

int print_receipt(const base::Config& config, const std::string& message, const std::string& node)
{
    House house(config, std::make_shared<base::SystemClock>(), {});
    db::Transaction tx = house.database.pool().begin({});
    auto kept = nodes::receipts_of(tx, message);
    if (!node.empty()) std::erase_if(kept, [&](const auto& one) { return one.node != node; });
    if (kept.empty()) return refuse("no node has sent a receipt for " + message);
    if (std::ranges::any_of(kept, [&](const auto& one) { return one.node != kept[0].node; }))
        return refuse("several nodes have sent receipts for it: choose one with --node");
    std::fputs(nodes::to_file(kept.back().proof).c_str(), stdout);
    return 0;
}

int trust_node(const base::Config& config, const std::string& node, const fs::path& certificate)
{
    House house(config, std::make_shared<base::SystemClock>(), {});
    db::Transaction tx = house.database.pool().begin({});
    const auto system = exchange::find_system_by_code(tx, node);
    if (!system || system->kind != exchange::SystemKind::node)
        return refuse("no node " + node + " is connected");
    const auto done = nodes::set_certificate(tx, house.exchange, *system, whole_file(certificate));
    if (!done) return refuse(done.error().message.str());
    tx.commit();
    std::printf("signatures of node %s are checked against %s from now on\n", node.c_str(),
                certificate.c_str());
    return 0;
}

}  // namespace lt::app
