#include "kit/pdf/words.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "kit/base/text.h"
#include "kit/pdf/page.h"
#include "kit/pdf/qpdf.h"
#include "kit/text/child.h"

namespace lt::pdf {
namespace {

constexpr std::size_t kMostWords = 300'000;  // of some 600 pages; 20 MB
// In sizes: how high poppler draws the box of a word. It takes what the font says of itself (this is Times), and else a guess of its own.
struct Metrics {
    double height = 0;
    double descent = 0;
};
constexpr Metrics kTold{1.107, 0.216};
constexpr Metrics kUntold{1.3, 0.35};

std::optional<double> decimal(std::string_view text)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

// One line of pdftotext's table: level, page, three groups, word, left, top, width, height, confidence, text.
std::optional<std::array<std::string_view, 12>> columns(std::string_view line)
{
    std::array<std::string_view, 12> out;
    for (std::size_t i = 0; i < 11; ++i) {
        const std::size_t tab = line.find('\t');
        if (tab == std::string_view::npos) return std::nullopt;
        out[i] = line.substr(0, tab);
        line.remove_prefix(tab + 1);
    }
    out[11] = line;
    return out;
}

void sort_into_rows(Sheet& sheet, std::vector<Word> words)
{
    const auto middle = [](const Word& word) { return (word.bottom + word.top) / 2; };
    std::sort(words.begin(), words.end(),
              [&](const Word& a, const Word& b) { return middle(a) > middle(b); });
    for (Word& word : words) {
        const bool fits = !sheet.rows.empty() &&
                          middle(sheet.rows.back().front()) - middle(word) < 0.4 * (word.top - word.bottom);
        if (!fits) sheet.rows.emplace_back();
        sheet.rows.back().push_back(std::move(word));
    }
    for (Row& row : sheet.rows)
        std::sort(row.begin(), row.end(), [](const Word& a, const Word& b) { return a.left < b.left; });
}

// Thousandths of the size, of Times; accents change nothing.
int width_of(char32_t letter)
{
    // From the space on.
    static constexpr std::array<int, 95> kWidths{
        250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500,
        500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611,
        556, 722, 722, 333, 389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722,
        722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500,
        278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541};
    if (letter == U'…') return 1000;
    if (letter >= 0x20 && letter < 0x7f) return kWidths[letter - 0x20];
    return 500;
}

// In lower case, letter by letter.
std::u32string lower_of(const Word& word)
{
    std::u32string shown = base::code_points(word.text);
    std::u32string lower = base::code_points(base::lower(word.text));
    return lower.size() == shown.size() ? lower : shown;
}

// Of each letter of the word; one without its accents is as wide as with them.
std::vector<int> widths_of(const Word& word)
{
    const std::u32string shown = base::code_points(word.text);
    const std::u32string lower = lower_of(word);
    const std::u32string plain = base::code_points(base::fold(word.text));
    std::vector<int> out;
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const char32_t bare = plain.size() == shown.size() ? plain[i] : lower[i];
        const bool is_capital = shown[i] != lower[i] && bare >= U'a' && bare <= U'z';
        out.push_back(width_of(is_capital ? bare - U'a' + U'A' : bare));
    }
    return out;
}

}  // namespace

