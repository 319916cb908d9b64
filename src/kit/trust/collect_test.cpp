// Revocation data from servers that answer, lie, sleep and die.
#include "kit/trust/collect.h"

#include <fstream>

#include <gtest/gtest.h>

#include "kit/trust/trust_testing.h"

namespace lt::trust {
namespace {

using namespace testing;
using crypto::CertificateUse;
using crypto::Identity;
using crypto::SubIndication;
namespace fs = std::filesystem;

const std::string kOcsp = "http://ca.vn/ocsp";
const std::string kCrl = "http://crl.vn/crl";

class Collecting : public ::testing::Test {
protected:
    static crypto::CertificateWish person_wish()
    {
        auto out = wish("An", CertificateUse::documents, "ca.vn");
        out.crl_url = kCrl;
        return out;
    }
    std::string ocsp(const Identity& responder, base::Time from, base::Time until,
                     std::optional<base::Time> revoked = std::nullopt) const
    {
        return make_ocsp(responder, middle_.certificate, person_.certificate, revoked, from, until);
    }
    Collected collect(Freshness freshness = Freshness::current)
    {
        return collector_.collect(person_.certificate, person_.chain, clock_.now(), freshness);
    }
    SubIndication judged(const Collected& collected) const
    {
        return store_
            .judge(person_.certificate, person_.chain, collected.known, clock_.now(), collector_.grace())
            .sub;
    }
    // The root's list, so that only the person's standing is in question.
    void root_answers(std::chrono::hours length = 10 * kYear)
    {
        fetcher_.give("http://root.vn/crl", make_crl(root_, {}, kNow, kNow + length));
        fetcher_.answers["http://root.vn/ocsp"] = [](const fetch::Request&) -> base::Result<std::string> {
            return base::Error{base::Fault::not_found, {}, "không có", {}};
        };
    }
    std::string why(const Collected& collected) const
    {
        EXPECT_EQ(collected.missing.size(), 1U);
        return collected.missing.empty() ? "" : collected.missing[0].why.str();
    }

