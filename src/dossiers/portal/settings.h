// How the national portal is reached, as the operator wrote it down. In transactions of the platform's reach.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "kit/base/clock.h"
#include "kit/base/result.h"
#include "kit/base/secret.h"
#include "kit/db/db.h"

namespace lt::dossiers::portal {

// With the installation's key, as the secrets of connected systems.
struct Sealing {
    std::function<std::string(std::string_view)> seal{};
    std::function<std::optional<std::string>(std::string_view)> unseal{};
};

struct Settings {
    std::string adapter{};      // "https://truc.example.vn/VXPAdapter/RestService/forward"
    std::string auth{};         // "/mapi/login"
    std::string integration{};  // "/mapi/g"
    std::string username{};
    std::string destination{};  // dstcode
    std::string member{};       // madonvi
    base::Day since{};
    bool active = false;
    bool filled = false;              // all of before stands in the outbox
    std::string store_search{};       // "/mapi/kho/tra-cuu"; empty: the store of papers is not asked
    std::string store_file{};         // "/mapi/kho/tep"
    std::string store_destination{};  // dstcode of the store
    base::Time changed_at{};
    std::optional<base::Time> quiet_until{};
    int silences = 0;
    std::string trouble{};
    std::optional<base::Time> answered_at{};
};
struct Known {
    Settings settings{};
    std::string sealed{};  // password
};
// Nothing: no portal is configured.
std::optional<Known> find(db::Transaction& tx);
// Empty when the installation's key is another one now.
base::Secret password_of(const Known& known, const Sealing& sealing);

// What the operator typed.
struct Form {
    std::string adapter{}, auth{}, integration{}, username{}, destination{}, member{}, since{};
    base::Secret password{};  // empty: as before
    bool active = false;
    std::string store_search{}, store_file{}, store_destination{};  // all, or none
};
// With its record in the journal. Whoever is told from which day on is told all of it, however often the settings change. Faults: invalid,
// all wrong fields at once.
base::Result<base::Done> change(db::Transaction& tx, const Sealing& sealing, const Form& form,
                                base::Time now);

void answered(db::Transaction& tx, base::Time now);
void silent(db::Transaction& tx, base::Time now, const std::string& why);

}  // namespace lt::dossiers::portal
