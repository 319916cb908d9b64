// `lienthong indices`: counts the index of a period, and counts it again to compare.
#include <cstdio>

#include "app/commands.h"
#include "app/database.h"
#include "directory/api.h"
#include "dossiers/figures/recount.h"
#include "kit/base/clock.h"

namespace lt::app {
namespace {

std::optional<dossiers::IndexPeriod> month_named(const std::string& key)
{
    const auto period = dossiers::period_from(key);
    if (period && period->kind == dossiers::PeriodKind::month) return period;
    std::fprintf(stderr, "indices: --month is a year and a month, 2026-11\n");
    return std::nullopt;
}

}  // namespace

int recount_indices(const base::Config& config, const std::string& month)
{
    const auto period = month_named(month);
    if (!period) return 2;
    Database database(config, DatabaseOptions{.prepare = Prepare::nothing});
    directory::Directory directory(database.pool(), std::make_shared<base::SystemClock>());
    directory.refresh();
    const dossiers::Recounted done =
        dossiers::recount(database.pool(), *directory.snapshot(), dossiers::shipped_index_rules(), *period);
    if (!done.counted_before) {
        std::fprintf(
            stderr,
            "indices recount: nothing is kept for %s; count it first: lienthong indices count --month %s\n",
            month.c_str(), month.c_str());
        return 1;
    }
    if (done.first) {
        std::fprintf(stderr, "indices recount: %s\n", dossiers::words_of(*done.first).c_str());
        return 1;
    }
    std::printf("%s\n", dossiers::to_json(done, *period).c_str());
    return 0;
}

int count_indices(const base::Config& config, const std::string& month)
{
    const auto period = month_named(month);
    if (!period) return 2;
    Database database(config, DatabaseOptions{.prepare = Prepare::nothing});
    const base::Time now = base::SystemClock().now();
    if (period->from() >= now) {
        std::fprintf(stderr, "indices count: %s has not begun\n", month.c_str());
        return 2;
    }
    const std::size_t agencies =
        dossiers::count_indices(database.pool(), dossiers::shipped_index_rules(), *period, now);
    std::printf("{\"period\":\"%s\",\"agencies\":%zu}\n", period->key().c_str(), agencies);
    return 0;
}

}  // namespace lt::app
