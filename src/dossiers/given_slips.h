// The legal forms that acts give out: numbered in the act's transaction with all that stands in them, so that they are printed later as they
// were given, whenever somebody first asks for the file. The file is kept then.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "dossiers/services.h"
#include "dossiers/store.h"

namespace lt::dossiers {

struct NewFile;

// What came with a dossier.
struct HandedIn {
    std::vector<Paper> papers{};
    std::vector<Fee> fees{};
    std::vector<int> scanned{};  // papers, by number, that files came for
};
HandedIn handed_in(const std::vector<Paper>& papers, const std::vector<Fee>& fees,
                   const std::vector<NewFile>& files);

struct SlipFacts {
    std::string kind{};  // as store::Slip
    base::Time at{};
    std::string act{};  // of ActKind
    std::string reason{};
    std::string basis{};
    std::optional<base::Time> due_before{};
    std::optional<base::Time> due_after{};
    std::vector<std::pair<std::string, std::string>> papers{};  // that lack: name, why
    std::optional<HandedIn> in{};  // of a receipt, where it is at hand; else it is read
};
// Adds it to the dossier for its newest act; a kind with a number of its own takes the next one of the agency and year.
void give_slip(Services& services, db::Transaction& tx, const Actor& actor, const Dossier& dossier,
               const SlipFacts& facts);

// A file can't be made, stored or read again. What was given out is written down all the same.
class NotPrinted : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};
// Stores a printed file, or throws NotPrinted.
blob::Blob stored_print(blob::Store& blobs, const std::string& file);

// The file of a form that was given out: made at the first time, and the same from then on. Of one whose act was taken back it is never handed
// out without saying so.
std::string slip_file(Services& services, db::Transaction& tx, const Dossier& dossier,
                      const store::Slip& slip);

// The control slip says how far the dossier is at the moment. Numbered and kept by the agency that prints it; as long as nothing has
// happened since, it is the one that was printed before.
store::Slip control_slip(Services& services, db::Transaction& tx, const Actor& actor, const Dossier& dossier,
                         base::Time now);

// The file name that a printed form is offered by: "giay-tiep-nhan-H05.1-261129-0001.pdf".
std::string slip_name(const std::string& kind, const std::string& code);
const char* slip_title(const std::string& kind);

}  // namespace lt::dossiers
