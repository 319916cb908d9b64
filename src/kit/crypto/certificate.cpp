#include "kit/crypto/certificate.h"

#include <algorithm>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "kit/base/message.h"
#include "kit/base/text.h"
#include "kit/crypto/digest.h"
#include "kit/crypto/openssl.h"

namespace lt::crypto {
namespace {

// A name as people read it, on one line: nothing invisible, nothing that turns the direction of the text round.
std::string shown(const std::string& words)
{
    std::string out = base::normalise(words);
    std::ranges::replace_if(
        out, [](char c) { return c == '\n' || c == '\t'; }, ' ');
    return out;
}

std::string words_of(const X509_NAME* name)
{
    const BioPtr out(BIO_new(BIO_s_mem()));
    must(X509_NAME_print_ex(out.get(), name, 0, (XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) | XN_FLAG_SPC_EQ) >=
         0);
    char* text = nullptr;
    const long length = BIO_get_mem_data(out.get(), &text);
    std::string words(text, static_cast<std::size_t>(length));
    return base::is_utf8(words) ? shown(words) : std::string();
}

// A certificate whose times can't be read was never valid: `otherwise` says so.
base::Time time_of(const ASN1_TIME* time, base::Day otherwise)
{
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) {
        ERR_clear_error();
        return base::Time(otherwise);
    }
    return base::Time(std::chrono::seconds(::timegm(&parts)));
}

std::vector<std::string> urls_of(const Certificate& certificate, int method)
{
    std::vector<std::string> urls;
    auto* access = static_cast<AUTHORITY_INFO_ACCESS*>(
        X509_get_ext_d2i(certificate.raw(), NID_info_access, nullptr, nullptr));
    for (int i = 0; i < sk_ACCESS_DESCRIPTION_num(access); ++i) {
        const ACCESS_DESCRIPTION* one = sk_ACCESS_DESCRIPTION_value(access, i);
        if (OBJ_obj2nid(one->method) != method || one->location->type != GEN_URI) continue;
        const ASN1_IA5STRING* url = one->location->d.uniformResourceIdentifier;
        urls.emplace_back(reinterpret_cast<const char*>(ASN1_STRING_get0_data(url)),
                          static_cast<std::size_t>(ASN1_STRING_length(url)));
    }
    AUTHORITY_INFO_ACCESS_free(access);
    return urls;
}

}  // namespace

Certificate::Certificate(std::shared_ptr<x509_st> certificate) : certificate_(std::move(certificate))
{
    CHECK(certificate_ != nullptr);
    // Extensions are read once here: afterwards several threads may ask at a time.
    X509_check_purpose(certificate_.get(), -1, 0);
    ERR_clear_error();
}

base::Result<Certificate> Certificate::parse(std::string_view der)
{
    const unsigned char* at = bytes_of(der);
    X509Ptr certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    ERR_clear_error();
    if (certificate == nullptr || at != bytes_of(der) + der.size())
        return base::invalid("", "Đây không phải là chứng thư số.");
    return Certificate(std::shared_ptr<x509_st>(std::move(certificate)));
}

base::Result<std::vector<Certificate>> Certificate::parse_pem(std::string_view pem)
{
    const BioPtr in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    std::vector<Certificate> out;
    while (X509* next = PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr))
        out.emplace_back(std::shared_ptr<x509_st>(X509Ptr(next)));
    ERR_clear_error();
    if (out.empty()) return base::invalid("", "Tệp không có chứng thư số nào.");
    return out;
}

std::string Certificate::der() const { return der_of<X509, i2d_X509>(raw()); }

std::string Certificate::pem() const
{
    const BioPtr out(BIO_new(BIO_s_mem()));
    must(PEM_write_bio_X509(out.get(), raw()) == 1);
    char* text = nullptr;
    const long length = BIO_get_mem_data(out.get(), &text);
    return {text, static_cast<std::size_t>(length)};
}

std::string Certificate::fingerprint() const { return sha256_hex(der()); }

