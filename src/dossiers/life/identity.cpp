// See identity.h.
#include "dossiers/life/identity.h"

#include <algorithm>
#include <string>

namespace lt::dossiers {
namespace {

using base::msg;

bool all_digits(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// 0 and 1: born in 19xx, male and female; 2 and 3: 20xx; and on to 8 and 9.
int year_of(std::string_view number)
{
    return 1900 + (number[3] - '0') / 2 * 100 + (number[4] - '0') * 10 + (number[5] - '0');
}

}  // namespace

std::optional<base::Message> wrong_identity_number(std::string_view number, std::optional<base::Day> born_on,
                                                   std::string_view sex, base::Day today)
{
    if (!all_digits(number) || number.size() != 12)
        return base::Message(
            msg("Số định danh có 12 chữ số, đang có {{count}} ký tự. Kiểm tra lại trên thẻ."),
            {{"count", std::to_string(number.size())}});
    const int province = (number[0] - '0') * 100 + (number[1] - '0') * 10 + (number[2] - '0');
    // Codes of the provinces as they were until 2025: numbers were given by them and stay.
    constexpr int kLastProvince = 96;
    if (province < 1 || province > kLastProvince)
        return base::Message(
            msg("Số định danh không đúng: ba số đầu không phải mã tỉnh. Kiểm tra lại trên thẻ."));
    const int year = year_of(number);
    const std::chrono::year_month_day now(today);
    if (year > static_cast<int>(now.year()))
        return base::Message(
            msg("Số định danh không đúng: năm sinh trong số là {{year}}. Kiểm tra lại trên thẻ."),
            {{"year", std::to_string(year)}});
    if (born_on && static_cast<int>(std::chrono::year_month_day(*born_on).year()) != year)
        return base::Message(
            msg("Số định danh ghi năm sinh {{year}}, khác ngày sinh đã nhập. Kiểm tra lại trên thẻ."),
            {{"year", std::to_string(year)}});
    const bool female = (number[3] - '0') % 2 == 1;
    if ((sex == "male" && female) || (sex == "female" && !female))
        return base::Message(msg("Số định danh không khớp giới tính đã chọn. Kiểm tra lại trên thẻ."));
    return std::nullopt;
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
