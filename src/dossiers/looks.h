// Who looked at personal data. Looks at one dossier are written by store::note_look(); here are those at many at once, and reading them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dossiers/types.h"
#include "kit/db/fwd.h"

namespace lt::dossiers::looks {

struct Look {
    std::int64_t id = 0;  // of one at many
    std::int64_t agency = 0;
    std::int64_t official = 0;  // 0: another system
    std::string what{};   // why, of one dossier or citizen: "desk", "file"; else "search", "register" …
    std::string words{};  // that were asked for
    base::Time at{};
};

// A search, a page of a list, a batch or an export: one row, sent along with the next statement. `what`: "search", "figures", "batch", "batch_file",
// "register", "looks".
void note_many(db::Transaction& tx, std::string_view what, const std::string& words, base::Time now);

// The newest first, behind this one.
struct Behind {
    base::Time at{};
    std::int64_t official = 0;
};
std::vector<Look> of_dossier(db::Transaction& tx, std::int64_t dossier, const std::optional<Behind>& behind,
                             int limit);
// By officials of the own agency; the asking is itself a look.
std::vector<Look> of_citizen(db::Transaction& tx, OwnerKind kind, const std::string& number,
                             const std::optional<Behind>& behind, int limit, base::Time now);
// At many at once, of the own agency. `behind`: id of the last one seen, 0 for none.
std::vector<Look> of_agency(db::Transaction& tx, std::int64_t behind, int limit);

}  // namespace lt::dossiers::looks
