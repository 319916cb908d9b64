// See own_account.h.
#include "accounts/own_account.h"

#include <algorithm>

#include "accounts/second_factor.h"
#include "kit/page/page.h"

namespace lt::accounts {
namespace {

db::Transaction begin(Core& core, const Me& me, const std::string& request_id)
{
    return core.pool.begin(platform_scope(me.official, request_id));
}

store::Account locked(db::Transaction& tx, std::int64_t id)
{
    const auto account = store::lock(tx, id);
    CHECK(account.has_value());
    return *account;
}

// Whoever found an open browser must not be able to guess on: a wrong password counts as at log-in.
base::Result<store::Account> prove_password(Core& core, const Me& me, const std::string& password,
                                            const std::string& request_id)
{
    const store::Account known = own_account(core, me).account;
    const bool right = core.passwords.matches(known.password_hash, password);
    const base::Time now = core.now();
    db::Transaction tx = begin(core, me, request_id);
    const store::Account account = locked(tx, me.account);
    if (is_locked(account.failures, now)) {
        return base::invalid(
            "present", page::msg("Tài khoản đang bị khoá vì nhập sai nhiều lần. Liên hệ quản trị cơ quan."));
    }
    if (right && account.password_hash == known.password_hash) return account;
    const Failures failures = after_failure(account.failures, now);
    store::save_failures(tx, account.id, failures);
    note(tx, is_locked(failures, now) ? "account.locked" : "password.check_failed", me.official_uid, now);
    if (is_locked(failures, now)) store::remove_sessions(tx, account.id, {});
    tx.commit();
    return base::invalid("present",
                         page::msg("Mật khẩu đang dùng không đúng. Sai 5 lần thì tài khoản bị khoá 12 giờ."));
}

// Another token for the same session: what it may do has changed.
Token rotate(db::Transaction& tx, const Me& me, base::Time now)
{
    const auto expires = store::expiry(tx, me.session);
    CHECK(expires.has_value());  // the caller has looked, under the lock of the account
    const Token token = new_token();
    store::remove_session(tx, me.session);
    store::insert(tx, {token.hash, me.account, me.post, "full", *expires}, now);
    return token;
}

// The session was ended from elsewhere while this request ran.
base::Error ended()
{
    return base::conflict(page::msg("Phiên làm việc này vừa bị kết thúc. Đăng nhập lại."));
}

std::vector<std::string> save_new_codes(db::Transaction& tx, const Core& core, std::int64_t account)
{
    std::vector<std::string> codes = new_recovery_codes();
    std::vector<std::string> hashes;
    for (const auto& code : codes) {
        const auto parsed = parse_recovery_code(code);
        CHECK(parsed.has_value());
        hashes.push_back(core.key.hash("recovery code", *parsed));
    }
    store::replace_recovery_codes(tx, account, hashes);
    return codes;
}

// Accepts the first code; nothing when it is wrong.
base::Result<std::vector<std::string>> confirm(db::Transaction& tx, const Core& core,
                                               const store::Account& account, const std::string& typed,
                                               base::Time now)
{
    if (account.totp_confirmed) return base::conflict(page::msg("Xác thực hai bước đã bật từ trước."));
    const auto secret = core.key.open(account.totp_sealed);
    const auto step = secret ? match_totp(*secret, typed, now, 0) : std::nullopt;
    if (!step) {
        return base::invalid("code",
                             page::msg("Mã không đúng hoặc đã hết hạn. Nhập mã đang hiện trên điện thoại."));
    }
    store::save_totp(tx, account.id, account.totp_sealed, now, *step);
    note(tx, "second_factor.enrolled", account.official_uid, now);
    return save_new_codes(tx, core, account.id);
}

}  // namespace

OwnAccount own_account(Core& core, const Me& me)
{
    db::Transaction tx = begin(core, me, {});
    const auto account = store::find_by_official(tx, me.official);
    CHECK(account.has_value());
    return {*account, store::posts_to_choose(tx, me.official, core.today()),
            store::recovery_codes_left(tx, account->id)};
}

base::Result<Token> change_password(Core& core, const Me& me, const std::string& present,
                                    const std::string& password, const std::string& again,
                                    const std::string& request_id)
{
    if (const std::string fault = password_fault(password, me.login, me.official_name); !fault.empty()) {
        return base::invalid("password", fault);
    }
    if (password != again)
        return base::invalid("again", page::msg("Hai lần nhập mật khẩu mới không giống nhau."));
    if (password == present)
        return base::invalid("password", page::msg("Chọn mật khẩu khác mật khẩu đang dùng."));
    const auto proved = prove_password(core, me, present, request_id);
    if (!proved) return proved.error();
    const std::string hash = core.passwords.hash(password);
    const base::Time now = core.now();
    db::Transaction tx = begin(core, me, request_id);
    const store::Account account = locked(tx, me.account);
    // An administrator may have reset it while the new one was hashed.
    if (account.password_hash != proved->password_hash || !store::expiry(tx, me.session)) return ended();
    store::save_password(tx, account.id, hash, false, now);
    const Token token = rotate(tx, me, now);
    store::remove_sessions(tx, account.id, token.hash);
    note(tx, "password.changed", me.official_uid, now);
    tx.commit();
    return token;
}

base::Result<std::string> begin_enrolment(Core& core, std::int64_t official)
{
    db::Transaction tx = core.pool.begin(platform_scope(official, {}));
    const auto found = store::find_by_official(tx, official);
    CHECK(found.has_value());
    const store::Account account = locked(tx, found->id);
    if (account.totp_confirmed) return base::conflict(page::msg("Xác thực hai bước đã bật từ trước."));
    if (const auto waiting = core.key.open(account.totp_sealed)) return *waiting;
    const std::string secret = random_bytes(kTotpSecretBytes);
    store::save_totp(tx, account.id, core.key.seal(secret), std::nullopt, 0);
    tx.commit();
    return secret;
}

base::Result<Enrolled> confirm_enrolment(Core& core, const Me& me, const std::string& typed,
                                         const std::string& request_id)
{
    const base::Time now = core.now();
    db::Transaction tx = begin(core, me, request_id);
    const store::Account account = locked(tx, me.account);
    if (!store::expiry(tx, me.session)) return ended();
    auto codes = confirm(tx, core, account, typed, now);
    if (!codes) return codes.error();
    const Token token = rotate(tx, me, now);
    store::remove_sessions(tx, me.account, token.hash);  // they were opened without the second factor
    tx.commit();
    return Enrolled{std::move(*codes), token};
}

base::Result<Enrolled> confirm_enrolment(Core& core, const Pending& who, const std::string& typed,
                                         const std::string& request_id)
{
    const base::Time now = core.now();
    db::Transaction tx = core.pool.begin(platform_scope(who.official, request_id));
    auto codes = confirm(tx, core, locked(tx, who.account), typed, now);
    if (!codes) return codes.error();
    const Advanced next = advance(tx, locked(tx, who.account), who.session, true, 0, now);
    store::remove_sessions(tx, who.account, next.token.hash);
    tx.commit();
    return Enrolled{std::move(*codes), next.token};
}

base::Result<base::Done> remove_second_factor(Core& core, const Me& me, const std::string& password,
                                              const std::string& request_id)
{
    const OwnAccount own = own_account(core, me);
    if (std::ranges::any_of(own.posts, [](const auto& post) { return needs_second_factor(post.role); })) {
        return base::invalid("present",
                             page::msg("Chức vụ quản trị bắt buộc xác thực hai bước nên không tắt được."));
    }
    if (const auto proved = prove_password(core, me, password, request_id); !proved) return proved.error();
    db::Transaction tx = begin(core, me, request_id);
    store::save_totp(tx, me.account, {}, std::nullopt, 0);
    store::replace_recovery_codes(tx, me.account, {});
    note(tx, "second_factor.removed", me.official_uid, core.now());
    tx.commit();
    return base::Done{};
}

base::Result<std::vector<std::string>> renew_recovery_codes(Core& core, const Me& me,
                                                            const std::string& password,
                                                            const std::string& request_id)
{
    const auto proved = prove_password(core, me, password, request_id);
    if (!proved) return proved.error();
    if (!proved->totp_confirmed)
        return base::conflict(page::msg("Bật xác thực hai bước trước khi tạo mã dự phòng."));
    db::Transaction tx = begin(core, me, request_id);
    auto codes = save_new_codes(tx, core, me.account);
    note(tx, "recovery_codes.renewed", me.official_uid, core.now());
    tx.commit();
    return codes;
}

void end_other_sessions(Core& core, const Me& me, const std::string& request_id)
{
    db::Transaction tx = begin(core, me, request_id);
    store::remove_sessions(tx, me.account, me.session);
    note(tx, "session.others_ended", me.official_uid, core.now());
    tx.commit();
}

void choose_language(Core& core, const Me& me, const std::string& language)
{
    db::Transaction tx = begin(core, me, {});
    store::save_language(tx, me.account, language);
    tx.commit();
}

}  // namespace lt::accounts
