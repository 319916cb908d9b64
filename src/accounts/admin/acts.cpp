// See acts.h.
#include "accounts/admin/acts.h"

#include <algorithm>

#include "accounts/policy.h"
#include "kit/base/ids.h"
#include "kit/page/page.h"

namespace lt::accounts {
namespace {

using base::Result;
using directory::Role;
using directory::store::Official;

base::Error no_account() { return base::not_found(page::msg("Người này chưa có tài khoản.")); }
base::Error own_stop() { return base::conflict(page::msg("Không tự ngừng tài khoản của chính mình được.")); }

// Runs `change(tx, official, account)` on the account of somebody in care, and commits unless it refuses.
template <class Change>
Result<base::Done> change_account(Core& core, const Me& me, const std::string& uid,
                                  const std::string& request_id, Change&& change)
{
    db::Transaction tx = core.pool.begin(platform_scope(me.official, request_id));
    const auto official = official_in_care(tx, me, uid);
    if (!official) return official.error();
    const auto found = store::find_by_official(tx, official->id);
    if (!found) return no_account();
    const auto account = store::lock(tx, found->id);
    CHECK(account.has_value());
    if (const Result<base::Done> done = change(tx, *official, *account); !done) return done.error();
    tx.commit();
    return base::Done{};
}

// A password or a lost second factor opens all that its owner may do. One's own needs the present password, and whoever
// also works (or soon will) for another agency is not in the hands of this agency alone.
Result<base::Done> check_may_reset(const Core& core, db::Transaction& tx, const Me& me,
                                   const Official& official)
{
    if (official.id == me.official) {
        return base::conflict(page::msg(
            "Không tự đặt lại ở đây được. Mở trang Tài khoản (/account) để đổi mật khẩu và xác thực hai bước."));
    }
    if (me.role == Role::platform_operator) return base::Done{};
    const auto posts = directory::store::posts_of(tx, official.id);
    const bool elsewhere = std::ranges::any_of(posts, [&](const auto& post) {
        return post.agency != me.agency && (!post.valid.to || *post.valid.to >= core.today());
    });
    if (elsewhere) {
        return base::forbidden(
            page::msg("Người này còn giữ chức vụ ở cơ quan khác. Đề nghị quản trị hệ thống đặt "
                      "lại mật khẩu hoặc xác thực hai bước."));
    }
    return base::Done{};
}

base::Error wrong_login()
{
    return base::invalid(
        "login", page::msg("Nhập tên đăng nhập 3–64 ký tự: chữ không dấu, số, dấu chấm, ví dụ an.nv."));
}
base::Error taken_login()
{
    return base::invalid("login", page::msg("Tên đăng nhập này đã có người dùng. Nhập tên khác."));
}

Result<base::Done> insert_account(db::Transaction& tx, const Official& official, const std::string& typed,
                                  const std::string& hash, base::Time now)
{
    const auto login = parse_login(typed);
    if (!login) return wrong_login();
    try {
        store::insert(tx,
                      {.official = official.id,
                       .login = *login,
                       .password_hash = hash,
                       .must_change_password = true,
                       .totp_sealed = {}},
                      now);
    } catch (const db::ConstraintViolation& violation) {
        if (violation.constraint == "accounts_login_key") return taken_login();
        if (violation.constraint == "accounts_official_id_key") {
            return base::conflict(page::msg("Người này đã có tài khoản."));
        }
        throw;
    }
    note(tx, "account.created", official.uid, now, "{}", official.agency);
    return base::Done{};
}

// Everything that is wrong with the form of a new colleague, in the order of its fields.
std::optional<base::Error> check(db::Transaction& tx, const directory::Snapshot& snapshot,
                                 std::int64_t agency, const NewColleague& form, directory::Giver giver)
{
    base::Wrong wrong;
    const auto add = [&](const std::optional<base::Error>& error) {
        if (!error) return;
        wrong.emplace_back(error->field, error->message);
        wrong.insert(wrong.end(), error->more.begin(), error->more.end());
    };
    add(directory::wrong_in(form.official));
    const auto login = parse_login(form.login);
    if (!login) {
        add(wrong_login());
    } else if (store::find_by_login(tx, *login)) {
        add(taken_login());
    }
    add(directory::wrong_in(form.post, snapshot, agency, giver));
    return base::invalid(std::move(wrong));
}

}  // namespace

directory::Giver giver_of(const Me& me)
{
    return me.role == Role::platform_operator ? directory::Giver::platform : directory::Giver::agency;
}

Result<Official> official_in_care(db::Transaction& tx, const Me& me, const std::string& uid)
{
    const base::Error none = base::not_found(page::msg("Không có cán bộ này trong cơ quan."));
    if (!base::is_uid(uid)) return none;
    const auto official = directory::store::find_official(tx, uid);
    if (!official) return none;
    if (me.role == Role::platform_operator) return *official;
    if (official->agency != me.agency) return none;
    const auto posts = directory::store::posts_of(tx, official->id);
    if (std::ranges::any_of(posts, [](const auto& post) { return post.role == Role::platform_operator; })) {
        return base::forbidden(page::msg("Chỉ quản trị hệ thống thay đổi được tài khoản này."));
    }
    return *official;
}

Result<std::string> create_account(Core& core, const Me& me, const std::string& uid, const std::string& login,
                                   const std::string& request_id)
{
    const std::string password = one_time_password();
    const std::string hash = core.passwords.hash(password);
    db::Transaction tx = core.pool.begin(platform_scope(me.official, request_id));
    const auto official = official_in_care(tx, me, uid);
    if (!official) return official.error();
    if (const auto allowed = check_may_reset(core, tx, me, *official); !allowed) return allowed.error();
    if (const auto done = insert_account(tx, *official, login, hash, core.now()); !done) return done.error();
    tx.commit();
    return password;
}

Result<std::string> reset_password(Core& core, const Me& me, const std::string& uid,
                                   const std::string& request_id)
{
    const std::string password = one_time_password();
    const std::string hash = core.passwords.hash(password);
    const base::Time now = core.now();
    const auto done =
        change_account(core, me, uid, request_id, [&](auto& tx, const auto& official, const auto& account) {
            auto allowed = check_may_reset(core, tx, me, official);
            if (!allowed) return allowed;
            store::save_password(tx, account.id, hash, true, now);
            store::save_failures(tx, account.id, {});
            store::remove_sessions(tx, account.id, {});
            note(tx, "password.reset", official.uid, now, "{}", official.agency);
            return allowed;
        });
    if (!done) return done.error();
    return password;
}

bool cancel_one_time_password(Core& core, db::Transaction& tx, const Official& official)
{
    const auto found = store::find_by_official(tx, official.id);
    const auto account = found ? store::lock(tx, found->id) : std::nullopt;
    if (!account || !account->must_change_password) return false;
    const base::Time now = core.now();
    store::save_password(tx, account->id, core.passwords.hash(one_time_password()), true, now);
    store::remove_sessions(tx, account->id, {});
    note(tx, "password.cancelled", official.uid, now, "{}", official.agency);
    return true;
}

Result<Hired> hire(Core& core, const Me& me, const directory::Snapshot& snapshot, std::int64_t agency,
                   const NewColleague& form, const std::string& request_id)
{
    const std::string password = one_time_password();
    const std::string hash = core.passwords.hash(password);
    const base::Time now = core.now();
    db::Transaction tx = core.pool.begin(platform_scope(me.official, request_id));
    if (auto error = check(tx, snapshot, agency, form, giver_of(me))) return *error;
    const auto official = directory::create_official(tx, agency, form.official, now);
    if (!official) return official.error();
    if (const auto post = directory::add_post(tx, snapshot, *official, agency, form.post, giver_of(me), now);
        !post) {
        return post.error();
    }
    if (const auto account = insert_account(tx, *official, form.login, hash, now); !account)
        return account.error();
    tx.commit();
    return Hired{official->uid, password};
}

Result<base::Done> act_on_account(Core& core, const Me& me, const std::string& uid, Act act,
                                  const std::string& request_id)
{
    const base::Time now = core.now();
    return change_account(core, me, uid, request_id,
                          [&](auto& tx, const auto& official, const auto& account) -> Result<base::Done> {
                              switch (act) {
                              case Act::unlock:
                                  store::save_failures(tx, account.id, {});
                                  note(tx, "account.unlocked", official.uid, now, "{}", official.agency);
                                  break;
                              case Act::disable:
                                  // By id: an address may spell the uid in another way.
                                  if (official.id == me.official) return own_stop();
                                  store::save_disabled(tx, account.id, now);
                                  store::remove_sessions(tx, account.id, {});
                                  note(tx, "account.disabled", official.uid, now, "{}", official.agency);
                                  break;
                              case Act::enable:
                                  store::save_disabled(tx, account.id, std::nullopt);
                                  note(tx, "account.enabled", official.uid, now, "{}", official.agency);
                                  break;
                              case Act::remove_second_factor:
                                  if (auto allowed = check_may_reset(core, tx, me, official); !allowed)
                                      return allowed;
                                  store::save_totp(tx, account.id, {}, std::nullopt, 0);
                                  store::replace_recovery_codes(tx, account.id, {});
                                  store::remove_sessions(tx, account.id, {});
                                  note(tx, "second_factor.reset", official.uid, now, "{}", official.agency);
                                  break;
                              }
                              return base::Done{};
                          });
}

}  // namespace lt::accounts
