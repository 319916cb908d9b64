// Digests through OpenSSL's EVP interface.
#include "kit/crypto/digest.h"

#include <algorithm>
#include <array>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "kit/base/ids.h"
#include "kit/base/result.h"

namespace lt::crypto {

struct Sha256State {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    ~Sha256State() { EVP_MD_CTX_free(context); }
};
struct DigestState : Sha256State {};

Sha256::Sha256() : state_(std::make_unique<Sha256State>())
{
    CHECK(state_->context != nullptr);
    CHECK(EVP_DigestInit_ex(state_->context, EVP_sha256(), nullptr) == 1);
}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;

void Sha256::update(std::span<const std::byte> bytes)
{
    CHECK(EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()) == 1);
}

std::string Sha256::finish()
{
    std::string out(32, '\0');
    unsigned size = 0;
    CHECK(EVP_DigestFinal_ex(state_->context, reinterpret_cast<unsigned char*>(out.data()), &size) == 1);
    CHECK(size == out.size());
    return out;
}

Digest::Digest() : state_(std::make_unique<DigestState>()) {}
Digest::~Digest() = default;
Digest::Digest(Digest&&) noexcept = default;

std::optional<Digest> Digest::named(std::string_view name)
{
    static constexpr std::array<const char*, 8> kKnown{"SHA1",   "SHA224",   "SHA256",   "SHA384",
                                                       "SHA512", "SHA3-256", "SHA3-384", "SHA3-512"};
    const auto* const known = std::find(kKnown.begin(), kKnown.end(), name);
    if (known == kKnown.end()) return std::nullopt;
    Digest out;
    CHECK(out.state_->context != nullptr);
    CHECK(EVP_DigestInit_ex(out.state_->context, EVP_get_digestbyname(*known), nullptr) == 1);
    return out;
}

void Digest::update(std::string_view bytes)
{
    CHECK(EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()) == 1);
}

std::string Digest::finish()
{
    std::string out(EVP_MAX_MD_SIZE, '\0');
    unsigned size = 0;
    CHECK(EVP_DigestFinal_ex(state_->context, reinterpret_cast<unsigned char*>(out.data()), &size) == 1);
    out.resize(size);
    return out;
}

std::string sha256(std::string_view bytes)
{
    Sha256 digest;
    digest.update(bytes);
    return digest.finish();
}

std::string sha256_hex(std::string_view bytes) { return base::to_hex(sha256(bytes)); }

std::string hmac_sha256(std::string_view key, std::string_view bytes)
{
    std::string out(32, '\0');
    unsigned size = 0;
    const auto* result = HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
                              reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                              reinterpret_cast<unsigned char*>(out.data()), &size);
    CHECK(result != nullptr && size == out.size());
    return out;
}

bool equal_constant_time(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace lt::crypto
