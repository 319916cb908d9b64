// The two forms of an ECDSA signature: DER in CMS (RFC 3279), two numbers one behind the other in XML (RFC 4050, XML Signature 1.1).
#pragma once

#include <string>
#include <string_view>

#include "kit/crypto/certificate.h"

namespace lt::crypto {

// The plain form of what `Signer::sign` gave; each number as long as the key. A signature of another kind comes back as it is.
std::string plain_signature(std::string_view signature, const Certificate& signer);

}  // namespace lt::crypto
