// The page of an incoming document: what is to be done comes first, by its state and the reader's role.
#include <algorithm>

#include "documents/pages/copies.h"
#include "documents/pages/document_view.h"
#include "documents/pages/flash.h"
#include "documents/pages/marks.h"
#include "documents/verdicts/verdicts.h"

namespace lt::documents::pages {
namespace {

const AssignmentRow* own_part(const Call& call, const DocumentView::Incoming& in)
{
    for (const AssignmentRow& row : in.assignments) {
        if (row.official == call.actor.official && row.state == "open") return &row;
    }
    return nullptr;
}

View link(const std::string& href, const std::string& label) { return {{"href", href}, {"label", label}}; }

// The panel "Việc cần làm": text, one primary act (a link or a form) and quieter links.
class Todo {
public:
    explicit Todo(const Call& call) : base_("/incoming/" + call.uid())
    {
        for (const char* key : {"text", "note", "reminder", "accept", "submit", "button", "post"})
            view_[key] = false;
        view_["links"] = View::array();
    }
    void text(const std::string& words) { view_["text"] = words; }
    void note(const std::string& words) { view_["note"] = words; }
    void reminder(const std::string& words, const std::string& said)
    {
        view_["reminder"] = {{"words", words}, {"said", said.empty() ? View(false) : View(said)}};
    }
    void form(const char* name) { view_[name] = true; }  // "accept" or "submit": forms of the template
    void button(const std::string& path, const std::string& label)
    {
        view_["button"] = link(base_ + path, label);
    }
    void post(const std::string& path, const std::string& label)
    {
        view_["post"] = link(base_ + path, label);
    }
    void also(const std::string& path, const std::string& label)
    {
        view_["links"].push_back(link(base_ + path, label));
    }
    void elsewhere(const std::string& href, const std::string& label)
    {
        view_["links"].push_back(link(href, label));
    }
    bool has_act() const { return view_["button"].is_object() || view_["post"].is_object(); }
    View take() { return std::move(view_); }

private:
    std::string base_;
    View view_{};
};

std::string lead_of(const DocumentView::Incoming& in)
{
    for (const AssignmentRow& row : in.assignments) {
        if (row.role != AssignmentRole::lead || row.state == "withdrawn") continue;
        return row.unit_name.empty() ? row.official_name : row.official_name + ", " + row.unit_name;
    }
    return {};
}

void add_own_part(const Call& call, const AssignmentRow& mine, Todo& todo)
{
    const Words& tr = call.tr;
    todo.text(tr("Vai của bạn: {{role}}.", {{"role", assignment_role_label(tr, mine.role)}}));
    todo.note(mine.instruction);
    if (mine.role == AssignmentRole::informed) {
        todo.button("/report", tr("Ghi đã xem"));
    } else if (!mine.started_at) {
        todo.post("/start", tr("Bắt đầu xử lý"));
        todo.also("/report", tr("Báo cáo kết quả"));
    } else {
        todo.button("/report", tr("Báo cáo kết quả"));
    }
    if (mine.role != AssignmentRole::informed) todo.also("/reply", tr("Soạn văn bản trả lời"));
}

void add_open_work(const Call& call, const DocumentView::Incoming& in, Todo& todo)
{
    const Words& tr = call.tr;
    const bool leader = may(call.actor.role, DeliveryStep::assign);
    if (const AssignmentRow* mine = own_part(call, in)) {
        add_own_part(call, *mine, todo);
    } else {
        todo.text(tr("{{lead}} đang chủ trì xử lý.", {{"lead", lead_of(in)}}));
        todo.also("/reply", tr("Soạn văn bản trả lời"));
    }
    if (leader) todo.also("/assignments", tr("Đổi phân công"));
    if (may(call.actor.role, DeliveryStep::complete) && !todo.has_act()) {
        todo.post("/completion", tr("Kết thúc xử lý"));
    }
}

// The sender's last word on it, while it is open.
void add_reminder(const Call& call, const DocumentView& document, Todo& todo)
{
    const auto is_reminder = [](const EventRow& event) { return event.action == "reminder"; };
    const auto last = std::find_if(document.events.begin(), document.events.end(), is_reminder);
    if (last == document.events.end()) return;
    const auto times = std::count_if(last, document.events.end(), is_reminder);
    const page::Words::Values values{{"sender", document.issuer_name},
                                     {"time", base::format_vietnam(last->at)},
                                     {"count", std::to_string(times)}};
    todo.reminder(times == 1 ? call.tr("{{sender}} đôn đốc lúc {{time}}.", values)
                             : call.tr("{{sender}} đôn đốc {{count}} lần, lần cuối lúc {{time}}.", values),
                  last->detail);
}

View todo_of(const Call& call, const DocumentView& document)
{
    const Words& tr = call.tr;
    const DocumentView::Incoming& in = *document.incoming;
    Todo todo(call);
    const bool open = in.state == DeliveryState::arrived || in.state == DeliveryState::accepted ||
                      in.state == DeliveryState::assigned || in.state == DeliveryState::in_progress;
    if (open) add_reminder(call, document, todo);
    if (in.recall == "asked" && may(call.actor.role, DeliveryStep::agree_recall)) {
        todo.text(tr("{{sender}} đề nghị lấy lại văn bản này.", {{"sender", document.issuer_name}}));
        todo.note(in.recall_reason);
        todo.button("/recall-answer", tr("Trả lời đề nghị lấy lại"));
        return todo.take();
    }
    switch (in.state) {
    case DeliveryState::sent: break;  // of agencies elsewhere only
    case DeliveryState::arrived:
        if (may(call.actor.role, DeliveryStep::accept)) {
            todo.form("accept");
            todo.also("/refusal", tr("Từ chối tiếp nhận…"));
        } else {
            todo.text(tr("Văn thư chưa đăng ký văn bản này."));
        }
        break;
    case DeliveryState::accepted:
        if (may(call.actor.role, DeliveryStep::assign)) {
            todo.button("/assignments", tr("Phân công xử lý"));
        } else if (in.leader != 0) {
            todo.text(tr("Đang chờ {{leader}} phân công.", {{"leader", in.leader_name}}));
        } else if (may(call.actor.role, DeliveryStep::submit)) {
            todo.form("submit");
        } else {
            todo.text(tr("Văn thư chưa trình lãnh đạo."));
        }
        break;
    case DeliveryState::assigned:
    case DeliveryState::in_progress: add_open_work(call, in, todo); break;
    case DeliveryState::done: todo.text(tr("Đã xử lý xong. Không còn việc phải làm.")); break;
    case DeliveryState::refused:
        todo.text(tr("Cơ quan đã từ chối tiếp nhận."));
        todo.note(in.reason);
        break;
    case DeliveryState::recalled:
        todo.text(tr("Nơi gửi đã lấy lại văn bản này. Tệp không xem được nữa."));
        todo.note(in.recall_reason);
        break;
    }
    if (const std::string href = copy_href(call, document); !href.empty()) todo.elsewhere(href, tr("Sao y…"));
    return todo.take();
}

http::Response show_incoming(const Call& call, const DocumentView& document, const base::Error* error)
{
    const Words& tr = call.tr;
    View view = document_base(call, document);
    const DocumentView::Incoming& in = *document.incoming;
    view["state"] = incoming_state(tr, in.state, in.leader != 0);
    view["breadcrumbs"] = {{"items", View::array({link("/incoming", tr("Văn bản đến"))})}};
    view["sender"] = document.issuer_name;
    view["recalled"] = in.state == DeliveryState::recalled;
    view["refused"] = in.state == DeliveryState::refused;
    view["flash"] = error ? View(nullptr) : document_flash(call, document);
    view["todo"] = todo_of(call, document);
    page::FormView form(view, call.request.form, error, tr);
    if (may(call.actor.role, DeliveryStep::accept)) {
        const bool must = in.state == DeliveryState::accepted;
        form.choices("leader", tr("Trình lãnh đạo"),
                     person_choices(people_of(call, directory::Role::leader),
                                    must ? tr("Chọn lãnh đạo") : tr("Chưa trình")));
        form.field("note", tr("Ý kiến của văn thư"), "", {{"rows", 2}, {"optional", true}});
        if (has_broken_signature(document))
            form.field("signature_reason", tr("Lý do vẫn tiếp nhận dù chữ ký số không hợp lệ"), "",
                       {{"rows", 2}, {"hint", tr("Được giữ trong lịch sử của văn bản.")}});
    }
    return call.show("documents/incoming_document", std::move(view), error);
}

// A step that is one button: back to the page with a confirmation, or the page again with the reason.
template <class Result>
http::Response after_step(const Call& call, const Result& result, const char* what)
{
    if (result) return done("/incoming/" + call.uid(), what);
    if (result.error().fault != base::Fault::invalid) return call.refuse(result.error());
    return with_document(call, [&](const DocumentView& document) {
        if (!document.incoming) return call.refuse(result.error());
        return show_incoming(call, document, &result.error());
    });
}

}  // namespace

http::Response incoming_show(const Call& call)
{
    return with_document(call, [&](const DocumentView& document) {
        if (!document.incoming) {
            return document.own ? http::redirect("/outgoing/" + document.uid) : call.refuse(no_document());
        }
        mark_read(call.documents(), call.actor, document.uid);
        return show_incoming(call, document, nullptr);
    });
}

http::Response incoming_accept(const Call& call)
{
    const http::Form& form = call.request.form;
    const auto leader = leader_in_form(call);
    if (!leader) return after_step(call, leader, "accepted");
    return after_step(call,
                      accept(call.documents(), call.actor, call.uid(), *leader, form.get("note"),
                             form.get("signature_reason")),
                      "accepted");
}

http::Response incoming_submit(const Call& call)
{
    const http::Form& form = call.request.form;
    const auto leader = leader_in_form(call);
    if (!leader) return after_step(call, leader, "submitted");
    return after_step(call,
                      submit_to_leader(call.documents(), call.actor, call.uid(), *leader, form.get("note")),
                      "submitted");
}

// For what could not be decided before. Whoever sees the document may ask; every holder reads the answer.
http::Response incoming_judge(const Call& call)
{
    judge_waiting(call.documents(), call.actor, call.uid(), Judging::again);
    return after_step(call, base::Result<base::Done>(base::Done{}), "judged");
}

http::Response incoming_start(const Call& call)
{
    return after_step(call, start_work(call.documents(), call.actor, call.uid()), "started");
}

http::Response incoming_complete(const Call& call)
{
    return after_step(call, complete(call.documents(), call.actor, call.uid(), call.request.form.get("note")),
                      "completed");
}

}  // namespace lt::documents::pages
