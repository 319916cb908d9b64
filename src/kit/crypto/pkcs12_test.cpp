// Key files of all sorts, made by openssl's command line where OpenSSL's own functions would not make them any more.
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "kit/crypto/authority.h"
#include "kit/crypto/digest.h"
#include "kit/crypto/openssl.h"
#include "kit/crypto/signer.h"

namespace lt::crypto {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

const base::Time kToday = base::Time(base::Day(std::chrono::year(2026) / 11 / 20)) + 2h;
constexpr auto kDay = std::chrono::hours(24);

class KeyFiles : public ::testing::Test {
protected:
    KeyFiles()
    {
        const std::string pattern = (fs::temp_directory_path() / "lt-keyfile-XXXXXX").string();
        std::string name = pattern;
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        folder_ = name;
    }
    ~KeyFiles() override { fs::remove_all(folder_); }

    static CertificateWish wish(const std::string& name, base::Time from = kToday - 30 * kDay,
                                base::Time until = kToday + 30 * kDay)
    {
        return {.common_name = name,
                .organisation = "Thử",
                .kind = KeyKind::elliptic_curve,
                .from = from,
                .until = until};
    }
    static base::Result<std::unique_ptr<SoftSigner>> open(const std::string& file, std::string password,
                                                          base::Time at = kToday)
    {
        return SoftSigner::from_pkcs12(file, base::Secret(std::move(password)), at);
    }
    void write(const std::string& name, const std::string& content) const
    {
        std::ofstream(folder_ / name, std::ios::binary) << content;
    }
    std::string read(const std::string& name) const
    {
        std::ifstream in(folder_ / name, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    // openssl pkcs12 -export with these words, of the certificates and the key.
    std::string exported(const std::string& words, const std::string& certificates,
                         const std::string& key) const
    {
        write("chain.pem", certificates);
        write("key.pem", key);
        const std::string command =
            "cd " + folder_.string() +
            " && openssl pkcs12 -export -in chain.pem -inkey key.pem -passout pass:matkhau " + words +
            " -out made.p12 2>/dev/null";
        EXPECT_EQ(std::system(command.c_str()), 0);
        return read("made.p12");
    }

    fs::path folder_{};
    Identity root_ = make_root({.common_name = "Gốc thử",
                                .use = CertificateUse::authority,
                                .kind = KeyKind::elliptic_curve,
                                .from = kToday - 900 * kDay,
                                .until = kToday + 900 * kDay});
    Identity clerk_ = issue(root_, wish("Văn thư Bình"));
};

TEST_F(KeyFiles, open_with_their_password_only)
{
    const std::string file = clerk_.pkcs12("bí mật");
    const auto signer = open(file, "bí mật");
    ASSERT_TRUE(signer) << signer.error().message;
    EXPECT_EQ((*signer)->certificate().common_name(), "Văn thư Bình");
    EXPECT_EQ((*signer)->chain().size(), 1U);
    const auto signature = (*signer)->sign("văn bản");
    ASSERT_TRUE(signature);
    EXPECT_TRUE(signature_fits(clerk_.certificate, sha256("văn bản"), *signature));
    EXPECT_FALSE(signature_fits(clerk_.certificate, sha256("văn bàn"), *signature));
    EXPECT_FALSE(signature_fits(root_.certificate, sha256("văn bản"), *signature));
    EXPECT_FALSE(signature_fits(clerk_.certificate, sha256("văn bản"), "no signature"));

    for (const std::string password : {"sai", "", "bí mật "})
        EXPECT_EQ(open(file, password).error().field, "password");
    EXPECT_EQ(open("no file of keys", "x").error().field, "file");
    EXPECT_EQ(open("", "").error().field, "file");
    // Cut off in the middle, and with a byte changed.
    EXPECT_FALSE(open(file.substr(0, file.size() / 2), "bí mật"));
    for (std::size_t at = 0; at < file.size(); at += 7) {
        std::string changed = file;
        changed[at] = static_cast<char>(changed[at] ^ 0x20);
        const auto result = open(changed, "bí mật");
        if (!result) continue;
        EXPECT_EQ((*result)->certificate(), clerk_.certificate);
    }
}

TEST_F(KeyFiles, without_a_password)
{
    EXPECT_TRUE(open(clerk_.pkcs12(""), ""));
    EXPECT_EQ(open(clerk_.pkcs12(""), "gì đó").error().field, "password");
}

TEST_F(KeyFiles, that_do_not_count_today_are_refused_with_their_dates)
{
    const std::string file = clerk_.pkcs12("x");
    const auto late = open(file, "x", kToday + 31 * kDay);
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().fault, base::Fault::invalid);
    EXPECT_NE(late.error().message.str().find("đã hết hạn lúc 20/12/2026 09:00"), std::string::npos)
        << late.error().message;
    const auto early = open(file, "x", kToday - 31 * kDay);
    ASSERT_FALSE(early);
    EXPECT_NE(early.error().message.str().find("chỉ có hiệu lực từ 21/10/2026 09:00"), std::string::npos)
        << early.error().message;
    // An authority's own certificate is not for documents.
    EXPECT_EQ(open(root_.pkcs12("x"), "x").error().field, "file");
}

TEST_F(KeyFiles, of_the_old_kind_with_rc2_and_3des_are_read)
{
    const std::string chain = clerk_.certificate.pem() + root_.certificate.pem();
    for (const std::string words :
         {"-legacy", "-legacy -certpbe PBE-SHA1-RC2-40 -keypbe PBE-SHA1-RC2-40",
          "-certpbe PBE-SHA1-3DES -keypbe PBE-SHA1-3DES", "-certpbe AES-256-CBC -keypbe AES-256-CBC"}) {
        const std::string file = exported(words, chain, clerk_.key_pem());
        const auto signer = open(file, "matkhau");
        ASSERT_TRUE(signer) << words << ": " << signer.error().message;
        EXPECT_EQ((*signer)->certificate(), clerk_.certificate);
        ASSERT_EQ((*signer)->chain().size(), 1U);
        // The key has left the context of old algorithms.
        const auto signature = (*signer)->sign("x");
        ASSERT_TRUE(signature);
        EXPECT_TRUE(signature_fits(clerk_.certificate, sha256("x"), *signature));
        EXPECT_EQ(open(file, "sai").error().field, "password") << words;
    }
}

TEST_F(KeyFiles, in_a_cipher_that_nobody_reads_say_how_to_go_on)
{
    // The name of the cipher inside is changed to one that does not exist (2.16.840.1.101.3.4.1.42, AES-256-CBC), before the digest
    // over the file is made: openssl leaves it out with -nomac.
    std::string file = exported("-certpbe AES-256-CBC -keypbe AES-256-CBC -nomac", clerk_.certificate.pem(),
                                clerk_.key_pem());
    const std::string cipher{"\x60\x86\x48\x01\x65\x03\x04\x01\x2a", 9};
    for (std::size_t at = file.find(cipher); at != std::string::npos; at = file.find(cipher, at + 1))
        file[at + 8] = '\x7f';
    const auto result = open(file, "matkhau");
    ASSERT_FALSE(result);
    EXPECT_NE(result.error().message.str().find("AES-256"), std::string::npos) << result.error().message;
}

TEST_F(KeyFiles, that_want_to_keep_us_busy_are_refused_at_once)
{
    // 65,537 rounds, of which the digest and both encryptions say the number; then 8,388,607.
    const std::string slow{"\x02\x03\x01\x00\x01", 5};
    const std::string endless{"\x02\x03\x7f\xff\xff", 5};
    for (const std::string words : {"", "-certpbe PBE-SHA1-3DES -keypbe PBE-SHA1-3DES"}) {
        const std::string file = exported("-iter 65537 " + words, clerk_.certificate.pem(), clerk_.key_pem());
        EXPECT_TRUE(open(file, "matkhau"));
        int changed = 0;
        for (std::size_t at = file.find(slow); at != std::string::npos;
             at = file.find(slow, at + 1), ++changed) {
            std::string hostile = file;
            hostile.replace(at, endless.size(), endless);
            EXPECT_FALSE(open(hostile, "matkhau"));
        }
        EXPECT_GE(changed, 2) << words;
    }
}

TEST_F(KeyFiles, with_several_keys_give_the_one_that_signs)
{
    // As some authorities hand out: a pair for encrypting that has ended, and one for signing.
    const Identity ended = issue(root_, wish("Khoá cũ", kToday - 60 * kDay, kToday - kDay));
    STACK_OF(PKCS12_SAFEBAG)* bags = nullptr;
    STACK_OF(PKCS7)* parts = nullptr;
    for (const Identity* one : std::array<const Identity*, 2>{&ended, &clerk_}) {
        must(PKCS12_add_cert(&bags, one->certificate.raw()) != nullptr);
        must(PKCS12_add_key(&bags, one->key.get(), 0, 2048, NID_pbe_WithSHA1And3_Key_TripleDES_CBC, "x") !=
             nullptr);
    }
    must(PKCS12_add_safe(&parts, bags, -1, 0, nullptr) == 1);
    const std::unique_ptr<PKCS12, Freed<PKCS12_free>> package(PKCS12_add_safes(parts, 0));
    must(package != nullptr && PKCS12_set_mac(package.get(), "x", -1, nullptr, 0, 2048, EVP_sha256()) == 1);
    sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
    sk_PKCS7_pop_free(parts, PKCS7_free);
    const std::string file = der_of<PKCS12, i2d_PKCS12>(package.get());
    const auto signer = open(file, "x");
    ASSERT_TRUE(signer) << signer.error().message;
    EXPECT_EQ((*signer)->certificate(), clerk_.certificate);
    const auto signature = (*signer)->sign("x");
    ASSERT_TRUE(signature);
    EXPECT_TRUE(signature_fits(clerk_.certificate, sha256("x"), *signature));
}

TEST_F(KeyFiles, without_a_key_or_with_the_certificate_of_another_key)
{
    write("only.pem", clerk_.certificate.pem());
    const std::string folder = folder_.string();
    ASSERT_EQ(std::system(("cd " + folder +
                           " && openssl pkcs12 -export -nokeys -in only.pem -passout pass:x -out a.p12")
                              .c_str()),
              0);
    EXPECT_NE(open(read("a.p12"), "x").error().message.str().find("không có khoá bí mật"), std::string::npos);

    const Identity other = issue(root_, wish("Người khác"));
    write("other.pem", other.certificate.pem());
    write("other.key", other.key_pem());
    ASSERT_EQ(
        std::system(
            ("cd " + folder +
             " && openssl pkcs12 -export -in other.pem -inkey other.key -certfile only.pem -passout pass:x -out b.p12")
                .c_str()),
        0);
    const auto both = open(read("b.p12"), "x");
    ASSERT_TRUE(both) << "the certificate of the key is chosen, whatever else lies beside it";
    EXPECT_EQ((*both)->certificate(), other.certificate);

    // A key beside a certificate that is not its own.
    const X509StackPtr beside(sk_X509_new_null());
    must(X509_add_cert(beside.get(), clerk_.certificate.raw(), X509_ADD_FLAG_UP_REF) == 1);
    const std::unique_ptr<PKCS12, Freed<PKCS12_free>> mixed(
        PKCS12_create("x", "x", other.key.get(), nullptr, beside.get(), 0, 0, 0, 0, 0));
    const auto mismatch = open(der_of<PKCS12, i2d_PKCS12>(mixed.get()), "x");
    ASSERT_FALSE(mismatch);
    EXPECT_NE(mismatch.error().message.str().find("không phải của nhau"), std::string::npos)
        << mismatch.error().message;
}

TEST_F(KeyFiles, with_a_renewed_certificate_give_the_one_that_counts)
{
    // The same key certified again: the old certificate has ended.
    const Identity old = issue(root_, wish("Bình", kToday - 60 * kDay, kToday - kDay));
    const auto renewed = issue_for_key(root_, wish("Bình", kToday - kDay, kToday + 365 * kDay),
                                       der_of<EVP_PKEY, i2d_PUBKEY>(old.key.get()));
    ASSERT_TRUE(renewed);
    for (const std::string& order :
         {old.certificate.pem() + renewed->pem(), renewed->pem() + old.certificate.pem()}) {
        const auto signer = open(exported("", order, old.key_pem()), "matkhau");
        ASSERT_TRUE(signer) << signer.error().message;
        EXPECT_EQ((*signer)->certificate(), *renewed);
    }
}

}  // namespace
}  // namespace lt::crypto
