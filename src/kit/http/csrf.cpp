#include "kit/http/csrf.h"

#include "kit/base/ids.h"
#include "kit/crypto/digest.h"
#include "kit/http/ascii.h"

namespace lt::http {

namespace {

std::string url_safe(std::string base64)
{
    for (char& c : base64) c = c == '+' ? '-' : c == '/' ? '_' : c;
    base64.resize(base64.find('=') == std::string::npos ? base64.size() : base64.find('='));
    return base64;
}

std::optional<std::string> from_url_safe(std::string_view text)
{
    std::string base64(text);
    for (char& c : base64) c = c == '-' ? '+' : c == '_' ? '/' : c;
    base64.resize((base64.size() + 3) / 4 * 4, '=');
    return base64_decode(base64);
}

std::string exclusive_or(std::string_view a, std::string_view b)
{
    std::string out(a);
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<char>(out[i] ^ b[i]);
    return out;
}

std::string random_bytes(std::size_t count)
{
    const auto hex = base::random_hex(count);
    std::string out;
    for (std::size_t i = 0; i < count; ++i)
        out += static_cast<char>(std::stoi(hex.substr(2 * i, 2), nullptr, 16));
    return out;
}

}  // namespace

std::string csrf_mask(std::string_view token)
{
    const auto pad = random_bytes(token.size());
    return url_safe(base64_encode(pad + exclusive_or(token, pad)));
}

bool csrf_check(std::string_view token, std::string_view sent)
{
    if (token.empty() || sent.size() > 4 * token.size() + 8) return false;
    if (crypto::equal_constant_time(token, sent)) return true;
    const auto both = from_url_safe(sent);
    if (!both || both->size() != 2 * token.size()) return false;
    const auto pad = std::string_view(*both).substr(0, token.size());
    return crypto::equal_constant_time(token,
                                       exclusive_or(std::string_view(*both).substr(token.size()), pad));
}

bool is_cross_site(const Request& request, std::string_view public_url)
{
    if (const auto site = request.header("sec-fetch-site"); !site.empty())
        return site != "same-origin" && site != "none";
    const auto origin = request.header("origin");
    if (origin.empty()) return false;
    while (public_url.ends_with('/')) public_url.remove_suffix(1);
    if (!public_url.empty() && equal_ignoring_case(origin, public_url)) return false;
    const auto scheme = origin.find("://");
    return scheme == std::string::npos ||
           !equal_ignoring_case(std::string_view(origin).substr(scheme + 3), request.header("host"));
}

}  // namespace lt::http
