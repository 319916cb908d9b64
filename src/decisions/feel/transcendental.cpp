// Powers, logarithms and e^x: worked out with 60 digits, then rounded to 34.
#include <cmath>

#include <boost/multiprecision/cpp_dec_float.hpp>

#include "decisions/feel/number.h"

namespace lt::feel {
namespace {

using Wide = boost::multiprecision::number<boost::multiprecision::cpp_dec_float<60>>;

// e^x for larger x is beyond 10^6145.
constexpr double kLargestPower = 14'200;

Wide wide(const Number& number) { return Wide(number.str()); }

std::optional<Number> narrow(const Wide& value)
{
    const auto number = Number::parse(value.str(50, std::ios_base::scientific));
    return number ? std::optional(number->without_trailing_zeros()) : std::nullopt;
}

double log_of(const Number& number)  // of its size, also beyond what a double holds
{
    const Number digits = *Number::make(false, number.high(), number.low(), 0);
    return std::log(digits.to_double()) + number.exponent() * std::log(10.0);
}

}  // namespace

std::optional<Number> logarithm(const Number& a)
{
    if (a.negative() || a.is_zero()) return std::nullopt;
    return narrow(log(wide(a)));
}

std::optional<Number> exponential(const Number& a)
{
    const double size = a.to_double();
    if (size > kLargestPower) return std::nullopt;
    if (size < -kLargestPower - 100) return Number();
    return narrow(exp(wide(a)));
}

std::optional<Number> power(const Number& base, const Number& exponent)
{
    if (exponent.is_zero()) return Number(1);
    if (base.is_zero()) return exponent.negative() ? std::nullopt : std::optional(Number());
    if (base.negative() && !exponent.is_integer()) return std::nullopt;
    if (base.absolute() == Number(1)) {
        const auto half = divide(exponent, Number(2));
        return base.negative() && half && !half->is_integer() ? base : Number(1);
    }
    // By the size of the result, so that nothing large is ever worked out.
    const double size = log_of(base.absolute()) * exponent.to_double();
    if (std::isnan(size) || size > kLargestPower) return std::nullopt;
    if (size < -kLargestPower - 100) return Number();
    if (const auto whole = exponent.to_int64(); whole && *whole >= -100'000 && *whole <= 100'000) {
        return narrow(pow(wide(base), int(*whole)));
    }
    const auto odd = [&] {
        const auto half = divide(exponent, Number(2));
        return half && !half->is_integer();
    };
    const Wide result = exp(wide(exponent) * log(wide(base.absolute())));
    return narrow(base.negative() && odd() ? Wide(-result) : result);
}

}  // namespace lt::feel
