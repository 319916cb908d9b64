// The number that a citizen takes, on a roll of 80 mm.
#include "slips/api.h"
#include "slips/official.h"

namespace lt::slips {

using print::Align;
using print::Gap;
using print::Paragraph;

std::string queue_ticket_pdf(const QueueTicket& ticket)
{
    print::Document document({.title = "Số thứ tự " + ticket.number,
                              .author = ticket.office,
                              .made = ticket.at,
                              .sheet = print::Sheet::roll_80mm,
                              .size = 11});
    const auto line = [&](const std::string& text, double size, bool bold) {
        if (!text.empty())
            document.add(Paragraph{text, {.size = size, .bold = bold, .align = Align::centre}});
    };
    line(ticket.office, 11, true);
    line(ticket.desk, 11, false);
    document.add(print::Rule{120});
    line("SỐ THỨ TỰ", 12, false);
    line(ticket.number, 46, true);
    line(ticket.group, 12, true);
    document.add(Gap{4});
    line("Số người chờ trước: " + std::to_string(ticket.waiting), 11, false);
    line(in_words(ticket.at), 10, false);
    if (!ticket.look_up.empty()) {
        document.add(print::QrCode{ticket.look_up, 90, Align::centre});
        line("Quét mã để xem số đang gọi", 9, false);
    }
    document.add(Gap{2});
    line("Số chỉ có giá trị trong ngày", 9, false);
    return document.finish();
}

}  // namespace lt::slips
