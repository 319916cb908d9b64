#include "kit/crypto/cms.h"

#include <algorithm>

#include <openssl/ess.h>

#include "kit/crypto/ber.h"
#include "kit/crypto/cms_parts.h"
#include "kit/crypto/der.h"

namespace lt::crypto {
namespace {

constexpr int kMostSigners = 100;
constexpr int kMostCertificates = 100;
constexpr std::size_t kMostUncounted =
    256U << 10U;  // bytes of a CMS whose certificates can't be counted beforehand
constexpr int kLongestReference =
    4096;  // of certificates by the signed attributes: each is measured by each of them

// The value of an attribute that may be there once; nullptr otherwise.
const ASN1_TYPE* only_value(X509_ATTRIBUTE* attribute)
{
    if (attribute == nullptr || X509_ATTRIBUTE_count(attribute) != 1) return nullptr;
    return X509_ATTRIBUTE_get0_type(attribute, 0);
}

X509_ATTRIBUTE* signed_attribute(const CMS_SignerInfo* info, int nid)
{
    const int at = CMS_signed_get_attr_by_NID(info, nid, -1);
    if (at < 0 || CMS_signed_get_attr_by_NID(info, nid, at) >= 0) return nullptr;  // twice is none
    return CMS_signed_get_attr(info, at);
}

std::string sequence_in(X509_ATTRIBUTE* attribute)
{
    const ASN1_TYPE* value = only_value(attribute);
    if (value == nullptr || value->type != V_ASN1_SEQUENCE) return "";
    const ASN1_STRING* bytes = value->value.sequence;
    return {reinterpret_cast<const char*>(bytes->data), static_cast<std::size_t>(bytes->length)};
}

// OpenSSL takes a fifth of a millisecond for the key of each certificate, so they are counted before: ContentInfo, [0], SignedData, [0].
bool brings_a_crowd(std::string_view der)
{
    const auto inside = [](std::optional<Element> of, int tag, int kind) -> std::optional<std::string_view> {
        if (!of || of->tag != tag || of->kind != kind) return std::nullopt;
        return of->inside;
    };
    const std::size_t size = der.size();
    auto info = inside(next_element(der), V_ASN1_SEQUENCE, V_ASN1_UNIVERSAL);
    std::optional<std::string_view> data;
    if (info && next_element(*info)) data = inside(next_element(*info), 0, V_ASN1_CONTEXT_SPECIFIC);
    if (data) data = inside(next_element(*data), V_ASN1_SEQUENCE, V_ASN1_UNIVERSAL);
    if (!data) return size > kMostUncounted;
    while (auto part = next_element(*data)) {
        auto certificates = inside(part, 0, V_ASN1_CONTEXT_SPECIFIC);
        int count = 0;
        while (certificates && next_element(*certificates))
            if (++count > kMostCertificates) return true;
        if (certificates && !certificates->empty()) return certificates->size() > kMostUncounted;
    }
    return data->size() > kMostUncounted;
}

// A CMS without its only certificate, which is known.
struct Bare {
    std::string der{};
    std::size_t length = 0;  // of the whole one
    std::vector<Certificate> certificate{};
};

std::optional<std::string_view> next_inside(std::string_view& rest, int tag, int kind)
{
    const auto element = next_element(rest);
    if (!element || element->tag != tag || element->kind != kind) return std::nullopt;
    return element->inside;
}

std::optional<Bare> without_known(std::string_view der, std::span<const Certificate> known)
{
    std::string_view rest = der;
    auto info = next_inside(rest, V_ASN1_SEQUENCE, V_ASN1_UNIVERSAL);
    if (!info) return std::nullopt;
    Bare out{.length = der.size() - rest.size()};
    const auto type = next_element(*info);
    auto explicit_data = next_inside(*info, 0, V_ASN1_CONTEXT_SPECIFIC);
    if (!type || !explicit_data || !info->empty()) return std::nullopt;
    auto data = next_inside(*explicit_data, V_ASN1_SEQUENCE, V_ASN1_UNIVERSAL);
    if (!data || !explicit_data->empty()) return std::nullopt;
    std::string body;
    while (const auto part = next_element(*data)) {
        if (part->tag != 0 || part->kind != V_ASN1_CONTEXT_SPECIFIC) {
            body += part->whole;
            continue;
        }
        const auto own = std::find_if(known.begin(), known.end(),
                                      [&](const Certificate& one) { return one.der() == part->inside; });
        if (own == known.end() || !out.certificate.empty()) return std::nullopt;
        out.certificate.push_back(*own);
    }
    if (out.certificate.empty() || !data->empty()) return std::nullopt;
    out.der = der_element(0x30, std::string(type->whole) + der_element(0xa0, der_element(0x30, body)));
    return out;
}

template <class T, T* (*Decode)(T**, const unsigned char**, long), void (*Free)(T*)>
std::unique_ptr<T, Freed<Free>> decoded(const ASN1_TYPE* value)
{
    if (value == nullptr || value->type != V_ASN1_SEQUENCE ||
        value->value.sequence->length > kLongestReference)
        return nullptr;
    const unsigned char* at = value->value.sequence->data;
    return std::unique_ptr<T, Freed<Free>>(Decode(nullptr, &at, value->value.sequence->length));
}

std::string digest_of(const EVP_MD* algorithm, std::span<const std::string_view> content)
{
    const DigestPtr context(EVP_MD_CTX_new());
    must(EVP_DigestInit_ex(context.get(), algorithm, nullptr) == 1);
    for (const std::string_view piece : content)
        must(EVP_DigestUpdate(context.get(), piece.data(), piece.size()) == 1);
    std::string out(static_cast<std::size_t>(EVP_MD_get_size(algorithm)), '\0');
    must(EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(out.data()), nullptr) == 1);
    return out;
}

}  // namespace

