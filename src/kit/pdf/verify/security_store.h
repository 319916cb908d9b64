// The data for validation that a file brings (EN 319 142-1, 5.4.2). Inside kit/pdf/verify.
#pragma once

#include <vector>

#include "kit/crypto/certificate.h"
#include "kit/crypto/trust.h"
#include "kit/pdf/verify/revision.h"

namespace lt::pdf {

struct SecurityStore {
    std::vector<crypto::Certificate> certificates{};
    crypto::Revocations known{};
};
SecurityStore security_store(const Revision& revision);

}  // namespace lt::pdf
