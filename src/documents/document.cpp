// The rules of documents and drafts.
#include "documents/document.h"

#include <set>

#include "kit/base/text.h"

namespace lt::documents {

std::string_view to_text(Origin origin)
{
    switch (origin) {
    case Origin::own: return "own";
    case Origin::paper: return "paper";
    case Origin::axis: return "axis";
    }
    return "";
}

std::string_view to_text(DocumentState state)
{
    switch (state) {
    case DocumentState::draft: return "draft";
    case DocumentState::review: return "review";
    case DocumentState::approved: return "approved";
    case DocumentState::issued: return "issued";
    }
    return "";
}

std::string_view to_text(Urgency value)
{
    switch (value) {
    case Urgency::normal: return "normal";
    case Urgency::urgent: return "urgent";
    case Urgency::very_urgent: return "very_urgent";
    case Urgency::immediate: return "immediate";
    }
    return "";
}

std::optional<DocumentState> document_state(std::string_view text)
{
    for (const auto state :
         {DocumentState::draft, DocumentState::review, DocumentState::approved, DocumentState::issued})
        if (to_text(state) == text) return state;
    return std::nullopt;
}

std::optional<Urgency> urgency(std::string_view text)
{
    for (const auto value : {Urgency::normal, Urgency::urgent, Urgency::very_urgent, Urgency::immediate})
        if (to_text(value) == text) return value;
    return std::nullopt;
}

std::string usual_book(const Kind& kind)
{
    if (!kind.copy_form.empty()) return "copy";
    return kind.own_series ? "outgoing/" + kind.code : "outgoing";
}

std::string notation_of(const Kind& kind, std::string_view agency_abbreviation,
                        std::string_view unit_short_name)
{
    if (!kind.abbreviation.empty()) return kind.abbreviation + "-" + std::string(agency_abbreviation);
    if (unit_short_name.empty()) return std::string(agency_abbreviation);
    return std::string(agency_abbreviation) + "-" + std::string(unit_short_name);
}

std::string number_text(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

std::string full_notation(std::string_view number_text, std::string_view notation)
{
    if (number_text.empty()) return {};
    if (notation.empty()) return std::string(number_text);
    return std::string(number_text) + "/" + std::string(notation);
}

std::string notation_key(std::string_view full)
{
    std::string key;
    for (const char c : base::fold(full))
        if (c != ' ') key += c;
    return key;
}

bool is_not_secret(std::string_view mark)
{
    const std::string folded = base::fold(mark);
    return folded.empty() || folded == "thuong" || folded == "khong" || folded == "0" || folded == "normal";
}

base::Error secret_refused()
{
    return base::invalid(
        "secrecy",
        "Hệ thống này không được lưu giữ, truyền đưa bí mật nhà nước. Nội dung vừa nhập không được lưu "
        "lại. Xử lý văn bản có độ mật theo quy định của pháp luật về bảo vệ bí mật nhà nước.");
}

std::optional<base::Error> check_draft(const Draft& draft, const std::vector<Kind>& kinds, base::Time now)
{
    if (!is_not_secret(draft.secrecy)) return secret_refused();
    base::Wrong wrong;
    bool known = false;
    for (const Kind& kind : kinds) known = known || (kind.code == draft.kind_code && kind.copy_form.empty());
    if (!known) wrong.emplace_back("kind", "Chọn loại văn bản.");
    if (draft.subject.empty())
        wrong.emplace_back("subject", "Nhập trích yếu của văn bản.");
    else if (base::length(draft.subject) > 500)
        wrong.emplace_back("subject",
                           base::Message("Trích yếu dài {{count}} ký tự. Rút xuống còn nhiều nhất 500 ký tự.",
                                         {{"count", std::to_string(base::length(draft.subject))}}));
    if (draft.reply_due_at && *draft.reply_due_at <= now)
        wrong.emplace_back("reply_due", base::Message("Hạn trả lời đã qua. Nhập thời điểm sau {{time}}.",
                                                      {{"time", base::format_vietnam(now)}}));
    const std::set<std::int64_t> once(draft.recipients.begin(), draft.recipients.end());
    if (once.size() != draft.recipients.size())
        wrong.emplace_back("recipients", "Mỗi nơi nhận chỉ chọn một lần.");
    return base::invalid(std::move(wrong));
}

base::Result<DocumentState> after(DocumentState state, DraftStep step)
{
    switch (state) {
    case DocumentState::draft:
        if (step == DraftStep::edit || step == DraftStep::place) return DocumentState::draft;
        if (step == DraftStep::submit) return DocumentState::review;
        return base::conflict("Văn bản đang là dự thảo, chưa trình ký.");
    case DocumentState::review:
        if (step == DraftStep::place) return DocumentState::review;
        if (step == DraftStep::approve) return DocumentState::approved;
        if (step == DraftStep::give_back || step == DraftStep::take_back) return DocumentState::draft;
        return base::conflict("Văn bản đang chờ ký. Rút về hoặc lãnh đạo trả lại thì mới sửa được.");
    case DocumentState::approved:
        if (step == DraftStep::issue) return DocumentState::issued;
        if (step == DraftStep::give_back) return DocumentState::draft;
        return base::conflict("Văn bản đã được duyệt ký, đang chờ phát hành.");
    case DocumentState::issued: return base::conflict("Văn bản đã phát hành nên không thay đổi được nữa.");
    }
    return base::conflict("");
}

bool may(directory::Role role, DraftStep step, bool drafter, bool signer)
{
    const bool writes = role == directory::Role::specialist || role == directory::Role::leader ||
                        role == directory::Role::registry_clerk || role == directory::Role::desk_staff;
    switch (step) {
    case DraftStep::edit:
    case DraftStep::submit:
    case DraftStep::take_back: return writes && drafter;
    case DraftStep::place:
        return (writes && drafter) || (role == directory::Role::leader && signer) ||
               role == directory::Role::registry_clerk;
    case DraftStep::approve: return role == directory::Role::leader && signer;
    case DraftStep::give_back:
        return (role == directory::Role::leader && signer) || role == directory::Role::registry_clerk;
    case DraftStep::issue: return role == directory::Role::registry_clerk;
    }
    return false;
}

bool may_remind(directory::Role role, bool drafter)
{
    return role == directory::Role::registry_clerk || may(role, DraftStep::edit, drafter, false);
}

std::string to_detail(std::size_t count, std::string_view note)
{
    return std::to_string(count) + (note.empty() ? "" : "\n" + std::string(note));
}

Counted counted(std::string_view detail)
{
    const std::size_t end = std::min(detail.find('\n'), detail.size());
    return {std::string(detail.substr(0, end)), std::string(detail.substr(std::min(end + 1, detail.size())))};
}

std::optional<base::Error> check_note(std::string_view note, const std::string& field)
{
    if (base::length(note) <= 500) return std::nullopt;
    return base::invalid(field, "Rút nội dung xuống còn nhiều nhất 500 ký tự.");
}

}  // namespace lt::documents
