// Pictures of handwritten signatures and seals. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "kit/base/message.h"

namespace lt::signing {

constexpr std::uint64_t kLargestPicture = 1 << 20;  // bytes
constexpr std::int64_t kMostPixels = 4'000'000;
extern const char* const kPictureTooLarge;

// Why it can't stand on documents: no PNG, a too large one, or one that would hide what is under it (ND 30/2020, Annex I).
std::optional<base::Message> wrong_with_picture(std::string_view png);

}  // namespace lt::signing
