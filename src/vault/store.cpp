// See store.h.
#include "vault/store.h"

#include "kit/base/ids.h"
#include "kit/db/db.h"
#include "vault/queries.h"

namespace lt::vault::store {
namespace {

Item read_item(const db::Row& row)
{
    return {.uid = row["uid"].str(),
            .dossier = row["dossier_uid"].str(),
            .dossier_code = row["dossier_code"].str(),
            .owner = row["owner_name"].str(),
            .source = read_source(row["source"].text()),
            .paper = {.code = row["code"].str(),
                      .name = row["name"].str(),
                      .number = row["number"].str(),
                      .issuer = row["issuer"].str(),
                      .issued_on = row["issued_on"].opt_day(),
                      .valid_to = row["valid_to"].opt_day()},
            .signature = row["signature"].str(),
            .kept_at = row["kept_at"].time(),
            .kept_by = row["kept_by"].int64(),
            .ended = row["ended"].str_or(""),
            .ended_why = row["ended_why"].str(),
            .ended_at = row["ended_at"].opt_time(),
            .uses = row["uses"].int64()};
}

}  // namespace

Source read_source(std::string_view text) { return text == "paper" ? Source::paper : Source::result; }

std::vector<Item> find(db::Transaction& tx, const std::string& dossier_code, const std::string& why,
                       base::Time now)
{
    std::vector<Item> out;
    for (const db::Row row : tx.run(sql::items_found, dossier_code, nullptr, why, now))
        out.push_back(read_item(row));
    return out;
}

std::optional<Item> find_one(db::Transaction& tx, const std::string& uid, const std::string& why,
                             base::Time now)
{
    if (!base::is_uid(uid)) return std::nullopt;
    const db::Rows rows = tx.run(sql::items_found, nullptr, uid, why, now);
    return rows.empty() ? std::nullopt : std::optional(read_item(rows[0]));
}

std::vector<Trace> history(db::Transaction& tx, const std::string& uid, int limit)
{
    std::vector<Trace> out;
    for (const db::Row row : tx.run(sql::item_history, uid, limit))
        out.push_back({.used = row["used"].boolean(),
                       .agency = row["agency_id"].int64(),
                       .official = row["official_id"].int64(),
                       .reason = row["reason"].str(),
                       .dossier_code = row["dossier_code"].str(),
                       .at = row["at"].time()});
    return out;
}

bool revoke(db::Transaction& tx, const std::string& uid, const std::string& why, base::Time now)
{
    return tx.run(sql::item_revoke, uid, why, now)[0]["revoked"].boolean();
}

std::vector<Figures> figures(db::Transaction& tx, std::int64_t agency, base::Time from, base::Time to)
{
    std::vector<Figures> out;
    const std::optional<std::int64_t> wanted = agency == 0 ? std::nullopt : std::optional(agency);
    for (const db::Row row : tx.run(sql::figures_count, wanted, from, to))
        out.push_back({.agency = row["agency_id"].int64(),
                       .month = row["month"].day(),
                       .received = row["received"].int64(),
                       .digitised = row["digitised"].int64(),
                       .resolved = row["resolved"].int64(),
                       .with_result = row["with_result"].int64(),
                       .reusable = row["reusable"].int64(),
                       .reused = row["reused"].int64()});
    return out;
}

bool oversees_all(db::Transaction& tx) { return tx.run(sql::oversees)[0]["oversees"].boolean(); }

}  // namespace lt::vault::store
