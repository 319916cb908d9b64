// See follow.h.
#include "dossiers/follow.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "directory/api.h"
#include "dossiers/acts.h"
#include "dossiers/batches/elsewhere.h"
#include "dossiers/digitise/digitise.h"
#include "dossiers/linked/linking.h"
#include "dossiers/linked/moves.h"
#include "dossiers/queries.h"
#include "dossiers/results/drafts.h"
#include "kit/jobs/jobs.h"
#include "process/api.h"

namespace lt::dossiers {

using base::msg;

namespace {

constexpr const char* kFollow = "dossiers.follow";

feel::Value text(std::string value) { return feel::Value::string(std::move(value)); }

feel::Value day_of(base::Time time)
{
    const std::chrono::year_month_day day(base::vietnam_day(time));
    return feel::Value::date({.year = static_cast<int>(day.year()),
                              .month = static_cast<std::uint8_t>(static_cast<unsigned>(day.month())),
                              .day = static_cast<std::uint8_t>(static_cast<unsigned>(day.day()))});
}

std::string identity_code(const directory::Snapshot& directory, std::int64_t agency)
{
    const directory::Agency* found = directory.find(agency);
    return found == nullptr ? std::string() : found->code;
}

// What the process sees: what the decisions of the procedure see, and which agencies are concerned.
feel::Value variables_of(Services& services, const Dossier& dossier, const procedures::Version& version)
{
    const auto directory = services.directory.snapshot();
    const feel::Value seen = procedures::inputs_of(version, linked::asked_of(dossier));
    std::vector<feel::Entry> about{{"code", text(dossier.code)},
                                   {"lodged", day_of(dossier.lodged_at)},
                                   {"receives", text(identity_code(*directory, dossier.agency))},
                                   {"decides", text(identity_code(*directory, dossier.decides))}};
    if (const feel::Value* known = seen.find("dossier"))
        about.insert(about.begin(), known->entries().begin(), known->entries().end());
    return feel::Value::context({{"dossier", feel::Value::context(std::move(about))}});
}

class Follower {
public:
    Follower(Services& services, db::Transaction& tx, Dossier& dossier)
        : services_(services), tx_(tx), dossier_(dossier), actor_{.agency = dossier.decides}
    {
        if (!dossier_.instance.empty()) standing_ = process::standing_of(tx_, dossier_.instance);
    }

    void follow()
    {
        const bool runs = standing_ && !standing_->ended;
        switch (dossier_.life.state) {
        case State::processing:
            if (!standing_ || standing_->terminated)
                begin();
            else if (runs)
                wind(false);
            return;
        case State::supplement:
        case State::payment:
            if (runs) wind(true);
            return;
        case State::rejected:
        case State::withdrawn:
        case State::stopped:
            if (runs)
                must(process::cancel(tx_, services_.process, actor_, dossier_.instance,
                                     words_of(dossier_.life.state)));
            return;
        case State::registered:
        case State::received:
        case State::resolved:
        case State::returned: return;
        }
    }

    // Agencies of tasks to come are named by it.
    void readdress()
    {
        if (!standing_ || standing_->ended) return;
        const VersionPtr version = version_of(services_, tx_, dossier_.version_uid);
        if (!version) throw std::runtime_error("the procedure's version is gone: " + dossier_.version_uid);
        must(process::set_variables(tx_, services_.process, actor_, dossier_.instance,
                                    variables_of(services_, dossier_, *version)));
    }

private:
    static void must(const base::Result<base::Done>& done)
    {
        if (!done) throw std::runtime_error(done.error().message.str());
    }

    void begin()
    {
        const VersionPtr version = version_of(services_, tx_, dossier_.version_uid);
        if (!version) throw std::runtime_error("the procedure's version is gone: " + dossier_.version_uid);
        auto uid = process::start(tx_, services_.process, actor_,
                                  {.key = linked::process_of(tx_, dossier_, *version),
                                   .business_key = dossier_.code,
                                   .variables = variables_of(services_, dossier_, *version),
                                   .as_of = drawn_at()});
        if (!uid) throw std::runtime_error(uid.error().message.str());
        tx_.send(sql::dossier_instance, dossier_.id, *uid);
    }

