// The legal forms that acts give out: numbered in the act's transaction, printed and kept when somebody first asks for the file.
#pragma once

#include <string>
#include <vector>

#include "dossiers/services.h"
#include "dossiers/store.h"

namespace lt::dossiers {

struct SlipFacts {
    std::string kind{};  // as store::Slip
    base::Time at{};
    std::string act{};  // of ActKind
    std::string reason{};
    std::string basis{};
    std::optional<base::Time> due_before{};
    std::optional<base::Time> due_after{};
    std::vector<std::pair<std::string, std::string>> papers{};  // that lack: name, why
};
// Adds it to the dossier for its newest act; a kind with a number of its own takes the next one of the agency and year.
void give_slip(Services& services, db::Transaction& tx, const Actor& actor, const Dossier& dossier,
               const SlipFacts& facts);

// The file of a form that was given out: made at the first time, and the same from then on.
std::string slip_file(Services& services, db::Transaction& tx, const Dossier& dossier,
                      const store::Slip& slip);

// The control slip says how far the dossier is at the moment: it is printed anew each time.
std::string control_slip(Services& services, db::Transaction& tx, const Dossier& dossier, base::Time now);

// The file name that a printed form is offered by: "giay-tiep-nhan-H05.1-261129-0001.pdf".
std::string slip_name(const std::string& kind, const std::string& code);
const char* slip_title(const std::string& kind);

}  // namespace lt::dossiers
