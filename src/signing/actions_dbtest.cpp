// Adding, changing and ending keys: what is accepted, from whom, and what the journal says of it.
#include "signing/certificates.h"
#include "signing/fixture_dbtest.h"
#include "signing/sign.h"

namespace lt::signing {
namespace {

using namespace std::chrono_literals;
using directory::Role;

TEST_F(KeysTest, only_who_may_manage_adds_keys)
{
    const std::string file = identity("Nguyễn Văn Đức").pkcs12("x");
    const Actor desk = actor(1, 13, Role::desk_staff);
    const Actor platform = actor(1, 14, Role::platform_operator);
    const auto fault = [&](const Actor& who, Whose whose) {
        const auto added = add_file(services, who, whose, file, secret("x"));
        return added ? "added" : added.error().fault == base::Fault::forbidden ? "forbidden" : "other";
    };
    EXPECT_STREQ(fault(administrator, Whose::own), "forbidden");
    EXPECT_STREQ(fault(desk, Whose::agency), "forbidden");
    EXPECT_STREQ(fault(platform, Whose::own), "forbidden");
    EXPECT_STREQ(fault(leader, Whose::agency), "forbidden");
    EXPECT_STREQ(fault(specialist, Whose::agency), "forbidden");
    EXPECT_STREQ(fault(platform, Whose::agency), "forbidden");
    EXPECT_EQ(database.value("SELECT count(*) FROM signing_keys"), "0");
    EXPECT_STREQ(fault(leader, Whose::own), "added");
    EXPECT_STREQ(fault(specialist, Whose::own), "added");
    EXPECT_STREQ(fault(clerk, Whose::own), "added");
    EXPECT_STREQ(fault(administrator, Whose::agency), "added");
    EXPECT_STREQ(fault(other_clerk, Whose::agency), "added");
    const std::string refused = fault(clerk, Whose::agency);
    EXPECT_EQ(refused, "other") << "the administrator has added it for the agency";
    EXPECT_EQ(keys_of(services, clerk, Whose::agency).size(), 1U);
    EXPECT_TRUE(keys_of(services, leader, Whose::agency).empty());
    EXPECT_EQ(
        key_of(services, leader, Whose::agency, keys_of(services, clerk, Whose::agency)[0].uid).error().fault,
        base::Fault::forbidden);
}

TEST_F(KeysTest, the_same_certificate_is_refused_until_its_key_has_ended)
{
    const crypto::Identity one = identity("Nguyễn Văn Đức");
    const auto first = add_file(services, leader, Whose::own, one.pkcs12("a"), secret("a"));
    ASSERT_TRUE(first);
    const auto again = add_file(services, leader, Whose::own, one.pkcs12("b"), secret("b"));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().field, "file");
    EXPECT_FALSE(add_plugin(services, leader, Whose::own, one.certificate.der()))
        << "nor reached in another way";
    ASSERT_TRUE(end_key(services, leader, Whose::own, *first));
    EXPECT_TRUE(add_plugin(services, leader, Whose::own, one.certificate.der()));
}

TEST_F(KeysTest, bad_files_are_refused_at_their_field)
{
    const std::string good = identity("Nguyễn Văn Đức").pkcs12("đúng");
    const auto field = [&](std::string_view file, const std::string& password) {
        const auto added = add_file(services, leader, Whose::own, file, secret(password));
        return added ? "added" : added.error().field;
    };
    EXPECT_EQ(field(good, "sai"), "pin");
    EXPECT_EQ(field(good, ""), "pin");
    EXPECT_EQ(field("no keys in here", "x"), "file");
    EXPECT_EQ(field(good.substr(0, good.size() / 2), "đúng"), "file");
    EXPECT_EQ(field(good + std::string(kLargestKeyFile, '\0'), "đúng"), "file");
    EXPECT_EQ(database.value("SELECT count(*) FROM blobs"), "0") << "and nothing stays";
    const auto plugin = [&](std::string_view file) {
        const auto added = add_plugin(services, leader, Whose::own, file);
        return added ? "added" : added.error().field;
    };
    EXPECT_EQ(plugin("-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----"), "file");
    EXPECT_EQ(plugin(good), "file");
    EXPECT_EQ(plugin(""), "file");
    EXPECT_EQ(plugin(root.certificate.pem()), "file") << "an authority signs no documents";
}

TEST_F(KeysTest, certificates_must_be_for_signing_and_valid_now)
{
    const auto refused = [&](const crypto::CertificateWish& wanted) {
        const crypto::Identity made = crypto::issue(root, wanted);
        const auto by_file = add_file(services, leader, Whose::own, made.pkcs12("x"), secret("x"));
        const auto by_plugin = add_plugin(services, leader, Whose::own, made.certificate.pem());
        EXPECT_EQ(by_file ? "added" : by_file.error().field, "file");
        EXPECT_EQ(by_plugin ? "added" : by_plugin.error().field, "file");
        return by_plugin ? std::string() : by_plugin.error().message.str();
    };
    crypto::CertificateWish old = wish("Cũ");
    old.until = kStart - 1h;
    EXPECT_NE(refused(old).find("đã hết hạn"), std::string::npos);
    crypto::CertificateWish early = wish("Sớm");
    early.from = kStart + 1h;
    EXPECT_NE(refused(early).find("chưa có hiệu lực"), std::string::npos);
}

TEST_F(KeysTest, a_certificate_is_for_its_holder_and_believed)
{
    const auto refused = [&](const std::string& name, Whose whose) {
        const auto added = add_file(services, leader, whose, identity(name).pkcs12("x"), secret("x"));
        return added ? "" : added.error().message.str();
    };
    EXPECT_TRUE(refused("Trần Thị Bình", Whose::own).starts_with("Chứng thư số cấp cho “Trần Thị Bình”"));
    EXPECT_NE(refused("Nguyễn Văn Đứcc", Whose::own), "");
    EXPECT_EQ(refused("TS. NGUYEN VAN DUC - CHU TICH", Whose::own), "");
    services.believes = [&](const crypto::Certificate& certificate,
                            const std::vector<crypto::Certificate>& others) {
        EXPECT_FALSE(certificate.is_authority());
        EXPECT_EQ(others.size(), 1U) << "its issuers come along";
        return false;
    };
    EXPECT_TRUE(
        refused("Nguyễn Văn Đức", Whose::own).starts_with("Chứng thư số của “Nguyễn Văn Đức” không do"));
    const auto seal = add_plugin(services, clerk, Whose::agency,
                                 identity("UBND 1").certificate.pem() + root.certificate.pem());
    ASSERT_FALSE(seal);
    EXPECT_EQ(seal.error().field, "file");
}

TEST_F(KeysTest, a_revoked_certificate_is_not_added_and_signs_nothing)
{
    std::optional<base::Time> revoked;
    std::size_t asked = 0;
    services.revoked_at = [&](const crypto::Certificate& certificate,
                              const std::vector<crypto::Certificate>& others) {
        ++asked;
        EXPECT_EQ(certificate.common_name(), "Nguyễn Văn Đức");
        EXPECT_EQ(others.size(), 1U) << "its issuers come along";
        return revoked;
    };
    const Key key = add(leader, "Nguyễn Văn Đức");
    EXPECT_EQ(asked, 1U);
    const auto take = [&] {
        return take_up(services, leader.scope, key.uid, leader.scope.official, secret("mật khẩu"));
    };
    EXPECT_TRUE(take());
    revoked = kStart - std::chrono::hours(1);
    const auto refused = take();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().field, "key");
    EXPECT_TRUE(refused.error().message.str().starts_with(
        "Chứng thư số của “Nguyễn Văn Đức” đã bị tổ chức cấp thu hồi từ 20/11/2026 08:00"))
        << refused.error().message.str();
    const auto added = add_file(services, leader, Whose::own, identity("Nguyễn Văn Đức").pkcs12("mật khẩu"),
                                secret("mật khẩu"));
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().field, "file");
    // A wrong PIN is not tried at a key that would sign nothing.
    EXPECT_FALSE(take_up(services, leader.scope, key.uid, leader.scope.official, secret("sai")));
    EXPECT_EQ(journal(key.uid), "12 signing_key.added");
}

