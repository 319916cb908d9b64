// What is added to a dossier: fees that were paid, results, files.
#include <nlohmann/json.hpp>

#include "dossiers/acts.h"
#include "dossiers/linked/components.h"
#include "dossiers/pages/call.h"
#include "dossiers/pages/looks.h"
#include "dossiers/scans/scan_list.h"
#include "kit/base/text.h"

namespace lt::dossiers::pages {
namespace {

View addition_view(const Call& call, const Dossier& dossier, const char* title, const char* path,
                   const char* button)
{
    return {{"title", call.tr(title)},
            {"back", {{"href", path_of(dossier.uid)}, {"label", dossier.code}}},
            {"action", path_of(dossier.uid) + path},
            {"button", call.tr(button)},
            {"cancel_href", path_of(dossier.uid)},
            {"owner", dossier.owner.name},
            {"code", dossier.code},
            {"procedure", dossier.procedure_name},
            {"multipart", true},
            {"rows", View::array()}};
}

void add_row(View& view, const char* kind, const std::string& name)
{
    view["rows"].push_back({{kind, view["fields"][name]}});
}

http::Response payment_page(const Call& call, const base::Error* error)
{
    db::Transaction tx = call.begin();
    const auto dossier = look_at(call, tx, "payment");
    if (!dossier) return call.refuse(no_dossier());
    View view = addition_view(call, *dossier, msg("Thu phí, lệ phí"), "/payment", msg("Ghi đã thu"));
    page::FormView form(view, call.request.form, error, call.tr);
    std::vector<page::Choice> fees;
    for (const Fee& fee : store::fees(tx, dossier->id))
        if (fee.state == "due")
            fees.push_back(
                {std::to_string(fee.no), fee.name + ": " + money(call.tr, fee.amount), fee.basis, true});
    form.choices("fees", call.tr("Khoản đã thu"), fees);
    form.choices("means", call.tr("Hình thức nộp"),
                 {{"cash", call.tr("Tiền mặt"), "", true},
                  {"transfer", call.tr("Chuyển khoản"), "", false},
                  {"online", call.tr("Thanh toán trực tuyến"), "", false}});
    form.field("receipt", call.tr("Số biên lai"), "", {{"width", "20"}, {"optional", true}});
    add_row(view, "checkboxes", "fees");
    add_row(view, "radios", "means");
    add_row(view, "input", "receipt");
    tx.commit();
    return call.show("dossiers/addition", std::move(view), error);
}

http::Response outcome_page(const Call& call, const FormFiles* sent, const base::Error* error)
{
    db::Transaction tx = call.begin();
    const auto dossier = look_at(call, tx, "addition");
    if (!dossier) return call.refuse(no_dossier());
    const VersionPtr version = version_of(call.dossiers(), tx, dossier->version_uid);
    if (!version) throw base::Bug("the version of a dossier is gone");
    View view = addition_view(call, *dossier, msg("Ghi kết quả"), "/results", msg("Ghi kết quả"));
    page::FormView form(view, call.request.form, error, call.tr);
    std::vector<page::Choice> kinds;
    const std::string wanted = call.request.query.get("kind");
    for (const procedures::ResultKind& kind : linked::results_of(tx, *dossier, *version))
        kinds.push_back({kind.code, kind.name, "", wanted.empty() ? kinds.empty() : kind.code == wanted});
    if (!kinds.empty()) {
        form.choices("kind", call.tr("Kết quả"), kinds);
        add_row(view, "radios", "kind");
    } else {
        form.field("name", call.tr("Tên kết quả"));
        add_row(view, "input", "name");
    }
    form.field("number", call.tr("Số và ký hiệu"), "", {{"width", "20"}, {"optional", true}});
    form.field("issued_on", call.tr("Ngày ban hành"), base::format_day(call.today()));
    form.field("signer", call.tr("Người ký"), "", {{"optional", true}});
    add_file_field(form, "result", call.tr("Tệp kết quả"), sent, -1, call.tr);
    form.field("paper_why", call.tr("Lý do trả bản giấy"), "",
               {{"optional", true},
                {"hint", call.tr("Khi kết quả phải ký số mà chỉ có bản giấy. Ghi cả số và ngày ban hành.")}});
    add_row(view, "input", "number");
    add_row(view, "date", "issued_on");
    add_row(view, "input", "signer");
    add_row(view, "file", "result");
    add_row(view, "input", "paper_why");
    tx.commit();
    return call.show("dossiers/addition", std::move(view), error);
}

http::Response files_page(const Call& call, const FormFiles* sent, const base::Error* error)
{
    db::Transaction tx = call.begin();
    const auto dossier = look_at(call, tx, "addition");
    if (!dossier) return call.refuse(no_dossier());
    View view = addition_view(call, *dossier, msg("Thêm tệp"), "/files", msg("Thêm tệp"));
    view["papers"] = View::array();
    page::FormView form(view, call.request.form, error, call.tr);
    std::vector<std::pair<int, std::string>> papers;
    for (const Paper& paper : store::papers(tx, dossier->id)) {
        papers.emplace_back(paper.no, paper.name);
        const std::string name = "files_" + std::to_string(paper.no);
        add_file_field(form, name, paper.name, sent, paper.no, call.tr);
        add_row(view, "file", name);
    }
    add_file_field(form, "files", call.tr("Giấy tờ khác"), sent, -1, call.tr);
    add_row(view, "file", "files");
    add_scan_list(call, tx, view, form, papers);
    tx.commit();
    return call.show("dossiers/addition", std::move(view), error);
}

// The name of the chosen kind of result; "" for none.
std::string outcome_name(const Call& call, const std::string& kind)
{
    if (kind.empty()) return call.request.form.get("name");
    db::Transaction tx = call.begin();
    const auto dossier = store::find(tx, call.uid());
    const VersionPtr version = dossier ? version_of(call.dossiers(), tx, dossier->version_uid) : nullptr;
    if (version)
        for (const procedures::ResultKind& one : linked::results_of(tx, *dossier, *version))
            if (one.code == kind) return one.name;
    return "";
}

}  // namespace

http::Response payment_form(const Call& call) { return payment_page(call, nullptr); }

http::Response payment_send(const Call& call)
{
    store::Payment payment{.means = call.request.form.get("means"),
                           .receipt = call.request.form.get("receipt")};
    for (const std::string& no : call.request.form.all("fees")) payment.fees.push_back(std::atoi(no.c_str()));
    const auto taken = take_payment(call.dossiers(), call.actor, call.uid(), payment);
    if (taken) return http::redirect(path_of(call.uid()) + "?done=paid");
    return taken.error().fault == base::Fault::invalid ? payment_page(call, &taken.error())
                                                       : call.refuse(taken.error());
}

http::Response outcome_form(const Call& call) { return outcome_page(call, nullptr, nullptr); }

http::Response outcome_send(const Call& call)
{
    const http::Form& form = call.request.form;
    FormFiles sent = take_form_files(call, "result", 0);
    NewOutcome wanted{.outcome = {.no = -1,
                                  .code = form.get("kind"),
                                  .name = outcome_name(call, form.get("kind")),
                                  .number = form.get("number"),
                                  .issued_on = base::parse_day(form.get("issued_on")),
                                  .signer = form.get("signer"),
                                  .paper_why = form.get("paper_why")}};
    if (!form.get("issued_on").empty() && !wanted.outcome.issued_on)
        sent.wrong.emplace_back("issued_on", msg("Nhập ngày/tháng/năm, ví dụ 02/09/2026."));
    FormFiles all = sent;
    make_viewable(call, "result", all);
    if (!all.good.empty()) wanted.file = all.good.front();
    if (const auto wrong = base::invalid(base::Wrong(all.wrong))) return outcome_page(call, &sent, &*wrong);
    const auto done = add_outcome(call.dossiers(), call.actor, call.uid(), wanted);
    if (done) return http::redirect(path_of(call.uid()) + "?done=result");
    return done.error().fault == base::Fault::invalid ? outcome_page(call, &sent, &done.error())
                                                      : call.refuse(done.error());
}

http::Response files_form(const Call& call) { return files_page(call, nullptr, nullptr); }

http::Response files_send(const Call& call)
{
    const FormFiles sent = take_form_files(call, "files", 100);
    if (call.request.form.get("action") == "find") return files_page(call, &sent, nullptr);
    FormFiles all = sent;
    make_viewable(call, "files", all);
    take_scans(call, all);
    if (const auto wrong = base::invalid(base::Wrong(all.wrong))) return files_page(call, &sent, &*wrong);
    const auto done = attach(call.dossiers(), call.actor, call.uid(), all.good);
    if (done) return http::redirect(path_of(call.uid()) + "?done=files");
    return done.error().fault == base::Fault::invalid ? files_page(call, &sent, &done.error())
                                                      : call.refuse(done.error());
}

}  // namespace lt::dossiers::pages
