#include "kit/xml_signature/sign.h"

#include "kit/base/ids.h"
#include "kit/crypto/digest.h"
#include "kit/crypto/ecdsa.h"
#include "kit/xml_signature/read.h"
#include "kit/xml_signature/xml.h"

namespace lt::xml_signature {
namespace {

constexpr std::size_t kMostToSign = 512U << 20U;

std::string digest_value(xmlDoc* document, const xmlNode* subtree)
{
    crypto::Sha256 digest;
    CHECK(canonical(document, subtree, nullptr, kExclusive,
                    [&](std::string_view piece) { digest.update(piece); }));
    return to_base64(digest.finish());
}

std::string to_the_second(base::Time time) { return base::format_iso(time).substr(0, 19) + "Z"; }

std::string reference(const std::string& attributes, std::string_view transforms, const std::string& digest)
{
    return "<ds:Reference " + attributes + "><ds:Transforms>" + std::string(transforms) +
           "<ds:Transform Algorithm=\"" + std::string(kExclusive) +
           "\"/></ds:Transforms><ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/><ds:DigestValue>" +
           digest + "</ds:DigestValue></ds:Reference>";
}

// The certificate is named by its digest, so that no other one with the same key can take its place.
std::string signed_properties(const std::string& id, const crypto::Certificate& signer, base::Time claimed)
{
    return "<xades:SignedProperties Id=\"" + id +
           "-properties\"><xades:SignedSignatureProperties><xades:SigningTime>" + to_the_second(claimed) +
           "</xades:SigningTime><xades:SigningCertificateV2><xades:Cert><xades:CertDigest><ds:DigestMethod "
           "Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/><ds:DigestValue>" +
           to_base64(crypto::sha256(signer.der())) +
           "</ds:DigestValue></xades:CertDigest></xades:Cert></xades:SigningCertificateV2>"
           "</xades:SignedSignatureProperties><xades:SignedDataObjectProperties><xades:DataObjectFormat "
           "ObjectReference=\"#" +
           id +
           "-document\"><xades:MimeType>text/xml</xades:MimeType></xades:DataObjectFormat>"
           "</xades:SignedDataObjectProperties></xades:SignedProperties>";
}

std::string unsigned_properties(std::string_view token)
{
    return "<xades:UnsignedProperties xmlns:xades=\"" + std::string(kXades) + "\" xmlns:ds=\"" +
           std::string(kDsig) +
           "\"><xades:UnsignedSignatureProperties><xades:SignatureTimeStamp><ds:CanonicalizationMethod Algorithm=\"" +
           std::string(kExclusive) + "\"/><xades:EncapsulatedTimeStamp>" + to_base64(token) +
           "</xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp></xades:UnsignedSignatureProperties>"
           "</xades:UnsignedProperties>";
}

// What this file wrote itself.
Document parsed(const std::string& text)
{
    auto out = parse(text, text.size());
    CHECK(bool(out));
    return std::move(*out);
}

}  // namespace

struct XmlDraftState {
    crypto::Certificate signer;
    Document document{};
    xmlNode* place = nullptr;  // in `document`
    Document signature{};      // without its value
    std::string to_sign{};

