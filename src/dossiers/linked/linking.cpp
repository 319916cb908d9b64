// See linking.h: the side of the parent.
#include "dossiers/linked/linking.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "directory/api.h"
#include "dossiers/acts.h"
#include "dossiers/queries.h"
#include "kit/base/ids.h"
#include "kit/jobs/jobs.h"

namespace lt::dossiers::linked {

using base::msg;

namespace {

constexpr const char* kLink = "dossiers.link";
constexpr const char* kMake = "dossiers.make_component";
constexpr const char* kShare = "dossiers.share_papers";
constexpr const char* kClose = "dossiers.close_component";

bool is_worked_on(State state)
{
    return state == State::processing || state == State::supplement || state == State::payment;
}

const procedures::Child* child_of(const procedures::Version& version, const std::string& code)
{
    const auto& all = version.ready.children;
    const auto found = std::ranges::find(all, code, &procedures::Child::code);
    return found == all.end() ? nullptr : &*found;
}

feel::Value done_variable(bool done)
{
    return feel::Value::context({{"children_done", feel::Value::boolean(done)}});
}

// What the agency of a component found when it was to make its dossier.
struct Reported {
    int no = -1;
    std::string why{};
};

// Brings a parent up to date with its components.
class Link {
public:
    Link(Services& services, db::Transaction& tx, Dossier& parent, Reported reported)
        : services_(services), tx_(tx), parent_(parent), reported_(std::move(reported)),
          now_(services.clock->now()), version_(version_of(services, tx, parent.version_uid)),
          all_(components(tx, parent.id))
    {
    }

    void run()
    {
        const bool works = is_worked_on(parent_.life.state);
        // The process first: its acts lock the instance, then the dossier.
        if (works) tell_process();
        for (const Component& one : all_)
            if (one.taken || turn_of(one, all_) == Turn::done)
                tx_.run(sql::component_results, parent_.id, one.no, now_);
        for (Component& one : all_) tell_history(one);
        for (Component& one : all_) works ? send_for(one) : send_away(one);
    }

private:
    void tell_process()
    {
        if (all_.empty() || told_all_done(all_) == all_done(all_) || parent_.instance.empty()) return;
        const auto standing = process::standing_of(tx_, parent_.instance);
        if (!standing || standing->ended) return;
        const auto done = process::set_variables(tx_, services_.process, {.agency = parent_.decides},
                                                 parent_.instance, done_variable(all_done(all_)));
        if (!done) throw std::runtime_error(done.error().message.str());
    }

    void tell_history(Component& one)
    {
        const std::string telling = telling_of(one);
        if (telling == one.told) return;
        const std::string& agency = services_.directory.snapshot()->name(one.decides);
        if (one.told.empty() && telling == to_text(State::processing))
            note({msg("Đã mở hồ sơ thành phần “{{name}}” tại {{agency}}: {{code}}."),
                  {{"name", one.name}, {"agency", agency}, {"code", one.child_code}}});
        else if (one.told == to_text(State::resolved))
            note({msg("{{agency}} đã lấy lại kết quả của thành phần “{{name}}”."),
                  {{"agency", agency}, {"name", one.name}}});
        else
            note({one.reason.empty()
                      ? msg("Thành phần “{{name}}” tại {{agency}}: {{state}}.")
                      : msg("Thành phần “{{name}}” tại {{agency}}: {{state}}. Lý do: {{reason}}"),
                  {{"name", one.name},
                   {"agency", agency},
                   {"state", words_of(*one.state), true},
                   {"reason", one.reason}}});
        tx_.send(sql::component_told, parent_.id, one.no, telling);
        one.told = telling;
    }

    void send_for(Component& one)
    {
        if (turn_of(one, all_) != Turn::begins || one.closing) return;
        const procedures::Child* child = child_of(*version_, one.code);
        if (child == nullptr) throw base::Bug("a component that its procedure does not know");
        const std::int64_t agency = decider_of(services_, tx_, parent_, *child);
        procedures::Asked asked = asked_of(parent_);
        asked.case_no = 0;
        asked.agency = agency;
        const auto handling = handling_of(services_, tx_, version_, *child, agency, asked);
        const std::string found = reported_.no == one.no ? reported_.why : std::string();
        const std::string trouble = handling ? found : handling.error().message.str();
        if (agency != one.decides || trouble != one.trouble) {
            tx_.send(sql::component_turn, parent_.id, one.no,
                     agency == 0 ? std::nullopt : std::optional(agency), trouble);
            if (!trouble.empty())
                note({msg("Chưa mở được hồ sơ thành phần “{{name}}”: {{why}}"),
                      {{"name", one.name}, {"why", trouble}}});
        }
        if (trouble.empty())
            jobs::enqueue(tx_, services_.queue, kMake,
                          nlohmann::json{{"parent", parent_.uid}, {"no", one.no}, {"agency", agency}}.dump());
    }

    // The parent is over or has its result: what is open ends with it where it ended without one, and what is done is handed over to it.
    void send_away(const Component& one)
    {
        const Turn turn = turn_of(one, all_);
        const bool has_result =
            parent_.life.state == State::resolved || parent_.life.state == State::returned;
        if (has_result ? one.state != State::resolved : turn != Turn::open) return;
        if (!has_result) tx_.send(sql::component_closing, parent_.id, one.no, true);
        jobs::enqueue(tx_, services_.queue, kClose,
                      nlohmann::json{{"child", one.child}, {"agency", one.decides}}.dump());
    }

