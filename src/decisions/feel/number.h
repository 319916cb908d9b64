// A decimal number of FEEL: 34 significant digits, rounded half to even, as IEEE 754 decimal128 (DMN 1.3, 10.3.2.3.1). There is no NaN
// and no infinity: what has no value is nothing, which FEEL shows as null.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lt::feel {

// Away from zero up, towards zero down; half_… for ties only.
enum class Rounding : std::uint8_t { half_even, up, down, half_up, half_down, floor, ceiling };

class Number {
public:
    static constexpr int kDigits = 34;
    static constexpr int kMaxExponent = 6111;  // of the coefficient's last digit
    static constexpr int kMinExponent = -6176;

    constexpr Number() noexcept = default;  // 0
    constexpr explicit Number(std::int64_t value) noexcept
        : low_(value < 0 ? 0 - std::uint64_t(value) : std::uint64_t(value)), negative_(value < 0)
    {
    }

    // "12", "-0.50", ".5", "1.2e-3": digits, at most one dot, an exponent. Keeps the digits after the dot ("0.50" stays). Nothing for
    // any other text and for what is too large; digits beyond 34 are rounded.
    static std::optional<Number> parse(std::string_view text);
    // coefficient · 10^exponent, exact; the exponent must lie in the bounds above less what 19 digits need.
    static Number scaled(std::int64_t coefficient, int exponent);
    // Coefficient of 128 bits, rounded to 34 digits. Nothing where it is too large.
    static std::optional<Number> make(bool negative, std::uint64_t high, std::uint64_t low,
                                      std::int64_t exponent);
    static std::optional<Number> from_double(double value);  // the shortest digits that give this double

    bool negative() const { return negative_; }  // 0 is not
    bool is_zero() const { return low_ == 0 && high_ == 0; }
    bool is_integer() const;
    int exponent() const { return exponent_; }
    std::uint64_t high() const { return high_; }
    std::uint64_t low() const { return low_; }

    // The value where it is an integer of 64 bits.
    std::optional<std::int64_t> to_int64() const;
    double to_double() const;
    // "-1234.50", without an exponent unless that would take more than 34 zeros ("1E+6000"). parse() reads it back as it was, but for an
    // exponent above 0, which becomes zeros.
    std::string str() const;

    // All are nothing where the result overflows, has no value (division by zero, root of a negative) or is out of bounds.
    friend std::optional<Number> add(const Number& a, const Number& b);
    friend std::optional<Number> subtract(const Number& a, const Number& b);
    friend std::optional<Number> multiply(const Number& a, const Number& b);
    friend std::optional<Number> divide(const Number& a, const Number& b);
    friend std::optional<Number> modulo(const Number& a, const Number& b);  // a − b·floor(a/b)
    friend std::optional<Number> power(const Number& base, const Number& exponent);
    friend std::optional<Number> square_root(const Number& a);
    friend std::optional<Number> logarithm(const Number& a);    // natural
    friend std::optional<Number> exponential(const Number& a);  // e^a
    // To `scale` digits after the dot, which may be negative: kMinExponent ≤ −scale ≤ kMaxExponent.
    friend std::optional<Number> round(const Number& a, int scale, Rounding rounding);

    Number operator-() const;
    Number absolute() const;
    Number without_trailing_zeros() const;

    // By value: 1.0 equals 1.
    friend std::strong_ordering operator<=>(const Number& a, const Number& b);
    friend bool operator==(const Number& a, const Number& b) { return (a <=> b) == 0; }

private:
    constexpr Number(bool negative, std::uint64_t high, std::uint64_t low, int exponent) noexcept
        : high_(high), low_(low), exponent_(exponent), negative_(negative)
    {
    }

    std::uint64_t high_ = 0;  // the coefficient, below 10^34
    std::uint64_t low_ = 0;
    int exponent_ = 0;
    bool negative_ = false;
};

std::optional<Number> add(const Number& a, const Number& b);
std::optional<Number> subtract(const Number& a, const Number& b);
std::optional<Number> multiply(const Number& a, const Number& b);
std::optional<Number> divide(const Number& a, const Number& b);
std::optional<Number> modulo(const Number& a, const Number& b);
std::optional<Number> power(const Number& base, const Number& exponent);
std::optional<Number> square_root(const Number& a);
std::optional<Number> logarithm(const Number& a);
std::optional<Number> exponential(const Number& a);
std::optional<Number> round(const Number& a, int scale, Rounding rounding);

}  // namespace lt::feel
