// Decision models that are deployed, and what they decide: fees, deadlines, routes. Others name a decision by the key of its model and get
// what the version says that holds on a day for an agency. What began under an old version is decided by it: the day is the caller's.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decisions/dmn/dmn.h"
#include "decisions/ready.h"
#include "kit/base/locked.h"
#include "kit/base/result.h"
#include "kit/db/fwd.h"

namespace lt::decisions {

// One version of a model as it was deployed. Nothing of it changes, but that it may be withdrawn.
struct Version {
    std::int64_t id = 0;
    std::string uid{};
    std::optional<std::int64_t> agency{};  // whose it is; none: the province's
    std::string key{};
    int version = 0;
    std::string name{};
    base::Day valid_from{};
    std::optional<base::Day> valid_to{};  // included; none: until another begins
    std::string basis{};                  // legal basis
    std::string note{};                   // what is new in it
    base::Time deployed_at{};
    std::string deployed_by{};  // name of the official; empty: the platform
    std::optional<base::Time> withdrawn_at{};
    std::string withdrawn_by{};
    std::string withdrawn_why{};
};

// A version that is ready to decide; shared by all threads.
struct Compiled {
    Version version{};
    std::optional<dmn::Model> model{};     // none where this release can't read it any more
    std::vector<dmn::Finding> findings{};  // why
};

// What was decided, with all that explains it.
struct Decided {
    CompiledPtr by{};
    dmn::Model::Entry decision{};
    feel::Value inputs{};  // a context: what the decision needs of what it was given
    feel::Value value{};   // null where no rule was met
    std::vector<dmn::Hit> hits{};
    std::map<int, std::string> tables{};  // names of those with hits
};
// As one JSON object on one line, for histories. Inputs, or a value, of more than 8 KB are left out ("cut": true), and of the hits all but
// the first hundred ("more_hits": how many).
std::string to_record(const Decided& decided);

// "key" or "key#decision": a model, and which of its decisions. Nothing for a text of another form.
struct Named {
    std::string key{};
    std::string decision{};  // id or name; empty: the one that no other requires
};
std::optional<Named> parse_name(std::string_view name);

// Those in use, compiled once in a process. One for all; safe to use from many threads.
class Decisions {
public:
    // What the version says that holds for the agency (0: the province) at the moment, which is also the moment that the model sees as now.
    // not_found: there is none for that day. invalid, each field an input: it needs some that were not given (null is given). conflict: it
    // can't be decided, and why. That is so, too, where any operation on the way went wrong: FEEL takes it for null and goes on, which would
    // be a fee that is wrong and looks right.
    base::Result<Decided> decide(db::Transaction& tx, std::int64_t agency, std::string_view name,
                                 base::Time at, const feel::Value& inputs);

    // The version that holds for the agency on the day; nullptr: none.
    CompiledPtr valid(db::Transaction& tx, std::int64_t agency, const std::string& key, base::Day day);
    // nullptr: no such row.
    CompiledPtr get(db::Transaction& tx, std::int64_t id);

private:
    base::Locked<Ready> ready_{};
};

// The same by a version at hand. `decision`: id or name, empty for the one that no other requires.
base::Result<Decided> decide(const CompiledPtr& by, const std::string& decision, base::Time at,
                             const feel::Value& inputs);

// Nothing where the decision is in the model; else what is wrong, for those who name one in a drawing.
std::optional<base::Message> lacks(const Compiled& compiled, const std::string& decision);

// A model that a feature brings along, for the province: deployed where it is not the newest version of its days already; key, days and legal basis are
// those of the file. Invalid, field "source": what is wrong, with its line.
base::Result<base::Done> deploy_file(db::Transaction& tx, const std::string& source, base::Time now);

// A number as Vietnam writes it: "1500,5" and "1.500,5". A dot elsewhere than between groups of three digits is refused, as nobody knows
// what it means. Invalid (field "input"): it is none.
base::Result<feel::Value> read_number(std::string_view typed);

}  // namespace lt::decisions
