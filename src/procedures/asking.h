// How conditions and decisions of a version see a dossier. Inside procedures only.
#pragma once

#include <string>
#include <string_view>

#include "decisions/api.h"
#include "procedures/api.h"

namespace lt::procedures {

// Whether a condition of a paper or a child holds. What is empty always does; what is no FEEL, takes too long or gives anything but true,
// false or null is held to hold: a paper too many is asked about, one too few is missed.
bool holds(std::string_view condition, const feel::Value& inputs, base::Time now);

// What the decision that a version names says of a dossier. `model`: id of the version of it that counts, where it is known; else 0.
base::Result<decisions::Decided> decide(db::Transaction& tx, decisions::Decisions& decisions,
                                        const std::string& name, std::int64_t model, const Version& version,
                                        const Asked& asked);

// The same name for the same case however a record opens it: "Đối với nhà ở riêng lẻ", "nhà ở riêng lẻ". Empty for no case.
std::string case_key(std::string_view name);
// Its name as the version has it; empty where there is no such case.
std::string case_name(const Version& version, int case_no);

}  // namespace lt::procedures
