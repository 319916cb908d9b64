// The reports II.06a and II.07b: tables, files, and what stands behind their numbers.
#include <nlohmann/json.hpp>

#include "dossiers/figures/call.h"
#include "kit/base/csv.h"
#include "kit/base/text.h"

namespace lt::dossiers::pages {
namespace {

constexpr std::array kTableColumns{ReportColumn::received,     ReportColumn::online,   ReportColumn::direct,
                                   ReportColumn::carried,      ReportColumn::solved,   ReportColumn::early,
                                   ReportColumn::on_time,      ReportColumn::late,     ReportColumn::open,
                                   ReportColumn::open_in_time, ReportColumn::open_late};

bool is_lateness(ReportColumn column)
{
    return column == ReportColumn::late || column == ReportColumn::open_late;
}

// What a page, its file and its lists are asked for.
struct Asked {
    Subject subject{};
    ReportSpan span{};
    bool split_by_agency = false;

    std::string days() const
    {
        return query_of({{"from", base::format_day(span.first)}, {"to", base::format_day(span.last)}});
    }
    std::string query() const
    {
        return days() + "&of=" + subject.of + (split_by_agency ? "&by=agency" : "&by=field");
    }
    std::string behind_href(ReportColumn column, const std::string& field) const
    {
        if (!subject.own) return "";
        return std::string(kStatistics) + "/dossiers" +
               query_of({{"from", base::format_day(span.first)},
                         {"to", base::format_day(span.last)},
                         {"column", std::string(to_text(column))},
                         {"field", field}});
    }
};

bool wants_agencies(const FigureCall& figures, const Subject& subject)
{
    return subject.agency == 0 && figures.asked("by") != "field";
}

View cells_view(const Asked& asked, const ReportCells& cells, const std::string& field)
{
    View out = View::array();
    for (const ReportColumn column : kTableColumns)
        out.push_back(number_view(at(cells, column), asked.behind_href(column, field), is_lateness(column)));
    return out;
}

// The rows of the table in the order of their names, each with the name.
struct NamedRow {
    std::string name{};
    std::string href{};   // to the figures of the agency
    std::string field{};  // id, for the lists behind
    ReportCells cells{};
};
std::vector<NamedRow> named_rows(const FigureCall& figures, db::Transaction& tx, const Asked& asked,
                                 const std::vector<ReportRow>& counted)
{
    std::vector<NamedRow> out;
    const auto directory = figures.call.dossiers().directory.snapshot();
    if (asked.split_by_agency) {
        const auto rows = by_agency(counted);
        for (const directory::Agency* agency : directory->agencies()) {
            const auto row = std::ranges::find(rows, agency->id, &ReportRow::agency);
            if (row != rows.end())
                out.push_back({agency->name, std::string(kStatistics) + asked.days() + "&of=" + agency->uid,
                               "", row->cells});
        }
        return out;
    }
    const auto rows = by_field(counted);
    for (const auto& [id, name] : names_of_fields(figures, tx)) {
        const auto row = std::ranges::find(rows, id, &ReportRow::field);
        if (row != rows.end()) out.push_back({name, "", std::to_string(id), row->cells});
    }
    std::ranges::sort(out, {}, [](const NamedRow& row) { return base::fold(row.name); });
    return out;
}

ReportCells total_of(const std::vector<NamedRow>& rows)
{
    ReportCells sum{};
    for (const NamedRow& row : rows) add(sum, row.cells);
    return sum;
}

base::Result<ReportSpan> asked_span(const FigureCall& figures)
{
    return span_of(figures.asked("from"), figures.asked("to"), figures.call.today());
}

View by_views(const FigureCall& figures, const Asked& asked)
{
    if (asked.subject.agency != 0) return nullptr;
    const page::Words& tr = figures.call.tr;
    const std::string base_href = std::string(kStatistics) + asked.days() + "&of=province&by=";
    return {{"items", View::array({{{"label", tr("Theo cơ quan")},
                                    {"href", base_href + "agency"},
                                    {"count", ""},
                                    {"current", asked.split_by_agency}},
                                   {{"label", tr("Theo lĩnh vực")},
                                    {"href", base_href + "field"},
                                    {"count", ""},
                                    {"current", !asked.split_by_agency}}})}};
}

void add_span_fields(View& view, const FigureCall& figures, const base::Result<ReportSpan>& span)
{
    page::FormView form(view, figures.call.request.query, span ? nullptr : &span.error(), figures.call.tr);
    const View look{{"inputmode", "numeric"}, {"width", "10"}, {"autocomplete", "off"}};
    form.field("from", figures.call.tr("Từ ngày"), span ? base::format_day(span->first) : "", look);
    form.field("to", figures.call.tr("Đến ngày"), span ? base::format_day(span->last) : "", look);
}

std::string file_days(const ReportSpan& span)
{
    return base::format_iso(span.first) + "-" + base::format_iso(span.last);
}

}  // namespace

http::Response report(const FigureCall& figures)
{
    const Call& call = figures.call;
    db::Transaction tx = figures.begin();
    const auto subject = subject_of(figures, tx);
    if (!subject) return call.refuse(subject.error());
    const auto span = asked_span(figures);
    View view{{"title", call.tr("Tình hình, kết quả giải quyết thủ tục hành chính")},
              {"form", "II.06a/VPCP/KSTT"},
              {"subject", subject->name},
              {"of", subject->of},
              {"table", false}};
    add_span_fields(view, figures, span);
    if (!span) return call.show("dossiers/figures/report", std::move(view), &span.error());

    const Asked asked{*subject, *span, wants_agencies(figures, *subject)};
    const auto rows = named_rows(figures, tx, asked, count_report(tx, subject->agency, *span, call.now));
    view["views"] = subject_views(figures, *subject, kStatistics, asked.days());
    view["by_views"] = by_views(figures, asked);
    view["catalogue_href"] = kProcedures + query_of({{"of", subject->of}});
    view["period"] = call.tr("Từ {{from}} đến {{to}}",
                             {{"from", base::format_day(span->first)}, {"to", base::format_day(span->last)}});
    view["until"] = span->edge(call.now) == call.now
                        ? View(call.tr("số liệu đến {{time}}", {{"time", base::format_vietnam(call.now)}}))
                        : View(false);
    if (rows.empty()) {
        view["empty"] = {{"title", call.tr("Không có hồ sơ nào trong khoảng thời gian này")},
                         {"text", false},
                         {"href", false}};
        return call.show("dossiers/figures/report", std::move(view));
    }
    View table{{"who", asked.split_by_agency ? call.tr("Cơ quan") : call.tr("Lĩnh vực")},
               {"rows", View::array()},
               {"file_href", std::string(kStatistics) + "/file" + asked.query()},
               {"total", cells_view(asked, total_of(rows), "")}};
    for (std::size_t i = 0; i < rows.size(); ++i)
        table["rows"].push_back({{"no", std::to_string(i + 1)},
                                 {"name", rows[i].name},
                                 {"href", rows[i].href.empty() ? View(false) : View(rows[i].href)},
                                 {"cells", cells_view(asked, rows[i].cells, rows[i].field)}});
    view["table"] = std::move(table);
    return call.show("dossiers/figures/report", std::move(view));
}

http::Response report_file(const FigureCall& figures)
{
    db::Transaction tx = figures.begin();
    const auto subject = subject_of(figures, tx);
    if (!subject) return figures.call.refuse(subject.error());
    const auto span = asked_span(figures);
    if (!span) return figures.call.refuse(span.error());
    const Asked asked{*subject, *span, wants_agencies(figures, *subject)};
    const auto rows =
        named_rows(figures, tx, asked, count_report(tx, subject->agency, *span, figures.call.now));
    TableFile file{.name = "ii06a-" + file_days(*span) + ".csv",
                   .what = "report",
                   .scope = subject->name + ", " + file_days(*span)};
    file.rows.push_back(
        {base::csv_text("Biểu số II.06a/VPCP/KSTT"), base::csv_text(subject->name),
         base::csv_text("Từ " + base::format_day(span->first) + " đến " + base::format_day(span->last))});
    std::vector<std::string> head{"TT", asked.split_by_agency ? "Cơ quan" : "Lĩnh vực"};
    for (const ReportColumn column : kTableColumns) head.push_back(base::csv_text(words_of(column)));
    file.rows.push_back(std::move(head));
    const auto add_row = [&](const std::string& no, const std::string& name, const ReportCells& cells) {
        std::vector<std::string> row{no, base::csv_text(name)};
        for (const ReportColumn column : kTableColumns) row.push_back(std::to_string(at(cells, column)));
        file.rows.push_back(std::move(row));
    };
    for (std::size_t i = 0; i < rows.size(); ++i) add_row(std::to_string(i + 1), rows[i].name, rows[i].cells);
    add_row("", "Tổng cộng", total_of(rows));
    return send_table(figures, tx, file);
}

http::Response report_behind(const FigureCall& figures)
{
    const Call& call = figures.call;
    const auto span = asked_span(figures);
    if (!span) return call.refuse(span.error());
    const auto column = report_column_from(figures.asked("column"));
    if (!column) return call.refuse(base::not_found(msg("Không có cột số liệu này.")));
    const auto field = call.request.query.integer("field");
    db::Transaction tx = figures.begin();
    const Asked asked{.subject = {.own = true}, .span = *span};
    std::string title = call.tr(words_of(*column));
    if (field) {
        const auto names = names_of_fields(figures, tx);
        if (const auto name = names.find(*field); name != names.end()) title += " · " + name->second;
    }
    return show_behind(figures, tx,
                       {.title = title,
                        .intro = call.tr("Từ {{from}} đến {{to}}", {{"from", base::format_day(span->first)},
                                                                    {"to", base::format_day(span->last)}}),
                        .back = std::string(kStatistics) + asked.days(),
                        .path = asked.behind_href(*column, field ? std::to_string(*field) : ""),
                        .rows = behind::of_report(tx, call.actor.agency, {*span, *column, field}, call.now,
                                                  after_of(call.request), kBehindPage + 1)});
}

}  // namespace lt::dossiers::pages
