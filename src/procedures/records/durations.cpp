// See durations.h.
#include "procedures/records/durations.h"

#include <algorithm>
#include <array>
#include <span>

#include "procedures/records/time_at.h"

namespace lt::procedures {
namespace {

bool names_time(Tokens tokens)
{
    for (std::size_t i = 0; i < tokens.size(); ++i)
        if (any_time_at(tokens, i)) return true;
    return false;
}

bool is_one_of(const Token& token, std::span<const std::string_view> words)
{
    return std::ranges::find(words, token.word) != words.end();
}

// Words that lead to a time and add nothing to it.
bool leads(const Token& token)
{
    static constexpr std::array<std::string_view, 16> kWords{
        "thời", "hạn",   "gian", "giải", "quyết", "trong", "vòng", "tối",
        "đa",   "không", "quá",  "vượt", "chậm",  "nhất",  "là",   ":"};
    return is_one_of(token, kWords);
}

// And those that say no more than that it is the time of the procedure.
bool is_filler(const Token& token)
{
    static constexpr std::array<std::string_view, 10> kWords{"thực",  "hiện", "thủ", "tục",  "hành",
                                                             "chính", "hồ",   "sơ",  "tthc", "được"};
    return leads(token) || is_one_of(token, kWords);
}

std::size_t skip_filler(Tokens tokens, std::size_t at)
{
    while (at < tokens.size() && !any_time_at(tokens, at) && is_filler(tokens[at])) ++at;
    return at;
}

bool starts_case(Tokens tokens, std::size_t at)
{
    return stands(tokens, at, {"đối", "với"}) || stands(tokens, at, {"trường", "hợp"}) ||
           stands(tokens, at, {"trong", "trường", "hợp"}) || stands(tokens, at, {"với", "trường", "hợp"}) ||
           (stands(tokens, at, {"nếu"}) && !stands(tokens, at, {"nếu", "có"}));
}

// What is asked for, at the head of a part: "cấp lại trong thời hạn 02 ngày làm việc".
bool starts_request(Tokens tokens, std::size_t at)
{
    return stands(tokens, at, {"cấp", "mới"}) || stands(tokens, at, {"cấp", "lại"}) ||
           stands(tokens, at, {"cấp", "đổi"}) || stands(tokens, at, {"cấp", "lần", "đầu"}) ||
           stands(tokens, at, {"gia", "hạn"});
}

bool starts_since(Tokens tokens, std::size_t at)
{
    return stands(tokens, at, {"kể", "từ"}) || stands(tokens, at, {"tính", "từ"}) ||
           stands(tokens, at, {"từ", "ngày"}) || stands(tokens, at, {"từ", "khi"}) ||
           stands(tokens, at, {"sau", "khi"}) || stands(tokens, at, {"khi"});
}

// "sau 15 giờ", "sau 15h00": the hour of the rule for what comes late in the day.
int cutoff_in(Tokens tokens)
{
    for (std::size_t i = 0; i + 2 < tokens.size(); ++i) {
        if (tokens[i].word != "sau" || tokens[i + 1].kind != TokenKind::number) continue;
        const std::int64_t hour = tokens[i + 1].value;
        const std::string& unit = tokens[i + 2].word;
        if (hour >= 8 && hour <= 18 && (unit == "giờ" || unit == "h" || unit == "g"))
            return static_cast<int>(hour);
    }
    return 0;
}

bool tells_of_next_day(Tokens tokens)
{
    for (std::size_t i = 0; i < tokens.size(); ++i)
        if (stands(tokens, i, {"tiếp", "theo"}) || stands(tokens, i, {"hôm", "sau"}) ||
            stands(tokens, i, {"kế", "tiếp"}))
            return true;
    return false;
}

// Reads one part of the prose, from one ";" to the next.
class Part {
public:
    Part(std::string_view text, Tokens tokens) : text_(text), tokens_(tokens) {}

