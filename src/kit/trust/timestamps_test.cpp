// Timestamp authorities that answer, lie and die.
#include "kit/trust/timestamps.h"

#include <gtest/gtest.h>

#include "kit/crypto/digest.h"
#include "kit/crypto/timestamp.h"
#include "kit/trust/trust_testing.h"

namespace lt::trust {
namespace {

using namespace testing;
using crypto::CertificateUse;
using crypto::Identity;

class Timestamps : public ::testing::Test {
protected:
    FakeFetcher::Answer honest(const Identity& authority)
    {
        return [this, &authority](const fetch::Request& request) -> base::Result<std::string> {
            EXPECT_EQ(request.content_type, "application/timestamp-query");
            return make_timestamp(authority, request.body, clock_.now() + drift_);
        };
    }
    base::Result<std::string> ask(std::vector<std::string> urls = {"http://tsa.vn/a"})
    {
        TimestampAuthorities authorities(store_, fetcher_, clock_, {.urls = std::move(urls)});
        return authorities.token(crypto::sha256("văn bản"));
    }
    std::string complaint()
    {
        const auto token = ask();
        if (token) return "";
        EXPECT_EQ(token.error().fault, base::Fault::unavailable);
        const std::string words = token.error().message.str();
        EXPECT_NE(words.find("http://tsa.vn"), std::string::npos) << words;
        return words;
    }

    Identity root_ = make_root(wish("Gốc", CertificateUse::authority, ""));
    Identity clock_authority_ = issue(root_, wish("Dấu thời gian", CertificateUse::timestamps, ""));
    Identity stranger_ = make_root(wish("Người lạ", CertificateUse::authority, ""));
    Identity strange_clock_ = issue(stranger_, wish("Dấu lạ", CertificateUse::timestamps, ""));
    crypto::TrustStore store_ = believing(root_);
    base::VirtualClock clock_{kNow};
    std::chrono::seconds drift_{0};
    FakeFetcher fetcher_{};
};

TEST_F(Timestamps, are_given)
{
    fetcher_.answers["http://tsa.vn/a"] = honest(clock_authority_);
    const auto token = ask();
    ASSERT_TRUE(token) << token.error().message;
    const auto stamp = crypto::read_timestamp(*token);
    ASSERT_TRUE(stamp);
    EXPECT_EQ(stamp->at, kNow);
    EXPECT_EQ(stamp->imprint, crypto::sha256("văn bản"));
}

TEST_F(Timestamps, that_are_wrong_are_refused)
{
    const auto says = [&](FakeFetcher::Answer answer) {
        fetcher_.answers["http://tsa.vn/a"] = std::move(answer);
        return complaint();
    };
    const std::string other_query = crypto::timestamp_query(crypto::sha256("văn bản"));
    const char* kInvalid = "trả lời không hợp lệ";
    EXPECT_NE(
        says([&](const auto&) { return make_timestamp(clock_authority_, other_query, kNow); }).find(kInvalid),
        std::string::npos)
        << "another nonce: an old answer played again";
    EXPECT_NE(says([&](const auto&) {
                  return make_timestamp(clock_authority_, crypto::timestamp_query(crypto::sha256("khác")),
                                        kNow);
              }).find(kInvalid),
              std::string::npos);
    EXPECT_NE(says([](const auto&) { return std::string("<html>"); }).find(kInvalid), std::string::npos);
    EXPECT_NE(
        says([&](const auto&) { return make_timestamp(clock_authority_, "no query", kNow); }).find(kInvalid),
        std::string::npos)
        << "a refusal by the authority";
    EXPECT_NE(says(honest(strange_clock_)).find("không thuộc một chứng thư số gốc được tin cậy"),
              std::string::npos);
    drift_ = 6min;
    EXPECT_NE(says(honest(clock_authority_)).find("lệch"), std::string::npos);
    drift_ = -6min;
    EXPECT_NE(says(honest(clock_authority_)).find("lệch"), std::string::npos);
    drift_ = 4min;
    EXPECT_EQ(says(honest(clock_authority_)), "");
}

TEST_F(Timestamps, come_from_the_next_authority_when_one_is_dead)
{
    fetcher_.answers["http://tsa.vn/b"] = honest(clock_authority_);
    TimestampAuthorities authorities(store_, fetcher_, clock_,
                                     {.urls = {"http://tsa.vn/a", "http://tsa.vn/b"}, .back_off = 60s});
    EXPECT_TRUE(authorities.token(crypto::sha256("x")));
    EXPECT_EQ(fetcher_.asked["http://tsa.vn/a"], 2);
    EXPECT_TRUE(authorities.token(crypto::sha256("x")));
    EXPECT_EQ(fetcher_.asked["http://tsa.vn/a"], 2) << "the dead one rests";
    clock_.advance(61s);
    EXPECT_TRUE(authorities.token(crypto::sha256("x")));
    EXPECT_EQ(fetcher_.asked["http://tsa.vn/a"], 4);
    fetcher_.answers.clear();
    const auto none = authorities.token(crypto::sha256("x"));
    ASSERT_FALSE(none);
    EXPECT_TRUE(
        none.error().message.str().starts_with("Dịch vụ cấp dấu thời gian http://tsa.vn không trả lời;"))
        << none.error().message;
    // All rest now; a signature waits, so each is tried once.
    fetcher_.asked.clear();
    EXPECT_FALSE(authorities.token(crypto::sha256("x")));
    EXPECT_EQ(fetcher_.questions(), 2);
    EXPECT_FALSE(ask({})) << "no authority is named";
}

}  // namespace
}  // namespace lt::trust
