// Forms 02 and 03: what the desk answers when a dossier can't be taken as it is.
#include "slips/api.h"
#include "slips/official.h"

namespace lt::slips {
namespace {

using print::Align;
using print::Gap;
using print::Paragraph;

constexpr double kSize = 13;

void draw_missing(print::Document& document, const std::vector<Missing>& missing)
{
    if (missing.empty()) return;
    document.add(Paragraph{"Yêu cầu bổ sung, hoàn thiện hồ sơ gồm những nội dung sau:", {.below = 4}});
    document.table({{8, Align::centre}, {32}, {32}, {28}},
                   {{"STT", "Giấy tờ", "Nội dung cần bổ sung, hoàn thiện", "Lý do"}}, kSize - 1);
    for (std::size_t i = 0; i < missing.size(); ++i)
        document.row({std::to_string(i + 1), missing[i].paper, missing[i].what, missing[i].reason});
    document.add(Gap{6});
}

// Who helps while the papers are completed.
std::string help_of(const Supplement& supplement)
{
    std::string out = "Trong quá trình bổ sung, hoàn thiện hồ sơ, nếu có vướng mắc, Ông/Bà liên hệ với " +
                      (supplement.contact.empty() ? supplement.guide : supplement.contact);
    if (!supplement.contact_phone.empty()) out += ", số điện thoại " + supplement.contact_phone;
    return out + " để được hướng dẫn./.";
}

}  // namespace

std::string supplement_pdf(const Supplement& supplement)
{
    constexpr const char* kTitle = "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ";
    print::Document document(about(supplement.heading, kTitle, print::Sheet::a4, kSize));
    draw_heading(document, supplement.heading, kSize);
    draw_title(document, kTitle, "", kSize);
    draw_person(document, "Hồ sơ của", supplement.dossier.applicant);
    draw_request(document, supplement.dossier);
    if (supplement.dossier.received_at)
        document.fields({{"Thời gian nhận hồ sơ", in_words(*supplement.dossier.received_at)}});
    draw_missing(document, supplement.missing);
    if (!supplement.reason.empty() || supplement.missing.empty())
        document.fields({{"Lý do", supplement.reason}});
    if (supplement.until)
        document.fields({{"Thời hạn bổ sung, hoàn thiện hồ sơ", in_words(*supplement.until)}});
    draw_text(document, help_of(supplement));
    draw_signatures(document, {{"", "", ""}, {"NGƯỜI HƯỚNG DẪN", kSignAndName, supplement.guide}}, kSize);
    return document.finish();
}

std::string refusal_pdf(const Refusal& refusal)
{
    constexpr const char* kTitle = "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ";
    print::Document document(about(refusal.heading, kTitle, print::Sheet::a4, kSize));
    draw_heading(document, refusal.heading, kSize);
    draw_title(document, kTitle, "", kSize);
    draw_person(document, refusal.heading.office.spoken + " tiếp nhận yêu cầu của",
                refusal.dossier.applicant);
    draw_request(document, refusal.dossier);
    draw_text(document, "Qua xem xét, " + refusal.heading.office.spoken +
                            " thông báo không tiếp nhận, giải quyết hồ sơ này với lý do cụ thể như sau:");
    document.fields({{"", refusal.reason}});
    if (!refusal.guidance.empty()) document.fields({{"Hướng dẫn", refusal.guidance}});
    draw_text(document, "Xin thông báo cho Ông/Bà được biết và thực hiện./.");
    draw_signatures(document,
                    {{"NGƯỜI NỘP HỒ SƠ", kSignAndName, refusal.dossier.applicant.name},
                     {"NGƯỜI TIẾP NHẬN HỒ SƠ", kSignAndName, refusal.receiver}},
                    kSize);
    return document.finish();
}

}  // namespace lt::slips
