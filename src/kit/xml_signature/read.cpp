#include "kit/xml_signature/read.h"

#include <mutex>

#include <xmlsec/crypto.h>
#include <xmlsec/errors.h>
#include <xmlsec/io.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>

#include "kit/xml_signature/plan.h"
#include "kit/xml_signature/xml.h"

namespace lt::xml_signature {
namespace {

// libxmlsec has one list of openers for the process; this is what ours looks into while this thread checks a signature.
struct Reading {
    const FileOpener& files;
    std::exception_ptr failure{};
};
thread_local Reading* reading = nullptr;

int match_file(const char*) { return 1; }

void* open_file(const char* name)
{
    try {
        crypto::ByteSource source = reading != nullptr && reading->files ? reading->files(name) : nullptr;
        return source ? new crypto::ByteSource(std::move(source)) : nullptr;
    } catch (...) {
        reading->failure = std::current_exception();
        return nullptr;
    }
}

int read_file(void* source, char* buffer, int size)
{
    try {
        return static_cast<int>(
            (*static_cast<crypto::ByteSource*>(source))({buffer, static_cast<std::size_t>(size)}));
    } catch (...) {
        reading->failure = std::current_exception();
        return -1;
    }
}

int close_file(void* source)
{
    delete static_cast<crypto::ByteSource*>(source);
    return 0;
}

void say_nothing(const char*, int, const char*, const char*, const char*, int, const char*) {}

void start_xmlsec()
{
    static std::once_flag once;
    std::call_once(once, [] {
        CHECK(xmlSecInit() >= 0 && xmlSecCryptoAppInit(nullptr) >= 0 && xmlSecCryptoInit() >= 0);
        xmlSecErrorsSetCallback(say_nothing);
        // Neither files nor the network: only what the caller hands over.
        xmlSecIOCleanupCallbacks();
        CHECK(xmlSecIORegisterCallbacks(match_file, open_file, read_file, close_file) >= 0);
    });
}

struct FreeContext {
    void operator()(xmlSecDSigCtx* context) const { xmlSecDSigCtxDestroy(context); }
};
using Context = std::unique_ptr<xmlSecDSigCtx, FreeContext>;

// The closed list once more, for libxmlsec itself.
void allow(xmlSecDSigCtx* context)
{
    for (const xmlSecTransformId one : {xmlSecTransformInclC14NId, xmlSecTransformInclC14NWithCommentsId,
                                        xmlSecTransformInclC14N11Id, xmlSecTransformInclC14N11WithCommentsId,
                                        xmlSecTransformExclC14NId, xmlSecTransformExclC14NWithCommentsId}) {
        CHECK(xmlSecDSigCtxEnableReferenceTransform(context, one) >= 0);
        CHECK(xmlSecDSigCtxEnableSignatureTransform(context, one) >= 0);
    }
    for (const xmlSecTransformId one :
         {xmlSecTransformEnvelopedId, xmlSecTransformSha1Id, xmlSecTransformSha224Id, xmlSecTransformSha256Id,
          xmlSecTransformSha384Id, xmlSecTransformSha512Id})
        CHECK(xmlSecDSigCtxEnableReferenceTransform(context, one) >= 0);
    for (const xmlSecTransformId one :
         {xmlSecTransformRsaSha1Id, xmlSecTransformRsaSha224Id, xmlSecTransformRsaSha256Id,
          xmlSecTransformRsaSha384Id, xmlSecTransformRsaSha512Id, xmlSecTransformEcdsaSha1Id,
          xmlSecTransformEcdsaSha224Id, xmlSecTransformEcdsaSha256Id, xmlSecTransformEcdsaSha384Id,
          xmlSecTransformEcdsaSha512Id})
        CHECK(xmlSecDSigCtxEnableSignatureTransform(context, one) >= 0);
    context->flags |= XMLSEC_DSIG_FLAGS_IGNORE_MANIFESTS;
}

// Computes it. The key is the certificate's that the plan found, never one that libxmlsec would choose.
void check(xmlNode* signature, Plan& plan, const FileOpener& files)
{
    XmlSignature& found = plan.found;
    const Context context(xmlSecDSigCtxCreate(nullptr));
    if (context == nullptr) throw std::bad_alloc();
    allow(context.get());
    context->enabledReferenceUris = xmlSecTransformUriTypeEmpty | xmlSecTransformUriTypeSameDocument;
    if (files) context->enabledReferenceUris |= xmlSecTransformUriTypeLocal | xmlSecTransformUriTypeRemote;
    const std::string der = found.signer->der();
    context->signKey = xmlSecCryptoAppKeyLoadMemory(reinterpret_cast<const xmlSecByte*>(der.data()),
                                                    static_cast<xmlSecSize>(der.size()),
                                                    xmlSecKeyDataFormatCertDer, nullptr, nullptr, nullptr);
    if (context->signKey == nullptr) {
        found.fault = crypto::CmsFault::unknown_algorithm;
        return;
    }
    Reading current{files};
    reading = &current;
    const int result = xmlSecDSigCtxVerify(context.get(), signature);
    reading = nullptr;
    if (current.failure) std::rethrow_exception(current.failure);
    const xmlSecSize count = xmlSecPtrListGetSize(&context->signedInfoReferences);
    found.intact = count == plan.references;
    for (xmlSecSize i = 0; i < count; ++i) {
        const auto* one =
            static_cast<xmlSecDSigReferenceCtx*>(xmlSecPtrListGetItem(&context->signedInfoReferences, i));
        if (one->status != xmlSecDSigStatusSucceeded) found.intact = false;
    }
    if (!found.intact)
        found.fault = crypto::CmsFault::wrong_digest;
    else if (result < 0 || context->status != xmlSecDSigStatusSucceeded)
        found.fault = crypto::CmsFault::wrong_signature;
    else
        found.genuine = true;
}

template <class Visit>
void walk(xmlDoc* document, Visit visit)
{
    xmlNode* node = xmlDocGetRootElement(document);
    while (node != nullptr) {
        const bool deeper = node->type == XML_ELEMENT_NODE && visit(node);
        if (deeper && node->children != nullptr) {
            node = node->children;
            continue;
        }
        while (node != nullptr && node->next == nullptr) node = node->parent;
        if (node != nullptr) node = node->next;
    }
}

}  // namespace

std::vector<xmlNode*> signature_elements(xmlDoc* document)
{
    std::vector<xmlNode*> out;
    walk(document, [&](xmlNode* node) {
        const bool here = is(node, kDsig, "Signature");
        if (here) out.push_back(node);
        return !here;
    });
    return out;
}

base::Result<SignedDocument> read_signatures(std::string_view xml, const FileOpener& files,
                                             std::size_t most_bytes)
{
    constexpr std::size_t kMostSignatures = 50;
    const Silence silence;
    start_xmlsec();
    const auto document = parse(xml, most_bytes);
    if (!document) return document.error();
    const std::vector<xmlNode*> elements = signature_elements(document->get());
    if (elements.size() > kMostSignatures) return base::invalid("file", "Tệp XML có quá nhiều chữ ký.");
    SignedDocument out;
    const Ids ids = all_ids(document->get());
    for (xmlNode* one : elements) {
        Plan plan = plan_of(document->get(), one, ids, files);
        using crypto::CmsFault;
        // An unsigned or wrong reference to the certificate does not keep the rest from being computed.
        const CmsFault before = plan.found.fault;
        if (plan.found.form_refused.empty() && before != CmsFault::no_certificate &&
            before != CmsFault::unknown_algorithm) {
            plan.found.fault = CmsFault::none;
            check(one, plan, files);
            if (plan.found.fault == CmsFault::none) plan.found.fault = before;
        }
        out.signatures.push_back(std::move(plan.found));
    }
    walk(document->get(), [&](const xmlNode* node) {
        const bool here = view(node->name) == "Signature" && !is(node, kDsig, "Signature");
        if (here)
            for (const xmlNode* part = node->children; part != nullptr; part = part->next)
                if (part->type == XML_ELEMENT_NODE && view(part->name) == "SignedInfo") out.rewritten = true;
        return !here;
    });
    return out;
}

}  // namespace lt::xml_signature
