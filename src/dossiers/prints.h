// Each time a legal form was asked for to be printed: who, when, and which bytes. Printing is no part of any act: what a printer spoils is
// printed again, and is the same.
#pragma once

#include <map>
#include <string>

#include "dossiers/store.h"

namespace lt::dossiers::prints {

// `slip` with the SHA-256 of the bytes that go out.
void note(db::Transaction& tx, const Dossier& dossier, const store::Slip& slip, base::Time now);

struct Last {
    std::int64_t times = 0;
    base::Time at{};
    std::int64_t agency = 0;
    std::int64_t official = 0;
};
// Of the forms of a dossier that were printed, by uid.
std::map<std::string, Last> of(db::Transaction& tx, std::int64_t dossier);

}  // namespace lt::dossiers::prints
