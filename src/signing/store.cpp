// See store.h.
#include "signing/store.h"

#include "kit/audit/audit.h"
#include "signing/queries.h"
#include "signing/tries.h"

namespace lt::signing::store {
namespace {

Key read_key(const db::Row& row)
{
    const auto held_by = holder(row["holder"].text());
    auto certificates = crypto::Certificate::parse_pem(row["certificates"].text());
    CHECK(held_by && certificates && !certificates->empty());
    Key key{.id = row["id"].int64(),
            .uid = row["uid"].str(),
            .official = row["official_id"].opt_int64().value_or(0),
            .holder = *held_by,
            .place = row["place"].str(),
            .file_sha256 = row["file_sha256"].str_or(""),
            .certificate = certificates->front(),
            .picture_sha256 = row["picture_sha256"].str_or(""),
            .created_at = row["created_at"].time()};
    key.chain.assign(certificates->begin() + 1, certificates->end());
    return key;
}

std::optional<std::int64_t> or_null(std::int64_t official)
{
    return official == 0 ? std::nullopt : std::optional(official);
}

std::optional<std::string> or_null(const std::string& text)
{
    return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace

std::vector<Key> keys(db::Transaction& tx, std::int64_t agency, std::int64_t official)
{
    std::vector<Key> found;
    for (const db::Row row : tx.run(sql::keys_of_owner, agency, official)) found.push_back(read_key(row));
    return found;
}

std::optional<Key> find(db::Transaction& tx, std::int64_t agency, std::int64_t official,
                        const std::string& uid)
{
    const db::Rows rows = tx.run(sql::key_of_owner, agency, official, uid);
    return rows.empty() ? std::nullopt : std::optional(read_key(rows[0]));
}

bool lock(db::Transaction& tx, std::int64_t key) { return !tx.run(sql::key_lock, key).empty(); }

bool add(db::Transaction& tx, const Key& key, base::Time now)
{
    std::string pem = key.certificate.pem();
    for (const crypto::Certificate& issuer : key.chain) pem += issuer.pem();
    const db::Scope& scope = tx.scope();
    try {
        tx.run(sql::key_add, key.uid, scope.agency, or_null(key.official), to_text(key.holder), key.place,
               or_null(key.file_sha256), pem, key.certificate.fingerprint(), key.certificate.subject(),
               key.certificate.not_before(), key.certificate.not_after(), now, scope.official);
    } catch (const db::ConstraintViolation& violation) {
        if (violation.constraint == "signing_key_certificate_key") return false;
        throw;
    }
    return true;
}

void end(db::Transaction& tx, std::int64_t key, base::Time now) { tx.run(sql::key_end, key, now); }

void set_picture(db::Transaction& tx, std::int64_t key, const std::optional<std::string>& sha256)
{
    tx.run(sql::key_picture, key, sha256);
}

void forget_file(db::Transaction& tx, const std::string& sha256) { tx.run(sql::forget_file, sha256); }

std::vector<base::Time> failures(db::Transaction& tx, const Key& key)
{
    std::vector<base::Time> times;
    for (const db::Row row :
         tx.run(sql::key_failures, tx.scope().agency, key.official, key.certificate.fingerprint(), kTries))
        times.push_back(row[0].time());
    return times;
}

void add_failure(db::Transaction& tx, const Key& key, base::Time now)
{
    tx.run(sql::key_failure_add, tx.scope().agency, or_null(key.official), key.certificate.fingerprint(), now,
           now - kTriesWithin - kRest);
}

std::string agency_code(db::Transaction& tx)
{
    return tx.run(sql::agency_code, tx.scope().agency)[0][0].str();
}

std::string official_name(db::Transaction& tx, std::int64_t official)
{
    return tx.run(sql::official_name, official)[0][0].str();
}

void note(db::Transaction& tx, const char* action, const Key& key, base::Time now)
{
    const std::string detail = R"({"certificate":")" + key.certificate.fingerprint() + R"(","owner":)" +
                               std::to_string(key.official) + "}";
    audit::record(tx, {"signing_key." + std::string(action), key.uid, detail, now});
}

}  // namespace lt::signing::store
