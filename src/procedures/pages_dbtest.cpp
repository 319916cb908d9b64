// The pages as a browser gets them, without the server: from a draft to what everybody reads.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "accounts/api.h"
#include "kit/base/config.h"
#include "kit/db/testing.h"
#include "procedures/records/record.h"
#include "procedures/routes.h"
#include "procedures/store.h"

namespace lt::procedures {
namespace {

using html::View;

class CatalogueTest : public testing::Test {
protected:
    CatalogueTest()
    {
        database.execute(
            "INSERT INTO agencies (id, uid, code, name, short_name, abbreviation, level, kind, place, valid_from, folded) "
            "OVERRIDING SYSTEM VALUE VALUES (1, gen_random_uuid(), 'H05.1', 'UBND tỉnh', 'UBND', 'UBND', 'province', "
            "'government', 'Bắc Ninh', '2025-07-01', 'x')");
        database.execute(
            "INSERT INTO officials (id, uid, agency_id, name, created_at, folded, sort_name) OVERRIDING SYSTEM VALUE "
            "VALUES (19, gen_random_uuid(), 1, 'Người 19', now(), 'x', 'x')");
        database.execute(
            "INSERT INTO posts (uid, official_id, agency_id, title, role, valid_from) VALUES (gen_random_uuid(), 19, 1, 'x', "
            "'platform_operator', '2025-07-01')");
        const auto read = read_record(
            R"({"ma_thu_tuc": "1.001193", "ten_thu_tuc": "Đăng ký khai sinh", "linh_vuc": "Hộ tịch",
            "cap_thuc_hien": "Cấp xã",
            "cach_thuc_thuc_hien": "Trực tiếp3 Ngày làm việc8,000 VNĐ(/bản sao)Nộp tại xãTrực tuyến5Miễn phí",
            "thanh_phan_ho_so": "--Tên giấy tờMẫu đơn, tờ khaiSố lượngTờ khai <b>1 bản chính",
            "can_cu_phap_ly": "Tên văn bản pháp lýMã văn bảnLuật Hộ tịch60/2014/QH13"})");
        EXPECT_TRUE(read);
        db::Transaction tx = database.pool().begin({});
        store::put_drafts(tx, {*read}, clock->now());
        tx.commit();
        add_routes(router, std::make_shared<const PageServices>(services));
    }

    // As the operator, or as a visitor without a session.
    http::Response send(http::Method method, const std::string& path, bool is_operator,
                        const std::vector<std::pair<std::string, std::string>>& fields = {},
                        const std::string& accept = "text/html")
    {
        http::Request request;
        request.method = method;
        request.path = request.target = path;
        request.headers["accept"] = accept;
        for (const auto& [name, value] : fields)
            (method == http::Method::get ? request.query : request.form).add(name, value);
        std::shared_ptr<accounts::Me> me;
        if (is_operator) {
            me = std::make_shared<accounts::Me>();
            me->agency = 1;
            me->official = 19;
            me->role = directory::Role::platform_operator;
            me->csrf = "token";
            request.user = me;
        }
        const auto match = router.match(method, path);
        if (!match.route) {
            ADD_FAILURE() << "no route " << path;
            return {};
        }
        if (match.route->access.check(me.get()) != http::Verdict::allow) return {.status = 403};
        request.params = match.params;
        return match.route->handler(request);
    }
    http::Response get(const std::string& path, bool is_operator = false,
                       const std::vector<std::pair<std::string, std::string>>& query = {})
    {
        return send(http::Method::get, path, is_operator, query);
    }
    static bool has(const http::Response& response, const std::string& words)
    {
        return response.body.find(words) != std::string::npos;
    }

