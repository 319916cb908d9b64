// What is behind a number: the dossiers of a report, of the board, of a component of the index, in the sight of the agency that decides them;
// procedures, decisions and petitions of a component. Each list has as many rows as its number says.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dossiers/figures/board.h"
#include "dossiers/figures/indices.h"
#include "dossiers/figures/online_payments.h"
#include "dossiers/figures/report.h"
#include "procedures/api.h"

namespace lt::dossiers::behind {

struct Row {
    std::int64_t id = 0;
    std::string uid{};
    std::string code{};
    std::string procedure{};
    std::string owner{};
    State state{};
    Way way{};
    base::Time received_at{};  // or lodged, where it was not received yet
    std::optional<base::Time> due_at{};
    std::optional<base::Time> first_due_at{};
    std::optional<base::Time> ended_at{};
};

// Behind the last row of the page before.
struct After {
    std::optional<base::Time> time{};
    std::int64_t id = 0;
};

struct ReportWish {
    ReportSpan span{};
    ReportColumn column{};
    std::optional<std::int64_t> field{};  // 0: of no field; nothing: all
};
std::vector<Row> of_report(db::Transaction& tx, std::int64_t agency, const ReportWish& wish, base::Time now,
                           const After& after, int limit);

std::vector<Row> of_board(db::Transaction& tx, std::int64_t agency, BoardColumn column, const BoardTime& time,
                          const std::optional<std::int64_t>& field, const After& after, int limit);

enum class Part : std::uint8_t { numerator, denominator, rest };  // rest: what is missing to all points
std::string_view to_text(Part part);
std::optional<Part> part_from(std::string_view text);
// A number of the index, as it was counted: `as_of` of what is kept.
struct IndexWish {
    IndexPeriod period{};
    base::Time as_of{};
    Measure measure{};
    Part part{};
};
// Of the scope's own agency.
std::vector<Row> of_index(db::Transaction& tx, const IndexWish& wish, const IndexRules& rules,
                          const After& after, int limit);

// By code, behind one. Who asks may count for the agency; of Measure::identifying only the scope's own.
struct ProcedureRow {
    std::string code{};
    std::string name{};
    std::vector<procedures::RequiredPart> lacks{};
    struct Payable {
        PaymentWay way{};
        base::Day since{};
        std::string basis{};
        bool everywhere = false;  // written down for the whole province
    };
    std::vector<Payable> payable{};  // of Measure::fees_payable_online: how its fees could be paid online
};
std::vector<ProcedureRow> procedures_of_index(db::Transaction& tx, std::int64_t agency, const IndexWish& wish,
                                              const IndexRules& rules, const std::string& after, int limit);

// By code and decision, behind both.
struct PublicationRow {
    std::string code{};
    std::string name{};
    std::string decision{};
    base::Day decided_on{};
    base::Day decide_by{};
    std::optional<base::Day> published_on{};
    base::Day publish_by{};
};
std::vector<PublicationRow> publications_of_index(db::Transaction& tx, std::int64_t agency,
                                                  const IndexWish& wish, const std::string& after_code,
                                                  const std::string& after_decision, int limit);

// The oldest first, of the scope's own agency.
struct PetitionRow {
    std::int64_t id = 0;
    std::string uid{};
    std::string code{};  // of the dossier
    std::string owner{};
    std::string procedure{};
    base::Time lodged_at{};
    base::Time due_at{};
    std::optional<base::Time> answered_at{};
    std::optional<bool> liked{};
};
std::vector<PetitionRow> petitions_of_index(db::Transaction& tx, const IndexWish& wish, std::int64_t after,
                                            int limit);

}  // namespace lt::dossiers::behind
