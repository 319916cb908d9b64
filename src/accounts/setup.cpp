// See setup.h.
#include "accounts/setup.h"

#include "accounts/core.h"
#include "accounts/policy.h"
#include "accounts/second_factor.h"
#include "accounts/secrets.h"
#include "accounts/store.h"
#include "directory/snapshot.h"
#include "directory/store.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"

namespace lt::accounts {

std::string hash_password(const std::string& password)
{
    return Passwords(Passwords::Cost::interactive, 1).hash(password);
}

std::string new_totp_secret() { return random_bytes(kTotpSecretBytes); }

std::string totp_code(const std::string& secret, base::Time now)
{
    return totp_at_step(secret, totp_step(now));
}

base::Result<std::vector<Created>> create_officials(db::Transaction& tx,
                                                    const std::vector<NewOfficial>& officials,
                                                    const std::filesystem::path& key_file, base::Time now)
{
    const Key key = Key::load(key_file);
    std::vector<Created> all;
    for (const NewOfficial& wanted : officials) {
        directory::store::Official official{.id = 0,
                                            .uid = base::new_uid(now),
                                            .agency = wanted.agency,
                                            .name = base::normalise(wanted.name),
                                            .email = wanted.email,
                                            .phone = wanted.phone};
        Created created;
        created.official = directory::store::insert(tx, official, now);
        for (const NewPost& post : wanted.posts) {
            directory::Person person;
            person.official = created.official;
            person.agency = post.agency;
            person.unit = post.unit;
            person.title = post.title;
            person.role = post.role;
            person.valid.from = post.from;
            created.posts.push_back(
                directory::store::insert_post(tx, person, base::new_uid(now), post.position));
        }
        if (!wanted.login.empty()) {
            const auto login = parse_login(wanted.login);
            if (!login) return base::invalid("login", "Tên đăng nhập không đúng dạng: " + wanted.login);
            store::NewAccount account{.official = created.official,
                                      .login = *login,
                                      .password_hash = wanted.password_hash,
                                      .must_change_password = wanted.must_change_password,
                                      .totp_sealed = {}};
            if (!wanted.totp_secret.empty()) account.totp_sealed = key.seal(wanted.totp_secret);
            try {
                created.account = store::insert(tx, account, now);
            } catch (const db::ConstraintViolation& violation) {
                if (violation.constraint != "accounts_login_key") throw;
                return base::conflict("Tên đăng nhập đã có người dùng: " + *login);
            }
        }
        note(tx, "official.created", official.uid, now, "{}", official.agency);
        all.push_back(std::move(created));
    }
    return all;
}

int create_operator_command(db::Pool& pool, const base::Clock& clock, const CreateOperator& wanted,
                            const std::filesystem::path& key_file, std::string& out, std::string& err)
{
    const base::Time now = clock.now();
    db::Transaction tx = pool.begin({});
    const auto snapshot = directory::store::load(tx);
    const directory::Agency* agency = snapshot->find_code(wanted.agency_code);
    if (!agency) {
        err = "Danh bạ không có cơ quan " + wanted.agency_code +
              ". Nhập danh bạ trước: lienthong directory import …\n";
        return 2;
    }
    if (base::normalise(wanted.name).empty()) {
        err = "Thiếu họ và tên.\n";
        return 2;
    }
    const std::string password = one_time_password();
    const NewPost post{.agency = agency->id,
                       .unit = 0,
                       .title = "Quản trị hệ thống",
                       .role = directory::Role::platform_operator,
                       .position = 100,
                       .from = base::vietnam_day(now)};
    const NewOfficial official{.agency = agency->id,
                               .name = wanted.name,
                               .email = {},
                               .phone = {},
                               .posts = {post},
                               .login = wanted.login,
                               .password_hash = hash_password(password),
                               .must_change_password = true,
                               .totp_secret = {}};
    const auto created = create_officials(tx, {official}, key_file, now);
    if (!created) {
        err = created.error().message.str() + "\n";
        return 2;
    }
    tx.commit();
    out = "Tên đăng nhập: " + wanted.login + "\nMật khẩu dùng một lần: " + password +
          "\nLần đăng nhập đầu sẽ hỏi xác thực hai bước và mật khẩu mới.\n";
    return 0;
}

}  // namespace lt::accounts
