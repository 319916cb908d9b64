// What is open at the moment, by agency and field: the control board. Numbers only.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "dossiers/types.h"
#include "kit/db/fwd.h"

namespace lt::dossiers {

enum class BoardColumn : std::uint8_t {
    working,     // received, processing or waiting for a payment
    today,       // of them due today, and not late yet
    late,        // due before now
    supplement,  // the citizen has to bring something
    waiting,     // online, nobody has accepted it yet
    results,     // there is a result to hand over
};
inline constexpr std::size_t kBoardColumns = 6;
std::string_view to_text(BoardColumn column);
std::optional<BoardColumn> board_column_from(std::string_view text);
const char* words_of(BoardColumn column);
// The states that it counts, and whether the due time narrows it.
std::vector<State> states_of(BoardColumn column);

using BoardCells = std::array<std::int64_t, kBoardColumns>;
struct BoardRow {
    std::int64_t agency = 0;
    std::int64_t field = 0;  // 0: of no field
    BoardCells cells{};
};
std::int64_t at(const BoardCells& cells, BoardColumn column);

struct BoardTime {
    base::Time now{};
    base::Time end_of_day{};
};
BoardTime board_time(base::Time now);

// By agency and field; `agency` 0: all. The caller's scope must be allowed to count for it (lt_may_count), or the database refuses.
std::vector<BoardRow> count_board(db::Transaction& tx, std::int64_t agency, const BoardTime& time);
std::vector<BoardRow> by_field(const std::vector<BoardRow>& rows);
std::vector<BoardRow> by_agency(const std::vector<BoardRow>& rows);

// Whether the transaction's scope may see the figures of every agency: the operator, and leaders of the province's office.
bool oversees_province(db::Transaction& tx);

}  // namespace lt::dossiers
