// Folders of trust: what is believed, and what is said about wrong files.
#include "kit/trust/load.h"

#include <fstream>

#include <gtest/gtest.h>

#include "kit/crypto/authority.h"

namespace lt::trust {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

const base::Time kNow = base::Time(base::Day(std::chrono::year(2026) / 11 / 20)) + 2h;
constexpr auto kYear = std::chrono::hours(365 * 24);

class TrustFolder : public ::testing::Test {
protected:
    TrustFolder()
    {
        fs::remove_all(folder_);
        fs::create_directories(folder_);
    }
    ~TrustFolder() override { fs::remove_all(folder_); }
    static crypto::CertificateWish wish(const char* name, crypto::CertificateUse use)
    {
        return {.common_name = name,
                .use = use,
                .kind = crypto::KeyKind::elliptic_curve,
                .from = kNow - 5 * kYear,
                .until = kNow + 5 * kYear};
    }
    void write(const std::string& name, const std::string& bytes) const
    {
        std::ofstream(folder_ / name, std::ios::binary) << bytes;
    }
    std::string complaint() const
    {
        try {
            load_folders({folder_});
        } catch (const WrongFile& error) {
            const std::string words = error.what();
            EXPECT_TRUE(words.starts_with(folder_.string() + "/")) << words;
            return words.substr(folder_.string().size() + 1);
        }
        return "";
    }
    std::string anchor(const std::string& more) const
    {
        return "[[anchor]]\nname = \"Gốc\"\nscope = \"government\"\nfrom = 2024-08-15\nuntil = 2030-12-31\nbasis = \"NĐ 68/2024\"\n" +
               more;
    }

