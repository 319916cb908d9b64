// The control board: what is open at this moment.
#include <nlohmann/json.hpp>

#include "dossiers/figures/call.h"
#include "kit/base/text.h"

namespace lt::dossiers::pages {
namespace {

constexpr std::array kBoardOrder{BoardColumn::working,    BoardColumn::late,    BoardColumn::today,
                                 BoardColumn::supplement, BoardColumn::waiting, BoardColumn::results};

std::string behind_board(const Subject& subject, BoardColumn column, const std::string& field)
{
    if (!subject.own) return "";
    return std::string(kBoard) + "/dossiers" +
           query_of({{"column", std::string(to_text(column))}, {"field", field}});
}

View board_cells(const Subject& subject, const BoardCells& cells, const std::string& field)
{
    View out = View::array();
    for (const BoardColumn column : kBoardOrder)
        out.push_back(number_view(at(cells, column), behind_board(subject, column, field),
                                  column == BoardColumn::late));
    return out;
}

View tiles_of(const FigureCall& figures, const Subject& subject, const BoardCells& total)
{
    View items = View::array();
    for (const BoardColumn column : kBoardOrder) {
        const std::int64_t number = at(total, column);
        const std::string href = behind_board(subject, column, "");
        items.push_back({{"label", figures.call.tr(words_of(column))},
                         {"number", base::group_thousands(number)},
                         {"href", href.empty() ? "#agencies" : href},
                         {"late", column == BoardColumn::late && number > 0},
                         {"soon", column == BoardColumn::today && number > 0}});
    }
    return {{"items", std::move(items)}};
}

View heads(const FigureCall& figures)
{
    View out = View::array();
    for (const BoardColumn column : kBoardOrder)
        out.push_back({{"label", figures.call.tr(words_of(column))}});
    return out;
}

// The worst first: what is late, then what is due today.
template <class Row>
void worst_first(std::vector<Row>& rows)
{
    std::ranges::stable_sort(rows, [](const Row& a, const Row& b) {
        const auto key = [](const Row& row) {
            return std::pair(at(row.cells, BoardColumn::late), at(row.cells, BoardColumn::today));
        };
        return key(a) > key(b);
    });
}

View agencies_table(const FigureCall& figures, const Subject& subject, const std::vector<BoardRow>& counted)
{
    const auto directory = figures.call.dossiers().directory.snapshot();
    View out{{"who", figures.call.tr("Cơ quan")},
             {"id", "agencies"},
             {"heads", heads(figures)},
             {"rows", View::array()}};
    auto rows = by_agency(counted);
    worst_first(rows);
    for (const BoardRow& row : rows) {
        const directory::Agency* agency = directory->find(row.agency);
        if (agency == nullptr) continue;
        out["rows"].push_back({{"name", agency->name},
                               {"href", kBoard + query_of({{"of", agency->uid}})},
                               {"cells", board_cells(subject, row.cells, "")}});
    }
    return out;
}

View fields_table(const FigureCall& figures, db::Transaction& tx, const Subject& subject,
                  const std::vector<BoardRow>& counted)
{
    View out{{"who", figures.call.tr("Lĩnh vực")},
             {"id", "fields"},
             {"heads", heads(figures)},
             {"rows", View::array()}};
    auto rows = by_field(counted);
    worst_first(rows);
    const auto names = names_of_fields(figures, tx);
    for (const BoardRow& row : rows)
        out["rows"].push_back({{"name", names.contains(row.field) ? names.at(row.field) : names.at(0)},
                               {"href", false},
                               {"cells", board_cells(subject, row.cells, std::to_string(row.field))}});
    return out;
}

}  // namespace

http::Response board(const FigureCall& figures)
{
    const Call& call = figures.call;
    db::Transaction tx = figures.begin();
    const auto subject = subject_of(figures, tx);
    if (!subject) return call.refuse(subject.error());
    const auto rows = count_board(tx, subject->agency, board_time(call.now));
    BoardCells total{};
    for (const BoardRow& row : rows)
        for (std::size_t i = 0; i < kBoardColumns; ++i) total[i] += row.cells[i];
    View view{{"title", call.tr("Điều hành hồ sơ")},
              {"subject", subject->name},
              {"at", base::format_vietnam(call.now)},
              {"refresh_href", kBoard + query_of({{"of", subject->of}})},
              {"views", subject_views(figures, *subject, kBoard, "")},
              {"tiles", tiles_of(figures, *subject, total)},
              {"tables", View::array()},
              {"empty", false}};
    if (rows.empty()) {
        view["empty"] = {{"title", call.tr("Không có hồ sơ nào đang mở")}, {"text", false}, {"href", false}};
        return call.show("dossiers/figures/board", std::move(view));
    }
    if (subject->agency == 0) view["tables"].push_back(agencies_table(figures, *subject, rows));
    view["tables"].push_back(fields_table(figures, tx, *subject, rows));
    return call.show("dossiers/figures/board", std::move(view));
}

http::Response board_behind(const FigureCall& figures)
{
    const Call& call = figures.call;
    const auto column = board_column_from(figures.asked("column"));
    if (!column) return call.refuse(base::not_found(msg("Không có cột số liệu này.")));
    const auto field = call.request.query.integer("field");
    db::Transaction tx = figures.begin();
    std::string intro = call.agency_name(call.actor.agency);
    if (field) {
        const auto names = names_of_fields(figures, tx);
        if (const auto name = names.find(*field); name != names.end()) intro += " · " + name->second;
    }
    return show_behind(figures, tx,
                       {.title = call.tr(words_of(*column)),
                        .intro = intro,
                        .back = kBoard,
                        .path = behind_board({.own = true}, *column, field ? std::to_string(*field) : ""),
                        .rows = behind::of_board(tx, call.actor.agency, *column, board_time(call.now), field,
                                                 after_of(call.request), kBehindPage + 1)});
}

}  // namespace lt::dossiers::pages
