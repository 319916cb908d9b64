#include "kit/crypto/signer.h"

#include "kit/crypto/openssl.h"

namespace lt::crypto {

SoftSigner::SoftSigner(std::shared_ptr<evp_pkey_st> key, Certificate certificate,
                       std::vector<Certificate> chain)
    : key_(std::move(key)), certificate_(std::move(certificate)), chain_(std::move(chain))
{
    CHECK(key_ != nullptr && X509_check_private_key(certificate_.raw(), key_.get()) == 1);
}

base::Result<std::unique_ptr<SoftSigner>> SoftSigner::from_pkcs12(std::string_view file,
                                                                  const std::string& password)
{
    const unsigned char* at = bytes_of(file);
    const std::unique_ptr<PKCS12, Freed<PKCS12_free>> package(
        d2i_PKCS12(nullptr, &at, static_cast<long>(file.size())));
    if (package == nullptr) {
        ERR_clear_error();
        return base::invalid("file", "Tệp không phải là tệp khoá PKCS#12 (.p12, .pfx).");
    }
    if (PKCS12_mac_present(package.get()) == 1 &&
        PKCS12_verify_mac(package.get(), password.c_str(), -1) != 1) {
        ERR_clear_error();
        return base::invalid("password", "Mật khẩu của tệp khoá không đúng.");
    }
    EVP_PKEY* key = nullptr;
    X509* certificate = nullptr;
    stack_st_X509* others = nullptr;
    const bool good = PKCS12_parse(package.get(), password.c_str(), &key, &certificate, &others) == 1;
    ERR_clear_error();
    std::shared_ptr<evp_pkey_st> held_key{KeyPtr(key)};
    std::shared_ptr<x509_st> held_certificate{X509Ptr(certificate)};
    const X509StackPtr held_others(others);
    if (!good || held_key == nullptr || held_certificate == nullptr)
        return base::invalid("file", "Tệp khoá không có khoá bí mật cùng chứng thư số.");
    std::vector<Certificate> chain;
    for (int i = 0; i < sk_X509_num(others); ++i) {
        X509* one = sk_X509_value(others, i);
        X509_up_ref(one);
        chain.emplace_back(std::shared_ptr<x509_st>(X509Ptr(one)));
    }
    return std::make_unique<SoftSigner>(std::move(held_key), Certificate(std::move(held_certificate)),
                                        std::move(chain));
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
