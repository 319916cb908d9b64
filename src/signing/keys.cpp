// See api.h: which keys there are, and how one is opened.
#include <algorithm>
#include <utility>

#include "kit/base/ids.h"
#include "kit/page/page.h"
#include "signing/api.h"
#include "signing/certificates.h"
#include "signing/store.h"
#include "signing/tokens.h"
#include "signing/tries.h"

namespace lt::signing {
namespace {

using base::Result;
using page::msg;
using Opened = Result<std::unique_ptr<crypto::Signer>>;

constexpr std::pair<Holder, std::string_view> kHolders[] = {{Holder::pkcs12, "pkcs12"},
                                                            {Holder::token, "token"},
                                                            {Holder::remote, "remote"},
                                                            {Holder::plugin, "plugin"}};

base::Error resting(base::Time until)
{
    return base::invalid("pin",
                         {msg("Đã nhập sai 5 lần nên khoá tạm nghỉ đến {{until}}. Sau đó nhập lại; nếu "
                              "không phải bạn nhập sai, báo ngay quản trị cơ quan."),
                          {{"until", base::format_vietnam(until)}}});
}

base::Error wrong_pin(int left)
{
    return base::invalid(
        "pin", {msg("Mật khẩu hoặc mã PIN của khoá không đúng. Còn {{left}} lần nhập, sau đó khoá tạm "
                    "nghỉ 15 phút."),
                {{"left", std::to_string(left)}}});
}

Opened open_file(Services& services, const Key& key, const base::Secret& pin, base::Time now)
{
    auto opened =
        crypto::SoftSigner::from_pkcs12(services.blobs.get(key.file_sha256, kLargestKeyFile), pin, now);
    if (opened) return std::unique_ptr<crypto::Signer>(*std::move(opened));
    base::Error error = opened.error();
    if (error.field == "password") error.field = "pin";
    return error;
}

Opened reach(Services& services, const Key& key, base::Secret pin, base::Time now)
{
    switch (key.holder) {
    case Holder::pkcs12: return open_file(services, key, pin, now);
    case Holder::token: return open_token(services, key, std::move(pin), now);
    case Holder::remote:
    case Holder::plugin: break;
    }
    return base::conflict(
        msg("Khoá này không ở máy chủ: ký bằng dịch vụ ký số từ xa hoặc phần mềm ký trên máy của bạn."));
}

}  // namespace

std::string_view to_text(Holder held_by)
{
    for (const auto& [known, text] : kHolders) {
        if (known == held_by) return text;
    }
    CHECK(false);
    return {};
}

std::optional<Holder> holder(std::string_view text)
{
    const auto found = std::ranges::find(kHolders, text, &std::pair<Holder, std::string_view>::second);
    return found == std::end(kHolders) ? std::nullopt : std::optional(found->first);
}

std::vector<Key> keys(Services& services, const db::Scope& scope, std::int64_t official)
{
    db::Transaction tx = services.pool.begin(scope);
    return store::keys(tx, scope.agency, official);
}

std::optional<Key> find_key(Services& services, const db::Scope& scope, const std::string& uid,
                            std::int64_t official)
{
    if (!base::is_uid(uid)) return std::nullopt;
    db::Transaction tx = services.pool.begin(scope);
    return store::find(tx, scope.agency, official, uid);
}

bool seals_with_plugin(Services& services, const db::Scope& scope)
{
    return std::ranges::any_of(keys(services, scope, 0),
                               [](const Key& key) { return key.holder == Holder::plugin; });
}

Opened open(Services& services, const db::Scope& scope, const Key& key, base::Secret pin)
{
    const base::Time now = services.clock->now();
    if (const auto refused = why_not_now(key.certificate, now)) return base::conflict(*refused);
    if (pin.empty()) return base::invalid("pin", msg("Nhập mật khẩu hoặc mã PIN của khoá."));
    // The lock is held while the key is tried: of many tries at once each knows the wrong ones before it.
    db::Transaction tx = services.pool.begin(scope);
    if (!store::lock(tx, key.id)) return base::conflict(msg("Khoá này đã ngừng dùng. Chọn khoá khác."));
    std::vector<base::Time> wrong = store::failures(tx, key);
    if (const auto until = tries_of(wrong, now).rests_until) return resting(*until);
    Opened opened = reach(services, key, std::move(pin), now);
    if (opened || opened.error().field != "pin") return opened;
    store::add_failure(tx, key, now);
    store::note(tx, "pin_failed", key, now);
    wrong.insert(wrong.begin(), now);
    const Tries tries = tries_of(wrong, now);
    if (tries.rests_until) store::note(tx, "rested", key, now);
    tx.commit();
    if (tries.rests_until) return resting(*tries.rests_until);
    // A token says itself how near it is to locking.
    return key.holder == Holder::token ? opened.error() : wrong_pin(tries.left);
}

}  // namespace lt::signing
