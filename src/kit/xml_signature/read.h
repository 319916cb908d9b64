// Reads the signatures of an XML document (XML-DSig, XAdES) and checks each in itself, whoever signed. What a signature may use is a
// closed list: nothing is fetched, no XSLT, no XPath; an element is found by its Id only when that Id is there once.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "kit/base/clock.h"
#include "kit/base/result.h"
#include "kit/crypto/cades.h"
#include "kit/crypto/cms.h"

struct _xmlDoc;
struct _xmlNode;

namespace lt::xml_signature {

struct XmlSignature {
    // Why it was not tried: in Vietnamese; empty when it was.
    base::Message form_refused{};
    crypto::CmsFault fault = crypto::CmsFault::none;
    bool intact = false;   // all that it refers to is as it was signed
    bool genuine = false;  // and the key of `signer` signed it
    std::optional<crypto::Certificate> signer{};
    std::vector<crypto::Certificate> certificates{};  // all inside
    std::vector<std::string> digests{};               // all that it rests on: "SHA256"
    // XAdES, and the certificate that the signed properties name is the signer's.
    bool names_certificate = false;
    std::optional<base::Time> claimed_time{};
    std::string timestamp_token{};     // DER of the first signature timestamp; "" without
    std::string timestamped{};         // the bytes that it must be over
    bool covers_document = false;      // all but the signature itself
    std::vector<std::string> files{};  // names of the files beside the document that it covers
};

struct SignedDocument {
    std::vector<XmlSignature> signatures{};
    // There is a signature whose elements stand in another namespace: the document was written anew by somebody after it was
    // signed, and nothing can be checked.
    bool rewritten = false;
};

// Opens a file beside the document (in its container) by its name; an empty function when there is none.
using FileOpener = std::function<crypto::ByteSource(const std::string& name)>;

constexpr std::size_t kMostXml = 128U << 20U;

base::Result<SignedDocument> read_signatures(std::string_view xml, const FileOpener& files = {},
                                             std::size_t most_bytes = kMostXml);

// For kit/xml_signature: the signatures that are not part of another one.
std::vector<_xmlNode*> signature_elements(_xmlDoc* document);

}  // namespace lt::xml_signature
