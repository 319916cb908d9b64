// "Việc của tôi": the numbers that call for work, what is late or due soon, what was done today.
#include <algorithm>

#include "documents/pages/flash.h"
#include "documents/pages/listing.h"
#include "documents/pages/marks.h"
#include "documents/pages/today.h"
#include "kit/base/text.h"

namespace lt::documents::pages {
namespace {

using directory::Role;

constexpr int kHomeRows = 10;

View tile(const char* href, int number, const std::string& label, const std::string& note,
          const char* live = "")
{
    return {{"href", href},
            {"number", number >= 1000 ? std::string("999+") : std::to_string(number)},
            {"label", label},
            {"note", note},
            {"live", *live == '\0' ? View(false) : View(live)},
            {"late", false},
            {"soon", false}};
}

View late_tile(const Call& call, const Counts& counts)
{
    View view = tile("/incoming?view=overdue", counts.overdue, call.tr("Quá hạn"),
                     counts.overdue == 0 ? call.tr("không có việc nào") : call.tr("làm trước"),
                     live_name(call, "overdue"));
    view["late"] = counts.overdue > 0;
    return view;
}

View soon_tile(const Call& call, const Counts& counts)
{
    View view = tile(counts.due_today > 0 ? "#due-soon" : "/incoming", counts.due_today,
                     call.tr("Đến hạn hôm nay"), call.tr("trước 24:00"), live_name(call, "due_today"));
    view["soon"] = counts.due_today > 0;
    return view;
}

View tiles_of(const Call& call, const Counts& counts)
{
    const Words& tr = call.tr;
    View items = View::array({late_tile(call, counts), soon_tile(call, counts)});
    if (counts.reminded > 0) {
        items.push_back(tile("/incoming?view=reminded", counts.reminded, tr("Được đôn đốc"),
                             tr("nơi gửi đang chờ"), live_name(call, "reminded")));
        items.back()["soon"] = true;
    }
    switch (call.actor.role) {
    case Role::registry_clerk:
        items.push_back(tile("/incoming?view=waiting", counts.waiting, tr("Chờ đăng ký"),
                             tr("mới đến, chưa vào sổ"), "waiting"));
        items.push_back(tile("/outgoing?view=approved", counts.approved, tr("Chờ phát hành"),
                             tr("đã duyệt ký, chưa có số"), "approved"));
        if (counts.unsent > 0) {
            items.push_back(tile("/outgoing?view=unsent", counts.unsent, tr("Đã ký chưa gửi"),
                                 tr("phải gửi trong ngày ký")));
            items.back()["soon"] = true;
        }
        items.push_back(tile("/incoming?view=recalls", counts.recalls, tr("Đề nghị lấy lại"),
                             tr("nơi gửi chờ trả lời"), "recalls"));
        break;
    case Role::leader:
        items.push_back(
            tile("/incoming?view=to_assign", counts.to_assign, tr("Chờ phân công"), tr("văn thư đã trình")));
        items.push_back(tile("/outgoing/signing", counts.to_sign, tr("Chờ ký"), tr("chuyên viên đã trình")));
        break;
    case Role::specialist:
    case Role::desk_staff:
        items.push_back(tile("/incoming", counts.my_work, tr("Được giao"), tr("chưa báo cáo xong")));
        items.push_back(tile("/outgoing?view=drafts", counts.drafts, tr("Dự thảo"), tr("chưa trình")));
        items.push_back(
            tile("/outgoing?view=drafts", counts.returned, tr("Bị trả lại"), tr("sửa rồi trình lại")));
        break;
    case Role::agency_administrator:
    case Role::platform_operator: return {{"items", View::array()}};
    }
    return {{"items", std::move(items)}};
}

// What this person does with it next.
std::string next_step(const Call& call, const IncomingRow& row)
{
    const Words& tr = call.tr;
    const bool registers = call.actor.role == Role::registry_clerk;
    const bool leads = call.actor.role == Role::leader;
    // Clerks and leaders see the whole agency's work: what others do next is theirs to watch.
    const std::string watch = tr("Theo dõi");
    switch (row.state) {
    case DeliveryState::arrived: return registers ? tr("Đăng ký") : watch;
    case DeliveryState::accepted:
        if (row.submitted) return leads ? tr("Phân công") : watch;
        return registers ? tr("Trình lãnh đạo") : watch;
    case DeliveryState::assigned: return registers || leads ? watch : tr("Bắt đầu xử lý");
    case DeliveryState::in_progress: return registers || leads ? watch : tr("Báo cáo kết quả");
    case DeliveryState::sent:
    case DeliveryState::done:
    case DeliveryState::refused:
    case DeliveryState::recalled: break;
    }
    return tr("Xem");
}

View done_today(const Call& call)
{
    const Words& tr = call.tr;
    const Today today = done_on(call.documents(), call.actor, base::vietnam_day(call.now));
    View facts = View::array();
    facts.push_back(fact(tr("Văn bản đến đã đăng ký"), base::group_thousands(today.registered)));
    facts.push_back(fact(tr("Văn bản đi đã phát hành"), base::group_thousands(today.issued)));
    if (today.last_arrival != 0) {
        facts.push_back(fact(tr("Số đến gần nhất"), base::group_thousands(today.last_arrival)));
    }
    return facts;
}

// What waits for this person and has no pressing time: newest first.
std::vector<IncomingRow> waiting(const Call& call)
{
    IncomingFilter filter;
    filter.limit = kHomeRows;
    if (call.actor.role == Role::leader) filter.view = IncomingView::to_assign;
    if (call.actor.role == Role::registry_clerk) filter.view = IncomingView::waiting;
    return incoming(call.documents(), call.actor, filter).rows;
}

View work_rows(const Call& call, const std::vector<IncomingRow>& rows, const std::vector<IncomingRow>& shown)
{
    View list = View::array();
    for (const IncomingRow& row : rows) {
        if (std::any_of(shown.begin(), shown.end(),
                        [&](const IncomingRow& one) { return one.uid == row.uid; }))
            continue;
        View item = incoming_row(call, row);
        item["next"] = next_step(call, row);
        list.push_back(std::move(item));
    }
    return list;
}

}  // namespace

http::Response home(const Call& call)
{
    const Words& tr = call.tr;
    const bool works =
        call.actor.role != Role::agency_administrator && call.actor.role != Role::platform_operator;
    const Counts numbers = works ? counts(call.documents(), call.actor) : Counts{};
    const auto tomorrow = call.now + std::chrono::days(1);
    const auto pressing =
        works ? due_soon(call.documents(), call.actor, tomorrow, kHomeRows) : std::vector<IncomingRow>{};
    View rows = work_rows(call, pressing, {});
    View later = works ? work_rows(call, waiting(call), pressing) : View::array();
    View view{{"title", tr("Việc của tôi")},
              {"day", long_day(tr, base::vietnam_day(call.now))},
              {"tiles", tiles_of(call, numbers)},
              {"works", works},
              {"count", std::to_string(rows.size()) + (rows.size() < kHomeRows ? "" : "+")},
              {"flash", list_flash(call)},
              {"_menu", menu_of(call.actor, numbers, call.request.target, tr)},
              {"_other_act", nullptr},
              {"_can_register", may(call.actor.role, DeliveryStep::accept)},
              {"_can_draft", call.actor.role == Role::specialist || call.actor.role == Role::desk_staff}};
    const bool whole_agency = call.actor.role == Role::registry_clerk || call.actor.role == Role::leader;
    view["show_today"] = whole_agency;
    view["facts"] = whole_agency ? done_today(call) : View::array();
    view["pick"] = false;
    view["columns"] = View::array({column(tr("Trích yếu"), ""), column(tr("Số, nơi gửi"), "lt-w-23"),
                                   column(tr("Việc cần làm"), "lt-w-18"), column(tr("Hạn"), "lt-col-due")});
    view["empty"] = nullptr;
    if (rows.empty() && works) {
        view["empty"] = {{"title", later.empty() ? tr("Không có văn bản nào đang chờ")
                                                 : tr("Không có việc nào quá hạn hay sắp đến hạn")},
                         {"text", false},
                         {"href", false},
                         {"link", ""}};
    }
    view["other_work"] =
        works && call.services.other_work ? call.services.other_work(call.request, view) : View(nullptr);
    view["rows"] = std::move(rows);
    view["has_later"] = !later.empty();
    view["later"] = std::move(later);
    return call.show("documents/home", std::move(view));
}

}  // namespace lt::documents::pages
