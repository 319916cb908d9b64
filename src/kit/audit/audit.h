// The journal of acts: append-only, written in the transaction of the act, linked into a hash chain
// afterwards.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kit/base/clock.h"
#include "kit/db/db.h"

namespace lt::audit {

// One act. Official and request come from the transaction's scope, and mostly the agency.
struct Event {
    std::string action{};   // "document.issued": what happened, past tense
    std::string subject{};  // uid of the thing it happened to
    std::string detail{};   // JSON object; ids and states, no content
    base::Time at{};
    // Whose matter it is, where the transaction belongs to no agency (reach `platform`); 0: the platform's own.
    std::int64_t agency = 0;
};

// Appends the event; part of the caller's transaction.
void record(db::Transaction& tx, const Event& event);

// Has the database link all settled rows (facts: a reader by id would lose rows of transactions still open) into the chain
// of their year, by its own clock. One sealer at a time; returns the number of rows sealed now. Called every 250 ms by the
// application.
std::size_t seal(db::Pool& pool);

struct Report {
    std::uint64_t rows = 0;  // checked
    std::uint64_t seals = 0;
    std::uint64_t unsealed = 0;                  // younger than the last seal
    std::optional<std::int64_t> first_broken{};  // id of the first record that does not fit
    std::string reason{};
    // Hash of the last seal. Written down elsewhere, it also proves that the end of the chain was not cut
    // off.
    std::string head{};
};

// Reads the whole chain of a year in batches and recomputes it. Memory does not grow with the journal.
Report verify(db::Pool& pool, int year);

}  // namespace lt::audit
