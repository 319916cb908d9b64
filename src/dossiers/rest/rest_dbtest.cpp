// Other systems at the desk: what they may, what they are told, and what they try in vain.
#include <thread>

#include "accounts/api.h"
#include "dossiers/portal/pages.h"
#include "dossiers/rest/rest_fixture_dbtest.h"
#include "dossiers/scans/tiff_testing.h"

namespace lt::dossiers::rest {
namespace {

using namespace std::chrono_literals;

TEST_F(RestTest, HowADossierCameIsKept)
{
    json body = a_lodging();
    body["origin"] = {
        {"verified_account", true}, {"databases", {"7"}}, {"store_papers", {1}}, {"paid_online", true}};
    ASSERT_EQ(post(desk_system, "/api/v1/dossiers", body, "K1").status, 201);
    EXPECT_EQ(
        database.value(
            "SELECT concat_ws(' ', verified, databases, from_store, store_papers, paid_online) FROM dossier_origins"),
        "t {7} t {1} t");
    ASSERT_EQ(post(desk_system, "/api/v1/dossiers", a_lodging(), "K2").status, 201);
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_origins"), "1") << "nobody told of the other one";
    body["origin"] = {
        {"verified_account", "yes"}, {"databases", {7, ""}}, {"store_papers", {-1, "0"}}, {"vneid", true}};
    EXPECT_EQ(
        pointers(post(desk_system, "/api/v1/dossiers", body, "K3")),
        "/origin/vneid /origin/verified_account /origin/databases/0 /origin/databases/1 /origin/store_papers/0 "
        "/origin/store_papers/1");
    body["origin"] = {{"store_papers", {50}}};
    EXPECT_EQ(pointers(post(desk_system, "/api/v1/dossiers", body, "K4")), "/origin/store_papers/0");
}

TEST_F(RestTest, ALodgedDossierHasCodeDueTimeFeesAndReceipt)
{
    const auto answer = post(desk_system, "/api/v1/dossiers", a_lodging(), "K1");
    ASSERT_EQ(answer.status, 201) << answer.body;
    const json made = body_of(answer);
    EXPECT_EQ(made["code"], "H05.26.1-261120-0001");
    EXPECT_EQ(made["state"], "processing");
    EXPECT_EQ(made["national_state"], 4);
    EXPECT_FALSE(made["due_at"].is_null());
    EXPECT_TRUE(made["fees"].is_array());
    EXPECT_EQ(header(answer, "Location"), "/api/v1/dossiers/" + made["uid"].get<std::string>());
    // Nothing can be stored: told to come again, and nothing is lost by it.
    std::filesystem::rename(folder / "blobs", folder / "away");
    std::ofstream(folder / "blobs") << "full";
    EXPECT_EQ(get(desk_system, made["receipt"]).status, 503);
    std::filesystem::remove(folder / "blobs");
    std::filesystem::rename(folder / "away", folder / "blobs");
    const auto pdf = get(desk_system, made["receipt"]);
    EXPECT_EQ(pdf.status, 200);
    EXPECT_TRUE(pdf.body.starts_with("%PDF"));
    EXPECT_EQ(body_of(get(desk_system, "/api/v1/dossiers/" + made["code"].get<std::string>()))["uid"],
              made["uid"]);
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_looks WHERE reason = 'system mot-cua'"), "3")
        << "each look is recorded";
}

TEST_F(RestTest, TheSameKeyIsTheSameDossierAndAnotherBodyAMistake)
{
    const json first = lodged(desk_system, "counter", "K1");
    const auto again = post(desk_system, "/api/v1/dossiers", a_lodging(), "K1");
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(body_of(again)["code"], first["code"]);
    json another = a_lodging();
    another["subject"] = "Khác";
    EXPECT_EQ(post(desk_system, "/api/v1/dossiers", another, "K1").status, 422);
    EXPECT_EQ(post(desk_system, "/api/v1/dossiers", another).status, 400) << "no key";
    // Another system's key is another key.
    EXPECT_NE(lodged(enterprise, "online", "K1")["uid"], first["uid"]);
    EXPECT_EQ(database.value("SELECT count(*) FROM dossiers"), "2");
}

TEST_F(RestTest, TheSameCallManyTimesAtOnceMakesOneDossier)
{
    std::vector<std::string> codes(8);
    std::vector<std::thread> callers;
    for (std::size_t i = 0; i < codes.size(); ++i)
        callers.emplace_back([&, i] {
            codes[i] = body_of(post(desk_system, "/api/v1/dossiers", a_lodging(), "K1")).value("code", "?");
        });
    for (std::thread& one : callers) one.join();
    EXPECT_EQ(std::set<std::string>(codes.begin(), codes.end()),
              (std::set<std::string>{"H05.26.1-261120-0001"}));
}

TEST_F(RestTest, AnOnlineDossierWaitsForTheDesk)
{
    const json made = lodged(enterprise, "online");
    EXPECT_EQ(made["state"], "registered");
    EXPECT_TRUE(made["receipt"].is_null());
    EXPECT_FALSE(made["accept_by"].is_null());
    EXPECT_EQ(get(enterprise, "/api/v1/dossiers/" + made["uid"].get<std::string>() + "/receipt.pdf").status,
              404);
    // Nobody accepts his own dossier.
    EXPECT_EQ(post(enterprise, "/api/v1/dossiers", a_lodging("counter"), "K2").status, 403);
    EXPECT_EQ(post(watcher, "/api/v1/dossiers", a_lodging("online"), "K3").status, 403);
}

TEST_F(RestTest, AnEnterpriseSeesNothingOfOthers)
{
    const json others = lodged(desk_system);
    const json own = lodged(enterprise, "online");
    const System stranger = connect("la", {{Right::lodge, commune.agency}, {Right::read, other.agency}});
    const System nobody = connect("khong-quyen", {});
    for (const System& who : {enterprise, stranger, nobody}) {
        for (const std::string& name :
             {others["uid"].get<std::string>(), others["code"].get<std::string>()}) {
            EXPECT_EQ(get(who, "/api/v1/dossiers/" + name).status, 404) << who.code;
            EXPECT_EQ(get(who, "/api/v1/dossiers/" + name + "/receipt.pdf").status, 404);
            EXPECT_EQ(get(who, "/api/v1/dossiers/" + name + "/files/" + name).status, 404);
            EXPECT_EQ(post(who, "/api/v1/dossiers/" + name + "/supplements",
                           {{"papers", json::array({{{"no", 0}, {"originals", 1}}})}})
                          .status,
                      404);
        }
        EXPECT_EQ(get(who, "/api/v1/changes").body.find(others["uid"].get<std::string>()), std::string::npos)
            << who.code;
    }
    EXPECT_EQ(get(enterprise, "/api/v1/dossiers/" + own["uid"].get<std::string>()).status, 200);
    EXPECT_EQ(get(watcher, "/api/v1/dossiers/" + others["uid"].get<std::string>()).status, 200)
        << "may read all of the agency";
    for (const char* name : {"' OR true --", "%", "00000000-0000-0000-0000-000000000000"})
        EXPECT_EQ(get(enterprise, std::string("/api/v1/dossiers/") + name).status, 404) << name;
    // Without its rights it sees not even its own.
    grant(enterprise, {});
    EXPECT_EQ(get(enterprise, "/api/v1/dossiers/" + own["uid"].get<std::string>()).status, 404);
    EXPECT_TRUE(body_of(get(enterprise, "/api/v1/changes"))["events"].empty());
}

TEST_F(RestTest, WhoCallsMustProveIt)
{
    System wrong = desk_system;
    wrong.secret = "0000";
    const auto answer = get(wrong, "/api/v1/changes");
    EXPECT_EQ(answer.status, 401);
    EXPECT_EQ(header(answer, "Content-Type"), "application/problem+json");
    EXPECT_EQ(get({.uid = "", .code = "khong-co", .secret = ""}, "/api/v1/changes").status, 401);
    EXPECT_EQ(send(wrong, {.method = http::Method::post, .target = "/api/v1/files?name=a.pdf", .body = kPdf})
                  .status,
              401);
    for (int i = 0; i < 100; ++i) (void)get(wrong, "/api/v1/changes");
    EXPECT_EQ(get(wrong, "/api/v1/changes").status, 429);
    clock->advance(10min);
    db::Transaction tx = database.pool().begin({.reach = db::Reach::platform});
    exchange::set_active(tx, exchange, *exchange::find_system(tx, desk_system.uid), false);
    tx.commit();
    EXPECT_EQ(get(desk_system, "/api/v1/changes").status, 401) << "suspended";
}

TEST_F(RestTest, WhatIsWrongIsSaidByItsPointer)
{
    const auto wrong = [&](const char* pointer, const json& value) {
        json body = a_lodging();
        body[json::json_pointer(pointer)] = value;
        return pointers(post(desk_system, "/api/v1/dossiers", body, base::random_hex(8)));
    };
    EXPECT_EQ(wrong("/owner/number", "12345"), "/owner/number");
    EXPECT_EQ(wrong("/owner/name", ""), "/owner/name");
    EXPECT_EQ(wrong("/owner/born_on", "06/05/1990"), "/owner/born_on");
    EXPECT_EQ(wrong("/owner/kind", "robot"), "/owner/kind");
    EXPECT_EQ(wrong("/owner/nmae", "x"), "/owner/nmae");
    EXPECT_EQ(wrong("/agency", "H99"), "/agency");
    EXPECT_EQ(wrong("/agency", "H05.26.2"), "/agency") << "no right there";
    EXPECT_EQ(wrong("/procedure", "9.9"), "/procedure");
    EXPECT_EQ(wrong("/sets", 0), "/sets");
    EXPECT_EQ(wrong("/case", 99), "/case");
    EXPECT_EQ(wrong("/papers", 7), "/papers");
    EXPECT_EQ(wrong("/papers/0/no", 88), "/papers/0/no");
    EXPECT_EQ(wrong("/papers/1/no", 0), "/papers/1/no");
    EXPECT_EQ(wrong("/papers/1/code", "2.000908.01"), "/papers/1/code") << "not what its number says";
    EXPECT_EQ(wrong("/papers/1", {{"copies", 1}}), "/papers/1/no") << "it names no paper";
    EXPECT_EQ(wrong("/papers/1", {{"code", ""}, {"copies", 1}}), "/papers/1/no") << "nor does this";
    EXPECT_EQ(wrong("/papers/1", {{"code", "2.000908.01"}}), "/papers/1/code") << "twice";
    EXPECT_EQ(wrong("/answers/relation", "self"), "/papers/1/no") << "the second paper is for others";
    EXPECT_EQ(wrong("/decides", "H99"), "/decides");
    EXPECT_EQ(wrong("/decides", "H05.26.2"), "/decides") << "it is not received anywhere";
    EXPECT_EQ(wrong("/files", json::array({{{"upload", base::new_uid(clock->now())}}})), "/files/0/upload");
    EXPECT_EQ(wrong("/delivery", {{"means", "post"}}), "/delivery/address");
    EXPECT_EQ(wrong("/answers/khong_co_cau_nay", 1), "/answers/khong_co_cau_nay");
    EXPECT_EQ(wrong("/khong_co", 1), "/khong_co");
    EXPECT_EQ(send(desk_system,
                   {.method = http::Method::post, .target = "/api/v1/dossiers", .body = "{", .key = "K"})
                  .status,
              422);
    EXPECT_EQ(database.value("SELECT count(*) FROM dossiers"), "0");
}

TEST_F(RestTest, TheOwnerSaysWhatTheAnswersLeaveOpen)
{
    json body = a_lodging();
    body["answers"].erase("applicant");
    const std::string open = pointers(post(desk_system, "/api/v1/dossiers", body, "K1"));
    EXPECT_NE(open.find("/answers/applicant/phone"), std::string::npos) << open;
    EXPECT_EQ(open.find("/answers/applicant/full_name"), std::string::npos) << open;
    body["owner"]["phone"] = "0912345678";
    body["owner"]["commune"] = "09187";
    body["answers"]["applicant"] = {{"phone", "sai"}};
    EXPECT_EQ(pointers(post(desk_system, "/api/v1/dossiers", body, "K2")), "/answers/applicant/phone")
        << "what was sent is not put right by what is known";
    body["answers"].erase("applicant");
    ASSERT_EQ(post(desk_system, "/api/v1/dossiers", body, "K3").status, 201);
    EXPECT_EQ(
        database.value(
            "SELECT answers->'applicant'->>'full_name' || ' ' || (answers->'applicant'->>'phone') || ' ' || "
            "(answers->'applicant'->'residence'->>'commune') FROM dossiers"),
        "Nguyễn Thị Ánh 0912345678 09187");
}

TEST_F(RestTest, FilesBelongToWhoSentThem)
{
    const std::string upload = uploaded(desk_system);
    json body = a_lodging("online");
    body["files"] = json::array({{{"upload", upload}, {"paper", 0}}});
    EXPECT_EQ(pointers(post(enterprise, "/api/v1/dossiers", body, "K1")), "/files/0/upload")
        << "another system's file";
    ASSERT_EQ(post(desk_system, "/api/v1/dossiers", body, "K1").status, 201);
    EXPECT_EQ(pointers(post(desk_system, "/api/v1/dossiers", body, "K2")), "/files/0/upload")
        << "used already";
    EXPECT_EQ(post(desk_system, "/api/v1/dossiers", body, "K1").status, 200) << "the same call again";
    EXPECT_EQ(database.value("SELECT string_agg(name || ' ' || paper_no, ',') FROM dossier_files"),
              "don.pdf 0");
    EXPECT_EQ(
        send(watcher, {.method = http::Method::post, .target = "/api/v1/files?name=a.pdf", .body = kPdf})
            .status,
        403);
}

TEST_F(RestTest, WhereNoPlaceConvertsNowTheSameCallMayComeAgain)
{
    services.conversions = scans::Conversions(1);
    json body = a_lodging();
    body["files"] =
        json::array({{{"upload", uploaded(desk_system, scans::a_tiff(1), "quet.tif")}, {"paper", 0}}});
    json wrong = body;
    wrong["files"].push_back({{"upload", "no-such"}, {"paper", 0}});
    const json made = lodged(desk_system);
    const std::string path = "/api/v1/dossiers/" + made["uid"].get<std::string>() + "/supplements";
    ASSERT_TRUE(
        acted(commune.desk, made["uid"], {.kind = ActKind::ask_supplement, .missing = {{1, "Ảnh mờ"}}}));
    const json more = {
        {"files",
         json::array({{{"upload", uploaded(desk_system, scans::a_tiff(2), "bo-sung.tif")}, {"paper", 1}}})}};
    {
        auto slow = services.conversions.begin();
        ASSERT_TRUE(slow.next());
        const auto busy = post(desk_system, "/api/v1/dossiers", body, "K");
        EXPECT_EQ(busy.status, 503) << busy.body;
        EXPECT_EQ(header(busy, "Retry-After"), "60");
        EXPECT_TRUE(body_of(busy)["detail"].get<std::string>().starts_with("“quet.tif”: "));
        const auto later = post(desk_system, path, more);
        EXPECT_EQ(later.status, 503) << later.body;
        EXPECT_EQ(header(later, "Retry-After"), "60");
    }
    EXPECT_EQ(pointers(post(desk_system, "/api/v1/dossiers", wrong, "K")), "/files/1/upload");
    const auto answer = post(desk_system, "/api/v1/dossiers", body, "K");
    EXPECT_EQ(answer.status, 201) << answer.body;
    EXPECT_EQ(post(desk_system, path, more).status, 200);
    EXPECT_EQ(database.value("SELECT string_agg(name, ',' ORDER BY name) FROM dossier_files"),
              "bo-sung.pdf,quet.pdf");
}

TEST_F(RestTest, AFileComesAsItIsOrInAForm)
{
    const std::string form =
        std::string(
            "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"to-khai.pdf\"\r\n\r\n") +
        kPdf + "\r\n--B--\r\n";
    const auto answer = send(desk_system, {.method = http::Method::post,
                                           .target = "/api/v1/files",
                                           .body = form,
                                           .content_type = "multipart/form-data; boundary=B"});
    ASSERT_EQ(answer.status, 201) << answer.body;
    EXPECT_EQ(body_of(answer)["name"], "to-khai.pdf");
    EXPECT_EQ(body_of(answer)["media_type"], "application/pdf");
    EXPECT_EQ(body_of(answer)["size"], std::string_view(kPdf).size());
    const auto refused = [&](const std::string& name, const std::string& content) {
        return send(desk_system, {.method = http::Method::post,
                                  .target = "/api/v1/files?name=" + name,
                                  .body = content,
                                  .content_type = "application/octet-stream"})
            .status;
    };
    EXPECT_EQ(refused("a.pdf", "MZ\x90 program"), 422);
    EXPECT_EQ(refused("a.pdf", ""), 422);
    EXPECT_EQ(refused("", kPdf), 400);
}

TEST_F(RestTest, ASupplementBringsWhatWasAskedFor)
{
    const json made = lodged(desk_system);
    const std::string path = "/api/v1/dossiers/" + made["uid"].get<std::string>();
    const json paper = {{"papers", json::array({{{"no", 1}, {"copies", 1}}})}};
    EXPECT_EQ(post(desk_system, path + "/supplements", paper).status, 409) << "nobody asked for one";
    ASSERT_TRUE(
        acted(commune.desk, made["uid"], {.kind = ActKind::ask_supplement, .missing = {{1, "Ảnh mờ"}}}));
    const json asked = body_of(get(desk_system, path));
    EXPECT_EQ(asked["papers"][1]["missing"], "Ảnh mờ");
    EXPECT_EQ(pointers(post(desk_system, path + "/supplements",
                            {{"papers", json::array({{{"no", 0}, {"copies", 1}}})}})),
              "/papers");
    EXPECT_EQ(pointers(post(desk_system, path + "/supplements", json::object())), "/papers");
    EXPECT_EQ(post(watcher, path + "/supplements", paper).status, 403);
    const auto refused = [&](const json& body) {
        return pointers(post(desk_system, path + "/supplements", body));
    };
    EXPECT_EQ(refused({{"papers", json::array({{{"no", 1}, {"copies", 1}}, {{"no", 2}, {"copies", 1}}})}}),
              "/papers/1/no");
    EXPECT_EQ(refused({{"papers", json::array({{{"code", "9.9"}, {"copies", 1}}})}}), "/papers/0/code");
    EXPECT_EQ(refused({{"files", json::array({{{"upload", uploaded(desk_system)}, {"paper", 7}}})}}),
              "/files/0/paper");
    const auto answer = post(desk_system, path + "/supplements",
                             {{"files", json::array({{{"upload", uploaded(desk_system)}, {"paper", 1}}})}});
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(body_of(answer)["state"], "processing");
    EXPECT_TRUE(body_of(answer)["papers"][1]["missing"].is_null());
}

TEST_F(RestTest, PapersAreNamedByCodeWhateverTheAnswersAskFor)
{
    json body = a_lodging();
    body["papers"] =
        json::array({{{"code", "2.000908.02"}, {"copies", 2}}, {{"code", "2.000908.01"}, {"originals", 1}}});
    body["files"] = json::array({{{"upload", uploaded(desk_system)}, {"paper_code", "2.000908.02"}}});
    const auto answer = post(desk_system, "/api/v1/dossiers", body, "K");
    ASSERT_EQ(answer.status, 201) << answer.body;
    EXPECT_EQ(
        database.value(
            "SELECT string_agg(p.code || ' ' || p.originals || p.copies || coalesce(' ' || f.name, ''), '; ' ORDER BY p.no) FROM "
            "dossier_papers p LEFT JOIN dossier_files f ON f.dossier_id = p.dossier_id AND f.paper_no = p.no"),
        "2.000908.01 10; 2.000908.02 02 don.pdf");
    const std::string uid = body_of(answer)["uid"];
    run_jobs();
    ASSERT_TRUE(acted(commune.desk, uid, {.kind = ActKind::ask_supplement, .missing = {{1, "Ảnh mờ"}}}));
    EXPECT_EQ(post(desk_system, "/api/v1/dossiers/" + uid + "/supplements",
                   {{"papers", json::array({{{"code", "2.000908.02"}, {"copies", 1}}})}})
                  .status,
              200);
    EXPECT_EQ(database.value("SELECT copies FROM dossier_papers WHERE code = '2.000908.02'"), "3");
}

TEST_F(RestTest, ResultsAreReadWhenTheyAreDecided)
{
    const json made = lodged(desk_system);
    const std::string uid = made["uid"];
    blob::Blob blob = blobs.put(kPdf);
    blob.media_type = "application/pdf";
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.leader));
        const auto dossier = store::find(tx, uid);
        blob::remember(tx, blob);
        const File result{.uid = base::new_uid(clock->now()),
                          .kind = "result",
                          .name = "kq.pdf",
                          .media_type = blob.media_type,
                          .size = blob.size,
                          .sha256 = blob.sha256,
                          .added_at = clock->now()};
        store::add_files(tx, *dossier, {result}, commune.leader.official);
        store::put_outcome(tx, dossier->id, {.no = -1, .name = "Bản sao", .file = result.uid});
        tx.commit();
    }
    const std::string file = body_of(get(desk_system, "/api/v1/dossiers/" + uid))["results"][0]["file"];
    EXPECT_EQ(get(desk_system, file).status, 404) << "not before the dossier is resolved";
    work_to_the_end(commune, uid);
    ASSERT_EQ(the(uid).life.state, State::resolved);
    EXPECT_EQ(get(desk_system, file).status, 200);
    EXPECT_EQ(get(enterprise, file).status, 404);
}

