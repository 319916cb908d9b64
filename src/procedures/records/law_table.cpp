// The table of legal bases, "Tên văn bản pháp lý | Mã văn bản", and the list of results, "…Mã: KQ.G15.000031".
#include <algorithm>
#include <array>
#include <optional>

#include "kit/base/text.h"
#include "procedures/records/laws.h"
#include "procedures/records/letters.h"
#include "procedures/records/tables.h"

namespace lt::procedures {
namespace {

constexpr std::string_view kLawHead = "Tên văn bản pháp lýMã văn bản";
constexpr std::string_view kSilentLaw = "Không có thông tin";

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t'; }

// "Luật số ", "Số " and the like that stand in the cell before the number itself.
constexpr std::array<std::string_view, 14> kBefore{
    "Luật số ",    "Luật ",          "Số ",         "Thông tư số ",  "Thông tư ",  "Nghị định số ",
    "Nghị định ",  "Quyết định số ", "Quyết định ", "Pháp lệnh số ", "Pháp lệnh ", "Nghị quyết số ",
    "Nghị quyết ", "Bộ luật "};

std::size_t cell_begin(std::string_view text, std::size_t from, std::size_t number)
{
    for (const std::string_view word : kBefore)
        if (number >= from + word.size() && text.substr(number - word.size(), word.size()) == word &&
            (number == from + word.size() || !is_space(text[number - word.size() - 1])))
            return number - word.size();
    return number;
}

// The text behind begins with this number once more: the name ended with it, and the cell of the number follows.
bool repeats(std::string_view behind, std::string_view number)
{
    if (behind.starts_with(number)) return true;
    return std::ranges::any_of(kBefore, [&](std::string_view word) {
        return behind.starts_with(word) && behind.substr(word.size()).starts_with(number);
    });
}

// "KQ.G19.000511văn bản…", "000.00.00.G04-KQ3194Văn bản…": a code ends with its last digits, behind which the next name begins.
std::size_t code_end(std::string_view text, std::size_t at)
{
    std::size_t digits = 0;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (!(is_digit(c) || letter || c == '.' || c == '-') || (letter && digits >= 3)) break;
        digits = is_digit(c) ? digits + 1 : 0;
    }
    return at;
}

}  // namespace

std::vector<LegalBasis> read_law_table(std::string_view text, Procedure& procedure)
{
    std::vector<LegalBasis> out;
    if (text.starts_with(kLawHead)) text.remove_prefix(kLawHead.size());
    std::size_t from = 0;   // of the name
    std::size_t floor = 0;  // where the last number ended
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto number = law_number_at(text, i, floor);
        if (!number) continue;
        const std::string_view own = text.substr(number->begin, number->end - number->begin);
        const std::string_view behind = text.substr(number->end);
        const std::size_t cell = cell_begin(text, from, number->begin);
        const bool glued_before = cell == from || !is_space(text[cell - 1]);
        // "TT-BCAngày 01/7/2025" lacks a space: no name begins so.
        const bool goes_on = behind.starts_with("ngày") || behind.starts_with("của");
        const bool glued_behind =
            behind.empty() || std::string_view(" ,;.):-\n").find(behind[0]) == std::string_view::npos;
        const bool ends = (glued_behind && !goes_on && !repeats(behind, own)) ||
                          (glued_before && cell > from && !behind.empty() && is_space(behind[0]));
        floor = number->end;
        i = floor - 1;
        if (!ends) continue;
        out.push_back(law_of(own, base::normalise(text.substr(from, cell - from))));
        if (number->doubtful)
            add_issue(procedure, Trouble::law_unclear, text.substr(from, number->end - from));
        from = number->end;
    }
    const std::string rest = base::normalise(text.substr(from));
    if (!rest.empty() && !rest.starts_with(kSilentLaw)) {
        out.push_back({.name = rest});
        add_issue(procedure, Trouble::law_unclear, rest);
    }
    return out;
}

std::vector<Outcome> read_result_list(std::string_view text, Procedure& procedure)
{
    std::vector<Outcome> out;
    const std::string own = without_page(text);
    constexpr std::string_view kCode = "Mã: ";
    std::size_t from = 0;
    for (std::size_t at = own.find(kCode); at != std::string::npos; at = own.find(kCode, from)) {
        const std::size_t begin = at + kCode.size();
        const std::size_t end = code_end(own, begin);
        Outcome one{.code = own.substr(begin, end - begin),
                    .name = base::normalise(std::string_view(own).substr(from, at - from))};
        if (one.code.empty() || one.name.empty())
            add_issue(procedure, Trouble::result_unclear, own.substr(from, end - from));
        out.push_back(std::move(one));
        from = end;
    }
    if (const std::string rest = base::normalise(std::string_view(own).substr(from)); !rest.empty()) {
        out.push_back({.name = rest});
        if (from > 0) add_issue(procedure, Trouble::result_unclear, rest);
    }
    return out;
}

std::string without_page(std::string_view text)
{
    // Behind a text the portal's page goes on with "Từ khóa … Mô tả … Chọn cơ quan thực hiện …".
    const std::size_t keywords = text.find("Từ khóa");
    if (keywords != std::string_view::npos && text.find("Mô tả", keywords) != std::string_view::npos)
        text = text.substr(0, keywords);
    std::string own = base::normalise(text);
    return own == kSilentLaw ? std::string() : own;
}

}  // namespace lt::procedures
