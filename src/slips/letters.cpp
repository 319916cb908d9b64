// Forms 04 and 05: what the agency writes to the applicant over a leader's name.
#include "slips/api.h"
#include "slips/official.h"

namespace lt::slips {
namespace {

using print::Align;
using print::Gap;
using print::Paragraph;

constexpr double kLetterSize = 13;

void draw_addressee(print::Document& document, const std::string& name)
{
    document.add(Paragraph{{{"Kính gửi: "}, {name, true}}, {.align = Align::centre, .below = 8}});
}

std::string since(const Dossier& dossier)
{
    return dossier.received_at ? "Ngày " + in_words(base::vietnam_day(*dossier.received_at)).substr(6) + ", "
                               : "";
}

// "… tiếp nhận hồ sơ đề nghị giải quyết …, mã hồ sơ …"
std::string received_words(const std::string& agency, const Dossier& dossier)
{
    return since(dossier) + agency + " tiếp nhận hồ sơ của Ông/Bà đề nghị giải quyết: " + dossier.request +
           "; mã hồ sơ: " + dossier.code + ".";
}

const std::string& agency_of(const std::string& agency, const Heading& heading)
{
    return agency.empty() ? heading.office.spoken : agency;
}

// What allows the extension, and what came before it.
void draw_extensions(print::Document& document, const Apology& apology)
{
    if (!apology.basis.empty()) document.fields({{"Căn cứ gia hạn", apology.basis}});
    if (!apology.limit.empty()) document.fields({{"Giới hạn gia hạn", apology.limit}});
    if (apology.first_due) document.fields({{"Thời gian hẹn trả ban đầu", in_words(*apology.first_due)}});
    if (apology.before.empty()) return;
    document.add(Paragraph{"Các lần gia hạn trước:", {.below = 4}});
    document.table({{8, Align::centre}, {24}, {18}, {26}, {24}},
                   {{"Lần", "Thời điểm gia hạn", "Gia hạn thêm", "Lý do", "Căn cứ"}}, kLetterSize - 1);
    for (std::size_t i = 0; i < apology.before.size(); ++i) {
        const Extension& one = apology.before[i];
        document.row({std::to_string(i + 1), in_words(one.at), one.more, one.reason, one.basis});
    }
    document.add(Gap{6});
}

}  // namespace

std::string apology_pdf(const Apology& apology)
{
    constexpr const char* kTitle = "PHIẾU XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT";
    const Dossier& dossier = apology.dossier;
    const std::string& agency = agency_of(apology.agency, apology.heading);
    print::Document document(about(apology.heading, kTitle, print::Sheet::a4, kLetterSize));
    draw_heading(document, apology.heading, kLetterSize);
    draw_title(document, kTitle, "", kLetterSize);
    draw_addressee(document, dossier.applicant.name);
    draw_text(document, received_words(agency_of(apology.desk, apology.heading), dossier));
    if (dossier.due_at)
        draw_text(
            document,
            {{"Thời gian hẹn trả kết quả giải quyết hồ sơ: "}, {in_words(*dossier.due_at), true}, {"."}});
    // Before the due time it is an extension that is asked for; afterwards the delay is there.
    const bool late = dossier.due_at && apology.heading.at > *dossier.due_at;
    draw_text(document, late
                            ? "Tuy nhiên, đến nay " + agency +
                                  " chưa trả được kết quả giải quyết hồ sơ của Ông/Bà đúng thời hạn quy định."
                            : "Tuy nhiên, " + agency +
                                  " chưa thể giải quyết xong hồ sơ của Ông/Bà trong thời hạn nêu trên.");
    draw_text(document, "Lý do: " + apology.reason);
    draw_extensions(document, apology);
    draw_text(document, {{"Sự chậm trễ này gây phiền hà, tốn kém thời gian, công sức của Ông/Bà. " + agency +
                          " xin lỗi Ông/Bà, đề nghị gia hạn thời gian giải quyết và sẽ trả kết quả vào "},
                         {in_words(apology.new_due), true},
                         {"."}});
    draw_text(document, "Rất mong nhận được sự thông cảm của Ông/Bà./.");
    draw_signer(document, apology.recipients, apology.signer, kLetterSize);
    return document.finish();
}

std::string stop_pdf(const Stop& stop)
{
    constexpr const char* kTitle = "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ";
    const Dossier& dossier = stop.dossier;
    const std::string& agency = agency_of(stop.agency, stop.heading);
    print::Document document(about(stop.heading, kTitle, print::Sheet::a4, kLetterSize));
    draw_heading(document, stop.heading, kLetterSize);
    draw_title(document, "THÔNG BÁO", "Về việc dừng giải quyết hồ sơ", kLetterSize);
    draw_addressee(document, dossier.applicant.name);
    draw_text(document, received_words(agency_of(stop.desk, stop.heading), dossier));
    const std::string day = stop.asked_on ? "Ngày " + in_words(*stop.asked_on).substr(6) + ", " : "";
    draw_text(document,
              stop.asked_by_applicant
                  ? day + "Ông/Bà đề nghị dừng giải quyết hồ sơ nêu trên."
                  : day + agency + " xem xét và xác định hồ sơ nêu trên không thể tiếp tục giải quyết.");
    document.fields({{"Lý do", stop.grounds}});
    document.fields({{"Giai đoạn giải quyết", stop.stage}});
    draw_text(document, {{agency + " thông báo dừng giải quyết hồ sơ kể từ "},
                         {in_words(base::vietnam_day(stop.heading.at)), true},
                         {"."}});
    if (!stop.decision.empty()) document.fields({{"Nội dung quyết định", stop.decision}});
    document.fields({{"Phí, lệ phí, nghĩa vụ tài chính", stop.money}});
    document.fields({{"Trả lại giấy tờ", stop.papers}});
    draw_text(document, "Xin thông báo để Ông/Bà được biết./.");
    draw_signer(document, stop.recipients, stop.signer, kLetterSize);
    return document.finish();
}

}  // namespace lt::slips
