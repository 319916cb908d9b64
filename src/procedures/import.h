// National records into the catalogue, as drafts. Reading needs no database.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "kit/base/clock.h"
#include "kit/db/fwd.h"
#include "procedures/records/procedure.h"

namespace lt::procedures {

struct ImportCounts {
    std::size_t read = 0;
    std::size_t complete = 0;
    std::size_t partial = 0;  // read, and something of it was not understood
    std::size_t refused = 0;  // no record at all
    std::size_t added = 0;    // drafts that are new
    std::size_t changed = 0;  // drafts that say something else now
};

// Reads the files one after the other and stores each record as a draft, in batches that are each one transaction: what was stored before
// something breaks stays, and doing it again changes nothing. Without `pool` nothing is stored. `report` gets a line without a line's end for
// each thing that was not understood. Throws std::system_error for a file that can't be opened.
ImportCounts import_records(const std::vector<std::filesystem::path>& files, db::Pool* pool,
                            const base::Clock& clock, const std::function<void(const std::string&)>& report);

// {"read":…,"complete":…,"partial":…,"refused":…}
std::string to_json(const ImportCounts& counts);

}  // namespace lt::procedures
