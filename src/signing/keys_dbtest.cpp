// Keys are opened by whoever owns them, with the right password, and not often with a wrong one.
#include <thread>

#include "signing/fixture_dbtest.h"

namespace lt::signing {
namespace {

using namespace std::chrono_literals;

TEST_F(KeysTest, a_file_signs_for_its_owner)
{
    const Key key = add(leader, "Nguyễn Văn Đức");
    EXPECT_EQ(key.holder, Holder::pkcs12);
    EXPECT_EQ(key.certificate.common_name(), "Nguyễn Văn Đức");
    EXPECT_EQ(key.chain.size(), 1U);
    EXPECT_EQ(key.official, 12);
    const auto signer = open(services, leader.scope, key, secret("mật khẩu"));
    ASSERT_TRUE(signer) << signer.error().message;
    EXPECT_TRUE((*signer)->sign("x"));
    EXPECT_EQ(keys(services, leader.scope, 12).size(), 1U);
    EXPECT_EQ(journal(key.uid), "12 signing_key.added");
    // The newest first.
    const Key younger = add(leader, "Nguyễn Văn Đức");
    EXPECT_EQ(keys(services, leader.scope, 12).front().uid, younger.uid);
}

TEST_F(KeysTest, nobody_else_finds_it)
{
    const Key key = add(leader, "Nguyễn Văn Đức");
    const Key seal = add(clerk, "UBND 1", Whose::agency);
    EXPECT_EQ(seal.official, 0);
    for (const Actor& who : {clerk, specialist, administrator, stranger}) {
        EXPECT_TRUE(keys(services, who.scope, 12).empty());
        EXPECT_FALSE(find_key(services, who.scope, key.uid, 12));
        EXPECT_FALSE(find_key(services, who.scope, key.uid, who.scope.official));
        const auto opened = open(services, who.scope, key, secret("mật khẩu"));
        ASSERT_FALSE(opened);
        EXPECT_EQ(opened.error().fault, base::Fault::conflict);
    }
    EXPECT_FALSE(find_key(services, leader.scope, seal.uid, 12)) << "the seal is not his own";
    EXPECT_TRUE(find_key(services, clerk.scope, seal.uid, 0));
    EXPECT_FALSE(find_key(services, specialist.scope, seal.uid, 0));
    EXPECT_FALSE(find_key(services, other_clerk.scope, seal.uid, 0));
    EXPECT_FALSE(find_key(services, leader.scope, "no uid", 12));
}

// Also a statement that forgot to say whose keys it wants shows none of them, and can't change any.
TEST_F(KeysTest, the_policy_hides_the_keys_of_others)
{
    add(leader, "Nguyễn Văn Đức");
    add(clerk, "UBND 1", Whose::agency);
    constexpr db::Query<0> owners{
        "test.owners",
        "SELECT coalesce(string_agg(coalesce(official_id, 0)::text, ' ' ORDER BY id), '') FROM signing_keys"};
    constexpr db::Query<0> stop{"test.stop", "UPDATE signing_keys SET ended_at = now(), file_sha256 = NULL"};
    constexpr db::Query<0> smuggle{
        "test.smuggle",
        "INSERT INTO signing_keys (uid, agency_id, official_id, holder, certificates, fingerprint, subject, not_before, "
        "not_after, created_at, created_by) VALUES ('019a9f3e-0000-7000-8000-000000000000', 1, 12, 'plugin', '', '', '', "
        "now(), now(), now(), 13)"};
    const auto seen = [&](const db::Scope& scope) {
        return services.pool.begin(scope).run(owners)[0][0].str();
    };
    EXPECT_EQ(seen(leader.scope), "12 0");
    EXPECT_EQ(seen(clerk.scope), "0");
    EXPECT_EQ(seen(specialist.scope), "");
    EXPECT_EQ(seen(stranger.scope), "");
    EXPECT_EQ(seen({}), "");
    EXPECT_EQ(services.pool.begin(stranger.scope).run(stop).affected(), 0U);
    EXPECT_EQ(services.pool.begin(specialist.scope).run(stop).affected(), 0U);
    EXPECT_THROW(services.pool.begin(specialist.scope).run(smuggle), db::QueryError);
}

TEST_F(KeysTest, a_wrong_password_tells_the_tries_left)
{
    const Key key = add(leader, "Nguyễn Văn Đức");
    const auto wrong = open(services, leader.scope, key, secret("sai"));
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().fault, base::Fault::invalid);
    EXPECT_EQ(wrong.error().field, "pin");
    EXPECT_NE(wrong.error().message.str().find("Còn 4 lần"), std::string::npos) << wrong.error().message;
    EXPECT_EQ(open(services, leader.scope, key, secret("")).error().field, "pin") << "and nothing is counted";
    EXPECT_NE(open(services, leader.scope, key, secret("sai")).error().message.str().find("Còn 3 lần"),
              std::string::npos);
    EXPECT_TRUE(open(services, leader.scope, key, secret("mật khẩu")));
    EXPECT_EQ(journal(key.uid), "12 signing_key.added, 12 signing_key.pin_failed, 12 signing_key.pin_failed");
}

TEST_F(KeysTest, a_key_rests_after_five_wrong_ones)
{
    const Key key = add(leader, "Nguyễn Văn Đức");
    const Key other = add(leader, "Nguyễn Văn Đức");
    for (int i = 0; i < 4; ++i) EXPECT_FALSE(open(services, leader.scope, key, secret("sai")));
    EXPECT_TRUE(open(services, leader.scope, key, secret("mật khẩu"))) << "which forgives nothing";
    EXPECT_FALSE(open(services, leader.scope, key, secret("sai")));
    EXPECT_TRUE(journal(key.uid).ends_with("signing_key.rested"));
    clock->advance(14min);
    const auto resting = open(services, leader.scope, key, secret("mật khẩu"));
    ASSERT_FALSE(resting) << "even with the right one, or a thief would learn which it is";
    EXPECT_EQ(resting.error().field, "pin");
    EXPECT_NE(resting.error().message.str().find("20/11/2026 09:15"), std::string::npos)
        << resting.error().message;
    EXPECT_TRUE(open(services, leader.scope, other, secret("mật khẩu")));
    clock->advance(1min);
    EXPECT_TRUE(open(services, leader.scope, key, secret("mật khẩu")));
    EXPECT_NE(open(services, leader.scope, key, secret("sai")).error().message.str().find("Còn 4 lần"),
              std::string::npos);
    EXPECT_EQ(database.value("SELECT count(*) FROM signing_key_failures"), "6");
    clock->advance(31min);
    EXPECT_FALSE(open(services, leader.scope, key, secret("sai")));
    EXPECT_EQ(database.value("SELECT count(*) FROM signing_key_failures"), "1") << "old ones are forgotten";
}

TEST_F(KeysTest, guesses_at_the_same_time_count_one_by_one)
{
    const Key key = add(leader, "Nguyễn Văn Đức");
    std::vector<std::thread> thieves;
    for (int i = 0; i < 8; ++i) {
        thieves.emplace_back([&] {
            for (int n = 0; n < 3; ++n) EXPECT_FALSE(open(services, leader.scope, key, secret("sai")));
        });
    }
    for (std::thread& thief : thieves) thief.join();
    EXPECT_EQ(database.value("SELECT count(*) FROM signing_key_failures"), "5");
}

TEST_F(KeysTest, an_expired_certificate_signs_no_more)
{
    const Key key = add(leader, "Nguyễn Văn Đức");
    clock->set(key.certificate.not_after() + 1s);
    const auto opened = open(services, leader.scope, key, secret("mật khẩu"));
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().fault, base::Fault::conflict);
    clock->set(key.certificate.not_before() - 1s);
    EXPECT_EQ(open(services, leader.scope, key, secret("mật khẩu")).error().fault, base::Fault::conflict);
}

