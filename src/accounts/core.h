// What the acts of this folder work with. Without pages, so that tests can run the acts alone.
#pragma once

#include <memory>

#include "accounts/secrets.h"
#include "kit/base/clock.h"
#include "kit/db/db.h"

namespace lt::accounts {

struct Core {
    db::Pool& pool;
    std::shared_ptr<const base::Clock> clock;
    Passwords passwords;
    Key key;

    base::Time now() const { return clock->now(); }
    base::Day today() const { return base::vietnam_day(clock->now()); }
};

// The scope of acts on accounts. With an official, the database keeps them to the own account and to the officials whom
// he or she administers; without one (0: nobody is logged in yet), it sees all.
inline db::Scope platform_scope(std::int64_t official, std::string request_id)
{
    return {0, official, db::Reach::platform, std::move(request_id)};
}

// audit::record with the subject's uid and no detail but what is given as JSON. What somebody does with the own account is
// the platform's matter; what is done to another's, a matter of the agency that looks after this person.
void note(db::Transaction& tx, const std::string& action, const std::string& subject, base::Time at,
          const std::string& detail = "{}", std::int64_t agency = 0);

}  // namespace lt::accounts
