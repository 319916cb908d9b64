// See recount.h.
#include "dossiers/figures/recount.h"

#include <nlohmann/json.hpp>

#include "dossiers/queries.h"
#include "kit/db/db.h"

namespace lt::dossiers {
namespace {

constexpr int kPiece = 1000;

// Some dossiers with all that counts, read row by row.
class Piece {
public:
    Piece(db::Transaction& tx, const db::Rows& rows)
    {
        for (const db::Row row : rows) {
            const Life life = life_from_json(row["life"].text());
            ids_.push_back(row["id"].int64());
            traced_[ids_.back()] = {.received = row["received_at"].time(),
                                    .promised = row["first_due_at"].opt_time(),
                                    .begins_anew = life.clock && life.clock->limit.after_pause ==
                                                                     calendar::AfterPause::starts_anew,
                                    .online = row["way"].text() == "online"};
        }
        for (const db::Row row : tx.run(sql::recount_history, ids_))
            if (const auto act = act_from(row["act"].text()))
                of(row).history.push_back({*act, row["at"].time()});
        for (const db::Row row : tx.run(sql::recount_files, ids_)) {
            if (row["is_result"].boolean()) of(row).result_files.push_back(row["added_at"].time());
            if (row["kind"].text() == "paper") of(row).scans.push_back(row["added_at"].time());
        }
        for (const db::Row row : tx.run(sql::recount_papers, ids_))
            (row["source"].text() == "vault" ? of(row).from_vault : of(row).from_database) = true;
        for (const db::Row row : tx.run(sql::recount_fees, ids_)) {
            of(row).owes = true;
            const auto paid_at = row["paid_at"].opt_time();
            if (paid_at && row["state"].text() == "paid" && row["means"].text() == "online")
                of(row).paid_online.push_back(*paid_at);
        }
        for (const db::Row row : tx.run(sql::recount_syncs, ids_))
            of(row).told.push_back(row["changed_at"].time());
    }

    void judge_all(base::Time as_of, Shares& shares) const
    {
        for (const auto& [id, traced] : traced_) shares.add(judge(traced, as_of));
    }
    std::int64_t last() const { return ids_.back(); }

private:
    Traced& of(const db::Row& row) { return traced_.at(row["dossier_id"].int64()); }

    std::vector<std::int64_t> ids_{};
    std::map<std::int64_t, Traced> traced_{};
};

class Recount {
public:
    Recount(db::Pool& pool, const IndexRules& rules, const IndexPeriod& period, base::Time as_of)
        : pool_(pool), rules_(rules), period_(period), as_of_(as_of)
    {
    }

    void compare(const directory::Agency& agency, Recounted& out)
    {
        // The server itself looks with the eyes of the agency.
        db::Transaction tx = pool_.begin({.agency = agency.id, .reach = db::Reach::agency});
        const Shares shares = count(tx, agency.id);
        out.dossiers += shares.dossiers();
        out.agencies += shares.dossiers() > 0;
        AgencyIndex kept = kept_index(tx, period_, agency.id).value_or(AgencyIndex{});
        for (const ComponentGroup& group : rules_.groups)
            for (const Component& component : group.components) {
                std::optional<KeptScore> counted;
                if (component.measure != Measure::none && shares.dossiers() > 0)
                    counted = KeptScore{.share = shares.of(component.measure)};
                if (counted) counted->score = points(component, counted->share);
                std::optional<KeptScore> was;
                if (auto found = kept.components.extract(component.id)) was = found.mapped();
                if (!same(was, counted)) {
                    out.first = IndexDifference{agency.name, component.id, was, counted};
                    return;
                }
                out.components += counted.has_value();
            }
        if (!kept.components.empty())  // of a component that the rules do not know
            out.first = IndexDifference{
                agency.name, kept.components.begin()->first, kept.components.begin()->second, {}};
    }

private:
    Shares count(db::Transaction& tx, std::int64_t agency)
    {
        Shares shares;
        std::int64_t after = 0;
        while (true) {
            const db::Rows rows = tx.run(sql::recount_dossiers, agency, period_.from(),
                                         std::min(period_.until(), as_of_), after, kPiece);
            if (rows.empty()) return shares;
            const Piece piece(tx, rows);
            piece.judge_all(as_of_, shares);
            after = piece.last();
        }
    }

    // As the rules say it in words; the kept score was computed otherwise.
    static std::int64_t points(const Component& component, const Share& share)
    {
        if (share.denominator == 0) return 0;
        if (share.numerator * 100 >= share.denominator * component.threshold) return component.most * 100;
        // Hundredths one after another: the last whose middle is not above the share.
        std::int64_t low = 0;
        std::int64_t high = component.most * 100;
        const auto reached = [&](std::int64_t hundredths) {
            return 20000 * component.most * share.numerator >=
                   (2 * hundredths - 1) * share.denominator * component.threshold;
        };
        while (low < high) {
            const std::int64_t middle = (low + high + 1) / 2;
            if (reached(middle))
                low = middle;
            else
                high = middle - 1;
        }
        return low;
    }
    static bool same(const std::optional<KeptScore>& a, const std::optional<KeptScore>& b)
    {
        return a.has_value() == b.has_value() && (!a || (a->share == b->share && a->score == b->score));
    }

    db::Pool& pool_;
    const IndexRules& rules_;
    const IndexPeriod& period_;
    base::Time as_of_;
};

std::string words_of_score(const std::optional<KeptScore>& score)
{
    if (!score) return "nothing";
    return std::to_string(score->share.numerator) + "/" + std::to_string(score->share.denominator) + " (" +
           format_score(score->score) + ")";
}

}  // namespace

Recounted recount(db::Pool& pool, const directory::Snapshot& directory, const IndexRuleBook& book,
                  const IndexPeriod& period)
{
    Recounted out;
    const auto kept = [&] {
        db::Transaction tx = pool.begin({});
        return kept_count(tx, period);
    }();
    if (!kept) return out;
    out.counted_before = true;
    Recount work(pool, book.named(kept->rules, period.first), period, kept->as_of);
    for (const directory::Agency* agency : directory.agencies()) {
        work.compare(*agency, out);
        if (out.first) return out;
    }
    return out;
}

std::string to_json(const Recounted& recounted, const IndexPeriod& period)
{
    return nlohmann::ordered_json{{"period", period.key()},
                                  {"agencies", recounted.agencies},
                                  {"dossiers", recounted.dossiers},
                                  {"components", recounted.components}}
        .dump();
}

std::string words_of(const IndexDifference& difference)
{
    return difference.agency + ", " + difference.component + ": " + words_of_score(difference.kept) +
           " is kept, " + words_of_score(difference.counted) + " is counted";
}

}  // namespace lt::dossiers
