// See time_at.h; and what durations.h reads without a grammar.
#include "procedures/records/time_at.h"

#include <algorithm>

#include "kit/base/text.h"
#include "procedures/records/durations.h"

namespace lt::procedures {
namespace {

constexpr int kMostDays = 3650;

// The unit at `at`.
std::optional<std::pair<TimeUnit, std::size_t>> unit_at(Tokens tokens, std::size_t at)
{
    if (stands(tokens, at, {"ngày", "làm", "việc"})) return std::pair{TimeUnit::working_days, 3UL};
    if (stands(tokens, at, {"ngày"})) return std::pair{TimeUnit::days, 1UL};
    if (stands(tokens, at, {"giờ", "làm", "việc"})) return std::pair{TimeUnit::working_hours, 3UL};
    if (stands(tokens, at, {"giờ"})) return std::pair{TimeUnit::hours, 1UL};
    if (stands(tokens, at, {"tháng"})) return std::pair{TimeUnit::months, 1UL};
    if (stands(tokens, at, {"phút"})) return std::pair{TimeUnit::minutes, 1UL};
    return std::nullopt;
}

// "03", "03 (ba)", "ba (03)", "ba": the value and its length. The value is 0 when the two disagree.
std::optional<Spelled> count_at(Tokens tokens, std::size_t at)
{
    if (at >= tokens.size()) return std::nullopt;
    const auto rest = [tokens](std::size_t from) { return tokens.subspan(std::min(from, tokens.size())); };
    if (tokens[at].kind == TokenKind::number) {
        if (tokens[at].grouped || tokens[at].value < 1 || tokens[at].value > kMostDays) return std::nullopt;
        const int value = static_cast<int>(tokens[at].value);
        if (!stands(tokens, at + 1, {"("})) return Spelled{value, 1};
        const auto words = spelled_number(rest(at + 2));
        if (!words || !stands(tokens, at + 2 + words->length, {")"})) return Spelled{value, 1};
        return Spelled{words->value == value ? value : 0, words->length + 3};
    }
    const auto words = spelled_number(rest(at));
    if (!words) return std::nullopt;
    const std::size_t open = at + words->length;
    if (!stands(tokens, open, {"("})) return words;
    if (open + 2 >= tokens.size() || tokens[open + 1].kind != TokenKind::number ||
        tokens[open + 2].word != ")")
        return words;
    return Spelled{tokens[open + 1].value == words->value ? words->value : 0, words->length + 3};
}

// What makes a number before "ngày", "giờ", "tháng" a date or a time of the day.
bool is_date_or_clock(Tokens tokens, std::size_t at, TimeUnit unit)
{
    if (at == 0) return false;
    const std::string& before = tokens[at - 1].word;
    const bool glued = !tokens[at].spaced && (before == "/" || before == ":");
    if (glued || before == "thứ" || before == "số") return true;
    if (unit == TimeUnit::months) return before == "ngày" || before == "tháng";
    if (unit == TimeUnit::hours)
        return before == "sau" || before == "trước" || before == "lúc" || before == "từ" || before == "đến";
    return false;
}

}  // namespace

bool stands(Tokens tokens, std::size_t at, std::initializer_list<std::string_view> words)
{
    if (at + words.size() > tokens.size()) return false;
    for (const std::string_view word : words)
        if (tokens[at++].word != word) return false;
    return true;
}

std::optional<Found> time_at(Tokens tokens, std::size_t at)
{
    const auto count = count_at(tokens, at);
    if (!count) return std::nullopt;
    const auto unit = unit_at(tokens, at + count->length);
    if (!unit || is_date_or_clock(tokens, at, unit->first)) return std::nullopt;
    return Found{{.amount = count->value, .unit = unit->first}, count->length + unit->second};
}

std::optional<Found> same_day_at(Tokens tokens, std::size_t at)
{
    std::size_t i = at;
    if (stands(tokens, i, {"ngay"})) ++i;
    if (!stands(tokens, i, {"trong", "ngày"})) return std::nullopt;
    i += 2;
    if (stands(tokens, i, {"làm", "việc"})) i += 2;
    for (const auto& next : {std::pair("tiếp", "theo"), {"kế", "tiếp"}, {"hôm", "sau"}, {"kế", "theo"}})
        if (stands(tokens, i, {next.first, next.second})) return std::nullopt;
    return Found{{.unit = TimeUnit::same_day}, i - at};
}

std::optional<Found> any_time_at(Tokens tokens, std::size_t at)
{
    if (auto found = time_at(tokens, at)) return found;
    return same_day_at(tokens, at);
}

bool is_contradiction(const Duration& one) { return one.amount == 0 && one.unit != TimeUnit::same_day; }

std::vector<Duration> times_named(std::string_view prose)
{
    const std::vector<Token> tokens = tokens_of(prose);
    std::vector<Duration> out;
    for (std::size_t i = 0; i < tokens.size();) {
        const auto found = time_at(tokens, i);
        if (found && !is_contradiction(found->duration)) out.push_back(found->duration);
        i += found ? found->length : 1;
    }
    return out;
}

TimeUnit read_unit(std::string_view text)
{
    const std::vector<Token> tokens = tokens_of(text);
    const auto unit = unit_at(tokens, 0);
    return unit && unit->second == tokens.size() ? unit->first : TimeUnit::unstated;
}

TimeCell read_time_cell(std::string_view text)
{
    const std::string folded = base::fold(text);
    TimeCell cell;
    if (folded.empty() || folded == "khong co thong tin") return cell;
    cell.text = std::string(text);
    if (folded == "khong" || folded == "khong quy dinh" || folded == "khong co") {
        cell.state = TimeState::not_fixed;
        return cell;
    }
    if (folded.starts_with("khong phai tra ket qua")) {
        cell.state = TimeState::no_result;
        return cell;
    }
    const std::vector<Token> tokens = tokens_of(text);
    const auto count = count_at(tokens, 0);
    if (!count || count->value == 0) {
        cell.state = TimeState::unclear;
        return cell;
    }
    const auto unit = unit_at(tokens, count->length);
    if (count->length + (unit ? unit->second : 0) != tokens.size()) {
        cell.state = TimeState::unclear;
        return cell;
    }
    cell.state = TimeState::stated;
    cell.amount = count->value;
    if (unit) cell.unit = unit->first;
    return cell;
}

}  // namespace lt::procedures
