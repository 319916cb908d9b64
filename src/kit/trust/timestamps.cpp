#include "kit/trust/timestamps.h"

#include <algorithm>

#include "kit/base/log.h"
#include "kit/crypto/timestamp.h"

namespace lt::trust {
namespace {

constexpr std::size_t kTokenBytes = 256U << 10U;

base::Error unavailable(base::Message message)
{
    return {base::Fault::unavailable, {}, std::move(message), {}};
}

}  // namespace

TimestampAuthorities::TimestampAuthorities(const crypto::TrustStore& trust, fetch::Fetcher& fetcher,
                                           const base::Clock& clock, TimestampOptions options)
    : trust_(trust), fetcher_(fetcher), clock_(clock), options_(std::move(options)),
      back_off_(options_.back_off)
{
}

base::Result<std::string> TimestampAuthorities::token(std::string_view sha256)
{
    if (options_.urls.empty())
        return unavailable("Chưa khai báo dịch vụ cấp dấu thời gian; hãy báo người quản trị hệ thống.");
    std::vector<std::string> urls = options_.urls;
    std::stable_partition(urls.begin(), urls.end(),
                          [&](const std::string& url) { return !back_off_.rests(url, clock_.now()); });
    base::Error last{};
    for (const std::string& url : urls) {
        // One that rests is asked once more when nobody else is left: a signature waits for it.
        const unsigned tries = back_off_.rests(url, clock_.now()) ? 1 : std::max(options_.tries, 1U);
        for (unsigned i = 0; i < tries; ++i) {
            auto token = ask(url, sha256);
            if (token) {
                back_off_.answered(url);
                return token;
            }
            last = token.error();
            base::log(base::Level::warning, "timestamp_not_given",
                      {{"url", url}, {"reason", last.message.str()}});
        }
        back_off_.failed(url, clock_.now());
    }
    return last;
}

base::Result<std::string> TimestampAuthorities::ask(const std::string& url, std::string_view sha256)
{
    const std::string server = fetch::origin_of(url);
    const std::string query = crypto::timestamp_query(sha256);
    const auto reply = fetcher_.fetch({.url = url,
                                       .content_type = "application/timestamp-query",
                                       .body = query,
                                       .limit = kTokenBytes,
                                       .connect = options_.connect,
                                       .timeout = options_.timeout});
    if (!reply) {
        if (reply.error().fault == base::Fault::unavailable)
            return unavailable(
                {"Dịch vụ cấp dấu thời gian {{server}} không trả lời; hãy thử lại sau ít phút, nếu vẫn không "
                 "được thì báo người quản trị hệ thống.",
                 {{"server", server}}});
        return unavailable(reply.error().message);
    }
    auto token = crypto::token_of_reply(*reply, query);
    if (!token)
        return unavailable(
            {"Dịch vụ cấp dấu thời gian {{server}} trả lời không hợp lệ; hãy báo người quản trị hệ thống.",
             {{"server", server}}});
    const auto timestamp = crypto::read_timestamp(*token);
    CHECK(timestamp && timestamp->cms.signer());
    const base::Time now = clock_.now();
    if (timestamp->at > now + options_.tolerance || timestamp->at < now - options_.tolerance)
        return unavailable(
            {"Đồng hồ của dịch vụ cấp dấu thời gian {{server}} lệch với đồng hồ của hệ thống; hãy báo người quản "
             "trị hệ thống.",
             {{"server", server}}});
    if (trust_.judge(*timestamp->cms.signer(), timestamp->cms.certificates(), {}, timestamp->at)
            .scope.empty())
        return unavailable(
            {"Dịch vụ cấp dấu thời gian {{server}} không thuộc một chứng thư số gốc được tin cậy; hãy báo người "
             "quản trị hệ thống.",
             {{"server", server}}});
    return token;
}

}  // namespace lt::trust
