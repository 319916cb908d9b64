#include "decisions/feel/value.h"

#include <algorithm>
#include <limits>
#include <memory>

#include "decisions/feel/function.h"
#include "kit/base/result.h"

namespace lt::feel {
namespace {

template <class T>
struct Boxed : Value::Box {
    explicit Boxed(T given) : value(std::move(given)) {}
    T value;
};

struct ContextBody {
    std::vector<Entry> entries{};
    std::vector<std::uint32_t> by_key{};  // empty for few entries, which are looked through
};

constexpr std::size_t kFew = 8;

struct FunctionHolder {
    explicit FunctionHolder(const Function* given) : function(given) {}
    std::unique_ptr<const Function> function;
};

void count(Value::Box& box, const Value& part)
{
    box.nesting = std::max(box.nesting, part.nesting() + 1);
    box.weight += std::min(part.weight(), kMaxWeight);
    if (box.nesting > kMaxNesting || box.weight > kMaxWeight) throw TooLarge{};
}

std::uint32_t text_weight(std::size_t bytes)
{
    return 1 + std::uint32_t(std::min<std::size_t>(bytes / 16, kMaxWeight));
}

std::vector<std::uint32_t> order_by_key(const std::vector<Entry>& entries)
{
    std::vector<std::uint32_t> order(entries.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = std::uint32_t(i);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return entries[a].key < entries[b].key; });
    return order;
}

// Leaves the last entry of each key.
void drop_doubles(ContextBody& body)
{
    std::vector<std::uint32_t> order = order_by_key(body.entries);
    std::vector<bool> is_old(order.size());
    bool any = false;
    for (std::size_t i = 0; i + 1 < order.size(); ++i) {
        if (body.entries[order[i]].key != body.entries[order[i + 1]].key) continue;
        is_old[order[i]] = true;
        any = true;
    }
    if (any) {
        std::vector<Entry> kept;
        for (std::size_t i = 0; i < body.entries.size(); ++i) {
            if (!is_old[i]) kept.push_back(std::move(body.entries[i]));
        }
        body.entries = std::move(kept);
        order = order_by_key(body.entries);
    }
    if (body.entries.size() > kFew) body.by_key = std::move(order);
}

const Entry* find_entry(const ContextBody& body, std::string_view key)
{
    if (body.by_key.empty()) {
        const auto at = std::find_if(body.entries.begin(), body.entries.end(),
                                     [&](const Entry& e) { return e.key == key; });
        return at == body.entries.end() ? nullptr : &*at;
    }
    const auto at = std::lower_bound(
        body.by_key.begin(), body.by_key.end(), key,
        [&](std::uint32_t index, std::string_view wanted) { return body.entries[index].key < wanted; });
    return at == body.by_key.end() || body.entries[*at].key != key ? nullptr : &body.entries[*at];
}

}  // namespace

template <class T>
const T& Value::boxed(Kind kind) const
{
    CHECK(kind_ == kind && boxed_);
    return static_cast<const Boxed<T>*>(payload_.box)->value;
}

void Value::destroy() noexcept
{
    switch (kind_) {
    case Kind::null:
    case Kind::boolean:
    case Kind::date:
    case Kind::day_time_duration:
    case Kind::year_month_duration: break;
    case Kind::number: delete static_cast<Boxed<Number>*>(payload_.box); break;
    case Kind::string: delete static_cast<Boxed<std::string>*>(payload_.box); break;
    case Kind::list: delete static_cast<Boxed<std::vector<Value>>*>(payload_.box); break;
    case Kind::context: delete static_cast<Boxed<ContextBody>*>(payload_.box); break;
    case Kind::time: delete static_cast<Boxed<Time>*>(payload_.box); break;
    case Kind::date_time: delete static_cast<Boxed<DateTime>*>(payload_.box); break;
    case Kind::range: delete static_cast<Boxed<Range>*>(payload_.box); break;
    case Kind::function: delete static_cast<Boxed<FunctionHolder>*>(payload_.box); break;
    }
}

Value Value::boolean(bool value)
{
    Value out;
    out.kind_ = Kind::boolean;
    out.payload_.integer = value ? 1 : 0;
    return out;
}

Value Value::integer(std::int64_t value)
{
    Value out;
    out.kind_ = Kind::number;
    out.payload_.integer = value;
    return out;
}

