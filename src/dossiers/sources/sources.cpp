// See sources.h.
#include "dossiers/sources/sources.h"

#include <algorithm>
#include <set>
#include <span>

#include <nlohmann/json.hpp>

#include "dossiers/digitise/digitise.h"
#include "dossiers/queries.h"
#include "dossiers/store.h"
#include "kit/audit/audit.h"
#include "kit/base/ids.h"
#include "kit/db/db.h"

namespace lt::dossiers::sources {

using base::msg;

namespace {

constexpr std::size_t kMostHoldings = 50;  // of a source, for one form

Held read_held(const db::Row& row)
{
    return {.uid = row["uid"].str(),
            .ask = row["ask_id"].int64(),
            .source = row["source"].str(),
            .holding = {.type = row["code"].str(),
                        .name = row["name"].str(),
                        .number = row["number"].str(),
                        .issuer = row["issuer"].str(),
                        .file_name = row["file_name"].str(),
                        .place = row["place"].str()},
            .media_type = row["media_type"].str(),
            .sha256 = row["sha256"].str_or(""),
            .paper = static_cast<int>(row["paper_no"].opt_int64().value_or(-1)),
            .withdrawn = row["withdrawn"].boolean()};
}

base::Error not_agreed(bool withdrawn)
{
    return base::invalid(
        "vault_agree",
        withdrawn
            ? msg("Sự đồng ý đã được rút lại, nên giấy tờ trong kho chưa được dùng. Nhận giấy tờ công dân mang "
                  "đến, hoặc hỏi lại công dân.")
            : msg("Chỉ dùng lại giấy tờ trong kho khi công dân tự đồng ý, trên máy tính bảng hoặc bằng phiếu đã ký."));
}

base::Error not_usable()
{
    return base::invalid(
        "papers",
        msg("Giấy tờ đã chọn ở kho ngoài không còn dùng được. Tìm lại, hoặc nhận giấy tờ công dân mang đến."));
}

// What the citizen said about it, which stays so until the transaction ends.
base::Result<consent::Ask> agreed_to(db::Transaction& tx, const consent::Question& question, base::Time now)
{
    consent::keep_said(tx, question.form);
    auto last = consent::last_of(tx, question);
    if (last && consent::is_given(*last, now)) return *std::move(last);
    return not_agreed(last && last->withdrawn_at);
}

// For what is received: who hands in for the owner did not answer in his place.
base::Result<consent::Ask> agreed_for(db::Transaction& tx, const Reception& reception, const Person& owner,
                                      const std::string& procedure, base::Time now)
{
    auto ask = agreed_to(tx, {.form = reception.key, .owner = owner, .purpose = procedure}, now);
    if (ask && reception.agent && ask->by == consent::By::tablet) return consent::not_by_an_agent();
    return ask;
}

// What is asked, of whom, by which question; written down before anybody is.
struct Look {
    Source* source = nullptr;
    std::int64_t id = 0;
};
struct Looking {
    consent::Ask ask{};
    std::vector<Look> looks{};
};

base::Result<Looking> begin_look(Services& services, const Actor& actor, const consent::Question& question)
{
    const base::Time now = services.clock->now();
    db::Transaction tx = services.pool.begin(scope_of(actor));
    auto ask = agreed_to(tx, question, now);
    if (!ask) return ask.error();
    Looking out{.ask = *std::move(ask)};
    for (Source* source : connected(services, tx)) {
        const std::vector<std::string>& agreed = out.ask.question.sources;
        if (std::ranges::find(agreed, source->code()) == agreed.end()) continue;
        const std::int64_t look = tx.run(sql::source_look_add, out.ask.id, actor.agency, actor.official,
                                         source->code(), now)[0]["id"]
                                      .int64();
        out.looks.push_back({source, look});
        audit::record(tx, {.action = "source.asked",
                           .subject = out.ask.uid,
                           .detail = nlohmann::json{{"source", source->code()},
                                                    {"form", question.form},
                                                    {"purpose", question.purpose}}
                                         .dump(),
                           .at = now});
    }
    tx.commit();
    return out;
}

base::Result<base::Done> keep_found(Services& services, const Actor& actor, const Looking& looking,
                                    const Look& look, const std::vector<Holding>& found)
{
    const base::Time now = services.clock->now();
    const consent::Ask& ask = looking.ask;
    db::Transaction tx = services.pool.begin(scope_of(actor));
    // Withdrawn while the source was asked: nothing of its answer is kept.
    if (const auto still = agreed_to(tx, ask.question, now); !still) return still.error();
    std::size_t kept = 0;
    for (const Holding& one : found) {
        if (kept == kMostHoldings) break;
        if (std::ranges::find(ask.question.types, one.type) == ask.question.types.end()) continue;
        tx.run(sql::held_add, base::new_uid(now), look.id, ask.id, actor.agency, look.source->code(),
               one.type, one.name, one.number, one.issuer, one.file_name, one.place);
        ++kept;
    }
    tx.commit();
    return base::Done{};
}

Source* source_of(Services& services, const std::string& code)
{
    const auto found =
        std::ranges::find(services.sources, code, [](const auto& one) { return std::string(one->code()); });
    return found == services.sources.end() ? nullptr : found->get();
}

// What a form names, by its uid, each once.
std::set<std::string> chosen_in(const Reception& reception)
{
    std::set<std::string> out;
    for (const auto& [no, uid] : reception.held) out.insert(uid);
    return out;
}

base::Result<base::Done> fetch_one(Services& services, const Actor& actor, const consent::Question& question,
                                   const Held& held)
{
    const auto refused = [&](base::Message why) {
        base::Wrong wrong;
        wrong.emplace_back("papers",
                           base::Message(msg("Không lấy được “{{name}}”. Bỏ chọn và nhận giấy tờ công dân "
                                             "mang đến, hoặc thử lại."),
                                         {{"name", held.holding.name}}));
        wrong.emplace_back("papers", std::move(why));
        return *base::invalid(std::move(wrong));
    };
    Source* source = source_of(services, held.source);
    if (source == nullptr) return not_usable();
    const auto bytes = source->file(held.holding);
    if (!bytes) return refused(bytes.error().message);
    if (bytes->size() > kLargestFile) return refused(msg("Tệp quá lớn."));
    auto writer = services.blobs.writer();
    writer->write(std::as_bytes(std::span(*bytes)));
    const blob::Blob blob = writer->finish();
    const bool is_paper = blob.media_type == "application/pdf" || blob.media_type == "image/png" ||
                          blob.media_type == "image/jpeg";
    if (blob.size == 0 || !is_paper) return refused(msg("Tệp không phải là PDF hoặc ảnh."));
    const base::Time now = services.clock->now();
    db::Transaction tx = services.pool.begin(scope_of(actor));
    if (const auto still = agreed_to(tx, question, now); !still) return still.error();
    blob::remember(tx, blob);
    tx.run(sql::held_fetched, held.uid, blob.media_type, static_cast<std::int64_t>(blob.size), blob.sha256,
           now);
    tx.commit();
    return base::Done{};
}

}  // namespace

std::vector<Source*> connected(Services& services, db::Transaction& tx)
{
    std::vector<Source*> out;
    for (const auto& one : services.sources)
        if (one->is_connected(tx)) out.push_back(one.get());
    return out;
}

std::string name_of(const Services& services, const std::string& source)
{
    for (const auto& one : services.sources)
        if (source == one->code()) return one->name();
    return source;
}

std::vector<std::string> names_of(const Services& services, const std::vector<std::string>& sources)
{
    std::vector<std::string> out;
    for (const std::string& one : sources) out.push_back(name_of(services, one));
    return out;
}

base::Result<base::Done> look(Services& services, const Actor& actor, const consent::Question& question)
{
    const auto looking = begin_look(services, actor, question);
    if (!looking) return looking.error();
    const consent::Question& asked = looking->ask.question;
    const Wanted wanted{.number = asked.owner.number,
                        .procedure = asked.purpose,
                        .types = asked.types,
                        .official = actor.name};
    base::Result<base::Done> out = base::Done{};
    for (const Look& one : looking->looks) {
        const auto found = one.source->find(wanted);
        if (!found) {
            out = found.error();
            continue;
        }
        if (const auto kept = keep_found(services, actor, *looking, one, *found); !kept) return kept.error();
    }
    return out;
}

std::vector<Held> held_by(db::Transaction& tx, const consent::Ask& ask)
{
    std::vector<Held> out;
    for (const db::Row row : tx.run(sql::held_of_ask, ask.id)) out.push_back(read_held(row));
    return out;
}

base::Result<base::Done> fetch(Services& services, const Actor& actor, const Reception& reception)
{
    if (reception.held.empty()) return base::Done{};
    if (!base::is_uid(reception.key)) return not_usable();
    consent::Question question;
    std::vector<Held> there;
    {
        db::Transaction tx = services.pool.begin(scope_of(actor));
        // Received before, it answers with the first one's dossier; of another version of the procedure, with what is wrong.
        if (store::find(tx, reception.key)) return base::Done{};
        const VersionPtr version =
            base::is_uid(reception.version) ? version_of(services, tx, reception.version) : nullptr;
        if (!version) return base::Done{};
        const auto ask = agreed_for(tx, reception, reception.owner, version->code, services.clock->now());
        if (!ask) return ask.error();
        question = ask->question;
        there = held_by(tx, *ask);
    }
    for (const std::string& uid : chosen_in(reception)) {
        const auto held = std::ranges::find(there, uid, &Held::uid);
        if (held == there.end()) return not_usable();
        if (!held->sha256.empty()) continue;
        if (const auto got = fetch_one(services, actor, question, *held); !got) return got.error();
    }
    return base::Done{};
}

base::Result<base::Done> take(db::Transaction& tx, const Actor& actor, const Dossier& dossier,
                              const std::vector<Paper>& papers, const Reception& reception, base::Time now)
{
    if (reception.held.empty()) return base::Done{};
    const auto ask = agreed_for(tx, reception, dossier.owner, dossier.procedure_code, now);
    if (!ask) return ask.error();
    const std::vector<Held> there = held_by(tx, *ask);
    std::set<std::string> taken;
    for (const auto& [no, uid] : reception.held) {
        if (!taken.insert(uid).second) continue;  // however often a form names it
        const auto held = std::ranges::find(there, uid, &Held::uid);
        const auto paper = std::ranges::find(papers, no, &Paper::no);
        if (held == there.end() || paper == papers.end() || type_of(*paper) != held->holding.type ||
            tx.run(sql::held_take, uid, dossier.id, no, actor.official, now).affected() == 0)
            return not_usable();
        audit::record(tx, {.action = "source.paper_taken",
                           .subject = uid,
                           .detail = nlohmann::json{{"dossier", dossier.uid},
                                                    {"purpose", dossier.procedure_code},
                                                    {"source", held->source},
                                                    {"consent", ask->uid}}
                                         .dump(),
                           .at = now});
    }
    return base::Done{};
}

std::vector<Held> of_dossier(db::Transaction& tx, const Dossier& dossier)
{
    std::vector<Held> out;
    for (const db::Row row : tx.run(sql::held_of_dossier, dossier.id)) out.push_back(read_held(row));
    return out;
}

}  // namespace lt::dossiers::sources
