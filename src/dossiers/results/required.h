// What keeps a dossier from being handed over: a result that its procedure names and nobody recorded, or one that still waits for its
// signature, its seal or its issue.
#pragma once

#include <string>
#include <vector>

#include "dossiers/results/drafts.h"
#include "dossiers/services.h"

namespace lt::dossiers {

// A result that the procedure names and that the dossier does not have.
struct Waived {
    std::string code{};
    std::string name{};
    std::string reason{};
};
namespace store {
std::vector<Waived> waived_of(db::Transaction& tx, std::int64_t dossier);
}

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
