// See recount.h.
#include "dossiers/figures/recount.h"

#include <nlohmann/json.hpp>

#include "dossiers/figures/tracing.h"
#include "kit/db/db.h"

namespace lt::dossiers {
namespace {

class Comparing {
public:
    Comparing(db::Pool& pool, const IndexRules& rules, const IndexPeriod& period)
        : pool_(pool), rules_(rules), period_(period)
    {
    }

    void compare(const directory::Agency& agency, const Shares& shares, Recounted& out)
    {
        db::Transaction tx = pool_.begin({.agency = agency.id, .reach = db::Reach::agency});
        out.dossiers += shares.dossiers();
        out.agencies += shares.any();
        AgencyIndex kept = kept_index(tx, period_, agency.id).value_or(AgencyIndex{});
        for (const ComponentGroup& group : rules_.groups)
            for (const Component& component : group.components) {
                std::optional<KeptScore> counted;
                if (component.measure != Measure::none && shares.any())
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
    // As the rules say it in words; the kept score was computed otherwise.
    static std::int64_t points(const Component& component, const Share& share)
    {
        if (share.denominator == 0) return component.full_of_nothing ? component.most * 100 : 0;
        if (component.all_or_none) return share.numerator < share.denominator ? 0 : component.most * 100;
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
    const IndexRules& rules = book.named(kept->rules, period.first);
    Tracing tracing(pool, rules, {period, kept->as_of});
    // All are read first: a dossier that moved is in the sight of one agency, and counts for another one.
    for (const directory::Agency* agency : directory.agencies()) tracing.read_agency(agency->id);
    tracing.read_catalogue();
    Comparing comparing(pool, rules, period);
    for (const directory::Agency* agency : directory.agencies()) {
        comparing.compare(*agency, tracing.of(agency->id), out);
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
