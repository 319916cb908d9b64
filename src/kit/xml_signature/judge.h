// The verdict on a signature of an XML document (EN 319 102-1).
#pragma once

#include "kit/crypto/validation.h"
#include "kit/xml_signature/read.h"

namespace lt::xml_signature {

// Of one signature alone: whether it covers what the caller uses (`covers_document`, `files`) is for the caller to ask. A signature whose
// form is refused is indeterminate (FORMAT_FAILURE). Plain XML-DSig, which names no certificate, passes without a level when
// `input.baseline` is false.
crypto::SignatureVerdict judge(const XmlSignature& signature, const crypto::ValidationInput& input);

}  // namespace lt::xml_signature
