// Writing an outgoing document: new, reply, change.
#include <algorithm>

#include "directory/api.h"
#include "documents/pages/draft_differences.h"
#include "documents/pages/marks.h"
#include "documents/pages/recipients.h"
#include "documents/pages/uploads.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"

namespace lt::documents::pages {
namespace {

// What the form starts from: nothing, the document that is answered, or the stored draft.
struct Start {
    const DocumentView* draft = nullptr;
    const DocumentView* answered = nullptr;
    const Draft* newer = nullptr;  // what was typed, when `draft` was saved by somebody else meanwhile
};

std::string text_of(const std::optional<base::Time>& time)
{
    return time ? base::format_vietnam(*time) : std::string();
}

std::vector<std::int64_t> recipients_at_start(const Call& call, const Start& start)
{
    if (!call.request.form.fields().empty()) return chosen_recipients(call);
    if (start.draft) return start.draft->chosen_recipients;
    if (start.answered) {
        const auto directory = call.documents().directory.snapshot();
        const directory::Agency* sender = directory->find_code(start.answered->issuer_code);
        if (sender && sender->id != call.actor.agency) return {sender->id};
    }
    return {};
}

View kept_files(const Call& call, const DocumentView& draft)
{
    const std::vector<std::string> keep = call.request.form.all("keep");
    // A file that the form did not show, because another window added it, is kept until somebody unchecks it.
    const std::vector<std::string> known = call.request.form.all("known");
    const auto holds = [](const std::vector<std::string>& uids, const std::string& uid) {
        return std::find(uids.begin(), uids.end(), uid) != uids.end();
    };
    View files = View::array();
    for (const FileRow& file : draft.files) {
        View row = file_view(call.tr, file);
        row["kept"] = !holds(known, file.uid) || holds(keep, file.uid);
        files.push_back(std::move(row));
    }
    return files;
}

void add_fields(const Call& call, page::FormView& form, const Start& start)
{
    const Words& tr = call.tr;
    const DocumentView* draft = start.draft;
    std::vector<page::Choice> kind_choices;
    for (const Kind& kind : kinds(call.documents())) {
        if (!kind.copy_form.empty()) continue;  // made from a document that exists
        const bool usual = kind.code == (draft ? draft->kind_code : kUsualKind);
        kind_choices.push_back({kind.code, kind.name, "", usual});
    }
    form.choices("kind", tr("Loại văn bản"), kind_choices);
    std::string subject = draft ? draft->subject : "";
    if (start.answered && !draft) {
        subject = tr("Trả lời {{notation}}: {{subject}}",
                     {{"notation", start.answered->notation}, {"subject", start.answered->subject}});
    }
    form.field("subject", tr("Trích yếu"), subject,
               {{"rows", 2}, {"hint", tr("Một câu, nhiều nhất 500 ký tự.")}});
    std::vector<page::Choice> urgencies;
    for (const Urgency value : {Urgency::normal, Urgency::urgent, Urgency::very_urgent, Urgency::immediate}) {
        urgencies.push_back({std::string(to_text(value)), urgency_label(tr, value), "",
                             value == (draft ? draft->urgency : Urgency::normal)});
    }
    form.choices("urgency", tr("Độ khẩn"), urgencies, {{"inline", true}});
    form.choices(
        "secrecy", tr("Độ mật"), {{"thường", tr("Thường"), "", true}},
        {{"hint", tr("Hệ thống này chỉ nhận văn bản thường. Văn bản có độ mật không được đưa lên đây.")}});
    form.choices(
        "signer", tr("Người ký"),
        person_choices(people_of(call, directory::Role::leader), tr("Chưa chọn"), draft ? draft->signer : 0));
    form.field(
        "reply_due", tr("Hạn trả lời"), draft ? text_of(draft->reply_due_at) : "",
        {{"optional", true}, {"hint", tr("Ngày/tháng/năm giờ:phút. Chỉ ghi ngày thì tính đến 17:00.")}});
}

http::Response draft_page(const Call& call, const Start& start, const FormFiles* sent,
                          const base::Error* error)
{
    const Words& tr = call.tr;
    const DocumentView* draft = start.draft;
    View view{{"title", draft ? tr("Sửa dự thảo") : tr("Soạn văn bản đi")},
              {"action", draft ? "/outgoing/" + draft->uid + "/edit" : std::string("/outgoing")},
              {"back",
               {{"href", draft ? "/outgoing/" + draft->uid : std::string("/outgoing")},
                {"label", draft ? tr("Dự thảo") : tr("Văn bản đi")}}}};
    const http::Form& typed = call.request.form;
    page::FormView form(view, typed, error, tr);
    if (start.newer) {
        view["error_title"] = tr("Chưa lưu: dự thảo đã có bản mới hơn");
    } else if (error && error->fault == base::Fault::conflict) {
        view["error_title"] = tr("Chưa lưu được");
    } else if (error) {
        view["error_title"] =
            tr("Chưa lưu được, cần sửa {{count}} chỗ", {{"count", std::to_string(view["errors"].size())}});
    }
    add_fields(call, form, start);
    add_file_field(call, form, tr("Tệp văn bản"), sent);
    add_recipients(call, form, recipients_at_start(call, start), typed.get("find"), view);
    view["kept_files"] = draft ? kept_files(call, *draft) : View::array();
    view["key"] = typed.find("key").value_or(base::new_uid(call.now));
    const std::string version = draft ? std::to_string(draft->version) : "";
    view["version"] = draft && !start.newer ? typed.find("version").value_or(version) : version;
    view["newer"] = false;
    if (start.newer) {
        View differences = differences_of(call, *draft, *start.newer);
        view["newer"] = {{"href", "/outgoing/" + draft->uid},
                         {"has_differences", !differences.empty()},
                         {"differences", std::move(differences)}};
    }
    view["answered"] = start.answered ? View{{"uid", start.answered->uid},
                                             {"notation", start.answered->notation},
                                             {"subject", start.answered->subject},
                                             {"issuer", start.answered->issuer_name}}
                                      : View(false);
    return call.show("documents/draft", std::move(view), error);
}

http::Response secret_page(const Call& call, const Start& start, const FormFiles& sent)
{
    forget_secret(call, sent);
    const auto refused = secret_refused();
    return draft_page(call, start, nullptr, &refused);
}

// The draft was saved in another window after this form was opened: who, when, what differs, and the form with everything
// typed, which now saves over the newer one.
http::Response newer_page(const Call& call, const DocumentView& stored, const Draft& typed,
                          const FormFiles& sent)
{
    const EventRow* last = stored.events.empty() ? nullptr : &stored.events.front();
    const std::string at = base::format_vietnam(last ? last->at : stored.changed_at);
    base::Error error = base::conflict(
        {"Bạn đã lưu bản khác lúc {{time}} ở cửa sổ hoặc máy khác, sau khi mở trang này.", {{"time", at}}});
    if (last && last->official_name != call.actor.name) {
        error.message = call.tr(
            "{{name}} đã đổi dự thảo lúc {{time}} ({{act}}), sau khi bạn mở trang này.",
            {{"name", last->official_name}, {"time", at}, {"act", base::lower(event_words(call.tr, *last))}});
    }
    return draft_page(call, {.draft = &stored, .newer = &typed}, &sent, &error);
}

// The document that this one answers; named by uid in the form.
std::optional<DocumentView> answered_of(const Call& call)
{
    const std::string uid = call.request.form.get("in_reply_to");
    return base::is_uid(uid) ? document(call.documents(), call.actor, uid) : std::nullopt;
}

Draft typed_draft(const Call& call, const std::optional<DocumentView>& answered)
{
    const http::Form& form = call.request.form;
    Draft draft;
    draft.kind_code = form.get("kind");
    draft.subject = form.get("subject");
    draft.urgency = urgency(form.get("urgency")).value_or(Urgency::normal);
    draft.secrecy = form.get("secrecy");
    draft.reply_due_at = base::parse_vietnam_time(form.get("reply_due"));
    draft.signer = official_of(people_of(call, directory::Role::leader), form.get("signer"));
    draft.recipients = chosen_recipients(call);
    draft.in_reply_to = answered ? answered->id : 0;
    return draft;
}

// What only the page can see is wrong: a date that is none, files that were refused. Together with the rule's
// errors.
std::optional<base::Error> check_form(const Call& call, const Draft& draft, const FormFiles& sent)
{
    std::optional<base::Error> error = check_draft(draft, kinds(call.documents()), call.now);
    const auto add = [&](const base::Error& other) {
        if (!error) {
            error = other;
        } else {
            error->more.emplace_back(other.field, other.message);
        }
    };
    if (!call.request.form.get("reply_due").empty() && !draft.reply_due_at) {
        add(base::invalid(
            "reply_due", msg("Nhập hạn trả lời theo dạng ngày/tháng/năm giờ:phút, ví dụ 23/11/2026 17:00.")));
    }
    if (!sent.files) add(sent.files.error());
    return error;
}

bool asks_again(const http::Form& form) { return form.has("narrow"); }

// Saved; with "Lưu và trình ký" also submitted.
http::Response after_saving(const Call& call, const std::string& uid, const char* what)
{
    const std::string path = "/outgoing/" + uid;
    if (call.request.form.get("then") != "submit") return done(path, what);
    const auto submitted = submit_draft(call.documents(), call.actor, uid);
    if (submitted) return done(path, "submitted");
    auto stored = document(call.documents(), call.actor, uid);
    if (!stored) return call.refuse(no_document());
    // The same form sent twice: the first sending did it all.
    if (stored->state != DocumentState::draft) return http::redirect(path);
    if (submitted.error().fault != base::Fault::invalid) return call.refuse(submitted.error());
    // The draft is safe; the form opens again on what was stored and says what is missing.
    http::Request fresh = call.request;
    fresh.form = {};
    const Call again{call.services, fresh, call.actor, call.tr, call.now};
    return draft_page(again, {.draft = &*stored}, nullptr, &submitted.error());
}

}  // namespace

http::Response outgoing_new(const Call& call) { return draft_page(call, {}, nullptr, nullptr); }

http::Response outgoing_reply(const Call& call)
{
    return with_document(call, [&](const DocumentView& answered) {
        if (!answered.incoming) return call.refuse(no_document());
        return draft_page(call, {.answered = &answered}, nullptr, nullptr);
    });
}

http::Response outgoing_create(const Call& call)
{
    const auto answered = answered_of(call);
    const Start start{.answered = answered ? &*answered : nullptr};
    const FormFiles sent = take_form_files(call);
    if (asks_again(call.request.form)) return draft_page(call, start, &sent, nullptr);
    const Draft draft = typed_draft(call, answered);
    if (!is_not_secret(draft.secrecy)) return secret_page(call, start, sent);
    if (const auto error = check_form(call, draft, sent)) return draft_page(call, start, &sent, &*error);
    const auto created =
        create_draft(call.documents(), call.actor, call.request.form.get("key"), draft, *sent.files);
    if (created) return after_saving(call, created->uid, "created");
    if (created.error().fault != base::Fault::invalid) return call.refuse(created.error());
    return draft_page(call, start, &sent, &created.error());
}

http::Response outgoing_edit(const Call& call)
{
    return with_document(call, [&](const DocumentView& draft) {
        if (!draft.own) return call.refuse(no_document());
        if (const auto next = after(draft.state, DraftStep::edit); !next) return call.refuse(next.error());
        return draft_page(call, {.draft = &draft}, nullptr, nullptr);
    });
}

http::Response outgoing_save(const Call& call)
{
    return with_document(call, [&](const DocumentView& stored) {
        if (!stored.own) return call.refuse(no_document());
        const http::Form& form = call.request.form;
        const Start start{.draft = &stored};
        const FormFiles sent = take_form_files(call);
        if (asks_again(form)) return draft_page(call, start, &sent, nullptr);
        const Draft draft = typed_draft(call, std::nullopt);
        if (!is_not_secret(draft.secrecy)) return secret_page(call, start, sent);
        if (const auto error = check_form(call, draft, sent)) return draft_page(call, start, &sent, &*error);
        const int version = static_cast<int>(form.integer("version").value_or(0));
        std::vector<std::string> keep = form.all("keep");
        std::erase_if(keep, [](const std::string& uid) { return !base::is_uid(uid); });
        const auto saved =
            edit_draft(call.documents(), call.actor, call.uid(), version, draft, keep, *sent.files);
        if (saved) return after_saving(call, call.uid(), "edited");
        if (saved.error().field == "version") return newer_page(call, stored, draft, sent);
        // Submitted meanwhile, for example: it can't be saved, but what was typed must not go with the page.
        const bool in_form =
            saved.error().fault == base::Fault::invalid || saved.error().fault == base::Fault::conflict;
        if (!in_form) return call.refuse(saved.error());
        return draft_page(call, start, &sent, &saved.error());
    });
}

}  // namespace lt::documents::pages
