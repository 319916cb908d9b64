// Which certificates may sign here. Pure: no database, no clock.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "kit/base/clock.h"
#include "kit/base/result.h"
#include "kit/crypto/certificate.h"

namespace lt::signing {

constexpr std::size_t kLargestKeyFile = 64 << 10;  // bytes of a PKCS#12 file, or of certificates
extern const char* const kKeyFileTooLarge;
extern const char* const kCertificateTooLarge;
constexpr std::chrono::hours kWarnBefore{30 * 24};  // of a certificate's end

// Why it can't sign at this moment: not valid yet, or no longer.
std::optional<base::Message> why_not_now(const crypto::Certificate& certificate, base::Time now);

// Why nobody may sign documents with it here, now.
std::optional<base::Message> why_not(const crypto::Certificate& certificate, base::Time now);

// Whether the certificate was given to a person of this name: all words of it, in their order, with or without accents.
bool names(const crypto::Certificate& certificate, std::string_view person);

bool ends_soon(const crypto::Certificate& certificate, base::Time now);

// A file with the signer's certificate, perhaps with those of its issuers: PEM or one DER. The signer's comes first then.
base::Result<std::vector<crypto::Certificate>> read_certificates(std::string_view file);

}  // namespace lt::signing
