// Every verdict of EN 319 102-1 that this program gives, each with a signature made for it.
#include "kit/crypto/validation.h"

#include <gtest/gtest.h>

#include "kit/crypto/altered_testing.h"
#include "kit/crypto/digest.h"
#include "kit/crypto/revocation_data.h"

namespace lt::crypto {
namespace {

using namespace std::chrono_literals;
using Sub = SubIndication;

const base::Time kMoment = base::Time(base::Day(std::chrono::year(2026) / 11 / 20)) + 2h;
constexpr auto kOneDay = std::chrono::hours(24);
constexpr auto kLongTime = 365 * kOneDay;
const base::Time kWeakSince = kMoment - 30 * kOneDay;  // SHA-1 and RSA below 2048 bits are believed no more
constexpr Indication kPassed = Indication::passed;
constexpr Indication kFailed = Indication::failed;
constexpr Indication kOpen = Indication::indeterminate;

struct Verdicts : ::testing::Test {
    static CertificateWish wish(const std::string& name, CertificateUse use,
                                KeyKind kind = KeyKind::elliptic_curve)
    {
        return {.common_name = name,
                .organisation = "Thử",
                .use = use,
                .kind = kind,
                .from = kMoment - kLongTime,
                .until = kMoment + kLongTime};
    }
    static Identity person(const Identity& issuer, base::Time from, base::Time until)
    {
        CertificateWish one = wish("Nguyễn Văn Đức", CertificateUse::documents);
        one.from = from;
        one.until = until;
        return issue(issuer, one);
    }
    TrustStore trust() const
    {
        return {{{root_.certificate, "demo", kMoment - 2 * kLongTime, kMoment + 20 * kLongTime, "test"}},
                AlgorithmPolicy({{.digest = "SHA1", .until = kWeakSince},
                                 {.kind = KeyKind::rsa, .below_bits = 2048, .until = kWeakSince}})};
    }
    Revocations lists(base::Time at, const std::vector<Revoked>& by_middle = {},
                      const std::vector<Revoked>& by_root = {}) const
    {
        return {{make_crl(root_, by_root, at, at + kOneDay), make_crl(middle_, by_middle, at, at + kOneDay)},
                {}};
    }
    static std::string token(const Identity& clock, std::string_view bytes, base::Time at)
    {
        const std::string query = timestamp_query(sha256(bytes));
        const auto out = token_of_reply(make_timestamp(clock, query, at), query);
        EXPECT_TRUE(out);
        return out ? *out : std::string();
    }
    // As this program signs; with a time, a timestamp of it, by `clock`.
    std::string sign(const Identity& who, std::optional<base::Time> stamped = {},
                     const Identity* clock = nullptr) const
    {
        CmsDraft draft(who.certificate, who.chain, sha256(kContent));
        const std::string value = *who.signer()->sign(draft.to_sign());
        return draft.finish(value, stamped ? token(clock == nullptr ? clock_ : *clock, value, *stamped)
                                           : std::string());
    }
    SignatureVerdict judged(const std::string& cms, ValidationInput input,
                            std::string_view content = kContent) const
    {
        std::size_t length = 0;
        const auto read = CmsSignature::parse(cms, length);
        EXPECT_TRUE(read);
        return read ? judge_signature(*read, {&content, 1}, input) : SignatureVerdict{};
    }
    void expect(const char* what, const SignatureVerdict& verdict, Indication indication, Sub sub) const
    {
        EXPECT_EQ(verdict.indication, indication) << what << ": " << name_of(verdict.indication);
        EXPECT_EQ(verdict.sub, sub) << what << ": " << name_of(verdict.sub);
    }
    ValidationInput at(base::Time now, Revocations known) const
    {
        return {.trust = store_, .now = now, .known = std::move(known)};
    }

