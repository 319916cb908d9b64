// The small languages inside tus headers.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace lt::http {

// "sha256 BASE64": digests while the pieces pass by.
class TusChecksum {
public:
    // Throws Refused 400 for an unknown algorithm or a value of the wrong length.
    explicit TusChecksum(std::string_view header);
    ~TusChecksum();
    void update(std::span<const std::byte> piece);
    bool matches();

private:
    std::unique_ptr<struct TusDigest> state_;
};

// Upload-Metadata is "key BASE64, key, …" with each key once.
bool is_tus_metadata(std::string_view header);

// A value out of Upload-Metadata ("filename"), decoded; nothing when it is missing or no UTF-8.
std::optional<std::string> tus_metadata(std::string_view header, std::string_view key);

}  // namespace lt::http
