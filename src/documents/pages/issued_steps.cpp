// Acts on an issued document that choose recipients: sending it to further ones, reminding those who have not finished.
#include <algorithm>

#include "directory/api.h"
#include "documents/pages/document_view.h"
#include "documents/pages/recipients.h"
#include "kit/base/text.h"

namespace lt::documents::pages {
namespace {

std::string document_path(const Call& call) { return "/outgoing/" + call.uid(); }

std::set<std::int64_t> recipients_of(const DocumentView& document)
{
    std::set<std::int64_t> agencies;
    for (const RecipientRow& row : document.recipients) agencies.insert(row.agency);
    return agencies;
}

// ---- Further recipients -----------------------------------------------------------------------------------

http::Response further_page(const Call& call, const DocumentView& document, const base::Error* error)
{
    const Words& tr = call.tr;
    if (document.recalled_at)
        return call.refuse(
            base::conflict(msg("Văn bản đã được đề nghị thu hồi nên không gửi bổ sung được.")));
    View view{{"title", tr("Gửi bổ sung nơi nhận")},
              {"uid", document.uid},
              {"back", {{"href", document_path(call)}, {"label", document.notation}}},
              {"document", document_summary(call, document)}};
    page::FormView form(view, call.request.form, error, tr);
    form.field("reason", tr("Lý do gửi bổ sung"), "",
               {{"rows", 2}, {"optional", true}, {"hint", tr("Ghi vào lịch sử của văn bản ở cơ quan gửi.")}});
    const auto have_it = base::group_thousands(static_cast<std::int64_t>(document.recipients.size()));
    view["choose"] = {{"question", tr("Gửi bổ sung {{notation}}", {{"notation", document.notation}})},
                      {"text", tr("Đã gửi đến {{count}} nơi; các nơi ấy không có trong danh sách dưới đây.",
                                  {{"count", have_it}})},
                      {"action", document_path(call) + "/further-recipients"},
                      {"label", tr("Gửi đến nơi nhận đã chọn")},
                      {"note", view["fields"]["reason"]}};
    const std::set<std::int64_t> have = recipients_of(document);
    add_recipients(call, form, chosen_recipients(call, have), call.request.form.get("find"), view, have);
    return call.show("documents/choose_recipients", std::move(view), error);
}

// ---- Reminders --------------------------------------------------------------------------------------------

struct Group {
    const char* key;  // as progress_group
    const char* heading;
};
constexpr Group kOpenGroups[] = {{"arrived", msg("Chưa tiếp nhận")}, {"working", msg("Đang xử lý")}};

// Recipients that the form names, one by one or by group.
std::vector<std::int64_t> reminded_in_form(const Call& call, const DocumentView& document)
{
    const auto directory = call.documents().directory.snapshot();
    const std::vector<std::string> codes = call.request.form.all("recipient");
    const std::vector<std::string> groups = call.request.form.all("group");
    std::vector<std::int64_t> chosen;
    for (const RecipientRow& row : document.recipients) {
        const directory::Agency* agency = directory->find(row.agency);
        const bool named = agency && std::find(codes.begin(), codes.end(), agency->code) != codes.end();
        if (named || std::find(groups.begin(), groups.end(), progress_group(row)) != groups.end())
            chosen.push_back(row.agency);
    }
    return chosen;
}

View picker_of(const Call& call, const DocumentView& document, const std::string& error)
{
    const Words& tr = call.tr;
    const auto directory = call.documents().directory.snapshot();
    const bool sent = !call.request.form.fields().empty();
    const auto typed = reminded_in_form(call, document);
    // Everybody who has not finished, or the group that the reader was looking at.
    const std::string wanted = call.request.query.get("state");
    View blocks = View::array();
    for (const Group& group : kOpenGroups) {
        View members = View::array();
        for (const RecipientRow& row : document.recipients) {
            const directory::Agency* agency = directory->find(row.agency);
            if (progress_group(row) != group.key || !can_remind(row, call.now) || !agency) continue;
            const bool checked = sent ? std::find(typed.begin(), typed.end(), row.agency) != typed.end()
                                      : wanted.empty() || wanted == group.key;
            members.push_back({{"value", agency->code}, {"label", agency->name}, {"checked", checked}});
        }
        if (members.empty()) continue;
        const std::string all = tr("Cả nhóm: {{count}} nơi", {{"count", std::to_string(members.size())}});
        blocks.push_back({{"heading", tr(group.heading)},
                          {"group", group.key},
                          {"group_label", all},
                          {"selected", false},
                          {"members", std::move(members)}});
    }
    return {{"id", "recipients"},
            {"name", "recipient"},
            {"group_name", "group"},
            {"label", tr("Nơi nhận chưa làm xong")},
            {"hint", tr("Bỏ đánh dấu nơi không cần đôn đốc.")},
            {"error", error.empty() ? View(false) : View(error)},
            {"groups", std::move(blocks)}};
}

http::Response reminder_page(const Call& call, const DocumentView& document, const base::Error* error)
{
    const Words& tr = call.tr;
    std::size_t open = 0;
    std::size_t today = 0;
    for (const RecipientRow& row : document.recipients) {
        open += can_remind(row, call.now) ? 1U : 0U;
        today +=
            row.reminded_at && base::vietnam_day(*row.reminded_at) == base::vietnam_day(call.now) ? 1U : 0U;
    }
    if (open == 0)
        return call.refuse(base::conflict(
            msg("Không còn nơi nhận nào để đôn đốc hôm nay: mọi nơi đã làm xong hoặc vừa được đôn đốc.")));
    std::string text = tr("Nơi nhận thấy ngay trong danh sách và trên trang của văn bản. Mỗi nơi được đôn "
                          "đốc nhiều nhất một lần một ngày.");
    if (today > 0)
        text += " " + tr("{{count}} nơi đã được đôn đốc hôm nay.", {{"count", std::to_string(today)}});
    View view{{"title", tr("Đôn đốc nơi nhận")},
              {"uid", document.uid},
              {"back", {{"href", document_path(call)}, {"label", document.notation}}},
              {"document", document_summary(call, document)},
              {"can_narrow", false},
              {"has_quick_groups", false}};
    page::FormView form(view, call.request.form, error, tr);
    form.field("note", tr("Lời nhắn"), "",
               {{"rows", 2},
                {"optional", true},
                {"hint", tr("Nơi nhận đọc được. Ví dụ: “Đề nghị gửi báo cáo trước 17:00 ngày 25/11.”")}});
    view["choose"] = {{"question", tr("Đôn đốc {{notation}}", {{"notation", document.notation}})},
                      {"text", text},
                      {"action", document_path(call) + "/reminders"},
                      {"label", tr("Đôn đốc nơi nhận đã chọn")},
                      {"note", view["fields"]["note"]}};
    view["picker"] = picker_of(call, document, form.error("recipients"));
    return call.show("documents/choose_recipients", std::move(view), error);
}

// The page of an act on an issued document of the own agency.
template <class Page>
http::Response choose(const Call& call, bool allowed(const Call&, const DocumentView&), Page&& page)
{
    return with_document(call, [&](const DocumentView& document) {
        if (!document.own || document.state != DocumentState::issued) return call.refuse(no_document());
        if (!allowed(call, document))
            return call.refuse(base::forbidden(msg("Vai đang dùng không làm được việc này.")));
        return page(call, document, nullptr);
    });
}

bool may_send_further(const Call& call, const DocumentView&)
{
    return may(call.actor.role, DraftStep::issue, false, false);
}

bool may_send_reminder(const Call& call, const DocumentView& document)
{
    return may_remind(call.actor.role, document.drafter == call.actor.official);
}

// Back to the document, saying how many it was; the form again with what is wrong.
template <class Page>
http::Response after_choice(const Call& call, const DocumentView& document,
                            const base::Result<std::size_t>& result, const char* what,
                            const char* what_if_none, Page&& page)
{
    if (result) return done(document_path(call), *result == 0 ? what_if_none : what);
    if (result.error().fault != base::Fault::invalid) return call.refuse(result.error());
    return page(call, document, &result.error());
}

}  // namespace

http::Response further_form(const Call& call) { return choose(call, may_send_further, further_page); }

http::Response further_send(const Call& call)
{
    return with_document(call, [&](const DocumentView& document) {
        if (!document.own) return call.refuse(no_document());
        if (call.request.form.has("narrow")) return further_page(call, document, nullptr);
        const auto result = send_further(call.documents(), call.actor, call.uid(), chosen_recipients(call),
                                         call.request.form.get("reason"));
        return after_choice(call, document, result, "recipients_added", "recipients_had_it", further_page);
    });
}

http::Response reminder_form(const Call& call) { return choose(call, may_send_reminder, reminder_page); }

http::Response reminder_send(const Call& call)
{
    return with_document(call, [&](const DocumentView& document) {
        if (!document.own) return call.refuse(no_document());
        const auto result = remind(call.documents(), call.actor, call.uid(), reminded_in_form(call, document),
                                   call.request.form.get("note"));
        return after_choice(call, document, result, "reminded", "reminded_none", reminder_page);
    });
}

}  // namespace lt::documents::pages
