#include "app/remote_signing.h"

#include <fstream>
#include <stdexcept>

#include "kit/base/secret.h"
#include "signing/transport.h"

namespace lt::app {
namespace {

bool is_safe(const std::string& url)
{
    return url.starts_with("https://") || url.starts_with("http://127.0.0.1:") ||
           url.starts_with("http://localhost:");
}

base::Secret read_key(const base::RemoteSigning& service)
{
    std::ifstream file(service.key_file);
    std::string key;
    if (!std::getline(file, key) || key.empty())
        throw std::runtime_error("signing.remote " + service.name + ": the key is not readable in " +
                                 service.key_file.string());
    return base::Secret(std::move(key));
}

}  // namespace

std::map<std::string, std::shared_ptr<crypto::RemoteSigningService>> remote_signing(
    const base::Config& config, fetch::HttpFetcher& fetcher)
{
    const std::shared_ptr<crypto::RemoteTransport> transport = signing::transport_over(fetcher);
    std::map<std::string, std::shared_ptr<crypto::RemoteSigningService>> services;
    for (const base::RemoteSigning& service : config.remote_signing) {
        std::string url = service.url;
        while (url.ends_with('/')) url.pop_back();
        if (!is_safe(url))
            throw std::runtime_error("signing.remote " + service.name +
                                     ": the address must begin with https://");
        crypto::RemoteSettings settings;
        settings.provider = service.name;
        settings.url = std::move(url);
        settings.key = read_key(service);
        services.emplace(service.name, crypto::http_remote_signing(std::move(settings), transport));
    }
    return services;
}

}  // namespace lt::app
