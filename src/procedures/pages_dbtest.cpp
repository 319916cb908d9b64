// The pages as a browser gets them, without the server: from a draft to what everybody reads.
#include "procedures/pages_fixture_dbtest.h"

namespace lt::procedures {
namespace {

using html::View;

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
    // Where it is handed in, as soon as the province has said so.
    EXPECT_FALSE(has(page, "Nộp ở đâu"));
    database.execute(
        "INSERT INTO procedure_agencies SELECT p.id, a.id, 'receives' FROM procedures p, agencies a");
    const http::Response placed = get("/thu-tuc/1.001193");
    EXPECT_TRUE(has(placed, "Nộp ở đâu"));
    EXPECT_TRUE(has(placed, "Nơi nộp hồ sơ"));
    EXPECT_FALSE(has(placed, "Nơi giải quyết")) << "nobody is named for that";
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
