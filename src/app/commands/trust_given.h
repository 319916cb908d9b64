// What commands about signatures are told on the command line: a moment, a folder of roots.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "kit/base/clock.h"
#include "kit/crypto/trust.h"

namespace lt::app {

// "2026-11-20", "2026-11-20T09:00", "2026-11-20T09:00:00Z", "…+07:00"; without a zone it is UTC.
std::optional<base::Time> iso_time(std::string_view text);

// A folder of roots as somebody lays them down, named as he likes: certificates, revocation lists, OCSP answers. Roots are believed;
// where there is none, whoever lies there is. Throws when the folder can't be read.
crypto::TrustStore trust_in(const std::filesystem::path& folder, const crypto::AlgorithmPolicy& policy);

}  // namespace lt::app
