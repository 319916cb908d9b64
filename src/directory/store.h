// Rows of the directory in and out. Knows SQL; must not know rules or HTTP.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "directory/snapshot.h"
#include "directory/types.h"
#include "kit/base/result.h"
#include "kit/db/db.h"

namespace lt::directory::store {

std::int64_t version(db::Transaction& tx);
std::shared_ptr<const Snapshot> load(db::Transaction& tx);

// `agency.folded` is computed here. Return the new id.
std::int64_t insert(db::Transaction& tx, const Agency& agency);
void update(db::Transaction& tx, const Agency& agency);
// Says who carries the agency's mail: `system`, or this platform again (`carried` false). False when people of this platform work in it,
// or another system carries it.
bool carry(db::Transaction& tx, std::int64_t agency, std::int64_t system, bool carried, base::Day today);
void set_successors(db::Transaction& tx, std::int64_t agency, const std::vector<std::int64_t>& successors);

void save_group(db::Transaction& tx, const std::string& key, const std::string& name, int position);
void add_member(db::Transaction& tx, const std::string& group, std::int64_t agency);
void remove_member(db::Transaction& tx, const std::string& group, std::int64_t agency);

std::int64_t insert(db::Transaction& tx, const Unit& unit);
void update(db::Transaction& tx, const Unit& unit);

struct Official {
    std::int64_t id = 0;
    std::string uid{};
    std::int64_t agency = 0;
    std::string name{};
    std::string email{};
    std::string phone{};
};
std::int64_t insert(db::Transaction& tx, const Official& official, base::Time now);
void update(db::Transaction& tx, const Official& official);
std::optional<Official> find_official(db::Transaction& tx, const std::string& uid);

// The uid, name and official_uid of `post` are not read.
std::int64_t insert_post(db::Transaction& tx, const Person& post, const std::string& uid, int position);
void end_post(db::Transaction& tx, std::int64_t agency, std::int64_t post, base::Day last_day);
void end_posts_of_agency(db::Transaction& tx, std::int64_t agency, base::Day last_day);
std::vector<Person> posts_of(db::Transaction& tx, std::int64_t official);  // all, newest first

// One page of an agency's officials (0: of all agencies), by given name; `after` is the last row of the page before.
struct Cursor {
    std::string sort_name{};
    std::int64_t id = 0;
};
struct OfficialRow {
    Official official{};
    std::string sort_name{};
    std::string posts{};  // "Chủ tịch; Chuyên viên" of the valid ones
};
std::vector<OfficialRow> list_officials(db::Transaction& tx, std::int64_t agency, std::string_view typed,
                                        const Cursor& after, base::Day day, int limit);

Person read_person(const db::Row& row);

// The refusal for a unique or check constraint of the directory; rethrows the exception for one that it doesn't know.
base::Error explain(const db::ConstraintViolation& violation);

}  // namespace lt::directory::store
