// See indices.h.
#include "dossiers/figures/indices.h"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "dossiers/queries.h"
#include "dossiers/services.h"
#include "kit/db/db.h"
#include "kit/jobs/jobs.h"

namespace lt::dossiers {
namespace {

constexpr std::chrono::hours kCloseEvery{1};
constexpr std::chrono::hours kRunningMonthEvery{24};

using Counts = std::map<std::string, Share, std::less<>>;  // by measure

std::map<std::int64_t, Counts> count_all(db::Transaction& tx, const IndexRules& rules,
                                         const IndexPeriod& period, base::Time as_of)
{
    std::map<std::int64_t, Counts> out;
    for (const db::Row row :
         tx.run(sql::index_count, period.from(), period.until(), as_of, rules.certifying, rules.population))
        out[row["agency_id"].int64()][row["measure"].str()] = {row["numerator"].int64(),
                                                               row["denominator"].int64()};
    return out;
}

std::vector<IndexPeriod> read_periods(const db::Rows& rows)
{
    std::vector<IndexPeriod> out;
    for (const db::Row row : rows)
        for (const PeriodKind kind : {PeriodKind::month, PeriodKind::quarter, PeriodKind::year})
            if (row["period"].text() == to_text(kind)) out.push_back(period_at(kind, row["starts_on"].day()));
    return out;
}

// Those that an earlier program counted.
std::vector<IndexPeriod> stale_periods(db::Pool& pool)
{
    db::Transaction tx = pool.begin({});
    return read_periods(tx.run(sql::index_stale));
}

// One act after the other asks for the same periods: each is counted once for all that are committed by then.
void count_again(Services& services, db::Transaction& tx, const std::string& key)
{
    jobs::enqueue_once(tx, services.queue, kCountIndices, nlohmann::json{{"period", key}}.dump());
}

std::string as_numeric(std::int64_t hundredths)
{
    std::string text = format_score(hundredths);
    std::ranges::replace(text, ',', '.');
    return text;
}

std::vector<AgencyIndex> read_indices(const db::Rows& rows)
{
    std::vector<AgencyIndex> out;
    for (const db::Row row : rows) {
        const std::int64_t agency = row["agency_id"].int64();
        if (out.empty() || out.back().agency != agency) out.push_back({.agency = agency});
        out.back().components[row["component"].str()] = {
            {row["numerator"].int64(), row["denominator"].int64()}, row["hundredths"].int64()};
    }
    return out;
}

}  // namespace

std::int64_t AgencyIndex::total() const
{
    std::int64_t sum = 0;
    for (const auto& [id, kept] : components) sum += kept.score;
    return sum;
}

std::int64_t AgencyIndex::dossiers(const IndexRules& rules) const
{
    for (const ComponentGroup& group : rules.groups)
        for (const Component& component : group.components)
            if (component.measure == Measure::on_time)
                if (const auto kept = components.find(component.id); kept != components.end())
                    return kept->second.share.denominator;  // all that were received
    return 0;
}

std::optional<KeptCount> kept_count(db::Transaction& tx, const IndexPeriod& period)
{
    const db::Rows rows = tx.run(sql::index_kept, to_text(period.kind), period.first);
    if (rows.empty()) return std::nullopt;
    return KeptCount{rows[0]["rules"].str(), rows[0]["as_of"].time()};
}

std::optional<AgencyIndex> kept_index(db::Transaction& tx, const IndexPeriod& period, std::int64_t agency)
{
    auto found = read_indices(tx.run(sql::index_own, to_text(period.kind), period.first, agency));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<AgencyIndex> province_indices(db::Transaction& tx, const IndexPeriod& period)
{
    return read_indices(tx.run(sql::index_province, to_text(period.kind), period.first));
}

std::size_t count_indices(db::Pool& pool, const IndexRuleBook& book, const IndexPeriod& period,
                          base::Time now)
{
    const IndexRules& rules = book.on(period.first);
    const base::Time as_of = std::min(now, period.until());
    db::Transaction tx = pool.begin({});
    tx.run(sql::index_begin, to_text(period.kind), period.first, rules.name, as_of);
    const auto counted = count_all(tx, rules, period, as_of);
    nlohmann::json results = nlohmann::json::array();
    for (const auto& [agency, counts] : counted)
        for (const ComponentGroup& group : rules.groups)
            for (const Component& component : group.components) {
                if (component.measure == Measure::none) continue;
                const auto found = counts.find(to_text(component.measure));
                const Share share = found == counts.end() ? Share{} : found->second;
                results.push_back(
                    {{"agency_id", agency},
                     {"component", component.id},
                     {"numerator", share.numerator},
                     {"denominator", share.denominator},
                     {"score", as_numeric(score_of(component, share.numerator, share.denominator))}});
            }
    tx.run(sql::index_forget, to_text(period.kind), period.first);
    tx.run(sql::index_keep, to_text(period.kind), period.first, results.dump());
    tx.commit();
    return counted.size();
}

std::vector<Ranked> ranked(const std::vector<AgencyIndex>& indices, const std::vector<std::int64_t>& deciding,
                           const IndexRules& rules)
{
    std::vector<Ranked> out;
    std::set<std::int64_t> counted;
    for (const AgencyIndex& one : indices) {
        const std::int64_t dossiers = one.dossiers(rules);
        if (dossiers == 0) continue;
        out.push_back({.agency = one.agency, .dossiers = dossiers, .total = one.total()});
        counted.insert(one.agency);
    }
    std::ranges::stable_sort(out, std::ranges::greater(), &Ranked::total);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const bool as_before = i > 0 && out[i - 1].total == out[i].total;
        out[i].rank = as_before ? out[i - 1].rank : static_cast<int>(i) + 1;
        out[i].tied = as_before;
        if (as_before) out[i - 1].tied = true;
    }
    for (const std::int64_t agency : deciding)
        if (!counted.contains(agency)) out.push_back({.agency = agency});
    return out;
}

std::vector<std::int64_t> deciding_agencies(db::Transaction& tx)
{
    std::vector<std::int64_t> out;
    for (const db::Row row : tx.run(sql::deciding_agencies)) out.push_back(row["agency_id"].int64());
    return out;
}

void count_again_later(Services& services, db::Transaction& tx, const std::vector<base::Day>& days)
{
    std::set<std::string> keys;
    for (const base::Day day : days)
        for (const PeriodKind kind : {PeriodKind::month, PeriodKind::quarter, PeriodKind::year})
            if (const IndexPeriod period = period_at(kind, day); kept_count(tx, period))
                keys.insert(period.key());
    for (const std::string& key : keys) count_again(services, tx, key);
}

void count_again_since(Services& services, db::Transaction& tx, base::Day day)
{
    for (const IndexPeriod& period : read_periods(tx.run(sql::index_kept_since, day)))
        count_again(services, tx, period.key());
}

void close_indices(db::Pool& pool, const IndexRuleBook& rules, base::Time now)
{
    const auto last_counted = [&](const IndexPeriod& period) -> std::optional<base::Time> {
        db::Transaction tx = pool.begin({});
        const auto kept = kept_count(tx, period);
        return kept ? std::optional(kept->as_of) : std::nullopt;
    };
    const base::Day today = base::vietnam_day(now);
    for (const PeriodKind kind : {PeriodKind::month, PeriodKind::quarter, PeriodKind::year}) {
        const IndexPeriod ended = period_before(period_at(kind, today));
        const auto counted = last_counted(ended);
        if (!counted || *counted < ended.until()) count_indices(pool, rules, ended, now);
    }
    for (const IndexPeriod& period : stale_periods(pool)) count_indices(pool, rules, period, now);
    const IndexPeriod running = period_at(PeriodKind::month, today);
    const auto counted = last_counted(running);
    if (!counted || *counted + kRunningMonthEvery <= now) count_indices(pool, rules, running, now);
}

void add_figure_jobs(Services& services)
{
    const auto rules = std::make_shared<const IndexRuleBook>(shipped_index_rules());
    services.queue.handle(kCountIndices, [&services, rules](const jobs::Job& job) {
        const auto period = period_from(nlohmann::json::parse(job.payload).at("period").get<std::string>());
        if (!period) throw std::runtime_error("no such period: " + job.payload);
        count_indices(services.pool, *rules, *period, services.clock->now());
    });
    services.queue.handle(kCloseIndices, [&services, rules](const jobs::Job&) {
        close_indices(services.pool, *rules, services.clock->now());
    });
    services.queue.every(kCloseEvery, kCloseIndices);
}

}  // namespace lt::dossiers