    static constexpr std::string_view kContent = "quyết định";
    Identity root_ = make_root(wish("Gốc thử", CertificateUse::authority));
    Identity middle_ = issue(root_, wish("Cấp chứng thư thử", CertificateUse::authority));
    Identity leader_ = issue(middle_, wish("Nguyễn Văn Đức", CertificateUse::documents));
    Identity clock_ = issue(root_, wish("Dấu thời gian", CertificateUse::timestamps, KeyKind::rsa));
    TrustStore store_ = trust();
};

TEST_F(Verdicts, on_the_signature_itself)
{
    const ValidationInput now = at(kMoment, lists(kMoment));
    const std::string good = sign(leader_);
    expect("good", judged(good, now), kPassed, Sub::none);
    expect("another content", judged(good, now, "quyết định."), kFailed, Sub::hash_failure);
    std::string flipped = good;
    flipped.back() = static_cast<char>(flipped.back() ^ 1);
    const SignatureVerdict wrong = judged(flipped, now);
    expect("a flipped bit of the signature", wrong, kFailed, Sub::sig_crypto_failure);
    EXPECT_TRUE(wrong.intact);
    EXPECT_FALSE(wrong.cryptographically_valid);
    expect("no certificate inside",
           judged(made_by_openssl(leader_, std::string(kContent), {.flags = CMS_CADES | CMS_NOCERTS}), now),
           kOpen, Sub::no_signing_certificate_found);

    const std::string unnamed = made_by_openssl(leader_, std::string(kContent), {.flags = 0});
    expect("no certificate named", judged(unnamed, now), kOpen, Sub::sig_constraints_failure);
    ValidationInput lax = now;
    lax.baseline = false;
    expect("no certificate named, and none asked for", judged(unnamed, lax), kPassed, Sub::none);
    expect("made by openssl", judged(made_by_openssl(leader_, std::string(kContent), {}), now), kPassed,
           Sub::none);
}

// Somebody certifies the leader's key in another name, with the same issuer and serial number, and puts that certificate in the
// place of the true one.
TEST_F(Verdicts, certificate_substitution)
{
    std::string cms = sign(leader_);
    const std::string own = leader_.certificate.der();
    std::string other;
    while (other.size() != own.size())
        other = altered(middle_, leader_, {}, EVP_sha256(), [](X509* one) {
                    X509_NAME* name = X509_get_subject_name(one);
                    X509_NAME_ENTRY_free(X509_NAME_delete_entry(name, 2));
                    const std::string forged = "Nguyễn Văn Đực";
                    must(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, bytes_of(forged),
                                                    static_cast<int>(forged.size()), -1, 0) == 1);
                }).certificate.der();
    ASSERT_NE(other, own);
    cms.replace(cms.find(own), own.size(), other);
    expect("substituted", judged(cms, at(kMoment, lists(kMoment))), kOpen, Sub::no_signing_certificate_found);
}

TEST_F(Verdicts, on_the_certificate)
{
    const ValidationInput now = at(kMoment, lists(kMoment));
    const Identity stranger = make_root(wish("Người lạ", CertificateUse::authority));
    expect("a stranger", judged(sign(issue(stranger, wish("An", CertificateUse::documents))), now), kOpen,
           Sub::no_certificate_chain_found);
    expect("a certificate for encryption",
           judged(sign(altered(middle_, leader_, {{NID_key_usage, "critical,keyEncipherment"}})), now), kOpen,
           Sub::chain_constraints_failure);
    expect("for non-repudiation alone",
           judged(sign(altered(middle_, leader_, {{NID_key_usage, "critical,nonRepudiation"}})), now),
           kPassed, Sub::none);
    expect("no revocation data", judged(sign(leader_), at(kMoment, {})), kOpen, Sub::try_later);
    ValidationInput stale = at(kMoment, lists(kMoment - 3 * kOneDay));
    expect("a list that is two days too old", judged(sign(leader_), stale), kOpen, Sub::try_later);
    stale.grace = 2 * kOneDay;
    expect("the same within grace", judged(sign(leader_), stale), kPassed, Sub::none);
    stale.grace = 2 * kOneDay - 1s;
    expect("the same a second after grace", judged(sign(leader_), stale), kOpen, Sub::try_later);
}

TEST_F(Verdicts, on_revocation_and_when_it_was_signed)
{
    const base::Time revoked = kMoment - 10 * kOneDay;
    const ValidationInput now = at(kMoment, lists(kMoment, {{leader_.certificate, revoked}}));
    expect("no proof of time", judged(sign(leader_), now), kOpen, Sub::revoked_no_poe);
    EXPECT_EQ(judged(sign(leader_), now).revoked_at, revoked);
    expect("stamped before", judged(sign(leader_, revoked - 1h), now), kPassed, Sub::none);
    // It may have been signed long before it was stamped.
    expect("stamped after", judged(sign(leader_, revoked + 1h), now), kOpen, Sub::revoked_no_poe);
    const auto begun = [&](base::Time moment) {
        return made_by_openssl(leader_, std::string(kContent),
                               {.content_timestamp = token(clock_, kContent, moment)});
    };
    expect("the content was stamped after, then signed", judged(begun(revoked + 1h), now), kFailed,
           Sub::revoked);
    expect("the content was stamped before", judged(begun(revoked - 1h), now), kOpen, Sub::revoked_no_poe);
    expect(
        "a later timestamp of the file vouches",
        judged(sign(leader_), {.trust = store_, .now = kMoment, .known = now.known, .seen_at = revoked - 1s}),
        kPassed, Sub::none);
    expect("the authority was revoked",
           judged(sign(leader_), at(kMoment, lists(kMoment, {}, {{middle_.certificate, revoked}}))), kOpen,
           Sub::revoked_ca_no_poe);
    expect("the authority was revoked after it was stamped",
           judged(sign(leader_, revoked - 1h),
                  at(kMoment, lists(kMoment, {}, {{middle_.certificate, revoked}}))),
           kPassed, Sub::none);
}

TEST_F(Verdicts, on_the_time_of_the_certificate)
{
    const base::Time end = kMoment - 10 * kOneDay;
    const Identity old = person(middle_, kMoment - 100 * kOneDay, end);
    Revocations known = lists(end - 1h);  // said while it still counted
    const Revocations fresh = lists(kMoment);
    known.crls.insert(known.crls.end(), fresh.crls.begin(), fresh.crls.end());
    const ValidationInput now = at(kMoment, known);
    expect("expired", judged(sign(old), now), kOpen, Sub::out_of_bounds_no_poe);
    expect("expired, stamped before", judged(sign(old, end - 2h), now), kPassed, Sub::none);
    expect("expired, stamped after", judged(sign(old, end + 1h), now), kOpen, Sub::out_of_bounds_no_poe);
    expect("expired, and the content was stamped after",
           judged(made_by_openssl(old, std::string(kContent),
                                  {.content_timestamp = token(clock_, kContent, end + 1h)}),
                  now),
           kFailed, Sub::expired);
    expect("stamped before, but all is known only from after its end",
           judged(sign(old, end - 2h), at(kMoment, fresh)), kOpen, Sub::try_later);
    const Identity early = person(middle_, kMoment - 5 * kOneDay, kMoment + kLongTime);
    expect("stamped before it was issued", judged(sign(early, kMoment - 6 * kOneDay), now), kFailed,
           Sub::not_yet_valid);
    const Identity future = person(middle_, kMoment + kOneDay, kMoment + kLongTime);
    expect("not valid yet", judged(sign(future), now), kOpen, Sub::out_of_bounds_no_poe);
}

// Whoever is revoked wants an older timestamp: none of these moves the moment back.
TEST_F(Verdicts, on_timestamps_that_prove_nothing)
{
    const base::Time revoked = kMoment - 10 * kOneDay;
    const base::Time before = revoked - 1h;
    const ValidationInput now = at(kMoment, lists(kMoment, {{leader_.certificate, revoked}}));
    const Identity stranger = make_root(wish("Người lạ", CertificateUse::authority));
    const Identity false_clock = issue(stranger, wish("Giờ lạ", CertificateUse::timestamps, KeyKind::rsa));
    const SignatureVerdict untrusted = judged(sign(leader_, before, &false_clock), now);
    expect("an authority that nobody believes", untrusted, kOpen, Sub::revoked_no_poe);
    EXPECT_EQ(untrusted.timestamped_at, before);
    EXPECT_FALSE(untrusted.proven_at);

    const Identity gone = issue(root_, wish("Giờ bị thu hồi", CertificateUse::timestamps, KeyKind::rsa));
    expect("an authority that was revoked",
           judged(sign(leader_, before, &gone), at(kMoment, lists(kMoment, {{leader_.certificate, revoked}},
                                                                  {{gone.certificate, kMoment - kOneDay}}))),
           kOpen, Sub::revoked_no_poe);
    CertificateWish short_lived = wish("Giờ hết hạn", CertificateUse::timestamps, KeyKind::rsa);
    short_lived.until = kMoment - kOneDay;
    const Identity ended = issue(root_, short_lived);
    expect("an authority whose certificate ended", judged(sign(leader_, before, &ended), now), kOpen,
           Sub::revoked_no_poe);

    CmsDraft draft(leader_.certificate, leader_.chain, sha256(kContent));
    const std::string value = *leader_.signer()->sign(draft.to_sign());
    expect("a timestamp of something else", judged(draft.finish(value, token(clock_, "khác", before)), now),
           kOpen, Sub::revoked_no_poe);
    const SignatureVerdict future = judged(sign(leader_, kMoment + kOneDay), at(kMoment, lists(kMoment)));
    expect("a timestamp from the future", future, kPassed, Sub::none);
    EXPECT_FALSE(future.proven_at);

    // The timestamp alone.
    const auto stamp = [&](const std::string& der, const ValidationInput& input) {
        return judge_timestamp(*read_timestamp(der), {&kContent, 1}, input);
    };
    expect("good", stamp(token(clock_, kContent, before), now), kPassed, Sub::none);
    expect("from the future", stamp(token(clock_, kContent, kMoment + 1s), now), kOpen,
           Sub::timestamp_order_failure);
    expect("of something else", stamp(token(clock_, "khác", before), now), kFailed, Sub::hash_failure);
    const Identity other_use =
        altered(root_, clock_, {{NID_ext_key_usage, "critical,timeStamping,emailProtection"}});
    EXPECT_FALSE(other_use.certificate.may_timestamp());
}

TEST_F(Verdicts, on_algorithms_and_when_they_were_believed)
{
    const ValidationInput now = at(kMoment, lists(kMoment));
    const auto by = [&](const EVP_MD* digest) {
        return made_by_openssl(leader_, std::string(kContent), {.digest = digest});
    };
    expect("SHA-1 now", judged(by(EVP_sha1()), now), kOpen, Sub::crypto_constraints_failure_no_poe);
    expect("SHA-1, seen when it counted",
           judged(by(EVP_sha1()),
                  {.trust = store_, .now = kMoment, .known = now.known, .seen_at = kWeakSince - 1s}),
           kPassed, Sub::none);
    expect(
        "SHA-1, seen on the day that it counts no more",
        judged(by(EVP_sha1()), {.trust = store_, .now = kMoment, .known = now.known, .seen_at = kWeakSince}),
        kOpen, Sub::crypto_constraints_failure_no_poe);
    const Identity person = issue(middle_, wish("An", CertificateUse::documents, KeyKind::rsa));
    expect("MD5 never counted",
           judged(made_by_openssl(person, std::string(kContent), {.digest = EVP_md5()}),
                  {.trust = store_, .now = kMoment, .known = now.known, .seen_at = kMoment - 300 * kOneDay}),
           kOpen, Sub::crypto_constraints_failure);
    for (const EVP_MD* digest : {EVP_sha384(), EVP_sha512()})
        expect(EVP_MD_get0_name(digest), judged(by(digest), now), kPassed, Sub::none);

    CertificateWish weak = wish("Khoá ngắn", CertificateUse::documents, KeyKind::rsa);
    weak.bits = 1024;
    const Identity short_key = issue(middle_, weak);
    expect("RSA of 1024 bits now", judged(sign(short_key), now), kOpen,
           Sub::crypto_constraints_failure_no_poe);
    expect("RSA of 1024 bits, stamped in its time", judged(sign(short_key, kWeakSince - kOneDay), now),
           kPassed, Sub::none);
    const Identity weak_certificate = altered(middle_, leader_, {}, EVP_sha1());
    expect("a certificate signed with SHA-1", judged(sign(weak_certificate), now), kOpen,
           Sub::crypto_constraints_failure_no_poe);
    expect("the same, stamped in its time", judged(sign(weak_certificate, kWeakSince - kOneDay), now),
           kPassed, Sub::none);

    expect(
        "SHA-256 by one name and SHA-1 by the other",
        judged(made_by_openssl(person, std::string(kContent), {.named_as = NID_sha1WithRSAEncryption}), now),
        kOpen, Sub::crypto_constraints_failure);
    expect("SHA-256 by both names",
           judged(made_by_openssl(person, std::string(kContent), {.named_as = NID_sha256WithRSAEncryption}),
                  now),
           kPassed, Sub::none);
}

std::string der(char tag, const std::string& inside)
{
    const auto low = [&](unsigned shift) { return static_cast<char>(inside.size() >> shift & 0xffU); };
    return std::string{tag, '\x83', low(16), low(8), low(0)} + inside;
}

TEST_F(Verdicts, on_revocation_data_that_adobe_puts_among_the_signed_attributes)
{
    const auto archived = [&](const std::vector<Revoked>& revoked) {
        const std::string ocsp = make_ocsp(middle_, middle_.certificate, leader_.certificate,
                                           revoked.empty() ? std::nullopt : std::optional(revoked.front().at),
                                           kMoment, kMoment + kOneDay);
        const std::string archival =
            der('\x30', der('\xa0', der('\x30', make_crl(root_, {}, kMoment, kMoment + kOneDay))) +
                            der('\xa1', der('\x30', ocsp)));
        return made_by_openssl(leader_, std::string(kContent), {.archival = archival});
    };
    expect("all that is known", judged(archived({}), at(kMoment, {})), kPassed, Sub::none);
    expect("revoked by it", judged(archived({{leader_.certificate, kMoment - 1h}}), at(kMoment, {})), kOpen,
           Sub::revoked_no_poe);
    expect("the list that we know is newer",
           judged(archived({}), at(kMoment + 2h, lists(kMoment + 1h, {{leader_.certificate, kMoment}}))),
           kOpen, Sub::revoked_no_poe);
    for (const char* broken : {"", "\x30\x80", "\x30\x05\xa0\x84\xff\xff\xff", "\x30\x02\xa0\x00"})
        EXPECT_TRUE(revocations_in_archival(broken).empty()) << broken;
}

// Certificates cost time to read and to look through for a path: a signature brings a chain, not a crowd.
TEST_F(Verdicts, on_signatures_that_bring_a_crowd)
{
    const std::string public_key = der_of<EVP_PKEY, i2d_PUBKEY>(X509_get0_pubkey(leader_.certificate.raw()));
    const auto with = [&](int count) {
        Identity who = leader_;
        for (int i = 0; i < count; ++i)
            who.chain.push_back(*issue_for_key(middle_, wish("An", CertificateUse::documents), public_key));
        return made_by_openssl(who, std::string(kContent), {});
    };
    std::size_t length = 0;
    EXPECT_TRUE(CmsSignature::parse(with(50), length));
    EXPECT_FALSE(CmsSignature::parse(with(600), length));
}

TEST_F(Verdicts, names_are_those_of_the_standard)
{
    EXPECT_STREQ(name_of(kPassed), "total-passed");
    EXPECT_STREQ(name_of(kFailed), "total-failed");
    EXPECT_STREQ(name_of(kOpen), "indeterminate");
    EXPECT_STREQ(name_of(Sub::crypto_constraints_failure_no_poe), "CRYPTO_CONSTRAINTS_FAILURE_NO_POE");
    EXPECT_STREQ(name_of(Sub::revoked_ca_no_poe), "REVOKED_CA_NO_POE");
    EXPECT_STREQ(name_of(Sub::signed_data_not_found), "SIGNED_DATA_NOT_FOUND");
}

}  // namespace
}  // namespace lt::crypto
