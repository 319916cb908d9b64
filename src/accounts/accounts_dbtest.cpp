// Logging in on a real database, with a clock that the test moves.
#include <filesystem>

#include <gtest/gtest.h>

#include "accounts/api.h"
#include "accounts/log_in.h"
#include "accounts/own_account.h"
#include "accounts/second_factor.h"
#include "accounts/setup.h"
#include "accounts/store.h"
#include "kit/base/ids.h"
#include "kit/db/testing.h"

namespace lt::accounts {
namespace {

using namespace std::chrono_literals;
using directory::Role;

constexpr const char* kPassword = "sông cầu nước chảy";

class LogIn : public testing::Test {
protected:
    LogIn()
    {
        folder_ = std::filesystem::temp_directory_path() / ("lt-accounts-" + base32(random_bytes(10)));
        clock_ =
            std::make_shared<base::VirtualClock>(base::Time(std::chrono::sys_days(2026y / 11 / 20) + 1h));
        core_ = std::make_unique<Core>(Core{database_.pool(), clock_, Passwords(Passwords::Cost::least, 2),
                                            Key::load(folder_ / "accounts.key")});
        database_.execute(
            "INSERT INTO agencies (uid, code, name, short_name, abbreviation, level, kind, place,"
            " valid_from, folded) SELECT gen_random_uuid(), 'H05.' || n, 'Cơ quan ' || n, 'CQ ' || n,"
            " 'CQ', 'province', 'government', 'Bắc Ninh', '2025-07-01', '' FROM generate_series(1, 2) n");
        agency_ = std::stoll(database_.value("SELECT id FROM agencies WHERE code = 'H05.1'"));
        other_agency_ = std::stoll(database_.value("SELECT id FROM agencies WHERE code = 'H05.2'"));
        hash_ = core_->passwords.hash(kPassword);
    }
    ~LogIn() override { std::filesystem::remove_all(folder_); }

    NewOfficial person(const std::string& login, std::vector<Role> roles, const std::string& secret = {})
    {
        NewOfficial official{.agency = agency_,
                             .name = "Nguyễn Văn An",
                             .email = {},
                             .phone = {},
                             .posts = {},
                             .login = login,
                             .password_hash = hash_,
                             .must_change_password = false,
                             .totp_secret = secret};
        for (const Role role : roles) {
            official.posts.push_back({.agency = agency_,
                                      .unit = 0,
                                      .title = std::string(directory::label(role)),
                                      .role = role,
                                      .position = 0,
                                      .from = core_->today()});
        }
        return official;
    }
    Created create(const NewOfficial& official)
    {
        db::Transaction tx = database_.pool().begin({});
        auto created = create_officials(tx, {official}, folder_ / "accounts.key", core_->now());
        EXPECT_TRUE(created) << created.error().message;
        tx.commit();
        return created->front();
    }
    Outcome try_log_in(const std::string& login, const std::string& password,
                       const std::string& address = "10.0.0.1")
    {
        return log_in(*core_, {login, password, address, {}, "r"});
    }
    std::shared_ptr<const http::User> user(const Token& token) { return find_user(*core_, token.text); }
    std::shared_ptr<const Me> full(const Token& token)
    {
        return std::dynamic_pointer_cast<const Me>(user(token));
    }
    std::shared_ptr<const Pending> pending(const Token& token)
    {
        return std::dynamic_pointer_cast<const Pending>(user(token));
    }
    std::string code(const std::string& secret, int steps = 0)
    {
        return totp_at_step(secret, totp_step(core_->now()) + steps);
    }

