// For the tests of verdicts: certificates, lists, answers and signatures that no honest authority or program would make.
#pragma once

#include <functional>
#include <map>
#include <string>

#include <openssl/x509v3.h>

#include "kit/crypto/authority.h"
#include "kit/crypto/openssl.h"

namespace lt::crypto {

// Extensions by NID, as openssl.cnf says them: "critical,CA:FALSE". An empty one is taken out.
using Extensions = std::map<int, std::string>;

inline X509_EXTENSION* extension_of(int nid, const std::string& value, X509* issuer, X509* subject,
                                    X509_CRL* crl)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, subject, nullptr, crl, 0);
    X509V3_set_ctx_nodb(&context);
    X509_EXTENSION* out = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
    must(out != nullptr);
    return out;
}

// Any extension with these bytes, as nobody knows it.
inline X509_EXTENSION* strange_extension(const char* oid, bool critical, std::string_view der)
{
    ASN1_OBJECT* kind = OBJ_txt2obj(oid, 1);
    ASN1_OCTET_STRING* bytes = ASN1_OCTET_STRING_new();
    must(ASN1_OCTET_STRING_set(bytes, bytes_of(der), static_cast<int>(der.size())) == 1);
    X509_EXTENSION* out = X509_EXTENSION_create_by_OBJ(nullptr, kind, critical ? 1 : 0, bytes);
    ASN1_OCTET_STRING_free(bytes);
    ASN1_OBJECT_free(kind);
    return out;
}

// The same identity, certified anew by `issuer` with other extensions, by another digest, or with something else done to it.
inline Identity altered(const Identity& issuer, Identity of, const Extensions& extensions,
                        const EVP_MD* digest = EVP_sha256(), const std::function<void(X509*)>& more = {})
{
    X509Ptr copy(X509_dup(of.certificate.raw()));
    for (const auto& [nid, value] : extensions) {
        for (int at = X509_get_ext_by_NID(copy.get(), nid, -1); at >= 0;
             at = X509_get_ext_by_NID(copy.get(), nid, -1))
            X509_EXTENSION_free(X509_delete_ext(copy.get(), at));
        if (value.empty()) continue;
        X509_EXTENSION* one = extension_of(nid, value, issuer.certificate.raw(), copy.get(), nullptr);
        must(X509_add_ext(copy.get(), one, -1) == 1);
        X509_EXTENSION_free(one);
    }
    if (more) more(copy.get());
    must(X509_sign(copy.get(), issuer.key.get(), digest) > 0);
    // Read again, so that nothing remembers what it was.
    of.certificate = *Certificate::parse(der_of<X509, i2d_X509>(copy.get()));
    return of;
}

inline std::string altered_crl(const Identity& issuer, const std::string& der,
                               const std::vector<X509_EXTENSION*>& extensions,
                               const EVP_MD* digest = EVP_sha256())
{
    const unsigned char* at = bytes_of(der);
    const CrlPtr crl(d2i_X509_CRL(nullptr, &at, static_cast<long>(der.size())));
    for (X509_EXTENSION* one : extensions) {
        must(X509_CRL_add_ext(crl.get(), one, -1) == 1);
        X509_EXTENSION_free(one);
    }
    must(X509_CRL_sign(crl.get(), issuer.key.get(), digest) > 0);
    return der_of<X509_CRL, i2d_X509_CRL>(crl.get());
}

// The answer promises to remember what ended since then (RFC 6960, 4.4.4).
inline std::string with_archive_cutoff(const Identity& responder, const std::string& der, std::string since)
{
    const unsigned char* at = bytes_of(der);
    const OcspResponsePtr response(d2i_OCSP_RESPONSE(nullptr, &at, static_cast<long>(der.size())));
    const OcspBasicPtr basic(OCSP_response_get1_basic(response.get()));
    X509_EXTENSION* extension = OCSP_archive_cutoff_new(since.data());
    must(OCSP_SINGLERESP_add_ext(OCSP_resp_get0(basic.get(), 0), extension, -1) == 1);
    X509_EXTENSION_free(extension);
    must(OCSP_basic_sign(basic.get(), responder.certificate.raw(), responder.key.get(), EVP_sha256(), nullptr,
                         OCSP_NOTIME) == 1);
    const OcspResponsePtr out(OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic.get()));
    return der_of<OCSP_RESPONSE, i2d_OCSP_RESPONSE>(out.get());
}

// A detached signature as openssl itself makes it.
struct CmsWish {
    const EVP_MD* digest = EVP_sha256();
    unsigned flags = CMS_CADES;  // CMS_NOCERTS leaves the certificate out; without CMS_CADES none is named
    std::string content_timestamp{};  // a token
    std::string archival{};           // DER of adbe-revocationInfoArchival
    int named_as = NID_undef;         // signatureAlgorithm says this, whatever is true
};
inline std::string made_by_openssl(const Identity& who, const std::string& content, const CmsWish& wish)
{
    const unsigned flags = wish.flags | CMS_PARTIAL | CMS_DETACHED | CMS_BINARY | CMS_NOSMIMECAP;
    X509StackPtr chain(sk_X509_new_null());
    for (const Certificate& one : who.chain)
        must(X509_add_cert(chain.get(), one.raw(), X509_ADD_FLAG_UP_REF) == 1);
    const CmsPtr cms(CMS_sign(nullptr, nullptr, chain.get(), nullptr, flags));
    CMS_SignerInfo* info =
        CMS_add1_signer(cms.get(), who.certificate.raw(), who.key.get(), wish.digest, flags);
    must(info != nullptr);
    if (!wish.content_timestamp.empty())
        must(CMS_signed_add1_attr_by_NID(info, NID_id_smime_aa_ets_contentTimestamp, V_ASN1_SEQUENCE,
                                         wish.content_timestamp.data(),
                                         static_cast<int>(wish.content_timestamp.size())) == 1);
    if (!wish.archival.empty())
        must(CMS_signed_add1_attr_by_txt(info, "1.2.840.113583.1.1.8", V_ASN1_SEQUENCE, wish.archival.data(),
                                         static_cast<int>(wish.archival.size())) == 1);
    const BioPtr in(BIO_new_mem_buf(content.data(), static_cast<int>(content.size())));
    must(CMS_final(cms.get(), in.get(), nullptr, flags) == 1);
    if (wish.named_as != NID_undef) {
        X509_ALGOR* name = nullptr;
        CMS_SignerInfo_get0_algs(info, nullptr, nullptr, nullptr, &name);
        must(X509_ALGOR_set0(name, OBJ_nid2obj(wish.named_as), V_ASN1_NULL, nullptr) == 1);
    }
    return der_of<CMS_ContentInfo, i2d_CMS_ContentInfo>(cms.get());
}

}  // namespace lt::crypto
