// Kinds of signatures that others make: each gets a true verdict, or is said to be of a kind that is not judged.
#include "kit/pdf/verify/verify_testing.h"

namespace lt::pdf {
namespace {

using namespace std::chrono_literals;
using crypto::Indication;
using crypto::Level;
using crypto::SubIndication;

class Formats : public VerifyTest {
protected:
    std::string unsigned_file() const { return *prepare(*File::open(plain()), form()); }
    std::string file(const std::string& name, const std::string& bytes) const
    {
        std::ofstream(folder_ / name, std::ios::binary) << bytes;
        return (folder_ / name).string();
    }
    // What `openssl COMMAND` writes, with the person's key and certificate.
    std::string openssl(const std::string& command, const std::string& content) const
    {
        const std::string in = file("in", content);
        const std::string out = (folder_ / "out").string();
        const std::string all = "openssl " + command + " -in " + in + " -out " + out + " 2>" + out + ".words";
        EXPECT_EQ(std::system(all.c_str()), 0) << all;
        return read(out);
    }
    std::string cms(const std::string& options, const std::string& content) const
    {
        return openssl("cms -sign -binary -outform DER -signer " + file("pem", person_.certificate.pem()) +
                           " -inkey " + file("key", person_.key_pem()) + " " + options,
                       content);
    }
    std::string bare(const std::string& content) const
    {
        const std::string in = file("in", content);
        const std::string out = (folder_ / "out").string();
        EXPECT_EQ(std::system(("openssl dgst -sha1 -sign " + file("key", person_.key_pem()) + " -out " + out +
                               " " + in)
                                  .c_str()),
                  0);
        const std::string value = read(out);
        EXPECT_EQ(value.size(), 256U);
        return std::string("\x04\x82\x01\x00", 4) + value;
    }
    std::string sha1(const std::string& content) const
    {
        const std::string out = (folder_ / "sha1").string();
        EXPECT_EQ(std::system(("openssl dgst -sha1 -binary -out " + out + " " + file("in", content)).c_str()),
                  0);
        return read(out);
    }
    static std::string keys(const std::string& sub_filter, const std::string& more = "")
    {
        return "/Type/Sig/Filter/Adobe.PPKLite/SubFilter/" + sub_filter + more;
    }
    SignatureReport only(const std::string& bytes, bool sha1_counts = false) const
    {
        const crypto::AlgorithmPolicy policy({{.digest = "SHA1", .until = kNow - kYear}});
        const crypto::TrustStore trust({{root_.certificate, "demo", kNow - kYear, kNow + kYear, "test"}},
                                       sha1_counts ? crypto::AlgorithmPolicy() : policy);
        const auto report = verify(bytes, {.trust = trust, .now = kNow, .known = known(kNow)});
        EXPECT_TRUE(report);
        if (!report || report->signatures.size() != 1) {
            ADD_FAILURE() << "not one signature";
            return {};
        }
        return report->signatures.front();
    }
    // The same after a change of what is covered.
    static std::string changed(std::string bytes)
    {
        bytes[bytes.find("Cong hoa")] = 'D';
        return bytes;
    }

