// Accounts made without a page: the first platform operator, and the demo's officials in bulk.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "directory/types.h"
#include "kit/base/clock.h"
#include "kit/base/result.h"
#include "kit/db/fwd.h"

namespace lt::accounts {

struct NewPost {
    std::int64_t agency = 0;
    std::int64_t unit = 0;  // 0: the agency as a whole
    std::string title{};
    directory::Role role{};
    int position = 0;  // rank in the agency: 0 first
    base::Day from{};
};

struct NewOfficial {
    std::int64_t agency = 0;  // home agency
    std::string name{};
    std::string email{};
    std::string phone{};
    std::vector<NewPost> posts{};
    std::string login{};          // empty: no account
    std::string password_hash{};  // of hash_password()
    bool must_change_password = false;
    std::string
        totp_secret{};  // 20 raw bytes of new_totp_secret(): second factor already confirmed; empty: none
};

struct Created {
    std::int64_t official = 0;
    std::int64_t account = 0;
    std::vector<std::int64_t> posts{};
};

// Argon2id at the interactive cost, the one of log-in; about 0.1 s and 64 MB. Hash once for accounts that share one.
std::string hash_password(const std::string& password);
std::string new_totp_secret();

// The code that an authenticator shows at `now`, for the demo's list of accounts.
std::string totp_code(const std::string& secret, base::Time now);

// Creates all or none, in the caller's transaction (reach platform, no agency). A login that is taken: conflict.
base::Result<std::vector<Created>> create_officials(db::Transaction& tx,
                                                    const std::vector<NewOfficial>& officials,
                                                    const std::filesystem::path& key_file, base::Time now);

// `lienthong accounts create-operator`: an official of the agency with the role platform operator and a one-time
// password, which is printed once. Returns the exit code; complaints go to `err`.
struct CreateOperator {
    std::string agency_code{};
    std::string name{};
    std::string login{};
};
int create_operator_command(db::Pool& pool, const base::Clock& clock, const CreateOperator& wanted,
                            const std::filesystem::path& key_file, std::string& out, std::string& err);

}  // namespace lt::accounts
