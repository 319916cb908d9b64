#include "kit/crypto/authority.h"

#include <array>

#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include "kit/crypto/openssl.h"

namespace lt::crypto {
namespace {

using ExtensionPtr = std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>>;
using TimePtr = std::unique_ptr<ASN1_TIME, Freed<ASN1_TIME_free>>;
using IntegerPtr = std::unique_ptr<ASN1_INTEGER, Freed<ASN1_INTEGER_free>>;

std::time_t seconds_of(base::Time time)
{
    return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

TimePtr asn1_time(base::Time time)
{
    TimePtr out(ASN1_TIME_set(nullptr, seconds_of(time)));
    must(out != nullptr);
    return out;
}

TimePtr generalized_time(base::Time time)
{
    TimePtr out(ASN1_GENERALIZEDTIME_set(nullptr, seconds_of(time)));
    must(out != nullptr);
    return out;
}

std::shared_ptr<evp_pkey_st> new_key(const CertificateWish& wish)
{
    KeyPtr key(wish.kind == KeyKind::rsa ? EVP_RSA_gen(static_cast<unsigned>(wish.bits))
                                         : EVP_EC_gen("P-256"));
    must(key != nullptr);
    return std::shared_ptr<evp_pkey_st>(std::move(key));
}

void add_extension(X509* certificate, X509* issuer, int nid, const std::string& value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509V3_set_ctx_nodb(&context);
    const ExtensionPtr extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
    must(extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1);
}

void add_name(X509_NAME* name, const char* field, const std::string& value)
{
    if (value.empty()) return;
    must(X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, bytes_of(value),
                                    static_cast<int>(value.size()), -1, 0) == 1);
}

Certificate certify(EVP_PKEY* subject_key, EVP_PKEY* issuer_key, const Certificate* issuer,
                    const CertificateWish& wish)
{
    X509Ptr out(X509_new());
    std::array<unsigned char, 16> serial{};
    must(RAND_bytes(serial.data(), serial.size()) == 1);
    serial[0] = static_cast<unsigned char>((serial[0] & 0x7fU) | 0x40U);
    BIGNUM* number = BN_bin2bn(serial.data(), serial.size(), nullptr);
    BN_to_ASN1_INTEGER(number, X509_get_serialNumber(out.get()));
    BN_free(number);
    must(X509_set_version(out.get(), X509_VERSION_3) == 1 && X509_set_pubkey(out.get(), subject_key) == 1 &&
         X509_set1_notBefore(out.get(), asn1_time(wish.from).get()) == 1 &&
         X509_set1_notAfter(out.get(), asn1_time(wish.until).get()) == 1);
    X509_NAME* name = X509_get_subject_name(out.get());
    add_name(name, "C", "VN");
    add_name(name, "O", wish.organisation);
    add_name(name, "CN", wish.common_name);
    must(X509_set_issuer_name(out.get(), issuer == nullptr ? name : X509_get_subject_name(issuer->raw())) ==
         1);

    X509* from = issuer == nullptr ? out.get() : issuer->raw();
    add_extension(out.get(), from, NID_subject_key_identifier, "hash");
    if (issuer != nullptr) add_extension(out.get(), from, NID_authority_key_identifier, "keyid:always");
    add_extension(out.get(), from, NID_basic_constraints,
                  wish.use == CertificateUse::authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
    switch (wish.use) {
    case CertificateUse::authority:
        add_extension(out.get(), from, NID_key_usage, "critical,keyCertSign,cRLSign");
        break;
    case CertificateUse::documents:
        add_extension(out.get(), from, NID_key_usage, "critical,digitalSignature,nonRepudiation");
        break;
    case CertificateUse::timestamps:
        add_extension(out.get(), from, NID_key_usage, "critical,digitalSignature");
        add_extension(out.get(), from, NID_ext_key_usage, "critical,timeStamping");
        break;
    case CertificateUse::ocsp:
        add_extension(out.get(), from, NID_key_usage, "critical,digitalSignature");
        add_extension(out.get(), from, NID_ext_key_usage, "OCSPSigning");
        add_extension(out.get(), from, NID_id_pkix_OCSP_noCheck, "");
        break;
    }
    if (!wish.crl_url.empty())
        add_extension(out.get(), from, NID_crl_distribution_points, "URI:" + wish.crl_url);
    std::string access = wish.ocsp_url.empty() ? "" : "OCSP;URI:" + wish.ocsp_url;
    if (!wish.issuer_url.empty())
        access += (access.empty() ? "" : ",") + ("caIssuers;URI:" + wish.issuer_url);
    if (!access.empty()) add_extension(out.get(), from, NID_info_access, access);
    must(X509_sign(out.get(), issuer_key, EVP_sha256()) > 0);
    return Certificate(std::shared_ptr<x509_st>(std::move(out)));
}

}  // namespace

std::unique_ptr<SoftSigner> Identity::signer() const
{
    return std::make_unique<SoftSigner>(key, certificate, chain);
}

std::string Identity::pkcs12(const std::string& password) const
{
    const X509StackPtr others(sk_X509_new_null());
    for (const Certificate& one : chain)
        must(X509_add_cert(others.get(), one.raw(), X509_ADD_FLAG_UP_REF) == 1);
    const std::unique_ptr<PKCS12, Freed<PKCS12_free>> out(
        PKCS12_create(password.c_str(), certificate.common_name().c_str(), key.get(), certificate.raw(),
                      others.get(), 0, 0, 0, 0, 0));
    must(out != nullptr);
    return der_of<PKCS12, i2d_PKCS12>(out.get());
}

std::string Identity::key_pem() const
{
    const BioPtr out(BIO_new(BIO_s_mem()));
    must(PEM_write_bio_PKCS8PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
    char* text = nullptr;
    const long length = BIO_get_mem_data(out.get(), &text);
    return {text, static_cast<std::size_t>(length)};
}

base::Result<Identity> Identity::read(std::string_view certificates_pem, std::string_view key_pem)
{
    auto certificates = Certificate::parse_pem(certificates_pem);
    if (!certificates) return certificates.error();
    const BioPtr in(BIO_new_mem_buf(key_pem.data(), static_cast<int>(key_pem.size())));
    KeyPtr key(PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr));
    ERR_clear_error();
    if (key == nullptr || X509_check_private_key(certificates->front().raw(), key.get()) != 1) {
        ERR_clear_error();
        return base::invalid("", "Khoá bí mật không khớp với chứng thư số.");
    }
    return Identity{certificates->front(),
                    std::shared_ptr<evp_pkey_st>(std::move(key)),
                    {certificates->begin() + 1, certificates->end()}};
}

Identity make_root(const CertificateWish& wish)
{
    const auto key = new_key(wish);
    return {certify(key.get(), key.get(), nullptr, wish), key, {}};
}

Identity issue(const Identity& issuer, const CertificateWish& wish)
{
    const auto key = new_key(wish);
    std::vector<Certificate> chain{issuer.certificate};
    chain.insert(chain.end(), issuer.chain.begin(), issuer.chain.end());
    return {certify(key.get(), issuer.key.get(), &issuer.certificate, wish), key, std::move(chain)};
}

base::Result<Certificate> issue_for_key(const Identity& issuer, const CertificateWish& wish,
                                        std::string_view public_key)
{
    const unsigned char* at = bytes_of(public_key);
    const KeyPtr key(d2i_PUBKEY(nullptr, &at, static_cast<long>(public_key.size())));
    ERR_clear_error();
    if (key == nullptr) return base::invalid("key", "Không đọc được khoá công khai.");
    return certify(key.get(), issuer.key.get(), &issuer.certificate, wish);
}

std::string make_crl(const Identity& issuer, const std::vector<Revoked>& revoked, base::Time now,
                     base::Time until)
{
    const CrlPtr crl(X509_CRL_new());
    must(X509_CRL_set_version(crl.get(), X509_CRL_VERSION_2) == 1 &&
         X509_CRL_set_issuer_name(crl.get(), X509_get_subject_name(issuer.certificate.raw())) == 1 &&
         X509_CRL_set1_lastUpdate(crl.get(), asn1_time(now).get()) == 1 &&
         X509_CRL_set1_nextUpdate(crl.get(), asn1_time(until).get()) == 1);
    for (const Revoked& one : revoked) {
        std::unique_ptr<X509_REVOKED, Freed<X509_REVOKED_free>> entry(X509_REVOKED_new());
        must(X509_REVOKED_set_serialNumber(entry.get(), X509_get_serialNumber(one.certificate.raw())) == 1 &&
             X509_REVOKED_set_revocationDate(entry.get(), asn1_time(one.at).get()) == 1 &&
             X509_CRL_add0_revoked(crl.get(), entry.get()) == 1);
        (void)entry.release();
    }
    X509_CRL_sort(crl.get());
    // What RFC 5280, 5.2 asks of every list: whose key signed it, and a number that grows.
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer.certificate.raw(), nullptr, nullptr, crl.get(), 0);
    X509V3_set_ctx_nodb(&context);
    const ExtensionPtr key_id(
        X509V3_EXT_conf_nid(nullptr, &context, NID_authority_key_identifier, "keyid:always"));
    const IntegerPtr number(ASN1_INTEGER_new());
    must(key_id != nullptr && X509_CRL_add_ext(crl.get(), key_id.get(), -1) == 1 &&
         ASN1_INTEGER_set_int64(number.get(), seconds_of(now)) == 1 &&
         X509_CRL_add1_ext_i2d(crl.get(), NID_crl_number, number.get(), 0, 0) == 1);
    must(X509_CRL_sign(crl.get(), issuer.key.get(), EVP_sha256()) > 0);
    return der_of<X509_CRL, i2d_X509_CRL>(crl.get());
}

std::string make_ocsp(const Identity& responder, const Certificate& issuer, const Certificate& certificate,
                      std::optional<base::Time> revoked_at, base::Time now, base::Time until)
{
    const OcspBasicPtr basic(OCSP_BASICRESP_new());
    const OcspIdPtr id(OCSP_cert_to_id(EVP_sha1(), certificate.raw(), issuer.raw()));
    const TimePtr revoked = generalized_time(revoked_at.value_or(now));
    must(OCSP_basic_add1_status(basic.get(), id.get(),
                                revoked_at ? V_OCSP_CERTSTATUS_REVOKED : V_OCSP_CERTSTATUS_GOOD,
                                OCSP_REVOKED_STATUS_NOSTATUS, revoked_at ? revoked.get() : nullptr,
                                generalized_time(now).get(), generalized_time(until).get()) != nullptr);
    // OpenSSL would write the clock of the machine.
    must(ASN1_GENERALIZEDTIME_set(const_cast<ASN1_GENERALIZEDTIME*>(OCSP_resp_get0_produced_at(basic.get())),
                                  seconds_of(now)) != nullptr);
    must(OCSP_basic_sign(basic.get(), responder.certificate.raw(), responder.key.get(), EVP_sha256(), nullptr,
                         OCSP_NOTIME) == 1);
    const OcspResponsePtr response(OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic.get()));
    must(response != nullptr);
    return der_of<OCSP_RESPONSE, i2d_OCSP_RESPONSE>(response.get());
}

