// The operator's pages: editing a draft part by part, versions, and who offers a procedure.
#include <algorithm>
#include <filesystem>

#include "procedures/files.h"
#include "procedures/load.h"
#include "procedures/pages_fixture_dbtest.h"

namespace lt::procedures {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

class EditingTest : public CatalogueTest {
protected:
    EditingTest()
    {
        db::Transaction tx = database.pool().begin({});
        const auto folder = base::find_resources() / "data" / "procedures";
        load(tx, process, {folder / "1.013225.toml", folder / "2.000908.toml"}, clock->now(),
             [](const std::string&) {});
        tx.commit();
    }

    http::Response post(const std::string& path, const Fields& fields = {})
    {
        return send(http::Method::post, path, true, fields);
    }
    static std::string location(const http::Response& response)
    {
        const auto found =
            std::find_if(response.headers.begin(), response.headers.end(), [](const auto& header) {
                return header.first == "Location" || header.first == "location";
            });
        return found == response.headers.end() ? "" : found->second;
    }
    // The path of a draft made from what is in force.
    std::string drafted(const std::string& code)
    {
        const std::string to = location(post("/admin/procedures/" + code + "/draft"));
        return to.substr(0, to.find('?'));
    }
    Version version(const std::string& path)
    {
        db::Transaction tx = database.pool().begin({});
        const auto found = store::find(tx, path.substr(path.rfind('/') + 1));
        EXPECT_TRUE(found);
        return found ? *found : Version{};
    }
    // All fields of a page as a browser would send them again.
    Fields fields_of(const std::string& path)
    {
        const http::Response page = send(http::Method::get, path, true, {}, "application/json");
        Fields out;
        const auto view = nlohmann::json::parse(page.body);
        for (const auto& group : view.at("groups"))
            for (const auto& row : group.at("rows"))
                for (const auto& [kind, field] : row.items()) {
                    if (!field.is_object()) continue;
                    const std::string name = field.at("name");
                    if (kind == "checkbox") {
                        if (field.at("checked") == true) out.emplace_back(name, "1");
                    } else if (field.contains("options")) {
                        for (const auto& option : field.at("options"))
                            if (option.at("selected") == true) out.emplace_back(name, option.at("value"));
                    } else {
                        out.emplace_back(name, field.at("value"));
                    }
                }
        return out;
    }
    static void set(Fields& fields, const std::string& name, const std::string& value)
    {
        for (auto& [key, old] : fields)
            if (key == name) old = value;
    }
};

TEST_F(EditingTest, SavingAPartAsItIsChangesNothing)
{
    const std::string path = drafted("1.013225");
    ASSERT_NE(path, "");
    const Version before = version(path);
    for (const char* part : {"run", "ways", "papers", "results", "form"}) {
        const std::string page = path + "/edit/" + part;
        const http::Response saved = post(page, fields_of(page));
        EXPECT_EQ(location(saved), path + "?done=saved") << part << saved.body.substr(0, 3000);
        const Version after = version(path);
        EXPECT_EQ(after.ready, before.ready) << part;
        EXPECT_EQ(after.procedure.cases.size(), before.procedure.cases.size()) << part;
        EXPECT_EQ(after.procedure.channels.size(), before.procedure.channels.size()) << part;
        for (int no : {0, 1})
            EXPECT_EQ(limit_of(after, no, Way::online), limit_of(before, no, Way::online)) << part;
    }
}

TEST_F(EditingTest, TimesAndFeesAreChanged)
{
    const std::string path = drafted("1.013225");
    const std::string page = path + "/edit/ways";
    Fields fields = fields_of(page);
    set(fields, "time_0_amount", "12");
    set(fields, "fee_0_amount", "75.000");
    EXPECT_EQ(location(post(page, fields)), path + "?done=saved");
    const Version after = version(path);
    EXPECT_EQ(limit_of(after, 0, Way::counter)->duration.amount, 12);
    EXPECT_EQ(after.procedure.channels[0].terms[0].fees[0].amount, 75000);
    set(fields, "time_0_amount", "hai");
    set(fields, "time_1_amount", "");
    const http::Response wrong = post(page, fields);
    EXPECT_EQ(wrong.status, 422);
    EXPECT_TRUE(has(wrong, "Nhập một số từ 0 đến 10.000."));
    EXPECT_TRUE(has(wrong, "Nhập số ngày hoặc số giờ, từ 1."));
    EXPECT_TRUE(has(wrong, "value=\"hai\"")) << "what was typed stays";
    fields.emplace_back("more", "time");
    EXPECT_TRUE(has(post(page, fields), "name=\"time_6_way\"")) << "one row more";
}

TEST_F(EditingTest, WhatTheProvinceDoesNotHaveIsRefused)
{
    const std::string path = drafted("2.000908");
    const std::string page = path + "/edit/run";
    Fields fields = fields_of(page);
    set(fields, "process", "khong_co");
    set(fields, "fees", "cung_khong");
    set(fields, "received_by", "25");
    const http::Response wrong = post(page, fields);
    EXPECT_EQ(wrong.status, 422);
    EXPECT_TRUE(has(wrong, "Tỉnh chưa có quy trình “khong_co”"));
    EXPECT_TRUE(has(wrong, "Tỉnh chưa có mô hình quyết định “cung_khong”"));
    EXPECT_TRUE(has(wrong, "Nhập một số từ 0 đến 23."));
    set(fields, "process", "ho_so_ban_sao_tu_so_goc");
    set(fields, "fees", "le_phi_giay_phep_xay_dung#nothing");
    set(fields, "received_by", "");
    EXPECT_EQ(post(page, fields).status, 422) << "the model has no such decision";
    set(fields, "fees", "");
    set(fields, "nicknames", "sao bằng,  sao học bạ ,");
    EXPECT_EQ(location(post(page, fields)), path + "?done=saved");
    const Ready ready = version(path).ready;
    EXPECT_EQ(ready.times.received_by, 0);
    EXPECT_EQ(ready.nicknames, (std::vector<std::string>{"sao bằng", "sao học bạ"}));
}

TEST_F(EditingTest, PapersAndResultsAreRows)
{
    const std::string path = drafted("2.000908");
    Fields fields = fields_of(path + "/edit/papers");
    set(fields, "paper_0_when", "a = ");
    set(fields, "paper_1_code", "");
    http::Response wrong = post(path + "/edit/papers", fields);
    EXPECT_EQ(wrong.status, 422);
    EXPECT_TRUE(has(wrong, "Điều kiện không phải biểu thức FEEL"));
    EXPECT_TRUE(has(wrong, "Nhập mã giấy tờ."));
    set(fields, "paper_0_when", "copies > 1");
    set(fields, "paper_1_name", "");
    EXPECT_EQ(location(post(path + "/edit/papers", fields)), path + "?done=saved")
        << "an empty row is dropped";
    const Version after = version(path);
    ASSERT_EQ(after.procedure.cases.at(0).papers.size(), 1u);
    EXPECT_EQ(after.ready.papers.at(0).condition, "copies > 1");
    EXPECT_EQ(after.ready.papers.size(), 1u);

    fields = fields_of(path + "/edit/results");
    fields.insert(
        fields.end(),
        {{"result_1_code", "KQ.2"}, {"result_1_name", "Văn bản trả lời"}, {"result_1_signed", "1"}});
    set(fields, "result_0_when", "copies > ");
    EXPECT_TRUE(has(post(path + "/edit/results", fields), "Điều kiện không phải biểu thức FEEL"));
    set(fields, "result_0_when", "copies > 0");
    EXPECT_EQ(location(post(path + "/edit/results", fields)), path + "?done=saved");
    EXPECT_TRUE(version(path).ready.results.at(0).required);
    EXPECT_EQ(version(path).ready.results.at(0).condition, "copies > 0");
    EXPECT_EQ(version(path).ready.results.at(1),
              (ResultKind{"KQ.2", "Văn bản trả lời", true, false, "", false}));
    set(fields, "result_1_code", "KQ.G15.000020");
    EXPECT_TRUE(has(post(path + "/edit/results", fields), "Mã này đã có ở kết quả khác."));
}

TEST_F(EditingTest, AFormIsJsonAndWhatElseIsWrongIsSaid)
{
    services.check_form = [](std::string_view form) -> std::optional<base::Error> {
        if (form.find("xyz") == std::string_view::npos) return std::nullopt;
        return base::invalid("/properties/xyz", "Kiểu phải là string.");
    };
    http::Router again;
    add_routes(again, std::make_shared<const PageServices>(services));
    router = std::move(again);
    const std::string page = drafted("2.000908") + "/edit/form";
    EXPECT_TRUE(has(post(page, {{"form", "{\n\"a\": 1,\n}"}}), "Biểu mẫu không phải JSON, sai ở dòng 3."));
    EXPECT_TRUE(has(post(page, {{"form", "[]"}}), "Biểu mẫu phải là một đối tượng JSON"));
    EXPECT_TRUE(has(post(page, {{"form", "{\"xyz\": 1}"}}), "/properties/xyz: Kiểu phải là string."));
    EXPECT_NE(location(post(page, {{"form", "{\r\n\"a\": 1}"}})), "");
    EXPECT_EQ(version(page.substr(0, page.find("/edit"))).ready.form, "{\n\"a\": 1}");
}

TEST_F(EditingTest, ADraftFollowsTheVersionInForceOrIsDropped)
{
    EXPECT_TRUE(has(get("/admin/procedures/in-force", true), "Cấp bản sao từ sổ gốc"));
    EXPECT_FALSE(has(get("/admin/procedures/in-force", true, {{"q", "xay dung"}}), "Cấp bản sao từ sổ gốc"));
    const http::Response history = get("/admin/procedures/2.000908", true);
    EXPECT_TRUE(has(history, "Đang áp dụng"));
    EXPECT_TRUE(has(history, "Sửa thành phiên bản mới"));
    EXPECT_TRUE(has(history, "2 cơ quan tiếp nhận"));
    const std::string path = drafted("2.000908");
    EXPECT_EQ(drafted("2.000908"), path) << "there is one already";
    EXPECT_TRUE(has(get(path, true), "Các phần của bản dự thảo"));
    EXPECT_TRUE(has(get("/admin/procedures/2.000908", true), "Người 19 sửa"));
    EXPECT_EQ(location(post(path + "/removal")), "/admin/procedures?done=dropped");
    EXPECT_EQ(get(path, true).status, 404);
    EXPECT_EQ(get(path + "/edit/run", true).status, 404);
    EXPECT_EQ(get("/admin/procedures/9.9", true).status, 404);
    EXPECT_EQ(post("/admin/procedures/9.9/draft").status, 404);
    EXPECT_EQ(get("/admin/procedures/2.000908", false).status, 403);
}

TEST_F(EditingTest, AgenciesAreEnteredOneByOneOrAllCommunes)
{
    const std::string page = "/admin/procedures/1.001193/offers";
    EXPECT_TRUE(has(get(page, true), "Chưa cơ quan nào làm thủ tục này"));
    EXPECT_EQ(post(page, {{"agency", ""}}).status, 422);
    const http::Response wrong = post(page, {{"agency", "khong co"}, {"share", "receives"}});
    EXPECT_TRUE(has(wrong, "Không có cơ quan nào có tên hay mã “khong co”."));
    EXPECT_TRUE(has(post(page, {{"agency", "phuong"}, {"share", "receives"}}), "Có 2 cơ quan như vậy"));
    EXPECT_TRUE(has(post(page, {{"agency", "H05.2"}}), "Chọn ít nhất một việc"));
    EXPECT_EQ(
        location(post(page, {{"agency", "phường kinh bắc"}, {"share", "receives"}, {"share", "decides"}})),
        page + "?done=added");
    EXPECT_TRUE(has(get(page, true), "UBND phường Kinh Bắc"));
    EXPECT_FALSE(has(get(page, true), "UBND phường Võ Cường"));
    post(page, {{"group", "commune"}, {"share", "supports"}});
    EXPECT_TRUE(has(get(page, true), "2 cơ quan"));
    EXPECT_EQ(
        database.value(
            "SELECT string_agg(agency_id || part, ' ' ORDER BY agency_id, part) FROM procedure_agencies a JOIN "
            "procedures p ON p.id = a.procedure_id WHERE code = '1.001193'"),
        "2decides 2receives 2supports 3supports");
    const std::string uid = database.value("SELECT uid FROM agencies WHERE id = 2");
    EXPECT_EQ(location(post(page, {{"drop", uid}})), page + "?done=dropped");
    EXPECT_FALSE(has(get(page, true), "UBND phường Kinh Bắc"));
    EXPECT_EQ(get("/admin/procedures/9.9/offers", true).status, 404);
}

}  // namespace
}  // namespace lt::procedures
