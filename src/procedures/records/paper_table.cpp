// The tables of papers, one for each case: "Tên giấy tờ | Mẫu đơn, tờ khai | Số lượng". The name of a case stands before its head.
#include <algorithm>
#include <array>
#include <optional>

#include "kit/base/text.h"
#include "procedures/records/letters.h"
#include "procedures/records/tables.h"

namespace lt::procedures {
namespace {

constexpr std::string_view kPaperHead = "Tên giấy tờMẫu đơn, tờ khaiSố lượng";
constexpr std::string_view kOriginals = " bản chính";
constexpr std::string_view kCopies = " bản sao";
constexpr std::array<std::string_view, 12> kEndings{".doc", ".docx", ".pdf", ".xls", ".xlsx", ".rtf",
                                                    ".jpg", ".jpeg", ".png", ".zip", ".rar",  ".odt"};

// The cell "1 bản chính,1 bản sao".
struct Counts {
    std::size_t begin = 0;
    std::size_t end = 0;
    int originals = 0;
    int copies = 0;
    bool doubtful = false;
};

// A cell ends at the end, or the next one begins right behind it; in a sentence a space or a comma follows.
bool is_glued(std::string_view text, std::size_t end)
{
    return end == text.size() || std::string_view(" ,;.):/\n").find(text[end]) == std::string_view::npos;
}

// The digits before `unit`. Of several the last one counts: "Mẫu số 031 bản chính" is form 03, once.
std::optional<Counts> count_before(std::string_view text, std::size_t unit)
{
    std::size_t begin = unit;
    while (begin > 0 && is_digit(text[begin - 1])) --begin;
    if (begin == unit || begin == 0 || text[begin - 1] == '(') return std::nullopt;
    const std::size_t run = unit - begin;
    // "gồm 02 bản chính" is part of a sentence: a cell has no leading zero.
    if (text[begin - 1] == ' ' && run == 2 && text[begin] == '0') return std::nullopt;
    Counts counts{.begin = unit - 1, .originals = text[unit - 1] - '0'};
    // "Mẫu số 81 bản chính" may be form 8, once, as well as 81 originals.
    counts.doubtful = run == 2 && text[begin] != '0';
    return counts;
}

std::optional<Counts> counts_at(std::string_view text, std::size_t at)
{
    const std::string_view rest = text.substr(at);
    if (rest.starts_with(kCopies)) {
        auto counts = count_before(text, at);
        if (!counts) return std::nullopt;
        std::swap(counts->originals, counts->copies);
        counts->end = at + kCopies.size();
        return is_glued(text, counts->end) ? counts : std::nullopt;
    }
    if (!rest.starts_with(kOriginals)) return std::nullopt;
    auto counts = count_before(text, at);
    if (!counts) return std::nullopt;
    counts->end = at + kOriginals.size();
    if (counts->end < text.size() && text[counts->end] == ',') {
        std::size_t digits = counts->end + 1;
        int copies = 0;
        while (digits < text.size() && is_digit(text[digits]) && copies < 1000)
            copies = copies * 10 + (text[digits++] - '0');
        if (digits > counts->end + 1 && text.substr(digits).starts_with(kCopies)) {
            counts->copies = copies;
            counts->end = digits + kCopies.size();
        }
    }
    return is_glued(text, counts->end) ? counts : std::nullopt;
}

std::size_t file_ending(std::string_view text, std::size_t at)
{
    if (text[at] != '.') return 0;
    std::size_t longest = 0;
    for (const std::string_view ending : kEndings)
        if (ending.size() > longest && base::lower(text.substr(at, ending.size())) == ending)
            longest = ending.size();
    return longest;
}

bool is_letter_or_digit(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
}

// "…theo mẫu.Mau 01.docx": a closing mark without a space behind it. "1.Mau": the number belongs to the file.
std::optional<std::size_t> behind_mark(std::string_view text, std::size_t ending)
{
    constexpr std::string_view kClosing = ".;:,)]";
    for (std::size_t i = ending; i-- > 1;) {
        if (kClosing.find(text[i - 1]) == std::string_view::npos) continue;
        if (!is_digit(text[i]) && !starts_capital(text, i)) continue;
        if (text[i - 1] != '.' || i < 2 || !is_digit(text[i - 2])) return i;
        std::size_t number = i - 1;
        while (number > 0 && is_digit(text[number - 1])) --number;
        if (number > 0 && kClosing.find(text[number - 1]) != std::string_view::npos) return number;
    }
    return std::nullopt;
}

// "…QUẢN TRỊMẫu số 01.docx", "…năm 2026Mau 3.doc": what most forms are called, right behind a letter or a number.
std::optional<std::size_t> at_word_form(std::string_view text, std::size_t ending)
{
    for (std::size_t i = ending; i-- > 1;)
        for (const std::string_view word : {"Mẫu", "mẫu", "Mau"})
            if (text.substr(i).starts_with(word) && is_letter_or_digit(text[i - 1])) return i;
    return std::nullopt;
}

// "…của Trung QuốcVN-TQ.docx": a capital behind a small letter, where only one stands so.
std::optional<std::size_t> at_only_capital(std::string_view text, std::size_t ending)
{
    std::optional<std::size_t> found;
    std::size_t before = 0;  // where the letter before begins
    for (std::size_t i = 1; i < ending; ++i) {
        if ((text[i] & 0xC0) == 0x80) continue;
        const bool small =
            is_letter_or_digit(text[before]) && !is_digit(text[before]) && !starts_capital(text, before);
        before = i;
        if (!small || !starts_capital(text, i)) continue;
        if (found) return std::nullopt;
        found = i;
    }
    return found;
}

// Where the name of a form's file begins behind the name of the paper. Nothing when it can't be told.
std::optional<std::size_t> form_begin(std::string_view text, std::size_t ending)
{
    const auto mark = behind_mark(text, ending);
    const auto word = at_word_form(text, ending);
    if (mark || word) return std::max(mark.value_or(0), word.value_or(0));
    return at_only_capital(text, ending);
}

Paper read_paper(std::string_view text, const Counts& counts, Procedure& procedure)
{
    Paper paper{.originals = counts.originals, .copies = counts.copies};
    std::string_view name = text;
    std::size_t first = std::string_view::npos;
    std::size_t behind = 0;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (const std::size_t size = file_ending(text, i); size > 0) {
            if (first == std::string_view::npos) first = i;
            behind = i + size;
        }
    if (first != std::string_view::npos && behind == text.size()) {
        if (const auto begin = form_begin(text, first)) {
            paper.form = base::normalise(text.substr(*begin));
            name = text.substr(0, *begin);
        } else {
            add_issue(procedure, Trouble::form_unclear, text);
        }
    }
    paper.name = base::normalise(name);
    if (counts.doubtful) add_issue(procedure, Trouble::count_unclear, text);
    return paper;
}

std::string case_name(std::string_view text)
{
    std::string name = base::normalise(text);
    while (!name.empty() && (name.back() == ':' || name.back() == ' ')) name.pop_back();
    return name == "--" ? std::string() : name;
}

}  // namespace

std::vector<Case> read_paper_table(std::string_view text, Procedure& procedure)
{
    std::vector<Case> out;
    std::size_t head = text.find(kPaperHead);
    if (head == std::string_view::npos) {
        if (!case_name(text).empty()) add_issue(procedure, Trouble::papers_unclear, text);
        return out;
    }
    std::string name = case_name(text.substr(0, head));
    while (head != std::string_view::npos) {
        const std::size_t from = head + kPaperHead.size();
        head = text.find(kPaperHead, from);
        const std::string_view own = text.substr(from, head == std::string_view::npos ? head : head - from);
        Case one{.name = std::move(name)};
        std::size_t begin = 0;
        for (std::size_t i = 0; i < own.size(); ++i) {
            const auto counts = own[i] == ' ' ? counts_at(own, i) : std::nullopt;
            if (!counts) continue;
            one.papers.push_back(read_paper(own.substr(begin, counts->begin - begin), *counts, procedure));
            begin = counts->end;
            i = begin - 1;
        }
        // What is left names the next case; behind the last one it is a paper without a number.
        name = case_name(own.substr(begin));
        if (head == std::string_view::npos && !name.empty()) {
            add_issue(procedure, Trouble::papers_unclear, name);
            one.papers.push_back({.name = name});
        }
        out.push_back(std::move(one));
    }
    return out;
}

}  // namespace lt::procedures