    // The times of the part with their cases; nothing when it is not one of the known forms.
    std::optional<std::vector<Duration>> read()
    {
        std::vector<Duration> out;
        while (at_ < tokens_.size()) {
            auto one = read_one(out.empty());
            if (!one) return std::nullopt;
            out.push_back(std::move(*one));
            if (at_ == tokens_.size()) break;
            // Another one follows only after "và" or a comma, and only where each has its case.
            if (out.back().condition.empty()) return std::nullopt;
            ++at_;
        }
        return out;
    }

private:
    std::optional<Duration> read_one(bool first)
    {
        std::string before;
        at_ = skip_filler(tokens_, at_);
        if (first && at_ < tokens_.size() && (starts_case(tokens_, at_) || starts_request(tokens_, at_))) {
            const std::size_t from = at_;
            while (at_ < tokens_.size() && !any_time_at(tokens_, at_)) ++at_;
            std::size_t to = at_;
            while (to > from &&
                   (leads(tokens_[to - 1]) || tokens_[to - 1].word == "," || tokens_[to - 1].word == "thì"))
                --to;
            before = words(from, to);
            // "Trường hợp mất biển số thì thời hạn xác minh là 30 ngày" is about a step.
            if (names_a_limit(from, to)) return std::nullopt;
        } else if (!first && starts_case(tokens_, at_)) {
            return std::nullopt;
        }
        auto found = any_time_at(tokens_, at_);
        if (!found || is_contradiction(found->duration)) return std::nullopt;
        at_ += found->length;
        found->duration.condition = before;
        return read_tail(found->duration) ? std::optional(found->duration) : std::nullopt;
    }

    // "(…)", "kể từ ngày nhận đủ hồ sơ", "đối với nhà ở riêng lẻ" in any order; stops before "và" or "," and another time.
    bool read_tail(Duration& duration)
    {
        while (at_ < tokens_.size() && !another_follows()) {
            if (tokens_[at_].word == "," || tokens_[at_].word == ".") {
                ++at_;
            } else if (tokens_[at_].word == "(") {
                const std::size_t from = at_ + 1;
                skip_parentheses();
                if (starts_case(tokens_, from)) {
                    if (!duration.condition.empty()) return false;
                    duration.condition = words(from, at_ - 1);
                }
            } else if (starts_since(tokens_, at_)) {
                consume([this] { return starts_case(tokens_, at_) || new_clause(); });
            } else if (starts_case(tokens_, at_)) {
                if (!duration.condition.empty()) return false;
                const std::size_t from = at_;
                consume([this] { return stands(tokens_, at_, {"kể", "từ"}); });
                duration.condition = words(from, at_);
            } else {
                return false;
            }
        }
        return true;
    }

    // Goes on to what ends a phrase. A time inside it belongs to something else, and the caller's read_tail() meets it then.
    template <class End>
    void consume(End ends)
    {
        ++at_;
        while (at_ < tokens_.size() && !another_follows() && !any_time_at(tokens_, at_) && !ends())
            if (tokens_[at_].word == "(") {
                skip_parentheses();
            } else {
                ++at_;
            }
    }

    // What they hold is a detail: "(nếu có)", "(không tính thời gian bổ sung)".
    void skip_parentheses()
    {
        int depth = 0;
        for (; at_ < tokens_.size(); ++at_) {
            if (tokens_[at_].word == "(") ++depth;
            if (tokens_[at_].word == ")" && --depth == 0) {
                ++at_;
                return;
            }
        }
    }

    // "kể từ ngày nhận đủ hồ sơ, Sở Xây dựng thẩm định …": somebody does something within this time, and it may be a step only. "hồ sơ đầy
    // đủ, hợp lệ" is no such clause.
    bool new_clause() const
    {
        if (tokens_[at_].word != ",") return false;
        static constexpr std::array<std::string_view, 6> kMore{"hợp", "đầy", "đúng", "đủ", "theo", "chính"};
        return at_ + 1 < tokens_.size() && !is_one_of(tokens_[at_ + 1], kMore);
    }

    bool names_a_limit(std::size_t from, std::size_t to) const
    {
        for (std::size_t i = from; i + 1 < to; ++i)
            if (stands(tokens_, i, {"thời", "hạn"})) return true;
        return false;
    }

