// Results as what acts of signing are about (signing/acts.h): the leader's signature and the agency's seal at a remote service or by the
// plug-in on the signer's own machine. Inside results only.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "dossiers/results/opening.h"

namespace lt::dossiers {

std::unique_ptr<signing::ActSubject> result_acts(Services& services, const Actor& actor);

// One act for all: nothing is begun, and no number given, while one of them can't be signed. Numbers that are given stay, whatever becomes
// of the act. Failures by draft, also where one that waits already was begun with another wish for its step; faults as of signing::begin_act().
base::Result<signing::Begun> begin_result_act(Services& services, const Actor& actor, const signing::Key& key,
                                              ResultSignature what, const std::vector<Signature>& all);

// What the official has begun and not ended.
std::vector<signing::OpenAct> open_result_acts(Services& services, const Actor& actor);

// Which signature an act puts, and the page of the draft that one of its items is.
ResultSignature signature_of(const signing::Act& act);
std::string path_of_item(const signing::ActItem& item);

// The job that ends acts whose signer has left the page: dossiers.end_result_act.
void add_result_act_jobs(Services& services);

}  // namespace lt::dossiers
