// Connected systems: registered by the platform operator, known by a secret that is shown once.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "exchange/api.h"
#include "kit/base/secret.h"

namespace lt::exchange {

// What the operator typed.
struct SystemForm {
    std::string code{}, name{}, kind{}, address{}, secret{};  // secret: of an axis, which gave it to us
    std::string rate{}, largest{};                            // calls a minute, MB
    bool may_send = false;
    bool may_register = false;
};

struct Registered {
    std::string uid{};
    base::Secret secret{};  // 64 hexadecimal digits; of a client only, and never seen again
};

// Each in a transaction of a platform operator, with its record in the journal. Faults: invalid (all wrong fields at once).
base::Result<Registered> register_system(db::Transaction& tx, Services& services, const SystemForm& form);
base::Result<base::Done> change_system(db::Transaction& tx, Services& services, const System& system,
                                       const SystemForm& form);
// The old secret stops at once.
base::Secret renew_secret(db::Transaction& tx, Services& services, const System& system);
// A system that is not active is refused, and what is for its agencies waits.
void set_active(db::Transaction& tx, Services& services, const System& system, bool active);
// Exactly these agencies (uids) are carried by the system. Refused: one that people of this platform work in, or another system carries.
base::Result<base::Done> set_agencies(db::Transaction& tx, Services& services, const System& system,
                                      const std::vector<std::string>& uids);

std::vector<System> systems(db::Transaction& tx);
std::optional<System> find_system(db::Transaction& tx, std::string_view uid);
std::optional<System> find_system_by_code(db::Transaction& tx, std::string_view code);
// A system with its secret as it was given out, which is empty when the installation's key is another one now.
struct Known {
    System system{};
    base::Secret secret{};
};
std::optional<Known> find_known(db::Transaction& tx, const Services& services, std::string_view code);
// It has just called; written at most once a minute.
void seen(db::Transaction& tx, const System& system, base::Time now);

}  // namespace lt::exchange
