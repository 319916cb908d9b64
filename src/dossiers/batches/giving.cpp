// See actions.h: a batch is looked at, numbered for good, its slip signed, and given.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "directory/api.h"
#include "dossiers/batches/steps.h"
#include "dossiers/queries.h"
#include "kit/audit/audit.h"
#include "kit/base/ids.h"
#include "kit/jobs/jobs.h"

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

int year_of(base::Time now)
{
    return static_cast<int>(std::chrono::year_month_day(base::vietnam_day(now)).year());
}

// Without its number.
Batch begun(const Actor& actor, const Giving& giving, base::Time now)
{
    return {.uid = giving.batch,
            .kind = giving.kind,
            .giver = actor.agency,
            .receiver = giving.receiver,
            .unit = giving.unit,
            .year = year_of(now),
            .lines = static_cast<int>(giving.dossiers.size()),
            .given_at = now,
            .given_by = actor.official,
            .giver_name = actor.name,
            .giver_title = actor.title};
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

// What the slip says, or the batch that the form has made before.
struct Pile {
    Batch batch{};
    std::vector<Line> lines{};
    bool given = false;
};
base::Result<Pile> pile_of(const Services& services, db::Transaction& tx, const Actor& actor,
                           const Giving& giving, base::Time now)
{
    if (auto first = find_batch(tx, giving.batch)) return Pile{.batch = *std::move(first), .given = true};
    const auto chosen = take_lines(services, tx, actor, giving);
    if (!chosen) return chosen.error();
    return Pile{begun(actor, giving, now), lines_from(*chosen)};
}

base::Result<Pile> numbered_pile(Services& services, const Actor& actor, const Giving& giving, base::Time now)
{
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) -> base::Result<Pile> {
        // Behind the locks: the same form at the same moment has its batch, or its number, by then.
        lock(tx, giving.dossiers);
        auto pile = pile_of(services, tx, actor, giving, now);
        if (!pile || pile->given) return pile;
        pile->batch.number = take_number(tx, pile->batch, now, now - kNumberKept);
        tx.commit();
        return pile;
    });
}

// What two at the same moment can't both do, told at the form.
template <class Step>
auto told(Step step) -> decltype(step())
{
    try {
        return step();
    } catch (const db::ConstraintViolation& violation) {
        // Chosen at two places in the same moment; or the form was sent at the same moment once more.
        if (violation.constraint == "hand_over_lines_open_key")
            return base::invalid("lines", msg("Có hồ sơ vừa được bàn giao ở quầy khác. Xem lại danh sách."));
        if (violation.constraint == "hand_over_batches_uid_key" ||
            violation.constraint == "hand_over_numbers_batch_key")
            return base::conflict(msg("Biểu mẫu này vừa được gửi. Mở danh sách bàn giao để xem."));
        throw;
    }
}

// What was drawn and signed is given, if it is still true.
base::Result<Given> give_pile(Services& services, db::Transaction& tx, const Actor& actor,
                              const Giving& giving, const Said& said, const blob::Blob& slip)
{
    lock(tx, giving.dossiers);
    if (const auto first = find_batch(tx, giving.batch)) return Given{first->uid, first->number, true};
    const auto chosen = take_lines(services, tx, actor, giving);
    if (!chosen) return chosen.error();
    if (fingerprint(lines_from(*chosen)) != said.lines)
        return base::invalid("lines",
                             msg("Thông tin của hồ sơ vừa thay đổi. Xem lại danh sách rồi bàn giao lại."));
    Batch batch = begun(actor, giving, said.at);
    batch.number = said.number;
    batch.giver_certificate = said.certificate;
    if (!use_number(tx, batch))
        return base::invalid(
            "lines",
            {msg("Số phiếu {{number}} đã dùng cho phiếu khác hoặc đã huỷ. Bàn giao lại để lấy số mới."),
             {{"number", notation(batch.kind, batch.number)}}});
    blob::remember(tx, slip);
    batch.slip = slip.sha256;
    insert(tx, batch, *chosen);
    took_part(tx, batch);
    const base::Time now = services.clock->now();
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
}

}  // namespace

