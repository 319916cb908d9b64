// Puts the parts of this folder together; see accounts.h.
#include "accounts/accounts.h"

#include "accounts/sessions.h"
#include "accounts/store.h"
#include "accounts/web.h"

namespace lt::accounts {

struct AccountsState {
    Core core;
    Web web;
    AccountsState(Core made, directory::Directory& directory, const page::Pages& pages, bool secure_cookies)
        : core(std::move(made)), web{core, directory, pages, secure_cookies}
    {
    }
};

Accounts::Accounts(db::Pool& pool, std::shared_ptr<const base::Clock> clock, directory::Directory& directory,
                   const page::Pages& pages, Options options)
{
    const auto cost = options.cheap_passwords ? Passwords::Cost::least : Passwords::Cost::interactive;
    Key key = Key::load(options.key_file);
    state_ = std::make_unique<AccountsState>(
        Core{pool, std::move(clock), Passwords(cost, options.hashes_at_once), std::move(key)}, directory,
        pages, options.secure_cookies);
}

Accounts::~Accounts() = default;

std::shared_ptr<const http::User> Accounts::authenticate(const http::Request& request) const
{
    const std::string token = state_->web.token(request);
    if (token.empty()) return nullptr;
    // The log-in form carries no token of a session: somebody who goes back to it begins anew.
    if (request.path == "/log-in" && request.method == http::Method::post) return nullptr;
    return find_user(state_->core, token);
}

std::shared_ptr<const Me> Accounts::logged_in(const std::string& session) const
{
    return std::dynamic_pointer_cast<const Me>(find_user_of(state_->core, session));
}

std::string Accounts::key_for(std::string_view purpose) const { return state_->core.key.hash(purpose, ""); }

http::Response Accounts::to_log_in(const http::Request& request) const
{
    const bool page = request.method == http::Method::get;
    return http::redirect(with_next("/log-in", page ? request.target : "/"));
}

void Accounts::add_routes(http::Router& router)
{
    add_log_in_routes(router, state_->web);
    add_account_routes(router, state_->web);
    add_admin_routes(router, state_->web);
}

void Accounts::sweep()
{
    db::Transaction tx = state_->core.pool.begin({});
    store::sweep(tx, state_->core.now());
    tx.commit();
}

}  // namespace lt::accounts
