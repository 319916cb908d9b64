// Flattened tables: where one cell ends and the next begins.
#include "procedures/records/tables.h"

#include <gtest/gtest.h>

#include "procedures/records/laws.h"

namespace lt::procedures {
namespace {

std::string rows(std::string_view text)
{
    std::string out;
    for (const ChannelRow& row : read_channel_rows(text)) {
        out += std::string(to_text(row.way)) + "|" + row.time + (row.joined ? "?" : "");
        for (const FeeCell& fee : row.fees)
            out += "|" + fee.cell + (fee.words.empty() ? "" : "{" + fee.words + "}");
        out += row.note.empty() ? "\n" : "|| " + row.note + "\n";
    }
    return out;
}

TEST(ChannelTable, PartsItsRows)
{
    EXPECT_EQ(
        rows(
            "Hình thức nộpThời gianPhí, lệ phíMô tảTrực tuyến3 Ngày làm việc50,000 Việt Nam Đồng(50.000đ (Thông tư 25))Trực tiếp7 "
            "NgàyMiễn phíNộp tại Công an xã"),
        "online|3 Ngày làm việc|50,000 Việt Nam Đồng{50.000đ (Thông tư 25)}\ncounter|7 Ngày|Miễn phí|| Nộp tại Công an xã\n");
    EXPECT_EQ(rows("Trực tiếp1Miễn phí(Không)Dịch vụ bưu chínhKhông có thông tinKhông có thông tin"),
              "counter|1|Miễn phí{Không}\npost|Không có thông tin|Không có thông tin\n");
    EXPECT_EQ(
        rows(
            "Trực tuyếnKhông phải trả kết quả cho người nộp thuếMiễn phíQua CổngTrực tiếpKhông Không có thông tinTại xã"),
        "online|Không phải trả kết quả cho người nộp thuế|Miễn phí|| Qua Cổng\ncounter|Không |Không có thông tin|| Tại xã\n");
    EXPECT_EQ(rows("Trực tiếp5 Ngày200,000 VNĐ(a)10,000 VNĐ(b)ghi chú"),
              "counter|5 Ngày|200,000 VNĐ{a}|10,000 VNĐ{b}|| ghi chú\n");
}

TEST(ChannelTable, TakesNoProseForARow)
{
    EXPECT_EQ(
        rows(
            "Trực tiếp5 Ngày làm việcMiễn phí- Trực tiếp: nộp tại xã. - Trực tuyến: trên Cổng. Trực tiếp tại Công an"),
        "counter|5 Ngày làm việc|Miễn phí|| - Trực tiếp: nộp tại xã. - Trực tuyến: trên Cổng. Trực tiếp tại Công an\n");
    EXPECT_EQ(rows("Nộp hồ sơ trực tiếp"), "");
    EXPECT_EQ(rows(""), "");
    EXPECT_EQ(rows("Trực tiếp"), "");
}

TEST(ChannelTable, CutsTimeAndSumOnlyWhereOneCutIsPossible)
{
    EXPECT_EQ(rows("Trực tuyến120 VNĐ(20.000 vnđ/tờ khai)"), "online|1|20 VNĐ{20.000 vnđ/tờ khai}\n");
    EXPECT_EQ(rows("Trực tuyến1100 VNĐTrực tiếp120,000 VNĐ"), "online|1|100 VNĐ\ncounter|1|20,000 VNĐ\n");
    EXPECT_EQ(rows("Trực tiếp125 VNĐ"), "counter|125?|125 VNĐ\n");  // 1 and 25, or 12 and 5
    EXPECT_EQ(rows("Trực tuyến1Miễn phíTrực tiếp125 VNĐ"),
              "online|1|Miễn phí\ncounter|1|25 VNĐ\n");  // as the row beside it
    EXPECT_EQ(rows("Trực tuyến2Miễn phíTrực tiếp125 VNĐ"), "online|2|Miễn phí\ncounter|125?|125 VNĐ\n");
    EXPECT_EQ(rows("Trực tiếp125 VNĐ(Lệ phí: 25.000 đồng)"), "counter|1|25 VNĐ{Lệ phí: 25.000 đồng}\n");
}

std::string papers(std::string_view text)
{
    Procedure procedure;
    std::string out;
    for (const Case& one : read_paper_table(text, procedure)) {
        out += "[" + one.name + "]\n";
        for (const Paper& paper : one.papers)
            out += paper.name + (paper.form.empty() ? "" : " <" + paper.form + ">") + " " +
                   std::to_string(paper.originals) + "+" + std::to_string(paper.copies) + "\n";
    }
    for (const Issue& issue : procedure.issues) out += "! " + std::string(to_text(issue.trouble)) + "\n";
    return out;
}

TEST(PaperTable, PartsPapersAndCases)
{
    EXPECT_EQ(
        papers(
            "--Tên giấy tờMẫu đơn, tờ khaiSố lượngGiấy đề nghị theo mẫu.Mau 01.docx1 bản chínhẢnh thẻ0 bản chính,2 bản sao"),
        "[]\nGiấy đề nghị theo mẫu. <Mau 01.docx> 1+0\nẢnh thẻ 0+2\n");
    EXPECT_EQ(
        papers(
            "* Giấy tờ phải nộp:Tên giấy tờMẫu đơn, tờ khaiSố lượngTờ khai1 bản chính* Giấy tờ phải xuất trình:Tên giấy tờMẫu "
            "đơn, tờ khaiSố lượngHộ chiếu1 bản sao"),
        "[* Giấy tờ phải nộp]\nTờ khai 1+0\n[* Giấy tờ phải xuất trình]\nHộ chiếu 0+1\n");
    EXPECT_EQ(
        papers(
            "--Tên giấy tờMẫu đơn, tờ khaiSố lượngHồ sơ gồm (01 bản chính, 02 bản sao) của Mẫu số 031 bản chính"),
        "[]\nHồ sơ gồm (01 bản chính, 02 bản sao) của Mẫu số 03 1+0\n");
}

TEST(PaperTable, TellsFormsFromPapers)
{
    const auto one = [](const char* cell) {
        return papers("--Tên giấy tờMẫu đơn, tờ khaiSố lượng" + std::string(cell) + "1 bản chính");
    };
    EXPECT_EQ(one("Tờ khai (mẫu NA17)101-Mau A17.doc"), "[]\nTờ khai (mẫu NA17) <101-Mau A17.doc> 1+0\n");
    EXPECT_EQ(one("Tờ khai;1.MuCT01.doc"), "[]\nTờ khai; <1.MuCT01.doc> 1+0\n");
    EXPECT_EQ(one("Đơn theo Thông tư số 26/2025/TT-BNNMTMẫu số 03.docx"),
              "[]\nĐơn theo Thông tư số 26/2025/TT-BNNMT <Mẫu số 03.docx> 1+0\n");
    EXPECT_EQ(one("Đơn của Trung QuốcVN-TQ.docx"), "[]\nĐơn của Trung Quốc <VN-TQ.docx> 1+0\n");
    EXPECT_EQ(one("Báo cáo.Mẫu số 17.docxMẫu số 18.docx"),
              "[]\nBáo cáo. <Mẫu số 17.docxMẫu số 18.docx> 1+0\n");
    EXPECT_EQ(one("Đơn xinGiayPhepMoi.docx"), "[]\nĐơn xinGiayPhepMoi.docx 1+0\n! form_unclear\n");
}

TEST(PaperTable, SaysWhatItCannotTellApart)
{
    EXPECT_EQ(papers("--Tên giấy tờMẫu đơn, tờ khaiSố lượngTheo mẫu số 81 bản chính"),
              "[]\nTheo mẫu số 8 1+0\n! count_unclear\n");
    EXPECT_EQ(papers("--Tên giấy tờMẫu đơn, tờ khaiSố lượngTờ khai mẫu.docx1 bản chính"),
              "[]\nTờ khai mẫu.docx 1+0\n! form_unclear\n");
    EXPECT_EQ(papers("và nộp cho cơ quan BHXH."), "! papers_unclear\n");
    EXPECT_EQ(papers("--"), "");
}

std::string laws(std::string_view text)
{
    Procedure procedure;
    std::string out;
    for (const LegalBasis& law : read_law_table(text, procedure)) {
        out += law.number + " (" + law.issuer + (law.issued ? ", " + base::format_iso(*law.issued) : "") +
               ") " + law.name + "\n";
    }
    for (const Issue& issue : procedure.issues) out += "! " + std::string(to_text(issue.trouble)) + "\n";
    return out;
}

TEST(LawTable, PartsNamesAndNumbers)
{
    EXPECT_EQ(
        laws("Tên văn bản pháp lýMã văn bảnLuật Nhập cảnhLuật 47/2014/QH13Thông tư quy định53/2016/TT-BTC"),
        "47/2014/QH13 (QH) Luật Nhập cảnh\n53/2016/TT-BTC (BTC) Thông tư quy định\n");
    EXPECT_EQ(laws("Luật 49/2019/QH1449/2019/QH14Nghị định 76/2020/NĐ-CP76/2020/NĐ-CP"),
              "49/2019/QH14 (QH) Luật 49/2019/QH14\n76/2020/NĐ-CP (CP) Nghị định 76/2020/NĐ-CP\n");
    EXPECT_EQ(
        laws(
            "Thông tư số 25/2021/TT-BTC ngày 07/4/2021 của Bộ Tài chính25/2021/TT-BTCHướng dẫn phối hợp01/2014/NQLT-CP-UBTƯMTTQVN"),
        "25/2021/TT-BTC (BTC, 2021-04-07) Thông tư số 25/2021/TT-BTC ngày 07/4/2021 của Bộ Tài chính\n"
        "01/2014/NQLT-CP-UBTƯMTTQVN (UBTƯMTTQVN) Hướng dẫn phối hợp\n");
    EXPECT_EQ(laws("Luật Doanh nghiệp 202076/2025/QH15Quyết định công bốQuyết định số 2338/QĐ-BTP"),
              "76/2025/QH15 (QH) Luật Doanh nghiệp 2020\n2338/QĐ-BTP (BTP) Quyết định công bố\n");
    EXPECT_EQ(laws("Nghị định phân quyền184/2025/NĐ-CPQUY ĐỊNH MỨC THU25/2021/TT-BTC"),
              "184/2025/NĐ-CP (CP) Nghị định phân quyền\n25/2021/TT-BTC (BTC) QUY ĐỊNH MỨC THU\n");
    EXPECT_EQ(laws("73/2025/TT-NHNNSố 73/2025/TT-NHNN"), "73/2025/TT-NHNN (NHNN) 73/2025/TT-NHNN\n");
    EXPECT_EQ(
        laws("Thông tư số 53/2025/TT-BCAngày 01/7/2025 sửa đổi53/2025/TT-BCANghị quyết66.7/2025/NQ-CP"),
        "53/2025/TT-BCA (BCA, 2025-07-01) Thông tư số 53/2025/TT-BCAngày 01/7/2025 sửa đổi\n66.7/2025/NQ-CP (CP) "
        "Nghị quyết\n");
    EXPECT_EQ(laws("Luật Đất đai"), " () Luật Đất đai\n! law_unclear\n");
}

TEST(ResultList, PartsNamesAndCodesAndDropsThePage)
{
    Procedure procedure;
    const auto results = read_result_list(
        "Quyết định sửa đổiMã: KQ.G19.000511văn bản từ chốiMã: KQ.g19.000512Từ khóaKhông có thông tinMô "
        "tảKhông có thông tinChọn cơ quan thực hiện",
        procedure);
    ASSERT_EQ(results.size(), 2U);
    EXPECT_EQ(results[0].name, "Quyết định sửa đổi");
    EXPECT_EQ(results[0].code, "KQ.G19.000511");
    EXPECT_EQ(results[1].name, "văn bản từ chối");
    EXPECT_EQ(results[1].code, "KQ.g19.000512");
    const auto older = read_result_list(
        "Văn bản gia hạnMã: 000.00.00.G04-KQ3194Thông báoMã: TP-G12.00011112Từ khóaKhai báoMô tảKhông có thông tin",
        procedure);
    ASSERT_EQ(older.size(), 2U);
    EXPECT_EQ(older[0].code, "000.00.00.G04-KQ3194");
    EXPECT_EQ(older[1].name, "Thông báo");
    EXPECT_EQ(older[1].code, "TP-G12.00011112");
    EXPECT_TRUE(procedure.complete());
}

}  // namespace
}  // namespace lt::procedures