TEST_F(KeysTest, an_ended_key_is_gone_with_its_file)
{
    const Key key = add(leader, "Nguyễn Văn Đức");
    ASSERT_TRUE(blobs.contains(key.file_sha256));
    EXPECT_EQ(end_key(services, clerk, Whose::own, key.uid).error().fault, base::Fault::not_found);
    EXPECT_EQ(end_key(services, stranger, Whose::own, key.uid).error().fault, base::Fault::not_found);
    EXPECT_EQ(end_key(services, clerk, Whose::agency, key.uid).error().fault, base::Fault::not_found);
    ASSERT_TRUE(end_key(services, leader, Whose::own, key.uid));
    EXPECT_FALSE(blobs.contains(key.file_sha256));
    EXPECT_TRUE(keys(services, leader.scope, 12).empty());
    EXPECT_FALSE(find_key(services, leader.scope, key.uid, 12));
    EXPECT_EQ(open(services, leader.scope, key, secret("mật khẩu")).error().fault, base::Fault::conflict);
    EXPECT_EQ(end_key(services, leader, Whose::own, key.uid).error().fault, base::Fault::not_found);
    EXPECT_EQ(journal(key.uid), "12 signing_key.added, 12 signing_key.ended");
}

TEST_F(KeysTest, a_plugin_key_is_not_opened_here)
{
    const auto uid = add_plugin(services, leader, Whose::own, identity("Nguyễn Văn Đức").certificate.pem());
    ASSERT_TRUE(uid) << uid.error().message;
    const auto key = find_key(services, leader.scope, *uid, 12);
    ASSERT_TRUE(key);
    EXPECT_EQ(open(services, leader.scope, *key, secret("1234")).error().fault, base::Fault::conflict);
    EXPECT_EQ(database.value("SELECT count(*) FROM signing_key_failures"), "0");
}

}  // namespace
}  // namespace lt::signing
