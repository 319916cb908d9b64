// Numbers of menu, home and lists are those of the rows behind them, and lists go on from page to page without losing or repeating a row.
#include "dossiers/work.h"

#include <set>

#include "dossiers/pages_fixture_dbtest.h"

namespace lt::dossiers {
namespace {

using directory::Role;
using std::chrono::hours;

class WorkTest : public PagesTest {
protected:
    lists::Work of(const Actor& actor, lists::Numbers numbers = lists::Numbers::all)
    {
        db::Transaction tx = database.pool().begin(scope_of(actor));
        return work_for(services, tx, actor, numbers);
    }
    static std::string label(const View& items, const std::string& href)
    {
        for (const View& item : items)
            if (item["href"] == href) return item["count"];
        return "no such item";
    }
    // One in each state that a desk has to do with.
    void fill()
    {
        for (int i = 0; i < 3; ++i) received(a_reception());
        const Received asked = received(a_reception());
        ASSERT_TRUE(acted(commune.desk, asked.uid,
                          {.kind = ActKind::ask_supplement, .missing = {{0, "Nộp bản chính"}}}));
        Reception online = a_reception();
        online.way = Way::online;
        received(online);
        const Received done = received(a_reception());
        work_to_the_end(commune, done.uid);
        ASSERT_EQ(the(done.uid).life.state, State::resolved);
    }
    // All rows of a list, page by page.
    std::vector<std::string> walked(const Actor& actor, const std::string& from)
    {
        std::vector<std::string> out;
        std::string target = from;
        for (int page = 0; page < 20; ++page) {
            const View list = json(actor, target);
            for (const View& row : list["rows"]) out.push_back(row["code"]);
            if (!list["next_href"].is_string()) return out;
            target = list["next_href"];
        }
        ADD_FAILURE() << from << " has no end";
        return out;
    }
};

TEST_F(WorkTest, EachNumberIsThatOfTheRowsBehindIt)
{
    fill();
    // One is late, one is due in an hour, one tomorrow or later.
    database.execute("UPDATE dossiers SET due_at = '2026-11-20 01:00Z' WHERE code = 'H05.26.1-261120-0001'");
    database.execute("UPDATE dossiers SET due_at = '2026-11-20 03:00Z' WHERE code = 'H05.26.1-261120-0002'");
    database.execute("UPDATE dossiers SET due_at = '2026-11-27 03:00Z' WHERE code = 'H05.26.1-261120-0003'");
    for (const Actor& actor : {commune.desk, commune.leader, commune.specialist, commune.clerk}) {
        const View list = json(actor, "/dossiers");
        int counted = 0;
        for (const View& item : list["views"]["items"]) {
            if (item["count"] == "") continue;
            ++counted;
            EXPECT_EQ(std::to_string(json(actor, item["href"])["rows"].size()), item["count"])
                << directory::to_text(actor.role) << " " << item["href"];
        }
        EXPECT_GE(counted, 3);
    }
    const lists::Work desk = of(commune.desk);
    EXPECT_EQ(desk.working, 3);
    EXPECT_EQ(desk.late, 1);
    EXPECT_EQ(desk.today, 1);
    EXPECT_EQ(desk.waiting, 1);
    EXPECT_EQ(desk.fresh, 1);
    EXPECT_EQ(desk.results, 1);
    const lists::Work specialist = of(commune.specialist);
    EXPECT_EQ(specialist.mine_late, 1);
    EXPECT_EQ(specialist.mine_today, 1);
    EXPECT_EQ(specialist.working, 0) << "the agency's numbers are not his";
    // What the menu shows.
    EXPECT_EQ(of(commune.desk, lists::Numbers::of_menu).working, 3);
    EXPECT_EQ(menu_counts(desk, Role::desk_staff)["/dossiers"], "3");
    EXPECT_EQ(menu_counts(specialist, Role::specialist)["/dossiers"], std::to_string(specialist.mine));
}

TEST_F(WorkTest, HomeLeadsToWhatItCounts)
{
    fill();
    database.execute("UPDATE dossiers SET due_at = '2026-11-20 01:00Z' WHERE code = 'H05.26.1-261120-0001'");
    for (const Actor& actor : {commune.desk, commune.leader, commune.specialist}) {
        const View home = home_part(of(actor), actor.role, {});
        ASSERT_TRUE(home.is_object());
        for (const View& tile : home["tiles"]["items"]) {
            if (tile["href"] == "/dossiers/signing") continue;
            EXPECT_EQ(std::to_string(json(actor, tile["href"])["rows"].size()), tile["number"])
                << tile.dump();
        }
        EXPECT_EQ(home["tiles"]["items"][actor.role == Role::leader ? 1 : 0]["late"], true);
    }
    EXPECT_TRUE(home_part(of(other.desk), Role::desk_staff, {}).is_null()) << "nothing of dossiers is there";
}

TEST_F(WorkTest, HomeBeginsWithReceptionForWhoMayReceive)
{
    const auto match = router.match(http::Method::get, "/dossiers/new");
    ASSERT_NE(match.route, nullptr);
    for (const Actor& actor : {commune.desk, commune.leader, commune.specialist, commune.clerk, other.desk}) {
        const View act = home_act(actor.role, {});
        EXPECT_EQ(!act.is_null(), match.route->access.check(me_of(actor).get()) == http::Verdict::allow)
            << directory::to_text(actor.role);
        if (act.is_object()) {
            EXPECT_EQ(act["href"], "/dossiers/new");
        }
    }
    EXPECT_TRUE(home_act(Role::desk_staff, {}).is_object()) << "where no dossier was received yet, too";
}

TEST_F(WorkTest, LeaderAndRegistryKnowHowManyResultsWaitForThem)
{
    const Received done = received(a_reception());
    const auto draft = [&](const std::string& more, const std::string& values) {
        database.execute(
            "INSERT INTO dossier_drafts (uid, dossier_id, agency_id, code, name, file_uid, has_seal, signer_id, signer, signer_title, "
            "drafted_by, drafted_at, submitted_at, state" +
            more +
            ") SELECT gen_random_uuid(), id, 1, 'x', 'Bản sao', gen_random_uuid(), true, 12, 'x', 'x', 13, now(), now(), " +
            values + " FROM dossiers");
    };
    draft("", "'submitted'");
    draft("", "'submitted'");
    draft("", "'draft'");
    draft(", book, year, number, notation, issued_on, signed_at",
          "'signed', 'b', 2026, 1, '01/BS', '2026-11-20', now()");
    EXPECT_EQ(of(commune.leader).to_sign, 2);
    EXPECT_EQ(of(commune.leader).to_seal, 0);
    EXPECT_EQ(of(commune.clerk).to_seal, 1);
    EXPECT_EQ(of(commune.specialist).to_sign, 0);
    Actor colleague = commune.leader;
    colleague.official = 19;
    EXPECT_EQ(of(colleague).to_sign, 0) << "another leader signs";
    EXPECT_EQ(of(department.leader).to_sign, 0);
    EXPECT_EQ(menu_counts(of(commune.leader), Role::leader)["/dossiers/signing"], "2");
    EXPECT_EQ(menu_counts(of(commune.clerk), Role::registry_clerk)["/dossiers/sealing"], "1");
    const View tiles = home_part(of(commune.leader), Role::leader, {})["tiles"]["items"];
    EXPECT_EQ(tiles[0]["href"], "/dossiers/signing");
    EXPECT_EQ(tiles[0]["number"], "2");
    EXPECT_EQ(home_part(of(commune.clerk), Role::registry_clerk, {})["tiles"]["items"][0]["number"], "1");
    // Where the dossier goes no further, nothing waits.
    ASSERT_TRUE(acted(commune.leader, done.uid, {.kind = ActKind::stop}));
    EXPECT_EQ(of(commune.leader).to_sign, 0);
}

TEST_F(WorkTest, BatchesOnTheirWayCountForWhoTakesThem)
{
    received(a_reception());
    database.execute(
        "INSERT INTO hand_over_batches (uid, kind, giver_id, receiver_id, year, number, given_at, given_by, giver_name, giver_title, "
        "lines) SELECT gen_random_uuid(), k, 1, 1, 2026, n, now(), 11, 'x', 'x', 1 FROM (VALUES ('dossiers', 1), ('dossiers', 2), "
        "('results', 1)) v (k, n)");
    EXPECT_EQ(of(commune.specialist).to_take, 2);
    EXPECT_EQ(of(commune.desk).to_take, 1);
    EXPECT_EQ(of(other.specialist).to_take, 0);
    EXPECT_EQ(menu_counts(of(commune.specialist), Role::specialist)["/dossiers/batches"], "2");
}

TEST_F(WorkTest, NumbersOfOthersAreNobodysBusiness)
{
    fill();
    EXPECT_FALSE(of(other.desk).any);
    EXPECT_FALSE(of(other.leader).any);
    // A session that sees only what is his gets no number of the agency, whatever role it claims.
    db::Transaction tx = database.pool().begin(scope_of(commune.specialist));
    const lists::Work claimed =
        lists::work(tx, Role::leader, clock->now(), clock->now() + hours(8), lists::Numbers::all);
    EXPECT_EQ(claimed.working + claimed.late + claimed.waiting + claimed.fresh + claimed.results, 0);
    const lists::Work desk =
        lists::work(tx, Role::desk_staff, clock->now(), clock->now() + hours(8), lists::Numbers::of_menu);
    EXPECT_EQ(desk.working, 0);
}

TEST_F(WorkTest, AnAgencyWithoutDossiersIsNotAskedForAgainAtOnce)
{
    const auto is_quiet = [&] {
        return services.quiet->with([&](const auto& quiet) { return quiet.contains(other.agency); });
    };
    EXPECT_FALSE(work_for(services, other.desk, lists::Numbers::of_menu).any);
    EXPECT_TRUE(is_quiet());
    // A page of its list asks all the same, and what comes ends the quiet.
    EXPECT_EQ(get(other.desk, "/dossiers").status, 200);
    const auto done = receive(services, other.desk, a_reception());
    ASSERT_TRUE(done);
    EXPECT_FALSE(is_quiet());
    EXPECT_EQ(work_for(services, other.desk, lists::Numbers::of_menu).working, 1);
    // For nobody else is anything asked.
    Actor administrator = commune.leader;
    administrator.role = Role::agency_administrator;
    EXPECT_FALSE(work_for(services, administrator, lists::Numbers::all).any);
    EXPECT_FALSE(works_on_dossiers(Role::platform_operator));
    EXPECT_EQ(count_label(0), "");
    EXPECT_EQ(count_label(999), "999");
    EXPECT_EQ(count_label(1000), "999+");
}

TEST_F(WorkTest, PagesGoOnWhereTheLastOneEnded)
{
    constexpr int kAll = 64;
    for (int i = 0; i < kAll; ++i) ASSERT_TRUE(receive(services, commune.desk, a_reception()));
    run_jobs();
    // Many have the same due time, some have none, and so have their tasks.
    database.execute(
        "UPDATE dossiers SET due_at = CASE WHEN id % 5 = 0 THEN NULL ELSE '2026-11-25 03:00Z'::timestamptz + id % 3 * "
        "interval '1 hour' END");
    database.execute(
        "UPDATE process_waits SET due_at = CASE WHEN instance_id % 7 = 0 THEN NULL ELSE '2026-11-24 03:00Z'::timestamptz + "
        "instance_id % 2 * interval '1 hour' END WHERE kind = 'task'");
    for (const auto& [actor, from] :
         std::vector<std::pair<Actor, std::string>>{{commune.desk, "/dossiers?view=working"},
                                                    {commune.leader, "/dossiers?view=working"},
                                                    {commune.specialist, "/dossiers?view=working"},
                                                    {commune.desk, "/dossiers?view=all"},
                                                    {commune.desk, "/dossiers?view=working&q=anh"},
                                                    {commune.specialist, "/dossiers?view=mine"},
                                                    {commune.leader, "/dossiers?view=all"}}) {
        const auto codes = walked(actor, from);
        EXPECT_EQ(codes.size(), static_cast<std::size_t>(kAll)) << from;
        EXPECT_EQ(std::set<std::string>(codes.begin(), codes.end()).size(), static_cast<std::size_t>(kAll))
            << from;
    }
    // In their order: those due first on top, those without a due time last.
    std::string wanted =
        database.value("SELECT string_agg(code, ' ' ORDER BY due_at NULLS LAST, id) FROM dossiers");
    std::string got;
    for (const std::string& code : walked(commune.desk, "/dossiers?view=working"))
        got += (got.empty() ? "" : " ") + code;
    EXPECT_EQ(got, wanted);
    // The first page of a search is one of the same search.
    const View second = json(commune.desk, json(commune.desk, "/dossiers?view=all&q=anh")["next_href"]);
    EXPECT_EQ(second["first_href"], "/dossiers?view=all&q=anh");
    // A link that was made up leads nowhere bad.
    for (const char* forged :
         {"/dossiers?view=mine&task=x&after=1&due=2", "/dossiers?view=late&after=-1&due=99999999999999999",
          "/dossiers?view=working&after=7", "/dossiers?view=none&task=%27&after=x",
          "/dossiers?view=working&after=7&due=9223372036854775807"})
        EXPECT_EQ(get(commune.specialist, forged).status, 200) << forged;
}

TEST_F(WorkTest, LateAndDueTodayArePagedToo)
{
    constexpr int kAll = 33;
    for (int i = 0; i < kAll; ++i) ASSERT_TRUE(receive(services, commune.desk, a_reception()));
    run_jobs();
    database.execute("UPDATE dossiers SET due_at = '2026-11-20 01:00Z'");
    EXPECT_EQ(walked(commune.desk, "/dossiers?view=late").size(), static_cast<std::size_t>(kAll));
    EXPECT_EQ(walked(commune.specialist, "/dossiers?view=late").size(), static_cast<std::size_t>(kAll));
    EXPECT_TRUE(walked(commune.desk, "/dossiers?view=today").empty());
    database.execute("UPDATE dossiers SET due_at = '2026-11-20 10:00Z'");
    EXPECT_EQ(walked(commune.leader, "/dossiers?view=today").size(), static_cast<std::size_t>(kAll));
    EXPECT_EQ(walked(commune.specialist, "/dossiers?view=today").size(), static_cast<std::size_t>(kAll));
    EXPECT_TRUE(walked(commune.specialist, "/dossiers?view=late").empty());
}

}  // namespace
}  // namespace lt::dossiers
