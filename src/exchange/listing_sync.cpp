// See listing_sync.h.
#include "exchange/listing_sync.h"

#include <algorithm>
#include <unordered_map>

#include <nlohmann/json.hpp>

#include "exchange/line.h"
#include "exchange/queries.h"
#include "kit/audit/audit.h"
#include "kit/base/log.h"
#include "kit/base/text.h"

namespace lt::exchange {
namespace {

using base::msg;

constexpr std::chrono::hours kListEvery{24};
constexpr std::size_t kPiece = 5000;       // rows of one statement
constexpr std::size_t kLongestName = 300;  // characters, as in the directory here
constexpr std::string_view kHub = "W00";

std::string trim(std::string_view text)
{
    constexpr std::string_view kSpace = " \t\r\n";
    const std::size_t from = text.find_first_not_of(kSpace);
    if (from == std::string_view::npos) return {};
    return std::string(text.substr(from, text.find_last_not_of(kSpace) + 1 - from));
}

bool is_hub_code(std::string_view code)
{
    for (std::size_t at = code.find(kHub); at != std::string_view::npos; at = code.find(kHub, at + 1)) {
        const bool begins = at == 0 || code[at - 1] == '.';
        const bool ends = at + kHub.size() == code.size() || code[at + kHub.size()] == '.';
        if (begins && ends) return true;
    }
    return false;
}

// Calls with each stretch of rows that one statement takes.
template <class Work>
void in_pieces(const std::vector<ListedRow>& rows, Work&& work)
{
    for (std::size_t at = 0; at < rows.size(); at += kPiece)
        work(std::span(rows).subspan(at, std::min(kPiece, rows.size() - at)));
}

template <class Member>
std::vector<std::string> column_of(std::span<const ListedRow> rows, Member member)
{
    std::vector<std::string> out;
    out.reserve(rows.size());
    for (const ListedRow& row : rows) out.push_back(member(row));
    return out;
}

std::string folded_of(const ListedRow& row)
{
    std::string out;
    for (const std::string& word : search_words(row.name + " " + row.code + " " + row.alias + " " + row.wire))
        out += (out.empty() ? "" : " ") + word;
    return out;
}

struct Change {  // of an agency here that was made of the list
    std::int64_t agency = 0;
    directory::Known known{};
    bool was_gone = false;
    std::optional<base::Day> gone_on{};
};

void note_listing(Services& services, const System& system, std::optional<base::Time> at,
                  const std::string& why)
{
    db::Transaction tx = services.pool.begin({});
    tx.run_and_commit(sql::system_listed, system.id, at, why);
}

// Each in a transaction of its own: one that is refused holds up no other.
void follow(Services& services, const System& system, const std::vector<Change>& changes)
{
    services.directory.refresh();
    const auto snapshot = services.directory.snapshot();
    const base::Time now = services.clock->now();
    for (const Change& change : changes) {
        const directory::Agency* agency = snapshot->find(change.agency);
        if (agency == nullptr || agency->system != system.id) continue;
        // Closed by the operator, who is right: not on the day when the list dropped it.
        if (agency->valid.to && !(change.was_gone && agency->valid.to == change.gone_on)) continue;
        db::Transaction tx = services.pool.begin({});
        if (directory::follow_elsewhere(tx, *agency, change.known, now)) tx.commit();
    }
    std::vector<std::pair<std::int64_t, std::string>> aliases;
    {
        db::Transaction tx = services.pool.begin({});
        for (const db::Row row : tx.run(sql::listed_aliases, system.id))
            aliases.emplace_back(row["agency_id"].int64(), row["older"].str());
    }
    for (const auto& [id, older] : aliases) {
        const directory::Agency* agency = snapshot->find(id);
        if (agency == nullptr || !agency->alias.empty()) continue;
        db::Transaction tx = services.pool.begin({});
        if (directory::complete_alias(tx, *agency, older, now)) tx.commit();
    }
    services.directory.refresh();
}

// Deleted, or no agency: all that is asked of getSynchronizeUnit.
bool is_odd(const axis::SynchronizedUnit& unit) { return unit.deleted || !unit.is_agency; }

// What an axis of an older make does not know tells nothing more.
template <class Row>
base::Result<std::vector<Row>> unless_missing(base::Result<std::vector<Row>> got)
{
    if (!got && got.error().fault == base::Fault::not_found) return std::vector<Row>{};
    return got;
}

base::Result<base::Done> take_listing(Services& services, Line& line)
{
    // One after the other, the largest first: of it only what is odd is kept.
    auto units = unless_missing(line.client.synchronized_units());
    if (!units) return units.error();
    std::erase_if(*units, [](const axis::SynchronizedUnit& unit) { return !is_odd(unit); });
    units->shrink_to_fit();
    auto qd20 = unless_missing(line.client.agencies_qd20());
    if (!qd20) return qd20.error();
    auto agencies = line.client.agencies();
    if (!agencies) return agencies.error();
    return keep_listing(services, line.system,
                        put_together(*std::move(agencies), *std::move(qd20), *std::move(units)));
}

void list_one(Services& services, fetch::HttpFetcher& fetcher, const std::string& code)
{
    const auto line = line_to(services, fetcher, code);
    if (!line) return;
    const auto kept = take_listing(services, *line);
    if (kept) return;
    note_listing(services, line->system, std::nullopt, kept.error().message.str());
    base::log(base::Level::warning, "axis_not_listed",
              {{"system", code}, {"why", kept.error().message.str()}});
}

}  // namespace

std::vector<ListedRow> put_together(std::vector<axis::Agency> agencies, std::vector<axis::AgencyQd20> qd20,
                                    const std::vector<axis::SynchronizedUnit>& units)
{
    std::unordered_map<std::string_view, const axis::AgencyQd20*> by_code;
    for (const axis::AgencyQd20& one : qd20) {
        by_code.emplace(one.code, &one);
        if (!one.code102.empty()) by_code.emplace(one.code102, &one);
    }
    std::unordered_map<std::string_view, const axis::SynchronizedUnit*> odd;
    for (const axis::SynchronizedUnit& unit : units)
        if (is_odd(unit)) odd.emplace(unit.code, &unit);
    std::unordered_map<std::string_view, const axis::Agency*> by_id;
    for (const axis::Agency& one : agencies) by_id.emplace(one.id, &one);

    std::vector<ListedRow> out;
    out.reserve(agencies.size());
    for (const axis::Agency& one : agencies) {
        if (!directory::is_identity_code(one.code) || trim(one.name).empty()) continue;
        const auto unit = odd.find(one.code);
        if (unit != odd.end() && unit->second->deleted) continue;
        ListedRow row{.wire = one.code,
                      .code = one.code,
                      .alias = directory::is_identity_code(one.old_code) ? one.old_code : std::string(),
                      .name = base::shorten(trim(one.name), kLongestName),
                      .offered = unit == odd.end()};
        if (const auto found = by_code.find(one.code); found != by_code.end()) {
            if (directory::is_identity_code(found->second->code)) row.code = found->second->code;
            if (directory::is_identity_code(found->second->code102)) row.alias = found->second->code102;
        }
        if (row.alias == row.code) row.alias.clear();
        row.offered =
            row.offered && !is_hub_code(row.wire) && !is_hub_code(row.code) && !is_hub_code(row.alias);
        if (const auto above = by_id.find(one.pid); above != by_id.end() && above->second != &one)
            row.above = base::shorten(trim(above->second->name), kLongestName);
        out.push_back(std::move(row));
    }
    std::ranges::stable_sort(out, {}, &ListedRow::wire);
    const auto twice = std::ranges::unique(out, {}, &ListedRow::wire);
    out.erase(twice.begin(), twice.end());
    return out;
}

base::Result<base::Done> keep_listing(Services& services, const System& system,
                                      const std::vector<ListedRow>& rows)
{
    if (rows.empty())
        return base::conflict(msg("Trục trả về danh mục trống. Danh mục đang có được giữ nguyên."));
    const base::Time now = services.clock->now();
    std::vector<Change> changes;
    db::Transaction tx = services.pool.begin({});
    const auto known = tx.run(sql::listed_count, system.id)[0]["listed"].int64();
    if (static_cast<std::int64_t>(rows.size()) * 2 < known)
        return base::conflict(
            {msg("Trục chỉ trả về {{count}} cơ quan, lần trước có {{known}}. Danh mục đang có được giữ nguyên."),
             {{"count", base::group_thousands(static_cast<std::int64_t>(rows.size()))},
              {"known", base::group_thousands(known)}}});
    in_pieces(rows, [&](std::span<const ListedRow> piece) {
        const auto wire = column_of(piece, [](const ListedRow& row) { return row.wire; });
        const auto name = column_of(piece, [](const ListedRow& row) { return row.name; });
        for (const db::Row row : tx.run(sql::listed_changes, system.id, wire, name)) {
            const auto gone = row["gone_since"].opt_time();
            changes.push_back({.agency = row["agency_id"].int64(),
                               .known = {.name = row["name"].str()},
                               .was_gone = gone.has_value(),
                               .gone_on = gone ? std::optional(base::vietnam_day(*gone)) : std::nullopt});
        }
        tx.run(sql::listed_save, system.id, wire,
               column_of(piece, [](const ListedRow& row) { return row.code; }),
               column_of(piece, [](const ListedRow& row) { return row.alias; }), name,
               column_of(piece, [](const ListedRow& row) { return row.above; }), column_of(piece, folded_of),
               column_of(piece,
                         [](const ListedRow& row) { return std::string(row.offered ? "true" : "false"); }),
               now);
    });
    for (const db::Row row : tx.run(sql::listed_gone, system.id, now))
        if (row["agency_id"].int64() != 0)
            changes.push_back(
                {.agency = row["agency_id"].int64(), .known = {.name = row["name"].str(), .there = false}});
    tx.run(sql::system_listed, system.id, std::optional(now), "");
    tx.commit();
    follow(services, system, changes);
    return base::Done{};
}

void add_listing_jobs(Services& services, fetch::HttpFetcher& fetcher)
{
    services.queue.handle("exchange.list", [&](const jobs::Job& job) {
        const auto payload = nlohmann::json::parse(job.payload);
        if (payload.contains("system")) return list_one(services, fetcher, payload.at("system"));
        for (const std::string& code : axes(services)) list_one(services, fetcher, code);
    });
    services.queue.every(kListEvery, "exchange.list");
}

}  // namespace lt::exchange
