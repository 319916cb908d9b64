// The order in which the components of a linked procedure are dealt with. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dossiers/life/dossier.h"
#include "kit/base/clock.h"

namespace lt::dossiers::linked {

// A part of a dossier of a linked procedure, and how its own dossier stands.
struct Component {
    int no = 0;
    std::string code{};  // of its procedure
    std::string name{};
    std::string after{};       // code of the component whose result it needs first
    std::int64_t decides = 0;  // agency; 0: not known yet
    std::string child{};       // uid of its dossier, also before that is made
    std::string trouble{};     // why it can't begin though it is its turn
    std::string told{};        // state that the parent's history says last
    bool taken = false;        // results of it stand among the parent's
    bool closing = false;      // it ends because its parent did
    std::string child_code{};
    std::optional<State> state{};  // of its dossier; nothing: it is not made yet
    std::optional<base::Time> due_at{};
    std::optional<base::Time> resolved_at{};
    std::string reason{};  // why it was stopped or withdrawn, or what it waits for
    bool seen = false;     // who reads this may look at its dossier
};

enum class Turn : std::uint8_t {
    waits,   // another one has to have its result first
    begins,  // nothing is in its way
    never,   // the one that it waits for has ended without a result
    open,
    done,
    failed,  // ended without a result
};
// One that waits for a component that is not wanted begins at once.
Turn turn_of(const Component& component, const std::vector<Component>& all);

// Every one of them has its result; also of none.
bool all_done(const std::vector<Component>& all);
// What the parent was told last says so.
bool told_all_done(const std::vector<Component>& all);

// The state as it is told to the parent: steps within the agency are none of its business. "" before its dossier is made.
std::string telling_of(const Component& component);

// Open behind its due time, or resolved behind it.
bool is_late(const Component& component, base::Time now);

}  // namespace lt::dossiers::linked
