// See board.h.
#include "dossiers/figures/board.h"

#include <map>

#include "dossiers/queries.h"
#include "kit/db/db.h"

namespace lt::dossiers {

using base::msg;

namespace {

struct BoardName {
    std::string_view text;
    const char* words;
};
constexpr std::array<BoardName, kBoardColumns> kBoardNames{{
    {"working", msg("Đang giải quyết")},
    {"today", msg("Đến hạn hôm nay")},
    {"late", msg("Quá hạn")},
    {"supplement", msg("Chờ bổ sung")},
    {"waiting", msg("Chờ tiếp nhận")},
    {"results", msg("Chờ trả kết quả")},
}};

template <class Key>
std::vector<BoardRow> summed(const std::vector<BoardRow>& rows, Key key)
{
    std::map<std::pair<std::int64_t, std::int64_t>, BoardCells> sums;
    for (const BoardRow& row : rows) {
        BoardCells& sum = sums[key(row)];
        for (std::size_t i = 0; i < kBoardColumns; ++i) sum[i] += row.cells[i];
    }
    std::vector<BoardRow> out;
    for (const auto& [of, cells] : sums) out.push_back({of.first, of.second, cells});
    return out;
}

}  // namespace

std::string_view to_text(BoardColumn column) { return kBoardNames[static_cast<std::size_t>(column)].text; }

std::optional<BoardColumn> board_column_from(std::string_view text)
{
    for (std::size_t i = 0; i < kBoardColumns; ++i)
        if (kBoardNames[i].text == text) return static_cast<BoardColumn>(i);
    return std::nullopt;
}

const char* words_of(BoardColumn column) { return kBoardNames[static_cast<std::size_t>(column)].words; }

std::vector<State> states_of(BoardColumn column)
{
    switch (column) {
    case BoardColumn::working: return {State::received, State::processing, State::payment};
    case BoardColumn::today:
    case BoardColumn::late: return {State::received, State::processing};
    case BoardColumn::supplement: return {State::supplement};
    case BoardColumn::waiting: return {State::registered};
    case BoardColumn::results: break;
    }
    return {State::resolved};
}

std::int64_t at(const BoardCells& cells, BoardColumn column)
{
    return cells[static_cast<std::size_t>(column)];
}

BoardTime board_time(base::Time now)
{
    return {now, base::Time(base::vietnam_day(now) + std::chrono::days(1)) - std::chrono::hours(7)};
}

std::vector<BoardRow> count_board(db::Transaction& tx, std::int64_t agency, const BoardTime& time)
{
    std::vector<BoardRow> out;
    for (const db::Row row : tx.run(sql::board_count, agency, time.now, time.end_of_day))
        out.push_back({row["agency_id"].int64(),
                       row["field_id"].opt_int64().value_or(0),
                       {row["working"].int64(), row["today"].int64(), row["late"].int64(),
                        row["supplement"].int64(), row["waiting"].int64(), row["results"].int64()}});
    return out;
}

std::vector<BoardRow> by_field(const std::vector<BoardRow>& rows)
{
    return summed(rows, [](const BoardRow& row) { return std::pair(std::int64_t{0}, row.field); });
}

std::vector<BoardRow> by_agency(const std::vector<BoardRow>& rows)
{
    return summed(rows, [](const BoardRow& row) { return std::pair(row.agency, std::int64_t{0}); });
}

bool oversees_province(db::Transaction& tx)
{
    return tx.run(sql::oversees_province)[0]["oversees"].boolean();
}

}  // namespace lt::dossiers
