// Documents that come as edXML messages: read, kept, delivered. Inside documents only.
#pragma once

#include <string>
#include <vector>

#include "documents/import.h"
#include "documents/outside/outside.h"
#include "exchange/edxml/edxml.h"
#include "exchange/edxml/reader.h"
#include "exchange/edxml/signature.h"

namespace lt::documents {

// A message with its attachments in the blob store. The writers live as long as it: until rows name the files, nobody may take them
// away.
struct ReadMessage {
    edxml::Message message{};
    std::vector<NewFile> files{};
    std::vector<std::unique_ptr<blob::Writer>> writers{};
};
// Faults: invalid (the reader's words), invalid "secrecy".
base::Result<ReadMessage> read_message(Services& services, const edxml::ByteSource& source);

// How it came, and for whom here: at least one agency.
struct Bringing {
    std::string message{};  // uid in the queue; "" for a file
    std::string sha256{};   // of its bytes; "" for a file
    std::string carrier{};  // name of the system that brought it
    edxml::MessageSignature signature{};
    std::vector<const directory::Agency*> to{};
};
// A new document for all of them; further recipients, for one that is here already.
base::Result<Imported> keep_document(Services& services, const ReadMessage& read, const Bringing& how);

// The codes by which documents of this sender may be known: as the message has it, and as the directory has it.
std::vector<std::string> codes_of(const directory::Snapshot& directory, const std::string& organ_id);

}  // namespace lt::documents
