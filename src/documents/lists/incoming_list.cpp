// Lists of incoming documents, of an agency or of one official.
#include "documents/lists/rows.h"
#include "documents/queries.h"

namespace lt::documents {

namespace {

const std::vector<std::string>& states_of(IncomingView view)
{
    static const std::vector<std::string> open{"arrived", "accepted", "assigned", "in_progress"};
    static const std::vector<std::string> waiting{"arrived"};
    static const std::vector<std::string> done{"done"};
    static const std::vector<std::string> all{"arrived", "accepted", "assigned", "in_progress",
                                              "done",    "refused",  "recalled"};
    switch (view) {
    case IncomingView::waiting: return waiting;
    case IncomingView::done: return done;
    case IncomingView::all: return all;
    case IncomingView::open:
    case IncomingView::to_assign:
    case IncomingView::recalls:
    case IncomingView::reminded:
    case IncomingView::overdue: return open;
    }
    return open;
}

std::vector<std::string> parts_of(IncomingView view)
{
    switch (view) {
    case IncomingView::done: return {"done"};
    case IncomingView::all: return {"open", "done"};
    case IncomingView::open:
    case IncomingView::waiting:
    case IncomingView::to_assign:
    case IncomingView::recalls:
    case IncomingView::reminded:
    case IncomingView::overdue: return {"open"};
    }
    return {};
}

IncomingRow incoming_row(const db::Row& row)
{
    const auto state = delivery_state(row["state"].text());
    CHECK(state.has_value());
    IncomingRow out{.uid = row["uid"].str(),
                    .subject = row["subject"].str(),
                    .urgency = urgency_of(row),
                    .notation = full_notation(row["number_text"].str_or(""), row["notation"].str_or("")),
                    .sender_name = row["issuer_name"].str(),
                    .state = *state};
    if (!row["lead_name"].null())
        out.holder = row["lead_name"].str() + (row["lead_unit"].null() ? "" : ", " + row["lead_unit"].str());
    else
        out.holder = row["leader_name"].str_or("Văn thư");
    if (!row["arrival_number"].null()) out.arrival_number = row["arrival_number"].int32();
    out.arrived_at = row["arrived_at"].time();
    out.due_at = row["due_at"].opt_time();
    out.closed_at = row["closed_at"].opt_time();
    out.unread = row["unread"].boolean();
    out.recall_open = row["recall_open"].boolean();
    out.reminded = row["reminded"].boolean();
    out.submitted = !row["submitted"].null() && row["submitted"].boolean();
    out.my_role = row["my_role"].str_or("");
    out.key = {out.arrived_at, row["id"].int64()};
    return out;
}

IncomingPage to_page(const db::Rows& rows, int limit, bool keyed_by_due)
{
    IncomingPage page;
    for (const db::Row row : rows) {
        if (static_cast<int>(page.rows.size()) == limit) {
            page.more = true;
            break;
        }
        page.rows.push_back(incoming_row(row));
        if (keyed_by_due && page.rows.back().due_at) page.rows.back().key.time = *page.rows.back().due_at;
    }
    return page;
}

}  // namespace

IncomingPage incoming(Services& services, const Actor& actor, const IncomingFilter& filter)
{
    const db::Scope scope = scope_of(actor);
    db::Transaction tx = services.pool.begin(scope);
    const base::Time from = from_day(filter.from);
    const base::Time to = until_day(filter.to);
    const int limit = filter.limit + 1;
    const auto wanted_urgency =
        filter.urgency ? std::optional(std::string(to_text(*filter.urgency))) : std::nullopt;
    const auto kind = or_null(filter.kind_code);
    const bool limited = scope.reach == db::Reach::assigned;
    if (filter.view == IncomingView::overdue) {
        const PageKey key = filter.after.value_or(oldest());
        const base::Time now = services.clock->now();
        if (limited) {
            const db::Rows rows = tx.run(sql::assigned_list_overdue, actor.agency, now, key.time, key.id,
                                         limit, actor.official);
            IncomingPage page = to_page(rows, filter.limit, false);
            for (std::size_t i = 0; i < page.rows.size(); ++i) {
                page.rows[i].due_at = rows[i]["my_due_at"].time();
                page.rows[i].key.time = *page.rows[i].due_at;
            }
            return page;
        }
        return to_page(tx.run(sql::incoming_list_overdue, actor.agency, now, key.time, key.id, limit,
                              wanted_urgency, kind, from, to, filter.sender, filter.holder),
                       filter.limit, true);
    }
    const PageKey key = filter.after.value_or(newest());
    if (filter.view == IncomingView::to_assign)
        return to_page(tx.run(sql::incoming_list_to_assign, actor.agency, actor.official, key.id, limit,
                              wanted_urgency, kind, from, to, filter.sender),
                       filter.limit, false);
    if (filter.view == IncomingView::recalls)
        return to_page(tx.run(sql::incoming_list_recalls, actor.agency, key.id, limit), filter.limit, false);
    if (filter.view == IncomingView::reminded)
        return to_page(tx.run(sql::incoming_list_reminded, actor.agency, key.id, limit), filter.limit, false);
    if (filter.holder && !limited)
        return to_page(tx.run(sql::incoming_list_of_holder, actor.agency, parts_of(filter.view), key.time,
                              key.id, limit, wanted_urgency, kind, from, to, filter.sender, *filter.holder),
                       filter.limit, false);
    if (limited)
        return to_page(tx.run(sql::assigned_list, actor.agency, parts_of(filter.view), key.time, key.id,
                              limit, wanted_urgency, kind, from, to, filter.sender, actor.official),
                       filter.limit, false);
    if (filter.sender)
        return to_page(tx.run(sql::incoming_list_of_sender, actor.agency, states_of(filter.view), key.time,
                              key.id, limit, wanted_urgency, kind, from, to, *filter.sender),
                       filter.limit, false);
    return to_page(tx.run(sql::incoming_list, actor.agency, states_of(filter.view), key.time, key.id, limit,
                          wanted_urgency, kind, from, to),
                   filter.limit, false);
}

std::vector<IncomingRow> due_soon(Services& services, const Actor& actor, base::Time until, int limit)
{
    const db::Scope scope = scope_of(actor);
    db::Transaction tx = services.pool.begin(scope);
    const auto official = scope.reach == db::Reach::assigned ? std::optional(actor.official) : std::nullopt;
    return to_page(tx.run(sql::due_soon, actor.agency, until, official, limit), limit, true).rows;
}

}  // namespace lt::documents
