// X.509 certificates (RFC 5280).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kit/base/clock.h"
#include "kit/base/result.h"

struct x509_st;

namespace lt::crypto {

enum class KeyKind : std::uint8_t { rsa, elliptic_curve, other };

// A value; copies share what is inside.
class Certificate {
public:
    static base::Result<Certificate> parse(std::string_view der);
    // All certificates of a PEM file, in its order; other blocks are passed over.
    static base::Result<std::vector<Certificate>> parse_pem(std::string_view pem);
    explicit Certificate(std::shared_ptr<x509_st> certificate);

    std::string der() const;
    std::string pem() const;
    std::string fingerprint() const;  // SHA-256 of the DER, hexadecimal
    std::string common_name() const;  // UTF-8; the whole subject where it has none
    std::string subject() const;      // RFC 2253, UTF-8
    std::string issuer() const;
    std::string serial() const;  // hexadecimal
    base::Time not_before() const;
    base::Time not_after() const;
    bool valid_at(base::Time at) const;
    bool is_authority() const;   // may issue certificates (basicConstraints)
    bool issued_itself() const;  // a root, or self-signed
    // May sign documents: keyUsage, where there is one, has digitalSignature or nonRepudiation.
    bool may_sign() const;
    bool may_timestamp() const;  // extendedKeyUsage is timeStamping and nothing else (RFC 3161, 2.3)
    KeyKind key_kind() const;
    int key_bits() const;
    std::string signature_digest() const;        // "SHA256": how its issuer signed it; "" when unknown
    std::vector<std::string> ocsp_urls() const;  // authorityInfoAccess
    std::vector<std::string> issuer_urls() const;
    std::vector<std::string> crl_urls() const;  // cRLDistributionPoints

    friend bool operator==(const Certificate& a, const Certificate& b);
    x509_st* raw() const { return certificate_.get(); }  // for kit/crypto

private:
    std::shared_ptr<x509_st> certificate_;
};

}  // namespace lt::crypto
