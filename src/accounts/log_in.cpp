// See log_in.h.
#include "accounts/log_in.h"

#include <algorithm>

#include "accounts/second_factor.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"
#include "kit/page/page.h"

namespace lt::accounts {
namespace {

// Keyed, because people type their password into the wrong field.
std::string login_key(const Core& core, const std::string& login)
{
    return "login:" + base::to_hex(core.key.hash("unknown login", login).substr(0, 16));
}

std::string address_key(const std::string& address) { return "address:" + address; }

bool too_many(db::Transaction& tx, const std::string& address, base::Time now)
{
    const auto known = store::failures_of(tx, address_key(address));
    return known && known->since > now - kAddressWindow && known->failures.count >= kAddressFailures;
}

Outcome refused(const Failures& failures, base::Time now)
{
    Outcome outcome;
    outcome.refusal = is_locked(failures, now) ? Refusal::locked : Refusal::wrong;
    outcome.attempts_left = attempts_left(failures);
    if (outcome.refusal == Refusal::locked) outcome.locked_until = failures.locked_until;
    return outcome;
}

Outcome refuse_unknown(Core& core, const Attempt& attempt, const std::string& login)
{
    const base::Time now = core.now();
    const std::string key = login_key(core, login);
    db::Transaction tx = core.pool.begin(platform_scope(0, attempt.request_id));
    const auto known = store::failures_of(tx, key).value_or(store::KeyFailures{{}, now});
    const bool was_locked = is_locked(known.failures, now);
    const Failures failures = after_failure(known.failures, now);
    if (!was_locked) store::save_failures_of(tx, key, failures, now);
    store::count_address_failure(tx, address_key(attempt.address), now);
    note(tx, "log_in.failed", "", now);
    tx.commit();
    return refused(failures, now);
}

// Counts a wrong password or code; the caller commits.
Outcome fail(db::Transaction& tx, const store::Account& account, base::Time now, const char* action)
{
    const bool was_locked = is_locked(account.failures, now);
    const Failures failures = after_failure(account.failures, now);
    if (!was_locked) store::save_failures(tx, account.id, failures);
    note(tx, action, account.official_uid, now);
    if (!was_locked && is_locked(failures, now)) note(tx, "account.locked", account.official_uid, now);
    return refused(failures, now);
}

Outcome succeeded(db::Transaction& tx, const store::Account& account, const std::string& old_hash,
                  bool code_given, std::int64_t post, base::Time now)
{
    const Advanced next = advance(tx, account, old_hash, code_given, post, now);
    Outcome outcome;
    outcome.token = next.token;
    outcome.step = next.step;
    outcome.language = account.language;
    return outcome;
}

store::Account locked_account(db::Transaction& tx, std::int64_t id)
{
    const auto account = store::lock(tx, id);
    CHECK(account.has_value());
    return *account;
}

store::Account known_account(Core& core, std::int64_t official)
{
    db::Transaction tx = core.pool.begin({});
    const auto account = store::find_by_official(tx, official);
    CHECK(account.has_value());
    return *account;
}

// Somebody goes back in the browser, or skips a step by hand.
base::Error not_now()
{
    return base::conflict(page::msg("Bước này đã qua hoặc chưa đến. Tải lại trang để đi tiếp."));
}

}  // namespace

Outcome log_in(Core& core, const Attempt& attempt)
{
    const auto login = parse_login(attempt.login);
    std::optional<store::Account> known;
    {
        db::Transaction tx = core.pool.begin(platform_scope(0, attempt.request_id));
        if (too_many(tx, attempt.address, core.now())) {
            Outcome outcome;
            outcome.refusal = Refusal::too_many;
            return outcome;
        }
        if (login) known = store::find_by_login(tx, *login);
    }
    const bool right =
        core.passwords.matches(known ? known->password_hash : core.passwords.nobody(), attempt.password);
    if (!known) return refuse_unknown(core, attempt, login.value_or(base::fold(attempt.login)));

    const base::Time now = core.now();
    db::Transaction tx = core.pool.begin(platform_scope(known->official, attempt.request_id));
    const store::Account account = locked_account(tx, known->id);
    // The password that was checked may have been replaced meanwhile.
    const bool still_right = right && account.password_hash == known->password_hash && !account.disabled;
    Outcome outcome;
    if (is_locked(account.failures, now) || !still_right) {
        outcome = fail(tx, account, now, "log_in.failed");
        store::count_address_failure(tx, address_key(attempt.address), now);
    } else {
        outcome = succeeded(tx, account, token_hash(attempt.old_token), false, 0, now);
    }
    tx.commit();
    return outcome;
}

Outcome give_code(Core& core, const Pending& who, const std::string& typed, const std::string& request_id)
{
    const base::Time now = core.now();
    db::Transaction tx = core.pool.begin(platform_scope(who.official, request_id));
    const store::Account account = locked_account(tx, who.account);
    Outcome outcome;
    bool right = false;
    if (!is_locked(account.failures, now) && account.totp_confirmed) {
        const auto secret = core.key.open(account.totp_sealed);
        const auto step = secret ? match_totp(*secret, typed, now, account.totp_last_step) : std::nullopt;
        if (step) {
            store::save_totp_step(tx, account.id, *step);
            right = true;
        } else if (const auto code = parse_recovery_code(typed)) {
            right = store::use_recovery_code(tx, account.id, core.key.hash("recovery code", *code), now);
            if (right) note(tx, "recovery_code.used", account.official_uid, now);
        }
    }
    outcome = right ? succeeded(tx, account, who.session, true, 0, now)
                    : fail(tx, account, now, "log_in.code_failed");
    // A locked account begins again with the password.
    if (outcome.refusal == Refusal::locked) store::remove_session(tx, who.session);
    tx.commit();
    return outcome;
}

base::Result<Outcome> replace_password(Core& core, const Pending& who, const std::string& password,
                                       const std::string& again, const std::string& request_id)
{
    if (const std::string fault = password_fault(password, who.login, who.official_name); !fault.empty()) {
        return base::invalid("password", fault);
    }
    if (password != again)
        return base::invalid("again", page::msg("Hai lần nhập mật khẩu mới không giống nhau."));
    const std::string hash = core.passwords.hash(password);
    if (core.passwords.matches(known_account(core, who.official).password_hash, password)) {
        return base::invalid("password", page::msg("Chọn mật khẩu khác mật khẩu đang dùng."));
    }
    const base::Time now = core.now();
    db::Transaction tx = core.pool.begin(platform_scope(who.official, request_id));
    store::Account account = locked_account(tx, who.account);
    const auto posts = store::posts_to_choose(tx, who.official, base::vietnam_day(now));
    if (next_step(state_of(account, posts, who.code_given)) != Step::password) return not_now();
    store::save_password(tx, account.id, hash, false, now);
    store::remove_sessions(tx, account.id, {});
    account.must_change_password = false;
    note(tx, "password.changed", account.official_uid, now);
    Outcome outcome = succeeded(tx, account, {}, who.code_given, 0, now);
    tx.commit();
    return outcome;
}

base::Result<Outcome> choose_post(Core& core, const Pending& who, const std::string& post_uid,
                                  const std::string& request_id)
{
    const base::Time now = core.now();
    db::Transaction tx = core.pool.begin(platform_scope(who.official, request_id));
    const store::Account account = locked_account(tx, who.account);
    const auto posts = store::posts_to_choose(tx, who.official, base::vietnam_day(now));
    if (next_step(state_of(account, posts, who.code_given)) != Step::post) return not_now();
    const auto post = std::ranges::find(posts, post_uid, &store::PostChoice::uid);
    if (post == posts.end()) return base::invalid("post", page::msg("Chọn một chức vụ trong danh sách."));
    Outcome outcome = succeeded(tx, account, who.session, who.code_given, post->id, now);
    tx.commit();
    return outcome;
}

Standing standing(Core& core, const Pending& who)
{
    db::Transaction tx = core.pool.begin(platform_scope(who.official, {}));
    const auto account = store::find_by_official(tx, who.official);
    CHECK(account.has_value());
    auto posts = store::posts_to_choose(tx, who.official, core.today());
    const Step step = next_step(state_of(*account, posts, who.code_given));
    return {step, std::move(posts)};
}

base::Result<Token> switch_post(Core& core, const Me& me, const std::string& post_uid,
                                const std::string& request_id)
{
    const base::Time now = core.now();
    db::Transaction tx = core.pool.begin(platform_scope(me.official, request_id));
    const auto posts = store::posts_to_choose(tx, me.official, base::vietnam_day(now));
    const auto post = std::ranges::find(posts, post_uid, &store::PostChoice::uid);
    if (post == posts.end()) return base::invalid("post", page::msg("Chọn một chức vụ trong danh sách."));
    const store::Account account = locked_account(tx, me.account);
    // A post may have been given since the log-in that makes the second factor a duty.
    const bool weak = needs_second_factor(post->role) && !account.totp_confirmed;
    if (weak) {
        return base::invalid(
            "post", page::msg("Chức vụ này cần xác thực hai bước. Bật ở trang Tài khoản rồi chọn lại."));
    }
    const auto expires = store::expiry(tx, me.session);
    if (!expires) return base::conflict(page::msg("Phiên làm việc đã kết thúc. Đăng nhập lại."));
    const Token token = new_token();
    store::remove_session(tx, me.session);
    store::insert(tx, {token.hash, me.account, post->id, "full", *expires}, now);
    note(tx, "session.post_switched", me.official_uid, now, "{\"post\":\"" + post->uid + "\"}");
    tx.commit();
    return token;
}

void log_out(Core& core, const Me& me, const std::string& request_id)
{
    db::Transaction tx = core.pool.begin(platform_scope(me.official, request_id));
    store::remove_session(tx, me.session);
    note(tx, "session.ended", me.official_uid, core.now());
    tx.commit();
}

void abandon(Core& core, const Pending& who, const std::string& request_id)
{
    db::Transaction tx = core.pool.begin(platform_scope(who.official, request_id));
    store::remove_session(tx, who.session);
    tx.commit();
}

}  // namespace lt::accounts
