// Reads a reviewed text file of agencies (data/provinces/*.toml) into the directory. A second run changes nothing.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "directory/types.h"
#include "kit/base/clock.h"
#include "kit/base/result.h"
#include "kit/db/fwd.h"

namespace lt::directory {

struct ImportedUnit {
    std::string code{};
    std::string name{};
    std::string short_name{};
};

struct ImportedAgency {
    Agency agency{};  // without ids
    std::string parent{};
    std::vector<std::string> successors{};
    std::vector<std::string> groups{};
    std::vector<ImportedUnit> units{};
    unsigned line = 0;
};

struct ProvinceFile {
    std::string name{};        // "Tỉnh Bắc Ninh"
    std::string short_name{};  // "Bắc Ninh"
    std::string identity_code{};
    std::vector<std::pair<std::string, std::string>> groups{};  // key, name
    std::vector<ImportedAgency> agencies{};
};

// Checks everything that can be wrong in the text: unknown or missing keys, codes, dates, references, doubles. The
// error's message names file, line and key, one problem a line; `field` is the first key.
base::Result<ProvinceFile> parse_province(std::string_view toml, const std::string& file_name);
base::Result<ProvinceFile> read_province(const std::filesystem::path& file);

struct ImportReport {
    int agencies_added = 0, agencies_changed = 0, agencies_same = 0;
    int units_added = 0, units_changed = 0, units_same = 0;
    int groups_changed = 0;
    std::vector<std::string>
        missing{};  // codes of agencies in the directory but not in the file; never deleted
    bool changed() const
    {
        return agencies_added + agencies_changed + units_added + units_changed + groups_changed > 0;
    }
};

// All in the caller's transaction (reach platform, no agency); the caller commits, or not for a dry run.
ImportReport import_province(db::Transaction& tx, const ProvinceFile& file, base::Time now);

enum class Run : std::uint8_t { real, dry };

// `lienthong directory import FILE [--dry-run]`: returns the exit code (0, or 2 for a wrong file); words in `out`, `err`.
int import_command(db::Pool& pool, const base::Clock& clock, const std::filesystem::path& file, Run run,
                   std::string& out, std::string& err);

}  // namespace lt::directory
