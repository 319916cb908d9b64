// The folder into which network scanners drop files, one sub-folder for each agency. Knows the file system; nothing outside the agency's
// own sub-folder is ever opened, whatever a name says.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "kit/base/result.h"
#include "kit/blob/blob.h"

namespace lt::dossiers::scans {

// As configured. Empty root: there is none.
struct Folder {
    std::filesystem::path root{};
    std::uint64_t largest = 200ULL << 20;  // bytes of a file
};

// A file that is there: plain, with a name and an ending that a dossier can take, and finished – not empty, not changed within the last two
// seconds, locked by nobody.
struct Entry {
    std::string name{};     // as people and forms write it (NFC)
    std::string on_disk{};  // as it is called there
    std::uint64_t size = 0;
    std::int64_t written_at = 0;  // nanoseconds since 1970
    std::uint64_t inode = 0;
};
// The newest first, at most `most`. Nothing where the sub-folder is missing.
std::vector<Entry> list(const Folder& folder, const std::string& agency_code, base::Time now,
                        std::size_t most);

// Reads it into the store. invalid, at "scanned": it went away or is written just now; it is too large; its content is not what a dossier can take.
base::Result<blob::Blob> read(const Folder& folder, const std::string& agency_code, const Entry& entry,
                              blob::Store& blobs);

// Into the sub-folder `taken`, unless another file has the name by now. false: it stayed.
bool move_away(const Folder& folder, const std::string& agency_code, const Entry& entry);

}  // namespace lt::dossiers::scans
