#include "signing/delivered.h"

#include <algorithm>

#include "kit/pdf/added.h"
#include "kit/pdf/verify/verify.h"

namespace lt::signing {
namespace {

base::Error wrong(base::Message why) { return base::invalid("uploadfile", std::move(why)); }

bool holds(const pdf::SignatureReport& one)
{
    return one.verdict.intact && one.verdict.cryptographically_valid;
}

}  // namespace

base::Result<base::Done> check_delivered(const std::string& given, const std::string& delivered,
                                         const crypto::Certificate& signer, base::Time now)
{
    if (delivered.size() <= given.size() || !delivered.starts_with(given))
        return wrong(
            "Tệp gửi về không phải là tệp đã giao để ký, hoặc phần đã có trong tệp bị ghi lại. Mở lại trang "
            "ký và ký từ đó.");
    const crypto::TrustStore nobody({}, {});
    const auto before = pdf::verify(given, {.trust = nobody, .now = now});
    const auto report = pdf::verify(delivered, {.trust = nobody, .now = now});
    if (!before) return wrong(before.error().message);
    if (!report) return wrong(report.error().message);
    const auto& all = report->signatures;
    if (all.size() <= before->signatures.size()) return wrong("Tệp gửi về chưa có chữ ký số mới.");
    const auto is_new = [&](const pdf::SignatureReport& one) { return one.revision_end > given.size(); };
    if (all.size() != before->signatures.size() + 1 || std::count_if(all.begin(), all.end(), is_new) != 1)
        return wrong("Tệp gửi về có nhiều hơn một chữ ký số mới. Chỉ ký một lần rồi gửi.");
    const pdf::SignatureReport& last = *std::find_if(all.begin(), all.end(), is_new);
    if (!holds(last) || !last.covers_whole_file)
        return wrong("Chữ ký số trong tệp gửi về bị hỏng hoặc không phủ hết tệp. Hãy ký lại.");
    // What is signed today must stay believed for years (NIST SP 800-131A, and our own policy).
    if (last.verdict.digest == "SHA1" || last.verdict.digest == "MD5")
        return wrong(
            "Chữ ký số trong tệp gửi về dùng thuật toán băm đã cũ (SHA-1, MD5). Đặt phần mềm ký số dùng SHA-256 rồi "
            "ký lại.");
    if (!last.verdict.signer || *last.verdict.signer != signer)
        return wrong(
            {"Tệp được ký bằng chứng thư số khác với chứng thư số đã chọn của {{name}}. Cắm đúng thiết bị "
             "rồi ký lại.",
             {{"name", signer.common_name()}}});
    const bool earlier_hold = std::all_of(all.begin(), all.end(), [&](const pdf::SignatureReport& one) {
        return is_new(one) || (holds(one) && one.permitted);
    });
    // A number or a date that was filled in, or is going to be, is ours.
    const pdf::Added added = pdf::added_behind(delivered, given.size());
    if (!earlier_hold || added.change > pdf::Change::form_filling || added.refilled)
        return wrong(
            "Phần mềm ký số đã sửa nội dung của tệp, không chỉ thêm chữ ký. Tệp này không được nhận.");
    return base::Done{};
}

}  // namespace lt::signing