TEST_F(RestTest, ChangesAreReadOnFromTheCursor)
{
    const json start = body_of(get(watcher, "/api/v1/changes"));
    EXPECT_TRUE(start["events"].empty());
    const json made = lodged(desk_system);
    const json some =
        body_of(get(watcher, "/api/v1/changes?limit=1&after=" + start["cursor"].get<std::string>()));
    ASSERT_EQ(some["events"].size(), 1U);
    EXPECT_EQ(some["more"], true);
    EXPECT_EQ(some["events"][0]["act"], "receive");
    EXPECT_EQ(some["events"][0]["dossier"]["uid"], made["uid"]);
    const json rest = body_of(get(watcher, "/api/v1/changes?after=" + some["cursor"].get<std::string>()));
    ASSERT_EQ(rest["events"].size(), 1U);
    EXPECT_EQ(rest["events"][0]["act"], "begin");
    EXPECT_EQ(rest["more"], false);
    EXPECT_TRUE(body_of(get(watcher, "/api/v1/changes?after=" + rest["cursor"].get<std::string>()))["events"]
                    .empty());
    EXPECT_EQ(get(watcher, "/api/v1/changes?after=-1").status, 400);
    EXPECT_EQ(get(watcher, "/api/v1/changes?after=x").status, 400);
    EXPECT_EQ(rest.dump().find("Ánh"), std::string::npos) << "no person stands in it";
}