    db::TestDatabase database_{};
    std::filesystem::path folder_{};
    std::shared_ptr<base::VirtualClock> clock_{};
    std::unique_ptr<Core> core_{};
    std::int64_t agency_ = 0;
    std::int64_t other_agency_ = 0;
    std::string hash_{};
};

TEST_F(LogIn, OnePostIsIn)
{
    const Created created = create(person("an.vt", {Role::registry_clerk}));
    const Outcome outcome = try_log_in("  AN.VT ", kPassword);
    ASSERT_FALSE(outcome.refusal);
    EXPECT_EQ(outcome.step, Step::done);
    const auto me = full(outcome.token);
    ASSERT_TRUE(me);
    EXPECT_EQ(me->official, created.official);
    EXPECT_EQ(me->post, created.posts[0]);
    EXPECT_EQ(me->agency, agency_);
    EXPECT_EQ(me->role, Role::registry_clerk);
    EXPECT_EQ(me->official_name, "Nguyễn Văn An");
    EXPECT_EQ(me->agency_short_name, "CQ 1");
    EXPECT_FALSE(me->several_posts);
    EXPECT_EQ(me->csrf.size(), 64u);
    EXPECT_EQ(database_.value("SELECT count(*) FROM audit_events WHERE action = 'session.started'"), "1");
    // The token itself is nowhere in the database.
    EXPECT_EQ(database_.value("SELECT count(*) FROM sessions WHERE encode(token_hash, 'hex') = '" +
                              outcome.token.text + "'"),
              "0");
    EXPECT_FALSE(find_user(*core_, new_token().text));
    EXPECT_FALSE(find_user(*core_, "' OR 1=1"));
    EXPECT_FALSE(find_user(*core_, ""));
}

TEST_F(LogIn, FiveFailuresLockKnownAndUnknownAlike)
{
    create(person("an.vt", {Role::registry_clerk}));
    for (const std::string login : {"an.vt", "nobody.here"}) {
        for (int i = 0; i < 4; ++i) {
            const Outcome outcome = try_log_in(login, "sai mật khẩu");
            EXPECT_EQ(outcome.refusal, Refusal::wrong) << login;
        }
        const Outcome fifth = try_log_in(login, "sai mật khẩu");
        EXPECT_EQ(fifth.refusal, Refusal::locked) << login;
        EXPECT_EQ(fifth.locked_until, core_->now() + 12h);
    }
    EXPECT_EQ(try_log_in("an.vt", kPassword).refusal, Refusal::locked);
    EXPECT_EQ(database_.value("SELECT count(*) FROM audit_events WHERE action = 'account.locked'"), "1");
    EXPECT_EQ(database_.value("SELECT count(*) FROM log_in_failures WHERE key LIKE '%nobody%'"), "0");
    clock_->advance(12h);
    EXPECT_FALSE(try_log_in("an.vt", kPassword).refusal);
    EXPECT_EQ(try_log_in("an.vt", "sai mật khẩu").attempts_left, 4);
}

TEST_F(LogIn, AnAddressIsSlowedDown)
{
    create(person("an.vt", {Role::registry_clerk}));
    for (int i = 0; i < kAddressFailures; ++i) try_log_in("nobody" + std::to_string(i), "x", "10.9.9.9");
    EXPECT_EQ(try_log_in("an.vt", kPassword, "10.9.9.9").refusal, Refusal::too_many);
    EXPECT_FALSE(try_log_in("an.vt", kPassword, "10.0.0.1").refusal);
    clock_->advance(kAddressWindow);
    EXPECT_FALSE(try_log_in("an.vt", kPassword, "10.9.9.9").refusal);
    try_log_in("an.vt", "x", "10.9.9.9");
    EXPECT_EQ(database_.value("SELECT failed_count FROM log_in_failures WHERE key = 'address:10.9.9.9'"),
              "1");
    clock_->advance(25h);
    {
        db::Transaction tx = database_.pool().begin({});
        store::sweep(tx, core_->now());
        tx.commit();
    }
    EXPECT_EQ(database_.value("SELECT count(*) FROM log_in_failures"), "0");
    EXPECT_EQ(database_.value("SELECT count(*) FROM sessions"), "0");
}

TEST_F(LogIn, CodeIsAskedCountedAndNeverTakenTwice)
{
    const std::string secret = new_totp_secret();
    create(person("an.vt", {Role::registry_clerk}, secret));
    const Outcome first = try_log_in("an.vt", kPassword);
    ASSERT_EQ(first.step, Step::code);
    ASSERT_FALSE(full(first.token));
    auto who = pending(first.token);
    ASSERT_TRUE(who);
    // Nobody chooses a post or a password before the code.
    EXPECT_FALSE(choose_post(*core_, *who, "x", "r"));
    EXPECT_FALSE(replace_password(*core_, *who, "một mật khẩu dài", "một mật khẩu dài", "r"));

    const Outcome wrong = give_code(*core_, *who, "000000", "r");
    EXPECT_EQ(wrong.refusal, Refusal::wrong);
    EXPECT_EQ(wrong.attempts_left, 4);
    const std::string good = code(secret);
    const Outcome in = give_code(*core_, *who, good, "r");
    ASSERT_FALSE(in.refusal);
    EXPECT_TRUE(full(in.token));
    EXPECT_FALSE(user(first.token));  // rotated

    const Outcome again = try_log_in("an.vt", kPassword);
    who = pending(again.token);
    EXPECT_EQ(give_code(*core_, *who, good, "r").refusal, Refusal::wrong);  // replayed
    // The right password doesn't forgive wrong codes: five in a row lock.
    for (int i = 0; i < 3; ++i) {
        who = pending(try_log_in("an.vt", kPassword).token);
        give_code(*core_, *who, "000000", "r");
    }
    who = pending(try_log_in("an.vt", kPassword).token);
    clock_->advance(60s);
    EXPECT_EQ(give_code(*core_, *who, "000000", "r").refusal, Refusal::locked);
    EXPECT_EQ(try_log_in("an.vt", kPassword).refusal, Refusal::locked);
}

TEST_F(LogIn, AdministratorsEnrolAtOnceAndRecoveryCodesWorkOnce)
{
    create(person("quantri", {Role::agency_administrator}));
    const Outcome first = try_log_in("quantri", kPassword);
    ASSERT_EQ(first.step, Step::enrol);
    const auto who = pending(first.token);
    const auto secret = begin_enrolment(*core_, who->official);
    ASSERT_TRUE(secret);
    EXPECT_EQ(*begin_enrolment(*core_, who->official), *secret);  // a reloaded page shows the same
    EXPECT_EQ(database_.value("SELECT position('" + base::to_hex(*secret) +
                              "' IN encode(totp_secret, 'hex')) FROM accounts"),
              "0");
    EXPECT_FALSE(confirm_enrolment(*core_, *who, "000000", "r"));
    const auto enrolled = confirm_enrolment(*core_, *who, code(*secret), "r");
    ASSERT_TRUE(enrolled);
    ASSERT_EQ(enrolled->codes.size(), 10u);
    ASSERT_TRUE(full(enrolled->token));
    EXPECT_FALSE(user(first.token));

    for (const bool works : {true, false}) {
        const auto next = pending(try_log_in("quantri", kPassword).token);
        ASSERT_TRUE(next);
        EXPECT_EQ(!give_code(*core_, *next, enrolled->codes[3], "r").refusal, works);
    }
    const auto me = full(enrolled->token);
    EXPECT_EQ(own_account(*core_, *me).recovery_codes_left, 9);
    EXPECT_FALSE(remove_second_factor(*core_, *me, kPassword, "r"));  // a duty of the post
    EXPECT_FALSE(renew_recovery_codes(*core_, *me, "sai", "r"));
    EXPECT_TRUE(renew_recovery_codes(*core_, *me, kPassword, "r"));
    EXPECT_EQ(own_account(*core_, *me).recovery_codes_left, 10);
}

TEST_F(LogIn, SessionsEndByIdlenessAgeAndPost)
{
    const Created clerk = create(person("an.vt", {Role::registry_clerk}));
    const std::string secret = new_totp_secret();
    create(person("quantri", {Role::agency_administrator}, secret));
    const Token token = try_log_in("an.vt", kPassword).token;
    const auto admin_pending = pending(try_log_in("quantri", kPassword).token);
    const Token admin = give_code(*core_, *admin_pending, code(secret), "r").token;
    clock_->advance(29min);
    EXPECT_TRUE(full(admin));
    clock_->advance(30min);
    EXPECT_TRUE(full(admin));  // it was seen in between
    clock_->advance(31min);
    EXPECT_FALSE(user(admin));
    EXPECT_TRUE(full(token));
    clock_->advance(4h + 1s);
    EXPECT_FALSE(user(token));

    const Token second = try_log_in("an.vt", kPassword).token;
    for (int i = 0; i < 11; ++i) {
        clock_->advance(1h);
        EXPECT_TRUE(full(second)) << i;
    }
    clock_->advance(1h);
    EXPECT_FALSE(user(second));  // twelve hours, however busy

    const Token third = try_log_in("an.vt", kPassword).token;
    database_.execute("UPDATE posts SET valid_to = valid_from WHERE id = " + std::to_string(clerk.posts[0]));
    clock_->advance(24h);
    EXPECT_FALSE(user(third));
    const Outcome none = try_log_in("an.vt", kPassword);
    EXPECT_EQ(none.step, Step::post);  // right, but without a post
    EXPECT_FALSE(full(none.token));
    const auto nobody = pending(none.token);
    EXPECT_FALSE(choose_post(*core_, *nobody, "x", "r"));
    clock_->advance(kPendingLasts);
    EXPECT_FALSE(user(none.token));
}

TEST_F(LogIn, SeveralPostsAreChosenAndSwitched)
{
    create(person("an.vt", {Role::leader, Role::specialist}));
    create(person("binh.vt", {Role::leader}));
    const std::string foreign =
        database_.value("SELECT p.uid FROM posts p JOIN accounts a USING (official_id)"
                        " WHERE a.login = 'binh.vt'");
    const Outcome outcome = try_log_in("an.vt", kPassword);
    ASSERT_EQ(outcome.step, Step::post);
    const auto who = pending(outcome.token);
    const auto posts = standing(*core_, *who).posts;
    ASSERT_EQ(posts.size(), 2u);
    EXPECT_FALSE(choose_post(*core_, *who, foreign, "r"));
    const auto chosen = choose_post(*core_, *who, posts[1].uid, "r");
    ASSERT_TRUE(chosen);
    const auto me = full(chosen->token);
    ASSERT_TRUE(me);
    EXPECT_TRUE(me->several_posts);
    EXPECT_EQ(me->post, posts[1].id);

    EXPECT_FALSE(switch_post(*core_, *me, foreign, "r"));
    const auto switched = switch_post(*core_, *me, posts[0].uid, "r");
    ASSERT_TRUE(switched);
    EXPECT_FALSE(user(chosen->token));
    EXPECT_EQ(full(*switched)->post, posts[0].id);
    EXPECT_NE(full(*switched)->csrf, me->csrf);

    // A post of an administrator is only for who has a second factor.
    database_.execute("UPDATE posts SET role = 'agency_administrator' WHERE uid = '" + posts[1].uid + "'");
    EXPECT_FALSE(switch_post(*core_, *full(*switched), posts[1].uid, "r"));
    log_out(*core_, *full(*switched), "r");
    EXPECT_FALSE(user(*switched));
}

TEST_F(LogIn, PasswordsAreReplacedAndEndOtherSessions)
{
    auto wanted = person("an.vt", {Role::registry_clerk});
    wanted.must_change_password = true;
    create(wanted);
    const Outcome outcome = try_log_in("an.vt", kPassword);
    ASSERT_EQ(outcome.step, Step::password);
    const auto who = pending(outcome.token);
    const std::string next = "lúa chiêm lấp ló đầu bờ";
    EXPECT_EQ(replace_password(*core_, *who, "ngắn", "ngắn", "r").error().field, "password");
    EXPECT_EQ(replace_password(*core_, *who, next, next + "x", "r").error().field, "again");
    EXPECT_EQ(replace_password(*core_, *who, kPassword, kPassword, "r").error().field, "password");
    const auto replaced = replace_password(*core_, *who, next, next, "r");
    ASSERT_TRUE(replaced);
    EXPECT_TRUE(full(replaced->token));
    EXPECT_EQ(try_log_in("an.vt", kPassword).refusal, Refusal::wrong);

    const Token elsewhere = try_log_in("an.vt", next).token;
    const auto me = full(replaced->token);
    const std::string third = "hễ nghe tiếng sấm";
    EXPECT_EQ(change_password(*core_, *me, "sai mật khẩu", third, third, "r").error().field, "present");
    const auto changed = change_password(*core_, *me, next, third, third, "r");
    ASSERT_TRUE(changed);
    EXPECT_TRUE(full(*changed));
    EXPECT_FALSE(user(elsewhere));
    EXPECT_FALSE(user(replaced->token));

    const Token also = try_log_in("an.vt", third).token;
    end_other_sessions(*core_, *full(*changed), "r");
    EXPECT_FALSE(user(also));
    EXPECT_TRUE(full(*changed));
    choose_language(*core_, *full(*changed), "en");
    EXPECT_EQ(full(*changed)->language, "en");

    // Guessing the password in an open browser locks, and closes the browser's session.
    for (int i = 0; i < kFailuresAllowed; ++i) {
        EXPECT_FALSE(change_password(*core_, *me, "sai " + std::to_string(i), next, next, "r"));
    }
    EXPECT_EQ(database_.value("SELECT count(*) FROM sessions"), "0");
}

// An administrator has ended it while the request was on its way.
TEST_F(LogIn, AnEndedSessionComesBackByNoAct)
{
    create(person("an.vt", {Role::specialist}));
    const auto me = full(try_log_in("an.vt", kPassword).token);
    ASSERT_TRUE(me);
    const auto secret = begin_enrolment(*core_, me->official);
    ASSERT_TRUE(secret);
    database_.execute("DELETE FROM sessions");
    const std::string next = "lúa chiêm lấp ló đầu bờ";
    EXPECT_EQ(change_password(*core_, *me, kPassword, next, next, "r").error().fault, base::Fault::conflict);
    EXPECT_EQ(confirm_enrolment(*core_, *me, code(*secret), "r").error().fault, base::Fault::conflict);
    EXPECT_EQ(database_.value("SELECT count(*) FROM sessions"), "0");
    EXPECT_FALSE(try_log_in("an.vt", kPassword).refusal) << "the password is the old one";
}

// After a while the failures of a login that exists and of one that does not are forgotten alike.
TEST_F(LogIn, FailuresAreForgottenWhetherTheLoginExistsOrNot)
{
    create(person("an.vt", {Role::specialist}));
    for (const char* login : {"an.vt", "khong.co"})
        for (int i = 0; i < kFailuresAllowed - 1; ++i)
            EXPECT_EQ(try_log_in(login, "sai mật khẩu").refusal, Refusal::wrong);
    clock_->advance(kLockFor + std::chrono::seconds(1));
    for (const char* login : {"an.vt", "khong.co"}) {
        const Outcome outcome = try_log_in(login, "sai mật khẩu");
        EXPECT_EQ(outcome.refusal, Refusal::wrong) << login;
        EXPECT_EQ(outcome.attempts_left, kFailuresAllowed - 1) << login;
    }
}

TEST_F(LogIn, OptionalSecondFactorGoesOnAndOff)
{
    create(person("an.vt", {Role::specialist}));
    const Token token = try_log_in("an.vt", kPassword).token;
    const Token elsewhere = try_log_in("an.vt", kPassword).token;
    const auto me = full(token);
    EXPECT_FALSE(renew_recovery_codes(*core_, *me, kPassword, "r"));
    const auto secret = begin_enrolment(*core_, me->official);
    const auto enrolled = confirm_enrolment(*core_, *me, code(*secret), "r");
    ASSERT_TRUE(enrolled);
    EXPECT_FALSE(user(elsewhere));
    EXPECT_FALSE(user(token));
    const auto now = full(enrolled->token);
    ASSERT_TRUE(now);
    EXPECT_FALSE(begin_enrolment(*core_, me->official));
    EXPECT_EQ(try_log_in("an.vt", kPassword).step, Step::code);
    EXPECT_FALSE(remove_second_factor(*core_, *now, "sai", "r"));
    EXPECT_TRUE(remove_second_factor(*core_, *now, kPassword, "r"));
    EXPECT_EQ(try_log_in("an.vt", kPassword).step, Step::done);
}

TEST_F(LogIn, DisabledAccountsLookLikeWrongPasswords)
{
    create(person("an.vt", {Role::specialist}));
    const Token token = try_log_in("an.vt", kPassword).token;
    database_.execute("UPDATE accounts SET disabled_at = now()");
    EXPECT_FALSE(user(token));
    EXPECT_EQ(try_log_in("an.vt", kPassword).refusal, Refusal::wrong);
}

TEST_F(LogIn, NoAgencyReadsAccounts)
{
    const Created created = create(person("an.vt", {Role::agency_administrator, Role::specialist}));
    try_log_in("an.vt", kPassword);
    try_log_in("nobody", "x");
    auto stranger = person("binh.vt", {});
    stranger.agency = other_agency_;
    const Created foreign = create(stranger);
    const auto count = [&](const db::Scope& scope) {
        db::Transaction tx = database_.pool().begin(scope);
        return (store::find_by_official(tx, created.official) ? 1 : 0) +
               (store::find_by_official(tx, foreign.official) ? 10 : 0);
    };
    EXPECT_EQ(count({}), 11);
    EXPECT_EQ(count({agency_, created.official, db::Reach::agency, {}}), 0);
    EXPECT_EQ(count({agency_, created.official, db::Reach::assigned, {}}), 0);
    EXPECT_EQ(count({0, created.official, db::Reach::platform, {}}), 1);   // administers the own agency only
    EXPECT_EQ(count({0, foreign.official, db::Reach::platform, {}}), 10);  // the own account only
    // The counters and codes are as closed as the accounts.
    db::Transaction tx = database_.pool().begin({agency_, created.official, db::Reach::agency, {}});
    EXPECT_EQ(store::recovery_codes_left(tx, created.account), 0);
    EXPECT_FALSE(store::failures_of(tx, "address:10.0.0.1"));
    EXPECT_THROW(store::count_address_failure(tx, "address:1", core_->now()), db::QueryError);
}

TEST_F(LogIn, AThousandAccountsAreMadeInSeconds)
{
    std::vector<NewOfficial> many;
    for (int i = 0; i < 1000; ++i) many.push_back(person("nguoi." + std::to_string(i), {Role::specialist}));
    db::Transaction tx = database_.pool().begin({});
    const auto begin = std::chrono::steady_clock::now();
    const auto created = create_officials(tx, many, folder_ / "accounts.key", core_->now());
    ASSERT_TRUE(created);
    tx.commit();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 10s);
    EXPECT_EQ(database_.value("SELECT count(*) FROM accounts"), "1000");
    db::Transaction again = database_.pool().begin({});
    const auto taken = create_officials(again, {many[7]}, folder_ / "accounts.key", core_->now());
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().fault, base::Fault::conflict);
}

TEST_F(LogIn, TheFirstOperatorComesFromTheCommandLine)
{
    std::string out;
    std::string err;
    const CreateOperator wanted{.agency_code = "H05.1", .name = "Trần Thị Bình", .login = "dieuhanh"};
    EXPECT_EQ(create_operator_command(database_.pool(), *clock_, {"H99", "X", "abc"},
                                      folder_ / "accounts.key", out, err),
              2);
    ASSERT_EQ(create_operator_command(database_.pool(), *clock_, wanted, folder_ / "accounts.key", out, err),
              0)
        << err;
    const std::string mark = "Mật khẩu dùng một lần: ";
    const auto at = out.find(mark) + mark.size();
    const std::string password = out.substr(at, out.find('\n', at) - at);
    EXPECT_EQ(try_log_in("dieuhanh", password).step, Step::enrol);
    EXPECT_EQ(create_operator_command(database_.pool(), *clock_, wanted, folder_ / "accounts.key", out, err),
              2);
}

}  // namespace
}  // namespace lt::accounts
