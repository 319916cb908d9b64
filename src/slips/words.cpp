// Times and sums as official papers write them out.
#include <array>

#include "slips/api.h"
#include "slips/official.h"

namespace lt::slips {
namespace {

constexpr std::uint64_t kBillion = 1'000'000'000;
constexpr std::array<const char*, 10> kDigits{"không", "một", "hai", "ba",  "bốn",
                                              "năm",   "sáu", "bảy", "tám", "chín"};

void say(std::string& out, std::string_view word)
{
    if (!out.empty()) out += ' ';
    out += word;
}

// Three digits; `whole` says the hundreds even where there are none, because something stands before them.
void say_three(std::string& out, unsigned number, bool whole)
{
    const unsigned hundreds = number / 100;
    const unsigned tens = number / 10 % 10;
    const unsigned ones = number % 10;
    if (hundreds > 0 || whole) {
        say(out, kDigits[hundreds]);
        say(out, "trăm");
        if (tens == 0 && ones > 0) say(out, "lẻ");
    }
    if (tens == 1) say(out, "mười");
    if (tens > 1) {
        say(out, kDigits[tens]);
        say(out, "mươi");
    }
    if (ones == 0) return;
    if (ones == 1 && tens > 1)
        say(out, "mốt");
    else if (ones == 4 && tens > 1)
        say(out, "tư");
    else if (ones == 5 && tens > 0)
        say(out, "lăm");
    else
        say(out, kDigits[ones]);
}

void say_number(std::string& out, std::uint64_t number, bool whole)
{
    if (number >= kBillion) {
        say_number(out, number / kBillion, whole);
        say(out, "tỷ");
        number %= kBillion;
        whole = true;
    }
    constexpr std::array<std::pair<unsigned, const char*>, 3> kGroups{
        {{1'000'000, "triệu"}, {1'000, "nghìn"}, {1, ""}}};
    for (const auto& [unit, name] : kGroups) {
        const auto group = static_cast<unsigned>(number / unit % 1000);
        if (group == 0) continue;
        say_three(out, group, whole);
        if (unit > 1) say(out, name);
        whole = true;
    }
}

}  // namespace

std::string in_words(base::Day day)
{
    const std::chrono::year_month_day date(day);
    const auto month = static_cast<unsigned>(date.month());
    return "ngày " + two_digits(static_cast<unsigned>(date.day())) + " tháng " +
           (month < 3 ? two_digits(month) : std::to_string(month)) + " năm " +
           std::to_string(static_cast<int>(date.year()));
}

std::string in_words(base::Time at)
{
    const std::string local = base::format_vietnam(at);  // "20/11/2026 09:42"
    return local.substr(11, 2) + " giờ " + local.substr(14, 2) + " phút, " + in_words(base::vietnam_day(at));
}

std::string money_in_words(std::int64_t amount)
{
    std::string out;
    if (amount < 0) say(out, "âm");
    // Not -amount, which the smallest number doesn't have.
    const std::uint64_t size =
        amount < 0 ? 0 - static_cast<std::uint64_t>(amount) : static_cast<std::uint64_t>(amount);
    if (size == 0)
        say(out, "không");
    else
        say_number(out, size, false);
    // The words begin with one of: không, một … chín, mười, âm.
    if (out.starts_with("âm"))
        out.replace(0, std::string_view("â").size(), "Â");
    else
        out[0] = static_cast<char>(out[0] - 'a' + 'A');
    return out + " đồng";
}

}  // namespace lt::slips
