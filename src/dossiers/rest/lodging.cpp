// Another system lodges a dossier, once for each Idempotency-Key, and adds what was asked for later.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "directory/api.h"
#include "dossiers/acts.h"
#include "dossiers/facts.h"
#include "dossiers/paper_keys.h"
#include "dossiers/queries.h"
#include "dossiers/rest/handlers.h"
#include "dossiers/rest/output.h"
#include "forms/answers.h"
#include "forms/schema.h"
#include "kit/base/ids.h"
#include "kit/crypto/digest.h"

namespace lt::dossiers::rest {

using base::msg;

namespace {

constexpr std::size_t kLongestKey = 200;

// The uid that the dossier gets: of the system and its key, so that no system meets another's dossier by a key.
std::string uid_of_key(const exchange::System& system, const std::string& key)
{
    std::string hex = crypto::sha256_hex("rest " + system.uid + " " + key).substr(0, 32);
    for (const std::size_t at : {8U, 13U, 18U, 23U}) hex.insert(at, "-");
    return hex;
}

std::optional<http::Response> lodged_before(const Call& call, const std::string& uid,
                                            const std::string& digest)
{
    const auto place = place_of(call, uid);
    if (!place) return std::nullopt;
    {
        db::Transaction tx = call.dossiers().pool.begin(scope_of(call.actor(place->agency)));
        const auto dossier = store::find(tx, place->uid);
        const db::Rows rows = tx.run(sql::rest_digest, dossier ? dossier->id : 0);
        if (rows.empty() || rows[0]["digest"].text() != digest)
            return problem(
                422,
                msg("Idempotency-Key này đã dùng cho một hồ sơ có nội dung khác. Dùng khoá mới cho hồ sơ mới."));
    }
    return shown(call, *place, 200);
}

// The procedure's version in force, its papers in their order, and the answers judged by its form.
struct Fitting {
    const Call& call;
    Lodging& lodging;
    std::int64_t agency;
    Wrongs& wrongs;

    void fit()
    {
        db::Transaction tx = call.dossiers().pool.begin(scope_of(call.actor(agency)));
        const base::Day today = base::vietnam_day(call.now());
        const auto uid = procedures::received_version(tx, lodging.procedure, today, agency);
        const VersionPtr version = uid ? version_of(call.dossiers(), tx, *uid) : nullptr;
        if (!version || !version->runnable()) {
            wrongs.emplace_back(
                "/procedure",
                msg("Cơ quan này không tiếp nhận thủ tục này, hoặc thủ tục không còn áp dụng."));
            return;
        }
        lodging.reception.version = version->uid;
        judge_answers(*version, today);
        place_papers(*version);
    }

    void judge_answers(const procedures::Version& version, base::Day today)
    {
        std::string& answers = lodging.reception.answers;
        if (version.ready.form.empty()) {
            if (answers != "{}") wrongs.emplace_back("/answers", msg("Thủ tục này không có câu hỏi nào."));
            return;
        }
        const auto schema = forms::read(version.ready.form);
        if (!schema) throw base::Bug("the form of an approved procedure can't be read: " + version.code);
        const forms::Asked asked{.lists = *call.services.lists, .today = today};
        forms::Taken taken = forms::check(*schema, answers, asked);
        // What has to be answered and is not, the owner has said, who is sent beside the answers.
        if (!taken) {
            const forms::Facts owner = facts_of(lodging.reception.owner, asked.lists.units);
            taken = forms::check(*schema, forms::completed(*schema, answers, owner, asked), asked);
        }
        for (const auto& [pointer, words] : taken.wrong) wrongs.emplace_back("/answers" + pointer, words);
        answers = std::move(taken.answers);
    }

