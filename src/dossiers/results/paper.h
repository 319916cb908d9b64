// The file of a result: drawn from its template, looked at before it is stored, signed. Inside results only.
#pragma once

#include "dossiers/results/drafts.h"
#include "dossiers/results/template.h"
#include "dossiers/services.h"
#include "kit/pdf/sign.h"
#include "signing/acts.h"

namespace lt::dossiers {

std::string draw_result(Services& services, db::Transaction& tx, const Dossier& dossier,
                        const ResultDraft& draft, const ResultTemplate& form, const FieldValues& values,
                        base::Time now);

// Why the file could not be signed with a number of this year: at "file". Nothing: it can.
std::optional<base::Error> cannot_be_signed(Services& services, const blob::Blob& blob,
                                            const ResultDraft& draft, base::Time now);

struct SignatureLook {
    const pdf::Picture* picture = nullptr;
    signing::Writer writer = signing::Writer::here;
    bool certify =
        true;  // of the leader's: from now on nothing but the agency's signature in its field may come
};
// The file with the draft's number and date, and a hole for the leader's signature; none where a program signs.
base::Result<pdf::Unsigned> begin_leader_signature(Services& services, const File& file,
                                                   const ResultDraft& draft, base::Time now,
                                                   const SignatureLook& look);
// The signed file with a hole for the agency's. conflict: a program signs, and the leader's signature takes no further field.
base::Result<pdf::Unsigned> begin_agency_signature(Services& services, const File& file, base::Time now,
                                                   const SignatureLook& look);
// "01": the number as it stands in the file.
std::string number_text(std::int64_t number, base::Day day);

}  // namespace lt::dossiers
