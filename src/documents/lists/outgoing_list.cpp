// Lists of the agency's own documents, and the numbers beside the menu.
#include "calendar/calendars/api.h"
#include "documents/lists/rows.h"
#include "documents/queries.h"

namespace lt::documents {

namespace {

std::vector<std::string> states_of(OutgoingView view)
{
    switch (view) {
    case OutgoingView::open: return {"draft", "review", "approved"};
    case OutgoingView::drafts: return {"draft"};
    case OutgoingView::review: return {"review"};
    case OutgoingView::approved: return {"approved"};
    case OutgoingView::issued:
    case OutgoingView::unsent:
    case OutgoingView::recalled: return {"issued"};
    }
    return {};
}

OutgoingRow outgoing_row(const db::Row& row)
{
    const auto state = document_state(row["state"].text());
    CHECK(state.has_value());
    OutgoingRow out{.uid = row["uid"].str(),
                    .subject = row["subject"].str(),
                    .urgency = urgency_of(row),
                    .notation = full_notation(row["number_text"].str_or(""), row["notation"].str_or("")),
                    .kind_name = row["kind_name"].str(),
                    .state = *state};
    out.recalled = !row["recalled_at"].null();
    out.drafter_name = row["drafter_name"].str_or("");
    out.unit_name = row["unit_name"].str_or("");
    out.signer_name = row["signer_name"].str_or("");
    out.changed_at = row["changed_at"].time();
    out.issued_at = row["issued_at"].opt_time();
    out.note = row["note"].str_or("");
    out.recipients = row["recipients"].int32();
    out.accepted = row["accepted"].int32();
    out.done = row["done"].int32();
    out.refused = row["refused"].int32();
    out.key = {row["key_time"].time(), row["id"].int64()};
    return out;
}

// What was signed before had to be sent by now.
struct Unsent {
    base::Day before{};
    base::Time urgent_before{};
};

// By the agency's own working time. Before the transaction begins: reading the calendars may need a connection, too.
Unsent unsent(const Services& services, const Actor& actor)
{
    constexpr std::chrono::minutes kAtOnce{30};
    const base::Time now = services.clock->now();
    return {.before =
                services.calendars->of(actor.agency)->morning_passed(now).value_or(base::vietnam_day(now)),
            .urgent_before = now - kAtOnce};
}

}  // namespace

OutgoingPage outgoing(Services& services, const Actor& actor, const OutgoingFilter& filter)
{
    const db::Scope scope = scope_of(actor);
    const Unsent late = filter.view == OutgoingView::unsent ? unsent(services, actor) : Unsent{};
    db::Transaction tx = services.pool.begin(scope);
    const PageKey key = filter.after.value_or(newest());
    const int limit = filter.limit + 1;
    const auto wanted_urgency =
        filter.urgency ? std::optional(std::string(to_text(*filter.urgency))) : std::nullopt;
    const auto kind = or_null(filter.kind_code);
    const auto states = states_of(filter.view);
    const base::Time from = from_day(filter.from);
    const base::Time to = until_day(filter.to);
    // A specialist sees the own drafts and all that the agency has issued.
    const bool mine =
        filter.mine || (scope.reach == db::Reach::assigned && filter.view != OutgoingView::issued &&
                        filter.view != OutgoingView::recalled && filter.view != OutgoingView::unsent);
    db::Rows rows;
    if (filter.view == OutgoingView::unsent) {
        rows = tx.run(sql::outgoing_list_unsent, actor.agency, from_day(late.before), late.before, key.time,
                      key.id, limit, late.urgent_before);
    } else if (filter.view == OutgoingView::recalled)
        rows = tx.run(sql::outgoing_list_recalled, actor.agency, key.time, key.id, limit);
    else if (filter.holder && !mine && filter.view != OutgoingView::issued)
        rows = tx.run(sql::outgoing_list_of_holder, actor.agency, states, key.time, key.id, limit,
                      wanted_urgency, kind, from, to, *filter.holder);
    else if (mine)
        rows = tx.run(sql::outgoing_list_of_drafter, actor.agency, states, key.time, key.id, limit,
                      wanted_urgency, kind, from, to, actor.official);
    else
        rows = tx.run(sql::outgoing_list, actor.agency, states, key.time, key.id, limit, wanted_urgency, kind,
                      from, to);
    OutgoingPage page;
    for (const db::Row row : rows) {
        if (static_cast<int>(page.rows.size()) == filter.limit) {
            page.more = true;
            break;
        }
        page.rows.push_back(outgoing_row(row));
        if (filter.view == OutgoingView::unsent) page.rows.back().on_the_way = row["on_the_way"].int32();
    }
    return page;
}

Counts counts(Services& services, const Actor& actor)
{
    const db::Scope scope = scope_of(actor);
    const base::Time now = services.clock->now();
    const base::Time tomorrow = until_day(base::vietnam_day(now));
    const Unsent late = scope.reach == db::Reach::assigned ? Unsent{} : unsent(services, actor);
    db::Transaction tx = services.pool.begin(scope);
    const db::Rows rows = scope.reach == db::Reach::assigned
                              ? tx.run(sql::counts_official, actor.official, now, tomorrow)
                              : tx.run(sql::counts_agency, actor.agency, now, tomorrow, actor.official,
                                       late.before, from_day(late.before), late.urgent_before);
    const db::Row row = rows[0];
    return {.waiting = row["waiting"].int32(),
            .open = row["open"].int32(),
            .overdue = row["overdue"].int32(),
            .due_today = row["due_today"].int32(),
            .to_assign = row["to_assign"].int32(),
            .my_work = row["my_work"].int32(),
            .drafts = row["drafts"].int32(),
            .review = row["review"].int32(),
            .to_sign = row["to_sign"].int32(),
            .approved = row["approved"].int32(),
            .returned = row["returned"].int32(),
            .recalls = row["recalls"].int32(),
            .reminded = row["reminded"].int32(),
            .unsent = row["unsent"].int32(),
            .only_reminded = row["only_reminded"].int32(),
            .only_to_assign = row["only_to_assign"].int32()};
}

std::vector<Load> loads(Services& services, const Actor& actor)
{
    db::Transaction tx = services.pool.begin(scope_of(actor));
    std::vector<Load> out;
    for (const db::Row row : tx.run(sql::loads, actor.agency, services.clock->now()))
        out.push_back({row["official_id"].int64(), row["open"].int32(), row["overdue"].int32()});
    return out;
}

}  // namespace lt::documents
