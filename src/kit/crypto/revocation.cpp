#include "kit/crypto/revocation.h"

#include <numeric>

#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include "kit/crypto/openssl.h"

namespace lt::crypto {
namespace {

std::optional<base::Time> moment(const ASN1_TIME* time)
{
    std::tm parts{};
    if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) {
        ERR_clear_error();
        return std::nullopt;
    }
    return base::Time(std::chrono::seconds(::timegm(&parts)));
}

bool shares_a_name(const GENERAL_NAMES* some, const GENERAL_NAMES* others)
{
    for (int i = 0; i < sk_GENERAL_NAME_num(some); ++i)
        for (int k = 0; k < sk_GENERAL_NAME_num(others); ++k)
            if (GENERAL_NAME_cmp(sk_GENERAL_NAME_value(some, i), sk_GENERAL_NAME_value(others, k)) == 0)
                return true;
    return false;
}

// Authorities of many certificates divide them among lists: one that names its place is about those that point there (RFC 5280,
// 6.3.3 b). Otherwise whoever is revoked would bring another part, which does not have him.
bool is_its_place(const DIST_POINT_NAME* place, const Certificate& certificate)
{
    if (place == nullptr) return true;
    auto* points = static_cast<CRL_DIST_POINTS*>(
        X509_get_ext_d2i(certificate.raw(), NID_crl_distribution_points, nullptr, nullptr));
    bool found = false;
    for (int i = 0; i < sk_DIST_POINT_num(points) && !found; ++i) {
        const DIST_POINT_NAME* one = sk_DIST_POINT_value(points, i)->distpoint;
        found = one != nullptr && one->type == 0 && place->type == 0 &&
                shares_a_name(one->name.fullname, place->name.fullname);
    }
    CRL_DIST_POINTS_free(points);
    return found;
}

// A list that leaves out certificates of this kind, or is only a part of one, says nothing; nor does one with a critical extension
// that is not understood (RFC 5280, 5.2).
bool speaks_of_all(X509_CRL* crl, const Certificate& certificate)
{
    if (X509_CRL_get_ext_by_NID(crl, NID_delta_crl, -1) >= 0) return false;
    const int at = X509_CRL_get_ext_by_NID(crl, NID_issuing_distribution_point, -1);
    for (int i = X509_CRL_get_ext_by_critical(crl, 1, -1); i >= 0;
         i = X509_CRL_get_ext_by_critical(crl, 1, i))
        if (i != at) return false;
    if (at < 0) return true;
    auto* scope = static_cast<ISSUING_DIST_POINT*>(X509V3_EXT_d2i(X509_CRL_get_ext(crl, at)));
    if (scope == nullptr) return false;
    const bool authority = certificate.is_authority();
    const bool all = scope->indirectCRL <= 0 && scope->onlyattr <= 0 && scope->onlysomereasons == nullptr &&
                     !(scope->onlyuser > 0 && authority) && !(scope->onlyCA > 0 && !authority) &&
                     is_its_place(scope->distpoint, certificate);
    ISSUING_DIST_POINT_free(scope);
    return all;
}

std::string digest_of_signature(const X509_ALGOR* algorithm)
{
    int digest = 0;
    if (OBJ_find_sigid_algs(OBJ_obj2nid(algorithm->algorithm), &digest, nullptr) != 1) return "";
    if (digest == NID_undef && OBJ_obj2nid(algorithm->algorithm) == NID_rsassaPss) {
        // RSASSA-PSS names its digest among the parameters; SHA-1 where it does not (RFC 4055, 3.1).
        auto* parameters = static_cast<RSA_PSS_PARAMS*>(
            algorithm->parameter == nullptr
                ? nullptr
                : ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(RSA_PSS_PARAMS), algorithm->parameter));
        digest = parameters == nullptr || parameters->hashAlgorithm == nullptr
                     ? NID_sha1
                     : OBJ_obj2nid(parameters->hashAlgorithm->algorithm);
        RSA_PSS_PARAMS_free(parameters);
    }
    ERR_clear_error();
    return digest == NID_undef ? "" : OBJ_nid2sn(digest);
}

// Whether a statement of `this_update` still remembers a certificate that may have ended before: `since` is from when on the authority
// keeps what has ended (expiredCertsOnCRL, X.509; archive cutoff, RFC 6960, 4.4.4).
bool remembers(const Certificate& certificate, base::Time this_update, std::optional<base::Time> since)
{
    return this_update <= certificate.not_after() || (since && *since <= certificate.not_after());
}

