// Who does what with a procedure.
#include <algorithm>

#include "directory/snapshot.h"
#include "procedures/store.h"

namespace lt::procedures {

std::vector<Offer> offers_of(db::Transaction& tx, const std::string& code)
{
    return store::offered(tx, code);
}

std::int64_t deciding_agency(db::Transaction& tx, const directory::Snapshot& snapshot,
                             const std::string& code, std::int64_t receiving)
{
    std::vector<std::int64_t> deciding;
    for (const Offer& offer : store::offered(tx, code))
        if (offer.share == Share::decides) deciding.push_back(offer.agency);
    const auto decides = [&](std::int64_t agency) {
        return std::find(deciding.begin(), deciding.end(), agency) != deciding.end();
    };
    // The directory has no circles; the bound keeps a damaged one from turning for ever.
    std::int64_t at = receiving;
    for (int up = 0; at != 0 && up < 20; ++up) {
        if (decides(at)) return at;
        const directory::Agency* agency = snapshot.find(at);
        at = agency == nullptr ? 0 : agency->parent;
    }
    return deciding.size() == 1 ? deciding.front() : 0;
}

std::optional<Version> find_version(db::Transaction& tx, const std::string& uid)
{
    return store::find(tx, uid);
}

std::optional<Version> find_in_force(db::Transaction& tx, const std::string& code, base::Day day)
{
    return store::find_in_force(tx, code, day);
}

std::vector<Listed> offered(db::Transaction& tx, std::int64_t agency, std::string_view words, base::Day day,
                            int limit)
{
    return store::offered_to(tx, agency, words, day, limit);
}

}  // namespace lt::procedures
