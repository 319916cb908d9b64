// Pure rules of logging in, one-time codes, and what libsodium does for us.
#include <filesystem>

#include <gtest/gtest.h>

#include "accounts/api.h"
#include "accounts/policy.h"
#include "accounts/second_factor.h"
#include "accounts/secrets.h"

namespace lt::accounts {
namespace {

using namespace std::chrono_literals;
using directory::Role;

base::Time at(std::int64_t unix_seconds) { return base::Time(std::chrono::seconds(unix_seconds)); }

TEST(Totp, VectorsOfRfc6238)
{
    const std::string secret = "12345678901234567890";
    // Appendix B, SHA-1; the RFC shows eight digits, telephones the last six of them.
    const std::pair<std::int64_t, const char*> vectors[] = {{59, "287082"},         {1111111109, "081804"},
                                                            {1111111111, "050471"}, {1234567890, "005924"},
                                                            {2000000000, "279037"}, {20000000000, "353130"}};
    for (const auto& [time, code] : vectors)
        EXPECT_EQ(totp_at_step(secret, totp_step(at(time))), code) << time;
}

TEST(Totp, AcceptsOneStepAroundAndNothingTwice)
{
    const std::string secret = "12345678901234567890";
    const base::Time now = at(1111111111);
    const std::int64_t step = totp_step(now);
    EXPECT_EQ(match_totp(secret, totp_at_step(secret, step), now, 0), step);
    EXPECT_EQ(match_totp(secret, totp_at_step(secret, step - 1), now, 0), step - 1);
    EXPECT_EQ(match_totp(secret, totp_at_step(secret, step + 1), now, 0), step + 1);
    EXPECT_FALSE(match_totp(secret, totp_at_step(secret, step - 2), now, 0));
    EXPECT_FALSE(match_totp(secret, totp_at_step(secret, step + 2), now, 0));
    EXPECT_FALSE(match_totp(secret, totp_at_step(secret, step), now, step));
    EXPECT_FALSE(match_totp(secret, totp_at_step(secret, step - 1), now, step));
    EXPECT_EQ(match_totp(secret, "050 471", now, 0), step);
    EXPECT_FALSE(match_totp(secret, "", now, 0));
    EXPECT_FALSE(match_totp(secret, "05047", now, 0));
    EXPECT_FALSE(match_totp(secret, "05047a", now, 0));
}

TEST(Totp, UriAndBase32)
{
    EXPECT_EQ(base32("foobar"), "MZXW6YTBOI");  // RFC 4648 section 10, without padding
    EXPECT_EQ(base32("f"), "MY");
    EXPECT_EQ(grouped("MZXW6YTBOI"), "MZXW 6YTB OI");
    EXPECT_EQ(otpauth_uri("foobar", "an.vt", "Liên Thông"),
              "otpauth://totp/Li%C3%AAn%20Th%C3%B4ng:an.vt?secret=MZXW6YTBOI&issuer=Li%C3%AAn%20Th%C3%B4ng"
              "&algorithm=SHA1&digits=6&period=30");
    const QrCode code = qr_code("otpauth://totp/x");
    EXPECT_EQ(code.size, 25 + 8);
    EXPECT_TRUE(code.path.starts_with("M4 4h7v1h-7z"));  // the upper edge of the finder pattern
}

TEST(RecoveryCodes, ReadLikePeopleWriteThem)
{
    const auto codes = new_recovery_codes();
    ASSERT_EQ(codes.size(), 10u);
    EXPECT_TRUE(parse_recovery_code(codes[0]));
    EXPECT_EQ(parse_recovery_code("7f3k 20m9"), "7F3K20M9");
    EXPECT_EQ(parse_recovery_code("OI3L-20M9"), "013120M9");
    EXPECT_FALSE(parse_recovery_code("123456"));
    EXPECT_FALSE(parse_recovery_code("7F3K-20MU"));
}

TEST(Failures, FiveLockForTwelveHours)
{
    const base::Time now = at(1000);
    Failures failures;
    for (int i = 0; i < 4; ++i) failures = after_failure(failures, now);
    EXPECT_FALSE(is_locked(failures, now));
    EXPECT_EQ(attempts_left(failures), 1);
    failures = after_failure(failures, now);
    EXPECT_TRUE(is_locked(failures, now));
    EXPECT_EQ(attempts_left(failures), 0);
    EXPECT_EQ(after_failure(failures, now + 1h).locked_until,
              failures.locked_until);  // trying on doesn't lengthen it
    EXPECT_TRUE(is_locked(failures, now + 12h - 1s));
    EXPECT_FALSE(is_locked(failures, now + 12h));
    failures = after_failure(failures, now + 12h);
    EXPECT_EQ(failures.count, 1);
    EXPECT_FALSE(is_locked(failures, now + 12h));
}

TEST(Steps, InTheirOrder)
{
    LogInState state;
    state.posts = 1;
    EXPECT_EQ(next_step(state), Step::done);
    state.has_second_factor = true;
    EXPECT_EQ(next_step(state), Step::code);
    state.must_change_password = true;
    EXPECT_EQ(next_step(state), Step::code);  // never a new password before the code
    state.code_given = true;
    EXPECT_EQ(next_step(state), Step::password);
    state.must_change_password = false;
    state.posts = 2;
    EXPECT_EQ(next_step(state), Step::post);
    state.post_chosen = true;
    EXPECT_EQ(next_step(state), Step::done);
    state = {.code_given = true, .has_second_factor = false, .must_enrol = true, .posts = 1};
    EXPECT_EQ(next_step(state), Step::enrol);
    state = {.posts = 0};
    EXPECT_EQ(next_step(state), Step::post);
}

TEST(Steps, AdministratorsNeedTheSecondFactorAndIdleShorter)
{
    for (const Role role : directory::all_roles()) {
        const bool strong = role == Role::agency_administrator || role == Role::platform_operator;
        EXPECT_EQ(needs_second_factor(role), strong);
        EXPECT_EQ(idle_limit(role),
                  strong ? std::chrono::microseconds(30min) : std::chrono::microseconds(4h));
    }
}

TEST(PasswordRules, RefuseWhatIsGuessed)
{
    EXPECT_NE(password_fault("ngan", "an.vt", "Nguyễn Văn An"), "");
    EXPECT_NE(password_fault("matkhau123", "an.vt", "Nguyễn Văn An"), "");
    EXPECT_NE(password_fault("Mật khẩu 99", "an.vt", "Nguyễn Văn An"), "");
    EXPECT_NE(password_fault("an.vt-2026x", "an.vt", "Nguyễn Văn An"), "");
    EXPECT_NE(password_fault("nguyễnvănan!", "an.vt", "Nguyễn Văn An"), "");
    EXPECT_NE(password_fault("aaaaaaaaaaaa", "an.vt", "Nguyễn Văn An"), "");
    EXPECT_NE(password_fault(std::string(201, 'x') + "abcdefg", "an.vt", "Nguyễn Văn An"), "");
    EXPECT_EQ(password_fault("sông cầu mùa nước nổi", "an.vt", "Nguyễn Văn An"), "");
    EXPECT_EQ(password_fault("k7#Lm2qz!x", "an.vt", "Nguyễn Văn An"), "");
}

TEST(Logins, ParseAndFold)
{
    EXPECT_EQ(parse_login("  KinhBac.VanThu "), "kinhbac.vanthu");
    EXPECT_EQ(parse_login("đạt_1"), "dat_1");
    EXPECT_FALSE(parse_login("ab"));
    EXPECT_FALSE(parse_login(".abc"));
    EXPECT_FALSE(parse_login("abc."));
    EXPECT_FALSE(parse_login("a..b"));
    EXPECT_FALSE(parse_login("a b c"));
    EXPECT_FALSE(parse_login("x' OR 1=1"));
}

TEST(Returns, NeverLeadAway)
{
    EXPECT_EQ(safe_return("/documents?x=1"), "/documents?x=1");
    EXPECT_EQ(safe_return("//evil.example"), "/");
    EXPECT_EQ(safe_return("/\\evil.example"), "/");
    EXPECT_EQ(safe_return("https://evil.example"), "/");
    EXPECT_EQ(safe_return(""), "/");
    EXPECT_EQ(safe_return("/a\r\nSet-Cookie: x"), "/");
}

TEST(Secrets, PasswordsKeyAndTokens)
{
    const Passwords passwords(Passwords::Cost::least, 1);
    const std::string hash = passwords.hash("bí mật");
    EXPECT_TRUE(hash.starts_with("$argon2id$"));
    EXPECT_TRUE(passwords.matches(hash, "bí mật"));
    EXPECT_FALSE(passwords.matches(hash, "bí mât"));
    EXPECT_FALSE(passwords.matches(passwords.nobody(), ""));

    const auto folder = std::filesystem::temp_directory_path() / ("lt-key-" + base32(random_bytes(10)));
    const Key key = Key::load(folder / "accounts.key");
    const Key again = Key::load(folder / "accounts.key");
    const Key other = Key::load(folder / "other.key");
    EXPECT_EQ(again.open(key.seal("secret")), "secret");
    EXPECT_FALSE(other.open(key.seal("secret")));
    std::string broken = key.seal("secret");
    broken.back() = static_cast<char>(broken.back() ^ 1);
    EXPECT_FALSE(key.open(broken));
    EXPECT_FALSE(key.open(""));
    EXPECT_NE(key.hash("a", "x"), key.hash("b", "x"));
    const auto mode = std::filesystem::status(folder / "accounts.key").permissions();
    EXPECT_EQ(mode, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    std::filesystem::remove_all(folder);

    const Token token = new_token();
    EXPECT_EQ(token.text.size(), 64u);
    EXPECT_EQ(token_hash(token.text), token.hash);
    EXPECT_EQ(token_hash("short"), "");
    EXPECT_EQ(token_hash(std::string(64, 'G')), "");
}

TEST(Access, NamesTheRolesItLetsIn)
{
    Me clerk;
    clerk.role = Role::registry_clerk;
    EXPECT_EQ(any_official().check(nullptr), http::Verdict::log_in);
    EXPECT_EQ(any_official().check(&clerk), http::Verdict::allow);
    const auto access = needs({Role::leader, Role::registry_clerk});
    EXPECT_EQ(access.check(&clerk), http::Verdict::allow);
    clerk.role = Role::specialist;
    EXPECT_EQ(access.check(&clerk), http::Verdict::forbid);
    EXPECT_EQ(access.check(nullptr), http::Verdict::log_in);
    EXPECT_EQ(access.name, "leader, registry_clerk");
}

TEST(Access, ScopeFollowsTheRole)
{
    auto user = std::make_shared<Me>();
    user->agency = 7;
    user->official = 8;
    user->role = Role::specialist;
    http::Request request;
    request.user = user;
    EXPECT_EQ(scope_of(request).reach, db::Reach::assigned);
    user->role = Role::leader;
    EXPECT_EQ(scope_of(request).reach, db::Reach::agency);
    EXPECT_EQ(scope_of(request).agency, 7);
    user->role = Role::platform_operator;
    EXPECT_EQ(scope_of(request).reach, db::Reach::platform);
    EXPECT_EQ(scope_of(request).agency, 0);
    request.user = nullptr;
    EXPECT_THROW(me(request), base::Bug);
}

}  // namespace
}  // namespace lt::accounts
