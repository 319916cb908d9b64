#include "decisions/store.h"

#include "decisions/queries.h"
#include "kit/base/ids.h"

namespace lt::decisions::store {
namespace {

constexpr int kMostVersions = 200;

}  // namespace

Version version_of(const db::Row& row)
{
    return {.id = row["id"].int64(),
            .uid = row["uid"].str(),
            .agency = row["agency_id"].opt_int64(),
            .key = row["key"].str(),
            .version = row["version"].int32(),
            .name = row["name"].str(),
            .valid_from = row["valid_from"].day(),
            .valid_to = row["valid_to"].opt_day(),
            .basis = row["basis"].str(),
            .note = row["note"].str(),
            .deployed_at = row["deployed_at"].time(),
            .deployed_by = row["deployed_by"].str_or(""),
            .withdrawn_at = row["withdrawn_at"].opt_time(),
            .withdrawn_by = row["withdrawn_by"].str_or(""),
            .withdrawn_why = row["withdrawn_why"].str_or("")};
}

std::vector<Row> models(db::Transaction& tx, std::int64_t agency, base::Day day, const std::string& behind,
                        int keys)
{
    std::vector<Row> found;
    for (const db::Row row : tx.run(sql::models, agency, day, behind, keys))
        found.push_back({version_of(row), row["applies"].boolean()});
    return found;
}

std::vector<Version> versions(db::Transaction& tx, std::int64_t agency, const std::string& key)
{
    std::vector<Version> found;
    for (const db::Row row : tx.run(sql::model_versions, agency, key, kMostVersions))
        found.push_back(version_of(row));
    return found;
}

std::optional<std::int64_t> find(db::Transaction& tx, std::int64_t agency, const std::string& uid)
{
    if (!base::is_uid(uid)) return std::nullopt;
    const db::Rows rows = tx.run(sql::model_by_uid, agency, uid);
    return rows.empty() ? std::nullopt : std::optional(rows[0]["id"].int64());
}

Added add(db::Transaction& tx, const Version& version, const std::string& sha256, std::string_view source)
{
    tx.run(sql::model_guard, version.agency, version.key);
    const db::Rows rows =
        tx.run(sql::model_add, version.uid, version.agency, version.key, version.name, sha256,
               std::as_bytes(std::span(source)), version.valid_from, version.valid_to, version.basis,
               version.note, version.deployed_at, tx.scope().official);
    const db::Row row = rows[0];
    return {row["uid"].str(), row["version"].int32(), row["added"].boolean()};
}

bool withdraw(db::Transaction& tx, const std::string& uid, std::optional<std::int64_t> owner, base::Time at,
              const std::string& why)
{
    if (!base::is_uid(uid)) return false;
    return !tx.run(sql::model_withdraw, uid, owner, at, tx.scope().official, why).empty();
}

std::string source(db::Transaction& tx, std::int64_t id)
{
    const db::Rows rows = tx.run(sql::model_find, id);
    CHECK(rows.size() == 1);
    return rows[0]["source"].bytes();
}

}  // namespace lt::decisions::store
