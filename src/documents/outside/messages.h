// The messages that leave: what edXML says of a document and of what became of one. Inside documents only.
#pragma once

#include <string>
#include <vector>

#include "documents/outside/outside.h"
#include "exchange/edxml/edxml.h"
#include "exchange/edxml/writer.h"

namespace lt::documents {

// An issued document with its files, as its agency's rows say.
struct IssuedDocument {
    std::int64_t id = 0;
    std::string uid{};
    edxml::Message message{};             // everything but From, To and ToPlaces
    std::vector<std::string> contents{};  // SHA-256 of each attachment
    std::vector<std::int64_t> recipients{};
    int urgency = 0;  // Priority of edXML
};
// Nothing for a document that is not issued. In a transaction of the agency's reach.
std::optional<IssuedDocument> issued_document(db::Transaction& tx, const directory::Agency& agency,
                                              std::int64_t document);

// As it is called at the system that is written to, in a transaction of the platform's reach.
edxml::Organ organ_of(db::Transaction& tx, const directory::Snapshot& directory,
                      const directory::Agency& agency, std::int64_t system);

// A status: `about` names the document and, as OrganId, who is told.
struct Status {
    std::string code{};
    std::string words{};
    std::string staff{};
    std::string department{};
    base::Time at{};
    edxml::ResponseFor about{};
};
edxml::Message status_message(const edxml::Organ& from, const Status& status);

// Writes the message into the blob store and puts it into the queue; one that is there already stays as it was. Refused where the
// document can't be written as edXML.
struct Envelope {
    std::int64_t about = 0;
    std::vector<std::string> contents{};
    std::vector<exchange::Addressee> to{};
};
base::Result<base::Done> post(Services& services, const edxml::Message& message, const Envelope& envelope);

}  // namespace lt::documents
