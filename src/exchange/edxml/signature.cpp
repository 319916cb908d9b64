#include "exchange/edxml/signature.h"

#include <algorithm>

#include "kit/xml_signature/judge.h"

namespace lt::edxml {
namespace {

const char* const kRewritten = "Không kiểm tra được: hệ thống trung chuyển đã ghi lại thông điệp.";

SignatureOutcome outcome_of(crypto::Indication indication)
{
    switch (indication) {
    case crypto::Indication::passed: return SignatureOutcome::valid;
    case crypto::Indication::failed: return SignatureOutcome::failed;
    case crypto::Indication::indeterminate: return SignatureOutcome::indeterminate;
    }
    return SignatureOutcome::indeterminate;
}

MessageSignature judge_one(const xml_signature::XmlSignature& found, const Message& message,
                           const crypto::ValidationInput& input)
{
    MessageSignature out;
    out.outcome = SignatureOutcome::not_verifiable;
    if (!found.form_refused.empty()) {
        out.reason = found.form_refused;
        return out;
    }
    if (found.fault == crypto::CmsFault::no_certificate) {
        out.reason = "Không kiểm tra được: chữ ký không có chứng thư số đọc được.";
        return out;
    }
    if (!found.covers_document) {
        out.reason = "Không kiểm tra được: chữ ký không bao trùm cả thông điệp.";
        return out;
    }
    // The sender writes the first trace; whoever added one afterwards changed what was signed.
    if (found.fault == crypto::CmsFault::wrong_digest && message.traces.size() > 1) {
        out.reason = kRewritten;
        return out;
    }
    out.verdict = xml_signature::judge(found, input);
    out.outcome = outcome_of(out.verdict->indication);
    if (out.outcome == SignatureOutcome::failed)
        out.reason = "Thông điệp đã bị thay đổi sau khi ký.";
    else if (out.outcome == SignatureOutcome::indeterminate)
        out.reason = "Chưa kết luận được về chứng thư số của bên gửi.";
    return out;
}

// From better to worse; "failed" says more than "not verifiable".
int rank(SignatureOutcome outcome)
{
    switch (outcome) {
    case SignatureOutcome::none:
    case SignatureOutcome::valid: return 0;
    case SignatureOutcome::indeterminate: return 1;
    case SignatureOutcome::not_verifiable: return 2;
    case SignatureOutcome::failed: return 3;
    }
    return 3;
}

}  // namespace

std::string_view name(SignatureOutcome outcome)
{
    switch (outcome) {
    case SignatureOutcome::none: return "none";
    case SignatureOutcome::valid: return "valid";
    case SignatureOutcome::failed: return "failed";
    case SignatureOutcome::indeterminate: return "indeterminate";
    case SignatureOutcome::not_verifiable: return "not_verifiable";
    }
    return "";
}

MessageSignature verify_message(std::string_view xml, const Message& message,
                                const crypto::ValidationInput& input)
{
    if (!message.has_signature) return {};
    const auto document = xml_signature::read_signatures(xml);
    if (!document) return {SignatureOutcome::not_verifiable, document.error().message, {}};
    crypto::ValidationInput loose = input;
    loose.baseline = false;  // senders write plain XML-DSig
    MessageSignature worst;
    if (document->rewritten) worst = {SignatureOutcome::not_verifiable, kRewritten, {}};
    bool first = !document->rewritten;
    for (const xml_signature::XmlSignature& one : document->signatures) {
        MessageSignature judged = judge_one(one, message, loose);
        if (first || rank(judged.outcome) > rank(worst.outcome)) worst = std::move(judged);
        first = false;
    }
    return worst;
}

base::Result<xml_signature::XmlDraft> sign_message(std::string_view xml, const crypto::Certificate& signer,
                                                   const std::vector<crypto::Certificate>& chain,
                                                   base::Time claimed)
{
    return xml_signature::XmlDraft::make(xml, {"edXMLEnvelope", "edXMLHeader"}, signer, chain, claimed);
}

}  // namespace lt::edxml
