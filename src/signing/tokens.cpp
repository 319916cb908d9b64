// See tokens.h.
#include "signing/tokens.h"

#include "kit/page/page.h"

namespace lt::signing {
namespace {

using base::Result;
using page::msg;

Result<std::shared_ptr<crypto::Pkcs11Module>> driver(const Services& services)
{
    if (services.token_driver.empty())
        return base::Error{
            base::Fault::unavailable, {}, msg("Máy chủ chưa nối với thiết bị bảo mật nào."), {}};
    return crypto::Pkcs11Module::load(services.token_driver);
}

}  // namespace

Result<std::vector<OfferedKey>> keys_on_token(Services& services, const std::string& label)
{
    const auto tokens = driver(services);
    if (!tokens) return tokens.error();
    const auto present = (*tokens)->tokens();
    if (!present) return present.error();
    std::vector<OfferedKey> offered;
    for (const crypto::Token& token : *present) {
        if (token.label != label) continue;
        const std::string& name = token.serial.empty() ? token.label : token.serial;
        auto found = (*tokens)->keys(name);
        if (!found) return found.error();
        for (crypto::TokenKey& key : *found) {
            std::string place = name + "/" + key.id;
            offered.push_back({std::move(place), std::move(key)});
        }
    }
    return offered;
}

Result<std::unique_ptr<crypto::Signer>> open_token(Services& services, const Key& key, base::Secret pin,
                                                   base::Time now)
{
    const auto tokens = driver(services);
    if (!tokens) return tokens.error();
    const std::size_t slash = key.place.rfind('/');
    CHECK(slash != std::string::npos);
    auto opened =
        (*tokens)->open(key.place.substr(0, slash), key.place.substr(slash + 1), std::move(pin), now);
    if (opened && !((*opened)->certificate() == key.certificate)) {
        return base::conflict(
            msg("Thiết bị bảo mật đã đổi sang chứng thư số khác. Ngừng dùng khoá này rồi thêm lại."));
    }
    return opened;
}

}  // namespace lt::signing
