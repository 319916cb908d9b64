// Signatures on their way, without a feature around them: what two requests at once, a service that falls silent in the middle and somebody
// else's hands may do to them.
#include "signing/acts.h"

#include <future>
#include <thread>

#include "kit/base/config.h"
#include "kit/base/locked.h"
#include "kit/crypto/digest.h"
#include "kit/pdf/plugin_testing.h"
#include "signing/act_pages.h"
#include "signing/fixture_dbtest.h"
#include "signing/plugin_acts.h"
#include "signing/plugin_testing.h"
#include "signing/remote_testing.h"

namespace lt::signing {
namespace {

using namespace std::chrono_literals;
using pdf::sign_with_program;

constexpr const char* kPurpose = "copy";

struct Plain : pdf::PdfTest {
    static std::string make() { return plain("Giay to " + base::random_hex(4)); }
};

// What is signed here, of one file each.
struct Paper {
    std::string content{};
    std::string drafted{};   // SHA-256 of what was signed; "" while it is not
    int closings = 0;        // tried
    bool is_silent = false;  // the next one is not answered
    bool is_gone = false;    // a later step was taken: nothing closes any more
};
using Papers = base::Locked<std::map<std::string, Paper>>;  // by uid

class PaperActs final : public ActSubject {
public:
    PaperActs(Papers& papers, const Actor& actor, std::string purpose = kPurpose)
        : papers_(papers), actor_(actor), purpose_(std::move(purpose))
    {
    }

    db::Scope scope() const override
    {
        if (before_transaction) before_transaction();
        return actor_.scope;
    }
    std::vector<std::string> purposes() const override { return {purpose_}; }
    bool may(const std::string&) const override { return may_sign; }
    std::int64_t key_owner(const std::string&) const override { return actor_.scope.official; }
    const char* request_words() const override { return "Ký {{count}} giấy"; }
    const char* changed_words() const override { return "Giấy đã thay đổi."; }
    base::Result<OpenItem> open(const std::string&, const ToSign& one, const pdf::Picture*,
                                Writer writer) override
    {
        const std::string content = paper(one.item).content;
        OpenItem out{.version = 1, .name = "Giấy"};
        OpenFile given{.file = one.item, .before = crypto::sha256_hex(content)};
        if (writer == Writer::plugin) {
            given.open = pdf::Unsigned{.bytes = content};
        } else {
            auto open = pdf::begin_text_signature(
                *pdf::File::open(content), {.lines = {"Thử"},
                                            .font = "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf",
                                            .field = "ky",
                                            .at = base::Time(base::Day(std::chrono::year(2026) / 11 / 20))});
            if (!open) return open.error();
            given.open = *std::move(open);
        }
        out.files.push_back(std::move(given));
        return out;
    }
    base::Result<base::Done> lock(db::Transaction&, const std::string&, std::span<const ActFile>) override
    {
        return base::Done{};
    }
    std::vector<std::string> changed(db::Transaction&, const std::string&,
                                     std::span<const ActFile> files) override
    {
        std::vector<std::string> out;
        for (const ActFile& file : files)
            if (crypto::sha256_hex(paper(file.item).content) != file.before) out.push_back(file.item);
        return out;
    }
    base::Result<base::Done> close(const std::string&, std::span<const ActFile> files,
                                   const std::vector<std::string>& contents) override
    {
        const ActFile& file = files.front();
        auto put = papers_.with([&](auto& all) -> base::Result<base::Done> {
            Paper& one = all.at(file.item);
            ++one.closings;
            if (std::exchange(one.is_silent, false))
                return base::Error{base::Fault::unavailable, {}, "Chưa trả lời.", {}};
            if (one.is_gone) return base::conflict("Giấy đã đi tiếp.");
            if (one.drafted == file.before) return base::Done{};
            if (crypto::sha256_hex(one.content) != file.before) return base::conflict("Giấy đã thay đổi.");
            one = {.content = contents.front(), .drafted = file.before, .closings = one.closings};
            return base::Done{};
        });
        if (after_closing) after_closing();
        return put;
    }
    PluginOrder order(const std::string&, const ActFile&) override { return {}; }
    void end_later(db::Transaction&, const std::string&, std::chrono::seconds) override {}

    bool may_sign = true;
    std::function<void()> before_transaction{};
    std::function<void()> after_closing{};

private:
    Paper paper(const std::string& uid)
    {
        return papers_.with([&](auto& all) { return all.at(uid); });
    }

