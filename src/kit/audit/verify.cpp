// Reads a year's chain again and compares it with the events.
#include <unordered_map>

#include "kit/audit/audit.h"
#include "kit/audit/chain.h"
#include "kit/audit/queries.h"
#include "kit/base/ids.h"

namespace lt::audit {
namespace {

constexpr std::size_t kHash = 32;

void broken(Report& report, std::int64_t id, const std::string& reason)
{
    if (report.first_broken && *report.first_broken <= id) return;
    report.first_broken = id;
    report.reason = reason;
}

// Compares the events of one seal with the hashes it kept. False at the first that does not fit.
bool check_events(db::Transaction& tx, int year, const db::Row& seal, std::string_view row_hashes,
                  Report& report)
{
    const std::vector<std::int64_t> ids = seal["ids"].int64s();
    std::unordered_map<std::int64_t, std::string> found;
    std::int64_t doubled = 0;
    for (const auto& event : tx.run(sql::named, ids, begin_of(year), begin_of(year + 1))) {
        const std::int64_t id = event["id"].int64();
        if (!found.emplace(id, hash_of_event(event)).second) doubled = id;
    }
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const auto event = found.find(ids[i]);
        const std::string number = std::to_string(ids[i]);
        if (event == found.end()) {
            broken(report, ids[i], "event " + number + " is missing");
        } else if (ids[i] == doubled) {
            broken(report, ids[i], "event " + number + " is there twice");
        } else if (event->second != row_hashes.substr(i * kHash, kHash)) {
            broken(report, ids[i], "event " + number + " was changed");
        } else {
            ++report.rows;
            continue;
        }
        return false;
    }
    return true;
}

// Checks one seal and its events; false when the chain is broken here.
bool check_seal(db::Transaction& tx, int year, const db::Row& seal, std::string& previous, Report& report)
{
    const std::int64_t number = seal["number"].int64();
    const std::int64_t first = seal["ids"].int64s().at(0);
    const std::string name = "seal " + std::to_string(number);
    if (number != static_cast<std::int64_t>(report.seals) + 1) {
        broken(report, first, "a seal before " + name + " is missing");
        return false;
    }
    const std::string row_hashes = seal["row_hashes"].bytes();
    if (!check_events(tx, year, seal, row_hashes, report)) return false;
    // Events and their hashes agree; if the link does not, somebody made new hashes for changed events.
    const std::string hash = hash_of_seal(previous, year, number, row_hashes, seal["sealed_at"].time());
    if (hash != seal["hash"].bytes()) {
        broken(report, first, name + " does not fit the chain");
        return false;
    }
    previous = hash;
    ++report.seals;
    return true;
}

}  // namespace

Report verify(db::Pool& pool, int year)
{
    Report report;
    std::string previous = begin_of_chain(year);
    while (true) {
        auto tx = pool.begin({});
        const auto seal = tx.run(sql::next_seal, year, static_cast<std::int64_t>(report.seals));
        if (seal.empty() || !check_seal(tx, year, seal[0], previous, report)) break;
    }
    if (report.seals > 0) report.head = base::to_hex(previous);
    auto tx = pool.begin({});
    const auto rest = tx.run(sql::unsealed, year, begin_of(year), begin_of(year + 1));
    report.unsealed = static_cast<std::uint64_t>(rest[0]["waiting"].int64());
    if (const auto stray = rest[0]["stray"].opt_int64()) {
        broken(report, *stray, "event " + std::to_string(*stray) + " is in no seal and was put in later");
    }
    return report;
}

}  // namespace lt::audit