Value Value::number(const Number& value)
{
    constexpr auto limit = std::uint64_t(std::numeric_limits<std::int64_t>::max());
    if (value.high() != 0 || value.low() > limit) return Value(Kind::number, new Boxed<Number>(value));
    Value out = integer(value.negative() ? -std::int64_t(value.low()) : std::int64_t(value.low()));
    out.small_ = std::int16_t(value.exponent());
    return out;
}

Value Value::string(std::string text)
{
    auto box = std::make_unique<Boxed<std::string>>(std::move(text));
    box->weight = text_weight(box->value.size());
    if (box->weight > kMaxWeight) throw TooLarge{};
    return Value(Kind::string, box.release());
}

Value Value::list(std::vector<Value> items)
{
    auto box = std::make_unique<Boxed<std::vector<Value>>>(std::move(items));
    box->nesting = 1;
    for (const Value& item : box->value) count(*box, item);
    return Value(Kind::list, box.release());
}

Value Value::context(std::vector<Entry> entries)
{
    auto box = std::make_unique<Boxed<ContextBody>>(ContextBody{std::move(entries), {}});
    drop_doubles(box->value);
    box->nesting = 1;
    for (const Entry& entry : box->value.entries) {
        count(*box, entry.value);
        box->weight += text_weight(entry.key.size());
        if (box->weight > kMaxWeight) throw TooLarge{};
    }
    return Value(Kind::context, box.release());
}

Value Value::date(const Date& date)
{
    Value out = integer(date.year);
    out.kind_ = Kind::date;
    out.small_ = std::int16_t(date.month * 32 + date.day);
    return out;
}

Value Value::time(Time time) { return Value(Kind::time, new Boxed<Time>(std::move(time))); }

Value Value::date_time(DateTime moment)
{
    return Value(Kind::date_time, new Boxed<DateTime>(std::move(moment)));
}

Value Value::duration(const DayTimeDuration& duration)
{
    Value out = integer(duration.seconds);
    out.kind_ = Kind::day_time_duration;
    out.nanos_ = duration.nanos;
    return out;
}

Value Value::duration(const YearMonthDuration& duration)
{
    Value out = integer(duration.months);
    out.kind_ = Kind::year_month_duration;
    return out;
}

Value Value::range(Range range)
{
    auto box = std::make_unique<Boxed<Range>>(std::move(range));
    box->nesting = 1;
    count(*box, box->value.low);
    count(*box, box->value.high);
    return Value(Kind::range, box.release());
}

Value Value::function(const Function* function, std::uint32_t nesting)
{
    auto box = std::make_unique<Boxed<FunctionHolder>>(FunctionHolder(function));
    box->nesting = nesting;
    if (nesting > kMaxNesting) throw TooLarge{};
    return Value(Kind::function, box.release());
}

Number Value::as_number() const
{
    CHECK(kind_ == Kind::number);
    return boxed_ ? static_cast<const Boxed<Number>*>(payload_.box)->value
                  : Number::scaled(payload_.integer, small_);
}

const std::string& Value::as_string() const { return boxed<std::string>(Kind::string); }

std::span<const Value> Value::items() const { return boxed<std::vector<Value>>(Kind::list); }

std::span<const Entry> Value::entries() const { return boxed<ContextBody>(Kind::context).entries; }

const Value* Value::find(std::string_view key) const
{
    const Entry* entry = find_entry(boxed<ContextBody>(Kind::context), key);
    return entry == nullptr ? nullptr : &entry->value;
}

Date Value::as_date() const
{
    CHECK(kind_ == Kind::date);
    return {std::int32_t(payload_.integer), std::uint8_t(small_ / 32), std::uint8_t(small_ % 32)};
}

const Time& Value::as_time() const { return boxed<Time>(Kind::time); }

const DateTime& Value::as_date_time() const { return boxed<DateTime>(Kind::date_time); }

DayTimeDuration Value::as_day_time() const
{
    CHECK(kind_ == Kind::day_time_duration);
    return {payload_.integer, nanos_};
}

YearMonthDuration Value::as_year_month() const
{
    CHECK(kind_ == Kind::year_month_duration);
    return {payload_.integer};
}

const Range& Value::as_range() const { return boxed<Range>(Kind::range); }

const Function& Value::as_function() const { return *boxed<FunctionHolder>(Kind::function).function; }

}  // namespace lt::feel
