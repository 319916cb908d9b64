// See receiving.h.
#include "exchange/nodes/receiving.h"

#include <algorithm>
#include <map>
#include <set>

#include "exchange/nodes/papers.h"
#include "exchange/nodes/peers.h"
#include "exchange/queries.h"
#include "exchange/taking.h"
#include "kit/base/ids.h"
#include "kit/base/log.h"

namespace lt::exchange::nodes {
namespace {

using namespace std::chrono_literals;
using axis::Code;
using base::msg;

constexpr auto kBreath = 5s;  // before what could not be kept comes again

// A message on its way into the queue.
struct Letter {
    std::size_t place = 0;
    const Peer* peer = nullptr;
    Proof note_proof{};
    Note note{};
    std::unique_ptr<blob::Writer> writer{};  // lives until the commit
    blob::Blob bytes{};
    std::variant<edxml::Message, Refused> content{};
};

Refusal as_refusal(const std::string& code, const Refused& refused)
{
    return {.code = code, .reason = static_cast<int>(refused.code), .words = refused.words.str()};
}

// ---- Before the transaction ---------------------------------------------------------------------------------------------

// Why it is dropped; nullptr: the sender is who he says, and this is for us.
const char* why_not(const Desk& desk, Letter& letter, const nats::Received& one,
                    const std::vector<Peer>& known)
{
    letter.note_proof = {one.header(kNote), from_base64(one.header(kSignature))};
    const auto note = read_note(letter.note_proof.text);
    if (!note) return "the note can't be read";
    letter.note = *note;
    const auto peer = std::ranges::find(known, note->sender, &Peer::code);
    if (peer == known.end()) return "the sender is not connected";
    letter.peer = &*peer;
    if (note->receiver != desk.options.code) return "it is for another node";
    if (!peer->active) return "the sender is suspended";
    if (doubt_of(letter.note_proof, peer->certificates, desk.services.clock->now()) != Doubt::none)
        return "the signature is not the sender's";
    return nullptr;
}

// The bytes into the store; false when they are not what the note says.
bool store(Desk& desk, Letter& letter, nats::Received& one)
{
    letter.writer = desk.services.blobs.writer(kMessageType);
    const auto write = [&](std::string_view bytes) { letter.writer->write(std::as_bytes(std::span(bytes))); };
    const Note& note = letter.note;
    if (note.size <= kPart) {
        write(one.data());
    } else {
        const std::string stream = stream_of(Way::parts, desk.options.code, 1).name;
        for (std::size_t number = 0; number * kPart < note.size; ++number) {
            const auto part = desk.line.newest(stream, part_of(desk.options.code, note.dispatch, number));
            if (!part || part->size() > kPart) return false;
            write(*part);
            one.working();
        }
    }
    letter.bytes = letter.writer->finish();
    return letter.bytes.size == note.size && letter.bytes.sha256 == note.sha256;
}

edxml::ByteSource source_of(std::string_view bytes)
{
    return [bytes](std::span<char> buffer) mutable {
        const std::size_t got = bytes.copy(buffer.data(), buffer.size());
        bytes.remove_prefix(got);
        return got;
    };
}

std::variant<edxml::Message, Refused> read_letter(Desk& desk, const Letter& letter, std::string_view data)
{
    if (!letter.peer->may_send)
        return Refused{Code::unknown_sender, msg("Hệ thống này chỉ được nhận, không được gửi.")};
    auto read = letter.note.size <= kPart ? read_message(source_of(data))
                                          : read_message(desk.services.blobs, letter.bytes.sha256);
    const auto* message = std::get_if<edxml::Message>(&read);
    if (message == nullptr) return read;
    const std::string& from = message->from.organ_id;
    const directory::Agency* agency = desk.services.directory.snapshot()->find_code(from);
    if (agency == nullptr || agency->system != letter.peer->id)
        return Refused{
            Code::unknown_sender,
            {msg("Đơn vị gửi “{{code}}” (From/OrganId) chưa đăng ký cho hệ thống này."), {{"code", from}}}};
    return read;
}

// ---- In the transaction -------------------------------------------------------------------------------------------------

struct Sorted {
    std::vector<Addressee> to{};
    Receipt receipt{};
};

// A dispatch has one receipt for good: dated outside its certificate's time it would be believed by nobody, ever. The clock may
// have been set since the round began.
base::Time time_of_receipt(const Desk& desk)
{
    const auto at = std::chrono::floor<std::chrono::seconds>(desk.services.clock->now());
    if (!desk.signer.certificate().valid_at(at))
        throw std::runtime_error("this node's certificate does not count at this time");
    return at;
}

Sorted sort_out(Desk& desk, db::Transaction& tx, const Letter& letter)
{
    const Note& note = letter.note;
    Sorted out{.receipt = {.dispatch = note.dispatch,
                           .message = note.message,
                           .sha256 = note.sha256,
                           .size = note.size,
                           .received_at = time_of_receipt(desk),
                           .sender = note.sender,
                           .receiver = desk.options.code}};
    for (const std::string& code : note.to) {
        if (const auto* refused = std::get_if<Refused>(&letter.content)) {
            out.receipt.refused.push_back(as_refusal(code, *refused));
            continue;
        }
        auto found = addressees_for(tx, desk.services, {code});
        auto* to = std::get_if<std::vector<Addressee>>(&found);
        // What the sender itself carries would only come back to it.
        const bool is_circle =
            to != nullptr && std::ranges::find(*to, letter.peer->id, &Addressee::system) != to->end();
        if (to == nullptr || is_circle) {
            const Refused refused =
                to == nullptr
                    ? std::get<Refused>(found)
                    : Refused{Code::unknown_receiver,
                              {msg("Đơn vị nhận “{{code}}” (To/OrganId) không có trên trục liên thông."),
                               {{"code", code}}}};
            out.receipt.refused.push_back(as_refusal(code, refused));
            continue;
        }
        out.receipt.agencies.push_back(code);
        for (Addressee& one : *to)
            if (std::ranges::find(out.to, one.code, &Addressee::code) == out.to.end())
                out.to.push_back(std::move(one));
    }
    return out;
}

// Receipts of the inbox for those that are there already, by system and dispatch.
using Answered = std::map<std::pair<std::int64_t, std::string>, Proof>;

Answered arrived(db::Transaction& tx, std::span<const Letter> letters)
{
    std::vector<std::int64_t> systems;
    std::vector<std::string> dispatches;
    for (const Letter& letter : letters) {
        systems.push_back(letter.peer->id);
        dispatches.push_back(letter.note.dispatch);
    }
    Answered out;
    for (const db::Row row : tx.run(sql::node_arrived, systems, dispatches))
        out[{row["system_id"].int64(), row["dispatch"].str()}] = {row["receipt"].str(),
                                                                  row["signature"].bytes()};
    return out;
}

// All of them in one transaction, or an exception.
std::vector<Kept> enter(Desk& desk, std::span<const Letter> letters)
{
    std::vector<Kept> out;
    std::vector<Sorted> sorted;
    std::vector<std::int64_t> systems;
    std::vector<std::string> dispatches, notes, note_signatures, receipts, signatures;
    db::Transaction tx = desk.services.pool.begin({});
    for (const Letter& letter : letters) {
        sorted.push_back(sort_out(desk, tx, letter));
        const Proof receipt = prove(desk.signer, to_json(sorted.back().receipt));
        out.push_back({.place = letter.place,
                       .dispatch = letter.note.dispatch,
                       .sender = letter.note.sender,
                       .receipt = receipt,
                       .has_parts = letter.note.size > kPart});
        systems.push_back(letter.peer->id);
        dispatches.push_back(letter.note.dispatch);
        notes.push_back(letter.note_proof.text);
        note_signatures.push_back(to_base64(letter.note_proof.cms));
        receipts.push_back(receipt.text);
        signatures.push_back(to_base64(receipt.cms));
    }
    std::set<std::pair<std::int64_t, std::string>> fresh;
    for (const db::Row row : tx.run(sql::node_arrive, systems, dispatches, notes, note_signatures, receipts,
                                    signatures, desk.services.clock->now()))
        fresh.emplace(row["system_id"].int64(), row["dispatch"].str());
    std::vector<Posting> postings;
    const Answered earlier = fresh.size() < letters.size() ? arrived(tx, letters) : Answered();
    for (std::size_t i = 0; i < letters.size(); ++i) {
        const Letter& letter = letters[i];
        const std::pair key{letter.peer->id, letter.note.dispatch};
        if (!earlier.empty()) out[i].receipt = earlier.at(key);
        // Erased, so that a dispatch that came twice in one round is posted once.
        if (fresh.erase(key) == 0 || sorted[i].to.empty()) continue;
        NewMessage message =
            new_message(std::get<edxml::Message>(letter.content), letter.peer->id, letter.bytes);
        if (std::ranges::find(sorted[i].to, 0, &Addressee::system) != sorted[i].to.end())
            out[i].document = message.document_id;
        postings.push_back({std::move(message), std::move(sorted[i].to)});
    }
    post_all(tx, desk.services, postings);
    tx.commit();
    return out;
}

void put_off(nats::Received& one, const Letter& letter, const std::exception& error)
{
    base::log(base::Level::warning, "node_message_not_kept",
              {{"dispatch", letter.note.dispatch}, {"why", error.what()}});
    one.later(kBreath);
}

void drop(nats::Received& one, const Letter& letter, const char* why)
{
    base::log(base::Level::warning, "node_message_dropped",
              {{"dispatch", letter.note.dispatch}, {"why", why}});
    one.drop();
}

// What came into the round from whom we believe.
std::vector<Letter> open(const Desk& desk, std::vector<nats::Received>& came, const std::vector<Peer>& known)
{
    std::vector<Letter> out;
    for (std::size_t i = 0; i < came.size(); ++i) {
        Letter letter{.place = i};
        if (const char* why = why_not(desk, letter, came[i], known))
            drop(came[i], letter, why);
        else
            out.push_back(std::move(letter));
    }
    return out;
}

// Its bytes are in the store, or it is refused; false when it is out of this round.
bool unpack(Desk& desk, Letter& letter, nats::Received& one)
{
    if (letter.note.size > letter.peer->largest) {
        letter.content = Refused{Code::bad_file,
                                 {msg("Thông điệp quá lớn: tối đa {{size}} MB."),
                                  {{"size", std::to_string(letter.peer->largest >> 20U)}}}};
        return true;
    }
    try {
        if (!store(desk, letter, one)) {
            drop(one, letter, "the bytes are not what was signed");
            return false;
        }
        letter.content = read_letter(desk, letter, one.data());
        return true;
    } catch (const std::exception& error) {
        put_off(one, letter, error);
        return false;
    }
}

// What stays goes by its age.
void forget_parts(Desk& desk, const std::string& dispatch)
{
    try {
        desk.line.purge(stream_of(Way::parts, desk.options.code, 1).name,
                        all_parts_of(desk.options.code, dispatch));
    } catch (const nats::Unavailable& error) {
        base::log(base::Level::info, "parts_not_purged", {{"dispatch", dispatch}, {"why", error.what()}});
    }
}

}  // namespace

std::vector<Kept> keep(Desk& desk, std::vector<nats::Received>& came)
{
    std::vector<Kept> out;
    std::vector<Peer> known;
    std::vector<Letter> letters;
    Answered earlier;
    {
        db::Transaction tx = desk.services.pool.begin({});
        known = peers(tx);
        letters = open(desk, came, known);
        if (letters.empty()) return out;
        earlier = arrived(tx, letters);
    }
    std::erase_if(letters, [&](Letter& letter) {
        const auto found = earlier.find({letter.peer->id, letter.note.dispatch});
        if (found == earlier.end()) return !unpack(desk, letter, came[letter.place]);
        out.push_back({letter.place, letter.note.dispatch, letter.note.sender, found->second,
                       letter.note.size > kPart});
        return true;
    });
    if (letters.empty()) return out;
    try {
        std::ranges::move(enter(desk, letters), std::back_inserter(out));
        return out;
    } catch (const std::exception& error) {
        if (letters.size() == 1) {
            put_off(came[letters[0].place], letters[0], error);
            return out;
        }
    }
    // One of them is bad for the database: it must not keep out the others.
    for (const Letter& letter : letters) {
        try {
            std::ranges::move(enter(desk, std::span(&letter, 1)), std::back_inserter(out));
        } catch (const std::exception& error) {
            put_off(came[letter.place], letter, error);
        }
    }
    return out;
}

void answer(Desk& desk, std::vector<nats::Received>& came, const std::vector<Kept>& kept)
{
    std::vector<nats::Outgoing> receipts;
    for (const Kept& one : kept)
        receipts.push_back({.subject = subject_of(Way::receipts, one.sender, one.dispatch),
                            .id = one.dispatch + "/" + base::random_hex(8),  // it may be sent often
                            .headers = {{kSignature, to_base64(one.receipt.cms)}},
                            .data = one.receipt.text});
    const auto taken = desk.line.publish(receipts);
    for (std::size_t i = 0; i < kept.size(); ++i) {
        nats::Received& one = came[kept[i].place];
        if (!taken[i]) {
            one.later(kBreath);
            continue;
        }
        one.ack();
        if (kept[i].has_parts) forget_parts(desk, kept[i].dispatch);
    }
}

}  // namespace lt::exchange::nodes
