// How far digitisation has come, by month; for who watches over the province, also by agency.
#include <nlohmann/json.hpp>

#include "kit/base/text.h"
#include "vault/pages/call.h"

namespace lt::vault::pages {
namespace {

base::Time begin_of(base::Day day) { return base::Time(day) - std::chrono::hours(7); }

base::Day first_of(int year, unsigned month)
{
    return std::chrono::sys_days{std::chrono::year{year} / static_cast<int>(month) / 1};
}

std::string month_words(base::Day day)
{
    return base::format_day(day).substr(3);  // "11/2026"
}

// "12/15 (80,0 %)"; of nothing "–".
std::string share_words(std::int64_t part, std::int64_t whole)
{
    if (whole == 0) return "–";
    const std::int64_t tenths = (part * 2000 + whole) / (whole * 2);
    return base::group_thousands(part) + "/" + base::group_thousands(whole) + " (" +
           std::to_string(tenths / 10) + "," + std::to_string(tenths % 10) + " %)";
}

View row_of(const std::string& name, const store::Figures& one)
{
    return {{"name", name},
            {"digitised", share_words(one.digitised, one.received)},
            {"results", share_words(one.with_result, one.resolved)},
            {"reused", share_words(one.reused, one.reusable)}};
}

View table_of(const std::string& title, const char* id, const std::string& who)
{
    return {{"title", title}, {"id", id}, {"who", who}, {"rows", View::array()}};
}

}  // namespace

http::Response figures(const Call& call)
{
    const std::chrono::year_month_day today(base::vietnam_day(call.now));
    const int this_year = static_cast<int>(today.year());
    const int year = static_cast<int>(call.request.query.integer("year").value_or(this_year));
    if (year < 2018 || year > this_year)
        return call.refuse(base::not_found(msg("Không có số liệu của năm này.")));
    View view{{"title", call.tr("Tỷ lệ số hoá, dùng lại giấy tờ")},
              {"back", {{"href", "/vault"}, {"label", call.tr("Kho dữ liệu điện tử")}}},
              {"tables", View::array()}};
    std::vector<page::Choice> years;
    for (int y = this_year; y >= this_year - 4; --y)
        years.push_back({std::to_string(y), std::to_string(y), "", y == year});
    page::FormView form(view, call.request.query, nullptr, call.tr);
    form.choices("year", call.tr("Năm"), years);

    const base::Time from = begin_of(first_of(year, 1));
    const base::Time to = begin_of(first_of(year + 1, 1));
    db::Transaction tx = call.begin();
    View months = table_of(call.agency_name(call.me().agency), "months", call.tr("Tháng"));
    for (const store::Figures& one : store::figures(tx, call.me().agency, from, to))
        months["rows"].push_back(row_of(month_words(one.month), one));
    if (!months["rows"].empty()) view["tables"].push_back(std::move(months));
    if (store::oversees_all(tx)) {
        // The whole year, agency by agency.
        std::map<std::int64_t, store::Figures> sums;
        for (const store::Figures& one : store::figures(tx, 0, from, to)) {
            store::Figures& sum = sums[one.agency];
            sum.received += one.received, sum.digitised += one.digitised;
            sum.resolved += one.resolved, sum.with_result += one.with_result;
            sum.reusable += one.reusable, sum.reused += one.reused;
        }
        View agencies = table_of(call.tr("Toàn tỉnh, cả năm"), "agencies", call.tr("Cơ quan"));
        for (const auto& [agency, sum] : sums)
            agencies["rows"].push_back(row_of(call.agency_name(agency), sum));
        if (!agencies["rows"].empty()) view["tables"].push_back(std::move(agencies));
    }
    view["has_tables"] = !view["tables"].empty();
    view["empty"] = false;
    if (view["tables"].empty())
        view["empty"] = {
            {"title", call.tr("Năm {{year}} chưa có hồ sơ nào", {{"year", std::to_string(year)}})},
            {"text", false},
            {"href", false}};
    return call.show("vault/figures", std::move(view));
}

}  // namespace lt::vault::pages
