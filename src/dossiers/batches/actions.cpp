// See actions.h.
#include "dossiers/batches/actions.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "directory/api.h"
#include "dossiers/batches/slip.h"
#include "dossiers/store.h"
#include "kit/audit/audit.h"
#include "kit/base/ids.h"

namespace lt::dossiers::batches {

using base::msg;

namespace {

base::Result<base::Done> check_target(const Services& services, const Giving& giving, base::Day today)
{
    const auto directory = services.directory.snapshot();
    const directory::Agency* agency = directory->find(giving.receiver);
    if (agency == nullptr || !agency->valid.holds(today)) return base::invalid("to", msg("Chọn bên nhận."));
    if (giving.unit == 0) return base::Done{};
    const directory::Unit* unit = directory->find_unit(giving.unit);
    if (unit == nullptr || unit->agency != giving.receiver || !unit->valid.holds(today))
        return base::invalid("unit", msg("Chọn đơn vị của bên nhận."));
    return base::Done{};
}

// The chosen dossiers, which are held, each of them fit to go.
base::Result<std::vector<Candidate>> take_lines(const Services& services, db::Transaction& tx,
                                                const Actor& actor, const Giving& giving)
{
    auto found = candidates(tx, giving.kind, giving.dossiers, {});
    const Direction direction{giving.kind, actor.agency, giving.receiver};
    const auto wrong = std::ranges::count_if(
        found, [&](const Candidate& one) { return why_not(services, one, direction).has_value(); });
    if (wrong > 0)
        return base::invalid("lines",
                             {msg("{{count}} dòng không bàn giao được, lý do ở từng dòng. Các dòng đó "
                                  "đã được bỏ chọn; bàn giao tiếp các dòng còn lại."),
                              {{"count", std::to_string(wrong)}}});
    if (found.size() != giving.dossiers.size())
        return base::invalid("lines", msg("Có hồ sơ không còn xem được. Xem lại danh sách."));
    return found;
}

void record_batch(db::Transaction& tx, const char* action, const Batch& batch, base::Time now)
{
    audit::record(tx, {.action = action,
                       .subject = batch.uid,
                       .detail = nlohmann::json{{"kind", to_text(batch.kind)},
                                                {"number", batch.number},
                                                {"lines", batch.lines},
                                                {"refused", batch.refused},
                                                {"slip", batch.slip},
                                                {"giver_certificate", batch.giver_certificate},
                                                {"record", batch.record},
                                                {"closer_certificate", batch.closer_certificate}}
                                     .dump(),
                       .at = now});
}

void notify_sides(const Services& services, const Batch& batch)
{
    if (!services.notify) return;
    services.notify(batch.giver);
    if (batch.receiver != batch.giver) services.notify(batch.receiver);
}

// Without its number.
Batch begun(const Actor& actor, const Giving& giving, std::size_t lines, base::Time now)
{
    return {.uid = giving.batch,
            .kind = giving.kind,
            .giver = actor.agency,
            .receiver = giving.receiver,
            .unit = giving.unit,
            .year = static_cast<int>(std::chrono::year_month_day(base::vietnam_day(now)).year()),
            .lines = static_cast<int>(lines),
            .given_at = now,
            .given_by = actor.official,
            .giver_name = actor.name,
            .giver_title = actor.title};
}

// One that is still under way.
base::Result<Batch> find_open(db::Transaction& tx, const std::string& uid, Hold hold)
{
    auto batch = find_batch(tx, uid, hold);
    if (!batch) return no_batch();
    if (batch->stage == Stage::given) return *std::move(batch);
    return base::conflict({batch->stage == Stage::received
                               ? msg("Phiếu {{number}} đã được {{name}} nhận lúc {{at}}.")
                               : msg("Phiếu {{number}} đã được {{name}} rút lại lúc {{at}}."),
                           {{"number", notation(batch->kind, batch->number)},
                            {"name", batch->closer_name},
                            {"at", base::format_vietnam(batch->closed_at.value_or(batch->given_at))}}});
}

struct Taken {
    Batch batch{};
    std::vector<Line> lines{};  // with what was said of them
};
base::Result<Taken> judge(const Services& services, db::Transaction& tx, const Actor& actor,
                          const std::string& uid, const std::vector<Verdict>& verdicts, Hold hold)
{
    auto batch = find_open(tx, uid, hold);
    if (!batch) return batch.error();
    if (!may_receive(actor, *batch))
        return base::forbidden(
            {msg("Phiếu này do {{receiver}} nhận."), {{"receiver", receiver_name(services, *batch)}}});
    auto lines = lines_of(tx, *batch);
    if (verdicts.size() != lines.size() || std::ssize(lines) != batch->lines)
        return base::conflict(msg("Phiếu đã thay đổi. Mở lại phiếu rồi xác nhận."));
    if (auto right = check(verdicts); !right) return right.error();
    for (std::size_t i = 0; i < lines.size(); ++i) {
        lines[i].state = verdicts[i].taken ? "accepted" : "refused";
        lines[i].remark = verdicts[i].remark;
        if (!verdicts[i].taken) ++batch->refused;
    }
    return Taken{*std::move(batch), std::move(lines)};
}

void end(Batch& batch, Stage stage, const Actor& actor, base::Time now)
{
    batch.stage = stage;
    batch.closed_at = now;
    batch.closed_by = actor.official;
    batch.closer_name = actor.name;
    batch.closer_title = actor.title;
}

// The key that was wished for, open; nothing where none was. Whatever is in the way belongs to the form: nothing that was typed is lost.
base::Result<std::optional<signing::Hand>> take_key(Services& services, const Actor& actor,
                                                    std::optional<SigningWish> signing)
{
    if (!signing) return std::optional<signing::Hand>();
    auto hand = signing::take_up(services.signing, scope_of(actor), signing->key, actor.official,
                                 std::move(signing->pin));
    if (hand) return std::optional(*std::move(hand));
    if (hand.error().fault == base::Fault::invalid) return hand.error();
    return base::invalid("key", hand.error().message);
}

std::string certificate_of(const std::optional<signing::Hand>& hand)
{
    return hand ? hand->key.certificate.common_name() : std::string();
}

std::vector<Line> lines_from(const std::vector<Candidate>& chosen)
{
    std::vector<Line> out;
    for (const Candidate& one : chosen)
        out.push_back({.no = static_cast<int>(out.size()) + 1,
                       .dossier = one.uid,
                       .code = one.code,
                       .procedure = one.procedure,
                       .owner = one.owner,
                       .contents = one.contents});
    return out;
}

}  // namespace

Direction direction_of(const Candidate& one, Kind kind)
{
    return kind == Kind::dossiers ? Direction{kind, one.agency, one.decides}
                                  : Direction{kind, one.decides, one.agency};
}

std::optional<base::Message> why_not(const Services& services, const Candidate& one,
                                     const Direction& direction)
{
    if (!one.lies_in.empty()) return base::Message(msg("Đang ở phiếu {{number}}"), {{"number", one.lies_in}});
    const Direction its = direction_of(one, direction.kind);
    if (its.giver != direction.giver) return msg("Không do cơ quan mình giữ");
    if (its.receiver != direction.receiver)
        return base::Message(msg("Thuộc bên nhận khác: {{receiver}}"),
                             {{"receiver", services.directory.snapshot()->name(its.receiver)}});
    if (!fits(direction.kind, one.state)) return words_of(one.state);
    return std::nullopt;
}

base::Error no_batch() { return base::not_found(msg("Không có phiếu bàn giao này.")); }

bool may_receive(const Actor& actor, const Batch& batch)
{
    return batch.stage == Stage::given && batch.receiver == actor.agency && hands_over(actor.role) &&
           received_by(actor.role) == batch.kind && (batch.takes || actor.role == directory::Role::leader);
}

bool may_withdraw(const Actor& actor, const Batch& batch)
{
    return batch.stage == Stage::given && batch.giver == actor.agency && batch.given_by == actor.official;
}

std::string receiver_name(const Services& services, const Batch& batch)
{
    const auto directory = services.directory.snapshot();
    const std::string& agency = directory->name(batch.receiver);
    return batch.unit == 0 ? agency : directory->unit_name(batch.unit) + ", " + agency;
}

base::Result<Given> give(Services& services, const Actor& actor, const Giving& giving,
                         std::optional<SigningWish> signing)
{
    if (!hands_over(actor.role) || given_by(actor.role) != giving.kind)
        return base::forbidden(giving.kind == Kind::dossiers
                                   ? msg("Chỉ bộ phận một cửa bàn giao hồ sơ.")
                                   : msg("Chỉ cơ quan giải quyết bàn giao kết quả."));
    if (!base::is_uid(giving.batch))
        return base::invalid("batch", msg("Biểu mẫu không đúng. Mở lại trang bàn giao."));
    if (giving.dossiers.empty()) return base::invalid("lines", msg("Chọn hồ sơ để bàn giao."));
    if (giving.dossiers.size() > kMostLines)
        return base::invalid("lines", msg("Một phiếu có nhiều nhất 200 dòng. Lập thêm phiếu khác."));
    const base::Time now = services.clock->now();
    if (auto right = check_target(services, giving, base::vietnam_day(now)); !right) return right.error();
    auto hand = take_key(services, actor, std::move(signing));
    if (!hand) return hand.error();
    try {
        db::Transaction tx = services.pool.begin(scope_of(actor));
        // Behind the locks: the same form at the same moment has its batch by then.
        lock(tx, giving.dossiers);
        if (const auto first = find_batch(tx, giving.batch)) return Given{first->uid, first->number, true};
        const auto lines = take_lines(services, tx, actor, giving);
        if (!lines) return lines.error();
        Batch batch = begun(actor, giving, lines->size(), now);
        batch.number = store::take_number(tx, actor.agency, "batch_" + std::string(to_text(giving.kind)),
                                          std::to_string(batch.year));
        batch.giver_certificate = certificate_of(*hand);
        const auto slip = draw_slip(services, batch, lines_from(*lines), *hand ? &**hand : nullptr);
        if (!slip) return base::invalid("key", slip.error().message);
        batch.slip = keep_file(services, tx, *slip);
        insert(tx, batch, *lines);
        took_part(tx, batch);
        tell(tx, batch, "open",
             {msg("{{what}} theo phiếu {{number}} cho {{receiver}}."),
              {{"what", words_of(batch.kind), true},
               {"number", notation(batch.kind, batch.number)},
               {"receiver", receiver_name(services, batch)}}},
             now);
        record_batch(tx, "batch.given", batch, now);
        tx.commit();
        notify_sides(services, batch);
        return Given{batch.uid, batch.number, false};
    } catch (const db::ConstraintViolation& violation) {
        // Chosen at two places in the same moment; or the form was sent at the same moment once more.
        if (violation.constraint == "hand_over_lines_open_key")
            return base::invalid("lines", msg("Có hồ sơ vừa được bàn giao ở quầy khác. Xem lại danh sách."));
        if (violation.constraint == "hand_over_batches_uid_key")
            return base::conflict(msg("Biểu mẫu này vừa được gửi. Mở danh sách bàn giao để xem."));
        throw;
    }
}

base::Result<base::Done> receive(Services& services, const Actor& actor, const std::string& uid,
                                 const std::vector<Verdict>& verdicts, std::optional<SigningWish> signing)
{
    if (signing) {
        // What is refused anyway costs nobody a PIN.
        db::Transaction tx = services.pool.begin(scope_of(actor));
        if (const auto taken = judge(services, tx, actor, uid, verdicts, Hold::none); !taken)
            return taken.error();
    }
    auto hand = take_key(services, actor, std::move(signing));
    if (!hand) return hand.error();
    const base::Time now = services.clock->now();
    db::Transaction tx = services.pool.begin(scope_of(actor));
    auto taken = judge(services, tx, actor, uid, verdicts, Hold::for_closing);
    if (!taken) return taken.error();
    auto& [batch, lines] = *taken;
    // Before anything else, so that the policies let the receiver write into the histories.
    took_part(tx, batch);
    end(batch, Stage::received, actor, now);
    batch.closer_certificate = certificate_of(*hand);
    const auto record = draw_record(services, batch, lines, *hand ? &**hand : nullptr);
    if (!record) return base::invalid("key", record.error().message);
    batch.record = keep_file(services, tx, *record);
    close(tx, batch, lines);
    const base::Message::Value number{"number", notation(batch.kind, batch.number)};
    tell(tx, batch, "accepted", {msg("Đã nhận bàn giao theo phiếu {{number}}."), {number}}, now);
    tell(tx, batch, "refused", {msg("Trả lại khi bàn giao theo phiếu {{number}}:"), {number}}, now);
    record_batch(tx, "batch.received", batch, now);
    tx.commit();
    notify_sides(services, batch);
    return base::Done{};
}

base::Result<base::Done> withdraw(Services& services, const Actor& actor, const std::string& uid)
{
    const base::Time now = services.clock->now();
    db::Transaction tx = services.pool.begin(scope_of(actor));
    auto batch = find_open(tx, uid, Hold::for_closing);
    if (!batch) return batch.error();
    if (!may_withdraw(actor, *batch))
        return base::forbidden(
            {msg("Chỉ {{name}}, người giao, rút lại được phiếu này."), {{"name", batch->giver_name}}});
    auto lines = lines_of(tx, *batch);
    for (Line& line : lines) line.state = "withdrawn";
    end(*batch, Stage::withdrawn, actor, now);
    close(tx, *batch, lines);
    tell(tx, *batch, "withdrawn",
         {msg("Rút lại phiếu bàn giao {{number}}."), {{"number", notation(batch->kind, batch->number)}}},
         now);
    record_batch(tx, "batch.withdrawn", *batch, now);
    tx.commit();
    notify_sides(services, *batch);
    return base::Done{};
}

}  // namespace lt::dossiers::batches
