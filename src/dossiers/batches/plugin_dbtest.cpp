// Slips and records signed by the plug-in on the official's machine, through pages and routes, with a program that really signs; and what
// somebody may send back in place of what was given out. What is refused hands nothing over and leaves the number to the form.
#include <functional>

#include "dossiers/batches/elsewhere_fixture_dbtest.h"

namespace lt::dossiers::batches {
namespace {

using namespace std::chrono_literals;
using pdf::sign_with_program;
using signing::Order;
using signing::Whose;

class BatchPluginTest : public BatchElsewhereTest {
protected:
    std::string givers = add_plugin(commune.desk, Whose::own, giver);
};

TEST_F(BatchPluginTest, TheGiverSignsTheSlipAndTheTakerTheRecord)
{
    const Received first = received(a_reception());
    const Received second = received(a_reception());
    const std::string shown = page(commune.desk, kNew);
    EXPECT_TRUE(says(shown, "phần mềm VGCA") && says(shown, "Ký số và bàn giao"));
    EXPECT_FALSE(says(shown, "name=\"pin\"")) << "no key of this desk has one";
    const Fields form = form_with({first.uid, second.uid}, "sign");
    const std::string batch = batch_in(form);
    const std::string act = begin(form, givers);
    EXPECT_EQ(begin(form, givers), act) << "pressed once more";
    EXPECT_EQ(numbers(), "1 1") << "and no further number";
    EXPECT_EQ(all_batches(), "") << "nothing is given yet";
    EXPECT_TRUE(says(page(commune.desk, act), "data-vgca=\"" + act + "/order\""));
    for (const char* where : {kNew, "/dossiers/batches"})
        EXPECT_TRUE(says(page(commune.desk, where), act)) << "the way back to it";

    const Order slip_order = order(commune.desk, act);
    EXPECT_EQ(slip_order.path, "SignApproved");
    EXPECT_TRUE(says(slip_order.progress, "1/BGHS, UBND phường Kinh Bắc")) << slip_order.progress;
    const std::string drawn = file_at(slip_order.fetch());
    EXPECT_TRUE(says(said("pdftotext -raw", drawn, "-"), "1/BGHS"));
    EXPECT_EQ(all_batches(), "");
    EXPECT_EQ(plugin_signs(slip_order, giver), "");
    EXPECT_EQ(all_batches(), "1givenfalse");
    EXPECT_TRUE(paper(batch, "slip_sha256").starts_with(drawn))
        << "exactly what was given out, and one signature";
    EXPECT_EQ(signers(batch, "slip_sha256"), "Người 11");
    EXPECT_EQ(order(commune.desk, act).done, act);
    EXPECT_EQ(row(act, "state"), "done");
    EXPECT_EQ(location(get(commune.desk, act)), pages::batch_path(batch) + "?done=given");
    EXPECT_TRUE(says(page(commune.desk, pages::batch_path(batch)), "Đã ký số, chứng thư của Người 11"));
    EXPECT_EQ(numbers(), "1 0");
    EXPECT_EQ(location(post(commune.desk, kNew, with(form, givers))),
              pages::batch_path(batch) + "?done=again");

    const std::string takers = add_plugin(commune.specialist, Whose::own, taker);
    const auto bare = send_taking(batch, takers, {{"take", "1"}, {"remark_1", "Đủ"}, {"remark_2", ""}});
    EXPECT_EQ(bare.status, 422);
    EXPECT_TRUE(says(bare.body, "Dòng 2 không nhận"));
    const std::string taking =
        begin_taking(batch, takers, {{"take", "1"}, {"remark_1", "Đủ"}, {"remark_2", "Thiếu tờ khai"}});
    EXPECT_TRUE(says(page(commune.specialist, pages::batch_path(batch)), taking)) << "the way back to it";
    EXPECT_EQ(all_batches(), "1givenfalse");
    const Order record_order = order(commune.specialist, taking);
    const std::string record = file_at(record_order.fetch());
    EXPECT_EQ(plugin_signs(record_order, taker), "");
    EXPECT_EQ(all_batches(), "1receivedtrue");
    EXPECT_TRUE(paper(batch, "sha256").starts_with(record));
    EXPECT_EQ(signers(batch, "sha256"), "Người 13");
    EXPECT_EQ(signers(batch, "slip_sha256"), "Người 11") << "what the giver signed stays";
    const std::string text = said("pdftotext -raw", paper(batch, "sha256"), "-");
    EXPECT_TRUE(says(text, "Thiếu tờ khai"));
    EXPECT_TRUE(says(text, database.value("SELECT slip_sha256 FROM hand_over_batches")));
    EXPECT_EQ(location(get(commune.specialist, taking)), pages::batch_path(batch) + "?done=received");
    EXPECT_EQ(database.value("SELECT string_agg(state, ' ' ORDER BY no) FROM hand_over_lines"),
              "accepted refused");
    EXPECT_EQ(database.value("SELECT count(sha256) + count(delivered_sha256) FROM signing_act_files"), "0");
    clock->advance(2h);
    run_jobs();
    EXPECT_EQ(row(act, "state") + row(taking, "state"), "donedone") << "the jobs find nothing to do";
}

TEST_F(BatchPluginTest, OnlyWhatWasGivenOutWithTheRightSignatureComesBack)
{
    const Received done = received(a_reception());
    const Received another = received(a_reception());
    const Fields form = form_with({done.uid}, "sign");
    const std::string act = begin(form, givers);
    const Order next = order(commune.desk, act);
    const std::string given_out = file_at(next.fetch());
    const std::string elsewhere =
        file_at(order(commune.desk, begin(form_with({another.uid}, "sign"), givers)).fetch());

    const auto refused = [&](const std::string& content, const std::string& why) {
        const std::string told = delivered(next.deliver(), content);
        EXPECT_TRUE(says(told, why)) << told;
        EXPECT_EQ(all_batches(), "");
    };
    refused(sign_with_program(elsewhere, giver), "không phải là tệp đã giao");
    refused(sign_with_program(given_out, taker), "chứng thư số khác");
    refused(sign_with_program(given_out, identity("Người 11")), "chứng thư số khác");  // a namesake
    refused(sign_with_program(given_out, giver, {.page_text = "Khac"}), "đã sửa nội dung");
    refused(sign_with_program(given_out, giver, {.digest = "sha1"}), "SHA-1");
    refused(sign_with_program(sign_with_program(given_out, giver), giver, {.field = "Signature2"}),
            "nhiều hơn một chữ ký");
    refused(given_out, "không phải là tệp đã giao");
    refused("%PDF-1.4 hỏng", "không phải là tệp đã giao");

    // Neither a forged address nor that of something else takes it, and its pages are those of its own subject alone.
    const std::string good = sign_with_program(given_out, giver);
    std::string forged = next.deliver();
    forged[forged.size() / 2] = forged[forged.size() / 2] == 'A' ? 'B' : 'A';
    EXPECT_NE(delivered(forged, good), "");
    for (const char* other_subject : {"/copies/", "/results/"}) {
        std::string address = next.deliver();
        address.replace(address.find("/batches/"), 9, other_subject);
        EXPECT_NE(delivered(address, good), "") << other_subject;
    }
    const std::string uid = act.substr(act.rfind('/') + 1);
    EXPECT_EQ(get(commune.desk, "/dossiers/digitising/" + uid).status, 404);
    database.execute("UPDATE signing_acts SET purpose = 'copy' WHERE uid = '" + uid + "'");
    EXPECT_EQ(get(commune.desk, act).status, 404) << "an act of another subject";
    EXPECT_NE(delivered(next.deliver(), good), "");
    database.execute("UPDATE signing_acts SET purpose = 'give_dossiers' WHERE uid = '" + uid + "'");
    EXPECT_EQ(count("signing_act_files WHERE delivered_sha256 IS NOT NULL"), "0");

    EXPECT_EQ(delivered(next.deliver(), good), "");
    EXPECT_NE(delivered(next.deliver(), good), "") << "twice";
    EXPECT_EQ(fetched(next.fetch()).status, 409);
    EXPECT_EQ(all_batches(), "1givenfalse");
    EXPECT_EQ(times("given"), "1");
    EXPECT_EQ(numbers(), "2 1") << "the other form has its number";
}

TEST_F(BatchPluginTest, WhatChangedMeanwhileIsNotGiven)
{
    const Received named = received(a_reception());
    const Received withdrawn = received(a_reception());
    const Received stays = received(a_reception());
    const auto refused = [&](const Fields& form, const std::function<void()>& meanwhile) {
        const std::string act = begin(form, givers);
        const Order next = order(commune.desk, act);
        const std::string good = sign_with_program(file_at(next.fetch()), giver);
        meanwhile();
        const std::string all = all_batches();
        EXPECT_TRUE(says(delivered(next.deliver(), good), "đã thay đổi"));
        EXPECT_EQ(order(commune.desk, act).done, act);
        EXPECT_EQ(row(act, "state"), "undone");
        EXPECT_TRUE(says(page(commune.desk, act), "đã thay đổi"));
        EXPECT_EQ(all_batches(), all);
        EXPECT_EQ(count("hand_over_batches WHERE uid = '" + batch_in(form) + "'"), "0");
    };
    // What the slip says of it is not true any more: the same form gives it with the same number.
    const Fields renamed = form_with({named.uid}, "sign");
    refused(renamed, [&] {
        database.execute("UPDATE dossiers SET owner_name = 'Trần Văn Khác' WHERE uid = '" + named.uid + "'");
    });
    EXPECT_EQ(numbers(), "1 1");
    EXPECT_EQ(plugin_signs(order(commune.desk, begin(renamed, givers)), giver), "");
    EXPECT_EQ(all_batches(), "1givenfalse");
    EXPECT_EQ(database.value("SELECT owner_name FROM hand_over_lines"), "Trần Văn Khác");

    // Its owner withdraws one; another counter gives the other.
    refused(form_with({stays.uid, withdrawn.uid}, "sign"),
            [&] { EXPECT_TRUE(acted(commune.desk, withdrawn.uid, {.kind = ActKind::withdraw})); });
    refused(form_with({stays.uid}, "sign"), [&] { given(giving({stays.uid})); });
    EXPECT_EQ(count("hand_over_lines WHERE state = 'open'"), "2");
}

TEST_F(BatchPluginTest, TheSameFormWithAnotherListOrAnotherKeyMakesOneBatch)
{
    const Received first = received(a_reception());
    const Received second = received(a_reception());
    Fields form = form_with({first.uid, second.uid}, "sign");
    const std::string both = begin(form, givers);
    const std::string late = sign_with_program(file_at(order(commune.desk, both).fetch()), giver);
    const Order old_order = order(commune.desk, both);
    // He goes back, leaves one out and sends it again: what is meant is what was chosen last.
    form.pop_back();
    const std::string one = begin(form, givers);
    EXPECT_NE(one, both);
    EXPECT_EQ(row(both, "state"), "undone");
    EXPECT_NE(delivered(old_order.deliver(), late), "");
    EXPECT_EQ(all_batches(), "");
    EXPECT_EQ(numbers(), "1 1");
    // Confirmed without a signature while the act waits: the slip is that of the confirmation.
    const Order next = order(commune.desk, one);
    const std::string good = sign_with_program(file_at(next.fetch()), giver);
    for (auto& [name, value] : form)
        if (name == "action") value = "give";
    EXPECT_TRUE(says(location(post(commune.desk, kNew, form)), "done=given"));
    const std::string slip = paper(batch_in(form), "slip_sha256");
    EXPECT_NE(delivered(next.deliver(), good), "");
    EXPECT_EQ(order(commune.desk, one).done, one);
    EXPECT_EQ(row(one, "state"), "undone");
    EXPECT_EQ(paper(batch_in(form), "slip_sha256"), slip);
    EXPECT_EQ(all_batches(), "1givenfalse");
    EXPECT_EQ(count("hand_over_lines"), "1");
    EXPECT_EQ(times("given"), "1");
}

TEST_F(BatchPluginTest, WhatIsCancelledOrRunsOutLeavesTheNumberToTheForm)
{
    const Received done = received(a_reception());
    const Fields form = form_with({done.uid}, "sign");
    const std::string act = begin(form, givers);
    const Order next = order(commune.desk, act);
    const std::string good = sign_with_program(file_at(next.fetch()), giver);
    ASSERT_EQ(post(commune.desk, act + "/closure").status, 303);
    EXPECT_NE(delivered(next.deliver(), good), "");
    EXPECT_EQ(row(act, "state"), "undone");
    const std::string told = page(commune.desk, act);
    EXPECT_TRUE(says(told, "đã huỷ") && says(told, "Số đã cấp vẫn giữ"));
    const std::string back = std::string(kNew) + "?act=" + act.substr(act.rfind('/') + 1);
    EXPECT_TRUE(says(told, back));
    EXPECT_EQ(all_batches(), "");
    EXPECT_EQ(history(done.uid), "");
    // The way back is to the same form, with what was chosen, and its number.
    const View again = json(commune.desk, back);
    EXPECT_EQ(again["batch"], batch_in(form));
    ASSERT_EQ(again["rows"].size(), 1U);
    EXPECT_EQ(again["rows"][0]["uid"], done.uid);
    EXPECT_EQ(again["rows"][0]["checked"], true);
    EXPECT_NE(json(department.desk, back)["batch"], batch_in(form)) << "nobody else's";

    const std::string forgotten = begin(form, givers);
    EXPECT_NE(forgotten, act);
    clock->advance(61min);
    run_jobs();
    EXPECT_EQ(row(forgotten, "state"), "undone");
    EXPECT_TRUE(says(page(commune.desk, forgotten), "Hết thời hạn"));
    EXPECT_EQ(all_batches(), "");
    EXPECT_EQ(plugin_signs(order(commune.desk, begin(form, givers)), giver), "");
    EXPECT_EQ(all_batches(), "1givenfalse");
    EXPECT_EQ(numbers(), "1 0") << "no gap and nothing twice";
}

TEST_F(BatchPluginTest, ANumberIsNobodyElsesWhileItsSlipMayStillCome)
{
    const Received first = received(a_reception());
    const Received second = received(a_reception());
    const Received third = received(a_reception());
    const Fields form = form_with({first.uid}, "sign");
    const std::string act = begin(form, givers);
    clock->advance(59min);
    given(giving({second.uid}));
    EXPECT_EQ(all_batches(), "2givenfalse");
    EXPECT_EQ(plugin_signs(order(commune.desk, act), giver), "");
    EXPECT_EQ(all_batches(), "1givenfalse 2givenfalse");
    // Left for good: a later form takes the number, and the page promises it no longer.
    const Received left = received(a_reception());
    const std::string forgotten = begin(form_with({left.uid}, "sign"), givers);
    clock->advance(91min);
    run_jobs();
    EXPECT_FALSE(says(page(commune.desk, forgotten), "Số đã cấp vẫn giữ"));
    given(giving({third.uid}));
    EXPECT_EQ(all_batches(), "1givenfalse 2givenfalse 3givenfalse");
    EXPECT_EQ(numbers(), "3 0");
}

TEST_F(BatchPluginTest, WhatTheTakerSignsIsStillTheBatch)
{
    const std::string takers = add_plugin(commune.specialist, Whose::own, taker);
    const Fields lines{{"remark_1", "Thiếu tờ khai"}};
    const std::string recalled = given(giving({received(a_reception()).uid}));
    const std::string taken = given(giving({received(a_reception()).uid}));
    const std::string cancelled = given(giving({received(a_reception()).uid}));
    const auto refused = [&](const std::string& batch, const std::function<void()>& meanwhile) {
        const std::string act = begin_taking(batch, takers, lines);
        const Order next = order(commune.specialist, act);
        const std::string good = sign_with_program(file_at(next.fetch()), taker);
        meanwhile();
        EXPECT_NE(delivered(next.deliver(), good), "");
        EXPECT_EQ(order(commune.specialist, act).done, act);
        EXPECT_EQ(row(act, "state"), "undone");
        EXPECT_EQ(get(commune.desk, act).status, 404);
    };
    refused(recalled, [&] { EXPECT_TRUE(withdraw(services, commune.desk, recalled)); });
    refused(taken, [&] { EXPECT_TRUE(receive(services, commune.leader, taken, {{true, ""}})); });
    EXPECT_EQ(all_batches(), "1withdrawnfalse 2receivedtrue 3givenfalse");
    EXPECT_EQ(count("hand_over_lines WHERE state = 'refused'"), "0");
    EXPECT_EQ(database.value("SELECT closer_certificate FROM hand_over_batches WHERE number = 2"), "");

    // Cancelled: what was said of the lines stands on the page that he goes back to.
    const std::string act = begin_taking(cancelled, takers, lines);
    ASSERT_EQ(post(commune.specialist, act + "/closure").status, 303);
    const std::string back = pages::batch_path(cancelled) + "?act=" + act.substr(act.rfind('/') + 1);
    EXPECT_TRUE(says(page(commune.specialist, act), back));
    const std::string form = page(commune.specialist, back);
    EXPECT_TRUE(says(form, "value=\"Thiếu tờ khai\""));
    EXPECT_FALSE(says(form, "name=\"take\" value=\"1\" checked"));
    // Other verdicts while it waits: the last ones count.
    const std::string first = begin_taking(cancelled, takers, lines);
    const std::string second = begin_taking(cancelled, takers, {{"take", "1"}, {"remark_1", ""}});
    EXPECT_EQ(row(first, "state"), "undone");
    EXPECT_EQ(plugin_signs(order(commune.specialist, second), taker), "");
    EXPECT_EQ(
        database.value("SELECT l.state FROM hand_over_lines l JOIN hand_over_batches b ON b.id = l.batch_id "
                       "WHERE b.number = 3"),
        "accepted");
}

// As if the server had been stopped between the plug-in's answer and the batch.
TEST_F(BatchPluginTest, WhatHasComeIsPutInPlaceAfterARestart)
{
    const Received done = received(a_reception());
    const Fields form = form_with({done.uid}, "sign");
    const std::string act = begin(form, givers);
    const blob::Blob good = blobs.put(sign_with_program(file_at(order(commune.desk, act).fetch()), giver));
    database.execute("INSERT INTO blobs (sha256, size, media_type, created_at) VALUES ('" + good.sha256 +
                     "', " + std::to_string(good.size) + ", 'application/pdf', now())");
    database.execute("UPDATE signing_act_files SET delivered_sha256 = '" + good.sha256 + "'");
    clock->advance(61min);
    run_jobs();
    EXPECT_EQ(row(act, "state"), "done");
    EXPECT_EQ(all_batches(), "1givenfalse");
    EXPECT_EQ(signers(batch_in(form), "slip_sha256"), "Người 11");
    // And between the batch and the act: it was signed with this very file.
    database.execute("UPDATE signing_acts SET state = 'waiting', ended_at = NULL");
    database.execute("UPDATE signing_act_files SET closed_at = NULL, sha256 = '" + good.sha256 +
                     "', delivered_sha256 = '" + good.sha256 + "'");
    get(commune.desk, act);
    EXPECT_EQ(row(act, "state"), "done");
    EXPECT_EQ(times("given"), "1");
}

TEST_F(BatchPluginTest, NobodyBeginsOrGoesOnForSomebodyElse)
{
    const Received done = received(a_reception());
    const Fields form = form_with({done.uid}, "sign");
    const std::string foreign = add_plugin(commune.specialist, Whose::own, taker);
    for (const std::string& key : {foreign, std::string("x")}) {
        const auto sent = post(commune.desk, kNew, with(form, key));
        EXPECT_EQ(sent.status, 422) << key;
        EXPECT_TRUE(says(sent.body, "id=\"key-error\""));
    }
    EXPECT_EQ(post(commune.specialist, kNew, with(form, foreign)).status, 403) << "the desk gives dossiers";
    EXPECT_EQ(count("signing_acts"), "0");
    EXPECT_EQ(count("hand_over_numbers"), "0");

    const std::string act = begin(form, givers);
    expect_only(commune.desk, act, {commune.specialist, department.desk}, directory::Role::specialist);
    const Order next = order(commune.desk, act);
    const std::string good = sign_with_program(file_at(next.fetch()), giver);
    expect_refused_without_session(commune.desk, next, good);
    EXPECT_EQ(all_batches(), "");
    EXPECT_EQ(delivered(next.deliver(), good), "");
    const std::string batch = batch_in(form);
    // The giver may not take it, whatever he signs with.
    EXPECT_EQ(post(commune.desk, pages::batch_path(batch) + "/receipt",
                   {{"action", "sign"}, {"key", givers}, {"pin", ""}, {"take", "1"}, {"remark_1", ""}})
                  .status,
              403);
    EXPECT_EQ(all_batches(), "1givenfalse");
}

TEST_F(BatchPluginTest, WhatCannotGoIsToldAtItsLineAndNothingBegins)
{
    const Received done = received(a_reception());
    const Received lying = received(a_reception());
    given(giving({lying.uid}));
    const auto sent = post(commune.desk, kNew, with(form_with({done.uid, lying.uid}, "sign"), givers));
    EXPECT_EQ(sent.status, 422);
    EXPECT_TRUE(says(sent.body, "1 dòng không bàn giao được"));
    EXPECT_TRUE(says(sent.body, "value=\"" + done.uid + "\" checked"));
    EXPECT_EQ(post(commune.desk, kNew, with(form_with({}, "sign"), givers)).status, 422);
    EXPECT_EQ(count("signing_acts"), "0");
    EXPECT_EQ(numbers(), "1 0");
}

}  // namespace
}  // namespace lt::dossiers::batches
