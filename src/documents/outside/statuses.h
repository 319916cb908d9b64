// What agencies elsewhere say about documents: of ours, what became of it there; of theirs, that they want it back. Inside documents
// only.
#pragma once

#include "documents/outside/outside.h"
#include "exchange/edxml/edxml.h"

namespace lt::documents {

// A status (01 to 06, 13, 15, 16) for these agencies here. Refused: a document or sender that is not known, a code that means nothing.
base::Result<base::Done> take_status(Services& services, const edxml::Message& message,
                                     const std::vector<const directory::Agency*>& to);

// A recall as a document message (BussinessDocType 1) for these agencies here. Refused: none of them has the document.
base::Result<base::Done> take_recall(Services& services, const edxml::Message& message,
                                     const std::vector<const directory::Agency*>& to);

}  // namespace lt::documents
