// How far the agencies are, for everybody: no log-in, no names of documents, and nothing counted for a visitor.
#include "documents/pages/progress.h"

#include <nlohmann/json.hpp>

#include "directory/api.h"
#include "documents/statistics/progress.h"
#include "documents/statistics/statistics.h"
#include "kit/base/text.h"

namespace lt::documents::pages {
namespace {

using html::View;
using page::Words;

constexpr const char* kProgressPath = "/progress";
constexpr int kSecondsKept = 300;  // by browsers and proxies: half of what lies between two counts

View progress_row(const std::string& name, const AgencyProgress& one)
{
    const std::int64_t ended = one.on_time + one.late;
    View row{{"name", name},
             {"received", base::group_thousands(one.received)},
             {"on_time", base::group_thousands(one.on_time)},
             {"late", base::group_thousands(one.late)},
             {"in_progress", base::group_thousands(one.in_progress)},
             {"percent", percent_text(one.on_time, ended)},
             {"bar", false}};
    if (ended > 0) row["bar"] = std::to_string(one.on_time * 100 / ended);
    return row;
}

std::string period_words(const Words& tr, ProgressPeriod period, base::Day starts_on)
{
    const std::string day = base::format_day(starts_on);
    if (period == ProgressPeriod::year) return tr("năm {{year}}", {{"year", day.substr(6)}});
    return tr("tháng {{month}}", {{"month", day.substr(3)}});
}

View views_of_progress(const Words& tr, ProgressPeriod chosen)
{
    const auto item = [&](const char* label, const std::string& href, ProgressPeriod period) {
        return View{{"label", tr(label)},
                    {"href", href},
                    {"count", ""},
                    {"live", false},
                    {"current", chosen == period}};
    };
    return {{"items", View::array({item(page::msg("Tháng này"), kProgressPath, ProgressPeriod::month),
                                   item(page::msg("Năm nay"), std::string(kProgressPath) + "?period=year",
                                        ProgressPeriod::year)})}};
}

http::Response show_progress(const PageServices& services, const http::Request& request)
{
    const Words tr = services.pages.words(request);
    const bool year = request.query.get("period") == "year";
    const ProgressPeriod period = year ? ProgressPeriod::year : ProgressPeriod::month;
    const Progress figures = progress(services.documents.pool, period);
    const auto directory = services.documents.directory.snapshot();
    View view{{"title", tr("Tiến độ xử lý văn bản")},
              {"views", views_of_progress(tr, period)},
              {"rows", View::array()},
              {"any", !figures.agencies.empty()},
              {"all", progress_row(tr("Toàn tỉnh"), figures.all)}};
    view["period"] =
        figures.agencies.empty() ? View(false) : View(period_words(tr, period, figures.starts_on));
    view["counted_at"] =
        figures.agencies.empty() ? View(false) : View(base::format_vietnam(figures.counted_at));
    for (const AgencyProgress& one : figures.agencies)
        view["rows"].push_back(progress_row(directory->name(one.agency), one));
    http::Response response = services.pages.show(request, "documents/progress", std::move(view));
    // The page of somebody who is logged in may hold the own csrf token. A visitor's depends on the language only.
    if (!request.user)
        response.header("Cache-Control", "public, max-age=" + std::to_string(kSecondsKept))
            .header("Vary", "Cookie");
    return response;
}

}  // namespace

void add_progress_route(http::Router& router, std::shared_ptr<const PageServices> services)
{
    router.get(kProgressPath, http::everybody(), [services = std::move(services)](http::Request& request) {
        return show_progress(*services, request);
    });
}

}  // namespace lt::documents::pages