TEST_F(RestTest, AnActThatTakesLongIsNotPassedOver)
{
    const json made = lodged(desk_system);
    const std::string cursor = body_of(get(watcher, "/api/v1/changes"))["cursor"];
    auto slow = std::optional(database.pool().begin(scope_of(commune.desk)));
    auto dossier = store::find(*slow, made["uid"], store::Lock::for_update);
    ASSERT_TRUE(carry_out_inside(services, *slow, commune.desk, *dossier,
                                 {.kind = ActKind::ask_supplement, .reason = "Thiếu"}));
    (void)store::events(*slow, dossier->id);  // what was only sent along so far reaches the database
    const json meanwhile = body_of(get(watcher, "/api/v1/changes?after=" + cursor));
    EXPECT_TRUE(meanwhile["events"].empty());
    EXPECT_EQ(meanwhile["cursor"], cursor);
    slow->commit();
    slow.reset();
    const json later = body_of(get(watcher, "/api/v1/changes?after=" + cursor));
    ASSERT_EQ(later["events"].size(), 1U);
    EXPECT_EQ(later["events"][0]["act"], "ask_supplement");
}

TEST_F(RestTest, WhoReadsWhileOthersActMissesNothing)
{
    constexpr int kEach = 12;
    std::atomic<bool> over = false;
    std::vector<std::string> seen;
    std::thread reader([&] {
        std::string cursor = "0";
        for (bool last = false; !last;) {
            last = over;
            const json page = body_of(get(watcher, "/api/v1/changes?limit=3&after=" + cursor));
            for (const json& event : page["events"]) seen.push_back(event["id"]);
            cursor = page["cursor"];
            if (page["more"] == true) last = false;
        }
    });
    std::vector<std::thread> actors;
    for (int k = 0; k < 4; ++k)
        actors.emplace_back([&, k] {
            for (int i = 0; i < kEach; ++i)
                EXPECT_EQ(post(desk_system, "/api/v1/dossiers", a_lodging(),
                               std::to_string(k) + "-" + std::to_string(i))
                              .status,
                          201);
        });
    for (std::thread& one : actors) one.join();
    over = true;
    reader.join();
    EXPECT_EQ(seen.size(), 2U * 4 * kEach);
    EXPECT_TRUE(std::ranges::is_sorted(
        seen, [](const auto& a, const auto& b) { return std::stoll(a) < std::stoll(b); }));
    EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), seen.size());
}

