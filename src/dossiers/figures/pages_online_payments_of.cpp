// For the platform operator: what is written down of fees that can be paid online at an agency, or everywhere, and how it ends.
#include <charconv>

#include <nlohmann/json.hpp>

#include "dossiers/figures/online_payments_call.h"
#include "kit/base/text.h"
#include "kit/http/ascii.h"
#include "kit/page/notice.h"

namespace lt::dossiers::pages {
namespace {

constexpr int kEndedShown = 100;

constexpr std::array kPaymentNotices{
    page::Notice{"recorded", msg("Đã ghi thanh toán trực tuyến. Kỳ đã tính có liên quan được tính lại.")},
    page::Notice{"ended", msg("Đã ghi thôi thanh toán trực tuyến. Kỳ đã tính có liên quan được tính lại.")}};

View payment_row(const Call& call, const OnlinePayment& one, const std::vector<std::string>& chosen)
{
    const std::string id = std::to_string(one.id);
    const auto by = [&](base::Time at, const std::string& name) {
        return call.tr("{{name}} ghi {{time}}", {{"name", name}, {"time", base::format_vietnam(at)}});
    };
    View row{{"id", id},
             {"code", one.code},
             {"name", one.name},
             {"way", call.tr(words_of(one.way))},
             {"since", base::format_day(one.since)},
             {"basis", one.basis},
             {"entered", by(one.entered_at, one.entered_by)},
             {"checked", std::ranges::find(chosen, id) != chosen.end()}};
    if (!one.until || !one.ended_at) return row;
    row["until"] = base::format_day(*one.until);
    row["mistaken"] = *one.until == one.since;
    row["reason"] = one.end_reason;
    row["ended"] = by(*one.ended_at, one.ended_by);
    return row;
}

struct Place {
    std::string after{};
    std::int64_t id = 0;
};

void add_payments(View& view, const FigureCall& figures, db::Transaction& tx, const Payer& payer,
                  const Place& place)
{
    const Call& call = figures.call;
    auto rows = dossiers::online_payments(
        tx, {.agency = payer.agency, .goes_on = true, .after_code = place.after, .after_id = place.id},
        kPaymentsPage + 1);
    view["next_href"] = false;
    view["first_href"] = place.after.empty() ? View(false) : View(payer_path(payer.of));
    if (std::ssize(rows) > kPaymentsPage) {
        rows.pop_back();
        view["next_href"] = payer_path(payer.of) + "&after=" + http::percent_encode(rows.back().code) +
                            "&id=" + std::to_string(rows.back().id);
    }
    view["rows"] = View::array();
    const auto chosen = call.request.form.all("payment");
    for (const OnlinePayment& row : rows) view["rows"].push_back(payment_row(call, row, chosen));
    view["has_rows"] = !rows.empty();
    view["ended_rows"] = View::array();
    for (const OnlinePayment& row :
         dossiers::online_payments(tx, {.agency = payer.agency, .goes_on = false}, kEndedShown))
        view["ended_rows"].push_back(payment_row(call, row, {}));
    view["has_ended"] = !view["ended_rows"].empty();
}

http::Response show_payments(const FigureCall& figures, const Payer& payer, const Place& place,
                             const base::Error* error)
{
    const Call& call = figures.call;
    View view{{"title", call.tr("Thanh toán trực tuyến: {{name}}", {{"name", payer.name}})},
              {"back", {{"href", kOnlinePayments}, {"label", call.tr("Thanh toán trực tuyến")}}},
              {"action", std::string(kOnlinePayments) + "/agency"},
              {"new_href", std::string(kOnlinePayments) + "/new" + query_of({{"of", payer.of}})},
              {"province_href", payer.agency == 0 ? View(false) : View(payer_path("province"))},
              {"of", payer.of},
              {"after", place.after},
              {"after_id", std::to_string(place.id)},
              {"pick", true},
              {"columns",
               {column(call.tr("Thủ tục"), "lt-w-45"), column(call.tr("Thanh toán qua")),
                column(call.tr("Từ ngày")), column(call.tr("Công văn, quyết định"))}}};
    {
        db::Transaction tx = figures.begin();
        const auto counts = payable_counts(tx, call.today());
        const auto count = counts.find(payer.agency);
        const PayableCount numbers = count == counts.end() ? PayableCount{} : count->second;
        view["facts"] = {
            fact(call.tr("Thủ tục có phí"), base::group_thousands(numbers.procedures)),
            fact(call.tr("Thanh toán trực tuyến được"), base::group_thousands(numbers.payable)),
            fact(call.tr("Chưa được"), base::group_thousands(numbers.procedures - numbers.payable))};
        add_payments(view, figures, tx, payer, place);
    }
    page::FormView form(view, call.request.form, error, call.tr);
    form.field("until", call.tr("Thôi từ ngày"), "",
               {{"hint", call.tr("Ngày đầu tiên không thanh toán trực tuyến được nữa. Ghi nhầm thì nhập "
                                 "đúng ngày bắt đầu: coi như chưa từng có.")}});
    form.field("reason", call.tr("Lý do, căn cứ thôi"), "", {{"rows", 2}});
    view["payments_error"] = form.error("payments").empty() ? View(false) : View(form.error("payments"));
    page::add_notice(view, call.request, kPaymentNotices, call.tr);
    return call.show("dossiers/figures/online_payments_of", std::move(view), error);
}

// A number that is none becomes one that nothing has.
std::int64_t id_of(const std::string& text)
{
    std::int64_t out = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), out);
    return fault == std::errc() && end == text.data() + text.size() ? out : 0;
}

}  // namespace

http::Response online_payments_of(const FigureCall& figures)
{
    const auto payer = payer_of(figures, figures.asked("of"));
    if (!payer) return figures.call.refuse(payer.error());
    return show_payments(figures, *payer, {figures.asked("after"), id_of(figures.asked("id"))}, nullptr);
}

http::Response online_payments_end(const FigureCall& figures)
{
    const http::Form& form = figures.call.request.form;
    const auto payer = payer_of(figures, form.get("of"));
    if (!payer) return figures.call.refuse(payer.error());
    std::vector<std::int64_t> chosen;
    for (const std::string& id : form.all("payment")) chosen.push_back(id_of(id));
    const auto done = [&] {
        db::Transaction tx = figures.begin();
        auto count = end_online_payments(figures.call.dossiers(), tx,
                                         {.agency = payer->agency,
                                          .payments = chosen,
                                          .until = base::parse_day(form.get("until")),
                                          .reason = base::normalise(form.get("reason"))});
        if (count) tx.commit();
        return count;
    }();
    if (!done)
        return show_payments(figures, *payer, {form.get("after"), id_of(form.get("after_id"))},
                             &done.error());
    return http::redirect(payer_path(payer->of) + "&done=ended");
}

}  // namespace lt::dossiers::pages
