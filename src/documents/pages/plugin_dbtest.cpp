// The whole way of a signature by the plug-in, through pages and routes, with a program that really signs; and what somebody may try with
// its addresses. What is refused changes nothing and can be done right afterwards.
#include <thread>

#include "accounts/accounts.h"
#include "documents/copies/copies.h"
#include "documents/pages/pages_fixture_dbtest.h"
#include "documents/signatures/acts.h"
#include "documents/signatures/letters_dbtest.h"
#include "kit/pdf/plugin_testing.h"
#include "kit/text/scan_testing.h"
#include "signing/actions.h"
#include "signing/plugin_acts.h"
#include "signing/plugin_testing.h"
#include "signing/sign.h"

namespace lt::documents::pages {
namespace {

using namespace std::chrono_literals;
using pdf::sign_with_program;
using signing::GivenFile;
using signing::Order;

class PluginTest : public PagesTest, protected signing::PluginMachine {
protected:
    PluginTest()
        : PluginMachine(router), accounts_(database.pool(), clock, directory_, the_pages,
                                           {.key_file = folder / "accounts.key", .cheap_passwords = true})
    {
        logged_in = [this](const std::string& session) { return accounts_.logged_in(session); };
        for (const Actor* actor : {&office.leader, &office.clerk, &kinh_bac.leader}) log_in(*actor);
        leader_key = add(office.leader, signing::Whose::own, leader_);
        seal_key = add(office.clerk, signing::Whose::agency, agency_);
    }
    static crypto::CertificateWish wish(const std::string& name, crypto::CertificateUse use)
    {
        return {.common_name = name,
                .organisation = "Thử",
                .use = use,
                .kind = crypto::KeyKind::elliptic_curve,
                .from = kStart - 8000h,
                .until = kStart + 8000h};
    }
    void log_in(const Actor& actor)
    {
        signing::log_in_for_plugin(database, actor.official, session_of(actor));
    }
    void log_out(const Actor& actor) { signing::log_out_for_plugin(database, session_of(actor)); }
    std::string add(const Actor& actor, signing::Whose whose, const crypto::Identity& who)
    {
        const auto uid = signing::add_plugin(signing_services, {scope_of(actor), actor.role, ""}, whose,
                                             who.certificate.pem());
        EXPECT_TRUE(uid) << (uid ? "" : uid.error().message);
        return uid ? *uid : "";
    }
    NewFile letter_file(const std::string& name = "cong-van.pdf")
    {
        return {name, blobs.put(PlainPdf::letter())};
    }
    std::string submitted(const std::string& subject = "Cử đại biểu dự hội nghị",
                          std::vector<NewFile> files = {})
    {
        if (files.empty()) files.push_back(letter_file());
        const auto created =
            create_draft(services, office.specialist, key(), draft_to({kinh_bac.agency}, subject), files);
        EXPECT_TRUE(created) << (created ? "" : created.error().message);
        EXPECT_TRUE(submit_draft(services, office.specialist, created->uid));
        return created->uid;
    }
    std::string version(const std::string& uid)
    {
        return std::to_string(document(services, office.leader, uid)->version);
    }
    DocumentState state(const std::string& uid) { return document(services, office.clerk, uid)->state; }
    std::string content(const std::string& uid, std::size_t file = 0)
    {
        return blobs.get(document(services, office.clerk, uid)->files.at(file).sha256, 10 << 20);
    }
    // The leader begins with one document; where it goes on.
    std::string begin(const std::string& uid)
    {
        const auto sent = post(office.leader, "/outgoing/" + uid + "/signature",
                               {{"version", version(uid)}, {"key", leader_key}, {"pin", ""}});
        EXPECT_EQ(sent.status, 303) << sent.body;
        return location(sent);
    }
    std::string begin_seal(const std::string& uid)
    {
        const auto sent = post(office.clerk, "/outgoing/" + uid + "/issue", {{"key", seal_key}, {"pin", ""}});
        EXPECT_EQ(sent.status, 303) << sent.body;
        return location(sent);
    }
    Order order(const Actor& actor, const std::string& act)
    {
        const auto answer = post(actor, act + "/order", {});
        EXPECT_EQ(answer.status, 200) << answer.body;
        return Order::of(answer.body);
    }
    base::Result<base::Done> deliver_as(const Actor& actor, const GivenFile& given,
                                        const std::string& session, const std::string& bytes)
    {
        return signing::deliver_file(signing_services, *act_subject(services, actor), given, session, bytes);
    }
    std::string row(const std::string& act, const std::string& column)
    {
        return database.value("SELECT " + column + "::text FROM signing_acts WHERE uid = '" +
                              act.substr(act.rfind('/') + 1) + "'");
    }
    std::string signers(const std::string& bytes) { return pdf::signers_of(bytes, clock->now()); }