TEST_F(RestTest, ProceduresSayWhatTheyNeed)
{
    EXPECT_EQ(get(desk_system, "/api/v1/procedures").status, 400);
    EXPECT_EQ(get(desk_system, "/api/v1/procedures?agency=H05.26.2").status, 400) << "no right there";
    const json all = body_of(get(desk_system, "/api/v1/procedures?agency=H05.26.1&words=so goc"));
    ASSERT_GE(all["procedures"].size(), 1U);
    EXPECT_EQ(all["procedures"][0]["code"], "2.000908");
    const json one = body_of(get(desk_system, "/api/v1/procedures/2.000908?agency=H05.26.1&way=counter"));
    EXPECT_FALSE(one["due_at"].is_null());
    EXPECT_GE(one["papers"].size(), 1U);
    EXPECT_EQ(get(desk_system, "/api/v1/procedures/9.9?agency=H05.26.1").status, 404);
    EXPECT_EQ(get(desk_system, "/api/v1/procedures/2.000908?agency=H05.26.1&case=99").status, 400);
    EXPECT_EQ(get(desk_system, "/api/v1/openapi.yaml").body, "openapi: 3.1.0\n");
}

TEST_F(RestTest, OnlyThePortalSpeaksForThePortal)
{
    const System gate = connect("cong", {{Right::portal, 0}});
    const json record = {{"MaHoSo", "G1"},
                         {"MaTTHC", "2.000908"},
                         {"DonViXuLy", "H05.26.1"},
                         {"ChuHoSo", "An"},
                         {"LoaiDoiTuong", "1"}};
    EXPECT_EQ(post(desk_system, "/api/portal/nhanhsdvcqg", record).status, 403);
    EXPECT_EQ(post(desk_system, "/api/portal/dptracuuthanhtoanhs", {{"MaHoSo", "G1"}}).status, 403);
    EXPECT_EQ(body_of(post(gate, "/api/portal/nhanhsdvcqg", record))["error_code"], "0");
    EXPECT_EQ(body_of(post(gate, "/api/portal/dptracuuthanhtoanhs", {{"MaHoSo", "G1"}}))["error_code"], "0");
    EXPECT_EQ(get(gate, "/api/v1/dossiers/" + portal::uid_of("G1")).status, 404)
        << "the portal is no agency's system";
    // A file is given out only when the portal was told of its dossier.
    json body = a_lodging();
    body["files"] = json::array({{{"upload", uploaded(desk_system)}, {"paper", 0}}});
    ASSERT_EQ(post(desk_system, "/api/v1/dossiers", body, "K1").status, 201);
    const std::string file = "/api/portal/files/" + database.value("SELECT uid FROM dossier_files");
    EXPECT_EQ(get(gate, file).status, 404);
    database.execute("SELECT lt_queue_syncs(id, 1, 'receive', now()) FROM dossiers");
    EXPECT_EQ(get(gate, file).status, 200);
    EXPECT_EQ(get(desk_system, file).status, 403);
    EXPECT_EQ(get(gate, "/api/portal/files/x").status, 404);
}

