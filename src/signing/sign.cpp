#include "signing/sign.h"

#include "kit/crypto/cms.h"
#include "kit/crypto/digest.h"
#include "kit/page/page.h"

namespace lt::signing {
namespace {

using page::msg;

constexpr std::uint64_t kPictureLimit = 1 << 20;

base::Result<std::string> finish(Services& services, pdf::Unsigned file, crypto::CmsDraft& draft,
                                 const crypto::Certificate& signer, const std::string& value)
{
    std::string token;
    if (services.timestamp) {
        auto stamped = services.timestamp(crypto::sha256(value));
        if (!stamped) return stamped.error();
        token = std::move(*stamped);
    }
    return pdf::complete(std::move(file), draft.finish(value, token), &signer);
}

}  // namespace

std::optional<base::Message> why_revoked(Services& services, const crypto::Certificate& certificate,
                                         const std::vector<crypto::Certificate>& chain)
{
    if (!services.revoked_at) return std::nullopt;
    const auto revoked = services.revoked_at(certificate, chain);
    if (!revoked) return std::nullopt;
    return base::Message(
        msg("Chứng thư số của “{{name}}” đã bị tổ chức cấp thu hồi từ {{day}}, không ký được nữa. "
            "Chọn chứng thư số khác; nếu không biết vì sao bị thu hồi thì hỏi tổ chức cấp."),
        {{"name", certificate.common_name()}, {"day", base::format_vietnam(*revoked)}});
}

base::Result<Hand> take_up(Services& services, const db::Scope& scope, const std::string& uid,
                           std::int64_t official, base::Secret pin)
{
    auto key = find_key(services, scope, uid, official);
    if (!key) return base::invalid("key", "Chọn chứng thư số để ký.");
    if (auto revoked = why_revoked(services, key->certificate, key->chain))
        return base::invalid("key", *std::move(revoked));
    auto signer = open(services, scope, *key, std::move(pin));
    if (!signer) return signer.error();
    Hand hand{.key = std::move(*key), .signer = std::move(*signer)};
    auto picture = picture_of(services, hand.key);
    if (!picture) return picture.error();
    hand.picture = std::move(*picture);
    return hand;
}

base::Result<std::optional<pdf::Picture>> picture_of(Services& services, const Key& key)
{
    if (key.picture_sha256.empty()) return std::optional<pdf::Picture>();
    auto picture = pdf::Picture::from_png(services.blobs.get(key.picture_sha256, kPictureLimit));
    if (!picture) return picture.error();
    return std::optional(std::move(*picture));
}

std::string digest_to_sign(const Key& key, const pdf::Unsigned& file)
{
    return crypto::sha256(crypto::CmsDraft(key.certificate, key.chain, file.digest).to_sign());
}

base::Result<std::string> put_signature(Services& services, pdf::Unsigned file, Hand& hand)
{
    crypto::CmsDraft draft(hand.key.certificate, hand.key.chain, file.digest);
    const auto value = hand.signer->sign(draft.to_sign());
    if (!value) return value.error();
    return finish(services, std::move(file), draft, hand.key.certificate, *value);
}

base::Result<std::string> put_signature(Services& services, pdf::Unsigned file, const Key& key,
                                        const std::string& value)
{
    crypto::CmsDraft draft(key.certificate, key.chain, file.digest);
    return finish(services, std::move(file), draft, key.certificate, value);
}

}  // namespace lt::signing
