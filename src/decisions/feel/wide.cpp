#include "decisions/feel/wide.h"

#include <array>

namespace lt::feel {
namespace {

constexpr auto kTens = [] {
    std::array<U128, 39> table{};
    for (int i = 0; i < 39; ++i) table[std::size_t(i)] = power_of_ten(i);
    return table;
}();

constexpr int bits_of(U128 value)
{
    const auto high = std::uint64_t(value >> 64);
    const auto low = std::uint64_t(value);
    return high != 0 ? 128 - __builtin_clzll(high) : low != 0 ? 64 - __builtin_clzll(low) : 0;
}

U256 shift_left(const U256& value, int by)  // 0 < by < 128
{
    return {(value.high << by) | (value.low >> (128 - by)), value.low << by};
}

}  // namespace

U128 ten_to(int power) { return kTens[std::size_t(power)]; }

U256 multiply_wide(U128 a, U128 b)
{
    const U128 mask = ~std::uint64_t(0);
    const U128 a_high = a >> 64, a_low = a & mask, b_high = b >> 64, b_low = b & mask;
    const U128 low = a_low * b_low, high = a_high * b_high;
    const U128 left = a_high * b_low, right = a_low * b_high;
    const U128 middle = (low >> 64) + (left & mask) + (right & mask);
    return {high + (left >> 64) + (right >> 64) + (middle >> 64), (middle << 64) | (low & mask)};
}

U256 add_wide(const U256& a, const U256& b)
{
    const U128 low = a.low + b.low;
    return {a.high + b.high + (low < a.low ? 1 : 0), low};
}

U256 subtract_wide(const U256& a, const U256& b)
{
    return {a.high - b.high - (a.low < b.low ? 1 : 0), a.low - b.low};
}

std::uint64_t divide_small(U256& value, std::uint64_t divisor)
{
    const std::array<std::uint64_t, 4> limbs{std::uint64_t(value.high >> 64), std::uint64_t(value.high),
                                             std::uint64_t(value.low >> 64), std::uint64_t(value.low)};
    std::array<std::uint64_t, 4> out{};
    U128 rest = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        const U128 now = (rest << 64) | limbs[i];
        out[i] = std::uint64_t(now / divisor);
        rest = now % divisor;
    }
    value = {make_u128(out[0], out[1]), make_u128(out[2], out[3])};
    return std::uint64_t(rest);
}

int digits_of(U128 value)
{
    if (value == 0) return 0;
    const int guess = bits_of(value) * 1233 >> 12;  // log10(2)
    return guess >= 39 || value < ten_to(guess) ? guess : guess + 1;
}

int digits_of(const U256& value)
{
    if (value.high == 0) return digits_of(value.low);
    U256 rest = value;
    int digits = 0;
    while (rest.high != 0) {
        divide_small(rest, 1'000'000'000'000'000'000U);
        digits += 18;
    }
    return digits + digits_of(rest.low);
}

U128 root_of(const U256& value, bool& exact)
{
    U256 rest{};
    U128 root = 0;
    for (int pair = 127; pair >= 0; --pair) {
        const U128 half = pair >= 64 ? value.high : value.low;
        const auto bits = unsigned((half >> (2 * (pair % 64))) & 3U);
        rest = add_wide(shift_left(rest, 2), {0, bits});
        // Is there room for one more bit: (2·root + 1)² ≤ what was taken so far?
        const U256 step = add_wide(shift_left({0, root}, 2), {0, 1});
        root <<= 1;
        if (!(rest < step)) {
            rest = subtract_wide(rest, step);
            root |= 1;
        }
    }
    exact = rest.is_zero();
    return root;
}

}  // namespace lt::feel
