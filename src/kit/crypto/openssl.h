// Owners of OpenSSL's objects. Inside kit/crypto only.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ocsp.h>
#include <openssl/pkcs12.h>
#include <openssl/ts.h>
#include <openssl/x509.h>

namespace lt::crypto {

template <auto Free>
struct Freed {
    template <class T>
    void operator()(T* object) const
    {
        Free(object);
    }
};

inline void free_stack(stack_st_X509* stack) { sk_X509_pop_free(stack, X509_free); }

using X509Ptr = std::unique_ptr<X509, Freed<X509_free>>;
using X509StackPtr = std::unique_ptr<stack_st_X509, Freed<free_stack>>;
using CrlPtr = std::unique_ptr<X509_CRL, Freed<X509_CRL_free>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using DigestPtr = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using BioPtr = std::unique_ptr<BIO, Freed<BIO_free_all>>;
using CmsPtr = std::unique_ptr<CMS_ContentInfo, Freed<CMS_ContentInfo_free>>;
using OctetsPtr = std::unique_ptr<ASN1_OCTET_STRING, Freed<ASN1_OCTET_STRING_free>>;
using TsTokenPtr = std::unique_ptr<PKCS7, Freed<PKCS7_free>>;
using TstInfoPtr = std::unique_ptr<TS_TST_INFO, Freed<TS_TST_INFO_free>>;
using OcspResponsePtr = std::unique_ptr<OCSP_RESPONSE, Freed<OCSP_RESPONSE_free>>;
using OcspBasicPtr = std::unique_ptr<OCSP_BASICRESP, Freed<OCSP_BASICRESP_free>>;
using OcspRequestPtr = std::unique_ptr<OCSP_REQUEST, Freed<OCSP_REQUEST_free>>;
using OcspIdPtr = std::unique_ptr<OCSP_CERTID, Freed<OCSP_CERTID_free>>;
using StorePtr = std::unique_ptr<X509_STORE, Freed<X509_STORE_free>>;
using StoreContextPtr = std::unique_ptr<X509_STORE_CTX, Freed<X509_STORE_CTX_free>>;

// What OpenSSL said last; its queue is empty afterwards.
inline std::string openssl_words()
{
    std::string words = "OpenSSL failed";
    if (const unsigned long code = ERR_peek_last_error(); code != 0) {
        char text[256];
        ERR_error_string_n(code, text, sizeof text);
        words = text;
    }
    ERR_clear_error();
    return words;
}

// For calls that only fail without memory or through a bug of ours.
inline void must(bool good)
{
    if (!good) throw std::runtime_error(openssl_words());
}

template <class T, int (*Encode)(const T*, unsigned char**)>
std::string der_of(const T* object)
{
    unsigned char* bytes = nullptr;
    const int length = Encode(object, &bytes);
    must(length >= 0);
    std::string out(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
    OPENSSL_free(bytes);
    return out;
}

inline const unsigned char* bytes_of(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace lt::crypto