    Papers& papers_;
    Actor actor_;
    std::string purpose_;
};

class ActsTest : public KeysTest, protected PluginMachine {
protected:
    ActsTest() : PluginMachine(router)
    {
        database.execute(
            "INSERT INTO posts (uid, official_id, agency_id, title, role, valid_from) VALUES ('" +
            base::new_uid(kStart) + "', 12, 1, 'Chủ tịch', 'leader', '2025-07-01')");
        log_in_for_plugin(database, leader.scope.official, session);
        me = me_of(leader);
        add_act_routes(
            router,
            {.signing = services,
             .plugin = {.ticket_key = std::string(32, 'k'),
                        .public_url = "https://lienthong.example.vn",
                        .logged_in = [this](const std::string& of) { return of == session ? me : nullptr; }},
             .pages = the_pages,
             .signers = accounts::needs({directory::Role::leader}),
             .path = "/papers/signing",
             .vgca = "/vgca/papers",
             .subject =
                 [this](const accounts::Me&, const std::string&) {
                     auto subject = std::make_unique<PaperActs>(papers, leader);
                     subject->may_sign = may_sign;
                     return subject;
                 },
             .about = [](const page::Words&, const Act&) { return ActAbout{}; }});
        plugin = key_with(add_plugin(services, leader, Whose::own, signer.certificate.pem()));
    }
    std::shared_ptr<const accounts::Me> me_of(const Actor& who) const
    {
        const auto out = std::make_shared<accounts::Me>();
        out->agency = who.scope.agency;
        out->official = who.scope.official;
        out->role = who.role;
        out->session = session;
        return out;
    }
    std::optional<Key> key_with(const base::Result<std::string>& uid)
    {
        EXPECT_TRUE(uid) << (uid ? "" : uid.error().message.str());
        return uid ? find_key(services, leader.scope, *uid, leader.scope.official) : std::nullopt;
    }
    std::string new_paper()
    {
        std::string uid = base::new_uid(clock->now());
        papers.with([&](auto& all) { all[uid] = {.content = Plain::make()}; });
        return uid;
    }
    Paper paper(const std::string& uid)
    {
        return papers.with([&](auto& all) { return all.at(uid); });
    }
    std::string begin(const Key& key, const std::vector<std::string>& uids)
    {
        PaperActs subject(papers, leader);
        std::vector<ToSign> all;
        for (const std::string& uid : uids) all.push_back({.item = uid});
        const auto begun = begin_act(services, subject, key, kPurpose, all);
        EXPECT_TRUE(begun) << (begun ? "" : begun.error().message.str());
        return begun ? begun->act : "";
    }
    GivenFile given(const std::string& act, const std::string& uid)
    {
        return {.act = act, .position = 0, .sha256 = crypto::sha256_hex(paper(uid).content)};
    }
    std::string signed_by_leader(const std::string& uid)
    {
        return sign_with_program(paper(uid).content, signer);
    }
    Order order(const std::string& act)
    {
        http::Request sent = request(http::Method::post, "/papers/signing/" + act + "/order");
        sent.user = me;
        const auto match = router.match(sent.method, sent.path);
        sent.params = match.params;
        const auto answer = match.route->handler(sent);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return Order::of(answer.body);
    }
    // What takes the body, once its head is read.
    std::unique_ptr<http::BodySink> arriving(http::Request& sent)
    {
        const auto match = router.match(sent.method, sent.path);
        sent.params = match.params;
        return match.route->body.sink(sent);
    }
    static void write(http::BodySink& sink, const std::string& body)
    {
        sink.write(std::as_bytes(std::span(body)));
    }
    std::string state(const std::string& act)
    {
        return database.value("SELECT state FROM signing_acts WHERE uid = '" + act + "'");
    }
    std::string kept() { return database.value("SELECT count(delivered_sha256) FROM signing_act_files"); }

