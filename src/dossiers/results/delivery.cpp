// See delivery.h.
#include "dossiers/results/delivery.h"

#include <algorithm>

#include "dossiers/queries.h"
#include "dossiers/results/held.h"

namespace lt::dossiers {

using base::msg;

namespace {

bool says_nothing(const std::string& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

base::Result<base::Done> check_settlement(db::Transaction& tx, const Dossier& dossier, const Settlement& wish)
{
    const bool sent = dossier.delivery_state == "sent";
    const bool failed = dossier.delivery_state == "failed";
    if (dossier.life.state != State::returned || !(sent || failed) ||
        (failed && wish.what == Settling::failed))
        return base::conflict(msg("Kết quả không ở trạng thái đã gửi. Xem lại hồ sơ."));
    switch (wish.what) {
    case Settling::delivered: break;
    case Settling::failed:
        if (says_nothing(wish.proof))
            return base::invalid("proof", msg("Nhập lý do không giao được, như bưu chính báo."));
        break;
    case Settling::sent_again:
        if (wish.means == Delivery::desk)
            return base::invalid("means", msg("Chọn gửi lại qua bưu chính hoặc gửi bản điện tử."));
        if (wish.means == Delivery::post && says_nothing(wish.proof))
            return base::invalid("proof", msg("Nhập số hiệu bưu gửi."));
        if (wish.means == Delivery::electronic && !has_electronic_result(tx, dossier.id))
            return base::invalid(
                "means",
                msg("Hồ sơ không có kết quả nào ở dạng điện tử để gửi. Trả tại bộ phận một cửa hoặc qua bưu chính."));
        break;
    }
    if (wish.what == Settling::delivered && says_nothing(wish.proof))
        return base::invalid("proof", msg("Nhập bằng chứng đã nhận, ví dụ số phiếu báo phát, ngày ký nhận."));
    return base::Done{};
}

base::Message words_of_settlement(const Settlement& wish)
{
    switch (wish.what) {
    case Settling::delivered: return {msg("Người nhận đã nhận kết quả: {{proof}}"), {{"proof", wish.proof}}};
    case Settling::failed: return {msg("Không giao được kết quả: {{proof}}"), {{"proof", wish.proof}}};
    case Settling::sent_again: break;
    }
    if (wish.means == Delivery::electronic) return msg("Gửi lại bản điện tử của kết quả.");
    return {msg("Gửi lại kết quả qua bưu chính, số hiệu {{proof}}"), {{"proof", wish.proof}}};
}

void settle(db::Transaction& tx, const Actor& actor, Dossier& dossier, const Settlement& wish, base::Time now)
{
    const auto given = store::find_return(tx, dossier.id);
    if (!given) throw base::Bug("a result was sent without a hand-over");
    const bool again = wish.what == Settling::sent_again;
    const std::optional<base::Time> at = again ? std::nullopt : std::optional(now);
    tx.send(sql::return_settle, dossier.id, at, actor.official, again ? std::string() : wish.proof,
            to_text(again ? wish.means : given->means), again ? wish.proof : given->proof,
            says_nothing(wish.taken_by) ? given->taken_by : wish.taken_by);
    dossier.delivery_state = again ? "sent" : wish.what == Settling::delivered ? "delivered" : "failed";
    note_result(tx, dossier,
                again                              ? "dossier.result_sent_again"
                : wish.what == Settling::delivered ? "dossier.result_delivered"
                                                   : "dossier.result_undelivered",
                words_of_settlement(wish), "", now);
}

}  // namespace

std::optional<Settling> settling_from(std::string_view text)
{
    if (text == "delivered") return Settling::delivered;
    if (text == "failed") return Settling::failed;
    if (text == "sent_again") return Settling::sent_again;
    return std::nullopt;
}

const char* words_of_delivery(std::string_view state)
{
    if (state == "sent") return msg("Đã gửi, chờ xác nhận nhận được");
    if (state == "delivered") return msg("Đã đến người nhận");
    if (state == "failed") return msg("Không giao được");
    return "";
}

bool has_electronic_result(db::Transaction& tx, std::int64_t dossier)
{
    return std::ranges::any_of(store::outcomes(tx, dossier),
                               [](const Outcome& one) { return !one.file.empty(); });
}

bool may_settle(const Actor& actor, const Dossier& dossier)
{
    return actor.role == directory::Role::desk_staff && part_of(actor, dossier).receives &&
           dossier.life.state == State::returned &&
           (dossier.delivery_state == "sent" || dossier.delivery_state == "failed");
}

base::Result<base::Done> settle_delivery(Services& services, const Actor& actor, const std::string& uid,
                                         const Settlement& wish)
{
    db::Transaction tx = services.pool.begin(scope_of(actor));
    auto dossier = store::find(tx, uid, store::Lock::for_update);
    if (!dossier) return no_dossier();
    if (actor.role != directory::Role::desk_staff || !part_of(actor, *dossier).receives)
        return base::forbidden(msg("Chỉ bộ phận một cửa đã gửi kết quả ghi được việc này."));
    if (wish.version != 0 && wish.version != dossier->version)
        return base::conflict(
            msg("Hồ sơ vừa có thay đổi do người khác thực hiện. Xem lại rồi thực hiện nếu vẫn cần."));
    if (const auto good = check_settlement(tx, *dossier, wish); !good) return good;
    settle(tx, actor, *dossier, wish, services.clock->now());
    tx.commit();
    if (services.notify) services.notify(dossier->agency);
    return base::Done{};
}

Settled settled_of(db::Transaction& tx, std::int64_t dossier)
{
    const db::Rows rows = tx.run(sql::settled_of, dossier);
    if (rows.empty()) return {};
    return {.at = rows[0]["settled_at"].opt_time(),
            .by = rows[0]["settled_by"].opt_int64().value_or(0),
            .words = rows[0]["settlement"].str()};
}

void settle_by_receiver(db::Transaction& tx, const Actor& platform, Dossier& dossier,
                        const base::Message& proof, base::Time now)
{
    settle(tx, platform, dossier, {.what = Settling::delivered, .proof = proof.str()}, now);
}

base::Result<base::Done> confirm_receipt(Services& services, const std::string& code,
                                         const std::string& digits)
{
    Actor platform;
    std::string uid;
    if (digits.size() != 4 || digits.find_first_not_of("0123456789") != std::string::npos)
        return base::invalid("digits", msg("Nhập đúng bốn số cuối."));  // costs no try
    {
        // Committed by itself: a wrong try counts, whatever comes after it.
        db::Transaction tx = services.pool.begin({});
        const db::Rows rows = tx.run_and_commit(sql::receiver_of, code, digits);
        const std::string answer = rows[0]["answer"].str();
        if (answer == "wrong")
            return base::invalid(
                "digits",
                msg("Bốn số cuối không khớp với số định danh, mã số của chủ hồ sơ hoặc người nộp. Xem lại rồi nhập lại."));
        if (answer == "closed")
            return base::invalid(
                "digits",
                msg("Đã nhập sai năm lần nên không xác nhận ở đây được nữa. Báo bộ phận một cửa đã gửi kết quả."));
        if (answer != "open")
            return base::conflict(msg("Hồ sơ không có kết quả nào đang chờ xác nhận đã nhận."));
        uid = rows[0]["uid"].str();
        platform.agency = rows[0]["agency_id"].int64();
    }
    db::Transaction tx = services.pool.begin(scope_of(platform));
    auto dossier = store::find(tx, uid, store::Lock::for_update);
    if (!dossier) return no_dossier();
    if (dossier->delivery_state != "sent")
        return base::conflict(msg("Hồ sơ không có kết quả nào đang chờ xác nhận đã nhận."));
    settle_by_receiver(tx, platform, *dossier, msg("người nhận xác nhận trên trang tra cứu hồ sơ"),
                       services.clock->now());
    tx.commit();
    if (services.notify) services.notify(platform.agency);
    return base::Done{};
}

}  // namespace lt::dossiers
