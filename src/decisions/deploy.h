// A model becomes a version that holds between two days; a version that was deployed by mistake is withdrawn. Rule, rows and journal in the
// caller's transaction, whose scope must administer the owner: the database's policies hold whatever the form sent.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "decisions/api.h"

namespace lt::decisions {

inline constexpr std::size_t kLargestModel = std::size_t{2} << 20;  // bytes

// As typed. Key, days and legal basis may be left empty where the file says them: the id of its root, and lt:validFrom, lt:validTo and
// lt:basis of https://lienthong.vn/dmn there.
struct Form {
    std::string source{};
    std::string key{};
    std::string valid_from{};
    std::string valid_to{};  // empty: until another begins
    std::string basis{};
    std::string note{};
};
struct Deployed {
    std::string uid{};
    std::string key{};
    int version = 0;
    bool added =
        false;  // false: it is the newest version of its days already, to the letter, the day and the note
};
struct Deployment {
    std::vector<dmn::Finding> findings{};  // what is wrong with the model; nothing was deployed then
    Deployed deployed{};
};
// `owner`: none for the province's. Invalid, by field: what the form lacks or has wrong.
base::Result<Deployment> deploy(db::Transaction& tx, std::optional<std::int64_t> owner, const Form& form,
                                base::Time now);

// Nothing is decided by it any more; what was decided stays. not_found: there is none of this owner that counts.
base::Result<base::Done> withdraw(db::Transaction& tx, std::optional<std::int64_t> owner,
                                  const std::string& uid, const std::string& why, base::Time now);

}  // namespace lt::decisions