    void note(const base::Message& text)
    {
        if (!locked_) {
            auto now_is = store::find(tx_, parent_.uid, store::Lock::for_update);
            if (!now_is) throw base::Bug("the parent is gone");
            parent_ = *std::move(now_is);
            locked_ = true;
        }
        const auto done = carry_out_inside(services_, tx_, Actor{.agency = parent_.decides}, parent_,
                                           {.kind = ActKind::note, .reason = text.str()});
        if (!done) throw std::runtime_error(done.error().message.str());
    }

    Services& services_;
    db::Transaction& tx_;
    Dossier& parent_;
    Reported reported_;
    base::Time now_;
    VersionPtr version_;
    std::vector<Component> all_;
    bool locked_ = false;
};

void look(Services& services, const std::string& parent, std::int64_t agency, db::Transaction& tx,
          const Reported& reported = {})
{
    nlohmann::json payload{{"dossier", parent}, {"agency", agency}};
    if (reported.no >= 0) payload["trouble"] = {{"no", reported.no}, {"why", reported.why}};
    jobs::enqueue(tx, services.queue, kLink, payload.dump());
}

Reported reported_in(const nlohmann::json& payload)
{
    const auto it = payload.find("trouble");
    if (it == payload.end()) return {};
    return {it->at("no").get<int>(), it->at("why").get<std::string>()};
}

void link(Services& services, const jobs::Job& job)
{
    const nlohmann::json payload = nlohmann::json::parse(job.payload);
    const Actor platform{.agency = payload.at("agency").get<std::int64_t>()};
    const std::string uid = payload.at("dossier").get<std::string>();
    db::Transaction tx = services.pool.begin(scope_of(platform));
    tx.run(sql::follow_lock, uid);
    auto parent = store::find(tx, uid);
    if (!parent || parent->decides != platform.agency) {
        // It has moved to another agency meanwhile.
        const auto home = tx.run(sql::dossier_home, uid)[0]["agency_id"].opt_int64();
        if (!home || *home == platform.agency) throw std::runtime_error("no such dossier: " + uid);
        look(services, uid, *home, tx, reported_in(payload));
        tx.commit();
        return;
    }
    Link(services, tx, *parent, reported_in(payload)).run();
    tx.commit();
    if (services.notify) services.notify(parent->agency);
}

}  // namespace

base::Result<process::Answer> plan(Services& services, db::Transaction& tx, const process::Work& work)
{
    const auto parent = store::lock_by_code(tx, work.business_key);
    if (!parent) return base::not_found(msg("Không có hồ sơ của quy trình này."));
    const VersionPtr version = version_of(services, tx, parent->version_uid);
    if (!version) throw base::Bug("the version of a dossier is gone");
    nlohmann::json wanted = nlohmann::json::array();
    for (const procedures::Child& child : procedures::children_of(*version, asked_of(*parent))) {
        const auto no = child_of(*version, child.code) - version->ready.children.data();
        wanted.push_back({{"no", no},
                          {"code", child.code},
                          {"name", child.name},
                          {"after", child.after},
                          {"child_uid", base::new_uid(services.clock->now())}});
    }
    tx.send(sql::components_put, parent->id, wanted.dump());
    const auto all = components(tx, parent->id);
    for (const Component& one : all) {
        if (!one.closing) continue;
        if (turn_of(one, all) == Turn::failed)
            tx.send(sql::component_renew, parent->id, one.no, base::new_uid(services.clock->now()));
        else
            tx.send(sql::component_closing, parent->id, one.no, false);
    }
    look(services, parent->uid, parent->decides, tx);
    return process::Answer{.variables = done_variable(all_done(all))};
}

void tell_later(Services& services, db::Transaction& tx, const Dossier& dossier)
{
    if (const auto parent = parent_of(tx, dossier)) return look(services, parent->uid, parent->decides, tx);
    const VersionPtr version = version_of(services, tx, dossier.version_uid);
    if (version && !version->ready.children.empty()) look(services, dossier.uid, dossier.decides, tx);
}

void share_later(Services& services, db::Transaction& tx, const Dossier& dossier)
{
    const auto all = components(tx, dossier.id);
    const VersionPtr version = all.empty() ? nullptr : version_of(services, tx, dossier.version_uid);
    for (const Component& one : all) {
        const procedures::Child* child = version ? child_of(*version, one.code) : nullptr;
        if (child == nullptr || child->papers.empty()) continue;
        // Also of one without a dossier: it may just be made, for which the job waits.
        if (one.decides == 0 || one.closing || (one.state && is_over(*one.state))) continue;
        const nlohmann::json payload{
            {"parent", dossier.uid}, {"code", dossier.code},    {"no", one.no},
            {"child", one.child},    {"papers", child->papers}, {"agency", one.decides}};
        jobs::enqueue(tx, services.queue, kShare, payload.dump());
    }
}

void report_trouble(Services& services, db::Transaction& tx, const std::string& parent, int no,
                    const std::string& why)
{
    const auto home = tx.run(sql::dossier_home, parent)[0]["agency_id"].opt_int64();
    if (!home) throw base::Bug("the parent is gone");
    look(services, parent, *home, tx, {no, why});
}

void look_later(Services& services, db::Transaction& tx, const Parent& parent)
{
    look(services, parent.uid, parent.decides, tx);
}

void add_jobs(Services& services)
{
    services.queue.handle(kLink, [&services](const jobs::Job& job) { link(services, job); });
    services.queue.handle(kMake, [&services](const jobs::Job& job) { make_component(services, job); });
    services.queue.handle(kShare, [&services](const jobs::Job& job) { share_papers(services, job); });
    services.queue.handle(kClose, [&services](const jobs::Job& job) { close_component(services, job); });
    services.process.inside["dossier.children"] =
        [&services](db::Transaction& tx, const process::Work& work) { return plan(services, tx, work); };
}

}  // namespace lt::dossiers::linked
