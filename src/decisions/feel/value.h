// A value of FEEL: immutable, 16 bytes, cheap to copy and safe to share between threads. Large ones are counted references.
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "decisions/feel/number.h"
#include "decisions/feel/temporal.h"

namespace lt::feel {

enum class Kind : std::uint8_t {
    null,
    boolean,
    number,
    string,
    list,
    context,
    date,
    time,
    date_time,
    day_time_duration,
    year_month_duration,
    range,
    function
};

struct Entry;
struct Range;
class Function;  // function.h

// A list or context may hold others so deep, and have so much in all (each value counts one, sixteen bytes of a string one more; what
// is reached twice counts twice, so that nothing explodes when it is written). Beyond it list() and context() throw TooLarge; the
// evaluator, with its own lower limits, and the reader of JSON refuse before.
inline constexpr std::uint32_t kMaxNesting = 200;
inline constexpr std::uint32_t kMaxWeight = 4U << 20;
class TooLarge final : public std::exception {
public:
    const char* what() const noexcept override { return "a value of FEEL is too large"; }
};

class Value {
public:
    Value() noexcept = default;  // null
    Value(const Value& other) noexcept
        : kind_(other.kind_), boxed_(other.boxed_), small_(other.small_), nanos_(other.nanos_),
          payload_(other.payload_)
    {
        if (boxed_) payload_.box->references.fetch_add(1, std::memory_order_relaxed);
    }
    Value(Value&& other) noexcept { swap(other); }
    Value& operator=(const Value& other) noexcept
    {
        Value copy(other);
        swap(copy);
        return *this;
    }
    Value& operator=(Value&& other) noexcept
    {
        Value taken(std::move(other));
        swap(taken);
        return *this;
    }
    ~Value()
    {
        if (boxed_ && payload_.box->references.fetch_sub(1, std::memory_order_acq_rel) == 1) destroy();
    }

    static Value boolean(bool value);
    static Value number(const Number& value);
    static Value integer(std::int64_t value);
    static Value string(std::string text);  // UTF-8
    static Value list(std::vector<Value> items);
    // In the order given; of entries with the same key the last one stays.
    static Value context(std::vector<Entry> entries);
    static Value date(const Date& date);
    static Value time(Time time);
    static Value date_time(DateTime moment);
    static Value duration(const DayTimeDuration& duration);
    static Value duration(const YearMonthDuration& duration);
    static Value range(Range range);
    // Takes it over; `nesting` as of a list that holds what the function holds.
    static Value function(const Function* function, std::uint32_t nesting = 1);

    Kind kind() const { return kind_; }
    bool is(Kind kind) const { return kind_ == kind; }
    bool is_null() const { return kind_ == Kind::null; }
    bool is_true() const { return kind_ == Kind::boolean && payload_.integer != 0; }
    bool is_false() const { return kind_ == Kind::boolean && payload_.integer == 0; }

    // Each is a Bug for a value of another kind. Views live as long as a copy of the value does.
    Number as_number() const;
    const std::string& as_string() const;
    std::span<const Value> items() const;           // of a list
    std::span<const Entry> entries() const;         // of a context
    const Value* find(std::string_view key) const;  // entry of a context, or nullptr
    Date as_date() const;
    const Time& as_time() const;
    const DateTime& as_date_time() const;
    DayTimeDuration as_day_time() const;
    YearMonthDuration as_year_month() const;
    const Range& as_range() const;
    const Function& as_function() const;

    std::uint32_t nesting() const { return boxed_ ? payload_.box->nesting : 0; }
    std::uint32_t weight() const { return boxed_ ? payload_.box->weight : 1; }

    void swap(Value& other) noexcept
    {
        std::swap(kind_, other.kind_);
        std::swap(boxed_, other.boxed_);
        std::swap(small_, other.small_);
        std::swap(nanos_, other.nanos_);
        std::swap(payload_, other.payload_);
    }

    struct Box {
        std::atomic<std::uint32_t> references{1};
        std::uint32_t nesting = 0;
        std::uint32_t weight = 1;
    };

private:
    Value(Kind kind, Box* box) noexcept : kind_(kind), boxed_(true) { payload_.box = box; }
    template <class T>
    const T& boxed(Kind kind) const;
    void destroy() noexcept;

    Kind kind_ = Kind::null;
    bool boxed_ = false;
    std::int16_t small_ = 0;  // exponent of a number; month and day of a date
    std::int32_t nanos_ = 0;  // of a days and time duration
    union {
        std::int64_t integer;
        Box* box;
    } payload_{0};
};

struct Entry {
    std::string key{};
    Value value{};
};

// What lies between two ends, or beyond one. An end that is not there is null and open.
struct Range {
    enum class End : std::uint8_t { open, closed };
    Value low{};
    Value high{};
    End low_end = End::closed;
    End high_end = End::closed;
    // Written as a comparison: `<10`, `=10` and `!=10` are values of their own, not equal to (null..10).
    enum class Form : std::uint8_t { interval, comparison, not_equal };
    Form form = Form::interval;
};

// As `=` of FEEL (DMN 1.3, table 42): nothing where the kinds differ, but null equals null and nothing else.
std::optional<bool> equal(const Value& a, const Value& b);
// As `<` of FEEL for two of one ordered kind; nothing otherwise.
std::optional<std::strong_ordering> compare(const Value& a, const Value& b);
// Only what equal() says is true: for tests and sets of values.
inline bool operator==(const Value& a, const Value& b) { return equal(a, b) == true; }

// What string() of FEEL gives, strings inside lists and contexts in quotes. Empty for null.
std::string to_text(const Value& value);
std::string_view kind_name(Kind kind);  // "number", "days and time duration", …

}  // namespace lt::feel
