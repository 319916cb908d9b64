// Papers of a dossier become electronic copies: a machine reads the scan in a job, an official looks at both, puts right what was read, signs
// and confirms, and the copy lies in its owner's data vault. Signed results get there by themselves when the dossier is resolved.
#pragma once

#include <optional>
#include <string>

#include "dossiers/services.h"
#include "kit/base/secret.h"
#include "vault/api.h"
#include "vault/extract.h"

namespace lt::dossiers {

struct Digitisation {
    int paper = 0;
    std::string state{};  // "reading", "read", "failed", "confirmed"; "": not begun
    std::string message{};
    std::string sha256{};  // the scan as PDF; "": not made, or it can't be
    vault::Found found{};
    std::string item{};  // uid in the vault
};
namespace store {
Digitisation find_digitisation(db::Transaction& tx, std::int64_t dossier, const std::string& file);
}

// Desk of the agency that received it, everybody who handles it in the one that decides.
bool may_digitise(const Actor& actor, const Dossier& dossier);
// The type by which the vault knows a paper.
std::string type_of(const Paper& paper);

// The scan is read by a job. conflict: it is being read, or was confirmed. not_found: no scan of a paper of the dossier.
base::Result<base::Done> begin_reading(Services& services, const Actor& actor, const std::string& dossier,
                                       const std::string& file);

struct Confirmation {
    vault::Paper paper{};  // without its type
    vault::Found found{};  // what stands on it about a person
    std::string key{};     // of the official; "": it is not signed, or not yet
    base::Secret pin{};
    base::Wrong wrong{};  // what the form could not read
};
// Into the vault, signed or not; again with a key where it was not signed before. Gives the item's uid. invalid: at "name", "issued_on",
// "valid_to", "pin", "key" (also: a signed copy of another scan of the paper stays until this one is signed, too). conflict: the dossier's owner has no number. What a job reads meanwhile
// changes nothing of it.
base::Result<std::string> confirm_copy(Services& services, const Actor& actor, const std::string& dossier,
                                       const std::string& file, Confirmation confirmation);

// With the transaction that resolved the dossier, or later: a job puts its signed results into the vault, each once.
void keep_results_later(Services& services, db::Transaction& tx, const Dossier& dossier);

// The jobs `dossiers.read_scan` and `dossiers.keep_results`. Before the queue is started.
void add_digitise_jobs(Services& services);
// Inside digitise only.
void add_reading_job(Services& services);
void add_results_job(Services& services);

}  // namespace lt::dossiers