    accounts::Accounts accounts_;
    crypto::Identity root_ = crypto::make_root(wish("Gốc thử", crypto::CertificateUse::authority));
    crypto::Identity leader_ = crypto::issue(root_, wish("Người 12", crypto::CertificateUse::documents));
    crypto::Identity agency_ = crypto::issue(root_, wish("UBND tỉnh", crypto::CertificateUse::documents));
    std::string leader_key{}, seal_key{};
};

TEST_F(PluginTest, TheLeaderSignsAListOneDocumentAfterTheOther)
{
    std::vector<std::string> all;
    std::vector<std::pair<std::string, std::string>> form{{"key", leader_key}, {"pin", ""}};
    for (const char* subject : {"Quyết định một", "Công văn hai", "Tờ trình ba"}) {
        all.push_back(submitted(subject));
        form.emplace_back("document", all.back() + ":" + version(all.back()));
    }
    EXPECT_TRUE(contains(get(office.leader, "/outgoing/signing"), "phần mềm VGCA"));
    const auto sent = post(office.leader, "/outgoing/signing", form);
    ASSERT_EQ(sent.status, 303) << sent.body;
    const std::string act = location(sent);
    const auto page = get(office.leader, act);
    EXPECT_TRUE(contains(page, "data-vgca=\"" + act + "/order\""));
    EXPECT_TRUE(contains(get(office.leader, "/outgoing/signing"), act)) << "the way back to it";
    for (std::size_t i = 0; i < all.size(); ++i) {
        const std::string drafted = content(all[i]);
        const Order next = order(office.leader, act);
        EXPECT_EQ(next.path, "SignApproved");
        EXPECT_TRUE(next.progress.starts_with("Tệp " + std::to_string(i + 1) + " trong 3: "))
            << next.progress;
        const std::string given = file_at(next.fetch());
        EXPECT_TRUE(given.starts_with(drafted));
        EXPECT_EQ(state(all[i]), DocumentState::review) << "nothing has changed yet";
        EXPECT_EQ(plugin_signs(next, leader_), "");
        EXPECT_EQ(state(all[i]), DocumentState::approved);
        EXPECT_TRUE(content(all[i]).starts_with(given));
        EXPECT_EQ(signers(content(all[i])), "Người 12");
        EXPECT_EQ(row(act, "state"), i < 2 ? "waiting" : "done");
        EXPECT_TRUE(contains(get(office.leader, act), "Đã ký"));
    }
    EXPECT_EQ(order(office.leader, act).done, act);
    EXPECT_EQ(database.value("SELECT count(sha256) + count(delivered_sha256) FROM signing_act_files"), "0");
    EXPECT_EQ(
        database.value("SELECT string_agg(action, ', ' ORDER BY id) FROM audit_events WHERE subject = '" +
                       act.substr(act.rfind('/') + 1) + "'"),
        "signing_act.begun, signing_act.done");
    clock->advance(2h);
    while (queue.run_due() > 0) {}
    EXPECT_EQ(row(act, "state"), "done") << "the job finds nothing to do";
}

TEST_F(PluginTest, TheClerkSealsAndIssuesWithAnnex)
{
    const std::string uid = submitted("Kế hoạch", {letter_file(), letter_file("phu-luc.pdf")});
    EXPECT_EQ(plugin_signs(order(office.leader, begin(uid)), leader_), "");
    const std::string certified = content(uid);
    EXPECT_TRUE(contains(get(office.clerk, "/outgoing/" + uid + "/issue"), "phần mềm VGCA"));
    const std::string act = begin_seal(uid);
    EXPECT_EQ(document(services, office.clerk, uid)->notation, "01/UBND-VX") << "taken and kept";
    EXPECT_TRUE(contains(get(office.clerk, "/outgoing/" + uid), act)) << "the way back to it";
    const Order main = order(office.clerk, act);
    EXPECT_EQ(main.path, "SignIssued");
    EXPECT_EQ(main.parameters["DocNumber"], "01/UBND-VX");
    EXPECT_EQ(main.parameters["IssuedDate"], "2026-11-20T00:00:00+07:00");
    EXPECT_TRUE(file_at(main.fetch()).starts_with(certified));
    EXPECT_EQ(plugin_signs(main, agency_, {.field = "Signature2"}), "");
    EXPECT_EQ(state(uid), DocumentState::approved) << "the annex is missing";
    EXPECT_EQ(content(uid), certified);
    const Order annex = order(office.clerk, act);
    EXPECT_EQ(annex.path, "SignAppendix");
    EXPECT_EQ(plugin_signs(annex, agency_), "");
    EXPECT_EQ(location(get(office.clerk, act)), "/outgoing/" + uid + "?done=issued");
    EXPECT_EQ(state(uid), DocumentState::issued);
    EXPECT_EQ(signers(content(uid)), "Người 12, UBND tỉnh");
    EXPECT_EQ(signers(content(uid, 1)), "UBND tỉnh");
    EXPECT_TRUE(document(services, kinh_bac.clerk, uid));
}

// A certified file takes no new field: told before a number is taken, and avoided where the agency's plug-in is known.
TEST_F(PluginTest, TheLeadersOtherKeysLeaveRoomForTheSealOfAPlugin)
{
    const auto leader_signs = [&](const std::string& uid) {
        signing::Hand hand{.key = {.holder = signing::Holder::pkcs12,
                                   .certificate = leader_.certificate,
                                   .chain = leader_.chain},
                           .signer = leader_.signer()};
        const auto done =
            sign_draft(services, office.leader, uid, document(services, office.leader, uid)->version, hand);
        EXPECT_TRUE(done) << (done ? "" : done.error().message);
    };
    const std::string uid = submitted();
    database.execute("UPDATE signing_keys SET ended_at = now() WHERE uid = '" + seal_key + "'");
    leader_signs(uid);
    seal_key = add(office.clerk, signing::Whose::agency, agency_);
    const auto refused = post(office.clerk, "/outgoing/" + uid + "/issue", {{"key", seal_key}});
    EXPECT_EQ(refused.status, 422) << "said on the page, beside the choice of keys";
    EXPECT_TRUE(contains(refused, "không cho thêm ô ký mới"));
    EXPECT_EQ(document(services, office.clerk, uid)->notation, "") << "no number is taken";
    ASSERT_TRUE(return_draft(services, office.clerk, uid, "Ký lại để đóng dấu bằng phần mềm"));
    ASSERT_TRUE(submit_draft(services, office.specialist, uid));
    leader_signs(uid);
    EXPECT_EQ(plugin_signs(order(office.clerk, begin_seal(uid)), agency_), "");
    EXPECT_EQ(state(uid), DocumentState::issued);
    EXPECT_EQ(signers(content(uid)), "Người 12, UBND tỉnh");
}

TEST_F(PluginTest, WhatAPluginSignedIsSealedWithAnotherKey)
{
    const std::string uid = submitted();
    EXPECT_EQ(plugin_signs(order(office.leader, begin(uid)), leader_), "");
    signing::Hand seal{.key = {.holder = signing::Holder::pkcs12,
                               .certificate = agency_.certificate,
                               .chain = agency_.chain},
                       .signer = agency_.signer()};
    const auto done = issue(services, office.clerk, uid, &seal);
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(signers(content(uid)), "Người 12, UBND tỉnh");
}

TEST_F(PluginTest, ACopyIsCertified)
{
    const std::string scan = text::testing::make_scan({{}});
    const auto made =
        make_copy(services, office.clerk, key(), {.kind_code = "certified_copy", .subject = "Quyết định"},
                  {{"ban-quet.pdf", blobs.put(scan)}});
    ASSERT_TRUE(made);
    const std::string act = begin_seal(made->uid);
    const Order copy = order(office.clerk, act);
    EXPECT_EQ(copy.path, "SignCopy");
    EXPECT_EQ(file_at(copy.fetch()), scan) << "as it is: the plug-in writes its own words";
    EXPECT_EQ(plugin_signs(copy, agency_), "");
    EXPECT_EQ(state(made->uid), DocumentState::issued);
    EXPECT_EQ(signers(content(made->uid)), "UBND tỉnh");
}

TEST_F(PluginTest, OfOneSignerFewFilesComeAtOnce)
{
    const std::string uid = submitted();
    const Order next = order(office.leader, begin(uid));
    {
        std::vector<std::shared_ptr<void>> others;
        for (int i = 0; i < signing::Coming::kAtOnce; ++i)
            others.push_back(*signing_services.coming.claim("another act", i, office.leader.official));
        const std::string refused = plugin_signs(next, leader_);
        EXPECT_NE(refused.find("Bạn đang gửi nhiều tệp đã ký cùng lúc."), std::string::npos) << refused;
        EXPECT_EQ(state(uid), DocumentState::review);
    }
    EXPECT_EQ(plugin_signs(next, leader_), "") << "the same ticket, when there is room";
    EXPECT_EQ(state(uid), DocumentState::approved);
}

TEST_F(PluginTest, OnlyThisPageMayTalkToThePlugin)
{
    const std::string uid = submitted();
    const std::string act = begin(uid);
    const auto policy = [](const http::Response& response) {
        for (const auto& [name, value] : response.headers)
            if (name == "Content-Security-Policy") return value;
        return std::string();
    };
    EXPECT_TRUE(policy(get(office.leader, act)).ends_with("; connect-src 'self' wss://127.0.0.1:8987"));
    for (const std::string& other : {std::string("/outgoing/signing"), "/outgoing/" + uid, std::string("/")})
        EXPECT_EQ(policy(get(office.leader, other)), "") << other;
    EXPECT_EQ(plugin_signs(order(office.leader, act), leader_), "");
    post(office.leader, act + "/closure", {});
    EXPECT_EQ(policy(get(office.leader, act)), "") << "nothing is left to sign";
}

TEST_F(PluginTest, WhatIsNoGoodSignatureIsRefusedAndMayBeDoneAgain)
{
    const std::string uid = submitted();
    const std::string act = begin(uid);
    const Order next = order(office.leader, act);
    const std::string given = file_at(next.fetch());
    const std::string good = sign_with_program(given, leader_);
    const std::string drafted = content(uid);
    EXPECT_NE(delivered(next.deliver(), sign_with_program(drafted, leader_)), "") << "not the given bytes";
    EXPECT_NE(delivered(next.deliver(), given), "") << "not signed";
    EXPECT_NE(delivered(next.deliver(), sign_with_program(good, leader_, {.field = "Hai"})), "");
    EXPECT_NE(delivered(next.deliver(), sign_with_program(given, agency_)), "") << "another certificate";
    EXPECT_NE(delivered(next.deliver(), sign_with_program(given, leader_, {.page_text = "Khac"})), "");
    EXPECT_NE(delivered(next.deliver(), ""), "");
    EXPECT_NE(delivered(next.deliver(), "<html>"), "");
    EXPECT_NE(delivered(next.deliver(), good, "tep"), "") << "another part of the form";
    http::Request raw = request(http::Method::post, next.deliver());
    EXPECT_NE(reason(raw, next.deliver(), good), "") << "no form at all";
    http::Request broken = request(http::Method::post, next.deliver());
    broken.headers["content-type"] = "multipart/form-data; boundary=gioi-han";
    EXPECT_NE(reason(broken, next.deliver(), "--gioi-han\r\nContent-Disp"), "") << "cut off";
    EXPECT_EQ(content(uid), drafted);
    EXPECT_EQ(row(act, "state"), "waiting");
    EXPECT_EQ(delivered(next.deliver(), good), "") << "the ticket is still good";
    EXPECT_EQ(state(uid), DocumentState::approved);
}

TEST_F(PluginTest, ATicketIsGoodForWhatItSaysOnly)
{
    const std::string one = submitted();
    const std::string act = begin(one);
    const Order first = order(office.leader, act);
    const std::string good = sign_with_program(file_at(first.fetch()), leader_);
    const std::string deliver = first.deliver();
    for (std::size_t at = 6; at < deliver.size(); at += 7) {
        std::string forged = deliver;
        forged[at] = forged[at] == 'A' ? 'B' : 'A';
        EXPECT_NE(delivered(forged, good), "") << at;
    }
    const std::string fetch = first.fetch().substr(0, first.fetch().rfind('/'));
    EXPECT_NE(delivered(fetch, good), "") << "fetching is no delivering";
    EXPECT_EQ(fetched(deliver + "/van-ban.pdf").status, 403) << "and the other way round";
    // Another act's ticket does not take this file.
    const std::string two = submitted("Việc khác");
    const Order second = order(office.leader, begin(two));
    EXPECT_NE(delivered(second.deliver(), good), "");
    clock->advance(15min);
    EXPECT_NE(delivered(deliver, good), "") << "too late";
    EXPECT_EQ(fetched(first.fetch()).status, 409);
    EXPECT_EQ(state(one), DocumentState::review);
    EXPECT_EQ(delivered(order(office.leader, act).deliver(), good), "") << "the act still waits";
    EXPECT_NE(delivered(deliver, good), "");
    EXPECT_EQ(state(one), DocumentState::approved);
}

TEST_F(PluginTest, ATicketCountsOnce)
{
    const std::string uid = submitted();
    const std::string act = begin(uid);
    const Order next = order(office.leader, act);
    const Order same = order(office.leader, act);  // another tab
    const std::string good = sign_with_program(file_at(next.fetch()), leader_);
    std::vector<std::string> answers(4);
    std::vector<std::thread> at_once;
    for (std::string& answer : answers)
        at_once.emplace_back([&] {
            const auto bearer = accounts_.logged_in(session_of(office.leader));
            const std::string id = act.substr(act.rfind('/') + 1);
            const auto kept = deliver_as(actor_of(*bearer, "test"),
                                         {.act = id, .sha256 = crypto::sha256_hex(file_at(same.fetch()))},
                                         session_of(office.leader), good);
            answer = kept ? "taken" : "refused";
        });
    for (std::thread& one : at_once) one.join();
    EXPECT_EQ(std::ranges::count(answers, "taken"), 1);
    EXPECT_NE(delivered(next.deliver(), good), "") << "once more";
    EXPECT_NE(delivered(same.deliver(), good), "");
    EXPECT_EQ(database.value("SELECT count(*) FROM document_events WHERE action = 'signed'"), "1");
    EXPECT_EQ(fetched(next.fetch()).status, 409) << "nothing waits any more";
}

TEST_F(PluginTest, ATicketEndsWithItsSession)
{
    const std::string uid = submitted();
    const std::string act = begin(uid);
    const Order next = order(office.leader, act);
    const std::string good = sign_with_program(file_at(next.fetch()), leader_);
    log_out(office.leader);
    EXPECT_NE(delivered(next.deliver(), good).find("đăng xuất"), std::string::npos);
    EXPECT_EQ(fetched(next.fetch()).status, 409);
    // Logged out while the file is being judged: the database itself looks once more.
    const GivenFile given{.act = act.substr(act.rfind('/') + 1),
                          .sha256 = database.value("SELECT sha256 FROM signing_act_files")};
    const auto late = deliver_as(office.leader, given, session_of(office.leader), good);
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().fault, base::Fault::conflict);
    // A session of somebody else's opens nothing.
    EXPECT_FALSE(deliver_as(office.leader, given, session_of(office.clerk), good));
    EXPECT_FALSE(deliver_as(kinh_bac.leader, given, session_of(kinh_bac.leader), good));
    EXPECT_EQ(database.value("SELECT count(delivered_sha256) FROM signing_act_files"), "0");
    EXPECT_EQ(state(uid), DocumentState::review);
    log_in(office.leader);
    EXPECT_EQ(delivered(order(office.leader, act).deliver(), good), "");
    EXPECT_EQ(state(uid), DocumentState::approved);
}

TEST_F(PluginTest, WhatChangedMeanwhileIsNotSigned)
{
    const std::string uid = submitted();
    const std::string other = submitted("Việc khác");
    const auto sent = post(office.leader, "/outgoing/signing",
                           {{"key", leader_key},
                            {"document", uid + ":" + version(uid)},
                            {"document", other + ":" + version(other)}});
    const std::string act = location(sent);
    const Order next = order(office.leader, act);
    const std::string good = sign_with_program(file_at(next.fetch()), leader_);
    ASSERT_TRUE(take_back_draft(services, office.specialist, uid));
    ASSERT_TRUE(edit_draft(services, office.specialist, uid,
                           document(services, office.specialist, uid)->version,
                           draft_to({deo_gia.agency}, "Đổi nơi nhận"), {}, {letter_file("khac.pdf")}));
    ASSERT_TRUE(submit_draft(services, office.specialist, uid));
    EXPECT_NE(delivered(next.deliver(), good).find("đã thay đổi"), std::string::npos);
    // The page passes it over and goes on with the other one.
    EXPECT_EQ(plugin_signs(order(office.leader, act), leader_), "");
    EXPECT_EQ(state(uid), DocumentState::review);
    EXPECT_EQ(signers(content(uid)), "");
    EXPECT_EQ(state(other), DocumentState::approved);
    EXPECT_EQ(row(act, "state"), "done");
    EXPECT_TRUE(contains(get(office.leader, act), "Văn bản đã thay đổi"));
}

TEST_F(PluginTest, WhatIsCancelledTakesNothingMore)
{
    const std::string one = submitted();
    const std::string two = submitted("Việc khác");
    const auto sent = post(office.leader, "/outgoing/signing",
                           {{"key", leader_key},
                            {"document", one + ":" + version(one)},
                            {"document", two + ":" + version(two)}});
    const std::string act = location(sent);
    EXPECT_EQ(plugin_signs(order(office.leader, act), leader_), "");
    const Order next = order(office.leader, act);
    const std::string good = sign_with_program(file_at(next.fetch()), leader_);
    ASSERT_EQ(post(office.leader, act + "/closure", {}).status, 303);
    EXPECT_NE(delivered(next.deliver(), good), "");
    EXPECT_EQ(state(one), DocumentState::approved) << "what is signed stays signed";
    EXPECT_EQ(state(two), DocumentState::review);
    EXPECT_EQ(row(act, "state"), "done");
    EXPECT_TRUE(contains(get(office.leader, act), "đã huỷ"));
    // Cancelled before anything was signed; then it is signed anew.
    const std::string undone = begin(two);
    post(office.leader, undone + "/closure", {});
    EXPECT_EQ(row(undone, "state"), "undone");
    EXPECT_EQ(plugin_signs(order(office.leader, begin(two)), leader_), "");
    EXPECT_EQ(state(two), DocumentState::approved);
}

TEST_F(PluginTest, WhatIsLeftRunsOutAndItsNumberStays)
{
    const std::string uid = submitted("Kế hoạch", {letter_file(), letter_file("phu-luc.pdf")});
    EXPECT_EQ(plugin_signs(order(office.leader, begin(uid)), leader_), "");
    const std::string certified = content(uid);
    const std::string act = begin_seal(uid);
    EXPECT_EQ(plugin_signs(order(office.clerk, act), agency_, {.field = "Dau"}), "");
    clock->advance(30min);
    while (queue.run_due() > 0) {}
    EXPECT_EQ(row(act, "state"), "waiting") << "and what has come is still there";
    EXPECT_EQ(order(office.clerk, act).path, "SignAppendix");
    clock->advance(31min);
    while (queue.run_due() > 0) {}
    EXPECT_EQ(row(act, "state"), "undone");
    EXPECT_TRUE(contains(get(office.clerk, act), "Số đã cấp vẫn giữ"));
    EXPECT_EQ(content(uid), certified);
    const std::string again = begin_seal(uid);
    EXPECT_EQ(plugin_signs(order(office.clerk, again), agency_, {.field = "Dau"}), "");
    EXPECT_EQ(plugin_signs(order(office.clerk, again), agency_), "");
    EXPECT_EQ(state(uid), DocumentState::issued);
    EXPECT_EQ(document(services, office.clerk, uid)->notation, "01/UBND-VX");
    EXPECT_EQ(database.value("SELECT last FROM number_series WHERE book = 'outgoing'"), "1");
}

// As if the server had been stopped between the plug-in's answer and the document.
TEST_F(PluginTest, WhatHasComeIsClosedAfterARestart)
{
    const std::string uid = submitted();
    const std::string act = begin(uid);
    const Order next = order(office.leader, act);
    const blob::Blob good = blobs.put(sign_with_program(file_at(next.fetch()), leader_));
    database.execute("INSERT INTO blobs (sha256, size, media_type, created_at) VALUES ('" + good.sha256 +
                     "', " + std::to_string(good.size) + ", 'application/pdf', now())");
    database.execute("UPDATE signing_act_files SET delivered_sha256 = '" + good.sha256 + "'");
    clock->advance(61min);
    while (queue.run_due() > 0) {}
    EXPECT_EQ(row(act, "state"), "done");
    EXPECT_EQ(state(uid), DocumentState::approved);
    EXPECT_EQ(signers(content(uid)), "Người 12");
}

TEST_F(PluginTest, ACertificateThatEndsMeanwhileSignsNothing)
{
    crypto::CertificateWish short_lived = wish("Người 12, sắp hết hạn", crypto::CertificateUse::documents);
    short_lived.until = clock->now() + 20min;
    const crypto::Identity ends = crypto::issue(root_, short_lived);
    leader_key = add(office.leader, signing::Whose::own, ends);
    const std::string uid = submitted();
    const std::string act = begin(uid);
    clock->advance(10min);
    const Order next = order(office.leader, act);
    const std::string good = sign_with_program(file_at(next.fetch()), ends);
    clock->advance(11min);
    EXPECT_NE(delivered(next.deliver(), good).find("đã ngừng dùng"), std::string::npos);
    EXPECT_EQ(state(uid), DocumentState::review);
}

TEST_F(PluginTest, NobodyElseGoesOnWithIt)
{
    const std::string act = begin(submitted());
    for (const Actor* other : {&office.clerk, &kinh_bac.leader})
        EXPECT_EQ(post(*other, act + "/order", {}).status, 404) << other->name;
    database.execute("UPDATE signing_keys SET ended_at = now() WHERE uid = '" + leader_key + "'");
    EXPECT_EQ(order(office.leader, act).done, act);
    EXPECT_EQ(row(act, "state"), "undone");
    EXPECT_TRUE(contains(get(office.leader, act), "đã ngừng dùng"));
    EXPECT_EQ(fetched("/vgca/khong-co/van-ban.pdf").status, 403);
    EXPECT_EQ(delivered("/vgca/khong-co", "%PDF-"),
              "Địa chỉ nhận tệp ký số không hợp lệ. Hãy mở lại trang ký và ký từ đó.");
}

}  // namespace
}  // namespace lt::documents::pages
