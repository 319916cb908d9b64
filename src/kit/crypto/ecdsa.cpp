#include "kit/crypto/ecdsa.h"

#include <openssl/ec.h>

#include "kit/crypto/openssl.h"

namespace lt::crypto {

std::string plain_signature(std::string_view signature, const Certificate& signer)
{
    if (signer.key_kind() != KeyKind::elliptic_curve) return std::string(signature);
    const unsigned char* at = bytes_of(signature);
    const std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>> both(
        d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(signature.size())));
    must(both != nullptr);
    const int size = (signer.key_bits() + 7) / 8;
    std::string out(static_cast<std::size_t>(size) * 2, '\0');
    auto* bytes = reinterpret_cast<unsigned char*>(out.data());
    must(BN_bn2binpad(ECDSA_SIG_get0_r(both.get()), bytes, size) == size &&
         BN_bn2binpad(ECDSA_SIG_get0_s(both.get()), bytes + size, size) == size);
    return out;
}

}  // namespace lt::crypto
