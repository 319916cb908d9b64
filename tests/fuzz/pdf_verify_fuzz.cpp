// The reader of PDF revisions and all that judges them. Seeds: build/test/seeds/pdf_verify, which pdf_test makes.
#include <cstddef>
#include <cstdint>
#include <string>

#include "kit/pdf/verify/verify.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace lt;
    static const crypto::TrustStore nobody({}, {});
    const auto report =
        pdf::verify(std::string(reinterpret_cast<const char*>(data), size),
                    {.trust = nobody, .now = base::Time(base::Day(std::chrono::year(2026) / 11 / 20))});
    // Nobody is believed, so nothing may pass.
    if (report && report->indication == crypto::Indication::passed) __builtin_trap();
    if (report && (pdf::to_json(*report).empty() || pdf::words_of(*report).headline.empty()))
        __builtin_trap();
    return 0;
}
