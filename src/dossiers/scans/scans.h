// Files of the agency's scan folder as files of a dossier: offered, chosen, taken once.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "dossiers/reception.h"
#include "dossiers/scans/conversions.h"
#include "dossiers/scans/folder.h"

namespace lt::dossiers::scans {

// A file that a form chose, on its way into a dossier.
struct Picked {
    Folder folder{};
    std::string agency_code{};
    Entry entry{};
};

inline constexpr std::size_t kOffered = 15;

// The newest of the own agency's folder that no dossier has taken; those that a crash left behind are moved away now.
std::vector<Entry> offered(const Services& services, db::Transaction& tx, const Actor& actor);

// Reads one of them, by the name that was offered; a TIFF as PDF. invalid, at "scanned": as of read() and of make_viewable().
base::Result<NewFile> pick(const Services& services, const Actor& actor, const std::string& name, int paper,
                           Conversions::Turn& turn);

// Somebody looks at one before choosing, which is written down: it may show anybody's data. By its content, which tells the dossier that takes it.
void note_look(const Services& services, const Actor& actor, const NewFile& file);

// In the transaction of the act that keeps it; moved away after the commit. false: another dossier has it.
bool claim(db::Transaction& tx, const std::shared_ptr<const Picked>& picked, const Dossier& dossier,
           base::Time now);

}  // namespace lt::dossiers::scans
