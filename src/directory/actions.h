// Changes of the directory by administrators: rule, rows and journal in the caller's transaction. Who may call is said by
// the routes; the database's policies hold whatever the form sent. Each takes what was typed and checks all of it, so
// that one answer names every wrong field.
#pragma once

#include <string>
#include <vector>

#include "directory/snapshot.h"
#include "directory/store.h"
#include "kit/base/result.h"
#include "kit/db/fwd.h"

namespace lt::directory {

struct AgencyForm {
    std::string code{}, alias{}, name{}, short_name{}, abbreviation{};
    std::string level{}, kind{}, parent{}, place{}, valid_from{};  // parent: uid or ""
};
base::Result<std::string> create_agency(db::Transaction& tx, const Snapshot& snapshot, const AgencyForm& form,
                                        base::Time now);  // its uid
base::Result<base::Done> change_agency(db::Transaction& tx, const Snapshot& snapshot, const Agency& agency,
                                       const AgencyForm& form, base::Time now);

// Ends the agency with a day, and all posts in it; its work goes over to the successors (uids), at least one.
base::Result<base::Done> close_agency(db::Transaction& tx, const Snapshot& snapshot, const Agency& agency,
                                      const std::string& last_day, const std::vector<std::string>& successors,
                                      base::Time now);

base::Result<base::Done> create_group(db::Transaction& tx, const Snapshot& snapshot, const std::string& key,
                                      const std::string& name, base::Time now);
// Another name, and exactly these members (uids).
base::Result<base::Done> change_group(db::Transaction& tx, const Snapshot& snapshot, const Group& group,
                                      const std::string& name, const std::vector<std::string>& members,
                                      base::Time now);

struct UnitForm {
    std::string code{}, name{}, short_name{}, valid_from{};
};
base::Result<base::Done> create_unit(db::Transaction& tx, const Snapshot& snapshot, std::int64_t agency,
                                     const UnitForm& form, base::Time now);
base::Result<base::Done> change_unit(db::Transaction& tx, const Unit& unit, const UnitForm& form,
                                     base::Time now);
base::Result<base::Done> close_unit(db::Transaction& tx, const Unit& unit, const std::string& last_day,
                                    base::Time now);

struct OfficialForm {
    std::string name{}, email{}, phone{};
};
base::Result<store::Official> create_official(db::Transaction& tx, std::int64_t agency,
                                              const OfficialForm& form, base::Time now);
base::Result<base::Done> change_official(db::Transaction& tx, const store::Official& official,
                                         const OfficialForm& form, base::Time now);

// Which roles somebody may give: only the platform makes platform operators.
enum class Giver : std::uint8_t { agency, platform };
std::vector<Role> roles_to_give(Giver giver);

struct PostForm {
    std::string title{}, role{}, unit{}, position{},
        valid_from{};  // unit: uid or "" for the agency as a whole
};
// What is wrong with a form, nothing if it is right: for whoever makes several things at once and has to name all wrong fields.
std::optional<base::Error> wrong_in(const OfficialForm& form);
std::optional<base::Error> wrong_in(const PostForm& form, const Snapshot& snapshot, std::int64_t agency,
                                    Giver giver);
base::Result<base::Done> add_post(db::Transaction& tx, const Snapshot& snapshot,
                                  const store::Official& official, std::int64_t agency, const PostForm& form,
                                  Giver giver, base::Time now);
// `post` is the uid of one of the official's posts in the agency.
base::Result<base::Done> end_post(db::Transaction& tx, const store::Official& official, std::int64_t agency,
                                  const std::string& post, const std::string& last_day, Giver giver,
                                  base::Time now);

}  // namespace lt::directory
