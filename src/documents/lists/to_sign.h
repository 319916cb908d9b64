// The list that a leader signs from. Reads only.
#pragma once

#include "documents/lists.h"

namespace lt::documents {

// What waits for the actor's signature, the longest waiting first, with the file that is signed.
struct ToSignRow {
    std::string uid{};
    int version = 0;
    std::string subject{};
    Urgency urgency{};
    std::string kind_name{};
    std::string drafter_name{}, unit_name{};
    base::Time changed_at{};
    std::string file_uid{}, file_name{};
    bool signable = false;   // a PDF
    bool uncertain = false;  // where the signature goes is only assumed
};
std::vector<ToSignRow> to_sign(Services&, const Actor&, int limit);

}  // namespace lt::documents
