// Keys on tokens at the server, made with SoftHSM: only who the label names gets near one.
#include <cstdlib>
#include <fstream>

#include "signing/fixture_dbtest.h"

namespace lt::signing {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr const char* kDriver = "/usr/lib/softhsm/libsofthsm2.so";
constexpr const char* kRightPin = "271828";

// "H05.1" has the seal, "H05.1 an.nv" the key of an official. SoftHSM reads its settings once in a process.
class ServerTokens : public KeysTest {
protected:
    static void SetUpTestSuite()
    {
        tokens_ = fs::temp_directory_path() / ("lt-server-tokens-" + base::random_hex(8));
        fs::create_directories(tokens_ / "tokens");
        std::ofstream(tokens_ / "softhsm2.conf")
            << "directories.tokendir = " << (tokens_ / "tokens").string() << "\nlog.level = ERROR\n";
        ::setenv("SOFTHSM2_CONF", (tokens_ / "softhsm2.conf").c_str(), 1);
        const auto wish = [](const char* name, crypto::CertificateUse use) {
            return crypto::CertificateWish{.common_name = name,
                                           .use = use,
                                           .kind = crypto::KeyKind::elliptic_curve,
                                           .from = kStart - kYear,
                                           .until = kStart + 2 * kYear};
        };
        const auto root_of_tokens = crypto::make_root(wish("CA thử", crypto::CertificateUse::authority));
        // In this order: pkcs11-tool takes the first token whose label begins as it was told.
        make(root_of_tokens, "H05.1", wish("UBND 1", crypto::CertificateUse::documents));
        person_ =
            make(root_of_tokens, "H05.1 an.nv", wish("Nguyễn Văn Đức", crypto::CertificateUse::documents));
    }
    static void TearDownTestSuite() { fs::remove_all(tokens_); }

    ServerTokens()
    {
        services.token_driver = kDriver;
        own.login = "an.nv";
    }
    // A token of this label with one key; its certificate.
    static crypto::Certificate make(const crypto::Identity& issuer, const std::string& label,
                                    const crypto::CertificateWish& wish)
    {
        run("softhsm2-util --init-token --free --label '" + label + "' --so-pin 9999 --pin " + kRightPin);
        const std::string tool = "pkcs11-tool --module " + std::string(kDriver) + " --token-label '" + label +
                                 "' --login --pin " + kRightPin + " ";
        const std::string file = (tokens_ / "one.der").string();
        run(tool + "--keypairgen --key-type EC:prime256v1 --id 01 --label key");
        run(tool + "--read-object --type pubkey --id 01 --output-file " + file);
        std::ifstream in(file, std::ios::binary);
        const std::string public_key{std::istreambuf_iterator<char>(in), {}};
        const auto certificate = crypto::issue_for_key(issuer, wish, public_key);
        if (!certificate) throw std::runtime_error(certificate.error().message.str());
        std::ofstream(file, std::ios::binary) << certificate->der();
        run(tool + "--write-object " + file + " --type cert --id 01 --label certificate");
        return *certificate;
    }
    static void run(const std::string& command)
    {
        if (std::system((command + " >/dev/null 2>&1").c_str()) != 0)
            throw std::runtime_error("failed: " + command);
    }

    Actor own = actor(1, 12, directory::Role::leader);
    static inline fs::path tokens_{};
    static inline std::optional<crypto::Certificate> person_{};
};

TEST_F(ServerTokens, sign_for_the_official_whom_the_label_names)
{
    const crypto::Certificate& certificate = *person_;
    const auto offer = offered(services, own, Whose::own);
    ASSERT_TRUE(offer) << offer.error().message;
    EXPECT_EQ(offer->label, "H05.1 an.nv");
    ASSERT_EQ(offer->keys.size(), 1U);
    const std::string place = offer->keys[0].place;
    // Nobody else is offered it, or adds it by its place.
    Actor colleague = specialist;
    colleague.login = "binh.tt";
    Actor namesake = stranger;
    namesake.login = "an.nv";
    for (const Actor& who : {colleague, namesake}) {
        EXPECT_TRUE(offered(services, who, Whose::own)->keys.empty());
        EXPECT_EQ(add_token(services, who, Whose::own, place).error().field, "file");
    }
    const auto seals = offered(services, clerk, Whose::agency);
    for (const OfferedKey& seal : seals->keys) EXPECT_NE(seal.place, place) << "a person's key is no seal";
    EXPECT_EQ(offered(services, own, Whose::agency).error().fault, base::Fault::forbidden);

    const auto uid = add_token(services, own, Whose::own, place);
    ASSERT_TRUE(uid) << uid.error().message;
    EXPECT_EQ(add_token(services, own, Whose::own, place).error().field, "file") << "twice";
    const Key key = *key_of(services, own, Whose::own, *uid);
    EXPECT_EQ(key.holder, Holder::token);
    EXPECT_TRUE(key.certificate == certificate);
    EXPECT_EQ(open(services, own.scope, key, secret("314159")).error().field, "pin");
    {
        const auto signer = open(services, own.scope, key, secret(kRightPin));
        ASSERT_TRUE(signer) << signer.error().message;
        EXPECT_TRUE((*signer)->sign("x"));
    }
    EXPECT_EQ(journal(*uid), "12 signing_key.added, 12 signing_key.pin_failed");

    // Ending the key and adding it anew gives no new tries.
    for (int i = 0; i < 4; ++i) EXPECT_FALSE(open(services, own.scope, key, secret("314159")));
    ASSERT_TRUE(end_key(services, own, Whose::own, *uid));
    const auto again = add_token(services, own, Whose::own, place);
    ASSERT_TRUE(again);
    const Key fresh = *key_of(services, own, Whose::own, *again);
    EXPECT_EQ(open(services, own.scope, fresh, secret(kRightPin)).error().field, "pin") << "it rests";
    clock->advance(15min);
    EXPECT_TRUE(open(services, own.scope, fresh, secret(kRightPin)));

    services.token_driver = "/usr/lib/no-such-driver.so";
    EXPECT_EQ(open(services, own.scope, fresh, secret(kRightPin)).error().fault, base::Fault::unavailable);
    EXPECT_EQ(offered(services, own, Whose::own).error().fault, base::Fault::unavailable);
    services.token_driver.clear();
    EXPECT_EQ(offered(services, own, Whose::own).error().fault, base::Fault::unavailable);
}

TEST_F(ServerTokens, hold_the_seal_of_the_agency_that_the_label_names)
{
    EXPECT_TRUE(offered(services, other_clerk, Whose::agency)->keys.empty());
    const auto offer = offered(services, administrator, Whose::agency);
    ASSERT_EQ(offer->keys.size(), 1U);
    const auto uid = add_token(services, administrator, Whose::agency, offer->keys[0].place);
    ASSERT_TRUE(uid) << uid.error().message;
    const Key key = *key_of(services, clerk, Whose::agency, *uid);
    EXPECT_TRUE(open(services, clerk.scope, key, secret(kRightPin)));
}

}  // namespace
}  // namespace lt::signing
