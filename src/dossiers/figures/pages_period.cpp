// What the pages of the index share: the period that is asked for.
#include <nlohmann/json.hpp>

#include "dossiers/figures/call.h"

namespace lt::dossiers::pages {
namespace {

// The months of this and last year, their quarters and the years: what there is to choose from.
std::vector<page::Choice> period_choices(const FigureCall& figures, const IndexPeriod& chosen)
{
    std::vector<page::Choice> out;
    const base::Day today = figures.call.today();
    const auto add_kind = [&](PeriodKind kind, int count) {
        IndexPeriod period = period_at(kind, today);
        for (int i = 0; i < count; ++i, period = period_before(period))
            out.push_back({.value = period.key(),
                           .label = figures.call.tr(words_of(period)),
                           .selected = period == chosen});
    };
    add_kind(PeriodKind::month, 13);
    add_kind(PeriodKind::quarter, 5);
    add_kind(PeriodKind::year, 2);
    if (std::ranges::none_of(out, &page::Choice::selected))
        out.push_back({.value = chosen.key(), .label = figures.call.tr(words_of(chosen)), .selected = true});
    return out;
}

}  // namespace

base::Result<IndexPeriod> asked_period(const FigureCall& figures)
{
    const std::string key = figures.call.request.method == http::Method::post
                                ? figures.call.request.form.get("period")
                                : figures.asked("period");
    if (key.empty()) return period_at(PeriodKind::month, figures.call.today());
    const auto period = period_from(key);
    if (!period || period->first > figures.call.today())
        return base::not_found(msg("Không có kỳ này. Chọn một kỳ trong danh sách."));
    return *period;
}

void add_period(View& view, const FigureCall& figures, const IndexPeriod& period,
                const std::optional<KeptCount>& kept)
{
    page::FormView form(view, figures.call.request.query, nullptr, figures.call.tr);
    form.choices("period", figures.call.tr("Kỳ"), period_choices(figures, period));
    view["period"] = figures.call.tr(words_of(period));
    view["period_key"] = period.key();
    view["counted"] = kept ? View(figures.call.tr("Tính theo những gì đã diễn ra đến {{time}}.",
                                                  {{"time", base::format_vietnam(kept->as_of)}}))
                           : View(false);
    view["is_over"] = kept && kept->as_of == period.until();
    if (figures.asked("done") == "counting")
        view["flash"] = {
            {"text", figures.call.tr("Đang tính lại. Tải lại trang sau vài giây để xem số mới.")},
            {"href", figures.call.request.path + "?period=" + period.key() +
                         (figures.asked("of").empty() ? "" : "&of=" + figures.asked("of"))},
            {"link", figures.call.tr("Tải lại")},
            {"neutral", true}};
}

}  // namespace lt::dossiers::pages
