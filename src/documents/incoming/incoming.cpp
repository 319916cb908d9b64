// Incoming documents: accept, refuse, register paper, submit to a leader, complete.
#include <algorithm>

#include "documents/lists.h"
#include "documents/queries.h"
#include "documents/store.h"
#include "documents/verdicts/verdicts.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"

namespace lt::documents {

namespace {

std::optional<std::string> or_nothing(const std::string& text)
{
    return text.empty() ? std::nullopt : std::optional(text);
}

int year_of(base::Time now)
{
    return static_cast<int>(std::chrono::year_month_day{base::vietnam_day(now)}.year());
}

void tell_both(Services& services, db::Transaction& tx, std::int64_t agency, std::int64_t sender)
{
    tx.on_commit([&services, agency, sender] {
        services.notify(agency, "changed", "{}");
        if (sender != 0) services.notify(sender, "changed", "{}");
    });
}

std::optional<base::Error> check_leader(db::Transaction& tx, const Actor& actor, std::int64_t leader,
                                        base::Time now)
{
    if (leader == 0 || find_leader(tx, actor.agency, leader, base::vietnam_day(now))) return std::nullopt;
    return base::invalid("leader", "Người này không còn là lãnh đạo của cơ quan. Chọn người khác.");
}

// The warning that Annex VI of ND 30/2020 asks for. `uid` is the document itself: the same form sent twice is no double.
std::optional<base::Error> warn_of_double(db::Transaction& tx, const Actor& actor, const std::string& uid,
                                          const PaperDocument& paper)
{
    if (paper.confirmed) return std::nullopt;
    const db::Rows rows = tx.run(sql::document_doubles, actor.agency, paper.number_text, paper.notation,
                                 paper.issuer_name, paper.issued_on, uid);
    if (rows.empty()) return std::nullopt;
    const auto number = rows[0]["arrival_number"].opt_int64();
    return base::Error{
        base::Fault::conflict,
        "confirm",
        !number ? base::Message("Văn bản có cùng số, ký hiệu và cơ quan ban hành đã có (đang chờ đăng "
                                "ký). Nếu vẫn là văn bản khác, đánh dấu xác nhận rồi đăng ký lại.")
                : base::Message("Văn bản có cùng số, ký hiệu và cơ quan ban hành đã có (số đến "
                                "{{number}}). Nếu vẫn là văn bản khác, đánh dấu xác nhận rồi đăng ký lại.",
                                {{"number", std::to_string(*number)}}),
        {}};
}

}  // namespace

std::optional<base::Error> check_paper(const PaperDocument& paper, const std::vector<Kind>& kinds,
                                       bool has_file, base::Time now)
{
    if (!is_not_secret(paper.secrecy)) return secret_refused();
    base::Wrong wrong;
    // In the order of the form.
    if (!has_file) wrong.emplace_back("files", "Đính kèm bản quét của văn bản.");
    if (base::length(paper.number_text) > 11) wrong.emplace_back("number", "Số văn bản dài nhất 11 ký tự.");
    if (base::length(paper.notation) > 30) wrong.emplace_back("notation", "Ký hiệu dài nhất 30 ký tự.");
    if (!paper.issued_on)
        wrong.emplace_back("issued_on", "Nhập ngày của văn bản theo dạng ngày/tháng/năm.");
    else if (*paper.issued_on > base::vietnam_day(now))
        wrong.emplace_back("issued_on", "Ngày của văn bản ở tương lai. Nhập lại ngày ghi trên văn bản.");
    if (paper.issuer_name.empty())
        wrong.emplace_back("issuer", "Nhập tên cơ quan ban hành, ghi trên văn bản.");
    if (base::length(paper.issuer_name) > 200)
        wrong.emplace_back("issuer", "Rút tên cơ quan còn nhiều nhất 200 ký tự.");
    if (paper.subject.empty()) wrong.emplace_back("subject", "Nhập trích yếu của văn bản.");
    if (base::length(paper.subject) > 500)
        wrong.emplace_back("subject", "Rút trích yếu còn nhiều nhất 500 ký tự.");
    if (std::none_of(kinds.begin(), kinds.end(),
                     [&](const Kind& kind) { return kind.code == paper.kind_code; }))
        wrong.emplace_back("kind", "Chọn loại văn bản.");
    if (base::length(paper.signer_name) > 200)
        wrong.emplace_back("signer_name", "Rút tên người ký còn nhiều nhất 200 ký tự.");
    return base::invalid(std::move(wrong));
}

base::Result<Accepted> accept(Services& services, const Actor& actor, const std::string& uid,
                              std::int64_t leader, const std::string& note,
                              const std::string& signature_reason)
{
    if (auto error = check_note(note)) return *error;
    judge_waiting(services, actor, uid, Judging::first);  // the clerk is about to take it
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) -> base::Result<Accepted> {
        const auto delivery = lock_delivery(tx, uid, actor.agency);
        if (!delivery) return no_such_document();
        if (!may(actor.role, DeliveryStep::accept))
            return base::forbidden("Vai đang làm việc không tiếp nhận được văn bản đến.");
        if (delivery->arrival_number) return Accepted{*delivery->arrival_number, true};
        const auto next = after(delivery->state, DeliveryStep::accept);
        if (!next) return next.error();
        const base::Time now = services.clock->now();
        if (auto error = check_leader(tx, actor, leader, now)) return *error;
        const auto broken = broken_files(tx, delivery->document);
        if (auto error = check_signature_reason(broken, signature_reason)) return *error;
        set_state(tx, services, actor, *delivery, *next, now);
        record(tx, actor, {delivery->document, uid, "accepted", "", Reader::both_sides, now});
        if (!broken.empty())
            record(tx, actor,
                   {delivery->document, uid, "accepted_broken", signature_reason, Reader::own_agency, now});
        if (leader != 0)
            record(tx, actor, {delivery->document, uid, "submitted", note, Reader::own_agency, now});
        tell_both(services, tx, actor.agency, delivery->sender);
        const db::Rows rows =
            tx.run_and_commit(sql::incoming_register, actor.agency, year_of(now), delivery->id,
                              delivery->document, now, actor.official, id_or_null(leader), note,
                              delivery->reply_due_at, or_nothing(broken.empty() ? "" : signature_reason));
        CHECK(rows.size() == 1);
        return Accepted{rows[0]["arrival_number"].int32(), false};
    });
}