    // The drawing of the day when the dossier was lodged, of those that belong to its version: another version may have brought its own before
    // it came into force. So it is the same however late the process begins, and where it begins again.
    base::Time drawn_at()
    {
        const auto followed = procedures::followed_at(tx_, dossier_.version_uid);
        if (!followed) return dossier_.lodged_at;
        return std::min(dossier_.lodged_at, *followed - std::chrono::microseconds(1));
    }

    void wind(bool pause)
    {
        for (const process::Standing::OpenTask& open : standing_->tasks) {
            if (open.paused == pause) continue;
            const process::Task task{dossier_.instance, open.wait};
            must(pause ? process::pause(tx_, services_.process, actor_, task, words_of(dossier_.life.state))
                       : process::resume(tx_, services_.process, actor_, task));
        }
    }

    Services& services_;
    db::Transaction& tx_;
    Dossier& dossier_;
    process::Actor actor_;
    std::optional<process::Standing> standing_{};
};

void enqueue_follow(Services& services, db::Transaction& tx, const std::string& uid, std::int64_t agency,
                    bool moved)
{
    nlohmann::json payload{{"dossier", uid}, {"agency", agency}};
    if (moved) payload["moved"] = true;
    jobs::enqueue(tx, services.queue, kFollow, payload.dump());
}

void follow(Services& services, const jobs::Job& job)
{
    const nlohmann::json payload = nlohmann::json::parse(job.payload);
    const Actor platform{.agency = payload.at("agency").get<std::int64_t>()};
    db::Transaction tx = services.pool.begin(scope_of(platform));
    const std::string uid = payload.at("dossier").get<std::string>();
    tx.run(sql::follow_lock, uid);
    auto dossier = store::find(tx, uid);
    const bool moved = payload.contains("moved");
    if (!dossier || dossier->decides != platform.agency) {
        // It has moved to another agency meanwhile.
        const auto home = tx.run(sql::dossier_home, uid)[0]["agency_id"].opt_int64();
        if (!home || *home == platform.agency) throw std::runtime_error("no such dossier: " + uid);
        enqueue_follow(services, tx, uid, *home, moved);
        tx.commit();
        return;
    }
    Follower follower(services, tx, *dossier);
    if (moved) follower.readdress();
    follower.follow();
    if (dossier->life.state == State::resolved || dossier->life.state == State::returned)
        keep_results_later(services, tx, *dossier);
    linked::tell_later(services, tx, *dossier);
    tx.commit();
    if (services.notify) services.notify(platform.agency);
}

// The end of the process is the result, unless it said something else on its way, or a result is still to be signed, sealed or issued: the last
// of them resolves it (results/held.h).
base::Result<base::Done> process_ended(Services& services, db::Transaction& tx, const process::Ended& ended)
{
    auto dossier = store::lock_by_code(tx, ended.business_key);
    if (!dossier || is_over(dossier->life.state) || dossier->life.state == State::resolved ||
        store::awaits_result(tx, dossier->id))
        return base::Done{};
    return carry_out_inside(services, tx, Actor{.agency = ended.agency}, *dossier,
                            {.kind = ActKind::resolve});
}

// A text that a service task is given; empty: none.
std::string said(const process::Work& work, std::string_view input)
{
    const feel::Value* value = work.inputs.find(input);
    return value != nullptr && value->is(feel::Kind::string) ? value->as_string() : std::string();
}

// Something must be verified before the dossier can be decided: it has the time that the version's decision gives then, counted from its
// reception. Once: who verifies again, or verifies what is late already, gets no more of it, and the history tells the latter. Where that time is
// no longer than the one that runs the work goes on: a decision that gives no more stops nobody.
base::Result<process::Answer> verify(Services& services, db::Transaction& tx, const Actor& platform,
                                     Dossier& dossier, const std::string& reason)
{
    const VersionPtr version = version_of(services, tx, dossier.version_uid);
    if (!version) throw std::runtime_error("the procedure's version is gone: " + dossier.version_uid);
    procedures::Asked asked = linked::asked_of(dossier);
    asked.verified = true;
    auto limit = procedures::limit_by(tx, *services.decisions, *version, asked);
    if (!limit) return limit.error();
    if (!*limit || !dossier.life.clock) return process::Answer{};
    Life longer = dossier.life;
    longer.clock->limit = **limit;
    const auto due = due_of(longer, *linked::calendar_of(services, tx, dossier));
    if (due && dossier.due_at && *due <= *dossier.due_at) return process::Answer{};
    Deed deed{.kind = ActKind::verify, .reason = reason, .basis = (*limit)->basis, .limit = *limit};
    if (dossier.due_at && *dossier.due_at < services.clock->now())
        deed = {.kind = ActKind::note,
                .reason = base::Message(msg("{{reason}} Hẹn trả đã qua nên thời hạn không được kéo dài."),
                                        {{"reason", reason}})
                              .str()};
    const auto done = carry_out_inside(services, tx, platform, dossier, deed);
    if (!done) return done.error();
    return process::Answer{};
}

// A service task of the process says where the dossier stands.
base::Result<process::Answer> state_told(Services& services, db::Transaction& tx, const process::Work& work)
{
    const std::string wanted = said(work, "state");
    auto dossier = store::lock_by_code(tx, work.business_key);
    if (!dossier) return base::not_found(msg("Không có hồ sơ của quy trình này."));
    const Actor platform{.agency = work.agency};
    const std::string reason = said(work, "reason");
    if (wanted == "verifying")
        return verify(services, tx, platform, *dossier,
                      reason.empty() ? msg("Phải xác minh trước khi giải quyết hồ sơ.") : reason);
    Deed deed;
    if (wanted == "finished") {
        // The last of what still waits resolves it (results/held.h).
        if (store::awaits_result(tx, dossier->id)) return process::Answer{};
        deed.kind = ActKind::resolve;
    } else if (wanted == "stopped" || wanted == "refused") {
        deed.kind = ActKind::stop;
        deed.reason = !reason.empty()       ? reason
                      : wanted == "refused" ? msg("Không đủ điều kiện giải quyết.")
                                            : words_of(ActKind::stop);
    } else if (wanted == "processing") {
        return process::Answer{};  // it is, or its process would not run
    } else {
        return base::invalid("state",
                             {msg("Quy trình nêu trạng thái không có: “{{state}}”."), {{"state", wanted}}});
    }
    const auto done = carry_out_inside(services, tx, platform, *dossier, deed);
    if (!done) return done.error();
    return process::Answer{};
}

base::Result<process::Answer> note_told(Services& services, db::Transaction& tx, const process::Work& work)
{
    const std::string remark = said(work, "text");
    auto dossier = store::lock_by_code(tx, work.business_key);
    if (!dossier || remark.empty()) return process::Answer{};
    const auto done = carry_out_inside(services, tx, Actor{.agency = work.agency}, *dossier,
                                       {.kind = ActKind::note, .reason = remark});
    if (!done) return done.error();
    return process::Answer{};
}

}  // namespace

void follow_later(Services& services, db::Transaction& tx, const Dossier& dossier)
{
    enqueue_follow(services, tx, dossier.uid, dossier.decides, false);
}

void readdress_later(Services& services, db::Transaction& tx, const std::string& uid)
{
    const auto home = tx.run(sql::dossier_home, uid)[0]["agency_id"].opt_int64();
    if (!home) throw base::Bug("a dossier that has moved is gone");
    enqueue_follow(services, tx, uid, *home, true);
}

void add_jobs(Services& services)
{
    add_digitise_jobs(services);
    batches::add_batch_act_jobs(services);
    services.queue.handle(kFollow, [&services](const jobs::Job& job) { follow(services, job); });
    services.process.inside["dossier.state"] = [&services](db::Transaction& tx, const process::Work& work) {
        return state_told(services, tx, work);
    };
    services.process.inside["dossier.note"] = [&services](db::Transaction& tx, const process::Work& work) {
        return note_told(services, tx, work);
    };
    linked::add_jobs(services);
    services.process.ended = [&services](db::Transaction& tx, const process::Ended& ended) {
        return process_ended(services, tx, ended);
    };
}

}  // namespace lt::dossiers
