// Drafts that the operator edits. In the caller's transaction, at the reach of the platform.
#pragma once

#include "kit/base/result.h"
#include "procedures/store.h"

namespace lt::procedures {

// The draft of the procedure, made from the version in force on the day where there is none yet; its uid. not_found: nothing is in force.
struct Begun {
    std::string uid{};
    bool made = false;  // false: there was a draft already
};
base::Result<Begun> begin_draft(db::Transaction& tx, const std::string& code, base::Time now);

// Writes the draft anew. Invalid: what wrong_in() finds. not_found: no such draft, or approved meanwhile.
base::Result<base::Done> change_draft(db::Transaction& tx, const Version& draft, base::Time now);

base::Result<base::Done> drop_draft(db::Transaction& tx, const std::string& uid, base::Time now);

// What is wrong with a draft: papers and results without a code or a name, codes that are there twice, conditions that are no FEEL, a form
// that is no JSON. Fields are those of the draft's pages, rows without gaps. Pure.
base::Wrong wrong_in(const Procedure& procedure, const Ready& ready);
// Why a condition is no FEEL; nothing for one that is, and for an empty one.
std::optional<base::Message> wrong_condition(const std::string& condition);
// Why a form is no JSON object, or too large; nothing for one that is, and for an empty one.
std::optional<base::Message> wrong_form(const std::string& form);

}  // namespace lt::procedures
