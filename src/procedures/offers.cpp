// Who does what with a procedure.
#include <algorithm>

#include "decisions/feel/expression.h"
#include "directory/snapshot.h"
#include "procedures/asking.h"
#include "procedures/store.h"

namespace lt::procedures {
namespace {

std::vector<std::int64_t> upwards_from(const directory::Snapshot& snapshot, std::int64_t receiving)
{
    constexpr int kMostLevels =
        20;  // the directory has no circles; this keeps a damaged one from turning for ever
    std::vector<std::int64_t> out;
    for (std::int64_t at = receiving; at != 0 && std::ssize(out) < kMostLevels;) {
        out.push_back(at);
        const directory::Agency* agency = snapshot.find(at);
        at = agency == nullptr ? 0 : agency->parent;
    }
    return out;
}

// Codes of communes that the answers name, most weighty first.
std::vector<std::string> communes_of(const Version& version, const Asked& asked)
{
    std::vector<std::string> out;
    if (version.ready.place.empty()) return out;
    const feel::Compiled compiled = feel::compile(version.ready.place);
    const auto* expression = std::get_if<feel::Expression>(&compiled);
    if (expression == nullptr) return out;
    const feel::Value inputs = inputs_of(version, asked);
    const feel::Outcome outcome = feel::evaluate(*expression, feel::ContextScope(inputs), {}, asked.at);
    if (outcome.refused()) return out;
    const auto take = [&](const feel::Value& value) {
        if (value.is(feel::Kind::string) && !value.as_string().empty()) out.push_back(value.as_string());
    };
    take(outcome.value);
    if (outcome.value.is(feel::Kind::list))
        for (const feel::Value& one : outcome.value.items()) take(one);
    return out;
}

// The directory gives the government of a commune the identity code of the province and the code of the unit: "H05.09187".
void add_of_commune(std::vector<std::int64_t>& out, const directory::Snapshot& snapshot,
                    const std::string& commune, base::Day day)
{
    if (commune.empty()) return;
    const std::string ending = "." + commune;
    for (const directory::Agency* agency : snapshot.agencies())
        if (agency->level == directory::Level::commune && agency->kind == directory::Kind::government &&
            agency->code.ends_with(ending) && agency->valid.holds(day))
            out.push_back(agency->id);
}

bool holds_one(const std::vector<std::int64_t>& agencies, std::int64_t agency)
{
    return std::ranges::find(agencies, agency) != agencies.end();
}

}  // namespace

std::vector<Offer> offers_of(db::Transaction& tx, const std::string& code)
{
    return store::offered(tx, code);
}

std::int64_t deciding_agency(db::Transaction& tx, const directory::Snapshot& snapshot,
                             const std::string& code, std::int64_t receiving)
{
    return store::deciding(tx, code, upwards_from(snapshot, receiving), {}).near;
}

Decider decider_of(db::Transaction& tx, const directory::Snapshot& snapshot, const Version& version,
                   const Asked& asked, const Handed& handed)
{
    const base::Day day = base::vietnam_day(asked.at);
    std::vector<std::int64_t> local, home;
    for (const std::string& commune : communes_of(version, asked))
        add_of_commune(local, snapshot, commune, day);
    add_of_commune(home, snapshot, handed.home, day);
    std::vector<std::int64_t> others = local;
    others.insert(others.end(), home.begin(), home.end());
    if (handed.chosen != 0) others.push_back(handed.chosen);
    const store::Deciding found =
        store::deciding(tx, version.code, upwards_from(snapshot, handed.receiving), others);
    const auto decides_not = [&](std::int64_t agency) { return !holds_one(found.others, agency); };
    std::erase_if(local, decides_not);
    std::erase_if(home, decides_not);
    // Who decides for more than a commune is bound to none.
    const directory::Agency* near = snapshot.find(found.near);
    if (near != nullptr && near->level != directory::Level::commune) local.clear();
    const bool is_local = local.empty() || holds_one(local, found.near);

    if (!version.ready.anywhere) {
        if (handed.chosen != 0 && handed.chosen != found.near)
            return {decides_not(handed.chosen) ? Decider::Why::decides_not : Decider::Why::elsewhere,
                    handed.chosen};
        if (found.near != 0 && is_local) return {Decider::Why::found, found.near};
        return {Decider::Why::elsewhere, local.empty() ? 0 : local.front()};
    }
    if (handed.chosen != 0)
        return {decides_not(handed.chosen) ? Decider::Why::decides_not : Decider::Why::found, handed.chosen};
    if (!is_local) return {Decider::Why::found, local.front()};
    if (found.near != 0) return {Decider::Why::found, found.near};
    if (!home.empty()) return {Decider::Why::found, home.front()};
    return {Decider::Why::several, 0};
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
