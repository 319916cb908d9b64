// Signatures, timestamps and trust, with authorities made here and openssl's command line as the judge.
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "kit/crypto/authority.h"
#include "kit/crypto/cms.h"
#include "kit/crypto/digest.h"
#include "kit/crypto/timestamp.h"
#include "kit/crypto/trust.h"

namespace lt::crypto {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

const base::Time kNow = base::Time(base::Day(std::chrono::year(2026) / 11 / 20)) + 2h;
constexpr auto kYear = std::chrono::hours(365 * 24);

class Signatures : public ::testing::Test {
protected:
    static CertificateWish wish(const std::string& name, CertificateUse use,
                                KeyKind kind = KeyKind::elliptic_curve)
    {
        return {.common_name = name,
                .organisation = "Thử",
                .use = use,
                .kind = kind,
                .from = kNow - kYear,
                .until = kNow + 3 * kYear};
    }
    // Signs as PAdES does.
    static std::string sign(SoftSigner& signer, const std::string& content, const std::string& token = {})
    {
        CmsDraft draft(signer.certificate(), signer.chain(), sha256(content));
        return draft.finish(*signer.sign(draft.to_sign()), token);
    }
    static CmsFault check(const std::string& cms, const std::string& content)
    {
        std::size_t length = 0;
        const auto read = CmsSignature::parse(cms, length);
        if (!read) return CmsFault::no_certificate;
        EXPECT_EQ(length, cms.size());
        const std::string_view piece = content;
        return read->check({&piece, 1});
    }
    TrustStore trust() const
    {
        return {{{root_.certificate, "demo", kNow - kYear, kNow + kYear, "test"}},
                AlgorithmPolicy({{.digest = "SHA1", .until = kNow - kYear},
                                 {.kind = KeyKind::rsa, .below_bits = 2048, .until = kNow - kYear}})};
    }
    Revocations known(base::Time at, const std::vector<Revoked>& revoked = {}) const
    {
        return {{make_crl(root_, {}, at, at + 24h), make_crl(middle_, revoked, at, at + 24h)}, {}};
    }

