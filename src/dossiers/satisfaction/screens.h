// Tablets on which citizens rate at the desk. Each belongs to an official: it shows the dossier that he has just handed over, for a short while,
// and holds nobody's session. Its address holds a secret that is shown once, kept as a digest, and becomes a cookie on the machine.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dossiers/satisfaction/ratings.h"

namespace lt::dossiers {

struct Screen {
    std::string uid{};
    std::string name{};
    std::int64_t official = 0;
    base::Time made_at{};
    std::optional<base::Time> revoked_at{};
};
// The own agency's.
std::vector<Screen> screens(db::Transaction& tx);
// For the official of the desk who opens it; gives the secret. invalid, at "name".
base::Result<std::string> open_screen(db::Transaction& tx, const Actor& actor, const std::string& name,
                                      base::Time now);
// not_found: there is no such tablet of the agency, or it was revoked.
base::Result<base::Done> revoke_screen(db::Transaction& tx, const std::string& uid, base::Time now);

// Whose tablet the secret opens; nothing: nobody's.
struct ScreenOwner {
    std::int64_t agency = 0;
    std::int64_t official = 0;
    std::int64_t screen = 0;
};
std::optional<ScreenOwner> screen_owner(db::Transaction& tx, const std::string& secret);

// What the owner handed over last, while it may be rated there.
inline constexpr std::chrono::minutes kShownFor{10};
struct HandedOver {
    Place place{};
    std::string code{};
    std::string procedure{};
    std::optional<Level> level{};  // as it was rated at the desk; nothing: not yet
    bool says_why = false;
    std::optional<base::Time> rated_at{};
};
std::optional<HandedOver> handed_over_last(db::Transaction& tx, const ScreenOwner& owner, base::Time now);

}  // namespace lt::dossiers
