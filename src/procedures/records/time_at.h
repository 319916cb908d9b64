// Single times among the words of a sentence: for the grammar of durations.cpp.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>

#include "procedures/records/procedure.h"
#include "procedures/records/tokens.h"

namespace lt::procedures {

using Tokens = std::span<const Token>;

// Whether the words stand at `at`, one token each.
bool stands(Tokens tokens, std::size_t at, std::initializer_list<std::string_view> words);

// A time and how many tokens it takes.
struct Found {
    Duration duration{};
    std::size_t length = 0;
};

// "03 ngày làm việc", "ba (03) ngày"; no date and no time of the day.
std::optional<Found> time_at(Tokens tokens, std::size_t at);
// "trong ngày", "ngay trong ngày làm việc", and not "trong ngày làm việc tiếp theo".
std::optional<Found> same_day_at(Tokens tokens, std::size_t at);
// One of the two.
std::optional<Found> any_time_at(Tokens tokens, std::size_t at);

// "05 (ba) ngày": a time is named, and nobody knows which.
bool is_contradiction(const Duration& one);

}  // namespace lt::procedures
