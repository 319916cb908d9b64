// The list of incoming documents, and what is done with several of them at once.
#include <algorithm>
#include <limits>

#include "directory/api.h"
#include "documents/pages/flash.h"
#include "documents/pages/listing.h"
#include "documents/pages/marks.h"
#include "kit/base/ids.h"
#include "kit/http/forms.h"

namespace lt::documents::pages {
namespace {

constexpr const char* kToAssign = "to_assign";

IncomingView view_of(const std::string& text)
{
    if (text == "waiting") return IncomingView::waiting;
    if (text == kToAssign) return IncomingView::to_assign;
    if (text == "recalls") return IncomingView::recalls;
    if (text == "reminded") return IncomingView::reminded;
    if (text == "overdue") return IncomingView::overdue;
    if (text == "done") return IncomingView::done;
    if (text == "all") return IncomingView::all;
    return IncomingView::open;
}

IncomingFilter filter_of(const Call& call, const ListQuery& query,
                         const std::vector<directory::Person>& people)
{
    IncomingFilter filter;
    filter.view = view_of(query.view);
    if (!query.sender.empty()) {
        const auto directory = call.documents().directory.snapshot();
        const directory::Agency* sender = directory->find_code(query.sender);
        filter.sender =
            sender ? sender->id : std::numeric_limits<std::int64_t>::max();  // nobody: an empty list
    }
    filter.holder = holder_of(query, people);
    filter.urgency = urgency(query.urgency);
    filter.kind_code = query.kind;
    filter.from = query.from;
    filter.to = query.to;
    filter.after = page_key(query.after);
    filter.limit = query.rows;
    return filter;
}

View views_of(const Call& call, const ListQuery& query, const IncomingCounts& counts)
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
    if (counts.reminded > 0 || query.view == "reminded") {
        items.push_back(
            view_item(call, query, "reminded", tr("Được đôn đốc"), count_label(counts.reminded), "reminded"));
    }
    items.push_back(view_item(call, query, "overdue", tr("Quá hạn"), count_label(counts.overdue), "overdue"));
    items.push_back(view_item(call, query, "done", tr("Hoàn thành"), count_label(counts.done.value_or(0))));
    items.push_back(view_item(call, query, "all", tr("Tất cả"), count_label(counts.all.value_or(0))));
    return {{"items", std::move(items)}};
}

View empty_of(const Call& call, const ListQuery& query, const IncomingCounts& counts)
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
        // The next step: what is due first.
        const auto next = due_soon(call.documents(), call.actor, call.now + std::chrono::days(3660), 1);
        if (!next.empty()) {
            const IncomingRow& row = next.front();
            const View due = due_of(call, row.due_at);
            empty["text"] = tr("Gần hạn nhất: {{notation}} của {{sender}}, {{due}}.",
                               {{"notation", row.notation.empty() ? tr("không số") : row.notation},
                                {"sender", row.sender_name},
                                {"due", due["relative"].get<std::string>()}});
            empty["href"] = "/incoming/" + row.uid;
            empty["link"] = tr("Mở văn bản này");
            return empty;
        }
    } else if (query.view == "waiting") {
        empty["title"] = tr("Không có văn bản nào chờ đăng ký");
        empty["text"] = tr("Văn bản mới đến tự hiện ở đây, không phải tải lại trang.");
    } else if (query.view == "recalls") {
        empty["title"] = tr("Không có đề nghị lấy lại nào chờ trả lời");
    } else if (query.view == "reminded") {
        empty["title"] = tr("Không có văn bản nào được nơi gửi đôn đốc");
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

// Views that are short and taken whole, and those of a person's own work, have no filters.
bool has_filters(const Call& call, const std::string& view)
{
    if (view == "recalls" || view == "reminded") return false;
    return view != "overdue" || sees_others(call);
}
bool has_holder(const Call& call, const std::string& view)
{
    return sees_others(call) && view != "waiting" && view != kToAssign;
}

void add_bulk(const Call& call, const std::vector<directory::Person>& people, const base::Error* error,
              View& view)
{
    const Words& tr = call.tr;
    page::FormView form(view, call.request.form, error, tr);
    std::vector<directory::Person> leaders = people;
    std::erase_if(leaders, [](const directory::Person& one) { return one.role != directory::Role::leader; });
    form.choices("leader", tr("Lãnh đạo"), person_choices(leaders, tr("Chọn lãnh đạo")));
    const std::string nothing_chosen = form.error("document");
    view["_nothing_chosen"] = nothing_chosen.empty() ? View(false) : View(nothing_chosen);
    const std::vector<std::string> chosen = call.request.form.all("document");
    bool first = true;
    for (View& row : view["rows"]) {
        const auto uid = row["uid"].get<std::string>();
        row["_checked"] = std::find(chosen.begin(), chosen.end(), uid) != chosen.end();
        row["_first"] = first;  // where the message "nothing is chosen" leads
        first = false;
    }
}

http::Response list_page(const Call& call, ListQuery query, const base::Error* error = nullptr)
{
    const Words& tr = call.tr;
    if (!has_filters(call, query.view))
        query = {.path = query.path, .view = query.view, .after = query.after, .rows = query.rows};
    if (!has_holder(call, query.view)) query.holder.clear();
    const bool clerk = may(call.actor.role, DeliveryStep::accept);
    const bool bulk = clerk && query.view != "done" && query.view != "recalls";
    const auto people = sees_others(call) ? people_of(call) : std::vector<directory::Person>{};
    const IncomingPage page = incoming(call.documents(), call.actor, filter_of(call, query, people));
    const Counts menu = counts(call.documents(), call.actor);
    const IncomingCounts numbers = incoming_counts(call.documents(), call.actor, menu);

    View rows = View::array();
    for (const IncomingRow& row : page.rows) rows.push_back(incoming_row(call, row));
    View view{{"title", tr("Văn bản đến")},
              {"views", views_of(call, query, numbers)},
              {"filters", nullptr},
              {"live_list", "incoming"},
              {"_menu", menu_of(call.actor, menu, call.request.target, tr)},
              {"_can_register", clerk},
              {"_pick", bulk},
              {"_back", query.link("after", query.after)}};
    if (has_filters(call, query.view)) {
        view["filters"] =
            filters_of(call, query, true,
                       has_holder(call, query.view) ? workers(people) : std::vector<directory::Person>{});
    }
    view["pick"] = bulk;
    view["columns"] =
        View::array({column(tr("Số đến"), "lt-col-no"), column(tr("Trích yếu"), ""),
                     column(tr("Số ký hiệu, nơi gửi"), "lt-w-21"),
                     column(tr("Trạng thái, người giữ"), "lt-w-18"), column(tr("Hạn"), "lt-col-due")});
    add_pages(call, query, page.rows.size(), page.more, page.rows.empty() ? PageKey{} : page.rows.back().key,
              view);
    view["empty"] = page.rows.empty() ? empty_of(call, query, numbers) : View(nullptr);
    view["rows"] = std::move(rows);
    view["flash"] = error ? View(nullptr) : list_flash(call);
    if (bulk) add_bulk(call, people, error, view);
    return call.show("documents/incoming", std::move(view), error);
}

}  // namespace

http::Response incoming_list(const Call& call)
{
    return list_page(call, list_query(call.request.query, "/incoming", "open"));
}

http::Response incoming_bulk(const Call& call)
{
    const http::Form& form = call.request.form;
    // Only back to a list of ours, which is shown again with what is wrong.
    const std::string prefix = "/incoming?";
    const std::string back = form.get("back").starts_with(prefix) ? form.get("back") : "/incoming";
    const auto again = [&](const base::Error& error) {
        const http::Form query =
            http::parse_urlencoded(back.size() > prefix.size() ? back.substr(prefix.size()) : "");
        return list_page(call, list_query(query, "/incoming", "open"), &error);
    };
    const std::vector<std::string> uids = form.all("document");
    if (uids.empty())
        return again(base::invalid("document", "Chưa chọn văn bản nào. Đánh dấu ô ở đầu dòng rồi bấm lại."));
    const auto leader = leader_in_form(call);
    if (!leader) return again(leader.error());
    const bool submit = form.get("action") == "submit";
    if (submit && *leader == 0) return again(base::invalid("leader", "Chọn lãnh đạo để trình."));
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
