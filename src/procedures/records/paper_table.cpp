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

// Where the name of a form's file begins in "…theo mẫu.Mau 01.docx": behind the last closing mark that has no space behind it. Nothing
// when no such mark is there.
std::optional<std::size_t> form_begin(std::string_view text, std::size_t ending)
{
    for (std::size_t i = ending; i-- > 1;) {
        const char before = text[i - 1];
        const bool closing = std::string_view(".;:,)]").find(before) != std::string_view::npos;
        if (!closing || !(is_digit(text[i]) || starts_capital(text, i))) continue;
        // "1.Mau": the number belongs to the file, as "01/2025" and "1.5" belong together.
        std::size_t begin = i;
        if (before == '.' && i >= 2 && is_digit(text[i - 2])) {
            std::size_t number = i - 1;
            while (number > 0 && is_digit(text[number - 1])) --number;
            if (number == 0 || std::string_view(".;:,)]").find(text[number - 1]) == std::string_view::npos)
                continue;
            begin = number;
        }
        return begin;
    }
    return std::nullopt;
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
