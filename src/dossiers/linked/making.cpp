// See linking.h: the side of the component.
#include <nlohmann/json.hpp>

#include "calendar/calendars/api.h"
#include "directory/api.h"
#include "dossiers/acts.h"
#include "dossiers/follow.h"
#include "dossiers/life/code.h"
#include "dossiers/linked/linking.h"
#include "dossiers/queries.h"
#include "dossiers/results/required.h"
#include "kit/audit/audit.h"
#include "kit/jobs/jobs.h"

namespace lt::dossiers::linked {

using base::msg;

namespace {

// Those of the parent's answers that the component takes over.
std::string answers_for(const procedures::Child& child, std::string_view answers)
{
    const nlohmann::json all = nlohmann::json::parse(answers);
    nlohmann::json out = nlohmann::json::object();
    for (const std::string& name : child.answers)
        if (const auto found = all.find(name); found != all.end()) out[name] = *found;
    return out.dump();
}

// The next code of the agency that decides it.
std::string next_code(Services& services, db::Transaction& tx, const Dossier& dossier, base::Time now)
{
    const base::Day today = base::vietnam_day(now);
    const store::Beginning beginning =
        store::begin(tx, dossier.agency, dossier.uid, today, dossier.version_uid);
    const auto code_template = CodeTemplate::parse(beginning.code_template);
    const auto directory = services.directory.snapshot();
    const directory::Agency* agency = directory->find(dossier.agency);
    if (!code_template || agency == nullptr) throw base::Bug("no template for codes of dossiers");
    const std::int64_t number = store::take_number(tx, dossier.agency, "code", code_template->period(today));
    return code_template->format({agency->code, agency->alias}, today, number);
}

// It stays open for its results: what is still to be signed, sealed or issued, and until the parent is handed over what nobody recorded.
// Whatever comes there tells the parent again.
bool is_unfinished(Services& services, db::Transaction& tx, const Dossier& dossier, State parent)
{
    const Outstanding outstanding = outstanding_of(services, tx, dossier);
    return !outstanding.awaited.empty() || (parent == State::resolved && !outstanding.missing.empty());
}

Life after_act(const Life& life, ActKind kind, base::Time now, const std::optional<calendar::Limit>& limit,
               const calendar::Calendar& calendar)
{
    auto after = act(life, {.kind = kind, .at = now}, limit, calendar);
    if (!after) throw std::runtime_error(after.error().message.str());
    return *std::move(after);
}

}  // namespace

void make_component(Services& services, const jobs::Job& job)
{
    const nlohmann::json payload = nlohmann::json::parse(job.payload);
    const Actor platform{.agency = payload.at("agency").get<std::int64_t>()};
    const std::string parent = payload.at("parent").get<std::string>();
    const int no = payload.at("no").get<int>();
    const base::Time now = services.clock->now();
    db::Transaction tx = services.pool.begin(scope_of(platform));
    const db::Rows rows = tx.run(sql::component_begin, parent, no);
    if (rows.empty()) return;
    const db::Row row = rows[0];
    const std::string uid = row["child_uid"].str();
    if (store::find(tx, uid)) return;

    const VersionPtr parents = version_of(services, tx, row["version_uid"].str());
    if (!parents) throw base::Bug("the version of a dossier is gone");
    const std::string code = row["component_code"].str();
    const auto& children = parents->ready.children;
    const auto child = std::ranges::find(children, code, &procedures::Child::code);
    if (child == children.end()) throw base::Bug("a component that its procedure does not know");
    Dossier dossier{.uid = uid,
                    .agency = platform.agency,
                    .decides = platform.agency,
                    .way = way_from(row["way"].text()),
                    .owner = person_from_json(row["owner"].text()),
                    .agent = row["agent"].null() ? std::nullopt
                                                 : std::optional(person_from_json(row["agent"].text())),
                    .subject = row["component_name"].str(),
                    .answers = answers_for(*child, row["answers"].text()),
                    .sets = row["sets"].int32(),
                    .lodged_at = now,
                    .money = "none",  // all is paid with the parent
                    .delivery = Delivery::electronic,
                    .delivery_state = "none",
                    .parent = row["id"].int64()};
    const auto handling = handling_of(services, tx, parents, *child, platform.agency, asked_of(dossier));
    if (!handling) {
        // It has changed since the parent looked; nothing is made, and whoever follows the parent can try again.
        report_trouble(services, tx, parent, no, handling.error().message.str());
        tx.commit();
        return;
    }
    dossier.version_uid = handling->version->uid;
    dossier.code = next_code(services, tx, dossier, now);

    // It has two lines in its history, as when a desk does it, but its row is written once.
    const auto calendar = services.calendars->of(dossier.decides);
    dossier.life = after_act(dossier.life, ActKind::receive, now, handling->limit, *calendar);
    dossier.due_at = dossier.first_due_at = due_of(dossier.life, *calendar);
    const Life received = dossier.life;
    dossier.life = after_act(dossier.life, ActKind::begin, now, {}, *calendar);
    dossier.version = 2;
    store::insert(tx, dossier, {}, {}, now);
    tx.run(sql::component_share, parent, no, child->papers, now);
    store::add_event(tx, dossier,
                     {.no = 1,
                      .act = ActKind::receive,
                      .state = received.state,
                      .reason = base::Message(msg("Thành phần của hồ sơ liên thông {{code}}."),
                                              {{"code", row["code"].str()}})
                                    .str(),
                      .detail = "{}",
                      .at = now});
    store::add_event(tx, dossier,
                     {.no = 2,
                      .act = ActKind::begin,
                      .state = dossier.life.state,
                      .detail = "{}",
                      .before = to_json(received),
                      .at = now});
    follow_later(services, tx, dossier);
    audit::record(tx, {.action = "dossier.component_made",
                       .subject = dossier.uid,
                       .detail = nlohmann::json{{"code", dossier.code}, {"parent", parent}}.dump(),
                       .at = now});
    tx.commit();
    if (services.notify) services.notify(platform.agency);
}

void share_papers(Services& services, const jobs::Job& job)
{
    nlohmann::json payload = nlohmann::json::parse(job.payload);
    const Actor platform{.agency = payload.at("agency").get<std::int64_t>()};
    const std::string uid = payload.at("child").get<std::string>();
    const base::Time now = services.clock->now();
    db::Transaction tx = services.pool.begin(scope_of(platform));
    const auto came =
        tx.run(sql::component_share, payload.at("parent").get<std::string>(), payload.at("no").get<int>(),
               payload.at("papers").get<std::vector<std::string>>(), now)[0]["came"]
            .opt_int64();
    if (!came) {
        // Not made yet: it gets all of them then. Or its agency is gone.
        const auto home = tx.run(sql::dossier_home, uid)[0]["agency_id"].opt_int64();
        if (!home || *home == platform.agency) return;
        payload["agency"] = *home;
        jobs::enqueue(tx, services.queue, job.kind, payload.dump());
        tx.commit();
        return;
    }
    auto dossier = store::find(tx, uid, store::Lock::for_update);
    if (!dossier || is_over(dossier->life.state)) return;
    if (*came == 0) {  // at most papers that nobody scanned: how many there are
        tx.commit();
        return;
    }
    const base::Message words(
        msg("Nhận thêm {{count}} tệp từ hồ sơ liên thông {{code}}."),
        {{"count", std::to_string(*came)}, {"code", payload.at("code").get<std::string>()}});
    const auto noted =
        carry_out_inside(services, tx, platform, *dossier, {.kind = ActKind::note, .reason = words.str()});
    if (!noted) throw std::runtime_error(noted.error().message.str());
    tx.commit();
    if (services.notify) services.notify(platform.agency);
}

void close_component(Services& services, const jobs::Job& job)
{
    const nlohmann::json payload = nlohmann::json::parse(job.payload);
    const Actor platform{.agency = payload.at("agency").get<std::int64_t>()};
    db::Transaction tx = services.pool.begin(scope_of(platform));
    auto dossier = store::find(tx, payload.at("child").get<std::string>(), store::Lock::for_update);
    // One that has moved tells its parent again from its new agency.
    if (!dossier || dossier->decides != platform.agency) return;
    const auto parent = parent_of(tx, *dossier);
    if (!parent) throw base::Bug("a component without a parent");
    Deed deed{.kind = ActKind::hand_over, .for_parent = true};
    switch (parent->state) {
    case State::resolved:
    case State::returned:
        if (is_unfinished(services, tx, *dossier, parent->state)) return;
        deed.given = {.taken_by =
                          base::Message(msg("Hồ sơ liên thông {{code}}"), {{"code", parent->code}}).str(),
                      .means = Delivery::electronic};
        break;
    case State::withdrawn: deed.kind = ActKind::withdraw; break;
    case State::rejected:
    case State::stopped: deed.kind = ActKind::stop; break;
    case State::registered:
    case State::received:
    case State::processing:
    case State::supplement:
    case State::payment: return;  // it is worked on again
    }
    if (!fits(dossier->life.state, deed.kind)) return;
    deed.reason =
        base::Message(
            msg("Hồ sơ liên thông {{code}}: {{state}}. {{reason}}"),
            {{"code", parent->code}, {"state", words_of(parent->state), true}, {"reason", parent->reason}})
            .str();
    const auto closed = carry_out_inside(services, tx, platform, *dossier, deed);
    if (!closed) throw std::runtime_error(closed.error().message.str());
    tx.commit();
    if (services.notify) services.notify(platform.agency);
}

}  // namespace lt::dossiers::linked
