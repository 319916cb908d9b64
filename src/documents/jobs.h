// Work on documents that is done after the commit.
#pragma once

#include "documents/actions.h"

namespace lt::documents {

// Registers the jobs of this feature with the queue (documents.index, documents.count_lexemes). Before Queue::start.
void add_jobs(Services& services);

}  // namespace lt::documents
