// Messages of the exchange axis become incoming documents, and what becomes of documents that left.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "documents/actions.h"

namespace lt::exchange {
struct Arrived;
}

namespace lt::documents {

struct Imported {
    std::string uid{};
    std::vector<std::string> delivered{};  // identity codes of agencies here that have it from now on
    std::vector<std::string> unknown{};    // addressees that are no agencies here
    bool again = false;                    // (sender, DocumentId) was here before; no uid
};

// Reads the edXML file and delivers it to every addressee that is an agency here. Files go to the blob store before
// the transaction. Faults: invalid (the reader's words, or no addressee is known here), invalid "secrecy".
base::Result<Imported> import_message(Services&, directory::Directory&, const std::filesystem::path& file);

// What exchange calls for a message that is for agencies here (exchange::Services::deliver): a new document, one for further agencies, a
// recall, an update, a status. Doing it again changes nothing. A refusal is final and tells the operator why.
base::Result<base::Done> deliver(Services&, const exchange::Arrived&);

}  // namespace lt::documents
