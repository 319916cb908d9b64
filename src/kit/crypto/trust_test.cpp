// Which certificates, lists and answers count, and which only look as though they did (RFC 5280, RFC 6960).
#include "kit/crypto/trust.h"

#include <gtest/gtest.h>

#include "kit/crypto/altered_testing.h"
#include "kit/crypto/revocation.h"

namespace lt::crypto {
namespace {

using namespace std::chrono_literals;
using Sub = SubIndication;

const base::Time kThen = base::Time(base::Day(std::chrono::year(2026) / 11 / 20)) + 2h;
constexpr auto kLife = std::chrono::hours(24 * 365);

struct Trusting : ::testing::Test {
    static CertificateWish wish(const std::string& name, CertificateUse use)
    {
        return {.common_name = name,
                .organisation = "Thử",
                .use = use,
                .kind = KeyKind::elliptic_curve,
                .from = kThen - kLife,
                .until = kThen + kLife};
    }
    Identity person_under(const Identity& issuer) const
    {
        return issue(issuer, wish("Nguyễn Văn Đức", CertificateUse::documents));
    }
    Sub judged(const Identity& who, const Revocations& known, base::Time at = kThen) const
    {
        const Judgement out = store_.judge(who.certificate, who.chain, known, at);
        EXPECT_TRUE(out.path.empty() || out.path.front() == who.certificate);
        return out.sub;
    }
    // A path as it should be but for the authority in its middle.
    Sub through(const Identity& middle) const
    {
        const std::string crl = make_crl(middle, {}, kThen, kThen + 24h);
        return judged(person_under(middle), {{root_crl_, crl}, {}});
    }
    // What the list of the middle authority says, with the root's beside it.
    Sub by_list(const std::string& crl, const Identity& who) const
    {
        return judged(who, {{root_crl_, crl}, {}});
    }
    Sub by_list(const std::string& crl) const { return by_list(crl, leader_); }
    std::string crl(const std::vector<Revoked>& revoked = {}) const
    {
        return make_crl(middle_, revoked, kThen, kThen + 24h);
    }
    Sub by_answer(const std::string& ocsp, const std::vector<std::string>& more = {}) const
    {
        Revocations known{{root_crl_}, {ocsp}};
        known.crls.insert(known.crls.end(), more.begin(), more.end());
        return judged(leader_, known);
    }
    std::string answer(const Identity& responder, std::optional<base::Time> revoked = {},
                       base::Time at = kThen) const
    {
        return make_ocsp(responder, middle_.certificate, leader_.certificate, revoked, at, at + 24h);
    }

