// Everything on one document.
#include <algorithm>
#include <utility>

#include "documents/lists/rows.h"
#include "documents/queries.h"
#include "kit/base/ids.h"

namespace lt::documents {

namespace {

std::string recall_words(bool asked, const db::Value& answer)
{
    if (!asked) return {};
    return answer.null() ? "asked" : answer.str();
}

DeliveryState state_of(const db::Value& value)
{
    const auto state = delivery_state(value.text());
    CHECK(state.has_value());
    return *state;
}

FileRow file_row(const db::Row& row)
{
    return {.uid = row["uid"].str(),
            .name = row["name"].str(),
            .media_type = row["media_type"].str(),
            .size = static_cast<std::uint64_t>(row["size"].int64()),
            .sha256 = row["sha256"].str()};
}

std::optional<FileRow> one_file(Services& services, const Actor& actor, const std::string& file_uid,
                                const db::Query<1>& query)
{
    if (!base::is_uid(file_uid)) return std::nullopt;
    db::Transaction tx = services.pool.begin(scope_of(actor));
    const db::Rows rows = tx.run(query, file_uid);
    if (rows.empty()) return std::nullopt;
    return file_row(rows[0]);
}

void fill_incoming(db::Transaction& tx, const db::Row& row, DocumentView& view)
{
    if (row["delivery_id"].null()) return;
    DocumentView::Incoming in{.state = state_of(row["delivery_state"]),
                              .arrived_at = row["arrived_at"].time(),
                              .state_at = row["state_at"].time(),
                              .reason = row["reason"].str_or("")};
    if (!row["arrival_number"].null()) in.arrival_number = row["arrival_number"].int32();
    in.registered_at = row["registered_at"].opt_time();
    in.leader = row["leader_id"].opt_int64().value_or(0);
    in.leader_name = row["leader_name"].str_or("");
    in.clerk_note = row["clerk_note"].str_or("");
    in.due_at = row["due_at"].opt_time();
    in.recall = recall_words(row["recall_asked"].boolean(), row["recall_answer"]);
    in.recall_reason = row["recall_reason"].str_or("");
    for (const db::Row a : tx.run(sql::document_assignments_of, row["delivery_id"].int64())) {
        const auto role = assignment_role(a["role"].text());
        CHECK(role.has_value());
        in.assignments.push_back({.official = a["official_id"].int64(),
                                  .official_name = a["official_name"].str(),
                                  .unit_name = a["unit_name"].str_or(""),
                                  .role = *role,
                                  .state = a["state"].str(),
                                  .instruction = a["instruction"].str(),
                                  .report = a["report"].str_or(""),
                                  .due_at = a["due_at"].opt_time(),
                                  .started_at = a["started_at"].opt_time(),
                                  .done_at = a["done_at"].opt_time(),
                                  .assigned_by_name = a["assigned_by_name"].str(),
                                  .assigned_at = a["assigned_at"].time()});
    }
    view.incoming = std::move(in);
}

// What did not reach the system that carries the recipient's mail, and why.
void fill_not_sent(db::Transaction& tx, const directory::Snapshot& directory, DocumentView& view)
{
    const auto outside = [](const RecipientRow& row) { return row.elsewhere; };
    if (std::ranges::none_of(view.recipients, outside)) return;
    for (RecipientRow& row : view.recipients)
        if (row.state == DeliveryState::sent) row.not_sent = std::exchange(row.reason, {});
    for (const db::Row failed : tx.run(sql::outside_transport, view.id)) {
        const directory::Agency* agency = directory.find_code(failed["to_code"].text());
        if (agency == nullptr) continue;
        for (RecipientRow& row : view.recipients)
            if (row.agency == agency->id && row.state == DeliveryState::sent)
                row.not_sent = failed["why"].str();
    }
}

void fill_sender(db::Transaction& tx, Services& services, const Actor& actor, DocumentView& view)
{
    if (!view.own) return;
    if (view.state != DocumentState::issued) {
        for (const db::Row row : tx.run(sql::document_recipient_ids, view.id))
            view.chosen_recipients.push_back(row["agency_id"].int64());
        return;
    }
    const auto directory = services.directory.snapshot();
    for (const db::Row row : tx.run(sql::document_deliveries_of, view.id, actor.agency)) {
        const directory::Agency* agency = directory->find(row["agency_id"].int64());
        view.recipients.push_back({.agency = row["agency_id"].int64(),
                                   .name = directory->name(row["agency_id"].int64()),
                                   .state = state_of(row["state"]),
                                   .state_at = row["state_at"].time(),
                                   .reason = row["reason"].str_or(""),
                                   .recall = recall_words(row["recall_asked"].boolean(), row["answer"]),
                                   .recall_reason = row["answer_reason"].str_or(""),
                                   .reminded_at = row["reminded_at"].opt_time(),
                                   .reminders = row["reminders"].null() ? 0 : row["reminders"].int32(),
                                   .elsewhere = agency != nullptr && agency->system != 0});
    }
    fill_not_sent(tx, *directory, view);
}

void fill_arrival(db::Transaction& tx, DocumentView& view)
{
    if (view.origin != Origin::axis) return;
    const db::Rows rows = tx.run(sql::axis_arrival_of, view.id);
    if (rows.empty()) return;
    const db::Row row = rows[0];
    view.arrival = DocumentView::Arrival{.carrier = row["carrier"].str(),
                                         .updates = row["business"].int32() == 2,
                                         .replaces = row["business"].int32() == 3,
                                         .reason = row["reason"].str(),
                                         .earlier = row["earlier"].str(),
                                         .signature = row["signature"].str(),
                                         .signature_why = row["signature_why"].str()};
    if (!row["earlier_uid"].null())
        view.arrival->earlier_link =
            DocumentView::Link{row["earlier_uid"].str(),
                               full_notation(row["number_text"].str_or(""), row["notation"].str_or("")),
                               row["subject"].str(), false};
}

void fill_basics(const db::Row& row, DocumentView& view)
{
    const auto state = document_state(row["state"].text());
    CHECK(state.has_value());
    view.id = row["id"].int64();
    view.uid = row["uid"].str();
    view.version = row["version"].int32();
    view.origin = row["origin"].text() == "own"     ? Origin::own
                  : row["origin"].text() == "paper" ? Origin::paper
                                                    : Origin::axis;
    view.state = *state;
    view.kind_code = row["kind_code"].str();
    view.kind_name = row["kind_label"].str();
    view.subject = row["subject"].str();
    view.urgency = urgency_of(row);
    view.notation = full_notation(row["number_text"].str_or(""), row["notation"].str_or(""));
    view.issuer_name = row["issuer_name"].str();
    view.issuer_code = row["issuer_code"].str_or("");
    view.issued_on = row["issued_on"].opt_day();
    view.issued_at = row["issued_at"].opt_time();
    view.recalled_at = row["recalled_at"].opt_time();
    view.drafter_name = row["drafter_name"].str_or("");
    view.unit_name = row["unit_name"].str_or("");
    view.signer_name = row["signer_name"].str_or("");
    view.signer_title = row["signer_title"].str_or("");
    view.drafter = row["drafter_id"].opt_int64().value_or(0);
    view.signer = row["signer_id"].opt_int64().value_or(0);
    view.reply_due_at = row["reply_due_at"].opt_time();
    view.changed_at = row["changed_at"].time();
    view.own = row["own"].boolean();
    if (view.own) view.note = row["note"].str_or("");
    if (!row["reply_uid"].null())
        view.in_reply_to = DocumentView::Link{
            row["reply_uid"].str(),
            full_notation(row["reply_number"].str_or(""), row["reply_notation"].str_or("")),
            row["reply_subject"].str(), row["reply_own"].boolean()};
    view.copy_form = row["copy_form"].str();
    if (!row["source_uid"].null())
        view.copied_from = DocumentView::Link{
            row["source_uid"].str(),
            full_notation(row["source_number"].str_or(""), row["source_notation"].str_or("")),
            row["source_subject"].str(), row["source_own"].boolean()};
}

}  // namespace

std::optional<DocumentView> document(Services& services, const Actor& actor, const std::string& uid)
{
    if (!base::is_uid(uid)) return std::nullopt;
    db::Transaction tx = services.pool.begin(scope_of(actor));
    const db::Rows rows = tx.run(sql::document_show, uid, actor.agency);
    if (rows.empty()) return std::nullopt;
    DocumentView view;
    fill_basics(rows[0], view);
    fill_incoming(tx, rows[0], view);
    fill_arrival(tx, view);
    fill_sender(tx, services, actor, view);
    // A draft is the business of those who write, sign and issue it.
    const bool limited = scope_of(actor).reach == db::Reach::assigned;
    if (view.own && view.state != DocumentState::issued && limited && view.drafter != actor.official)
        return std::nullopt;
    // A paper document of the agency that a limited official was not assigned to: only the delivery opens it.
    if (!view.own && !view.incoming) return std::nullopt;
    for (const db::Row row : tx.run(sql::document_files_of, view.id)) {
        FileRow file = file_row(row);
        file.signed_by = row["signed"].str_or("");
        if (view.own) file.places = row["places"].str_or("");
        file.indication = row["indication"].str_or("");
        file.report = row["report"].str_or("");
        file.judged_at = row["judged_at"].opt_time();
        file.preserved = !row["versions"].null() && row["versions"].int32() > 0;
        file.renew_by = row["renew_by"].opt_time();
        view.files.push_back(std::move(file));
    }
    for (const db::Row row : tx.run(sql::document_replies_of, view.id, actor.agency))
        (row["copy"].boolean() ? view.copies : view.replies)
            .push_back({row["uid"].str(),
                        full_notation(row["number_text"].str_or(""), row["notation"].str_or("")),
                        row["subject"].str(), row["own"].boolean()});
    const auto directory = services.directory.snapshot();
    for (const db::Row row : tx.run(sql::document_events_of, view.id, actor.agency))
        view.events.push_back({.at = row["at"].time(),
                               .action = row["action"].str(),
                               .detail = row["detail"].str(),
                               .official_name = row["official_name"].str_or(""),
                               .agency_name = directory->name(row["agency_id"].int64()),
                               .own = row["agency_id"].int64() == actor.agency});
    return view;
}

std::optional<FileRow> file(Services& services, const Actor& actor, const std::string& file_uid)
{
    return one_file(services, actor, file_uid, sql::document_file_one);
}

std::optional<FileRow> preserved_file(Services& services, const Actor& actor, const std::string& file_uid)
{
    return one_file(services, actor, file_uid, sql::preserved_one);
}

}  // namespace lt::documents