std::optional<base::Time> time_in(const X509_EXTENSION* extension)
{
    if (extension == nullptr) return std::nullopt;
    const ASN1_OCTET_STRING* value = X509_EXTENSION_get_data(const_cast<X509_EXTENSION*>(extension));
    const unsigned char* at = ASN1_STRING_get0_data(value);
    ASN1_GENERALIZEDTIME* time = d2i_ASN1_GENERALIZEDTIME(nullptr, &at, ASN1_STRING_length(value));
    const auto out = moment(time);
    ASN1_GENERALIZEDTIME_free(time);
    ERR_clear_error();
    return out;
}

std::optional<base::Time> keeps_ended_since(const X509_CRL* crl)
{
    static const std::unique_ptr<ASN1_OBJECT, Freed<ASN1_OBJECT_free>> kind(OBJ_txt2obj("2.5.29.60", 1));
    const int at = X509_CRL_get_ext_by_OBJ(crl, kind.get(), -1);
    return at < 0 ? std::nullopt : time_in(X509_CRL_get_ext(crl, at));
}

std::optional<base::Time> keeps_ended_since(OCSP_SINGLERESP* single)
{
    const int at = OCSP_SINGLERESP_get_ext_by_NID(single, NID_id_pkix_OCSP_archiveCutoff, -1);
    return at < 0 ? std::nullopt : time_in(OCSP_SINGLERESP_get_ext(single, at));
}

bool is_about(const OCSP_CERTID* id, const Certificate& certificate, const Certificate& issuer)
{
    ASN1_OBJECT* algorithm = nullptr;
    if (OCSP_id_get0_info(nullptr, &algorithm, nullptr, nullptr, const_cast<OCSP_CERTID*>(id)) != 1)
        return false;
    const EVP_MD* digest = EVP_get_digestbyobj(algorithm);
    if (digest == nullptr) return false;
    const OcspIdPtr wanted(OCSP_cert_to_id(digest, certificate.raw(), issuer.raw()));
    return wanted != nullptr && OCSP_id_cmp(wanted.get(), id) == 0;
}

// By the issuer itself, or by one whom it gave OCSP signing to and who was valid then: nothing where it is neither.
std::optional<Certificate> authorised_signer(OCSP_BASICRESP* basic, const Certificate& issuer)
{
    const StorePtr store(X509_STORE_new());
    must(X509_STORE_add_cert(store.get(), issuer.raw()) == 1);
    X509_STORE_set_flags(store.get(), X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_NO_CHECK_TIME);
    X509StackPtr others(sk_X509_new_null());
    must(X509_add_cert(others.get(), issuer.raw(), X509_ADD_FLAG_UP_REF) == 1);
    const bool good = OCSP_basic_verify(basic, others.get(), store.get(), 0) == 1;
    X509* responder = nullptr;
    const bool known = good && OCSP_resp_get0_signer(basic, &responder, others.get()) == 1;
    ERR_clear_error();
    if (!known) return std::nullopt;
    const auto produced = moment(OCSP_resp_get0_produced_at(basic));
    const auto from = moment(X509_get0_notBefore(responder));
    const auto until = moment(X509_get0_notAfter(responder));
    if (!produced || !from || !until || *produced < *from || *until < *produced) return std::nullopt;
    X509_up_ref(responder);
    return Certificate(std::shared_ptr<x509_st>(X509Ptr(responder)));
}

// A list is asked about many certificates, one after the other, and may have megabytes: each thread keeps the last few as it read them.
struct ReadCrl {
    std::string der{};
    CrlPtr crl{};
    std::optional<Certificate> checked_with{};  // its issuer, and
    bool good = false;                          // whether that one signed it
};

ReadCrl& read_once(std::string_view der)
{
    static constexpr std::size_t kKeptBytes = 8U << 20U;
    thread_local std::vector<ReadCrl> kept;
    for (ReadCrl& one : kept)
        if (one.der == der) return one;
    const unsigned char* at = bytes_of(der);
    ReadCrl fresh{
        std::string(der), CrlPtr(d2i_X509_CRL(nullptr, &at, static_cast<long>(der.size()))), {}, false};
    ERR_clear_error();
    // The oldest go first; one that is larger than that stays alone.
    const auto held = [&] {
        return std::accumulate(kept.begin(), kept.end(), der.size(),
                               [](std::size_t sum, const ReadCrl& one) { return sum + one.der.size(); });
    };
    while (!kept.empty() && held() > kKeptBytes) kept.erase(kept.begin());
    return kept.emplace_back(std::move(fresh));
}

}  // namespace

