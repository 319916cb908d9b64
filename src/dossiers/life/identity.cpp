// See identity.h.
#include "dossiers/life/identity.h"

#include <algorithm>
#include <string>

#include "forms/identity/number.h"

namespace lt::dossiers {
namespace {

using base::msg;

bool all_digits(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::optional<base::Message> wrong_identity_number(std::string_view number, std::optional<base::Day> born_on,
                                                   std::string_view sex, base::Day today)
{
    const auto found = identity::judge(number, born_on, sex, today);
    if (!found) return std::nullopt;
    const base::Message::Value year{"year", std::to_string(found->year)};
    switch (found->flaw) {
    case identity::Flaw::digits:
    case identity::Flaw::length:
        return base::Message(
            msg("Số định danh có 12 chữ số, đang có {{count}} ký tự. Kiểm tra lại trên thẻ."),
            {{"count", std::to_string(number.size())}});
    case identity::Flaw::place:
        return base::Message(
            msg("Số định danh không đúng: ba số đầu không phải mã tỉnh. Kiểm tra lại trên thẻ."));
    case identity::Flaw::future:
        return base::Message(
            msg("Số định danh không đúng: năm sinh trong số là {{year}}. Kiểm tra lại trên thẻ."), {year});
    case identity::Flaw::year:
        return base::Message(
            msg("Số định danh ghi năm sinh {{year}}, khác ngày sinh đã nhập. Kiểm tra lại trên thẻ."),
            {year});
    case identity::Flaw::sex: break;
    }
    return base::Message(msg("Số định danh không khớp giới tính đã chọn. Kiểm tra lại trên thẻ."));
}

std::optional<base::Message> wrong_enterprise_code(std::string_view code)
{
    const bool branch = code.size() == 14 && code[10] == '-';
    if ((code.size() == 10 && all_digits(code)) ||
        (branch && all_digits(code.substr(0, 10)) && all_digits(code.substr(11))))
        return std::nullopt;
    return base::Message(msg("Mã số doanh nghiệp có 10 chữ số, hoặc 13 chữ số dạng 0123456789-001."));
}

}  // namespace lt::dossiers