struct CmsSignatureState {
    std::shared_ptr<CMS_ContentInfo> cms{};
    CMS_SignerInfo* info = nullptr;  // of `cms`
    std::vector<Certificate> certificates{};
    std::vector<std::string> crls{};
    std::optional<Certificate> signer{};
    std::optional<std::string> measured{};
};

base::Result<CmsSignature> CmsSignature::parse(std::string_view der, std::size_t& length)
{
    auto all = parse_all(der, length);
    if (!all) return all.error();
    if (all->size() != 1) return base::invalid("", "Chữ ký phải có đúng một người ký.");
    return std::move(all->front());
}

base::Result<CmsSignature> CmsSignature::parse(std::string_view der, std::size_t& length,
                                               std::span<const Certificate> known)
{
    const auto bare = without_known(der, known);
    if (!bare) return parse(der, length);
    auto all = decode(bare->der, length, bare->certificate);
    if (!all) return all.error();
    length = bare->length;
    if (all->size() != 1) return base::invalid("", "Chữ ký phải có đúng một người ký.");
    return std::move(all->front());
}

base::Result<std::vector<CmsSignature>> CmsSignature::parse_all(std::string_view der, std::size_t& length)
{
    if (brings_a_crowd(der)) return base::invalid("", "Tệp chữ ký có quá nhiều chứng thư số.");
    return decode(der, length, {});
}

