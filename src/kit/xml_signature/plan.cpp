#include "kit/xml_signature/plan.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <libxml/uri.h>

#include "kit/crypto/digest.h"

namespace lt::xml_signature {
namespace {

constexpr std::size_t kMostReferences = 200;
constexpr std::size_t kMostTransforms = 4;

using Named = std::pair<std::string_view, std::string_view>;

constexpr std::array<Named, 10> kMethods{{{"http://www.w3.org/2000/09/xmldsig#rsa-sha1", "SHA1"},
                                          {"http://www.w3.org/2001/04/xmldsig-more#rsa-sha224", "SHA224"},
                                          {"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "SHA256"},
                                          {"http://www.w3.org/2001/04/xmldsig-more#rsa-sha384", "SHA384"},
                                          {"http://www.w3.org/2001/04/xmldsig-more#rsa-sha512", "SHA512"},
                                          {"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1", "SHA1"},
                                          {"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha224", "SHA224"},
                                          {"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", "SHA256"},
                                          {"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384", "SHA384"},
                                          {"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512", "SHA512"}}};

std::string_view method_digest(std::string_view uri)
{
    const auto* const found =
        std::find_if(kMethods.begin(), kMethods.end(), [&](const Named& one) { return one.first == uri; });
    return found == kMethods.end() ? std::string_view() : found->second;
}

bool is_canonical_form(std::string_view uri)
{
    // Without comments and with them.
    for (const std::string_view form : {kInclusive, kInclusive11})
        if (uri == form || uri == std::string(form) + "#WithComments") return true;
    return uri == kExclusive || uri == std::string(kExclusive) + "WithComments";
}

bool is_plain_id(std::string_view id)
{
    return !id.empty() && id.size() <= 200 && std::all_of(id.begin(), id.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.' || c >= 0x80;
    });
}

void add_once(std::vector<std::string>& list, std::string_view value)
{
    if (std::find(list.begin(), list.end(), value) == list.end()) list.emplace_back(value);
}

// "2026-11-20T09:00:00Z", "…+07:00", also with a fraction.
std::optional<base::Time> moment(const std::string& text)
{
    std::tm parts{};
    const char* rest = ::strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &parts);
    if (rest == nullptr) return std::nullopt;
    if (*rest == '.')
        for (++rest; *rest >= '0' && *rest <= '9';) ++rest;
    int hours = 0;
    int minutes = 0;
    if ((*rest == '+' || *rest == '-') &&
        (std::sscanf(rest + 1, "%2d:%2d", &hours, &minutes) != 2 || std::string_view(rest).size() != 6))
        return std::nullopt;
    if (*rest == '-') hours = -hours, minutes = -minutes;
    return base::Time(std::chrono::seconds(::timegm(&parts))) - std::chrono::hours(hours) -
           std::chrono::minutes(minutes);
}

// The certificates inside, and the one that signed: the one that the signed properties name, else the first that is no authority.
void find_signer(xmlNode* signature, xmlNode* properties, XmlSignature& found)
{
    for (xmlNode* data : children(child(signature, kDsig, "KeyInfo"), kDsig, "X509Data"))
        for (xmlNode* one : children(data, kDsig, "X509Certificate"))
            if (auto certificate = crypto::Certificate::parse(from_base64(text_of(one))); certificate)
                found.certificates.push_back(std::move(*certificate));
    if (found.certificates.empty()) return;
    const auto own = std::find_if(found.certificates.begin(), found.certificates.end(),
                                  [](const crypto::Certificate& one) { return !one.is_authority(); });
    found.signer = own == found.certificates.end() ? found.certificates.front() : *own;
    xmlNode* named = descend(properties, kXades, {"SignedSignatureProperties"});
    xmlNode* list = child(named, kXades, "SigningCertificateV2");
    if (list == nullptr) list = child(named, kXades, "SigningCertificate");
    const std::vector<xmlNode*> all = children(list, kXades, "Cert");
    if (all.empty()) return;
    // The signer's comes first (EN 319 132-1, 5.2.2).
    xmlNode* digest = child(all.front(), kXades, "CertDigest");
    const std::string_view algorithm =
        digest_name(attribute(child(digest, kDsig, "DigestMethod"), "Algorithm"));
    const std::string value = from_base64(text_of(child(digest, kDsig, "DigestValue")));
    found.fault = crypto::CmsFault::other_certificate;
    for (const crypto::Certificate& one : found.certificates) {
        auto measure = crypto::Digest::named(algorithm);
        if (!measure) return;
        measure->update(one.der());
        if (measure->finish() != value) continue;
        found.signer = one;
        found.names_certificate = true;
        found.fault = crypto::CmsFault::none;
    }
}

void find_timestamp(xmlDoc* document, xmlNode* signature, xmlNode* qualifying, XmlSignature& found)
{
    xmlNode* unsigned_properties =
        descend(qualifying, kXades, {"UnsignedProperties", "UnsignedSignatureProperties"});
    const std::vector<xmlNode*> stamps = children(unsigned_properties, kXades, "SignatureTimeStamp");
    if (stamps.empty()) return;
    found.timestamp_token = from_base64(text_of(child(stamps.front(), kXades, "EncapsulatedTimeStamp")));
    std::string method = attribute(child(stamps.front(), kDsig, "CanonicalizationMethod"), "Algorithm");
    if (method.empty()) method = kInclusive;
    canonical(document, child(signature, kDsig, "SignatureValue"), nullptr, method,
              [&](std::string_view piece) { found.timestamped += piece; });
}

class Planner {
public:
    Planner(xmlDoc* document, xmlNode* signature, const Ids& ids, const FileOpener& files)
        : document_(document), signature_(signature), ids_(ids), files_(files)
    {
    }

