// The citizen's consent to a look into his data vault and to the use of what is found, given by himself (the law on the protection of personal
// data 91/2025/QH15, article 9): asked for one form and one procedure, answered by his own touch on the tablet in front of the
// official who asks, or with his signature on the printed slip. Provable, and withdrawn at any time. The database lets nothing be looked up
// or used without it, and nobody answer in his place.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dossiers/reception.h"
#include "dossiers/satisfaction/screens.h"
#include "dossiers/services.h"
#include "dossiers/types.h"

namespace lt::dossiers::consent {

enum class By : std::uint8_t { tablet, slip };
inline constexpr std::chrono::minutes kAskedFor{5};  // on the tablet
inline constexpr std::chrono::hours kSlipFor{24};
inline constexpr std::chrono::hours kGivenFor{
    24};  // until the form is received; the database holds to it, too

struct Question {
    std::string form{};  // uuid; becomes the dossier's uid
    Person owner{};
    std::string purpose{};               // code of the procedure
    std::string purpose_name{};          // in words
    std::vector<std::string> papers{};   // that may be looked for, by name
    std::vector<std::string> types{};    // theirs in the vault; of no other type is anything offered or used
    std::vector<std::string> sources{};  // beside the vault that are asked, too (sources/), by code
};

struct Ask {
    std::int64_t id = 0;
    std::string uid{};
    std::int64_t agency = 0;
    std::int64_t official = 0;
    std::string official_name{};
    Question question{};  // of the owner: kind, number, name
    By by{};
    base::Time asked_at{};
    base::Time expires_at{};
    bool replaced = false;  // by a later question at the same tablet
    std::optional<bool> agreed{};
    std::optional<base::Time> answered_at{};
    std::string screen{};       // name of the tablet; "": none, or not to be seen
    std::string slip_sha256{};  // of what was printed; "": not yet
    std::int64_t taken_by = 0;  // official who took the signed slip
    std::string scan{};         // uid of the dossier's file; "": none
    std::optional<base::Time> withdrawn_at{};
    std::int64_t withdrawn_by = 0;  // official who wrote it down; 0: the citizen himself
};

enum class State : std::uint8_t { open, expired, replaced, agreed, declined, withdrawn };
State state_of(const Ask& ask, base::Time now);  // pure
// Whether the vault may be looked into by it now, before the form is received. Pure.
bool is_given(const Ask& ask, base::Time now);
// Whether all that the question is about was asked. Pure.
bool covers(const Ask& ask, const Question& question);

// In the caller's transaction. The tablet of the official shows the question at once; one that waited there before is replaced.
// invalid, at "vault_agree": no number of the owner, no name on a slip, no paper to look for, or the official has no tablet; forbidden: not the
// desk's.
base::Result<std::string> ask(db::Transaction& tx, const Actor& actor, const Question& question, By by,
                              base::Time now);
// Who hands in for the owner does not touch the tablet in his place: he is asked by a slip, which says who signed. invalid, at "vault_agree".
base::Error not_by_an_agent();
// What was asked for a form, the last one first; and the last one that is this question.
std::vector<Ask> asks_of(db::Transaction& tx, const std::string& form);
std::optional<Ask> last_of(db::Transaction& tx, const Question& question);
std::optional<Ask> find(db::Transaction& tx, const std::string& uid);

// What was said for a form stays so until the transaction ends: who withdraws in the same moment comes before it, and is seen, or after it. Before a
// look into the vault.
void keep_said(db::Transaction& tx, const std::string& form);

// The slip as PDF: who asks, for what, which papers, where to sign. Its digest is kept until the citizen has signed.
std::string print_slip(Services& services, db::Transaction& tx, const Ask& ask);
// The official has the slip with the citizen's signature. invalid, at "vault_agree": it was not printed, the question is over or was answered.
base::Result<base::Done> take_slip(db::Transaction& tx, const Actor& actor, const std::string& uid,
                                   base::Time now);
// The scan of the signed slip, a file of the dossier. conflict: there is one already, or no signed slip.
base::Result<base::Done> keep_scan(Services& services, const Actor& actor, const std::string& dossier,
                                   const NewFile& scan);

// ---- The tablet: the server, in the name of its agency.
std::optional<Ask> open_at(db::Transaction& tx, const ScreenOwner& owner, base::Time now);
// conflict: it is not the question that waits at this tablet (any more).
base::Result<base::Done> answer(Services& services, const ScreenOwner& owner, const std::string& uid,
                                bool agrees);

// Nothing is looked up, used or opened by the consents of this form any more; what was done before stands. not_found: there is none.
base::Result<base::Done> withdraw(db::Transaction& tx, const Actor& actor, const std::string& form,
                                  base::Time now);
// Whether the dossier of a code stands on a consent that may be withdrawn; for everybody.
bool may_withdraw(db::Transaction& tx, const std::string& code);

// Every hour: questions of a month ago that led to no dossier and by which nothing was looked up are deleted.
inline constexpr std::chrono::days kKeptFor{30};
void add_consent_jobs(Services& services);

}  // namespace lt::dossiers::consent
