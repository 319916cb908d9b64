#include "decisions/feel/machine.h"

#include <algorithm>

#include "decisions/feel/function.h"
#include "kit/base/unicode.h"

namespace lt::feel {
namespace {

// Lower than what a Value may be at all, so that nothing ever throws TooLarge.
constexpr std::uint32_t kDeepestValue = 150;
constexpr std::uint32_t kHeaviestValue = 2U << 20;

template <class Range, class Get>
void check_parts(const Range& parts, Get get)
{
    std::uint64_t weight = 1;
    for (const auto& part : parts) {
        const Value& value = get(part);
        if (value.nesting() + 1 > kDeepestValue) throw Exceeded{Limit::depth};
        weight += value.weight();
    }
    if (weight > kHeaviestValue) throw Exceeded{Limit::memory};
}

}  // namespace

Machine::Machine(const Limits& limits, base::Time now)
    : steps_(limits.steps), bytes_(limits.bytes), depth_(std::min(limits.depth, kMaxDepth)),
      warnings_left_(limits.warnings), now_(now)
{
}

Value Machine::string(std::string text)
{
    charge(text.size() + 64);
    step(1 + text.size() / 64);
    if (text.size() / 16 > kHeaviestValue) throw Exceeded{Limit::memory};
    return Value::string(std::move(text));
}

Value Machine::list(std::vector<Value> items)
{
    charge(items.size() * sizeof(Value) + 64);
    step(1 + items.size() / 8);
    check_parts(items, [](const Value& item) -> const Value& { return item; });
    return Value::list(std::move(items));
}

Value Machine::context(std::vector<Entry> entries)
{
    std::uint64_t bytes = 64, text = 0;
    for (const Entry& entry : entries) {
        bytes += sizeof(Entry) + entry.key.size();
        text += 1 + entry.key.size() / 16;
    }
    charge(bytes);
    step(1 + entries.size());
    if (text > kHeaviestValue) throw Exceeded{Limit::memory};
    check_parts(entries, [](const Entry& entry) -> const Value& { return entry.value; });
    return Value::context(std::move(entries));
}

Value Machine::range(Range range)
{
    charge(128);
    check_parts(std::vector<Value>{range.low, range.high},
                [](const Value& end) -> const Value& { return end; });
    return Value::range(std::move(range));
}

Value Machine::function(const Function* function, std::uint32_t nesting)
{
    std::unique_ptr<const Function> owner(function);
    if (nesting + 1 > kDeepestValue) throw Exceeded{Limit::depth};
    return Value::function(owner.release(), nesting + 1);
}

std::optional<bool> Machine::equal(const Value& a, const Value& b)
{
    step(1 + std::min(a.weight(), b.weight()));
    return feel::equal(a, b);
}

Value Machine::null(base::Message message)
{
    if (warnings_left_ == 0) return {};
    --warnings_left_;
    Warning warning;
    warning.message = std::move(message);
    place_of(text_, offset_, warning.line, warning.column);
    if (source_ != nullptr) warning.source = *source_;
    warning.line += std::uint32_t(std::max(source_line_, 1) - 1);
    warnings_.push_back(std::move(warning));
    return {};
}

void place_of(std::string_view text, std::size_t offset, std::uint32_t& line, std::uint32_t& column)
{
    line = 1;
    column = 1;
    for (std::string_view rest = text.substr(0, offset); !rest.empty();) {
        if (base::unicode::take(rest) == '\n') {
            ++line;
            column = 1;
        } else {
            ++column;
        }
    }
}

}  // namespace lt::feel