std::string Certificate::common_name() const
{
    const X509_NAME* name = X509_get_subject_name(raw());
    const int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    if (at < 0) return subject();
    unsigned char* text = nullptr;
    const int length = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
    if (length < 0) {
        ERR_clear_error();
        return subject();
    }
    std::string words(reinterpret_cast<const char*>(text), static_cast<std::size_t>(length));
    OPENSSL_free(text);
    return base::is_utf8(words) ? shown(words) : subject();
}

std::string Certificate::subject() const { return words_of(X509_get_subject_name(raw())); }
std::string Certificate::issuer() const { return words_of(X509_get_issuer_name(raw())); }

std::string Certificate::serial() const
{
    BIGNUM* number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(raw()), nullptr);
    must(number != nullptr);
    char* text = BN_bn2hex(number);
    BN_free(number);
    std::string out = text;
    OPENSSL_free(text);
    return out;
}

base::Time Certificate::not_before() const
{
    return time_of(X509_get0_notBefore(raw()), base::Day(std::chrono::year(9999) / 12 / 31));
}
base::Time Certificate::not_after() const
{
    return time_of(X509_get0_notAfter(raw()), base::Day(std::chrono::year(1950) / 1 / 1));
}
bool Certificate::valid_at(base::Time at) const { return not_before() <= at && at <= not_after(); }
bool Certificate::is_authority() const { return X509_check_ca(raw()) == 1; }
bool Certificate::issued_itself() const { return (X509_get_extension_flags(raw()) & EXFLAG_SI) != 0; }

bool Certificate::may_sign() const
{
    if ((X509_get_extension_flags(raw()) & EXFLAG_KUSAGE) == 0) return true;
    return (X509_get_key_usage(raw()) & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) != 0;
}

bool Certificate::may_timestamp() const
{
    return X509_check_purpose(raw(), X509_PURPOSE_TIMESTAMP_SIGN, 0) == 1;
}

KeyKind Certificate::key_kind() const
{
    const EVP_PKEY* key = X509_get0_pubkey(raw());
    const int id = key == nullptr ? 0 : EVP_PKEY_get_base_id(key);
    if (id == EVP_PKEY_RSA || id == EVP_PKEY_RSA_PSS) return KeyKind::rsa;
    return id == EVP_PKEY_EC ? KeyKind::elliptic_curve : KeyKind::other;
}

int Certificate::key_bits() const
{
    const EVP_PKEY* key = X509_get0_pubkey(raw());
    return key == nullptr ? 0 : EVP_PKEY_get_bits(key);
}

std::string Certificate::signature_digest() const
{
    int digest = 0;
    if (X509_get_signature_info(raw(), &digest, nullptr, nullptr, nullptr) != 1 || digest == NID_undef) {
        ERR_clear_error();
        return "";
    }
    return OBJ_nid2sn(digest);
}

std::vector<std::string> Certificate::ocsp_urls() const { return urls_of(*this, NID_ad_OCSP); }
std::vector<std::string> Certificate::issuer_urls() const { return urls_of(*this, NID_ad_ca_issuers); }

std::vector<std::string> Certificate::crl_urls() const
{
    std::vector<std::string> urls;
    auto* points =
        static_cast<CRL_DIST_POINTS*>(X509_get_ext_d2i(raw(), NID_crl_distribution_points, nullptr, nullptr));
    for (int i = 0; i < sk_DIST_POINT_num(points); ++i) {
        const DIST_POINT* point = sk_DIST_POINT_value(points, i);
        if (point->distpoint == nullptr || point->distpoint->type != 0) continue;
        const GENERAL_NAMES* names = point->distpoint->name.fullname;
        for (int k = 0; k < sk_GENERAL_NAME_num(names); ++k) {
            const GENERAL_NAME* name = sk_GENERAL_NAME_value(names, k);
            if (name->type != GEN_URI) continue;
            const ASN1_IA5STRING* url = name->d.uniformResourceIdentifier;
            urls.emplace_back(reinterpret_cast<const char*>(ASN1_STRING_get0_data(url)),
                              static_cast<std::size_t>(ASN1_STRING_length(url)));
        }
    }
    CRL_DIST_POINTS_free(points);
    return urls;
}

bool operator==(const Certificate& a, const Certificate& b) { return X509_cmp(a.raw(), b.raw()) == 0; }

}  // namespace lt::crypto