    Identity root_ = make_root(wish("Gốc thử", CertificateUse::authority));
    Identity middle_ = issue(root_, wish("Cấp chứng thư thử", CertificateUse::authority));
    Identity leader_ = issue(middle_, wish("Nguyễn Văn Đức", CertificateUse::documents));
};

TEST_F(Signatures, are_right_for_what_was_signed_and_nothing_else)
{
    for (const KeyKind kind : {KeyKind::rsa, KeyKind::elliptic_curve}) {
        const Identity person = issue(middle_, wish("An", CertificateUse::documents, kind));
        const std::string cms = sign(*person.signer(), "quyết định");
        EXPECT_EQ(check(cms, "quyết định"), CmsFault::none);
        EXPECT_EQ(check(cms, "quyết định."), CmsFault::wrong_digest);
        std::string broken = cms;
        broken[broken.size() - 5] = static_cast<char>(broken[broken.size() - 5] ^ 1);
        EXPECT_NE(check(broken, "quyết định"), CmsFault::none);
    }
}

TEST_F(Signatures, of_a_known_certificate_are_judged_as_all_others)
{
    const std::vector<Certificate> known{root_.certificate, leader_.certificate};
    const auto judge = [&](std::string_view cms, std::string_view content) {
        std::size_t length = 0;
        const auto read = CmsSignature::parse(cms, length, known);
        if (!read) return std::string("unreadable");
        EXPECT_EQ(length, cms.size());
        const auto& signer = read->signer();
        return (signer ? signer->common_name() : "nobody") + " " +
               std::to_string(static_cast<int>(read->check({&content, 1}))) + " " +
               std::to_string(read->certificates().size());
    };
    CmsDraft draft(leader_.certificate, {}, sha256("quyết định"));
    const std::string cms = draft.finish(*leader_.signer()->sign(draft.to_sign()));
    EXPECT_EQ(judge(cms, "quyết định"), "Nguyễn Văn Đức 0 1");
    EXPECT_EQ(judge(cms, "quyết định khác"),
              "Nguyễn Văn Đức " + std::to_string(static_cast<int>(CmsFault::wrong_digest)) + " 1");
    // One that nobody knows, and one that brings its chain, are read as they are.
    const Identity other = issue(middle_, wish("An", CertificateUse::documents));
    CmsDraft others(other.certificate, {}, sha256("x"));
    EXPECT_EQ(judge(others.finish(*other.signer()->sign(others.to_sign())), "x"), "An 0 1");
    EXPECT_EQ(judge(sign(*leader_.signer(), "x"), "x"),
              "Nguyễn Văn Đức 0 " + std::to_string(1 + leader_.signer()->chain().size()));
    // Whatever is altered in it, the outcome is that of reading it whole.
    for (std::size_t i = 0; i < cms.size(); ++i) {
        std::string altered = cms;
        altered[i] = static_cast<char>(altered[i] ^ 1);
        std::size_t length = 0;
        const auto whole = CmsSignature::parse(altered, length);
        const auto read = CmsSignature::parse(altered, length, known);
        ASSERT_EQ(bool(whole), bool(read)) << i;
        if (!read) continue;
        const std::string_view content = "quyết định";
        EXPECT_EQ(whole->check({&content, 1}), read->check({&content, 1})) << i;
        EXPECT_EQ(whole->signer().has_value(), read->signer().has_value()) << i;
    }
}

TEST_F(Signatures, are_judged_right_by_openssl)
{
    const fs::path folder = fs::path(::testing::TempDir()) / "lt-cms";
    fs::create_directories(folder);
    const auto write = [&](const char* name, const std::string& bytes) {
        std::ofstream(folder / name, std::ios::binary) << bytes;
    };
    write("content", "quyết định");
    write("cms", sign(*leader_.signer(), "quyết định"));
    write("root", root_.certificate.pem());
    const std::string command = "openssl cms -verify -cades -binary -purpose any -inform DER -in " +
                                (folder / "cms").string() + " -content " + (folder / "content").string() +
                                " -CAfile " + (folder / "root").string() +
                                " -attime 1795140000 -out /dev/null 2>" + (folder / "words").string();
    EXPECT_EQ(std::system(command.c_str()), 0);
    write("content", "quyết định!");
    EXPECT_NE(std::system(command.c_str()), 0);
}

TEST_F(Signatures, carry_a_timestamp)
{
    const Identity clock = issue(root_, wish("Dấu thời gian", CertificateUse::timestamps, KeyKind::rsa));
    CmsDraft draft(leader_.certificate, leader_.chain, sha256("x"));
    const std::string signature = *leader_.signer()->sign(draft.to_sign());
    const std::string query = timestamp_query(sha256(signature));
    const std::string reply = make_timestamp(clock, query, kNow);
    const auto token = token_of_reply(reply, query);
    ASSERT_TRUE(token) << token.error().message;
    EXPECT_FALSE(token_of_reply(reply, timestamp_query(sha256(signature)))) << "another nonce";
    EXPECT_FALSE(token_of_reply("no reply", query));
    std::size_t length = 0;
    const auto read = CmsSignature::parse(draft.finish(signature, *token), length);
    ASSERT_TRUE(read);
    const auto stamp = read_timestamp(read->timestamp_token());
    ASSERT_TRUE(stamp);
    EXPECT_EQ(stamp->at, kNow);
    EXPECT_EQ(stamp->check(), CmsFault::none);
    const std::string value = read->signature();
    const std::string_view piece = value;
    EXPECT_TRUE(stamp->covers({&piece, 1}));
    const std::string_view other = "x";
    EXPECT_FALSE(stamp->covers({&other, 1}));
    // Somebody who may not make timestamps.
    EXPECT_ANY_THROW({
        const auto forged = token_of_reply(make_timestamp(leader_, query, kNow), query);
        if (!forged) throw std::runtime_error("refused");
    });
}

TEST_F(Signatures, certificates_are_judged_at_a_moment)
{
    const TrustStore store = trust();
    const Judgement good = store.judge(leader_.certificate, leader_.chain, known(kNow), kNow);
    EXPECT_EQ(good.sub, SubIndication::none) << name_of(good.sub);
    EXPECT_EQ(good.path.size(), 3U);
    EXPECT_EQ(good.scope, "demo");
    // Without the certificate between them there is no way to the root.
    EXPECT_EQ(store.judge(leader_.certificate, {}, known(kNow), kNow).sub,
              SubIndication::no_certificate_chain_found);
    const Identity stranger = make_root(wish("Người lạ", CertificateUse::authority));
    EXPECT_EQ(store.judge(stranger.certificate, {}, {}, kNow).sub, SubIndication::no_certificate_chain_found);
    // Who has no right to issue certificates does it anyway.
    const Identity forged = issue(leader_, wish("Con của người ký", CertificateUse::documents));
    EXPECT_EQ(store.judge(forged.certificate, forged.chain, known(kNow), kNow).sub,
              SubIndication::chain_constraints_failure);
    // Time.
    EXPECT_EQ(store.judge(leader_.certificate, leader_.chain, known(kNow), kNow - kYear - 1h).sub,
              SubIndication::no_certificate_chain_found)
        << "the anchor is not believed yet";
    CertificateWish old = wish("Hết hạn", CertificateUse::documents);
    old.until = kNow - 1h;
    const Identity expired = issue(middle_, old);
    EXPECT_EQ(store.judge(expired.certificate, expired.chain, known(kNow), kNow).sub,
              SubIndication::out_of_bounds_no_poe);
    EXPECT_EQ(store.judge(expired.certificate, expired.chain, known(kNow - 90min), kNow - 2h).sub,
              SubIndication::none);
    // Keys that are too short by now.
    CertificateWish short_key = wish("Khoá ngắn", CertificateUse::documents, KeyKind::rsa);
    short_key.bits = 1024;
    const Identity weak = issue(middle_, short_key);
    EXPECT_EQ(store.judge(weak.certificate, weak.chain, known(kNow), kNow).sub,
              SubIndication::crypto_constraints_failure_no_poe);
}

TEST_F(Signatures, revocation_counts_from_its_moment)
{
    const TrustStore store = trust();
    const auto judged = [&](const Revocations& data, base::Time at) {
        return store.judge(leader_.certificate, leader_.chain, data, at).sub;
    };
    EXPECT_EQ(judged({}, kNow), SubIndication::try_later);
    EXPECT_EQ(judged(known(kNow - 48h), kNow), SubIndication::try_later) << "that is too old";
    EXPECT_EQ(store.judge(leader_.certificate, leader_.chain, known(kNow - 48h), kNow, 24h).sub,
              SubIndication::none)
        << "with grace";
    const Revocations later = known(kNow + 2h, {{leader_.certificate, kNow + 1h}});
    EXPECT_EQ(judged(later, kNow), SubIndication::none) << "it was revoked after that";
    EXPECT_EQ(judged(later, kNow + 90min), SubIndication::revoked_no_poe);

    const std::string root_crl = make_crl(root_, {}, kNow, kNow + 24h);
    const Identity responder = issue(middle_, wish("OCSP", CertificateUse::ocsp));
    const auto by_ocsp = [&](const Identity& who, std::optional<base::Time> revoked) {
        return Revocations{
            {root_crl}, {make_ocsp(who, middle_.certificate, leader_.certificate, revoked, kNow, kNow + 1h)}};
    };
    EXPECT_EQ(judged(by_ocsp(middle_, std::nullopt), kNow), SubIndication::none);
    EXPECT_EQ(judged(by_ocsp(responder, std::nullopt), kNow), SubIndication::none);
    EXPECT_EQ(judged(by_ocsp(responder, kNow - 1h), kNow), SubIndication::revoked_no_poe);
    // Whoever has no right to answer does it anyway.
    EXPECT_EQ(judged(by_ocsp(leader_, std::nullopt), kNow), SubIndication::try_later);
    // The list of another authority says nothing.
    EXPECT_EQ(judged({{root_crl, make_crl(root_, {}, kNow, kNow + 24h)}, {}}, kNow),
              SubIndication::try_later);
}

}  // namespace
}  // namespace lt::crypto
