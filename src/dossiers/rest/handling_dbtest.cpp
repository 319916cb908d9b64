// Systems of agencies that decide and give opinions: the whole way of a dossier by REST, and what they try in vain.
#include <set>
#include <thread>

#include "dossiers/rest/rest_fixture_dbtest.h"
#include "kit/crypto/digest.h"
#include "signing/api.h"

namespace lt::dossiers::rest {
namespace {

using namespace std::chrono_literals;

// One page, and a form that says that it holds signatures; what they are worth says the judge.
std::string claims_signatures()
{
    const std::vector<std::string> objects{"<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[]>>>>",
                                           "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                                           "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>"};
    std::string out = "%PDF-1.4\n", places = "0000000000 65535 f \n";
    for (std::size_t i = 0; i < objects.size(); ++i) {
        std::string at = std::to_string(out.size());
        places += std::string(10 - at.size(), '0') + at + " 00000 n \n";
        out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    const std::string start = std::to_string(out.size());
    return out + "xref\n0 4\n" + places + "trailer\n<</Root 1 0 R/Size 4>>\nstartxref\n" + start +
           "\n%%EOF\n";
}

class HandlingTest : public RestTest {
protected:
    HandlingTest()
        : decider(connect("ho-tich", {{Right::handle, commune.agency}, {Right::decide, commune.agency}})),
          helper(connect("chuyen-nganh", {{Right::handle, other.agency}, {Right::decide, other.agency}}))
    {
    }
    json steps(const System& who, const std::string& agency = "H05.26.1")
    {
        const auto answer = get(who, "/api/v1/steps?agency=" + agency);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return body_of(answer).value("steps", json::array());
    }
    // What is asked, answered with yes, for the dossier as the step shows it.
    static json yes_to(const json& step)
    {
        json out{{"version", step["dossier"]["version"]}, {"answers", json::object()}};
        for (const json& ask : step["asks"]) {
            const bool is_number = ask["type"] == "number";
            out["answers"][ask["name"].get<std::string>()] = is_number ? json(1) : json(true);
        }
        return out;
    }
    http::Response report(const System& who, const json& step, const json& said, const std::string& key = "")
    {
        auto answer = post(who, step["href"], said, key.empty() ? base::random_hex(8) : key);
        run_jobs();
        return answer;
    }
    // Every step that the agency's system may do.
    std::vector<std::string> work_by_rest(const System& who)
    {
        std::vector<std::string> titles;
        for (json open = steps(who); !open.empty() && titles.size() < 20; open = steps(who)) {
            const auto answer = report(who, open[0], yes_to(open[0]));
            EXPECT_EQ(answer.status, 200) << answer.body;
            if (answer.status != 200) break;
            titles.push_back(open[0]["title"]);
        }
        return titles;
    }
    static std::string path_of(const json& dossier)
    {
        return "/api/v1/dossiers/" + dossier["uid"].get<std::string>();
    }
    json a_paper_result(const json& dossier)
    {
        return {{"version", body_of(get(decider, path_of(dossier)))["version"]},
                {"code", "KQ.G15.000020"},
                {"number", "15/BS"},
                {"issued_on", "2026-11-20"},
                {"signer", "Người 12"},
                {"paper_why", "Ký trên giấy"}};
    }

    System decider, helper;
};

TEST_F(HandlingTest, ADossierGoesFromItsLodgingToItsResultByRest)
{
    json lodging = a_lodging();
    lodging["files"] = json::array({{{"upload", uploaded(desk_system)}, {"paper", 0}}});
    const json made = body_of(post(desk_system, "/api/v1/dossiers", lodging, "K1"));
    run_jobs();
    // What its own system must know to work on it: answers and scans.
    const json seen = body_of(get(decider, path_of(made)));
    EXPECT_EQ(seen["answers"]["relation"], "heir");
    ASSERT_EQ(seen["files"].size(), 1U);
    EXPECT_EQ(get(decider, seen["files"][0]["href"]).status, 200);
    EXPECT_FALSE(body_of(get(watcher, path_of(made))).contains("files")) << "a reader gets no scans";
    EXPECT_EQ(get(watcher, seen["files"][0]["href"]).status, 404);

    const json first = steps(decider)[0];
    EXPECT_EQ(first["asks"][0]["name"], "con_trong_so");
    EXPECT_EQ(first["dossier"]["code"], made["code"]);
    EXPECT_EQ(work_by_rest(decider),
              (std::vector<std::string>{"Tra sổ gốc", "Lập bản sao đúng nội dung sổ gốc", "Ký bản sao",
                                        "Vào sổ cấp bản sao, đóng dấu"}));
    EXPECT_EQ(the(made["uid"]).life.state, State::resolved);

    // The signatures of the file are judged as on the page.
    json result{{"version", body_of(get(decider, path_of(made)))["version"]},
                {"code", "KQ.G15.000020"},
                {"number", "15/BS"},
                {"issued_on", "2026-11-20"},
                {"upload", uploaded(decider, claims_signatures(), "ban-sao.pdf")}};
    signing.judge = [](const std::string&) {
        return signing::Judged{.indication = "total-failed", .report = "{}"};
    };
    EXPECT_EQ(pointers(post(decider, path_of(made) + "/results", result, "R1")), "/upload");
    signing.judge = [](const std::string&) {
        return signing::Judged{.indication = "total-passed", .report = "{}"};
    };
    const auto recorded = post(decider, path_of(made) + "/results", result, "R1");
    ASSERT_EQ(recorded.status, 200) << recorded.body;
    EXPECT_EQ(body_of(recorded)["results"][0]["number"], "15/BS");
    run_jobs();
    ASSERT_TRUE(acted(commune.desk, made["uid"],
                      {.kind = ActKind::hand_over, .given = {.taken_by = "Nguyễn Thị Ánh"}}));
    const json end = body_of(get(desk_system, path_of(made)));
    EXPECT_EQ(end["state"], "returned");
    EXPECT_EQ(header(get(desk_system, end["results"][0]["file"]), "ETag"),
              "\"" + crypto::sha256_hex(claims_signatures()) + "\"");
    // Who did it stands in the journal, and each look is recorded.
    EXPECT_EQ(database.value("SELECT count(*) FROM audit_events WHERE action = 'dossier.step_reported' AND "
                             "detail ->> 'system' = 'ho-tich'"),
              "4");
    EXPECT_EQ(database.value("SELECT count(*) FROM audit_events WHERE action = 'dossier.result_reported'"),
              "1");
    EXPECT_NE(database.value("SELECT count(*) FROM dossier_looks WHERE reason = 'system ho-tich'"), "0");
}

TEST_F(HandlingTest, TheSameKeyIsOneAnswerAndTwoAnswersCollide)
{
    const json made = lodged(desk_system);
    const json step = steps(decider)[0];
    EXPECT_EQ(post(decider, step["href"], yes_to(step)).status, 400) << "no key";
    json said = yes_to(step);
    said["version"] = said["version"].get<int>() - 1;
    EXPECT_EQ(report(decider, step, said).status, 409) << "another one read it before the last act";
    // Twice the same, and twice at once, is once.
    std::vector<int> same(2), apart(2);
    const auto both = [&](std::vector<int>& status, const json& what, const std::vector<std::string>& keys) {
        std::vector<std::thread> callers;
        for (std::size_t i = 0; i < 2; ++i)
            callers.emplace_back(
                [&, i] { status[i] = post(decider, what["href"], yes_to(what), keys[i]).status; });
        for (std::thread& one : callers) one.join();
        run_jobs();
    };
    both(same, step, {"S1", "S1"});
    EXPECT_EQ(same, (std::vector<int>{200, 200}));
    EXPECT_EQ(report(decider, step, yes_to(step), "S1").status, 200);
    EXPECT_EQ(database.value("SELECT count(*) FROM system_calls"), "1");
    EXPECT_EQ(database.value("SELECT count(*) FROM audit_events WHERE action = 'dossier.step_reported'"),
              "1");
    said = yes_to(step);
    said["comment"] = "Khác";
    EXPECT_EQ(report(decider, step, said, "S1").status, 422) << "the key of another call";
    EXPECT_EQ(report(decider, step, yes_to(step), "S2").status, 409) << "it is done";
    const json next = steps(decider)[0];
    both(apart, next, {"S3", "S4"});
    std::ranges::sort(apart);
    EXPECT_EQ(apart, (std::vector<int>{200, 409}));
    // So it is with results; what another system of the agency calls by the same key is another call.
    const json result = a_paper_result(made);
    for (int again = 0; again < 2; ++again)
        EXPECT_EQ(post(decider, path_of(made) + "/results", result, "R1").status, 200);
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_results"), "1");
    const System second = connect("phan-mem-hai", {{Right::handle, commune.agency}});
    json late = a_paper_result(made);
    late["number"] = "16/BS";
    late["version"] = result["version"];
    EXPECT_EQ(post(second, path_of(made) + "/results", late, "R1").status, 409)
        << "read before the first result";
    late["version"] = body_of(get(second, path_of(made)))["version"];
    EXPECT_EQ(post(second, path_of(made) + "/results", late, "R1").status, 200);
}

TEST_F(HandlingTest, AWrongAnswerIsNamedWhereItIs)
{
    const json made = lodged(desk_system);
    const json step = steps(decider)[0];
    const auto wrong = [&](const json& said) { return pointers(report(decider, step, said)); };
    const int version = step["dossier"]["version"];
    EXPECT_EQ(wrong(json::object()), "/version");
    EXPECT_EQ(wrong({{"version", version}}), "/answers/con_trong_so");
    EXPECT_EQ(wrong({{"version", version}, {"answers", {{"con_trong_so", "yes"}}}}), "/answers/con_trong_so");
    EXPECT_EQ(wrong({{"version", version}, {"answers", {{"con_trong_so", true}, {"dong_y", true}}}}),
              "/answers/dong_y")
        << "nothing that the step does not ask";
    EXPECT_EQ(wrong({{"version", version}, {"answers", 1}}), "/answers");
    EXPECT_EQ(wrong({{"version", version}, {"comment", std::string(2001, 'x')}}), "/comment");
    EXPECT_EQ(wrong({{"version", version}, {"nhan_xet", "x"}}), "/nhan_xet");
    EXPECT_EQ(work_by_rest(decider).size(), 4U);

    const json good = a_paper_result(made);
    const auto refused = [&](const char* member, const json& value) {
        json body = good;
        body[member] = value;
        return pointers(post(decider, path_of(made) + "/results", body, base::random_hex(8)));
    };
    EXPECT_EQ(refused("code", "KQ.X"), "/code");
    EXPECT_EQ(refused("number", ""), "/number");
    EXPECT_EQ(refused("issued_on", "2026-11-21"), "/issued_on") << "tomorrow";
    EXPECT_EQ(refused("issued_on", "20/11/2026"), "/issued_on");
    EXPECT_EQ(refused("paper_why", ""), "/paper_why");
    EXPECT_EQ(refused("upload", "no-such"), "/upload");
    EXPECT_EQ(refused("file", "x"), "/file");
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_results"), "0");
    // A page after the other.
    std::set<std::string> lodged_now, found;
    for (int i = 0; i < 2; ++i) lodged_now.insert(lodged(desk_system)["uid"]);
    const auto page = [&](const std::string& more) {
        const json out = body_of(get(decider, "/api/v1/steps?agency=H05.26.1" + more));
        for (const json& one : out["steps"]) found.insert(one["dossier"]["uid"]);
        return out;
    };
    const json first = page("&limit=1");
    ASSERT_EQ(first["steps"].size(), 1U);
    EXPECT_TRUE(page("&after=" + first["cursor"].get<std::string>())["cursor"].is_null());
    EXPECT_EQ(found, lodged_now);
    for (const char* after : {"x", "x.1", "1", "0193f9e4-4c00-7a31-8000-52ab3f6a1c11.x"})
        EXPECT_EQ(get(decider, std::string("/api/v1/steps?agency=H05.26.1&after=") + after).status, 400)
            << after;
}

TEST_F(HandlingTest, NobodyWorksOnWhatIsNotHis)
{
    const json made = lodged(enterprise, "online");
    ASSERT_TRUE(acted(commune.desk, made["uid"], {.kind = ActKind::receive}));
    ASSERT_TRUE(acted(commune.desk, made["uid"], {.kind = ActKind::begin}));
    const json step = steps(decider)[0];
    const System desk_only =
        connect("mot-cua-khac", {{Right::handle, other.agency}, {Right::read, commune.agency}});
    // Lodgers, readers and other agencies: as if there were no such step, and no such dossier.
    for (const System& who : {enterprise, desk_system, watcher, helper, desk_only}) {
        EXPECT_EQ(get(who, "/api/v1/steps?agency=H05.26.1").status, 400) << who.code;
        EXPECT_EQ(report(who, step, yes_to(step)).status, 404) << who.code;
        EXPECT_EQ(post(who, path_of(made) + "/results", a_paper_result(made), "R").status, 404) << who.code;
    }
    EXPECT_EQ(get(helper, path_of(made)).status, 404);
    EXPECT_EQ(steps(helper, "H05.26.2").size(), 0U);

    // Without the leader's right, neither his steps are seen nor done.
    const System specialist = connect("chuyen-vien", {{Right::handle, commune.agency}});
    EXPECT_EQ(work_by_rest(specialist).size(), 2U) << "up to the leader's";
    const json leaders = steps(decider)[0];
    EXPECT_EQ(leaders["right"], "dossiers:decide");
    EXPECT_EQ(report(specialist, leaders, yes_to(leaders)).status, 403);
    // What an official has taken is his; where the clock stands still nothing is done.
    const std::string where = " WHERE no = " + std::to_string(leaders["step"].get<int>());
    database.execute("UPDATE process_waits SET assignee_id = 12" + where);
    EXPECT_EQ(steps(decider)[0]["taken"], true);
    EXPECT_EQ(report(decider, leaders, yes_to(leaders)).status, 409);
    database.execute("UPDATE process_waits SET assignee_id = NULL, paused_at = now()" + where);
    EXPECT_EQ(report(decider, leaders, yes_to(leaders)).status, 409);

    // A step of another agency, as where its opinion is asked for: that step is its own, and no more of the dossier.
    database.execute("UPDATE process_waits SET paused_at = NULL, performer_id = 3" + where);
    EXPECT_TRUE(steps(decider).empty());
    EXPECT_EQ(report(decider, leaders, yes_to(leaders)).status, 409) << "not this agency's any more";
    const json opinion = steps(helper, "H05.26.2")[0];
    EXPECT_EQ(opinion["dossier"]["decides"], "H05.26.1");
    EXPECT_EQ(post(helper, path_of(made) + "/results", a_paper_result(made), "R").status, 403)
        << "who is only asked decides nothing";
    json said = yes_to(opinion);
    said["comment"] = "Đồng ý, không có vướng mắc";
    const auto given = report(helper, opinion, said, "O1");
    EXPECT_EQ(given.status, 200) << given.body;
    EXPECT_EQ(report(helper, opinion, said, "O1").status, 200);
    EXPECT_EQ(get(helper, path_of(made)).status, 200) << "it took part";
    EXPECT_EQ(steps(decider).size(), 1U) << "the dossier goes on";
    grant(helper, {});
    EXPECT_EQ(get(helper, path_of(made)).status, 404);
}

}  // namespace
}  // namespace lt::dossiers::rest
