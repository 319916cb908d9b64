// Who does what with a procedure.
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
    constexpr int kMostLevels =
        20;  // the directory has no circles; this keeps a damaged one from turning for ever
    std::vector<std::int64_t> upwards;
    for (std::int64_t at = receiving; at != 0 && std::ssize(upwards) < kMostLevels;) {
        upwards.push_back(at);
        const directory::Agency* agency = snapshot.find(at);
        at = agency == nullptr ? 0 : agency->parent;
    }
    return store::decides_near(tx, code, upwards);
}

std::optional<Version> find_version(db::Transaction& tx, const std::string& uid)
{
    return store::find(tx, uid);
}

std::optional<Version> find_in_force(db::Transaction& tx, const std::string& code, base::Day day)
{
    return store::find_in_force(tx, code, day);
}

std::optional<std::string> received_version(db::Transaction& tx, const std::string& code, base::Day day,
                                            std::int64_t agency)
{
    return store::received_version(tx, code, day, agency);
}

std::vector<Listed> offered(db::Transaction& tx, std::int64_t agency, std::string_view words, base::Day day,
                            int limit)
{
    return store::offered_to(tx, agency, words, day, limit);
}

}  // namespace lt::procedures
