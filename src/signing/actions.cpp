// See actions.h.
#include "signing/actions.h"

#include <algorithm>
#include <memory>

#include "kit/base/ids.h"
#include "kit/page/page.h"
#include "signing/certificates.h"
#include "signing/picture.h"
#include "signing/sign.h"
#include "signing/store.h"

namespace lt::signing {
namespace {

using base::Done;
using base::Result;
using directory::Role;
using page::msg;

std::int64_t owner_of(const Actor& actor, Whose whose)
{
    return whose == Whose::agency ? 0 : actor.scope.official;
}

std::optional<base::Error> check_may(const Actor& actor, Whose whose)
{
    if (may_manage(actor.role, whose)) return std::nullopt;
    return base::forbidden(
        whose == Whose::agency
            ? msg("Chỉ văn thư và quản trị của cơ quan quản lý khoá và con dấu của cơ quan.")
            : msg("Vai đang dùng không ký số. Chuyển sang chức vụ khác để thêm khoá."));
}

base::Error no_key() { return base::not_found(msg("Không có khoá này, hoặc khoá đã ngừng dùng.")); }

// A content on its way to a row that names it: it stays as long as this lives, and from the row's commit on.
class Kept {
public:
    Kept(blob::Store& blobs, std::string_view bytes) : writer_(blobs.writer())
    {
        writer_->write(std::as_bytes(std::span(bytes)));
        blob = writer_->finish();
    }

private:
    std::unique_ptr<blob::Writer> writer_;

public:
    blob::Blob blob{};
};

// Nobody signs with a certificate that no recipient believes, or that was given to somebody else.
std::optional<base::Error> check_certificate(Services& services, const Actor& actor, Whose whose,
                                             const crypto::Certificate& certificate,
                                             const std::vector<crypto::Certificate>& chain)
{
    if (const auto refused = why_not(certificate, services.clock->now()))
        return base::invalid("file", *refused);
    if (services.believes && !services.believes(certificate, chain))
        return base::invalid("file",
                             {msg("Chứng thư số của “{{name}}” không do tổ chức nào mà hệ thống tin cậy cấp. "
                                  "Chọn chứng thư số khác, hoặc báo quản trị hệ thống thêm tổ chức cấp."),
                              {{"name", certificate.common_name()}}});
    if (auto revoked = why_revoked(services, certificate, chain))
        return base::invalid("file", *std::move(revoked));
    if (whose == Whose::agency) return std::nullopt;
    db::Transaction tx = services.pool.begin(actor.scope);
    const std::string official = store::official_name(tx, actor.scope.official);
    if (names(certificate, official)) return std::nullopt;
    return base::invalid(
        "file", {msg("Chứng thư số cấp cho “{{name}}”, không phải cho “{{official}}”. Chọn chứng thư số của "
                     "mình; nếu tên trong hệ thống sai thì nhờ quản trị sửa trước."),
                 {{"name", certificate.common_name()}, {"official", official}}});
}

Result<std::string> add(Services& services, const Actor& actor, Key key, const Kept* file)
{
    const base::Time now = services.clock->now();
    key.uid = base::new_uid(now);
    db::Transaction tx = services.pool.begin(actor.scope);
    if (file) {
        blob::remember(tx, file->blob);
        key.file_sha256 = file->blob.sha256;
    }
    if (!store::add(tx, key, now)) {
        return base::invalid("file", {msg("Chứng thư số của “{{name}}” đã có trong danh sách khoá."),
                                      {{"name", key.certificate.common_name()}}});
    }
    store::note(tx, "added", key, now);
    tx.commit();
    return key.uid;
}

// A content that no row of ours names any more goes at once, not with the next sweep.
void remove(Services& services, const std::string& sha256)
{
    services.blobs.remove(sha256, [&] {
        db::Transaction tx = services.pool.begin({});
        return blob::find(tx, sha256).has_value();
    });
}

}  // namespace

bool may_manage(Role role, Whose whose)
{
    switch (role) {
    case Role::registry_clerk: return true;
    case Role::leader:
    case Role::specialist:
    case Role::desk_staff: return whose == Whose::own;
    case Role::agency_administrator: return whose == Whose::agency;
    case Role::platform_operator: return false;
    }
    return false;
}

Result<std::string> add_file(Services& services, const Actor& actor, Whose whose, std::string_view file,
                             const base::Secret& password)
{
    if (auto refused = check_may(actor, whose)) return *refused;
    if (file.size() > kLargestKeyFile) return base::invalid("file", kKeyFileTooLarge);
    const base::Time now = services.clock->now();
    auto opened = crypto::SoftSigner::from_pkcs12(file, password, now);
    if (!opened) {
        const base::Error& error = opened.error();
        if (error.field == "password")
            return base::invalid("pin",
                                 msg("Mật khẩu của tệp khoá không đúng. Chọn lại tệp và nhập lại mật khẩu."));
        return error;
    }
    const crypto::Certificate& certificate = (*opened)->certificate();
    if (auto refused = check_certificate(services, actor, whose, certificate, (*opened)->chain()))
        return *refused;
    const Kept kept(services.blobs, file);
    return add(services, actor,
               {.official = owner_of(actor, whose),
                .holder = Holder::pkcs12,
                .certificate = certificate,
                .chain = (*opened)->chain()},
               &kept);
}

Result<std::string> add_plugin(Services& services, const Actor& actor, Whose whose, std::string_view file)
{
    if (auto refused = check_may(actor, whose)) return *refused;
    if (file.size() > kLargestKeyFile) return base::invalid("file", kCertificateTooLarge);
    const auto read = read_certificates(file);
    if (!read) return read.error();
    const std::vector<crypto::Certificate> chain(read->begin() + 1, read->end());
    if (auto refused = check_certificate(services, actor, whose, read->front(), chain)) return *refused;
    return add(services, actor,
               {.official = owner_of(actor, whose),
                .holder = Holder::plugin,
                .certificate = read->front(),
                .chain = chain},
               nullptr);
}

Result<Offer> offered(Services& services, const Actor& actor, Whose whose)
{
    if (auto refused = check_may(actor, whose)) return *refused;
    Offer offer;
    {
        db::Transaction tx = services.pool.begin(actor.scope);
        offer.label = store::agency_code(tx);
    }
    if (whose == Whose::own) offer.label += " " + actor.login;
    auto found = keys_on_token(services, offer.label);
    if (!found) return found.error();
    offer.keys = *std::move(found);
    return offer;
}

Result<std::string> add_token(Services& services, const Actor& actor, Whose whose, const std::string& place)
{
    const auto offer = offered(services, actor, whose);
    if (!offer) return offer.error();
    const auto one = std::ranges::find(offer->keys, place, &OfferedKey::place);
    if (one == offer->keys.end()) return base::invalid("file", msg("Chọn một khoá trên thiết bị."));
    if (auto refused = check_certificate(services, actor, whose, one->key.certificate, one->key.chain))
        return *refused;
    return add(services, actor,
               {.official = owner_of(actor, whose),
                .holder = Holder::token,
                .place = place,
                .certificate = one->key.certificate,
                .chain = one->key.chain},
               nullptr);
}

Result<std::vector<OfferedCredential>> offered_by(Services& services, const Actor& actor, Whose whose,
                                                  const RemoteUser& user)
{
    if (auto refused = check_may(actor, whose)) return *refused;
    return credentials_of(services, user);
}

Result<std::string> add_remote(Services& services, const Actor& actor, Whose whose, const RemoteUser& user,
                               const std::string& place)
{
    const auto offer = offered_by(services, actor, whose, user);
    if (!offer) return offer.error();
    const auto one = std::ranges::find(*offer, place, &OfferedCredential::place);
    if (one == offer->end()) return base::invalid("file", msg("Chọn một chứng thư số ở dịch vụ."));
    const crypto::Certificate& certificate = one->credential.certificate;
    if (auto refused = check_certificate(services, actor, whose, certificate, one->credential.chain))
        return *refused;
    return add(services, actor,
               {.official = owner_of(actor, whose),
                .holder = Holder::remote,
                .place = place,
                .certificate = certificate,
                .chain = one->credential.chain},
               nullptr);
}

std::vector<Key> keys_of(Services& services, const Actor& actor, Whose whose)
{
    if (!may_manage(actor.role, whose)) return {};
    return keys(services, actor.scope, owner_of(actor, whose));
}

Result<Key> key_of(Services& services, const Actor& actor, Whose whose, const std::string& uid)
{
    if (auto refused = check_may(actor, whose)) return *refused;
    auto key = find_key(services, actor.scope, uid, owner_of(actor, whose));
    if (!key) return no_key();
    return *std::move(key);
}

Result<Done> end_key(Services& services, const Actor& actor, Whose whose, const std::string& uid)
{
    const Result<Key> key = key_of(services, actor, whose, uid);
    if (!key) return key.error();
    const base::Time now = services.clock->now();
    db::Transaction tx = services.pool.begin(actor.scope);
    if (!store::lock(tx, key->id)) return no_key();
    store::end(tx, key->id, now);
    if (!key->file_sha256.empty()) store::forget_file(tx, key->file_sha256);
    store::note(tx, "ended", *key, now);
    tx.commit();
    if (!key->file_sha256.empty()) remove(services, key->file_sha256);
    return Done{};
}

Result<Done> put_picture(Services& services, const Actor& actor, Whose whose, const std::string& uid,
                         std::string_view png)
{
    const Result<Key> key = key_of(services, actor, whose, uid);
    if (!key) return key.error();
    std::optional<Kept> kept;
    if (!png.empty()) {
        if (const auto refused = wrong_with_picture(png)) return base::invalid("picture", *refused);
        kept.emplace(services.blobs, png);
    }
    const base::Time now = services.clock->now();
    db::Transaction tx = services.pool.begin(actor.scope);
    if (!store::lock(tx, key->id)) return no_key();
    if (kept) blob::remember(tx, kept->blob);
    store::set_picture(tx, key->id, kept ? std::optional(kept->blob.sha256) : std::nullopt);
    store::note(tx, kept ? "picture_put" : "picture_removed", *key, now);
    tx.commit();
    return Done{};
}

}  // namespace lt::signing
