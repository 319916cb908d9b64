#include "kit/asic/manifest.h"

#include <libxml/uri.h>

#include "kit/xml_signature/xml.h"

namespace lt::asic {
namespace {

using xml_signature::attribute;
using xml_signature::child;
using xml_signature::children;
using xml_signature::kDsig;

constexpr std::string_view kSpace = "http://uri.etsi.org/02918/v1.2.1#";
constexpr std::size_t kMostManifest = 4U << 20U;
constexpr std::string_view kSha256 = "http://www.w3.org/2001/04/xmlenc#sha256";

std::string plain(const std::string& uri)
{
    char* text = xmlURIUnescapeString(uri.c_str(), 0, nullptr);
    std::string out = text == nullptr ? "" : text;
    xmlFree(text);
    return out;
}

// A name as a URI in an attribute: all but what never needs it is escaped.
std::string as_uri(const std::string& name)
{
    xmlChar* text = xmlURIEscapeStr(reinterpret_cast<const xmlChar*>(name.c_str()), BAD_CAST "/");
    std::string out(xml_signature::view(text));
    xmlFree(text);
    return out;
}

std::string escaped(const std::string& text)
{
    xmlChar* out = xmlEncodeSpecialChars(nullptr, reinterpret_cast<const xmlChar*>(text.c_str()));
    std::string result(xml_signature::view(out));
    xmlFree(out);
    return result;
}

}  // namespace

base::Result<Manifest> read_manifest(std::string_view xml)
{
    const base::Error wrong = base::invalid("file", "Bảng kê (ASiCManifest) của gói không đọc được.");
    const xml_signature::Silence silence;
    const auto document = xml_signature::parse(xml, kMostManifest);
    if (!document) return wrong;
    const xmlNode* root = xmlDocGetRootElement(document->get());
    const xmlNode* signature = child(root, kSpace, "SigReference");
    if (!xml_signature::is(root, kSpace, "ASiCManifest") || signature == nullptr) return wrong;
    Manifest out{.signature = plain(attribute(signature, "URI"))};
    for (const xmlNode* one : children(root, kSpace, "DataObjectReference"))
        out.entries.push_back(
            {.name = plain(attribute(one, "URI")),
             .media_type = attribute(one, "MimeType"),
             .algorithm = std::string(
                 xml_signature::digest_name(attribute(child(one, kDsig, "DigestMethod"), "Algorithm"))),
             .digest = xml_signature::from_base64(xml_signature::text_of(child(one, kDsig, "DigestValue")))});
    if (out.entries.empty()) return wrong;
    return out;
}

std::string write_manifest(const Manifest& manifest)
{
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<asic:ASiCManifest xmlns:asic=\"" +
                      std::string(kSpace) + "\" xmlns:ds=\"" + std::string(kDsig) +
                      "\"><asic:SigReference URI=\"" + as_uri(manifest.signature) +
                      "\" MimeType=\"application/pkcs7-signature\"/>";
    for (const ManifestEntry& one : manifest.entries)
        out += "<asic:DataObjectReference URI=\"" + as_uri(one.name) + "\" MimeType=\"" +
               escaped(one.media_type) + "\"><ds:DigestMethod Algorithm=\"" + std::string(kSha256) +
               "\"/><ds:DigestValue>" + xml_signature::to_base64(one.digest) +
               "</ds:DigestValue></asic:DataObjectReference>";
    return out + "</asic:ASiCManifest>\n";
}

}  // namespace lt::asic
