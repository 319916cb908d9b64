// The report II.07b: how many procedures there are, at which desks, with which processes.
#include <nlohmann/json.hpp>

#include "dossiers/figures/call.h"
#include "kit/base/csv.h"
#include "kit/base/text.h"

namespace lt::dossiers::pages {
namespace {

struct CatalogueHead {
    CatalogueColumn column{};
    const char* words;
    std::int64_t CatalogueRow::*number;
};
constexpr std::array kHeads{
    CatalogueHead{CatalogueColumn::decided, msg("Thủ tục thuộc thẩm quyền giải quyết"),
                  &CatalogueRow::decided},
    CatalogueHead{CatalogueColumn::at_desks, msg("Thực hiện qua một cửa, tổng số"), &CatalogueRow::at_desks},
    CatalogueHead{CatalogueColumn::at_province_desks, msg("Tại bộ phận một cửa cấp tỉnh"),
                  &CatalogueRow::at_province_desks},
    CatalogueHead{CatalogueColumn::at_commune_desks, msg("Tại bộ phận một cửa cấp xã"),
                  &CatalogueRow::at_commune_desks},
    CatalogueHead{CatalogueColumn::with_process, msg("Có quy trình điện tử"), &CatalogueRow::with_process},
};

struct NamedCatalogue {
    const directory::Agency* agency = nullptr;
    CatalogueRow row{};
};
std::vector<NamedCatalogue> in_order(const directory::Snapshot& directory,
                                     const std::vector<CatalogueRow>& rows)
{
    std::vector<NamedCatalogue> out;
    for (const directory::Agency* agency : directory.agencies()) {
        const auto row = std::ranges::find(rows, agency->id, &CatalogueRow::agency);
        if (row != rows.end()) out.push_back({agency, *row});
    }
    return out;
}

std::string list_href(const std::string& of, CatalogueColumn column)
{
    return std::string(kProcedures) + "/list" +
           query_of({{"of", of}, {"column", std::string(to_text(column))}});
}

}  // namespace

http::Response catalogue(const FigureCall& figures)
{
    const Call& call = figures.call;
    db::Transaction tx = figures.begin();
    const auto subject = subject_of(figures, tx);
    if (!subject) return call.refuse(subject.error());
    const auto directory = call.dossiers().directory.snapshot();
    const auto rows = in_order(*directory, count_catalogue(tx, subject->agency, call.today()));
    View view{
        {"title", call.tr("Số lượng thủ tục hành chính")},
        {"form", "II.07b/VPCP/KSTT"},
        {"subject", subject->name},
        {"day", base::format_day(call.today())},
        {"views", subject_views(figures, *subject, kProcedures, "")},
        {"back",
         {{"href", kStatistics + query_of({{"of", subject->of}})}, {"label", call.tr("Về báo cáo II.06a")}}},
        {"table", false}};
    if (rows.empty()) {
        view["empty"] = {{"title", call.tr("Chưa khai cơ quan nào giải quyết thủ tục nào")},
                         {"text", false},
                         {"href", false}};
        return call.show("dossiers/figures/catalogue", std::move(view));
    }
    View table{{"heads", View::array()},
               {"rows", View::array()},
               {"file_href", std::string(kProcedures) + "/file" + query_of({{"of", subject->of}})}};
    for (const CatalogueHead& head : kHeads) table["heads"].push_back({{"label", call.tr(head.words)}});
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::string of =
            rows[i].agency->id == call.actor.agency && !figures.is_operator() ? "" : rows[i].agency->uid;
        View cells = View::array();
        for (const CatalogueHead& head : kHeads)
            cells.push_back(number_view(rows[i].row.*head.number, list_href(of, head.column)));
        table["rows"].push_back(
            {{"no", std::to_string(i + 1)}, {"name", rows[i].agency->name}, {"cells", std::move(cells)}});
    }
    view["table"] = std::move(table);
    return call.show("dossiers/figures/catalogue", std::move(view));
}

http::Response catalogue_file(const FigureCall& figures)
{
    const Call& call = figures.call;
    db::Transaction tx = figures.begin();
    const auto subject = subject_of(figures, tx);
    if (!subject) return call.refuse(subject.error());
    const auto rows =
        in_order(*call.dossiers().directory.snapshot(), count_catalogue(tx, subject->agency, call.today()));
    const std::string day = base::format_iso(call.today());
    TableFile file{.name = "ii07b-" + day + ".csv", .what = "catalogue", .scope = subject->name + ", " + day};
    file.rows.push_back({base::csv_text("Biểu số II.07b/VPCP/KSTT"), base::csv_text(subject->name),
                         base::format_day(call.today())});
    std::vector<std::string> head{"TT", base::csv_text("Cơ quan")};
    for (const CatalogueHead& one : kHeads) head.push_back(base::csv_text(one.words));
    file.rows.push_back(std::move(head));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        std::vector<std::string> row{std::to_string(i + 1), base::csv_text(rows[i].agency->name)};
        for (const CatalogueHead& one : kHeads) row.push_back(std::to_string(rows[i].row.*one.number));
        file.rows.push_back(std::move(row));
    }
    return send_table(figures, tx, file);
}

http::Response catalogue_behind(const FigureCall& figures)
{
    const Call& call = figures.call;
    const auto column = catalogue_column_from(figures.asked("column"));
    if (!column) return call.refuse(base::not_found(msg("Không có cột số liệu này.")));
    db::Transaction tx = figures.begin();
    const auto subject = subject_of(figures, tx);
    if (!subject) return call.refuse(subject.error());
    if (subject->agency == 0) return call.refuse(base::not_found(msg("Chọn một cơ quan để xem thủ tục.")));
    auto rows = procedures_behind(tx, subject->agency, call.today(), *column, figures.asked("after"),
                                  kBehindPage + 1);
    const std::string path = list_href(subject->of, *column);
    View view{
        {"title", call.tr(kHeads[static_cast<std::size_t>(*column)].words)},
        {"intro", subject->name},
        {"back", {{"href", kProcedures + query_of({{"of", subject->of}})}, {"label", call.tr("Về số liệu")}}},
        {"rows", View::array()},
        {"next_href", false},
        {"first_href", figures.asked("after").empty() ? View(false) : View(path)}};
    if (std::ssize(rows) > kBehindPage) {
        rows.pop_back();
        view["next_href"] = path + "&after=" + rows.back().code;
    }
    for (const ListedProcedure& row : rows)
        view["rows"].push_back({{"href", "/thu-tuc/" + row.code},
                                {"code", row.code},
                                {"name", row.name},
                                {"field", row.field},
                                {"with_process", row.with_process}});
    view["columns"] = {pages::column(call.tr("Thủ tục")), pages::column(call.tr("Lĩnh vực")),
                       pages::column(call.tr("Quy trình"))};
    return call.show("dossiers/figures/catalogue_behind", std::move(view));
}

}  // namespace lt::dossiers::pages
