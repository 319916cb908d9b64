// Copies that the agency certifies (ND 30/2020, art. 25: sao y, sao lục, trích sao). A copy is a document of its own, ready to be numbered
// and signed by the agency: issue() does both, sends it to its recipients, and goes on with the number where it broke off.
#pragma once

#include <string>
#include <vector>

#include "documents/actions.h"
#include "documents/lists.h"

namespace lt::documents {

struct NewCopy {
    std::string kind_code{};           // of a copy
    std::string source{};              // uid of the document that is copied; "" when only its scan is here
    std::vector<std::string> files{};  // uids of those files of it that are copied
    std::string subject{};
    std::vector<std::int64_t> recipients{};  // none: the copy is kept
};

// Only the registry. `uploads` come behind the files of the source. Each file must be an unsigned PDF, and each scanned page good enough
// (scan.h). Faults: invalid (fields "kind", "files", "subject", "recipients"), forbidden, conflict (the source can't be copied).
base::Result<Created> make_copy(Services&, const Actor&, const std::string& key, const NewCopy&,
                                const std::vector<NewFile>& uploads);

// A copy without a number, made by mistake.
base::Result<base::Done> discard_copy(Services&, const Actor&, const std::string& uid);

// Whether the registry may copy this document now; otherwise why not.
base::Result<base::Done> check_source(const DocumentView& source);

}  // namespace lt::documents
