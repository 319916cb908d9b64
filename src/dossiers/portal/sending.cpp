// See sending.h.
#include "dossiers/portal/sending.h"

#include <nlohmann/json.hpp>

#include "calendar/calendars/api.h"
#include "directory/api.h"
#include "dossiers/portal/adapter.h"
#include "dossiers/portal/attachments.h"
#include "dossiers/queries.h"
#include "dossiers/steps.h"
#include "dossiers/store.h"
#include "kit/base/log.h"
#include "kit/jobs/jobs.h"

namespace lt::dossiers::portal {
namespace {

constexpr const char* kSend = "dossiers.portal.send";
constexpr const char* kFill = "dossiers.portal.fill";
constexpr std::chrono::seconds kEvery{30};
constexpr int kMostOfOneRun = 500;  // items; the next job goes on
constexpr int kEventsOfOnePiece = 2000;

// One line for a job, so that a session serves many dossiers; made anew when the settings are others.
class Sender {
public:
    explicit Sender(PortalServices& services) : services_(services) {}

    void run()
    {
        const auto line = line_now();
        if (!line) return;
        for (int i = 0; i < kMostOfOneRun; ++i)
            if (!send_one(*line)) return;
        db::Transaction tx = begin();
        jobs::enqueue(tx, services_.dossiers.queue, kSend, "{}");
        tx.commit();
    }

private:
    db::Transaction begin() { return services_.dossiers.pool.begin({}); }
    base::Time now() const { return services_.dossiers.clock->now(); }

    // Nothing while there is no portal, it is switched off, its outbox is being filled, or nobody answered just now.
    std::shared_ptr<Line> line_now()
    {
        std::optional<Known> known;
        {
            db::Transaction tx = begin();
            known = find(tx);
        }
        if (!known || !known->settings.active || !known->settings.filled) return nullptr;
        if (known->settings.quiet_until && *known->settings.quiet_until > now()) return nullptr;
        const Settings& s = known->settings;
        const std::string key =
            nlohmann::json{s.adapter, s.auth, s.integration, s.username, s.destination, s.member}.dump() +
            known->sealed;
        return line_.with([&](Kept& kept) {
            if (kept.key != key) {
                kept.key = key;
                kept.line = std::make_shared<Line>(
                    std::make_unique<Adapter>(s, password_of(*known, services_.sealing), services_.fetcher),
                    services_.dossiers.clock);
            }
            return kept.line;
        });
    }

    // False: nothing is due, or nobody answers.
    bool send_one(Line& line)
    {
        std::optional<Item> item;
        {
            db::Transaction tx = begin();
            item = claim(tx, now());
        }
        if (!item) return false;
        // A try that got no answer may have arrived: every second one says the opposite of the one before of whether the record is new,
        // so that one of them fits.
        const bool flip = item->tries % 2 == 0;
        const auto payload = payload_now(services_.dossiers, *item,
                                         {.agency = item->agency, .reach = db::Reach::agency}, flip);
        if (!payload) {
            db::Transaction tx = begin();
            settle_refused(tx, *item, "Hồ sơ không còn ở cơ quan tiếp nhận.", now());
            return true;
        }
        const auto answer = line.send(std::string(to_text(item->service)), *payload);
        if (!answer) return hold(*item, answer.error());
        db::Transaction tx = begin();
        if (answer->is_good()) {
            settle_sent(tx, *item, now());
            db::Transaction note = begin();
            answered(note, now());
            note.commit();
            return true;
        }
        const std::string why =
            "Mã " + answer->code + (answer->message.empty() ? "" : ": " + answer->message);
        base::log(base::Level::warning, "portal_refused",
                  {{"dossier", item->code},
                   {"service", std::string(to_text(item->service))},
                   {"code", answer->code}});
        settle_refused(tx, *item, why, now());
        return true;
    }

    // Nobody answers, or the portal does not know us: no fault of this dossier.
    bool hold(const Item& item, const base::Error& error)
    {
        const std::string why = error.message.str();
        base::log(base::Level::warning, "portal_silent", {{"why", why}});
        {
            db::Transaction tx = begin();
            settle_unasked(tx, item, now());
        }
        db::Transaction tx = begin();
        silent(tx, now(), why);
        tx.commit();
        return false;
    }

