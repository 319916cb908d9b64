// Signs XML: one enveloped signature over the whole document (XAdES-B-B or B-T, EN 319 132-1, over XML-DSig) with SHA-256 and exclusive
// canonical XML.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kit/base/clock.h"
#include "kit/base/result.h"
#include "kit/crypto/certificate.h"

namespace lt::xml_signature {

// A signature in the making: the holder of the key signs `to_sign()`, wherever the key is, then `finish` gives the document.
class XmlDraft {
public:
    // The signature becomes the last child of the element that the local names lead to from the root (none: the root itself). Refused
    // when the document is no XML, has no such place, or has a signature already, which this one would break.
    static base::Result<XmlDraft> make(std::string_view xml, const std::vector<std::string>& place,
                                       const crypto::Certificate& signer,
                                       const std::vector<crypto::Certificate>& chain, base::Time claimed);
    ~XmlDraft();
    XmlDraft(XmlDraft&&) noexcept;
    const std::string& to_sign() const;  // the canonical SignedInfo; to be signed with SHA-256
    // What a timestamp of the signature must be over: the canonical SignatureValue. `signature` as crypto::Signer::sign gives it.
    std::string to_timestamp(std::string_view signature) const;
    // The signed document, UTF-8. A token over `to_timestamp(signature)` makes it B-T.
    std::string finish(std::string_view signature, std::string_view timestamp_token = {});

private:
    XmlDraft();
    std::unique_ptr<struct XmlDraftState> state_;
};

}  // namespace lt::xml_signature
