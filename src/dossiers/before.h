// What a dossier was before an act, kept in the act's line of the history: taking the act back restores all of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dossiers/types.h"

namespace lt::dossiers {

struct Before {
    Life life{};
    // Nothing: of an act that was done before these were kept.
    struct Beside {
        std::optional<base::Time> due_at{};
        std::optional<base::Time> supplement_by{};
        std::string delivery_state{};
        std::vector<Paper> papers{};       // that the act changes: what was handed in, what was missing
        std::vector<std::string> files{};  // that came with it: uids
    };
    std::optional<Beside> beside{};
};

// Without papers and files, which only the act itself knows.
Before before_act(const Dossier& dossier);
std::string to_json(const Before& before);
Before before_from_json(
    const std::string& json);  // of what to_json wrote, or of a life alone; else throws base::Bug

}  // namespace lt::dossiers
