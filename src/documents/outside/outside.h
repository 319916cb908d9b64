// Agencies whose mail another system carries: documents, recalls and statuses leave as edXML messages and come as such. Inside
// documents only.
#pragma once

#include <string>
#include <vector>

#include "documents/store.h"
#include "exchange/api.h"

namespace lt::documents {

// Those of the agencies that work elsewhere.
std::vector<std::int64_t> elsewhere(const directory::Snapshot& directory,
                                    const std::vector<std::int64_t>& agencies);

// After the commit these agencies elsewhere are sent the issued document; nothing is enqueued for none.
void enqueue_sending(db::Transaction& tx, Services& services, std::int64_t agency, std::int64_t document,
                     const std::vector<std::int64_t>& to);
// After the commit those of the agencies that work elsewhere are asked to give the document back (status 13).
void enqueue_asking_back(db::Transaction& tx, Services& services, const Actor& actor, std::int64_t document,
                         const std::vector<std::int64_t>& to, const std::string& reason, base::Time now);
// The jobs documents.send_out, documents.ask_back, documents.tell_axis.
void add_outside_jobs(Services& services);

}  // namespace lt::documents
