// A signature in the making.
#include <algorithm>

#include <openssl/ess.h>

#include "kit/crypto/cms.h"
#include "kit/crypto/cms_parts.h"

namespace lt::crypto {
namespace {

constexpr unsigned kDetached = CMS_PARTIAL | CMS_DETACHED | CMS_BINARY;

void append_length(std::string& out, std::size_t length)
{
    if (length < 0x80) {
        out += static_cast<char>(length);
        return;
    }
    std::string digits;
    for (; length > 0; length >>= 8U) digits.insert(digits.begin(), static_cast<char>(length & 0xffU));
    out += static_cast<char>(0x80U | digits.size());
    out += digits;
}

std::string certificate_reference(const Certificate& signer)
{
    const X509StackPtr none(sk_X509_new_null());
    const std::unique_ptr<ESS_SIGNING_CERT_V2, Freed<ESS_SIGNING_CERT_V2_free>> reference(
        OSSL_ESS_signing_cert_v2_new_init(EVP_sha256(), signer.raw(), none.get(), 1));
    must(reference != nullptr);
    return der_of<ESS_SIGNING_CERT_V2, i2d_ESS_SIGNING_CERT_V2>(reference.get());
}

void add_signed(CMS_SignerInfo* info, int nid, int type, std::string_view bytes)
{
    must(CMS_signed_add1_attr_by_NID(info, nid, type, bytes.data(), static_cast<int>(bytes.size())) == 1);
}

void add_signing_time(CMS_SignerInfo* info, base::Time at)
{
    const std::unique_ptr<ASN1_TIME, Freed<ASN1_TIME_free>> time(
        ASN1_TIME_set(nullptr, std::chrono::system_clock::to_time_t(at)));
    must(time != nullptr);
    must(CMS_signed_add1_attr_by_NID(info, NID_pkcs9_signingTime, ASN1_STRING_type(time.get()), time.get(),
                                     -1) == 1);
}

}  // namespace

X509StackPtr stack_of(const std::vector<Certificate>& certificates)
{
    X509StackPtr stack(sk_X509_new_null());
    for (const Certificate& one : certificates)
        must(X509_add_cert(stack.get(), one.raw(), X509_ADD_FLAG_UP_REF) == 1);
    return stack;
}

std::string signed_attributes(const CMS_SignerInfo* info)
{
    std::vector<std::string> attributes;
    for (int i = 0; i < CMS_signed_get_attr_count(info); ++i)
        attributes.push_back(der_of<X509_ATTRIBUTE, i2d_X509_ATTRIBUTE>(CMS_signed_get_attr(info, i)));
    std::sort(attributes.begin(), attributes.end());
    std::string body;
    for (const std::string& one : attributes) body += one;
    std::string out = "\x31";
    append_length(out, body.size());
    return out + body;
}

struct CmsDraftState {
    CmsPtr cms{};
    CMS_SignerInfo* info = nullptr;  // of `cms`
    std::string to_sign{};
};

CmsDraft::CmsDraft(const Certificate& signer, const std::vector<Certificate>& chain, std::string_view digest,
                   std::optional<base::Time> claimed)
    : state_(std::make_unique<CmsDraftState>())
{
    CHECK(digest.size() == 32);
    // The signer's certificate comes with the signer; twice is an error.
    std::vector<Certificate> others;
    std::copy_if(chain.begin(), chain.end(), std::back_inserter(others),
                 [&](const Certificate& one) { return one != signer; });
    state_->cms.reset(CMS_sign(nullptr, nullptr, stack_of(others).get(), nullptr, kDetached));
    must(state_->cms != nullptr);
    state_->info = CMS_add1_signer(state_->cms.get(), signer.raw(), X509_get0_pubkey(signer.raw()),
                                   EVP_sha256(), kDetached | CMS_NOSMIMECAP);
    must(state_->info != nullptr);
    const ASN1_OBJECT* data = OBJ_nid2obj(NID_pkcs7_data);
    must(CMS_signed_add1_attr_by_NID(state_->info, NID_pkcs9_contentType, V_ASN1_OBJECT, data, -1) == 1);
    add_signed(state_->info, NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING, digest);
    add_signed(state_->info, NID_id_smime_aa_signingCertificateV2, V_ASN1_SEQUENCE,
               certificate_reference(signer));
    if (claimed) add_signing_time(state_->info, *claimed);
    state_->to_sign = signed_attributes(state_->info);
}

CmsDraft::~CmsDraft() = default;
CmsDraft::CmsDraft(CmsDraft&&) noexcept = default;

const std::string& CmsDraft::to_sign() const { return state_->to_sign; }

std::string CmsDraft::finish(std::string_view signature, std::string_view timestamp_token)
{
    must(ASN1_OCTET_STRING_set(CMS_SignerInfo_get0_signature(state_->info), bytes_of(signature),
                               static_cast<int>(signature.size())) == 1);
    if (!timestamp_token.empty())
        must(CMS_unsigned_add1_attr_by_NID(state_->info, NID_id_smime_aa_timeStampToken, V_ASN1_SEQUENCE,
                                           timestamp_token.data(),
                                           static_cast<int>(timestamp_token.size())) == 1);
    return der_of<CMS_ContentInfo, i2d_CMS_ContentInfo>(state_->cms.get());
}

}  // namespace lt::crypto