class OperatorTest : public RestTest {
protected:
    OperatorTest()
    {
        database.execute(
            "INSERT INTO officials (id, uid, agency_id, name, created_at, folded, sort_name) OVERRIDING SYSTEM VALUE VALUES "
            "(1, gen_random_uuid(), 1, 'Trần Văn Hành', now(), 'x', 'x')");
        database.execute(
            "INSERT INTO posts (uid, official_id, agency_id, title, role, valid_from) VALUES (gen_random_uuid(), 1, 1, 'Vận hành', "
            "'platform_operator', '2025-07-01')");
        portal::add_page_routes(router, std::make_shared<const portal::PageServices>(
                                            portal::PageServices{portal, exchange, the_pages}));
        portal::add_jobs(portal);
    }
    http::Response ask(http::Method method, const std::string& path,
                       const std::vector<std::pair<std::string, std::string>>& fields = {},
                       directory::Role role = directory::Role::platform_operator)
    {
        auto me = std::make_shared<accounts::Me>();
        me->agency = me->official = 1;
        me->role = role;
        me->csrf = "token";
        http::Request request{.method = method, .path = path, .target = path, .user = me};
        for (const auto& [name, value] : fields) request.form.add(name, value);
        request.headers["accept"] = "text/html";
        const auto match = router.match(method, path);
        if (match.route == nullptr) throw std::runtime_error("no route " + path);
        if (match.route->access.check(me.get()) != http::Verdict::allow) return {.status = 403};
        request.params = match.params;
        return match.route->handler(request);
    }
    html::Templates templates{{.resources = base::find_resources(), .reload = true}};
    page::Pages the_pages{templates, {}};
};