// `beside`: certificates that stood inside and were taken out.
base::Result<std::vector<CmsSignature>> CmsSignature::decode(std::string_view der, std::size_t& length,
                                                             const std::vector<Certificate>& beside)
{
    CmsSignatureState common;
    common.certificates = beside;
    const unsigned char* at = bytes_of(der);
    common.cms = CmsPtr(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(der.size())));
    if (common.cms == nullptr || OBJ_obj2nid(CMS_get0_type(common.cms.get())) != NID_pkcs7_signed) {
        ERR_clear_error();
        return base::invalid("", "Không đọc được chữ ký: không phải cấu trúc CMS.");
    }
    length = static_cast<std::size_t>(at - bytes_of(der));
    const X509StackPtr certificates(CMS_get1_certs(common.cms.get()));
    for (int i = 0; i < sk_X509_num(certificates.get()); ++i) {
        X509* one = sk_X509_value(certificates.get(), i);
        X509_up_ref(one);
        common.certificates.emplace_back(std::shared_ptr<x509_st>(X509Ptr(one)));
    }
    STACK_OF(X509_CRL)* crls = CMS_get1_crls(common.cms.get());
    for (int i = 0; i < sk_X509_CRL_num(crls); ++i)
        common.crls.push_back(der_of<X509_CRL, i2d_X509_CRL>(sk_X509_CRL_value(crls, i)));
    sk_X509_CRL_pop_free(crls, X509_CRL_free);
    ERR_clear_error();

    auto* signers = CMS_get0_SignerInfos(common.cms.get());
    if (sk_CMS_SignerInfo_num(signers) < 1) return base::invalid("", "Tệp chữ ký không có người ký nào.");
    if (sk_CMS_SignerInfo_num(signers) > kMostSigners)
        return base::invalid("", "Tệp chữ ký có quá nhiều người ký.");
    std::vector<CmsSignature> out(static_cast<std::size_t>(sk_CMS_SignerInfo_num(signers)));
    for (std::size_t i = 0; i < out.size(); ++i) {
        auto state = std::make_shared<CmsSignatureState>(common);
        state->info = sk_CMS_SignerInfo_value(signers, static_cast<int>(i));
        const auto own =
            std::find_if(state->certificates.begin(), state->certificates.end(), [&](const Certificate& one) {
                return CMS_SignerInfo_cert_cmp(state->info, one.raw()) == 0;
            });
        if (own != state->certificates.end()) state->signer = *own;
        out[i].state_ = std::move(state);
    }
    return out;
}

CmsSignature CmsSignature::over_digest(std::string measured) const
{
    CmsSignature out;
    out.state_ = std::make_shared<CmsSignatureState>(*state_);
    out.state_->measured = std::move(measured);
    return out;
}

const std::optional<Certificate>& CmsSignature::signer() const { return state_->signer; }
const std::vector<Certificate>& CmsSignature::certificates() const { return state_->certificates; }
const std::vector<std::string>& CmsSignature::crls() const { return state_->crls; }

std::string CmsSignature::digest() const
{
    X509_ALGOR* algorithm = nullptr;
    CMS_SignerInfo_get0_algs(state_->info, nullptr, nullptr, &algorithm, nullptr);
    const EVP_MD* digest = EVP_get_digestbyobj(algorithm->algorithm);
    return digest == nullptr ? "" : OBJ_nid2sn(EVP_MD_get_type(digest));
}

std::string CmsSignature::signature() const
{
    const ASN1_OCTET_STRING* value = CMS_SignerInfo_get0_signature(state_->info);
    return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(value)),
            static_cast<std::size_t>(ASN1_STRING_length(value))};
}

std::optional<base::Time> CmsSignature::claimed_time() const
{
    const ASN1_TYPE* value = only_value(signed_attribute(state_->info, NID_pkcs9_signingTime));
    if (value == nullptr || (value->type != V_ASN1_UTCTIME && value->type != V_ASN1_GENERALIZEDTIME))
        return std::nullopt;
    std::tm parts{};
    if (ASN1_TIME_to_tm(value->value.asn1_string, &parts) != 1) {
        ERR_clear_error();
        return std::nullopt;
    }
    return base::Time(std::chrono::seconds(::timegm(&parts)));
}

std::string CmsSignature::timestamp_token() const
{
    const int at = CMS_unsigned_get_attr_by_NID(state_->info, NID_id_smime_aa_timeStampToken, -1);
    return at < 0 ? "" : sequence_in(CMS_unsigned_get_attr(state_->info, at));
}

