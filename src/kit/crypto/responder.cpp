#include "kit/crypto/responder.h"

#include "kit/crypto/openssl.h"

namespace lt::crypto {
namespace {

using MomentPtr = std::unique_ptr<ASN1_TIME, Freed<ASN1_TIME_free>>;

std::time_t unix_seconds(base::Time time)
{
    return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

MomentPtr moment_of(base::Time time)
{
    MomentPtr out(ASN1_GENERALIZEDTIME_set(nullptr, unix_seconds(time)));
    must(out != nullptr);
    return out;
}

std::string refusal(int status)
{
    ERR_clear_error();
    const OcspResponsePtr response(OCSP_response_create(status, nullptr));
    must(response != nullptr);
    return der_of<OCSP_RESPONSE, i2d_OCSP_RESPONSE>(response.get());
}

bool is_by(OCSP_CERTID* id, const Certificate& issuer)
{
    ASN1_OBJECT* algorithm = nullptr;
    ASN1_INTEGER* serial = nullptr;
    OCSP_id_get0_info(nullptr, &algorithm, nullptr, &serial, id);
    const EVP_MD* digest = EVP_get_digestbyobj(algorithm);
    if (digest == nullptr) return false;
    const OcspIdPtr own(OCSP_cert_id_new(digest, X509_get_subject_name(issuer.raw()),
                                         X509_get0_pubkey_bitstr(issuer.raw()), serial));
    return own != nullptr && OCSP_id_issuer_cmp(own.get(), id) == 0;
}

std::string serial_of(OCSP_CERTID* id)
{
    ASN1_INTEGER* serial = nullptr;
    OCSP_id_get0_info(nullptr, nullptr, nullptr, &serial, id);
    BIGNUM* number = ASN1_INTEGER_to_BN(serial, nullptr);
    must(number != nullptr);
    char* text = BN_bn2hex(number);
    BN_free(number);
    std::string out = text;
    OPENSSL_free(text);
    return out;
}

}  // namespace

std::string answer_ocsp(std::string_view request, const std::vector<OcspDuty>& duties, base::Time now,
                        base::Time until)
{
    const unsigned char* at = bytes_of(request);
    const OcspRequestPtr asked(d2i_OCSP_REQUEST(nullptr, &at, static_cast<long>(request.size())));
    ERR_clear_error();
    const int count = asked == nullptr ? 0 : OCSP_request_onereq_count(asked.get());
    if (count < 1 || count > 100) return refusal(OCSP_RESPONSE_STATUS_MALFORMEDREQUEST);
    const auto id_of = [&](int i) { return OCSP_onereq_get0_id(OCSP_request_onereq_get0(asked.get(), i)); };
    const OcspDuty* duty = nullptr;
    for (const OcspDuty& one : duties)
        if (is_by(id_of(0), one.issuer)) duty = &one;
    if (duty == nullptr) return refusal(OCSP_RESPONSE_STATUS_UNAUTHORIZED);

    const OcspBasicPtr basic(OCSP_BASICRESP_new());
    for (int i = 0; i < count; ++i) {
        if (!is_by(id_of(i), duty->issuer)) return refusal(OCSP_RESPONSE_STATUS_UNAUTHORIZED);
        const OcspWord word = duty->word(serial_of(id_of(i)));
        const bool revoked = word.status == OcspStatus::revoked;
        const int status = revoked                           ? V_OCSP_CERTSTATUS_REVOKED
                           : word.status == OcspStatus::good ? V_OCSP_CERTSTATUS_GOOD
                                                             : V_OCSP_CERTSTATUS_UNKNOWN;
        const MomentPtr since = moment_of(word.revoked_at);
        must(OCSP_basic_add1_status(basic.get(), id_of(i), status, OCSP_REVOKED_STATUS_NOSTATUS,
                                    revoked ? since.get() : nullptr, moment_of(now).get(),
                                    moment_of(until).get()) != nullptr);
    }
    OCSP_copy_nonce(basic.get(), asked.get());
    // OpenSSL would write the clock of the machine.
    must(ASN1_GENERALIZEDTIME_set(const_cast<ASN1_GENERALIZEDTIME*>(OCSP_resp_get0_produced_at(basic.get())),
                                  unix_seconds(now)) != nullptr);
    must(OCSP_basic_sign(basic.get(), duty->responder->certificate.raw(), duty->responder->key.get(),
                         EVP_sha256(), nullptr, OCSP_NOTIME) == 1);
    const OcspResponsePtr response(OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic.get()));
    must(response != nullptr);
    return der_of<OCSP_RESPONSE, i2d_OCSP_RESPONSE>(response.get());
}

}  // namespace lt::crypto