    Identity root_ = make_root(wish("Gốc thử", CertificateUse::authority));
    Identity middle_ = issue(root_, wish("Cấp chứng thư thử", CertificateUse::authority));
    Identity leader_ = person_under(middle_);
    std::string root_crl_ = make_crl(root_, {}, kThen, kThen + 24h);
    TrustStore store_{{{root_.certificate, "demo", kThen - 2 * kLife, kThen + 2 * kLife, "test"}},
                      AlgorithmPolicy({{.digest = "SHA1", .until = kThen - kLife}})};
};

TEST_F(Trusting, authorities_must_be_what_they_say)
{
    const auto middle = [&](const Extensions& extensions) {
        return through(altered(root_, middle_, extensions));
    };
    EXPECT_EQ(middle({}), Sub::none);
    EXPECT_EQ(middle({{NID_basic_constraints, "critical,CA:FALSE"}}), Sub::chain_constraints_failure);
    EXPECT_EQ(middle({{NID_basic_constraints, ""}}), Sub::chain_constraints_failure);
    EXPECT_EQ(middle({{NID_key_usage, "critical,digitalSignature,cRLSign"}}), Sub::chain_constraints_failure);
}

TEST_F(Trusting, names_are_read_as_they_are_shown)
{
    const Identity turned = issue(make_root(wish("Gốc", CertificateUse::authority)),
                                  wish("Bình\u202e nêyugN \u2066\nb", CertificateUse::documents));
    EXPECT_EQ(turned.certificate.common_name(), "Bình nêyugN  b");
    EXPECT_EQ(turned.certificate.subject().find("\u202e"), std::string::npos);
}

TEST_F(Trusting, the_length_of_a_path_is_limited)
{
    const Identity limited = altered(root_, middle_, {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"}});
    EXPECT_EQ(through(limited), Sub::none);
    const Identity below = issue(limited, wish("Cấp dưới", CertificateUse::authority));
    EXPECT_EQ(through(below), Sub::chain_constraints_failure);
}

TEST_F(Trusting, names_are_limited)
{
    const auto with_address = [&](const char* address) {
        const Identity middle =
            altered(root_, middle_, {{NID_name_constraints, "critical,permitted;email:bacninh.gov.vn"}});
        const Identity who =
            altered(middle, leader_, {{NID_subject_alt_name, std::string("email:") + address}});
        return judged({who.certificate, who.key, {middle.certificate, root_.certificate}},
                      {{root_crl_, crl()}, {}});
    };
    EXPECT_EQ(with_address("duc@bacninh.gov.vn"), Sub::none);
    EXPECT_EQ(with_address("duc@example.com"), Sub::chain_constraints_failure);
}

TEST_F(Trusting, what_is_critical_and_not_understood_ends_the_path)
{
    const auto strange = [](X509* one) {
        X509_EXTENSION* extension = strange_extension("1.2.3.4.5", true, "\x05\x00");
        X509_add_ext(one, extension, -1);
        X509_EXTENSION_free(extension);
    };
    EXPECT_EQ(through(altered(root_, middle_, {}, EVP_sha256(), strange)), Sub::chain_constraints_failure);
}

// "99999999999Z" is a time for the reader of ASN.1, and no time.
TEST_F(Trusting, times_that_cannot_be_read_make_a_certificate_that_never_counts)
{
    const auto broken = [&](bool begin) {
        return altered(middle_, leader_, {}, EVP_sha256(), [&](X509* one) {
            ASN1_TIME* time = begin ? X509_getm_notBefore(one) : X509_getm_notAfter(one);
            must(ASN1_STRING_set(time, "999999999999Z", 13) == 1);
        });
    };
    for (const bool begin : {true, false}) {
        const Identity who = broken(begin);
        EXPECT_FALSE(who.certificate.valid_at(kThen));
        EXPECT_NE(judged(who, {{root_crl_, crl()}, {}}), Sub::none);
    }
}

TEST_F(Trusting, lists_count_when_the_issuer_signed_them)
{
    EXPECT_EQ(by_list(crl()), Sub::none);
    EXPECT_EQ(by_list(crl({{leader_.certificate, kThen - 1h}})), Sub::revoked_no_poe);
    // The same name, another key.
    const Identity namesake = issue(root_, wish("Cấp chứng thư thử", CertificateUse::authority));
    EXPECT_EQ(by_list(make_crl(namesake, {}, kThen, kThen + 24h)), Sub::try_later);
    EXPECT_EQ(by_list(make_crl(root_, {}, kThen, kThen + 24h)), Sub::try_later);
    EXPECT_EQ(by_list(altered_crl(middle_, crl(), {}, EVP_sha1())), Sub::try_later) << "SHA-1";
    const Identity no_lists = altered(root_, middle_, {{NID_key_usage, "critical,keyCertSign"}});
    EXPECT_EQ(through(no_lists), Sub::try_later) << "who may not sign lists";
}

TEST_F(Trusting, a_part_of_a_list_speaks_of_its_part)
{
    const auto part = [&](const char* scope) {
        return altered_crl(middle_, crl(),
                           {extension_of(NID_issuing_distribution_point, scope, nullptr, nullptr, nullptr)});
    };
    const auto pointing = [&](const char* place) {
        return altered(middle_, leader_, {{NID_crl_distribution_points, std::string("URI:") + place}});
    };
    const std::string first = part("critical,fullname:URI:http://crl/1");
    // Whoever stands revoked in part 2 brings part 1.
    EXPECT_EQ(by_list(first, pointing("http://crl/2")), Sub::try_later);
    EXPECT_EQ(by_list(first, pointing("http://crl/1")), Sub::none);
    EXPECT_EQ(by_list(first, leader_), Sub::try_later);
    EXPECT_EQ(by_list(part("critical,onlyCA:TRUE")), Sub::try_later);
    EXPECT_EQ(by_list(part("critical,onlyuser:TRUE")), Sub::none);
    EXPECT_EQ(by_list(part("critical,indirectCRL:TRUE")), Sub::try_later);
    EXPECT_EQ(by_list(part("critical,onlysomereasons:keyCompromise")), Sub::try_later);
}

TEST_F(Trusting, lists_with_something_critical_say_nothing)
{
    EXPECT_EQ(by_list(altered_crl(middle_, crl(), {strange_extension("1.2.3.4.5", true, "\x05\x00")})),
              Sub::try_later);
    EXPECT_EQ(by_list(altered_crl(middle_, crl(), {strange_extension("1.2.3.4.5", false, "\x05\x00")})),
              Sub::none);
    // A delta list.
    EXPECT_EQ(by_list(altered_crl(middle_, crl(), {strange_extension("2.5.29.27", true, "\x02\x01\x01")})),
              Sub::try_later);
}

// Authorities take certificates off their lists when they have ended.
TEST_F(Trusting, a_list_made_after_the_end_has_forgotten)
{
    const base::Time later = kThen + 2 * kLife;
    const std::string late = make_crl(middle_, {}, later, later + 24h);
    const auto standing = [&](const std::string& der) {
        return standing_by_crl(der, leader_.certificate, middle_.certificate);
    };
    EXPECT_FALSE(standing(late));
    const std::string revoked = make_crl(middle_, {{leader_.certificate, kThen}}, later, later + 24h);
    ASSERT_TRUE(standing(revoked));
    EXPECT_EQ(standing(revoked)->revoked_at, kThen);
    const auto keeps_since = [&](const char* time) {
        return altered_crl(middle_, late,
                           {strange_extension("2.5.29.60", false, std::string("\x18\x0f") + time)});
    };
    EXPECT_TRUE(standing(keeps_since("20200101000000Z")));
    EXPECT_FALSE(standing(keeps_since("20280601000000Z")));

    const auto by_ocsp = [&](const std::string& der) {
        return standing_by_ocsp(der, leader_.certificate, middle_.certificate);
    };
    CertificateWish long_lived = wish("OCSP", CertificateUse::ocsp);
    long_lived.until = kThen + 3 * kLife;
    const Identity responder = issue(middle_, long_lived);
    EXPECT_FALSE(by_ocsp(answer(responder, {}, later)));
    EXPECT_TRUE(by_ocsp(answer(responder, kThen, later)));
    EXPECT_TRUE(by_ocsp(with_archive_cutoff(responder, answer(responder, {}, later), "20200101000000Z")));
    EXPECT_FALSE(by_ocsp(with_archive_cutoff(responder, answer(responder, {}, later), "20280601000000Z")));
}

TEST_F(Trusting, answers_count_when_their_signer_may_give_them)
{
    const Identity responder = issue(middle_, wish("OCSP", CertificateUse::ocsp));
    EXPECT_EQ(by_answer(answer(middle_)), Sub::none);
    EXPECT_EQ(by_answer(answer(responder)), Sub::none);
    EXPECT_EQ(by_answer(answer(responder, kThen - 1h)), Sub::revoked_no_poe);
    EXPECT_EQ(by_answer(answer(leader_)), Sub::try_later) << "the leader for himself";
    EXPECT_EQ(by_answer(answer(altered(middle_, responder, {{NID_ext_key_usage, "emailProtection"}}))),
              Sub::try_later);
    EXPECT_EQ(by_answer(answer(altered(middle_, responder, {{NID_ext_key_usage, ""}}))), Sub::try_later);
    // With the right use, but given by somebody else.
    EXPECT_EQ(by_answer(answer(issue(root_, wish("OCSP", CertificateUse::ocsp)))), Sub::try_later);
    const Identity stranger = make_root(wish("Người lạ", CertificateUse::authority));
    EXPECT_EQ(by_answer(answer(issue(stranger, wish("OCSP", CertificateUse::ocsp)))), Sub::try_later);
    CertificateWish old = wish("OCSP cũ", CertificateUse::ocsp);
    old.until = kThen - 1h;
    EXPECT_EQ(by_answer(answer(issue(middle_, old))), Sub::try_later)
        << "an answer after the responder's end";
    // About somebody else.
    EXPECT_EQ(by_answer(make_ocsp(responder, middle_.certificate, person_under(middle_).certificate, {},
                                  kThen, kThen + 24h)),
              Sub::try_later);
}

TEST_F(Trusting, a_responder_may_be_revoked_itself)
{
    const Identity checked =
        altered(middle_, issue(middle_, wish("OCSP", CertificateUse::ocsp)),
                {{NID_id_pkix_OCSP_noCheck, ""}, {NID_crl_distribution_points, "URI:http://127.0.0.1/crl"}});
    const std::string good = answer(checked);
    EXPECT_EQ(by_answer(good), Sub::try_later) << "nobody says that it may answer";
    // The list says it of the responder, and of the leader as well: an answer about him that is newer has to come through.
    const std::string later = answer(checked, kThen - 1h, kThen + 1h);
    EXPECT_EQ(by_answer(later, {crl()}), Sub::revoked_no_poe);
    EXPECT_EQ(by_answer(later, {crl({{checked.certificate, kThen - 2h}})}), Sub::none)
        << "a revoked responder is not heard, the list is";
    const Identity without_lists = altered(middle_, checked, {{NID_crl_distribution_points, ""}});
    EXPECT_EQ(by_answer(answer(without_lists)), Sub::none) << "no way to check it was named";
    EXPECT_EQ(by_answer(answer(without_lists),
                        {make_crl(middle_, {{checked.certificate, kThen - 2h}}, kThen - 100h, kThen - 76h)}),
              Sub::try_later);
}

// Certificates that certify each other, and more of them than a path needs.
TEST_F(Trusting, circles_and_crowds_end)
{
    const Identity first = make_root(wish("A", CertificateUse::authority));
    const Identity second = make_root(wish("B", CertificateUse::authority));
    const auto crossed = [&](const Identity& by, const Identity& of) {
        return altered(by, of, {}, EVP_sha256(), [&](X509* one) {
            must(X509_set_issuer_name(one, X509_get_subject_name(by.certificate.raw())) == 1);
        });
    };
    std::vector<Certificate> crowd{crossed(first, second).certificate, crossed(second, first).certificate};
    const Identity who = person_under(first);
    for (int i = 0; i < 500; ++i) crowd.push_back(crowd[static_cast<std::size_t>(i) % 2]);
    EXPECT_EQ(store_.judge(who.certificate, crowd, {}, kThen).sub, Sub::no_certificate_chain_found);
}

}  // namespace
}  // namespace lt::crypto