    Identity root_ = make_root(wish("Gốc", CertificateUse::authority, ""));
    Identity middle_ = issue(root_, wish("Giữa", CertificateUse::authority, "root.vn"));
    Identity responder_ = issue(middle_, wish("OCSP", CertificateUse::ocsp, ""));
    Identity person_ = issue(middle_, person_wish());
    crypto::TrustStore store_ = believing(root_);
    base::VirtualClock clock_{kNow};
    FakeFetcher fetcher_{};
    Collector collector_{store_, fetcher_, clock_, {.grace = 24h, .back_off = 5min}};
};

TEST_F(Collecting, asks_ocsp_first_and_keeps_the_answer_until_its_end)
{
    root_answers();
    fetcher_.give(kOcsp, ocsp(responder_, kNow, kNow + 1h));
    const Collected first = collect();
    EXPECT_TRUE(first.missing.empty());
    EXPECT_FALSE(first.stale);
    EXPECT_EQ(first.known.ocsps.size(), 1U);
    EXPECT_EQ(first.known.crls.size(), 1U);
    EXPECT_EQ(first.certificates.size(), 4U) << "with the responder's";
    EXPECT_EQ(first.certificates[0], person_.certificate);
    EXPECT_EQ(judged(first), SubIndication::none);
    EXPECT_EQ(fetcher_.asked[kCrl], 0);
    clock_.advance(59min);
    EXPECT_EQ(collect().known.ocsps, first.known.ocsps);
    EXPECT_EQ(fetcher_.asked[kOcsp], 1);
    fetcher_.give(kOcsp, ocsp(responder_, kNow + 61min, kNow + 2h, kNow + 30min));
    clock_.advance(2min);
    const Collected second = collect();
    EXPECT_EQ(fetcher_.asked[kOcsp], 2);
    EXPECT_EQ(judged(second), SubIndication::revoked_no_poe);
}

TEST_F(Collecting, takes_the_list_when_ocsp_is_dead)
{
    root_answers();
    fetcher_.give(kCrl, make_crl(middle_, {{person_.certificate, kNow - 1h}}, kNow - 1h, kNow + 24h));
    const Collected collected = collect();
    EXPECT_TRUE(collected.missing.empty());
    EXPECT_TRUE(collected.known.ocsps.empty());
    EXPECT_EQ(collected.known.crls.size(), 2U);
    EXPECT_EQ(judged(collected), SubIndication::revoked_no_poe);
}

TEST_F(Collecting, never_waits_twice_for_a_dead_server)
{
    EXPECT_EQ(collect().missing.size(), 2U);
    const int questions = fetcher_.questions();
    EXPECT_EQ(fetcher_.asked[kOcsp], 1);
    EXPECT_EQ(fetcher_.asked["http://root.vn/crl"], 0) << "its OCSP was dead, so is it";
    for (int i = 0; i < 10; ++i) EXPECT_EQ(collect().missing.size(), 2U);
    EXPECT_EQ(fetcher_.questions(), questions);
    EXPECT_EQ(judged(collect()), SubIndication::try_later);
    clock_.advance(5min + 1s);
    root_answers();
    fetcher_.give(kOcsp, ocsp(responder_, clock_.now(), clock_.now() + 1h));
    EXPECT_TRUE(collect().missing.empty()) << "it is asked again after a while";
}

TEST_F(Collecting, lets_old_statements_count_for_the_grace_while_nobody_answers)
{
    root_answers();
    fetcher_.give(kCrl, make_crl(middle_, {}, kNow, kNow + 24h));
    EXPECT_FALSE(collect().stale);
    fetcher_.answers.erase(kCrl);
    clock_.advance(24h + 1min);
    const Collected old = collect();
    EXPECT_TRUE(old.stale);
    EXPECT_TRUE(old.missing.empty());
    EXPECT_EQ(judged(old), SubIndication::none);
    EXPECT_EQ(store_.judge(person_.certificate, person_.chain, old.known, clock_.now()).sub,
              SubIndication::try_later)
        << "without grace it does not count";
    clock_.advance(24h);
    EXPECT_EQ(judged(collect()), SubIndication::try_later);
    EXPECT_EQ(collect().missing.size(), 1U);

    Collector strict(store_, fetcher_, clock_, {.grace = 0s});
    fetcher_.give(kCrl, make_crl(middle_, {}, kNow, clock_.now() - 1s));
    const Collected expired = strict.collect(person_.certificate, person_.chain, clock_.now());
    EXPECT_TRUE(expired.known.crls.size() == 1 && expired.known.ocsps.empty()) << "only the root's";
    EXPECT_NE(why(expired).find("đã quá hạn"), std::string::npos);
    Collector lenient(store_, fetcher_, clock_, {.grace = 1h});
    EXPECT_TRUE(lenient.collect(person_.certificate, person_.chain, clock_.now()).stale)
        << "the server itself has an old list";
}

TEST_F(Collecting, remembers_that_a_certificate_was_revoked)
{
    root_answers();
    fetcher_.give(kOcsp, ocsp(responder_, kNow, kNow + 1h, kNow - 1h));
    EXPECT_EQ(judged(collect()), SubIndication::revoked_no_poe);
    fetcher_.answers.erase(kOcsp);
    clock_.advance(100h);
    const Collected old = collect();
    EXPECT_TRUE(old.stale);
    EXPECT_EQ(judged(old), SubIndication::revoked_no_poe);
    // A younger word takes it back: the certificate was on hold.
    fetcher_.give(kCrl, make_crl(middle_, {}, clock_.now(), clock_.now() + 1h));
    clock_.advance(6min);
    EXPECT_EQ(judged(collect()), SubIndication::none);
}

TEST_F(Collecting, believes_no_answer_that_is_wrong)
{
    root_answers();
    const Identity other = issue(middle_, wish("Bình", CertificateUse::documents, ""));
    const Identity stranger = make_root(wish("Giữa", CertificateUse::authority, ""));
    const std::vector<std::pair<const char*, std::string>> answers{
        {"garbage", "<html>not found</html>"},
        {"nothing", ""},
        {"about another certificate",
         make_ocsp(responder_, middle_.certificate, other.certificate, std::nullopt, kNow, kNow + 1h)},
        {"signed by whoever has no right", ocsp(other, kNow, kNow + 1h)},
        {"signed by another authority of the same name", ocsp(stranger, kNow, kNow + 1h)},
        {"from the future", ocsp(responder_, kNow + 1h, kNow + 2h)},
        {"a list in place of an answer", make_crl(middle_, {}, kNow, kNow + 1h)}};
    for (const auto& [name, answer] : answers) {
        fetcher_.give(kOcsp, answer);
        fetcher_.give(kCrl, answer == answers.back().second ? ocsp(responder_, kNow, kNow + 1h) : answer);
        Collector collector(store_, fetcher_, clock_);
        const Collected collected = collector.collect(person_.certificate, person_.chain, kNow);
        EXPECT_EQ(collected.missing.size(), 1U) << name;
        EXPECT_TRUE(collected.known.ocsps.empty()) << name;
        EXPECT_EQ(judged(collected), SubIndication::try_later) << name;
        const int questions = fetcher_.asked[kOcsp];
        EXPECT_EQ(collector.collect(person_.certificate, person_.chain, kNow).missing.size(), 1U);
        EXPECT_EQ(fetcher_.asked[kOcsp], questions) << name << ": nor is it asked again at once";
    }
    fetcher_.give(kCrl, make_crl(stranger, {}, kNow, kNow + 1h));
    Collector collector(store_, fetcher_, clock_);
    EXPECT_EQ(collector.collect(person_.certificate, person_.chain, kNow).missing.size(), 1U)
        << "another's list";
}

TEST_F(Collecting, asks_nobody_about_strangers)
{
    const Identity stranger = make_root(wish("Người lạ", CertificateUse::authority, "inside.local"));
    const Identity victim = issue(stranger, wish("Kẻ xấu", CertificateUse::documents, "169.254.169.254"));
    const Collected collected = collector_.collect(victim.certificate, victim.chain, kNow);
    EXPECT_TRUE(collected.known.empty() && collected.missing.empty() && collected.certificates.empty());
    EXPECT_EQ(fetcher_.questions(), 0);
    // Nor when the anchor was not believed at that moment.
    EXPECT_TRUE(
        collector_.collect(person_.certificate, person_.chain, kNow - 2 * kYear).certificates.empty());
    EXPECT_EQ(fetcher_.questions(), 0);
}

TEST_F(Collecting, asks_only_over_http)
{
    root_answers();
    auto odd = person_wish();
    odd.crl_url = "ldap://ca.vn/crl";
    odd.ocsp_url = "file:///etc/passwd";
    const Identity person = issue(middle_, odd);
    const Collected collected = collector_.collect(person.certificate, person.chain, kNow);
    EXPECT_EQ(fetcher_.asked.count(odd.ocsp_url) + fetcher_.asked.count(odd.crl_url), 0U);
    EXPECT_EQ(why(collected), "Chứng thư số không ghi nơi tra cứu tình trạng thu hồi.");
}

TEST_F(Collecting, ends_when_the_time_for_all_questions_is_over)
{
    fetcher_.answers[kOcsp] = [&](const fetch::Request& request) -> base::Result<std::string> {
        EXPECT_LE(request.timeout, 10s);
        EXPECT_LE(request.limit, 1U << 20U);
        clock_.advance(30s);
        return base::Error{base::Fault::unavailable, {}, "chậm", {}};
    };
    EXPECT_EQ(collect().missing.size(), 2U);
    EXPECT_EQ(fetcher_.asked[kOcsp], 1);
    EXPECT_EQ(fetcher_.questions(), 1) << "the list and the root were not asked any more";
}

TEST_F(Collecting, forgets_in_memory_before_it_grows)
{
    root_answers();
    fetcher_.give(kOcsp, ocsp(responder_, kNow, kNow + 1h));
    Collector small(store_, fetcher_, clock_, {.kept_bytes = 100});
    for (int i = 0; i < 3; ++i)
        EXPECT_TRUE(small.collect(person_.certificate, person_.chain, kNow).missing.empty());
    EXPECT_EQ(fetcher_.asked[kOcsp], 3);
}

TEST_F(Collecting, asks_again_for_data_younger_than_the_signature)
{
    root_answers();
    fetcher_.give(kOcsp, ocsp(responder_, kNow, kNow + 24h));
    EXPECT_EQ(collect().known.ocsps.size(), 1U);
    clock_.advance(1h);
    const std::string fresh = ocsp(responder_, clock_.now(), clock_.now() + 24h);
    fetcher_.give(kOcsp, fresh);
    EXPECT_EQ(collect(Freshness::after_moment).known.ocsps, std::vector{fresh});
    EXPECT_EQ(fetcher_.asked[kOcsp], 2);
    // It can't have a younger one: what is there counts still.
    clock_.advance(1h);
    fetcher_.answers.erase(kOcsp);
    const Collected same = collect(Freshness::after_moment);
    EXPECT_EQ(same.known.ocsps, std::vector{fresh});
    EXPECT_FALSE(same.stale);
    EXPECT_TRUE(same.missing.empty());
}

TEST_F(Collecting, uses_the_lists_of_the_operator_where_nobody_can_be_asked)
{
    const crypto::TrustStore closed(
        {{root_.certificate, "demo", kNow - kYear, kNow + kYear, "test"}}, {}, {middle_.certificate},
        {{make_crl(root_, {}, kNow, kNow + 24h), make_crl(middle_, {}, kNow, kNow + 24h)}, {}});
    Collector collector(closed, fetcher_, clock_);
    const Collected collected = collector.collect(person_.certificate, {}, kNow);
    EXPECT_TRUE(collected.missing.empty());
    EXPECT_EQ(collected.known.crls.size(), 2U);
}

TEST_F(Collecting, statements_outlive_the_process)
{
    const fs::path folder = fs::path(::testing::TempDir()) / ("lt-statements-" + std::to_string(::getpid()));
    fs::remove_all(folder);
    root_answers();
    fetcher_.give(kOcsp, ocsp(responder_, kNow, kNow + 1h));
    FolderStore files(folder, clock_);
    {
        Collector first(store_, fetcher_, clock_, {}, &files);
        EXPECT_TRUE(first.collect(person_.certificate, person_.chain, kNow).missing.empty());
    }
    fetcher_.answers.clear();
    fetcher_.asked.clear();
    Collector second(store_, fetcher_, clock_, {}, &files);
    EXPECT_TRUE(second.collect(person_.certificate, person_.chain, kNow).missing.empty());
    EXPECT_EQ(fetcher_.asked[kOcsp], 0);
    // Somebody changed the files: what they say is not believed.
    for (const auto& file : fs::directory_iterator(folder)) {
        EXPECT_EQ(file.path().filename().string().size(), 64U);
        std::fstream out(file.path(), std::ios::in | std::ios::out | std::ios::binary);
        out.seekp(40);
        out << "xxxx";
    }
    Collector third(store_, fetcher_, clock_, {}, &files);
    EXPECT_EQ(third.collect(person_.certificate, person_.chain, kNow).missing.size(), 2U);
    fs::remove_all(folder);
}

}  // namespace
}  // namespace lt::trust
