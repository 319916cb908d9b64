// A dossier comes in: at the counter, by post or online. All that stands on the receipt – code, due time, fees – is made here, in one
// transaction with the dossier itself.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dossiers/services.h"
#include "kit/base/result.h"

namespace lt::dossiers {

namespace scans {
struct Picked;
}

// A scan, already durable in the blob store.
struct NewFile {
    int paper = -1;  // number of the paper, -1: of none
    std::string name{};
    blob::Blob blob{};
    std::string upload{};                         // that it came by; "" for files that were never one
    std::shared_ptr<const scans::Picked> scan{};  // where it lay in the scan folder; nullptr for others
};

// What was ticked for one paper of the procedure.
struct GivenPaper {
    int originals = 0, certified = 0, copies = 0;
    std::string
        key{};  // as of keys_of(), from a form that showed the paper; empty: whichever stands at its place
};

// What is kept of the owner, where the dossier says otherwise: the desk is asked; nobody can be for what comes from elsewhere, and it stays.
enum class Kept : std::uint8_t { ask, stays, is_corrected };

struct Reception {
    std::string key{};      // uuid of the form: sent twice, it makes one dossier
    std::string version{};  // uid of the procedure's version that the form showed
    int case_no = 0;
    Way way = Way::counter;
    Person owner{};
    std::optional<Person> agent{};
    Kept kept = Kept::ask;
    std::string correction{};          // why what is kept was wrong
    std::string subject{};             // empty: the procedure's name
    std::string answers = "{}";        // JSON of the form
    std::vector<GivenPaper> papers{};  // in the order of procedures::papers_of()
    std::vector<NewFile> files{};
    std::vector<std::pair<int, std::string>> reused{};  // papers by number, and the item of the data vault
    std::vector<std::pair<int, std::string>> held{};    // and of a connected database (sources/)
    int sets = 1;
    std::string note{};
    Delivery delivery = Delivery::desk;
    std::string delivery_to{};
    std::string foreign_code{};
    std::int64_t decides = 0;  // chosen among the agencies that decide; 0: as procedures::decider_of() says
    bool incomplete_anyway = false;  // papers that are required lack, and it is received all the same
    bool begin = true;               // goes to those who process it at once
    std::string rejected{};          // reason: it is not received, form 03
    // What belongs to the dossier elsewhere: written in its transaction, before the commit.
    std::function<void(db::Transaction&, const Dossier&)> also{};
    base::Wrong wrong{};  // what a form could not read already: told together with what is found here
};

struct Received {
    std::string uid{};
    std::string code{};
    std::optional<base::Time> due_at{};
    bool again = false;  // the form was sent before: this is the first one's dossier
    // As it was written; empty where it was there before.
    Dossier dossier{};
    std::vector<Paper> papers{};
    std::vector<Fee> fees{};
};
// invalid, at the fields of the form: "owner_name", "owner_number", "owner_phone", "owner_kept" (he is kept as another one: which is right),
// "correction", "agent_name", "papers", "delivery_to", "case", "sets", "vault_agree", "decides" (nobody can tell who decides; it is not received here), "version" (the procedure has another version by now, or is not received here). forbidden: not the desk's.
base::Result<Received> receive(Services& services, const Actor& actor, const Reception& reception);

// The papers that the procedure wants in this case.
std::vector<procedures::NeededPaper> needed_papers(Services& services, const procedures::Version& version,
                                                   int case_no, Way way, const std::string& answers);

// What the form shows before anything is received: papers, fees, due time if it were received now.
struct Preview {
    std::vector<procedures::NeededPaper> papers{};
    base::Result<std::vector<procedures::Charge>> charges = std::vector<procedures::Charge>{};
    std::optional<base::Time> due_at{};
    std::int64_t decides = 0;               // agency; 0: nobody, or it has to be chosen
    std::optional<base::Error> not_here{};  // why it can't be received here as it is
};
// `chosen` and the owner's commune `home` as receive() will be told them.
Preview preview(Services& services, db::Transaction& tx, const Actor& actor,
                const procedures::Version& version, int case_no, Way way, const std::string& answers,
                std::int64_t chosen = 0, const std::string& home = "");

}  // namespace lt::dossiers
