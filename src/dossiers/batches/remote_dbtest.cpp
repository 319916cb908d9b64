// Slips and records signed at a remote service that really signs, through the pages: what is confirmed is put in its place, whatever breaks
// off in between has handed nothing over, and the number stays with the form.
#include <thread>

#include "dossiers/batches/elsewhere.h"
#include "dossiers/batches/elsewhere_fixture_dbtest.h"
#include "signing/remote_testing.h"

namespace lt::dossiers::batches {
namespace {

using namespace std::chrono_literals;
using signing::Whose;

class BatchRemoteTest : public BatchElsewhereTest {
protected:
    BatchRemoteTest() : keys(clock->now())
    {
        keys.service.add("001", "ma-otp", giver, signing::RemoteKeys::kByCode);
        keys.service.add("001", "ung-dung", identity("Người 11 (điện thoại)"), signing::RemoteKeys::kByApp);
        keys.service.add("003", "ma-otp-3", taker, signing::RemoteKeys::kByCode);
        keys.connect(signing);
        code_key = add(commune.desk, "001", "ma-otp");
        app_key = add(commune.desk, "001", "ung-dung");
        taker_key = add(commune.specialist, "003", "ma-otp-3");
    }
    std::string add(const Actor& actor, const std::string& user, const std::string& id)
    {
        return keys.register_key(signing, {scope_of(actor), actor.role, ""}, Whose::own, user, id);
    }
    void pass(std::chrono::seconds time)
    {
        clock->advance(time);
        keys.service.set_clock(clock->now());
    }
    int type(const Actor& actor, const std::string& act, const std::string& typed)
    {
        return post(actor, act + "/code", {{"otp", typed}}).status;
    }