std::string CmsSignature::revocation_archival() const
{
    static const std::unique_ptr<ASN1_OBJECT, Freed<ASN1_OBJECT_free>> kind(
        OBJ_txt2obj("1.2.840.113583.1.1.8", 1));
    const int at = CMS_signed_get_attr_by_OBJ(state_->info, kind.get(), -1);
    return at < 0 ? "" : sequence_in(CMS_signed_get_attr(state_->info, at));
}

std::string CmsSignature::content_timestamp() const
{
    return sequence_in(signed_attribute(state_->info, NID_id_smime_aa_ets_contentTimestamp));
}

bool CmsSignature::encloses() const
{
    ASN1_OCTET_STRING** inside = CMS_get0_content(state_->cms.get());
    return inside != nullptr && *inside != nullptr;
}

std::string_view CmsSignature::content() const
{
    ASN1_OCTET_STRING** inside = CMS_get0_content(state_->cms.get());
    if (inside == nullptr || *inside == nullptr) return {};
    return {reinterpret_cast<const char*>((*inside)->data), static_cast<std::size_t>((*inside)->length)};
}

namespace {

// Without signed attributes the signature is over the content itself. OpenSSL wants that in one piece.
bool fits_directly(CMS_ContentInfo* cms, const Certificate& signer, std::span<const std::string_view> content)
{
    std::string whole;
    for (const std::string_view piece : content) whole += piece;
    const X509StackPtr signers = stack_of({signer});
    const BioPtr in(BIO_new_mem_buf(whole.data(), static_cast<int>(whole.size())));
    ASN1_OCTET_STRING** inside = CMS_get0_content(cms);
    const bool detached = inside == nullptr || *inside == nullptr;
    // OpenSSL takes what is inside where something is: it must be the content that is asked about.
    if (!detached && std::string_view(reinterpret_cast<const char*>((*inside)->data),
                                      static_cast<std::size_t>((*inside)->length)) != whole)
        return false;
    const bool fits = CMS_verify(cms, signers.get(), nullptr, detached ? in.get() : nullptr, nullptr,
                                 CMS_NO_SIGNER_CERT_VERIFY | CMS_BINARY) == 1;
    ERR_clear_error();
    return fits;
}

// Ed25519 and Ed448 (RFC 8419), which OpenSSL's CMS does not know yet: they sign the attributes themselves.
bool is_edwards(const Certificate& signer)
{
    const EVP_PKEY* key = X509_get0_pubkey(signer.raw());
    const int kind = key == nullptr ? 0 : EVP_PKEY_get_base_id(key);
    return kind == EVP_PKEY_ED25519 || kind == EVP_PKEY_ED448;
}

bool fits_edwards(const CMS_SignerInfo* info, const Certificate& signer, std::string_view signature)
{
    const std::string attributes = signed_attributes(info);
    const DigestPtr context(EVP_MD_CTX_new());
    const bool fits =
        EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, X509_get0_pubkey(signer.raw())) == 1 &&
        EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(attributes),
                         attributes.size()) == 1;
    ERR_clear_error();
    return fits;
}

// "sha1WithRSAEncryption" beside SHA-256 (RFC 5652, 5.3): whoever reads one name judges another signature than he who reads the other.
bool names_agree(const X509_ALGOR* signature, const X509_ALGOR* digest)
{
    int named = NID_undef;
    const bool known =
        OBJ_find_sigid_algs(OBJ_obj2nid(signature->algorithm), &named, nullptr) == 1 && named != NID_undef;
    return !known || named == EVP_MD_get_type(EVP_get_digestbyobj(digest->algorithm));
}