    void set_value(std::string_view value) const
    {
        const std::string text = to_base64(crypto::plain_signature(value, signer));
        xmlNodeSetContent(child(xmlDocGetRootElement(signature.get()), kDsig, "SignatureValue"),
                          reinterpret_cast<const xmlChar*>(text.c_str()));
    }
};

XmlDraft::XmlDraft() = default;
XmlDraft::~XmlDraft() = default;
XmlDraft::XmlDraft(XmlDraft&&) noexcept = default;

base::Result<XmlDraft> XmlDraft::make(std::string_view xml, const std::vector<std::string>& place,
                                      const crypto::Certificate& signer,
                                      const std::vector<crypto::Certificate>& chain, base::Time claimed)
{
    const Silence silence;
    auto document = parse(xml, kMostToSign);
    if (!document) return document.error();
    if (!signature_elements(document->get()).empty())
        return base::conflict("Tệp XML đã có chữ ký; ký thêm sẽ làm hỏng chữ ký đó.");
    xmlNode* at = xmlDocGetRootElement(document->get());
    for (const std::string& name : place) {
        xmlNode* next = at == nullptr ? nullptr : at->children;
        while (next != nullptr && (next->type != XML_ELEMENT_NODE || view(next->name) != name))
            next = next->next;
        at = next;
    }
    if (at == nullptr) return base::invalid("file", "Tệp XML không có chỗ để đặt chữ ký.");

    const std::string id = "id-" + base::random_hex(16);
    const bool curve = signer.key_kind() == crypto::KeyKind::elliptic_curve;
    const std::string properties = signed_properties(id, signer, claimed);
    std::string certificates = "<ds:X509Certificate>" + to_base64(signer.der()) + "</ds:X509Certificate>";
    for (const crypto::Certificate& one : chain)
        if (one != signer)
            certificates += "<ds:X509Certificate>" + to_base64(one.der()) + "</ds:X509Certificate>";
    const auto whole = [&](const std::string& references) {
        return "<ds:Signature xmlns:ds=\"" + std::string(kDsig) + "\" Id=\"" + id +
               "\"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm=\"" + std::string(kExclusive) +
               "\"/><ds:SignatureMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#" +
               (curve ? "ecdsa-sha256" : "rsa-sha256") + "\"/>" + references +
               "</ds:SignedInfo><ds:SignatureValue/><ds:KeyInfo><ds:X509Data>" + certificates +
               "</ds:X509Data></ds:KeyInfo><ds:Object><xades:QualifyingProperties xmlns:xades=\"" +
               std::string(kXades) + "\" Target=\"#" + id + "\">" + properties +
               "</xades:QualifyingProperties></ds:Object></ds:Signature>";
    };
    // Exclusive canonical XML is the same here, apart from the document, and there.
    const Document first = parsed(whole(""));
    xmlNode* with_properties = descend(child(xmlDocGetRootElement(first.get()), kDsig, "Object"), kXades,
                                       {"QualifyingProperties", "SignedProperties"});
    CHECK(with_properties != nullptr);
    auto state = std::make_unique<XmlDraftState>(XmlDraftState{.signer = signer});
    state->signature = parsed(
        whole(reference("Id=\"" + id + "-document\" URI=\"\"",
                        "<ds:Transform Algorithm=\"" + std::string(kEnveloped) + "\"/>",
                        digest_value(document->get(), nullptr)) +
              reference("Type=\"" + std::string(kSignedPropertiesType) + "\" URI=\"#" + id + "-properties\"",
                        "", digest_value(first.get(), with_properties))));
    const xmlNode* info = child(xmlDocGetRootElement(state->signature.get()), kDsig, "SignedInfo");
    CHECK(canonical(state->signature.get(), info, nullptr, kExclusive,
                    [&](std::string_view piece) { state->to_sign += piece; }));
    state->document = std::move(*document);
    state->place = at;
    XmlDraft out;
    out.state_ = std::move(state);
    return out;
}

const std::string& XmlDraft::to_sign() const { return state_->to_sign; }

std::string XmlDraft::to_timestamp(std::string_view signature) const
{
    state_->set_value(signature);
    xmlDoc* document = state_->signature.get();
    std::string out;
    CHECK(canonical(document, child(xmlDocGetRootElement(document), kDsig, "SignatureValue"), nullptr,
                    kExclusive, [&](std::string_view piece) { out += piece; }));
    return out;
}

std::string XmlDraft::finish(std::string_view signature, std::string_view timestamp_token)
{
    state_->set_value(signature);
    xmlNode* root = xmlDocGetRootElement(state_->signature.get());
    if (!timestamp_token.empty()) {
        const Document properties = parsed(unsigned_properties(timestamp_token));
        xmlNode* place = descend(child(root, kDsig, "Object"), kXades, {"QualifyingProperties"});
        xmlNode* more = xmlDocCopyNode(xmlDocGetRootElement(properties.get()), state_->signature.get(), 1);
        CHECK(place != nullptr && more != nullptr && xmlAddChild(place, more) != nullptr);
    }
    xmlNode* copy = xmlDocCopyNode(root, state_->document.get(), 1);
    CHECK(copy != nullptr && xmlAddChild(state_->place, copy) != nullptr);
    xmlChar* bytes = nullptr;
    int size = 0;
    xmlDocDumpMemoryEnc(state_->document.get(), &bytes, &size, "UTF-8");
    if (bytes == nullptr) throw std::bad_alloc();
    std::string out(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
    xmlFree(bytes);
    return out;
}

}  // namespace lt::xml_signature
