#include "kit/http/forms.h"

#include "kit/base/text.h"
#include "kit/http/ascii.h"
#include "kit/http/policy.h"

namespace lt::http {

std::string clean_text(std::string_view text)
{
    if (!base::is_utf8(text)) throw Refused(400, "Nội dung gửi lên không phải văn bản Unicode hợp lệ.");
    return base::normalise(text);
}

Form parse_urlencoded(std::string_view text)
{
    Form form;
    std::size_t count = 0;
    while (!text.empty()) {
        const auto end = std::min(text.find('&'), text.size());
        const auto pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (pair.empty()) continue;
        if (++count > kMaximumFields) throw Refused(400, "Biểu mẫu có quá nhiều trường.");
        const auto equals = std::min(pair.find('='), pair.size());
        const auto name = percent_decode(pair.substr(0, equals), true);
        const auto value = percent_decode(pair.substr(std::min(equals + 1, pair.size())), true);
        if (!name || !value) throw Refused(400, "Biểu mẫu gửi lên không hợp lệ.");
        form.add(clean_text(*name), clean_text(*value));
    }
    return form;
}

std::map<std::string, std::string, std::less<>> parse_cookies(std::string_view header)
{
    std::map<std::string, std::string, std::less<>> out;
    for (std::size_t at = 0; at < header.size() && out.size() < kMaximumFields;) {
        const auto end = std::min(header.find(';', at), header.size());
        const auto pair = trim(header.substr(at, end - at));
        at = end + 1;
        const auto equals = pair.find('=');
        if (equals == std::string_view::npos || equals == 0) continue;
        auto value = trim(pair.substr(equals + 1));
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
            value = value.substr(1, value.size() - 2);
        out.try_emplace(std::string(trim(pair.substr(0, equals))), value);
    }
    return out;
}

}  // namespace lt::http