TEST_F(OperatorTest, ThePortalIsConfiguredAndSeen)
{
    using http::Method;
    EXPECT_EQ(ask(Method::get, "/admin/portal", {}, directory::Role::leader).status, 403);
    EXPECT_NE(ask(Method::get, "/admin/portal").body.find("Chưa khai Cổng"), std::string::npos);
    EXPECT_EQ(ask(Method::get, "/admin/portal/settings").status, 200);
    const auto refused =
        ask(Method::post, "/admin/portal/settings", {{"adapter", "x"}, {"password", "bi-mat"}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_NE(refused.body.find("bắt đầu bằng https://"), std::string::npos);
    EXPECT_EQ(refused.body.find("bi-mat"), std::string::npos);
    const auto saved = ask(Method::post, "/admin/portal/settings",
                           {{"adapter", "https://truc.example.vn"},
                            {"auth", "/mapi/login"},
                            {"integration", "/mapi/g"},
                            {"username", "tinh"},
                            {"password", "bi-mat"},
                            {"destination", "VN:1"},
                            {"member", "H05"},
                            {"since", "01/11/2026"},
                            {"active", "1"}});
    EXPECT_EQ(saved.status, 303) << saved.body;
    EXPECT_EQ(ask(Method::get, "/admin/portal/settings").body.find("bi-mat"), std::string::npos);
}

TEST_F(OperatorTest, WhatFailedIsShownDownloadedSentAgainAndGivenUp)
{
    using http::Method;
    const json made = lodged(desk_system);
    database.execute("SELECT lt_queue_syncs(id, 1, 'receive', now()) FROM dossiers");
    database.execute(
        "UPDATE dossier_syncs SET state = 'failed', tries = 5, error = 'Mã 2: MaLinhVuc sai' WHERE place = 0");
    const std::string id = database.value("SELECT id FROM dossiers");
    const std::string path = "/admin/portal/" + id + "/1/DongBoHoSoMC";
    const auto list = ask(Method::get, "/admin/portal");
    EXPECT_NE(list.body.find("Mã 2: MaLinhVuc sai"), std::string::npos);
    EXPECT_NE(list.body.find(made["code"].get<std::string>()), std::string::npos);
    EXPECT_EQ(list.body.find("Nguyễn Thị Ánh"), std::string::npos);
    const auto payload = ask(Method::get, path + "/payload.json");
    ASSERT_EQ(payload.status, 200);
    EXPECT_EQ(json::parse(payload.body)["data"][0]["ChuHoSo"], "Nguyễn Thị Ánh");
    EXPECT_EQ(
        database.value(
            "SELECT agency_id || ' ' || official_id FROM audit_events WHERE action = 'dossier.sync_payload_read'"),
        "1 1");
    EXPECT_EQ(ask(Method::get, path + "/payload.json", {}, directory::Role::leader).status, 403);
    EXPECT_EQ(ask(Method::get, path + "/closure").status, 200);
    EXPECT_EQ(ask(Method::post, path + "/closure", {{"reason", ""}}).status, 422);
    EXPECT_EQ(ask(Method::post, path + "/replay").status, 303);
    EXPECT_EQ(ask(Method::post, path + "/replay").status, 409);
    EXPECT_EQ(database.value("SELECT state || tries FROM dossier_syncs WHERE place = 0"), "waiting0");
    database.execute("UPDATE dossier_syncs SET state = 'failed'");
    EXPECT_EQ(ask(Method::post, path + "/closure", {{"reason", "Sửa tay"}}).status, 303);
    EXPECT_EQ(ask(Method::post, "/admin/portal/replay").status, 303);
    EXPECT_EQ(database.value("SELECT string_agg(state, ' ' ORDER BY place) FROM dossier_syncs"),
              "given_up waiting");
    for (const char* wrong :
         {"/admin/portal/x/1/DongBoHoSoMC/replay", "/admin/portal/1/99999999/DongBoHoSoMC/replay",
          "/admin/portal/1/1/Khac/replay"})
        EXPECT_EQ(ask(Method::post, wrong).status, 404) << wrong;
}

TEST_F(OperatorTest, RightsAreGivenAgencyByAgency)
{
    using http::Method;
    const std::string path = "/admin/systems/" + enterprise.uid + "/rights";
    EXPECT_EQ(ask(Method::get, path, {}, directory::Role::agency_administrator).status, 403);
    const auto page = ask(Method::get, path);
    EXPECT_EQ(page.status, 200);
    EXPECT_NE(page.body.find("UBND phường Kinh Bắc"), std::string::npos);
    const std::string uid = database.value("SELECT uid FROM agencies WHERE id = 3");
    EXPECT_EQ(
        ask(Method::post, path, {{"read", uid}, {"portal", "1"}, {"handle", uid}, {"decide", uid}}).status,
        303);
    db::Transaction tx = database.pool().begin({.reach = db::Reach::platform});
    const auto grants = grants_of(tx, exchange::find_system(tx, enterprise.uid)->id);
    EXPECT_EQ(grants, (std::vector<Grant>{
                          {Right::decide, 3}, {Right::handle, 3}, {Right::read, 3}, {Right::portal, 0}}));
    EXPECT_EQ(
        database.value(
            "SELECT count(*) FROM audit_events WHERE action = 'system.rights_changed' AND detail::text LIKE '%dossiers:read%'"),
        "2");
    EXPECT_EQ(ask(Method::get, "/admin/systems/x/rights").status, 404);
}

}  // namespace
}  // namespace lt::dossiers::rest
