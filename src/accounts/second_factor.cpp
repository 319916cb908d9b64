// See second_factor.h.
#include "accounts/second_factor.h"

#include <array>
#include <memory>

#include <liboath/oath.h>
#include <qrencode.h>

#include "accounts/policy.h"
#include "kit/base/ids.h"
#include "kit/base/result.h"
#include "kit/crypto/digest.h"
#include "kit/http/ascii.h"

namespace lt::accounts {
namespace {

constexpr std::int64_t kStepSeconds = 30;
constexpr unsigned kDigits = 6;
constexpr std::string_view kCrockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

}  // namespace

std::string totp_at_step(std::string_view secret, std::int64_t step)
{
    std::array<char, kDigits + 1> digits{};
    const int error = oath_hotp_generate(secret.data(), secret.size(), static_cast<std::uint64_t>(step),
                                         kDigits, false, OATH_HOTP_DYNAMIC_TRUNCATION, digits.data());
    CHECK(error == OATH_OK);
    return digits.data();
}

std::int64_t totp_step(base::Time time)
{
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count() / kStepSeconds;
}

std::optional<std::int64_t> match_totp(std::string_view secret, std::string_view typed, base::Time now,
                                       std::int64_t last_step)
{
    std::string code;
    for (const char c : typed) {
        if (c >= '0' && c <= '9')
            code += c;
        else if (c != ' ')
            return std::nullopt;
    }
    if (code.size() != kDigits) return std::nullopt;
    const std::int64_t current = totp_step(now);
    for (const std::int64_t step : {current, current - 1, current + 1}) {
        if (step > last_step && crypto::equal_constant_time(totp_at_step(secret, step), code)) return step;
    }
    return std::nullopt;
}

std::string base32(std::string_view bytes)
{
    constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string text;
    std::uint32_t buffer = 0;
    int bits = 0;
    for (const char byte : bytes) {
        buffer = (buffer << 8U) | static_cast<unsigned char>(byte);
        for (bits += 8; bits >= 5; bits -= 5)
            text += kAlphabet[(buffer >> static_cast<unsigned>(bits - 5)) & 31U];
    }
    if (bits > 0) text += kAlphabet[(buffer << static_cast<unsigned>(5 - bits)) & 31U];
    return text;
}

std::string grouped(std::string_view text)
{
    std::string groups;
    for (std::size_t i = 0; i < text.size(); i += 4) {
        if (i > 0) groups += ' ';
        groups += text.substr(i, 4);
    }
    return groups;
}

std::string otpauth_uri(std::string_view secret, std::string_view login, std::string_view issuer)
{
    const std::string name = http::percent_encode(issuer);
    return "otpauth://totp/" + name + ":" + http::percent_encode(login) + "?secret=" + base32(secret) +
           "&issuer=" + name + "&algorithm=SHA1&digits=6&period=30";
}

QrCode qr_code(const std::string& text)
{
    const std::unique_ptr<QRcode, void (*)(QRcode*)> code(
        QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M), QRcode_free);
    CHECK(code != nullptr);
    constexpr int kQuiet = 4;
    QrCode drawing{code->width + 2 * kQuiet, {}};
    for (int y = 0; y < code->width; ++y) {
        for (int x = 0; x < code->width; ++x) {
            if ((code->data[y * code->width + x] & 1U) == 0) continue;
            int run = 1;
            while (x + run < code->width && (code->data[y * code->width + x + run] & 1U) != 0) ++run;
            drawing.path += "M" + std::to_string(x + kQuiet) + " " + std::to_string(y + kQuiet) + "h" +
                            std::to_string(run) + "v1h-" + std::to_string(run) + "z";
            x += run;
        }
    }
    return drawing;
}

std::vector<std::string> new_recovery_codes()
{
    std::vector<std::string> codes;
    for (int i = 0; i < kRecoveryCodes; ++i) codes.push_back(base::new_incident_code());
    return codes;
}

std::optional<std::string> parse_recovery_code(std::string_view typed)
{
    std::string code;
    for (char c : typed) {
        if (c == ' ' || c == '-') continue;
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        if (c == 'O') c = '0';
        if (c == 'I' || c == 'L') c = '1';
        if (kCrockford.find(c) == std::string_view::npos) return std::nullopt;
        code += c;
    }
    return code.size() == 8 ? std::optional(code) : std::nullopt;
}

}  // namespace lt::accounts
