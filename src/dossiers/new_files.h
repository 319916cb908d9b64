// Files that come with an act, into the rows of a dossier. Inside dossiers only.
#pragma once

#include <vector>

#include "dossiers/reception.h"
#include "dossiers/store.h"

namespace lt::dossiers {

// In the act's transaction: from its commit on their uploads serve no other form. `kind` of those that are scans of no paper. invalid, at
// "files": an upload serves another form already, or has waited too long, or is for a paper that the dossier does not have; at "scanned":
// somebody else took the file from the scan folder.
base::Result<std::vector<File>> keep_files(db::Transaction& tx, const Actor& actor, const Dossier& dossier,
                                           const std::vector<NewFile>& files, const char* kind,
                                           base::Time now);

}  // namespace lt::dossiers
