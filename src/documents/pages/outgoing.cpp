// The list of outgoing documents.
#include "documents/pages/copies.h"
#include "documents/pages/flash.h"
#include "documents/pages/listing.h"
#include "documents/pages/marks.h"
#include "kit/base/text.h"

namespace lt::documents::pages {
namespace {

OutgoingView view_of(const std::string& text)
{
    if (text == "drafts") return OutgoingView::drafts;
    if (text == "review") return OutgoingView::review;
    if (text == "approved") return OutgoingView::approved;
    if (text == "issued") return OutgoingView::issued;
    if (text == "recalled") return OutgoingView::recalled;
    if (text == "unsent") return OutgoingView::unsent;
    return OutgoingView::open;
}

View views_of(const Call& call, const ListQuery& query, const OutgoingCounts& counts)
{
    const Words& tr = call.tr;
    View items = View::array();
    items.push_back(view_item(call, query, "open", tr("Đang soạn, chờ phát hành"),
                              count_label(counts.drafts + counts.review + counts.approved)));
    items.push_back(view_item(call, query, "drafts", tr("Dự thảo"), count_label(counts.drafts)));
    items.push_back(view_item(call, query, "review", tr("Chờ ký"), count_label(counts.review)));
    items.push_back(
        view_item(call, query, "approved", tr("Chờ phát hành"), count_label(counts.approved), "approved"));
    if (counts.unsent > 0 || query.view == "unsent")
        items.push_back(view_item(call, query, "unsent", tr("Đã ký chưa gửi"), count_label(counts.unsent)));
    items.push_back(view_item(call, query, "issued", tr("Đã phát hành"), ""));
    items.push_back(view_item(call, query, "recalled", tr("Đã thu hồi"), ""));
    return {{"items", std::move(items)}};
}

// A draft is with its writer, or with whom it was sent to sign; afterwards it is with the registry and the recipients.
bool has_holder(const std::string& view) { return view == "open" || view == "drafts" || view == "review"; }

// Where it stands: whom it waits for, or how far the recipients are.
std::string holder_of(const Words& tr, const OutgoingRow& row)
{
    switch (row.state) {
    case DocumentState::draft:
        if (!row.note.empty()) return tr("trả lại: {{reason}}", {{"reason", base::shorten(row.note, 60)}});
        return row.drafter_name;
    case DocumentState::review: return row.signer_name;
    case DocumentState::approved: return tr("Văn thư");
    case DocumentState::issued: break;
    }
    return tr("{{done}} / {{count}} nơi hoàn thành",
              {{"done", std::to_string(row.done)}, {"count", std::to_string(row.recipients)}});
}

View row_of(const Call& call, const OutgoingRow& row)
{
    const Words& tr = call.tr;
    const std::string on_the_way =
        row.on_the_way == 0 ? ""
                            : tr("{{count}} nơi chưa nhận được", {{"count", std::to_string(row.on_the_way)}});
    return {{"uid", row.uid},
            {"subject", row.subject},
            {"notation", row.notation.empty() ? View(false) : View(row.notation)},
            {"kind", row.kind_name},
            {"drafter", row.drafter_name},
            {"unit", row.unit_name},
            {"document_state", std::string(to_text(row.state))},
            {"state", outgoing_state(tr, row.state, row.recalled)},
            {"urgency", urgency_mark(row.urgency)},
            {"holder", on_the_way.empty() ? holder_of(tr, row) : on_the_way},
            {"at", short_time(row.issued_at.value_or(row.changed_at), call.now)},
            {"recipients", row.recipients},
            {"refused", row.refused == 0
                            ? View(false)
                            : View(tr("{{count}} nơi từ chối", {{"count", std::to_string(row.refused)}}))}};
}

View empty_of(const Call& call, const ListQuery& query)
{
    const Words& tr = call.tr;
    View empty{{"text", false}, {"href", false}, {"link", ""}};
    if (query.active() > 0) {
        empty["title"] = tr("Không có văn bản nào khớp bộ lọc");
        empty["href"] = ListQuery{.path = query.path, .view = query.view}.link("view", query.view);
        empty["link"] = tr("Bỏ lọc");
        return empty;
    }
    if (query.view == "review") {
        empty["title"] = tr("Không có văn bản nào chờ ký");
    } else if (query.view == "approved") {
        empty["title"] = tr("Không có văn bản nào chờ phát hành");
    } else if (query.view == "unsent") {
        empty["title"] = tr("Văn bản đã ký đều đã gửi đi");
    } else if (query.view == "issued") {
        empty["title"] = tr("Chưa phát hành văn bản nào");
    } else if (query.view == "recalled") {
        empty["title"] = tr("Chưa thu hồi văn bản nào");
    } else {
        empty["title"] = tr("Không có dự thảo nào");
        empty["href"] = "/outgoing/new";
        empty["link"] = tr("Soạn văn bản đi");
    }
    return empty;
}

}  // namespace

http::Response outgoing_list(const Call& call)
{
    const Words& tr = call.tr;
    ListQuery query = list_query(call.request.query, "/outgoing", "open");
    const bool whole =
        query.view == "recalled" || query.view == "unsent";  // short and taken whole: no filters
    if (whole) query = {.path = query.path, .view = query.view, .after = query.after, .rows = query.rows};
    const bool by_holder = sees_others(call) && has_holder(query.view);
    if (!by_holder) query.holder.clear();
    const auto people = by_holder ? workers(people_of(call)) : std::vector<directory::Person>{};
    OutgoingFilter filter;
    filter.view = view_of(query.view);
    filter.holder = holder_of(query, people);
    filter.urgency = urgency(query.urgency);
    filter.kind_code = query.kind;
    filter.from = query.from;
    filter.to = query.to;
    filter.mine = query.mine;
    filter.after = page_key(query.after);
    filter.limit = query.rows;
    const OutgoingPage page = outgoing(call.documents(), call.actor, filter);
    const Counts menu = counts(call.documents(), call.actor);

    View rows = View::array();
    for (const OutgoingRow& row : page.rows) rows.push_back(row_of(call, row));
    View view{{"title", tr("Văn bản đi")},
              {"views", views_of(call, query, outgoing_counts(call.documents(), call.actor, menu))},
              {"_menu", menu_of(call.actor, menu, call.request.target, tr)},
              {"filters", whole ? View(nullptr) : filters_of(call, query, false, people)},
              {"pick", false},
              {"_can_copy", may_copy(call)},
              {"_can_draft", may(call.actor.role, DraftStep::edit, true, false)}};
    view["columns"] = View::array(
        {column(tr("Số ký hiệu"), "lt-w-18"), column(tr("Trích yếu"), ""), column(tr("Soạn thảo"), "lt-w-18"),
         column(tr("Trạng thái, người giữ"), "lt-w-21"), column(tr("Nơi nhận"), "lt-col-no lt-right")});
    add_pages(call, query, page.rows.size(), page.more, page.rows.empty() ? PageKey{} : page.rows.back().key,
              view);
    view["empty"] = page.rows.empty() ? empty_of(call, query) : View(nullptr);
    view["rows"] = std::move(rows);
    view["flash"] = list_flash(call);
    return call.show("documents/outgoing", std::move(view));
}

}  // namespace lt::documents::pages
