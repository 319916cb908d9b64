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

// Judges what is not judged yet, or `again` also what could not be decided, and keeps the reports. True when something is undecided still:
// a server that says what is revoked did not answer, a root is not believed yet.
enum class Judging : std::uint8_t { first, again };
bool judge_files(Services& services, std::int64_t agency, std::int64_t document, Judging which);
// The same, `first`, for files that were just read (document_files_of).
bool judge_files(Services& services, const db::Rows& files);

// The same for a document that the actor sees, when something of it waits; `again` asks at most once a minute.
void judge_waiting(Services& services, const Actor& actor, const std::string& uid, Judging which);

// Has the job documents.judge_again look at it once more: after 1, 6, 24, 72 and 168 hours, and then no more.
void judge_later(Services& services, std::int64_t agency, std::int64_t document, std::size_t tries = 0);
// The job; its payload is what judge_later() wrote.
void judge_again(Services& services, const std::string& payload);

// Files whose signature is broken; empty when there is none. For a document that is here, and for files that are being handed in.
std::vector<std::string> broken_files(db::Transaction& tx, std::int64_t document);
std::vector<std::string> broken_files(Services& services, const std::vector<NewFile>& files);

// A document with a broken signature is taken for a reason only: refused at the field "signature_reason" without one.
std::optional<base::Error> check_signature_reason(const std::vector<std::string>& broken,
                                                  const std::string& reason);

}  // namespace lt::documents
