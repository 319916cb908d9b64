// See screens.h.
#include "dossiers/satisfaction/screens.h"

#include <nlohmann/json.hpp>

#include "dossiers/queries.h"
#include "kit/audit/audit.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"
#include "kit/crypto/digest.h"
#include "kit/db/db.h"

namespace lt::dossiers {

using base::msg;

namespace {

constexpr std::size_t kLongestScreenName = 120;

}  // namespace

std::vector<Screen> screens(db::Transaction& tx)
{
    std::vector<Screen> out;
    for (const db::Row row : tx.run(sql::screens))
        out.push_back({.uid = row["uid"].str(),
                       .name = row["name"].str(),
                       .official = row["official_id"].int64(),
                       .made_at = row["made_at"].time(),
                       .revoked_at = row["revoked_at"].opt_time()});
    return out;
}

base::Result<std::string> open_screen(db::Transaction& tx, const Actor& actor, const std::string& name,
                                      base::Time now)
{
    if (name.empty()) return base::invalid("name", msg("Nhập tên máy, ví dụ Máy tính bảng quầy 2."));
    if (base::length(name) > kLongestScreenName)
        return base::invalid(
            "name", {msg("Nhập tối đa {{limit}} ký tự."), {{"limit", std::to_string(kLongestScreenName)}}});
    const std::string secret = base::random_hex(24);
    const std::string uid = base::new_uid(now);
    tx.run(sql::screen_add, uid, actor.agency, actor.official, name, crypto::sha256_hex(secret), now);
    audit::record(tx, {.action = "rating_screen.opened", .subject = uid, .detail = "{}", .at = now});
    return secret;
}

base::Result<base::Done> revoke_screen(db::Transaction& tx, const std::string& uid, base::Time now)
{
    if (!base::is_uid(uid) || tx.run(sql::screen_revoke, uid, now).affected() == 0)
        return base::not_found(msg("Không có máy này, hoặc đã thu hồi."));
    audit::record(tx, {.action = "rating_screen.revoked", .subject = uid, .detail = "{}", .at = now});
    return base::Done{};
}

std::optional<ScreenOwner> screen_owner(db::Transaction& tx, const std::string& secret)
{
    if (secret.empty()) return std::nullopt;
    const db::Rows rows = tx.run(sql::screen_owner, crypto::sha256_hex(secret));
    if (rows.empty()) return std::nullopt;
    return ScreenOwner{rows[0]["agency_id"].int64(), rows[0]["official_id"].int64(), rows[0]["id"].int64()};
}

std::optional<HandedOver> handed_over_last(db::Transaction& tx, const ScreenOwner& owner, base::Time now)
{
    const db::Rows rows = tx.run(sql::screen_dossier, owner.official, now - kShownFor);
    if (rows.empty()) return std::nullopt;
    const db::Row row = rows[0];
    HandedOver out{.place = {row["uid"].str(), row["agency_id"].int64()},
                   .code = row["code"].str(),
                   .procedure = row["procedure"].str(),
                   .rated_at = row["rated_at"].opt_time()};
    if (const auto level = row["level"].opt_str()) out.level = level_from(*level);
    out.says_why = !row["reasons"].null() && !row["reasons"].texts().empty();
    return out;
}

}  // namespace lt::dossiers
