// Digests and keyed digests. The only user of OpenSSL besides the TLS of kit/http.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace lt::crypto {

// SHA-256 over pieces (FIPS 180-4).
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    void update(std::span<const std::byte> bytes);
    void update(std::string_view bytes) { update(std::as_bytes(std::span(bytes.data(), bytes.size()))); }
    std::string finish();  // 32 raw bytes

private:
    std::unique_ptr<struct Sha256State> state_;
};

// A digest by the name that OpenSSL gives it ("SHA256"), of those that signatures of others use: SHA-1, SHA-2, SHA-3.
class Digest {
public:
    static std::optional<Digest> named(std::string_view name);  // nothing for any other name
    ~Digest();
    Digest(Digest&&) noexcept;
    void update(std::string_view bytes);
    std::string finish();  // raw

private:
    Digest();
    std::unique_ptr<struct DigestState> state_;
};

std::string sha256(std::string_view bytes);                             // 32 raw bytes
std::string sha256_hex(std::string_view bytes);                         // 64 hexadecimal digits
std::string hmac_sha256(std::string_view key, std::string_view bytes);  // 32 raw bytes (RFC 2104)
bool equal_constant_time(std::string_view a, std::string_view b);

}  // namespace lt::crypto