base::Result<std::vector<Sheet>> words_of(const File& file)
{
    std::string_view rest = file.bytes();
    const text::ByteReader reader = [&rest](std::span<std::byte> buffer) {
        const std::size_t size = rest.copy(reinterpret_cast<char*>(buffer.data()), buffer.size());
        rest.remove_prefix(size);
        return size;
    };
    const char* const argv[] = {
        "/usr/bin/pdftotext", "-q", "-enc", "UTF-8", "-cropbox", "-tsv", "-", "-", nullptr};
    const base::Error refusal =
        base::invalid("file", "Không đọc được chữ trong tệp PDF. Chọn vị trí ký và ghi số trên trang.");
    const text::Harvest got = text::run_program(
        argv, reader, {.text = 32 << 20, .cpu_seconds = 10, .wall = std::chrono::seconds(15)});
    if (got.is_missing) throw std::runtime_error("poppler-utils is not installed");
    if (!got.is_complete) return refusal;

    const std::vector<QPDFObjectHandle> pages = file.objects().getAllPages();
    std::vector<Sheet> sheets;
    std::vector<Word> words;
    std::size_t count = 0;
    const auto finish_sheet = [&] {
        if (!sheets.empty()) sort_into_rows(sheets.back(), std::move(words));
        words.clear();
    };
    for (std::string_view output = got.output; !output.empty();) {
        const std::string_view line = output.substr(0, output.find('\n'));
        output.remove_prefix(std::min(output.size(), line.size() + 1));
        const auto cells = columns(line);
        if (!cells) continue;
        const auto left = decimal((*cells)[6]);
        const auto top = decimal((*cells)[7]);
        const auto width = decimal((*cells)[8]);
        const auto height = decimal((*cells)[9]);
        if (!left || !top || !width || !height) continue;
        if ((*cells)[0] == "1") {
            finish_sheet();
            if (sheets.size() == pages.size()) return refusal;
            // What pdftotext says here is the size of the paper before it is turned.
            const PageView view(pages[sheets.size()]);
            sheets.push_back({.width = view.width(), .height = view.height()});
        } else if ((*cells)[0] == "5" && !sheets.empty() && *width > 0 && *height > 0) {
            if (++count > kMostWords) return refusal;
            const double up = sheets.back().height - *top;
            Word word{*left, up - *height, *left + *width, up, base::normalise((*cells)[11])};
            if (!word.text.empty()) words.push_back(std::move(word));
        }
    }
    finish_sheet();
    if (sheets.size() != pages.size()) return refusal;
    return sheets;
}

std::vector<Word> segments(const Row& row)
{
    std::vector<Word> out;
    for (const Word& word : row) {
        if (out.empty() || word.left - out.back().right > 1.2 * (word.top - word.bottom)) {
            out.push_back(word);
            continue;
        }
        Word& last = out.back();
        last.text += " " + word.text;
        last.right = std::max(last.right, word.right);
        last.bottom = std::min(last.bottom, word.bottom);
        last.top = std::max(last.top, word.top);
    }
    return out;
}

std::vector<Letter> letters_of(const Row& row)
{
    std::vector<Letter> out;
    for (std::size_t i = 0; i < row.size(); ++i) {
        const Word& word = row[i];
        if (i > 0) out.push_back({U' ', row[i - 1].right, word.left, i - 1});
        const std::u32string lower = lower_of(word);
        const std::vector<int> widths = widths_of(word);
        const double all = std::max(1, std::accumulate(widths.begin(), widths.end(), 0));
        double at = word.left;
        for (std::size_t k = 0; k < lower.size(); ++k) {
            const double next = at + (word.right - word.left) * widths[k] / all;
            out.push_back({lower[k], at, next, i});
            at = next;
        }
    }
    return out;
}

double font_size(const Row& row, std::size_t word)
{
    const double height = row[word].top - row[word].bottom;
    double wide = 0;
    double unit = 0;
    for (const Word& one : row) {
        if (std::abs((one.top - one.bottom) - height) > 1) continue;
        const std::vector<int> widths = widths_of(one);
        wide += one.right - one.left;
        unit += std::accumulate(widths.begin(), widths.end(), 0) / 1000.0;
    }
    const double told = height / kTold.height;
    const double untold = height / kUntold.height;
    const double by_width = unit > 0 ? wide / unit : told;
    const double size = std::abs(by_width - told) <= std::abs(by_width - untold) ? told : untold;
    return std::clamp(std::round(2 * size) / 2, 8.0, 20.0);
}

double base_line(const Word& word, double size)
{
    const double ratio = (word.top - word.bottom) / size;
    const bool is_told = std::abs(ratio - kTold.height) <= std::abs(ratio - kUntold.height);
    return word.bottom + (is_told ? kTold : kUntold).descent * size;
}

}  // namespace lt::pdf
