// See actions.h.
#include "dossiers/batches/actions.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "directory/api.h"
#include "dossiers/batches/steps.h"
#include "dossiers/letterhead.h"
#include "kit/audit/audit.h"
#include "kit/crypto/digest.h"

namespace lt::dossiers::batches {

using base::msg;

namespace {

base::Error changed_batch() { return base::conflict(msg("Phiếu đã thay đổi. Mở lại phiếu rồi xác nhận.")); }

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
    if (verdicts.size() != lines.size() || std::ssize(lines) != batch->lines) return changed_batch();
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

}  // namespace

base::Result<Batch> find_open(db::Transaction& tx, const std::string& uid, Hold hold)
{
    auto batch = find_batch(tx, uid, hold);
    if (!batch) return no_batch();
    if (batch->stage == Stage::given) return *std::move(batch);
    if (was_cancelled(*batch))
        return base::conflict(
            {msg("Phiếu {{number}} đã huỷ: bên nhận kết thúc hoạt động, hồ sơ chuyển về nhiều cơ quan."),
             {{"number", notation(batch->kind, batch->number)}}});
    return base::conflict({batch->stage == Stage::received
                               ? msg("Phiếu {{number}} đã được {{name}} nhận lúc {{at}}.")
                               : msg("Phiếu {{number}} đã được {{name}} rút lại lúc {{at}}."),
                           {{"number", notation(batch->kind, batch->number)},
                            {"name", batch->closer_name},
                            {"at", base::format_vietnam(batch->closed_at.value_or(batch->given_at))}}});
}

std::string fingerprint(const std::vector<Line>& lines)
{
    nlohmann::json out = nlohmann::json::array();
    for (const Line& line : lines)
        out.push_back({line.no, line.dossier, line.code, line.procedure, line.owner, line.contents,
                       line.state, line.remark});
    return crypto::sha256_hex(out.dump());
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

std::optional<WithKey> with_key(const std::optional<signing::Hand>& hand)
{
    if (!hand) return std::nullopt;
    return WithKey{hand->key.certificate.common_name(),
                   {.picture = hand->picture ? &*hand->picture : nullptr}};
}

base::Error at_key(const base::Error& error) { return base::invalid("key", error.message); }

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

bool was_cancelled(const Batch& batch) { return batch.stage == Stage::withdrawn && batch.closed_by == 0; }

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

std::string whole_receiver_name(const Services& services, const Batch& batch)
{
    const auto directory = services.directory.snapshot();
    const std::string agency = whole_name(directory->name(batch.receiver));
    return batch.unit == 0 ? agency : directory->unit_name(batch.unit) + ", " + agency;
}

base::Result<Drawn> open_record(Services& services, const Actor& actor, const std::string& uid,
                                const std::vector<Verdict>& verdicts, const WithKey* key, base::Time now)
{
    auto taken = [&] {
        db::Transaction tx = services.pool.begin(scope_of(actor));
        return judge(services, tx, actor, uid, verdicts, Hold::none);
    }();
    if (!taken) return taken.error();
    auto& [batch, lines] = *taken;
    end(batch, Stage::received, actor, now);
    if (key != nullptr) batch.closer_certificate = key->certificate;
    auto paper = draw_record(services, batch, lines, key != nullptr ? &key->look : nullptr);
    if (!paper) return at_key(paper.error());
    Said said{now, batch.number, batch.closer_certificate, fingerprint(lines)};
    return Drawn{.batch = std::move(batch), .said = std::move(said), .paper = *std::move(paper)};
}

bool is_still_true(const Services& services, db::Transaction& tx, const Actor& actor, const std::string& uid,
                   const std::vector<Verdict>& verdicts, const Said& said)
{
    const auto taken = judge(services, tx, actor, uid, verdicts, Hold::none);
    return taken && fingerprint(taken->lines) == said.lines;
}

base::Result<base::Done> receive_with(Services& services, const Actor& actor, const std::string& uid,
                                      const std::vector<Verdict>& verdicts, const Said& said,
                                      const blob::Blob& record)
{
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) -> base::Result<base::Done> {
        const base::Time now = services.clock->now();
        auto taken = judge(services, tx, actor, uid, verdicts, Hold::for_closing);
        if (!taken) return taken.error();
        auto& [batch, lines] = *taken;
        if (fingerprint(lines) != said.lines) return changed_batch();
        end(batch, Stage::received, actor, said.at);
        batch.closer_certificate = said.certificate;
        batch.record = record.sha256;
        // Before anything else, so that the policies let the receiver write into the histories.
        took_part(tx, batch);
        blob::remember(tx, record);
        close(tx, batch, lines);
        const base::Message::Value number{"number", notation(batch.kind, batch.number)};
        tell(tx, batch, "accepted", {msg("Đã nhận bàn giao theo phiếu {{number}}."), {number}}, now);
        tell(tx, batch, "refused", {msg("Trả lại khi bàn giao theo phiếu {{number}}:"), {number}}, now);
        record_batch(tx, "batch.received", batch, now);
        tx.commit();
        notify_sides(services, batch);
        return base::Done{};
    });
}

base::Result<base::Done> receive(Services& services, const Actor& actor, const std::string& uid,
                                 const std::vector<Verdict>& verdicts, std::optional<SigningWish> signing)
{
    // What is refused anyway costs nobody a PIN.
    const auto good = [&] {
        db::Transaction tx = services.pool.begin(scope_of(actor));
        return judge(services, tx, actor, uid, verdicts, Hold::none);
    }();
    if (!good) return good.error();
    auto hand = take_key(services, actor, std::move(signing));
    if (!hand) return hand.error();
    const auto key = with_key(*hand);
    auto drawn = open_record(services, actor, uid, verdicts, key ? &*key : nullptr, services.clock->now());
    if (!drawn) return drawn.error();
    const auto record = finish_paper(services, std::move(drawn->paper), *hand ? &**hand : nullptr);
    if (!record) return at_key(record.error());
    return receive_with(services, actor, uid, verdicts, drawn->said, *record);
}

base::Result<base::Done> withdraw(Services& services, const Actor& actor, const std::string& uid)
{
    const base::Time now = services.clock->now();
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) -> base::Result<base::Done> {
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
    });
}

}  // namespace lt::dossiers::batches
