// Rows of decision models in and out. Inside decisions only.
#pragma once

#include "decisions/api.h"
#include "kit/db/db.h"

namespace lt::decisions::store {

// Of a row with all columns of Version.
Version version_of(const db::Row& row);

struct Row {
    Version version{};
    bool applies = false;  // the agency's decisions are made by it
};
// What an agency (0: the province) may use, a row for each key and owner, in the order of keys: at most so many keys behind one.
std::vector<Row> models(db::Transaction& tx, std::int64_t agency, base::Day day, const std::string& behind,
                        int keys);
// All versions of a key that the agency may use, those of the nearest owner first; at most 200.
std::vector<Version> versions(db::Transaction& tx, std::int64_t agency, const std::string& key);
// Id of a version that the agency (0: the operator) may see.
std::optional<std::int64_t> find(db::Transaction& tx, std::int64_t agency, const std::string& uid);

struct Added {
    std::string uid{};
    int version = 0;
    bool added = false;  // false: it is the newest version of its days already
};
// After whoever deploys the same model at this moment.
Added add(db::Transaction& tx, const Version& version, const std::string& sha256, std::string_view source);
// False: there is none of this owner that counts.
bool withdraw(db::Transaction& tx, const std::string& uid, std::optional<std::int64_t> owner, base::Time at,
              const std::string& why);
// The file as it was deployed. It must be there.
std::string source(db::Transaction& tx, std::int64_t id);

}  // namespace lt::decisions::store
