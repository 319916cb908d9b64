// How long people waited and were served, day by day.
#include <nlohmann/json.hpp>

#include "kit/base/text.h"
#include "queue/pages/call.h"

namespace lt::queue::pages {
namespace {

using html::View;
using page::msg;

constexpr std::chrono::days kUsual{6};
constexpr std::chrono::days kLongest{366};

View rows_of(const Call& call, const std::vector<Figures>& figures)
{
    View rows = View::array();
    for (const Figures& one : figures)
        rows.push_back(
            {{"day", base::format_day(one.day)},
             {"name", one.name},
             {"called", base::group_thousands(one.called)},
             {"absent", base::group_thousands(one.absent)},
             {"median_wait", call.tr(wait_in_words(one.median_wait))},
             {"long_wait", call.tr(wait_in_words(one.long_wait))},
             {"median_service", one.median_service ? call.tr(wait_in_words(*one.median_service)) : "–"}});
    return rows;
}

View table(const Call& call, const std::string& caption, const std::string& what,
           const std::vector<Figures>& figures)
{
    View rows = rows_of(call, figures);
    return {{"caption", caption}, {"what", what}, {"has_rows", !rows.empty()}, {"rows", std::move(rows)}};
}

}  // namespace

http::Response figures(const Call& call)
{
    const std::string typed_from = call.request.query.get("from");
    const std::string typed_to = call.request.query.get("to");
    const auto read = [](const std::string& typed, base::Day otherwise) {
        return typed.empty() ? std::optional(otherwise) : base::parse_day(typed);
    };
    const auto from = read(typed_from, call.today() - kUsual);
    const auto to = read(typed_to, call.today());
    base::Wrong wrong;
    if (!from) wrong.emplace_back("from", msg("Nhập ngày/tháng/năm, ví dụ 02/09/2026."));
    if (!to) wrong.emplace_back("to", msg("Nhập ngày/tháng/năm, ví dụ 02/09/2026."));
    if (from && to && *to < *from) wrong.emplace_back("to", msg("Ngày cuối phải từ ngày đầu trở đi."));
    if (from && to && *to - *from > kLongest)
        wrong.emplace_back("to", msg("Xem nhiều nhất một năm một lần."));
    const auto error = base::invalid(std::move(wrong));
    View view{{"title", call.tr(msg("Thời gian chờ"))},
              {"desk", call.desk.name},
              {"back", {{"href", call.path()}, {"label", call.desk.name}}},
              {"action", call.path("/thong-ke")},
              {"tables", View::array()}};
    page::FormView form(view, call.request.query, error ? &*error : nullptr, call.tr);
    form.field("from", call.tr(msg("Từ ngày")), base::format_day(from.value_or(call.today())),
               {{"width", "10"}});
    form.field("to", call.tr(msg("Đến ngày")), base::format_day(to.value_or(call.today())),
               {{"width", "10"}});
    if (error) return call.show("queue/figures", std::move(view), 422);
    db::Transaction tx = call.services.pool.begin(accounts::scope_of(call.request));
    view["tables"].push_back(table(call, call.tr(msg("Theo nhóm dịch vụ")), call.tr(msg("Nhóm dịch vụ")),
                                   store::figures_by_group(tx, call.desk.id, *from, *to)));
    view["tables"].push_back(table(call, call.tr(msg("Theo quầy")), call.tr(msg("Quầy")),
                                   store::figures_by_counter(tx, call.desk.id, *from, *to)));
    return call.show("queue/figures", std::move(view));
}

}  // namespace lt::queue::pages