    const std::string session = crypto::sha256("phiên của lãnh đạo");
    Papers papers{};
    bool may_sign = true;
    std::shared_ptr<const accounts::Me> me{};  // nobody: logged out
    html::Templates templates{{.resources = base::find_resources(), .reload = true}};
    page::Pages the_pages{templates, {}};
    http::Router router{};
    crypto::Identity signer = identity("Nguyễn Văn Đức");
    std::optional<Key> plugin{};
};

// The plug-in's file arrives, and its paper is signed, at each moment of a page that looks for the next file; what is written of it in the
// act comes last.
TEST_F(ActsTest, WhatIsJustBeingSignedIsNotPassedOverAsChanged)
{
    for (int moment = 1; moment <= 12; ++moment) {
        const std::string uid = new_paper();
        const std::string act = begin(*plugin, {uid});
        const std::string good = signed_by_leader(uid);
        const GivenFile file = given(act, uid);
        std::promise<void> comes, is_signed, looked;
        std::thread plug_in([&] {
            comes.get_future().wait();
            PaperActs subject(papers, leader);
            bool told = false;
            const auto tell = [&] {
                if (!std::exchange(told, true)) is_signed.set_value();
            };
            subject.after_closing = [&] {
                if (told) return;
                tell();
                looked.get_future().wait();
            };
            const auto taken = deliver_file(services, subject, file, session, good);
            EXPECT_TRUE(taken) << moment << (taken ? "" : taken.error().message.str());
            tell();
        });
        PaperActs subject(papers, leader);
        int transactions = 0;
        subject.before_transaction = [&] {
            if (++transactions != moment) return;
            comes.set_value();
            is_signed.get_future().wait();
        };
        EXPECT_TRUE(next_file(services, subject, act)) << moment;
        if (transactions < moment) comes.set_value();
        looked.set_value();
        plug_in.join();
        EXPECT_EQ(state(act), "done") << moment;
        EXPECT_EQ(pdf::signers_of(paper(uid).content, clock->now()), "Nguyễn Văn Đức") << moment;
        EXPECT_EQ(
            database.value("SELECT count(*) FROM signing_act_files f JOIN signing_acts a ON a.id = f.act_id "
                           "WHERE f.closed_at IS NOT NULL AND f.why IS NULL AND a.uid = '" +
                           act + "'"),
            "1")
            << moment;
    }
}

TEST_F(ActsTest, WhatWasSignedBeforeTheServiceFellSilentIsNotSignedAgain)
{
    RemoteKeys remote(clock->now());
    remote.service.add("012", "ma-otp", identity("Nguyễn Văn Đức"), RemoteKeys::kByCode);
    remote.connect(services);
    const auto key = find_key(services, leader.scope,
                              remote.register_key(services, leader, Whose::own, "012", "ma-otp"), 12);
    ASSERT_TRUE(key);
    const std::string one = new_paper();
    const std::string two = new_paper();
    papers.with([&](auto& all) { all.at(two).is_silent = true; });
    const std::string act = begin(*key, {one, two});
    PaperActs subject(papers, leader);
    ASSERT_TRUE(confirm_act(services, subject, act, secret(crypto::SigningServiceProcess::kCode)));
    const auto stopped = go_on(services, subject, act);
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().fault, base::Fault::unavailable);
    EXPECT_EQ(state(act), "confirmed");
    // The first paper does not wait for the second one.
    papers.with([&](auto& all) { all.at(one).is_gone = true; });
    const auto ended = go_on(services, subject, act);
    ASSERT_TRUE(ended) << ended.error().message;
    EXPECT_EQ(ended->state, ActState::done);
    for (const ActItem& item : ended->items) EXPECT_TRUE(item.closed && item.why.empty()) << item.why.str();
    EXPECT_EQ(paper(one).closings, 1);
    EXPECT_EQ(pdf::signers_of(paper(two).content, clock->now()), "Nguyễn Văn Đức");
}

TEST_F(ActsTest, WhatHasRunOutStandsInNobodysWay)
{
    const std::string uid = new_paper();
    const std::string late = begin(*plugin, {uid});
    EXPECT_EQ(begin(*plugin, {uid}), late);
    const std::string good = signed_by_leader(uid);
    clock->advance(1h);
    PaperActs subject(papers, leader);
    EXPECT_FALSE(deliver_file(services, subject, given(late, uid), session, good));
    EXPECT_FALSE(file_to_fetch(services, subject, given(late, uid)));
    EXPECT_EQ(state(late), "waiting") << "its job has not come yet";
    const std::string act = begin(*plugin, {uid});
    EXPECT_NE(act, late);
    EXPECT_EQ(state(late), "undone");
    EXPECT_TRUE(deliver_file(services, subject, given(act, uid), session, good));
    EXPECT_EQ(state(act), "done");
}

TEST_F(ActsTest, ACertificateThatIsRevokedMeanwhileSignsNothing)
{
    const std::string uid = new_paper();
    const std::string act = begin(*plugin, {uid});
    const std::string good = signed_by_leader(uid);
    PaperActs subject(papers, leader);
    services.revoked_at = [&](const crypto::Certificate&, const std::vector<crypto::Certificate>&) {
        return std::optional(clock->now() - 1min);
    };
    const auto refused = deliver_file(services, subject, given(act, uid), session, good);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.str().find("thu hồi"), std::string::npos);
    EXPECT_EQ(kept(), "0");
    EXPECT_EQ(paper(uid).closings, 0);
    services.revoked_at = nullptr;
    EXPECT_TRUE(deliver_file(services, subject, given(act, uid), session, good));
}

