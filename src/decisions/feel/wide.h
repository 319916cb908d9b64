// Integers of 128 and 256 bits for the numbers of this folder.
#pragma once

#include <cstdint>

namespace lt::feel {

__extension__ typedef unsigned __int128 U128;

constexpr U128 make_u128(std::uint64_t high, std::uint64_t low) { return (U128(high) << 64) | low; }

// 10^power, 0 ≤ power ≤ 38.
constexpr U128 power_of_ten(int power)
{
    U128 value = 1;
    for (int i = 0; i < power; ++i) value *= 10;
    return value;
}
U128 ten_to(int power);  // the same from a table

struct U256 {
    U128 high = 0;
    U128 low = 0;

    bool is_zero() const { return high == 0 && low == 0; }
    friend bool operator==(const U256&, const U256&) = default;
    friend bool operator<(const U256& a, const U256& b)
    {
        return a.high != b.high ? a.high < b.high : a.low < b.low;
    }
};

U256 multiply_wide(U128 a, U128 b);
U256 add_wide(const U256& a, const U256& b);
U256 subtract_wide(const U256& a, const U256& b);  // a ≥ b
// Divides in place, gives the remainder.
std::uint64_t divide_small(U256& value, std::uint64_t divisor);
int digits_of(const U256& value);  // 0 has none
int digits_of(U128 value);
U128 root_of(const U256& value, bool& exact);  // whole square root, rounded down

}  // namespace lt::feel
