// Every look at personal data is written down, and read by who answers for it.
#include "dossiers/looks.h"

#include <array>

#include "dossiers/results/results_fixture_dbtest.h"
#include "vault/api.h"

namespace lt::dossiers {
namespace {

using std::chrono::seconds;

class LooksTest : public ResultsTest {
protected:
    using Place =
        std::map<std::string, std::string>;  // a dossier's page: what stands in the braces of its address

    std::string looks()
    {
        return database.value(
            "SELECT (SELECT count(*) FROM dossier_looks) + (SELECT count(*) FROM vault_looks)");
    }
    std::string many()
    {
        return database.value(
            "SELECT coalesce(string_agg(what || ' ' || words, ', ' ORDER BY id), '') FROM dossier_list_looks");
    }

    Place place_of(const std::string& uid, Place more = {})
    {
        more["uid"] = uid;
        more.emplace("act", "note");
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        more.emplace("slip", store::slips(tx, the(uid).id).front().uid);
        for (const char* name : {"file", "draft", "item"}) more.emplace(name, base::new_uid(clock->now()));
        more.emplace("no", "0");
        return more;
    }
    std::string drafted(const std::string& uid)
    {
        const auto made = draft_result(services, commune.specialist, uid, a_wish());
        EXPECT_TRUE(made) << made.error().message;
        return made ? *made : "";
    }
    // Somebody drafts its result; it has a scan that was read, and a paper in the vault.
    Place in_work()
    {
        const std::string uid = in_the_making();
        EXPECT_TRUE(attach(services, commune.desk, uid,
                           {{.paper = 0, .name = "ban-quet.pdf", .blob = blobs.put("%PDF-1.4 scan")}}));
        const std::string file = database.value(
            "SELECT uid FROM dossier_files WHERE name = 'ban-quet.pdf' ORDER BY id DESC LIMIT 1");
        database.execute(
            "INSERT INTO dossier_digitisations (dossier_id, file_uid, paper_no, state, sha256, asked_at, asked_by) "
            "SELECT dossier_id, uid, 0, 'read', sha256, added_at, 11 FROM dossier_files WHERE uid = '" +
            file + "'");
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        const blob::Blob blob = blobs.put("%PDF-1.4 card");
        blob::remember(tx, blob);
        const auto kept = vault::keep(tx,
                                      {.uid = base::new_uid(clock->now()),
                                       .dossier = uid,
                                       .paper = {.code = "CCCD", .name = "Thẻ căn cước"},
                                       .file_name = "the.pdf",
                                       .blob = blob,
                                       .signature = "signed"},
                                      clock->now());
        EXPECT_TRUE(kept);
        tx.commit();
        return place_of(uid, {{"file", file}, {"draft", drafted(uid)}, {"item", kept ? kept->uid : ""}});
    }
    Place submitted()
    {
        const std::string uid = in_the_making();
        const std::string draft = drafted(uid);
        EXPECT_TRUE(submit_result(services, commune.specialist, draft, 0, false));
        return place_of(uid, {{"draft", draft}});
    }
    Place paid_with_a_result()
    {
        Reception reception = a_reception("2.000815");
        reception.answers = R"({"documents": [{"name": "Bằng tốt nghiệp", "pages": 3, "copies": 2}]})";
        const std::string uid = received(reception).uid;
        std::vector<std::int64_t> due;
        {
            db::Transaction tx = database.pool().begin(scope_of(commune.desk));
            for (const Fee& fee : store::fees(tx, the(uid).id))
                if (fee.state == "due") due.push_back(fee.no);
        }
        EXPECT_TRUE(take_payment(services, commune.desk, uid, {.fees = due, .means = "cash"}));
        EXPECT_TRUE(add_outcome(services, commune.leader, uid, on_paper("", "Bản sao")));
        return place_of(uid);
    }
    Place sent_by_post()
    {
        const std::string uid = received(a_reception()).uid;
        work_to_the_end(commune, uid);
        record_results(commune, uid);
        EXPECT_TRUE(acted(commune.desk, uid,
                          {.kind = ActKind::hand_over,
                           .given = {.taken_by = "Ánh", .means = Delivery::post, .proof = "EMS1"}}));
        return place_of(uid);
    }
    // The address of a route at a place; "" where the place does not have what it names.
    static std::string filled(std::string pattern, const Place& place)
    {
        for (std::size_t open; (open = pattern.find('{')) != std::string::npos;) {
            const std::size_t close = pattern.find('}', open);
            const auto value = place.find(pattern.substr(open + 1, close - open - 1));
            if (value == place.end()) return "";
            pattern.replace(open, close - open + 1, value->second);
        }
        return pattern;
    }
};

// What a connected store gave needs that store: sources_dbtest shows it, and that it leaves a trace.
constexpr std::string_view kShownElsewhere = "/dossiers/{uid}/held/{paper}";

// Walks the routes themselves: a new page about a dossier is among them, and has to be shown here.
TEST_F(LooksTest, EveryPageAboutADossierLeavesATrace)
{
    const std::array places{in_work(), submitted(), paid_with_a_result(), sent_by_post()};
    const std::array actors{&commune.desk, &commune.specialist, &commune.leader, &commune.clerk};
    int walked = 0;
    for (const http::Route& route : router.routes()) {
        if (route.method != http::Method::get || !route.pattern.starts_with("/dossiers/{uid}") ||
            route.pattern == kShownElsewhere)
            continue;
        SCOPED_TRACE(route.pattern);
        ++walked;
        bool shown = false;
        for (const Place& place : places) {
            for (const Actor* actor : actors) {
                const std::string path = filled(route.pattern, place);
                ASSERT_NE(path, "") << "what stands in its braces?";
                if (shown || route.access.check(me_of(*actor).get()) != http::Verdict::allow) continue;
                clock->advance(seconds(1));
                const std::string before = looks();
                if (get(*actor, path).status != 200) continue;
                shown = true;
                EXPECT_NE(looks(), before) << "the page left no trace";
            }
        }
        EXPECT_TRUE(shown) << "no dossier of this test has this page: add one that has";
    }
    EXPECT_GE(walked, 25);
}

TEST_F(LooksTest, LeadersReadWhoLookedAtADossierPageByPage)
{
    const std::string uid = received(a_reception()).uid;
    const std::string path = "/dossiers/" + uid;
    page(commune.desk, path);
    clock->advance(seconds(1));
    page(commune.specialist, path);
    clock->advance(seconds(1));
    EXPECT_TRUE(says(page(commune.leader, path), path + "/looks"));
    EXPECT_FALSE(says(page(commune.desk, path), path + "/looks"));
    const std::string read = page(commune.leader, path + "/looks");
    for (const char* words :
         {"Người 11", "Trang hồ sơ, ở bộ phận một cửa", "Người 13", "Trang hồ sơ, người tham gia giải quyết"})
        EXPECT_TRUE(says(read, words)) << words;
    EXPECT_EQ(get(other.leader, path + "/looks").status, 404);
    const auto match = router.match(http::Method::get, path + "/looks");
    EXPECT_EQ(match.route->access.check(me_of(commune.desk).get()), http::Verdict::forbid);

    // None is left out between two pages, and none comes twice.
    database.execute(
        "INSERT INTO dossier_looks SELECT d.id, 1, 11 + i % 3, 'system ' || i, '2026-11-19 08:00+07'::timestamptz + i / 2 * "
        "interval '1 second' FROM dossiers d, generate_series(1, 120) i");
    std::set<std::string> seen;
    int rows = 0;
    std::string next = path + "/looks";
    for (int guard = 0; !next.empty() && guard < 10; ++guard) {
        const View view = json(commune.leader, next);
        for (const View& row : view["rows"]) {
            const std::string what = row["what"];
            if (!what.starts_with("Hệ thống")) continue;
            seen.insert(what);
            ++rows;
        }
        next = view["next_href"].is_string() ? view["next_href"].get<std::string>() : "";
    }
    EXPECT_EQ(seen.size(), 120u);
    EXPECT_EQ(rows, 120);
}

TEST_F(LooksTest, SearchesListsAndExportsLeaveOneRowEachAndTheAgencyReadsThem)
{
    received(a_reception());
    page(commune.desk, "/dossiers");
    EXPECT_EQ(many(), "") << "the work of the desk is no search";
    page(commune.desk, "/dossiers?q=Anh");
    page(commune.specialist, "/dossiers?q=Nguyen");
    EXPECT_EQ(many(), "search Anh, search Nguyen");
    EXPECT_EQ(get(commune.desk, "/dossiers/register/file").status, 200);
    EXPECT_EQ(database.value(
                  "SELECT count(*) FROM dossier_list_looks WHERE what = 'register' AND official_id = 11"),
              "1");
    EXPECT_EQ(database.value("SELECT count(*) FROM audit_events WHERE action = 'dossier.register_exported'"),
              "1");
    const std::string board = "/dossiers/board/dossiers?column=working";
    EXPECT_EQ(get(commune.leader, board).status, 200);
    EXPECT_EQ(database.value("SELECT words FROM dossier_list_looks WHERE what = 'figures'"), board);

    const std::string read = page(commune.leader, "/dossiers/looks");
    for (const char* words :
         {"Tìm hồ sơ", "Nguyen", "Người 13", "Xuất sổ theo dõi hồ sơ", "Danh sách sau số liệu"})
        EXPECT_TRUE(says(read, words)) << words;
    EXPECT_FALSE(says(page(other.leader, "/dossiers/looks"), "Nguyen"));
    for (const Actor* nobody : {&commune.specialist, &other.leader}) {
        db::Transaction tx = database.pool().begin(scope_of(*nobody));
        for (const looks::Look& look : looks::of_agency(tx, 0, 100)) EXPECT_NE(look.words, "Nguyen");
    }
    db::Transaction tx = database.pool().begin(scope_of(commune.leader));
    const auto all = looks::of_agency(tx, 0, 100);
    ASSERT_GE(all.size(), 4u);
    EXPECT_EQ(looks::of_agency(tx, all[0].id, 100).size() + 1, all.size());
}

TEST_F(LooksTest, WhoLookedACitizenUpIsToldToHisOwnLeaderWhoseAskingStaysToo)
{
    const std::string number = "027190001234";
    received(a_reception());
    for (const Staff* staff : {&commune, &other}) {
        clock->advance(seconds(1));
        db::Transaction tx = database.pool().begin(scope_of(staff->desk));
        EXPECT_TRUE(store::find_citizen(tx, OwnerKind::person, number, "reception", clock->now()));
        tx.commit();
    }
    database.execute("DELETE FROM dossier_list_looks");
    const std::string read = page(commune.leader, "/dossiers/looks?number=" + number);
    EXPECT_TRUE(says(read, "Người 11"));
    EXPECT_FALSE(says(read, "Người 31"));
    EXPECT_FALSE(says(read, "Nguyễn Thị Ánh")) << "of the citizen it says nothing";
    EXPECT_EQ(many(), "looks " + number);
    EXPECT_TRUE(says(page(other.leader, "/dossiers/looks?number=" + number), "Người 31"));
    EXPECT_TRUE(says(page(commune.leader, "/dossiers/looks?number=000000000000"), "Chưa ai xem"));
    // Not for who sees only what is his.
    db::Transaction tx = database.pool().begin(scope_of(commune.specialist));
    EXPECT_THROW((void)looks::of_citizen(tx, OwnerKind::person, number, {}, 10, clock->now()),
                 db::QueryError);
}

}  // namespace
}  // namespace lt::dossiers
