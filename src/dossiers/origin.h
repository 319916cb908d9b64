// How a dossier that was lodged elsewhere says it came: what the national portal or a connected system tells of it, and nobody here can know.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kit/db/fwd.h"

namespace lt::dossiers {

struct Origin {
    bool verified = false;                     // by an account of electronic identity
    std::vector<std::string> databases{};      // that were asked: codes as the portal has them
    bool from_store = false;                   // a paper is from the national portal's store
    std::vector<std::int64_t> store_papers{};  // which papers, by number, where that is known
    bool paid_online = false;                  // already as it was lodged

    bool operator==(const Origin&) const = default;
};

// With the transaction that makes the dossier; it stays.
void keep_origin(db::Transaction& tx, std::int64_t dossier, const Origin& origin);
std::optional<Origin> origin_of(db::Transaction& tx, std::int64_t dossier);

}  // namespace lt::dossiers
