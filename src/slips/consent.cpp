// The slip by which a citizen lets the desk look into his data vault.
#include "slips/api.h"
#include "slips/official.h"

namespace lt::slips {

std::string consent_slip_pdf(const ConsentSlip& slip)
{
    constexpr double kConsentSize = 13;
    constexpr const char* kTitle = "PHIẾU ĐỒNG Ý";
    constexpr const char* kAbout = "Cho tìm và dùng lại giấy tờ trong kho dữ liệu điện tử";
    const Office& office = slip.heading.office;
    print::Document document(about(slip.heading, kTitle, print::Sheet::a4, kConsentSize));
    draw_head(document,
              {.superior = office.superior,
               .name = office.name,
               .place_and_date = (office.place.empty() ? "" : office.place + ", ") +
                                 in_words(base::vietnam_day(slip.heading.at))},
              kConsentSize);
    draw_title(document, kTitle, kAbout, kConsentSize);
    draw_person(document, "Tôi là", slip.person);
    std::string places;
    for (const std::string& place : slip.places) places += ", ở " + place;
    draw_text(document, "Tôi đồng ý cho " + office.spoken + " tìm trong kho dữ liệu điện tử của tôi" +
                            places +
                            " và dùng lại những giấy tờ sau đây, "
                            "thay cho việc nộp lại:");
    for (std::size_t i = 0; i < slip.papers.size(); ++i)
        draw_text(document, std::to_string(i + 1) + ". " + slip.papers[i]);
    document.fields({{"Chỉ để làm thủ tục", slip.purpose}});
    document.fields({{"Cán bộ tiếp nhận", slip.official}});
    draw_text(
        document,
        "Tôi biết rằng tôi có thể không đồng ý và tự nộp giấy tờ; có thể rút lại sự đồng ý bất cứ lúc nào ở bộ phận một cửa "
        "hoặc ở trang tra cứu hồ sơ. Việc rút lại không ảnh hưởng đến việc đã làm trước đó.");
    draw_signatures(document,
                    {{"NGƯỜI TIẾP NHẬN", kSignAndName, slip.official}, {"NGƯỜI ĐỒNG Ý", kSignAndName, ""}},
                    kConsentSize);
    return document.finish();
}

}  // namespace lt::slips
