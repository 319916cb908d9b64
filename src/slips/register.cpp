// Form 07: the register of dossiers, on landscape pages.
#include "kit/base/text.h"
#include "slips/api.h"
#include "slips/official.h"

namespace lt::slips {
namespace {

using print::Align;

constexpr double kRegisterSize = 12;
constexpr double kRowSize = 9;

std::string day_and_time(const std::optional<base::Time>& at) { return at ? base::format_vietnam(*at) : ""; }

}  // namespace

struct RegisterPdf::Body {
    explicit Body(const print::About& about) : document(about) {}
    print::Document document;
    std::size_t rows = 0;
};

RegisterPdf::RegisterPdf(const Register& head)
{
    print::About pages = about(head.heading, "SỔ THEO DÕI HỒ SƠ", print::Sheet::a4_landscape, kRegisterSize);
    pages.footer = head.heading.office.spoken;
    if (!head.maker.empty())
        pages.footer += ". Người lập sổ: " + head.maker + ", " + base::format_vietnam(head.heading.at);
    body_ = std::make_unique<Body>(pages);
    print::Document& document = body_->document;
    draw_heading(document, head.heading, kRegisterSize);
    draw_title(document, "SỔ THEO DÕI HỒ SƠ",
               (head.book.empty() ? "" : "Quyển số " + head.book + ", ") + "từ " + in_words(head.from) +
                   " đến " + in_words(head.to),
               kRegisterSize);
    document.table(
        {{4, Align::centre},
         {16},
         {12},
         {4, Align::centre},
         {11},
         {12},
         {9},
         {8, Align::centre},
         {8, Align::centre},
         {8, Align::centre},
         {8},
         {9},
         {7}},
        {{{"STT", 1, 2},
          {"Mã hồ sơ", 1, 2},
          {"Tên thủ tục hành chính", 1, 2},
          {"Số bộ", 1, 2},
          {"Tên cá nhân, tổ chức", 1, 2},
          {"Địa chỉ, số điện thoại", 1, 2},
          {"Cơ quan chủ trì giải quyết", 1, 2},
          {"Nhận và trả kết quả", 5},
          {"Ghi chú", 1, 2}},
         {{"Nhận hồ sơ"}, {"Hẹn trả kết quả"}, {"Trả kết quả"}, {"Phương thức nhận kết quả"}, {"Ký nhận"}}},
        kRowSize);
}

RegisterPdf::~RegisterPdf() = default;

void RegisterPdf::add(const RegisterRow& row)
{
    body_->document.row({std::to_string(++body_->rows), row.code, row.procedure, two_digits(row.sets),
                         row.name, row.contact, row.agency, base::format_vietnam(row.received_at),
                         day_and_time(row.due_at), day_and_time(row.returned_at), row.delivery, row.receiver,
                         row.note});
}

std::string RegisterPdf::finish()
{
    print::Document& document = body_->document;
    document.add(print::Gap{6});
    document.add(print::Paragraph{
        "Tổng số: " + base::group_thousands(static_cast<std::int64_t>(body_->rows)) + " hồ sơ.",
        {.italic = true}});
    return document.finish();
}

}  // namespace lt::slips
