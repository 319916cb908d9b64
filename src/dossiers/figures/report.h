// The reports II.06a/VPCP/KSTT (what came, what was solved, what is still open) and II.07b/VPCP/KSTT (how many procedures there are), of an
// agency or of the province. Numbers only; the dossiers behind them are in behind.h.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dossiers/figures/period.h"
#include "kit/db/fwd.h"

namespace lt::dossiers {

// The columns of II.06a, in their order.
enum class ReportColumn : std::uint8_t {
    received,  // online + direct + carried
    online,
    direct,   // at the counter or by post
    carried,  // from before the span
    solved,   // early + on_time + late
    early,
    on_time,
    late,
    open,  // open_in_time + open_late
    open_in_time,
    open_late,
};
inline constexpr std::size_t kReportColumns = 11;
std::string_view to_text(ReportColumn column);  // "open_late": in addresses
std::optional<ReportColumn> report_column_from(std::string_view text);
const char* words_of(ReportColumn column);  // whole, for lists and files: "Đang giải quyết, quá hạn"

using ReportCells = std::array<std::int64_t, kReportColumns>;
struct ReportRow {
    std::int64_t agency = 0;
    std::int64_t field = 0;  // 0: of no field
    ReportCells cells{};
};
std::int64_t at(const ReportCells& cells, ReportColumn column);
void add(ReportCells& sum, const ReportCells& more);

// By agency and field; agencies and fields without any dossier are left out. `agency` 0: all. The caller's scope must be allowed to count
// for it (lt_may_count), or the database refuses.
std::vector<ReportRow> count_report(db::Transaction& tx, std::int64_t agency, const ReportSpan& span,
                                    base::Time now);
// The rows added up by field, or by agency.
std::vector<ReportRow> by_field(const std::vector<ReportRow>& rows);
std::vector<ReportRow> by_agency(const std::vector<ReportRow>& rows);

struct FieldName {
    std::int64_t id = 0;
    std::string name{};
};
std::vector<FieldName> field_names(db::Transaction& tx);

// A row of II.07b: procedures in force on the day that the agency decides. The place of a desk: the level of an agency that receives them.
struct CatalogueRow {
    std::int64_t agency = 0;
    std::int64_t decided = 0;
    std::int64_t at_desks = 0;  // of them received anywhere
    std::int64_t at_province_desks = 0;
    std::int64_t at_commune_desks = 0;
    std::int64_t with_process = 0;
};
std::vector<CatalogueRow> count_catalogue(db::Transaction& tx, std::int64_t agency, base::Day day);

enum class CatalogueColumn : std::uint8_t {
    decided,
    at_desks,
    at_province_desks,
    at_commune_desks,
    with_process
};
std::string_view to_text(CatalogueColumn column);
std::optional<CatalogueColumn> catalogue_column_from(std::string_view text);
struct ListedProcedure {
    std::string code{};
    std::string name{};
    std::string field{};
    bool with_process = false;
};
// The procedures behind a number of an agency, by code, from behind one.
std::vector<ListedProcedure> procedures_behind(db::Transaction& tx, std::int64_t agency, base::Day day,
                                               CatalogueColumn column, const std::string& after, int limit);

}  // namespace lt::dossiers
