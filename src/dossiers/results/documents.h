// Decisions of a dossier that are outgoing documents: drafted among the documents, and a result of the dossier once they are issued.
#pragma once

#include "dossiers/services.h"
#include "dossiers/types.h"
#include "kit/db/db.h"

namespace lt::dossiers {

struct DocumentWish {
    std::string key{};   // hidden in the form: sent twice, it makes one document; its uid
    std::string code{};  // of the kind of result; "" for another one
    std::string kind{};  // of documents
    std::string subject{};
};
// Gives the document's uid. forbidden: only specialists and leaders of the agency that decides. invalid: at "code", "kind", "subject".
base::Result<std::string> draft_document(Services& services, const accounts::Me& me, const Actor& actor,
                                         const std::string& dossier, const DocumentWish& wish);
bool may_draft_document(const Actor& actor, const Dossier& dossier);

// Those on their way.
struct DocumentOnItsWay {
    std::string uid{};
    std::int64_t agency = 0;
    std::string name{};
    base::Time made_at{};
};
std::vector<DocumentOnItsWay> documents_of(db::Transaction& tx, std::int64_t dossier);

// A document of the agency was issued: where it was drafted for a dossier, this has it as a result from now on, once. A dossier whose
// process has ended is resolved with the last of them.
void take_issued(Services& services, std::int64_t agency, const std::string& document);
// Its draft was thrown away: the dossier does not wait for it any more, and has the result drafted anew. Nothing where it is there again by now.
void take_discarded(Services& services, std::int64_t agency, const std::string& document);

}  // namespace lt::dossiers
