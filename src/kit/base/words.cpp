// Words for the search index. Vietnamese syllables are few and common, so pairs of neighbours are what makes
// a phrase rare; index and query are cut by the same code, and nothing depends on a dictionary of PostgreSQL.
#include <algorithm>
#include <unordered_set>

#include "kit/base/text.h"
#include "kit/base/unicode.h"

namespace lt::base {
namespace {

using unicode::Kind;

constexpr std::size_t kLexemeBytes = 60;
constexpr std::size_t kQueryTerms = 64;
constexpr std::size_t kVectorBytes = 1'000'000;  // PostgreSQL refuses a tsvector over 1 MiB

// The folded syllables of a text. Neighbours stand in `folded` with one '_' between them, so that a pair is a
// piece of it as it is.
struct Words {
    struct Word {
        std::size_t begin = 0;
        std::size_t end = 0;
        bool follows = false;  // makes a pair with the word before
    };
    std::string folded{};
    std::vector<Word> words{};

    std::string_view single(std::size_t i) const { return piece(words[i].begin, words[i].end); }
    std::string_view pair(std::size_t i) const { return piece(words[i - 1].begin, words[i].end); }

private:
    std::string_view piece(std::size_t begin, std::size_t end) const
    {
        if (end - begin > kLexemeBytes) {
            end = begin + kLexemeBytes;
            while (end > begin && (static_cast<unsigned char>(folded[end]) & 0xC0) == 0x80) --end;
        }
        return std::string_view(folded).substr(begin, end - begin);
    }
};

Words split(std::string_view text)
{
    Words out;
    out.folded.reserve(text.size() + 1);
    bool inside = false;
    bool joined = false;  // no punctuation since the last word
    const auto finish = [&] {
        if (!inside) return;
        inside = false;
        if (out.words.back().begin == out.folded.size()) {
            out.words.pop_back();
        } else {
            out.words.back().end = out.folded.size();
            out.folded += '_';
        }
    };
    while (!text.empty()) {
        const char32_t code = unicode::take(text);
        const unicode::Point point = unicode::look_up(code);
        switch (point.kind) {
        case Kind::word:
            if (!inside) {
                inside = true;
                out.words.push_back({out.folded.size(), 0, joined && !out.words.empty()});
                joined = true;
            }
            unicode::append_folded(out.folded, code, point);
            break;
        case Kind::ignored: break;
        case Kind::space: finish(); break;
        case Kind::punctuation:
            finish();
            joined = false;
            break;
        }
    }
    finish();
    return out;
}

// Calls `use` with every lexeme, a pair after its second syllable.
template <class Use>
void each_lexeme(const Words& words, Use&& use)
{
    for (std::size_t i = 0; i < words.words.size(); ++i) {
        use(words.single(i));
        if (words.words[i].follows) use(words.pair(i));
    }
}

void append_quoted(std::string& out, std::string_view lexeme)
{
    // Folded letters, digits and '_' only: nothing to escape.
    out += '\'';
    out += lexeme;
    out += '\'';
}

// The first lexemes of a text that is too long for PostgreSQL.
std::vector<std::string_view> first_lexemes(const std::vector<std::string_view>& all)
{
    std::unordered_set<std::string_view> kept;
    std::size_t bytes = 0;
    for (const std::string_view lexeme : all) {
        if (!kept.insert(lexeme).second) continue;
        bytes += lexeme.size();
        if (bytes > kVectorBytes) {
            kept.erase(lexeme);
            break;
        }
    }
    return {kept.begin(), kept.end()};
}

}  // namespace

std::vector<std::string> lexemes(std::string_view text)
{
    std::vector<std::string> out;
    each_lexeme(split(text), [&](std::string_view lexeme) { out.emplace_back(lexeme); });
    return out;
}

std::vector<std::string> accented_words(std::string_view text)
{
    std::vector<std::string> out;
    std::string word;
    const auto end_word = [&] {
        if (has_accents(word)) out.push_back(word);
        word.clear();
    };
    for (const char c : lower(normalise(text))) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            word += c;
        else
            end_word();
    }
    end_word();
    return out;
}

std::string to_tsvector(const std::vector<std::string_view>& texts)
{
    std::vector<Words> parts;
    parts.reserve(texts.size());
    std::vector<std::string_view> all;
    std::size_t bytes = 0;
    for (const std::string_view text : texts) {
        parts.push_back(split(text));
        each_lexeme(parts.back(), [&](std::string_view lexeme) {
            all.push_back(lexeme);
            bytes += lexeme.size();
        });
    }
    if (bytes > kVectorBytes) all = first_lexemes(all);
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    std::string out;
    out.reserve(bytes + 3 * all.size());
    for (const std::string_view lexeme : all) {
        if (!out.empty()) out += ' ';
        append_quoted(out, lexeme);
    }
    return out;
}

std::string to_tsquery(std::string_view typed)
{
    const Words words = split(typed);
    std::vector<std::string_view> terms;
    const auto add = [&](std::string_view lexeme) {
        if (terms.size() < kQueryTerms && std::find(terms.begin(), terms.end(), lexeme) == terms.end()) {
            terms.push_back(lexeme);
        }
    };
    for (std::size_t i = 0; i < words.words.size(); ++i) {
        const bool followed = i + 1 < words.words.size() && words.words[i + 1].follows;
        if (words.words[i].follows) {
            add(words.pair(i));
        } else if (!followed) {
            add(words.single(i));
        }
    }
    std::string out;
    for (const std::string_view term : terms) {
        if (!out.empty()) out += " & ";
        append_quoted(out, term);
    }
    return out;
}

}  // namespace lt::base
