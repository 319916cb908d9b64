// The table of channels: "Hình thức nộp | Thời gian | Phí, lệ phí | Mô tả".
#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "kit/base/text.h"
#include "procedures/records/fees.h"
#include "procedures/records/letters.h"
#include "procedures/records/tables.h"

namespace lt::procedures {
namespace {

constexpr std::string_view kChannelHead = "Hình thức nộpThời gianPhí, lệ phíMô tả";
constexpr std::string_view kFree = "Miễn phí";
constexpr std::string_view kSilent = "Không có thông tin";
constexpr std::size_t kLongestTime = 250;    // bytes of a time in words
constexpr std::size_t kLongestWords = 5000;  // of the words beside a sum that are looked through

struct WayName {
    std::string_view text{};
    Way way{};
};
constexpr std::array kWays{WayName{"Trực tuyến", Way::online}, WayName{"Trực tiếp", Way::counter},
                           WayName{"Dịch vụ bưu chính", Way::post}};
constexpr std::array<std::string_view, 6> kTimeUnits{" Ngày làm việc", " Ngày",  " Giờ làm việc",
                                                     " Giờ",           " Tháng", " Phút"};
constexpr std::array<std::string_view, 3> kCurrencies{" Việt Nam Đồng", " VNĐ", " USD"};

std::size_t digits_end(std::string_view text, std::size_t at)
{
    while (at < text.size() && is_digit(text[at])) ++at;
    return at;
}

// "1,600,000": up to three digits, then groups of three.
std::size_t sum_end(std::string_view text, std::size_t at)
{
    std::size_t end = digits_end(text, at);
    while (end > at && end < text.size() && text[end] == ',' && digits_end(text, end + 1) == end + 4)
        end += 4;
    return end;
}

// Where a fee cell that begins at `at` ends; `at` itself when none does.
std::size_t fee_end(std::string_view text, std::size_t at)
{
    for (const std::string_view word : {kFree, kSilent})
        if (text.substr(at).starts_with(word)) return at + word.size();
    const std::size_t end = sum_end(text, at);
    if (end == at) return at;
    for (const std::string_view currency : kCurrencies)
        if (text.substr(end).starts_with(currency)) return end + currency.size();
    return at;
}

// Where the parentheses that open at `at` close; the end of the text when they never do.
std::size_t parentheses_end(std::string_view text, std::size_t at)
{
    int depth = 0;
    for (std::size_t i = at; i < text.size(); ++i) {
        if (text[i] == '(') ++depth;
        if (text[i] == ')' && --depth == 0) return i + 1;
    }
    return text.size();
}

const WayName* way_at(std::string_view text, std::size_t at)
{
    for (const WayName& name : kWays)
        if (text.substr(at).starts_with(name.text)) return &name;
    return nullptr;
}

// Digits that do not begin at `at`, or stand behind a space: part of a sentence, and no sum in a cell of its own.
bool is_inside_number(std::string_view text, std::size_t at)
{
    return is_digit(text[at]) &&
           (is_digit(text[at - 1]) || std::string_view(" .,(/").find(text[at - 1]) != std::string_view::npos);
}

// The first two cells of a row: where the fee begins.
struct Begun {
    Way way{};
    std::string time{};
    std::size_t fee = 0;
    bool joined = false;
};

// A sum as the portal prints it has no leading zero, commas between groups of three, and is not 0 (that prints "Miễn phí").
bool is_sum(std::string_view text)
{
    const std::size_t head = digits_end(text, 0);
    return head >= 1 && head <= 3 && text[0] != '0' && sum_end(text, 0) == text.size();
}

// "120,000 VNĐ" is a time of 1 and 20,000 VNĐ: neither cell is ever empty, so the run of digits has both.
std::optional<Begun> split_joined(std::string_view text, const Begun& begun, std::size_t at)
{
    const std::size_t end = sum_end(text, at);
    if (fee_end(text, at) <= end) return std::nullopt;
    std::vector<std::size_t> cuts;
    for (std::size_t cut = at + 1; cut < digits_end(text, at); ++cut)
        if (text[at] != '0' && is_sum(text.substr(cut, end - cut))) cuts.push_back(cut);
    if (cuts.empty()) return std::nullopt;
    Begun out = begun;
    if (cuts.size() > 1) {
        // The words in the parentheses may name the sum, in full or in thousands.
        const std::string_view behind = text.substr(fee_end(text, at), kLongestWords);
        const std::vector<Fee> named = behind.starts_with('(')
                                           ? fees_named(behind.substr(0, parentheses_end(behind, 0)))
                                           : std::vector<Fee>();
        std::erase_if(cuts, [&](std::size_t cut) {
            const std::int64_t sum = read_fee_cell(text.substr(cut, end - cut)).amount;
            return std::ranges::none_of(
                named, [sum](const Fee& fee) { return fee.amount == sum || fee.amount == sum * 1000; });
        });
    }
    out.joined = cuts.size() != 1;
    out.fee = out.joined ? at : cuts[0];
    out.time = std::string(text.substr(at, (out.joined ? end : cuts[0]) - at));
    return out;
}

std::optional<Begun> row_at(std::string_view text, std::size_t at)
{
    const WayName* const way = way_at(text, at);
    if (!way) return std::nullopt;
    Begun begun{.way = way->way};
    const std::size_t cell = at + way->text.size();
    if (cell >= text.size()) return std::nullopt;
    if (is_digit(text[cell])) {
        begun.fee = digits_end(text, cell);
        for (const std::string_view unit : kTimeUnits) {
            if (!text.substr(begun.fee).starts_with(unit)) continue;
            begun.fee += unit.size();
            break;
        }
        begun.time = std::string(text.substr(cell, begun.fee - cell));
        if (fee_end(text, begun.fee) > begun.fee) return begun;
        return split_joined(text, begun, cell);
    }
    // A time in words begins like a sentence; "Trực tiếp: nộp tại…" and "Trực tiếp tại…" are prose.
    if (!starts_capital(text, cell)) return std::nullopt;
    const std::size_t until = std::min(text.size(), cell + kLongestTime);
    for (std::size_t i = cell; i < until && text[i] != '\n' && (i == cell || !way_at(text, i)); ++i) {
        // The first cell may say "Không có thông tin" as well: one of two is the time.
        if (i == cell && !text.substr(i).starts_with(kSilent)) continue;
        const std::size_t end = i == cell ? i + kSilent.size() : i;
        if (fee_end(text, end) == end || is_inside_number(text, end)) continue;
        begun.time = std::string(text.substr(cell, end - cell));
        begun.fee = end;
        return begun;
    }
    return std::nullopt;
}

// Fee cells and their parentheses, from `at`; the end of the last one.
std::size_t read_fees(std::string_view text, std::size_t at, std::vector<FeeCell>& fees)
{
    for (;;) {
        const std::size_t end = fee_end(text, at);
        if (end == at) return at;
        FeeCell fee{.cell = std::string(text.substr(at, end - at))};
        at = end;
        if (at < text.size() && text[at] == '(') {
            const std::size_t close = parentheses_end(text, at);
            const std::size_t inner = close > at + 1 && text[close - 1] == ')' ? close - 1 : close;
            fee.words = base::normalise(text.substr(at + 1, inner - at - 1));
            at = close;
        }
        fees.push_back(std::move(fee));
    }
}

// Rows that can be cut at several places, beside others that all have one time and no unit either: cut so that they have it too.
void cut_like_the_others(std::vector<ChannelRow>& rows)
{
    std::string time;
    for (const ChannelRow& row : rows) {
        if (row.joined) continue;
        const bool bare = !row.time.empty() && digits_end(row.time, 0) == row.time.size();
        if (!bare || (!time.empty() && row.time != time)) return;
        time = row.time;
    }
    for (ChannelRow& row : rows) {
        if (!row.joined || time.empty() || !row.time.starts_with(time) ||
            !is_sum(row.time.substr(time.size())))
            continue;
        row.time = time;
        row.fees.at(0).cell.erase(0, time.size());
        row.joined = false;
    }
}

}  // namespace

std::vector<ChannelRow> read_channel_rows(std::string_view text)
{
    if (text.starts_with(kChannelHead)) text.remove_prefix(kChannelHead.size());
    std::vector<ChannelRow> out;
    auto begun = row_at(text, 0);
    while (begun) {
        // The row's own text ends where the next one begins.
        std::size_t next = begun->fee;
        std::optional<Begun> following;
        while (next < text.size() && !(following = row_at(text, next))) ++next;
        const std::string_view own = text.substr(0, next);
        ChannelRow row{.way = begun->way, .time = begun->time, .joined = begun->joined};
        const std::size_t note = read_fees(own, begun->fee, row.fees);
        row.note = base::normalise(own.substr(note));
        out.push_back(std::move(row));
        begun = std::move(following);
    }
    cut_like_the_others(out);
    return out;
}

}  // namespace lt::procedures
