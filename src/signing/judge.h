// What the signatures of a file that came in are worth, in words that a clerk reads and with the report that is kept beside the file.
#pragma once

#include <string>

#include "kit/trust/collect.h"
#include "signing/api.h"

namespace lt::signing {

// The words on a PDF file: "total-passed", "total-failed", "indeterminate" (EN 319 102-1), "unsigned", "unreadable". Revocation data that
// the file does not bring are asked for by `collector`, where there is one, within its bounds.
Judged judge_pdf(const std::string& bytes, const crypto::TrustStore& trust, base::Time now,
                 trust::Collector* collector);

}  // namespace lt::signing
