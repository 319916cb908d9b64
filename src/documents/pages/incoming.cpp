// The list of incoming documents, and what is done with several of them at once.
#include <limits>

#include "directory/api.h"
#include "documents/pages/flash.h"
#include "documents/pages/listing.h"
#include "documents/pages/marks.h"
#include "kit/base/ids.h"

namespace lt::documents::pages {
namespace {

constexpr const char* kToAssign = "to_assign";

IncomingView view_of(const std::string& text)
{
    if (text == "waiting") return IncomingView::waiting;
    if (text == kToAssign) return IncomingView::to_assign;
    if (text == "recalls") return IncomingView::recalls;
    if (text == "overdue") return IncomingView::overdue;
    if (text == "done") return IncomingView::done;
    if (text == "all") return IncomingView::all;
    return IncomingView::open;
}

IncomingFilter filter_of(const Call& call, const ListQuery& query)
{
    IncomingFilter filter;
    filter.view = view_of(query.view);
    if (!query.sender.empty()) {
        const auto directory = call.documents().directory.snapshot();
        const directory::Agency* sender = directory->find_code(query.sender);
        filter.sender =
            sender ? sender->id : std::numeric_limits<std::int64_t>::max();  // nobody: an empty list
    }
    filter.urgency = urgency(query.urgency);
    filter.kind_code = query.kind;
    filter.from = query.from;
    filter.to = query.to;
    filter.after = page_key(query.after);
    filter.limit = query.rows;
    return filter;
}

View views_of(const Call& call, const ListQuery& query, const Counts& counts)
{
    const Words& tr = call.tr;
    View items = View::array();
    items.push_back(view_item(call, query, "open", tr("Đang mở"), count_label(counts.open), "open"));
    if (call.actor.role == directory::Role::registry_clerk) {
        items.push_back(
            view_item(call, query, "waiting", tr("Chờ đăng ký"), count_label(counts.waiting), "waiting"));
    }
    if (call.actor.role == directory::Role::leader) {
        items.push_back(
            view_item(call, query, kToAssign, tr("Chờ phân công"), count_label(counts.to_assign)));
    }
    if (counts.recalls > 0 || query.view == "recalls") {
        items.push_back(
            view_item(call, query, "recalls", tr("Đề nghị lấy lại"), count_label(counts.recalls), "recalls"));
    }
    items.push_back(view_item(call, query, "overdue", tr("Quá hạn"), count_label(counts.overdue), "overdue"));
    items.push_back(view_item(call, query, "done", tr("Hoàn thành"), ""));
    items.push_back(view_item(call, query, "all", tr("Tất cả"), ""));
    return {{"items", std::move(items)}};
}

View empty_of(const Call& call, const ListQuery& query, const Counts& counts)
{
    const Words& tr = call.tr;
    View empty{{"text", false}, {"href", false}, {"link", ""}};
    if (query.active() > 0) {
        empty["title"] = tr("Không có văn bản nào khớp bộ lọc");
        empty["href"] = ListQuery{.path = query.path, .view = query.view}.link("view", query.view);
        empty["link"] = tr("Bỏ lọc");
        return empty;
    }
    if (query.view == "overdue") {
        empty["title"] = tr("Không có văn bản nào quá hạn");
    } else if (query.view == "waiting") {
        empty["title"] = tr("Không có văn bản nào chờ đăng ký");
        empty["text"] = tr("Văn bản mới đến tự hiện ở đây, không phải tải lại trang.");
    } else if (query.view == "recalls") {
        empty["title"] = tr("Không có đề nghị lấy lại nào chờ trả lời");
    } else if (query.view == kToAssign) {
        empty["title"] = tr("Không có văn bản nào chờ phân công");
    } else if (query.view == "done") {
        empty["title"] = tr("Chưa có văn bản nào hoàn thành");
    } else {
        empty["title"] = tr("Không có văn bản nào đang mở");
    }
    if (query.view != "open" && counts.open > 0) {
        empty["href"] = query.link("view", "open");
        empty["link"] = tr("Xem {{count}} văn bản đang mở", {{"count", count_label(counts.open)}});
    }
    return empty;
}

}  // namespace

http::Response incoming_list(const Call& call)
{
    const Words& tr = call.tr;
    const ListQuery query = list_query(call.request, "/incoming", "open");
    const IncomingFilter filter = filter_of(call, query);
    const IncomingPage page = incoming(call.documents(), call.actor, filter);
    const Counts numbers = counts(call.documents(), call.actor);
    const bool clerk = may(call.actor.role, DeliveryStep::accept);

    View rows = View::array();
    for (const IncomingRow& row : page.rows) rows.push_back(incoming_row(call, row));
    View view{{"title", tr("Văn bản đến")},
              {"views", views_of(call, query, numbers)},
              {"filters", filters_of(call, query, true)},
              {"live_list", "incoming"},
              {"_can_register", clerk},
              {"_pick", clerk},
              {"_back", query.link("after", query.after)}};
    view["pick"] = clerk;
    view["columns"] =
        View::array({column(tr("Số đến"), "lt-col-no"), column(tr("Trích yếu"), ""),
                     column(tr("Số ký hiệu, nơi gửi"), "lt-w-21"),
                     column(tr("Trạng thái, người giữ"), "lt-w-18"), column(tr("Hạn"), "lt-col-due")});
    add_pages(call, query, page.rows.size(), page.more, page.rows.empty() ? PageKey{} : page.rows.back().key,
              view);
    view["empty"] = page.rows.empty() ? empty_of(call, query, numbers) : View(nullptr);
    view["rows"] = std::move(rows);
    view["flash"] = list_flash(call);
    if (clerk) {
        page::FormView form(view, call.request.form);
        form.choices("leader", tr("Lãnh đạo"),
                     person_choices(people_of(call, directory::Role::leader), tr("Chọn lãnh đạo")));
    }
    return call.show("documents/incoming", std::move(view));
}

http::Response incoming_bulk(const Call& call)
{
    const http::Form& form = call.request.form;
    // Only back to a list of ours.
    const std::string back = form.get("back").starts_with("/incoming?") ? form.get("back") : "/incoming";
    const std::vector<std::string> uids = form.all("document");
    if (uids.empty()) return done(back, "none_chosen");
    const auto leader = leader_in_form(call);
    if (!leader) return done(back, "unknown_leader");
    const bool submit = form.get("action") == "submit";
    if (submit && *leader == 0) return done(back, "no_leader");
    int finished = 0;
    int failed = 0;
    const auto note = [&](const auto& result) {
        if (result) {
            ++finished;
        } else {
            ++failed;
        }
    };
    constexpr std::size_t kMost = 50;  // a page of the list
    for (std::size_t i = 0; i < uids.size() && i < kMost; ++i) {
        if (!base::is_uid(uids[i])) {
            ++failed;
        } else if (submit) {
            note(submit_to_leader(call.documents(), call.actor, uids[i], *leader, {}));
        } else {
            note(accept(call.documents(), call.actor, uids[i], *leader, {}));
        }
    }
    return done(back, std::string(submit ? "bulk_submitted" : "bulk_accepted") +
                          "&count=" + std::to_string(finished) + "&failed=" + std::to_string(failed));
}

}  // namespace lt::documents::pages