base::Result<base::Done> refuse(Services& services, const Actor& actor, const std::string& uid,
                                const std::string& reason)
{
    if (auto error = check_reason(reason, "reason")) return *error;
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) -> base::Result<base::Done> {
        const auto delivery = lock_delivery(tx, uid, actor.agency);
        if (!delivery) return no_such_document();
        if (!may(actor.role, DeliveryStep::refuse))
            return base::forbidden("Vai đang làm việc không từ chối được văn bản đến.");
        if (delivery->state == DeliveryState::refused) return base::Done{};  // the button was pressed twice
        const auto next = after(delivery->state, DeliveryStep::refuse);
        if (!next) return next.error();
        const base::Time now = services.clock->now();
        // A document that is not taken is given back: that answers a recall too.
        const bool wanted = !tx.run(sql::recall_answer, delivery->id, "agreed", reason, now).empty();
        set_state(tx, services, actor, *delivery, *next, now, reason);
        if (wanted) tell_axis(tx, services, actor, *delivery, "15", reason, now);
        record(tx, actor, {delivery->document, uid, "refused", reason, Reader::both_sides, now});
        tell_both(services, tx, actor.agency, delivery->sender);
        tx.commit();
        return base::Done{};
    });
}

base::Result<Registered> register_paper(Services& services, const Actor& actor, const std::string& key,
                                        const PaperDocument& paper, const std::vector<NewFile>& files)
{
    if (!may(actor.role, DeliveryStep::accept))
        return base::forbidden("Vai đang làm việc không đăng ký được văn bản đến.");
    const base::Time now = services.clock->now();
    if (auto error = check_paper(paper, kinds(services), !files.empty(), now)) return *error;
    if (!base::is_uid(key)) return base::invalid("key", "Tải lại trang rồi gửi lại.");
    const auto broken = broken_files(services, files);
    if (auto error = check_signature_reason(broken, paper.signature_reason)) return *error;
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) -> base::Result<Registered> {
        if (auto error = warn_of_double(tx, actor, key, paper)) return *error;
        if (auto error = check_leader(tx, actor, paper.leader, now)) return *error;
        const std::string& uid = key;
        const db::Rows rows = tx.run(sql::document_register, uid, actor.agency, paper.kind_code,
                                     paper.subject, to_text(paper.urgency), paper.number_text, paper.notation,
                                     paper.issued_on, paper.issuer_name, paper.issuer_code, paper.signer_name,
                                     paper.reply_due_at, now, actor.official);
        if (rows.empty()) {
            const auto earlier =
                earlier_sending(tx, actor, key, Origin::paper, paper.kind_code, paper.subject);
            if (!earlier) return earlier.error();
            return Registered{key, (*earlier)[0]["arrival_number"].int32(), true};
        }
        const std::int64_t id = rows[0]["id"].int64();
        if (auto error = add_files(tx, id, files, now)) return *error;
        const std::int64_t delivery =
            tx.run(sql::delivery_add_registered, id, actor.agency, now)[0]["id"].int64();
        record(tx, actor, {id, uid, "registered", "", Reader::own_agency, now});
        if (!broken.empty())
            record(tx, actor, {id, uid, "accepted_broken", paper.signature_reason, Reader::own_agency, now});
        enqueue_index(tx, services, actor.agency, id);
        tx.on_commit([&] { services.notify(actor.agency, "changed", "{}"); });
        const db::Rows number =
            tx.run_and_commit(sql::incoming_register, actor.agency, year_of(now), delivery, id, now,
                              actor.official, id_or_null(paper.leader), std::string(), paper.reply_due_at,
                              or_nothing(broken.empty() ? "" : paper.signature_reason));
        CHECK(number.size() == 1);
        return Registered{uid, number[0]["arrival_number"].int32(), false};
    });
}

