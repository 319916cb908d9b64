// Results signed and sealed by the plug-in on the signer's machine, through pages and routes, with a program that really signs; and what
// somebody may send back in place of what was given out. What is refused changes nothing and can be done right afterwards.
#include "dossiers/results/elsewhere_fixture_dbtest.h"

namespace lt::dossiers {
namespace {

using namespace std::chrono_literals;
using pdf::sign_with_program;
using signing::Order;
using signing::Whose;

class ResultPluginTest : public ElsewhereTest {
protected:
    std::string leaders = add_plugin(commune.leader, Whose::own, leader_key);
};

TEST_F(ResultPluginTest, TheLeaderSignsManyInTurnAndTheRegistrySeals)
{
    const std::string first = submitted();
    const std::string its_dossier = dossier;
    const std::string second = submitted();
    const std::string list = page(commune.leader, pages::kToSign);
    EXPECT_TRUE(says(list, "phần mềm VGCA"));
    EXPECT_FALSE(says(list, "name=\"pin\"")) << "no key of his has one";
    const std::string act = begin(leaders, {first, second, second});
    EXPECT_EQ(database.value("SELECT count(*) FROM signing_act_files"), "2") << "each once";
    EXPECT_TRUE(says(page(commune.leader, act), "data-vgca=\"" + act + "/order\""));
    EXPECT_TRUE(says(page(commune.leader, pages::kToSign), act)) << "the way back to it";
    EXPECT_TRUE(says(page(commune.leader, draft_page(its_dossier, first)), act));
    EXPECT_EQ(begin(leaders, {first, second}), act) << "pressed once more";
    EXPECT_EQ(last_number(), "2") << "and no further number";
    const auto without_step = post(commune.leader, pages::kToSign,
                                   {{"key", leaders},
                                    {"pin", ""},
                                    {"draft", chosen(the_draft(first))},
                                    {"step", second},
                                    {"draft", chosen(the_draft(second))}});
    EXPECT_EQ(without_step.status, 200) << "what was wished otherwise is told";
    EXPECT_TRUE(says(without_step.body, "chọn khác về hoàn thành bước") && says(without_step.body, act));

    for (const std::string& uid : {first, second}) {
        const ResultDraft draft = the_draft(uid);
        EXPECT_EQ(draft.state, DraftState::submitted) << "nothing has changed yet but the number";
        const Order next = order(commune.leader, act);
        EXPECT_EQ(next.path, "SignApproved");
        EXPECT_TRUE(says(next.progress, draft.notation + ": " + draft.name)) << next.progress;
        const std::string given = file_at(next.fetch());
        EXPECT_TRUE(given.starts_with(content(draft)));
        EXPECT_EQ(plugin_signs(next, leader_key), "");
        EXPECT_EQ(the_draft(uid).state, DraftState::is_signed);
        EXPECT_TRUE(content(the_draft(uid)).starts_with(given))
            << "exactly what was given out, and one signature";
        EXPECT_EQ(signers(uid), "Người 12");
    }
    EXPECT_EQ(order(commune.leader, act).done, act);
    EXPECT_EQ(row(act, "state"), "done");
    EXPECT_EQ(the_draft(first).notation, "01/2026");
    EXPECT_EQ(the_draft(second).notation, "02/2026");
    EXPECT_EQ(open_tasks(its_dossier), std::vector<std::string>{"Vào sổ cấp bản sao, đóng dấu"})
        << "the step ended with it";
    EXPECT_EQ(database.value("SELECT count(sha256) + count(delivered_sha256) FROM signing_act_files"), "0");
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_results"), "0") << "the seal is missing";

    const std::string seals = add_plugin(commune.clerk, Whose::agency, seal_key);
    const std::string sealing = begin_seal(seals, {first});
    const Order seal_order = order(commune.clerk, sealing);
    EXPECT_EQ(seal_order.path, "SignIssued");
    EXPECT_EQ(seal_order.parameters["DocNumber"], "01/2026");
    EXPECT_EQ(seal_order.parameters["IssuedDate"], "2026-11-20T00:00:00+07:00");
    const std::string signed_by_leader = content(the_draft(first));
    EXPECT_EQ(file_at(seal_order.fetch()), signed_by_leader) << "byte by byte";
    EXPECT_EQ(plugin_signs(seal_order, seal_key, {.field = "Signature2"}), "");
    EXPECT_EQ(location(get(commune.clerk, sealing)), draft_page(its_dossier, first) + "?done=sealed");
    run_jobs();
    EXPECT_EQ(the_draft(first).state, DraftState::sealed);
    EXPECT_TRUE(content(the_draft(first)).starts_with(signed_by_leader));
    EXPECT_EQ(signers(first), "Người 12, UBND phường Kinh Bắc");
    EXPECT_EQ(the(its_dossier).life.state, State::resolved);
    // The other one with a key of the agency that this server opens.
    ASSERT_TRUE(seal_result(services, commune.clerk, {second, the_draft(second).version}, seal));
    EXPECT_EQ(signers(second), "Người 12, UBND phường Kinh Bắc");
    clock->advance(2h);
    run_jobs();
    EXPECT_EQ(row(act, "state"), "done") << "the jobs find nothing to do";
}

TEST_F(ResultPluginTest, OnlyWhatWasGivenOutWithTheRightSignatureComesBack)
{
    const std::string uid = submitted();
    const std::string drafted = content(the_draft(uid));
    const std::string another = submitted();
    const std::string act = begin(leaders, {uid});
    const Order next = order(commune.leader, act);
    const std::string given = file_at(next.fetch());
    const std::string elsewhere = file_at(order(commune.leader, begin(leaders, {another})).fetch());
    const crypto::Identity namesake = identity("Người 12");

    const auto refused = [&](const std::string& content, const std::string& why) {
        const std::string said = delivered(next.deliver(), content);
        EXPECT_TRUE(says(said, why)) << said;
        EXPECT_EQ(the_draft(uid).state, DraftState::submitted);
    };
    refused(sign_with_program(elsewhere, leader_key), "không phải là tệp đã giao");
    refused(sign_with_program(drafted, leader_key), "không phải là tệp đã giao");  // without its number
    refused(sign_with_program(given, namesake), "chứng thư số khác");
    refused(sign_with_program(given, seal_key), "chứng thư số khác");
    refused(sign_with_program(given, leader_key, {.page_text = "Dong y cap phep"}), "đã sửa nội dung");
    refused(sign_with_program(given, leader_key, {.number = "99"}), "đã sửa nội dung");
    refused(sign_with_program(given, leader_key, {.digest = "sha1"}), "SHA-1");
    refused(sign_with_program(sign_with_program(given, leader_key), leader_key, {.field = "Signature2"}),
            "nhiều hơn một chữ ký");
    refused(given, "không phải là tệp đã giao");
    refused("%PDF-1.4 hỏng", "không phải là tệp đã giao");
    // Neither a forged address nor that of something else takes it.
    const std::string good = sign_with_program(given, leader_key);
    std::string forged = next.deliver();
    forged[forged.size() / 2] = forged[forged.size() / 2] == 'A' ? 'B' : 'A';
    EXPECT_NE(delivered(forged, good), "");
    std::string copies = next.deliver();
    copies.replace(copies.find("/results/"), 9, "/copies/");
    EXPECT_NE(delivered(copies, good), "") << "an act is found by its own subject alone";
    EXPECT_EQ(database.value("SELECT count(delivered_sha256) FROM signing_act_files"), "0");
    EXPECT_EQ(times("signed"), "0");

    const int version = the_draft(uid).version;
    EXPECT_EQ(delivered(next.deliver(), good), "");
    EXPECT_NE(delivered(next.deliver(), good), "") << "twice";
    EXPECT_EQ(fetched(next.fetch()).status, 409);
    EXPECT_EQ(the_draft(uid).version, version + 1) << "signed exactly once";
    EXPECT_EQ(times("signed"), "1");
    EXPECT_EQ(the_draft(uid).notation, "01/2026");
    EXPECT_EQ(signers(uid), "Người 12");
}

TEST_F(ResultPluginTest, TheSealTakesNothingElseEither)
{
    const std::string uid = submitted();
    EXPECT_EQ(plugin_signs(order(commune.leader, begin(leaders, {uid})), leader_key), "");
    const std::string before = content(the_draft(uid));
    const std::string seals = add_plugin(commune.clerk, Whose::agency, seal_key);
    const Order next = order(commune.clerk, begin_seal(seals, {uid}));
    const auto refused = [&](const std::string& bytes) {
        EXPECT_NE(delivered(next.deliver(), bytes), "");
        EXPECT_EQ(content(the_draft(uid)), before);
    };
    refused(sign_with_program(before, leader_key, {.field = "Signature2"}));
    refused(sign_with_program(before, seal_key, {.field = "Signature2", .page_text = "Khac"}));
    refused(before);
    const std::string sealed = sign_with_program(file_at(next.fetch()), seal_key, {.field = "Signature2"});
    EXPECT_EQ(delivered(next.deliver(), sealed), "");
    EXPECT_NE(delivered(next.deliver(), sealed), "");
    EXPECT_EQ(times("sealed"), "1");
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_results"), "1");
}

TEST_F(ResultPluginTest, WhatChangedMeanwhileIsNotSigned)
{
    const std::string gone = submitted();
    const std::string stopped = submitted();
    const std::string its_dossier = dossier;
    const std::string signed_here = submitted();
    const std::string last = submitted();
    const std::string act = begin(leaders, {gone, stopped, signed_here, last});
    // What has its number is not called back or returned: the series has no gap.
    EXPECT_EQ(recall_result(services, commune.specialist, gone, 0).error().fault, base::Fault::conflict);
    EXPECT_EQ(return_result(services, commune.leader, gone, 0, "Sai").error().fault, base::Fault::conflict);
    const Order next = order(commune.leader, act);
    const std::string good = sign_with_program(file_at(next.fetch()), leader_key);
    // If it had come about all the same, nobody's signature would land on it.
    database.execute("UPDATE dossier_drafts SET state = 'dropped', version = version + 1 WHERE uid = '" +
                     gone + "'");
    EXPECT_TRUE(says(delivered(next.deliver(), good), "đã thay đổi"));
    EXPECT_EQ(the_draft(gone).state, DraftState::dropped);

    // The page passes it over; the next one's dossier ends before its file comes back.
    const Order second = order(commune.leader, act);
    const std::string late = sign_with_program(file_at(second.fetch()), leader_key);
    ASSERT_TRUE(acted(commune.leader, its_dossier, {.kind = ActKind::stop}));
    EXPECT_NE(delivered(second.deliver(), late), "");
    // The third is signed with another key at the same time.
    const Order third = order(commune.leader, act);
    const std::string slow = sign_with_program(file_at(third.fetch()), leader_key);
    ASSERT_TRUE(sign_result(services, commune.leader, {signed_here, the_draft(signed_here).version}, leader));
    const std::string standing = content(the_draft(signed_here));
    EXPECT_NE(delivered(third.deliver(), slow), "");
    EXPECT_EQ(content(the_draft(signed_here)), standing);

    EXPECT_EQ(plugin_signs(order(commune.leader, act), leader_key), "");
    EXPECT_EQ(the_draft(last).state, DraftState::is_signed);
    EXPECT_EQ(row(act, "state"), "done");
    EXPECT_TRUE(says(page(commune.leader, act), "Kết quả đã thay đổi"));
    EXPECT_EQ(times("signed"), "2");
    EXPECT_EQ(last_number(), "4");
}

TEST_F(ResultPluginTest, WhatIsCancelledOrRunsOutKeepsItsNumberForTheNextTry)
{
    const std::string uid = submitted();
    const std::string drafted = content(the_draft(uid));
    const std::string act = begin(leaders, {uid});
    const Order next = order(commune.leader, act);
    const std::string good = sign_with_program(file_at(next.fetch()), leader_key);
    ASSERT_EQ(post(commune.leader, act + "/closure").status, 303);
    EXPECT_NE(delivered(next.deliver(), good), "");
    EXPECT_EQ(row(act, "state"), "undone");
    const std::string told = page(commune.leader, act);
    EXPECT_TRUE(says(told, "đã huỷ") && says(told, "Số đã cấp vẫn giữ"));
    EXPECT_EQ(the_draft(uid).state, DraftState::submitted);
    EXPECT_EQ(content(the_draft(uid)), drafted);

    const std::string forgotten = begin(leaders, {uid});
    EXPECT_NE(forgotten, act);
    clock->advance(61min);
    run_jobs();
    EXPECT_EQ(row(forgotten, "state"), "undone");
    EXPECT_TRUE(says(page(commune.leader, forgotten), "Hết thời hạn"));

    EXPECT_EQ(plugin_signs(order(commune.leader, begin(leaders, {uid})), leader_key), "");
    EXPECT_EQ(the_draft(uid).notation, "01/2026");
    EXPECT_EQ(last_number(), "1") << "no gap and nothing twice";
    EXPECT_EQ(times("numbered"), "1");
    for (const std::string& ended : {act, forgotten}) EXPECT_EQ(order(commune.leader, ended).done, ended);
    EXPECT_EQ(database.value("SELECT count(why) FROM signing_act_files"), "0")
        << "what became of it later is not written into what has ended";
}

// As if the server had been stopped between the plug-in's answer and the draft.
TEST_F(ResultPluginTest, WhatHasComeIsPutInPlaceAfterARestart)
{
    const std::string uid = submitted();
    const std::string act = begin(leaders, {uid});
    const blob::Blob good =
        blobs.put(sign_with_program(file_at(order(commune.leader, act).fetch()), leader_key));
    database.execute("INSERT INTO blobs (sha256, size, media_type, created_at) VALUES ('" + good.sha256 +
                     "', " + std::to_string(good.size) + ", 'application/pdf', now())");
    database.execute("UPDATE signing_act_files SET delivered_sha256 = '" + good.sha256 + "'");
    clock->advance(61min);
    run_jobs();
    EXPECT_EQ(row(act, "state"), "done");
    EXPECT_EQ(signers(uid), "Người 12");
    // And between the draft and the act: it was signed with these very files.
    database.execute("UPDATE signing_acts SET state = 'waiting', ended_at = NULL");
    database.execute(
        "UPDATE signing_act_files SET closed_at = NULL, sha256 = delivered, delivered_sha256 = delivered "
        "FROM (SELECT '" +
        good.sha256 + "' AS delivered) x");
    get(commune.leader, act);
    EXPECT_EQ(row(act, "state"), "done");
    EXPECT_EQ(times("signed"), "1");
}

TEST_F(ResultPluginTest, NobodyBeginsOrGoesOnForSomebodyElse)
{
    const std::string uid = submitted();
    // A draft of another leader, a key of another's, the agency's key for one's own signature: nothing begins and no number is given.
    const std::string foreign = add_plugin(department.leader, Whose::own, identity("Người 22"));
    const std::string seals = add_plugin(commune.clerk, Whose::agency, seal_key);
    EXPECT_EQ(post(department.leader, pages::kToSign,
                   {{"key", foreign}, {"draft", chosen(the_draft(uid))}, {"pin", ""}})
                  .status,
              200);
    for (const std::string& key : {foreign, seals, std::string("x")})
        EXPECT_EQ(send_list(commune.leader, pages::kToSign, key, {uid}).status, 422) << key;
    EXPECT_EQ(send_list(commune.clerk, pages::kToSeal, leaders, {uid}).status, 422);
    EXPECT_EQ(send_list(commune.clerk, pages::kToSeal, seals, {uid}).status, 200) << "it is not signed yet";
    EXPECT_EQ(database.value("SELECT count(*) FROM signing_acts"), "0");
    EXPECT_EQ(the_draft(uid).number, 0);

    const std::string act = begin(leaders, {uid});
    expect_only(commune.leader, act, {commune.clerk, department.leader}, directory::Role::registry_clerk);
    const Order next = order(commune.leader, act);
    const std::string good = sign_with_program(file_at(next.fetch()), leader_key);
    expect_refused_without_session(commune.leader, next, good);
    EXPECT_EQ(the_draft(uid).state, DraftState::submitted);
    EXPECT_EQ(delivered(next.deliver(), good), "");
}

// What can't be signed is told for each before any of them gets a number.
TEST_F(ResultPluginTest, NothingIsBegunWhileOneCannotBeSigned)
{
    const std::string good = submitted();
    const std::string read_before = submitted();
    const auto sent =
        post(commune.leader, pages::kToSign,
             {{"key", leaders}, {"draft", chosen(the_draft(good))}, {"draft", read_before + ":1"}});
    EXPECT_EQ(sent.status, 200);
    EXPECT_TRUE(says(sent.body, "vừa có thay đổi"));
    EXPECT_EQ(the_draft(good).number, 0);
    EXPECT_EQ(database.value("SELECT count(*) FROM signing_acts"), "0");
}

// A certified file takes no new field: avoided where the agency's plug-in is known, told where it was not.
TEST_F(ResultPluginTest, TheLeadersOtherKeysLeaveRoomForTheSealOfAPlugin)
{
    const std::string before = submitted();
    ASSERT_TRUE(sign_result(services, commune.leader, {before, the_draft(before).version}, leader));
    const std::string seals = add_plugin(commune.clerk, Whose::agency, seal_key);
    const auto refused = send_list(commune.clerk, pages::kToSeal, seals, {before});
    EXPECT_TRUE(says(refused.body, "không cho thêm ô ký mới"));
    ASSERT_TRUE(seal_result(services, commune.clerk, {before, the_draft(before).version}, seal))
        << "another key of the agency seals it";

    const std::string after = submitted();
    ASSERT_TRUE(sign_result(services, commune.leader, {after, the_draft(after).version}, leader));
    EXPECT_FALSE(pdf::is_certified(*pdf::File::open(content(the_draft(after)))));
    EXPECT_EQ(plugin_signs(order(commune.clerk, begin_seal(seals, {after})), seal_key), "");
    EXPECT_EQ(signers(after), "Người 12, UBND phường Kinh Bắc");
}

}  // namespace
}  // namespace lt::dossiers