    void place_papers(const procedures::Version& version)
    {
        const Reception& r = lodging.reception;
        const bool has_case =
            r.case_no == 0 || static_cast<std::size_t>(r.case_no) < version.procedure.cases.size();
        if (!has_case) {
            wrongs.emplace_back("/case", msg("Thủ tục không có trường hợp này."));
            return;
        }
        const std::vector<std::string> keys =
            keys_of(needed_papers(call.dossiers(), version, r.case_no, r.way, r.answers));
        std::vector<std::pair<int, std::string>> papers;
        for (const std::string& key : keys) papers.emplace_back(papers.size(), key);
        const base::Message unknown(msg("Thủ tục không có giấy tờ này với các câu trả lời đã gửi."));
        number_papers(papers, lodging.papers, lodging.files, unknown, wrongs);
        lodging.reception.papers.assign(keys.size(), {});
        for (const auto& [no, given] : lodging.papers)
            if (no >= 0) lodging.reception.papers[static_cast<std::size_t>(no)] = given;
        if (!lodging.origin) return;
        const auto& stored = lodging.origin->store_papers;
        for (std::size_t i = 0; i < stored.size(); ++i)
            if (static_cast<std::size_t>(stored[i]) >= keys.size())
                wrongs.emplace_back("/origin/store_papers/" + std::to_string(i), unknown);
    }
};

// What is written with the dossier: who lodged it, how it came to him, and that he sees it in the answer.
void write_with(const Call& call, Lodging& lodging, const std::string& digest)
{
    lodging.reception.also = [&call, digest, origin = lodging.origin](db::Transaction& tx,
                                                                      const Dossier& dossier) {
        tx.send(sql::rest_lodged, dossier.id, call.caller.system.id, digest);
        if (origin) keep_origin(tx, dossier.id, *origin);
        note_look(call, tx, dossier);
    };
}

// What was just written needs no reading.
http::Response as_written(const Call& call, const Received& received)
{
    const auto directory = call.dossiers().directory.snapshot();
    const Dossier& dossier = received.dossier;
    const Shown out{.dossier = dossier,
                    .papers = received.papers,
                    .fees = received.fees,
                    .agency_code = code_of(*directory, dossier.agency),
                    .decides_code = code_of(*directory, dossier.decides),
                    .has_receipt = dossier.life.received_at.has_value()};
    return http::json(to_json(out).dump(), 201);
}

void number_papers(const std::vector<Paper>& papers, ReadSupplement& read)
{
    const std::vector<std::string> keys = keys_of(papers);
    std::vector<std::pair<int, std::string>> known;
    for (std::size_t i = 0; i < papers.size(); ++i) known.emplace_back(papers[i].no, keys[i]);
    number_papers(known, read.supplement.papers, read.supplement.files, msg("Hồ sơ không có giấy tờ này."),
                  read.wrongs);
}

// What was asked for and has not come.
void check_came(const std::vector<Paper>& papers, const Deed& deed, Wrongs& wrongs)
{
    for (const Paper& paper : papers) {
        const auto fits = [&](const auto& one) {
            return one.first == paper.no &&
                   one.second.originals + one.second.certified + one.second.copies > 0;
        };
        const bool came = std::ranges::any_of(deed.papers, fits) ||
                          std::ranges::find(deed.files, paper.no, &NewFile::paper) != deed.files.end();
        if (!paper.missing.empty() && !came)
            wrongs.emplace_back("/papers",
                                base::Message(msg("Chưa có giấy tờ được yêu cầu bổ sung: {{name}}."),
                                              {{"name", paper.name}}));
    }
}

}  // namespace

bool is_key(const std::string& key)
{
    return !key.empty() && key.size() <= kLongestKey &&
           std::ranges::all_of(key, [](char c) { return c >= ' ' && c < 0x7f; });
}

http::Response no_key()
{
    return problem(
        400,
        msg("Thiếu Idempotency-Key, hoặc khoá dài quá 200 ký tự. Mỗi việc mới cần một khoá riêng, gọi lại thì dùng khoá cũ."));
}

http::Response lodge(const Call& call)
{
    const std::string key = call.request.header("idempotency-key");
    if (!is_key(key)) return no_key();
    const std::string uid = uid_of_key(call.caller.system, key);
    const std::string digest = crypto::sha256_hex(call.request.body);
    if (auto before = lodged_before(call, uid, digest)) return *std::move(before);

    ReadLodging read = read_lodging(call.request.body);
    Lodging& lodging = read.lodging;
    const directory::Agency* agency = nullptr;
    const auto directory = call.dossiers().directory.snapshot();
    if (!lodging.agency.empty()) agency = directory->find_code(lodging.agency);
    if (const directory::Agency* decides = directory->find_code(lodging.decides))
        lodging.reception.decides = decides->id;
    else if (!lodging.decides.empty())
        read.wrongs.emplace_back("/decides", msg("Không có cơ quan này."));
    // An agency in which the system has no right is as unknown as one that there is not.
    if (!lodging.agency.empty() && (agency == nullptr || !call.caller.may_anything(agency->id)))
        read.wrongs.emplace_back("/agency",
                                 msg("Không có cơ quan này, hoặc hệ thống không được nộp hồ sơ vào đó."));
    if (!read.wrongs.empty()) return problem(read.wrongs);
    const Right needed = lodging.reception.way == Way::online ? Right::lodge : Right::receive;
    if (!call.caller.may(needed, agency->id))
        return problem(403, {msg("Hệ thống chưa được cấp quyền {{right}} ở cơ quan này."),
                             {{"right", std::string(to_text(needed))}}});
    Fitting{call, lodging, agency->id, read.wrongs}.fit();
    auto files = files_of(call, lodging.files, read.wrongs);
    if (!read.wrongs.empty()) return problem(read.wrongs);
    if (!files) return problem(files.error());
    lodging.reception.files = *std::move(files);

    lodging.reception.key = uid;
    write_with(call, lodging, digest);
    const auto received = receive(call.dossiers(), call.actor(agency->id), lodging.reception);
    // The same call at the same time may have been faster.
    if (received ? received->again : received.error().fault == base::Fault::conflict)
        if (auto before = lodged_before(call, uid, digest)) return *std::move(before);
    if (!received) return problem(received.error());
    if (received->again) return shown(call, {uid, agency->id}, 200);
    http::Response out = as_written(call, *received);
    out.header("Location", path_of(uid));
    return out;
}

http::Response supplement(const Call& call)
{
    const auto place = place_of(call, call.request.param("id"));
    if (!place) return no_such_dossier();
    if (!call.caller.may(Right::lodge, place->agency) && !call.caller.may(Right::receive, place->agency))
        return problem(403, msg("Hệ thống chỉ được xem hồ sơ của cơ quan này."));
    ReadSupplement read = read_supplement(call.request.body);
    Deed deed{.kind = ActKind::supplemented};
    std::vector<Paper> papers;
    {
        db::Transaction tx = call.dossiers().pool.begin(scope_of(call.actor(place->agency)));
        const auto dossier = store::find(tx, place->uid);
        if (!dossier) return no_such_dossier();
        if (dossier->life.state != State::supplement)
            return problem(409, {msg("Hồ sơ đang ở trạng thái “{{state}}”, không chờ bổ sung."),
                                 {{"state", words_of(dossier->life.state), true}}});
        papers = store::papers(tx, dossier->id);
        deed.version = dossier->version;
    }
    if (read.wrongs.empty()) number_papers(papers, read);
    if (read.wrongs.empty()) {
        deed.papers = read.supplement.papers;
        auto files = files_of(call, read.supplement.files, read.wrongs);
        if (!files && read.wrongs.empty()) return problem(files.error());
        if (files) deed.files = *std::move(files);
    }
    if (read.wrongs.empty()) check_came(papers, deed, read.wrongs);
    if (!read.wrongs.empty()) return problem(read.wrongs);
    const auto done = carry_out(call.dossiers(), call.actor(place->agency), place->uid, deed);
    if (!done) return problem(done.error());
    return shown(call, *place, 200);
}

}  // namespace lt::dossiers::rest
