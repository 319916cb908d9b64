// Records against pairs that are kept in testdata: what is sent for which dossier, and how answers are read.
#include "dossiers/portal/record.h"

#include <fstream>
#include <iterator>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "dossiers/before.h"
#include "dossiers/portal/adapter.h"
#include "dossiers/portal/attachments.h"
#include "kit/base/config.h"

namespace lt::dossiers::portal {
namespace {

using ordered_json = nlohmann::json;
using namespace std::chrono_literals;

// Friday 20 November 2026, 09:00 in Vietnam.
constexpr base::Time kMorning = std::chrono::sys_days{std::chrono::year{2026} / 11 / 20} + 2h;

ordered_json testdata(const std::string& name)
{
    std::ifstream in(base::find_resources() / "src/dossiers/portal/testdata" / name);
    EXPECT_TRUE(in) << name;
    return ordered_json::parse(in);
}

Facts birth()
{
    Facts out;
    out.dossier = {.uid = "0193aaaa-0000-7000-8000-000000000001",
                   .code = "H05.26.1-261120-0001",
                   .procedure_code = "1.001193",
                   .procedure_name = "Đăng ký khai sinh",
                   .field = "Hộ tịch",
                   .way = Way::counter,
                   .life = {.state = State::returned,
                            .received_at = kMorning,
                            .resolved_at = kMorning + 6h,
                            .ended_at = kMorning + 7h},
                   .owner = {.number = "027190001234",
                             .name = "Nguyễn Thị Ánh",
                             .phone = "0912345678",
                             .address = "Số 5 đường Nguyễn Trãi"},
                   .subject = "Đăng ký khai sinh cho con",
                   .note = "Ghi chú nội bộ",
                   .lodged_at = kMorning,
                   .first_due_at = kMorning + 8h,
                   .due_at = kMorning + 8h,
                   .delivery = Delivery::post};
    out.papers = {
        {.no = 0, .code = "1.001193.01", .name = "Tờ khai", .originals = 1},
        {.no = 1, .code = "1.001193.02", .name = "Giấy chứng sinh", .copies = 2, .source = "vault"}};
    out.files = {{.uid = "f1", .paper = 1, .kind = "paper", .name = "chung-sinh.pdf"},
                 {.uid = "f2", .kind = "draft", .name = "du-thao.docx"},
                 {.uid = "f3", .kind = "result", .name = "giay-khai-sinh.pdf"},
                 {.uid = "f4", .paper = 1, .kind = "paper", .name = "chung-sinh-ro.pdf"}};
    out.fees = {{.code = "LP01", .name = "Lệ phí hộ tịch", .amount = 5000, .state = "paid", .means = "cash"}};
    out.outcomes = {{.no = 0, .code = "KQ.G15.000001", .name = "Giấy khai sinh", .file = "f3"}};
    const auto event = [](int no, ActKind act, State state, base::Time at, const std::string& reason = "") {
        return Event{.no = no,
                     .agency = 1,
                     .official = no == 1 ? 11 : 13,
                     .act = act,
                     .state = state,
                     .reason = reason,
                     .detail = "{}",
                     .at = at};
    };
    out.history = {event(1, ActKind::receive, State::received, kMorning),
                   event(2, ActKind::begin, State::processing, kMorning + 1min),
                   event(3, ActKind::note, State::processing, kMorning + 2min, "Nhắc ông An"),
                   event(4, ActKind::ask_supplement, State::supplement, kMorning + 1h, "Giấy chứng sinh mờ"),
                   event(5, ActKind::supplemented, State::processing, kMorning + 2h),
                   event(6, ActKind::resolve, State::resolved, kMorning + 6h),
                   event(7, ActKind::hand_over, State::returned, kMorning + 7h)};
    // One copy more came with the supplement, and its scan.
    out.history[4].before =
        to_json(Before{.life = {.state = State::supplement},
                       .beside = Before::Beside{
                           .papers = {{.no = 1, .copies = 1, .missing = "Giấy chứng sinh mờ, nộp bản rõ"}},
                           .files = {"f4"}}});
    out.due_before = {{4, kMorning + 7h}};
    out.field_code = "G15-HT06";
    out.agency_name = out.decides_name = "UBND phường Kinh Bắc";
    out.agencies = {{1, "UBND phường Kinh Bắc"}};
    out.officials = {{11, {"Trần Thị Bình", "Công chức một cửa"}},
                     {13, {"Lê Văn Cường", "Công chức tư pháp hộ tịch"}}};
    out.files_at = "https://lienthong.example.vn/api/portal/files/";
    return out;
}

TEST(Record, EachServiceSendsWhatThePairSays)
{
    for (const char* name :
         {"record_received.json", "record_supplement.json", "record_returned.json", "progress.json"}) {
        const ordered_json pair = testdata(name);
        const auto service = service_from(pair["service"].get<std::string>());
        ASSERT_TRUE(service) << name;
        const auto sent = ordered_json::parse(
            payload_of(*service, birth(), pair["act"].get<int>(), pair["known"].get<bool>()));
        EXPECT_EQ(sent, pair["request"]) << name << "\n" << sent.dump(1);
    }
}

TEST(Record, AnswersOfThePortalAreReadAsThePairsSay)
{
    for (const char* name :
         {"record_received.json", "answer_refused.json", "answer_number.json", "answer_login_refused.json"}) {
        const ordered_json pair = testdata(name);
        const auto answer = read_answer(pair["response"].dump());
        ASSERT_TRUE(answer) << name;
        EXPECT_EQ(answer->is_good(), pair["good"].get<bool>()) << name;
        EXPECT_EQ(answer->code, pair["code"].get<std::string>()) << name;
    }
    EXPECT_FALSE(read_answer("<html>502</html>"));
    EXPECT_FALSE(read_answer(R"({"message": "no code"})"));
}

TEST(Record, ADossierOfThePortalGoesByItsCodeThere)
{
    Facts facts = birth();
    facts.dossier.foreign_code = "G22.99-261120-000123";
    EXPECT_FALSE(was_lodged_there(facts.dossier)) << "a code of another system is no code of the portal";
    facts.dossier.uid = uid_of("G22.99-261120-000123");
    const auto status = ordered_json::parse(status_of(facts, 6));
    EXPECT_EQ(status, testdata("status.json")["request"]) << status.dump(1);
    const auto record = ordered_json::parse(record_of(facts, 1, true))["data"][0];
    EXPECT_EQ(record["MaHoSo"], "G22.99-261120-000123");
    EXPECT_EQ(record["NoiNopHoSo"], "1");
    EXPECT_EQ(record["TaiKhoanDuocXacThucVoiVNeID"], "1");
}

TEST(Record, HowItCameIsToldAsItWasHeard)
{
    Facts facts = birth();
    facts.dossier.foreign_code = "G22.99-261120-000123";
    facts.dossier.uid = uid_of("G22.99-261120-000123");
    facts.origin = {.databases = {"7", "12"}, .from_store = true, .store_papers = {1}, .paid_online = true};
    const auto record = ordered_json::parse(record_of(facts, 1, true))["data"][0];
    EXPECT_EQ(record["TaiKhoanDuocXacThucVoiVNeID"], "0");
    EXPECT_EQ(record["DSKetNoiCSDL"], ordered_json::parse(R"([{"MaCSDL": "7"}, {"MaCSDL": "12"}])"));
    EXPECT_EQ(record["TaiLieuNop"][0]["DuocLayTuKhoDMQG"], "1");
    EXPECT_EQ(record["DuocThanhToanTrucTuyen"], "1");
    facts.origin->store_papers = {0};
    EXPECT_EQ(ordered_json::parse(record_of(facts, 1, true))["data"][0]["TaiLieuNop"][0]["DuocLayTuKhoDMQG"],
              "0");
}

TEST(Record, WhatALodgedRecordTellsOfItsWayIsRead)
{
    ordered_json record{{"MaHoSo", "G22.99-261120-000123"},
                        {"MaTTHC", "2.000908"},
                        {"DonViXuLy", "H05.26.1"},
                        {"ChuHoSo", "Nguyễn Thị Ánh"},
                        {"LoaiDoiTuong", "1"}};
    const auto origin = [&] {
        const auto lodged = lodged_from(record.dump(), "");
        EXPECT_TRUE(lodged);
        return lodged ? lodged->origin : Origin{};
    };
    EXPECT_EQ(origin(), (Origin{.verified = true}))
        << "nobody is let in there without an electronic identity";
    record["TaiKhoanDuocXacThucVoiVNeID"] = "0";
    record["DSKetNoiCSDL"] = ordered_json::parse(R"([{"MaCSDL": 7}, {"MaCSDL": "12"}, {}, "x"])");
    record["DuocThanhToanTrucTuyen"] = "1";
    record["TaiLieuNop"] = ordered_json::parse(
        R"([{"TenTepDinhKem": "a.pdf", "DuongDanTaiTepTin": "https://x/a", "DuocLayTuKhoDMQG": 1}])");
    EXPECT_EQ(origin(), (Origin{.databases = {"7", "12"}, .from_store = true, .paid_online = true}));
    record["DuocThanhToanTrucTuyen"] = "3";
    record["TaiLieuNop"][0]["DuocLayTuKhoDMQG"] = "0";
    EXPECT_EQ(origin(), (Origin{.databases = {"7", "12"}}));
    record["DSKetNoiCSDL"] = "7";
    EXPECT_EQ(lodged_from(record.dump(), "").error().field, "DSKetNoiCSDL");
}

TEST(Record, StepsOfTheProcessAreToldWithTheActThatFollowsThem)
{
    Facts facts = birth();
    facts.steps = {
        {"Thẩm tra hồ sơ", "UBND phường Kinh Bắc", "Lê Văn Cường", kMorning + 2h, kMorning + 3h,
         kMorning + 5h},
        {"Cho ý kiến", "Công an phường", "", kMorning + 3h, kMorning + 6h, std::nullopt},
        {"Đóng dấu", "UBND phường Kinh Bắc", "Người 14", kMorning + 6h, kMorning + 6h + 30min, std::nullopt}};
    const auto told = [&](int act) { return ordered_json::parse(progress_of(facts, act))["data"]; };
    EXPECT_EQ(told(5).size(), 1U) << "none was done before";
    const auto resolved = told(6);
    ASSERT_EQ(resolved.size(), 3U);
    EXPECT_EQ(resolved[0]["NoiDungXuLy"], "Thẩm tra hồ sơ");
    EXPECT_EQ(resolved[0]["NguoiXuLy"], "Lê Văn Cường");
    EXPECT_EQ(resolved[0]["TrangThai"], "4") << "as it stood then";
    EXPECT_EQ(resolved[0]["NgayBatDau"], stamp(kMorning + 2h));
    EXPECT_EQ(resolved[0]["ThoiDiemXuLy"], stamp(kMorning + 3h));
    EXPECT_EQ(resolved[0]["NgayKetThucTheoQuyDinh"], stamp(kMorning + 5h));
    EXPECT_EQ(resolved[1]["PhongBanXuLy"], "Công an phường");
    EXPECT_EQ(resolved[1]["NguoiXuLy"], "Hệ thống");
    EXPECT_EQ(resolved[2]["TrangThai"], "9") << "the act comes last";
    const auto given = told(7);
    ASSERT_EQ(given.size(), 2U);
    EXPECT_EQ(given[0]["NoiDungXuLy"], "Đóng dấu");
    // Every field that the portal knows, as in the row of an act.
    for (const auto& [name, value] : resolved[2].items()) EXPECT_TRUE(resolved[0].contains(name)) << name;
    EXPECT_EQ(resolved[0].size(), resolved[2].size());
}

TEST(Record, RemarksAndActsTakenBackAreNobodysBusiness)
{
    Facts facts = birth();
    const std::string all = record_of(facts, 7, true) + progress_of(facts, 7);
    EXPECT_EQ(all.find("Nhắc ông An"), std::string::npos);
    EXPECT_EQ(all.find("nội bộ"), std::string::npos);
    EXPECT_EQ(all.find("du-thao"), std::string::npos) << "drafts stay here";
    facts.history.push_back({.no = 8,
                             .agency = 1,
                             .official = 13,
                             .act = ActKind::take_back,
                             .state = State::processing,
                             .detail = R"({"no": 4})",
                             .at = kMorning + 8h});
    EXPECT_TRUE(ordered_json::parse(record_of(facts, 8, true))["data"][0]["DanhSachHoSoBoSung"].empty());
}

TEST(Record, ASupplementTellsWhatWasAskedForAndWhatCame)
{
    Facts facts = birth();
    const auto told = [&](int act) {
        return ordered_json::parse(record_of(facts, act, true))["data"][0]["DanhSachHoSoBoSung"];
    };
    // A fee that was paid while the citizen fetched his papers, and one before.
    facts.fees.push_back({.code = "PH02",
                          .name = "Phí trích lục",
                          .amount = 8000,
                          .state = "paid",
                          .paid_at = kMorning + 90min});
    facts.fees.push_back({.name = "Phí khác", .amount = 1000, .paid_at = kMorning});
    EXPECT_EQ(told(7)[0]["DanhSachLePhiBoSung"].size(), 1U);
    EXPECT_EQ(told(7)[0]["DanhSachLePhiBoSung"][0]["MaPhiLePhi"], "PH02");
    const auto fees = ordered_json::parse(record_of(facts, 7, true))["data"][0]["DanhSachLePhi"];
    EXPECT_EQ(fees[1]["HinhThucThu"], "2") << "with the supplement";
    EXPECT_EQ(fees[2]["HinhThucThu"], "1");
    // What belongs to no paper, and a paper that nobody asked for.
    facts.history[4].before = to_json(
        Before{.beside = Before::Beside{.papers = {{.no = 0}, {.no = 1, .copies = 2, .missing = "Nộp lại"}},
                                        .files = {"f5"}}});
    facts.files.push_back({.uid = "f5", .kind = "other", .name = "don-giai-trinh.pdf"});
    const auto papers = told(7)[0]["DanhSachGiayToBoSung"];
    ASSERT_EQ(papers.size(), 3U);
    EXPECT_EQ(papers[0]["TenGiayTo"], "Tờ khai");
    EXPECT_EQ(papers[0]["NoiDungBoSung"], "");
    EXPECT_EQ(papers[0]["SoLuong"], 1);
    EXPECT_EQ(papers[1]["SoLuong"], 0) << "nothing of it came";
    EXPECT_EQ(papers[1]["TepDinhKemId"], "");
    EXPECT_EQ(papers[2]["TepDinhKemId"], "f5");
    EXPECT_EQ(told(4)[0]["DanhSachGiayToBoSung"].size(), 1U) << "only what was asked for, before it came";
    // Taken back, it has not come: the papers stand in the dossier as they are asked for.
    facts.papers[1].missing = "Nộp lại";
    facts.history.push_back({.no = 8,
                             .act = ActKind::take_back,
                             .state = State::supplement,
                             .detail = R"({"no": 5})",
                             .at = kMorning + 8h});
    EXPECT_EQ(told(8)[0]["TrangThaiBoSung"], "0");
    EXPECT_EQ(told(8)[0]["DanhSachGiayToBoSung"].size(), 1U);
    // One more supplement: what came with the first is counted up to the second.
    facts = birth();
    facts.papers[1].copies = 5;
    facts.history.insert(
        facts.history.begin() + 5,
        {.no = 6, .act = ActKind::ask_supplement, .state = State::supplement, .at = kMorning + 3h});
    facts.history.insert(
        facts.history.begin() + 6,
        {.no = 7,
         .act = ActKind::supplemented,
         .state = State::processing,
         .before = to_json(
             Before{.beside = Before::Beside{.papers = {{.no = 1, .copies = 2, .missing = "Thêm ba bản"}}}}),
         .at = kMorning + 4h});
    EXPECT_EQ(told(7)[0]["DanhSachGiayToBoSung"][0]["SoLuong"], 1);
    EXPECT_EQ(told(7)[1]["DanhSachGiayToBoSung"][0]["SoLuong"], 3);
}

TEST(Record, WhatWasLodgedAsAFileAloneWasNotDigitised)
{
    Facts facts = birth();
    const auto told = [&] { return ordered_json::parse(record_of(facts, 1, true))["data"][0]; };
    EXPECT_EQ(told()["TaiLieuNop"][0]["DuocSoHoa"], "1") << "from the vault";
    facts.papers[1].source = "brought";
    EXPECT_EQ(told()["TaiLieuNop"][0]["DuocSoHoa"], "1") << "two copies lie there on paper";
    facts.papers[1].copies = 0;
    EXPECT_EQ(told()["TaiLieuNop"][0]["DuocSoHoa"], "0");
    EXPECT_EQ(told()["HoSoCoThanhPhanSoHoa"], "0");
    facts.origin = Origin{.from_store = true, .store_papers = {1}};
    EXPECT_EQ(told()["TaiLieuNop"][0]["DuocSoHoa"], "1");
    EXPECT_EQ(told()["HoSoCoThanhPhanSoHoa"], "1");
}

TEST(Record, FilesOfTheDecisionAreToldOnceItIsMade)
{
    Facts facts = birth();
    const auto told = [&](int act) {
        return ordered_json::parse(status_of(facts, act))["data"][0]["TaiLieuXuLy"];
    };
    EXPECT_TRUE(told(5).empty()) << "what is drafted stays here";
    ASSERT_EQ(told(7).size(), 1U);
    EXPECT_EQ(told(7)[0]["TepDinhKemId"], "f3");
    facts.files[2].replaced_at = kMorning;
    EXPECT_TRUE(told(7).empty());
}

TEST(Record, EveryStateAndKindHasItsCode)
{
    Facts facts = birth();
    const auto field = [&](const char* name, int no = 1) {
        return ordered_json::parse(record_of(facts, no, false))["data"][0][name].get<std::string>();
    };
    facts.dossier.way = Way::online;
    EXPECT_EQ(field("KenhThucHien"), "2");
    facts.dossier.way = Way::post;
    EXPECT_EQ(field("KenhThucHien"), "3");
    facts.dossier.owner.kind = OwnerKind::enterprise;
    EXPECT_EQ(field("LoaiDoiTuong"), "2");
    facts.dossier.owner.kind = OwnerKind::organisation;
    EXPECT_EQ(field("LoaiDoiTuong"), "4");
    EXPECT_TRUE(ordered_json::parse(record_of(facts, 1, false))["data"][0]["DinhDanhCHS"].empty());
    facts.dossier.delivery = Delivery::desk;
    EXPECT_EQ(field("HinhThuc"), "0");
    facts.history[0].state = State::rejected;
    EXPECT_EQ(field("TrangThaiHoSo"), "3");
    EXPECT_EQ(field("NgayTuChoi"), "20261120090000");
    EXPECT_EQ(field("NgayKetThucXuLy"), "20261120090000");
    facts.dossier.subject = std::string(3000, 'x');
    EXPECT_LE(field("TrichYeuHoSo").size(), 1003U);
    EXPECT_THROW(record_of(facts, 99, false), base::Bug);
}

TEST(Record, TimesAreOfVietnam)
{
    EXPECT_EQ(stamp(kMorning), "20261120090000");
    EXPECT_EQ(stamp(base::Time(std::chrono::sys_days{std::chrono::year{2026} / 12 / 31} + 17h + 59min + 59s)),
              "20270101005959");
    EXPECT_EQ(time_of("20261120090000"), kMorning);
    EXPECT_EQ(time_of("20261120"), kMorning - 9h);
    for (const char* wrong : {"", "2026112009", "20261320090000", "20261120240000", "20261120096000",
                              "2026112009000x", "20260230000000"})
        EXPECT_FALSE(time_of(wrong)) << wrong;
}

TEST(Record, FilesAreFetchedFromThePortalAlone)
{
    const std::string adapter = "https://truc.example.vn/VXPAdapter/RestService/forward";
    for (const char* good : {"https://truc.example.vn/f/1", "https://dichvucong.gov.vn/f/1",
                             "https://files.dichvucong.gov.vn/f/1"})
        EXPECT_TRUE(may_fetch(good, adapter)) << good;
    for (const char* bad : {"http://dichvucong.gov.vn/f", "https://xdichvucong.gov.vn/f",
                            "https://dichvucong.gov.vn.example.vn/f", "https://truc.example.vn@127.0.0.1/f",
                            "http://truc.example.vn/f", "https://truc.example.vn:8443/f",
                            "file:///etc/passwd", "http://127.0.0.1/f", "", "truc.example.vn"})
        EXPECT_FALSE(may_fetch(bad, adapter)) << bad;
}

}  // namespace
}  // namespace lt::dossiers::portal
