// The pages of the figures as a browser gets them, without the server.
#include <nlohmann/json.hpp>

#include "dossiers/figures/figures_fixture_dbtest.h"
#include "dossiers/figures/routes.h"

namespace lt::dossiers {
namespace {

using html::View;

class FigurePagesTest : public FiguresTest {
protected:
    FigurePagesTest() : templates({.resources = base::find_resources(), .reload = true}), pages(templates, {})
    {
        add_figure_routes(router,
                          std::make_shared<const PageServices>(PageServices{services, pages, {}, {}}));
        platform = {5, 54, directory::Role::platform_operator, "Người 54", "Vận hành", "test"};
    }

    std::shared_ptr<accounts::Me> me_of(const Actor& actor)
    {
        auto me = std::make_shared<accounts::Me>();
        me->agency = actor.agency;
        me->official = actor.official;
        me->role = actor.role;
        me->official_name = actor.name;
        me->post_title = actor.title;
        me->csrf = "token";
        return me;
    }
    http::Response send(const Actor& actor, const std::string& target,
                        http::Method method = http::Method::get, const std::string& accept = "text/html",
                        const std::vector<std::pair<std::string, std::string>>& fields = {})
    {
        http::Request request;
        request.method = method;
        request.target = target;
        request.path = target.substr(0, target.find('?'));
        if (const auto question = target.find('?'); question != std::string::npos) {
            const std::string query = target.substr(question + 1);
            for (std::size_t at = 0; at < query.size();) {
                const std::size_t end = std::min(query.find('&', at), query.size());
                const std::size_t equal = query.find('=', at);
                std::string value = query.substr(equal + 1, end - equal - 1);
                for (std::size_t i; (i = value.find("%2F")) != std::string::npos;) value.replace(i, 3, "/");
                request.query.add(query.substr(at, equal - at), value);
                at = end + 1;
            }
        }
        for (const auto& [name, value] : fields) request.form.add(name, value);
        request.headers["accept"] = accept;
        request.user = me_of(actor);
        const auto match = router.match(method, request.path);
        if (!match.route) {
            ADD_FAILURE() << "no route " << target;
            return {};
        }
        EXPECT_EQ(match.route->access.check(request.user.get()), http::Verdict::allow) << target;
        request.params = match.params;
        return match.route->handler(request);
    }
    View json(const Actor& actor, const std::string& target)
    {
        return View::parse(send(actor, target, http::Method::get, "application/json").body);
    }
    bool allowed(const Actor& actor, const std::string& path)
    {
        const auto match = router.match(http::Method::get, path);
        return match.route != nullptr &&
               match.route->access.check(me_of(actor).get()) == http::Verdict::allow;
    }
    // Follows a list to its end by "next".
    std::size_t rows_behind(const Actor& actor, std::string href)
    {
        std::size_t rows = 0;
        while (true) {
            const View page = json(actor, href);
            rows += page["rows"].size();
            if (!page["next_href"].is_string()) return rows;
            href = page["next_href"].get<std::string>();
        }
    }
    static std::string header(const http::Response& response, const std::string& name)
    {
        for (const auto& [key, value] : response.headers)
            if (key == name) return value;
        return {};
    }

