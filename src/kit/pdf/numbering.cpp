#include "kit/pdf/numbering.h"

#include <array>
#include <cstdio>

namespace lt::pdf {
namespace {

std::string two_digits(unsigned value)
{
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%02u", value);
    return text.data();
}

}  // namespace

std::map<std::string, std::string> number_and_date(int number, base::Day day)
{
    CHECK(number > 0);
    const std::chrono::year_month_day date(day);
    const auto month = static_cast<unsigned>(date.month());
    return {{"so", two_digits(static_cast<unsigned>(number))},
            {"ngay", two_digits(static_cast<unsigned>(date.day()))},
            {"thang", month <= 2 ? two_digits(month) : std::to_string(month)},
            {"nam", std::to_string(static_cast<int>(date.year()))}};
}

std::string signing_time(base::Time at)
{
    using namespace std::chrono;
    const auto local = at + hours(7);
    const auto day = floor<days>(local);
    const year_month_day date{day};
    const hh_mm_ss clock{floor<seconds>(local - day)};
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%02u/%02u/%04d %02d:%02d:%02d +07:00",
                  static_cast<unsigned>(date.day()), static_cast<unsigned>(date.month()),
                  static_cast<int>(date.year()), static_cast<int>(clock.hours().count()),
                  static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
    return text.data();
}

std::vector<std::string> annex_lines(const std::string& number_and_notation, base::Time at)
{
    return {"Số: " + number_and_notation, "Thời gian ký: " + signing_time(at)};
}

std::vector<std::string> copy_lines(const std::string& form, const std::string& agency, base::Time at)
{
    return {form, agency, "Thời gian ký: " + signing_time(at)};
}

}  // namespace lt::pdf