std::optional<Standing> standing_by_crl(std::string_view der, const Certificate& certificate,
                                        const Certificate& issuer)
{
    ReadCrl& read = read_once(der);
    const CrlPtr& crl = read.crl;
    if (crl == nullptr ||
        X509_NAME_cmp(X509_CRL_get_issuer(crl.get()), X509_get_subject_name(issuer.raw())) != 0 ||
        !speaks_of_all(crl.get(), certificate))
        return std::nullopt;
    if (!read.checked_with || *read.checked_with != issuer) {
        read.good = (X509_get_key_usage(issuer.raw()) & KU_CRL_SIGN) != 0 &&
                    X509_CRL_verify(crl.get(), X509_get0_pubkey(issuer.raw())) == 1;
        read.checked_with = issuer;
        ERR_clear_error();
    }
    const bool good = read.good;
    const auto this_update = moment(X509_CRL_get0_lastUpdate(crl.get()));
    if (!good || !this_update) return std::nullopt;
    const X509_ALGOR* algorithm = nullptr;
    X509_CRL_get0_signature(crl.get(), nullptr, &algorithm);
    Standing out{.this_update = *this_update,
                 .next_update = moment(X509_CRL_get0_nextUpdate(crl.get())),
                 .digest = digest_of_signature(algorithm)};
    X509_REVOKED* entry = nullptr;
    if (X509_CRL_get0_by_cert(crl.get(), &entry, certificate.raw()) == 1)
        out.revoked_at = moment(X509_REVOKED_get0_revocationDate(entry)).value_or(base::Time());
    else if (!remembers(certificate, *this_update, keeps_ended_since(crl.get())))
        return std::nullopt;
    return out;
}

std::optional<Standing> standing_by_ocsp(std::string_view der, const Certificate& certificate,
                                         const Certificate& issuer)
{
    // An answer has some kilobytes. Certificates inside are read before anybody knows whether they are needed.
    constexpr std::size_t kLargestAnswer = 32U << 10U;
    if (der.size() > kLargestAnswer) return std::nullopt;
    const unsigned char* at = bytes_of(der);
    // In a file's DSS stands the whole answer; some write the basic one alone.
    const OcspResponsePtr response(d2i_OCSP_RESPONSE(nullptr, &at, static_cast<long>(der.size())));
    OcspBasicPtr basic;
    if (response != nullptr && OCSP_response_status(response.get()) == OCSP_RESPONSE_STATUS_SUCCESSFUL)
        basic.reset(OCSP_response_get1_basic(response.get()));
    if (basic == nullptr) {
        at = bytes_of(der);
        basic.reset(d2i_OCSP_BASICRESP(nullptr, &at, static_cast<long>(der.size())));
    }
    ERR_clear_error();
    if (basic == nullptr) return std::nullopt;
    for (int i = 0; i < OCSP_resp_count(basic.get()); ++i) {
        OCSP_SINGLERESP* single = OCSP_resp_get0(basic.get(), i);
        if (!is_about(OCSP_SINGLERESP_get0_id(single), certificate, issuer)) continue;
        auto signer = authorised_signer(basic.get(), issuer);
        if (!signer) return std::nullopt;
        ASN1_GENERALIZEDTIME* revoked = nullptr;
        ASN1_GENERALIZEDTIME* from = nullptr;
        ASN1_GENERALIZEDTIME* until = nullptr;
        const int status = OCSP_single_get0_status(single, nullptr, &revoked, &from, &until);
        const auto this_update = moment(from);
        if (!this_update || (status != V_OCSP_CERTSTATUS_GOOD && status != V_OCSP_CERTSTATUS_REVOKED))
            return std::nullopt;
        Standing out{.this_update = *this_update,
                     .next_update = moment(until),
                     .digest = digest_of_signature(OCSP_resp_get0_tbs_sigalg(basic.get()))};
        if (status == V_OCSP_CERTSTATUS_REVOKED)
            out.revoked_at = moment(revoked).value_or(base::Time());
        else if (!remembers(certificate, *this_update, keeps_ended_since(single)))
            return std::nullopt;
        if (*signer != issuer && X509_get_ext_by_NID(signer->raw(), NID_id_pkix_OCSP_noCheck, -1) < 0)
            out.responder = std::move(signer);
        return out;
    }
    return std::nullopt;
}

}  // namespace lt::crypto
