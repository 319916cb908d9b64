// Work on documents that is done after the commit.
#pragma once

#include "documents/actions.h"

namespace lt::documents {

// Registers the jobs of this feature with the queue (documents.index, documents.discarded, documents.count_lexemes, documents.preserve,
// documents.renew, documents.judge_again, documents.end_act, documents.send_out, documents.ask_back, documents.tell_axis,
// documents.count_progress). Before Queue::start.
void add_jobs(Services& services);

// For the operator, over all agencies: issued files whose signatures are to be preserved or renewed now.
struct ToPreserve {
    std::int64_t due = 0;
    std::int64_t late = 0;  // since more than two days
    std::string why{};      // the last try that failed, in Vietnamese; "" without
};
// In a transaction of the server's own work.
ToPreserve to_preserve(db::Transaction& tx, base::Time now);

}  // namespace lt::documents
