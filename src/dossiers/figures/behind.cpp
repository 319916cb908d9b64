// See behind.h.
#include "dossiers/figures/behind.h"

#include <array>

#include "dossiers/queries.h"
#include "kit/db/db.h"

namespace lt::dossiers::behind {
namespace {

std::vector<Row> rows_behind(const db::Rows& rows)
{
    std::vector<Row> out;
    out.reserve(rows.size());
    for (const db::Row row : rows)
        out.push_back({.id = row["id"].int64(),
                       .uid = row["uid"].str(),
                       .code = row["code"].str(),
                       .procedure = row["procedure"].str(),
                       .owner = row["owner_name"].str(),
                       .state = state_from(row["state"].text()).value_or(State::received),
                       .way = way_from(row["way"].text()),
                       .received_at = row["received_at"].time(),
                       .due_at = row["due_at"].opt_time(),
                       .first_due_at = row["first_due_at"].opt_time(),
                       .ended_at = row["ended_at"].opt_time()});
    return out;
}

using Names = std::vector<std::string>;
const Names kAllOrigins{"online", "direct", "carried"};
const Names kAllOutcomes{"early", "on_time", "late", "open", "open_late"};

struct Narrowed {
    Names origins = kAllOrigins;
    Names outcomes = kAllOutcomes;
};
Narrowed narrowed(ReportColumn column)
{
    switch (column) {
    case ReportColumn::received: return {};
    case ReportColumn::online:
    case ReportColumn::direct:
    case ReportColumn::carried: return {.origins = {std::string(dossiers::to_text(column))}};
    case ReportColumn::solved: return {.outcomes = {"early", "on_time", "late"}};
    case ReportColumn::early:
    case ReportColumn::on_time:
    case ReportColumn::late: return {.outcomes = {std::string(dossiers::to_text(column))}};
    case ReportColumn::open: return {.outcomes = {"open", "open_late"}};
    case ReportColumn::open_in_time: return {.outcomes = {"open"}};
    case ReportColumn::open_late: break;
    }
    return {.outcomes = {"open_late"}};
}

constexpr std::array<std::string_view, 3> kParts{"numerator", "denominator", "rest"};

}  // namespace

std::vector<Row> of_report(db::Transaction& tx, std::int64_t agency, const ReportWish& wish, base::Time now,
                           const After& after, int limit)
{
    const Narrowed to = narrowed(wish.column);
    return rows_behind(tx.run(sql::report_behind, agency, wish.span.from(), wish.span.edge(now), to.origins,
                              to.outcomes, wish.field, after.time, after.id, limit));
}

std::vector<Row> of_board(db::Transaction& tx, std::int64_t agency, BoardColumn column, const BoardTime& time,
                          const std::optional<std::int64_t>& field, const After& after, int limit)
{
    Names states;
    for (const State state : states_of(column)) states.emplace_back(dossiers::to_text(state));
    std::optional<base::Time> from;
    std::optional<base::Time> before;
    if (column == BoardColumn::late) before = time.now;
    if (column == BoardColumn::today) {
        from = time.now;
        before = time.end_of_day;
    }
    return rows_behind(
        tx.run(sql::board_behind, agency, states, from, before, field, after.time, after.id, limit));
}

std::string_view to_text(Part part) { return kParts[static_cast<std::size_t>(part)]; }

std::optional<Part> part_from(std::string_view text)
{
    for (std::size_t i = 0; i < kParts.size(); ++i)
        if (kParts[i] == text) return static_cast<Part>(i);
    return std::nullopt;
}

std::vector<Row> of_index(db::Transaction& tx, const IndexWish& wish, const IndexRules& rules,
                          const After& after, int limit)
{
    CHECK(counted_by(wish.measure) == Counted::dossiers);
    return rows_behind(tx.run(sql::index_behind, wish.period.from(), wish.period.until(), wish.as_of,
                              dossiers::to_text(wish.measure), to_text(wish.part), after.time, after.id,
                              limit, rules.certifying, rules.population));
}

namespace {

void add_payable(db::Transaction& tx, std::int64_t agency, base::Day day, std::vector<ProcedureRow>& rows)
{
    std::vector<std::string> codes;
    for (const ProcedureRow& row : rows) codes.push_back(row.code);
    for (const db::Row found : tx.run(sql::index_payable, agency, codes, day))
        for (ProcedureRow& row : rows)
            if (row.code == found["code"].text())
                row.payable.push_back({.way = payment_way_from(found["way"].text()).value(),
                                       .since = found["since"].day(),
                                       .basis = found["basis"].str(),
                                       .everywhere = found["everywhere"].boolean()});
}

}  // namespace

std::vector<ProcedureRow> procedures_of_index(db::Transaction& tx, std::int64_t agency, const IndexWish& wish,
                                              const IndexRules& rules, const std::string& after, int limit)
{
    const db::Rows rows =
        wish.measure == Measure::identifying
            ? tx.run(sql::index_identifying, wish.period.from(), wish.period.until(), wish.as_of,
                     rules.population, to_text(wish.part), after, limit)
            : tx.run(sql::index_procedures, agency, wish.period.from(), wish.period.until(), wish.as_of,
                     dossiers::to_text(wish.measure), to_text(wish.part), after, limit);
    std::vector<ProcedureRow> out;
    for (const db::Row row : rows) {
        out.push_back({.code = row["code"].str(), .name = row["name"].str()});
        for (const std::string& part : row["lacks"].texts())
            if (const auto known = procedures::required_part_from(part)) out.back().lacks.push_back(*known);
    }
    if (wish.measure == Measure::fees_payable_online)
        add_payable(tx, agency, Judging{wish.period, wish.as_of}.last_day(), out);
    return out;
}

std::vector<PublicationRow> publications_of_index(db::Transaction& tx, std::int64_t agency,
                                                  const IndexWish& wish, const std::string& after_code,
                                                  const std::string& after_decision, int limit)
{
    std::vector<PublicationRow> out;
    for (const db::Row row :
         tx.run(sql::index_publications, agency, wish.period.first, wish.period.behind, wish.as_of,
                dossiers::to_text(wish.measure), to_text(wish.part), after_code, after_decision, limit))
        out.push_back({.code = row["code"].str(),
                       .name = row["name"].str(),
                       .decision = row["decision"].str(),
                       .decided_on = row["decided_on"].day(),
                       .decide_by = row["decide_by"].day(),
                       .published_on = row["published_on"].opt_day(),
                       .publish_by = row["publish_by"].day()});
    return out;
}

std::vector<PetitionRow> petitions_of_index(db::Transaction& tx, const IndexWish& wish, std::int64_t after,
                                            int limit)
{
    std::vector<PetitionRow> out;
    for (const db::Row row : tx.run(sql::index_petitions, wish.period.from(), wish.period.until(), wish.as_of,
                                    dossiers::to_text(wish.measure), to_text(wish.part), after, limit)) {
        out.push_back({.id = row["id"].int64(),
                       .uid = row["uid"].str(),
                       .code = row["code"].str(),
                       .owner = row["owner_name"].str(),
                       .procedure = row["procedure"].str(),
                       .lodged_at = row["lodged_at"].time(),
                       .due_at = row["due_at"].time(),
                       .answered_at = row["answered_at"].opt_time()});
        if (!row["liked"].null()) out.back().liked = row["liked"].boolean();
    }
    return out;
}

}  // namespace lt::dossiers::behind
