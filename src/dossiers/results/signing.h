// Results are signed by the leader and sealed by the registry, without holding a row while a key, a token or an authority of timestamps
// takes its time: looked at and rehearsed, numbered for good, signed, put in place (docs/adr/0018). A signature that does not come about
// leaves no gap: the number stays with the draft, and the next try goes on with it.
#pragma once

#include "dossiers/results/drafts.h"
#include "dossiers/services.h"
#include "signing/sign.h"

namespace lt::dossiers {

// A step of the dossier's process that could end with the act, by its title; "" for none.
struct Waiting {
    ResultDraft draft{};
    std::string step{};
};
// Results that wait for the acting leader's signature, or for the seal of the acting agency's registry.
std::vector<Waiting> results_to_sign(Services& services, const Actor& actor, int limit);
std::vector<Waiting> results_to_seal(Services& services, const Actor& actor, int limit);

struct Signature {
    std::string draft{};
    int version = 0;        // that was read
    bool ends_step = true;  // and answers its questions with yes
};
struct Signed {
    std::string notation{};
    std::string step{};  // of the process, that ended with it
};
// The leader who was asked to. What the seal does not belong on is a result of the dossier from now on. unavailable: holder or authority
// do not answer. conflict: somebody changed it meanwhile.
base::Result<Signed> sign_result(Services& services, const Actor& actor, const Signature& wish,
                                 signing::Hand& hand);
// The registry, with the agency's key.
base::Result<Signed> seal_result(Services& services, const Actor& actor, const Signature& wish,
                                 signing::Hand& hand);

// The job that judges the signatures of a result's file.
void add_result_jobs(Services& services);

}  // namespace lt::dossiers
