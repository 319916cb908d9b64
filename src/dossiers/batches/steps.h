// Giving and receiving a batch in steps: its paper is drawn, signed by whoever has the key – at once, or somewhere else after minutes –, and
// put in its place. Only the last step changes anything but the number of a slip. Inside batches only.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "dossiers/batches/actions.h"
#include "dossiers/batches/slip.h"
#include "signing/sign.h"

namespace lt::dossiers::batches {

// How long a form keeps a number that it does not use: longer than any signature takes.
inline constexpr std::chrono::minutes kNumberKept{90};

// With what a paper is signed.
struct WithKey {
    std::string certificate{};  // the name on it
    PaperLook look{};
};

// What a paper says, and must still be true once it is signed.
struct Said {
    base::Time at{};            // given, or received
    std::int64_t number = 0;    // of the slip
    std::string certificate{};  // the name on it; "": by name and time alone
    std::string lines{};        // SHA-256 of what it says of them
};
struct Drawn {
    Batch batch{};
    Said said{};
    Paper paper{};
    bool was_given = false;  // before, by the same form: nothing is drawn
};

// Whether this form may be given now. Faults as of give().
base::Result<base::Done> check_giving(const Services& services, const Actor& actor, const Giving& giving,
                                      base::Time now);
// What can't be signed is refused before a number is taken.
base::Result<base::Done> rehearse_slip(Services& services, const Actor& actor, const Giving& giving,
                                       const WithKey& key, base::Time now);
// Numbered for good; without a key it is not signed.
base::Result<Drawn> open_slip(Services& services, const Actor& actor, const Giving& giving,
                              const WithKey* key, base::Time now);
// Given with this slip, once, if all of it is still true. invalid at "lines": it is not.
base::Result<Given> give_with(Services& services, const Actor& actor, const Giving& giving, const Said& said,
                              const blob::Blob& slip);
// Whether it could be given with it now.
bool is_still_true(const Services& services, db::Transaction& tx, const Actor& actor, const Giving& giving,
                   const Said& said);

// The record of what is taken; without a key it is not signed. Faults as of receive().
base::Result<Drawn> open_record(Services& services, const Actor& actor, const std::string& uid,
                                const std::vector<Verdict>& verdicts, const WithKey* key, base::Time now);
// Received with this record, once. conflict: closed meanwhile, or its lines changed.
base::Result<base::Done> receive_with(Services& services, const Actor& actor, const std::string& uid,
                                      const std::vector<Verdict>& verdicts, const Said& said,
                                      const blob::Blob& record);
bool is_still_true(const Services& services, db::Transaction& tx, const Actor& actor, const std::string& uid,
                   const std::vector<Verdict>& verdicts, const Said& said);
// One that is still under way; conflict says by whom it was closed.
base::Result<Batch> find_open(db::Transaction& tx, const std::string& uid, Hold hold);

// The key that was wished for, open; nothing where none was. Whatever is in the way belongs to the form: nothing that was typed is lost.
base::Result<std::optional<signing::Hand>> take_key(Services& services, const Actor& actor,
                                                    std::optional<SigningWish> signing);
std::optional<WithKey> with_key(const std::optional<signing::Hand>& hand);
// A signature that does not come about: told at the key.
base::Error at_key(const base::Error& error);

std::string fingerprint(const std::vector<Line>& lines);
// In the journal.
void record_batch(db::Transaction& tx, const char* action, const Batch& batch, base::Time now);
// Once that is committed.
void notify_sides(const Services& services, const Batch& batch);

}  // namespace lt::dossiers::batches
