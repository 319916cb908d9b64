// A dossier as JSON for other systems. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "dossiers/types.h"

namespace lt::dossiers::rest {

struct Shown {
    Dossier dossier{};
    std::vector<Paper> papers{};
    std::vector<Fee> fees{};
    std::vector<Outcome> outcomes{};
    std::string agency_code{};  // that received it
    std::string decides_code{};
    bool has_receipt = false;
    std::string reason{};                      // of a refusal, a supplement, a stop
    std::optional<std::vector<File>> files{};  // for who handles it, with the answers
};
nlohmann::ordered_json to_json(const Shown& shown);
// What an agency that handles the dossier reads of its files: all but drafts, and what was replaced.
bool is_for_handlers(const File& file);
std::string path_of(const std::string& uid);  // "/api/v1/dossiers/…"

}  // namespace lt::dossiers::rest
