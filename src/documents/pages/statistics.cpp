// What the agency received and sent in a period: tables, a chart, and both as files.
#include "documents/statistics/statistics.h"

#include <algorithm>

#include "documents/pages/listing.h"
#include "kit/base/csv.h"
#include "kit/base/text.h"
#include "kit/db/db.h"
#include "kit/http/ascii.h"

namespace lt::documents::pages {
namespace {

constexpr const char* kStatisticsPath = "/statistics";
constexpr int kAgenciesOnPage = 50;
constexpr int kAgenciesInFile = 10000;
constexpr int kChartWidth = 620;

enum class Side : std::uint8_t { in, out };

std::string thousands(std::int64_t count) { return base::group_thousands(count); }

View tally_row(const std::string& name, const Tally& one)
{
    return {{"name", name},
            {"total", thousands(one.total)},
            {"not_arrived", thousands(one.not_arrived)},
            {"waiting", thousands(one.waiting)},
            {"in_hand", thousands(one.in_hand)},
            {"done", thousands(one.done)},
            {"refused", thousands(one.refused)},
            {"recalled", thousands(one.recalled)},
            {"in_time", thousands(one.in_time)},
            {"late", one.late > 0 ? View(thousands(one.late)) : View(false)},
            {"overdue", one.overdue > 0 ? View(thousands(one.overdue)) : View(false)}};
}

std::string spreadsheet_href(Side side, const Period& period)
{
    return std::string(kStatisticsPath) + (side == Side::in ? "/received.csv" : "/sent.csv") +
           "?from=" + http::percent_encode(base::format_day(period.first)) +
           "&to=" + http::percent_encode(base::format_day(period.last));
}

// What _statistics_table.html reads.
View table_of(const Call& call, Side side, const Figures& figures, const Period& period)
{
    const Words& tr = call.tr;
    const bool in = side == Side::in;
    View table{{"title", in ? tr("Văn bản nhận, theo nơi gửi") : tr("Văn bản gửi, theo nơi nhận")},
               {"id", in ? "received" : "sent"},
               {"who", in ? tr("Nơi gửi") : tr("Nơi nhận")},
               {"sent", !in},
               {"empty", in ? tr("Không nhận văn bản nào trong khoảng thời gian này.")
                            : tr("Không gửi văn bản nào trong khoảng thời gian này.")},
               {"rows", View::array()},
               {"any", figures.all.total > 0},
               {"spreadsheet_href", spreadsheet_href(side, period)},
               {"all", tally_row(tr("Tổng cộng"), figures.all)}};
    for (const AgencyTally& agency : figures.agencies)
        table["rows"].push_back(
            tally_row(agency.name.empty() ? tr("Không rõ nơi gửi") : agency.name, agency.tally));
    if (figures.rest.total > 0) table["rows"].push_back(tally_row(tr("Các cơ quan còn lại"), figures.rest));
    return table;
}

std::string part_label(const Period& period, base::Day day)
{
    const std::string whole = base::format_day(day);
    return period.by_day() ? whole.substr(0, 5) : whole.substr(3);
}

// Two bars a day or month, of one scale from 0 to 100; the table below has the figures.
View chart_of(const Call& call, const Period& period, const Figures& in, const Figures& out)
{
    std::int64_t most = 1;
    for (std::size_t i = 0; i < in.parts.size(); ++i)
        most = std::max({most, in.parts[i].total, out.parts[i].total});
    const auto height = [&](std::int64_t count) { return static_cast<int>(count * 100 / most); };
    View chart{{"bars", View::array()},
               {"rows", View::array()},
               {"title", period.by_day() ? call.tr("Theo ngày") : call.tr("Theo tháng")},
               {"part", period.by_day() ? call.tr("Ngày") : call.tr("Tháng")},
               {"most", thousands(most)}};
    const int step = std::min(kChartWidth / static_cast<int>(in.parts.size()), 62);
    const int width = step * 2 / 5;
    for (std::size_t i = 0; i < in.parts.size(); ++i) {
        const std::string label = part_label(period, in.parts[i].begins);
        const std::string received = thousands(in.parts[i].total);
        const std::string sent = thousands(out.parts[i].total);
        const int left = static_cast<int>(i) * step;
        chart["bars"].push_back(
            {{"x", left},
             {"x2", left + width},
             {"width", width},
             {"in", height(in.parts[i].total)},
             {"in_y", 100 - height(in.parts[i].total)},
             {"out", height(out.parts[i].total)},
             {"out_y", 100 - height(out.parts[i].total)},
             {"title", call.tr("{{part}}: {{received}} nhận, {{sent}} gửi",
                               {{"part", label}, {"received", received}, {"sent", sent}})}});
        chart["rows"].push_back({{"part", label}, {"received", received}, {"sent", sent}});
    }
    return chart;
}

base::Result<Period> asked_period(const Call& call)
{
    return period_of(call.request.query.get("from"), call.request.query.get("to"),
                     base::vietnam_day(call.now));
}

std::vector<std::string> spreadsheet_row(Side side, const std::string& name, const Tally& one)
{
    std::vector<std::string> fields{base::csv_text(name), std::to_string(one.total)};
    if (side == Side::out) fields.push_back(std::to_string(one.not_arrived));
    for (const std::int64_t count :
         {one.waiting, one.in_hand, one.done, one.refused, one.recalled, one.in_time, one.late, one.overdue})
        fields.push_back(std::to_string(count));
    return fields;
}

// The file is the agency's record and goes to other offices: Vietnamese in every language of the pages.
http::Response spreadsheet_of(const Call& call, Side side)
{
    const auto period = asked_period(call);
    if (!period) return call.refuse(period.error());
    db::Transaction tx = call.documents().pool.begin(scope_of(call.actor));
    const Figures figures = side == Side::in
                                ? received(tx, call.actor.agency, *period, call.now, kAgenciesInFile)
                                : sent(tx, call.actor.agency, *period, call.now, kAgenciesInFile);
    const bool in = side == Side::in;
    std::vector<std::string> header{in ? "Nơi gửi" : "Nơi nhận", "Tổng số"};
    if (!in) header.emplace_back("Chưa đến");
    header.insert(header.end(), {in ? "Chờ tiếp nhận" : "Đã đến", "Đang xử lý", "Hoàn thành", "Từ chối",
                                 "Thu hồi", "Xong đúng hạn", "Xong quá hạn", "Đang quá hạn"});
    std::string body = std::string(base::kByteOrderMark) + base::csv_row(header);
    for (const AgencyTally& agency : figures.agencies)
        body += base::csv_row(
            spreadsheet_row(side, agency.name.empty() ? "Không rõ nơi gửi" : agency.name, agency.tally));
    if (figures.rest.total > 0)
        body += base::csv_row(spreadsheet_row(side, "Các cơ quan còn lại", figures.rest));
    body += base::csv_row(spreadsheet_row(side, "Tổng cộng", figures.all));
    http::Response response;
    response.body = std::move(body);
    response.header("Content-Type", "text/csv; charset=utf-8; header=present");
    response.header("Content-Disposition",
                    std::string("attachment; filename=\"") + (in ? "van-ban-nhan-" : "van-ban-gui-") +
                        base::format_iso(period->first) + "-" + base::format_iso(period->last) + ".csv\"");
    return response;
}

}  // namespace

http::Response statistics(const Call& call)
{
    const Words& tr = call.tr;
    const auto period = asked_period(call);
    View view{{"title", tr("Thống kê gửi, nhận")}, {"tables", View::array()}, {"chart", nullptr}};
    page::FormView form(view, call.request.query, period ? nullptr : &period.error(), tr);
    form.field("from", tr("Từ ngày"), period ? base::format_day(period->first) : "",
               {{"inputmode", "numeric"}, {"width", 10}, {"autocomplete", "off"}});
    form.field("to", tr("Đến ngày"), period ? base::format_day(period->last) : "",
               {{"inputmode", "numeric"}, {"width", 10}, {"autocomplete", "off"}});
    if (!period) return call.show("documents/statistics", std::move(view), &period.error());
    db::Transaction tx = call.documents().pool.begin(scope_of(call.actor));
    const Figures in = received(tx, call.actor.agency, *period, call.now, kAgenciesOnPage);
    const Figures out = sent(tx, call.actor.agency, *period, call.now, kAgenciesOnPage);
    view["tables"].push_back(table_of(call, Side::in, in, *period));
    view["tables"].push_back(table_of(call, Side::out, out, *period));
    if (in.parts.size() > 1 && in.all.total + out.all.total > 0)
        view["chart"] = chart_of(call, *period, in, out);
    return call.show("documents/statistics", std::move(view));
}

http::Response statistics_received(const Call& call) { return spreadsheet_of(call, Side::in); }
http::Response statistics_sent(const Call& call) { return spreadsheet_of(call, Side::out); }

}  // namespace lt::documents::pages
