// Work on an incoming document: a leader assigns, officials act and report.
#include "documents/queries.h"
#include "documents/store.h"

namespace lt::documents {

namespace {

void tell(Services& services, db::Transaction& tx, std::int64_t agency, std::int64_t sender, bool shared)
{
    tx.on_commit([&services, agency, sender, shared] {
        services.notify(agency, "changed", "{}");
        if (shared && sender != 0) services.notify(sender, "changed", "{}");
    });
}

}  // namespace

base::Result<base::Done> assign(Services& services, const Actor& actor, const std::string& uid,
                                const Assigning& assigning)
{
    const base::Time now = services.clock->now();
    if (auto error = check_assigning(assigning, now)) return *error;
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) -> base::Result<base::Done> {
        const auto delivery = lock_delivery(tx, uid, actor.agency);
        if (!delivery) return no_such_document();
        if (!may(actor.role, DeliveryStep::assign))
            return base::forbidden("Vai đang làm việc không phân công được văn bản đến.");
        const auto next = after(delivery->state, DeliveryStep::assign);
        if (!next) return next.error();

        // Only people who are in a post of this agency today may get work, whatever the form says.
        const auto people = directory::people(tx, actor.agency, base::vietnam_day(now));
        std::vector<std::int64_t> named;
        std::int64_t lead = 0;
        std::string lead_name;
        for (const Assignee& assignee : assigning.assignees) {
            bool found = false;
            for (const directory::Person& person : people)
                found = found || (person.official == assignee.official && works_on_documents(person.role));
            if (!found)
                return base::invalid("roles", {"{{name}} không còn làm việc ở cơ quan. Chọn người khác.",
                                               {{"name", assignee.name}}});
            named.push_back(assignee.official);
            if (assignee.role == AssignmentRole::lead) {
                lead = assignee.official;
                lead_name = assignee.name;
            }
        }
        tx.send(sql::assignment_withdraw_others, delivery->id, named, lead);
        for (const Assignee& assignee : assigning.assignees)
            tx.send(sql::assignment_put, delivery->id, delivery->document, actor.agency, assignee.official,
                    assignee.unit == 0 ? std::nullopt : std::optional(assignee.unit), to_text(assignee.role),
                    assigning.instruction, assigning.due_at, actor.official, now, delivery->arrived_at);
        tx.send(sql::incoming_set_due, delivery->id, assigning.due_at, actor.official, now);
        if (*next != delivery->state) set_state(tx, services, actor, *delivery, *next, now);
        // The sender learns that it was assigned, not to whom and with what instruction.
        record(tx, actor, {delivery->document, uid, "assigned", "", Reader::both_sides, now});
        record(tx, actor,
               {delivery->document, uid, "instructed", lead_name + ": " + assigning.instruction,
                Reader::own_agency, now});
        tell(services, tx, actor.agency, delivery->sender, *next != delivery->state);
        tx.commit();
        return base::Done{};
    });
}

base::Result<base::Done> start_work(Services& services, const Actor& actor, const std::string& uid)
{
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) -> base::Result<base::Done> {
        const auto delivery = lock_delivery(tx, uid, actor.agency);
        if (!delivery) return no_such_document();
        const auto next = after(delivery->state, DeliveryStep::start);
        if (!next) return next.error();
        const base::Time now = services.clock->now();
        const db::Rows rows = tx.run(sql::assignment_start, delivery->id, actor.official, now);
        if (rows.empty()) return base::forbidden("Bạn không có phần việc đang mở ở văn bản này.");
        if (!rows[0]["first"].boolean()) return base::Done{};
        if (*next != delivery->state) set_state(tx, services, actor, *delivery, *next, now);
        record(tx, actor, {delivery->document, uid, "started", "", Reader::both_sides, now});
        tell(services, tx, actor.agency, delivery->sender, true);
        tx.commit();
        return base::Done{};
    });
}

base::Result<base::Done> report(Services& services, const Actor& actor, const std::string& uid,
                                const std::string& text, bool complete)
{
    if (text.empty()) return base::invalid("report", "Nhập kết quả xử lý.");
    if (text.size() > 8000)
        return base::invalid("report", "Rút báo cáo ngắn lại, hoặc đính kèm thành văn bản trả lời.");
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) -> base::Result<base::Done> {
        const auto delivery = lock_delivery(tx, uid, actor.agency);
        if (!delivery) return no_such_document();
        // The same report sent twice is the first one.
        const db::Rows earlier = tx.run(sql::assignment_reported, delivery->id, actor.official, text);
        if (!earlier.empty() && (earlier[0]["done"].boolean() || !complete)) return base::Done{};
        const auto next = after(delivery->state, DeliveryStep::report);
        if (!next) return next.error();
        const base::Time now = services.clock->now();
        const db::Rows rows =
            tx.run(sql::assignment_report, delivery->id, actor.official, now, text, complete);
        if (rows.empty()) return base::forbidden("Bạn không có phần việc đang mở ở văn bản này.");
        record(tx, actor, {delivery->document, uid, "reported", text, Reader::own_agency, now});
        DeliveryState state = *next;
        if (complete) {
            if (rows[0]["role"].text() != to_text(AssignmentRole::lead))
                return base::forbidden("Chỉ người chủ trì kết thúc được việc xử lý văn bản.");
            tx.send(sql::assignment_close_all, delivery->id, now);
            tx.send(sql::incoming_close, delivery->id, now);
            state = DeliveryState::done;
            record(tx, actor, {delivery->document, uid, "completed", "", Reader::both_sides, now});
        }
        if (state != delivery->state) set_state(tx, services, actor, *delivery, state, now);
        tell(services, tx, actor.agency, delivery->sender, true);
        tx.commit();
        return base::Done{};
    });
}

void mark_read(Services& services, const Actor& actor, const std::string& uid)
{
    db::Transaction tx = services.pool.begin(scope_of(actor));
    tx.run_and_commit(sql::assignment_read, uid, actor.official);
}

}  // namespace lt::documents
