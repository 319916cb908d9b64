// Systems of agencies that decide dossiers or give opinions on them: what waits for the agency, a step that is done, a result that was made.
// What they do is done by the same acts as on the pages, once for each Idempotency-Key.
#include "dossiers/rest/handling.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "decisions/feel/json.h"
#include "directory/api.h"
#include "dossiers/acts.h"
#include "dossiers/linked/components.h"
#include "dossiers/queries.h"
#include "dossiers/rest/handlers.h"
#include "dossiers/rest/output.h"
#include "dossiers/steps.h"
#include "dossiers/together/chosen.h"
#include "kit/audit/audit.h"
#include "kit/base/ids.h"
#include "kit/crypto/digest.h"

namespace lt::dossiers::rest {

using base::msg;

namespace {

constexpr int kMostSteps = 100;

std::string digest_of(const http::Request& request)
{
    return crypto::sha256_hex(request.path + "\n" + request.body);
}

http::Response other_call()
{
    return problem(422, msg("Idempotency-Key này đã dùng cho một việc khác. Dùng khoá mới cho việc mới."));
}

// The answer to a call that was made before; nothing: it was not.
std::optional<http::Response> called_before(const Call& call, const Place& place, const std::string& key)
{
    {
        db::Transaction tx = call.dossiers().pool.begin(scope_of(call.actor(place.agency)));
        const db::Rows rows = tx.run(sql::rest_call, call.caller.system.id, key);
        if (rows.empty()) return std::nullopt;
        if (rows[0]["digest"].text() != digest_of(call.request)) return other_call();
    }
    return shown(call, place, 200);
}

// In the transaction of what is done.
base::Result<base::Done> keep_call(const Call& call, db::Transaction& tx, const Dossier& dossier,
                                   const std::string& key, const char* action, nlohmann::json detail)
{
    const db::Rows kept =
        tx.run(sql::rest_called, call.caller.system.id, key, dossier.id, digest_of(call.request), call.now());
    if (kept.affected() == 0)
        return base::conflict(
            msg("Idempotency-Key này đã dùng cho một việc khác. Dùng khoá mới cho việc mới."));
    detail["system"] = call.caller.system.code;
    audit::record(tx, {.action = action, .subject = dossier.uid, .detail = detail.dump(), .at = call.now()});
    return base::Done{};
}

// The dossier as it stands once it is done. What the caller read of and is no more is a conflict: the dossier itself is in his sight.
http::Response answer(const Call& call, const Place& place, const base::Result<base::Done>& done)
{
    if (done) return shown(call, place, 200);
    if (done.error().fault == base::Fault::not_found) return problem(409, done.error().message);
    return problem(done.error());
}

// Once for each key, whatever else happens at the same time: the same call may have been faster, and is why this one was refused.
template <class Work>
http::Response once(const Call& call, Work&& work)
{
    const std::string key = call.request.header("idempotency-key");
    if (!is_key(key)) return no_key();
    const auto place = handled_place(call, call.request.param("id"));
    if (!place) return no_such_dossier();
    if (auto before = called_before(call, *place, key)) return *std::move(before);
    http::Response out = work(*place, key);
    if (out.status == 200) return out;
    auto meanwhile = called_before(call, *place, key);
    return meanwhile ? *std::move(meanwhile) : out;
}

http::Response not_given(Right right)
{
    return problem(403, {msg("Hệ thống chưa được cấp quyền {{right}} ở cơ quan này."),
                         {{"right", std::string(to_text(right))}}});
}

// ---- Steps

nlohmann::ordered_json asks_json(const process::Asked& asked)
{
    auto out = nlohmann::ordered_json::array();
    for (const process::Ask& ask : asked.asks)
        out.push_back({{"name", ask.variable},
                       {"question", ask.question},
                       {"type", ask.is_number ? "number" : "boolean"}});
    return out;
}

nlohmann::ordered_json time_or_none(const std::optional<base::Time>& time)
{
    return time ? nlohmann::ordered_json(base::format_iso(*time)) : nlohmann::ordered_json(nullptr);
}

nlohmann::ordered_json step_json(const directory::Snapshot& directory, const db::Row& row,
                                 const process::Asked& asked)
{
    const std::string uid = row["uid"].str(), no = std::to_string(row["no"].int32());
    const std::string role = row["role"].str();
    return {{"step", row["no"].int32()},
            {"title", row["title"].str()},
            {"href", path_of(uid) + "/steps/" + no},
            {"right", to_text(right_for(role).value_or(Right::handle))},
            {"opened_at", base::format_iso(row["opened_at"].time())},
            {"due_at", time_or_none(row["due_at"].opt_time())},
            {"paused", row["paused"].boolean()},
            {"taken", row["taken"].boolean()},
            {"asks", asks_json(asked)},
            {"dossier",
             {{"uid", uid},
              {"code", row["code"].str()},
              {"href", path_of(uid)},
              {"version", row["version"].int32()},
              {"state", row["state"].str()},
              {"procedure", {{"code", row["procedure_code"].str()}, {"name", row["procedure_name"].str()}}},
              {"agency", code_of(directory, row["agency_id"].int64())},
              {"decides", code_of(directory, row["decides_id"].int64())},
              {"due_at", time_or_none(row["dossier_due_at"].opt_time())}}}};
}

// Behind "PROCESS.STEP"; nothing: the text is none.
struct Behind {
    std::optional<std::string> process{};
    int step = 0;
};
std::optional<Behind> behind_from(const std::string& text)
{
    if (text.empty()) return Behind{};
    const std::size_t dot = text.find('.');
    if (dot == std::string::npos || !base::is_uid(text.substr(0, dot))) return std::nullopt;
    const auto step = step_number(text.substr(dot + 1));
    if (!step) return std::nullopt;
    return Behind{text.substr(0, dot), *step};
}

// The step that waits for the agency of the place, now.
struct Found {
    together::Chosen dossier{};
    together::Step step{};
    process::Asked asked{};
};
std::variant<Found, http::Response> find_step(const Call& call, const Place& place)
{
    const auto no = step_number(call.request.param("step"));
    db::Transaction tx = call.dossiers().pool.begin(scope_of(call.actor(place.agency)));
    const auto all = together::chosen(tx, {place.uid});
    if (all.empty() || !no) return no_such_dossier();
    const auto step = std::ranges::find_if(all.front().steps, [&](const together::Step& one) {
        return one.no == *no && one.performer == place.agency;
    });
    if (step == all.front().steps.end()) return problem(409, msg("Bước này đã xong hoặc không còn nữa."));
    const auto right = right_for(step->role);
    if (!right || !call.caller.may(*right, place.agency)) return not_given(right.value_or(Right::decide));
    if (step->paused)
        return problem(409, {msg("Đồng hồ của bước “{{step}}” đang dừng: {{state}}."),
                             {{"step", step->title}, {"state", words_of(all.front().state), true}}});
    const auto asked = process::asked_by(tx, call.dossiers().process, {all.front().instance, step->no});
    if (!asked || asked->chooses)
        return problem(409, {msg("Bước “{{step}}” chọn việc cho từng trường hợp, làm tại trang của bước."),
                             {{"step", step->title}}});
    return Found{all.front(), *step, *asked};
}

base::Result<base::Done> complete_step(const Call& call, const Place& place, const Found& found,
                                       const StepDone& said, const feel::Value& answers,
                                       const std::string& key)
{
    const together::Step& step = found.step;
    const Actor platform = call.actor(step.agency);
    return call.dossiers().pool.retry(
        scope_of(platform), [&](db::Transaction& tx) -> base::Result<base::Done> {
            // Without its lock, as on the step's own page: a process locks its instance first and the dossier after it.
            const auto dossier = store::find(tx, place.uid);
            if (!dossier) return no_dossier();
            if (dossier->version != said.version) return changed_meanwhile();
            const auto done = process::complete_by(
                tx, call.dossiers().process, {.agency = step.agency, .request_id = platform.request_id},
                {.agency = place.agency, .role = step.role}, {found.dossier.instance, step.no}, answers);
            if (!done) return done;
            const auto kept =
                keep_call(call, tx, *dossier, key, "dossier.step_reported",
                          {{"step", step.no}, {"element", step.element}, {"agency", place.agency}});
            if (kept) tx.commit();
            return kept;
        });
}

// ---- Results

// The kind by its code, as the dossier's procedure names it. Where it names some, one of them is meant.
void name_result(const Call& call, const Place& place, Outcome& outcome, Wrongs& wrongs)
{
    db::Transaction tx = call.dossiers().pool.begin(scope_of(call.actor(place.agency)));
    const auto dossier = store::find(tx, place.uid);
    const VersionPtr version = dossier ? version_of(call.dossiers(), tx, dossier->version_uid) : nullptr;
    if (!version) throw base::Bug("the version of a dossier is gone");
    const auto kinds = linked::results_of(tx, *dossier, *version);
    if (kinds.empty()) return;
    const auto kind = std::ranges::find(kinds, outcome.code, &procedures::ResultKind::code);
    if (kind == kinds.end())
        wrongs.emplace_back("/code", msg("Thủ tục của hồ sơ không có kết quả này."));
    else
        outcome.name = kind->name;
}

// Its file is named by "upload" here.
base::Result<base::Done> by_our_names(base::Result<base::Done> done)
{
    if (done) return done;
    base::Error error = done.error();
    if (error.field == "result") error.field = "/upload";
    for (auto& [field, words] : error.more)
        if (field == "result") field = "/upload";
    return error;
}

}  // namespace

std::optional<Right> right_for(std::string_view role)
{
    if (role.empty()) return Right::handle;
    const auto known = directory::role_from(role);
    if (known == directory::Role::specialist || known == directory::Role::registry_clerk)
        return Right::handle;
    if (known == directory::Role::leader) return Right::decide;
    return std::nullopt;  // what is the desk's is lodged, supplemented and handed over, and no step of this
}

std::vector<std::string> roles_of(const Caller& caller, std::int64_t agency)
{
    using directory::Role;
    std::vector<std::string> out;
    if (caller.may(Right::handle, agency)) out.emplace_back();
    for (const Role role : {Role::specialist, Role::registry_clerk, Role::leader}) {
        const std::string name(directory::to_text(role));
        if (const auto right = right_for(name); right && caller.may(*right, agency)) out.push_back(name);
    }
    return out;
}

std::optional<int> step_number(std::string_view text)
{
    constexpr std::size_t kMostDigits = 9;
    if (text.empty() || text.size() > kMostDigits || text.find_first_not_of("0123456789") != text.npos)
        return std::nullopt;
    return std::stoi(std::string(text));
}

feel::Value judge(const process::Asked& asked, const StepDone& said, Wrongs& wrongs)
{
    const auto given = nlohmann::json::parse(said.answers);
    std::vector<feel::Entry> out;
    if (!said.comment.empty()) out.push_back({"nhan_xet", feel::Value::string(said.comment)});
    for (const process::Ask& ask : asked.asks) {
        const auto at = given.find(ask.variable);
        const std::string pointer = "/answers/" + ask.variable;
        if (at == given.end() || at->is_null())
            wrongs.emplace_back(pointer, msg("Thiếu trường này."));
        else if (ask.is_number ? !at->is_number() : !at->is_boolean())
            wrongs.emplace_back(pointer,
                                ask.is_number ? msg("Phải là một số.") : msg("Phải là true hoặc false."));
        else if (auto value = feel::from_json(at->dump()))
            out.push_back({ask.variable, *std::move(value)});
        else
            wrongs.emplace_back(pointer, value.error().message);
    }
    for (const auto& [name, value] : given.items())
        if (std::ranges::find(asked.asks, name, &process::Ask::variable) == asked.asks.end())
            wrongs.emplace_back("/answers/" + name, msg("Bước này không hỏi câu này."));
    return feel::Value::context(std::move(out));
}

std::optional<Place> handled_place(const Call& call, const std::string& code_or_uid)
{
    std::vector<std::int64_t> agencies;
    for (const Grant& one : call.caller.grants)
        if ((one.right == Right::handle || one.right == Right::decide) &&
            std::ranges::find(agencies, one.agency) == agencies.end())
            agencies.push_back(one.agency);
    for (const std::int64_t agency : agencies) {
        db::Transaction tx = call.dossiers().pool.begin(scope_of(call.actor(agency)));
        const auto dossier =
            base::is_uid(code_or_uid) ? store::find(tx, code_or_uid) : store::find_by_code(tx, code_or_uid);
        if (!dossier) continue;
        // The desk that only received it does not handle it.
        const auto is_ours = [&](const Step& step) { return step.performer == agency; };
        if (dossier->decides == agency ||
            std::ranges::any_of(steps_of(call.dossiers(), tx, *dossier), is_ours))
            return Place{.uid = dossier->uid, .agency = agency, .handles = true};
    }
    return std::nullopt;
}

http::Response open_steps(const Call& call)
{
    const auto directory = call.dossiers().directory.snapshot();
    const directory::Agency* agency = directory->find_code(call.request.query.get("agency"));
    const auto roles = agency == nullptr ? std::vector<std::string>() : roles_of(call.caller, agency->id);
    if (roles.empty())
        return problem(
            400,
            msg("Nêu cơ quan bằng tham số agency: mã định danh của cơ quan mà hệ thống được giải quyết hồ sơ."));
    const auto behind = behind_from(call.request.query.get("after"));
    if (!behind) return problem(400, msg("Tham số after phải là con trỏ của lần đọc trước."));
    const int limit = static_cast<int>(
        std::clamp<std::int64_t>(call.request.query.integer("limit").value_or(50), 1, kMostSteps));
    db::Transaction tx = call.dossiers().pool.begin(scope_of(call.actor(agency->id)));
    const db::Rows rows = tx.run(sql::rest_steps, agency->id, roles, behind->process, behind->step, limit);
    nlohmann::ordered_json out{{"steps", nlohmann::ordered_json::array()}, {"cursor", nullptr}};
    for (const db::Row row : rows) {
        const process::Task task{row["instance_uid"].str(), row["no"].int32()};
        const auto asked = process::asked_by(tx, call.dossiers().process, task);
        if (!asked) continue;  // done meanwhile
        out["steps"].push_back(step_json(*directory, row, *asked));
        out["cursor"] = task.instance + "." + std::to_string(task.wait);
    }
    if (rows.size() < static_cast<std::size_t>(limit)) out["cursor"] = nullptr;
    return http::json(out.dump());
}

http::Response report_step(const Call& call)
{
    return once(call, [&](const Place& place, const std::string& key) {
        ReadStepDone read = read_step_done(call.request.body);
        if (!read.wrongs.empty()) return problem(read.wrongs);
        auto found = find_step(call, place);
        if (auto* refusal = std::get_if<http::Response>(&found)) return std::move(*refusal);
        const Found& step = std::get<Found>(found);
        if (step.dossier.version != read.step.version) return problem(changed_meanwhile());
        const feel::Value answers = judge(step.asked, read.step, read.wrongs);
        if (!read.wrongs.empty()) return problem(read.wrongs);
        return answer(call, place, complete_step(call, place, step, read.step, answers, key));
    });
}

http::Response record_result(const Call& call)
{
    return once(call, [&](const Place& place, const std::string& key) {
        if (!call.caller.may(Right::handle, place.agency)) return not_given(Right::handle);
        ReadResultMade read = read_result_made(call.request.body);
        if (!read.wrongs.empty()) return problem(read.wrongs);
        NewOutcome wanted{.outcome = std::move(read.made.outcome), .version = read.made.version};
        name_result(call, place, wanted.outcome, read.wrongs);
        if (!read.made.upload.empty()) {
            auto files = files_of(call, {{.upload = read.made.upload, .pointer = "/upload"}}, read.wrongs);
            if (!files && read.wrongs.empty()) return problem(files.error());
            if (files && !files->empty()) wanted.file = files->front();
        }
        if (!read.wrongs.empty()) return problem(read.wrongs);
        wanted.also = [&](db::Transaction& tx, const Dossier& dossier) {
            return keep_call(call, tx, dossier, key, "dossier.result_reported",
                             {{"kind", wanted.outcome.code}, {"agency", place.agency}});
        };
        Actor actor = call.actor(place.agency);
        actor.role = directory::Role::specialist;
        const auto done = by_our_names(add_outcome(call.dossiers(), actor, place.uid, wanted));
        // Who is only asked for an opinion sees the dossier by that, and has no part in what it leads to.
        if (!done && done.error().fault == base::Fault::not_found)
            return problem(
                403, msg("Chỉ cơ quan giải quyết hoặc bộ phận một cửa đã tiếp nhận hồ sơ ghi kết quả."));
        return answer(call, place, done);
    });
}

}  // namespace lt::dossiers::rest
