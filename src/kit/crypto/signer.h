// Whoever holds a private key: a file, a token, a remote service. Keys never leave their holder; this is all that others see.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kit/base/clock.h"
#include "kit/base/result.h"
#include "kit/base/secret.h"
#include "kit/crypto/certificate.h"

struct evp_pkey_st;

namespace lt::crypto {

class Signer {
public:
    virtual ~Signer() = default;
    virtual const Certificate& certificate() const = 0;
    virtual const std::vector<Certificate>& chain() const = 0;  // of its issuers, as far as known
    // The signature over the SHA-256 of `bytes`: RSA by PKCS #1 v1.5, elliptic curves as DER (RFC 3279).
    virtual base::Result<std::string> sign(std::string_view bytes) = 0;
};

// The signature, of the form that Signer::sign gives, over this SHA-256 (32 raw bytes) fits to the certificate's key. What a token or a
// service gave back is believed only then.
bool signature_fits(const Certificate& certificate, std::string_view digest, std::string_view signature);

// What keeps a certificate from signing documents at this moment: not yet valid, expired, not meant for signatures. `field` is the
// field of the form that the certificate came with.
std::optional<base::Error> why_not_signing(const Certificate& certificate, base::Time now,
                                           const std::string& field);

// A key in this process's memory.
class SoftSigner : public Signer {
public:
    // A PKCS#12 file (RFC 7292), also of the old kind with RC2 and 3DES. Of several certificates for the key, that one which counts at
    // `now` and longest. A wrong password is `invalid` at the field "password", anything else at "file".
    static base::Result<std::unique_ptr<SoftSigner>> from_pkcs12(std::string_view file,
                                                                 const base::Secret& password,
                                                                 base::Time now);
    SoftSigner(std::shared_ptr<evp_pkey_st> key, Certificate certificate, std::vector<Certificate> chain);
    const Certificate& certificate() const override { return certificate_; }
    const std::vector<Certificate>& chain() const override { return chain_; }
    base::Result<std::string> sign(std::string_view bytes) override;

private:
    std::shared_ptr<evp_pkey_st> key_;
    Certificate certificate_;
    std::vector<Certificate> chain_;
};

}  // namespace lt::crypto
