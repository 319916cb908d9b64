// The components of a linked procedure in the database, and by what each of them is handled. In the caller's transaction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dossiers/linked/turns.h"
#include "dossiers/services.h"

namespace lt::dossiers::linked {

// In their order; none of a dossier that is no linked one, or that the scope does not see.
std::vector<Component> components(db::Transaction& tx, std::int64_t dossier);

// The dossier that another one is a component of. Who sees the component knows this of it.
struct Parent {
    std::int64_t id = 0;
    std::string uid{};
    std::string code{};
    std::int64_t agency = 0;   // that received it, and hands over all results
    std::int64_t decides = 0;  // agency
    State state{};
    std::string reason{};     // why it was stopped or withdrawn
    int no = 0;               // of the component
    std::string component{};  // code of the component's procedure
    std::string name{};
    bool seen = false;  // the scope may look at it
};
std::optional<Parent> parent_of(db::Transaction& tx, const Dossier& dossier);

// What everybody may know who has the code.
struct Followed {
    std::string name{};
    std::int64_t decides = 0;
    std::optional<State> state{};
    std::optional<base::Time> due_at{};
    std::optional<base::Time> resolved_at{};
};
std::vector<Followed> follow(db::Transaction& tx, const std::string& code);

// The agency that decides a component now, a successor in the place of one that is gone; 0: nobody is found.
std::int64_t decider_of(Services& services, db::Transaction& tx, const Dossier& parent,
                        const procedures::Child& child);

// How a component is handled: by the version of its own procedure, else as the parent's version describes it.
struct Handling {
    VersionPtr version{};
    std::string process{};  // key
    std::optional<calendar::Limit> limit{};
};
// conflict: nothing is known of it, or the agency is not ready for it; the message is for who follows the parent.
base::Result<Handling> handling_of(Services& services, db::Transaction& tx, const VersionPtr& parents,
                                   const procedures::Child& child, std::int64_t agency,
                                   const procedures::Asked& asked);

// The process that handles a dossier, component or not.
std::string process_of(db::Transaction& tx, const Dossier& dossier, const procedures::Version& version);

// Kinds of results that the dossier leads to: those of its procedure, or of a component that only the parent's version describes, its own.
std::vector<procedures::ResultKind> results_of(db::Transaction& tx, const Dossier& dossier,
                                               const procedures::Version& version);

// Those of them that it must have before it is handed over: what a component leads to, once that component has its result.
std::vector<procedures::ResultKind> results_due(db::Transaction& tx, const Dossier& dossier,
                                                const procedures::Version& version);

// What a procedure's conditions and decisions see of a dossier.
procedures::Asked asked_of(const Dossier& dossier);

}  // namespace lt::dossiers::linked
