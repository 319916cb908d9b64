// A report as JSON and in words.
#include <nlohmann/json.hpp>

#include "kit/pdf/verify/verify.h"

namespace lt::pdf {
namespace {

using crypto::Indication;
using crypto::SubIndication;

nlohmann::ordered_json time_json(const std::optional<base::Time>& time)
{
    return time ? nlohmann::ordered_json(base::format_iso(*time)) : nlohmann::ordered_json(nullptr);
}

std::string name_in(const crypto::SignatureVerdict& verdict)
{
    return verdict.signer ? verdict.signer->common_name() : std::string();
}

std::optional<base::Time> signing_time(const crypto::SignatureVerdict& verdict)
{
    return verdict.proven_at ? verdict.proven_at : verdict.claimed_at;
}

nlohmann::ordered_json json_of(const SignatureReport& one)
{
    const auto& verdict = one.verdict;
    nlohmann::ordered_json out;
    out["signer"] = name_in(verdict);
    out["intact"] = verdict.intact;
    out["cryptographicallyValid"] = verdict.cryptographically_valid;
    out["coversWholeFile"] = one.covers_whole_file;
    out["level"] = name_of(verdict.level);
    out["signingTime"] = time_json(signing_time(verdict));
    out["modifications"] = name_of(one.modifications);
    out["indication"] = name_of(verdict.indication);
    out["subIndication"] = name_of(verdict.sub);
    out["field"] = one.field;
    out["subFilter"] = one.sub_filter;
    out["certifies"] = one.certifies;
    out["permitted"] = one.permitted;
    out["covered"] = one.covered;
    out["claimedTime"] = time_json(verdict.claimed_at);
    out["provenTime"] = time_json(verdict.proven_at);
    out["revokedAt"] = time_json(verdict.revoked_at);
    out["digest"] = verdict.digest;
    out["scope"] = verdict.scope;
    out["revisionEnd"] = one.revision_end;
    out["reason"] = one.reason;
    return out;
}

base::Message words_of_fault(const SignatureReport& one)
{
    using base::msg;
    if (one.verdict.sub == SubIndication::format_failure && one.verdict.cryptographically_valid &&
        one.modifications == Change::undefined)
        return msg("Tệp đã bị sửa sau khi ký.");
    switch (one.verdict.sub) {
    case SubIndication::format_failure:
        return one.permitted ? msg("Chữ ký không đúng định dạng.")
                             : msg("Tệp đã bị sửa sau khi ký ở chỗ mà chữ ký không cho phép.");
    case SubIndication::hash_failure: return msg("Nội dung đã ký bị thay đổi.");
    case SubIndication::sig_crypto_failure: return msg("Chữ ký không khớp với chứng thư số của người ký.");
    case SubIndication::no_signing_certificate_found:
        return msg("Không tìm thấy chứng thư số của người ký trong chữ ký.");
    case SubIndication::no_certificate_chain_found:
        return msg("Chứng thư số của người ký không do tổ chức được hệ thống tin cậy cấp.");
    case SubIndication::certificate_chain_general_failure:
    case SubIndication::chain_constraints_failure:
        return msg(
            "Chứng thư số của người ký không được dùng để ký văn bản hoặc không do tổ chức có quyền cấp.");
    case SubIndication::sig_constraints_failure:
        return one.modifications == Change::annotation
                   ? msg("Tệp được thêm ghi chú sau khi ký; cần xem lại bản đã ký.")
                   : msg("Chữ ký thiếu thông tin bắt buộc về chứng thư số của người ký.");
    case SubIndication::crypto_constraints_failure:
    case SubIndication::crypto_constraints_failure_no_poe:
        return msg("Chữ ký dùng thuật toán không còn an toàn.");
    case SubIndication::revoked:
    case SubIndication::revoked_no_poe: return msg("Chứng thư số của người ký đã bị thu hồi.");
    case SubIndication::revoked_ca_no_poe:
        return msg("Chứng thư số của tổ chức cấp chứng thư cho người ký đã bị thu hồi.");
    case SubIndication::expired:
    case SubIndication::out_of_bounds_no_poe:
        return msg(
            "Chứng thư số của người ký không còn hiệu lực và không có dấu thời gian chứng minh lúc ký.");
    case SubIndication::not_yet_valid: return msg("Chứng thư số của người ký chưa có hiệu lực lúc ký.");
    case SubIndication::try_later:
        return msg("Chưa biết chứng thư số của người ký có bị thu hồi hay không. Kiểm tra lại sau.");
    case SubIndication::timestamp_order_failure: return msg("Dấu thời gian có thời điểm sau lúc kiểm tra.");
    case SubIndication::signed_data_not_found: return msg("Không tìm thấy dữ liệu đã ký.");
    case SubIndication::none: break;
    }
    return {};
}

base::Message words_of_change(const SignatureReport& one)
{
    using base::msg;
    if (one.covered && one.modifications == Change::form_filling)
        return msg("Sau khi ký có thêm ô chữ ký phủ lên nội dung của trang; hãy so với bản đã ký.");
    switch (one.modifications) {
    case Change::none: return msg("Tệp không thay đổi sau khi ký.");
    case Change::form_filling: return msg("Sau khi ký chỉ có điền biểu mẫu hoặc ký thêm.");
    case Change::annotation: return msg("Sau khi ký có thêm ghi chú.");
    case Change::undefined: break;
    }
    return {};
}

base::Message line_of(const SignatureReport& one)
{
    const auto& verdict = one.verdict;
    const auto at = signing_time(verdict);
    const base::Message what = verdict.passed() ? words_of_change(one) : words_of_fault(one);
    std::vector<base::Message::Value> values{{"signer", name_in(verdict)},
                                             {"at", at ? base::format_vietnam(*at) : std::string()},
                                             {"what", what.text, true}};
    if (!at) return {base::msg("{{signer}}: {{what}}"), std::move(values)};
    if (verdict.proven_at)
        return {base::msg("{{signer}}, ký trước {{at}} (có dấu thời gian): {{what}}"), std::move(values)};
    return {base::msg("{{signer}}, ghi là ký lúc {{at}}: {{what}}"), std::move(values)};
}

std::string signers(const Report& report)
{
    std::string out;
    for (const SignatureReport& one : report.signatures) {
        const std::string name = name_in(one.verdict);
        if (name.empty()) continue;
        if (!out.empty()) out += ", ";
        out += name;
    }
    return out;
}

}  // namespace

const char* name_of(Change change)
{
    switch (change) {
    case Change::none: return "none";
    case Change::form_filling: return "form_filling";
    case Change::annotation: return "annotation";
    case Change::undefined: return "undefined";
    }
    return "";
}

std::string to_json(const Report& report)
{
    nlohmann::ordered_json out;
    out["indication"] = name_of(report.indication);
    out["subIndication"] = name_of(report.sub);
    out["signatures"] = nlohmann::ordered_json::array();
    for (const SignatureReport& one : report.signatures) out["signatures"].push_back(json_of(one));
    out["documentTimestamps"] = nlohmann::ordered_json::array();
    for (const DocumentTimestampReport& one : report.document_timestamps) {
        nlohmann::ordered_json stamp;
        stamp["at"] = base::format_iso(one.at);
        stamp["authority"] = name_in(one.verdict);
        stamp["intact"] = one.verdict.intact;
        stamp["cryptographicallyValid"] = one.verdict.cryptographically_valid;
        stamp["coversWholeFile"] = one.covers_whole_file;
        stamp["indication"] = name_of(one.verdict.indication);
        stamp["subIndication"] = name_of(one.verdict.sub);
        stamp["revisionEnd"] = one.revision_end;
        stamp["reason"] = one.reason;
        out["documentTimestamps"].push_back(std::move(stamp));
    }
    // Names in certificates and fields may hold anything.
    return out.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

Words words_of(const Report& report)
{
    Words out;
    for (const SignatureReport& one : report.signatures) out.lines.push_back(line_of(one));
    if (report.signatures.empty()) {
        out.headline = "Tệp không có chữ ký số.";
        return out;
    }
    switch (report.indication) {
    case Indication::passed:
        out.headline = {"Chữ ký hợp lệ: {{signers}}.", {{"signers", signers(report)}}};
        break;
    case Indication::indeterminate: out.headline = "Chưa kết luận được chữ ký có hợp lệ hay không."; break;
    case Indication::failed: {
        out.headline = "Chữ ký không hợp lệ.";
        for (const SignatureReport& one : report.signatures)
            if (one.verdict.indication == Indication::failed) out.headline = words_of_fault(one);
        break;
    }
    }
    return out;
}

}  // namespace lt::pdf
