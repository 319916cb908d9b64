#include "decisions/feel/number.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "decisions/feel/number_parts.h"
#include "decisions/feel/wide.h"

namespace lt::feel {
namespace {

U128 coefficient_of(const Number& number) { return make_u128(number.high(), number.low()); }

std::string digits_text(U128 value)
{
    std::string out;
    for (; value != 0; value /= 10) out += char('0' + int(value % 10));
    std::reverse(out.begin(), out.end());
    return out.empty() ? "0" : out;
}

// Whether |quotient| goes one up, where `last` is the first digit cut off and `sticky` says that others follow.
bool goes_up(Rounding rounding, bool negative, bool odd, int last, bool sticky)
{
    const bool some = last != 0 || sticky;
    switch (rounding) {
    case Rounding::half_even: return last > 5 || (last == 5 && (sticky || odd));
    case Rounding::half_up: return last >= 5;
    case Rounding::half_down: return last > 5 || (last == 5 && sticky);
    case Rounding::up: return some;
    case Rounding::down: return false;
    case Rounding::floor: return some && negative;
    case Rounding::ceiling: return some && !negative;
    }
    return false;
}

// Cuts `drop` digits off.
void cut(U256& value, int drop, bool negative, bool sticky, Rounding rounding)
{
    int last = 0;
    for (int rest = drop; rest > 0;) {
        sticky = sticky || last != 0;
        const int now = rest > 1 ? std::min(rest - 1, 18) : 1;
        const std::uint64_t remainder = divide_small(value, std::uint64_t(ten_to(now)));
        rest -= now;
        if (rest == 0 && now == 1) {
            last = int(remainder);
        } else {
            sticky = sticky || remainder != 0;
        }
    }
    if (goes_up(rounding, negative, (value.low & 1U) != 0, last, sticky)) value = add_wide(value, {0, 1});
}

}  // namespace

std::optional<Number> finish_number(bool negative, U256 value, std::int64_t exponent, bool sticky)
{
    const int digits = digits_of(value);
    std::int64_t drop = std::max(0, digits - Number::kDigits);
    drop = std::max<std::int64_t>(drop, Number::kMinExponent - exponent);
    if (drop > digits + 1) {
        sticky = sticky || !value.is_zero();
        value = {};
        exponent = Number::kMinExponent;
    } else if (drop > 0) {
        cut(value, int(drop), negative, sticky, Rounding::half_even);
        exponent += drop;
    }
    U128 coefficient = value.low;
    if (coefficient == ten_to(Number::kDigits)) {
        coefficient /= 10;
        ++exponent;
    }
    if (coefficient == 0) {
        negative = false;
        exponent = std::clamp<std::int64_t>(exponent, Number::kMinExponent, Number::kMaxExponent);
    }
    for (; exponent > Number::kMaxExponent; --exponent) {
        if (coefficient >= ten_to(Number::kDigits - 1)) return std::nullopt;
        coefficient *= 10;
    }
    return Number::make(negative, std::uint64_t(coefficient >> 64), std::uint64_t(coefficient), exponent);
}

std::optional<Number> Number::make(bool negative, std::uint64_t high, std::uint64_t low,
                                   std::int64_t exponent)
{
    const U128 value = make_u128(high, low);
    if (value < ten_to(kDigits) && exponent >= kMinExponent && exponent <= kMaxExponent) {
        return Number(negative && value != 0, high, low, int(exponent));
    }
    if (exponent > (std::int64_t(1) << 40)) {
        return value == 0 ? std::optional(Number(false, 0, 0, kMaxExponent)) : std::nullopt;
    }
    return finish_number(negative, {0, value}, std::max(exponent, -(std::int64_t(1) << 40)), false);
}

Number Number::scaled(std::int64_t coefficient, int exponent)
{
    Number out(coefficient);
    out.exponent_ = exponent;
    return out;
}

std::optional<Number> Number::parse(std::string_view text)
{
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    U128 value = 0;
    std::int64_t exponent = 0;
    bool sticky = false, has_digit = false, has_dot = false;
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '.' && !has_dot) {
            has_dot = true;
            continue;
        }
        if (c < '0' || c > '9') break;
        has_digit = true;
        if (value < ten_to(37)) {
            value = value * 10 + unsigned(c - '0');
            exponent -= has_dot ? 1 : 0;
        } else {
            sticky = sticky || c != '0';
            exponent += has_dot ? 0 : 1;
        }
    }
    if (!has_digit || text[at - 1] == '.') return std::nullopt;
    if (at < text.size()) {
        if (text[at] != 'e' && text[at] != 'E') return std::nullopt;
        std::string_view rest = text.substr(at + 1);
        const bool below = rest.starts_with('-');
        if (below || rest.starts_with('+')) rest.remove_prefix(1);
        if (rest.empty()) return std::nullopt;
        std::int64_t given = 0;
        for (const char c : rest) {
            if (c < '0' || c > '9') return std::nullopt;
            given = std::min<std::int64_t>(given * 10 + (c - '0'), std::int64_t(1) << 40);
        }
        exponent += below ? -given : given;
    }
    if (exponent > 2 * kMaxExponent && value != 0) return std::nullopt;
    return finish_number(negative, {0, value}, std::min<std::int64_t>(exponent, 2 * kMaxExponent), sticky);
}

