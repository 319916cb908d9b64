// Messages of the exchange axis become incoming documents.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "documents/actions.h"

namespace lt::documents {

struct Imported {
    std::string uid{};
    std::vector<std::string> delivered{};  // identity codes of agencies here
    std::vector<std::string> unknown{};    // addressees that are no agencies here
    bool again = false;                    // (sender, DocumentId) was imported before; nothing was done
};

// Reads the edXML file and delivers it to every addressee that is an agency here. Files go to the blob store before
// the transaction. Faults: invalid (the reader's words, or no addressee is known here), invalid "secrecy".
base::Result<Imported> import_message(Services&, directory::Directory&, const std::filesystem::path& file);

}  // namespace lt::documents