    crypto::Identity person_ = crypto::issue(root_, [] {
        auto out = wish("Người ký cũ", crypto::CertificateUse::documents);
        out.kind = crypto::KeyKind::rsa;
        return out;
    }());
};

TEST_F(Formats, adbe_pkcs7_detached)
{
    for (const char* options : {"", "-noattr", "-cades", "-keyopt rsa_padding_mode:pss"}) {
        const std::string bytes =
            with_signature(unsigned_file(), keys("adbe.pkcs7.detached"),
                           [&](const std::string& covered) { return cms(options, covered); });
        const SignatureReport good = only(bytes);
        EXPECT_TRUE(good.verdict.passed()) << options << name_of(good.verdict.sub) << good.reason;
        EXPECT_EQ(good.verdict.level, Level::none) << "no baseline signature";
        EXPECT_TRUE(good.covers_whole_file);
        const SignatureReport bad = only(changed(bytes));
        EXPECT_EQ(bad.verdict.indication, Indication::failed) << options;
        EXPECT_FALSE(bad.verdict.intact) << options;
    }
}

// A true signature of somebody over something else, put inside with that content: programs that check the inside call it valid.
TEST_F(Formats, adbe_pkcs7_detached_with_other_content_inside)
{
    for (const char* options : {"-nodetach", "-nodetach -noattr"}) {
        const SignatureReport own = only(with_signature(
            unsigned_file(), keys("adbe.pkcs7.detached"),
            [&](const std::string& covered) { return cms(options, covered); }, 200'000));
        EXPECT_EQ(own.verdict.indication, Indication::failed) << options;
        EXPECT_EQ(own.verdict.sub, SubIndication::format_failure) << options;
        EXPECT_EQ(own.reason, "a detached signature has its content inside");
        const SignatureReport other =
            only(with_signature(unsigned_file(), keys("adbe.pkcs7.detached"),
                                [&](const std::string&) { return cms(options, "something else"); }));
        EXPECT_EQ(other.verdict.indication, Indication::failed) << options;
        EXPECT_FALSE(other.verdict.intact) << options;
        EXPECT_FALSE(other.verdict.cryptographically_valid) << options;
    }
}

TEST_F(Formats, adbe_pkcs7_sha1)
{
    const auto made = [&](const std::function<std::string(const std::string&)>& inside) {
        return with_signature(unsigned_file(), keys("adbe.pkcs7.sha1"), [&](const std::string& covered) {
            return cms("-nodetach -md sha256", inside(covered));
        });
    };
    const std::string bytes = made([&](const std::string& covered) { return sha1(covered); });
    EXPECT_TRUE(only(bytes, true).verdict.passed()) << name_of(only(bytes, true).verdict.sub);
    // SHA-1 is what holds it to the file, whatever the signature itself is made with.
    const SignatureReport now = only(bytes);
    EXPECT_EQ(now.verdict.indication, Indication::indeterminate);
    EXPECT_EQ(now.verdict.sub, SubIndication::crypto_constraints_failure_no_poe);
    EXPECT_TRUE(now.verdict.cryptographically_valid);
    EXPECT_EQ(only(changed(bytes), true).verdict.sub, SubIndication::hash_failure);
    EXPECT_EQ(only(made([](const std::string&) { return "something else"; }), true).verdict.sub,
              SubIndication::hash_failure);
}

TEST_F(Formats, adbe_x509_rsa_sha1)
{
    static constexpr std::string_view kDigits = "0123456789abcdef";
    std::string certificate;
    for (const char c : person_.certificate.der()) {
        certificate += kDigits[static_cast<unsigned char>(c) >> 4U];
        certificate += kDigits[static_cast<unsigned char>(c) & 15U];
    }
    const auto made = [&](const std::string& cert) {
        return with_signature(unsigned_file(), keys("adbe.x509.rsa_sha1", cert),
                              [&](const std::string& covered) { return bare(covered); });
    };
    for (const std::string& cert : {"/Cert<" + certificate + ">", "/Cert[<" + certificate + ">]"}) {
        const std::string bytes = made(cert);
        EXPECT_TRUE(only(bytes, true).verdict.passed()) << name_of(only(bytes, true).verdict.sub);
        EXPECT_EQ(only(bytes).verdict.sub, SubIndication::crypto_constraints_failure_no_poe);
        EXPECT_EQ(only(changed(bytes), true).verdict.sub, SubIndication::sig_crypto_failure);
    }
    EXPECT_EQ(only(made(""), true).verdict.sub, SubIndication::no_signing_certificate_found);
}

TEST_F(Formats, kinds_that_nobody_knows_are_not_judged)
{
    const SignatureReport report =
        only(with_signature(unsigned_file(), keys("vn.gov.khac"),
                            [&](const std::string& covered) { return cms("-cades", covered); }));
    EXPECT_EQ(report.verdict.indication, Indication::indeterminate);
    EXPECT_EQ(report.verdict.sub, SubIndication::format_failure);
    EXPECT_EQ(report.reason, "signatures of the kind “vn.gov.khac” can't be judged");
    EXPECT_FALSE(report.verdict.cryptographically_valid);
}

TEST_F(Formats, timestamps_in_odd_places)
{
    // As a person's signature: it is a timestamp and nobody's consent.
    const auto verified = [&](const std::string& bytes) {
        const crypto::TrustStore trust({{root_.certificate, "demo", kNow - kYear, kNow + kYear, "test"}}, {});
        return *verify(bytes, {.trust = trust, .now = kNow, .known = known(kNow)});
    };
    const Report as_signature =
        verified(with_signature(unsigned_file(), keys("ETSI.RFC3161"),
                                [&](const std::string& covered) { return token(covered, kNow); }));
    EXPECT_TRUE(as_signature.signatures.empty());
    ASSERT_EQ(as_signature.document_timestamps.size(), 1U);
    EXPECT_EQ(as_signature.indication, Indication::indeterminate) << "nobody signed";
    // A timestamp where a signature should be.
    const SignatureReport token_as_cms =
        only(with_signature(unsigned_file(), keys("ETSI.CAdES.detached"),
                            [&](const std::string& covered) { return token(covered, kNow); }));
    EXPECT_EQ(token_as_cms.verdict.indication, Indication::failed);
    // A signature where a timestamp should be.
    const Report cms_as_token =
        verified(with_signature(unsigned_file(), keys("ETSI.RFC3161"),
                                [&](const std::string& covered) { return cms("-cades", covered); }));
    EXPECT_EQ(cms_as_token.document_timestamps.at(0).verdict.sub, SubIndication::format_failure);
}

// What calls itself a document timestamp changes nothing after a signature that permits nothing. A signature does.
TEST_F(Formats, a_signature_that_calls_itself_a_timestamp)
{
    const std::string sealed = issued();
    const Report honest = judged(with_timestamp(sealed, kNow));
    EXPECT_EQ(honest.indication, Indication::passed);
    EXPECT_EQ(honest.signatures[1].modifications, Change::none);
    const Report report =
        judged(with_signature(sealed, "/Type/DocTimeStamp/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached",
                              [&](const std::string& covered) { return cms("-cades", covered); }));
    EXPECT_EQ(report.signatures[1].modifications, Change::form_filling);
    EXPECT_EQ(report.signatures.size(), 3U);
    EXPECT_TRUE(report.document_timestamps.empty());
}

}  // namespace
}  // namespace lt::pdf
