// See lines.h.
#include "vault/lines.h"

#include <algorithm>

#include "kit/base/text.h"

namespace lt::vault {
namespace {

std::string letters_of(std::string_view text)
{
    std::string out = base::fold(text);
    std::erase_if(out, [](char c) { return !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9'); });
    return out;
}

// One letter wrong, missing or too many, in words that are long enough to be known all the same.
bool alike(std::string_view seen, std::string_view wanted)
{
    if (seen == wanted) return true;
    if (wanted.size() < 4) return false;
    const auto mine = std::ranges::mismatch(seen, wanted);
    const std::string_view a(mine.in1, seen.end());
    const std::string_view b(mine.in2, wanted.end());
    if (a.size() == b.size()) return a.substr(1) == b.substr(1);
    if (a.size() + 1 == b.size()) return a == b.substr(1);
    return a.size() == b.size() + 1 && a.substr(1) == b;
}

// The numbers of a text one after the other, wrong letters within them put right: "O5/l1/2024" is 5, 11, 2024.
std::vector<int> numbers_in(std::string_view text)
{
    std::vector<int> out;
    for (std::size_t at = 0; at < text.size();) {
        std::string run;
        bool any = false;
        while (at < text.size() && is_digit(as_digit(text[at])) && run.size() < 9) {
            any = any || is_digit(text[at]);
            run += as_digit(text[at++]);
        }
        // "i" of a word is no number.
        const bool alone = at == text.size() || !std::isalpha(static_cast<unsigned char>(text[at]));
        if (any && alone) out.push_back(std::stoi(run));
        if (run.empty() || !any || !alone)
            while (at < text.size() && (std::isalpha(static_cast<unsigned char>(text[at])) ||
                                        static_cast<unsigned char>(text[at]) >= 0x80))
                ++at;
        if (run.empty() && at < text.size() && !is_digit(as_digit(text[at]))) ++at;
    }
    return out;
}

std::optional<base::Day> day_of(int day, int month, int year)
{
    using namespace std::chrono;
    const year_month_day date(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                              std::chrono::day(static_cast<unsigned>(day)));
    if (year < 1900 || year > 2100 || !date.ok()) return std::nullopt;
    return sys_days(date);
}

}  // namespace

std::vector<Line> lines_of(std::string_view text)
{
    std::vector<Line> out(1);
    std::string word;
    const auto end_word = [&] {
        if (!word.empty()) out.back().push_back({word, letters_of(word)});
        word.clear();
    };
    for (const char c : text) {
        if (c == '\n') {
            end_word();
            if (!out.back().empty()) out.emplace_back();
        } else if (c == ' ' || c == '\t' || c == '\r' || c == '\f') {
            end_word();
        } else {
            word += c;
            if (c == ':') end_word();  // "sinh:06/05/1990"
        }
    }
    end_word();
    return out;
}

std::optional<Place> find_label(const Line& line, std::string_view label, std::size_t from)
{
    std::vector<std::string_view> wanted;
    for (std::size_t at = 0; at <= label.size();) {
        const std::size_t end = std::min(label.find(' ', at), label.size());
        wanted.push_back(label.substr(at, end - at));
        at = end + 1;
    }
    for (std::size_t begin = from; begin < line.size(); ++begin) {
        std::size_t at = begin;
        std::size_t matched = 0;
        while (at < line.size() && matched < wanted.size()) {
            if (line[at].folded.empty() && matched > 0)
                ++at;
            else if (alike(line[at].folded, wanted[matched]))
                ++at, ++matched;
            else
                break;
        }
        if (matched == wanted.size()) return Place{begin, at};
    }
    return std::nullopt;
}

std::string cut_marks(std::string text)
{
    const auto is_mark = [](char c) {
        return std::string_view(" .:;,_-|*'\"").find(c) != std::string_view::npos;
    };
    while (!text.empty() && is_mark(text.front())) text.erase(text.begin());
    while (!text.empty() && is_mark(text.back())) text.pop_back();
    return text;
}

char as_digit(char c)
{
    switch (c) {
    case 'O':
    case 'o':
    case 'D':
    case 'Q': return '0';
    case 'l':
    case 'I':
    case 'i':
    case '|': return '1';
    case 'Z': return '2';
    case 'S': return '5';
    case 'B': return '8';
    default: return c;
    }
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::optional<base::Day> day_in(std::string_view text)
{
    const std::vector<int> numbers = numbers_in(text);
    for (std::size_t i = 0; i + 2 < numbers.size(); ++i)
        if (auto day = day_of(numbers[i], numbers[i + 1], numbers[i + 2])) return day;
    return std::nullopt;
}

std::string line_text(const Line& line)
{
    std::string out;
    for (const Word& word : line) out += (out.empty() ? "" : " ") + word.text;
    return out;
}

}  // namespace lt::vault
