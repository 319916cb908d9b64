// What the national portal asks of us.
#include <thread>

#include "dossiers/acts.h"
#include "dossiers/portal/attachments.h"
#include "dossiers/portal/fixture_dbtest.h"

namespace lt::dossiers::portal {
namespace {

using nlohmann::json;

class InboundTest : public PortalTest {
protected:
    static json a_record(const std::string& code = "G22.99-261120-000123")
    {
        return {{"MaHoSo", code},
                {"MaTTHC", "2.000908"},
                {"TenTTHC", "Cấp bản sao từ sổ gốc"},
                {"DonViXuLy", "H05.26.1"},
                {"ChuHoSo", "Nguyễn Thị Ánh"},
                {"LoaiDoiTuong", "1"},
                {"SoDienThoai", "0912345678"},
                {"DinhDanhCHS", json::array({{{"LoaiDinhDanh", "1"}, {"SoDinhDanh", "027190001234"}}})},
                {"NgayNopHoSo", "20261120085500"},
                {"HinhThuc", "0"},
                {"TaiLieuNop", json::array()}};
    }
    json taken(const json& body) { return json::parse(take_lodged(portal, body.dump())); }
    json envelope(const json& record)
    {
        return {{"madonvi", "000.00.00.G22"}, {"data", json::array({record})}};
    }
};

TEST_F(InboundTest, ADossierOfThePortalWaitsForTheDesk)
{
    const json answer = taken(envelope(a_record()));
    ASSERT_EQ(answer["error_code"], "0") << answer;
    EXPECT_EQ(answer["result"][0]["MaHoSo"], "G22.99-261120-000123");
    const Dossier dossier = the(uid_of("G22.99-261120-000123"));
    EXPECT_EQ(answer["result"][0]["MaHoSoDonVi"], dossier.code);
    EXPECT_EQ(dossier.life.state, State::registered);
    EXPECT_EQ(dossier.way, Way::online);
    EXPECT_EQ(dossier.foreign_code, "G22.99-261120-000123");
    EXPECT_EQ(dossier.owner.number, "027190001234");
    EXPECT_TRUE(dossier.accept_by);
    EXPECT_TRUE(was_lodged_there(dossier));
}

TEST_F(InboundTest, HowItCameIsKeptAndToldBack)
{
    json record = a_record();
    record["DSKetNoiCSDL"] = json::array({{{"MaCSDL", "7"}}});
    record["DuocThanhToanTrucTuyen"] = "2";
    const std::string paper = database.value(
        "SELECT content -> 'cases' -> 0 -> 'papers' -> 1 ->> 'code' FROM procedure_versions v JOIN procedures p ON p.id = v.procedure_id "
        "WHERE p.code = '2.000908'");
    record["TaiLieuNop"] = json::array({{{"TenTepDinhKem", "a.pdf"},
                                         {"DuongDanTaiTepTin", "https://dichvucong.gov.vn/a"},
                                         {"MaThanhPhanHoSo", paper},
                                         {"DuocLayTuKhoDMQG", "1"}}});
    ASSERT_EQ(taken(envelope(record))["error_code"], "0");
    ASSERT_EQ(taken(envelope(record))["error_code"], "0") << "sent again";
    db::Transaction tx = database.pool().begin(scope_of(commune.desk));
    const auto dossier = store::find(tx, uid_of("G22.99-261120-000123"));
    ASSERT_TRUE(dossier);
    const auto origin = origin_of(tx, dossier->id);
    ASSERT_TRUE(origin);
    EXPECT_TRUE(origin->verified && origin->from_store && origin->paid_online);
    EXPECT_EQ(origin->databases, std::vector<std::string>{"7"});
    const auto papers = store::papers(tx, dossier->id);
    const auto it = std::ranges::find(papers, paper, &Paper::code);
    if (it != papers.end()) {
        EXPECT_EQ(origin->store_papers, std::vector<std::int64_t>{it->no});
    }
    db::Transaction foreign = database.pool().begin(scope_of(other.leader));
    EXPECT_FALSE(origin_of(foreign, dossier->id));
}

TEST_F(InboundTest, SentAgainItIsTheSameOne)
{
    const json first = taken(envelope(a_record()));
    const json again = taken(a_record());
    EXPECT_EQ(again["error_code"], "0");
    EXPECT_EQ(again["result"][0]["MaHoSoDonVi"], first["result"][0]["MaHoSoDonVi"]);
    EXPECT_EQ(database.value("SELECT count(*) FROM dossiers"), "1");
    json elsewhere = a_record();
    elsewhere["DonViXuLy"] = "H05.26.2";
    EXPECT_NE(taken(elsewhere)["error_code"], "0") << "one dossier has one receiving agency";
    EXPECT_EQ(database.value("SELECT count(*) FROM dossiers"), "1");
}

TEST_F(InboundTest, SentManyTimesAtOnceItIsOne)
{
    std::vector<std::string> codes(8);
    std::vector<std::thread> senders;
    for (std::size_t i = 0; i < codes.size(); ++i)
        senders.emplace_back(
            [&, i] { codes[i] = taken(envelope(a_record()))["result"][0].value("MaHoSoDonVi", "?"); });
    for (std::thread& one : senders) one.join();
    EXPECT_EQ(std::set<std::string>(codes.begin(), codes.end()).size(), 1U);
    EXPECT_EQ(database.value("SELECT count(*) FROM dossiers"), "1");
}

TEST_F(InboundTest, WhatIsUnknownOrWrongIsSaidByCodeAndWords)
{
    const auto code_with = [&](const char* field, const json& value) {
        json record = a_record();
        record[field] = value;
        return taken(envelope(record))["error_code"].get<std::string>();
    };
    EXPECT_EQ(code_with("MaTTHC", "9.999999"), "2");
    EXPECT_EQ(code_with("DonViXuLy", "H99.1"), "3");
    EXPECT_EQ(code_with("DonViXuLy", "H05.9"), "2") << "the department does not receive it";
    EXPECT_EQ(code_with("ChuHoSo", ""), "1");
    EXPECT_EQ(code_with("LoaiDoiTuong", "7"), "1");
    EXPECT_EQ(code_with("NgayNopHoSo", "20261320085500"), "1");
    EXPECT_EQ(code_with("MaHoSo", nullptr), "1");
    EXPECT_EQ(code_with("ChuHoSo", json::array()), "1");
    EXPECT_EQ(code_with("TaiLieuNop", json::array({{{"TenTepDinhKem", "a.pdf"}}})), "1");
    EXPECT_EQ(
        code_with("DinhDanhCHS", json::array({{{"LoaiDinhDanh", "1"}, {"SoDinhDanh", "999999999999"}}})),
        "1");
    json none = a_record();
    none.erase("ChuHoSo");
    const json answer = taken(envelope(none));
    EXPECT_EQ(answer["message"], "Thiếu “ChuHoSo”.");
    EXPECT_EQ(json::parse(take_lodged(portal, "{"))["error_code"], "1");
    EXPECT_EQ(json::parse(take_lodged(portal, R"({"data": []})"))["error_code"], "1");
    EXPECT_EQ(json::parse(take_lodged(portal, R"({"data": [7]})"))["error_code"], "1");
    EXPECT_EQ(database.value("SELECT count(*) FROM dossiers"), "0");
}

TEST_F(InboundTest, OneThatIsWrongDoesNotHoldBackTheOthers)
{
    json bad = a_record("B");
    bad["MaTTHC"] = "9.999999";
    const json answer = taken({{"data", json::array({a_record("A"), bad, a_record("C")})}});
    EXPECT_EQ(answer["error_code"], "2");
    EXPECT_EQ(answer["result"][0]["error_code"], "0");
    EXPECT_EQ(answer["result"][1]["error_code"], "2");
    EXPECT_EQ(answer["result"][2]["error_code"], "0");
    EXPECT_EQ(database.value("SELECT count(*) FROM dossiers"), "2");
}

TEST_F(InboundTest, ItsLifeIsToldByThePortalsOwnCode)
{
    ASSERT_TRUE(configure());
    const std::string code = "G22.99-261120-000123";
    stand_in.knows(code);
    ASSERT_EQ(taken(envelope(a_record()))["error_code"], "0");
    ASSERT_TRUE(acted(commune.desk, uid_of(code), {.kind = ActKind::receive}));
    tell();
    EXPECT_EQ(
        stand_in.told_of(code),
        (std::vector<std::string>{"DongBoHoSoMC 1 True", "CapNhatTienDoHoSoMC 1", "DongBoTrangThaiHoSo 1",
                                  "DongBoHoSoMC 2 True", "CapNhatTienDoHoSoMC 2", "DongBoTrangThaiHoSo 2"}));
    for (const auto& call : stand_in.told())
        if (call["service"] == "DongBoTrangThaiHoSo") {
            EXPECT_EQ(call["data"][0]["MaHoSoDonVi"], the(uid_of(code)).code);
        }
}

TEST_F(InboundTest, ItsFilesAreFetchedFromThePortalOnly)
{
    ASSERT_TRUE(configure());
    json record = a_record();
    const auto file = [](const std::string& name, const std::string& url) {
        return json{{"TenTepDinhKem", name},
                    {"DuongDanTaiTepTin", url},
                    {"MaThanhPhanHoSo", ""},
                    {"IsDeleted", "False"}};
    };
    PortalProcess stranger;
    record["TaiLieuNop"] = json::array({file("don.pdf", stand_in.url() + "/files/don.pdf"),
                                        file("la.pdf", stranger.url() + "/files/don.pdf"),
                                        file("chuyen.pdf", stand_in.url() + "/files/moved"),
                                        file("anh.png", stand_in.url() + "/files/don.pdf")});
    ASSERT_EQ(taken(envelope(record))["error_code"], "0");
    run_jobs();
    const Dossier dossier = the(uid_of("G22.99-261120-000123"));
    db::Transaction tx = database.pool().begin(scope_of(commune.desk));
    const auto files = store::files(tx, dossier.id);
    ASSERT_EQ(files.size(), 1U);
    EXPECT_EQ(files[0].name, "don.pdf");
    EXPECT_EQ(files[0].media_type, "application/pdf");
    EXPECT_EQ(store::events(tx, dossier.id).back().reason,
              "Không lấy được tệp từ Cổng: la.pdf, chuyen.pdf, anh.png.");
}

TEST_F(InboundTest, WhatIsDueIsSaid)
{
    Reception reception = a_reception("2.000815");
    reception.answers = R"({"documents": [{"name": "Bằng", "pages": 3, "copies": 2}]})";
    const Received done = received(reception);
    const auto asked = [&](const std::string& code) {
        return json::parse(what_is_due(portal, json{{"MaHoSo", code}}.dump()));
    };
    const std::string due =
        database.value("SELECT coalesce(sum(amount), 0) FROM dossier_fees WHERE state = 'due'");
    ASSERT_NE(due, "0");
    const json answer = asked(done.code);
    EXPECT_EQ(answer["error_code"], "1");
    EXPECT_EQ(answer["data"]["SoTien"], due);
    EXPECT_EQ(answer["data"]["MaDonVi"], "H05.26.1");
    EXPECT_EQ(answer.dump().find("Ánh"), std::string::npos) << "who pays knows who he is";
    database.execute("UPDATE dossier_fees SET state = 'paid', means = 'cash'");
    EXPECT_EQ(asked(done.code)["error_code"], "0");
    EXPECT_EQ(asked("H99-1")["error_code"], "-1");
    EXPECT_EQ(json::parse(what_is_due(portal, "[]"))["error_code"], "-1");
}

}  // namespace
}  // namespace lt::dossiers::portal
