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
constexpr const char* kByName = "(Xác nhận bằng tên, không ký số)";

std::string person_of(const HandoverSide& side)
{
    return side.title.empty() || side.name.empty() ? side.name : side.name + ", " + side.title;
}

const char* things_of(const Handover& handover)
{
    return handover.what == Handed::dossiers ? " hồ sơ" : " kết quả";
}

void draw_side(print::Document& document, const char* of, const char* person, const HandoverSide& side)
{
    if (side.name.empty())
        document.fields({{of, side.of}});
    else
        document.fields({{of, side.of, 3}, {person, person_of(side), 2}});
}

void draw_begin(print::Document& document, const Handover& handover, const Heading& heading,
                const std::string& title, const std::string& below)
{
    draw_heading(document, heading, kHandoverSize);
    draw_title(document, title, below, kHandoverSize);
    draw_side(document, "Bên giao", "Người giao", handover.giver);
    draw_side(document, "Bên nhận", "Người nhận", handover.receiver);
    document.fields({{"Thời gian bàn giao", in_words(handover.heading.at)}});
}

// `last`: the head of the last column, and how much wider it is than on the slip.
void draw_rows(print::Document& document, const Handover& handover, const std::string& last, double wider)
{
    const bool dossiers = handover.what == Handed::dossiers;
    document.add(Gap{4});
    document.table({{6, Align::centre}, {28}, {22 - wider / 2}, {18 - wider / 2}, {13}, {13 + wider}},
                   {{"STT", "Mã hồ sơ", "Tên thủ tục hành chính", "Người nộp hồ sơ",
                     dossiers ? "Giấy tờ" : "Số, ký hiệu kết quả", last}},
                   kHandoverSize - 2);
    for (std::size_t i = 0; i < handover.rows.size(); ++i) {
        const HandoverRow& row = handover.rows[i];
        document.row({std::to_string(i + 1), row.code, row.procedure, row.name, row.contents, row.note});
    }
    document.add(Gap{6});
}

}  // namespace

std::string handover_pdf(const Handover& handover)
{
    const std::string title = handover.what == Handed::dossiers ? "PHIẾU BÀN GIAO HỒ SƠ"
                                                                : "PHIẾU BÀN GIAO KẾT QUẢ GIẢI QUYẾT HỒ SƠ";
    print::Document document(about(handover.heading, title, print::Sheet::a4, kHandoverSize));
    draw_begin(document, handover, handover.heading, title, "");
    draw_rows(document, handover, "Ghi chú", 0);
    document.add(Paragraph{
        {{"Tổng số: "}, {two_digits(handover.rows.size()), true}, {things_of(handover) + std::string(".")}}});
    draw_signatures(
        document,
        {{kGiverTitle, handover.giver.is_signed ? kDigitallySigned : kByName, handover.giver.name},
         {kReceiverTitle, "(Xác nhận trong biên bản giao nhận)", ""}},
        kHandoverSize);
    return document.finish();
}

std::string handover_record_pdf(const HandoverRecord& record)
{
    const Handover& handover = record.handover;
    const std::string title = handover.what == Handed::dossiers
                                  ? "BIÊN BẢN GIAO NHẬN HỒ SƠ"
                                  : "BIÊN BẢN GIAO NHẬN KẾT QUẢ GIẢI QUYẾT HỒ SƠ";
    Heading heading = handover.heading;
    heading.at = record.received_at;
    print::Document document(about(heading, title, print::Sheet::a4, kHandoverSize));
    draw_begin(document, handover, heading, title, "Theo phiếu bàn giao số " + heading.number);
    document.fields({{"Thời gian nhận", in_words(record.received_at)}});
    draw_rows(document, handover, "Kết quả nhận", 6);
    document.add(Paragraph{{{"Bàn giao: "},
                            {two_digits(handover.rows.size()), true},
                            {things_of(handover) + std::string("; đã nhận: ")},
                            {two_digits(handover.rows.size() - record.refused), true},
                            {"; không nhận: "},
                            {two_digits(record.refused), true},
                            {"."}}});
    if (!record.slip_sha256.empty())
        document.add(Paragraph{"Tệp phiếu bàn giao có mã SHA-256: " + record.slip_sha256,
                               {.size = kHandoverSize - 4, .italic = true}});
    draw_signatures(
        document,
        {{kGiverTitle, handover.giver.is_signed ? "(Đã ký số phiếu bàn giao)" : kByName, handover.giver.name},
         {kReceiverTitle, handover.receiver.is_signed ? kDigitallySigned : kByName, handover.receiver.name}},
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
