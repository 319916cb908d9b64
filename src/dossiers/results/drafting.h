// Results before their signature: a specialist of the agency that decides drafts one from its template or with a file of his own, corrects
// it and sends it to the leader, who may give it back.
#pragma once

#include "dossiers/reception.h"
#include "dossiers/results/drafts.h"
#include "dossiers/results/template.h"

namespace lt::forms {
class Lists;
}

namespace lt::dossiers {

// Kinds of results of the dossier that are signed here.
std::vector<procedures::ResultKind> kinds_to_draft(db::Transaction& tx, const Dossier& dossier,
                                                   const procedures::Version& version);
bool may_draft(const Actor& actor, const Dossier& dossier);
// Who drafted it; where he is gone, a colleague.
bool may_recall(db::Transaction& tx, const Actor& actor, const Dossier& dossier, const ResultDraft& draft,
                base::Day today);

// First values of the fields: from the answers in words, the owner, the dossier.
FieldValues first_values(Services& services, const ResultTemplate& form, const Dossier& dossier,
                         const procedures::Version& version, const forms::Lists& lists);

struct DraftWish {
    std::string key{};  // hidden in the form: sent twice, it makes one draft
    std::string code{};
    FieldValues values{};
    std::int64_t signer = 0;
    std::optional<NewFile> file{};  // his own, in place of the template's
};
// Gives the draft's uid. invalid: at "code", "signer", "file" (no PDF, signed already, no blanks for number, date and signature), and as
// check_values().
base::Result<std::string> draft_result(Services& services, const Actor& actor, const std::string& dossier,
                                       const DraftWish& wish);
// The same fields and signer anew, drawn again; or another file. `version`: of the draft that the form showed.
base::Result<base::Done> change_result(Services& services, const Actor& actor, const std::string& draft,
                                       int version, const DraftWish& wish);
// To the leader. `end`: a step of the process that is the drafter's and asks nothing ends with it.
base::Result<base::Done> submit_result(Services& services, const Actor& actor, const std::string& draft,
                                       int version, bool end);
// Before anybody signs: it is a draft again. A step that ended with its submission stays ended.
base::Result<base::Done> recall_result(Services& services, const Actor& actor, const std::string& draft,
                                       int version);
base::Result<base::Done> drop_result(Services& services, const Actor& actor, const std::string& draft,
                                     int version);
// The leader gives it back; no step of the process ends.
base::Result<base::Done> return_result(Services& services, const Actor& actor, const std::string& draft,
                                       int version, const std::string& reason);

}  // namespace lt::dossiers
