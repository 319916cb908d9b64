// See report.h.
#include "dossiers/figures/report.h"

#include <algorithm>
#include <map>

#include "dossiers/queries.h"
#include "kit/base/message.h"
#include "kit/db/db.h"

namespace lt::dossiers {

using base::msg;

namespace {

struct ColumnName {
    std::string_view text;
    const char* words;
};
constexpr std::array<ColumnName, kReportColumns> kColumnNames{{
    {"received", msg("Tiếp nhận, tổng số")},
    {"online", msg("Tiếp nhận trực tuyến")},
    {"direct", msg("Tiếp nhận trực tiếp, qua bưu chính")},
    {"carried", msg("Từ kỳ trước chuyển sang")},
    {"solved", msg("Đã giải quyết, tổng số")},
    {"early", msg("Đã giải quyết trước hạn")},
    {"on_time", msg("Đã giải quyết đúng hạn")},
    {"late", msg("Đã giải quyết quá hạn")},
    {"open", msg("Đang giải quyết, tổng số")},
    {"open_in_time", msg("Đang giải quyết trong hạn")},
    {"open_late", msg("Đang giải quyết, quá hạn")},
}};

constexpr std::array<std::string_view, 5> kCatalogueNames{"decided", "at_desks", "at_province_desks",
                                                          "at_commune_desks", "with_process"};

std::size_t place_of(ReportColumn column) { return static_cast<std::size_t>(column); }

ReportColumn origin_column(std::string_view origin)
{
    return origin == "carried"  ? ReportColumn::carried
           : origin == "online" ? ReportColumn::online
                                : ReportColumn::direct;
}
ReportColumn outcome_column(std::string_view outcome)
{
    return outcome == "early"       ? ReportColumn::early
           : outcome == "on_time"   ? ReportColumn::on_time
           : outcome == "late"      ? ReportColumn::late
           : outcome == "open_late" ? ReportColumn::open_late
                                    : ReportColumn::open_in_time;
}

template <class Key>
std::vector<ReportRow> added_up(const std::vector<ReportRow>& rows, Key key)
{
    std::map<std::pair<std::int64_t, std::int64_t>, ReportCells> sums;
    for (const ReportRow& row : rows) add(sums[key(row)], row.cells);
    std::vector<ReportRow> out;
    for (const auto& [of, cells] : sums) out.push_back({of.first, of.second, cells});
    return out;
}

}  // namespace

std::string_view to_text(ReportColumn column) { return kColumnNames[place_of(column)].text; }

std::optional<ReportColumn> report_column_from(std::string_view text)
{
    for (std::size_t i = 0; i < kReportColumns; ++i)
        if (kColumnNames[i].text == text) return static_cast<ReportColumn>(i);
    return std::nullopt;
}

const char* words_of(ReportColumn column) { return kColumnNames[place_of(column)].words; }

std::int64_t at(const ReportCells& cells, ReportColumn column) { return cells[place_of(column)]; }

void add(ReportCells& sum, const ReportCells& more)
{
    for (std::size_t i = 0; i < kReportColumns; ++i) sum[i] += more[i];
}

std::vector<ReportRow> count_report(db::Transaction& tx, std::int64_t agency, const ReportSpan& span,
                                    base::Time now)
{
    std::map<std::pair<std::int64_t, std::int64_t>, ReportCells> found;
    for (const db::Row row : tx.run(sql::report_count, agency, span.from(), span.edge(now))) {
        ReportCells& cells = found[{row["agency_id"].int64(), row["field_id"].opt_int64().value_or(0)}];
        const std::int64_t n = row["n"].int64();
        const ReportColumn outcome = outcome_column(row["outcome"].text());
        const bool is_open = outcome == ReportColumn::open_in_time || outcome == ReportColumn::open_late;
        for (const ReportColumn column : {ReportColumn::received, origin_column(row["origin"].text()),
                                          outcome, is_open ? ReportColumn::open : ReportColumn::solved})
            cells[place_of(column)] += n;
    }
    std::vector<ReportRow> out;
    for (const auto& [of, cells] : found) out.push_back({of.first, of.second, cells});
    return out;
}

std::vector<ReportRow> by_field(const std::vector<ReportRow>& rows)
{
    return added_up(rows, [](const ReportRow& row) { return std::pair(std::int64_t{0}, row.field); });
}

std::vector<ReportRow> by_agency(const std::vector<ReportRow>& rows)
{
    return added_up(rows, [](const ReportRow& row) { return std::pair(row.agency, std::int64_t{0}); });
}

std::vector<FieldName> field_names(db::Transaction& tx)
{
    std::vector<FieldName> out;
    for (const db::Row row : tx.run(sql::figure_fields))
        out.push_back({row["id"].int64(), row["name"].str()});
    return out;
}

std::vector<CatalogueRow> count_catalogue(db::Transaction& tx, std::int64_t agency, base::Day day)
{
    std::vector<CatalogueRow> out;
    for (const db::Row row : tx.run(sql::catalogue_count, agency, day))
        out.push_back({.agency = row["agency_id"].int64(),
                       .decided = row["decided"].int64(),
                       .at_desks = row["at_desks"].int64(),
                       .at_province_desks = row["at_province_desks"].int64(),
                       .at_commune_desks = row["at_commune_desks"].int64(),
                       .with_process = row["with_process"].int64()});
    return out;
}

std::string_view to_text(CatalogueColumn column) { return kCatalogueNames[static_cast<std::size_t>(column)]; }

std::optional<CatalogueColumn> catalogue_column_from(std::string_view text)
{
    for (std::size_t i = 0; i < kCatalogueNames.size(); ++i)
        if (kCatalogueNames[i] == text) return static_cast<CatalogueColumn>(i);
    return std::nullopt;
}

std::vector<ListedProcedure> procedures_behind(db::Transaction& tx, std::int64_t agency, base::Day day,
                                               CatalogueColumn column, const std::string& after, int limit)
{
    std::vector<ListedProcedure> out;
    for (const db::Row row : tx.run(sql::catalogue_behind, agency, day, to_text(column), after, limit))
        out.push_back({.code = row["code"].str(),
                       .name = row["name"].str(),
                       .field = row["field"].str_or(""),
                       .with_process = row["runnable"].boolean()});
    return out;
}

}  // namespace lt::dossiers
