// See sessions.h.
#include "accounts/sessions.h"

#include <algorithm>

#include "accounts/queries.h"
#include "kit/audit/audit.h"

namespace lt::accounts {
namespace {

std::shared_ptr<const http::User> read_pending(const db::Row& row, const std::string& hash)
{
    auto user = std::make_shared<Pending>();
    user->account = row["account_id"].int64();
    user->official = row["official_id"].int64();
    user->agency = row["home_id"].int64();
    user->login = row["login"].str();
    user->official_name = row["official_name"].str();
    user->csrf = row["csrf"].str();
    user->session = hash;
    user->code_given = row["stage"].text() == "second_factor";
    return user;
}

std::shared_ptr<const http::User> read_me(const db::Row& row, const std::string& hash)
{
    const auto role = directory::role_from(row["role"].text());
    CHECK(role.has_value());
    auto me = std::make_shared<Me>();
    me->account = row["account_id"].int64();
    me->official = row["official_id"].int64();
    me->home = row["home_id"].int64();
    me->post = row["post_id"].int64();
    me->agency = row["agency_id"].int64();
    me->unit = row["unit_id"].opt_int64().value_or(0);
    me->role = *role;
    me->official_uid = row["official_uid"].str();
    me->post_uid = row["post_uid"].str();
    me->agency_uid = row["agency_uid"].str();
    me->unit_uid = row["unit_uid"].str_or("");
    me->login = row["login"].str();
    me->official_name = row["official_name"].str();
    me->agency_name = row["agency_name"].str();
    me->agency_short_name = row["agency_short_name"].str();
    me->post_title = row["title"].str();
    me->unit_name = row["unit_name"].str_or("");
    me->language = row["language"].str();
    me->csrf = row["csrf"].str();
    me->session = hash;
    me->several_posts = row["posts"].int64() > 1;
    return me;
}

}  // namespace

void note(db::Transaction& tx, const std::string& action, const std::string& subject, base::Time at,
          const std::string& detail, std::int64_t agency)
{
    audit::record(tx, {.action = action, .subject = subject, .detail = detail, .at = at, .agency = agency});
}

std::shared_ptr<const http::User> find_user(Core& core, const std::string& token)
{
    const std::string hash = token_hash(token);
    return hash.empty() ? nullptr : find_user_of(core, hash);
}

std::shared_ptr<const http::User> find_user_of(Core& core, const std::string& hash)
{
    const base::Time now = core.now();
    db::Transaction tx = core.pool.begin({});
    const auto rows =
        tx.run(sql::user_of_session, std::as_bytes(std::span(hash)), now, base::vietnam_day(now));
    if (rows.empty()) return nullptr;
    const db::Row row = rows[0];
    if (row["stage"].text() != "full") return read_pending(row, hash);
    if (row["post_id"].null()) return nullptr;  // the post has ended: log in again and choose another
    auto user = read_me(row, hash);
    const base::Time seen = row["seen_at"].time();
    if (now - seen > idle_limit(static_cast<const Me&>(*user).role)) return nullptr;
    if (now - seen >= kSeenEvery) {
        store::touch(tx, hash, now);
        tx.commit();
    }
    return user;
}

LogInState state_of(const store::Account& account, const std::vector<store::PostChoice>& posts,
                    bool code_given)
{
    LogInState state;
    state.code_given = code_given;
    state.has_second_factor = account.totp_confirmed;
    state.must_enrol =
        std::ranges::any_of(posts, [](const auto& post) { return needs_second_factor(post.role); });
    state.must_change_password = account.must_change_password;
    state.posts = static_cast<int>(posts.size());
    return state;
}

Advanced advance(db::Transaction& tx, const store::Account& account, const std::string& old_hash,
                 bool code_given, std::int64_t post, base::Time now)
{
    const auto posts = store::posts_to_choose(tx, account.official, base::vietnam_day(now));
    LogInState state = state_of(account, posts, code_given);
    const auto chosen = std::ranges::find(posts, post, &store::PostChoice::id);
    state.post_chosen = chosen != posts.end();
    const Step step = next_step(state);
    if (step != Step::code && step != Step::enrol) store::save_log_in(tx, account.id, now);

    if (!old_hash.empty()) store::remove_session(tx, old_hash);
    const Token token = new_token();
    store::Session session{.hash = token.hash, .account = account.id, .post = 0, .stage = {}, .expires = {}};
    switch (step) {
    case Step::code:
    case Step::enrol:
        session.stage = "password";
        session.expires = now + kPendingLasts;
        break;
    case Step::password:
    case Step::post:
        session.stage = "second_factor";
        session.expires = now + kPendingLasts;
        break;
    case Step::done:
        session.stage = "full";
        session.post = state.post_chosen ? chosen->id : posts.front().id;
        session.expires = now + kSessionLasts;
        note(tx, "session.started", account.official_uid, now);
        break;
    }
    store::insert(tx, session, now);
    return {token, step};
}

}  // namespace lt::accounts
