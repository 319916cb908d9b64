// What is told of an agency's one-stop desk – where it is –, and how codes of its dossiers look. Both are the agency administrator's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dossiers/services.h"
#include "kit/base/result.h"

namespace lt::dossiers::desks {

struct Desk {
    std::string address{};
    std::string phone{};
};
std::optional<Desk> find(db::Transaction& tx, std::int64_t agency);

// invalid, at "address", "phone".
base::Result<base::Done> save(db::Transaction& tx, const Actor& actor, Desk desk, base::Time now);

// The template that counts for the next code of the agency, and whose it is.
struct Template {
    std::string text{};
    bool is_own = false;  // of the agency; else the province's
};
Template code_template(db::Transaction& tx, std::int64_t agency, base::Day day);

// The next codes of the actor's agency if the template counted from now on. invalid, at "template": as CodeTemplate::parse(), too long for a
// receipt (of any agency, where it is the province's), letters or signs that no address or reader takes, places that run together (two dossiers would get one code), or codes that dossiers have already.
base::Result<std::vector<std::string>> next_codes(Services& services, db::Transaction& tx, const Actor& actor,
                                                  const std::string& text, base::Time now);

// From the next code on: what was given stays, and numbers go on where the same period is counted. The operator changes the province's,
// which counts where an agency has none of its own.
base::Result<base::Done> change_template(Services& services, db::Transaction& tx, const Actor& actor,
                                         const std::string& text, const std::string& basis, base::Time now);

}  // namespace lt::dossiers::desks
