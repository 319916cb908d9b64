// What the pages of one document share.
#include "documents/pages/document_view.h"

#include <algorithm>
#include <array>

#include "documents/pages/marks.h"
#include "kit/base/text.h"

namespace lt::documents::pages {
namespace {

std::string link_of(const DocumentView::Link& link)
{
    return (link.outgoing ? "/outgoing/" : "/incoming/") + link.uid;
}

View related_of(const DocumentView& document)
{
    View related = View::array();
    const auto add = [&](const DocumentView::Link& link) {
        related.push_back({{"href", link_of(link)},
                           {"notation", link.notation.empty() ? link.subject : link.notation},
                           {"subject", link.subject}});
    };
    for (const DocumentView::Link& reply : document.replies) add(reply);
    return related;
}

// What the signature over the whole message is worth. What binds is the signature in the file itself.
std::string message_signature(const Words& tr, const DocumentView::Arrival& arrival)
{
    if (arrival.signature == "valid") return tr("hợp lệ");
    if (arrival.signature == "failed") return tr("không hợp lệ");
    if (arrival.signature == "indeterminate") return tr("chưa xác định được");
    if (arrival.signature == "not_verifiable") return tr("không kiểm tra được");
    return {};
}

View facts_of(const Call& call, const DocumentView& document)
{
    const Words& tr = call.tr;
    View facts = View::array();
    const auto add = [&](const std::string& key, const std::string& value, const std::string& note = {},
                         const std::string& href = {}) {
        if (!value.empty()) facts.push_back(fact(key, value, note, href));
    };
    const auto join = [](const std::string& a, const std::string& b) {
        return a.empty() || b.empty() ? a + b : a + ", " + b;
    };
    if (!document.own) add(tr("Nơi gửi"), document.issuer_name);
    if (document.own)
        add(document.copy_form.empty() ? tr("Soạn thảo") : tr("Người làm bản sao"),
            join(document.unit_name, document.drafter_name));
    add(tr("Người ký"), join(document.signer_name, document.signer_title));
    if (document.incoming && document.incoming->arrival_number) {
        const auto& in = *document.incoming;
        add(tr("Số đến"), base::group_thousands(*in.arrival_number),
            in.registered_at ? base::format_vietnam(*in.registered_at) : "");
        add(tr("Trình"), in.leader_name);
        add(tr("Văn thư trình"), in.clerk_note.empty() ? "" : "“" + in.clerk_note + "”");
    } else if (document.incoming) {
        add(tr("Đến lúc"), base::format_vietnam(document.incoming->arrived_at));
    }
    if (document.arrival) {
        const DocumentView::Arrival& arrival = *document.arrival;
        add(tr("Qua trục liên thông"), arrival.carrier);
        if (arrival.updates || arrival.replaces)
            add(arrival.updates ? tr("Cập nhật văn bản") : tr("Thay thế văn bản"),
                arrival.earlier_link ? arrival.earlier_link->notation : arrival.earlier,
                arrival.reason.empty() ? "" : "“" + arrival.reason + "”",
                arrival.earlier_link ? link_of(*arrival.earlier_link) : "");
        // A reason that begins with the verdict stands alone.
        const std::string verdict = message_signature(tr, arrival);
        const std::string why = arrival.signature_why.empty() ? "" : tr(arrival.signature_why.c_str());
        const bool is_said = base::fold(why).starts_with(base::fold(verdict));
        add(tr("Chữ ký của thông điệp"), is_said && !why.empty() ? why : verdict, is_said ? "" : why);
    }
    if (document.in_reply_to) {
        const DocumentView::Link& link = *document.in_reply_to;
        add(tr("Trả lời"), link.notation.empty() ? link.subject : link.notation, "", link_of(link));
    }
    const auto named = [](const DocumentView::Link& link) {
        return link.notation.empty() ? link.subject : link.notation;
    };
    if (document.copied_from)
        add(tr("Sao từ"), named(*document.copied_from), "", link_of(*document.copied_from));
    for (const DocumentView::Link& copy : document.copies)
        add(tr("Bản sao"), copy.notation.empty() ? tr("chưa có số") : copy.notation, "", link_of(copy));
    return facts;
}

View assignments_of(const Call& call, const DocumentView::Incoming& in)
{
    View rows = View::array();
    for (const AssignmentRow& row : in.assignments) {
        if (row.state == "withdrawn") continue;
        View view{{"official", row.official_name},
                  {"unit", row.unit_name},
                  {"role", std::string(to_text(row.role))},
                  {"role_label", assignment_role_label(call.tr, row.role)},
                  {"done", row.state == "done"},
                  {"started", row.started_at.has_value()},
                  {"report", row.report.empty() ? View(false) : View(row.report)}};
        view["due"] = due_of(call, row.due_at, row.done_at);
        rows.push_back(std::move(view));
    }
    return rows;
}

}  // namespace

View document_base(const Call& call, const DocumentView& document)
{
    const Words& tr = call.tr;
    View view{{"title", document.notation.empty() ? base::shorten(document.subject, 60) : document.notation},
              {"uid", document.uid},
              {"subject", document.subject},
              {"notation", document.notation.empty() ? tr("chưa có số") : document.notation},
              {"kind", document.kind_name},
              {"document_state", std::string(to_text(document.state))},
              {"urgency", urgency_mark(document.urgency)},
              {"urgency_label", urgency_label(tr, document.urgency)},
              {"facts", facts_of(call, document)},
              {"replies", related_of(document)},
              {"log", log_of(tr, document.events)}};
    view["issued_on"] = document.issued_on ? View(base::format_day(*document.issued_on)) : View(false);
    view["reply_due"] = due_of(call, document.reply_due_at);
    View files = View::array();
    for (const FileRow& file : document.files) {
        files.push_back(file_view(tr, file));
        View& verdict = files.back()["verdict"];
        if (document.incoming && verdict.is_null() && file.media_type == "application/pdf" && !file.judged_at)
            verdict = unjudged_view(tr, file);
        if (document.incoming && file.indication == "indeterminate")
            verdict["again_href"] = "/incoming/" + document.uid + "/verdict";
    }
    // The first that a browser can show stands open, the others below it.
    const std::string wanted = call.request.query.get("file");
    const View* open = nullptr;
    for (const View& file : files) {
        const bool shows = file["href"].is_string();
        if (shows && (open == nullptr || file["uid"] == wanted)) open = &file;
    }
    if (open == nullptr && !files.empty()) open = &files.front();
    view["file"] = open ? *open : View(nullptr);
    for (View& file : files) {
        file["open"] = open && file["uid"] == view["file"]["uid"];
        file["show_href"] =
            file["href"].is_string() ? View("?file=" + file["uid"].get<std::string>()) : View(false);
    }
    view["several_files"] = files.size() > 1;
    view["files"] = std::move(files);
    view["assignments"] = View::array();
    if (document.incoming) {
        const DocumentView::Incoming& in = *document.incoming;
        view["delivery_state"] = std::string(to_text(in.state));
        view["arrival_number"] = in.arrival_number ? View(*in.arrival_number) : View(nullptr);
        view["assignments"] = assignments_of(call, in);
        view["due"] = due_of(call, in.due_at);
        view["instruction"] = false;
        for (const AssignmentRow& row : in.assignments) {
            if (row.state == "withdrawn" || row.instruction.empty()) continue;
            view["instruction"] = {{"text", row.instruction},
                                   {"by", row.assigned_by_name},
                                   {"at", base::format_vietnam(row.assigned_at)}};
            break;
        }
    }
    return view;
}

bool is_signed(const DocumentView& document)
{
    return std::any_of(document.files.begin(), document.files.end(),
                       [](const FileRow& file) { return !file.signed_by.empty(); });
}

bool has_broken_signature(const DocumentView& document)
{
    return std::any_of(document.files.begin(), document.files.end(),
                       [](const FileRow& file) { return file.indication == "total-failed"; });
}

View document_summary(const Call& call, const DocumentView& document)
{
    const Words& tr = call.tr;
    View facts = View::array();
    if (!document.notation.empty()) facts.push_back(fact(tr("Số ký hiệu"), document.notation));
    facts.push_back(fact(tr("Nơi gửi"), document.issuer_name));
    if (document.incoming && document.incoming->arrival_number) {
        facts.push_back(fact(tr("Số đến"), base::group_thousands(*document.incoming->arrival_number)));
    }
    if (document.urgency != Urgency::normal)
        facts.push_back(fact(tr("Độ khẩn"), urgency_label(tr, document.urgency)));
    if (document.incoming && !document.incoming->clerk_note.empty()) {
        facts.push_back(fact(tr("Văn thư trình"), "“" + document.incoming->clerk_note + "”"));
    }
    return {{"subject", document.subject},
            {"href", (document.incoming ? "/incoming/" : "/outgoing/") + document.uid},
            {"facts", std::move(facts)},
            {"due", due_of(call, document.reply_due_at)}};
}

std::string progress_group(const RecipientRow& row)
{
    switch (row.state) {
    case DeliveryState::sent: return "sent";
    case DeliveryState::arrived: return "arrived";
    case DeliveryState::accepted:
    case DeliveryState::assigned:
    case DeliveryState::in_progress: return "working";
    case DeliveryState::done: return "done";
    case DeliveryState::refused:
    case DeliveryState::recalled: return "stopped";
    }
    return {};
}

bool can_remind(const RecipientRow& row, base::Time now)
{
    const std::string group = progress_group(row);
    const bool open = group == "arrived" || group == "working";
    const bool going_back = row.recall == "asked" || row.recall == "agreed";
    // No message of edXML reminds.
    return open && !going_back && !row.elsewhere &&
           (!row.reminded_at || base::vietnam_day(*row.reminded_at) != base::vietnam_day(now));
}

View progress_of(const Call& call, const DocumentView& document)
{
    const Words& tr = call.tr;
    struct Part {
        const char* group;
        const char* kind;
        std::string label;
        std::size_t count = 0;
    };
    std::array<Part, 5> parts{{{"done", "1", tr("Hoàn thành")},
                               {"working", "2", tr("Đã tiếp nhận, đang xử lý")},
                               {"arrived", "3", tr("Đã đến, chưa tiếp nhận")},
                               {"sent", "5", tr("Đã gửi, chờ hệ thống nhận")},
                               {"stopped", "4", tr("Từ chối, lấy lại")}}};
    for (const RecipientRow& row : document.recipients) {
        for (Part& part : parts) part.count += progress_group(row) == part.group ? 1U : 0U;
    }
    View list = View::array();
    const std::size_t total = std::max<std::size_t>(1, document.recipients.size());
    for (const Part& part : parts) {
        if (part.count == 0) continue;
        list.push_back({{"kind", part.kind},
                        {"group", part.group},
                        {"label", part.label},
                        {"count", base::group_thousands(static_cast<std::int64_t>(part.count))},
                        {"percent", part.count * 100 / total},
                        {"href", "/outgoing/" + document.uid + "/recipients?state=" + part.group}});
    }
    return {{"parts", std::move(list)}};
}

View recipient_row(const Call& call, const RecipientRow& row)
{
    View view{{"name", row.name},
              {"delivery_state", std::string(to_text(row.state))},
              {"state", recipient_state(call.tr, row.state)},
              {"at", short_time(row.state_at, call.now)},
              {"reason", row.reason.empty() ? View(false) : View(row.reason)},
              {"not_sent", false},
              {"recall_words", false},
              {"reminded_words", false}};
    if (row.reminded_at && (progress_group(row) == "arrived" || progress_group(row) == "working")) {
        const std::string at = short_time(*row.reminded_at, call.now);
        view["reminded_words"] = row.reminders == 1
                                     ? call.tr("đã đôn đốc {{time}}", {{"time", at}})
                                     : call.tr("đã đôn đốc {{count}} lần, lần cuối {{time}}",
                                               {{"count", std::to_string(row.reminders)}, {"time", at}});
    }
    if (!row.not_sent.empty()) {
        view["state"] = {{"label", call.tr("Chưa chuyển được")}, {"colour", "red"}, {"shape", "stop"}};
        view["not_sent"] = row.not_sent;
    }
    if (row.recall == "asked") view["recall_words"] = call.tr("chưa trả lời đề nghị lấy lại");
    if (row.recall == "refused") {
        view["recall_words"] = call.tr("không đồng ý: {{reason}}", {{"reason", row.recall_reason}});
    }
    return view;
}

}  // namespace lt::documents::pages
