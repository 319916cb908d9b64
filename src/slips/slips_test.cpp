// Each slip says what it must, in the order of the form.
#include <array>
#include <thread>

#include <gtest/gtest.h>

#include "kit/print/print_testing.h"
#include "slips/api.h"
#include "slips/slips_testing.h"

using namespace lt;
using namespace lt::slips;

namespace {

using Slip = print::PrintedTest;

constexpr const char* kLookUp = "https://dichvucong.bacninh.gov.vn/tra-cuu/H05.01.02-261120-0012?k=7F3K20M9";

Receipt receipt(std::size_t papers)
{
    Receipt out{.heading = heading("Mẫu số 01", "12/TNHS"),
                .dossier = dossier(),
                .duration = "10 ngày làm việc",
                .fee = "Thu trước: 15.000 đồng",
                .result_place = "Trung tâm Phục vụ hành chính công tỉnh Bắc Ninh",
                .book = "02/2026",
                .book_number = "1.478",
                .look_up = kLookUp,
                .receiver = "Trần Văn Đức"};
    for (std::size_t i = 0; i < papers; ++i)
        out.papers.push_back({.name = "Giấy chứng nhận quyền sử dụng đất, bản " + std::to_string(i + 1),
                              .originals = 1,
                              .certified = i % 2 == 0 ? 2U : 0U});
    return out;
}

TEST_F(Slip, receipt_comes_twice_on_a_sheet_with_a_code_to_look_up)
{
    keep(receipt_pdf(receipt(4)));
    EXPECT_EQ(page_count(), 1);
    const std::string all = words();
    for (const char* words :
         {"GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", "Mã hồ sơ: H05.01.02-261120-0012", "Mẫu số 01",
          "Thông tư số 03/2025/TT-VPCP", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
          "Bắc Ninh, ngày 20 tháng 11 năm 2026", "Số: 12/TNHS"})
        EXPECT_EQ(count_of(all, words), 2U) << words;
    EXPECT_EQ(out_of_order(all, {"UBND TỈNH BẮC NINH",
                                 "TRUNG TÂM PHỤC VỤ",
                                 "Số: 12/TNHS",
                                 "CỘNG HOÀ",
                                 "Độc lập - Tự do - Hạnh phúc",
                                 "GIẤY TIẾP NHẬN",
                                 "Liên 1: Giao người nộp hồ sơ",
                                 "Tiếp nhận hồ sơ của: Nguyễn Thị Hồng Nhung",
                                 "Số định danh: 027185000123",
                                 "Địa chỉ: Số 5",
                                 "Số điện thoại: 0912 345 678",
                                 "Nội dung yêu cầu",
                                 "Bản chính",
                                 "bản 4",
                                 "Số lượng hồ sơ: 01 bộ",
                                 "Thu trước: 15.000 đồng",
                                 "10 ngày làm việc",
                                 "Thời gian nhận hồ sơ: 09 giờ 42 phút, ngày 20",
                                 "17 giờ 00 phút, ngày 04",
                                 "Nơi nhận kết quả",
                                 "02/2026",
                                 "NGƯỜI NỘP HỒ SƠ",
                                 "NGƯỜI TIẾP NHẬN HỒ SƠ",
                                 "Trần Văn Đức",
                                 "02 liên",
                                 "Liên 2: Lưu kèm hồ sơ"}),
              "")
        << all;
    EXPECT_EQ(codes(), std::string(kLookUp) + "\n" + kLookUp + "\n");
}

TEST_F(Slip, receipt_with_many_papers_needs_a_sheet_for_each_copy)
{
    keep(receipt_pdf(receipt(30)));
    EXPECT_GE(page_count(), 4);
    EXPECT_EQ(count_of(words(), ", bản "), 60U);
    EXPECT_NE(info().find("595.276 x 841.89"), std::string::npos) << info();
}

TEST_F(Slip, receipt_takes_a_page_each_where_clerks_want_it)
{
    Receipt one = receipt(3);
    one.copies = Copies::one_a_page;
    one.papers[1].electronic = true;
    one.papers[2].note = "Lấy từ kho dữ liệu";
    one.dossier.owner = "Công ty TNHH Hồng Nhung";
    keep(receipt_pdf(one));
    EXPECT_EQ(page_count(), 2);
    EXPECT_EQ(out_of_order(text(), {"Chủ hồ sơ: Công ty TNHH Hồng Nhung", "Bản điện tử", "Lấy từ kho", "\f"}),
              "")
        << text();
}

TEST_F(Slip, receipt_without_papers_code_or_due_time_says_so)
{
    Receipt bare = receipt(0);
    bare.look_up = "";
    bare.dossier.due_at.reset();
    bare.dossier.applicant.email = "";
    bare.count = 1;
    keep(receipt_pdf(bare));
    const std::string all = text();
    EXPECT_EQ(out_of_order(all, {"Không có giấy tờ kèm theo", "Sẽ được thông báo sau"}), "") << all;
    EXPECT_EQ(count_of(all, "Liên"), 0U);
    EXPECT_EQ(codes(), "");
    EXPECT_EQ(count_of(words(), "Tra cứu bằng mã hồ sơ ở trang “Tra cứu hồ sơ”"), 1U) << words();
    EXPECT_EQ(count_of(words(), "Quét mã"), 0U);
}

TEST_F(Slip, supplement_says_once_all_that_is_missing)
{
    Supplement supplement{
        .heading = heading("Mẫu số 02", "07/HDHS"),
        .dossier = dossier(),
        .missing = {{"Giấy chứng nhận quyền sử dụng đất", "Nộp bản chính",
                     "Bản đã nộp là bản sao không chứng thực"},
                    {"Trích đo địa chính", "Ký lại tại trang 2", "Thiếu chữ ký của hộ liền kề"}},
        .until = at("11/12/2026 17:00"),
        .contact_phone = "0222 3822 222",
        .guide = "Trần Văn Đức"};
    keep(supplement_pdf(supplement));
    EXPECT_EQ(out_of_order(words(), {"Mẫu số 02", "Số: 07/HDHS", "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
                                     "Hồ sơ của: Nguyễn", "Mã hồ sơ", "gồm những nội dung sau",
                                     "Giấy chứng nhận", "Nộp bản chính", "Trích đo", "Thời hạn bổ sung",
                                     "ngày 11 tháng 12 năm 2026", "liên hệ với Trần Văn Đức", "0222 3822 222",
                                     "hướng dẫn./.", "NGƯỜI HƯỚNG DẪN", "Trần Văn Đức"}),
              "")
        << words();
    supplement.missing.clear();
    supplement.reason = long_reason();
    keep(supplement_pdf(supplement), "supplement_with_a_long_reason");
    EXPECT_EQ(out_of_order(words(), {"Lý do: Hồ sơ còn thiếu", "hết lý do.", "NGƯỜI HƯỚNG DẪN"}), "");
}

TEST_F(Slip, refusal_gives_its_reason_whole)
{
    Refusal refusal{.heading = heading("Mẫu số 03", "03/TCHS"),
                    .dossier = dossier(),
                    .reason = "Hồ sơ không thuộc thẩm quyền giải quyết của cơ quan.",
                    .guidance = std::string("Nộp tại ") + kLongName,
                    .receiver = "Trần Văn Đức"};
    refusal.dossier.code = "";
    keep(refusal_pdf(refusal));
    EXPECT_EQ(page_count(), 1);
    EXPECT_EQ(out_of_order(words(), {"PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ", "Qua xem xét",
                                     "không thuộc thẩm quyền", "Hướng dẫn: Nộp tại", "thực hiện./.",
                                     "NGƯỜI NỘP HỒ SƠ", "NGƯỜI TIẾP NHẬN HỒ SƠ"}),
              "")
        << words();
    EXPECT_EQ(count_of(text(), "Mã hồ sơ"), 0U);
    refusal.reason = long_reason();
    keep(refusal_pdf(refusal), "refusal_with_a_long_reason");
    EXPECT_EQ(page_count(), 2);
    EXPECT_EQ(out_of_order(words(), {"hết lý do.", "NGƯỜI NỘP HỒ SƠ"}), "");
}

TEST_F(Slip, apology_speaks_of_a_delay_only_when_there_is_one)
{
    Apology apology{.heading = heading("Mẫu số 04", "05/PXL"),
                    .dossier = dossier(),
                    .agency = kLongName,
                    .reason = "Phải xác minh thêm ranh giới thửa đất tại thực địa.",
                    .new_due = at("11/12/2026 11:30"),
                    .signer = {"KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC", "Lê Quang Huy"},
                    .recipients = {"Như trên", "Lưu: VT, PVHCC"}};
    apology.heading.at = at("02/12/2026 08:05");
    keep(apology_pdf(apology));
    EXPECT_EQ(out_of_order(words(), {"Mẫu số 04", "Số: 05/PXL", "ngày 02 tháng 12 năm 2026",
                                     "PHIẾU XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN", "Kính gửi: Nguyễn Thị Hồng Nhung",
                                     "tiếp nhận hồ sơ", "Thời gian hẹn trả", "chưa thể giải quyết",
                                     "Lý do: Phải xác minh", "xin lỗi", "11 giờ 30 phút, ngày 11",
                                     "thông cảm", "Nơi nhận", "PHÓ GIÁM ĐỐC", "Lê Quang Huy"}),
              "")
        << words();
    apology.heading.at = at("07/12/2026 08:05");
    keep(apology_pdf(apology), "apology_late");
    EXPECT_EQ(out_of_order(words(), {"chưa trả được kết quả", "xin lỗi"}), "") << words();
}

TEST_F(Slip, apology_names_basis_limit_and_the_extensions_before)
{
    Apology apology{.heading = heading("Mẫu số 04", "06/PXL"),
                    .dossier = dossier(),
                    .desk = kLongName,
                    .reason = "Chờ ý kiến.",
                    .new_due = at("18/12/2026 11:30"),
                    .first_due = at("04/12/2026 17:00"),
                    .basis = "Nghị định số 118/2025/NĐ-CP",
                    .limit = "Tối đa 02 lần",
                    .before = {{at("02/12/2026 08:05"), "05 ngày làm việc", "Xác minh ranh giới", "Điều 19"}},
                    .signer = {"GIÁM ĐỐC", "Lê Quang Huy"}};
    keep(apology_pdf(apology));
    EXPECT_EQ(out_of_order(words(), {std::string(kLongName) + " tiếp nhận hồ sơ", "Lý do: Chờ ý kiến.",
                                     "Căn cứ gia hạn: Nghị định số 118", "Giới hạn gia hạn: Tối đa 02 lần",
                                     "Thời gian hẹn trả ban đầu: 17 giờ 00 phút", "Các lần gia hạn trước",
                                     "Xác minh ranh giới", "Điều 19", "xin lỗi"}),
              "")
        << words();
}

// What is kept of a slip makes the same file, to the last byte, and says first where it was withdrawn.
TEST_F(Slip, what_is_kept_prints_as_it_was_given)
{
    Receipt full = receipt(4);
    full.papers[1] = {.name = "Bản vẽ", .electronic = true, .note = "Khai thác từ kho dữ liệu"};
    const Stop stop{.heading = heading("Mẫu số 05", "02/TBDHS"),
                    .dossier = dossier(),
                    .asked_by_applicant = false,
                    .asked_on = *base::parse_day("01/12/2026"),
                    .grounds = "x",
                    .stage = "Đang xử lý",
                    .signer = {"GIÁM ĐỐC", "Lê Quang Huy"},
                    .recipients = {"Như trên", "Lưu"}};
    const std::vector<std::pair<const char*, Content>> all{
        {"receipt", full},
        {"supplement", Supplement{.heading = heading("Mẫu số 02", "1/HDHS"),
                                  .dossier = dossier(),
                                  .missing = {{"Tờ khai", "Nộp bổ sung", "Thiếu"}},
                                  .until = at("04/12/2026 17:00"),
                                  .contact_phone = "0222 3822 222",
                                  .guide = "Trần Văn Đức"}},
        {"refusal", Refusal{.heading = heading("Mẫu số 03", "1/TCHS"), .dossier = dossier(), .reason = "x"}},
        {"apology", Apology{.heading = heading("Mẫu số 04", "1/PXL"),
                            .dossier = dossier(),
                            .new_due = at("04/12/2026 17:00"),
                            .before = {{at("02/12/2026 08:05"), "1 ngày", "x", "y"}}}},
        {"stop", stop},
        {"control",
         ControlSlip{
             .heading = heading("Mẫu số 06", "1/KSHS"),
             .dossier = dossier(),
             .steps = {{.from = "A", .to = "B", .at = at("20/11/2026 10:00"), .outcome = Outcome::late}}}},
        {"return", ResultNote{.heading = heading("", ""),
                              .dossier = dossier(),
                              .result_day = *base::parse_day("01/12/2026"),
                              .copies = 3}},
        {"fees", FeeNote{.heading = heading("", ""),
                         .dossier = dossier(),
                         .lines = {{.name = "Lệ phí", .quantity = 2, .price = 8000}}}}};
    for (const auto& [kind, content] : all) {
        Content again = content_from_json(kind, json_of(content));
        EXPECT_EQ(json_of(again), json_of(content)) << kind;
        EXPECT_TRUE(pdf_of(again) == pdf_of(content)) << kind;
        heading_of(again).mark = "ĐÃ THU HỒI lúc 10:00 21/11/2026";
        keep(pdf_of(again), std::string("withdrawn_") + kind);
        EXPECT_GE(count_of(words(), "ĐÃ THU HỒI lúc 10:00"), 2U) << kind << ": above, and at the foot";
    }
    EXPECT_THROW(content_from_json("receipt", "{"), std::exception);
    EXPECT_THROW(content_from_json("register", "{}"), std::exception);
}

TEST_F(Slip, stop_names_who_asked_the_stage_and_the_money)
{
    Stop stop{.heading = heading("Mẫu số 05", "02/TB-PVHCC"),
              .dossier = dossier(),
              .agency = kLongName,
              .asked_on = *base::parse_day("01/12/2026"),
              .grounds = "Người nộp hồ sơ không còn nhu cầu chuyển nhượng.",
              .stage = "Đang thẩm định, chưa có quyết định giải quyết",
              .decision = "Kết thúc giải quyết hồ sơ trên hệ thống",
              .money = "Đã nộp 15.000 đồng; hoàn trả 15.000 đồng qua chuyển khoản",
              .papers = "Trả lại 01 bản chính Giấy chứng nhận",
              .signer = {"GIÁM ĐỐC", "Lê Quang Huy"},
              .recipients = {"Như trên"}};
    keep(stop_pdf(stop));
    EXPECT_EQ(
        out_of_order(words(), {"THÔNG BÁO", "Về việc dừng giải quyết hồ sơ", "Kính gửi",
                               "Ngày 01 tháng 12 năm 2026, Ông/Bà đề nghị dừng", "Lý do",
                               "Giai đoạn giải quyết", "dừng giải quyết hồ sơ kể từ", "Nội dung quyết định",
                               "hoàn trả 15.000 đồng", "Trả lại 01 bản chính", "GIÁM ĐỐC"}),
        "")
        << words();
    stop.asked_by_applicant = false;
    keep(stop_pdf(stop), "stop_by_the_agency");
    EXPECT_NE(words().find("xem xét và xác định"), std::string::npos);
}

TEST_F(Slip, control_slip_says_who_gave_what_to_whom_and_how_timely)
{
    ControlSlip slip{.heading = heading("Mẫu số 06", "12/KSHS"), .dossier = dossier()};
    keep(control_slip_pdf(slip), "control_slip_blank");
    EXPECT_EQ(count_of(text(), "Giao: ………"), 4U);
    EXPECT_EQ(codes(), "H05.01.02-261120-0012\n");
    for (int i = 0; i < 7; ++i)
        slip.steps.push_back({.from = "Trung tâm Phục vụ hành chính công",
                              .to = kLongName,
                              .at = at("20/11/2026 10:00") + std::chrono::hours(24 * i),
                              .giver = "Trần Văn Đức",
                              .receiver = "Nguyễn Thị Minh Nguyệt",
                              .outcome = static_cast<Outcome>(i % 4),
                              .result = i % 4 == 3 ? "Chậm 02 ngày" : "",
                              .note = i % 4 == 3 ? "Chờ ý kiến của phường" : ""});
    keep(control_slip_pdf(slip));
    EXPECT_EQ(out_of_order(words(),
                           {"PHIẾU KIỂM SOÁT QUÁ TRÌNH", "Kèm theo hồ sơ của: Nguyễn", "Thời hạn trả kết quả",
                            "TÊN CƠ QUAN", "GHI CHÚ", "1. Giao", "10 giờ 00 phút", "2. Giao", "Trước hạn",
                            "3. Giao", "Đúng hạn", "4. Giao", "Quá hạn", "Chậm 02 ngày", "7. Giao"}),
              "")
        << words();
    std::istringstream sheets(text());
    for (std::string sheet; std::getline(sheets, sheet, '\f');)
        EXPECT_EQ(count_of(sheet, "Giao:"), count_of(sheet, "Nhận:")) << sheet;
}

RegisterRow register_row(unsigned number)
{
    return {.code = "H05.01.02-261120-" + std::to_string(10000 + number),
            .procedure = "Đăng ký khai sinh",
            .name = "Nguyễn Thị Hồng Nhung",
            .contact = "Phường Kinh Bắc, tỉnh Bắc Ninh; 0912 345 678",
            .agency = "UBND phường Kinh Bắc",
            .received_at = at("20/11/2026 09:42"),
            .due_at = at("20/11/2026 17:00"),
            .returned_at = number % 3 == 0 ? std::optional(at("20/11/2026 15:00")) : std::nullopt,
            .delivery = "Trực tiếp",
            .receiver = number % 3 == 0 ? "Nguyễn Thị Hồng Nhung" : ""};
}

TEST_F(Slip, register_holds_ten_thousand_dossiers)
{
    RegisterPdf book({.heading = heading("Mẫu số 07", "01/STD"),
                      .book = "02",
                      .from = *base::parse_day("01/11/2026"),
                      .to = *base::parse_day("30/11/2026")});
    constexpr unsigned kRows = 10'000;
    for (unsigned i = 1; i <= kRows; ++i) book.add(register_row(i));
    keep(book.finish());
    const std::string all = text();
    EXPECT_GT(page_count(), 500);
    EXPECT_EQ(count_of(all, "Tên thủ tục"), static_cast<std::size_t>(page_count()));
    EXPECT_EQ(out_of_order(all, {"SỔ THEO DÕI HỒ SƠ",
                                 "Quyển số 02, từ ngày 01 tháng 11 năm 2026 đến ngày 30 tháng 11 năm 2026",
                                 "Nhận và trả kết quả", "\f2\n", "\f100\n", "Tổng số: 10.000 hồ sơ."}),
              "");
}

TEST_F(Slip, register_of_a_day_without_dossiers)
{
    RegisterPdf book({.heading = heading("Mẫu số 07", ""),
                      .from = *base::parse_day("01/02/2026"),
                      .to = *base::parse_day("01/02/2026")});
    keep(book.finish());
    EXPECT_EQ(out_of_order(text(), {"Số: ……", "từ ngày 01 tháng 02 năm 2026", "Tổng số: 0 hồ sơ."}), "")
        << text();
}

TEST_F(Slip, handover_lists_the_batch_and_says_who_signed_it)
{
    Handover handover{.heading = heading("", "31/BG"),
                      .giver = {.of = "Quầy 3, Trung tâm Phục vụ hành chính công",
                                .name = "Trần Văn Đức",
                                .title = "Công chức"},
                      .receiver = {.of = kLongName}};
    handover.heading.basis = "";
    for (int i = 1; i <= 40; ++i)
        handover.rows.push_back({"H05.01.02-261120-" + std::to_string(1000 + i), "Cấp đổi Giấy chứng nhận",
                                 "Nguyễn Thị Hồng Nhung", "05 giấy tờ", ""});
    keep(handover_pdf(handover));
    EXPECT_EQ(out_of_order(words(), {"PHIẾU BÀN GIAO HỒ SƠ", "Bên giao", "Trần Văn Đức, Công chức",
                                     "Bên nhận", "09 giờ 42 phút", "-1001", "-1040", "Tổng số: 40 hồ sơ.",
                                     kGiverTitle, "không ký số", "Trần Văn Đức", kReceiverTitle}),
              "")
        << words();
    EXPECT_EQ(words().find(kDigitallySigned), std::string::npos);
    handover.giver.is_signed = true;
    handover.what = Handed::results;
    handover.rows.resize(1);
    keep(handover_pdf(handover), "handover_of_results");
    EXPECT_EQ(out_of_order(text(), {"PHIẾU BÀN GIAO KẾT QUẢ", "Số, ký hiệu", "Tổng số: 01 kết quả.",
                                    kDigitallySigned, "Trần Văn Đức"}),
              "")
        << text();
    EXPECT_EQ(text().find("không ký số"), std::string::npos);
}

TEST_F(Slip, handover_record_says_what_became_of_each_line)
{
    HandoverRecord record{
        .handover = {.heading = heading("", "31/BG"),
                     .giver = {.of = "Quầy 3", .name = "Trần Văn Đức", .is_signed = true},
                     .receiver = {.of = kLongName, .name = "Nguyễn Thị Minh Nguyệt", .is_signed = true}},
        .received_at = at("20/11/2026 16:05"),
        .refused = 1,
        .slip_sha256 = std::string(64, 'a')};
    record.handover.heading.basis = "";
    record.handover.rows = {
        {"H05.1-261120-0001", "Cấp bản sao", "Lê Thị Ánh", "02 bản chính", "Đã nhận"},
        {"H05.1-261120-0002", "Cấp bản sao", "Lê Văn Bình", "01 bản chính", "Không nhận: thiếu tờ khai"}};
    keep(handover_record_pdf(record));
    EXPECT_EQ(out_of_order(words(), {"BIÊN BẢN GIAO NHẬN HỒ SƠ", "Theo phiếu bàn giao số 31/BG", "Người nhận",
                                     "09 giờ 42 phút", "16 giờ 05 phút", "-0001", "-0002",
                                     "Bàn giao: 02 hồ sơ", "đã nhận: 01", "không nhận: 01",
                                     std::string(64, 'a'), "(Đã ký số phiếu", "Trần Văn Đức"}),
              "")
        << words();
    for (const char* part : {"Đã nhận", "Không nhận: thiếu", kDigitallySigned})
        EXPECT_NE(words().find(part), std::string::npos) << part << words();
    record.handover.giver.is_signed = record.handover.receiver.is_signed = false;
    keep(handover_record_pdf(record));
    EXPECT_EQ(words().find("Ký số)"), std::string::npos) << words();
    EXPECT_NE(words().find("không ký số"), std::string::npos);
}

TEST_F(Slip, result_note_says_who_took_it_by_what_right)
{
    ResultNote note{
        .heading = heading("", "44/BN"),
        .dossier = dossier(),
        .result = "Giấy chứng nhận quyền sử dụng đất",
        .result_number = "CH 012345",
        .result_day = *base::parse_day("03/12/2026"),
        .receiver = {.name = "Nguyễn Văn An", .identity = "027090000456", .phone = "0987 654 321"},
        .authority = "Giấy uỷ quyền chứng thực số 15 ngày 30/11/2026",
        .delivery = "Trực tiếp tại quầy 3",
        .taken_back = "01 Giấy chứng nhận cũ",
        .giver = "Trần Văn Đức"};
    keep(result_note_pdf(note));
    EXPECT_EQ(out_of_order(words(),
                           {"GIẤY BIÊN NHẬN TRẢ KẾT QUẢ", "CH 012345", "03/12/2026", "Trực tiếp tại quầy 3",
                            "Nguyễn Văn An", "Giấy uỷ quyền", "01 Giấy chứng nhận cũ", "NGƯỜI NHẬN KẾT QUẢ",
                            "NGƯỜI TRẢ KẾT QUẢ", "Trần Văn Đức"}),
              "")
        << words();
}

TEST_F(Slip, fee_note_adds_up_and_says_what_it_is_not)
{
    FeeNote note{.heading = heading("", "88/PT"),
                 .dossier = dossier(),
                 .lines = {{"Lệ phí cấp giấy chứng nhận", "Nghị quyết số 04/2025/NQ-HĐND", 1, 28'000},
                           {"Phí trích lục", "", 3, 8'000}},
                 .relief = 12'000,
                 .relief_reason = "người có công",
                 .method = "Tiền mặt",
                 .cashier = "Trần Văn Đức"};
    keep(fee_note_pdf(note));
    EXPECT_EQ(
        out_of_order(words(), {"PHIẾU THU PHÍ, LỆ PHÍ", "Nguyễn Thị Hồng Nhung", "28.000", "24.000", "Cộng",
                               "52.000", "Miễn, giảm", "-12.000", "40.000", "Bốn mươi nghìn đồng", "Tiền mặt",
                               "NGƯỜI NỘP TIỀN", "NGƯỜI THU TIỀN", "không thay thế chứng từ"}),
        "")
        << words();
}

TEST_F(Slip, consent_names_who_asks_for_what_and_which_papers)
{
    ConsentSlip slip{.heading = heading("", ""),
                     .person = {.name = "Nguyễn Thị Hồng Nhung", .identity = "027190001234"},
                     .purpose = "Cấp bản sao từ sổ gốc (2.000908)",
                     .papers = {"Thẻ căn cước", "Giấy chứng nhận"},
                     .official = "Trần Văn Đức"};
    keep(consent_slip_pdf(slip));
    EXPECT_EQ(out_of_order(words(), {"PHIẾU ĐỒNG Ý", "Nguyễn Thị Hồng Nhung", "027190001234",
                                     "1. Thẻ căn cước", "2. Giấy chứng nhận", "Cấp bản sao từ sổ gốc",
                                     "Trần Văn Đức", "rút lại", "NGƯỜI TIẾP NHẬN"}),
              "")
        << words();
    EXPECT_NE(words().find("NGƯỜI ĐỒNG Ý"), std::string::npos);
    slip.places = {"Kho số hoá của Cổng Dịch vụ công quốc gia"};
    keep(consent_slip_pdf(slip));
    EXPECT_EQ(out_of_order(words(), {"kho dữ liệu điện tử", "Kho số hoá", "Thẻ căn cước"}), "");
    EXPECT_EQ(consent_slip_pdf(slip), consent_slip_pdf(slip)) << "the same row gives the same slip";
    EXPECT_EQ(page_count(), 1);
}

TEST_F(Slip, ticket_is_as_long_as_what_it_says)
{
    const QueueTicket ticket{.office = "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG TỈNH BẮC NINH",
                             .desk = "Tầng 1, quầy 1 đến quầy 8",
                             .group = "Hộ tịch, chứng thực",
                             .number = "A012",
                             .at = at("20/11/2026 09:42"),
                             .waiting = 7,
                             .look_up = "https://bacninh.vn/quay/7F3K/A012"};
    keep(queue_ticket_pdf(ticket));
    EXPECT_EQ(out_of_order(text(), {"TRUNG TÂM", "SỐ THỨ TỰ", "A012", "Hộ tịch", "Số người chờ trước: 7",
                                    "09 giờ 42 phút", "trong ngày"}),
              "")
        << text();
    EXPECT_EQ(codes(), ticket.look_up + "\n");
    EXPECT_EQ(page_count(), 1);
}

TEST_F(Slip, form_prints_blocks_in_order)
{
    Application form{.form = "Mẫu số 01",
                     .basis = "Thông tư số 04/2024/TT-BTP",
                     .title = "TỜ KHAI ĐĂNG KÝ KHAI SINH",
                     .addressee = "Uỷ ban nhân dân phường Kinh Bắc, tỉnh Bắc Ninh",
                     .place = "Kinh Bắc",
                     .at = at("05/01/2026 15:00"),
                     .signatures = {{"NGƯỜI YÊU CẦU", "(Ký, ghi rõ họ tên)", "Nguyễn Văn An"}},
                     .code = "H05.01.02-261120-0012",
                     .look_up = kLookUp};
    form.blocks = {
        Section{"I. THÔNG TIN NGƯỜI YÊU CẦU"},
        Answers{{{"Họ, chữ đệm, tên người yêu cầu", "NGUYỄN VĂN AN"}}},
        Answers{{{"Ngày sinh", "01/02/1990"}, {"Dân tộc", "Kinh"}, {"Quốc tịch", "Việt Nam"}}},
        Section{"II. THÔNG TIN TRẺ"},
        Choices{"Giới tính", {{"Nam", false}, {"Nữ", true}}},
        Answers{{{"Ghi chú", ""}}},
        Grid{{"STT", "Họ và tên", "Quan hệ"}, {1, 5, 3}, {{"1", "Nguyễn Văn An", "Cha"}, {"2", kLongName}}},
        Sentence{"Tôi cam đoan nội dung đề nghị đăng ký khai sinh trên đây là đúng sự thật.", false, true}};
    keep(form_pdf(form));
    EXPECT_EQ(page_count(), 1);
    EXPECT_EQ(out_of_order(words(), {"Mẫu số 01",
                                     "CỘNG HOÀ",
                                     "TỜ KHAI ĐĂNG KÝ KHAI SINH",
                                     "Kính gửi: Uỷ ban",
                                     "I. THÔNG TIN",
                                     "NGUYỄN VĂN AN",
                                     "Ngày sinh: 01/02/1990",
                                     "II. THÔNG TIN TRẺ",
                                     "Giới tính",
                                     "☐",
                                     "Nam",
                                     "☒",
                                     "Nữ",
                                     "Ghi chú:",
                                     "Quan hệ",
                                     "Cha",
                                     "cam đoan",
                                     "Kinh Bắc, ngày 05 tháng 01 năm 2026",
                                     "NGƯỜI YÊU CẦU",
                                     "Mã hồ sơ: H05"}),
              "")
        << words();
    EXPECT_EQ(codes(), std::string(kLookUp) + "\n");
}

TEST(Slips, are_the_same_bytes_for_the_same_values)
{
    EXPECT_EQ(receipt_pdf(receipt(5)), receipt_pdf(receipt(5)));
    EXPECT_NE(receipt_pdf(receipt(5)), receipt_pdf(receipt(6)));
}

// Each worker of the server draws for itself.
TEST(Slips, are_the_same_bytes_in_every_thread)
{
    const std::string alone = receipt_pdf(receipt(5));
    std::array<std::string, 4> drawn;
    std::vector<std::thread> threads;
    for (std::string& one : drawn) {
        threads.emplace_back([&one] {
            for (int i = 0; i < 5; ++i) one = receipt_pdf(receipt(5));
        });
    }
    for (std::thread& thread : threads) thread.join();
    for (const std::string& one : drawn) EXPECT_TRUE(one == alone);
}

TEST_F(Slip, takes_any_text)
{
    using namespace std::string_literals;
    const std::string hostile = "\0<b>\xff\u202E&{{x}}\\)("s + std::string(300, 'W') + "\n\n日本 مرحبا";
    Receipt bad = receipt(2);
    bad.heading.office = {hostile, hostile, hostile, hostile, hostile, hostile};
    bad.heading.number = bad.heading.form = bad.heading.basis = hostile;
    bad.dossier = {.code = hostile,
                   .request = hostile,
                   .applicant = {hostile, hostile, hostile, hostile, hostile},
                   .owner = hostile};
    bad.papers[0].name = bad.papers[1].note = bad.fee = bad.duration = bad.result_place = bad.receiver =
        hostile;
    keep(receipt_pdf(bad));
    EXPECT_GE(count_of(words(), "&{{x}}"), 20U);
}

TEST(Words, write_times_as_the_decree_wants)
{
    EXPECT_EQ(in_words(at("20/11/2026 09:42")), "09 giờ 42 phút, ngày 20 tháng 11 năm 2026");
    EXPECT_EQ(in_words(at("05/02/2026 00:05")), "00 giờ 05 phút, ngày 05 tháng 02 năm 2026");
    EXPECT_EQ(in_words(*base::parse_day("31/03/2026")), "ngày 31 tháng 3 năm 2026");
}

TEST(Words, write_sums_as_they_are_read)
{
    const std::vector<std::pair<std::int64_t, const char*>> sums{
        {0, "Không đồng"},
        {1, "Một đồng"},
        {5, "Năm đồng"},
        {10, "Mười đồng"},
        {15, "Mười lăm đồng"},
        {21, "Hai mươi mốt đồng"},
        {24, "Hai mươi tư đồng"},
        {105, "Một trăm lẻ năm đồng"},
        {110, "Một trăm mười đồng"},
        {8'000, "Tám nghìn đồng"},
        {15'000, "Mười lăm nghìn đồng"},
        {28'500, "Hai mươi tám nghìn năm trăm đồng"},
        {100'005, "Một trăm nghìn không trăm lẻ năm đồng"},
        {1'000'000, "Một triệu đồng"},
        {1'250'014, "Một triệu hai trăm năm mươi nghìn không trăm mười bốn đồng"},
        {2'000'000'000, "Hai tỷ đồng"},
        {3'000'000'001, "Ba tỷ không trăm lẻ một đồng"},
        {12'345'678'901'234,
         "Mười hai nghìn ba trăm bốn mươi lăm tỷ sáu trăm bảy mươi tám triệu chín trăm lẻ một nghìn hai trăm ba mươi tư đồng"},
        {-12'000, "Âm mười hai nghìn đồng"}};
    for (const auto& [amount, words] : sums) EXPECT_EQ(money_in_words(amount), words) << amount;
    EXPECT_TRUE(money_in_words(std::numeric_limits<std::int64_t>::min()).starts_with("Âm chín tỷ hai trăm"));
}

}  // namespace
