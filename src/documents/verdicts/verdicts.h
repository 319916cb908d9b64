// What is thought of the signatures on files that came in: judged by the job documents.index as soon as they are here, or at once when somebody needs to know.
// Inside documents only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "documents/store.h"

namespace lt::documents {

// Larger files are never judged here: whoever reads one is told so.
constexpr std::uint64_t kJudgedFileLimit = 100ULL << 20;

// Judges what is not judged yet, and keeps the reports.
void judge_files(Services& services, std::int64_t agency, std::int64_t document);

// Files whose signature is broken; empty when there is none. For a document that is here, and for files that are being handed in.
std::vector<std::string> broken_files(db::Transaction& tx, std::int64_t document);
std::vector<std::string> broken_files(Services& services, const std::vector<NewFile>& files);

// A document with a broken signature is taken for a reason only: refused at the field "signature_reason" without one.
std::optional<base::Error> check_signature_reason(const std::vector<std::string>& broken,
                                                  const std::string& reason);

}  // namespace lt::documents
