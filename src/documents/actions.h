// Everything that is done with documents: each function checks the right and the rule, changes rows, writes event,
// journal and jobs, all in one transaction. Who acts is `Actor`; times come from the clock in `Services`.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "accounts/api.h"
#include "documents/delivery.h"
#include "documents/document.h"
#include "documents/field_places.h"
#include "kit/base/clock.h"
#include "kit/base/locked.h"
#include "kit/base/result.h"
#include "kit/blob/blob.h"
#include "kit/db/fwd.h"
#include "signing/api.h"

namespace lt::edxml {
struct Message;
struct MessageSignature;
}  // namespace lt::edxml
namespace lt::calendars {
class Calendars;
}
namespace lt::exchange {
struct Services;
}
namespace lt::jobs {
class Queue;
}
namespace lt::signing {
struct Hand;
}

namespace lt::documents {

// What the feature needs from the house; made once by the application.
struct Services {
    db::Pool& pool;
    directory::Directory& directory;
    jobs::Queue& queue;
    blob::Store& blobs;
    std::shared_ptr<const base::Clock> clock;
    // Tells every open page of an agency that something changed: event name and JSON data.
    std::function<void(std::int64_t agency, const std::string& event, const std::string& data)> notify;
    signing::Services& signing;
    exchange::Services& exchange;                     // carries what is for agencies elsewhere
    std::shared_ptr<calendars::Calendars> calendars;  // in which due times are counted
    // Judges the XML signature of a message that lies in the blob store. Empty: it can't be judged.
    std::function<edxml::MessageSignature(const std::string& sha256, const edxml::Message&)> judge_message{};
    // Told of each own document that is issued, behind its commit and at least once. An exception: told again. Empty: nobody asks.
    std::function<void(std::int64_t agency, const std::string& uid)> issued{};
    // Likewise of each draft that is thrown away.
    std::function<void(std::int64_t agency, const std::string& uid)> discarded{};
    // What `kinds` has read. Kinds come with a release (setup.h), so they are read once.
    std::shared_ptr<base::Locked<std::vector<Kind>>> known_kinds =
        std::make_shared<base::Locked<std::vector<Kind>>>();
};

// Who acts, in which post. Made from accounts::Me by `actor_of`.
struct Actor {
    std::int64_t agency = 0;
    std::int64_t official = 0;
    std::int64_t unit = 0;
    directory::Role role{};
    std::string name{};
    std::string post_title{};
    std::string request_id{};
};
Actor actor_of(const http::Request& request);
Actor actor_of(const accounts::Me& me, const std::string& request_id);
db::Scope scope_of(const Actor& actor);

// A file of a document: already durable in the blob store.
struct NewFile {
    std::string name{};
    blob::Blob blob{};
    std::string upload{};  // that it came by; "" for files that were never one
    bool used =
        false;  // the upload serves a document already: this form's, when it is sent twice, or another one
};

// ---- Outgoing ------------------------------------------------------------------------------------------------------

struct Created {
    std::string uid{};
    bool again = false;  // the same form was sent before: this is the first one's result
};

// `key` is the hidden UUID of the form. Faults: invalid (fields as in Draft, "files"), forbidden.
base::Result<Created> create_draft(Services&, const Actor&, const std::string& key, const Draft&,
                                   const std::vector<NewFile>& files);

// Replaces data, recipients and files. `keep` are uids of files that stay, before the new ones. `version` is the one
// that the form showed; a newer one is a conflict with field "version".
base::Result<base::Done> edit_draft(Services&, const Actor&, const std::string& uid, int version,
                                    const Draft&, const std::vector<std::string>& keep,
                                    const std::vector<NewFile>& files);
base::Result<base::Done> discard_draft(Services&, const Actor&, const std::string& uid);
base::Result<base::Done> submit_draft(Services&, const Actor&, const std::string& uid);
// The drafter takes back what waits for the signature, to change it.
base::Result<base::Done> take_back_draft(Services&, const Actor&, const std::string& uid);
// `version` is the one that the leader has read: a drafter may take the draft back, change it and submit it again meanwhile. Another
// one is `invalid` at the field "version".
base::Result<base::Done> approve_draft(Services&, const Actor&, const std::string& uid, int version);
// The leader signs the main file (PAdES) and approves the document with it. Faults as approve_draft, and those of the key.
base::Result<base::Done> sign_draft(Services&, const Actor&, const std::string& uid, int version,
                                    signing::Hand& hand);
base::Result<base::Done> return_draft(Services&, const Actor&, const std::string& uid,
                                      const std::string& reason);
// Why a document with a number is not given back: the number stays with it, so that the series has no gap.
base::Error numbered_stays(const std::string& notation);

// ---- Where number, date and signatures go in the main file ----------------------------------------------------------

struct FilePlaces {
    std::string file{};  // uid
    std::string name{};
    int version = 0;       // of the document
    bool readable = true;  // false: no text was found to go by, so every place is assumed
    std::vector<PageArea> pages{};
    std::vector<FieldPlace> places{};  // one for each of kPlacedFields
};
// Those of a document that is not signed yet, found from its text or set by hand; some 20 to 50 ms. For its drafter, its signer and the
// registry. Conflict: signed or issued already, the first file is no PDF.
base::Result<FilePlaces> places(Services&, const Actor&, const std::string& uid);
// Sets all of them. The document has another version then, so that a leader signs what he saw. Faults: invalid (fields of check_places),
// conflict at the field "version".
base::Result<base::Done> set_places(Services&, const Actor&, const std::string& uid, int version,
                                    const std::vector<FieldPlace>& places);
// Forgets what was set: found from the text again.
base::Result<base::Done> forget_places(Services&, const Actor&, const std::string& uid, int version);

struct Issued {
    std::string notation{};  // "1234/UBND-VX"
    std::size_t recipients = 0;
    bool again = false;  // it had been issued before; nothing was done
};
// Takes the number and makes one delivery for each recipient, all or nothing; issuing twice gives the first result. A document that
// the leader has signed digitally needs `seal`: number and date are filled into the file and the agency signs it, then it leaves. When
// that breaks off, the document keeps its number and the next try goes on with it.
base::Result<Issued> issue(Services&, const Actor&, const std::string& uid, signing::Hand* seal = nullptr);

// Asks every recipient that has not refused to give the document back; returns how many are asked now.
base::Result<std::size_t> recall(Services&, const Actor&, const std::string& uid, const std::string& reason);

// Sends an issued document to further agencies. Those that have it already are passed over, so nobody gets it twice; returns
// how many get it now. Faults: invalid ("recipients", "reason"), conflict (not issued yet, or being recalled).
base::Result<std::size_t> send_further(Services&, const Actor&, const std::string& uid,
                                       const std::vector<std::int64_t>& recipients,
                                       const std::string& reason);

// Reminds recipients of an issued document; those that have finished, refused or are asked to give it back are passed over, and
// so are those already reminded today. Returns how many are reminded now.
base::Result<std::size_t> remind(Services&, const Actor&, const std::string& uid,
                                 const std::vector<std::int64_t>& recipients, const std::string& note);

// Keeps in the journal that a form with a secrecy mark was refused, and nothing of what it held.
void note_secret_refused(Services&, const Actor&);

// ---- Incoming: `uid` is the document's; the delivery is the one of the actor's agency -------------------------------

struct Accepted {
    int arrival_number = 0;
    bool again = false;
};
// Gives the arrival number and, when `leader` is not 0, submits to that leader at once. A document with a broken signature is taken for
// a reason only: `invalid` at the field "signature_reason" without one.
base::Result<Accepted> accept(Services&, const Actor&, const std::string& uid, std::int64_t leader,
                              const std::string& note, const std::string& signature_reason = {});
base::Result<base::Done> refuse(Services&, const Actor&, const std::string& uid, const std::string& reason);

// A document on paper or by e-mail. `confirmed` after a warning about a doubled (number, notation, issuer): the first
// call without it is a conflict with field "confirm".
struct PaperDocument {
    std::string kind_code{};
    std::string subject{};
    Urgency urgency = Urgency::normal;
    std::string secrecy{};
    std::string number_text{};
    std::string notation{};
    std::string issuer_name{};
    std::string issuer_code{};
    std::optional<base::Day> issued_on{};
    std::optional<base::Time> reply_due_at{};
    std::string signer_name{};
    std::int64_t leader = 0;
    bool confirmed = false;
    std::string signature_reason{};  // why it is taken although a signature is broken
};
// Every wrong field at once. `has_file`: something is attached, or was and is refused by itself.
std::optional<base::Error> check_paper(const PaperDocument& paper, const std::vector<Kind>& kinds,
                                       bool has_file, base::Time now);
struct Registered {
    std::string uid{};
    int arrival_number = 0;
    bool again = false;
};
base::Result<Registered> register_paper(Services&, const Actor&, const std::string& key, const PaperDocument&,
                                        const std::vector<NewFile>& files);

base::Result<base::Done> submit_to_leader(Services&, const Actor&, const std::string& uid,
                                          std::int64_t leader, const std::string& note);
// Replaces the open assignments by these: officials named again keep their row.
base::Result<base::Done> assign(Services&, const Actor&, const std::string& uid, const Assigning&);
base::Result<base::Done> start_work(Services&, const Actor&, const std::string& uid);
// Ends the actor's own part; when the lead reports, the whole is done if `complete`.
base::Result<base::Done> report(Services&, const Actor&, const std::string& uid, const std::string& text,
                                bool complete);
base::Result<base::Done> complete(Services&, const Actor&, const std::string& uid, const std::string& note);
base::Result<base::Done> answer_recall(Services&, const Actor&, const std::string& uid, bool agree,
                                       const std::string& reason);
// The official has seen the document: no longer bold in the list.
void mark_read(Services&, const Actor&, const std::string& uid);

}  // namespace lt::documents
