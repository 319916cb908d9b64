// The officials of the demo: about eight an agency, with posts, logins and one password.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "accounts/setup.h"
#include "app/demo/material.h"
#include "directory/snapshot.h"
#include "kit/db/fwd.h"

namespace lt::app::demo {

// For a server on this machine only, with made-up data: the password is printed, and the same for all.
inline constexpr const char* kPassword = "lienthong-demo-2026";

struct Player {
    std::string login{};
    std::string name{};
    std::string title{};
    directory::Role role{};
    std::string agency_code{};
    std::string agency_name{};
    std::string totp_secret{};  // raw; empty: logs in with the password alone
    std::int64_t agency = 0;
    std::int64_t unit = 0;
    std::int64_t official = 0;
};

struct Staff {
    Player clerk{}, head{}, deputy{}, administrator{}, desk{};
    std::vector<Player> specialists{};
};

struct Cast {
    std::map<std::int64_t, Staff> staff{};  // by agency
    Player operator_{};
    std::size_t size() const;
    std::vector<const Player*> all() const;
};

// Makes all officials and their accounts in one transaction, for every agency valid on the day.
Cast make_cast(db::Pool& pool, const directory::Snapshot& directory, const Material& material,
               const std::filesystem::path& key_file, base::Time now);

// Kept beside the demo's state, readable by its owner only: the demo may go on with it later.
void write_players(const std::filesystem::path& file, const Cast& cast);
std::vector<Player> read_players(const std::filesystem::path& file);

// The player with this login; throws std::runtime_error when there is none.
const Player& player(const std::vector<Player>& players, const std::string& login);

}  // namespace lt::app::demo
