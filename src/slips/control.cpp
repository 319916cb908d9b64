// Form 06: who had the dossier from when to when. It goes with the papers, so that it is filled in by hand where it comes empty.
#include "slips/api.h"
#include "slips/official.h"

namespace lt::slips {
namespace {

using print::Align;
using print::Gap;
using print::Paragraph;
using print::Row;

constexpr double kControlSize = 12.5;

std::string outcome_words(Outcome outcome)
{
    switch (outcome) {
    case Outcome::none: return "";
    case Outcome::early: return "Trước hạn";
    case Outcome::on_time: return "Đúng hạn";
    case Outcome::late: return "Quá hạn";
    }
    return "";
}

// A step is two rows: what goes on the left and on the right of the time and of the two signatures under it.
std::vector<Row> step_rows(std::size_t number, const Handing& step)
{
    const std::string outcome = outcome_words(step.outcome);
    print::Text result{{outcome, true}};
    if (!step.result.empty()) result.runs.push_back({(outcome.empty() ? "" : "\n") + step.result});
    return {{{std::to_string(number) + ". Giao: " + step.from},
             {in_words(step.at), 2},
             {result, 1, 2},
             {step.note, 1, 2}},
            {{"Nhận: " + step.to},
             {print::Text{{"Người giao\n", true}, {"\n\n" + step.giver}}},
             {print::Text{{"Người nhận\n", true}, {"\n\n" + step.receiver}}}}};
}

std::vector<Row> blank_rows(std::size_t number)
{
    return {{{std::to_string(number) + ". Giao: ……………"},
             {"…… giờ …… phút, ngày …… tháng …… năm ………", 2},
             {"", 1, 2},
             {"", 1, 2}},
            {{"Nhận: ……………"}, {"Người giao\n\n\n"}, {"Người nhận\n\n\n"}}};
}

}  // namespace

std::string control_slip_pdf(const ControlSlip& slip)
{
    constexpr const char* kTitle = "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ";
    constexpr std::size_t kBlanks = 4;
    const Dossier& dossier = slip.dossier;
    print::Document document(about(slip.heading, kTitle, print::Sheet::a4, kControlSize));
    draw_heading(document, slip.heading, kControlSize);
    draw_title(document, kTitle, "", kControlSize);
    if (!dossier.code.empty()) document.add(print::BarCode{dossier.code, 230, 24, Align::centre});
    document.add(Paragraph{"Mã hồ sơ: " + dossier.code, {.bold = true, .align = Align::centre, .below = 6}});
    document.fields(
        {{"Kèm theo hồ sơ của", dossier.applicant.name, 3}, {"Số điện thoại", dossier.applicant.phone, 2}});
    document.fields({{"Nội dung yêu cầu giải quyết", dossier.request}});
    document.fields({{"Ngày nhận hồ sơ", in_words_or(dossier.received_at, "")}});
    document.fields({{"Thời hạn trả kết quả", in_words_or(dossier.due_at, "")}});
    document.add(Gap{4});
    document.table(
        {{28}, {19, Align::centre}, {19, Align::centre}, {18, Align::centre}, {16}},
        {{{"TÊN CƠ QUAN"}, {"THỜI GIAN GIAO, NHẬN HỒ SƠ", 2}, {"KẾT QUẢ GIẢI QUYẾT HỒ SƠ"}, {"GHI CHÚ"}}},
        kControlSize - 1.5);
    for (std::size_t i = 0; i < slip.steps.size(); ++i) document.rows(step_rows(i + 1, slip.steps[i]));
    for (std::size_t i = 0; slip.steps.empty() && i < kBlanks; ++i) document.rows(blank_rows(i + 1));
    document.add(Gap{6});
    document.add(Paragraph{
        "Ghi chú: Kết quả giải quyết hồ sơ ghi trước hạn, đúng hạn hoặc quá hạn; trường hợp quá hạn ghi rõ "
        "lý do tại cột ghi chú.",
        {.size = kControlSize - 2, .italic = true}});
    return document.finish();
}

}  // namespace lt::slips
