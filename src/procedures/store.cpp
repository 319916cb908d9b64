// See store.h.
#include "procedures/store.h"

#include <set>

#include <nlohmann/json.hpp>

#include "kit/base/ids.h"
#include "kit/base/text.h"
#include "kit/crypto/digest.h"
#include "procedures/queries.h"
#include "procedures/records/content.h"

namespace lt::procedures::store {
namespace {

std::string digest(std::string_view text)
{
    crypto::Sha256 sha;
    sha.update(text);
    return base::to_hex(sha.finish());
}

// One element of the array that the statements take. It is found by its nicknames, too.
std::string row_of(const Procedure& procedure, const std::vector<std::string>& nicknames, base::Time now)
{
    const std::string content = to_json(procedure);
    std::vector<std::string_view> found_by{procedure.code, procedure.name, procedure.field};
    found_by.insert(found_by.end(), nicknames.begin(), nicknames.end());
    std::string plain;
    for (const std::string_view text : found_by) plain += (plain.empty() ? "" : " ") + base::lower(text);
    nlohmann::json row{{"uid", base::new_uid(now)},
                       {"code", procedure.code},
                       {"name", procedure.name},
                       {"field", procedure.field},
                       {"levels", nlohmann::json::array()},
                       {"sha256", digest(content)},
                       {"issues", procedure.issues.size()},
                       {"lex", base::to_tsvector(found_by)},
                       {"plain", plain},
                       {"sort_name", base::fold(procedure.name)}};
    for (const Level level : procedure.levels) row["levels"].push_back(to_text(level));
    // The content is JSON already: read again it would cost the time of the whole import once more.
    std::string out = row.dump();
    out.pop_back();
    return out + ",\"content\":" + content + "}";
}

// Patterns that the plain text must have, one for each word typed with accents.
std::vector<std::string> patterns(std::string_view typed)
{
    std::vector<std::string> out;
    for (const std::string& word : base::accented_words(typed)) out.push_back("%" + word + "%");
    return out;
}

Version read_version(const db::Row& row)
{
    return {.uid = row["uid"].str(),
            .code = row["code"].str(),
            .number = row["version"].int32(),
            .state = row["state"].text() == "approved" ? State::approved : State::draft,
            .procedure = from_json(row["content"].text()),
            .ready = ready_from_json(row["ready"].text()),
            .from = row["valid_from"].opt_day(),
            .to = row["valid_to"].opt_day()};
}

const char* name_of(Share share)
{
    switch (share) {
    case Share::supports: return "supports";
    case Share::receives: return "receives";
    case Share::decides: break;
    }
    return "decides";
}

Share share_of(std::string_view name)
{
    if (name == "supports") return Share::supports;
    return name == "receives" ? Share::receives : Share::decides;
}

}  // namespace

Stored put_drafts(db::Transaction& tx, const std::vector<Procedure>& procedures, base::Time now)
{
    std::vector<std::string> codes;
    std::set<std::string> fields;
    std::string rows = "[";
    for (const Procedure& one : procedures) {
        codes.push_back(one.code);
        fields.insert(one.field);
        rows += (rows.size() > 1 ? "," : "") + row_of(one, {}, now);
    }
    rows += "]";
    tx.send(sql::put_fields, std::vector<std::string>(fields.begin(), fields.end()));
    tx.send(sql::put_procedures, codes);
    // First the drafts that are there: one that is added now is not changed.
    const std::size_t changed = tx.run(sql::change_drafts, rows, now).affected();
    return {.added = tx.run(sql::add_drafts, rows, now).affected(), .changed = changed};
}

bool approve(db::Transaction& tx, const std::string& uid, base::Day from, base::Time now,
             std::int64_t official)
{
    tx.run(sql::end_before, uid, from);
    return !tx.run(sql::approve, uid, from, now, official).empty();
}

std::string put_draft(db::Transaction& tx, const Procedure& procedure, const Ready& ready, base::Time now,
                      std::int64_t official)
{
    tx.send(sql::put_fields, std::vector<std::string>{procedure.field});
    tx.send(sql::put_procedures, std::vector<std::string>{procedure.code});
    const std::optional<std::int64_t> by = official == 0 ? std::nullopt : std::optional(official);
    return tx
        .run(sql::put_draft, base::new_uid(now), procedure.code, row_of(procedure, ready.nicknames, now),
             to_json(ready), !ready.process.empty(), by, now)[0]["uid"]
        .str();
}

bool drop_draft(db::Transaction& tx, const std::string& uid) { return !tx.run(sql::drop_draft, uid).empty(); }

std::optional<Version> find(db::Transaction& tx, const std::string& uid)
{
    const db::Rows rows = tx.run(sql::version_by_uid, uid);
    return rows.empty() ? std::nullopt : std::optional(read_version(rows[0]));
}

std::optional<Version> find_in_force(db::Transaction& tx, const std::string& code, base::Day day)
{
    const db::Rows rows = tx.run(sql::version_in_force, code, day);
    return rows.empty() ? std::nullopt : std::optional(read_version(rows[0]));
}

std::optional<base::Time> followed_at(db::Transaction& tx, const std::string& uid)
{
    const db::Rows rows = tx.run(sql::version_followed, uid);
    return rows.empty() ? std::nullopt : rows[0]["approved_at"].opt_time();
}

std::vector<Listed> search(db::Transaction& tx, const Wish& wish, base::Day day)
{
    std::vector<Listed> out;
    const std::optional<std::string> after = wish.after ? std::optional(wish.after->uid) : std::nullopt;
    for (const db::Row row :
         tx.run(sql::search_procedures, base::to_tsquery(wish.words), patterns(wish.words), wish.field, day,
                wish.after ? wish.after->sort_name : std::string(), after, wish.limit))
        out.push_back({row["uid"].str(), row["code"].str(), row["name"].str(), row["field"].str_or(""),
                       row["sort_name"].str()});
    return out;
}

std::vector<Listed> offered_to(db::Transaction& tx, std::int64_t agency, std::string_view words,
                               base::Day day, int limit)
{
    std::vector<Listed> out;
    for (const db::Row row :
         tx.run(sql::offered_to, agency, base::to_tsquery(words), patterns(words), day, limit))
        out.push_back({row["uid"].str(), row["code"].str(), row["name"].str(), row["field"].str_or(""),
                       row["sort_name"].str()});
    return out;
}

std::vector<Past> history(db::Transaction& tx, const std::string& code)
{
    std::vector<Past> out;
    for (const db::Row row : tx.run(sql::history, code))
        out.push_back({.uid = row["uid"].str(),
                       .number = row["version"].int32(),
                       .state = row["state"].text() == "approved" ? State::approved : State::draft,
                       .name = row["name"].str(),
                       .from = row["valid_from"].opt_day(),
                       .to = row["valid_to"].opt_day(),
                       .drafted_at = row["drafted_at"].time(),
                       .approved_at = row["approved_at"].opt_time(),
                       .runnable = row["runnable"].boolean(),
                       .edited = row["drafted_by"].opt_int64().has_value(),
                       .edited_by = row["edited_by"].str_or(""),
                       .approved_by = row["approved_by"].str_or("")});
    return out;
}

std::vector<Field> fields(db::Transaction& tx, base::Day day)
{
    std::vector<Field> out;
    for (const db::Row row : tx.run(sql::fields_in_force, day))
        out.push_back({row["id"].int64(), row["name"].str(), row["procedures"].int64()});
    return out;
}

std::vector<Draft> drafts(db::Transaction& tx, const DraftWish& wish)
{
    std::vector<Draft> out;
    for (const db::Row row : tx.run(sql::drafts, base::to_tsquery(wish.words), patterns(wish.words),
                                    wish.after ? wish.after->issues : -1,
                                    wish.after ? wish.after->code : std::string(), wish.limit))
        out.push_back({row["uid"].str(), row["code"].str(), row["name"].str(), row["version"].int32(),
                       row["issues"].int32(), row["drafted_at"].time()});
    return out;
}

void offer(db::Transaction& tx, const std::string& code, const Offer& offer, base::Time since)
{
    tx.run(sql::offer, code, offer.agency, name_of(offer.share), since);
}

void offer_no_more(db::Transaction& tx, const std::string& code, const Offer& offer, base::Time until)
{
    tx.run(sql::offer_no_more, code, offer.agency, name_of(offer.share), until);
}

Deciding deciding(db::Transaction& tx, const std::string& code, const std::vector<std::int64_t>& upwards,
                  const std::vector<std::int64_t>& others)
{
    Deciding out;
    for (const db::Row row : tx.run(sql::deciding, code, upwards, others)) {
        const std::int64_t agency = row["agency_id"].int64();
        if (row["is_near"].boolean())
            out.near = agency;
        else
            out.others.push_back(agency);
    }
    return out;
}

std::optional<std::string> received_version(db::Transaction& tx, const std::string& code, base::Day day,
                                            std::int64_t agency)
{
    const db::Rows rows = tx.run(sql::version_received, code, day, agency);
    return rows.empty() ? std::nullopt : std::optional(rows[0]["uid"].str());
}

std::vector<Offer> offered(db::Transaction& tx, const std::string& code)
{
    std::vector<Offer> out;
    for (const db::Row row : tx.run(sql::offered_by, code))
        out.push_back({row["agency_id"].int64(), share_of(row["part"].text())});
    return out;
}

}  // namespace lt::procedures::store
