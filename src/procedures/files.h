// Procedures as files of the release: data/procedures/*.toml with their forms. Reading needs no database.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "procedures/ready.h"
#include "procedures/records/procedure.h"

namespace lt::procedures {

// Who does what, for a province that has said nothing yet: "commune" (all of that level), the key of a group of the directory, or an identity
// code.
struct FileOffers {
    std::vector<std::string> supports{};
    std::vector<std::string> receives{};
    std::vector<std::string> decides{};
};

struct ProcedureFile {
    Procedure procedure{};
    Ready ready{};  // `form` has the text of the form's file
    std::optional<base::Day> from{};
    FileOffers offers{};
};

// Throws std::runtime_error with file and line for what is wrong: a key that is not known, a word that is none of its list, a paper that two
// cases tell differently, a condition that is no FEEL.
ProcedureFile read_procedure_file(const std::filesystem::path& file);

// The *.toml of a folder, in the order of their names.
std::vector<std::filesystem::path> procedure_files(const std::filesystem::path& folder);

}  // namespace lt::procedures
