// The accounts service: authentication of requests, the log-in pages, the account page, administration. Wired by app.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "kit/base/clock.h"
#include "kit/db/fwd.h"
#include "kit/http/message.h"
#include "kit/http/router.h"

namespace lt::directory {
class Directory;
}
namespace lt::page {
class Pages;
}

namespace lt::accounts {

struct Me;

struct Options {
    std::filesystem::path
        key_file{};  // seals TOTP secrets; made on the first start. Losing it voids second factors.
    bool secure_cookies = false;
    bool cheap_passwords = false;  // tests only: least cost of Argon2id
    unsigned hashes_at_once = 2;   // each takes 64 MB and a core for about 0.1 s
};

class Accounts {
public:
    // Throws std::runtime_error when the key file can't be read or written.
    Accounts(db::Pool& pool, std::shared_ptr<const base::Clock> clock, directory::Directory& directory,
             const page::Pages& pages, Options options);
    ~Accounts();
    Accounts(const Accounts&) = delete;
    Accounts& operator=(const Accounts&) = delete;

    // For http::ServerOptions: who sent the request (one statement), and the answer where a log-in is missing.
    std::shared_ptr<const http::User> authenticate(const http::Request& request) const;
    http::Response to_log_in(const http::Request& request) const;

    // Whose session this is (Me::session), while it lasts: for a program that the official's browser has sent. Nothing otherwise.
    std::shared_ptr<const Me> logged_in(const std::string& session) const;
    // 32 bytes that only this installation knows, others for each purpose.
    std::string key_for(std::string_view purpose) const;

    // /log-in…, /log-out, /post, /language, /account…, /admin/…
    void add_routes(http::Router& router);

    // Deletes sessions and failure counts that no longer matter; hourly.
    void sweep();

private:
    std::unique_ptr<struct AccountsState> state_;
};

}  // namespace lt::accounts