TEST_F(ActsTest, NobodyGoesOnForSomebodyElse)
{
    const std::string uid = new_paper();
    const std::string act = begin(*plugin, {uid});
    const std::string good = signed_by_leader(uid);
    const auto is_hidden = [&](ActSubject& subject) {
        const auto fault_of = [](const auto& result) {
            return result ? std::nullopt : std::optional(result.error().fault);
        };
        const auto hidden = std::optional(base::Fault::not_found);
        return fault_of(go_on(services, subject, act)) == hidden &&
               fault_of(cancel_act(services, subject, act)) == hidden &&
               fault_of(next_file(services, subject, act)) == hidden &&
               fault_of(file_to_fetch(services, subject, given(act, uid))) == hidden &&
               fault_of(deliver_file(services, subject, given(act, uid), session, good)) == hidden;
    };
    for (const Actor& who : {clerk, specialist, stranger}) {
        PaperActs other(papers, who);
        EXPECT_TRUE(is_hidden(other)) << who.scope.official;
    }
    PaperActs other_feature(papers, leader, "result");
    EXPECT_TRUE(is_hidden(other_feature));
    PaperActs other_post(papers, leader);
    other_post.may_sign = false;
    const auto forbidden = deliver_file(services, other_post, given(act, uid), session, good);
    ASSERT_FALSE(forbidden);
    EXPECT_EQ(forbidden.error().fault, base::Fault::forbidden);
    EXPECT_EQ(state(act), "waiting");
    EXPECT_EQ(kept(), "0");
}

TEST_F(ActsTest, ATicketFillsNoMemory)
{
    const std::string uid = new_paper();
    const Order next = order(begin(*plugin, {uid}));
    const std::string content = file_at(next.fetch());
    EXPECT_EQ(content, paper(uid).content);
    const std::string good = sign_with_program(content, signer);
    {
        http::Request sent = form_request(next.deliver());
        const auto first = arriving(sent);
        http::Request again = form_request(next.deliver());
        EXPECT_THROW(arriving(again), http::Answer) << "it is coming already";
        EXPECT_NE(delivered(next.deliver(), good).find("đang được gửi đến"), std::string::npos);
    }
    EXPECT_NE(delivered(next.deliver(), content + std::string(17 << 20, 'x')).find("lớn hơn mức cho phép"),
              std::string::npos)
        << "no signature is as large as that";
    EXPECT_EQ(delivered(next.deliver(), good), "");
    http::Request used = form_request(next.deliver());
    EXPECT_THROW(arriving(used), http::Answer) << "nothing of the body is read";
}

TEST_F(ActsTest, RightsThatEndWhileTheFileComesSignNothing)
{
    const std::string uid = new_paper();
    const std::string act = begin(*plugin, {uid});
    const Order next = order(act);
    const std::string good = signed_by_leader(uid);
    const auto me_before = me;
    const std::function<void()> ends[] = {[&] { may_sign = false; }, [&] { me = nullptr; }};
    for (const auto& end : ends) {
        http::Request sent = form_request(next.deliver());
        const auto sink = arriving(sent);
        write(*sink, form_of(good));
        end();
        const auto answer = nlohmann::json::parse(sink->finish(sent).body);
        EXPECT_FALSE(answer.at("Status").get<bool>());
        EXPECT_EQ(kept(), "0");
        EXPECT_EQ(state(act), "waiting");
        may_sign = true;
        me = me_before;
    }
    EXPECT_EQ(delivered(next.deliver(), good), "");
    EXPECT_EQ(state(act), "done");
}

}  // namespace
}  // namespace lt::signing