std::optional<std::string> serial_in_ocsp_request(std::string_view request)
{
    const unsigned char* at = bytes_of(request);
    const OcspRequestPtr asked(d2i_OCSP_REQUEST(nullptr, &at, static_cast<long>(request.size())));
    ERR_clear_error();
    if (asked == nullptr || OCSP_request_onereq_count(asked.get()) != 1) return std::nullopt;
    ASN1_INTEGER* serial = nullptr;
    OCSP_id_get0_info(nullptr, nullptr, nullptr, &serial,
                      OCSP_onereq_get0_id(OCSP_request_onereq_get0(asked.get(), 0)));
    BIGNUM* number = ASN1_INTEGER_to_BN(serial, nullptr);
    char* text = BN_bn2hex(number);
    std::string out = text;
    OPENSSL_free(text);
    BN_free(number);
    return out;
}

std::string ocsp_request(const Certificate& certificate, const Certificate& issuer)
{
    const OcspRequestPtr request(OCSP_REQUEST_new());
    must(OCSP_request_add0_id(request.get(), OCSP_cert_to_id(EVP_sha1(), certificate.raw(), issuer.raw())) !=
         nullptr);
    return der_of<OCSP_REQUEST, i2d_OCSP_REQUEST>(request.get());
}

std::string make_timestamp(const Identity& authority, std::string_view query, base::Time now)
{
    const std::unique_ptr<TS_RESP_CTX, Freed<TS_RESP_CTX_free>> context(TS_RESP_CTX_new());
    const std::unique_ptr<ASN1_OBJECT, Freed<ASN1_OBJECT_free>> policy(OBJ_txt2obj("1.2.3.4.1", 1));
    const X509StackPtr chain(sk_X509_new_null());
    for (const Certificate& one : authority.chain)
        must(X509_add_cert(chain.get(), one.raw(), X509_ADD_FLAG_UP_REF) == 1);
    must(TS_RESP_CTX_set_signer_cert(context.get(), authority.certificate.raw()) == 1 &&
         TS_RESP_CTX_set_signer_key(context.get(), authority.key.get()) == 1 &&
         TS_RESP_CTX_set_certs(context.get(), chain.get()) == 1 &&
         TS_RESP_CTX_set_signer_digest(context.get(), EVP_sha256()) == 1 &&
         TS_RESP_CTX_set_ess_cert_id_digest(context.get(), EVP_sha256()) == 1 &&
         TS_RESP_CTX_set_def_policy(context.get(), policy.get()) == 1 &&
         TS_RESP_CTX_add_md(context.get(), EVP_sha256()) == 1);
    TS_RESP_CTX_set_serial_cb(
        context.get(),
        [](TS_resp_ctx*, void*) -> ASN1_INTEGER* {
            std::array<unsigned char, 8> random{};
            if (RAND_bytes(random.data(), random.size()) != 1) return nullptr;
            random[0] = static_cast<unsigned char>((random[0] & 0x7fU) | 0x40U);
            BIGNUM* number = BN_bin2bn(random.data(), random.size(), nullptr);
            ASN1_INTEGER* serial = BN_to_ASN1_INTEGER(number, nullptr);
            BN_free(number);
            return serial;
        },
        nullptr);
    TS_RESP_CTX_set_time_cb(
        context.get(),
        [](TS_resp_ctx*, void* data, long* seconds, long* microseconds) -> int {
            *seconds = static_cast<long>(seconds_of(*static_cast<const base::Time*>(data)));
            *microseconds = 0;
            return 1;
        },
        &now);
    const BioPtr in(BIO_new_mem_buf(query.data(), static_cast<int>(query.size())));
    const std::unique_ptr<TS_RESP, Freed<TS_RESP_free>> reply(
        TS_RESP_create_response(context.get(), in.get()));
    ERR_clear_error();
    must(reply != nullptr);
    return der_of<TS_RESP, i2d_TS_RESP>(reply.get());
}

}  // namespace lt::crypto
