#include "kit/crypto/signer.h"

#include "kit/crypto/openssl.h"

namespace lt::crypto {

bool signature_fits(const Certificate& certificate, std::string_view digest, std::string_view signature)
{
    const std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>> context(
        EVP_PKEY_CTX_new(X509_get0_pubkey(certificate.raw()), nullptr));
    const bool fits = context != nullptr && EVP_PKEY_verify_init(context.get()) == 1 &&
                      EVP_PKEY_CTX_set_signature_md(context.get(), EVP_sha256()) == 1 &&
                      EVP_PKEY_verify(context.get(), bytes_of(signature), signature.size(), bytes_of(digest),
                                      digest.size()) == 1;
    ERR_clear_error();
    return fits;
}

std::optional<base::Error> why_not_signing(const Certificate& certificate, base::Time now,
                                           const std::string& field)
{
    const std::string name = certificate.common_name();
    if (!certificate.may_sign())
        return base::invalid(field,
                             {"Chứng thư số “{{name}}” không dùng để ký văn bản được.", {{"name", name}}});
    if (now < certificate.not_before())
        return base::invalid(field,
                             {"Chứng thư số “{{name}}” chỉ có hiệu lực từ {{from}}.",
                              {{"name", name}, {"from", base::format_vietnam(certificate.not_before())}}});
    if (now > certificate.not_after())
        return base::invalid(
            field, {"Chứng thư số “{{name}}” đã hết hạn lúc {{until}}. Hãy dùng chứng thư số đã gia hạn.",
                    {{"name", name}, {"until", base::format_vietnam(certificate.not_after())}}});
    return std::nullopt;
}

SoftSigner::SoftSigner(std::shared_ptr<evp_pkey_st> key, Certificate certificate,
                       std::vector<Certificate> chain)
    : key_(std::move(key)), certificate_(std::move(certificate)), chain_(std::move(chain))
{
    CHECK(key_ != nullptr && X509_check_private_key(certificate_.raw(), key_.get()) == 1);
}

base::Result<std::string> SoftSigner::sign(std::string_view bytes)
{
    const DigestPtr context(EVP_MD_CTX_new());
    std::size_t length = 0;
    must(EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1 &&
         EVP_DigestSign(context.get(), nullptr, &length, bytes_of(bytes), bytes.size()) == 1);
    std::string signature(length, '\0');
    must(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length,
                        bytes_of(bytes), bytes.size()) == 1);
    signature.resize(length);
    return signature;
}

}  // namespace lt::crypto
