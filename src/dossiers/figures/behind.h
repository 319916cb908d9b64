// The dossiers behind a number: of a report, of the board, of a component of the index. In the sight of the agency that decides them; each
// list has as many rows as its number says.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dossiers/figures/board.h"
#include "dossiers/figures/indices.h"
#include "dossiers/figures/report.h"

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
// As it was counted: `as_of` of what is kept. Of the scope's own agency.
std::vector<Row> of_index(db::Transaction& tx, const IndexPeriod& period, base::Time as_of, Measure measure,
                          Part part, const After& after, int limit);

}  // namespace lt::dossiers::behind
