// See sync.h.
#include "exchange/sync.h"

#include <map>

#include <nlohmann/json.hpp>

#include "exchange/line.h"
#include "exchange/listing_sync.h"
#include "exchange/queries.h"
#include "exchange/systems.h"
#include "exchange/taking.h"
#include "kit/base/ids.h"
#include "kit/base/log.h"
#include "kit/base/text.h"
#include "kit/fetch/fetch.h"

namespace lt::exchange {
namespace {

using base::Fault;
using base::msg;

constexpr std::size_t kMostOfOneRun = 200;  // messages; a longer list goes on in the next job

// The message is in the queue here, perhaps since an earlier try. False: it will never be readable, which is in the queue as a failure.
bool keep(Services& services, const System& system, const axis::ReceivedItem& item, const blob::Blob& bytes)
{
    const auto read = read_message(services.blobs, bytes.sha256);
    const auto* message = std::get_if<edxml::Message>(&read);
    if (message != nullptr) take_in(services, {message->from.organ_id});  // so that it can be answered
    db::Transaction tx = services.pool.begin({});
    std::vector<Addressee> to;
    if (message != nullptr) {
        auto found = addressees_of(tx, services, *message, true);
        if (auto* known = std::get_if<std::vector<Addressee>>(&found)) to = std::move(*known);
        // Its other addressees have it from the axis themselves.
        std::erase_if(to, [&](const Addressee& one) { return one.system == system.id; });
    }
    NewMessage row = message != nullptr ? new_message(*message, system.id, bytes)
                                        : NewMessage{.system = system.id,
                                                     .from_code = item.from,
                                                     .from_name = item.from,
                                                     .document_id = base::shorten(item.doc_id, 200),
                                                     .title = item.doc_id,
                                                     .bytes = bytes};
    // What can't be read, or is for nobody here, fails when it is delivered: with its reason, before the operator's eyes.
    const bool is_good = !to.empty();
    if (!is_good) to.push_back({.code = item.to.empty() ? "?" : item.to, .name = item.to});
    if (!post(tx, services, row, to).again) tx.commit();
    return is_good;
}

// Messages that the axis did not give, by its ids for them. Each is asked for as often as another is sent, and then waits for the operator,
// who has it asked for again, or tells the axis that it failed.
struct Withheld {
    int attempts = 0;
    bool given_up = false;
};
using AllWithheld = std::map<std::string, Withheld, std::less<>>;

std::string known_id(const axis::ReceivedItem& item) { return base::shorten(item.doc_id, 200); }

AllWithheld withheld_of(Services& services, const System& system)
{
    AllWithheld out;
    db::Transaction tx = services.pool.begin({});
    for (const db::Row row : tx.run(sql::withheld_of, system.id))
        out.emplace(row["doc_id"].str(), Withheld{row["attempts"].int32(), row["given_up"].boolean()});
    return out;
}

void note_withheld(Services& services, const System& system, axis::MessageType type,
                   const axis::ReceivedItem& item, const std::string& why)
{
    const base::Time now = services.clock->now();
    db::Transaction tx = services.pool.begin({});
    tx.run_and_commit(sql::withheld_note, base::new_uid(now), system.id, known_id(item),
                      type == axis::MessageType::edoc ? "edoc" : "status", item.from,
                      item.to.empty() ? "?" : item.to, why, now);
}

// They came after all, the axis was told that they failed, or it lists them no more.
void end_withheld(Services& services, const System& system, const std::vector<std::string>& ids)
{
    if (ids.empty()) return;
    db::Transaction tx = services.pool.begin({});
    tx.run_and_commit(sql::withheld_end, system.id, ids);
}

enum class Taken : std::uint8_t {
    kept,
    passed_over,  // the axis does not give this one: it stays in the list, and holds up nothing behind it
    no_answer,    // the others of this list can wait, too
};

Taken take(Services& services, Line& line, axis::MessageType type, const axis::ReceivedItem& item)
{
    const auto writer = services.blobs.writer(kMessageType);
    const auto got = line.client.get(
        item.doc_id, [&](std::string_view piece) { writer->write(std::as_bytes(std::span(piece))); });
    if (!got) {
        base::log(
            base::Level::warning, "axis_message_not_fetched",
            {{"system", line.system.code}, {"message", item.doc_id}, {"why", got.error().message.str()}});
        const bool silent = got.error().fault == Fault::unavailable || got.error().fault == Fault::forbidden;
        if (silent) return Taken::no_answer;
        note_withheld(services, line.system, type, item, got.error().message.str());
        return Taken::passed_over;
    }
    const bool is_good = keep(services, line.system, item, writer->finish());
    // Not heard: the next list has the message again, and it is found to be here.
    const auto heard =
        line.client.update_status(item.doc_id, is_good ? axis::Progress::done : axis::Progress::fail);
    return heard ? Taken::kept : Taken::no_answer;
}

// True when there may be more.
bool poll(Services& services, Line& line)
{
    std::size_t kept = 0;
    AllWithheld withheld = withheld_of(services, line.system);
    std::vector<std::string> ended;
    // Documents before what is said of them.
    for (const auto type : {axis::MessageType::edoc, axis::MessageType::status}) {
        const auto list = line.client.received(type);
        if (!list) {
            base::log(base::Level::warning, "axis_not_polled",
                      {{"system", line.system.code}, {"why", list.error().message.str()}});
            return false;
        }
        for (const axis::ReceivedItem& item : *list) {
            if (kept == kMostOfOneRun) return true;
            const auto known = withheld.find(known_id(item));
            const bool was_withheld = known != withheld.end();
            const Withheld before = was_withheld ? known->second : Withheld{};
            if (was_withheld) withheld.erase(known);  // what stays there is not listed
            if (before.given_up) {
                if (!line.client.update_status(item.doc_id, axis::Progress::fail)) return false;
                ended.push_back(known_id(item));
            }
            if (before.given_up || before.attempts >= kMostTries) continue;
            const Taken taken = take(services, line, type, item);
            if (taken == Taken::no_answer) return false;
            if (taken != Taken::kept) continue;
            ++kept;
            if (was_withheld) ended.push_back(known_id(item));
        }
    }
    for (const auto& [id, one] : withheld) ended.push_back(id);
    end_withheld(services, line.system, ended);
    db::Transaction tx = services.pool.begin({});
    seen(tx, line.system, services.clock->now());
    tx.commit();
    return false;
}

// A push tries for some minutes; what waits longer has no job any more.
constexpr std::chrono::minutes kLeft{20};

void push_left(Services& services, const std::string& code)
{
    db::Transaction tx = services.pool.begin({});
    for (const db::Row row : tx.run(sql::push_left, code, services.clock->now() - kLeft))
        jobs::enqueue(
            tx, services.queue, "exchange.push",
            nlohmann::json{{"message", row["message_id"].int64()}, {"system", row["system_id"].int64()}}
                .dump());
    tx.commit();
}

void poll_all(Services& services, fetch::HttpFetcher& fetcher)
{
    for (const std::string& code : axes(services)) {
        push_left(services, code);
        const auto line = line_to(services, fetcher, code);
        if (!line || !poll(services, *line)) continue;
        db::Transaction tx = services.pool.begin({});
        jobs::enqueue(tx, services.queue, "exchange.poll", "{}");
        tx.commit();
    }
}

// What an axis is to be sent, and how often that was tried.
struct ToPush {
    axis::MessageType type{};
    std::string from{};
    std::string sha256{};
    std::uint64_t size = 0;
    std::vector<std::string> to{};    // identity codes of those whom it is still for
    std::vector<std::string> wire{};  // what the axis calls them
    bool is_for_all = true;           // whom the message names; else others have it, or were given up
    int attempts = 0;
};
// Nothing when it has been sent. Throws while another job sends it.
std::optional<ToPush> claim(Services& services, std::int64_t message, std::int64_t system)
{
    db::Transaction tx = services.pool.begin({});
    const db::Rows rows = tx.run(sql::push_claim, message, system, services.clock->now());
    if (rows.empty()) {
        if (!tx.run(sql::push_busy, message, system).empty()) throw std::runtime_error("it is being sent");
        return std::nullopt;
    }
    const db::Row first = rows[0];
    ToPush out{.type = first["kind"].text() == "edoc" ? axis::MessageType::edoc : axis::MessageType::status,
               .from = first["from_code"].str(),
               .sha256 = first["sha256"].str(),
               .size = static_cast<std::uint64_t>(first["size"].int64()),
               .is_for_all = static_cast<std::int64_t>(rows.size()) == first["addressees"].int64(),
               .attempts = first["attempts"].int32()};
    for (const db::Row row : rows) {
        out.to.push_back(row["to_code"].str());
        out.wire.push_back(code_at(tx, system, out.to.back()));
    }
    tx.commit();
    return out;
}

// More than the head of a call may hold go each for itself.
constexpr std::size_t kMostNamed = 50;

// One of the addressees is to blame: 18 is not known there, 23 is locked.
bool is_about_one(const base::Error& error)
{
    const auto code = axis::axis_code(error);
    return code == static_cast<int>(axis::Code::unknown_receiver) ||
           code == static_cast<int>(axis::Code::receiver_locked);
}

// Sends one message to one axis. After a crash it is sent again, which the axis knows by its DocumentId.
class Push {
public:
    Push(Services& services, Line& line, std::int64_t message, ToPush what)
        : services_(services), line_(line), message_(message), what_(std::move(what))
    {
    }
    // Throws when it has to be tried again.
    void run()
    {
        const bool in_one = what_.is_for_all || what_.to.size() <= kMostNamed;
        const auto refused = in_one ? send(what_.is_for_all ? std::vector<std::string>() : what_.wire)
                                    : std::optional<base::Error>();
        const bool each = !in_one || (refused && what_.to.size() > 1 && is_about_one(*refused));
        if (!each) {
            settle(what_.to, refused);
        } else {
            for (std::size_t i = 0; i < what_.to.size(); ++i) settle({what_.to[i]}, send({what_.wire[i]}));
        }
        if (!again_.empty())
            throw std::runtime_error("not sent: " + again_);  // the queue tries again, later each time
    }

private:
    // To those, or to all whom the message names.
    std::optional<base::Error> send(std::vector<std::string> to)
    {
        const auto sent = line_.client.send({.type = what_.type,
                                             .from = what_.from,
                                             .to = std::move(to),
                                             .sha256_hex = what_.sha256,
                                             .size = what_.size,
                                             .next = source_of(services_.blobs, what_.sha256)});
        return sent ? std::nullopt : std::optional(sent.error());
    }
    void settle(const std::vector<std::string>& to, const std::optional<base::Error>& refused)
    {
        const bool may_help =
            refused && (refused->fault == Fault::unavailable || refused->fault == Fault::forbidden);
        const bool again = may_help && what_.attempts + 1 < kMostTries;
        const Transport state = !refused ? Transport::done : again ? Transport::initial : Transport::fail;
        const std::string why = refused ? refused->message.str() : std::string();
        if (again) again_ = why;
        db::Transaction tx = services_.pool.begin({});
        tx.run_and_commit(sql::push_settle, message_, line_.system.id, to, to_text(state), why,
                          services_.clock->now());
    }

    Services& services_;
    Line& line_;
    std::int64_t message_;
    ToPush what_;
    std::string again_{};
};

void push(Services& services, fetch::HttpFetcher& fetcher, std::int64_t message, std::int64_t system)
{
    std::string code;
    {
        db::Transaction tx = services.pool.begin({});
        const db::Rows found = tx.run(sql::system_code, system);
        if (!found.empty()) code = found[0]["code"].str();
    }
    const auto line = code.empty() ? nullptr : line_to(services, fetcher, code);
    if (!line) return;  // suspended: push_left() finds it when it goes on
    if (auto claimed = claim(services, message, system))
        Push(services, *line, message, *std::move(claimed)).run();
}

}  // namespace

void add_sync_jobs(Services& services, fetch::HttpFetcher& fetcher)
{
    services.queue.handle("exchange.poll", [&](const jobs::Job&) { poll_all(services, fetcher); });
    services.queue.handle("exchange.push", [&](const jobs::Job& job) {
        const auto payload = nlohmann::json::parse(job.payload);
        push(services, fetcher, payload.at("message"), payload.at("system"));
    });
    services.queue.every(kPollEvery, "exchange.poll");
    add_listing_jobs(services, fetcher);
}

}  // namespace lt::exchange