base::Result<base::Done> submit_to_leader(Services& services, const Actor& actor, const std::string& uid,
                                          std::int64_t leader, const std::string& note)
{
    if (leader == 0) return base::invalid("leader", "Chọn lãnh đạo để trình.");
    if (auto error = check_note(note)) return *error;
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) -> base::Result<base::Done> {
        const auto delivery = lock_delivery(tx, uid, actor.agency);
        if (!delivery) return no_such_document();
        if (!may(actor.role, DeliveryStep::submit))
            return base::forbidden("Vai đang làm việc không trình được văn bản đến.");
        if (auto next = after(delivery->state, DeliveryStep::submit); !next) return next.error();
        const base::Time now = services.clock->now();
        if (auto error = check_leader(tx, actor, leader, now)) return *error;
        tx.send(sql::incoming_submit, delivery->id, leader, note);
        record(tx, actor, {delivery->document, uid, "submitted", note, Reader::own_agency, now});
        tell_both(services, tx, actor.agency, 0);
        tx.commit();
        return base::Done{};
    });
}

base::Result<base::Done> complete(Services& services, const Actor& actor, const std::string& uid,
                                  const std::string& note)
{
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) -> base::Result<base::Done> {
        const auto delivery = lock_delivery(tx, uid, actor.agency);
        if (!delivery) return no_such_document();
        if (!may(actor.role, DeliveryStep::complete))
            return base::forbidden("Vai đang làm việc không kết thúc được văn bản đến.");
        if (delivery->state == DeliveryState::done) return base::Done{};
        const auto next = after(delivery->state, DeliveryStep::complete);
        if (!next) return next.error();
        const base::Time now = services.clock->now();
        tx.send(sql::assignment_close_all, delivery->id, now);
        tx.send(sql::incoming_close, delivery->id, now);
        set_state(tx, services, actor, *delivery, *next, now);
        record(tx, actor, {delivery->document, uid, "completed", note, Reader::both_sides, now});
        tell_both(services, tx, actor.agency, delivery->sender);
        tx.commit();
        return base::Done{};
    });
}

}  // namespace lt::documents
