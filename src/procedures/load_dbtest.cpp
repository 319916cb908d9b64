// The procedures of the release in the database: loading, what an agency receives, who decides.
#include <algorithm>
#include <fstream>

#include <unistd.h>

#include "procedures/drafting.h"
#include "procedures/release_fixture_dbtest.h"

namespace lt::procedures {
namespace {

TEST_F(ReleaseDb, LoadingTwiceChangesNothing)
{
    const LoadCounts first = load();
    EXPECT_EQ(first.approved, 12u) << report;
    EXPECT_NE(report.find("1.001193: áp dụng từ 20/11/2026"), std::string::npos) << report;
    const auto counts = [&] {
        return database.value("SELECT count(*) FROM procedure_versions") + " " +
               database.value("SELECT count(*) FROM process_definitions") + " " +
               database.value("SELECT count(*) FROM decision_models") + " " +
               database.value("SELECT count(*) FROM procedure_agencies");
    };
    const std::string before = counts();
    clock->advance(std::chrono::hours(30));
    const LoadCounts second = load();
    EXPECT_EQ(second.unchanged, 12u) << report;
    EXPECT_EQ(second.approved, 0u);
    EXPECT_EQ(counts(), before);
    db::Transaction tx = database.pool().begin({});
    const auto birth = find_in_force(tx, "1.001193", today());
    ASSERT_TRUE(birth);
    EXPECT_TRUE(birth->runnable());
    EXPECT_EQ(find_version(tx, birth->uid)->ready, birth->ready);
    EXPECT_EQ(birth->ready.process, "ho_so_khai_sinh");
}

TEST_F(ReleaseDb, AChangedFileFollowsFromTodayAndTheProvincesOwnChangesStay)
{
    const fs::path copy = fs::temp_directory_path() / ("release_" + std::to_string(::getpid()));
    fs::create_directories(copy);
    fs::copy(base::find_resources() / "data" / "procedures", copy / "procedures",
             fs::copy_options::recursive);
    for (const char* part : {"processes", "decisions"})
        fs::copy(base::find_resources() / "data" / part, copy / part, fs::copy_options::recursive);
    const fs::path file = copy / "procedures" / "2.000908.toml";
    const auto change = [&](const std::string& from, const std::string& to) {
        std::ifstream in(file);
        std::string text{std::istreambuf_iterator<char>(in), {}};
        const auto at = text.find(from);
        ASSERT_NE(at, std::string::npos);
        std::ofstream(file) << text.replace(at, from.size(), to);
    };
    EXPECT_EQ(load({file}).approved, 1u);
    clock->advance(std::chrono::hours(24));
    change("amount = 1\nunit = \"working_days\"", "amount = 2\nunit = \"working_days\"");
    EXPECT_EQ(load({file}).approved, 1u);
    EXPECT_NE(report.find("áp dụng từ 21/11/2026"), std::string::npos) << report;
    EXPECT_EQ(database.value("SELECT valid_to FROM procedure_versions WHERE version = 1"), "2026-11-20");

    // The operator edits it: the next release does not overrule that, it becomes a draft.
    clock->advance(std::chrono::hours(24));
    {
        db::Transaction tx = database.pool().begin({.official = 19});
        const auto begun = begin_draft(tx, "2.000908", clock->now());
        ASSERT_TRUE(begun && begun->made);
        EXPECT_FALSE(begin_draft(tx, "2.000908", clock->now())->made);
        Version draft = *find_version(tx, begun->uid);
        draft.ready.times.basis = "Quyết định của tỉnh";
        ASSERT_TRUE(change_draft(tx, draft, clock->now()));
        tx.commit();
    }
    change("amount = 2\nunit = \"working_days\"", "amount = 3\nunit = \"working_days\"");
    EXPECT_EQ(load({file}).left, 1u) << "the operator's draft is left alone";
    {
        db::Transaction tx = database.pool().begin({.official = 19});
        const std::string uid = store::history(tx, "2.000908").front().uid;
        ASSERT_TRUE(store::approve(tx, uid, today(), clock->now(), 19));
        tx.commit();
    }
    EXPECT_EQ(load({file}).drafted, 1u) << report;
    db::Transaction tx = database.pool().begin({.official = 19});
    const auto past = store::history(tx, "2.000908");
    ASSERT_EQ(past.size(), 4u);
    EXPECT_EQ(past[0].state, State::draft);
    EXPECT_FALSE(past[0].edited);
    EXPECT_EQ(past[1].edited_by, "Người 19");
    EXPECT_EQ(past[2].approved_by, "");
    EXPECT_EQ(find_in_force(tx, "2.000908", today())->ready.times.basis, "Quyết định của tỉnh");
    ASSERT_TRUE(drop_draft(tx, past[0].uid, clock->now()));
    EXPECT_FALSE(drop_draft(tx, past[1].uid, clock->now())) << "what is approved stays";
    fs::remove_all(copy);
}

TEST_F(ReleaseDb, AFileThatIsWrongSaysWhere)
{
    const fs::path file = fs::temp_directory_path() / ("wrong_" + std::to_string(::getpid()) + ".toml");
    const auto refusal = [&](const std::string& text) {
        std::ofstream(file) << text;
        try {
            read_procedure_file(file);
        } catch (const std::runtime_error& error) {
            return std::string(error.what()).substr(file.string().size());
        }
        return std::string("read");
    };
    EXPECT_EQ(refusal("code = "), ", line 1: Error while parsing key-value pair: encountered end-of-file");
    EXPECT_EQ(refusal("code = \"1\"\nnome = \"x\""), ", line 2: nobody knows the key \"nome\"");
    EXPECT_EQ(refusal("code = \"1\"\nname = \"x\"\nfield = \"f\"\nlevels = [\"town\"]"),
              ", line 1: \"town\" is no level");
    EXPECT_EQ(
        refusal(
            "code = \"1\"\nname = \"x\"\nfield = \"f\"\n[[case]]\nname = \"A\"\n[[case.paper]]\ncode = \"p\"\nname = \"P\"\n"
            "when = \"a = \""),
        ", line 9: when: Điều kiện không phải biểu thức FEEL, cột 4: Biểu thức chưa hết.");
    EXPECT_EQ(
        refusal(
            "code = \"1\"\nname = \"x\"\nfield = \"f\"\n[[case]]\nname = \"A\"\n[[way]]\nway = \"counter\"\n[[way.time]]\n"
            "unit = \"days\"\nfor = \"B\""),
        ", line 8: no case is called \"B\"");
    fs::remove(file);
}

TEST_F(ReleaseDb, AnAgencySeesWhatItReceives)
{
    load();
    EXPECT_EQ(offered_to(1, "khai sinh"), "1.001193 3.000722");
    EXPECT_EQ(offered_to(1, "Khai sinh"), "1.001193 3.000722");
    EXPECT_EQ(offered_to(1, "sổ đỏ"), "1.012783") << "a nickname, with accents";
    EXPECT_EQ(offered_to(1, "so do"), "1.012783");
    EXPECT_EQ(offered_to(1, "3.000347"), "3.000347");
    const std::string centre = offered_to(2);
    EXPECT_EQ(std::count(centre.begin(), centre.end(), ' '), 9)
        << "all that are received anywhere: " << centre;
    EXPECT_EQ(centre.find("1.013225"), std::string::npos);
    EXPECT_EQ(offered_to(4), "");
    const std::string all = offered_to(1);
    EXPECT_EQ(std::count(all.begin(), all.end(), ' '), 11) << "twelve";
    offers("1.001193", {1, Share::receives}, false);
    EXPECT_EQ(offered_to(1, "khai sinh"), "3.000722");
    load();
    EXPECT_EQ(offered_to(1, "khai sinh"), "3.000722") << "what the province said stays";
}

TEST_F(ReleaseDb, TheNearestThatDecidesIsFound)
{
    load();
    EXPECT_EQ(decides("1.001193", 1), 1) << "itself";
    EXPECT_EQ(decides("1.001193", 2), 0) << "two wards decide, and none is above the centre";
    EXPECT_EQ(decides("1.012783", 1), 5) << "the only one";
    EXPECT_EQ(decides("3.000347", 2), 3);
    offers("1.001193", {7, Share::decides}, true);
    EXPECT_EQ(decides("1.001193", 2), 7) << "above it";
    EXPECT_EQ(decides("1.001193", 6), 6);
    EXPECT_EQ(decides("9.9", 1), 0);
    db::Transaction tx = database.pool().begin({});
    EXPECT_EQ(offers_of(tx, "3.000347").size(), 7u);
}

TEST_F(ReleaseDb, WhoDecidesIsChosenOrFollowsFromTheAnswers)
{
    // Another ward beside the two, under the code of its unit.
    database.execute(
        "INSERT INTO agencies (id, uid, code, name, short_name, abbreviation, level, kind, place, valid_from, folded, parent_id) "
        "OVERRIDING SYSTEM VALUE VALUES (8, gen_random_uuid(), 'H05.09187', 'UBND phường Ba', 'x', 'X', 'commune', 'government', 'x', "
        "'2025-07-01', 'x', 7)");
    directory.refresh();
    load();
    using Why = Decider::Why;
    const auto who = [&](const std::string& code, const Handed& handed, const std::string& answers = "{}") {
        db::Transaction tx = database.pool().begin({});
        const auto version = find_in_force(tx, code, today());
        EXPECT_TRUE(version) << code;
        return decider_of(tx, *directory.snapshot(), *version,
                          {.answers = value(answers), .at = clock->now()}, handed);
    };
    const auto is = [](const Decider& decider, Why why, std::int64_t agency) {
        EXPECT_EQ(decider.why, why) << decider.agency;
        EXPECT_EQ(decider.agency, agency);
    };
    const std::string there = R"({"business": {"address": {"commune": "09187"}}})";
    is(who("1.001612", {.receiving = 1}), Why::found, 1);
    is(who("1.001612", {.receiving = 1}, there), Why::found, 8);
    is(who("1.001612", {.receiving = 2}, there), Why::found, 8);
    is(who("1.001612", {.receiving = 2}), Why::several, 0);
    is(who("1.001612", {.receiving = 2, .home = "09187"}), Why::found, 8);
    is(who("1.001612", {.receiving = 1, .home = "09187"}), Why::found, 1);
    is(who("1.001612", {.receiving = 1, .chosen = 6}, there), Why::found, 6);
    is(who("1.001612", {.receiving = 1, .chosen = 4}), Why::decides_not, 4);
    is(who("1.012783", {.receiving = 2}, there), Why::found, 5);
    // Either of the two who marry: where it was handed in counts before the other one's.
    const std::string two = R"({"groom": {"person": {"residence": {"commune": "09187"}}},
        "bride": {"person": {"residence": {"commune": "9169"}}}})";
    is(who("1.000894", {.receiving = 6}, two), Why::found, 6);
    is(who("1.000894", {.receiving = 1}, two), Why::found, 8);
    // As each form asks for it; the one who is written about counts before who writes.
    for (
        const auto& [code, form] : std::vector<std::pair<std::string, std::string>>{
            {"1.000656", R"({"deceased": {"last_residence": {"commune": "09187"}}})"},
            {"2.002913", R"({"deceased": {"last_residence": {"commune": "09187"}}})"},
            {"1.001193", R"({"mother": {"residence": {"commune": "09187"}}})"},
            {"3.000722", R"({"father": {"residence": {"commune": "09187"}}})"},
            {"1.004873", R"({"applicant": {"residence": {"commune": "09187"}}})"},
            {"1.004873",
             R"({"applicant": {"residence": {"commune": "9163"}}, "subject": {"residence": {"commune": "09187"}}})"}})
        is(who(code, {.receiving = 1}, form), Why::found, 8);
    is(who("1.001193", {.receiving = 1},
           R"({"mother": {"residence": {"commune": "09187"}}, "father": {"residence": {"commune": "9163"}}})"),
       Why::found, 1);
    // Not received anywhere: only there, and only of the own commune.
    const std::string land = R"({"land": {"address": {"commune": "09187"}}})";
    is(who("1.013225", {.receiving = 8}, land), Why::found, 8);
    is(who("1.013225", {.receiving = 1}, land), Why::elsewhere, 8);
    is(who("1.013225", {.receiving = 2}, land), Why::elsewhere, 8);
    is(who("1.013225", {.receiving = 2}), Why::elsewhere, 0);
    is(who("1.013225", {.receiving = 1}), Why::found, 1);
    is(who("1.013225", {.receiving = 1, .chosen = 6}), Why::elsewhere, 6);
    is(who("1.013225", {.receiving = 1, .chosen = 4}), Why::decides_not, 4);
    is(who("2.000908", {.receiving = 1}, R"({"applicant": {"residence": {"commune": "09187"}}})"), Why::found,
       1);
    // A unit of no agency, an answer that is none, an agency that has ended.
    is(who("1.001612", {.receiving = 1}, R"({"business": {"address": {"commune": "99999"}}})"), Why::found,
       1);
    is(who("1.001612", {.receiving = 1}, R"({"business": 7})"), Why::found, 1);
    database.execute("UPDATE agencies SET valid_to = '2026-11-19' WHERE id = 8");
    directory.refresh();
    is(who("1.001612", {.receiving = 1}, there), Why::found, 1);
}

}  // namespace
}  // namespace lt::procedures
