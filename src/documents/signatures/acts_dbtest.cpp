// Signatures at a remote service, through the pages, with a service that really signs: what is confirmed is signed, whatever breaks off in
// between has changed nothing.
#include "documents/signatures/acts.h"

#include <array>
#include <cstdio>
#include <fstream>
#include <thread>

#include "documents/pages/pages_fixture_dbtest.h"
#include "documents/signatures/letters_dbtest.h"
#include "kit/crypto/remote_signing_testing.h"
#include "signing/actions.h"
#include "signing/transport.h"

namespace lt::documents {
namespace {

using namespace std::chrono_literals;
using pages::contains;

constexpr const char* kService = "SmartCA";

class ActsTest : public pages::PagesTest {
protected:
    ActsTest()
    {
        const std::string by_code = R"({"confirmation": "otp", "totp": "JBSWY3DPEHPK3PXP"})";
        service.add("001", "ma-otp", identity("Người 12"), by_code);
        service.add("001", "ung-dung", identity("Người 12 (điện thoại)"),
                    R"({"confirmation": "app", "secret": "may-cua-duc"})");
        service.add("H05", "con-dau", identity("UBND tỉnh Bắc Ninh"), by_code);
        service.start();
        connect();
        code_key = add(office.leader, signing::Whose::own, "001", "ma-otp");
        app_key = add(office.leader, signing::Whose::own, "001", "ung-dung");
        seal_key = add(office.clerk, signing::Whose::agency, "H05", "con-dau");
    }
    crypto::Identity identity(const std::string& name) const
    {
        return crypto::issue(root, {.common_name = name,
                                    .organisation = "Thử",
                                    .kind = crypto::KeyKind::elliptic_curve,
                                    .from = kStart - 8000h,
                                    .until = kStart + 8000h});
    }
    void connect()
    {
        crypto::RemoteSettings settings;
        settings.provider = kService;
        settings.url = service.url();
        settings.key = base::Secret(std::string(crypto::SigningServiceProcess::kKey));
        signing_services.remote[kService] =
            crypto::http_remote_signing(std::move(settings), signing::transport_over(fetcher));
    }
    std::string add(const Actor& actor, signing::Whose whose, const std::string& user, const std::string& id)
    {
        const auto uid = signing::add_remote(signing_services, {scope_of(actor), actor.role, ""}, whose,
                                             {kService, user}, std::string(kService) + "/" + id);
        EXPECT_TRUE(uid) << (uid ? "" : uid.error().message);
        return uid ? *uid : "";
    }
    void pass(std::chrono::seconds time)
    {
        clock->advance(time);
        service.set_clock(clock->now());
    }

