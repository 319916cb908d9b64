// The demo authority over real HTTP, with openssl's command line as the judge.
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "kit/crypto/digest.h"
#include "kit/crypto/timestamp.h"
#include "kit/fetch/fetch.h"
#include "kit/http/ascii.h"
#include "kit/pki/server.h"
#include "kit/trust/collect.h"
#include "kit/trust/load.h"
#include "kit/trust/timestamps.h"

namespace lt::pki {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

// openssl compares with the clock of the machine, so this test runs in its time.
base::Time machine_time() { return base::SystemClock().now(); }

class DemoPki : public ::testing::Test {
protected:
    static void SetUpTestSuite()
    {
        folder_ = fs::path(::testing::TempDir()) / ("lt-pki-" + std::to_string(::getpid()));
        fs::remove_all(folder_);
        fs::create_directories(folder_ / "judge");
        authority_ = std::make_unique<DemoAuthority>(folder_ / "ca", std::make_shared<base::SystemClock>());
        write("root.pem", authority_->authority().root().certificate.pem());
        write("issuing.pem", authority_->authority().issuing().certificate.pem());
    }
    static void TearDownTestSuite()
    {
        authority_.reset();
        fs::remove_all(folder_);
    }
    static void write(const std::string& name, const std::string& bytes)
    {
        std::ofstream(folder_ / "judge" / name, std::ios::binary) << bytes;
    }
    static std::string read(const std::string& name)
    {
        std::ifstream in(folder_ / "judge" / name, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    }
    // Runs `openssl …` in the folder of the files; both outputs are in "words".
    static int openssl(const std::string& arguments)
    {
        const std::string command =
            "cd '" + (folder_ / "judge").string() + "' && openssl " + arguments + " >words 2>&1";
        return std::system(command.c_str());
    }
    static bool said(const std::string& words) { return read("words").find(words) != std::string::npos; }
    static std::string get(const std::string& path)
    {
        fetch::HttpFetcher fetcher({.allow_private = true});
        const auto answer = fetcher.fetch({.url = authority_->url() + path});
        EXPECT_TRUE(answer) << answer.error().message;
        return answer ? *answer : "";
    }
    static std::string ask_ocsp()
    {
        return "ocsp -CAfile root.pem -issuer issuing.pem -url " + authority_->url() + "/ocsp ";
    }

    static inline fs::path folder_{};
    static inline std::unique_ptr<DemoAuthority> authority_{};
};

TEST_F(DemoPki, answers_ocsp_as_openssl_asks)
{
    const auto leader = authority_->issue({.common_name = "Nguyễn Văn Đức", .organisation = "UBND tỉnh"});
    write("leader.pem", leader.certificate.pem());
    EXPECT_EQ(openssl(ask_ocsp() + "-cert leader.pem"), 0) << read("words");
    EXPECT_TRUE(said("Response verify OK") && said("leader.pem: good")) << read("words");
    EXPECT_FALSE(said("WARNING: no nonce")) << "a nonce comes back";
    EXPECT_EQ(openssl(ask_ocsp() + "-no_nonce -sha256 -cert leader.pem"), 0);
    EXPECT_TRUE(said("leader.pem: good")) << read("words");

    authority_->revoke(leader.certificate, machine_time() - 1min);
    EXPECT_EQ(openssl(ask_ocsp() + "-cert leader.pem"), 0);
    EXPECT_TRUE(said("leader.pem: revoked")) << read("words");
    EXPECT_EQ(openssl(ask_ocsp() + "-serial 0x1234"), 0);
    EXPECT_TRUE(said("0x1234: unknown")) << read("words");
    // The issuing authority's own standing is the root's to tell.
    EXPECT_EQ(openssl("ocsp -CAfile root.pem -issuer root.pem -cert issuing.pem -url " + authority_->url() +
                      "/ocsp"),
              0);
    EXPECT_TRUE(said("Response verify OK") && said("issuing.pem: good")) << read("words");
    // Somebody else's certificate.
    const auto stranger = crypto::make_root({.common_name = "Người lạ",
                                             .use = crypto::CertificateUse::authority,
                                             .kind = crypto::KeyKind::elliptic_curve,
                                             .from = machine_time() - 1h,
                                             .until = machine_time() + 1h});
    write("stranger.pem", stranger.certificate.pem());
    openssl("ocsp -CAfile root.pem -issuer stranger.pem -cert stranger.pem -url " + authority_->url() +
            "/ocsp");
    EXPECT_TRUE(said("unauthorized")) << read("words");
}

TEST_F(DemoPki, answers_ocsp_by_get_and_refuses_what_is_no_request)
{
    const auto person = authority_->issue({.common_name = "An", .kind = crypto::KeyKind::elliptic_curve});
    const auto& issuer = authority_->authority().issuing().certificate;
    const std::string request = crypto::ocsp_request(person.certificate, issuer);
    write("answer.der", get("/ocsp/" + http::percent_encode(http::base64_encode(request))));
    write("person.pem", person.certificate.pem());
    EXPECT_EQ(openssl("ocsp -respin answer.der -CAfile root.pem -issuer issuing.pem -cert person.pem"), 0);
    EXPECT_TRUE(said("person.pem: good")) << read("words");
    for (const char* wrong : {"/ocsp/AAAA", "/ocsp/!!", "/ocsp/MAA="}) {
        write("answer.der", get(wrong));
        openssl("ocsp -respin answer.der -resp_text -noverify");
        EXPECT_TRUE(said("malformedrequest")) << wrong << read("words");
    }
}

TEST_F(DemoPki, publishes_revocation_lists)
{
    const auto good = authority_->issue({.common_name = "Tốt"});
    const auto revoked = authority_->issue({.common_name = "Bị thu hồi"});
    authority_->revoke(revoked.certificate, machine_time() - 1h);
    write("good.pem", good.certificate.pem());
    write("revoked.pem", revoked.certificate.pem());
    write("root.crl", get("/root.crl"));
    write("issuing.crl", get("/issuing.crl"));
    EXPECT_EQ(openssl("crl -inform DER -in issuing.crl -noout -text -CAfile issuing.pem"), 0)
        << read("words");
    EXPECT_TRUE(said("verify OK") && said(revoked.certificate.serial()) && said("CRL Number"))
        << read("words");
    EXPECT_FALSE(said(good.certificate.serial()));
    ASSERT_EQ(
        openssl(
            "crl -inform DER -in issuing.crl -out issuing.crl.pem && openssl crl -inform DER -in root.crl -out root.crl.pem"),
        0);
    const std::string verify =
        "verify -crl_check_all -CAfile root.pem -untrusted issuing.pem -CRLfile issuing.crl.pem -CRLfile root.crl.pem ";
    EXPECT_EQ(openssl(verify + "good.pem"), 0) << read("words");
    EXPECT_NE(openssl(verify + "revoked.pem"), 0);
    EXPECT_TRUE(said("certificate revoked")) << read("words");
    // Certificates say where to ask, and what they say is there.
    EXPECT_EQ(good.certificate.crl_urls(), std::vector{authority_->url() + "/issuing.crl"});
    EXPECT_EQ(good.certificate.ocsp_urls(), std::vector{authority_->url() + "/ocsp"});
    EXPECT_EQ(good.certificate.issuer_urls(), std::vector{authority_->url() + "/issuing.crt"});
    EXPECT_EQ(get("/issuing.crt"), authority_->authority().issuing().certificate.der());
}

TEST_F(DemoPki, gives_timestamps_and_refuses_wrong_requests)
{
    fetch::HttpFetcher fetcher({.allow_private = true});
    const auto stamp = [&](const std::string& arguments) {
        EXPECT_EQ(openssl("ts -query " + arguments + " -out query.tsq"), 0) << read("words");
        const auto reply = fetcher.fetch({.url = authority_->timestamp_url(),
                                          .content_type = "application/timestamp-query",
                                          .body = read("query.tsq")});
        EXPECT_TRUE(reply);
        write("reply.tsr", reply ? *reply : "");
    };
    write("content", "quyết định");
    stamp("-data content -sha256 -cert");
    EXPECT_EQ(openssl("ts -verify -data content -in reply.tsr -CAfile root.pem -untrusted issuing.pem"), 0)
        << read("words");
    EXPECT_EQ(
        openssl("ts -verify -queryfile query.tsq -in reply.tsr -CAfile root.pem -untrusted issuing.pem"), 0);
    write("content", "quyết định khác");
    EXPECT_NE(openssl("ts -verify -data content -in reply.tsr -CAfile root.pem -untrusted issuing.pem"), 0);

    stamp("-data content -sha1");
    openssl("ts -reply -in reply.tsr -text");
    EXPECT_TRUE(said("Status: Rejected") && said("unrecognized or unsupported algorithm")) << read("words");
    const auto garbage = fetcher.fetch({.url = authority_->timestamp_url(),
                                        .content_type = "application/timestamp-query",
                                        .body = "no query"});
    ASSERT_TRUE(garbage);
    write("reply.tsr", *garbage);
    openssl("ts -reply -in reply.tsr -text");
    EXPECT_TRUE(said("Status: Rejected") && said("the data submitted has the wrong format")) << read("words");
}

TEST_F(DemoPki, outlives_its_program)
{
    const auto clock = std::make_shared<base::SystemClock>();
    const fs::path folder = folder_ / "second";
    std::string url;
    std::optional<crypto::Identity> person;
    {
        DemoAuthority first(folder, clock);
        url = first.url();
        person = first.issue({.common_name = "Bình"});
        first.revoke(person->certificate, clock->now());
        EXPECT_THROW(first.authority().revoke("1234", clock->now()), std::runtime_error);
    }
    fetch::HttpFetcher fetcher({.allow_private = true});
    EXPECT_FALSE(fetcher.fetch({.url = url + "/root.crl"})) << "nobody answers any more";
    for (const char* name : {"root.key", "issuing.key", "ocsp.key", "timestamps.key", "register"}) {
        struct stat status {};
        ASSERT_EQ(::stat((folder / name).c_str(), &status), 0);
        EXPECT_EQ(status.st_mode & 0777U, 0600U) << name;
    }
    {
        DemoAuthority again(folder, clock);
        EXPECT_EQ(again.url(), url);
        EXPECT_EQ(again.authority().root().certificate, person->chain.back());
        // Another program on the same folder.
        Authority beside(folder, url, *clock);
        const auto other = beside.issue({.common_name = "Chi"});
        beside.revoke(other.certificate, clock->now());
        const auto list = fetcher.fetch({.url = url + "/issuing.crl"});
        ASSERT_TRUE(list);
        write("again.crl", *list);
        ASSERT_EQ(openssl("crl -inform DER -in again.crl -noout -text"), 0);
        EXPECT_TRUE(said(person->certificate.serial()) && said(other.certificate.serial()));
    }
    EXPECT_THROW(DemoAuthority(folder, clock, 1), std::runtime_error);
    EXPECT_THROW(Authority(folder, "http://127.0.0.1:1", *clock), std::runtime_error);
}

TEST_F(DemoPki, serves_the_collector_and_the_client_of_timestamps)
{
    const base::SystemClock clock;
    const auto store = trust::load_trust(authority_->authority().trust_folder());
    fetch::HttpFetcher fetcher({.allow_private = true});
    trust::Collector collector(store, fetcher, clock);
    const auto seal = authority_->issue({.common_name = "Sở Nội vụ", .organisation = "UBND tỉnh"});
    const auto collected = collector.collect(seal.certificate, seal.chain, clock.now());
    EXPECT_TRUE(collected.missing.empty());
    EXPECT_FALSE(collected.stale);
    EXPECT_EQ(collected.known.ocsps.size(),
              2U);  // the seal by the responder, the issuing authority by the root
    EXPECT_EQ(collected.certificates.size(), 4U);
    EXPECT_EQ(store.judge(seal.certificate, seal.chain, collected.known, clock.now()).sub,
              crypto::SubIndication::none);

    trust::TimestampAuthorities authorities(store, fetcher, clock, {.urls = {authority_->timestamp_url()}});
    const auto token = authorities.token(crypto::sha256("x"));
    ASSERT_TRUE(token) << token.error().message;
    const auto stamp = crypto::read_timestamp(*token);
    ASSERT_TRUE(stamp);
    const auto about_clock = collector.collect(*stamp->cms.signer(), stamp->cms.certificates(), stamp->at);
    EXPECT_TRUE(about_clock.missing.empty());
    EXPECT_EQ(
        store.judge(*stamp->cms.signer(), stamp->cms.certificates(), about_clock.known, clock.now()).sub,
        crypto::SubIndication::none);

    // The default refuses loopback, wherever the address comes from.
    fetch::HttpFetcher careful;
    const auto refused = careful.fetch({.url = authority_->url() + "/root.crl"});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, base::Fault::forbidden);
    trust::Collector strict(store, careful, clock);
    EXPECT_EQ(strict.collect(seal.certificate, seal.chain, clock.now()).missing.size(), 2U);
}

}  // namespace
}  // namespace lt::pki
