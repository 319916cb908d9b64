// The page of an outgoing document: what is to be done, the file, how far each recipient is; the page of all
// recipients.
#include <algorithm>

#include "documents/pages/copies.h"
#include "documents/pages/document_view.h"
#include "documents/pages/flash.h"
#include "documents/pages/key_fields.h"
#include "documents/pages/marks.h"
#include "documents/signatures/places.h"
#include "kit/base/text.h"

namespace lt::documents::pages {
namespace {

constexpr std::size_t kNotable = 6;
constexpr std::size_t kRecipientsOnPage = 50;

View link(const std::string& href, const std::string& label) { return {{"href", href}, {"label", label}}; }

// Refusals and unanswered recalls first, then those who have not begun, the longest waiting first.
std::vector<RecipientRow> by_need(const DocumentView& document)
{
    const auto rank = [](const RecipientRow& row) {
        if (row.state == DeliveryState::refused || row.recall == "refused") return 0;
        if (row.recall == "asked") return 1;
        return row.state == DeliveryState::arrived || row.state == DeliveryState::sent ? 2 : 3;
    };
    std::vector<RecipientRow> rows = document.recipients;
    std::stable_sort(rows.begin(), rows.end(), [&](const RecipientRow& a, const RecipientRow& b) {
        const int left = rank(a);
        const int right = rank(b);
        if (left != right) return left < right;
        return left == 3 ? b.state_at < a.state_at : a.state_at < b.state_at;
    });
    return rows;
}

std::size_t unfinished(const DocumentView& document)
{
    return static_cast<std::size_t>(
        std::count_if(document.recipients.begin(), document.recipients.end(), [](const RecipientRow& row) {
            const std::string group = progress_group(row);
            return group == "sent" || group == "arrived" || group == "working";
        }));
}

void add_issued(const Call& call, const DocumentView& document, View& todo)
{
    const Words& tr = call.tr;
    std::vector<const RecipientRow*> refused;
    for (const RecipientRow& row : document.recipients) {
        if (row.state == DeliveryState::refused) refused.push_back(&row);
    }
    if (!refused.empty()) {
        const RecipientRow& first = *refused.front();
        todo["text"] = tr("{{agency}} từ chối tiếp nhận lúc {{time}}: “{{reason}}”",
                          {{"agency", first.name},
                           {"time", short_time(first.state_at, call.now)},
                           {"reason", first.reason}});
        if (refused.size() > 1) {
            todo["links"].push_back(
                link("/outgoing/" + document.uid + "/recipients?state=stopped",
                     tr("Xem {{count}} nơi từ chối", {{"count", std::to_string(refused.size())}})));
        }
    } else if (document.recalled_at) {
        todo["text"] =
            tr("Đã đề nghị thu hồi lúc {{time}}.", {{"time", base::format_vietnam(*document.recalled_at)}});
    } else if (document.reply_due_at && *document.reply_due_at < call.now && unfinished(document) > 0) {
        todo["text"] =
            tr("Đã quá hạn trả lời mà {{count}} nơi nhận chưa làm xong.",
               {{"count", base::group_thousands(static_cast<std::int64_t>(unfinished(document)))}});
    } else {
        todo["text"] = tr("Không có việc phải làm. Nơi nhận báo gì thì hiện ở đây.");
    }
    const auto also = [&](const char* path, const std::string& label) {
        todo["links"].push_back(link("/outgoing/" + document.uid + path, label));
    };
    const bool clerk = may(call.actor.role, DraftStep::issue, false, false);
    const auto to_remind = std::count_if(document.recipients.begin(), document.recipients.end(),
                                         [&](const RecipientRow& row) { return can_remind(row, call.now); });
    if (to_remind > 0 && may_remind(call.actor.role, document.drafter == call.actor.official))
        also("/reminders",
             tr("Đôn đốc {{count}} nơi chưa xong…", {{"count", base::group_thousands(to_remind)}}));
    if (clerk && !document.recalled_at) also("/further-recipients", tr("Gửi bổ sung nơi nhận…"));
    const bool somebody_has_it =
        std::any_of(document.recipients.begin(), document.recipients.end(), [](const RecipientRow& row) {
            return (row.recall.empty() || row.recall == "refused") && row.state != DeliveryState::refused &&
                   row.state != DeliveryState::recalled;
        });
    if (const std::string href = copy_href(call, document); !href.empty())
        todo["links"].push_back(link(href, tr("Sao y…")));
    if (somebody_has_it && clerk) also("/recall", tr("Thu hồi văn bản…"));
}

bool is_pdf(const DocumentView& document)
{
    return !document.files.empty() && document.files.front().media_type == "application/pdf";
}

// What the leader may do: sign digitally where there are a key and a PDF, otherwise approve.
void add_approval(const Call& call, const DocumentView& document, View& todo)
{
    const Words& tr = call.tr;
    const std::string base = "/outgoing/" + document.uid;
    const bool has_key = !keys_at_hand(call, Owner::official).empty();
    todo["text"] = tr("Xem tệp và nơi nhận trước khi duyệt.");
    if (has_key && is_pdf(document)) {
        todo["sign"] = {{"href", base + "/signature"},
                        {"version", document.version},
                        {"approval_href", base + "/approval"},
                        {"uncertain_href",
                         has_assumed(document.files.front().places) ? View(base + "/places") : View(false)}};
        return;
    }
    todo["post"] = link(base + "/approval", tr("Duyệt ký"));
    todo["post"]["version"] = document.version;
    if (has_key)
        todo["text"] = tr("Tệp đầu tiên không phải PDF nên không ký số được. Trả lại người soạn để thay bằng "
                          "tệp PDF, hoặc duyệt không ký số.");
}

// A copy that waits for its number and the agency's signature.
void add_copy(const Call& call, const DocumentView& copy, View& todo)
{
    const Words& tr = call.tr;
    const std::string base = "/outgoing/" + copy.uid;
    if (!may(call.actor.role, DraftStep::issue, false, false)) {
        todo["text"] = tr("Đang chờ văn thư cấp số và ký số bản sao.");
        return;
    }
    todo["button"] = link(base + "/issue", tr("Cấp số và ký số bản sao…"));
    if (copy.notation.empty()) {
        todo["text"] = tr("Bản sao chưa có số và chữ ký số của cơ quan.");
        todo["links"].push_back(link(base + "/discard", tr("Bỏ bản sao…")));
    } else {
        todo["text"] = tr("Bản sao đã được cấp số {{notation}}. Cơ quan ký số để hoàn thành.",
                          {{"notation", copy.notation}});
    }
}

View todo_of(const Call& call, const DocumentView& document)
{
    const Words& tr = call.tr;
    const std::string base = "/outgoing/" + document.uid;
    const bool drafter = document.drafter == call.actor.official;
    const bool signer = document.signer == call.actor.official;
    const auto allowed = [&](DraftStep step) { return may(call.actor.role, step, drafter, signer); };
    View todo{{"text", false}, {"note", false}, {"button", false},
              {"post", false}, {"sign", false}, {"links", View::array()}};
    switch (document.state) {
    case DocumentState::draft:
        if (!document.note.empty()) {
            todo["text"] = tr("Dự thảo bị trả lại. Sửa rồi trình lại.");
            todo["note"] = document.note;
        }
        if (allowed(DraftStep::submit)) {
            todo["post"] = link(base + "/submission", tr("Trình ký"));
            todo["links"].push_back(link(base + "/edit", tr("Sửa dự thảo")));
            todo["links"].push_back(link(base + "/discard", tr("Xoá dự thảo…")));
        } else if (document.note.empty()) {
            todo["text"] = tr("{{drafter}} đang soạn.", {{"drafter", document.drafter_name}});
        }
        break;
    case DocumentState::review:
        if (allowed(DraftStep::approve)) {
            add_approval(call, document, todo);
        } else {
            todo["text"] = tr("Đang chờ {{signer}} duyệt ký.", {{"signer", document.signer_name}});
            if (allowed(DraftStep::take_back)) todo["post"] = link(base + "/withdrawal", tr("Rút về để sửa"));
        }
        break;
    case DocumentState::approved:
        if (!document.copy_form.empty()) {
            add_copy(call, document, todo);
        } else if (allowed(DraftStep::issue) && !document.notation.empty()) {
            todo["text"] = tr("Đã cấp số {{notation}}, chưa ký số của cơ quan. Ký tiếp để phát hành.",
                              {{"notation", document.notation}});
            todo["button"] = link(base + "/issue", tr("Ký số của cơ quan và phát hành…"));
        } else if (allowed(DraftStep::issue)) {
            todo["text"] = is_signed(document)
                               ? tr("Lãnh đạo đã ký số. Số được cấp và cơ quan ký số khi phát hành.")
                               : tr("Đã duyệt ký. Số được cấp khi phát hành.");
            todo["button"] = link(base + "/issue", tr("Phát hành…"));
        } else {
            todo["text"] = tr("Đang chờ văn thư cấp số, phát hành.");
        }
        break;
    case DocumentState::issued: add_issued(call, document, todo); break;
    }
    for (const signing::OpenAct& act : open_acts(call.documents(), call.actor))
        if (std::ranges::find(act.items, document.uid) != act.items.end())
            todo["links"].push_back(link(act_path(act.uid), tr("Tiếp tục lần ký đang chờ…")));
    const bool unsigned_yet =
        document.state == DocumentState::draft || document.state == DocumentState::review;
    if (unsigned_yet && is_pdf(document) && allowed(DraftStep::place))
        todo["links"].push_back(link(base + "/places", tr("Vị trí chữ ký, số và ngày…")));
    const bool can_return = document.copy_form.empty() && (document.state == DocumentState::review ||
                                                           document.state == DocumentState::approved);
    if (can_return && document.notation.empty() && allowed(DraftStep::give_back)) {
        todo["links"].push_back(link(base + "/return", tr("Trả lại người soạn…")));
    }
    return todo;
}

// While drafting: whom it will go to.
View chosen_names(const Call& call, const DocumentView& document)
{
    const auto directory = call.documents().directory.snapshot();
    View names = View::array();
    for (const std::int64_t agency : document.chosen_recipients)
        names.push_back({{"name", directory->name(agency)}});
    return names;
}

std::string known_group(const std::string& text)
{
    for (const char* group : {"done", "working", "arrived", "sent", "stopped"}) {
        if (text == group) return text;
    }
    return {};
}

http::Response show_outgoing(const Call& call, const DocumentView& document, const base::Error* error)
{
    const Words& tr = call.tr;
    View view = document_base(call, document);
    const bool issued = document.state == DocumentState::issued;
    view["state"] = outgoing_state(tr, document.state, document.recalled_at.has_value());
    view["breadcrumbs"] = {{"items", View::array({link("/outgoing", tr("Văn bản đi"))})}};
    view["sender"] = false;
    view["recalled"] = false;
    view["refused"] = false;
    view["flash"] = error ? View(nullptr) : document_flash(call, document);
    view["todo"] = todo_of(call, document);
    view["issued"] = issued;
    const std::size_t total = issued ? document.recipients.size() : document.chosen_recipients.size();
    view["recipient_count"] = base::group_thousands(static_cast<std::int64_t>(total));
    view["chosen"] = issued ? View::array() : chosen_names(call, document);
    View notable = View::array();
    if (issued) {
        view["meter"] = progress_of(call, document);
        const std::vector<RecipientRow> rows = by_need(document);
        for (std::size_t i = 0; i < rows.size() && i < kNotable; ++i)
            notable.push_back(recipient_row(call, rows[i]));
    }
    view["more_recipients"] = issued && document.recipients.size() > notable.size();
    view["recipients"] = std::move(notable);
    page::FormView form(view, call.request.form, error, tr);
    if (view["todo"]["sign"].is_object()) add_key_fields(call, form, keys_at_hand(call, Owner::official));
    return call.show("documents/outgoing_document", std::move(view), error);
}

template <class Result>
http::Response after_step(const Call& call, const Result& result, const char* what)
{
    if (result) return done("/outgoing/" + call.uid(), what);
    if (result.error().fault != base::Fault::invalid) return call.refuse(result.error());
    return with_document(
        call, [&](const DocumentView& document) { return show_outgoing(call, document, &result.error()); });
}

}  // namespace

http::Response outgoing_show(const Call& call)
{
    return with_document(call, [&](const DocumentView& document) {
        if (!document.own) return http::redirect("/incoming/" + document.uid);
        return show_outgoing(call, document, nullptr);
    });
}

http::Response outgoing_submit(const Call& call)
{
    return after_step(call, submit_draft(call.documents(), call.actor, call.uid()), "submitted");
}

http::Response outgoing_take_back(const Call& call)
{
    return after_step(call, take_back_draft(call.documents(), call.actor, call.uid()), "taken-back");
}

http::Response outgoing_approve(const Call& call)
{
    const int version = static_cast<int>(call.request.form.integer("version").value_or(0));
    static_cast<void>(call.request.form.take_secret("pin"));  // the form offers both ways
    return after_step(call, approve_draft(call.documents(), call.actor, call.uid(), version), "approved");
}

http::Response outgoing_sign(const Call& call)
{
    const int version = static_cast<int>(call.request.form.integer("version").value_or(0));
    base::Secret pin = call.request.form.take_secret("pin");
    if (const auto key = key_elsewhere_in_form(call, Owner::official)) {
        const auto next = at_key(begin_elsewhere(call, *key, Purpose::leader, {call.uid(), version}));
        return next && !next->empty() ? http::redirect(*next) : after_step(call, next, "signed");
    }
    auto hand = at_key(hand_in_form(call, Owner::official, std::move(pin)));
    if (!hand) return after_step(call, hand, "signed");
    return after_step(call, at_key(sign_draft(call.documents(), call.actor, call.uid(), version, *hand)),
                      "signed");
}

http::Response outgoing_recipients(const Call& call)
{
    const Words& tr = call.tr;
    return with_document(call, [&](const DocumentView& document) {
        if (!document.own || document.state != DocumentState::issued) return call.refuse(no_document());
        const std::string state = known_group(call.request.query.get("state"));
        std::vector<RecipientRow> rows = by_need(document);
        std::erase_if(
            rows, [&](const RecipientRow& row) { return !state.empty() && progress_group(row) != state; });
        // The whole list is in hand: a page begins at a row's place in it.
        const auto begin = static_cast<std::size_t>(
            std::max<std::int64_t>(0, call.request.query.integer("after").value_or(0)));
        View list = View::array();
        for (std::size_t i = begin; i < rows.size() && i < begin + kRecipientsOnPage; ++i) {
            list.push_back(recipient_row(call, rows[i]));
        }
        const std::string base = "/outgoing/" + document.uid + "/recipients?state=" + state;
        View view{
            {"title", tr("Nơi nhận của {{notation}}", {{"notation", document.notation}})},
            {"uid", document.uid},
            {"back", link("/outgoing/" + document.uid, document.notation)},
            {"subject", document.subject},
            {"recipients", std::move(list)},
            {"meter", progress_of(call, document)},
            {"all_href", state.empty() ? View(false) : View("/outgoing/" + document.uid + "/recipients")},
            {"remind_href", false},
            {"total", base::group_thousands(static_cast<std::int64_t>(rows.size()))}};
        const bool may_be_reminded = std::any_of(
            rows.begin(), rows.end(), [&](const RecipientRow& row) { return can_remind(row, call.now); });
        if (may_be_reminded && may_remind(call.actor.role, document.drafter == call.actor.official)) {
            const std::string query = state.empty() ? "" : "?state=" + state;
            view["remind_href"] = "/outgoing/" + document.uid + "/reminders" + query;
        }
        const std::size_t end = begin + kRecipientsOnPage;
        view["next_href"] = end < rows.size() ? View(base + "&after=" + std::to_string(end)) : View(false);
        view["first_href"] = begin > 0 ? View(base) : View(false);
        return call.show("documents/recipients", std::move(view));
    });
}

}  // namespace lt::documents::pages
