#include "kit/crypto/revocation_data.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "kit/crypto/der.h"
#include "kit/crypto/openssl.h"

namespace lt::crypto {

base::Result<std::string> read_crl(std::string_view file)
{
    const unsigned char* at = bytes_of(file);
    CrlPtr crl(d2i_X509_CRL(nullptr, &at, static_cast<long>(file.size())));
    if (crl == nullptr) {
        const BioPtr in(BIO_new_mem_buf(file.data(), static_cast<int>(file.size())));
        crl.reset(PEM_read_bio_X509_CRL(in.get(), nullptr, nullptr, nullptr));
    }
    ERR_clear_error();
    if (crl == nullptr)
        return base::invalid("", "Đây không phải là danh sách chứng thư số bị thu hồi (CRL).");
    return der_of<X509_CRL, i2d_X509_CRL>(crl.get());
}

std::optional<OcspResponder> ocsp_responder(std::string_view answer, const Certificate& issuer)
{
    const unsigned char* at = bytes_of(answer);
    const OcspResponsePtr response(d2i_OCSP_RESPONSE(nullptr, &at, static_cast<long>(answer.size())));
    const OcspBasicPtr basic(response == nullptr ? nullptr : OCSP_response_get1_basic(response.get()));
    X509* signer = nullptr;
    const bool found = basic != nullptr && OCSP_resp_get0_signer(basic.get(), &signer, nullptr) == 1;
    ERR_clear_error();
    if (!found) return std::nullopt;
    X509_up_ref(signer);
    OcspResponder out{Certificate(std::shared_ptr<x509_st>(X509Ptr(signer)))};
    if (out.certificate == issuer) return std::nullopt;
    out.needs_no_check = X509_get_ext_by_NID(signer, NID_id_pkix_OCSP_noCheck, -1) >= 0;
    return out;
}

namespace {

constexpr std::size_t kMostInArchival = 50;

}  // namespace

Revocations revocations_in_archival(std::string_view der)
{
    Revocations out;
    const auto all = next_element(der);
    if (!all || all->tag != V_ASN1_SEQUENCE) return out;
    std::string_view parts = all->inside;
    while (const auto part = next_element(parts)) {
        if (part->kind != V_ASN1_CONTEXT_SPECIFIC || part->tag > 1) continue;
        std::string_view inside = part->inside;
        const auto list = next_element(inside);
        if (!list || list->tag != V_ASN1_SEQUENCE) continue;
        std::vector<std::string>& to = part->tag == 0 ? out.crls : out.ocsps;
        std::string_view one = list->inside;
        for (auto data = next_element(one); data && to.size() < kMostInArchival; data = next_element(one))
            to.emplace_back(data->whole);
    }
    return out;
}

}  // namespace lt::crypto
