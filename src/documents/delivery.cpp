// The rules of deliveries and assignments.
#include "documents/delivery.h"

#include "kit/base/text.h"

namespace lt::documents {

namespace {
constexpr DeliveryState kDeliveryStates[] = {
    DeliveryState::sent,     DeliveryState::arrived,     DeliveryState::refused, DeliveryState::accepted,
    DeliveryState::assigned, DeliveryState::in_progress, DeliveryState::done,    DeliveryState::recalled};
}

std::string_view to_text(DeliveryState state)
{
    switch (state) {
    case DeliveryState::sent: return "sent";
    case DeliveryState::arrived: return "arrived";
    case DeliveryState::refused: return "refused";
    case DeliveryState::accepted: return "accepted";
    case DeliveryState::assigned: return "assigned";
    case DeliveryState::in_progress: return "in_progress";
    case DeliveryState::done: return "done";
    case DeliveryState::recalled: return "recalled";
    }
    return "";
}

std::optional<DeliveryState> delivery_state(std::string_view text)
{
    for (const auto state : kDeliveryStates)
        if (to_text(state) == text) return state;
    return std::nullopt;
}

std::string_view status_code(DeliveryState state)
{
    switch (state) {
    case DeliveryState::sent: return "";
    case DeliveryState::arrived: return "01";
    case DeliveryState::refused: return "02";
    case DeliveryState::accepted: return "03";
    case DeliveryState::assigned: return "04";
    case DeliveryState::in_progress: return "05";
    case DeliveryState::done: return "06";
    case DeliveryState::recalled: return "15";
    }
    return "";
}

std::optional<DeliveryState> state_of_status(std::string_view code)
{
    for (const auto state : kDeliveryStates)
        if (state != DeliveryState::recalled && state != DeliveryState::sent && status_code(state) == code)
            return state;
    return std::nullopt;
}

bool is_news(DeliveryState now, DeliveryState told)
{
    using S = DeliveryState;
    const bool over = now == S::refused || now == S::done || now == S::recalled;
    return !over && (told == S::refused || told > now);  // some take a document and give it back later
}

base::Result<DeliveryState> after(DeliveryState state, DeliveryStep step)
{
    using S = DeliveryState;
    if (state == S::sent && step != DeliveryStep::agree_recall)
        return base::conflict("Văn bản chưa đến nơi nhận.");
    const bool handled = state == S::accepted || state == S::assigned || state == S::in_progress;
    if (state == S::refused) return base::conflict("Văn bản này đã bị từ chối tiếp nhận.");
    if (state == S::recalled) return base::conflict("Nơi gửi đã thu hồi văn bản này.");
    switch (step) {
    case DeliveryStep::accept:
        if (state == S::arrived) return S::accepted;
        return base::conflict("Văn bản này đã được tiếp nhận, vào sổ.");
    case DeliveryStep::refuse:
        if (state == S::arrived) return S::refused;
        return base::conflict("Văn bản này đã được tiếp nhận nên không từ chối được nữa.");
    case DeliveryStep::submit:
        if (state == S::accepted) return S::accepted;
        if (state == S::arrived) return base::conflict("Tiếp nhận, vào sổ văn bản trước khi trình lãnh đạo.");
        return base::conflict("Văn bản này đã được phân công xử lý.");
    case DeliveryStep::assign:
        if (state == S::accepted) return S::assigned;
        if (state == S::assigned || state == S::in_progress) return state;
        if (state == S::arrived) return base::conflict("Văn bản chưa vào sổ nên chưa phân công được.");
        return base::conflict("Văn bản này đã xử lý xong.");
    case DeliveryStep::start:
    case DeliveryStep::report:
        if (state == S::assigned || state == S::in_progress) return S::in_progress;
        if (state == S::done) return base::conflict("Văn bản này đã xử lý xong.");
        return base::conflict("Văn bản này chưa được phân công xử lý.");
    case DeliveryStep::complete:
        if (handled) return S::done;
        if (state == S::done) return base::conflict("Văn bản này đã xử lý xong.");
        return base::conflict("Văn bản chưa vào sổ nên chưa kết thúc được.");
    case DeliveryStep::agree_recall: return S::recalled;
    }
    return base::conflict("");
}

bool may(directory::Role role, DeliveryStep step)
{
    using R = directory::Role;
    switch (step) {
    case DeliveryStep::accept:
    case DeliveryStep::refuse:
    case DeliveryStep::submit: return role == R::registry_clerk;
    case DeliveryStep::agree_recall: return role == R::registry_clerk || role == R::leader;
    case DeliveryStep::assign: return role == R::leader;
    case DeliveryStep::start:
    case DeliveryStep::report: return true;  // whoever has an assignment; the action looks it up
    case DeliveryStep::complete: return role == R::leader || role == R::registry_clerk;
    }
    return false;
}

bool works_on_documents(directory::Role role)
{
    return role != directory::Role::agency_administrator && role != directory::Role::platform_operator;
}

std::string_view to_text(AssignmentRole role)
{
    switch (role) {
    case AssignmentRole::lead: return "lead";
    case AssignmentRole::support: return "support";
    case AssignmentRole::informed: return "informed";
    }
    return "";
}

std::optional<AssignmentRole> assignment_role(std::string_view text)
{
    for (const auto role : {AssignmentRole::lead, AssignmentRole::support, AssignmentRole::informed})
        if (to_text(role) == text) return role;
    return std::nullopt;
}

std::optional<base::Error> check_assigning(const Assigning& assigning, base::Time now)
{
    base::Wrong wrong;
    std::string leads;
    int lead_count = 0;
    for (const Assignee& assignee : assigning.assignees) {
        if (assignee.role != AssignmentRole::lead) continue;
        ++lead_count;
        leads += (leads.empty() ? "" : "; ") + assignee.name;
    }
    if (lead_count == 0)
        wrong.emplace_back("roles", "Chọn một người chủ trì.");
    else if (lead_count > 1)
        wrong.emplace_back("roles", "Chọn một người chủ trì, đang chọn " + std::to_string(lead_count) + ": " +
                                        leads + ".");
    if (assigning.instruction.empty())
        wrong.emplace_back("instruction", "Nhập ý kiến chỉ đạo.");
    else if (base::length(assigning.instruction) > 2000)
        wrong.emplace_back("instruction", "Rút ý kiến chỉ đạo xuống còn nhiều nhất 2.000 ký tự.");
    if (assigning.due_given && !assigning.due_at)
        wrong.emplace_back("due", "Nhập hạn xử lý theo dạng ngày/tháng/năm giờ:phút, ví dụ " +
                                      base::format_vietnam(now + std::chrono::days(3)) + ".");
    else if (assigning.due_at && *assigning.due_at <= now) {
        const std::string text = base::format_vietnam(now);
        wrong.emplace_back("due", "Hạn xử lý đã qua. Nhập thời điểm sau " + text.substr(11) + " hôm nay, " +
                                      text.substr(0, 10) + ".");
    }
    if (wrong.empty()) return std::nullopt;
    base::Error error = base::invalid(wrong.front().first, wrong.front().second);
    error.more.assign(wrong.begin() + 1, wrong.end());
    return error;
}

std::optional<base::Error> check_note(std::string_view note)
{
    if (base::length(note) <= 1000) return std::nullopt;
    return base::invalid("note", "Rút ý kiến còn nhiều nhất 1.000 ký tự.");
}

std::optional<base::Error> check_reason(std::string_view reason, const std::string& field)
{
    const std::size_t length = base::length(reason);
    if (length == 0) return base::invalid(field, "Nhập lý do để nơi kia biết phải làm gì.");
    if (length < 5) return base::invalid(field, "Lý do quá ngắn. Nói rõ hơn, ít nhất 5 ký tự.");
    if (length > 500) return base::invalid(field, "Rút lý do xuống còn nhiều nhất 500 ký tự.");
    return std::nullopt;
}

DueWords due_words(const calendar::Calendar& calendar, base::Time due, base::Time now)
{
    using In = calendar::Distance::In;
    const calendar::Distance left = calendar::distance(calendar, due, now);
    const char* unit = left.in == In::days ? " ngày" : left.in == In::hours ? " giờ" : " phút";
    const std::string amount = std::to_string(left.amount) + unit;
    if (left.late) return {"quá hạn " + amount, "late"};
    return {"còn " + amount, left.in == In::days ? "" : "soon"};
}

}  // namespace lt::documents