    std::string submitted(const std::string& subject = "Cử đại biểu dự hội nghị")
    {
        const NewFile file{"cong-van.pdf", blobs.put(PlainPdf::letter())};
        const auto created =
            create_draft(services, office.specialist, key(), draft_to({kinh_bac.agency}, subject), {file});
        EXPECT_TRUE(created) << (created ? "" : created.error().message);
        EXPECT_TRUE(submit_draft(services, office.specialist, created->uid));
        return created->uid;
    }
    std::string version(const std::string& uid)
    {
        return std::to_string(document(services, office.leader, uid)->version);
    }
    DocumentState state(const std::string& uid) { return document(services, office.clerk, uid)->state; }
    std::string content(const std::string& uid)
    {
        return blobs.get(document(services, office.clerk, uid)->files.at(0).sha256, 10 << 20);
    }
    // The leader signs one document with the key; where it goes on.
    std::string begin(const std::string& uid, const std::string& with)
    {
        const auto sent = post(office.leader, "/outgoing/" + uid + "/signature",
                               {{"version", version(uid)}, {"key", with}, {"pin", ""}});
        EXPECT_EQ(sent.status, 303) << sent.body;
        return location(sent);
    }
    http::Response give(const Actor& actor, const std::string& act, const std::string& typed)
    {
        return post(actor, act + "/code", {{"otp", typed}});
    }
    // What the leader does in his app, with the transaction that stands in the act's row.
    void decide(const std::string& act, const std::string& decision)
    {
        const std::string transaction = row(act, "transaction");
        const auto answer =
            fetcher.ask({.url = service.url() + "/app/transactions/" + transaction,
                         .content_type = "application/json",
                         .body = R"({"secret": "may-cua-duc", "decision": ")" + decision + "\"}"});
        EXPECT_TRUE(answer && answer->status == 200) << transaction;
    }
    std::string row(const std::string& act, const std::string& column)
    {
        return database.value("SELECT " + column + "::text FROM signing_acts WHERE uid = '" +
                              act.substr(act.rfind('/') + 1) + "'");
    }
    std::string journal(const std::string& act)
    {
        return database.value(
            "SELECT coalesce(string_agg(action, ', ' ORDER BY id), '') FROM audit_events WHERE subject = '" +
            act.substr(act.rfind('/') + 1) + "'");
    }
    static std::string header(const http::Response& response, const std::string& wanted)
    {
        for (const auto& [name, value] : response.headers)
            if (name == wanted) return value;
        return {};
    }
    // How many signatures of a file pdfsig calls valid.
    std::size_t valid(const std::string& bytes)
    {
        const std::filesystem::path file = folder / "judged.pdf";
        std::ofstream(file, std::ios::binary) << bytes;
        std::string words;
        FILE* pipe = ::popen(("pdfsig -nocert " + file.string() + " 2>&1").c_str(), "r");
        std::array<char, 4096> part{};
        while (const std::size_t got = std::fread(part.data(), 1, part.size(), pipe))
            words.append(part.data(), got);
        ::pclose(pipe);
        std::size_t all = 0;
        const std::string good = "Signature is Valid";
        for (std::size_t at = words.find(good); at != std::string::npos; at = words.find(good, at + 1)) ++all;
        return all;
    }

    crypto::Identity root = crypto::make_root({.common_name = "Gốc thử",
                                               .use = crypto::CertificateUse::authority,
                                               .kind = crypto::KeyKind::elliptic_curve,
                                               .from = kStart - 9000h,
                                               .until = kStart + 9000h});
    crypto::SigningServiceProcess service{kStart};
    fetch::HttpFetcher fetcher{{.allow_private = true}};
    const std::string code = crypto::SigningServiceProcess::kCode;
    std::string code_key{}, app_key{}, seal_key{};
};

TEST_F(ActsTest, OneCodeSignsAWholeList)
{
    std::vector<std::string> all;
    std::vector<std::string> drafted;
    std::vector<std::pair<std::string, std::string>> form{{"key", code_key}, {"pin", ""}};
    for (const char* subject : {"Quyết định một", "Công văn hai", "Tờ trình ba"}) {
        all.push_back(submitted(subject));
        drafted.push_back(content(all.back()));
        form.emplace_back("document", all.back() + ":" + version(all.back()));
    }
    const auto list = get(office.leader, "/outgoing/signing");
    EXPECT_TRUE(contains(list, "SmartCA"));
    EXPECT_FALSE(contains(list, "name=\"pin\"")) << "no key of his has one";
    const auto sent = post(office.leader, "/outgoing/signing", form);
    ASSERT_EQ(sent.status, 303) << sent.body;
    const std::string act = location(sent);
    const auto page = get(office.leader, act);
    EXPECT_TRUE(contains(page, "name=\"otp\""));
    EXPECT_TRUE(contains(page, "Tờ trình ba"));
    EXPECT_EQ(header(page, "Refresh"), "181; url=" + act) << "nothing that is typed gets lost before";
    EXPECT_TRUE(contains(get(office.leader, "/outgoing/signing"), act)) << "the way back to it";
    for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_EQ(state(all[i]), DocumentState::review);
        EXPECT_EQ(content(all[i]), drafted[i]) << "nothing has changed yet";
    }
    const auto wrong = give(office.leader, act, "11111111");
    EXPECT_EQ(wrong.status, 422);
    EXPECT_TRUE(contains(wrong, "Còn 2 lần thử"));
    EXPECT_FALSE(contains(wrong, "11111111")) << "a code never comes back";
    ASSERT_EQ(give(office.leader, act, code).status, 303);
    const auto result = get(office.leader, act);
    EXPECT_TRUE(contains(result, "Đã ký")) << result.body;
    for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_EQ(state(all[i]), DocumentState::approved);
        EXPECT_TRUE(content(all[i]).starts_with(drafted[i]));
        EXPECT_EQ(valid(content(all[i])), 1U);
    }
    EXPECT_EQ(row(act, "state"), "done");
    EXPECT_EQ(journal(act), "signing_act.begun, signing_act.done");
    EXPECT_EQ(database.value("SELECT count(sha256) FROM signing_act_files"), "0") << "no prepared file stays";
    EXPECT_EQ(database.value("SELECT count(*) FROM audit_events WHERE detail::text LIKE '%" + code + "%'"),
              "0");
    EXPECT_FALSE(contains(get(office.leader, "/outgoing/signing"), act));
    pass(190s);
    while (queue.run_due() > 0) {}
    EXPECT_EQ(row(act, "state"), "done") << "the job finds nothing to do";
}

