// See undoing.h.
#include "dossiers/undoing.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "dossiers/digitise/digitise.h"
#include "dossiers/follow.h"
#include "dossiers/linked/components.h"
#include "dossiers/queries.h"
#include "dossiers/results/held.h"
#include "kit/audit/audit.h"
#include "kit/base/text.h"
#include "vault/api.h"

namespace lt::dossiers {

using base::msg;
using Json = nlohmann::json;

namespace {

base::Result<Dossier> find_locked(db::Transaction& tx, const std::string& uid, int version,
                                  const std::string& reason)
{
    auto dossier = store::find(tx, uid, store::Lock::for_update);
    if (!dossier) return no_dossier();
    if (version != 0 && version != dossier->version) return changed_meanwhile();
    if (base::normalise(reason).empty()) return base::invalid("reason", msg("Nhập lý do."));
    return *std::move(dossier);
}

bool leads(const Actor& actor, bool concerned) { return actor.role == directory::Role::leader && concerned; }

void note_undone(db::Transaction& tx, Dossier& dossier, const char* action, const base::Message& words,
                 const Json& detail, base::Time now)
{
    store::update(tx, dossier, now);
    store::add_event(tx, dossier,
                     {.no = dossier.version,
                      .act = ActKind::note,
                      .state = dossier.life.state,
                      .reason = words.str(),
                      .detail = detail.dump(),
                      .at = now});
    audit::record(tx, {.action = action, .subject = dossier.uid, .detail = detail.dump(), .at = now});
}

base::Error to_be_taken_back_first(State state)
{
    return base::conflict(
        {msg("Hồ sơ ở trạng thái “{{state}}”. Lấy lại thao tác kết thúc hồ sơ trước, rồi lấy lại mục này."),
         {{"state", words_of(state), true}}});
}

// ---- Payments

std::string money_after(const std::vector<Fee>& fees)
{
    for (const char* state : {"due", "paid", "refunded", "waived"})
        if (std::ranges::any_of(fees, [&](const Fee& fee) { return fee.state == state; })) return state;
    return "none";
}

bool ended_without_result(State state) { return is_over(state) && state != State::returned; }

std::optional<base::Error> why_payment_stays(const Actor& actor, const Dossier& dossier,
                                             const std::vector<Fee>& chosen, const UndonePayment& wish)
{
    if (dossier.life.state == State::returned)
        return base::conflict(
            msg("Kết quả đã trả cho người nộp. Lấy lại việc trả kết quả trước, rồi lấy lại khoản thu."));
    if (wish.what == UndonePayment::What::given_back && !ended_without_result(dossier.life.state))
        return base::conflict(
            msg("Chỉ trả lại phí, lệ phí của hồ sơ bị từ chối, đã rút hoặc dừng giải quyết."));
    if (chosen.empty() || chosen.size() != wish.fees.size())
        return base::invalid("fees", msg("Chọn khoản phí, lệ phí đã thu."));
    const bool by_others =
        std::ranges::any_of(chosen, [&](const Fee& fee) { return fee.paid_by != actor.official; });
    if (wish.what == UndonePayment::What::not_taken && by_others && actor.role != directory::Role::leader)
        return base::forbidden(msg("Khoản do người khác ghi thì lãnh đạo cơ quan tiếp nhận lấy lại."));
    return std::nullopt;
}

Json trace_of(const std::vector<Fee>& fees)
{
    Json out = Json::array();
    for (const Fee& fee : fees)
        out.push_back({{"no", fee.no},
                       {"amount", fee.amount},
                       {"means", fee.means},
                       {"receipt", fee.receipt},
                       {"paid_at", fee.paid_at ? base::format_iso(*fee.paid_at) : ""},
                       {"paid_by", fee.paid_by}});
    return out;
}

}  // namespace

std::map<int, std::int64_t> recorded_results(const std::vector<Event>& history)
{
    std::map<int, std::int64_t> out;
    for (const Event& event : history) {
        const Json detail = Json::parse(event.detail, nullptr, false);
        if (!detail.is_object()) continue;
        if (detail.contains("result_no")) out[detail["result_no"].get<int>()] = event.official;
        // Its number goes to the next result, which may be a signed one.
        if (detail.contains("undone_result")) out.erase(detail["undone_result"].get<int>());
    }
    return out;
}

bool may_undo_outcome(const Actor& actor, const Dossier& dossier, std::int64_t recorder)
{
    return recorder == actor.official || leads(actor, part_of(actor, dossier).decides);
}

bool may_undo_file(const Actor& actor, const Dossier& dossier, const File& file)
{
    const Part part = part_of(actor, dossier);
    return file.added_by == actor.official || leads(actor, part.receives || part.decides);
}

bool may_undo_payment(const Actor& actor, const Dossier& dossier)
{
    return part_of(actor, dossier).receives &&
           (actor.role == directory::Role::desk_staff || actor.role == directory::Role::leader);
}

base::Result<store::Taken> undo_payment(Services& services, const Actor& actor, const std::string& uid,
                                        const UndonePayment& wish)
{
    const base::Time now = services.clock->now();
    db::Transaction tx = services.pool.begin(scope_of(actor));
    auto dossier = find_locked(tx, uid, wish.version, wish.reason);
    if (!dossier) return dossier.error();
    if (!may_undo_payment(actor, *dossier))
        return base::forbidden(
            msg("Chỉ bộ phận một cửa và lãnh đạo cơ quan tiếp nhận lấy lại được khoản thu của hồ sơ."));
    std::vector<Fee> chosen;
    for (const Fee& fee : store::fees(tx, dossier->id))
        if (fee.state == "paid" && std::ranges::find(wish.fees, fee.no) != wish.fees.end())
            chosen.push_back(fee);
    if (auto error = why_payment_stays(actor, *dossier, chosen, wish)) return *error;
    store::Taken undone{.fees = chosen.size()};
    for (const Fee& fee : chosen) undone.amount += fee.amount;
    const bool given_back = wish.what == UndonePayment::What::given_back;
    tx.send(sql::fees_undo, dossier->id, wish.fees, "paid", given_back ? "refunded" : "due");
    dossier->money = money_after(store::fees(tx, dossier->id));
    const std::vector<base::Message::Value> values{{"amount", base::group_thousands(undone.amount)},
                                                   {"reason", base::normalise(wish.reason)}};
    note_undone(tx, *dossier, given_back ? "dossier.fees_given_back" : "dossier.fees_taken_back",
                given_back
                    ? base::Message(msg("Đã trả lại {{amount}} đồng. Lý do: {{reason}}"), values)
                    : base::Message(msg("Lấy lại việc ghi thu {{amount}} đồng. Lý do: {{reason}}"), values),
                {{given_back ? "given_back" : "not_taken", undone.amount}, {"fees", trace_of(chosen)}}, now);
    tx.commit();
    return undone;
}

std::int64_t owe_again(db::Transaction& tx, Dossier& dossier)
{
    std::vector<std::int64_t> numbers;
    std::int64_t sum = 0;
    for (const Fee& fee : store::fees(tx, dossier.id)) {
        if (fee.state != "refunded") continue;
        numbers.push_back(fee.no);
        sum += fee.amount;
    }
    if (numbers.empty()) return 0;
    tx.send(sql::fees_undo, dossier.id, numbers, "refunded", "due");
    dossier.money = money_after(store::fees(tx, dossier.id));
    return sum;
}

base::Result<base::Done> undo_outcome(Services& services, const Actor& actor, const std::string& uid, int no,
                                      const Undone& wish)
{
    const base::Time now = services.clock->now();
    db::Transaction tx = services.pool.begin(scope_of(actor));
    auto dossier = find_locked(tx, uid, wish.version, wish.reason);
    if (!dossier) return dossier.error();
    const auto all = store::outcomes(tx, dossier->id);
    const auto outcome = std::ranges::find(all, no, &Outcome::no);
    if (outcome == all.end()) return base::not_found(msg("Hồ sơ không có kết quả này."));
    const auto recorded = recorded_results(store::events(tx, dossier->id));
    const auto by = recorded.find(no);
    if (by == recorded.end())
        return base::conflict(msg(
            "Kết quả ký, ban hành ở đây hoặc do hồ sơ thành phần chuyển đến đã có số nên không lấy lại được. Ban hành văn bản đính chính, thay thế."));
    if (!may_undo_outcome(actor, *dossier, by->second))
        return base::forbidden(
            msg("Chỉ người đã ghi hoặc lãnh đạo cơ quan giải quyết lấy lại được kết quả này."));
    if (is_over(dossier->life.state)) return to_be_taken_back_first(dossier->life.state);
    if (const auto parent = linked::parent_of(tx, *dossier); parent && is_over(parent->state))
        return base::conflict(
            {msg("Kết quả đã theo hồ sơ liên thông {{code}} trả cho người nộp. Lấy lại việc trả của hồ sơ đó trước."),
             {{"code", parent->code}}});
    tx.send(sql::outcome_drop, dossier->id, no);
    if (!outcome->file.empty()) store::replace_file(tx, outcome->file, now);
    const std::string reason = base::normalise(wish.reason);
    note_undone(tx, *dossier, "dossier.result_taken_back",
                {msg("Lấy lại việc ghi kết quả “{{name}}”, số {{number}}. Lý do: {{reason}}"),
                 {{"name", outcome->name},
                  {"number", outcome->number.empty() ? "…" : outcome->number},
                  {"reason", reason}}},
                {{"undone_result", no},
                 {"kind", outcome->code},
                 {"number", outcome->number},
                 {"file", outcome->file}},
                now);
    // The others come into the vault again by the follower.
    if (dossier->life.state == State::resolved) {
        withdraw_from_vault(tx, *dossier, reason, now);
        follow_later(services, tx, *dossier);
    }
    tx.commit();
    return base::Done{};
}

base::Result<base::Done> undo_file(Services& services, const Actor& actor, const std::string& uid,
                                   const std::string& file_uid, const Undone& wish)
{
    const base::Time now = services.clock->now();
    db::Transaction tx = services.pool.begin(scope_of(actor));
    auto dossier = find_locked(tx, uid, wish.version, wish.reason);
    if (!dossier) return dossier.error();
    const auto file = store::find_file(tx, dossier->id, file_uid);
    if (!file) return base::not_found(msg("Không có tệp này."));
    if (file->kind != "paper" && file->kind != "other")
        return base::conflict(
            msg("Đây là tệp của kết quả. Lấy lại việc ghi kết quả thay vì lấy ra từng tệp."));
    if (!may_undo_file(actor, *dossier, *file))
        return base::forbidden(msg(
            "Chỉ người đã thêm tệp hoặc lãnh đạo cơ quan tiếp nhận, cơ quan giải quyết lấy tệp ra được."));
    if (is_over(dossier->life.state)) return to_be_taken_back_first(dossier->life.state);
    if (is_in_vault(tx, *dossier, file_uid))
        return base::conflict(msg(
            "Tệp đã được số hoá vào kho dữ liệu điện tử. Bản điện tử đó phải được thu hồi trong kho trước."));
    store::replace_file(tx, file_uid, now);
    note_undone(tx, *dossier, "dossier.file_taken_out",
                {msg("Lấy tệp “{{name}}” ra khỏi hồ sơ. Lý do: {{reason}}"),
                 {{"name", file->name}, {"reason", base::normalise(wish.reason)}}},
                {{"undone_file", file_uid}, {"paper", file->paper}, {"sha256", file->sha256}}, now);
    tx.commit();
    return base::Done{};
}

bool is_in_vault(db::Transaction& tx, const Dossier& dossier, const std::string& file)
{
    const std::string item = store::find_digitisation(tx, dossier.id, file).item;
    return !item.empty() && std::ranges::any_of(vault::of_dossier(tx, dossier.uid),
                                                [&](const auto& one) { return one.uid == item; });
}

void withdraw_from_vault(db::Transaction& tx, const Dossier& dossier, const std::string& reason,
                         base::Time now)
{
    const base::Message why(msg("Lấy lại việc có kết quả của hồ sơ {{code}}: {{reason}}"),
                            {{"code", dossier.code}, {"reason", reason}});
    for (const std::string& item : vault::withdraw_results(tx, dossier.uid, why.str(), now))
        audit::record(tx, {.action = "vault.item_withdrawn",
                           .subject = item,
                           .detail = Json{{"dossier", dossier.uid}, {"reason", reason}}.dump(),
                           .at = now});
}

}  // namespace lt::dossiers
