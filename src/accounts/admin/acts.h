// What administrators do with other people's accounts. An agency's administrator stays inside the own agency and never
// touches a platform operator; the database's policies hold the first of these too.
#pragma once

#include <string>

#include "accounts/api.h"
#include "accounts/core.h"
#include "accounts/store.h"
#include "directory/actions.h"
#include "kit/base/result.h"

namespace lt::accounts {

directory::Giver giver_of(const Me& me);

// The official, if the administrator looks after this person: not_found otherwise, as for one that doesn't exist.
base::Result<directory::store::Official> official_in_care(db::Transaction& tx, const Me& me,
                                                          const std::string& uid);

// A new account, or a new password for one: the password is returned to be shown once, and must be changed at log-in.
base::Result<std::string> create_account(Core& core, const Me& me, const std::string& official,
                                         const std::string& login, const std::string& request_id);
base::Result<std::string> reset_password(Core& core, const Me& me, const std::string& official,
                                         const std::string& request_id);

// Before a post in another agency begins to count: a one-time password that nobody has changed yet is known to the agency that made
// it, and would open the new post too. It stops counting then. True when there was one.
bool cancel_one_time_password(Core& core, db::Transaction& tx, const directory::store::Official& official);

// A new official, a first post and an account in one go.
struct NewColleague {
    directory::OfficialForm official{};
    directory::PostForm post{};
    std::string login{};
};
struct Hired {
    std::string uid{};
    std::string password{};
};
base::Result<Hired> hire(Core& core, const Me& me, const directory::Snapshot& snapshot, std::int64_t agency,
                         const NewColleague& form, const std::string& request_id);

enum class Act : std::uint8_t { unlock, disable, enable, remove_second_factor };
base::Result<base::Done> act_on_account(Core& core, const Me& me, const std::string& official, Act act,
                                        const std::string& request_id);

}  // namespace lt::accounts
