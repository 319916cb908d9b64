// The client against the reference service of tests/signing_service, which really signs, and against services that lie.
#include "kit/crypto/remote_signing.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kit/base/ids.h"
#include "kit/crypto/authority.h"
#include "kit/crypto/cms.h"
#include "kit/crypto/digest.h"
#include "kit/crypto/remote_signing_testing.h"
#include "kit/crypto/signer.h"

namespace lt::crypto {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

const base::Time kRemoteDay = base::Time(base::Day(std::chrono::year(2026) / 11 / 20)) + 2h;
constexpr const char* kOneTimeCode = SigningServiceProcess::kCode;
constexpr const char* kServiceKey = SigningServiceProcess::kKey;

// HTTP/1.1 over a plain socket, one request a connection.
class LoopbackTransport : public RemoteTransport {
public:
    std::optional<RemoteReply> send(const RemoteRequest& request) override
    {
        if (request.url.rfind(kStart, 0) != 0) return std::nullopt;
        const std::size_t path = request.url.find('/', kStart.size());
        const int port = std::stoi(request.url.substr(kStart.size(), path - kStart.size()));
        const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(static_cast<std::uint16_t>(port));
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        std::string got;
        if (::connect(socket, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0) {
            const std::string head = request.method + " " + request.url.substr(path) +
                                     " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: " +
                                     request.authorization +
                                     "\r\nContent-Type: application/json\r\nContent-Length: " +
                                     std::to_string(request.body.size()) + "\r\n\r\n" + request.body;
            std::ignore = ::send(socket, head.data(), head.size(), MSG_NOSIGNAL);
            char some[4096];
            for (ssize_t n = 0; (n = ::recv(socket, some, sizeof some, 0)) > 0;)
                got.append(some, static_cast<std::size_t>(n));
        }
        ::close(socket);
        const std::size_t body = got.find("\r\n\r\n");
        if (body == std::string::npos || lose_answers) return std::nullopt;
        return RemoteReply{std::stoi(got.substr(9, 3)), got.substr(body + 4)};
    }
    bool lose_answers = false;  // the service hears, the answer gets lost

private:
    static constexpr std::string_view kStart = "http://127.0.0.1:";
};

class RemoteSigning : public ::testing::Test {
protected:
    RemoteSigning()
    {
        std::string name = (fs::temp_directory_path() / "lt-remote-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        folder_ = name;
        add_credential("an", "an-rsa", KeyKind::rsa,
                       R"({"confirmation": "otp", "totp": "JBSWY3DPEHPK3PXP"})");
        add_credential("an", "an-ec", KeyKind::elliptic_curve,
                       R"({"confirmation": "otp", "totp": "JBSWY3DPEHPK3PXP"})");
        add_credential("binh", "binh-app", KeyKind::elliptic_curve,
                       R"({"confirmation": "app", "secret": "may-cua-binh"})");
        add_credential("cu", "cu-het-han", KeyKind::elliptic_curve,
                       R"({"confirmation": "app", "secret": "x"})", kRemoteDay - 1h);
    }
    ~RemoteSigning() override { fs::remove_all(folder_); }

    void write(const fs::path& name, const std::string& content) const
    {
        fs::create_directories((folder_ / name).parent_path());
        std::ofstream(folder_ / name, std::ios::binary) << content;
    }
    std::string read(const fs::path& name) const
    {
        std::ifstream in(folder_ / name, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    void add_credential(const std::string& user, const std::string& id, KeyKind kind,
                        const std::string& settings, base::Time until = kRemoteDay + 8000h)
    {
        const Identity identity = issue(root_, {.common_name = id,
                                                .organisation = "Thử",
                                                .kind = kind,
                                                .from = kRemoteDay - 8000h,
                                                .until = until});
        process_.add(user, id, identity, settings);
    }
    // Both clocks, ours and the service's.
    void tick(std::chrono::seconds by)
    {
        now_ += by;
        process_.set_clock(now_);
    }
    void start() { process_.start(); }
    void stop() { process_.stop(); }
    std::unique_ptr<RemoteSigningService> service(std::string key = kServiceKey) const
    {
        RemoteSettings settings;
        settings.provider = "thu";
        settings.url = process_.url();
        settings.key = base::Secret(std::move(key));
        return http_remote_signing(std::move(settings), transport_);
    }
    RemoteCredential credential(const std::string& user, const std::string& id) const
    {
        const auto all = service()->credentials(user, now_);
        if (!all) throw std::runtime_error(all.error().message.str());
        for (const RemoteCredential& one : *all)
            if (one.id == id) return one;
        throw std::runtime_error("no credential " + id);
    }
    std::vector<RemoteDigest> digests(const RemoteCredential& credential,
                                      const std::vector<std::string>& contents) const
    {
        std::vector<RemoteDigest> out;
        for (const std::string& one : contents)
            out.push_back(
                {sha256(CmsDraft(credential.certificate, credential.chain, sha256(one)).to_sign()), one});
        return out;
    }
    bool openssl_verifies(const std::string& cms, const std::string& content) const
    {
        write("cms.der", cms);
        write("content", content);
        write("root.pem", root_.certificate.pem());
        const std::string command =
            "cd " + folder_.string() +
            " && openssl cms -verify -binary -inform DER -in cms.der -content content -CAfile root.pem "
            "-purpose any -attime 1795140000 -out /dev/null 2>/dev/null";
        return std::system(command.c_str()) == 0;
    }
    // What the user does in his app.
    int decide(const RemoteTransaction& transaction, const std::string& decision,
               const std::string& secret) const
    {
        const auto reply =
            transport_->send({"POST", process_.url() + "/app/transactions/" + transaction.id, "",
                              R"({"secret": ")" + secret + R"(", "decision": ")" + decision + "\"}"});
        return reply ? reply->status : 0;
    }

    fs::path folder_{};
    base::Time now_ = kRemoteDay;
    SigningServiceProcess process_{kRemoteDay};
    std::shared_ptr<LoopbackTransport> transport_ = std::make_shared<LoopbackTransport>();
    Identity root_ = make_root({.common_name = "Gốc thử",
                                .use = CertificateUse::authority,
                                .kind = KeyKind::elliptic_curve,
                                .from = kRemoteDay - 9000h,
                                .until = kRemoteDay + 9000h});
};

TEST_F(RemoteSigning, signs_a_whole_list_with_one_code)
{
    start();
    const auto port = service();
    for (const std::string id : {"an-rsa", "an-ec"}) {
        const RemoteCredential mine = credential("an", id);
        EXPECT_EQ(mine.confirmation, RemoteConfirmation::one_time_code);
        ASSERT_EQ(mine.chain.size(), 1U);
        const std::vector<std::string> contents{"quyết định", "công văn", "tờ trình"};
        const auto list = digests(mine, contents);
        const auto transaction = port->create(mine, list, "Ký 3 văn bản", base::new_uid(now_), now_);
        ASSERT_TRUE(transaction) << transaction.error().message;
        EXPECT_EQ(transaction->expires_at, now_ + 180s);
        EXPECT_EQ(transaction->provider, "thu");
        EXPECT_EQ(port->poll(*transaction, mine.certificate, list, now_)->state, RemoteState::waiting);
        const auto confirmed = port->confirm(*transaction, base::Secret(std::string(kOneTimeCode)), now_);
        ASSERT_TRUE(confirmed) << confirmed.error().message;
        const auto answer = port->poll(*transaction, mine.certificate, list, now_);
        ASSERT_TRUE(answer) << answer.error().message;
        ASSERT_EQ(answer->state, RemoteState::done);
        ASSERT_EQ(answer->signatures.size(), 3U);
        for (std::size_t i = 0; i < contents.size(); ++i) {
            CmsDraft draft(mine.certificate, mine.chain, sha256(contents[i]));
            const std::string cms = draft.finish(answer->signatures[i]);
            EXPECT_TRUE(openssl_verifies(cms, contents[i])) << id;
            EXPECT_FALSE(openssl_verifies(cms, contents[(i + 1) % 3])) << id;
        }
    }
}

TEST_F(RemoteSigning, shows_only_certificates_that_count_and_of_this_user)
{
    start();
    const auto port = service();
    EXPECT_EQ(port->credentials("an", now_)->size(), 2U);
    EXPECT_EQ(port->credentials("cu", now_)->size(), 0U) << "expired";
    EXPECT_EQ(port->credentials("không có ai", now_)->size(), 0U);
    EXPECT_EQ(service("khoá sai")->credentials("an", now_).error().fault, base::Fault::unavailable);
}

TEST_F(RemoteSigning, tells_the_tries_left_and_ends_after_the_last)
{
    start();
    const auto port = service();
    const RemoteCredential mine = credential("an", "an-ec");
    const auto list = digests(mine, {"x"});
    const auto transaction = port->create(mine, list, "", base::new_uid(now_), now_);
    ASSERT_TRUE(transaction);
    const auto confirm = [&](std::string code) {
        return port->confirm(*transaction, base::Secret(std::move(code)), now_);
    };
    for (const std::string left : {"2", "1"}) {
        const auto wrong = confirm("111111");
        ASSERT_FALSE(wrong);
        EXPECT_EQ(wrong.error().field, "otp");
        EXPECT_NE(wrong.error().message.str().find("Còn " + left + " lần thử"), std::string::npos)
            << wrong.error().message;
        EXPECT_EQ(port->poll(*transaction, mine.certificate, list, now_)->state, RemoteState::waiting);
    }
    // What is no code is not even sent, and costs no try.
    for (const std::string no_code : {"", "12", "12345\"6", "1234567890123", "12 456"})
        EXPECT_EQ(confirm(no_code).error().field, "otp");
    EXPECT_EQ(confirm("111111").error().fault, base::Fault::conflict);
    EXPECT_EQ(confirm(kOneTimeCode).error().fault, base::Fault::conflict) << "the right one comes too late";
    EXPECT_EQ(port->poll(*transaction, mine.certificate, list, now_)->state, RemoteState::refused);
    stop();
    const std::string log = process_.log();
    EXPECT_NE(log.find("POST v1/transactions 403"), std::string::npos) << log;
    EXPECT_EQ(log.find("111111"), std::string::npos);
    EXPECT_EQ(log.find(kOneTimeCode), std::string::npos);
}

TEST_F(RemoteSigning, takes_each_code_of_the_users_generator_once)
{
    // The codes are those of oathtool, an implementation of its own.
    const auto code_now = [&] {
        const auto seconds =
            std::chrono::duration_cast<std::chrono::seconds>(now_.time_since_epoch()).count();
        const std::string command = "oathtool --totp -b JBSWY3DPEHPK3PXP -N @" + std::to_string(seconds) +
                                    " > " + (folder_ / "code").string();
        EXPECT_EQ(std::system(command.c_str()), 0);
        return read("code").substr(0, 6);
    };
    process_.start({});
    const auto port = service();
    const RemoteCredential mine = credential("an", "an-ec");
    const auto confirmed = [&](std::string code) {
        const auto transaction = port->create(mine, digests(mine, {"x"}), "", base::new_uid(now_), now_);
        return transaction && port->confirm(*transaction, base::Secret(std::move(code)), now_);
    };
    const std::string code = code_now();
    EXPECT_TRUE(confirmed(code));
    EXPECT_FALSE(confirmed(code)) << "somebody looked over his shoulder";
    tick(120s);
    EXPECT_FALSE(confirmed(code));
    EXPECT_TRUE(confirmed(code_now()));
}

TEST_F(RemoteSigning, ends_after_180_seconds)
{
    start();
    const auto port = service();
    const RemoteCredential mine = credential("an", "an-ec");
    const auto list = digests(mine, {"x"});
    const auto transaction = port->create(mine, list, "", base::new_uid(now_), now_);
    ASSERT_TRUE(transaction);
    tick(179s);
    EXPECT_EQ(port->poll(*transaction, mine.certificate, list, now_)->state, RemoteState::waiting);
    tick(1s);
    const auto late = port->confirm(*transaction, base::Secret(std::string(kOneTimeCode)), now_);
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().fault, base::Fault::conflict);
    // A caller whose clock is slow: the service's own clock decides.
    EXPECT_EQ(port->confirm(*transaction, base::Secret(std::string(kOneTimeCode)), now_ - 60s).error().fault,
              base::Fault::conflict);
    EXPECT_EQ(port->poll(*transaction, mine.certificate, list, now_)->state, RemoteState::expired);
}

TEST_F(RemoteSigning, waits_for_the_users_app)
{
    start();
    const auto port = service();
    const RemoteCredential his = credential("binh", "binh-app");
    EXPECT_EQ(his.confirmation, RemoteConfirmation::app);
    const auto list = digests(his, {"x"});
    const auto accepted = port->create(his, list, "Ký công văn", base::new_uid(now_), now_);
    const auto refused = port->create(his, list, "Ký công văn", base::new_uid(now_), now_);
    ASSERT_TRUE(accepted && refused);
    EXPECT_FALSE(port->confirm(*accepted, base::Secret(std::string(kOneTimeCode)), now_))
        << "no code instead of the app";
    EXPECT_EQ(decide(*accepted, "accept", "may-cua-an"), 403);
    EXPECT_EQ(port->poll(*accepted, his.certificate, list, now_)->state, RemoteState::waiting);
    EXPECT_EQ(decide(*accepted, "accept", "may-cua-binh"), 200);
    EXPECT_EQ(decide(*refused, "refuse", "may-cua-binh"), 200);
    EXPECT_EQ(port->poll(*accepted, his.certificate, list, now_)->state, RemoteState::done);
    EXPECT_EQ(port->poll(*refused, his.certificate, list, now_)->state, RemoteState::refused);
}

TEST_F(RemoteSigning, loses_nothing_when_either_side_restarts_or_answers_get_lost)
{
    start();
    const RemoteCredential mine = credential("an", "an-rsa");
    const auto list = digests(mine, {"x", "y"});
    const std::string request = base::new_uid(now_);
    // The service made the transaction, but nobody heard of it.
    transport_->lose_answers = true;
    const auto unheard = service()->create(mine, list, "", request, now_);
    ASSERT_FALSE(unheard);
    EXPECT_EQ(unheard.error().fault, base::Fault::unavailable);
    transport_->lose_answers = false;
    const auto first = service()->create(mine, list, "", request, now_);
    const auto again = service()->create(mine, list, "", request, now_);
    ASSERT_TRUE(first && again);
    EXPECT_EQ(first->id, again->id) << "the same request is the same transaction";
    EXPECT_FALSE(service()->create(mine, digests(mine, {"khác"}), "", request, now_))
        << "but not for other contents";

    // What was kept is enough for a new process; the service is away meanwhile.
    const RemoteTransaction kept{first->provider, first->id, first->expires_at, first->confirmation};
    stop();
    EXPECT_EQ(service()->poll(kept, mine.certificate, list, now_).error().fault, base::Fault::unavailable);
    EXPECT_EQ(service()->confirm(kept, base::Secret(std::string(kOneTimeCode)), now_).error().fault,
              base::Fault::unavailable);
    start();
    EXPECT_EQ(service()->poll(kept, mine.certificate, list, now_)->state, RemoteState::waiting);
    ASSERT_TRUE(service()->confirm(kept, base::Secret(std::string(kOneTimeCode)), now_));
    stop();
    start();
    const auto answer = service()->poll(kept, mine.certificate, list, now_ + 10min);
    ASSERT_TRUE(answer) << answer.error().message;
    ASSERT_EQ(answer->state, RemoteState::done) << "what was confirmed in time can be fetched later";
    EXPECT_TRUE(signature_fits(mine.certificate, list[1].sha256, answer->signatures[1]));
}

// A service that answers what a test says.
class LyingTransport : public RemoteTransport {
public:
    std::optional<RemoteReply> send(const RemoteRequest& request) override
    {
        heard.push_back(request.method + " " + request.url + " " + request.body);
        return reply;
    }
    std::optional<RemoteReply> reply{};
    std::vector<std::string> heard{};
};

TEST_F(RemoteSigning, believes_no_signature_that_does_not_fit)
{
    start();
    const RemoteCredential mine = credential("an", "an-ec");
    const RemoteCredential other = credential("binh", "binh-app");
    const auto list = digests(mine, {"x", "y"});
    const auto transaction = service()->create(mine, list, "", base::new_uid(now_), now_);
    ASSERT_TRUE(transaction &&
                service()->confirm(*transaction, base::Secret(std::string(kOneTimeCode)), now_));
    const auto port = service();
    ASSERT_EQ(port->poll(*transaction, mine.certificate, list, now_)->state, RemoteState::done);
    const auto refused = [&](const Certificate& certificate, const std::vector<RemoteDigest>& wanted) {
        const auto answer = port->poll(*transaction, certificate, wanted, now_);
        return !answer && answer.error().fault == base::Fault::conflict;
    };
    EXPECT_TRUE(refused(other.certificate, list)) << "somebody else's signature";
    EXPECT_TRUE(refused(mine.certificate, {list[1], list[0]})) << "in another order";
    EXPECT_TRUE(refused(mine.certificate, {list[0]})) << "more than asked for";
    EXPECT_TRUE(refused(mine.certificate, {list[0], list[1], list[0]})) << "fewer than asked for";
    EXPECT_TRUE(refused(mine.certificate, digests(mine, {"x", "z"}))) << "of another document";
}

TEST_F(RemoteSigning, takes_any_nonsense_as_no_answer)
{
    const auto transport = std::make_shared<LyingTransport>();
    RemoteSettings settings;
    settings.provider = "thu";
    settings.url = "https://ky.example.vn";
    settings.key = base::Secret(std::string(kServiceKey));
    const auto port = http_remote_signing(std::move(settings), transport);
    const Identity person = issue(
        root_, {.common_name = "An", .kind = KeyKind::elliptic_curve, .from = now_ - 1h, .until = now_ + 1h});
    const RemoteCredential mine{"an", person.certificate, {}, RemoteConfirmation::one_time_code};
    const std::vector<RemoteDigest> list{{sha256("x"), "x"}};
    const RemoteTransaction transaction{"thu", "t1", now_ + 180s, RemoteConfirmation::one_time_code};
    ::testing::internal::CaptureStderr();
    std::string said;
    for (const RemoteReply& reply :
         std::vector<RemoteReply>{{200, ""},
                                  {200, "<html>"},
                                  {200, "[]"},
                                  {200, "null"},
                                  {200, "{}"},
                                  {200, R"({"state": 1})"},
                                  {500, "{}"},
                                  {302, "{}"},
                                  {200, R"({"state": "maybe", "transaction": "../../etc"})"},
                                  {200, R"({"transaction": ""})"},
                                  {401, "{}"},
                                  {429, "{}"},
                                  {200, std::string(100000, '[')},
                                  {200, R"({"transaction": ["a"], "expiresIn": "soon"})"}}) {
        transport->reply = reply;
        EXPECT_FALSE(port->create(mine, list, "", "r1", now_)) << reply.body.substr(0, 80);
        const auto polled = port->poll(transaction, mine.certificate, list, now_);
        ASSERT_FALSE(polled) << reply.body.substr(0, 80);
        EXPECT_EQ(polled.error().fault, base::Fault::unavailable);
        const auto credentials = port->credentials("an", now_);
        EXPECT_TRUE(!credentials || credentials->empty());
        const auto confirmed = port->confirm(transaction, base::Secret(std::string(kOneTimeCode)), now_);
        if (!confirmed) said += confirmed.error().message.str();
    }
    // Lifetimes are bounded by ours.
    transport->reply =
        RemoteReply{201, R"({"transaction": "t2", "expiresIn": 999999999, "confirmation": "app"})"};
    EXPECT_EQ(port->create(mine, list, "", "r1", now_)->expires_at, now_ + 180s);
    transport->reply = RemoteReply{201, R"({"transaction": "t2", "expiresIn": -5})"};
    EXPECT_EQ(port->create(mine, list, "", "r1", now_)->expires_at, now_ + 1s);
    said += ::testing::internal::GetCapturedStderr();
    EXPECT_NE(said.find("remote_signing_unavailable"), std::string::npos);
    EXPECT_EQ(said.find(kOneTimeCode), std::string::npos);
    EXPECT_EQ(said.find(kServiceKey), std::string::npos);
    // A code goes nowhere but into its own request.
    for (const std::string& one : transport->heard)
        EXPECT_EQ(one.find(kOneTimeCode) != std::string::npos, one.find("/confirmation") != std::string::npos)
            << one;
    // An expired certificate is not asked for a signature.
    EXPECT_EQ(port->create(mine, list, "", "r2", now_ + 2h).error().fault, base::Fault::conflict);
}

}  // namespace
}  // namespace lt::crypto
