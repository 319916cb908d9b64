// One act on many dossiers: each in a transaction of its own, so that one that is refused never stops the others.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "decisions/feel/value.h"
#include "dossiers/together/chosen.h"

namespace lt::dossiers::together {

// A dossier as the form showed it: what has changed since is refused.
struct Line {
    std::string dossier{};  // uid
    int version = 0;
    int step = 0;  // its number; 0 where the act is about none
};
// "UID:VERSION:STEP", as it stands in the form; nothing for anything else.
std::string to_text(const Line& line);
std::optional<Line> line_from(std::string_view text);

struct Refused {
    std::string dossier{};  // uid; "" for one that the official does not see
    std::string code{};
    std::string owner{};
    base::Message why{};
};
struct CarriedOut {
    std::vector<Chosen> done{};  // as they were before
    std::vector<Refused> refused{};
};

// Answers to what the steps ask, by key_of().
using Answers = std::map<std::string, feel::Value>;
// Each step is completed by the official, as from its own page.
CarriedOut complete_steps(Services& services, const Actor& actor, const std::vector<Line>& lines,
                          const Answers& answers);

struct Extension {
    std::string reason{};
    std::string basis{};
    int working_days = 0;
};
// invalid, at "reason", "basis", "amount".
base::Result<base::Done> check(const Extension& extension);
// Each owner gets a letter of apology with the new due time.
CarriedOut extend_all(Services& services, const Actor& actor, const std::vector<Line>& lines,
                      const Extension& extension);

}  // namespace lt::dossiers::together
