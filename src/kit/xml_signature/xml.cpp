#include "kit/xml_signature/xml.h"

#include <algorithm>
#include <array>
#include <climits>
#include <exception>

#include <libxml/SAX2.h>
#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <xmlsec/base64.h>
#include <xmlsec/xmlsec.h>

namespace lt::xml_signature {
namespace {

constexpr int kDeepest = 200;
constexpr int kMostAttributes = 256;

struct FreeParser {
    void operator()(xmlParserCtxt* parser) const
    {
        if (parser->myDoc != nullptr) xmlFreeDoc(parser->myDoc);
        xmlFreeParserCtxt(parser);
    }
};

// Recursive code walks the tree afterwards, so it must not be deep.
void start_element(void* context, const xmlChar* name, const xmlChar* prefix, const xmlChar* uri,
                   int namespaces, const xmlChar** declared, int attributes, int defaulted,
                   const xmlChar** values)
{
    auto* parser = static_cast<xmlParserCtxt*>(context);
    if (parser->nodeNr > kDeepest || attributes > kMostAttributes || namespaces > kMostAttributes) {
        xmlStopParser(parser);
        return;
    }
    xmlSAX2StartElementNs(context, name, prefix, uri, namespaces, declared, attributes, defaulted, values);
}

void refuse_document_type(void* context, const xmlChar*, const xmlChar*, const xmlChar*)
{
    xmlStopParser(static_cast<xmlParserCtxt*>(context));
}

struct Visible {
    const xmlNode* subtree = nullptr;
    const xmlNode* without = nullptr;
};

int is_visible(void* user, xmlNodePtr node, xmlNodePtr parent)
{
    const auto& wanted = *static_cast<const Visible*>(user);
    // Of a namespace only its element is known.
    const xmlNode* at = node->type == XML_NAMESPACE_DECL ? parent : node;
    if (wanted.without != nullptr && inside(at, wanted.without)) return 0;
    return wanted.subtree == nullptr || inside(at, wanted.subtree) ? 1 : 0;
}

struct Writing {
    const crypto::ByteSink& sink;
    std::exception_ptr failure{};
};

int write_piece(void* user, const char* bytes, int size)
{
    auto& writing = *static_cast<Writing*>(user);
    try {
        writing.sink(std::string_view(bytes, static_cast<std::size_t>(size)));
        return size;
    } catch (...) {
        writing.failure = std::current_exception();
        return -1;
    }
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kDigests{
    {{"http://www.w3.org/2000/09/xmldsig#sha1", "SHA1"},
     {"http://www.w3.org/2001/04/xmldsig-more#sha224", "SHA224"},
     {"http://www.w3.org/2001/04/xmlenc#sha256", "SHA256"},
     {"http://www.w3.org/2001/04/xmldsig-more#sha384", "SHA384"},
     {"http://www.w3.org/2001/04/xmlenc#sha512", "SHA512"}}};

void drop_error(void*, xmlError*) {}

}  // namespace

Silence::Silence()
    : function_(reinterpret_cast<void*>(xmlStructuredError)), context_(xmlStructuredErrorContext)
{
    xmlSetStructuredErrorFunc(nullptr, drop_error);
}
Silence::~Silence()
{
    xmlSetStructuredErrorFunc(context_, reinterpret_cast<xmlStructuredErrorFunc>(function_));
}

base::Result<Document> parse(std::string_view xml, std::size_t most_bytes)
{
    if (xml.size() > std::min<std::size_t>(most_bytes, INT_MAX))
        return base::Error{base::Fault::too_large, {}, "Tệp XML quá lớn để kiểm tra chữ ký.", {}};
    const std::unique_ptr<xmlParserCtxt, FreeParser> parser(xmlNewParserCtxt());
    if (parser == nullptr) throw std::bad_alloc();
    parser->sax->startElementNs = start_element;
    parser->sax->internalSubset = refuse_document_type;
    // HUGE lifts the limit of 10 MB on one text (attachments); the depth is bounded above, the size by `most_bytes`.
    Document document(
        xmlCtxtReadMemory(parser.get(), xml.data(), static_cast<int>(xml.size()), nullptr, nullptr,
                          XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_HUGE));
    if (document == nullptr || parser->errNo == XML_ERR_USER_STOP || parser->wellFormed == 0 ||
        parser->nsWellFormed == 0 || xmlDocGetRootElement(document.get()) == nullptr)
        return base::invalid(
            "file", "Tệp không phải XML đúng dạng, hoặc dùng kiểu tài liệu (DTD) mà hệ thống không nhận.");
    return document;
}

bool is(const xmlNode* node, std::string_view space, std::string_view name)
{
    return node != nullptr && node->type == XML_ELEMENT_NODE && view(node->name) == name &&
           view(node->ns == nullptr ? nullptr : node->ns->href) == space;
}

std::vector<xmlNode*> children(const xmlNode* parent, std::string_view space, std::string_view name)
{
    std::vector<xmlNode*> out;
    for (xmlNode* one = parent == nullptr ? nullptr : parent->children; one != nullptr; one = one->next)
        if (is(one, space, name)) out.push_back(one);
    return out;
}

xmlNode* child(const xmlNode* parent, std::string_view space, std::string_view name)
{
    const std::vector<xmlNode*> all = children(parent, space, name);
    return all.size() == 1 ? all.front() : nullptr;
}

xmlNode* descend(xmlNode* from, std::string_view space, std::initializer_list<std::string_view> names)
{
    for (const std::string_view name : names) from = child(from, space, name);
    return from;
}

std::string attribute(const xmlNode* node, const char* name)
{
    xmlChar* value = xmlGetNoNsProp(node, reinterpret_cast<const xmlChar*>(name));
    std::string out(view(value));
    xmlFree(value);
    return out;
}

std::string text_of(const xmlNode* node)
{
    if (node == nullptr) return {};
    xmlChar* value = xmlNodeGetContent(node);
    const std::string_view text = view(value);
    const std::size_t from = std::min(text.find_first_not_of(" \t\r\n"), text.size());
    std::string out(text.substr(from, text.find_last_not_of(" \t\r\n") + 1 - from));
    xmlFree(value);
    return out;
}

bool inside(const xmlNode* node, const xmlNode* ancestor)
{
    for (; node != nullptr; node = node->parent)
        if (node == ancestor) return true;
    return false;
}

bool canonical(xmlDoc* document, const xmlNode* subtree, const xmlNode* without, std::string_view method,
               const crypto::ByteSink& sink)
{
    const int mode = method == kExclusive     ? XML_C14N_EXCLUSIVE_1_0
                     : method == kInclusive   ? XML_C14N_1_0
                     : method == kInclusive11 ? XML_C14N_1_1
                                              : -1;
    if (mode < 0) return false;
    Writing writing{sink};
    Visible visible{subtree, without};
    xmlOutputBuffer* out = xmlOutputBufferCreateIO(write_piece, nullptr, &writing, nullptr);
    if (out == nullptr) throw std::bad_alloc();
    const int written = xmlC14NExecute(document, is_visible, &visible, mode, nullptr, 0, out);
    const int closed = xmlOutputBufferClose(out);
    if (writing.failure) std::rethrow_exception(writing.failure);
    return written >= 0 && closed >= 0;
}

std::string_view digest_name(std::string_view uri)
{
    const auto* const found =
        std::find_if(kDigests.begin(), kDigests.end(), [&](const auto& one) { return one.first == uri; });
    return found == kDigests.end() ? std::string_view() : found->second;
}

std::string to_base64(std::string_view bytes)
{
    xmlChar* text = xmlSecBase64Encode(reinterpret_cast<const xmlSecByte*>(bytes.data()),
                                       static_cast<xmlSecSize>(bytes.size()), 0);
    if (text == nullptr) throw std::bad_alloc();
    std::string out(view(text));
    xmlFree(text);
    return out;
}

std::string from_base64(std::string_view text)
{
    const std::string copy(text);
    std::string out(copy.size() + 4, '\0');
    xmlSecSize size = 0;
    if (xmlSecBase64Decode_ex(reinterpret_cast<const xmlChar*>(copy.c_str()),
                              reinterpret_cast<xmlSecByte*>(out.data()), static_cast<xmlSecSize>(out.size()),
                              &size) < 0)
        size = 0;
    out.resize(size);
    return out;
}

}  // namespace lt::xml_signature
