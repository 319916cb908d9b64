// See adapter.h.
#include "dossiers/portal/adapter.h"

#include <nlohmann/json.hpp>

#include "dossiers/portal/answers.h"
#include "kit/base/text.h"
#include "kit/fetch/fetch.h"

namespace lt::dossiers::portal {

using base::msg;

namespace {

using Json = nlohmann::json;

constexpr std::chrono::milliseconds kConnect{5000};
constexpr std::chrono::milliseconds kTimeout{60000};
constexpr std::size_t kLongestMessage = 500;

void hide(std::string& text, std::string_view secret)
{
    if (secret.empty()) return;
    for (std::size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at + 3))
        text.replace(at, secret.size(), "***");
}

}  // namespace

std::optional<Answer> read_answer(std::string_view body)
{
    const Json json = Json::parse(body, nullptr, false);
    if (!json.is_object() || !json.contains("error_code")) return std::nullopt;
    return Answer{.code = member_of(json, "error_code"),
                  .message = base::shorten(base::normalise(member_of(json, "message")), kLongestMessage)};
}

Adapter::Adapter(Settings settings, base::Secret password, fetch::HttpFetcher& fetcher)
    : settings_(std::move(settings)), password_(std::move(password)), fetcher_(fetcher)
{
    while (settings_.adapter.ends_with('/')) settings_.adapter.pop_back();
}

// The body of an answer that is a JSON object.
base::Result<std::string> Adapter::post(const std::string& path, const std::string& body)
{
    const std::string server = fetch::origin_of(settings_.adapter);
    const auto got = fetcher_.ask({.url = settings_.adapter + path,
                                   .content_type = "application/json; charset=utf-8",
                                   .body = body,
                                   .headers = {{"dstcode", settings_.destination}},
                                   .connect = kConnect,
                                   .timeout = kTimeout});
    if (!got) return unavailable(got.error().message);
    // Between us and the portal stand gateways: what they say is not the portal's word on this dossier.
    const bool is_gateway = got->status == 404 || got->status == 405 || got->status == 429 ||
                            (got->status > 501 && got->status < 505);
    if (!is_gateway && read_answer(got->body)) return got->body;
    if (got->status == 400 || got->status == 413 || got->status == 422 || got->status == 500 ||
        got->status == 401 || got->status == 403)
        return Json{{"error_code", "HTTP " + std::to_string(got->status)}, {"message", ""}}.dump();
    return unavailable({msg("{{server}} trả lời {{status}}, không phải câu trả lời của Cổng."),
                        {{"server", server}, {"status", std::to_string(got->status)}}});
}

base::Result<std::string> Adapter::log_in()
{
    std::string body =
        Json{{"username", settings_.username}, {"password", std::string(password_.view())}}.dump();
    const auto got = post(settings_.auth, body);
    base::wipe(body);
    if (!got) return got.error();
    auto answer = read_answer(*got);
    CHECK(answer);
    std::string session = member_of(Json::parse(*got), "session");
    if (answer->is_good() && !session.empty()) return session;
    hide(answer->message, password_.view());
    return base::forbidden({msg("Cổng không cho đăng nhập (mã {{code}}). {{message}}"),
                            {{"code", answer->code}, {"message", answer->message}}});
}

base::Result<Answer> Adapter::send(const std::string& session, const std::string& service,
                                   const std::string& payload)
{
    Json body = Json::parse(payload);
    body["session"] = session;
    body["madonvi"] = settings_.member;
    body["service"] = service;
    const auto got = post(settings_.integration, body.dump());
    if (!got) return got.error();
    auto answer = read_answer(*got);
    CHECK(answer);
    hide(answer->message, password_.view());
    hide(answer->message, session);
    return *std::move(answer);
}

}  // namespace lt::dossiers::portal
