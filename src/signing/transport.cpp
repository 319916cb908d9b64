#include "signing/transport.h"

#include "kit/base/secret.h"

namespace lt::signing {
namespace {

constexpr std::size_t kAnswerLimit = 1 << 20;

class FetchTransport final : public crypto::RemoteTransport {
public:
    explicit FetchTransport(fetch::HttpFetcher& fetcher) : fetcher_(fetcher) {}
    std::optional<crypto::RemoteReply> send(const crypto::RemoteRequest& request) override
    {
        fetch::Request asked{.url = request.url,
                             .content_type = request.method == "POST" ? "application/json" : "",
                             .body = request.body,
                             .authorization = request.authorization,
                             .limit = kAnswerLimit};
        auto answer = fetcher_.ask(asked);
        base::wipe(asked.body);
        base::wipe(asked.authorization);
        if (!answer) return std::nullopt;
        return crypto::RemoteReply{answer->status, std::move(answer->body)};
    }

private:
    fetch::HttpFetcher& fetcher_;
};

}  // namespace

std::unique_ptr<crypto::RemoteTransport> transport_over(fetch::HttpFetcher& fetcher)
{
    return std::make_unique<FetchTransport>(fetcher);
}

}  // namespace lt::signing
