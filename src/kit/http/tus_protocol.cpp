#include "kit/http/tus_protocol.h"

#include <set>

#include <openssl/evp.h>

#include "kit/base/result.h"
#include "kit/base/text.h"
#include "kit/crypto/digest.h"
#include "kit/http/ascii.h"
#include "kit/http/policy.h"

namespace lt::http {

struct TusDigest {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    std::string expected{};
    ~TusDigest() { EVP_MD_CTX_free(context); }
};

TusChecksum::TusChecksum(std::string_view header) : state_(std::make_unique<TusDigest>())
{
    const auto space = std::min(header.find(' '), header.size());
    const auto name = header.substr(0, space);
    // SHA-1 is what the protocol demands of every server; here it only guards against broken lines.
    const EVP_MD* algorithm = name == "sha256" ? EVP_sha256() : name == "sha1" ? EVP_sha1() : nullptr;
    const auto value = base64_decode(trim(header.substr(space)));
    if (algorithm == nullptr || !value ||
        value->size() != static_cast<std::size_t>(EVP_MD_get_size(algorithm)))
        throw Refused(400, "Upload-Checksum không hợp lệ.");
    state_->expected = *value;
    CHECK(EVP_DigestInit_ex(state_->context, algorithm, nullptr) == 1);
}

TusChecksum::~TusChecksum() = default;

void TusChecksum::update(std::span<const std::byte> piece)
{
    CHECK(EVP_DigestUpdate(state_->context, piece.data(), piece.size()) == 1);
}

bool TusChecksum::matches()
{
    std::string digest(EVP_MAX_MD_SIZE, '\0');
    unsigned size = 0;
    CHECK(EVP_DigestFinal_ex(state_->context, reinterpret_cast<unsigned char*>(digest.data()), &size) == 1);
    digest.resize(size);
    return crypto::equal_constant_time(digest, state_->expected);
}

bool is_tus_metadata(std::string_view header)
{
    std::set<std::string_view> keys;
    for (const auto pair : split_list(header)) {
        const auto space = std::min(pair.find(' '), pair.size());
        const auto key = pair.substr(0, space);
        if (!keys.insert(key).second || !base64_decode(trim(pair.substr(space)))) return false;
    }
    return true;
}

std::optional<std::string> tus_metadata(std::string_view header, std::string_view key)
{
    for (const auto pair : split_list(header)) {
        const auto space = std::min(pair.find(' '), pair.size());
        if (pair.substr(0, space) != key) continue;
        const auto value = base64_decode(trim(pair.substr(space)));
        if (!value || !base::is_utf8(*value)) return std::nullopt;
        return base::normalise(*value);
    }
    return std::nullopt;
}

}  // namespace lt::http
