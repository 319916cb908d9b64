// See fees.h.
#include "procedures/records/fees.h"

#include <algorithm>
#include <array>

#include "kit/base/text.h"
#include "procedures/records/tokens.h"

namespace lt::procedures {
namespace {

// Less than any sum that is paid: thousands were typed where đồng belong.
constexpr std::int64_t kSmallest = 1000;

bool is_dong(const std::vector<Token>& tokens, std::size_t at)
{
    if (at >= tokens.size()) return false;
    const std::string& word = tokens[at].word;
    return word == "đồng" || word == "đ" || word == "vnđ" || word == "vnd" || word == "đông" ||
           (word == "việt" && at + 2 < tokens.size() && tokens[at + 1].word == "nam" &&
            tokens[at + 2].word == "đồng");
}

std::string currency_at(const std::vector<Token>& tokens, std::size_t at)
{
    if (is_dong(tokens, at)) return "VND";
    return at < tokens.size() && tokens[at].word == "usd" ? "USD" : "";
}

// "/giấy phép" behind a sum, up to the next mark.
std::string unit_behind(std::string_view text, const std::vector<Token>& tokens, std::size_t at)
{
    if (at >= tokens.size() || tokens[at].word != "/") return {};
    std::size_t end = ++at;
    while (end < tokens.size() && tokens[end].kind == TokenKind::word && end - at < 5) ++end;
    if (end == at) return {};
    return std::string(text.substr(tokens[at].begin, tokens[end - 1].end - tokens[at].begin));
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view kEdges = " \t\n-+*;:,.()";
    const std::size_t from = text.find_first_not_of(kEdges);
    if (from == std::string_view::npos) return {};
    return text.substr(from, text.find_last_not_of(kEdges) - from + 1);
}

// Beside "Miễn phí" these say nothing else.
bool only_says_free(std::string_view words)
{
    const std::string folded = base::fold(trimmed(words));
    static constexpr std::array kNothing{
        "",          "khong",           "khong co",         "khong quy dinh", "khong thu phi",
        "mien phi",  "mien le phi",     "khong thu",        "chua quy dinh",  "khong co phi",
        "khong phi", "khong co le phi", "khong thu le phi", "khong mat phi"};
    return std::ranges::any_of(kNothing, [&folded](std::string_view one) { return folded == one; }) ||
           folded.starts_with("khong thu ");
}

bool ends_clause(const std::vector<Token>& tokens, std::size_t i)
{
    const Token& token = tokens[i];
    if (token.kind == TokenKind::line || token.word == ";") return true;
    return token.word == "." && (i + 1 == tokens.size() || tokens[i + 1].spaced);
}

// A table in words: each sum has a clause of its own, which says what it is for.
bool is_table(const std::vector<Fee>& named)
{
    for (std::size_t i = 1; i < named.size(); ++i)
        if (named[i].condition == named[i - 1].condition) return false;
    return true;
}

}  // namespace

Fee read_fee_cell(std::string_view text)
{
    Fee fee{.text = std::string(text)};
    const std::string folded = base::fold(trimmed(text));
    if (folded.empty() || folded == "khong co thong tin") return {};
    if (folded == "mien phi" || folded == "0") {
        fee.state = FeeState::free;
        return fee;
    }
    const std::vector<Token> tokens = tokens_of(text);
    fee.state = FeeState::unclear;
    if (tokens.empty() || tokens[0].kind != TokenKind::number) return fee;
    const std::string currency = tokens.size() == 1 ? "VND" : currency_at(tokens, 1);
    if (currency.empty()) return fee;
    fee.state = tokens[0].value == 0 ? FeeState::free : FeeState::amount;
    fee.amount = tokens[0].value;
    fee.currency = currency;
    return fee;
}

std::vector<Fee> fees_named(std::string_view prose)
{
    const std::vector<Token> tokens = tokens_of(prose);
    std::vector<Fee> out;
    std::size_t from = 0;       // of the clause
    std::size_t in_clause = 0;  // where its fees begin in `out`
    for (std::size_t i = 0; i <= tokens.size(); ++i) {
        if (i == tokens.size() || ends_clause(tokens, i)) {
            const std::size_t begin = from < tokens.size() ? tokens[from].begin : prose.size();
            const std::size_t end = i < tokens.size() ? tokens[i].begin : prose.size();
            for (std::size_t k = in_clause; k < out.size(); ++k)
                out[k].condition = std::string(trimmed(prose.substr(begin, end - std::min(begin, end))));
            from = i + 1;
            in_clause = out.size();
            continue;
        }
        if (tokens[i].kind != TokenKind::number) continue;
        const std::string currency = currency_at(tokens, i + 1);
        if (currency.empty() || tokens[i].value == 0) continue;
        const std::size_t behind = i + (tokens[i + 1].word == "việt" ? 4 : 2);
        out.push_back({.state = FeeState::amount,
                       .amount = tokens[i].value,
                       .currency = currency,
                       .per = unit_behind(prose, tokens, behind)});
    }
    return out;
}

std::vector<Fee> settle_fees(Fee cell, std::string_view words, Procedure& procedure)
{
    if (!words.empty()) cell.text = (cell.text.empty() ? "" : cell.text + " – ") + std::string(words);
    const std::vector<Fee> named = fees_named(words);
    const auto unclear = [&](Trouble trouble) {
        cell.state = FeeState::unclear;
        add_issue(procedure, trouble, cell.text);
        return std::vector{cell};
    };
    switch (cell.state) {
    case FeeState::free:
        // "Miễn phí (mức thu do Hội đồng nhân dân cấp tỉnh quyết định)" is not free.
        if (only_says_free(words)) return {cell};
        return unclear(named.empty() ? Trouble::fee_unclear : Trouble::fee_disagrees);
    case FeeState::amount: {
        if (cell.currency == "VND" && cell.amount < kSmallest)
            return unclear(named.empty() ? Trouble::fee_too_small : Trouble::fee_disagrees);
        if (named.empty()) {
            if (words.starts_with("/")) {
                cell.per = std::string(trimmed(words.substr(1)));
            } else {
                cell.condition = std::string(trimmed(words));
            }
            return {cell};
        }
        const auto same = std::ranges::find_if(named, [&cell](const Fee& one) {
            return one.amount == cell.amount && one.currency == cell.currency;
        });
        if (same == named.end()) return unclear(Trouble::fee_disagrees);
        if (!is_table(named)) return unclear(Trouble::fee_unclear);
        if (named.size() > 1) return named;  // and the cell has one line of it
        cell.per = same->per;
        cell.condition = same->condition;
        return {cell};
    }
    case FeeState::absent:
        if (!named.empty() && is_table(named)) return named;
        if (!trimmed(words).empty()) return unclear(Trouble::fee_unclear);
        return {};
    case FeeState::unclear: break;
    }
    return unclear(Trouble::fee_unclear);
}

}  // namespace lt::procedures