std::optional<Number> Number::from_double(double value)
{
    if (!std::isfinite(value)) return std::nullopt;
    char text[40];
    const auto end = std::to_chars(text, text + sizeof text, value);
    return parse(std::string_view(text, std::size_t(end.ptr - text)));
}

bool Number::is_integer() const { return exponent_ >= 0 || round(*this, 0, Rounding::down) == *this; }

std::optional<std::int64_t> Number::to_int64() const
{
    U128 value = coefficient_of(*this);
    for (int exponent = exponent_; exponent < 0 && value != 0; ++exponent) {
        if (value % 10 != 0) return std::nullopt;
        value /= 10;
    }
    for (int exponent = exponent_; exponent > 0 && value != 0; --exponent) {
        if (value >> 64 != 0) return std::nullopt;
        value *= 10;
    }
    const U128 limit = U128(std::numeric_limits<std::int64_t>::max()) + (negative_ ? 1 : 0);
    if (value > limit) return std::nullopt;
    return std::int64_t(negative_ ? 0 - std::uint64_t(value) : std::uint64_t(value));
}

double Number::to_double() const
{
    const std::string text = str();
    double value = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc::result_out_of_range) {
        // Far above or below: decided by the sign of the exponent.
        const bool large = exponent_ > -200;
        value = large ? std::numeric_limits<double>::infinity() : 0;
        if (negative_) value = -value;
    }
    return value;
}

std::string Number::str() const
{
    const std::string digits = digits_text(coefficient_of(*this));
    std::string out = negative_ ? "-" : "";
    const int count = int(digits.size());
    if (exponent_ == 0 || is_zero()) {
        out += digits;
        if (exponent_ < 0 && exponent_ >= -kDigits) out.append(".").append(std::size_t(-exponent_), '0');
        return out;
    }
    if (exponent_ > 0 && exponent_ <= kDigits) return out + digits + std::string(std::size_t(exponent_), '0');
    const int whole = count + exponent_;  // digits before the dot
    if (exponent_ < 0 && whole > 0) {
        return out + digits.substr(0, std::size_t(whole)) + "." + digits.substr(std::size_t(whole));
    }
    if (exponent_ < 0 && whole > -kDigits) {
        return out + "0." + std::string(std::size_t(-whole), '0') + digits;
    }
    out += digits.substr(0, 1);
    if (count > 1) out += "." + digits.substr(1);
    const int power = exponent_ + count - 1;
    return out + (power < 0 ? "E-" : "E+") + std::to_string(std::abs(power));
}

Number Number::operator-() const { return Number(!negative_ && !is_zero(), high_, low_, exponent_); }

Number Number::absolute() const { return Number(false, high_, low_, exponent_); }

Number Number::without_trailing_zeros() const
{
    U128 value = coefficient_of(*this);
    if (value == 0) return Number();
    int exponent = exponent_;
    while (exponent < 0 && value % 10 == 0) {
        value /= 10;
        ++exponent;
    }
    return Number(negative_, std::uint64_t(value >> 64), std::uint64_t(value), exponent);
}

std::strong_ordering operator<=>(const Number& a, const Number& b)
{
    if (a.is_zero() && b.is_zero()) return std::strong_ordering::equal;
    if (a.is_zero()) return b.negative() ? std::strong_ordering::greater : std::strong_ordering::less;
    if (b.is_zero() || a.negative() != b.negative()) {
        return a.negative() ? std::strong_ordering::less : std::strong_ordering::greater;
    }
    const Number& left = a.negative() ? b : a;
    const Number& right = a.negative() ? a : b;
    U256 x{0, coefficient_of(left)}, y{0, coefficient_of(right)};
    const int x_size = digits_of(x.low) + left.exponent(), y_size = digits_of(y.low) + right.exponent();
    if (x_size != y_size) return x_size <=> y_size;
    // The same first digit's place, so the exponents differ by less than 34.
    const int shift = left.exponent() - right.exponent();
    if (shift > 0) x = multiply_wide(x.low, ten_to(shift));
    if (shift < 0) y = multiply_wide(y.low, ten_to(-shift));
    return x == y  ? std::strong_ordering::equal
           : x < y ? std::strong_ordering::less
                   : std::strong_ordering::greater;
}

std::optional<Number> round(const Number& a, int scale, Rounding rounding)
{
    if (-scale < Number::kMinExponent || -scale > Number::kMaxExponent) return std::nullopt;
    if (a.exponent() >= -scale) return a;
    U256 value{0, coefficient_of(a)};
    cut(value, std::min(-scale - a.exponent(), 60), a.negative(), false, rounding);
    return finish_number(a.negative(), value, -scale, false);
}

}  // namespace lt::feel
