// The XML signature of a message (QCVN 102:2016/BTTTT: Signature in edXMLHeader). Hubs write messages anew on their way, and no XML
// signature survives that: such a message is "not verifiable", which is no reason to refuse it. What binds is the signed PDF inside.
#pragma once

#include <optional>
#include <string_view>

#include "exchange/edxml/edxml.h"
#include "kit/crypto/validation.h"
#include "kit/xml_signature/sign.h"

namespace lt::edxml {

enum class SignatureOutcome : std::uint8_t { none, valid, failed, indeterminate, not_verifiable };
std::string_view name(SignatureOutcome outcome);  // "not_verifiable"

struct MessageSignature {
    SignatureOutcome outcome = SignatureOutcome::none;
    base::Message reason{};                             // why it is not valid; "" for none and valid
    std::optional<crypto::SignatureVerdict> verdict{};  // where one was computed
};

// `xml` are the bytes that `message` was read from, as received. Of several signatures the worst counts.
MessageSignature verify_message(std::string_view xml, const Message& message,
                                const crypto::ValidationInput& input);

// Begins to sign a message of ours (XAdES-B-B): sign `to_sign()`, then `finish` gives the bytes to send and to keep.
base::Result<xml_signature::XmlDraft> sign_message(std::string_view xml, const crypto::Certificate& signer,
                                                   const std::vector<crypto::Certificate>& chain,
                                                   base::Time claimed);

}  // namespace lt::edxml
