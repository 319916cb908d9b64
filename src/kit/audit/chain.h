// How the journal is hashed, for verifying: the function audit_seal in db/migrations hashes it in the same way. Changing
// anything on either side makes every chain there is unverifiable.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kit/base/clock.h"
#include "kit/db/db.h"

namespace lt::audit {

// SHA-256 over the fields of an event in a fixed order and form: 32 bytes. The row has id, at, agency_id, official_id,
// request_id, action, subject and detail.
std::string hash_of_event(const db::Row& row);

// What the first seal of a year is linked to.
std::string begin_of_chain(int year);

std::string hash_of_seal(std::string_view previous, int year, std::int64_t number,
                         std::string_view row_hashes, base::Time sealed_at);

// The first moment of the chain of a year: years begin at midnight in Vietnam.
base::Time begin_of(int year);

}  // namespace lt::audit
