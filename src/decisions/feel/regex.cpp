#include "decisions/feel/regex.h"

#include <map>
#include <memory>

#include <unicode/regex.h>

#include "decisions/feel/regex_pattern.h"

namespace lt::feel {
namespace {

constexpr std::size_t kLongestPattern = 4096;
// What ICU keeps of ways to try later; a pattern that needs more ends the evaluation.
constexpr std::int32_t kStackBytes = 4 << 20;
// ICU asks after so many of its own steps (docs of uregex_setMatchCallback: roughly milliseconds; measured 10,000 loops).
constexpr std::uint64_t kStepsBetween = 10'000;

// Reading a pattern costs much more than most matches; those of one evaluation are kept.
using Pattern = std::shared_ptr<const icu::RegexPattern>;
using Patterns = std::map<std::pair<std::string, std::string>, Pattern>;
constexpr std::size_t kKeptPatterns = 50;
constexpr std::uint64_t kStepsToRead = 2000;

Pattern read_pattern(const std::string& pattern, const std::string& flags)
{
    const auto icu = pattern.size() > kLongestPattern ? std::nullopt : to_icu(pattern, flags);
    if (!icu) return nullptr;
    UErrorCode status = U_ZERO_ERROR;
    UParseError place{};
    Pattern read(
        icu::RegexPattern::compile(icu::UnicodeString::fromUTF8(icu->pattern), icu->flags, place, status));
    return U_FAILURE(status) ? nullptr : read;
}

Pattern known_pattern(Machine& machine, const std::string& pattern, const std::string& flags)
{
    if (machine.patterns == nullptr) machine.patterns = std::make_shared<Patterns>();
    Patterns& known = *static_cast<Patterns*>(machine.patterns.get());
    const auto key = std::pair(pattern, flags);
    if (const auto found = known.find(key); found != known.end()) return found->second;
    machine.step(kStepsToRead + pattern.size() * 2);
    Pattern read = read_pattern(pattern, flags);
    if (known.size() < kKeptPatterns) known.emplace(key, read);
    return read;
}

class Regex {
public:
    Regex(Machine& machine, const std::string& text, const std::string& pattern, const std::string& flags)
        : machine_(machine)
    {
        machine.step(20 + text.size() / 8);
        machine.charge(text.size() * 2 + 256);
        pattern_ = known_pattern(machine, pattern, flags);
        if (pattern_ == nullptr) return;
        UErrorCode status = U_ZERO_ERROR;
        text_ = icu::UnicodeString::fromUTF8(text);
        matcher_.reset(pattern_->matcher(text_, status));
        if (matcher_ == nullptr || U_FAILURE(status)) {
            matcher_.reset();
            return;
        }
        matcher_->setStackLimit(kStackBytes, status);
        matcher_->setMatchCallback(&Regex::go_on, this, status);
    }

    explicit operator bool() const { return matcher_ != nullptr; }

    bool find()
    {
        UErrorCode status = U_ZERO_ERROR;
        machine_.step();
        const bool found = matcher_->find(status) != 0;
        if (is_exhausted_) throw Exceeded{Limit::steps};
        if (status == U_REGEX_STACK_OVERFLOW) throw Exceeded{Limit::memory};
        return found && !U_FAILURE(status);
    }
    bool matches_nothing()
    {
        matcher_->reset(empty_);
        const bool found = find();
        matcher_->reset(text_);
        return found;
    }
    std::int32_t begin(std::int32_t group = 0) const
    {
        UErrorCode status = U_ZERO_ERROR;
        return matcher_->start(group, status);
    }
    std::int32_t end(std::int32_t group = 0) const
    {
        UErrorCode status = U_ZERO_ERROR;
        return matcher_->end(group, status);
    }
    std::int32_t groups() const { return matcher_->groupCount(); }
    std::int32_t length() const { return text_.length(); }
    void append(std::string& out, std::int32_t from, std::int32_t to) const
    {
        if (from < 0 || to <= from) return;
        std::string piece;
        text_.tempSubStringBetween(from, to).toUTF8String(piece);
        machine_.charge(piece.size());
        out += piece;
    }

private:
    static UBool go_on(const void* self, std::int32_t)
    {
        auto& regex = *const_cast<Regex*>(static_cast<const Regex*>(self));
        try {
            regex.machine_.step(kStepsBetween);
            return 1;
        } catch (const Exceeded&) {
            regex.is_exhausted_ = true;
            return 0;
        }
    }

    Machine& machine_;
    icu::UnicodeString text_{};
    icu::UnicodeString empty_{};
    Pattern pattern_{};
    std::unique_ptr<icu::RegexMatcher> matcher_{};
    bool is_exhausted_ = false;
};

struct Piece {
    std::string text{};
    std::int32_t group = -1;
};

// "$1", "\$", "\\" and text. A group of two digits is one only where there are so many.
std::optional<std::vector<Piece>> pieces_of(const std::string& replacement, std::int32_t groups)
{
    std::vector<Piece> pieces(1);
    for (std::size_t i = 0; i < replacement.size(); ++i) {
        const char c = replacement[i];
        if (c == '\\') {
            if (++i == replacement.size() || (replacement[i] != '\\' && replacement[i] != '$'))
                return std::nullopt;
            pieces.back().text += replacement[i];
        } else if (c == '$') {
            if (i + 1 == replacement.size() || replacement[i + 1] < '0' || replacement[i + 1] > '9')
                return std::nullopt;
            std::int32_t group = replacement[++i] - '0';
            while (i + 1 < replacement.size() && replacement[i + 1] >= '0' && replacement[i + 1] <= '9' &&
                   group * 10 + (replacement[i + 1] - '0') <= groups) {
                group = group * 10 + (replacement[++i] - '0');
            }
            pieces.push_back({{}, group});
            pieces.emplace_back();
        } else {
            pieces.back().text += c;
        }
    }
    return pieces;
}

}  // namespace

std::optional<bool> regex_matches(Machine& machine, const std::string& text, const std::string& pattern,
                                  const std::string& flags)
{
    Regex regex(machine, text, pattern, flags);
    if (!regex) return std::nullopt;
    return regex.find();
}

std::optional<std::string> regex_replace(Machine& machine, const std::string& text,
                                         const std::string& pattern, const std::string& replacement,
                                         const std::string& flags)
{
    Regex regex(machine, text, pattern, flags);
    if (!regex || regex.matches_nothing()) return std::nullopt;
    auto pieces = pieces_of(replacement, regex.groups());
    if (flags.find('q') != std::string::npos) pieces = {{replacement, -1}};
    if (!pieces) return std::nullopt;
    std::string out;
    std::int32_t done = 0;
    while (regex.find()) {
        regex.append(out, done, regex.begin());
        for (const Piece& piece : *pieces) {
            machine.charge(piece.text.size());
            out += piece.text;
            if (piece.group >= 0 && piece.group <= regex.groups())
                regex.append(out, regex.begin(piece.group), regex.end(piece.group));
        }
        done = regex.end();
    }
    regex.append(out, done, regex.length());
    return out;
}

std::optional<std::vector<std::string>> regex_split(Machine& machine, const std::string& text,
                                                    const std::string& delimiter)
{
    Regex regex(machine, text, delimiter, "");
    if (!regex || regex.matches_nothing()) return std::nullopt;
    std::vector<std::string> out(1);
    std::int32_t done = 0;
    while (regex.find()) {
        regex.append(out.back(), done, regex.begin());
        machine.charge(sizeof(std::string));
        out.emplace_back();
        done = regex.end();
    }
    regex.append(out.back(), done, regex.length());
    return out;
}

}  // namespace lt::feel