TEST_F(ActsTest, TheSealGoesOverTheLeadersSignature)
{
    const std::string uid = submitted();
    const std::string by_leader = begin(uid, app_key);
    const auto waiting = get(office.leader, by_leader);
    EXPECT_EQ(header(waiting, "Refresh"), "5; url=" + by_leader);
    EXPECT_FALSE(contains(waiting, "name=\"otp\""));
    decide(by_leader, "accept");
    EXPECT_EQ(location(get(office.leader, by_leader)), "/outgoing/" + uid + "?done=signed");
    const std::string certified = content(uid);
    EXPECT_EQ(valid(certified), 1U);

    EXPECT_TRUE(contains(get(office.clerk, "/outgoing/" + uid + "/issue"), "SmartCA"));
    const auto sent = post(office.clerk, "/outgoing/" + uid + "/issue", {{"key", seal_key}});
    ASSERT_EQ(sent.status, 303) << sent.body;
    const std::string act = location(sent);
    EXPECT_EQ(document(services, office.clerk, uid)->notation, "01/UBND-VX") << "it stands in what is sealed";
    EXPECT_EQ(content(uid), certified);
    EXPECT_FALSE(document(services, kinh_bac.clerk, uid)) << "nothing has left";
    EXPECT_TRUE(contains(get(office.clerk, act), "01/UBND-VX"));
    EXPECT_TRUE(contains(get(office.clerk, "/outgoing/" + uid), act)) << "the way back to it";
    ASSERT_EQ(give(office.clerk, act, code).status, 303);
    EXPECT_EQ(location(get(office.clerk, act)), "/outgoing/" + uid + "?done=issued");
    EXPECT_TRUE(content(uid).starts_with(certified));
    EXPECT_EQ(valid(content(uid)), 2U);
    EXPECT_TRUE(document(services, kinh_bac.clerk, uid));
}

TEST_F(ActsTest, WhatRunsOutChangesNothing)
{
    const std::string uid = submitted();
    const std::string drafted = content(uid);
    const std::string act = begin(uid, code_key);
    pass(181s);
    EXPECT_EQ(give(office.leader, act, code).status, 303) << "too late";
    EXPECT_TRUE(contains(get(office.leader, act), "Hết thời hạn xác nhận"));
    EXPECT_EQ(row(act, "state"), "undone");
    EXPECT_EQ(content(uid), drafted);
    EXPECT_EQ(state(uid), DocumentState::review);

    const std::string second = begin(uid, code_key);
    EXPECT_NE(second, act);
    ASSERT_EQ(give(office.leader, second, code).status, 303);
    EXPECT_EQ(location(get(office.leader, second)), "/outgoing/" + uid + "?done=signed");
    // The seal: its number stays, and the next try goes on with it.
    const std::string certified = content(uid);
    const std::string seal = location(post(office.clerk, "/outgoing/" + uid + "/issue", {{"key", seal_key}}));
    pass(181s);
    EXPECT_TRUE(contains(get(office.clerk, seal), "Số đã cấp vẫn giữ"));
    EXPECT_EQ(row(seal, "state"), "undone");
    EXPECT_EQ(content(uid), certified);
    const std::string again =
        location(post(office.clerk, "/outgoing/" + uid + "/issue", {{"key", seal_key}}));
    ASSERT_EQ(give(office.clerk, again, code).status, 303);
    EXPECT_EQ(location(get(office.clerk, again)), "/outgoing/" + uid + "?done=issued");
    EXPECT_EQ(document(services, office.clerk, uid)->notation, "01/UBND-VX");
    EXPECT_EQ(database.value("SELECT last FROM number_series WHERE book = 'outgoing'"), "1");
}

