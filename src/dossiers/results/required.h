// What keeps a dossier from being handed over: a result that its procedure names and nobody recorded, or one that still waits for its
// signature, its seal or its issue.
#pragma once

#include <string>
#include <vector>

#include "dossiers/results/drafts.h"
#include "dossiers/services.h"

namespace lt::dossiers {

// A result that the procedure names and that the dossier does not have, as who decides it said, or who decides the component that leads to it.
struct Waived {
    std::string code{};
    std::string name{};
    std::string reason{};
    std::string component{};  // code of its procedure; "": the dossier's own
    std::string component_name{};
};
namespace store {
// Own ones, and all of the components that have ended with a result.
std::vector<Waived> waived_of(db::Transaction& tx, std::int64_t dossier);
}  // namespace store
// Without those of components that do not lead to the result, by the version. Pure.
std::vector<Waived> that_count(std::vector<Waived> waived, const std::vector<procedures::Child>& children);
// What the dossier does not have, and says so.
std::vector<Waived> waived_results(Services& services, db::Transaction& tx, const Dossier& dossier);

// Those that are due and neither recorded nor waived. Pure.
std::vector<procedures::ResultKind> missing_results(std::vector<procedures::ResultKind> due,
                                                    const std::vector<Outcome>& recorded,
                                                    const std::vector<Waived>& waived);

struct Outstanding {
    std::vector<procedures::ResultKind> missing{};
    std::vector<store::Awaited> awaited{};
};
Outstanding outstanding_of(Services& services, db::Transaction& tx, const Dossier& dossier);
base::Message words_of(const procedures::ResultKind& missing);
base::Message words_of(const store::Awaited& awaited);
// All of it, at "outstanding"; nothing: it can be handed over.
std::optional<base::Error> why_not_handed_over(const Outstanding& outstanding);

}  // namespace lt::dossiers
