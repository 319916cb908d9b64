// What was paid at the desk.
#include "kit/base/result.h"
#include "kit/base/text.h"
#include "slips/api.h"
#include "slips/official.h"

namespace lt::slips {
namespace {

using print::Align;
using print::Gap;
using print::Paragraph;

constexpr double kFeeSize = 13;

std::int64_t product(std::int64_t quantity, std::int64_t price)
{
    std::int64_t out = 0;
    CHECK(!__builtin_mul_overflow(quantity, price, &out));
    return out;
}

std::int64_t sum(std::int64_t left, std::int64_t right)
{
    std::int64_t out = 0;
    CHECK(!__builtin_add_overflow(left, right, &out));
    return out;
}

// Draws the lines and gives what they come to.
std::int64_t draw_lines(print::Document& document, const FeeNote& note)
{
    document.table(
        {{8, Align::centre}, {30}, {23}, {9, Align::right}, {15, Align::right}, {15, Align::right}},
        {{"STT", "Khoản thu", "Căn cứ", "Số lượng", "Đơn giá (đồng)", "Thành tiền (đồng)"}}, kFeeSize - 1);
    std::int64_t all = 0;
    for (std::size_t i = 0; i < note.lines.size(); ++i) {
        const FeeLine& line = note.lines[i];
        const std::int64_t amount = product(line.quantity, line.price);
        all = sum(all, amount);
        document.row({std::to_string(i + 1), line.name, line.basis, base::group_thousands(line.quantity),
                      base::group_thousands(line.price), base::group_thousands(amount)});
    }
    const auto total = [&](const std::string& label, std::int64_t amount) {
        document.row({{print::Text{{label, true}}, 5}, {print::Text{{base::group_thousands(amount), true}}}});
    };
    total("Cộng", all);
    if (note.relief == 0) return all;
    const std::int64_t left = sum(all, -note.relief);
    total("Miễn, giảm" + (note.relief_reason.empty() ? "" : " (" + note.relief_reason + ")"), -note.relief);
    total("Số tiền phải nộp", left);
    return left;
}

}  // namespace

std::string fee_note_pdf(const FeeNote& note)
{
    constexpr const char* kTitle = "PHIẾU THU PHÍ, LỆ PHÍ";
    print::Document document(about(note.heading, kTitle, print::Sheet::a4, kFeeSize));
    draw_heading(document, note.heading, kFeeSize);
    draw_title(document, kTitle, note.dossier.code.empty() ? "" : "Mã hồ sơ: " + note.dossier.code, kFeeSize);
    document.fields(
        {{"Họ và tên người nộp tiền", note.payer.empty() ? note.dossier.applicant.name : note.payer}});
    document.fields({{"Địa chỉ", note.dossier.applicant.address}});
    document.fields({{"Nội dung yêu cầu giải quyết", note.dossier.request}});
    document.add(Gap{4});
    const std::int64_t paid = draw_lines(document, note);
    document.add(Gap{6});
    document.fields({{"Số tiền bằng chữ", money_in_words(paid)}});
    document.fields(
        {{"Hình thức nộp", note.method, 2}, {"Thời gian thu", base::format_vietnam(note.heading.at), 2}});
    draw_signatures(
        document,
        {{"NGƯỜI NỘP TIỀN", kSignAndName, note.payer.empty() ? note.dossier.applicant.name : note.payer},
         {"NGƯỜI THU TIỀN", kSignAndName, note.cashier}},
        kFeeSize);
    document.add(Gap{6});
    document.add(Paragraph{
        "Ghi chú: Phiếu này xác nhận số tiền đã thu tại quầy, không thay thế chứng từ thu phí, lệ phí theo quy "
        "định về hoá đơn, chứng từ.",
        {.size = kFeeSize - 2, .italic = true}});
    return document.finish();
}

}  // namespace lt::slips
