// A dossier as JSON for other systems. Pure.
#pragma once

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
    std::string reason{};  // of a refusal, a supplement, a stop
};
nlohmann::ordered_json to_json(const Shown& shown);
std::string path_of(const std::string& uid);  // "/api/v1/dossiers/…"

}  // namespace lt::dossiers::rest
