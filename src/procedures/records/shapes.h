// The two shapes of a record; for record.cpp.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "procedures/records/procedure.h"

namespace lt::procedures {

Procedure read_published(const nlohmann::json& record);  // ma_thu_tuc, cach_thuc_thuc_hien …
Procedure read_exchanged(const nlohmann::json& record);  // MaTTHC, CACHTHUCTHUCHIEN …

// Normalised; "" for what says that there is no information.
std::string stated(std::string_view text);
void add_level(Procedure& procedure, std::string_view name);

}  // namespace lt::procedures
