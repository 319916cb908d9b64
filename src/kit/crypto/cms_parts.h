// What making and reading a CMS have in common. Inside kit/crypto only.
#pragma once

#include <vector>

#include "kit/crypto/certificate.h"
#include "kit/crypto/openssl.h"

namespace lt::crypto {

X509StackPtr stack_of(const std::vector<Certificate>& certificates);
// The signed attributes as DER's SET OF, which is what is signed (RFC 5652, 5.4).
std::string signed_attributes(const CMS_SignerInfo* info);

}  // namespace lt::crypto