base::Result<base::Done> check_giving(const Services& services, const Actor& actor, const Giving& giving,
                                      base::Time now)
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
    return check_target(services, giving, base::vietnam_day(now));
}

base::Result<base::Done> rehearse_slip(Services& services, const Actor& actor, const Giving& giving,
                                       const WithKey& key, base::Time now)
{
    constexpr std::int64_t kWideNumber = 99'999;
    auto pile = [&] {
        db::Transaction tx = services.pool.begin(scope_of(actor));
        return pile_of(services, tx, actor, giving, now);
    }();
    if (!pile) return pile.error();
    if (pile->given) return base::Done{};
    pile->batch.number = kWideNumber;
    pile->batch.giver_certificate = key.certificate;
    const auto drawn = draw_slip(services, pile->batch, pile->lines, &key.look);
    if (!drawn) return at_key(drawn.error());
    return base::Done{};
}

base::Result<Drawn> open_slip(Services& services, const Actor& actor, const Giving& giving,
                              const WithKey* key, base::Time now)
{
    auto pile = told([&] { return numbered_pile(services, actor, giving, now); });
    if (!pile) return pile.error();
    auto& [batch, lines, given] = *pile;
    if (given) return Drawn{.batch = std::move(batch), .was_given = true};
    if (key != nullptr) batch.giver_certificate = key->certificate;
    auto paper = draw_slip(services, batch, lines, key != nullptr ? &key->look : nullptr);
    if (!paper) return at_key(paper.error());
    Said said{now, batch.number, batch.giver_certificate, fingerprint(lines)};
    return Drawn{.batch = std::move(batch), .said = std::move(said), .paper = *std::move(paper)};
}

base::Result<Given> give_with(Services& services, const Actor& actor, const Giving& giving, const Said& said,
                              const blob::Blob& slip)
{
    return told([&] {
        return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) {
            return give_pile(services, tx, actor, giving, said, slip);
        });
    });
}

bool is_still_true(const Services& services, db::Transaction& tx, const Actor& actor, const Giving& giving,
                   const Said& said)
{
    if (find_batch(tx, giving.batch)) return false;
    const auto chosen = take_lines(services, tx, actor, giving);
    return chosen && fingerprint(lines_from(*chosen)) == said.lines;
}

base::Result<Given> give(Services& services, const Actor& actor, const Giving& giving,
                         std::optional<SigningWish> signing)
{
    const base::Time now = services.clock->now();
    if (const auto good = check_giving(services, actor, giving, now); !good) return good.error();
    auto hand = take_key(services, actor, std::move(signing));
    if (!hand) return hand.error();
    const auto key = with_key(*hand);
    if (key)
        if (const auto good = rehearse_slip(services, actor, giving, *key, now); !good) return good.error();
    auto drawn = open_slip(services, actor, giving, key ? &*key : nullptr, now);
    if (!drawn) return drawn.error();
    if (drawn->was_given) return Given{drawn->batch.uid, drawn->batch.number, true};
    const auto slip = finish_paper(services, std::move(drawn->paper), *hand ? &**hand : nullptr);
    if (!slip) return at_key(slip.error());
    return give_with(services, actor, giving, drawn->said, *slip);
}

std::size_t cancel_left_numbers(Services& services)
{
    const base::Time now = services.clock->now();
    db::Transaction tx = services.pool.begin({});
    const db::Rows rows = tx.run(sql::batch_numbers_cancel, year_of(now), now - kNumberKept, now);
    for (const db::Row row : rows)
        audit::record(tx, {.action = "batch.number_cancelled",
                           .subject = row["batch_uid"].str(),
                           .detail = nlohmann::json{{"kind", row["kind"].text()},
                                                    {"year", row["year"].int32()},
                                                    {"number", row["number"].int64()},
                                                    {"reason", "unused"}}
                                         .dump(),
                           .at = now,
                           .agency = row["agency_id"].int64()});
    tx.commit();
    return rows.size();
}

void add_batch_jobs(Services& services)
{
    constexpr const char* kCancel = "dossiers.cancel_numbers";
    services.queue.handle(kCancel, [&services](const jobs::Job&) { cancel_left_numbers(services); });
    services.queue.every(std::chrono::hours(1), kCancel);
}

}  // namespace lt::dossiers::batches
