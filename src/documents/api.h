// What other features ask of documents: an outgoing draft for a matter of theirs, and what became of it. Its way – files, recipients,
// signatures, number – is that of every document.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "accounts/api.h"
#include "kit/base/clock.h"
#include "kit/base/result.h"

namespace lt::documents {

struct Services;

// Code and name of the kinds that can be drafted.
std::vector<std::pair<std::string, std::string>> kinds_to_draft(Services& services);

struct Commission {
    std::string key{};  // a UUID: sent twice, it makes one draft; the document's uid
    std::string kind_code{};
    std::string subject{};
    std::int64_t signer = 0;                 // official; 0: chosen later
    std::vector<std::int64_t> recipients{};  // agencies; more are chosen at the draft
};
// The draft of whoever is logged in. Faults as those of a form for drafts, at "kind", "subject", "signer".
base::Result<std::string> commission(Services& services, const accounts::Me& me,
                                     const std::string& request_id, const Commission& wish);

// An own document that was issued, with its main file.
struct Fulfilment {
    std::string notation{};  // "05/QĐ-UBND"
    std::string subject{};
    std::optional<base::Day> issued_on{};
    std::string signer{};
    std::string file_name{};
    std::string media_type{};
    std::uint64_t size = 0;
    std::string sha256{};  // "" without a file
};
std::optional<Fulfilment> find_issued(Services& services, std::int64_t agency, const std::string& uid);
// Whether the agency has this own document, in whatever state: one that was thrown away is there again when its form is sent once more.
bool is_there(Services& services, std::int64_t agency, const std::string& uid);

}  // namespace lt::documents
