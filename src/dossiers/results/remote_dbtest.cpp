// Results signed and sealed at a remote service that really signs, through the pages: what is confirmed is signed, whatever breaks off in
// between has changed nothing but the number, which stays.
#include <thread>

#include "dossiers/results/elsewhere.h"
#include "dossiers/results/elsewhere_fixture_dbtest.h"
#include "signing/remote_testing.h"

namespace lt::dossiers {
namespace {

using namespace std::chrono_literals;
using signing::Whose;

class ResultRemoteTest : public ElsewhereTest {
protected:
    ResultRemoteTest() : keys(clock->now())
    {
        keys.service.add("001", "ma-otp", identity("Người 12"), signing::RemoteKeys::kByCode);
        keys.service.add("001", "ung-dung", identity("Người 12 (điện thoại)"), signing::RemoteKeys::kByApp);
        keys.service.add("H05", "con-dau", identity("UBND phường Kinh Bắc"), signing::RemoteKeys::kByCode);
        keys.connect(signing);
        code_key = add(commune.leader, Whose::own, "001", "ma-otp");
        app_key = add(commune.leader, Whose::own, "001", "ung-dung");
        agency_key = add(commune.clerk, Whose::agency, "H05", "con-dau");
    }
    std::string add(const Actor& actor, Whose whose, const std::string& user, const std::string& id)
    {
        return keys.register_key(signing, {result_scope(actor), actor.role, ""}, whose, user, id);
    }
    void pass(std::chrono::seconds time)
    {
        clock->advance(time);
        keys.service.set_clock(clock->now());
    }
    http::Response give(const Actor& actor, const std::string& act, const std::string& typed)
    {
        return post(actor, act + "/code", {{"otp", typed}});
    }

    signing::RemoteKeys keys;
    const std::string code = crypto::SigningServiceProcess::kCode;
    std::string code_key{}, app_key{}, agency_key{};
};

TEST_F(ResultRemoteTest, OneCodeSignsManyAndTheSealGoesOverThem)
{
    const std::string first = submitted();
    const std::string its_dossier = dossier;
    const std::string second = submitted();
    const std::string drafted = content(the_draft(first));
    EXPECT_TRUE(says(page(commune.leader, pages::kToSign), "SmartCA"));
    const std::string act = begin(code_key, {first, second});
    const std::string shown = page(commune.leader, act);
    EXPECT_TRUE(says(shown, "name=\"otp\"") && says(shown, "01/2026: "));
    EXPECT_EQ(begin(app_key, {first, second}), act) << "also with another key: one after the other";
    EXPECT_EQ(content(the_draft(first)), drafted) << "nothing has changed yet";
    EXPECT_EQ(give(commune.leader, act, "11111111").status, 422);
    ASSERT_EQ(give(commune.leader, act, code).status, 303);
    EXPECT_TRUE(says(page(commune.leader, act), "Đã ký"));
    for (const std::string& uid : {first, second}) {
        EXPECT_EQ(the_draft(uid).state, DraftState::is_signed);
        EXPECT_EQ(signers(uid), "Người 12");
        EXPECT_TRUE(pdf::is_certified(*pdf::File::open(content(the_draft(uid)))));
    }
    EXPECT_EQ(row(act, "state"), "done");
    EXPECT_EQ(database.value("SELECT count(*) FROM audit_events WHERE detail::text LIKE '%" + code + "%'"),
              "0");

    EXPECT_TRUE(says(page(commune.clerk, pages::kToSeal), "SmartCA"));
    const std::string sealing = begin_seal(agency_key, {first});
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_results"), "0");
    ASSERT_EQ(give(commune.clerk, sealing, code).status, 303);
    EXPECT_EQ(location(get(commune.clerk, sealing)), draft_page(its_dossier, first) + "?done=sealed");
    run_jobs();
    EXPECT_EQ(the_draft(first).state, DraftState::sealed);
    EXPECT_EQ(signers(first), "Người 12, UBND phường Kinh Bắc");
    EXPECT_EQ(the(its_dossier).life.state, State::resolved);
    EXPECT_EQ(times("signed"), "2");
    EXPECT_EQ(times("sealed"), "1");
}

TEST_F(ResultRemoteTest, WhatIsRefusedOrForgottenKeepsItsNumberForTheNextTry)
{
    const std::string uid = submitted();
    const std::string drafted = content(the_draft(uid));
    const std::string refused = begin(app_key, {uid});
    keys.decide(row(refused, "transaction"), "refuse");
    EXPECT_TRUE(says(page(commune.leader, refused), "bị từ chối"));
    const std::string forgotten = begin(code_key, {uid});
    pass(190s);
    run_jobs();
    EXPECT_EQ(row(forgotten, "state"), "undone");
    EXPECT_EQ(give(commune.leader, forgotten, code).status, 303) << "too late";
    EXPECT_EQ(the_draft(uid).state, DraftState::submitted);
    EXPECT_EQ(content(the_draft(uid)), drafted);
    // Confirmed on the telephone, and the browser is closed: the job puts the signature in its place, once.
    const std::string left = begin(app_key, {uid});
    keys.decide(row(left, "transaction"), "accept");
    pass(190s);
    run_jobs();
    EXPECT_EQ(row(left, "state"), "done");
    EXPECT_EQ(signers(uid), "Người 12 (điện thoại)");
    EXPECT_EQ(the_draft(uid).notation, "01/2026");
    EXPECT_EQ(last_number(), "1") << "no gap and nothing twice";
    EXPECT_EQ(times("numbered"), "1");
}

TEST_F(ResultRemoteTest, ManyTabsSignOnceAndWhatChangedIsNotSigned)
{
    const std::string uid = submitted();
    const std::string changed = submitted();
    const std::string act = begin(code_key, {uid, changed});
    database.execute("UPDATE dossier_drafts SET state = 'dropped', version = version + 1 WHERE uid = '" +
                     changed + "'");
    ASSERT_EQ(give(commune.leader, act, code).status, 303);
    std::vector<std::thread> tabs;
    const std::string id = act.substr(act.rfind('/') + 1);
    for (int i = 0; i < 4; ++i)
        tabs.emplace_back(
            [&] { EXPECT_TRUE(signing::go_on(signing, *result_acts(services, commune.leader), id)); });
    for (std::thread& tab : tabs) tab.join();
    EXPECT_EQ(row(act, "state"), "done");
    EXPECT_EQ(times("signed"), "1");
    EXPECT_EQ(signers(uid), "Người 12");
    EXPECT_EQ(the_draft(changed).state, DraftState::dropped);
    EXPECT_TRUE(says(page(commune.leader, act), "vừa có thay đổi"));
}

TEST_F(ResultRemoteTest, AnAuthorityOfTimestampsThatIsSilentStopsItAndItGoesOn)
{
    const std::string uid = submitted();
    const std::string act = begin(code_key, {uid});
    signing.timestamp = [](std::string_view) -> base::Result<std::string> {
        return base::Error{base::Fault::unavailable, "", "Máy chủ dấu thời gian không trả lời.", {}};
    };
    ASSERT_EQ(give(commune.leader, act, code).status, 303);
    EXPECT_EQ(get(commune.leader, act).status, 503);
    EXPECT_EQ(the_draft(uid).state, DraftState::submitted);
    EXPECT_EQ(row(act, "state"), "confirmed");
    signing.timestamp = {};
    EXPECT_EQ(location(get(commune.leader, act)), draft_page(dossier, uid) + "?done=signed");
    EXPECT_EQ(signers(uid), "Người 12");
}

}  // namespace
}  // namespace lt::dossiers