TEST_F(KeysTest, the_signers_certificate_comes_first)
{
    const crypto::Identity one = identity("Nguyễn Văn Đức");
    const auto uid = add_plugin(services, leader, Whose::own, root.certificate.pem() + one.certificate.pem());
    ASSERT_TRUE(uid);
    const auto key = key_of(services, leader, Whose::own, *uid);
    EXPECT_EQ(key->certificate.common_name(), "Nguyễn Văn Đức");
    ASSERT_EQ(key->chain.size(), 1U);
    EXPECT_TRUE(key->chain[0] == root.certificate);
}

TEST_F(KeysTest, a_picture_is_put_and_taken_away)
{
    const Key key = add(clerk, "UBND 1", Whose::agency);
    const auto put = [&](const Actor& who, const std::string& png) {
        return put_picture(services, who, Whose::agency, key.uid, png);
    };
    ASSERT_TRUE(put(clerk, bytes_of(kPicture)));
    const Key with = *key_of(services, clerk, Whose::agency, key.uid);
    EXPECT_EQ(blobs.get(with.picture_sha256, 1 << 20), bytes_of(kPicture));
    EXPECT_EQ(put(clerk, "GIF89a").error().field, "picture");
    EXPECT_EQ(put(clerk, bytes_of(kLargePicture)).error().field, "picture");
    EXPECT_EQ(put(clerk, bytes_of(kSolidPicture)).error().field, "picture");
    EXPECT_EQ(put(clerk, bytes_of(kPicture) + std::string(1 << 20, 'x')).error().field, "picture");
    EXPECT_EQ(put(leader, bytes_of(kPicture)).error().fault, base::Fault::forbidden);
    EXPECT_EQ(put(other_clerk, bytes_of(kPicture)).error().fault, base::Fault::not_found);
    EXPECT_EQ(key_of(services, clerk, Whose::agency, key.uid)->picture_sha256, with.picture_sha256);
    ASSERT_TRUE(put(administrator, ""));
    EXPECT_EQ(key_of(services, clerk, Whose::agency, key.uid)->picture_sha256, "");
    EXPECT_EQ(journal(key.uid),
              "11 signing_key.added, 11 signing_key.picture_put, 14 signing_key.picture_removed");
}

// What is refused leaves no trace, in the journal neither.
TEST_F(KeysTest, the_journal_names_the_certificate_and_no_secret)
{
    const Key key = add(leader, "Nguyễn Văn Đức");
    static_cast<void>(open(services, leader.scope, key, secret("một mật khẩu sai")));
    const std::string details = database.value(
        "SELECT string_agg(detail::text, ' ') FROM audit_events WHERE subject = '" + key.uid + "'");
    EXPECT_NE(details.find(key.certificate.fingerprint()), std::string::npos);
    EXPECT_EQ(details.find("mật khẩu"), std::string::npos);
}

TEST_F(KeysTest, certificates_that_end_soon_are_told)
{
    const crypto::Certificate certificate = identity("Nguyễn Văn Đức").certificate;
    EXPECT_FALSE(ends_soon(certificate, certificate.not_after() - kWarnBefore));
    EXPECT_TRUE(ends_soon(certificate, certificate.not_after() - kWarnBefore + 1s));
}

}  // namespace
}  // namespace lt::signing