TEST_F(ActsTest, TheJobEndsWhatNobodyLooksAfter)
{
    const std::string forgotten = submitted();
    const std::string left = submitted();
    const std::string one = begin(forgotten, code_key);
    const std::string two = begin(left, app_key);
    decide(two, "accept");  // and the browser is closed
    while (queue.run_due() > 0) {}
    EXPECT_EQ(row(one, "state"), "waiting");
    pass(190s);
    while (queue.run_due() > 0) {}
    EXPECT_EQ(row(one, "state"), "undone");
    EXPECT_EQ(state(forgotten), DocumentState::review);
    EXPECT_EQ(row(two, "state"), "done");
    EXPECT_EQ(valid(content(left)), 1U);
    // A service that never answers again is given up.
    const std::string lost = begin(forgotten, code_key);
    service.stop();
    pass(190s);
    queue.run_due();
    EXPECT_EQ(row(lost, "state"), "waiting");
    for (int minute = 0; minute < 12; ++minute) {
        pass(60s);
        queue.run_due();
    }
    EXPECT_EQ(row(lost, "state"), "undone");
    EXPECT_EQ(state(forgotten), DocumentState::review);
}

TEST_F(ActsTest, ASilentServiceIsAskedAgainWithTheSameNumber)
{
    const std::string uid = submitted();
    service.stop();
    const std::string act = begin(uid, code_key);
    const auto page = get(office.leader, act);
    EXPECT_EQ(page.status, 503);
    EXPECT_TRUE(contains(page, "chưa trả lời"));
    EXPECT_EQ(row(act, "transaction"), "");
    service.start();
    EXPECT_TRUE(contains(get(office.leader, act), "name=\"otp\""));
    const std::string transaction = row(act, "transaction");
    EXPECT_NE(transaction, "");
    // As if the answer had been lost on the way and this server been started anew.
    database.execute("UPDATE signing_acts SET transaction = ''");
    get(office.leader, act);
    EXPECT_EQ(row(act, "transaction"), transaction);
    service.stop();
    EXPECT_EQ(give(office.leader, act, code).status, 503);
    service.start();
    ASSERT_EQ(give(office.leader, act, code).status, 303);
    EXPECT_EQ(location(get(office.leader, act)), "/outgoing/" + uid + "?done=signed");
}

TEST_F(ActsTest, NobodyElseGoesOnWithIt)
{
    const std::string uid = submitted();
    const std::string act = begin(uid, code_key);
    for (const Actor* other : {&office.clerk, &kinh_bac.leader, &kinh_bac.clerk}) {
        EXPECT_EQ(get(*other, act).status, 404) << other->name;
        EXPECT_EQ(give(*other, act, code).status, 404) << other->name;
        EXPECT_EQ(post(*other, act + "/closure", {}).status, 404) << other->name;
    }
    Actor other_post = office.leader;
    other_post.role = directory::Role::registry_clerk;
    EXPECT_EQ(get(other_post, act).status, 403);
    EXPECT_EQ(get(office.leader, "/outgoing/signing/" + base::new_uid(kStart)).status, 404);
    EXPECT_EQ(row(act, "state"), "waiting");
    // Nor with another's key, nor with the agency's for his own signature.
    for (const std::string& with : {seal_key, std::string("x"), base::new_uid(kStart)}) {
        const auto refused = post(office.leader, "/outgoing/" + submitted() + "/signature",
                                  {{"version", "2"}, {"key", with}, {"pin", "1234"}});
        EXPECT_EQ(refused.status, 422) << with;
    }
    EXPECT_EQ(database.value("SELECT count(*) FROM signing_acts"), "1");
}

