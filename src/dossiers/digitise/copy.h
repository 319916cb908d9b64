// One electronic copy on its way into the vault: looked at, signed by whoever has the key, kept. Inside digitise only.
#pragma once

#include <string>

#include "dossiers/digitise/digitise.h"
#include "dossiers/store.h"
#include "kit/pdf/sign.h"

namespace lt::dossiers {

// What is to be confirmed, as it stands now.
struct CopyAtHand {
    Dossier dossier{};
    File scan{};
    Paper paper{};
    Digitisation digitisation{};
    std::string kept_signature{};   // of the item that this scan became
    std::string kept_sha256{};      // of that item's file
    std::string paper_signature{};  // of the paper's item in the vault, whichever scan that was
};
// Faults as of confirm_copy().
base::Result<CopyAtHand> find_copy(db::Transaction& tx, const Actor& actor, const std::string& dossier,
                                   const std::string& file, store::Lock lock);
// As it stands, where the form is good and nobody has signed the copy before. Faults as of confirm_copy().
base::Result<CopyAtHand> copy_to_confirm(Services& services, const Actor& actor, const std::string& dossier,
                                         const std::string& file, const Confirmation& wanted);

// A scan as PDF, in the blob store: as it is, or the page that is made of the picture, always the same one. Nothing: it is none, or too large.
std::optional<blob::Blob> scan_as_pdf(Services& services, const File& scan, std::string_view bytes);
// The file that the official signs, whether a machine has read it or not. invalid at "key": it can't be made a PDF, or not now; can't be signed; or
// its maker has signed it.
base::Result<pdf::File> file_to_sign(Services& services, const CopyAtHand& copy);
// With a hole for the signature, which shows what the copy is and whose.
base::Result<pdf::Unsigned> begin_copy_signature(Services& services, const Actor& actor,
                                                 const pdf::File& file, base::Time now);

struct SignedCopy {
    std::string bytes{};  // "": as it was
    std::string signature = "unsigned";
};
// Not signed here: with the signatures that its maker gave it, judged.
SignedCopy copy_as_it_is(Services& services, const CopyAtHand& copy);
// The verdict on what was signed here. invalid at "key": the signature is bad.
base::Result<SignedCopy> judged_copy(Services& services, std::string bytes);

// What was looked at before the signature was made.
struct ExpectedCopy {
    std::string item{};  // that the scan had become
    std::string scan{};  // sha256
};
// Into the vault, in a transaction of its own. Gives the item's uid. conflict: it is not any more what was expected.
base::Result<std::string> keep_copy(Services& services, const Actor& actor, const std::string& dossier,
                                    const std::string& file, const ExpectedCopy& expected,
                                    const SignedCopy& copy, Confirmation wanted);

}  // namespace lt::dossiers