    html::Templates templates;
    page::Pages pages;
    http::Router router;
    Actor platform;
};

constexpr const char* kNovember = "?from=01/11/2026&to=30/11/2026";

TEST_F(FigurePagesTest, TheReportLinksEachNumberToItsDossiers)
{
    two_months();
    const View page = json(commune.leader, std::string("/dossiers/statistics") + kNovember);
    const View& table = page["table"];
    ASSERT_EQ(table["total"].size(), kReportColumns);
    std::size_t links = 0;
    for (const View& row : {table["total"], table["rows"][0]["cells"]})
        for (const View& cell : row) {
            if (!cell["href"].is_string()) {
                EXPECT_EQ(cell["number"], "0");
                continue;
            }
            ++links;
            EXPECT_EQ(std::to_string(rows_behind(commune.leader, cell["href"].get<std::string>())),
                      cell["number"].get<std::string>());
        }
    EXPECT_EQ(links, 18u);  // of eleven numbers two are 0
    EXPECT_EQ(table["total"][0]["number"], "7");
    const std::string html = send(commune.desk, std::string("/dossiers/statistics") + kNovember).body;
    EXPECT_TRUE(says(html, "II.06a/VPCP/KSTT"));
    EXPECT_TRUE(says(html, "Từ 01/11/2026 đến 30/11/2026"));
    EXPECT_TRUE(says(html, "In trang này"));
    EXPECT_FALSE(says(html, "Toàn tỉnh"));
}

TEST_F(FigurePagesTest, WrongSpansAreToldAtTheirField)
{
    const http::Response wrong = send(commune.leader, "/dossiers/statistics?from=30/11/2026&to=01/11/2026");
    EXPECT_EQ(wrong.status, 422);
    EXPECT_TRUE(says(wrong.body, "Ngày cuối trước ngày đầu. Nhập ngày cuối sau ngày đầu."));
    EXPECT_TRUE(says(wrong.body, "30/11/2026"));  // what was typed is still there
    EXPECT_EQ(send(commune.leader, "/dossiers/statistics/dossiers?column=speed").status, 404);
    EXPECT_EQ(send(commune.leader, "/dossiers/board/dossiers?column=speed").status, 404);
    EXPECT_EQ(send(commune.leader, "/dossiers/indices?period=2026-13").status, 404);
    EXPECT_EQ(send(commune.leader, "/dossiers/indices?period=2027-01").status, 404);
    EXPECT_EQ(
        send(commune.leader, "/dossiers/indices/dossiers?period=2026-11&component=1.1&part=numerator").status,
        404);
    EXPECT_TRUE(says(send(other.leader, "/dossiers/statistics").body,
                     "Không có hồ sơ nào trong khoảng thời gian này"));
}

TEST_F(FigurePagesTest, AFileSaysWhoMadeItAndSoDoesTheJournal)
{
    two_months();
    const http::Response file = send(commune.leader, std::string("/dossiers/statistics/file") + kNovember);
    EXPECT_EQ(header(file, "Content-Disposition"),
              "attachment; filename=\"ii06a-2026-11-01-2026-11-30.csv\"");
    EXPECT_TRUE(says(file.body, ",Tổng cộng,7,1,6,0,5,3,1,1,2,2,0\r\n")) << file.body;
    EXPECT_TRUE(
        says(file.body, "Người xuất,Người 12,Chủ tịch,UBND phường Kinh Bắc\r\nXuất lúc,10/12/2026 09:00\r\n"))
        << file.body;
    EXPECT_EQ(
        database.value(
            "SELECT agency_id || ' ' || official_id || ' ' || (detail->>'what') FROM audit_events WHERE action = "
            "'dossier_figures.exported'"),
        "1 12 report");
    EXPECT_EQ(send(other.leader, "/dossiers/statistics/procedures/file").status, 200);
    EXPECT_EQ(send(platform, "/dossiers/statistics/file").status, 200);
    EXPECT_EQ(database.value("SELECT count(*) FROM audit_events WHERE action = 'dossier_figures.exported'"),
              "3");
}

TEST_F(FigurePagesTest, TheProvinceIsForItsOfficeAndTheOperatorOnly)
{
    two_months();
    count_indices(database.pool(), rules, month_of_november(), clock->now());
    const std::string kinh_bac = database.value("SELECT uid FROM agencies WHERE id = 1");
    for (const char* path : {"/dossiers/statistics", "/dossiers/board", "/dossiers/indices",
                             "/dossiers/statistics/procedures"}) {
        EXPECT_EQ(send(other.leader, std::string(path) + "?of=province").status, 403) << path;
        EXPECT_EQ(send(other.leader, std::string(path) + "?of=" + kinh_bac).status, 403) << path;
        EXPECT_EQ(send(office.leader, std::string(path) + "?of=province").status, 200) << path;
        EXPECT_EQ(send(office.leader, std::string(path) + "?of=" + kinh_bac).status, 200) << path;
        EXPECT_EQ(send(platform, path).status, 200) << path;
        EXPECT_EQ(send(platform, std::string(path) + "?of=x").status, 404) << path;
    }
    EXPECT_EQ(send(other.leader, "/dossiers/indices/ranking").status, 403);
    EXPECT_EQ(send(other.leader, "/dossiers/indices/ranking/file").status, 403);
    for (const char* path : {"/dossiers/statistics", "/dossiers/board", "/dossiers/indices"})
        for (const Actor* actor : {&commune.specialist, &commune.clerk})
            EXPECT_FALSE(allowed(*actor, path)) << path;
    EXPECT_FALSE(allowed(platform, "/dossiers/statistics/dossiers"));
    // Numbers of others lead to no dossier, and no person is named.
    const View report =
        json(platform, "/dossiers/statistics?of=" + kinh_bac + "&from=01/11/2026&to=30/11/2026");
    EXPECT_EQ(report["table"]["total"][0]["number"], "7");
    for (const View& cell : report["table"]["total"]) EXPECT_FALSE(cell["href"].is_string());
    for (const char* path : {"/dossiers/statistics", "/dossiers/board", "/dossiers/indices?period=2026-11"})
        EXPECT_FALSE(says(send(platform, path).body, "Nguyễn Thị Ánh")) << path;
    const View by_agency = json(platform, std::string("/dossiers/statistics") + kNovember);
    EXPECT_EQ(by_agency["table"]["rows"][0]["name"], "UBND phường Kinh Bắc");
    EXPECT_EQ(json(platform, std::string("/dossiers/statistics") + kNovember + "&by=field")["table"]["who"],
              "Lĩnh vực");
}

TEST_F(FigurePagesTest, TheIndexShowsEachComponentAndWhatIsMissing)
{
    two_months();
    EXPECT_TRUE(
        says(send(commune.leader, "/dossiers/indices?period=2026-11").body, "Chưa tính tháng 11/2026"));
    const http::Response counting = send(commune.leader, "/dossiers/indices/counting", http::Method::post,
                                         "text/html", {{"period", "2026-11"}});
    EXPECT_EQ(header(counting, "Location"), "/dossiers/indices?period=2026-11&done=counting");
    add_figure_jobs(services);
    run_jobs();
    const std::string html = send(commune.leader, "/dossiers/indices?period=2026-11").body;
    EXPECT_TRUE(says(html, "47,77")) << html;
    EXPECT_TRUE(says(html, "Yếu"));
    EXPECT_FALSE(says(html, "chưa có dữ liệu")) << "there is data for all of them";
    EXPECT_TRUE(says(html, "không phát sinh")) << "no petition, and all points for it";
    EXPECT_TRUE(says(html, "để biết"));
    const View page = json(commune.leader, "/dossiers/indices?period=2026-11");
    std::size_t followed = 0;
    for (const View& group : page["groups"])
        for (const View& component : group["components"]) {
            if (!component["counted"].get<bool>()) continue;
            for (const char* part : {"numerator", "denominator", "rest"}) {
                if (!component[part]["href"].is_string()) continue;
                ++followed;
                EXPECT_EQ(
                    std::to_string(rows_behind(commune.leader, component[part]["href"].get<std::string>())),
                    component[part]["number"].get<std::string>());
            }
        }
    EXPECT_EQ(followed, 43u);  // seventeen components; some have nothing missing, some nothing that counts
    const std::string idle = send(other.leader, "/dossiers/indices?period=2026-11").body;
    EXPECT_TRUE(says(idle, "Không phát sinh hồ sơ trong tháng 11/2026"));
    EXPECT_TRUE(says(idle, "không xếp loại"));
    // Nothing is left blank: each component that there is data for says what it is, also of nothing.
    const View seen_there = json(other.leader, "/dossiers/indices?period=2026-11");
    for (const View& group : seen_there["groups"])
        for (const View& component : group["components"])
            EXPECT_EQ(component["counted"], component["known"]) << component["id"];
    EXPECT_TRUE(says(send(commune.leader, "/dossiers/indices/file?period=2026-11").body,
                     "2.1,Hồ sơ giải quyết đúng hạn,5,7,\"14,29\",20"));
    EXPECT_TRUE(says(send(commune.leader, "/dossiers/indices/file?period=2026-11").body,
                     "3.5a,Thủ tục có phí tích hợp thanh toán trực tuyến,0,11,\"0,00\",2"));
    const std::string file = send(other.leader, "/dossiers/indices/file?period=2026-11").body;
    EXPECT_TRUE(says(file, "1.3,Thủ tục có đủ 7 nội dung,12,12,\"2,00\",2")) << file;
    EXPECT_TRUE(says(file, "Xếp loại,Không phát sinh hồ sơ"));
    EXPECT_EQ(send(other.leader, "/dossiers/indices/file?period=2026-09").status, 404);
}

TEST_F(FigurePagesTest, TheRankingNamesClassesTiesAndWhoHadNothing)
{
    two_months();
    EXPECT_TRUE(says(send(office.leader, "/dossiers/indices/ranking?period=2026-11").body,
                     "Chưa tính tháng 11/2026"));
    count_indices(database.pool(), rules, month_of_november(), clock->now());
    const View page = json(office.leader, "/dossiers/indices/ranking?period=2026-11");
    ASSERT_EQ(page["rows"].size(), 2u);
    EXPECT_EQ(page["rows"][0]["rank"], "1");
    EXPECT_EQ(page["rows"][0]["class"], "Yếu");
    EXPECT_FALSE(page["rows"][1]["ranked"].get<bool>());
    EXPECT_TRUE(
        says(send(platform, "/dossiers/indices/ranking?period=2026-11").body, "không phát sinh hồ sơ"));
    const std::string file = send(platform, "/dossiers/indices/ranking/file?period=2026-11").body;
    EXPECT_TRUE(says(file, "1,H05.26.1,UBND phường Kinh Bắc,7,\"47,77\",Yếu\r\n")) << file;
    EXPECT_TRUE(says(file, ",H05.26.2,UBND phường Vũ Ninh,0,,Không phát sinh hồ sơ\r\n")) << file;
    EXPECT_TRUE(says(file, "Người xuất,Người 54"));
}

TEST_F(FigurePagesTest, TheBoardShowsTheWorstFirstAndLinksTheOwnNumbers)
{
    two_months();
    const View page = json(commune.leader, "/dossiers/board");
    for (const View& tile : page["tiles"]["items"])
        if (tile["number"] != "0") {
            EXPECT_EQ(std::to_string(rows_behind(commune.leader, tile["href"].get<std::string>())),
                      tile["number"].get<std::string>());
        }
    for (const View& cell : page["tables"][0]["rows"][0]["cells"])
        if (cell["href"].is_string()) {
            EXPECT_EQ(std::to_string(rows_behind(commune.leader, cell["href"].get<std::string>())),
                      cell["number"].get<std::string>());
        }
    EXPECT_TRUE(says(send(commune.leader, "/dossiers/board").body, "10/12/2026 09:00"));
    const View province_board = json(office.leader, "/dossiers/board?of=province");
    ASSERT_EQ(province_board["tables"].size(), 2u);
    EXPECT_EQ(province_board["tables"][0]["rows"][0]["name"], "UBND phường Kinh Bắc");
    EXPECT_TRUE(says(send(department.leader, "/dossiers/board").body, "Không có hồ sơ nào đang mở"));
}

TEST_F(FigurePagesTest, ProceduresBehindTheCatalogue)
{
    const View page = json(commune.leader, "/dossiers/statistics/procedures");
    ASSERT_EQ(page["table"]["rows"].size(), 1u);
    for (const View& cell : page["table"]["rows"][0]["cells"]) {
        if (!cell["href"].is_string()) continue;
        EXPECT_EQ(std::to_string(rows_behind(commune.leader, cell["href"].get<std::string>())),
                  cell["number"].get<std::string>());
    }
    EXPECT_TRUE(says(send(commune.leader, "/dossiers/statistics/procedures/list?column=with_process").body,
                     "Đăng ký khai sinh"));
    EXPECT_TRUE(says(send(commune.leader, "/dossiers/statistics/procedures").body, "II.07b/VPCP/KSTT"));
}

TEST_F(FigurePagesTest, ProceduresBehindTheIndexAreOpenToWhoMayCount)
{
    two_months();
    count_indices(database.pool(), rules, month_of_november(), clock->now());
    const std::string kinh_bac = database.value("SELECT uid FROM agencies WHERE id = 1");
    for (const Actor* actor : {&platform, &office.leader}) {
        const View page = json(*actor, "/dossiers/indices?period=2026-11&of=" + kinh_bac);
        std::size_t procedures = 0;
        for (const View& group : page["groups"])
            for (const View& component : group["components"])
                for (const char* part : {"numerator", "denominator", "rest"}) {
                    if (!component.value("counted", false) || !component[part]["href"].is_string()) continue;
                    const std::string href = component[part]["href"];
                    EXPECT_TRUE(href.starts_with("/dossiers/indices/procedures?")) << href;
                    EXPECT_EQ(std::to_string(rows_behind(*actor, href)),
                              component[part]["number"].get<std::string>());
                    ++procedures;
                }
        EXPECT_EQ(procedures, 13u);
    }
    const std::string whole = "/dossiers/indices/procedures?period=2026-11&component=1.3&part=denominator";
    EXPECT_TRUE(says(send(commune.leader, whole).body, "Đăng ký khai sinh"));
    EXPECT_EQ(send(other.leader, whole + "&of=" + kinh_bac).status, 403);
    // Each list is for its own components, and 4.5a tells of dossiers.
    for (const char* wrong : {"/dossiers/indices/procedures?period=2026-11&component=2.1&part=rest",
                              "/dossiers/indices/petitions?period=2026-11&component=1.3&part=rest",
                              "/dossiers/indices/dossiers?period=2026-11&component=5.1&part=rest",
                              "/dossiers/indices/procedures?period=2026-11&component=9.9&part=rest"})
        EXPECT_EQ(send(commune.leader, wrong).status, 404) << wrong;
    EXPECT_EQ(
        send(platform, "/dossiers/indices/procedures?period=2026-11&component=4.5a&part=rest&of=" + kinh_bac)
            .status,
        404);
}

TEST_F(FigurePagesTest, TheOperatorWritesDownDecisionsAndTheirPublication)
{
    clock->set(vietnam(12, 10, 9));
    for (const Actor* actor : {&commune.leader, &office.leader, &commune.desk})
        EXPECT_FALSE(allowed(*actor, "/dossiers/indices/publications")) << actor->title;
    EXPECT_TRUE(
        says(send(platform, "/dossiers/indices/publications").body, "Chưa ghi quyết định công bố nào"));
    count_indices(database.pool(), rules, month_of_november(), clock->now());
    const auto put = [&](const std::vector<std::pair<std::string, std::string>>& fields,
                         const char* below = "") {
        return send(platform, std::string("/dossiers/indices/publications") + below, http::Method::post,
                    "text/html", fields);
    };
    http::Response answer = put({{"decision", ""}, {"decided_on", "31/11/2026"}, {"codes", "9.999999"}});
    EXPECT_EQ(answer.status, 422);
    for (const char* words : {"Nhập số, ký hiệu quyết định", "Nhập ngày ban hành quyết định",
                              "không có thủ tục mang mã 9.999999"})
        EXPECT_TRUE(says(answer.body, words)) << words;
    EXPECT_TRUE(says(answer.body, "31/11/2026")) << "nothing that was typed is lost";
    answer = put({{"decision", "1234/QĐ-UBND"},
                  {"decided_on", "20/11/2026"},
                  {"effective_on", "01/12/2026"},
                  {"published_on", "19/11/2026"},
                  {"codes", "1.001193"}});
    EXPECT_TRUE(says(answer.body, "Ngày công khai trước ngày ban hành quyết định."));
    answer = put({{"decision", "1234/QĐ-UBND"},
                  {"decided_on", "20/11/2026"},
                  {"effective_on", "01/12/2026"},
                  {"codes", "1.001193, 2.000815\n1.001193"}});
    EXPECT_TRUE(says(header(answer, "Location"), "done=announced")) << answer.body;
    EXPECT_EQ(
        database.value(
            "SELECT string_agg(decide_by || ' ' || publish_by, '; ' ORDER BY id) FROM procedure_publications"),
        "2026-11-23 2026-11-30; 2026-11-23 2026-11-30");
    // The month had been counted: it is counted again by itself.
    add_figure_jobs(services);
    run_jobs();
    const auto share = [&](const char* id) {
        return database.value(
            "SELECT numerator || '/' || denominator || ' ' || score FROM index_results WHERE period = 'month' AND "
            "starts_on = '2026-11-01' AND agency_id = 1 AND component = '" +
            std::string(id) + "'");
    };
    EXPECT_EQ(share("1.1"), "2/2 6.00");
    EXPECT_EQ(share("1.2"), "0/2 0.00");
    EXPECT_EQ(difference(), "");
    const View page = json(commune.leader, "/dossiers/indices?period=2026-11");
    EXPECT_EQ(
        rows_behind(commune.leader, page["groups"][0]["components"][1]["rest"]["href"].get<std::string>()),
        2u);

    EXPECT_EQ(
        put({{"number", "1234/QĐ-UBND"}, {"what", "listed"}, {"codes", "1.001193"}}, "/decision").status,
        422);
    EXPECT_EQ(put({{"number", "9/QĐ-UBND"}, {"what", "drop"}, {"codes", "1.001193"}}, "/decision").status,
              404);
    answer = put({{"number", "1234/QĐ-UBND"},
                  {"what", "listed"},
                  {"codes", "1.001193"},
                  {"published_on", "30/11/2026"}},
                 "/decision");
    EXPECT_TRUE(says(header(answer, "Location"), "done=listed")) << answer.body;
    run_jobs();
    EXPECT_EQ(share("1.2"), "1/2 0.00") << "one that is late costs all";
    // Written down once more without it, the day of the publication stays; it can't come before the decision.
    answer = put({{"decision", "1234/QĐ-UBND"},
                  {"decided_on", "20/11/2026"},
                  {"effective_on", "01/12/2026"},
                  {"codes", "1.001193 2.000815"}});
    EXPECT_TRUE(says(header(answer, "Location"), "done=announced")) << answer.body;
    run_jobs();
    EXPECT_EQ(share("1.2"), "1/2 0.00");
    answer = put({{"decision", "1234/QĐ-UBND"},
                  {"decided_on", "01/12/2026"},
                  {"effective_on", "01/12/2026"},
                  {"codes", "1.001193 2.000815"}});
    EXPECT_TRUE(says(answer.body, "Ngày công khai trước ngày ban hành quyết định.")) << answer.status;
    answer = put({{"number", "1234/QĐ-UBND"}, {"what", "drop"}, {"codes", "2.000815"}}, "/decision");
    EXPECT_TRUE(says(header(answer, "Location"), "done=dropped"));
    run_jobs();
    EXPECT_EQ(share("1.1"), "1/1 6.00");
    EXPECT_EQ(share("1.2"), "1/1 4.00");
    EXPECT_EQ(difference(), "");
    // Written down once more with other days, it counts where they are.
    answer = put({{"decision", "1234/QĐ-UBND"},
                  {"decided_on", "25/11/2026"},
                  {"effective_on", "01/12/2026"},
                  {"published_on", "26/11/2026"},
                  {"codes", "1.001193"}});
    run_jobs();
    EXPECT_EQ(share("1.1"), "0/1 0.00");
    EXPECT_EQ(share("1.2"), "0/0 0.00") << "due on 2 December";
    EXPECT_EQ(difference(), "");
    EXPECT_TRUE(says(send(platform, "/dossiers/indices/publications").body, "1234/QĐ-UBND"));
    EXPECT_EQ(
        database.value(
            "SELECT count(*) FROM audit_events WHERE action IN ('procedure.announced', 'procedure.published', "
            "'procedure.announcement_dropped')"),
        "5");
}

TEST_F(FigurePagesTest, TheOperatorWritesDownWhereFeesCanBePaidOnline)
{
    clock->set(vietnam(12, 10, 9));
    const std::string path = "/dossiers/indices/online-payments";
    for (const Actor* actor : {&commune.leader, &office.leader, &commune.desk}) {
        for (const char* below : {"", "/agency", "/new", "/file"})
            EXPECT_FALSE(allowed(*actor, path + below)) << actor->title << below;
        for (const char* below : {"/agency", "/new"}) {
            const auto match = router.match(http::Method::post, path + below);
            ASSERT_TRUE(match.route);
            EXPECT_NE(match.route->access.check(me_of(*actor).get()), http::Verdict::allow) << below;
        }
    }
    add_figure_jobs(services);
    count_indices(database.pool(), rules, month_of_november(), clock->now());
    const std::string kinh_bac = database.value("SELECT uid FROM agencies WHERE id = 1");
    const auto post = [&](const char* below, const std::vector<std::pair<std::string, std::string>>& fields) {
        return send(platform, path + below, http::Method::post, "text/html", fields);
    };
    const auto numbers = [&](std::size_t row) {
        const View one = json(platform, path)["rows"][row];
        return one["name"].get<std::string>() + " " + one["procedures"].get<std::string>() + " " +
               one["payable"].get<std::string>() + " " + one["rest"].get<std::string>();
    };
    EXPECT_TRUE(says(send(platform, "/dossiers/indices").body, path));
    EXPECT_TRUE(says(send(platform, path).body, "Thành phần 3.5a"));
    EXPECT_EQ(numbers(0), "Toàn tỉnh 11 0 11");
    EXPECT_EQ(numbers(1), "UBND phường Kinh Bắc 11 0 11");
    EXPECT_EQ(send(platform, path + "/agency?of=x").status, 404);
    EXPECT_EQ(send(platform, path + "/new?of=x").status, 404);
    EXPECT_EQ(post("/new", {{"of", ""}}).status, 404);

    // All that are missing are listed; many are chosen, or typed, with one way, day and letter.
    EXPECT_EQ(json(platform, path + "/new?of=" + kinh_bac)["rows"].size(), 11u);
    http::Response answer = post("/new", {{"of", kinh_bac},
                                          {"code", "1.001193"},
                                          {"more", "9.999999; 2.000908"},
                                          {"since", "31/11/2026"},
                                          {"basis", "55/UBND-KSTT"}});
    EXPECT_EQ(answer.status, 422);
    for (const char* words : {"Danh mục không có thủ tục mang mã 9.999999.",
                              "Thủ tục không có phí, lệ phí: 2.000908.", "Chọn cách thanh toán.",
                              "Nhập ngày bắt đầu thanh toán trực tuyến", "href=\"#codes\"", "id=\"codes\""})
        EXPECT_TRUE(says(answer.body, words)) << words;
    for (const char* typed :
         {"value=\"1.001193\" checked", "31/11/2026", "55/UBND-KSTT", "9.999999; 2.000908"})
        EXPECT_TRUE(says(answer.body, typed)) << "nothing that was typed is lost: " << typed;
    const std::vector<std::pair<std::string, std::string>> good{
        {"of", kinh_bac},           {"code", "1.001193"},
        {"code", "2.000815"},       {"more", "1.004873\n1.001193"},
        {"way", "national"},        {"since", "01/11/2026"},
        {"basis", " 55/UBND-KSTT "}};
    answer = post("/new", good);
    EXPECT_EQ(header(answer, "Location"), path + "/agency?of=" + kinh_bac + "&done=recorded") << answer.body;
    EXPECT_EQ(numbers(0), "Toàn tỉnh 11 0 11");
    EXPECT_EQ(numbers(1), "UBND phường Kinh Bắc 11 3 8");
    EXPECT_EQ(json(platform, path + "/new?of=" + kinh_bac)["rows"].size(), 8u);
    answer = post("/new", good);
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(says(answer.body, "1.001193 (01/11/2026), 1.004873 (01/11/2026), 2.000815 (01/11/2026)"));
    answer = post("/new", {{"of", "province"},
                           {"code", "1.000894"},
                           {"way", "own"},
                           {"since", "01/12/2026"},
                           {"basis", "77/QĐ-UBND"}});
    EXPECT_EQ(header(answer, "Location"), path + "/agency?of=province&done=recorded") << answer.body;
    EXPECT_EQ(numbers(0), "Toàn tỉnh 11 1 10");
    EXPECT_EQ(numbers(2), "UBND phường Vũ Ninh 11 1 10");
    const std::string page = send(platform, path + "/agency?of=" + kinh_bac + "&done=recorded").body;
    for (const char* words :
         {"Đã ghi thanh toán trực tuyến.", "Nền tảng thanh toán của Cổng Dịch vụ công quốc gia",
          "55/UBND-KSTT", "Người 54 ghi 10/12/2026 09:00"})
        EXPECT_TRUE(says(page, words)) << words;

    // The month that was counted is counted again, and leads to the procedures.
    run_jobs();
    const auto component = [&] {
        for (const View whole = json(commune.leader, "/dossiers/indices?period=2026-11");
             const View& group : whole["groups"])
            for (const View& one : group["components"])
                if (one["id"] == "3.5a") return one;
        return View();
    };
    EXPECT_EQ(component()["score"], "0,68") << "2 × 3/11 / 0,8";
    for (const char* part : {"numerator", "denominator", "rest"})
        EXPECT_EQ(std::to_string(rows_behind(commune.leader, component()[part]["href"].get<std::string>())),
                  component()[part]["number"].get<std::string>());
    const std::string list = send(commune.leader, component()["numerator"]["href"].get<std::string>()).body;
    EXPECT_TRUE(says(list, "Nền tảng thanh toán của Cổng Dịch vụ công quốc gia, từ 01/11/2026")) << list;
    EXPECT_TRUE(says(list, "55/UBND-KSTT"));
    EXPECT_EQ(difference(), "");

    // It ends with a day and a reason, and stays in sight.
    const View rows = json(platform, path + "/agency?of=" + kinh_bac)["rows"];
    ASSERT_EQ(rows.size(), 3u);
    const auto id = [&](std::size_t row) { return rows[row]["id"].get<std::string>(); };
    answer = post("/agency", {{"of", kinh_bac}, {"until", "11/12/2026"}});
    EXPECT_EQ(answer.status, 422);
    for (const char* words :
         {"Chọn ít nhất một thủ tục.", "Ngày chưa đến.", "Nhập lý do, căn cứ thôi", "id=\"payments\""})
        EXPECT_TRUE(says(answer.body, words)) << words;
    answer =
        post("/agency", {{"of", kinh_bac}, {"payment", id(0)}, {"until", "31/10/2026"}, {"reason", "x"}});
    EXPECT_TRUE(says(answer.body, "Ngày thôi trước ngày bắt đầu")) << answer.status;
    EXPECT_TRUE(says(answer.body, "value=\"" + id(0) + "\" checked"));
    answer =
        post("/agency", {{"of", "province"}, {"payment", id(0)}, {"until", "15/11/2026"}, {"reason", "x"}});
    EXPECT_TRUE(says(answer.body, "đã thôi trước đó")) << "another one's";
    answer = post("/agency", {{"of", kinh_bac}, {"payment", "1x"}, {"until", "15/11/2026"}, {"reason", "x"}});
    EXPECT_EQ(answer.status, 422);
    answer = post("/agency", {{"of", kinh_bac},
                              {"payment", id(0)},
                              {"payment", id(1)},
                              {"until", "15/11/2026"},
                              {"reason", "Công văn 88/UBND-KSTT"}});
    EXPECT_EQ(header(answer, "Location"), path + "/agency?of=" + kinh_bac + "&done=ended") << answer.body;
    const std::string after = send(platform, path + "/agency?of=" + kinh_bac).body;
    EXPECT_TRUE(says(after, "từ 15/11/2026"));
    EXPECT_TRUE(says(after, "Công văn 88/UBND-KSTT"));
    run_jobs();
    EXPECT_EQ(component()["score"], "0,23");
    EXPECT_EQ(difference(), "");
    const http::Response file = send(platform, path + "/file");
    EXPECT_TRUE(
        says(file.body,
             "UBND phường Kinh Bắc,1.001193,Đăng ký khai sinh,Nền tảng thanh toán của Cổng Dịch vụ công "
             "quốc gia,01/11/2026,55/UBND-KSTT,Người 54,10/12/2026 09:00,15/11/2026,Công văn "
             "88/UBND-KSTT,Người 54,10/12/2026 09:00\r\n"))
        << file.body;
    EXPECT_TRUE(says(file.body, "Toàn tỉnh,1.000894,"));
    EXPECT_EQ(header(file, "Content-Disposition"),
              "attachment; filename=\"thanh-toan-truc-tuyen-2026-12-10.csv\"");
    EXPECT_EQ(
        database.value("SELECT count(*) FROM audit_events WHERE action LIKE 'procedure.online_payment%'"),
        "3");
}

}  // namespace
}  // namespace lt::dossiers