TEST_F(ActsTest, TwoTabsAreOneSignature)
{
    const std::string uid = submitted();
    const std::string act = begin(uid, code_key);
    EXPECT_EQ(begin(uid, code_key), act);
    EXPECT_EQ(begin(uid, app_key), act) << "also with another key: one after the other";
    const std::string free = submitted("Chưa bắt đầu");
    const auto mixed = post(office.leader, "/outgoing/signing",
                            {{"key", code_key},
                             {"document", uid + ":" + version(uid)},
                             {"document", free + ":" + version(free)}});
    EXPECT_TRUE(contains(mixed, "đang chờ xác nhận ở một lần ký khác"));
    EXPECT_EQ(database.value("SELECT count(*) FROM signing_acts"), "1");

    ASSERT_EQ(give(office.leader, act, code).status, 303);
    const std::string id = act.substr(act.rfind('/') + 1);
    std::vector<std::thread> tabs;
    for (int i = 0; i < 4; ++i)
        tabs.emplace_back([&] {
            EXPECT_TRUE(signing::go_on(signing_services, *act_subject(services, office.leader), id));
        });
    for (std::thread& tab : tabs) tab.join();
    EXPECT_EQ(row(act, "state"), "done");
    EXPECT_EQ(valid(content(uid)), 1U);
    EXPECT_EQ(journal(act), "signing_act.begun, signing_act.done");
    EXPECT_EQ(database.value("SELECT count(*) FROM document_events WHERE action = 'signed'"), "1");
    EXPECT_EQ(give(office.leader, act, code).status, 303) << "pressed once more";
}

TEST_F(ActsTest, TwoTabsThatBeginAtOnceMakeOneAct)
{
    const std::string uid = submitted();
    const auto key =
        signing::find_key(signing_services, scope_of(office.leader), code_key, office.leader.official);
    const ToBegin wanted{uid, document(services, office.leader, uid)->version};
    std::vector<std::string> acts(4);
    std::vector<std::thread> tabs;
    for (std::string& act : acts)
        tabs.emplace_back([&] {
            const auto begun = begin_act(services, office.leader, *key, Purpose::leader, {wanted});
            if (begun) act = begun->act;
        });
    for (std::thread& tab : tabs) tab.join();
    EXPECT_NE(acts[0], "");
    for (const std::string& act : acts) EXPECT_EQ(act, acts[0]);
    EXPECT_EQ(database.value("SELECT count(*) FROM signing_acts"), "1");
}

TEST_F(ActsTest, WhatChangedMeanwhileIsNotSigned)
{
    const std::string uid = submitted();
    const std::string other = submitted();
    const auto sent = post(office.leader, "/outgoing/signing",
                           {{"key", code_key},
                            {"document", uid + ":" + version(uid)},
                            {"document", other + ":" + version(other)}});
    const std::string act = location(sent);
    ASSERT_TRUE(take_back_draft(services, office.specialist, uid));
    ASSERT_TRUE(edit_draft(
        services, office.specialist, uid, document(services, office.specialist, uid)->version,
        draft_to({deo_gia.agency}, "Đổi nơi nhận"), {}, {{"khac.pdf", blobs.put(PlainPdf::letter())}}));
    ASSERT_TRUE(submit_draft(services, office.specialist, uid));
    ASSERT_EQ(give(office.leader, act, code).status, 303);
    const auto result = get(office.leader, act);
    EXPECT_TRUE(contains(result, "Văn bản đã thay đổi")) << result.body;
    EXPECT_EQ(state(uid), DocumentState::review);
    EXPECT_EQ(valid(content(uid)), 0U);
    EXPECT_EQ(state(other), DocumentState::approved) << "the other one is signed all the same";
    EXPECT_EQ(valid(content(other)), 1U);
}