// Whether the signed attributes name this certificate (RFC 5035).
CmsFault reference_fault(const CMS_SignerInfo* info, const Certificate& signer,
                         const std::vector<Certificate>& all)
{
    const auto v2 = decoded<ESS_SIGNING_CERT_V2, d2i_ESS_SIGNING_CERT_V2, ESS_SIGNING_CERT_V2_free>(
        only_value(signed_attribute(info, NID_id_smime_aa_signingCertificateV2)));
    const auto v1 = decoded<ESS_SIGNING_CERT, d2i_ESS_SIGNING_CERT, ESS_SIGNING_CERT_free>(
        only_value(signed_attribute(info, NID_id_smime_aa_signingCertificate)));
    if (v1 == nullptr && v2 == nullptr) return CmsFault::no_reference;
    // The signer's certificate first: the reference must name it first.
    std::vector<Certificate> certificates{signer};
    for (const Certificate& one : all)
        if (one != signer) certificates.push_back(one);
    const bool named = OSSL_ESS_check_signing_certs(v1.get(), v2.get(), stack_of(certificates).get(), 1) == 1;
    ERR_clear_error();
    return named ? CmsFault::none : CmsFault::other_certificate;
}

}  // namespace

CmsCheck CmsSignature::examine(std::span<const std::string_view> content) const
{
    CMS_SignerInfo* info = state_->info;
    X509_ALGOR* algorithm = nullptr;
    X509_ALGOR* signed_by = nullptr;
    CMS_SignerInfo_get0_algs(info, nullptr, nullptr, &algorithm, &signed_by);
    const EVP_MD* digest = EVP_get_digestbyobj(algorithm->algorithm);
    if (digest == nullptr || EVP_MD_get_size(digest) <= 0) return {.fault = CmsFault::unknown_algorithm};
    if (CMS_signed_get_attr_count(info) <= 0) {
        if (!state_->signer) return {.fault = CmsFault::no_certificate};
        if (state_->measured) return {.fault = CmsFault::no_reference};  // it needs the content itself
        const bool fits = fits_directly(state_->cms.get(), *state_->signer, content);
        return {fits, fits, fits ? CmsFault::no_reference : CmsFault::wrong_signature};
    }
    const ASN1_TYPE* type = only_value(signed_attribute(info, NID_pkcs9_contentType));
    const ASN1_TYPE* wanted = only_value(signed_attribute(info, NID_pkcs9_messageDigest));
    if (type == nullptr || type->type != V_ASN1_OBJECT || wanted == nullptr ||
        wanted->type != V_ASN1_OCTET_STRING ||
        OBJ_cmp(type->value.object, CMS_get0_eContentType(state_->cms.get())) != 0)
        return {.fault = CmsFault::no_reference};
    if (state_->measured && state_->measured->empty()) return {.fault = CmsFault::unknown_algorithm};
    const ASN1_STRING* there = wanted->value.octet_string;
    if (std::string_view(reinterpret_cast<const char*>(there->data),
                         static_cast<std::size_t>(there->length)) !=
        (state_->measured ? *state_->measured : digest_of(digest, content)))
        return {.fault = CmsFault::wrong_digest};
    if (!state_->signer) return {.intact = true, .fault = CmsFault::no_certificate};
    if (!names_agree(signed_by, algorithm)) return {.intact = true, .fault = CmsFault::unknown_algorithm};

    CMS_SignerInfo_set1_signer_cert(info, state_->signer->raw());
    const bool fits = is_edwards(*state_->signer) ? fits_edwards(info, *state_->signer, signature())
                                                  : CMS_SignerInfo_verify(info) == 1;
    const unsigned long why = ERR_peek_last_error();
    ERR_clear_error();
    if (!fits) {
        const bool unknown = ERR_GET_REASON(why) == EVP_R_UNSUPPORTED_ALGORITHM ||
                             ERR_GET_REASON(why) == CMS_R_UNKNOWN_DIGEST_ALGORITHM;
        return {.intact = true, .fault = unknown ? CmsFault::unknown_algorithm : CmsFault::wrong_signature};
    }
    return {true, true, reference_fault(info, *state_->signer, state_->certificates)};
}

}  // namespace lt::crypto
