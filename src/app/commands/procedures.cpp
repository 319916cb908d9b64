// `lienthong procedures import` and `load`.
#include <cstdio>
#include <optional>
#include <system_error>

#include "app/commands.h"
#include "app/database.h"
#include "app/services.h"
#include "kit/base/clock.h"
#include "procedures/files.h"
#include "procedures/import.h"
#include "procedures/load.h"

namespace lt::app {

int import_procedures(const base::Config& config, const std::vector<std::filesystem::path>& files,
                      bool dry_run)
{
    std::optional<Database> database;
    if (!dry_run) database.emplace(config, DatabaseOptions{.prepare = Prepare::migrate});
    try {
        const procedures::ImportCounts counts = procedures::import_records(
            files, database ? &database->pool() : nullptr, base::SystemClock(),
            [](const std::string& line) { std::fprintf(stderr, "%s\n", line.c_str()); });
        if (!dry_run)
            std::printf("%zu bản dự thảo mới, %zu bản dự thảo thay đổi\n", counts.added, counts.changed);
        std::printf("%s\n", procedures::to_json(counts).c_str());
        return counts.refused == 0 ? 0 : 1;
    } catch (const std::system_error& error) {
        std::fprintf(stderr, "procedures import: %s\n", error.what());
        return 2;
    }
}

int load_procedures(const base::Config& config, std::vector<std::filesystem::path> files)
{
    try {
        if (files.empty()) files = procedures::procedure_files(config.resources / "data" / "procedures");
        House house(config, std::make_shared<base::SystemClock>(), {.prepare = Prepare::migrate});
        const auto counts = house.database.pool().retry({}, [&](db::Transaction& tx) {
            const auto done =
                procedures::load(tx, house.process, files, house.clock->now(),
                                 [](const std::string& line) { std::printf("%s\n", line.c_str()); });
            tx.commit();
            return done;
        });
        std::printf("{\"read\":%zu,\"approved\":%zu,\"drafted\":%zu,\"unchanged\":%zu,\"left\":%zu}\n",
                    counts.read, counts.approved, counts.drafted, counts.unchanged, counts.left);
        return 0;
    } catch (const std::runtime_error& error) {
        std::fprintf(stderr, "procedures load: %s\n", error.what());
        return 2;
    }
}

}  // namespace lt::app