// The same button in another tab, without a signature: what the signer confirms afterwards stands in no file, and he reads so.
TEST_F(ActsTest, WhatWasOnlyApprovedIsNotCalledSigned)
{
    const std::string uid = submitted();
    const std::string drafted = content(uid);
    const std::string act = begin(uid, app_key);
    ASSERT_TRUE(approve_draft(services, office.leader, uid, document(services, office.leader, uid)->version));
    decide(act, "accept");
    EXPECT_TRUE(contains(get(office.leader, act), "không được ghi vào tệp"));
    EXPECT_EQ(row(act, "state"), "undone");
    EXPECT_EQ(state(uid), DocumentState::approved);
    EXPECT_EQ(content(uid), drafted);
}

TEST_F(ActsTest, WhatIsCancelledOrRefusedIsUndone)
{
    const std::string uid = submitted();
    const std::string drafted = content(uid);
    const std::string cancelled = begin(uid, app_key);
    ASSERT_EQ(post(office.leader, cancelled + "/closure", {}).status, 303);
    EXPECT_TRUE(contains(get(office.leader, cancelled), "đã huỷ"));
    decide(cancelled, "accept");  // too late
    get(office.leader, cancelled);
    EXPECT_EQ(content(uid), drafted);
    EXPECT_EQ(row(cancelled, "state"), "undone");

    const std::string refused = begin(uid, app_key);
    decide(refused, "refuse");
    EXPECT_TRUE(contains(get(office.leader, refused), "bị từ chối"));
    const std::string guessed = begin(uid, code_key);
    for (int i = 0; i < 3; ++i) give(office.leader, guessed, "11111111");
    EXPECT_EQ(give(office.leader, guessed, code).status, 303);
    EXPECT_TRUE(contains(get(office.leader, guessed), "bị từ chối"));
    EXPECT_EQ(content(uid), drafted);
    EXPECT_EQ(state(uid), DocumentState::review);
    EXPECT_EQ(journal(guessed), "signing_act.begun, signing_act.undone");
    // A key that ends in the middle, a service that is no longer connected.
    const std::string orphan = begin(uid, code_key);
    database.execute("UPDATE signing_keys SET ended_at = now() WHERE uid = '" + code_key + "'");
    EXPECT_TRUE(contains(get(office.leader, orphan), "đã ngừng dùng"));
    const std::string cut = begin(uid, app_key);
    signing_services.remote.clear();
    EXPECT_TRUE(contains(get(office.leader, cut), "không còn nối"));
    EXPECT_FALSE(contains(get(office.leader, "/outgoing/signing"), "SmartCA"));
    EXPECT_EQ(content(uid), drafted);
}

// What was confirmed is not lost while the timestamp authority is silent, and nobody can cancel it any more.
TEST_F(ActsTest, ASilentTimestampAuthorityDelaysAndLosesNothing)
{
    const std::string uid = submitted();
    const std::string drafted = content(uid);
    const std::string act = begin(uid, code_key);
    ASSERT_EQ(give(office.leader, act, code).status, 303);
    signing_services.timestamp = [](std::string_view) -> base::Result<std::string> {
        return base::Error{base::Fault::unavailable, {}, "Dịch vụ cấp dấu thời gian không trả lời.", {}};
    };
    const auto page = get(office.leader, act);
    EXPECT_EQ(page.status, 503);
    EXPECT_TRUE(contains(page, "dấu thời gian không trả lời"));
    EXPECT_EQ(row(act, "state"), "confirmed");
    EXPECT_EQ(content(uid), drafted);
    post(office.leader, act + "/closure", {});
    pass(1h);
    queue.run_due();
    EXPECT_EQ(row(act, "state"), "confirmed") << "neither cancelled nor run out";
    signing_services.timestamp = nullptr;
    EXPECT_EQ(location(get(office.leader, act)), "/outgoing/" + uid + "?done=signed");
    EXPECT_EQ(valid(content(uid)), 1U);
}

}  // namespace
}  // namespace lt::documents
