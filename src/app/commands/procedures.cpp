// `lienthong procedures import`.
#include <cstdio>
#include <optional>
#include <system_error>

#include "app/commands.h"
#include "app/database.h"
#include "kit/base/clock.h"
#include "procedures/import.h"

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

}  // namespace lt::app
