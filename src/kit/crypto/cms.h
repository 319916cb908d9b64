// Detached signatures as PAdES and CAdES want them: CMS with the signing certificate's hash among the signed attributes and no
// signing time (RFC 5652, RFC 5035, EN 319 122-1).
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kit/base/clock.h"
#include "kit/base/result.h"
#include "kit/crypto/certificate.h"

namespace lt::crypto {

// A signature in the making: the holder of the key signs `to_sign()`, wherever the key is, then `finish` makes the CMS.
class CmsDraft {
public:
    // `digest` is the SHA-256 of the content, 32 raw bytes. `claimed` becomes the signing time, which CAdES wants (EN 319 122-1,
    // 6.3) and PAdES forbids.
    CmsDraft(const Certificate& signer, const std::vector<Certificate>& chain, std::string_view digest,
             std::optional<base::Time> claimed = {});
    ~CmsDraft();
    CmsDraft(CmsDraft&&) noexcept;
    const std::string& to_sign() const;  // DER of the signed attributes; to be signed with SHA-256
    // The DER of the CMS. A token of a timestamp authority over the SHA-256 of `signature` goes into the unsigned attributes.
    std::string finish(std::string_view signature, std::string_view timestamp_token = {});

private:
    std::unique_ptr<struct CmsDraftState> state_;
};

// Why a signature is not right in itself, whoever signed.
enum class CmsFault : std::uint8_t {
    none,
    no_certificate,     // the signer's certificate is not inside
    other_certificate,  // the signed attributes name another certificate than the one that signed
    no_reference,       // they name none (signing-certificate): no baseline signature
    unknown_algorithm,  // digest or key that this program can't check, or names of digests that contradict each other
    wrong_digest,     // the content is not what was signed
    wrong_signature,  // the signature does not fit to the certificate's key
};

// What a check of a signature found, of the content apart from the signer.
struct CmsCheck {
    bool intact = false;   // the content is what was signed
    bool genuine = false;  // and the key of the certificate inside signed it
    CmsFault fault = CmsFault::none;
};

// The signature of one signer, read. Copies share what is inside; not for several threads at a time.
class CmsSignature {
public:
    // What stands behind the DER (zeros of padding) is left to the caller: `length` is where the DER ends.
    // Refused when there are several signers.
    static base::Result<CmsSignature> parse(std::string_view der, std::size_t& length);
    // The same where the signer is most probably one of `known`: a certificate inside that is one of these, and the only one, is not decoded
    // again, which takes longer than the whole check. All else is read as above.
    static base::Result<CmsSignature> parse(std::string_view der, std::size_t& length,
                                            std::span<const Certificate> known);
    // The same for any number of signers but none; at most 100, with at most 100 certificates.
    static base::Result<std::vector<CmsSignature>> parse_all(std::string_view der, std::size_t& length);

    const std::optional<Certificate>& signer() const;
    const std::vector<Certificate>& certificates() const;  // all inside
    const std::vector<std::string>& crls() const;          // DER
    std::string digest() const;                            // "SHA256"; "" when unknown
    std::string signature() const;                         // the raw value
    std::optional<base::Time> claimed_time() const;        // signing-time, in nobody's word but the signer's
    std::string timestamp_token() const;                   // over the signature; "" without
    std::string revocation_archival() const;               // adbe-revocationInfoArchival, DER; "" without
    std::string content_timestamp() const;  // a token over the content, from before the signature; "" without
    std::string_view content() const;       // what is inside; "" for a detached signature
    bool encloses() const;                  // something is inside, if only ""
    // Checks digest, signature and the reference to the certificate over the pieces of the content.
    CmsFault check(std::span<const std::string_view> content) const { return examine(content).fault; }
    // The same in parts. A signature without signed attributes (RFC 5652, 5.4), as older programs make them, has the fault no_reference,
    // but may be genuine.
    CmsCheck examine(std::span<const std::string_view> content) const;
    // The same signature for content that passed by elsewhere: a check takes this digest (by `digest()`, raw; "" when it was not
    // measured) in place of pieces.
    CmsSignature over_digest(std::string measured) const;

private:
    static base::Result<std::vector<CmsSignature>> decode(std::string_view der, std::size_t& length,
                                                          const std::vector<Certificate>& beside);
    std::shared_ptr<struct CmsSignatureState> state_;
};

}  // namespace lt::crypto
