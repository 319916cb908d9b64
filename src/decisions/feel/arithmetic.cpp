// + − · ÷ and roots of Number, exact and then rounded once.
#include <algorithm>

#include "decisions/feel/number_parts.h"

namespace lt::feel {
namespace {

U128 digits_in(const Number& number) { return make_u128(number.high(), number.low()); }

// 10^power · value, power ≤ 38, the product below 2^256.
U256 scaled_up(U128 value, int power) { return multiply_wide(value, ten_to(power)); }

}  // namespace

std::optional<Number> add(const Number& first, const Number& second)
{
    const bool ordered = first.exponent() >= second.exponent();
    const Number& a = ordered ? first : second;
    const Number& b = ordered ? second : first;
    if (a.is_zero()) return b;
    const int shift = a.exponent() - b.exponent();
    const int up = std::min(shift, 36);
    const U256 x = scaled_up(digits_in(a), up);
    U256 y{0, digits_in(b)};
    bool sticky = false;
    // What of b lies far behind the digits of a counts only as more than nothing.
    for (int rest = std::min(shift - up, 40); rest > 0; --rest) sticky = divide_small(y, 10) != 0 || sticky;
    const std::int64_t exponent = std::int64_t(a.exponent()) - up;
    if (a.negative() == b.negative()) return finish_number(a.negative(), add_wide(x, y), exponent, sticky);
    if (sticky) y = add_wide(y, {0, 1});
    if (x < y) return finish_number(b.negative(), subtract_wide(y, x), exponent, sticky);
    return finish_number(a.negative(), subtract_wide(x, y), exponent, sticky);
}

std::optional<Number> subtract(const Number& a, const Number& b) { return add(a, -b); }

std::optional<Number> multiply(const Number& a, const Number& b)
{
    return finish_number(a.negative() != b.negative(), multiply_wide(digits_in(a), digits_in(b)),
                         std::int64_t(a.exponent()) + b.exponent(), false);
}

std::optional<Number> divide(const Number& a, const Number& b)
{
    if (b.is_zero()) return std::nullopt;
    const U128 divisor = digits_in(b);
    U128 rest = digits_in(a);
    U256 quotient{0, rest / divisor};
    rest %= divisor;
    std::int64_t exponent = std::int64_t(a.exponent()) - b.exponent();
    // As many digits at a time as keep the remainder below 2^128.
    const int at_once = std::clamp(38 - digits_of(divisor), 1, 18);
    while (rest != 0 && digits_of(quotient) <= Number::kDigits) {
        rest *= ten_to(at_once);
        const U256 up = scaled_up(quotient.low, at_once);
        quotient = add_wide(up, {0, rest / divisor});
        rest %= divisor;
        exponent -= at_once;
    }
    const auto result = finish_number(a.negative() != b.negative(), quotient, exponent, rest != 0);
    // 10 / 4 is 2.5 and not 2.5000; 6.00 / 2 stays 3.00.
    if (!result || rest != 0) return result;
    U128 value = digits_in(*result);
    std::int64_t place = result->exponent();
    const int wanted = std::min(a.exponent() - b.exponent(), 0);
    while (place < wanted && value != 0 && value % 10 == 0) {
        value /= 10;
        ++place;
    }
    return Number::make(result->negative(), std::uint64_t(value >> 64), std::uint64_t(value), place);
}

std::optional<Number> modulo(const Number& a, const Number& b)
{
    const auto quotient = divide(a, b);
    if (!quotient) return std::nullopt;
    const auto whole = round(*quotient, 0, Rounding::floor);
    const auto product = whole ? multiply(*whole, b) : std::nullopt;
    return product ? subtract(a, *product) : std::nullopt;
}

std::optional<Number> square_root(const Number& a)
{
    if (a.negative()) return std::nullopt;
    if (a.is_zero()) return Number();
    // An even exponent and at least 70 digits give more than 34 in the root.
    const U128 value = digits_in(a);
    int up = 70 - digits_of(value);
    if ((a.exponent() - up) % 2 != 0) ++up;
    U256 scaled = scaled_up(value, std::min(up, 38));
    if (up > 38) {
        for (int i = 38; i < up; ++i) {
            const U256 two = add_wide(scaled, scaled);
            const U256 four = add_wide(two, two);
            scaled = add_wide(add_wide(four, four), two);
        }
    }
    bool exact = false;
    const U128 root = root_of(scaled, exact);
    const auto result = finish_number(false, {0, root}, (a.exponent() - up) / 2, !exact);
    return result && exact ? result->without_trailing_zeros() : result;
}

}  // namespace lt::feel
