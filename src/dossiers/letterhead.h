// Who issues a printed form, as the law lays it out. Pure.
#pragma once

#include <string>

#include "directory/snapshot.h"
#include "slips/api.h"

namespace lt::dossiers {

// "UBND phường Kinh Bắc" is short for "Uỷ ban nhân dân phường Kinh Bắc"; other names are whole already.
std::string whole_name(const std::string& name);

// The name of who issues is never cut short (Nghị định 30/2020/NĐ-CP, Phụ lục I); that of a superior may be, and a committee names none.
slips::Office letterhead(const directory::Snapshot& directory, const directory::Agency& agency);

}  // namespace lt::dossiers