    Plan run();

private:
    void refuse(const char* why)
    {
        if (plan_.found.form_refused.empty()) plan_.found.form_refused = why;
    }
    void reference(xmlNode* one);
    bool is_explained(xmlNode* object) const;
    void element(const std::string& id);
    void file(const std::string& uri, bool transformed);

    xmlDoc* document_;
    xmlNode* signature_;
    const Ids& ids_;
    const FileOpener& files_;
    xmlNode* properties_ = nullptr;  // XAdES: signed
    bool properties_signed_ = false;
    Plan plan_{};
};

void Planner::element(const std::string& id)
{
    if (!is_plain_id(id)) return refuse("Chữ ký dùng cách chỉ phần tử mà hệ thống không nhận (XPointer).");
    const auto [from, to] = ids_.equal_range(id);
    if (from == to) return refuse("Chữ ký chỉ đến một phần tử không có trong tệp.");
    if (std::next(from) != to) return refuse("Tệp có hai phần tử cùng mã định danh (Id) mà chữ ký chỉ đến.");
    xmlAttr* found = from->second;
    if (xmlGetID(document_, found->children->content) == nullptr &&
        xmlAddID(nullptr, document_, found->children->content, found) == nullptr)
        return refuse("Tệp có hai phần tử cùng mã định danh (Id) mà chữ ký chỉ đến.");
    if (found->parent == xmlDocGetRootElement(document_)) plan_.found.covers_document = true;
    if (found->parent == properties_) properties_signed_ = true;
}

void Planner::file(const std::string& uri, bool transformed)
{
    if (transformed || !files_) return refuse("Chữ ký chỉ đến dữ liệu ở ngoài tệp. Hệ thống không tải về.");
    char* plain = xmlURIUnescapeString(uri.c_str(), 0, nullptr);
    const std::string name = plain == nullptr ? "" : plain;
    xmlFree(plain);
    if (!files_(name)) return refuse("Chữ ký chỉ đến dữ liệu ở ngoài tệp. Hệ thống không tải về.");
    if (std::find(plan_.found.files.begin(), plan_.found.files.end(), name) != plan_.found.files.end())
        return refuse("Chữ ký nêu hai lần cùng một tệp.");
    plan_.found.files.push_back(name);
}

void Planner::reference(xmlNode* one)
{
    std::vector<xmlNode*> transforms = children(child(one, kDsig, "Transforms"), kDsig, "Transform");
    if (transforms.size() > kMostTransforms) refuse("Chữ ký dùng quá nhiều phép biến đổi.");
    for (const xmlNode* transform : transforms) {
        const std::string algorithm = attribute(transform, "Algorithm");
        if (algorithm != kEnveloped && !is_canonical_form(algorithm))
            refuse("Chữ ký dùng phép biến đổi mà hệ thống không nhận (XSLT, XPath…).");
    }
    const std::string_view digest = digest_name(attribute(child(one, kDsig, "DigestMethod"), "Algorithm"));
    if (digest.empty()) plan_.found.fault = crypto::CmsFault::unknown_algorithm;
    add_once(plan_.found.digests, digest);
    if (xmlHasProp(one, reinterpret_cast<const xmlChar*>("URI")) == nullptr)
        return refuse("Chữ ký không nói nó bao trùm dữ liệu nào.");
    const std::string uri = attribute(one, "URI");
    if (uri.empty())
        plan_.found.covers_document = true;
    else if (uri.front() == '#')
        element(uri.substr(1));
    else
        file(uri, !transforms.empty());
}

// An object that is signed itself, or that carries the properties of the signature and nothing beside them. In any other a forger
// could hide what a reader takes for signed, because the signature does not cover itself.
bool Planner::is_explained(xmlNode* object) const
{
    const std::string id = attribute(object, "Id");
    for (xmlNode* one : children(child(signature_, kDsig, "SignedInfo"), kDsig, "Reference"))
        if (!id.empty() && attribute(one, "URI") == "#" + id) return true;
    std::size_t properties = 0;
    for (const xmlNode* one = object->children; one != nullptr; one = one->next) {
        const bool is_blank = one->type == XML_COMMENT_NODE || xmlIsBlankNode(one) == 1;
        if (!is_blank) ++properties;
    }
    return properties == children(object, kXades, "QualifyingProperties").size();
}

Plan Planner::run()
{
    XmlSignature& found = plan_.found;
    xmlNode* info = child(signature_, kDsig, "SignedInfo");
    if (info == nullptr || child(signature_, kDsig, "SignatureValue") == nullptr) {
        refuse("Chữ ký thiếu thành phần bắt buộc.");
        return std::move(plan_);
    }
    xmlNode* qualifying = nullptr;
    std::size_t qualifying_count = 0;
    for (xmlNode* object : children(signature_, kDsig, "Object"))
        for (xmlNode* one : children(object, kXades, "QualifyingProperties")) {
            qualifying = one;
            ++qualifying_count;
        }
    if (qualifying_count > 1) refuse("Chữ ký có hai phần thuộc tính (QualifyingProperties).");
    properties_ = child(qualifying, kXades, "SignedProperties");
    find_signer(signature_, properties_, found);
    if (!is_canonical_form(attribute(child(info, kDsig, "CanonicalizationMethod"), "Algorithm")))
        refuse("Chữ ký dùng phép biến đổi mà hệ thống không nhận (XSLT, XPath…).");
    const std::string_view method =
        method_digest(attribute(child(info, kDsig, "SignatureMethod"), "Algorithm"));
    if (method.empty()) found.fault = crypto::CmsFault::unknown_algorithm;
    add_once(found.digests, method);
    const std::vector<xmlNode*> references = children(info, kDsig, "Reference");
    if (references.empty() || references.size() > kMostReferences)
        refuse("Chữ ký không nói nó bao trùm dữ liệu nào.");
    plan_.references = references.size();
    for (xmlNode* one : references)
        if (found.form_refused.empty()) reference(one);
    for (xmlNode* object : children(signature_, kDsig, "Object"))
        if (!is_explained(object)) refuse("Chữ ký mang theo dữ liệu mà nó không bao trùm.");
    if (properties_ != nullptr && !properties_signed_) {
        // Properties that nobody signed say nothing.
        if (found.names_certificate) found.names_certificate = false;
        if (found.fault == crypto::CmsFault::none) found.fault = crypto::CmsFault::no_reference;
    } else if (properties_ != nullptr) {
        found.claimed_time =
            moment(text_of(descend(properties_, kXades, {"SignedSignatureProperties", "SigningTime"})));
    }
    if (!found.signer) found.fault = crypto::CmsFault::no_certificate;
    find_timestamp(document_, signature_, qualifying, found);
    return std::move(plan_);
}

}  // namespace

Ids all_ids(xmlDoc* document)
{
    Ids out;
    xmlNode* node = xmlDocGetRootElement(document);
    while (node != nullptr) {
        if (node->type == XML_ELEMENT_NODE)
            for (xmlAttr* one = node->properties; one != nullptr; one = one->next) {
                const std::string_view name = view(one->name);
                const bool is_id = one->ns == nullptr ? name == "Id" || name == "ID" || name == "id"
                                                      : name == "id" && view(one->ns->prefix) == "xml";
                if (is_id && one->children != nullptr) out.emplace(view(one->children->content), one);
            }
        if (node->type == XML_ELEMENT_NODE && node->children != nullptr) {
            node = node->children;
            continue;
        }
        while (node != nullptr && node->next == nullptr) node = node->parent;
        if (node != nullptr) node = node->next;
    }
    return out;
}

Plan plan_of(xmlDoc* document, xmlNode* signature, const Ids& ids, const FileOpener& files)
{
    return Planner(document, signature, ids, files).run();
}

}  // namespace lt::xml_signature
