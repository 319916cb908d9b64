// The data vault for other features: papers of citizens that were digitised or issued, used again instead of asked for. In the caller's
// transaction. What may be seen is decided by the database, which also writes down who looked, why, and for whose sake.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kit/base/clock.h"
#include "kit/base/result.h"
#include "kit/blob/blob.h"
#include "kit/db/fwd.h"

namespace lt::vault {

// What an item was made of: a paper that was handed in, or what an agency issued.
enum class Source : std::uint8_t { paper, result };
std::string_view to_text(Source source);

struct Paper {
    std::string code{};  // type
    std::string name{};
    std::string number{};
    std::string issuer{};
    std::optional<base::Day> issued_on{};
    std::optional<base::Day> valid_from{};
    std::optional<base::Day> valid_to{};  // last day
};

struct NewItem {
    std::string uid{};
    std::string dossier{};  // uid; its owner becomes the item's
    Source source = Source::paper;
    int no = 0;  // of the paper or result in it
    Paper paper{};
    std::string file_name{};
    blob::Blob blob{};
    std::string fields = "{}";           // JSON
    std::string signature = "unsigned";  // or "signed", or the indication of its verdict
    std::string why{};                   // where it replaces what was there of the same paper
};
struct Kept {
    std::string uid{};
    bool is_new = false;  // false: the same file is there already, or a signed one
};
// A signed item stays where the new one is not signed. conflict: nobody owns it, because the dossier's owner is known by no number.
base::Result<Kept> keep(db::Transaction& tx, const NewItem& item, base::Time now);

// What a citizen agreed to at the desk: that papers are taken from the vault for this form and procedure. A form becomes the dossier with
// its uid.
struct Consent {
    std::string form{};  // uid
    std::string kind{};  // of the owner: "person", "enterprise", "organisation"
    std::string number{};
    std::string purpose{};  // code of the procedure
};
// Writes the consent down that the citizen gave himself (src/dossiers/consent). none: he did not, or withdrew it; nobody: he did, but nobody is
// known by the number, so that there is nothing to offer.
enum class Agreed : std::uint8_t { none, nobody, given };
Agreed agree(db::Transaction& tx, const Consent& consent, base::Time now);

// Valid on the day, of one of these types. Only behind agree(): without a consent the database refuses.
struct Offer {
    std::string uid{};
    Paper paper{};
};
std::vector<Offer> offers(db::Transaction& tx, const Consent& consent, const std::vector<std::string>& codes,
                          base::Time now);

// A paper of the new dossier is taken from the vault, and counted. False: the item is valid no more, or another one's.
bool use(db::Transaction& tx, const std::string& dossier, const std::string& item, int paper, base::Time now);

// What came out of a dossier, and what it uses.
struct OfDossier {
    std::string uid{};
    bool used = false;
    bool withdrawn =
        false;  // used, and its owner has withdrawn his consent: without numbers and days, and open() gives nothing
    Source source = Source::paper;
    int no = 0;  // of the dossier's paper or result
    Paper paper{};
    std::string signature{};
    std::string fields{};     // JSON; of what it uses: {}
    std::string file_name{};  // of what it uses: "", as the two below; open() gives them
    std::string media_type{};
    std::string sha256{};
};
std::vector<OfDossier> of_dossier(db::Transaction& tx, const std::string& dossier);
// Whether the signature makes the copy one that can be used in place of the paper.
bool counts(std::string_view signature);
const char* signature_words(std::string_view signature);

// A dossier has no result any more: what came of its results into the vault ends there, with this reason. Gives the items' uids.
std::vector<std::string> withdraw_results(db::Transaction& tx, const std::string& dossier,
                                          const std::string& why, base::Time now);

// The file, for who handles the dossier that it belongs to or that uses it; a look with this reason. Nothing: no such item there.
struct Opened {
    std::string file_name{};
    std::string media_type{};
    std::string sha256{};
};
std::optional<Opened> open(db::Transaction& tx, const std::string& dossier, const std::string& item,
                           std::string_view why, base::Time now);

}  // namespace lt::vault
