// Rows of accounts, sessions and failures in and out. Knows SQL; must not know rules or HTTP.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "accounts/policy.h"
#include "accounts/secrets.h"
#include "directory/types.h"
#include "kit/db/db.h"

namespace lt::accounts::store {

struct Account {
    std::int64_t id = 0;
    std::int64_t official = 0;
    std::string official_uid{};
    std::string name{};
    std::int64_t agency = 0;  // the official's home
    std::string login{};
    std::string password_hash{};
    base::Time password_changed_at{};
    bool must_change_password = false;
    std::string totp_sealed{};  // "" without one
    bool totp_confirmed = false;
    std::int64_t totp_last_step = 0;
    Failures failures{};
    bool disabled = false;
    std::string language{};
    std::optional<base::Time> last_log_in{};
};
std::optional<Account> find_by_login(db::Transaction& tx, const std::string& login);
std::optional<Account> find_by_official(db::Transaction& tx, std::int64_t official);
std::optional<Account> lock(db::Transaction& tx, std::int64_t id);

struct NewAccount {
    std::int64_t official = 0;
    std::string login{};
    std::string password_hash{};
    bool must_change_password = false;
    std::string totp_sealed{};  // confirmed at once
};
std::int64_t insert(db::Transaction& tx, const NewAccount& account, base::Time now);

void save_failures(db::Transaction& tx, std::int64_t account, const Failures& failures);
void save_log_in(db::Transaction& tx, std::int64_t account, base::Time now);
void save_password(db::Transaction& tx, std::int64_t account, const std::string& hash, bool must_change,
                   base::Time now);
void save_totp(db::Transaction& tx, std::int64_t account, const std::string& sealed,
               std::optional<base::Time> confirmed, std::int64_t last_step);
void save_totp_step(db::Transaction& tx, std::int64_t account, std::int64_t step);
void save_language(db::Transaction& tx, std::int64_t account, const std::string& language);
void save_disabled(db::Transaction& tx, std::int64_t account, std::optional<base::Time> since);

void replace_recovery_codes(db::Transaction& tx, std::int64_t account,
                            const std::vector<std::string>& hashes);
bool use_recovery_code(db::Transaction& tx, std::int64_t account, const std::string& hash, base::Time now);
int recovery_codes_left(db::Transaction& tx, std::int64_t account);

struct Session {
    std::string hash{};
    std::int64_t account = 0;
    std::int64_t post = 0;  // 0: none yet
    std::string stage{};    // password, second_factor, full
    base::Time expires{};
};
void insert(db::Transaction& tx, const Session& session, base::Time now);
void touch(db::Transaction& tx, const std::string& hash, base::Time now);
void remove_session(db::Transaction& tx, const std::string& hash);
void remove_sessions(db::Transaction& tx, std::int64_t account, const std::string& but_for_hash);
std::optional<base::Time> expiry(db::Transaction& tx, const std::string& hash);

struct KeyFailures {
    Failures failures{};
    base::Time since{};
};
std::optional<KeyFailures> failures_of(db::Transaction& tx, const std::string& key);
void save_failures_of(db::Transaction& tx, const std::string& key, const Failures& failures,
                      base::Time since);
void count_address_failure(db::Transaction& tx, const std::string& key, base::Time now);
void sweep(db::Transaction& tx, base::Time now);

struct PostChoice {
    std::int64_t id = 0;
    std::string uid{};
    std::string title{};
    directory::Role role{};
    std::string agency_name{};
    std::string unit_name{};
};
std::vector<PostChoice> posts_to_choose(db::Transaction& tx, std::int64_t official, base::Day today);

}  // namespace lt::accounts::store