    fs::path folder_ = fs::path(::testing::TempDir()) / ("lt-trust-" + std::to_string(::getpid()));
    crypto::Identity root_ = make_root(wish("Gốc", crypto::CertificateUse::authority));
    crypto::Identity middle_ = issue(root_, wish("Giữa", crypto::CertificateUse::authority));
    crypto::Identity person_ = issue(middle_, wish("An", crypto::CertificateUse::documents));
};

TEST_F(TrustFolder, of_the_product_is_right)
{
    const Folders product = load_folders({"data/trust"});
    EXPECT_TRUE(product.store.anchors().empty()) << "no root is made up";
    ASSERT_EQ(product.wanted.size(), 2U);
    EXPECT_EQ(product.wanted[0].scope, "government");
    EXPECT_EQ(product.wanted[1].scope, "public");
    const auto& policy = product.store.policy();
    EXPECT_FALSE(policy.digest_counts("SHA1", kNow));
    EXPECT_TRUE(policy.digest_counts("SHA1", base::Time(base::Day(std::chrono::year(2012) / 7 / 1))));
    EXPECT_TRUE(policy.digest_counts("SHA256", kNow + 50 * kYear));
    EXPECT_FALSE(policy.digest_counts("MD5", {}));
    EXPECT_TRUE(policy.key_counts(root_.certificate, kNow + 50 * kYear)) << "P-256";
    auto rsa = wish("RSA", crypto::CertificateUse::authority);
    rsa.kind = crypto::KeyKind::rsa;
    const auto usual = make_root(rsa).certificate;
    EXPECT_TRUE(policy.key_counts(usual, kNow));
    EXPECT_FALSE(policy.key_counts(usual, base::Time(base::Day(std::chrono::year(2029) / 1 / 1))));
    rsa.bits = 1024;
    EXPECT_FALSE(policy.key_counts(make_root(rsa).certificate, kNow));
}

TEST_F(TrustFolder, gives_anchors_their_dates_and_scope)
{
    write("root.crt", root_.certificate.der());
    write("gov.toml", anchor("file = \"root.crt\"\nsha256 = \"" + root_.certificate.fingerprint() + "\"\n"));
    write("middle.pem", middle_.certificate.pem());
    write("lists.crl", make_crl(root_, {}, kNow, kNow + 24h));
    write("more.crl", make_crl(middle_, {}, kNow, kNow + 24h));
    write(".draft.toml", "half a file");
    write("readme.txt", "not read");
    const auto store = load_trust(folder_);
    ASSERT_EQ(store.anchors().size(), 1U);
    EXPECT_EQ(store.anchors()[0].scope, "government");
    EXPECT_EQ(base::format_vietnam(store.anchors()[0].from), "15/08/2024 00:00");
    EXPECT_EQ(base::format_vietnam(store.anchors()[0].until), "31/12/2030 23:59");
    EXPECT_EQ(store.intermediates().size(), 1U);
    // The way and the lists come from the folder: nothing else is needed.
    EXPECT_EQ(store.judge(person_.certificate, {}, {}, kNow).sub, crypto::SubIndication::none);
    EXPECT_EQ(store.judge(person_.certificate, {}, {}, kNow).scope, "government");
    EXPECT_EQ(store.judge(person_.certificate, {}, {}, kNow - 3 * kYear).sub,
              crypto::SubIndication::no_certificate_chain_found)
        << "before the anchor is believed";
    write("more.crl", make_crl(middle_, {{person_.certificate, kNow - 1h}}, kNow, kNow + 24h));
    EXPECT_EQ(load_trust(folder_).judge(person_.certificate, {}, {}, kNow).sub,
              crypto::SubIndication::revoked_no_poe);
}

TEST_F(TrustFolder, believes_bare_roots_as_long_as_they_are_valid)
{
    write("both.pem", middle_.certificate.pem() + root_.certificate.pem());
    const auto store = load_trust(folder_);
    ASSERT_EQ(store.anchors().size(), 1U);
    EXPECT_EQ(store.anchors()[0].scope, "other");
    EXPECT_EQ(store.anchors()[0].until, root_.certificate.not_after());
    EXPECT_TRUE(load_trust(folder_ / "none").anchors().empty());
}

TEST_F(TrustFolder, of_the_operator_changes_the_policy)
{
    write("own.toml", "[[digest]]\nname = \"SHA1\"\nnot_from = 2019-01-01\nbasis = \"quy định riêng\"\n");
    const auto policy = load_folders({"data/trust", folder_}).store.policy();
    const base::Time then(base::Day(std::chrono::year(2018) / 6 / 1));
    EXPECT_TRUE(policy.digest_counts("SHA1", then));
    EXPECT_FALSE(policy.digest_counts("SHA1", kNow));
    EXPECT_FALSE(load_folders({"data/trust"}).store.policy().digest_counts("SHA1", then));
}

TEST_F(TrustFolder, says_file_and_line_of_what_is_wrong)
{
    write("root.crt", root_.certificate.pem());
    const auto toml = [&](const std::string& text) {
        write("a.toml", text);
        return complaint();
    };
    EXPECT_EQ(toml(anchor("file = \"gone.crt\"\n")),
              "a.toml:1: file: no certificate of this name or fingerprint lies beside this file");
    EXPECT_EQ(toml(anchor("file = \"root.crt\"\nsha256 = \"" + middle_.certificate.fingerprint() + "\"\n")),
              "a.toml:1: sha256: the certificate in the file is another one");
    EXPECT_EQ(toml(anchor("sha256 = \"12\"\n")), "a.toml:7: sha256: must be 64 hexadecimal digits");
    EXPECT_EQ(toml(anchor("")), "a.toml:1: file: an anchor needs a file or a sha256");
    EXPECT_EQ(toml(anchor("file = \"root.crt\"\ncolour = 1\n")), "a.toml:8: colour: this key is not known");
    EXPECT_EQ(
        toml(
            "\n[[anchor]]\nname = \"x\"\nscope = \"world\"\nfrom = 2024-08-15\nuntil = 2030-12-31\nbasis = \"y\"\n"),
        "a.toml:4: scope: must be government, public or other");
    EXPECT_EQ(toml("[[anchor]]\nname = \"x\"\nscope = \"public\"\nfrom = \"2024-08-15\"\n"),
              "a.toml:4: from: must be a day, such as 2025-04-10 without quotation marks");
    EXPECT_EQ(
        toml(
            "[[anchor]]\nname = \"x\"\nscope = \"public\"\nfrom = 2024-08-15\nuntil = 2024-08-01\nbasis = \"y\"\nfile = "
            "\"root.crt\"\n"),
        "a.toml:5: until: lies before from");
    EXPECT_EQ(toml("[[anchor]]\nname = \"x\"\nscope = \"public\"\n"),
              "a.toml:1: from: must be a day, such as 2025-04-10 without quotation marks");
    EXPECT_EQ(toml("[[digest]]\nname = \"CRC32\"\nnot_from = 2020-01-01\nbasis = \"y\"\n"),
              "a.toml:2: name: no digest that this program knows: SHA1, SHA224, SHA256 …");
    EXPECT_EQ(toml("[[key]]\nkind = \"dsa\"\n"), "a.toml:2: kind: must be rsa or ec");
    EXPECT_EQ(toml("[[key]]\nkind = \"rsa\"\nbelow = -1\n"),
              "a.toml:3: below: must be a number from 1 to 100000");
    EXPECT_EQ(toml("[[rot]]\n"), "a.toml:1: rot: must be [[anchor]], [[wanted]], [[digest]] or [[key]]");
    EXPECT_EQ(toml("digest = 1\n"), "a.toml:1: digest: must be [[digest]]");
    EXPECT_TRUE(toml("name = \n").starts_with("a.toml:1: ")) << complaint();
    EXPECT_EQ(toml(""), "");
    write("b.crl", "no list");
    EXPECT_EQ(complaint(), "b.crl:1: this is no certificate revocation list");
    fs::remove(folder_ / "b.crl");
    write("c.pem", "-----BEGIN PRIVATE KEY-----\n");
    EXPECT_EQ(complaint(), "c.pem:1: there is no certificate in this file");
}

TEST_F(TrustFolder, takes_new_roots)
{
    const NewAnchor wish{.scope = "public", .from = "2025-04-10", .until = "", .basis = "NĐ \"23/2025\""};
    const auto added = add_anchor(folder_, root_.certificate.pem(), wish);
    ASSERT_TRUE(added) << added.error().message;
    EXPECT_EQ(added->scope, "public");
    EXPECT_EQ(added->basis, "NĐ \"23/2025\"");
    EXPECT_EQ(base::format_vietnam(added->from), "10/04/2025 00:00");
    EXPECT_EQ(load_trust(folder_).anchors().size(), 1U);
    const auto refused = [&](const std::string& file, const NewAnchor& what) {
        const auto out = add_anchor(folder_, file, what);
        return out ? "nothing" : out.error().field;
    };
    EXPECT_EQ(add_anchor(folder_, root_.certificate.pem(), wish).error().fault, base::Fault::conflict)
        << "twice";
    EXPECT_EQ(refused(middle_.certificate.pem(), wish), "file") << "no root";
    EXPECT_EQ(refused(root_.certificate.pem() + middle_.certificate.pem(), wish), "file");
    const auto other =
        make_root(TrustFolder::wish("Khác", crypto::CertificateUse::authority)).certificate.der();
    EXPECT_EQ(refused(other, {.scope = "x", .basis = "y"}), "scope");
    EXPECT_EQ(refused(other, {.scope = "public"}), "basis");
    EXPECT_EQ(refused(other, {.scope = "public", .from = "hôm qua", .basis = "y"}), "from");
    EXPECT_EQ(refused(other, {.scope = "public", .from = "2025-01-01", .until = "2024-01-01", .basis = "y"}),
              "until");
    EXPECT_EQ(load_trust(folder_).anchors().size(), 1U) << "what was refused left nothing";
}

}  // namespace
}  // namespace lt::trust
