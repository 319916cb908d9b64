// What the national portal asks of us: take a dossier that was lodged there (nhanhsdvcqg), say what is to be paid (dptracuuthanhtoanhs),
// give a file that a record pointed to. JSON in, JSON out; who calls has been judged before.
#pragma once

#include <string>

#include "dossiers/portal/sending.h"

namespace lt::dossiers::portal {

// {"data": [record…], "madonvi": …} or one record. The answer says of each record what became of it; error_code "0": all of them are
// here, now or since before.
std::string take_lodged(PortalServices& services, const std::string& body);

// {"MaHoSo": …}. error_code "1": with what is to be paid; "0": nothing is; "-1": what was asked is wrong.
std::string what_is_due(PortalServices& services, const std::string& body);

struct FilePlace {
    std::string dossier{};  // uid
    std::int64_t agency = 0;
};
std::optional<FilePlace> place_of_file(db::Transaction& tx, const std::string& uid);

}  // namespace lt::dossiers::portal
