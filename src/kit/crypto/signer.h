// Whoever holds a private key: a file, a token, a remote service. Keys never leave their holder; this is all that others see.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kit/base/result.h"
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

// A key in this process's memory.
class SoftSigner : public Signer {
public:
    // A PKCS#12 file (RFC 7292). A wrong password is `invalid` at the field "password".
    static base::Result<std::unique_ptr<SoftSigner>> from_pkcs12(std::string_view file,
                                                                 const std::string& password);
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
