// A small certification authority with revocation and timestamps, for the demo and the tests: it believes whoever asks. Real documents
// are signed with certificates of the authorities that the law names.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kit/base/clock.h"
#include "kit/crypto/certificate.h"
#include "kit/crypto/signer.h"

namespace lt::crypto {

// A certificate with its key, and the certificates of its issuers up to the root.
struct Identity {
    Certificate certificate;
    std::shared_ptr<evp_pkey_st> key;
    std::vector<Certificate> chain{};

    std::unique_ptr<SoftSigner> signer() const;
    std::string pkcs12(const std::string& password) const;
    std::string key_pem() const;  // PKCS #8, not encrypted
    static base::Result<Identity> read(std::string_view certificates_pem, std::string_view key_pem);
};

enum class CertificateUse : std::uint8_t { authority, documents, timestamps, ocsp };

struct CertificateWish {
    std::string common_name{};
    std::string organisation{};
    CertificateUse use = CertificateUse::documents;
    KeyKind kind = KeyKind::rsa;
    int bits = 2048;  // of an RSA key; elliptic curves are P-256
    base::Time from{};
    base::Time until{};
    std::string crl_url{};  // goes into the certificate where given
    std::string ocsp_url{};
    std::string issuer_url{};  // of the issuer's certificate
};

Identity make_root(const CertificateWish& wish);
Identity issue(const Identity& issuer, const CertificateWish& wish);
// For a key that is elsewhere (on a token, in a service): its public half is a SubjectPublicKeyInfo, DER. Kind and bits of the wish do
// not matter.
base::Result<Certificate> issue_for_key(const Identity& issuer, const CertificateWish& wish,
                                        std::string_view public_key);

struct Revoked {
    Certificate certificate;
    base::Time at{};
};
// DER, said at `now` and good until `until`.
std::string make_crl(const Identity& issuer, const std::vector<Revoked>& revoked, base::Time now,
                     base::Time until);
// DER of the OCSP answer about one certificate. `responder` is the issuer or has its certificate for OCSP.
std::string make_ocsp(const Identity& responder, const Certificate& issuer, const Certificate& certificate,
                      std::optional<base::Time> revoked_at, base::Time now, base::Time until);
// The serial number that an OCSP request asks for; nothing for what is no request.
std::optional<std::string> serial_in_ocsp_request(std::string_view request);
// The DER of a request, as a client sends it.
std::string ocsp_request(const Certificate& certificate, const Certificate& issuer);
// The DER of the reply to a timestamp query.
std::string make_timestamp(const Identity& authority, std::string_view query, base::Time now);

}  // namespace lt::crypto
