// See pattern.h.
#include "forms/pattern.h"

#include <algorithm>

#include <re2/re2.h>

namespace lt::forms {
namespace {

using base::msg;

// RE2 is linear whatever it gets. A browser tries every way through: these keep the ways few.
constexpr int kWays = 20;   // branches that multiply, as powers of two
constexpr int kRanges = 4;  // repetitions of a character that may end anywhere
constexpr int kRepeats = 1000;
constexpr int kGroupDepth = 8;

// Walks over an expression and stops at what is not in the common subset.
class Scan {
public:
    explicit Scan(std::string_view text) : rest_(text) {}

    bool whole() { return alternatives(0) && rest_.empty() && ranges_ <= kRanges && ways_ <= kWays; }

private:
    enum class Item : std::uint8_t { none, character, group, anchor };

    bool take(char c)
    {
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }

    bool alternatives(int depth)
    {
        if (depth > kGroupDepth) return false;
        do {
            while (!rest_.empty() && rest_.front() != '|' && rest_.front() != ')') {
                const Item item = one(depth);
                if (item == Item::none || !repeat(item)) return false;
            }
        } while (take('|'));
        return true;
    }

    Item one(int depth)
    {
        if (take('^') || take('$')) return Item::anchor;
        if (take('(')) return group(depth) ? Item::group : Item::none;
        if (take('[')) return set() ? Item::character : Item::none;
        if (take('\\')) return escape(false) ? Item::character : Item::none;
        const char c = rest_.front();
        if (std::string_view("*+?{}]").find(c) != std::string_view::npos) return Item::none;
        rest_.remove_prefix(1);
        // A letter of several bytes is one character to both sides.
        while (!rest_.empty() && (static_cast<unsigned char>(rest_.front()) & 0xC0) == 0x80)
            rest_.remove_prefix(1);
        return Item::character;
    }

    bool group(int depth)
    {
        if (take('?') && !take(':')) return false;
        const Scan before = *this;
        if (!alternatives(depth + 1) || !take(')')) return false;
        simple_ = ranges_ == before.ranges_ && ways_ == before.ways_;
        const std::string_view inside = before.rest_.substr(0, before.rest_.size() - rest_.size());
        bars_ = static_cast<int>(std::count(inside.begin(), inside.end(), '|'));
        ways_ += bars_;
        return true;
    }

    // After a backslash. `class_` says that it stands for many characters, so that no range begins with it.
    bool escape(bool in_set)
    {
        class_ = false;
        if (rest_.empty()) return false;
        const char c = rest_.front();
        rest_.remove_prefix(1);
        if (std::string_view("dDwW").find(c) != std::string_view::npos) return class_ = true;
        if (c == 'p' || c == 'P') {
            class_ = true;
            for (const std::string_view property : {"{L}", "{Lu}", "{Ll}", "{N}", "{Nd}"}) {
                if (rest_.substr(0, property.size()) != property) continue;
                rest_.remove_prefix(property.size());
                return true;
            }
            return false;
        }
        return std::string_view("\\/.()[]{}+*?|^$").find(c) != std::string_view::npos || (in_set && c == '-');
    }

    bool set()
    {
        take('^');
        if (!rest_.empty() && rest_.front() == ']') return false;
        bool after_class = false;
        while (!rest_.empty()) {
            if (take(']')) return true;
            const char c = rest_.front();
            if (c == '[' || c == '&' || c == '~') return false;
            if (c == '-' && after_class && rest_.substr(0, 2) != "-]") return false;
            rest_.remove_prefix(1);
            after_class = false;
            if (c == '\\') {
                if (!escape(true)) return false;
                after_class = class_;
            } else if (c == '-' && !rest_.empty() && rest_.front() == '\\') {
                return false;  // a range up to an escape: \d would end it differently on each side
            }
        }
        return false;
    }

    bool repeat(Item item)
    {
        int least = 0;
        int most = 0;
        bool repeated = true;
        if (take('?')) {
            most = 1;
        } else if (take('*') || take('+')) {
            most = -1;
        } else if (take('{')) {
            if (!number(least)) return false;
            most = least;
            if (take(',')) {
                most = -1;
                if (!rest_.empty() && rest_.front() != '}' && !number(most)) return false;
            }
            if (!take('}') || (most >= 0 && most < least)) return false;
        } else {
            repeated = false;
        }
        if (!repeated) return true;
        if (item == Item::anchor) return false;
        if (item == Item::group) {
            // (a|b){8} is as many ways as eight groups; nothing inside may branch by itself when it is repeated.
            if (most < 0 || (most > 1 && !simple_)) return false;
            ways_ += bars_ * (std::max(most, 1) - 1) + (most - least);
        } else if (most == 1) {
            ways_ += 1 - least;
        } else if (most != least) {
            ++ranges_;
        }
        // Neither "++" nor "*?" nor a repetition of a repetition.
        return rest_.empty() || std::string_view("*+?{").find(rest_.front()) == std::string_view::npos;
    }

    bool number(int& into)
    {
        into = 0;
        bool any = false;
        while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9') {
            into = into * 10 + (rest_.front() - '0');
            if (into > kRepeats) return false;
            rest_.remove_prefix(1);
            any = true;
        }
        return any;
    }

    std::string_view rest_;
    int ranges_ = 0;
    int ways_ = 0;
    int bars_ = 0;         // of the group read last
    bool simple_ = false;  // it has nothing repeated and no group with a choice
    bool class_ = false;   // the escape read last stands for many characters
};

}  // namespace

struct CompiledPattern {
    explicit CompiledPattern(const std::string& text, const re2::RE2::Options& options)
        : expression(text, options)
    {
    }
    re2::RE2 expression;
};

Pattern::Pattern() = default;
Pattern::~Pattern() = default;

base::Result<std::shared_ptr<const Pattern>> Pattern::compile(const std::string& text)
{
    if (text.size() > kPatternBytes) return base::invalid({}, msg("Biểu thức quá dài."));
    if (!Scan(text).whole())
        return base::invalid(
            {},
            msg("Biểu thức có phần mà máy chủ và trình duyệt hiểu khác nhau, hoặc lặp không giới hạn một nhóm."));
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(1 << 20);
    auto made = std::shared_ptr<Pattern>(new Pattern);
    made->text_ = text;
    made->compiled_ = std::make_unique<CompiledPattern>(text, options);
    if (!made->compiled_->expression.ok()) return base::invalid({}, msg("Không đọc được biểu thức."));
    return std::shared_ptr<const Pattern>(std::move(made));
}

bool Pattern::fits(std::string_view value) const
{
    return re2::RE2::PartialMatch(re2::StringPiece(value.data(), value.size()), compiled_->expression);
}

}  // namespace lt::forms
