// See sending.h.
#include "exchange/nodes/sending.h"

#include <algorithm>
#include <array>
#include <map>

#include <nlohmann/json.hpp>

#include "exchange/nodes/papers.h"
#include "exchange/nodes/peers.h"
#include "exchange/nodes/proof.h"
#include "exchange/queries.h"
#include "kit/base/ids.h"
#include "kit/base/log.h"

namespace lt::exchange::nodes {
namespace {

using namespace std::chrono_literals;
using base::msg;

constexpr std::size_t kDispatches = 32;  // messages of one transaction, 16 MB
constexpr std::size_t kPartsAtATime = 8;
constexpr auto kBeforeNats = 10s;  // that was away is asked again

// Reads the next piece of a stored message, at most kPart bytes.
std::string piece(blob::Reader& reader, std::uint64_t offset)
{
    std::string out(std::min<std::uint64_t>(kPart, reader.size() - offset), '\0');
    std::size_t filled = 0;
    while (filled < out.size()) {
        const std::size_t got =
            reader.read(offset + filled, std::as_writable_bytes(std::span(out)).subspan(filled));
        if (got == 0) throw std::runtime_error("a stored message is shorter than it was");
        filled += got;
    }
    return out;
}

// The parts of a long message lie in NATS before its note does. Sent again they take the places of the earlier ones.
bool send_parts(Desk& desk, const std::string& to, const Note& note, blob::Reader& reader,
                const std::string& attempt)
{
    std::vector<nats::Outgoing> parts;
    std::size_t number = 0;
    for (std::uint64_t offset = 0; offset < note.size; offset += kPart, ++number) {
        parts.push_back({.subject = part_of(to, note.dispatch, number),
                         .id = attempt + "/" + std::to_string(number),
                         .data = piece(reader, offset)});
        if (parts.size() < kPartsAtATime && offset + kPart < note.size) continue;
        const auto taken = desk.line.publish(parts);
        if (std::ranges::find(taken, false) != taken.end()) return false;
        parts.clear();
    }
    return true;
}

// Empty when a part of it was not taken.
std::optional<nats::Outgoing> prepare(Desk& desk, const std::string& to, const db::Row& row)
{
    const Note note{.dispatch = row["uid"].str(),
                    .message = row["message"].str(),
                    .kind = row["kind"].str(),
                    .document_id = row["document_id"].str(),
                    .sha256 = row["sha256"].str(),
                    .size = static_cast<std::uint64_t>(row["size"].int64()),
                    .sender = desk.options.code,
                    .receiver = to,
                    .to = row["codes"].texts()};
    // Each try has an id of its own: what the receiver lost must not be taken for a duplicate.
    const std::string attempt = note.dispatch + "/" + std::to_string(row["tries"].int32());
    const auto reader = desk.services.blobs.open(note.sha256);
    if (note.size > kPart && !send_parts(desk, to, note, *reader, attempt)) return std::nullopt;
    const Proof proof = prove(desk.signer, to_json(note));
    return nats::Outgoing{.subject = subject_of(Way::mail, to, note.dispatch),
                          .id = attempt,
                          .headers = {{kNote, proof.text}, {kSignature, to_base64(proof.cms)}},
                          .data = note.size > kPart ? std::string() : piece(*reader, 0)};
}

struct Batch {
    std::vector<std::string> sent{};
    std::vector<std::string> unsent{};
};

Batch publish(Desk& desk, const std::string& to, const db::Rows& rows)
{
    Batch out;
    std::vector<std::string> uids;
    std::vector<nats::Outgoing> mail;
    try {
        ensure_towards(desk, to);
        for (const db::Row row : rows) {
            if (row["codes"].null()) continue;
            auto one = prepare(desk, to, row);
            if (!one) {
                out.unsent.push_back(row["uid"].str());
                continue;
            }
            uids.push_back(row["uid"].str());
            mail.push_back(*std::move(one));
        }
        const auto taken = desk.line.publish(mail);
        for (std::size_t i = 0; i < uids.size(); ++i) (taken[i] ? out.sent : out.unsent).push_back(uids[i]);
        if (!out.unsent.empty()) lost(desk, to);
    } catch (const nats::Unavailable& error) {
        base::log(base::Level::warning, "node_not_reached", {{"node", to}, {"why", error.what()}});
        lost(desk, to);
        out = {};
        for (const db::Row row : rows)
            if (!row["codes"].null()) out.unsent.push_back(row["uid"].str());
    }
    return out;
}

// ---- Receipts -----------------------------------------------------------------------------------------------------------

std::string said(const Refusal& refusal)
{
    return refusal.words + " (" + std::to_string(refusal.reason) + ")";
}

// Empty when the receipt is not to be believed, which is in the log.
std::optional<Receipt> believed(const Desk& desk, const Proof& proof, const std::vector<Peer>& known)
{
    const auto receipt = read_receipt(proof.text);
    const auto doubted = [&](const char* why) {
        base::log(base::Level::warning, "receipt_not_believed",
                  {{"dispatch", receipt ? receipt->dispatch : ""}, {"why", why}});
        return std::nullopt;
    };
    if (!receipt || receipt->sender != desk.options.code) return doubted("it is none, or for another node");
    const auto peer = std::ranges::find(known, receipt->receiver, &Peer::code);
    if (peer == known.end()) return doubted("of a node that is not known");
    if (doubt_of(proof, peer->certificates, receipt->received_at) != Doubt::none)
        return doubted("the signature is not the node's");
    return receipt;
}

// A receipt that is believed, and where it came in the round.
struct Believed {
    std::size_t place = 0;
    std::int64_t system = 0;
    Receipt receipt{};
    Proof proof{};
};

nlohmann::json row_of(const Believed& one)
{
    auto outcomes = nlohmann::json::array();
    for (const std::string& code : one.receipt.agencies) outcomes.push_back({{"code", code}});
    for (const Refusal& refused : one.receipt.refused)
        outcomes.push_back({{"code", refused.code}, {"why", said(refused)}});
    return {{"system", one.system},
            {"dispatch", one.receipt.dispatch},
            {"receipt", one.proof.text},
            {"signature", to_base64(one.proof.cms)},
            {"outcomes", std::move(outcomes)}};
}

// Settles messages in one transaction, all or none. Which of the receipts did so, now or before; what is about other bytes is in the log.
std::vector<bool> settle(Desk& desk, std::span<const Believed> receipts)
{
    std::vector<std::int64_t> systems;
    std::vector<std::string> dispatches;
    for (const Believed& one : receipts) {
        systems.push_back(one.system);
        dispatches.push_back(one.receipt.dispatch);
    }
    db::Transaction tx = desk.services.pool.begin({});
    std::map<std::pair<std::int64_t, std::string>, db::Row> waiting;
    const db::Rows rows = tx.run(sql::node_dispatched, systems, dispatches);
    for (const db::Row row : rows)
        waiting.emplace(std::pair(row["system_id"].int64(), row["dispatch"].str()), row);
    std::vector<bool> good;
    auto settled = nlohmann::json::array();
    for (const Believed& one : receipts) {
        const Receipt& receipt = one.receipt;
        const auto found = waiting.find({one.system, receipt.dispatch});
        const bool is_same = found == waiting.end() ||
                             (found->second["message"].text() == receipt.message &&
                              found->second["sha256"].text() == receipt.sha256 &&
                              static_cast<std::uint64_t>(found->second["size"].int64()) == receipt.size);
        good.push_back(is_same);
        if (!is_same)
            base::log(base::Level::error, "receipt_of_other_bytes",
                      {{"dispatch", receipt.dispatch}, {"node", receipt.receiver}});
        if (!is_same || found == waiting.end()) continue;
        settled.push_back(row_of(one));
        waiting.erase(found);  // it may have come twice in this round
    }
    if (settled.empty()) return good;
    const db::Rows more = tx.run_and_commit(sql::node_settle, settled.dump(), desk.services.clock->now());
    if (!more.empty() && desk.services.carry) desk.services.carry();
    return good;
}

void settle_and_acknowledge(Desk& desk, std::vector<nats::Received>& came, std::span<const Believed> receipts)
{
    const std::vector<bool> good = settle(desk, receipts);
    for (std::size_t i = 0; i < receipts.size(); ++i) {
        nats::Received& one = came[receipts[i].place];
        good[i] ? one.ack() : one.drop();
    }
}

std::vector<Peer> known_peers(Desk& desk)
{
    db::Transaction tx = desk.services.pool.begin({});
    return peers(tx);
}

// What is to be sent to one node now.
struct Due {
    std::string to{};
    db::Rows rows{};
};

std::vector<Due> claim(Desk& desk, base::Time now)
{
    std::vector<Due> out;
    db::Transaction tx = desk.services.pool.begin({});
    for (const db::Row node : tx.run(sql::node_due, now)) {
        db::Rows rows = tx.run(sql::node_claim, node["id"].int64(), now, static_cast<int>(kDispatches));
        if (!rows.empty()) out.push_back({node["code"].str(), std::move(rows)});
    }
    if (!out.empty()) tx.commit();
    return out;
}

// Whether NATS took all.
bool send(Desk& desk, const Due& due, base::Time now)
{
    const Batch batch = publish(desk, due.to, due.rows);
    db::Transaction tx =
        desk.services.pool.begin({.lasting = false});  // tells the operator; only the receipt ends anything
    for (const db::Row row : due.rows)
        if (row["codes"].null()) tx.send(sql::node_drop, row["uid"].str());
    if (!batch.sent.empty())
        tx.send(sql::node_sent, batch.sent, now,
                msg("Đã gửi nhiều lần nhưng chưa có giấy báo nhận của nút nhận; vẫn gửi lại mỗi giờ. "
                    "Hãy liên hệ bên nhận."));
    if (!batch.unsent.empty())
        tx.send(sql::node_unsent, batch.unsent, now + kBeforeNats,
                msg("Chưa gửi được: không kết nối được với máy chủ NATS; đang thử lại."));
    tx.commit();
    return batch.unsent.empty();
}

}  // namespace

std::size_t send_due(Desk& desk)
{
    std::size_t count = 0;
    for (bool has_more = true; has_more;) {
        has_more = false;
        const base::Time now = desk.services.clock->now();
        for (const Due& due : claim(desk, now)) {
            if (!send(desk, due, now)) continue;
            count += due.rows.size();
            has_more = has_more || due.rows.size() == kDispatches;
        }
    }
    return count;
}

void take_receipts(Desk& desk, std::vector<nats::Received> came)
{
    if (came.empty()) return;
    const std::vector<Peer> known = known_peers(desk);
    std::vector<Believed> all;
    for (std::size_t i = 0; i < came.size(); ++i) {
        Proof proof{std::string(came[i].data()), from_base64(came[i].header(kSignature))};
        auto receipt = believed(desk, proof, known);
        if (!receipt) {
            came[i].drop();
            continue;
        }
        const std::int64_t system = std::ranges::find(known, receipt->receiver, &Peer::code)->id;
        all.push_back({i, system, *std::move(receipt), std::move(proof)});
    }
    if (all.empty()) return;
    try {
        return settle_and_acknowledge(desk, came, all);
    } catch (const std::exception&) {
        if (all.size() == 1) throw;
    }
    // One of them is bad for the database: it must not keep out the others.
    for (const Believed& one : all) {
        try {
            settle_and_acknowledge(desk, came, std::span(&one, 1));
        } catch (const std::exception& error) {
            base::log(base::Level::warning, "receipt_not_kept",
                      {{"dispatch", one.receipt.dispatch}, {"why", error.what()}});
            came[one.place].later(kBeforeNats);
        }
    }
}

}  // namespace lt::exchange::nodes
