// What was added to a dossier by mistake is taken back, with a reason: a payment, a result, a file.
#include "dossiers/undoing.h"

#include <nlohmann/json.hpp>

#include "dossiers/pages/call.h"
#include "dossiers/pages/looks.h"
#include "kit/base/text.h"

namespace lt::dossiers::pages {
namespace {

using What = UndonePayment::What;

View undo_view(const Call& call, const Dossier& dossier, const char* title, const std::string& path,
               const char* text, const char* button)
{
    return {{"title", call.tr(title)},
            {"back", {{"href", path_of(dossier.uid)}, {"label", dossier.code}}},
            {"action", path_of(dossier.uid) + path + "/undo"},
            {"version", call.request.form.find("version").value_or(std::to_string(dossier.version))},
            {"owner", dossier.owner.name},
            {"code", dossier.code},
            {"procedure", dossier.procedure_name},
            {"text", call.tr(text)},
            {"what", false},
            {"button", call.tr(button)}};
}

Undone undone_of(const Call& call)
{
    return {.version = static_cast<int>(call.request.form.integer("version").value_or(0)),
            .reason = call.request.form.get("reason")};
}

http::Response payment_undo_page(const Call& call, const base::Error* error)
{
    db::Transaction tx = call.begin();
    const auto dossier = look_at(call, tx, "payment");
    if (!dossier) return call.refuse(no_dossier());
    View view = undo_view(
        call, *dossier, msg("Lấy lại khoản thu"), "/payment",
        msg("Dùng khi khoản thu được ghi nhầm, hoặc khi đã trả lại tiền của hồ sơ bị từ chối, đã rút, dừng giải quyết. Lịch sử giữ cả hai."),
        msg("Lấy lại"));
    page::FormView form(view, call.request.form, error, call.tr);
    std::vector<page::Choice> fees;
    for (const Fee& fee : store::fees(tx, dossier->id))
        if (fee.state == "paid")
            fees.push_back(
                {std::to_string(fee.no), fee.name + ": " + money(call.tr, fee.amount), fee.receipt, true});
    const bool over = is_over(dossier->life.state);
    tx.commit();
    if (fees.empty()) return call.refuse(base::conflict(msg("Hồ sơ không có khoản nào đã ghi thu.")));
    form.choices("fees", call.tr("Khoản đã ghi thu"), fees);
    form.choices("what", call.tr("Việc xảy ra"),
                 {{"not_taken", call.tr("Ghi nhầm, khoản này chưa thu"), "", !over},
                  {"given_back", call.tr("Đã trả lại tiền cho người nộp"), "", over}});
    form.field("reason", call.tr("Lý do"), "", {{"rows", 3}});
    return call.show("dossiers/undo", std::move(view), error);
}

http::Response outcome_undo_page(const Call& call, const base::Error* error)
{
    db::Transaction tx = call.begin();
    const auto dossier = look_at(call, tx, "undo");
    if (!dossier) return call.refuse(no_dossier());
    const auto all = store::outcomes(tx, dossier->id);
    const auto no = call.request.param("no");
    const auto found =
        std::ranges::find_if(all, [&](const Outcome& one) { return std::to_string(one.no) == no; });
    tx.commit();
    if (found == all.end()) return call.refuse(base::not_found(msg("Hồ sơ không có kết quả này.")));
    View view = undo_view(
        call, *dossier, msg("Lấy lại kết quả đã ghi"), "/results/" + no,
        msg("Dùng khi kết quả được ghi nhầm. Hồ sơ không còn kết quả này và tệp của nó. Lịch sử giữ cả hai."),
        msg("Lấy lại kết quả"));
    view["what"] = found->number.empty() ? found->name : found->name + ", " + found->number;
    page::FormView(view, call.request.form, error, call.tr)
        .field("reason", call.tr("Lý do"), "", {{"rows", 3}});
    return call.show("dossiers/undo", std::move(view), error);
}

http::Response file_undo_page(const Call& call, const base::Error* error)
{
    db::Transaction tx = call.begin();
    const auto dossier = look_at(call, tx, "undo");
    const auto file = dossier ? store::find_file(tx, dossier->id, call.request.param("file")) : std::nullopt;
    tx.commit();
    if (!file) return call.refuse(base::not_found(msg("Không có tệp này.")));
    View view = undo_view(
        call, *dossier, msg("Lấy tệp ra khỏi hồ sơ"), "/files/" + file->uid,
        msg("Dùng khi tệp là của hồ sơ khác hoặc thêm nhầm. Không ai mở được tệp này từ hồ sơ nữa. Lịch sử giữ cả hai."),
        msg("Lấy tệp ra"));
    view["what"] = file->name;
    page::FormView(view, call.request.form, error, call.tr)
        .field("reason", call.tr("Lý do"), "", {{"rows", 3}});
    return call.show("dossiers/undo", std::move(view), error);
}

// The form once more where something in it is wrong; else what the act came to.
template <class T>
http::Response answer(const Call& call, const base::Result<T>& done, const char* notice,
                      http::Response (*again)(const Call&, const base::Error*))
{
    if (done) return http::redirect(path_of(call.uid()) + "?done=" + notice);
    return done.error().fault == base::Fault::invalid ? again(call, &done.error())
                                                      : call.refuse(done.error());
}

}  // namespace

http::Response payment_undo(const Call& call) { return payment_undo_page(call, nullptr); }

http::Response payment_undo_send(const Call& call)
{
    const Undone form = undone_of(call);
    UndonePayment wish{.what =
                           call.request.form.get("what") == "given_back" ? What::given_back : What::not_taken,
                       .version = form.version,
                       .reason = form.reason};
    for (const std::string& no : call.request.form.all("fees")) wish.fees.push_back(std::atoi(no.c_str()));
    const bool given_back = wish.what == What::given_back;
    return answer(call, undo_payment(call.dossiers(), call.actor, call.uid(), wish),
                  given_back ? "given_back" : "unpaid", payment_undo_page);
}

http::Response outcome_undo(const Call& call) { return outcome_undo_page(call, nullptr); }

http::Response outcome_undo_send(const Call& call)
{
    const std::string& no = call.request.param("no");
    const bool is_number = !no.empty() && no.size() < 6 && no.find_first_not_of("0123456789") == no.npos;
    return answer(call,
                  undo_outcome(call.dossiers(), call.actor, call.uid(), is_number ? std::stoi(no) : -1,
                               undone_of(call)),
                  "unresulted", outcome_undo_page);
}

http::Response file_undo(const Call& call) { return file_undo_page(call, nullptr); }

http::Response file_undo_send(const Call& call)
{
    return answer(
        call, undo_file(call.dossiers(), call.actor, call.uid(), call.request.param("file"), undone_of(call)),
        "unfiled", file_undo_page);
}

}  // namespace lt::dossiers::pages
