// See laws.h.
#include "procedures/records/laws.h"

#include <algorithm>
#include <array>

#include "procedures/records/letters.h"
#include "procedures/records/tokens.h"

namespace lt::procedures {
namespace {

// Of the most frequent issuers: in "NĐ-CPQUY ĐỊNH MỨC THU" nothing else tells where the notation ends.
constexpr std::array<std::string_view, 34> kIssuers{
    "BLĐTBXH", "BNNPTNT", "BVHTTDL", "UBTVQH", "BTNMT", "BNNMT", "BKHĐT", "BKHCN", "BTTTT",
    "BGDĐT",   "BDTTG",   "BGTVT",   "VPCP",   "NHNN",  "UBND",  "HĐND",  "BHXH",  "TTCP",
    "TANDTC",  "BXD",     "BTC",     "BTP",    "BCA",   "BCT",   "BQP",   "BNV",   "BNG",
    "BYT",     "TTg",     "UBDT",    "TCHQ",   "TCT",   "CP",    "QH"};

// The capital at `at`: its length, 0 when there is none.
std::size_t capital(std::string_view text, std::size_t at)
{
    if (at >= text.size()) return 0;
    if (text[at] >= 'A' && text[at] <= 'Z') return 1;
    for (const std::string_view letter : {"Đ", "Ư", "Ơ", "Â", "Ê", "Ô", "Ă"})
        if (text.substr(at).starts_with(letter)) return letter.size();
    return 0;
}

bool is_small(std::string_view text, std::size_t at)
{
    // Behind a capital any other letter is a small one, accented ones are longer than a byte.
    return at < text.size() && ((text[at] >= 'a' && text[at] <= 'z') ||
                                (static_cast<unsigned char>(text[at]) >= 0xC3 && capital(text, at) == 0));
}

// The letters of one piece of a notation from `at`; "QH14" and "UBTVQH13" have digits.
std::size_t piece_end(std::string_view text, std::size_t at, bool& doubtful)
{
    std::size_t end = at;
    std::size_t last = at;  // where the last capital begins
    while (const std::size_t size = capital(text, end)) {
        last = end;
        end += size;
    }
    if (end == at) return at;
    const std::string_view piece = text.substr(at, end - at);
    if (piece.ends_with("QH") && end < text.size() && is_digit(text[end])) {
        // The first ten have one digit; those in force have two.
        return end + (text[end] == '1' && end + 1 < text.size() && is_digit(text[end + 1]) ? 2 : 1);
    }
    if (piece == "TT" && text.substr(end).starts_with("g")) return end + 1;
    // "BTCHướng dẫn": the H begins a name. "BCAngày": there is a BCA, and no BC.
    const auto is_known = [](std::string_view letters) {
        return std::ranges::find(kIssuers, letters) != kIssuers.end();
    };
    if (is_small(text, end) && last > at && (!is_known(piece) || is_known(text.substr(at, last - at))))
        end = last;
    const std::string_view letters = text.substr(at, end - at);
    for (const std::string_view issuer : kIssuers) {
        if (!letters.starts_with(issuer)) continue;
        // One capital more may be the start of a name in small letters, which was given back already.
        if (letters.size() > issuer.size() + 1) return at + issuer.size();
        break;
    }
    if (letters.size() > 12) doubtful = true;
    return end;
}

}  // namespace

std::optional<LawNumber> law_number_at(std::string_view text, std::size_t at, std::size_t floor)
{
    if (!is_digit(text[at]) || (at > floor && (is_digit(text[at - 1]) || text[at - 1] == '/')))
        return std::nullopt;
    std::size_t i = at;
    while (i < text.size() && is_digit(text[i])) ++i;
    // "66.7/2025/NQ-CP": the seventh of those that carry out resolution 66.
    if (i - at <= 3 && i + 1 < text.size() && text[i] == '.' && is_digit(text[i + 1])) {
        std::size_t end = i + 1;
        while (end < text.size() && is_digit(text[end])) ++end;
        if (end - i <= 3 && end < text.size() && text[end] == '/') i = end;
    }
    LawNumber out{.begin = at};
    // A year that stands before it without a space: "Luật Doanh nghiệp 202076/2025/QH15".
    if (i - at > 4) {
        if (i - at > 8 || !(text.substr(at).starts_with("19") || text.substr(at).starts_with("20")))
            return std::nullopt;
        out.begin = at + 4;
    }
    if (i >= text.size() || text[i] != '/') return std::nullopt;
    ++i;
    std::size_t year = i;
    while (year < text.size() && is_digit(text[year])) ++year;
    const bool has_year =
        year - i == 4 && (text.substr(i).starts_with("19") || text.substr(i).starts_with("20"));
    if (year > i && !has_year) return std::nullopt;
    if (has_year) {
        if (year == text.size() || text[year] != '/') {
            // "24/2024" alone is a number only where nothing can follow.
            if (year != text.size() || i - 1 - out.begin < 1) return std::nullopt;
            out.end = year;
            return out;
        }
        i = year + 1;
    }
    const std::size_t notation = i;
    for (;;) {
        const std::size_t end = piece_end(text, i, out.doubtful);
        if (end == i) break;
        i = out.end = end;
        if (i < text.size() && (text[i] == '-' || text[i] == '/' || text[i] == '&') &&
            capital(text, i + 1) > 0)
            ++i;
        else
            break;
    }
    if (out.end <= notation) return std::nullopt;
    return out;
}

LegalBasis law_of(std::string_view number, std::string name)
{
    LegalBasis out{.number = std::string(number), .name = std::move(name)};
    const std::size_t dash = number.find_last_of("-/");
    out.issuer = std::string(number.substr(dash == std::string_view::npos ? number.size() : dash + 1));
    while (!out.issuer.empty() && is_digit(out.issuer.back())) out.issuer.pop_back();
    // "Thông tư số 25/2021/TT-BTC ngày 07/4/2021 của …": only what stands right behind the number is its own date.
    const std::size_t at = out.name.find(out.number);
    if (at == std::string::npos) return out;
    const std::vector<Token> tokens = tokens_of(std::string_view(out.name).substr(at + out.number.size()));
    std::vector<std::int64_t> parts;
    for (const Token& token : tokens) {
        const bool between = token.word == "ngày" || token.word == "tháng" || token.word == "năm" ||
                             token.word == "/" || token.word == "-" || token.word == "(";
        if (token.kind == TokenKind::number) parts.push_back(token.value);
        if (parts.size() == 3 || !(between || token.kind == TokenKind::number)) break;
    }
    if (parts.size() != 3 || tokens.empty() || (tokens[0].word != "ngày" && tokens[0].word != "("))
        return out;
    const std::chrono::year_month_day day{std::chrono::year(static_cast<int>(parts[2])),
                                          std::chrono::month(static_cast<unsigned>(parts[1])),
                                          std::chrono::day(static_cast<unsigned>(parts[0]))};
    if (day.ok() && parts[2] >= 1945 && parts[2] <= 2100) out.issued = base::Day(day);
    return out;
}

}  // namespace lt::procedures
