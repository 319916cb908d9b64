// Issued documents leave to agencies elsewhere, and are asked back from there.
#include <map>
#include <set>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "documents/outside/messages.h"
#include "documents/queries.h"
#include "exchange/listing.h"
#include "kit/base/log.h"
#include "kit/base/text.h"
#include "kit/pdf/file.h"

namespace lt::documents {
namespace {

constexpr std::size_t kCountedFile = std::size_t{50} << 20;  // pages of a larger one are not counted
constexpr std::size_t kPrintedPlace = 150;                   // characters of a Place (QCVN 102:2016/BTTTT)

// On this platform since it was issued: the document is there.
void arrive_here(Services& services, const IssuedDocument& document, const directory::Agency& agency)
{
    db::Transaction tx = services.pool.begin(own_work(agency.id));
    const auto delivery = lock_delivery(tx, document.uid, agency.id);
    if (!delivery || delivery->state != DeliveryState::sent) return;
    set_state(tx, services, {.agency = agency.id}, *delivery, DeliveryState::arrived, services.clock->now());
    tx.on_commit([&services, id = agency.id, sender = delivery->sender] {
        services.notify(id, "arrived", "{}");
        services.notify(sender, "changed", "{}");
    });
    tx.commit();
}

// It could not be made into a message: the delivery says why, its state stays.
void keep_why(Services& services, const IssuedDocument& document, std::int64_t agency, const std::string& why)
{
    db::Transaction tx = services.pool.begin(own_work(agency));
    const auto delivery = lock_delivery(tx, document.uid, agency);
    if (!delivery || delivery->state != DeliveryState::sent) return;
    set_state(tx, services, {.agency = agency}, *delivery, DeliveryState::sent, services.clock->now(), why);
    tx.on_commit([&services, sender = delivery->sender] { services.notify(sender, "changed", "{}"); });
    tx.commit();
}

std::vector<std::string> printed_places(const directory::Snapshot& directory,
                                        const std::vector<std::int64_t>& recipients)
{
    std::vector<std::string> out;
    for (const std::int64_t id : recipients) out.push_back(base::shorten(directory.name(id), kPrintedPlace));
    return out;
}

std::optional<IssuedDocument> read_document(Services& services, const directory::Agency& agency,
                                            std::int64_t document)
{
    db::Transaction tx = services.pool.begin(own_work(agency.id));
    return issued_document(tx, agency, document);
}

// Of the document itself, which is the first file; none where it is no PDF.
std::optional<int> pages_of(Services& services, const IssuedDocument& document)
{
    if (document.message.pages) return document.message.pages;
    if (document.contents.empty() || document.message.attachments.front().length > kCountedFile)
        return std::nullopt;
    const auto file = pdf::File::open(services.blobs.get(document.contents.front(), kCountedFile));
    return file ? std::optional(file->pages()) : std::nullopt;
}

// One message a system, so that a hub gets what is for ten of its agencies once.
void send_out(Services& services, const nlohmann::json& payload)
{
    const auto directory = services.directory.snapshot();
    const directory::Agency* agency = directory->find(payload.at("agency").get<std::int64_t>());
    CHECK(agency != nullptr);
    const auto document = read_document(services, *agency, payload.at("document").get<std::int64_t>());
    if (!document) return;
    const std::optional<int> pages = pages_of(services, *document);
    std::map<std::int64_t, std::vector<const directory::Agency*>> by_system;
    for (const auto id : payload.at("to").get<std::vector<std::int64_t>>())
        if (const directory::Agency* to = directory->find(id)) by_system[to->system].push_back(to);
    for (const auto& [system, agencies] : by_system) {
        if (system == 0) {
            for (const directory::Agency* to : agencies) arrive_here(services, *document, *to);
            continue;
        }
        edxml::Message message = document->message;
        message.pages = pages;
        message.places = printed_places(*directory, document->recipients);
        Envelope envelope{.about = document->id, .contents = document->contents};
        {
            db::Transaction tx = services.pool.begin({});
            message.from = organ_of(tx, *directory, *agency, system);
            for (const directory::Agency* to : agencies) {
                message.to.push_back(organ_of(tx, *directory, *to, system));
                envelope.to.push_back({to->code, to->name, system});
            }
        }
        const auto posted = post(services, message, envelope);
        if (posted) continue;
        const std::string why = posted.error().message.str();
        base::log(base::Level::warning, "document_not_sent", {{"document", document->uid}, {"reason", why}});
        for (const directory::Agency* to : agencies) keep_why(services, *document, to->id, why);
    }
}

// Whom the document has been sent to, by identity code.
std::set<std::string, std::less<>> sent_to(Services& services, std::int64_t document)
{
    db::Transaction tx = services.pool.begin({});
    std::set<std::string, std::less<>> out;
    for (const db::Row row : tx.run(sql::outside_posted, document)) out.insert(row["to_code"].str());
    return out;
}

// What never left needs nobody's consent.
void give_back_unsent(Services& services, const IssuedDocument& document, std::int64_t agency)
{
    db::Transaction tx = services.pool.begin(own_work(agency));
    const auto delivery = lock_delivery(tx, document.uid, agency);
    if (!delivery || delivery->state != DeliveryState::sent) return;
    const base::Time now = services.clock->now();
    tx.send(sql::recall_answer, delivery->id, "agreed", std::string(), now);
    set_state(tx, services, {.agency = agency}, *delivery, DeliveryState::recalled, now);
    tx.on_commit([&services, sender = delivery->sender] { services.notify(sender, "changed", "{}"); });
    tx.commit();
}

// Status 13: from the sender of the document, to each that must give it back.
void ask_back(Services& services, const nlohmann::json& payload)
{
    const auto directory = services.directory.snapshot();
    const directory::Agency* agency = directory->find(payload.at("agency").get<std::int64_t>());
    CHECK(agency != nullptr);
    const auto document = read_document(services, *agency, payload.at("document").get<std::int64_t>());
    if (!document) return;
    const auto sent = sent_to(services, document->id);
    bool waits = false;
    for (const auto id : payload.at("to").get<std::vector<std::int64_t>>()) {
        const directory::Agency* to = directory->find(id);
        if (to == nullptr || to->system == 0) continue;
        if (!sent.contains(to->code)) {
            db::Transaction tx = services.pool.begin(own_work(id));
            const auto delivery = lock_delivery(tx, document->uid, id);
            const bool failed = delivery && !tx.run(sql::outside_why, delivery->id)[0]["reason"].null();
            tx.commit();
            if (failed)
                give_back_unsent(services, *document, id);
            else
                waits = true;
            continue;
        }
        db::Transaction names = services.pool.begin({});
        const edxml::Organ from = organ_of(names, *directory, *agency, to->system);
        const Status status{
            .code = "13",
            .words = payload.at("reason").get<std::string>(),
            .staff = payload.at("staff").get<std::string>(),
            .department = directory->unit_name(payload.at("unit").get<std::int64_t>()),
            .at = base::Time(std::chrono::microseconds(payload.at("at").get<std::int64_t>())),
            .about = {.organ_id = exchange::code_at(names, to->system, *to),
                      .code = full_notation(document->message.code_number, document->message.code_notation),
                      .promulgation_date = document->message.promulgation_date,
                      .document_id = document->message.document_id}};
        names.commit();
        const auto posted = post(services, status_message(from, status),
                                 {.about = document->id, .to = {{to->code, to->name, to->system}}});
        if (!posted) throw std::runtime_error(posted.error().message.str());
    }
    // Nobody can give back what he has not been sent; the document goes first.
    if (waits) throw std::runtime_error("the document has not left yet");
}

// An update bears the name of the document that it changes: 03 and 02 would say of that one what is meant of the change.
std::string code_told(const db::Row& row)
{
    const std::string code = row["code"].str();
    if (!row["is_update"].boolean()) return code;
    return code == "03" ? "15" : code == "02" ? "16" : code;
}
std::string words_told(const db::Row& row)
{
    const std::string words = row["words"].str();
    if (!words.empty() || row["code"].text() != "03" || !row["is_update"].boolean()) return words;
    return "Đồng ý cập nhật văn bản";
}

// What an agency here has to tell the sender elsewhere, one status after the other.
void tell(Services& services, std::int64_t agency_id, std::int64_t document)
{
    const auto directory = services.directory.snapshot();
    const directory::Agency* agency = directory->find(agency_id);
    CHECK(agency != nullptr);
    db::Transaction tx = services.pool.begin(own_work(agency_id));
    const db::Rows waiting = tx.run(sql::axis_statuses_waiting, document, agency_id);
    if (waiting.empty()) return;
    const db::Row about = waiting[0];
    CHECK(!about["uid"].null());
    const std::string issuer = about["issuer_code"].str_or("");
    const std::string document_id = about["document_id"].str_or("");
    const std::string notation = full_notation(about["number_text"].str_or(""), about["notation"].str_or(""));
    const directory::Agency* sender = directory->find_code(issuer);
    const bool reachable = sender != nullptr && sender->system != 0;
    if (!reachable)
        base::log(base::Level::info, "status_goes_nowhere",
                  {{"document", about["uid"].str()}, {"sender", issuer}});
    edxml::Organ from;
    if (reachable) {
        db::Transaction names = services.pool.begin({});
        from = organ_of(names, *directory, *agency, sender->system);
    }
    for (const db::Row row : waiting) {
        const std::string code = row["code"].str();
        if (reachable) {
            const Status status{.code = code_told(row),
                                .words = words_told(row),
                                .staff = row["staff"].str(),
                                .department = directory->unit_name(row["unit_id"].opt_int64().value_or(0)),
                                .at = row["at"].time(),
                                .about = {.organ_id = issuer,
                                          .code = notation.empty() ? document_id : notation,
                                          .promulgation_date = about["issued_on"].opt_day(),
                                          .document_id = document_id}};
            const auto posted = post(services, status_message(from, status),
                                     {.to = {{sender->code, sender->name, sender->system}}});
            if (!posted) throw std::runtime_error(posted.error().message.str());
        }
        tx.send(sql::axis_status_told, document, agency_id, code, services.clock->now());
    }
    tx.commit();
}

}  // namespace

std::vector<std::int64_t> elsewhere(const directory::Snapshot& directory,
                                    const std::vector<std::int64_t>& agencies)
{
    std::vector<std::int64_t> out;
    for (const std::int64_t id : agencies)
        if (const directory::Agency* agency = directory.find(id); agency != nullptr && agency->system != 0)
            out.push_back(id);
    return out;
}

void enqueue_sending(db::Transaction& tx, Services& services, std::int64_t agency, std::int64_t document,
                     const std::vector<std::int64_t>& to)
{
    if (to.empty()) return;
    const nlohmann::json payload{{"agency", agency}, {"document", document}, {"to", to}};
    jobs::enqueue(tx, services.queue, "documents.send_out", payload.dump());
}

void enqueue_asking_back(db::Transaction& tx, Services& services, const Actor& actor, std::int64_t document,
                         const std::vector<std::int64_t>& to, const std::string& reason, base::Time now)
{
    const auto outside = elsewhere(*services.directory.snapshot(), to);
    if (outside.empty()) return;
    const nlohmann::json payload{{"agency", actor.agency},
                                 {"document", document},
                                 {"to", outside},
                                 {"reason", reason},
                                 {"staff", actor.name},
                                 {"unit", actor.unit},
                                 {"at", now.time_since_epoch().count()}};
    jobs::enqueue(tx, services.queue, "documents.ask_back", payload.dump());
}

void add_outside_jobs(Services& services)
{
    services.queue.handle("documents.send_out", [&services](const jobs::Job& job) {
        send_out(services, nlohmann::json::parse(job.payload));
    });
    services.queue.handle("documents.ask_back", [&services](const jobs::Job& job) {
        ask_back(services, nlohmann::json::parse(job.payload));
    });
    services.queue.handle("documents.tell_axis", [&services](const jobs::Job& job) {
        const auto payload = nlohmann::json::parse(job.payload);
        tell(services, payload.at("agency").get<std::int64_t>(), payload.at("document").get<std::int64_t>());
    });
}

}  // namespace lt::documents
