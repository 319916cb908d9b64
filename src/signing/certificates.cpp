// See certificates.h.
#include "signing/certificates.h"

#include <algorithm>

#include "kit/base/text.h"
#include "kit/page/page.h"

namespace lt::signing {

using crypto::Certificate;
using page::msg;

const char* const kKeyFileTooLarge = msg("Tệp khoá quá lớn: tối đa 64 KB. Chọn tệp .p12 hoặc .pfx.");
const char* const kCertificateTooLarge =
    msg("Tệp chứng thư số quá lớn: tối đa 64 KB. Chọn tệp .cer, .crt hoặc .pem.");

std::optional<base::Message> why_not_now(const Certificate& certificate, base::Time now)
{
    if (now < certificate.not_before()) {
        return base::Message(msg("Chứng thư số chưa có hiệu lực: dùng được từ {{from}}."),
                             {{"from", base::format_vietnam(certificate.not_before())}});
    }
    if (now > certificate.not_after()) {
        return base::Message(
            msg("Chứng thư số đã hết hạn từ {{until}}. Xin cấp chứng thư số mới rồi thêm khoá mới."),
            {{"until", base::format_vietnam(certificate.not_after())}});
    }
    return std::nullopt;
}

std::optional<base::Message> why_not(const Certificate& certificate, base::Time now)
{
    if (certificate.is_authority()) {
        return base::Message(
            msg("Đây là chứng thư số của tổ chức cấp chứng thư, không phải của người ký. Chọn tệp khác."));
    }
    if (!certificate.may_sign()) {
        return base::Message(
            msg("Chứng thư số của “{{name}}” không được cấp để ký số. Chọn chứng thư số khác."),
            {{"name", certificate.common_name()}});
    }
    return why_not_now(certificate, now);
}

bool names(const Certificate& certificate, std::string_view person)
{
    // Authorities write ranks in front and places behind, and some no accents.
    const auto words = [](std::string_view text) {
        std::string out = " ";
        for (const char letter : base::fold(base::normalise(text))) {
            const bool is_word = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
            if (is_word || out.back() != ' ') out += is_word ? letter : ' ';
        }
        return out.back() == ' ' ? out : out + ' ';
    };
    const std::string wanted = words(person);
    return wanted.size() > 1 && words(certificate.common_name()).find(wanted) != std::string::npos;
}

bool ends_soon(const Certificate& certificate, base::Time now)
{
    return certificate.not_after() - now < kWarnBefore;
}

base::Result<std::vector<Certificate>> read_certificates(std::string_view file)
{
    std::vector<Certificate> found;
    if (file.find("-----BEGIN") != std::string_view::npos) {
        if (auto read = Certificate::parse_pem(file)) found = *std::move(read);
    } else if (auto read = Certificate::parse(file)) {
        found.push_back(*std::move(read));
    }
    const auto signer = std::ranges::find_if_not(found, &Certificate::is_authority);
    if (signer == found.end() && found.empty()) {
        return base::invalid("file", msg("Tệp không phải là chứng thư số. Chọn tệp .cer, .crt hoặc .pem."));
    }
    if (signer != found.end()) std::rotate(found.begin(), signer, signer + 1);
    return found;
}

}  // namespace lt::signing
