// Documents as what acts of signing are about (signing/acts.h): signatures at a remote service or by the signer's plug-in. Inside documents
// only.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "documents/signatures/signatures.h"
#include "signing/acts.h"

namespace lt::documents {

std::unique_ptr<signing::ActSubject> act_subject(Services&, const Actor&);
// As an act's purpose is stored.
const char* to_text(Purpose purpose);

struct ToBegin {
    std::string document{};  // uid
    int version = 0;         // that the leader has read; the seal needs none
};
// For the agency's seal the number is taken here and stays, whatever becomes of the act.
base::Result<signing::Begun> begin_act(Services&, const Actor&, const signing::Key&, Purpose,
                                       const std::vector<ToBegin>&);

// What the official has begun and not ended.
std::vector<signing::OpenAct> open_acts(Services&, const Actor&);

// The job that ends acts whose signer has left the page: documents.end_act.
void add_act_jobs(Services&);

}  // namespace lt::documents
