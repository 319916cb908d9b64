// What other systems read: a dossier, its receipt, its results, what happened since, and which procedures they can lodge.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "directory/api.h"
#include "dossiers/given_slips.h"
#include "dossiers/queries.h"
#include "dossiers/rest/handlers.h"
#include "dossiers/rest/output.h"
#include "kit/base/log.h"
#include "kit/page/stored_file.h"

namespace lt::dossiers::rest {

using base::msg;

namespace {

using Ordered = nlohmann::ordered_json;

constexpr int kMostEvents = 500;

// Why it stands where it stands; remarks of the agency are its own.
std::string reason_now(const std::vector<Event>& history, State state)
{
    for (auto it = history.rbegin(); it != history.rend(); ++it)
        if (it->act != ActKind::note && it->state == state)
            return it->act == ActKind::take_back ? std::string() : it->reason;
    return {};
}

// For who handles the dossier, and for who lodged it or reads all.
std::optional<Place> any_place(const Call& call)
{
    const std::string& id = call.request.param("id");
    auto handled = handled_place(call, id);
    return handled ? handled : place_of(call, id);
}

std::optional<store::Slip> receipt_of(db::Transaction& tx, std::int64_t dossier)
{
    const auto slips = store::slips(tx, dossier);
    const auto found = std::ranges::find(slips, "receipt", &store::Slip::kind);
    return found == slips.end() ? std::nullopt : std::optional(*found);
}

// An agency of the query in which the caller may do something.
std::variant<std::int64_t, http::Response> agency_asked(const Call& call)
{
    const directory::Agency* agency =
        call.dossiers().directory.snapshot()->find_code(call.request.query.get("agency"));
    if (agency == nullptr || !call.caller.may_anything(agency->id))
        return problem(
            400,
            msg("Nêu cơ quan bằng tham số agency: mã định danh của cơ quan mà hệ thống được cấp quyền."));
    return agency->id;
}

Ordered limits_of(const Preview& seen)
{
    Ordered out{{"due_at", seen.due_at ? Ordered(base::format_iso(*seen.due_at)) : Ordered(nullptr)},
                {"papers", Ordered::array()}};
    for (std::size_t i = 0; i < seen.papers.size(); ++i)
        out["papers"].push_back({{"no", i},
                                 {"code", seen.papers[i].paper.code},
                                 {"name", seen.papers[i].paper.name},
                                 {"required", seen.papers[i].kind.required},
                                 {"hint", seen.papers[i].kind.hint}});
    out["fees"] = Ordered::array();
    if (!seen.charges) return out;
    for (const procedures::Charge& charge : *seen.charges)
        out["fees"].push_back(
            {{"code", charge.code},
             {"name", charge.name},
             {"amount", charge.amount},
             {"paid_when", charge.when == procedures::PaidWhen::reception ? "reception" : "result"},
             {"basis", charge.basis}});
    return out;
}

}  // namespace

std::optional<Place> place_of(const Call& call, const std::string& code_or_uid)
{
    db::Transaction tx = call.dossiers().pool.begin({});
    const db::Rows rows = tx.run(sql::rest_dossier, call.caller.system.id, code_or_uid);
    if (rows.empty()) return std::nullopt;
    return Place{rows[0]["uid"].str(), rows[0]["agency_id"].int64()};
}

http::Response no_such_dossier()
{
    return problem(404, msg("Không có hồ sơ này, hoặc hệ thống không được xem."));
}

std::string code_of(const directory::Snapshot& directory, std::int64_t agency)
{
    const directory::Agency* found = directory.find(agency);
    return found == nullptr ? std::string() : found->code;
}

void note_look(const Call& call, db::Transaction& tx, const Dossier& dossier)
{
    store::note_look(tx, dossier, "system " + call.caller.system.code, call.now());
}

http::Response shown(const Call& call, const Place& place, int status)
{
    db::Transaction tx = call.dossiers().pool.begin(scope_of(call.actor(place.agency)));
    const auto dossier = store::find(tx, place.uid);
    if (!dossier) return no_such_dossier();
    const auto directory = call.dossiers().directory.snapshot();
    Shown out{.dossier = *dossier,
              .papers = store::papers(tx, dossier->id),
              .fees = store::fees(tx, dossier->id),
              .outcomes = store::outcomes(tx, dossier->id),
              .agency_code = code_of(*directory, dossier->agency),
              .decides_code = code_of(*directory, dossier->decides),
              .has_receipt = receipt_of(tx, dossier->id).has_value(),
              .reason = reason_now(store::events(tx, dossier->id), dossier->life.state)};
    if (place.handles) out.files = store::files(tx, dossier->id);
    note_look(call, tx, *dossier);
    tx.commit();
    return http::json(to_json(out).dump(), status);
}

http::Response show_dossier(const Call& call)
{
    const auto place = any_place(call);
    return place ? shown(call, *place, 200) : no_such_dossier();
}

http::Response receipt(const Call& call)
{
    const auto place = place_of(call, call.request.param("id"));
    if (!place) return no_such_dossier();
    db::Transaction tx = call.dossiers().pool.begin(scope_of(call.actor(place->agency)));
    const auto dossier = store::find(tx, place->uid);
    const auto slip = dossier ? receipt_of(tx, dossier->id) : std::nullopt;
    if (!slip) return problem(404, msg("Chưa có giấy tiếp nhận: hồ sơ chưa được tiếp nhận."));
    note_look(call, tx, *dossier);
    try {
        std::string bytes = slip_file(call.dossiers(), tx, *dossier, *slip);
        tx.commit();
        return page::made_pdf(std::move(bytes), slip_name("receipt", dossier->code));
    } catch (const NotPrinted& why) {
        base::log(base::Level::error, "not_printed", {{"why", why.what()}});
        return problem(
            {base::Fault::unavailable,
             {},
             msg("Chưa lập được tệp giấy tiếp nhận. Hồ sơ và giấy tiếp nhận đã được ghi; đọc lại sau."),
             {}});
    }
}

http::Response result_file(const Call& call)
{
    const auto place = any_place(call);
    if (!place) return no_such_dossier();
    db::Transaction tx = call.dossiers().pool.begin(scope_of(call.actor(place->agency)));
    const auto dossier = store::find(tx, place->uid);
    const auto file = dossier ? store::find_file(tx, dossier->id, call.request.param("file")) : std::nullopt;
    // A result that was not decided yet, drafts and scans stay with the agency.
    const bool is_out = file && file->kind == "result" &&
                        (dossier->life.state == State::resolved || dossier->life.state == State::returned);
    const bool is_handled = file && place->handles && is_for_handlers(*file);
    if (!is_out && !is_handled) return problem(404, msg("Không có tệp kết quả này."));
    note_look(call, tx, *dossier);
    tx.commit();
    return page::stored_file(
        call.dossiers().blobs.open(file->sha256),
        {.name = file->name, .media_type = file->media_type, .sha256 = file->sha256, .download = true});
}

http::Response changes(const Call& call)
{
    const std::string typed = call.request.query.get("after");
    const auto after = call.request.query.integer("after");
    if (!typed.empty() && (!after || *after < 0))
        return problem(400, msg("Tham số after phải là con trỏ của lần đọc trước."));
    const auto wanted = call.request.query.integer("limit");
    const int limit = static_cast<int>(std::clamp<std::int64_t>(wanted.value_or(100), 1, kMostEvents));
    const std::int64_t behind = after.value_or(0);
    std::optional<std::int64_t> last;
    {
        db::Transaction tx = call.dossiers().pool.begin({});
        last = tx.run_and_commit(sql::rest_settled)[0]["last"].opt_int64();
    }
    Ordered out{{"events", Ordered::array()}, {"cursor", std::to_string(behind)}, {"more", false}};
    if (!last) return http::json(out.dump());
    db::Transaction tx = call.dossiers().pool.begin({});
    const db::Rows rows = tx.run(sql::rest_events, call.caller.system.id, behind, *last, limit);
    const auto directory = call.dossiers().directory.snapshot();
    std::int64_t reached = std::max(*last, behind);
    const bool more = rows.size() == static_cast<std::size_t>(limit);
    for (const db::Row row : rows) {
        if (more) reached = row["id"].int64();
        const std::string uid = row["dossier_uid"].str();
        const auto state = state_from(row["state"].text());
        out["events"].push_back(
            {{"id", std::to_string(row["id"].int64())},
             {"dossier", {{"uid", uid}, {"code", row["code"].str()}, {"href", path_of(uid)}}},
             {"foreign_code",
              row["foreign_code"].text().empty() ? Ordered(nullptr) : Ordered(row["foreign_code"].str())},
             {"agency", code_of(*directory, row["agency_id"].int64())},
             {"version", row["no"].int32()},
             {"act", row["act"].str()},
             {"state", row["state"].str()},
             {"national_state", national_code(state.value_or(State::registered))},
             {"at", base::format_iso(row["at"].time())}});
    }
    out["cursor"] = std::to_string(reached);
    out["more"] = more;
    return http::json(out.dump());
}

http::Response list_procedures(const Call& call)
{
    constexpr int kMost = 500;
    const auto asked = agency_asked(call);
    if (const auto* refusal = std::get_if<http::Response>(&asked)) return *refusal;
    const std::int64_t agency = std::get<std::int64_t>(asked);
    db::Transaction tx = call.dossiers().pool.begin(scope_of(call.actor(agency)));
    Ordered out{{"procedures", Ordered::array()}};
    for (const auto& one : procedures::offered(tx, agency, call.request.query.get("words"),
                                               base::vietnam_day(call.now()), kMost))
        out["procedures"].push_back({{"code", one.code}, {"name", one.name}, {"field", one.field}});
    return http::json(out.dump());
}

http::Response show_procedure(const Call& call)
{
    const auto asked = agency_asked(call);
    if (const auto* refusal = std::get_if<http::Response>(&asked)) return *refusal;
    const std::int64_t agency = std::get<std::int64_t>(asked);
    db::Transaction tx = call.dossiers().pool.begin(scope_of(call.actor(agency)));
    const auto version =
        procedures::find_in_force(tx, call.request.param("code"), base::vietnam_day(call.now()));
    if (!version || !version->runnable()) return problem(404, msg("Không có thủ tục này."));
    const std::string typed = call.request.query.get("way");
    const Way way = typed == "counter" ? Way::counter : typed == "post" ? Way::post : Way::online;
    const auto number = call.request.query.integer("case").value_or(0);
    const bool has_case = number == 0 || (number > 0 && number < std::ssize(version->procedure.cases));
    if (!has_case) return problem(400, msg("Thủ tục không có trường hợp này."));
    Ordered out{{"code", version->code},
                {"name", version->procedure.name},
                {"field", version->procedure.field},
                {"cases", Ordered::array()}};
    for (const auto& one : version->procedure.cases) out["cases"].push_back(one.name);
    out["form"] = version->ready.form.empty() ? Ordered(nullptr) : Ordered::parse(version->ready.form);
    const Preview seen =
        preview(call.dossiers(), tx, call.actor(agency), *version, static_cast<int>(number), way, "{}");
    out.update(limits_of(seen));
    return http::json(out.dump());
}

}  // namespace lt::dossiers::rest
