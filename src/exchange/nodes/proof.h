// A short text that a node signed: what it says, and the CMS that proves it. Pure but for the key's holder.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kit/base/clock.h"
#include "kit/base/result.h"
#include "kit/crypto/certificate.h"
#include "kit/crypto/signer.h"

namespace lt::exchange::nodes {

struct Proof {
    std::string text{};
    std::string cms{};  // detached, DER (RFC 5652)
};

// Throws std::runtime_error when the key does not sign: nothing can be sent without it.
Proof prove(crypto::Signer& signer, std::string text);

enum class Doubt : std::uint8_t {
    none,
    unreadable,      // no CMS of one signer
    other_signer,    // signed by none of the certificates that count
    not_valid_then,  // by one that had ended at `at`, or not begun
    altered,         // the text is not what was signed
};
// Whether one of the trusted certificates signed the text.
Doubt doubt_of(const Proof& proof, std::span<const crypto::Certificate> trusted, base::Time at);

// The file that is handed on as proof: JSON with the text as it was signed and the CMS in base64.
std::string to_file(const Proof& proof);
base::Result<Proof> from_file(std::string_view file);

std::string to_base64(std::string_view bytes);
std::string from_base64(std::string_view text);  // "" for what is none

}  // namespace lt::exchange::nodes
