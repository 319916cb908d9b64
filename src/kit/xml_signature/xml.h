// Owners of libxml2's objects, strict parsing and canonical forms. For kit/xml_signature and kit/asic only.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <libxml/tree.h>

#include "kit/base/result.h"
#include "kit/crypto/cades.h"

namespace lt::xml_signature {

constexpr std::string_view kDsig = "http://www.w3.org/2000/09/xmldsig#";
constexpr std::string_view kXades = "http://uri.etsi.org/01903/v1.3.2#";
constexpr std::string_view kSignedPropertiesType = "http://uri.etsi.org/01903#SignedProperties";
constexpr std::string_view kExclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";
constexpr std::string_view kInclusive = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
constexpr std::string_view kInclusive11 = "http://www.w3.org/2006/12/xml-c14n11";
constexpr std::string_view kEnveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

struct FreeDocument {
    void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};
using Document = std::unique_ptr<xmlDoc, FreeDocument>;

// While it lives libxml2 says nothing on standard error in this thread.
class Silence {
public:
    Silence();
    ~Silence();
    Silence(const Silence&) = delete;
    Silence& operator=(const Silence&) = delete;

private:
    void* function_;
    void* context_;
};

// Well-formed, with right namespaces, without a document type (so without entities of its own), at most 200 deep; nothing is
// fetched.
base::Result<Document> parse(std::string_view xml, std::size_t most_bytes);

inline std::string_view view(const xmlChar* text)
{
    return text == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(text));
}
bool is(const xmlNode* node, std::string_view space, std::string_view name);
std::vector<xmlNode*> children(const xmlNode* parent, std::string_view space, std::string_view name);
// The only child of this name; nullptr when there is none or more than one.
xmlNode* child(const xmlNode* parent, std::string_view space, std::string_view name);
xmlNode* descend(xmlNode* from, std::string_view space, std::initializer_list<std::string_view> names);
// "" without the attribute; an attribute in a namespace is another one.
std::string attribute(const xmlNode* node, const char* name);
std::string text_of(const xmlNode* node);                   // white space around it removed
bool inside(const xmlNode* node, const xmlNode* ancestor);  // or the same

// The canonical form, without comments, of a subtree (nullptr: the whole document) less another subtree. Nothing for a method
// that is none of the three above.
bool canonical(xmlDoc* document, const xmlNode* subtree, const xmlNode* without, std::string_view method,
               const crypto::ByteSink& sink);

std::string_view digest_name(
    std::string_view uri);  // "SHA256" of a DigestMethod's Algorithm; "" for what is not believed
std::string to_base64(std::string_view bytes);
std::string from_base64(std::string_view text);  // white space allowed; "" for what is no base64

}  // namespace lt::xml_signature
