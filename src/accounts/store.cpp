// See store.h.
#include "accounts/store.h"

#include "accounts/queries.h"
#include "kit/base/ids.h"

namespace lt::accounts::store {
namespace {

std::span<const std::byte> raw(const std::string& bytes) { return std::as_bytes(std::span(bytes)); }

std::optional<std::span<const std::byte>> raw_or_null(const std::string& bytes)
{
    return bytes.empty() ? std::nullopt : std::optional(raw(bytes));
}

Account read_account(const db::Row& row)
{
    Account account;
    account.id = row["id"].int64();
    account.official = row["official_id"].int64();
    account.official_uid = row["official_uid"].str();
    account.name = row["name"].str();
    account.agency = row["agency_id"].int64();
    account.login = row["login"].str();
    account.password_hash = row["password_hash"].str();
    account.password_changed_at = row["password_changed_at"].time();
    account.must_change_password = row["must_change_password"].boolean();
    if (!row["totp_secret"].null()) account.totp_sealed = row["totp_secret"].bytes();
    account.totp_confirmed = !row["totp_confirmed_at"].null();
    account.totp_last_step = row["totp_last_step"].int64();
    account.failures = {row["failed_count"].int32(), row["locked_until"].opt_time(),
                        row["failed_at"].opt_time()};
    account.disabled = !row["disabled_at"].null();
    account.language = row["language"].str();
    account.last_log_in = row["last_log_in_at"].opt_time();
    return account;
}

std::optional<Account> first(const db::Rows& rows)
{
    return rows.empty() ? std::nullopt : std::optional(read_account(rows[0]));
}

}  // namespace

std::optional<Account> find_by_login(db::Transaction& tx, const std::string& login)
{
    return first(tx.run(sql::account_by_login, login));
}

std::optional<Account> find_by_official(db::Transaction& tx, std::int64_t official)
{
    return first(tx.run(sql::account_by_official, official));
}

std::optional<Account> lock(db::Transaction& tx, std::int64_t id)
{
    return first(tx.run(sql::lock_account, id));
}

std::int64_t insert(db::Transaction& tx, const NewAccount& account, base::Time now)
{
    const auto confirmed = account.totp_sealed.empty() ? std::nullopt : std::optional(now);
    return tx
        .run(sql::insert_account, account.official, account.login, account.password_hash,
             account.must_change_password, raw_or_null(account.totp_sealed), confirmed, now)[0]["id"]
        .int64();
}

void save_failures(db::Transaction& tx, std::int64_t account, const Failures& failures)
{
    tx.run(sql::save_failures, account, failures.count, failures.locked_until, failures.last);
}

void save_log_in(db::Transaction& tx, std::int64_t account, base::Time now)
{
    tx.run(sql::save_log_in, account, now);
}

void save_password(db::Transaction& tx, std::int64_t account, const std::string& hash, bool must_change,
                   base::Time now)
{
    tx.run(sql::save_password, account, hash, must_change, now);
}

void save_totp(db::Transaction& tx, std::int64_t account, const std::string& sealed,
               std::optional<base::Time> confirmed, std::int64_t last_step)
{
    tx.run(sql::save_totp, account, raw_or_null(sealed), confirmed, last_step);
}

void save_totp_step(db::Transaction& tx, std::int64_t account, std::int64_t step)
{
    tx.run(sql::save_totp_step, account, step);
}

void save_language(db::Transaction& tx, std::int64_t account, const std::string& language)
{
    tx.run(sql::save_language, account, language);
}

void save_disabled(db::Transaction& tx, std::int64_t account, std::optional<base::Time> since)
{
    tx.run(sql::save_disabled, account, since);
}

void replace_recovery_codes(db::Transaction& tx, std::int64_t account, const std::vector<std::string>& hashes)
{
    tx.run(sql::delete_recovery_codes, account);
    std::vector<std::string> hex;
    for (const auto& hash : hashes) hex.push_back(base::to_hex(hash));
    if (!hex.empty()) tx.run(sql::insert_recovery_codes, account, hex);
}

bool use_recovery_code(db::Transaction& tx, std::int64_t account, const std::string& hash, base::Time now)
{
    return tx.run(sql::use_recovery_code, account, raw(hash), now).affected() == 1;
}

int recovery_codes_left(db::Transaction& tx, std::int64_t account)
{
    return tx.run(sql::count_recovery_codes, account)[0]["left_over"].int32();
}

void insert(db::Transaction& tx, const Session& session, base::Time now)
{
    const auto post = session.post == 0 ? std::nullopt : std::optional(session.post);
    tx.run(sql::insert_session, raw(session.hash), session.account, post, session.stage, base::random_hex(32),
           now, session.expires);
}

void touch(db::Transaction& tx, const std::string& hash, base::Time now)
{
    tx.run(sql::touch_session, raw(hash), now);
}

void remove_session(db::Transaction& tx, const std::string& hash) { tx.run(sql::delete_session, raw(hash)); }

void remove_sessions(db::Transaction& tx, std::int64_t account, const std::string& but_for_hash)
{
    tx.run(sql::delete_sessions_of_account, account, raw(but_for_hash));
}

std::optional<base::Time> expiry(db::Transaction& tx, const std::string& hash)
{
    const auto rows = tx.run(sql::expiry_of_session, raw(hash));
    return rows.empty() ? std::nullopt : std::optional(rows[0]["expires_at"].time());
}

std::optional<KeyFailures> failures_of(db::Transaction& tx, const std::string& key)
{
    const auto rows = tx.run(sql::failures_of_key, key);
    if (rows.empty()) return std::nullopt;
    const base::Time since = rows[0]["since"].time();
    return KeyFailures{{rows[0]["failed_count"].int32(), rows[0]["locked_until"].opt_time(), since}, since};
}

void save_failures_of(db::Transaction& tx, const std::string& key, const Failures& failures, base::Time since)
{
    tx.run(sql::save_failures_of_key, key, failures.count, since, failures.locked_until);
}

void count_address_failure(db::Transaction& tx, const std::string& key, base::Time now)
{
    tx.run(sql::count_failure_of_address, key, now, now - kAddressWindow);
}

void sweep(db::Transaction& tx, base::Time now)
{
    tx.run(sql::delete_expired_sessions, now);
    tx.run(sql::delete_old_failures, now, now - kLockFor);
}

std::vector<PostChoice> posts_to_choose(db::Transaction& tx, std::int64_t official, base::Day today)
{
    std::vector<PostChoice> posts;
    for (const db::Row row : tx.run(sql::posts_to_choose, official, today)) {
        const auto role = directory::role_from(row["role"].text());
        CHECK(role.has_value());
        posts.push_back({row["id"].int64(), row["uid"].str(), row["title"].str(), *role,
                         row["agency_name"].str(), row["unit_name"].str()});
    }
    return posts;
}

}  // namespace lt::accounts::store
