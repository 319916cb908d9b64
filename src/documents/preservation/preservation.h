// Keeps issued documents provable for decades: beside each file that the agency has signed, the newest version with its proofs (PAdES
// B-LTA), renewed before its last timestamp stops to count. Only what the agency itself has issued: the original of a document is kept
// by its issuer (ND 30/2020). Inside documents only; the jobs are documents.preserve and documents.renew.
#pragma once

#include "documents/store.h"

namespace lt::documents {

// In the transaction that issues the document.
void begin_preservation(db::Transaction& tx, Services& services, std::int64_t agency, std::int64_t document,
                        base::Time now);

// Preserves or renews what is due of a document, each file in a transaction of its own. Throws, with the reason in Vietnamese for the
// operator, when a file is left that could not be.
void preserve_document(Services& services, std::int64_t agency, std::int64_t document);

// The same for what is due in all agencies, within bounds; a full batch asks for the next one. What fails is tried again the next day.
void renew_due(Services& services);

}  // namespace lt::documents
