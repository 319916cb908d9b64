// See actions.h.
#include "dossiers/batches/actions.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "directory/api.h"
#include "dossiers/store.h"
#include "kit/audit/audit.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"

namespace lt::dossiers::batches {

using base::msg;

namespace {

constexpr std::size_t kNamed = 5;  // lines that a message names

// Why a dossier can't go now; nothing for one that can.
std::optional<std::string> why_not(const Candidate& one, const Giving& giving, std::int64_t agency)
{
    if (!one.lies_in.empty()) return "đang ở phiếu " + one.lies_in;
    const bool dossiers = giving.kind == Kind::dossiers;
    if ((dossiers ? one.agency : one.decides) != agency) return "không do cơ quan mình giữ";
    if ((dossiers ? one.decides : one.agency) != giving.receiver) return "không thuộc bên nhận này";
    if (!fits(giving.kind, one.state)) return base::lower(words_of(one.state));
    return std::nullopt;
}

base::Error wrong_lines(const std::vector<std::string>& wrong)
{
    std::string named;
    for (std::size_t i = 0; i < std::min(wrong.size(), kNamed); ++i) named += (i == 0 ? "" : "; ") + wrong[i];
    if (wrong.size() > kNamed) named += "; …";
    return base::invalid(
        "lines", {msg("Chưa bàn giao được {{count}} dòng: {{lines}}. Bỏ chọn các dòng đó rồi bàn giao."),
                  {{"count", std::to_string(wrong.size())}, {"lines", named}}});
}

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

// The chosen dossiers, held, each of them fit to go.
base::Result<std::vector<Candidate>> take_lines(db::Transaction& tx, const Actor& actor, const Giving& giving)
{
    lock(tx, giving.dossiers);
    auto found = candidates(tx, giving.kind, giving.dossiers, {});
    std::vector<std::string> wrong;
    for (const Candidate& one : found)
        if (const auto why = why_not(one, giving, actor.agency))
            wrong.push_back(one.code + " (" + *why + ")");
    if (!wrong.empty()) return wrong_lines(wrong);
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
                                                {"refused", batch.refused}}
                                     .dump(),
                       .at = now});
}

void notify_sides(const Services& services, const Batch& batch)
{
    if (!services.notify) return;
    services.notify(batch.giver);
    if (batch.receiver != batch.giver) services.notify(batch.receiver);
}

// Held, and still under way.
base::Result<Batch> hold(db::Transaction& tx, const std::string& uid)
{
    auto batch = find_batch(tx, uid, Hold::for_closing);
    if (!batch) return no_batch();
    if (batch->stage == Stage::given) return *std::move(batch);
    return base::conflict({batch->stage == Stage::received
                               ? msg("Phiếu {{number}} đã được {{name}} nhận lúc {{at}}.")
                               : msg("Phiếu {{number}} đã được {{name}} rút lại lúc {{at}}."),
                           {{"number", notation(batch->kind, batch->number)},
                            {"name", batch->closer_name},
                            {"at", base::format_vietnam(batch->closed_at.value_or(batch->given_at))}}});
}

void end(Batch& batch, Stage stage, const Actor& actor, base::Time now)
{
    batch.stage = stage;
    batch.closed_at = now;
    batch.closed_by = actor.official;
    batch.closer_name = actor.name;
    batch.closer_title = actor.title;
}

}  // namespace

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

base::Result<Given> give(Services& services, const Actor& actor, const Giving& giving)
{
    if (!hands_over(actor.role) || given_by(actor.role) != giving.kind)
        return base::forbidden(giving.kind == Kind::dossiers
                                   ? msg("Chỉ bộ phận một cửa bàn giao hồ sơ.")
                                   : msg("Chỉ cơ quan giải quyết bàn giao kết quả."));
    if (!base::is_uid(giving.key))
        return base::invalid("key", msg("Biểu mẫu không đúng. Mở lại trang bàn giao."));
    if (giving.dossiers.empty()) return base::invalid("lines", msg("Chọn hồ sơ để bàn giao."));
    if (giving.dossiers.size() > kMostLines)
        return base::invalid("lines", msg("Một phiếu có nhiều nhất 200 dòng. Lập thêm phiếu khác."));
    const base::Time now = services.clock->now();
    if (auto right = check_target(services, giving, base::vietnam_day(now)); !right) return right.error();
    try {
        db::Transaction tx = services.pool.begin(scope_of(actor));
        if (const auto first = find_batch(tx, giving.key)) return Given{first->uid, first->number, true};
        const auto lines = take_lines(tx, actor, giving);
        if (!lines) return lines.error();
        Batch batch{.uid = giving.key,
                    .kind = giving.kind,
                    .giver = actor.agency,
                    .receiver = giving.receiver,
                    .unit = giving.unit,
                    .year = static_cast<int>(std::chrono::year_month_day(base::vietnam_day(now)).year()),
                    .lines = static_cast<int>(lines->size()),
                    .given_at = now,
                    .given_by = actor.official,
                    .giver_name = actor.name,
                    .giver_title = actor.title};
        batch.number = store::take_number(tx, actor.agency, "batch_" + std::string(to_text(giving.kind)),
                                          std::to_string(batch.year));
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
                                 const std::vector<Verdict>& verdicts)
{
    const base::Time now = services.clock->now();
    db::Transaction tx = services.pool.begin(scope_of(actor));
    auto batch = hold(tx, uid);
    if (!batch) return batch.error();
    if (!may_receive(actor, *batch))
        return base::forbidden(
            {msg("Phiếu này do {{receiver}} nhận."), {{"receiver", receiver_name(services, *batch)}}});
    auto lines = lines_of(tx, *batch);
    if (verdicts.size() != lines.size())
        return base::conflict(msg("Phiếu đã thay đổi. Mở lại phiếu rồi xác nhận."));
    if (auto right = check(verdicts); !right) return right;
    // Before anything else, so that the policies let the receiver write into the histories.
    took_part(tx, *batch);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        lines[i].state = verdicts[i].taken ? "accepted" : "refused";
        lines[i].remark = verdicts[i].remark;
        if (!verdicts[i].taken) ++batch->refused;
    }
    end(*batch, Stage::received, actor, now);
    close(tx, *batch, lines);
    const base::Message::Value number{"number", notation(batch->kind, batch->number)};
    tell(tx, *batch, "accepted", {msg("Đã nhận bàn giao theo phiếu {{number}}."), {number}}, now);
    tell(tx, *batch, "refused", {msg("Trả lại khi bàn giao theo phiếu {{number}}:"), {number}}, now);
    record_batch(tx, "batch.received", *batch, now);
    tx.commit();
    notify_sides(services, *batch);
    return base::Done{};
}

base::Result<base::Done> withdraw(Services& services, const Actor& actor, const std::string& uid)
{
    const base::Time now = services.clock->now();
    db::Transaction tx = services.pool.begin(scope_of(actor));
    auto batch = hold(tx, uid);
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