    struct Kept {
        std::string key{};
        std::shared_ptr<Line> line{};
    };
    PortalServices& services_;
    base::Locked<Kept> line_{};
};

void fill(PortalServices& services)
{
    std::int64_t behind = 0;
    base::Time changed_at{};
    {
        db::Transaction tx = services.dossiers.pool.begin({});
        const auto known = find(tx);
        if (!known) return;
        changed_at = known->settings.changed_at;
    }
    for (;;) {
        db::Transaction tx = services.dossiers.pool.begin({});
        const db::Rows rows = tx.run(sql::portal_fill, behind, kEventsOfOnePiece);
        const auto reached = rows[0]["reached"].opt_int64();
        if (!reached) {
            tx.run(sql::portal_filled, changed_at);
            jobs::enqueue(tx, services.dossiers.queue, kSend, "{}");
        }
        tx.commit();
        if (!reached) return;
        behind = *reached;
    }
}

std::map<std::int64_t, Facts::Official> officials_of(db::Transaction& tx, const Facts& facts, base::Day today)
{
    std::map<std::int64_t, Facts::Official> out;
    std::vector<std::int64_t> agencies;
    for (const Event& event : facts.history)
        if (std::ranges::find(agencies, event.agency) == agencies.end()) agencies.push_back(event.agency);
    for (const std::int64_t agency : agencies)
        for (const directory::Person& person : directory::people(tx, agency, today))
            out.emplace(person.official, Facts::Official{person.name, person.title});
    return out;
}

}  // namespace

Facts facts_of(Services& services, db::Transaction& tx, const Dossier& dossier)
{
    Facts out{.dossier = dossier,
              .papers = store::papers(tx, dossier.id),
              .files = store::files(tx, dossier.id),
              .fees = store::fees(tx, dossier.id),
              .outcomes = store::outcomes(tx, dossier.id),
              .history = store::events(tx, dossier.id),
              .origin = origin_of(tx, dossier.id),
              .files_at = services.site + "/api/portal/files/"};
    if (const VersionPtr version = version_of(services, tx, dossier.version_uid))
        out.field_code = version->procedure.field_code;
    const auto directory = services.directory.snapshot();
    out.agency_name = directory->name(dossier.agency);
    out.decides_name = directory->name(dossier.decides);
    const auto calendar = services.calendars->of(dossier.decides);
    for (const Event& event : out.history) {
        out.agencies.emplace(event.agency, directory->name(event.agency));
        if (event.act != ActKind::ask_supplement || event.before.empty()) continue;
        if (const auto due = due_of(life_from_json(event.before), *calendar))
            out.due_before.emplace(event.no, *due);
    }
    for (const Step& step : steps_of(services, tx, dossier))
        if (step.outcome == "done" && step.ended_at)
            out.steps.push_back({step.title, directory->name(step.performer), step.official, step.opened_at,
                                 *step.ended_at, step.due_at});
    out.officials = officials_of(tx, out, base::vietnam_day(services.clock->now()));
    return out;
}

std::optional<std::string> payload_now(Services& services, const Item& item, const db::Scope& scope,
                                       bool flip)
{
    db::Transaction tx = services.pool.begin(scope);
    const auto dossier = store::find(tx, item.uid);
    if (!dossier) return std::nullopt;
    const bool known = (item.known || was_lodged_there(*dossier)) != flip;
    return payload_of(item.service, facts_of(services, tx, *dossier), item.event_no, known);
}

void add_jobs(PortalServices& services)
{
    services.dossiers.queue.handle(
        kSend, [sender = std::make_shared<Sender>(services)](const jobs::Job&) { sender->run(); });
    services.dossiers.queue.every(kEvery, kSend);
    services.dossiers.queue.handle(kFill, [&services](const jobs::Job&) { fill(services); });
    add_attachment_job(services);
}

void fill_later(PortalServices& services, db::Transaction& tx)
{
    jobs::enqueue(tx, services.dossiers.queue, kFill, "{}");
}

}  // namespace lt::dossiers::portal
