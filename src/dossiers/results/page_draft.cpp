// One result on its way: what it is, its file, and the next step of who may take it.
#include <nlohmann/json.hpp>

#include "dossiers/results/drafting.h"
#include "dossiers/results/elsewhere.h"
#include "dossiers/results/held.h"
#include "dossiers/results/left.h"
#include "dossiers/results/pages.h"
#include "kit/base/text.h"
#include "kit/page/notice.h"
#include "kit/page/stored_file.h"

namespace lt::dossiers::pages {
namespace {

constexpr std::array kDraftNotices{
    page::Notice{"drafted", msg("Đã lập bản thảo. Xem tệp, sửa nếu cần, rồi trình lãnh đạo ký.")},
    page::Notice{"changed", msg("Đã lưu bản thảo mới.")},
    page::Notice{"submitted", msg("Đã trình lãnh đạo ký.")},
    page::Notice{"returned", msg("Đã trả lại dự thảo cho người soạn.")},
    page::Notice{"signed", msg("Đã ký số kết quả.")},
    page::Notice{"sealed", msg("Đã đóng dấu kết quả.")},
    page::Notice{"recalled", msg("Đã rút lại. Sửa nếu cần, rồi trình lại.")},
};

struct Seen {
    Dossier dossier{};
    ResultDraft draft{};
};
std::optional<Seen> seen_draft(const Call& call, db::Transaction& tx)
{
    auto draft = store::find_draft(tx, call.request.param("draft"));
    auto dossier = draft ? store::find(tx, draft->dossier_uid) : std::nullopt;
    if (!dossier || dossier->uid != call.uid()) return std::nullopt;
    return Seen{*std::move(dossier), *std::move(draft)};
}

// It seals results of dossiers that it has nothing else to do with.
bool is_registry(const Call& call) { return call.actor.role == directory::Role::registry_clerk; }

void add_draft_facts(View& view, const Call& call, db::Transaction& tx, const Seen& it)
{
    const ResultDraft& draft = it.draft;
    View facts{fact(call.tr("Hồ sơ"), it.dossier.code, is_registry(call) ? "" : path_of(it.dossier.uid)),
               fact(call.tr("Chủ hồ sơ"), it.dossier.owner.name),
               fact(call.tr("Thủ tục"), it.dossier.procedure_name),
               fact(call.tr("Người ký"), draft.signer_name + ", " + draft.signer_title)};
    const auto people = names_of_people(call, tx, draft.agency);
    if (const auto drafter = people.find(draft.drafted_by); drafter != people.end())
        facts.push_back(fact(call.tr("Người soạn"), drafter->second));
    facts.push_back(fact(call.tr("Soạn lúc"), base::format_vietnam(draft.drafted_at)));
    if (draft.submitted_at)
        facts.push_back(fact(call.tr("Trình ký lúc"), base::format_vietnam(*draft.submitted_at)));
    if (!draft.notation.empty()) facts.push_back(fact(call.tr("Số và ký hiệu"), draft.notation));
    if (draft.signed_at) facts.push_back(fact(call.tr("Ký lúc"), base::format_vietnam(*draft.signed_at)));
    if (draft.sealed_at)
        facts.push_back(fact(call.tr("Đóng dấu lúc"), base::format_vietnam(*draft.sealed_at)));
    view["facts"] = std::move(facts);
}

// For whom there is nothing to do: where it is.
std::string where_it_is(const page::Words& tr, const ResultDraft& draft, bool left)
{
    if (left) return tr("Không ai ký, đóng dấu tiếp được kết quả này. Bỏ ở trang hồ sơ rồi soạn lại.");
    switch (draft.state) {
    case DraftState::draft:
        return draft.note.empty() ? tr("Chuyên viên đang soạn, chưa trình.")
                                  : tr("Đã trả lại, chờ chuyên viên sửa: “{{note}}”", {{"note", draft.note}});
    case DraftState::submitted:
        return tr("Chờ {{name}}, {{title}} ký số.",
                  {{"name", draft.signer_name}, {"title", draft.signer_title}});
    case DraftState::is_signed:
        if (draft.has_seal) return tr("Chờ văn thư đóng dấu.");
        break;
    case DraftState::sealed: break;
    case DraftState::dropped: return tr("Dự thảo này đã bỏ.");
    }
    return tr("Đã là kết quả của hồ sơ.");
}

// Where the signature that the official has begun elsewhere goes on; "" for none.
std::string begun_act(const Call& call, const std::string& draft)
{
    if (call.actor.role != directory::Role::leader && !is_registry(call)) return {};
    for (const signing::OpenAct& act : open_result_acts(call.dossiers(), call.actor))
        if (std::ranges::find(act.items, draft) != act.items.end()) return result_act_path(act.uid);
    return {};
}

void add_next_step(View& view, const Call& call, db::Transaction& tx, const Seen& it,
                   const std::string& begun)
{
    const ResultDraft& draft = it.draft;
    const std::string path = draft_path(draft);
    const bool drafts = may_draft(call.actor, it.dossier) && draft.state == DraftState::draft;
    const bool left = is_left(tx, it.dossier, draft, call.today());
    view["recall"] = false;
    view["submit"] = false;
    view["button"] = false;
    view["links"] = View::array();
    if (drafts) {
        const auto step = open_step(call.dossiers(), tx, call.actor, it.dossier.instance);
        view["submit"] = {{"action", path + "/submission"},
                          {"drop", path + "/removal"},
                          {"version", draft.version},
                          {"step", step && step->yes_or_no.empty() ? View(step->title) : View(false)}};
        const View edit{{"href", path + "/edit"}, {"label", call.tr("Sửa, hoặc thay bằng tệp PDF")}};
        if (draft.note.empty())
            view["links"].push_back(edit);
        else
            view["button"] = edit;  // it came back
    }
    const bool waits_for_signature = draft.state == DraftState::submitted && !left;
    const bool leads = call.actor.role == directory::Role::leader && draft.signer == call.actor.official;
    if (leads && waits_for_signature) {
        view["button"] = {{"href", std::string(kToSign) + "?draft=" + draft.uid},
                          {"label", call.tr("Ký số")}};
        if (draft.number == 0)
            view["links"].push_back({{"href", path + "/return"}, {"label", call.tr("Trả lại người soạn")}});
    }
    if (waits_for_signature && draft.number == 0 &&
        may_recall(tx, call.actor, it.dossier, draft, call.today()))
        view["recall"] = {{"action", path + "/recall"}, {"version", draft.version}};
    if (is_registry(call) && draft.agency == call.actor.agency && draft.state == DraftState::is_signed &&
        draft.has_seal)
        view["button"] = {{"href", std::string(kToSeal) + "?draft=" + draft.uid},
                          {"label", call.tr("Đóng dấu")}};
    if (!begun.empty() && view["button"].is_object())
        view["links"].push_back({{"href", begun}, {"label", call.tr("Tiếp tục lần ký đang chờ")}});
    view["waits"] =
        drafts || view["button"].is_object() ? View(false) : View(where_it_is(call.tr, draft, left));
}

http::Response after(const Call& call, const base::Result<base::Done>& done, const std::string& to)
{
    return done ? http::redirect(to) : call.refuse(done.error());
}

int version_in(const Call& call)
{
    return static_cast<int>(call.request.form.integer("version").value_or(0));
}

http::Response return_page(const Call& call, const base::Error* error)
{
    db::Transaction tx = call.begin();
    const auto it = seen_draft(call, tx);
    if (!it) return call.refuse(no_draft());
    View view = form_page(it->dossier, call.tr("Trả lại dự thảo: {{name}}", {{"name", it->draft.name}}),
                          draft_path(it->draft) + "/return", call.tr("Trả lại người soạn"));
    view["hidden"] = View::array({{{"name", "version"}, {"value", it->draft.version}}});
    view["cancel_href"] = draft_path(it->draft);
    page::FormView form(view, call.request.form, error, call.tr);
    form.field("reason", call.tr("Cần sửa gì"), "", {{"rows", 3}});
    add_form_row(view, "textarea", "reason");
    return call.show("dossiers/results/form", std::move(view), error);
}

}  // namespace

std::string draft_path(const ResultDraft& draft)
{
    return path_of(draft.dossier_uid) + "/drafts/" + draft.uid;
}

View draft_mark(const page::Words& tr, const ResultDraft& draft)
{
    View mark{{"label", tr(words_of(draft.state, draft.has_seal))}, {"colour", "grey"}, {"shape", "todo"}};
    const bool done =
        draft.state == DraftState::sealed || (draft.state == DraftState::is_signed && !draft.has_seal);
    if (done) {
        mark["colour"] = "green";
        mark["shape"] = "done";
    } else if (draft.state == DraftState::submitted || draft.state == DraftState::is_signed) {
        mark["colour"] = "blue";
        mark["shape"] = "doing";
    }
    return mark;
}

View about_view(const Dossier& dossier)
{
    return {{"owner", dossier.owner.name}, {"code", dossier.code}, {"procedure", dossier.procedure_name}};
}

View form_page(const Dossier& dossier, const std::string& title, const std::string& action,
               const std::string& button)
{
    return {{"title", title},
            {"back", {{"href", path_of(dossier.uid)}, {"label", dossier.code}}},
            {"action", action},
            {"button", button},
            {"cancel_href", path_of(dossier.uid)},
            {"about", about_view(dossier)},
            {"text", false},
            {"hidden", View::array()},
            {"multipart", true},
            {"rows", View::array()}};
}

void add_form_row(View& view, const char* kind, const std::string& name)
{
    view["rows"].push_back({{kind, view["fields"][name]}});
}

http::Response draft_show(const Call& call)
{
    const std::string begun = begun_act(call, call.request.param("draft"));
    db::Transaction tx = call.dossiers().pool.begin(result_scope(call.actor));
    const auto it = seen_draft(call, tx);
    const auto file = it ? store::find_file(tx, it->draft.dossier, it->draft.file) : std::nullopt;
    if (!file) return call.refuse(no_draft());
    call.note_look(tx, it->dossier, "result");
    const std::string href = draft_path(it->draft) + "/file";
    View view{{"title", it->draft.name},
              {"back",
               {{"href", is_registry(call) ? kToSeal : path_of(it->dossier.uid)},
                {"label", is_registry(call) ? call.tr("Kết quả chờ đóng dấu") : it->dossier.code}}},
              {"state", draft_mark(call.tr, it->draft)},
              {"note", it->draft.note.empty() || it->draft.state != DraftState::draft ? View(false)
                                                                                      : View(it->draft.note)},
              {"file",
               {{"name", file->name},
                {"facts", base::format_size(file->size)},
                {"verdict", nullptr},
                {"preserved", nullptr},
                {"href", href},
                {"download_href", href + "?download"}}}};
    add_draft_facts(view, call, tx, *it);
    add_next_step(view, call, tx, *it, begun);
    tx.commit();
    page::add_notice(view, call.request, kDraftNotices, call.tr);
    return call.show("dossiers/results/draft", std::move(view));
}

http::Response draft_file(const Call& call)
{
    db::Transaction tx = call.dossiers().pool.begin(result_scope(call.actor));
    const auto it = seen_draft(call, tx);
    const auto file = it ? store::find_file(tx, it->draft.dossier, it->draft.file) : std::nullopt;
    if (!file) return call.refuse(no_draft());
    call.note_look(tx, it->dossier, "result");
    tx.commit();
    return page::stored_file(call.dossiers().blobs.open(file->sha256),
                             {.name = file->name,
                              .media_type = file->media_type,
                              .sha256 = file->sha256,
                              .download = call.request.query.has("download")});
}

http::Response draft_submit(const Call& call)
{
    const std::string path = path_of(call.uid()) + "/drafts/" + call.request.param("draft");
    return after(call,
                 submit_result(call.dossiers(), call.actor, call.request.param("draft"), version_in(call),
                               call.request.form.has("end_step")),
                 path + "?done=submitted");
}

http::Response draft_recall(const Call& call)
{
    const std::string path = path_of(call.uid()) + "/drafts/" + call.request.param("draft");
    return after(call,
                 recall_result(call.dossiers(), call.actor, call.request.param("draft"), version_in(call)),
                 path + "?done=recalled");
}

http::Response draft_drop(const Call& call)
{
    return after(call,
                 drop_result(call.dossiers(), call.actor, call.request.param("draft"), version_in(call)),
                 path_of(call.uid()) + "?done=dropped");
}

http::Response draft_return(const Call& call) { return return_page(call, nullptr); }

http::Response draft_return_send(const Call& call)
{
    const auto done = return_result(call.dossiers(), call.actor, call.request.param("draft"),
                                    version_in(call), call.request.form.get("reason"));
    if (!done && done.error().fault == base::Fault::invalid) return return_page(call, &done.error());
    return after(call, done,
                 path_of(call.uid()) + "/drafts/" + call.request.param("draft") + "?done=returned");
}

}  // namespace lt::dossiers::pages
