#include "kit/http/message.h"

#include "kit/http/ascii.h"

namespace lt::http {

std::optional<std::string> Form::find(std::string_view name) const
{
    for (const auto& [key, value] : fields_)
        if (key == name) return value;
    return std::nullopt;
}

std::string Form::get(std::string_view name) const { return find(name).value_or(""); }

std::vector<std::string> Form::all(std::string_view name) const
{
    std::vector<std::string> out;
    for (const auto& [key, value] : fields_)
        if (key == name) out.push_back(value);
    return out;
}

std::optional<std::int64_t> Form::integer(std::string_view name) const
{
    const auto text = find(name);
    if (!text) return std::nullopt;
    const bool negative = text->starts_with('-');
    const auto number = parse_number(std::string_view(*text).substr(negative ? 1 : 0));
    if (!number || *number > static_cast<std::uint64_t>(INT64_MAX)) return std::nullopt;
    return negative ? -static_cast<std::int64_t>(*number) : static_cast<std::int64_t>(*number);
}

base::Secret Form::take_secret(std::string_view name)
{
    std::string first = get(name);
    for (auto& [key, value] : fields_)
        if (key == name) base::wipe(value);
    std::erase_if(fields_, [&](const auto& field) { return field.first == name; });
    return base::Secret(std::move(first));
}

std::string Request::header(std::string_view lower_case_name) const
{
    const auto at = headers.find(lower_case_name);
    return at == headers.end() ? "" : at->second;
}

const std::string& Request::param(std::string_view name) const
{
    const auto at = params.find(name);
    CHECK(at != params.end());
    return at->second;
}

bool Request::wants_json() const
{
    const auto at = headers.find("accept");
    if (at == headers.end()) return false;
    const int json =
        std::max(quality(at->second, "application/json"), quality(at->second, "application/problem+json"));
    return json > 0 && json > quality(at->second, "text/html");
}

Response html(std::string body, int status)
{
    Response out{.status = status, .body = std::move(body)};
    return out.header("Content-Type", "text/html; charset=utf-8");
}

Response json(std::string body, int status)
{
    Response out{.status = status, .body = std::move(body)};
    return out.header("Content-Type", "application/json");
}

Response text(std::string body, int status)
{
    Response out{.status = status, .body = std::move(body)};
    return out.header("Content-Type", "text/plain; charset=utf-8");
}

Response redirect(std::string to)
{
    // A line break in a Location would begin a new field; nobody has an honest use for control characters.
    std::erase_if(to, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    Response out{.status = 303};
    return out.header("Location", std::move(to));
}

Response event_stream(std::string topic) { return {.events = std::move(topic)}; }

Response refuse(int status, base::Message message)
{
    return {.status = status, .message = std::move(message)};
}

Response refuse(const base::Error& error) { return refuse(status_of(error.fault), error.message); }

std::string event_text(std::string_view event, std::string_view data)
{
    std::string out;
    if (!event.empty()) out.append("event: ").append(event).append("\n");
    for (std::size_t at = 0; at <= data.size();) {
        const auto end = std::min(data.find('\n', at), data.size());
        out.append("data: ").append(data.substr(at, end - at)).append("\n");
        at = end + 1;
    }
    return out += "\n";
}

void set_cookie(Response& response, const Cookie& cookie, bool secure)
{
    std::string text =
        (secure ? "__Host-" : "") + cookie.name + "=" + (cookie.expire ? "" : cookie.value) + "; Path=/";
    if (cookie.expire)
        text += "; Max-Age=0";
    else if (!cookie.session)
        text += "; Max-Age=31536000";
    text += "; HttpOnly; SameSite=Lax";
    if (secure) text += "; Secure";
    response.header("Set-Cookie", std::move(text));
}

std::string cookie(const Request& request, std::string_view name, bool secure)
{
    const auto at = request.cookies.find((secure ? "__Host-" : "") + std::string(name));
    return at == request.cookies.end() ? "" : at->second;
}

int status_of(base::Fault fault)
{
    switch (fault) {
    case base::Fault::not_found: return 404;
    case base::Fault::forbidden: return 403;
    case base::Fault::invalid: return 422;
    case base::Fault::conflict: return 409;
    case base::Fault::too_large: return 413;
    case base::Fault::unavailable: return 503;
    }
    return 500;
}

}  // namespace lt::http