    bool another_follows() const
    {
        const std::string& word = tokens_[at_].word;
        if (word != "và" && word != ",") return false;
        const std::size_t next = skip_filler(tokens_, at_ + 1);
        return next < tokens_.size() && any_time_at(tokens_, next).has_value();
    }

    std::string words(std::size_t from, std::size_t to) const
    {
        while (to > from &&
               (tokens_[to - 1].word == "," || tokens_[to - 1].word == "." || tokens_[to - 1].word == ":"))
            --to;
        if (from >= to) return {};
        return std::string(text_.substr(tokens_[from].begin, tokens_[to - 1].end - tokens_[from].begin));
    }

    std::string_view text_;
    Tokens tokens_;
    std::size_t at_ = 0;
};

bool ends_part(Tokens tokens, std::size_t i)
{
    const Token& token = tokens[i];
    if (token.kind == TokenKind::line || token.word == ";") return true;
    if (token.kind != TokenKind::mark) return false;
    const bool space_behind =
        i + 1 == tokens.size() || tokens[i + 1].spaced || tokens[i + 1].kind == TokenKind::line;
    if (token.word == ".") return space_behind;
    return token.spaced && (token.word == "-" || token.word == "+" || token.word == "*" ||
                            token.word == "–" || token.word == "•");
}

// "a)", "(1)", "1." and bullets at the front.
Tokens without_bullet(Tokens tokens)
{
    while (!tokens.empty()) {
        const std::string& word = tokens[0].word;
        if (word == "-" || word == "+" || word == "*" || word == "–" || word == "•" || word == ".") {
            tokens = tokens.subspan(1);
        } else if (stands(tokens, 1, {")"}) && (tokens[0].kind == TokenKind::number || word.size() <= 2)) {
            tokens = tokens.subspan(2);
        } else if (word == "(" && stands(tokens, 2, {")"})) {
            tokens = tokens.subspan(3);
        } else {
            break;
        }
    }
    return tokens;
}

std::vector<Tokens> parts_of(Tokens tokens)
{
    std::vector<Tokens> out;
    std::size_t from = 0;
    for (std::size_t i = 0; i <= tokens.size(); ++i) {
        if (i < tokens.size() && !ends_part(tokens, i)) continue;
        if (const Tokens part = without_bullet(tokens.subspan(from, i - from)); !part.empty())
            out.push_back(part);
        from = i + 1;
    }
    return out;
}

}  // namespace

ReadTimes read_times(std::string_view prose)
{
    const std::vector<Token> tokens = tokens_of(prose);
    ReadTimes out;
    bool understood = true;
    for (const Tokens part : parts_of(tokens)) {
        if (stands(part, 0, {"không", "quy", "định"}) && part.size() <= 5) {
            out.state = TimeState::not_fixed;
            continue;
        }
        const int cutoff = cutoff_in(part);
        const bool has_rule = cutoff > 0 && tells_of_next_day(part);
        if (!names_time(part)) {
            // The rule of the hour stands in a part of its own.
            if (has_rule && !out.durations.empty() && out.durations.back().unit == TimeUnit::same_day)
                out.durations.back().cutoff_hour = cutoff;
            // Cases that hang under a heading: whose they are would be lost.
            else if (starts_case(part, 0) && part.back().word == ":")
                understood = false;
            continue;
        }
        auto times = Part(prose, part).read();
        if (!times && has_rule && same_day_at(part, skip_filler(part, 0)))
            times = std::vector{Duration{.unit = TimeUnit::same_day, .cutoff_hour = cutoff}};
        if (!times) {
            understood = false;
            continue;
        }
        for (Duration& one : *times) out.durations.push_back(std::move(one));
    }
    if (!out.durations.empty()) out.state = TimeState::stated;
    // Of several at most one may be for every case.
    const auto general =
        std::ranges::count_if(out.durations, [](const Duration& one) { return one.condition.empty(); });
    if (!understood || general > 1) out.state = TimeState::unclear;
    return out;
}

}  // namespace lt::procedures
