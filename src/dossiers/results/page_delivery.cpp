// A decision by way of the outgoing documents; what became of a result that was sent; what the dossier's page says of all that.
#include <nlohmann/json.hpp>

#include "documents/api.h"
#include "dossiers/linked/components.h"
#include "dossiers/results/delivery.h"
#include "dossiers/results/documents.h"
#include "dossiers/results/drafting.h"
#include "dossiers/results/held.h"
#include "dossiers/results/left.h"
#include "dossiers/results/pages.h"
#include "dossiers/results/show.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"

namespace lt::dossiers::pages {
namespace {

http::Response document_page(const Call& call, const base::Error* error)
{
    db::Transaction tx = call.begin();
    const auto dossier = store::find(tx, call.uid());
    if (!dossier || call.dossiers().documents == nullptr) return call.refuse(no_dossier());
    if (!may_draft_document(call.actor, *dossier))
        return call.refuse(
            base::forbidden(msg("Chỉ chuyên viên, lãnh đạo cơ quan giải quyết soạn văn bản của hồ sơ.")));
    const VersionPtr version = version_of(call.dossiers(), tx, dossier->version_uid);
    if (!version) throw base::Bug("the version of a dossier is gone");
    View view = form_page(*dossier, call.tr("Soạn văn bản đi"), path_of(dossier->uid) + "/document",
                          call.tr("Tạo dự thảo văn bản đi"));
    view["text"] = call.tr(
        "Dự thảo được lập ở mục Văn bản đi; thêm tệp, nơi nhận và trình ký ở đó. Khi văn bản được phát hành, số, ngày, người ký và tệp tự ghi vào kết quả của hồ sơ.");
    view["hidden"] = View::array(
        {{{"name", "key"}, {"value", call.request.form.find("key").value_or(base::new_uid(call.now))}}});
    page::FormView form(view, call.request.form, error, call.tr);
    std::vector<page::Choice> results;
    for (const procedures::ResultKind& kind : linked::results_of(tx, *dossier, *version))
        results.push_back({kind.code, kind.name, "", results.empty()});
    results.push_back({"", call.tr("Văn bản khác của hồ sơ"), "", results.empty()});
    form.choices("code", call.tr("Văn bản là kết quả nào"), results);
    std::vector<page::Choice> kinds;
    for (const auto& [code, name] : documents::kinds_to_draft(*call.dossiers().documents))
        kinds.push_back({code, name, "", code == "decision"});
    form.choices("kind", call.tr("Loại văn bản"), kinds);
    form.field("subject", call.tr("Trích yếu"),
               // Words of the document, which is Vietnamese whatever the reader's language.
               "Về việc " + dossier->procedure_name + " của " + dossier->owner.name, {{"rows", 2}});
    add_form_row(view, "select", "code");
    add_form_row(view, "select", "kind");
    add_form_row(view, "textarea", "subject");
    return call.show("dossiers/results/form", std::move(view), error);
}

http::Response delivery_page(const Call& call, const base::Error* error)
{
    db::Transaction tx = call.begin();
    const auto dossier = store::find(tx, call.uid());
    if (!dossier) return call.refuse(no_dossier());
    if (!may_settle(call.actor, *dossier))
        return call.refuse(base::conflict(msg("Kết quả không ở trạng thái đã gửi. Xem lại hồ sơ.")));
    const auto given = store::find_return(tx, dossier->id);
    const bool failed = dossier->delivery_state == "failed";
    View view = form_page(*dossier, call.tr("Theo dõi trả kết quả"), path_of(dossier->uid) + "/delivery",
                          call.tr("Ghi lại"));
    if (given)
        view["text"] = call.tr(words_of(given->means)) + (given->proof.empty() ? "" : ", " + given->proof) +
                       ". " + call.tr(words_of_delivery(dossier->delivery_state)) + ".";
    view["hidden"] = View::array({{{"name", "version"}, {"value", dossier->version}}});
    page::FormView form(view, call.request.form, error, call.tr);
    std::vector<page::Choice> outcomes{
        {"delivered", call.tr("Người nhận đã nhận"),
         call.tr("Ghi số phiếu báo phát và ngày ký nhận, hoặc cách người nhận đã xác nhận."), true}};
    if (!failed)
        outcomes.push_back(
            {"failed", call.tr("Không giao được"), call.tr("Ghi lý do bưu chính báo."), false});
    outcomes.push_back({"sent_again", call.tr("Gửi lại"),
                        call.tr("Ghi số hiệu bưu gửi mới, nếu gửi qua bưu chính."), false});
    form.choices("what", call.tr("Việc đã xảy ra"), outcomes);
    form.field("proof", call.tr("Số phiếu, lý do hoặc số hiệu bưu gửi"), "");
    form.field("taken_by", call.tr("Người ký nhận, nếu khác người đã ghi"), "", {{"optional", true}});
    form.choices("means", call.tr("Cách gửi lại"),
                 {{"post", call.tr(words_of(Delivery::post)), "", !given || given->means == Delivery::post},
                  {"electronic", call.tr(words_of(Delivery::electronic)), "",
                   given && given->means == Delivery::electronic}});
    add_form_row(view, "radios", "what");
    add_form_row(view, "input", "proof");
    add_form_row(view, "input", "taken_by");
    add_form_row(view, "radios", "means");
    return call.show("dossiers/results/form", std::move(view), error);
}

View left_mark(const Call& call)
{
    return {{"label", call.tr("Dở dang, phải soạn lại")}, {"colour", "red"}, {"shape", "stop"}};
}

View discard_form(const Call& call, const Dossier& dossier, const std::string& item)
{
    if (!may_draft_document(call.actor, dossier)) return false;
    return {{"action", path_of(dossier.uid) + "/left/" + item}};
}

std::string draft_line(const Call& call, const ResultDraft& draft, bool left)
{
    const page::Words::Values facts{{"agency", call.agency_name(draft.agency)},
                                    {"notation", draft.notation},
                                    {"name", draft.signer_name}};
    if (left)
        return call.tr(draft.state == DraftState::is_signed
                           ? msg("{{agency}} đã ký số {{notation}}, chưa đóng dấu. Bỏ rồi soạn lại.")
                           : msg("{{agency}} đã lấy số {{notation}}, chưa ký. Bỏ rồi soạn lại."),
                       facts);
    return draft.notation.empty() ? call.tr("Người ký: {{name}}", facts) : draft.notation;
}

}  // namespace

http::Response document_new(const Call& call) { return document_page(call, nullptr); }

http::Response document_create(const Call& call)
{
    const http::Form& form = call.request.form;
    const auto made = draft_document(call.dossiers(), accounts::me(call.request), call.actor, call.uid(),
                                     {.key = form.get("key"),
                                      .code = form.get("code"),
                                      .kind = form.get("kind"),
                                      .subject = form.get("subject")});
    if (made) return http::redirect("/outgoing/" + *made);
    return made.error().fault == base::Fault::invalid ? document_page(call, &made.error())
                                                      : call.refuse(made.error());
}

http::Response delivery(const Call& call) { return delivery_page(call, nullptr); }

http::Response delivery_send(const Call& call)
{
    const http::Form& form = call.request.form;
    const auto what = settling_from(form.get("what"));
    if (!what) {
        const base::Error error = base::invalid("what", msg("Chọn việc đã xảy ra."));
        return delivery_page(call, &error);
    }
    const auto done = settle_delivery(call.dossiers(), call.actor, call.uid(),
                                      {.what = *what,
                                       .version = static_cast<int>(form.integer("version").value_or(0)),
                                       .proof = form.get("proof"),
                                       .means = delivery_from(form.get("means")).value_or(Delivery::desk),
                                       .taken_by = form.get("taken_by")});
    if (done) return http::redirect(path_of(call.uid()) + "?done=settled");
    return done.error().fault == base::Fault::invalid ? delivery_page(call, &done.error())
                                                      : call.refuse(done.error());
}

http::Response receipt_send(const Call& call)
{
    const std::string code = call.request.param("code");
    if (auto refused = too_many_look_ups(call)) return *std::move(refused);
    const auto done = confirm_receipt(call.dossiers(), code, call.request.form.get("digits"));
    if (done) return http::redirect(std::string(kFollow) + "/" + code + "?done=received");
    if (done.error().fault != base::Fault::invalid) return call.refuse(done.error());
    return follow_again(call, code, done.error());
}

void add_receipt_form(View& view, const Call& call, const std::string& code,
                      const std::string& delivery_state, const base::Error* error)
{
    view["receipt"] = false;
    if (delivery_state != "sent") return;
    View own;  // the page has another form
    page::FormView(own, call.request.form, error, call.tr)
        .field("digits", call.tr("Bốn số cuối của số định danh (CCCD) hoặc mã số của chủ hồ sơ, người nộp"),
               "", {{"width", "4"}, {"inputmode", "numeric"}, {"autocomplete", "off"}});
    view["receipt"] = {{"action", std::string(kFollow) + "/" + code + "/receipt"},
                       {"digits", own["fields"]["digits"]}};
    if (error == nullptr) return;
    view["errors"] = own["errors"];
    view["error_title"] = own["error_title"];
}

void add_result_work(View& view, const Call& call, db::Transaction& tx, const Dossier& dossier)
{
    const std::string path = path_of(dossier.uid);
    view["drafts"] = View::array();
    const auto drafts = store::drafts_of(tx, dossier.id);
    for (const ResultDraft& draft : drafts) {
        if (draft.result) continue;  // it stands among the results
        const bool left = is_left(tx, dossier, draft, call.today());
        view["drafts"].push_back({{"href", draft_path(draft)},
                                  {"name", draft.name},
                                  {"state", left ? left_mark(call) : draft_mark(call.tr, draft)},
                                  {"line", draft_line(call, draft, left)},
                                  {"discard", left ? discard_form(call, dossier, draft.uid) : View(false)}});
    }
    for (const DocumentOnItsWay& one : documents_of(tx, dossier.id)) {
        const bool left = one.agency != dossier.decides;
        const View waits{{"label", call.tr("Chờ phát hành văn bản")}, {"colour", "blue"}, {"shape", "doing"}};
        view["drafts"].push_back(
            {{"href", one.agency == call.actor.agency ? View("/outgoing/" + one.uid) : View(false)},
             {"name", one.name},
             {"state", left ? left_mark(call) : waits},
             {"line", left ? call.tr("Văn bản đi của {{agency}}, chưa phát hành. Bỏ rồi soạn lại.",
                                     {{"agency", call.agency_name(one.agency)}})
                           : base::format_vietnam(one.made_at)},
             {"discard", left ? discard_form(call, dossier, one.uid) : View(false)}});
    }
    view["has_drafts"] = !view["drafts"].empty();
    const Settled settled = settled_of(tx, dossier.id);
    view["delivery"] = false;
    if (dossier.delivery_state == "sent" || settled.at) {
        std::string text = call.tr(words_of_delivery(dossier.delivery_state));
        if (settled.at)
            text += ", " + base::format_vietnam(*settled.at) +
                    (settled.words.empty() ? "" : ": " + settled.words);
        view["delivery"] = text;
    }
    View first = View::array();  // the work at hand, before what is seldom done
    const auto link = [&](const std::string& href, const std::string& label) {
        first.push_back({{"href", href}, {"label", label}});
    };
    for (const ResultDraft& draft : drafts) {
        if (draft.state == DraftState::submitted && call.actor.role == directory::Role::leader &&
            draft.signer == call.actor.official)
            link(std::string(kToSign) + "?draft=" + draft.uid,
                 call.tr("Ký số “{{name}}”", {{"name", draft.name}}));
        if (draft.state == DraftState::draft && may_draft(call.actor, dossier))
            link(draft_path(draft), call.tr("Xem, trình ký “{{name}}”", {{"name", draft.name}}));
    }
    if (takes_results(dossier.life.state)) {
        if (may_draft(call.actor, dossier)) link(path + "/drafts/new", call.tr("Soạn kết quả"));
        if (may_draft_document(call.actor, dossier) && call.dossiers().documents != nullptr)
            link(path + "/document", call.tr("Soạn văn bản đi"));
    }
    if (may_settle(call.actor, dossier)) {
        const View follow{{"href", path + "/delivery"}, {"label", call.tr("Theo dõi trả kết quả")}};
        if (view["button"].is_object())
            first.push_back(follow);
        else
            view["button"] = follow;
    }
    first.insert(first.end(), view["links"].begin(), view["links"].end());
    view["links"] = std::move(first);
}

}  // namespace lt::dossiers::pages
