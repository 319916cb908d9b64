// CMS, timestamps and revocation data as strangers send them. Seeds: build/test/seeds/cms, which pdf_test makes.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "kit/crypto/validation.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace lt;
    static const crypto::TrustStore nobody({}, {});
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    crypto::ValidationInput input{.trust = nobody,
                                  .now = base::Time(base::Day(std::chrono::year(2026) / 11 / 20))};
    input.known.crls.emplace_back(bytes);
    input.known.ocsps.emplace_back(bytes);
    const std::string_view content = "content";
    std::size_t length = 0;
    if (const auto cms = crypto::CmsSignature::parse(bytes, length)) {
        if (length > size) __builtin_trap();
        if (crypto::judge_signature(*cms, {&content, 1}, input).passed()) __builtin_trap();
        if (crypto::judge_wrapped_signature(*cms, {&content, 1}, input).passed()) __builtin_trap();
        if (cms->signer()) {
            (void)crypto::judge_bare_signature(*cms->signer(), bytes, {&content, 1}, input);
            (void)crypto::tells_of(input.known, {*cms->signer(), *cms->signer()});
            (void)cms->signer()->common_name();
            (void)cms->signer()->crl_urls();
            (void)cms->signer()->ocsp_urls();
        }
    }
    if (const auto stamp = crypto::read_timestamp(bytes))
        if (crypto::judge_timestamp(*stamp, {&content, 1}, input).passed()) __builtin_trap();
    return 0;
}
