// See sync.h.
#include "exchange/sync.h"

#include <nlohmann/json.hpp>

#include "exchange/axis/client.h"
#include "exchange/queries.h"
#include "exchange/systems.h"
#include "exchange/taking.h"
#include "kit/base/log.h"
#include "kit/base/text.h"
#include "kit/fetch/fetch.h"

namespace lt::exchange {
namespace {

using base::Fault;
using base::msg;

constexpr std::size_t kMostOfOneRun = 200;  // messages; a longer list goes on in the next job

struct Line {  // to one axis
    System system{};
    axis::AxisClient client;
};

// Nothing while the axis is suspended here, or its secret can't be read.
std::unique_ptr<Line> line_to(Services& services, fetch::HttpFetcher& fetcher, const std::string& code)
{
    db::Transaction tx = services.pool.begin({});
    auto known = find_known(tx, services, code);
    if (!known || !known->system.active || known->secret.empty()) return nullptr;
    axis::ClientOptions options{.endpoint = known->system.address,
                                .system_id = known->system.code,
                                .secret = std::move(known->secret),
                                .most_message = known->system.largest};
    return std::unique_ptr<Line>(
        new Line{known->system, axis::AxisClient(std::move(options), fetcher, *services.clock)});
}

// The message is in the queue here, perhaps since an earlier try. False: it will never be readable, which is in the queue as a failure.
bool keep(Services& services, const System& system, const axis::ReceivedItem& item, const blob::Blob& bytes)
{
    const auto read = read_message(services.blobs, bytes.sha256);
    const auto* message = std::get_if<edxml::Message>(&read);
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

enum class Taken : std::uint8_t {
    kept,
    passed_over,  // the axis does not give this one: it stays in the list, and holds up nothing behind it
    no_answer,    // the others of this list can wait, too
};

Taken take(Services& services, Line& line, const axis::ReceivedItem& item)
{
    const auto writer = services.blobs.writer(kMessageType);
    const auto got = line.client.get(
        item.doc_id, [&](std::string_view piece) { writer->write(std::as_bytes(std::span(piece))); });
    if (!got) {
        base::log(
            base::Level::warning, "axis_message_not_fetched",
            {{"system", line.system.code}, {"message", item.doc_id}, {"why", got.error().message.str()}});
        const bool silent = got.error().fault == Fault::unavailable || got.error().fault == Fault::forbidden;
        return silent ? Taken::no_answer : Taken::passed_over;
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
            const Taken taken = take(services, line, item);
            if (taken == Taken::no_answer) return false;
            kept += taken == Taken::kept ? 1 : 0;
        }
    }
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
    std::vector<std::string> codes;
    {
        db::Transaction tx = services.pool.begin({});
        for (const db::Row row : tx.run(sql::systems_of_kind, to_text(SystemKind::axis)))
            codes.push_back(row["code"].str());
    }
    for (const std::string& code : codes) {
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
    axis::Outgoing outgoing{};
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
    tx.commit();
    const db::Row row = rows[0];
    // Whom it is for stands in the message, with the codes that the axis knows them by.
    return ToPush{{.type = row["kind"].text() == "edoc" ? axis::MessageType::edoc : axis::MessageType::status,
                   .from = row["from_code"].str(),
                   .sha256_hex = row["sha256"].str(),
                   .size = static_cast<std::uint64_t>(row["size"].int64()),
                   .next = source_of(services.blobs, row["sha256"].str())},
                  row["attempts"].int32()};
}

// Sends one message to one axis. After a crash it is sent again, which the axis knows by its DocumentId.
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
    const auto claimed = claim(services, message, system);
    if (!claimed) return;
    const auto sent = line->client.send(claimed->outgoing);
    const auto settle = [&](Transport state, const std::string& why) {
        db::Transaction tx = services.pool.begin({});
        tx.run_and_commit(sql::push_settle, message, system, to_text(state), why, services.clock->now());
    };
    if (sent) return settle(Transport::done, "");
    const std::string why = sent.error().message.str();
    const bool may_help = sent.error().fault == Fault::unavailable || sent.error().fault == Fault::forbidden;
    const bool last = claimed->attempts + 1 >= kMostTries;
    settle(may_help && !last ? Transport::initial : Transport::fail, why);
    if (may_help && !last)
        throw std::runtime_error("not sent: " + why);  // the queue tries again, later each time
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
}

}  // namespace lt::exchange
