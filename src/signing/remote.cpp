// See remote.h.
#include "signing/remote.h"

#include "kit/page/page.h"

namespace lt::signing {
namespace {

using base::Result;
using page::msg;

constexpr std::size_t kLongestUser = 100;

base::Error no_service()
{
    return base::conflict(
        msg("Hệ thống không còn nối với dịch vụ giữ khoá này. Chọn khoá khác, hoặc báo quản trị hệ thống."));
}

std::string credential_of(const Key& key) { return key.place.substr(key.place.rfind('/') + 1); }

// The service that holds the key, if it is connected.
crypto::RemoteSigningService* find(const Services& services, const Key& key)
{
    const auto found = services.remote.find(service_of(services, key));
    return found == services.remote.end() ? nullptr : found->second.get();
}

}  // namespace

Result<std::vector<OfferedCredential>> credentials_of(Services& services, const RemoteUser& user)
{
    const auto service = services.remote.find(user.service);
    if (service == services.remote.end()) return base::invalid("service", msg("Chọn dịch vụ ký số từ xa."));
    if (user.user.empty() || user.user.size() > kLongestUser)
        return base::invalid("user", msg("Nhập mã người dùng ở dịch vụ, thường là số căn cước."));
    const auto found = service->second->credentials(user.user, services.clock->now());
    if (!found) return found.error();
    std::vector<OfferedCredential> offered;
    for (const crypto::RemoteCredential& one : *found) offered.push_back({user.service + "/" + one.id, one});
    return offered;
}

std::string service_of(const Services& services, const Key& key)
{
    const std::size_t slash = key.place.rfind('/');
    if (key.holder != Holder::remote || slash == std::string::npos) return {};
    std::string name = key.place.substr(0, slash);
    return services.remote.contains(name) ? name : std::string();
}

Result<crypto::RemoteTransaction> ask_remote(Services& services, const Key& key,
                                             const std::vector<crypto::RemoteDigest>& digests,
                                             const std::string& description, const std::string& request)
{
    auto* const service = find(services, key);
    if (service == nullptr) return no_service();
    const crypto::RemoteCredential credential{
        .id = credential_of(key), .certificate = key.certificate, .chain = key.chain};
    return service->create(credential, digests, description, request, services.clock->now());
}

Result<base::Done> confirm_remote(Services& services, const Key& key,
                                  const crypto::RemoteTransaction& transaction, base::Secret code)
{
    auto* const service = find(services, key);
    if (service == nullptr) return no_service();
    return service->confirm(transaction, std::move(code), services.clock->now());
}

Result<crypto::RemoteAnswer> poll_remote(Services& services, const Key& key,
                                         const crypto::RemoteTransaction& transaction,
                                         const std::vector<crypto::RemoteDigest>& digests)
{
    auto* const service = find(services, key);
    if (service == nullptr) return no_service();
    return service->poll(transaction, key.certificate, digests, services.clock->now());
}

}  // namespace lt::signing
