// The catalogue of procedures for other features: which version counts, who offers it, how long it takes, what it costs, which papers it
// needs. In the caller's transaction; what a function does not ask the database for is computed from the version alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/deadline.h"
#include "decisions/feel/value.h"
#include "directory/fwd.h"
#include "kit/base/clock.h"
#include "kit/base/result.h"
#include "kit/db/fwd.h"
#include "procedures/ready.h"
#include "procedures/records/content.h"
#include "procedures/records/parts.h"
#include "procedures/records/procedure.h"

namespace lt::decisions {
class Decisions;
}

namespace lt::procedures {

enum class State : std::uint8_t { draft, approved };

// One version with all that it says. A dossier keeps the uid of the version that it began with.
struct Version {
    std::string uid{};
    std::string code{};
    int number = 0;
    State state = State::draft;
    Procedure procedure{};
    Ready ready{};
    std::optional<base::Day> from{};
    std::optional<base::Day> to{};  // last day

    // Dossiers of it can be received and handled here.
    bool runnable() const { return !ready.process.empty(); }
};

// A line of a list.
struct Listed {
    std::string uid{};
    std::string code{};
    std::string name{};
    std::string field{};
    std::string sort_name{};
};

// What an agency does with a procedure.
enum class Share : std::uint8_t { supports, receives, decides };
struct Offer {
    std::int64_t agency = 0;
    Share share{};
};

std::optional<Version> find_version(db::Transaction& tx, const std::string& uid);
std::optional<Version> find_in_force(db::Transaction& tx, const std::string& code, base::Day day);
// When the version that follows it was approved: what was changed with that one, a drawing say, is none of its own. Nothing: it is the newest.
std::optional<base::Time> followed_at(db::Transaction& tx, const std::string& uid);
// The uid of the version in force, where the agency receives the procedure.
std::optional<std::string> received_version(db::Transaction& tx, const std::string& code, base::Day day,
                                            std::int64_t agency);

// Runnable procedures in force that the agency receives, by name. `words` as typed, with or without accents: of the name, the field, the
// code or a nickname; empty: all.
std::vector<Listed> offered(db::Transaction& tx, std::int64_t agency, std::string_view words, base::Day day,
                            int limit);
// Who supports, receives and decides it.
std::vector<Offer> offers_of(db::Transaction& tx, const std::string& code);

// The receiving agency itself where it decides, else the nearest above it that does, else the only one that does; 0: nobody, or several
// of which none is nearer.
std::int64_t deciding_agency(db::Transaction& tx, const directory::Snapshot& snapshot,
                             const std::string& code, std::int64_t receiving);

// What times, charges and papers of a dossier depend on.
struct Asked {
    int case_no = 0;  // which of Procedure::cases
    Way way = Way::counter;
    feel::Value answers{};    // of the form: a context, or null
    base::Time at{};          // when it was handed in: the decisions of that day count
    std::int64_t agency = 0;  // that decides, and whose decisions count; 0: those of the province
    bool verified = false;    // something must be verified first, for which the law may give more time
    // Versions of the decision models that count then, where they are known; 0: they are looked for.
    std::int64_t fees_model = 0;
    std::int64_t time_model = 0;
};
// Where a dossier comes in, and what the desk says of who decides it.
struct Handed {
    std::int64_t receiving = 0;
    std::int64_t chosen = 0;  // among those that decide; 0: as the rules say
    std::string home{};       // code of the owner's commune; "": not known
};
struct Decider {
    enum class Why : std::uint8_t {
        found,
        elsewhere,    // it is not received here; `agency` decides it, 0: nobody knows which
        several,      // of which none is nearer, or nobody: the desk has to choose
        decides_not,  // who was chosen
    };
    Why why{};
    std::int64_t agency = 0;
};
// A procedure that is received anywhere is decided by who was chosen, else by the commune of the answers (Ready::place), else as
// deciding_agency() says, else by the owner's commune. Any other is received only where it is decided, and there only for its own commune.
Decider decider_of(db::Transaction& tx, const directory::Snapshot& snapshot, const Version& version,
                   const Asked& asked, const Handed& handed);

// What decisions and conditions of papers see: `dossier` with procedure, case (its name), way ("counter", "online", "post"), online, verified,
// answers; and each answer by its own name.
feel::Value inputs_of(const Version& version, const Asked& asked);

// From the times of the record: of the way, and of the case where a time is for one only. Nothing: no time is promised.
std::optional<calendar::Limit> limit_of(const Version& version, int case_no, Way way);
// By the decision where the version names one, else limit_of(). A decision gives a context {amount, unit: "working_days" | "working_hours" |
// "days" | "same_day", basis} or null for no promised time. Faults: those of decisions::Decisions::decide, conflict for another outcome.
base::Result<std::optional<calendar::Limit>> limit_by(db::Transaction& tx, decisions::Decisions& decisions,
                                                      const Version& version, const Asked& asked);

enum class PaidWhen : std::uint8_t { reception, result };
struct Charge {
    std::string code{};
    std::string name{};
    std::int64_t amount = 0;  // đồng; 0: exempt, and `basis` says why
    PaidWhen when = PaidWhen::reception;
    std::string basis{};

    bool operator==(const Charge&) const = default;
};
// By the decision where the version names one – it gives a list of {code, name, amount, when: "reception" | "result", basis} –, else the
// plain amounts of the way. None: nothing is paid. Conflict: the record's fees are not plain amounts (per page, by case, in words).
base::Result<std::vector<Charge>> charges(db::Transaction& tx, decisions::Decisions& decisions,
                                          const Version& version, const Asked& asked);

// A paper that this dossier needs, or may bring where it is not required.
struct NeededPaper {
    Paper paper{};
    PaperKind kind{};  // kind.required
};
// Those of the case whose condition holds, in the order of the record.
std::vector<NeededPaper> papers_of(const Version& version, const Asked& asked);
// Results that a dossier must have before it is handed over, in the order of the record.
std::vector<ResultKind> results_due(const Version& version, const Asked& asked);
// Of a linked procedure, those that are wanted.
std::vector<Child> children_of(const Version& version, const Asked& asked);

}  // namespace lt::procedures
