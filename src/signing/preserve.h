// What keeps the signatures of a PDF file provable for decades (EN 319 142-1, level B-LTA): the proofs inside the file, under a timestamp
// over all of it. Renewal is the same again, while the last timestamp is still believed.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "kit/pdf/verify/verify.h"
#include "kit/trust/collect.h"
#include "signing/api.h"

namespace lt::signing {

struct Preserving {
    const crypto::TrustStore& trust;
    trust::Collector& collector;
    std::function<base::Result<std::string>(std::string_view digest)> timestamp{};  // as of Services
    std::chrono::seconds margin{};  // so long before the last timestamp stops to count, renewal is due
};

// The bytes stay as they are at the beginning of what comes back, which our own validator has judged at B-LTA without asking anybody.
// Faults: unavailable when an authority does not answer (again later), invalid for a file that can't be proven any more.
base::Result<Preserved> preserve_pdf(std::string bytes, const Preserving& by, base::Time now);

// Until when a timestamp counts: its authority's certificates, the anchor, and the algorithms of all of them. `path` leads from the
// authority's certificate to the anchor, `digests` are those of the timestamp.
base::Time counts_until(const crypto::TrustStore& trust, const std::vector<crypto::Certificate>& path,
                        const std::vector<std::string>& digests);

}  // namespace lt::signing
