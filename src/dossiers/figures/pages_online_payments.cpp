// For the platform operator: where the fees of which procedures can be paid online. The numbers of all agencies, and many procedures written
// down at once; what is written down already is in pages_online_payments_of.cpp.
#include <nlohmann/json.hpp>

#include "dossiers/figures/online_payments_call.h"
#include "kit/base/csv.h"
#include "kit/base/text.h"

namespace lt::dossiers::pages {
namespace {

constexpr int kMostInFile = 1'000'000;

View count_row(const std::string& name, const std::string& of, const PayableCount& count)
{
    return {{"name", name},
            {"href", payer_path(of)},
            {"procedures", base::group_thousands(count.procedures)},
            {"payable", base::group_thousands(count.payable)},
            {"rest", base::group_thousands(count.procedures - count.payable)}};
}

// What is typed stands there again; what was chosen is checked again.
http::Response show_new(const FigureCall& figures, const Payer& payer, const base::Error* error)
{
    const Call& call = figures.call;
    const http::Form& typed = call.request.form;
    const std::string after = error == nullptr ? figures.asked("after") : typed.get("after");
    const std::string path = std::string(kOnlinePayments) + "/new";
    View view{{"title", call.tr("Ghi thanh toán trực tuyến")},
              {"subject", payer.name},
              {"everywhere", payer.agency == 0},
              {"back", {{"href", payer_path(payer.of)}, {"label", payer.name}}},
              {"action", path},
              {"of", payer.of},
              {"after", after},
              {"pick", true},
              {"columns", {column(call.tr("Thủ tục"))}},
              {"rows", View::array()},
              {"next_href", false},
              {"first_href", after.empty() ? View(false) : View(path + query_of({{"of", payer.of}}))}};
    {
        db::Transaction tx = figures.begin();
        auto rows = unpayable(tx, payer.agency, call.today(), after, kPaymentsPage + 1);
        if (std::ssize(rows) > kPaymentsPage) {
            rows.pop_back();
            view["next_href"] = path + query_of({{"of", payer.of}, {"after", rows.back().code}});
        }
        const auto chosen = typed.all("code");
        for (const UnpayableProcedure& row : rows)
            view["rows"].push_back({{"code", row.code},
                                    {"name", row.name},
                                    {"checked", std::ranges::find(chosen, row.code) != chosen.end()}});
    }
    view["has_rows"] = !view["rows"].empty();
    page::FormView form(view, typed, error, call.tr);
    form.choices("way", call.tr("Thanh toán qua"),
                 {{"national", call.tr(words_of(PaymentWay::national)), "", false},
                  {"own", call.tr(words_of(PaymentWay::own)), "", false}});
    form.field("since", call.tr("Từ ngày"));
    form.field("basis", call.tr("Công văn, quyết định"), "",
               {{"width", "20"}, {"hint", call.tr("Số, ký hiệu, ví dụ 1234/UBND-KSTT.")}});
    form.field("more", call.tr("Mã thủ tục khác"), "",
               {{"rows", 4},
                {"optional", true},
                {"hint", call.tr("Dán từ bảng tính: mỗi dòng một mã, hoặc cách nhau bằng dấu phẩy.")}});
    view["codes_error"] = form.error("codes").empty() ? View(false) : View(form.error("codes"));
    return call.show("dossiers/figures/online_payment_new", std::move(view), error);
}

// Of the list and of the field together, each once.
std::vector<std::string> chosen_codes(const http::Form& form)
{
    std::vector<std::string> out = form.all("code");
    for (std::string& code : codes_in(form.get("more")))
        if (std::ranges::find(out, code) == out.end()) out.push_back(std::move(code));
    return out;
}

}  // namespace

base::Result<Payer> payer_of(const FigureCall& figures, const std::string& of)
{
    if (of == "province") return Payer{.of = of, .name = figures.call.tr("Toàn tỉnh")};
    const auto directory = figures.call.dossiers().directory.snapshot();
    const directory::Agency* agency = directory->find_uid(of);
    if (agency == nullptr) return base::not_found(msg("Không có cơ quan này."));
    return Payer{agency->id, of, agency->name};
}

std::string payer_path(const std::string& of)
{
    return std::string(kOnlinePayments) + "/agency" + query_of({{"of", of}});
}

http::Response online_payments(const FigureCall& figures)
{
    const Call& call = figures.call;
    View view{{"title", call.tr("Thanh toán trực tuyến")},
              {"back", {{"href", kIndices}, {"label", call.tr("Chỉ số phục vụ")}}},
              {"file_href", std::string(kOnlinePayments) + "/file"},
              {"rows", View::array()}};
    db::Transaction tx = figures.begin();
    const auto counts = payable_counts(tx, call.today());
    if (const auto all = counts.find(0); all != counts.end())
        view["rows"].push_back(count_row(call.tr("Toàn tỉnh"), "province", all->second));
    for (const directory::Agency* agency : call.dossiers().directory.snapshot()->agencies())
        if (const auto found = counts.find(agency->id); found != counts.end())
            view["rows"].push_back(count_row(agency->name, agency->uid, found->second));
    view["columns"] = {column(call.tr("Cơ quan"), "lt-w-45"), column(call.tr("Thủ tục có phí"), "lt-right"),
                       column(call.tr("Thanh toán trực tuyến được"), "lt-right"),
                       column(call.tr("Chưa được"), "lt-right")};
    return call.show("dossiers/figures/online_payments", std::move(view));
}

http::Response online_payments_file(const FigureCall& figures)
{
    const Call& call = figures.call;
    const auto text = [](const std::string& words) { return base::csv_text(words); };
    const std::string day = base::format_iso(call.today());
    TableFile file{.name = "thanh-toan-truc-tuyen-" + day + ".csv", .what = "online_payments", .scope = day};
    file.rows.push_back({text("Cơ quan"), text("Mã thủ tục"), text("Thủ tục"), text("Thanh toán qua"),
                         text("Từ ngày"), text("Công văn, quyết định"), text("Người ghi"), text("Ghi lúc"),
                         text("Thôi từ ngày"), text("Lý do thôi"), text("Người ghi thôi"),
                         text("Ghi thôi lúc")});
    db::Transaction tx = figures.begin();
    for (const OnlinePayment& one : dossiers::online_payments(tx, {}, kMostInFile))
        file.rows.push_back({text(one.agency == 0 ? "Toàn tỉnh" : call.agency_name(one.agency)),
                             text(one.code), text(one.name), text(words_of(one.way)),
                             base::format_day(one.since), text(one.basis), text(one.entered_by),
                             base::format_vietnam(one.entered_at),
                             one.until ? base::format_day(*one.until) : "", text(one.end_reason),
                             text(one.ended_by), one.ended_at ? base::format_vietnam(*one.ended_at) : ""});
    return send_table(figures, tx, file);
}

http::Response online_payments_new(const FigureCall& figures)
{
    const auto payer = payer_of(figures, figures.asked("of"));
    return payer ? show_new(figures, *payer, nullptr) : figures.call.refuse(payer.error());
}

http::Response online_payments_send(const FigureCall& figures)
{
    const http::Form& form = figures.call.request.form;
    const auto payer = payer_of(figures, form.get("of"));
    if (!payer) return figures.call.refuse(payer.error());
    const auto done = [&] {
        db::Transaction tx = figures.begin();
        auto count = record_online_payments(figures.call.dossiers(), tx,
                                            {.agency = payer->agency,
                                             .codes = chosen_codes(form),
                                             .way = payment_way_from(form.get("way")),
                                             .since = base::parse_day(form.get("since")),
                                             .basis = base::normalise(form.get("basis"))});
        if (count) tx.commit();
        return count;
    }();
    if (!done) return show_new(figures, *payer, &done.error());
    return http::redirect(payer_path(payer->of) + "&done=recorded");
}

}  // namespace lt::dossiers::pages
