// What is handed over: a batch between the desk and a unit, a result to who asked for it.
#include <algorithm>

#include "slips/api.h"
#include "slips/official.h"

namespace lt::slips {
namespace {

using print::Align;
using print::Gap;
using print::Paragraph;

constexpr double kHandoverSize = 13;

}  // namespace

std::string handover_pdf(const Handover& handover)
{
    const bool dossiers = handover.what == Handed::dossiers;
    const std::string title = dossiers ? "PHIẾU BÀN GIAO HỒ SƠ" : "PHIẾU BÀN GIAO KẾT QUẢ GIẢI QUYẾT HỒ SƠ";
    print::Document document(about(handover.heading, title, print::Sheet::a4, kHandoverSize));
    draw_heading(document, handover.heading, kHandoverSize);
    draw_title(document, title, "", kHandoverSize);
    document.fields({{"Bên giao", handover.from, 3}, {"Người giao", handover.giver, 2}});
    document.fields({{"Bên nhận", handover.to, 3}, {"Người nhận", handover.receiver, 2}});
    document.fields({{"Thời gian bàn giao", in_words(handover.heading.at)}});
    if (handover.received_at) document.fields({{"Bên nhận xác nhận lúc", in_words(*handover.received_at)}});
    document.add(Gap{4});
    document.table({{6, Align::centre}, {28}, {22}, {18}, {13}, {13}},
                   {{"STT", "Mã hồ sơ", "Tên thủ tục hành chính", "Người nộp hồ sơ",
                     dossiers ? "Giấy tờ" : "Số, ký hiệu kết quả", "Ghi chú"}},
                   kHandoverSize - 2);
    for (std::size_t i = 0; i < handover.rows.size(); ++i) {
        const HandoverRow& row = handover.rows[i];
        document.row({std::to_string(i + 1), row.code, row.procedure, row.name, row.contents, row.note});
    }
    document.add(Gap{6});
    document.add(Paragraph{
        {{"Tổng số: "}, {two_digits(handover.rows.size()), true}, {dossiers ? " hồ sơ." : " kết quả."}}});
    draw_signatures(
        document,
        {{"NGƯỜI GIAO", kSignAndName, handover.giver}, {"NGƯỜI NHẬN", kSignAndName, handover.receiver}},
        kHandoverSize);
    return document.finish();
}

std::string result_note_pdf(const ResultNote& note)
{
    constexpr const char* kTitle = "GIẤY BIÊN NHẬN TRẢ KẾT QUẢ GIẢI QUYẾT HỒ SƠ";
    print::Document document(about(note.heading, kTitle, print::Sheet::a4, kHandoverSize));
    draw_heading(document, note.heading, kHandoverSize);
    draw_title(document, kTitle, "Mã hồ sơ: " + note.dossier.code, kHandoverSize);
    document.fields(
        {{"Hồ sơ của", note.dossier.owner.empty() ? note.dossier.applicant.name : note.dossier.owner}});
    document.fields({{"Nội dung yêu cầu giải quyết", note.dossier.request}});
    document.fields({{"Kết quả giải quyết", note.result}});
    document.fields({{"Số, ký hiệu", note.result_number, 3},
                     {"Ngày cấp", note.result_day ? base::format_day(*note.result_day) : "", 2},
                     {"Số bản", two_digits(note.copies), 1.4}});
    document.fields({{"Thời gian hẹn trả", in_words_or(note.dossier.due_at, "")}});
    document.fields({{"Thời gian trả kết quả", in_words(note.heading.at)}});
    document.fields({{"Hình thức trả kết quả", note.delivery}});
    draw_person(document, "Người nhận kết quả", note.receiver);
    if (!note.authority.empty()) document.fields({{"Giấy tờ uỷ quyền", note.authority}});
    if (!note.taken_back.empty()) document.fields({{"Bản gốc thu lại", note.taken_back}});
    draw_text(document, "Người nhận đã kiểm tra và nhận đủ kết quả ghi trên.");
    draw_signatures(document,
                    {{"NGƯỜI NHẬN KẾT QUẢ", kSignAndName, note.receiver.name},
                     {"NGƯỜI TRẢ KẾT QUẢ", kSignAndName, note.giver}},
                    kHandoverSize);
    return document.finish();
}

}  // namespace lt::slips