    db::TestDatabase database{};
    std::shared_ptr<const base::Clock> clock = std::make_shared<base::SystemClock>();
    html::Templates templates{{.resources = base::find_resources(), .reload = true}};
    page::Pages the_pages{templates, {}};
    PageServices services{database.pool(), clock, the_pages};
    http::Router router{};
};

TEST_F(CatalogueTest, ADraftIsReadApprovedAndThenFoundByEverybody)
{
    EXPECT_EQ(get("/admin/procedures").status, 403);
    EXPECT_EQ(get("/thu-tuc/1.001193").status, 404);
    EXPECT_TRUE(has(get("/thu-tuc"), "Tỉnh chưa công bố thủ tục nào"));

    EXPECT_TRUE(has(get("/admin/procedures", true), "1 chỗ chưa hiểu"));
    EXPECT_TRUE(has(get("/admin/procedures", true, {{"q", "khai tu"}}), "Không có thủ tục nào chờ duyệt"));
    const std::string path = "/admin/procedures/" + database.value("SELECT uid FROM procedure_versions");
    const http::Response draft = get(path, true);
    EXPECT_TRUE(has(draft, "Thời hạn chỉ có số, không có đơn vị"));
    EXPECT_TRUE(has(draft, "3 ngày làm việc"));

    for (const char* day : {"", "hôm nay", "01/07/2025"}) {
        const http::Response wrong = send(http::Method::post, path + "/approval", true, {{"from", day}});
        EXPECT_EQ(wrong.status, 422) << day;
        EXPECT_TRUE(has(wrong, "govuk-error-summary")) << day;
    }
    const std::string today = base::format_day(base::vietnam_day(clock->now()));
    EXPECT_EQ(send(http::Method::post, path + "/approval", false, {{"from", today}}).status, 403);
    EXPECT_EQ(send(http::Method::post, path + "/approval", true, {{"from", today}}).status, 303);
    EXPECT_EQ(get(path, true).status, 404);
    EXPECT_EQ(send(http::Method::post, path + "/approval", true, {{"from", today}}).status, 404);
    EXPECT_EQ(database.value("SELECT official_id FROM audit_events WHERE action = 'procedure.approved'"),
              "19");

    EXPECT_TRUE(has(get("/thu-tuc"), "Hộ tịch"));
    EXPECT_TRUE(has(get("/thu-tuc", false, {{"q", "khai sinh"}}), "/thu-tuc/1.001193"));
    EXPECT_TRUE(has(get("/thu-tuc", false, {{"q", "kết hôn"}}), "Không thấy thủ tục nào"));
    const http::Response page = get("/thu-tuc/1.001193");
    for (const char* words :
         {"Đăng ký khai sinh", "3 ngày làm việc", "8.000 đồng/bản sao", "5 (bản ghi không có đơn vị)",
          "Miễn phí", "Tờ khai &lt;b&gt;", "60/2014/QH13", "Nộp tại xã"})
        EXPECT_TRUE(has(page, words)) << words;
    EXPECT_FALSE(has(page, "<script>"));
    const View json =
        View::parse(send(http::Method::get, "/thu-tuc/1.001193", false, {}, "application/json").body);
    EXPECT_EQ(json["ways"][0]["terms"][0]["times"][0]["text"], "3 ngày làm việc");
}

TEST_F(CatalogueTest, AListGoesOnPageByPage)
{
    std::vector<Procedure> many;
    for (int i = 0; i < 45; ++i) {
        const std::string number = std::to_string(100 + i);
        many.push_back(*read_record(R"({"ma_thu_tuc": "2.)" + number + R"(", "ten_thu_tuc": "Thủ tục )" +
                                    number + R"(", "linh_vuc": "Thuế"})"));
    }
    db::Transaction tx = database.pool().begin({});
    store::put_drafts(tx, many, clock->now());
    tx.commit();
    const auto rows = [&](const std::string& path, bool is_operator,
                          std::vector<std::pair<std::string, std::string>> query) {
        return View::parse(send(http::Method::get, path, is_operator, query, "application/json").body);
    };
    const View first = rows("/admin/procedures", true, {});
    EXPECT_EQ(first["rows"].size(), 30U);
    const auto& last = first["rows"].back();
    const View rest = rows(
        "/admin/procedures", true,
        {{"after", last["code"].get<std::string>()}, {"issues", std::to_string(last["issues"].get<int>())}});
    EXPECT_EQ(rest["rows"].size(), 16U);
    EXPECT_FALSE(rest.contains("next_href"));

    database.execute(
        "UPDATE procedure_versions SET state = 'approved', valid_from = '2026-01-01', approved_at = now(), approved_by = 19");
    const View found = rows("/thu-tuc", false, {{"q", "thu tuc"}});
    EXPECT_EQ(found["rows"].size(), 30U);
    EXPECT_TRUE(found["next_href"].get<std::string>().ends_with("&q=thu%20tuc")) << found["next_href"];
    const std::string last_uid =
        database.value("SELECT uid FROM procedure_versions WHERE name = 'Thủ tục 129'");
    const View behind =
        rows("/thu-tuc", false, {{"q", "thu tuc"}, {"after", last_uid}, {"name", "thu tuc 129"}});
    EXPECT_EQ(behind["rows"].size(), 15U);
    EXPECT_EQ(behind["rows"][0]["code"], "2.130");
}

}  // namespace
}  // namespace lt::procedures