    signing::RemoteKeys keys;
    const std::string code = crypto::SigningServiceProcess::kCode;
    std::string code_key{}, app_key{}, taker_key{};
};

TEST_F(BatchRemoteTest, OneCodeSignsTheSlipAndOneTheRecord)
{
    const Received done = received(a_reception());
    EXPECT_TRUE(says(page(commune.desk, kNew), "SmartCA"));
    const Fields form = form_with({done.uid}, "sign");
    const std::string batch = batch_in(form);
    const std::string act = begin(form, code_key);
    const std::string shown = page(commune.desk, act);
    EXPECT_TRUE(says(shown, "name=\"otp\"") && says(shown, "1/BGHS, "));
    EXPECT_EQ(begin(form, app_key), act) << "also with another key: one after the other";
    EXPECT_EQ(type(commune.desk, act, "11111111"), 422);
    EXPECT_EQ(all_batches(), "");
    ASSERT_EQ(type(commune.desk, act, code), 303);
    EXPECT_EQ(location(get(commune.desk, act)), pages::batch_path(batch) + "?done=given");
    EXPECT_EQ(signers(batch, "slip_sha256"), "Người 11");
    EXPECT_TRUE(pdf::is_certified(*pdf::File::open(paper(batch, "slip_sha256"))));

    const std::string taking = begin_taking(batch, taker_key, {{"take", "1"}, {"remark_1", ""}});
    EXPECT_EQ(all_batches(), "1givenfalse");
    ASSERT_EQ(type(commune.specialist, taking, code), 303);
    EXPECT_EQ(location(get(commune.specialist, taking)), pages::batch_path(batch) + "?done=received");
    EXPECT_EQ(signers(batch, "sha256"), "Người 13");
    EXPECT_EQ(all_batches(), "1receivedtrue");
    EXPECT_EQ(database.value("SELECT giver_certificate || ', ' || closer_certificate FROM hand_over_batches"),
              "Người 11, Người 13");
    EXPECT_EQ(times("given") + times("received"), "11");
    EXPECT_EQ(count("audit_events WHERE detail::text LIKE '%" + code + "%'"), "0");
}

TEST_F(BatchRemoteTest, WhatIsRefusedOrForgottenLeavesTheNumberToTheForm)
{
    const Received done = received(a_reception());
    const Fields form = form_with({done.uid}, "sign");
    const std::string refused = begin(form, app_key);
    keys.decide(row(refused, "transaction"), "refuse");
    EXPECT_TRUE(says(page(commune.desk, refused), "bị từ chối"));
    const std::string forgotten = begin(form, code_key);
    pass(190s);
    run_jobs();
    EXPECT_EQ(row(forgotten, "state"), "undone");
    EXPECT_EQ(type(commune.desk, forgotten, code), 303) << "too late";
    EXPECT_EQ(all_batches(), "");
    EXPECT_EQ(history(done.uid), "");
    EXPECT_EQ(numbers(), "1 1");
    // Confirmed on the telephone, and the browser is closed: the job puts the slip in its place, once.
    const std::string left = begin(form, app_key);
    keys.decide(row(left, "transaction"), "accept");
    pass(190s);
    run_jobs();
    EXPECT_EQ(row(left, "state"), "done");
    EXPECT_EQ(all_batches(), "1givenfalse");
    EXPECT_EQ(signers(batch_in(form), "slip_sha256"), "Người 11 (điện thoại)");
    EXPECT_EQ(numbers(), "1 0") << "no gap and nothing twice";
}

TEST_F(BatchRemoteTest, ManyTabsGiveOnce)
{
    const Received done = received(a_reception());
    const std::string act = begin(form_with({done.uid}, "sign"), code_key);
    ASSERT_EQ(type(commune.desk, act, code), 303);
    const std::string id = act.substr(act.rfind('/') + 1);
    std::vector<std::thread> tabs;
    for (int i = 0; i < 4; ++i)
        tabs.emplace_back(
            [&] { EXPECT_TRUE(signing::go_on(signing, *batch_acts(services, commune.desk), id)); });
    for (std::thread& tab : tabs) tab.join();
    EXPECT_EQ(row(act, "state"), "done");
    EXPECT_EQ(all_batches(), "1givenfalse");
    EXPECT_EQ(times("given"), "1");
    EXPECT_EQ(count("hand_over_lines"), "1");
}

TEST_F(BatchRemoteTest, WhatChangedBeforeItWasConfirmedIsNotHandedOver)
{
    const Received named = received(a_reception());
    const Received gone = received(a_reception());
    const std::string renamed = begin(form_with({named.uid}, "sign"), code_key);
    database.execute("UPDATE dossiers SET owner_name = 'Trần Văn Khác' WHERE uid = '" + named.uid + "'");
    ASSERT_EQ(type(commune.desk, renamed, code), 303);
    EXPECT_TRUE(says(page(commune.desk, renamed), "Thông tin của hồ sơ vừa thay đổi"));
    const std::string withdrawn = begin(form_with({gone.uid}, "sign"), code_key);
    EXPECT_TRUE(acted(commune.desk, gone.uid, {.kind = ActKind::withdraw}));
    ASSERT_EQ(type(commune.desk, withdrawn, code), 303);
    EXPECT_TRUE(says(page(commune.desk, withdrawn), "1 dòng không bàn giao được"));
    EXPECT_EQ(row(renamed, "state") + row(withdrawn, "state"), "undoneundone");
    EXPECT_EQ(all_batches(), "");
    EXPECT_EQ(numbers(), "2 2");

    // The giver takes back what the taker is about to sign for.
    const std::string batch = given(giving({named.uid}));
    const std::string taking = begin_taking(batch, taker_key, {{"take", "1"}, {"remark_1", ""}});
    ASSERT_TRUE(withdraw(services, commune.desk, batch));
    ASSERT_EQ(type(commune.specialist, taking, code), 303);
    EXPECT_TRUE(says(page(commune.specialist, taking), "rút lại lúc"));
    EXPECT_EQ(all_batches(), "3withdrawnfalse");
}

TEST_F(BatchRemoteTest, AnAuthorityOfTimestampsThatIsSilentStopsItAndItGoesOn)
{
    const Received done = received(a_reception());
    const Received second = received(a_reception());
    Fields form = form_with({done.uid, second.uid}, "sign");
    const std::string act = begin(form, code_key);
    signing.timestamp = [](std::string_view) -> base::Result<std::string> {
        return base::Error{base::Fault::unavailable, "", "Máy chủ dấu thời gian không trả lời.", {}};
    };
    ASSERT_EQ(type(commune.desk, act, code), 303);
    EXPECT_EQ(get(commune.desk, act).status, 503);
    EXPECT_EQ(all_batches(), "");
    EXPECT_EQ(row(act, "state"), "confirmed");
    // What the signer has confirmed is not exchanged for another list.
    Fields other_list = form;
    other_list.pop_back();
    const auto sent = post(commune.desk, kNew, with(other_list, code_key));
    EXPECT_EQ(sent.status, 422);
    EXPECT_TRUE(says(sent.body, "id=\"key-error\"") && says(sent.body, "không huỷ được nữa"));
    signing.timestamp = {};
    EXPECT_EQ(location(get(commune.desk, act)), pages::batch_path(batch_in(form)) + "?done=given");
    EXPECT_EQ(count("hand_over_lines"), "2");
}

}  // namespace
}  // namespace lt::dossiers::batches
