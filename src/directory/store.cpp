// See store.h.
#include "directory/store.h"

#include <map>
#include <sstream>

#include "directory/checks.h"
#include "directory/queries.h"
#include "kit/base/text.h"

namespace lt::directory::store {
namespace {

std::optional<std::string> or_null(const std::string& text)
{
    return text.empty() ? std::nullopt : std::optional(text);
}

std::optional<std::int64_t> or_null(std::int64_t id) { return id == 0 ? std::nullopt : std::optional(id); }

template <class E>
E known(std::optional<E> value)
{
    CHECK(value.has_value());  // the database's CHECK lets nothing else in
    return *value;
}

Validity read_validity(const db::Row& row) { return {row["valid_from"].day(), row["valid_to"].opt_day()}; }

Agency read_agency(const db::Row& row)
{
    Agency agency;
    agency.id = row["id"].int64();
    agency.uid = row["uid"].str();
    agency.code = row["code"].str();
    agency.alias = row["alias"].str_or("");
    agency.name = row["name"].str();
    agency.short_name = row["short_name"].str();
    agency.abbreviation = row["abbreviation"].str();
    agency.level = known(level_from(row["level"].text()));
    agency.kind = known(kind_from(row["kind"].text()));
    agency.parent = row["parent_id"].opt_int64().value_or(0);
    agency.place = row["place"].str();
    agency.position = row["position"].int32();
    agency.valid = read_validity(row);
    agency.folded = row["folded"].str();
    agency.system = row["system_id"].opt_int64().value_or(0);
    return agency;
}

Unit read_unit(const db::Row& row)
{
    return {row["id"].int64(), row["uid"].str(),        row["agency_id"].int64(), row["code"].str(),
            row["name"].str(), row["short_name"].str(), row["position"].int32(),  read_validity(row)};
}

Official read_official(const db::Row& row)
{
    return {row["id"].int64(), row["uid"].str(),   row["agency_id"].int64(),
            row["name"].str(), row["email"].str(), row["phone"].str()};
}

}  // namespace

Person read_person(const db::Row& row)
{
    Person person;
    person.post = row["id"].int64();
    person.post_uid = row["uid"].str();
    person.official = row["official_id"].int64();
    person.official_uid = row["official_uid"].str();
    person.name = row["name"].str();
    person.title = row["title"].str();
    person.role = known(role_from(row["role"].text()));
    person.agency = row["agency_id"].int64();
    person.unit = row["unit_id"].opt_int64().value_or(0);
    person.valid = read_validity(row);
    return person;
}

std::int64_t version(db::Transaction& tx) { return tx.run(sql::version)[0]["version"].int64(); }

std::shared_ptr<const Snapshot> load(db::Transaction& tx)
{
    // The version is read first: a change that commits between the statements makes the next check load again.
    const std::int64_t read_version = version(tx);
    std::vector<Agency> agencies;
    std::map<std::int64_t, std::size_t> place;
    for (const db::Row row : tx.run(sql::all_agencies)) {
        agencies.push_back(read_agency(row));
        place[agencies.back().id] = agencies.size() - 1;
    }
    for (const db::Row row : tx.run(sql::all_successions)) {
        const auto before = place.find(row["predecessor_id"].int64());
        const auto after = place.find(row["successor_id"].int64());
        if (before == place.end() || after == place.end()) continue;  // committed between the statements
        agencies[before->second].successors.push_back(after->first);
        agencies[after->second].predecessors.push_back(before->first);
    }
    std::vector<Unit> units;
    for (const db::Row row : tx.run(sql::all_units)) units.push_back(read_unit(row));
    std::vector<std::pair<std::string, std::string>> groups;
    for (const db::Row row : tx.run(sql::all_groups))
        groups.emplace_back(row["key"].str(), row["name"].str());
    std::vector<std::pair<std::string, std::int64_t>> members;
    for (const db::Row row : tx.run(sql::all_group_members)) {
        members.emplace_back(row["group_key"].str(), row["agency_id"].int64());
    }
    return std::make_shared<const Snapshot>(read_version, std::move(agencies), std::move(units), groups,
                                            members);
}

std::int64_t insert(db::Transaction& tx, const Agency& agency)
{
    return tx
        .run(sql::insert_agency, agency.uid, agency.code, or_null(agency.alias), agency.name,
             agency.short_name, agency.abbreviation, to_text(agency.level), to_text(agency.kind),
             or_null(agency.parent), agency.place, agency.position, agency.valid.from, agency.valid.to,
             folded_of(agency))[0]["id"]
        .int64();
}

void update(db::Transaction& tx, const Agency& agency)
{
    const auto rows = tx.run(sql::update_agency, agency.id, agency.code, or_null(agency.alias), agency.name,
                             agency.short_name, agency.abbreviation, to_text(agency.level),
                             to_text(agency.kind), or_null(agency.parent), agency.place, agency.position,
                             agency.valid.from, agency.valid.to, folded_of(agency));
    CHECK(rows.affected() == 1);
}

bool carry(db::Transaction& tx, std::int64_t agency, std::int64_t system, bool carried, base::Day today)
{
    return !tx.run(sql::carry_agency, agency, carried ? std::optional(system) : std::nullopt, today, system)
                .empty();
}

void set_successors(db::Transaction& tx, std::int64_t agency, const std::vector<std::int64_t>& successors)
{
    tx.run(sql::delete_successions, agency);
    for (const std::int64_t successor : successors) tx.run(sql::insert_succession, agency, successor);
}

void save_group(db::Transaction& tx, const std::string& key, const std::string& name, int position)
{
    tx.run(sql::save_group, key, name, position);
}

void add_member(db::Transaction& tx, const std::string& group, std::int64_t agency)
{
    tx.run(sql::insert_group_member, group, agency);
}

void remove_member(db::Transaction& tx, const std::string& group, std::int64_t agency)
{
    tx.run(sql::delete_group_member, group, agency);
}

std::int64_t insert(db::Transaction& tx, const Unit& unit)
{
    return tx
        .run(sql::insert_unit, unit.uid, unit.agency, unit.code, unit.name, unit.short_name, unit.position,
             unit.valid.from, unit.valid.to)[0]["id"]
        .int64();
}

void update(db::Transaction& tx, const Unit& unit)
{
    const auto rows = tx.run(sql::update_unit, unit.id, unit.agency, unit.code, unit.name, unit.short_name,
                             unit.position, unit.valid.from, unit.valid.to);
    CHECK(rows.affected() == 1);
}

std::int64_t insert(db::Transaction& tx, const Official& official, base::Time now)
{
    return tx
        .run(sql::insert_official, official.uid, official.agency, official.name, official.email,
             official.phone, now, base::fold(official.name), sort_name(official.name))[0]["id"]
        .int64();
}

void update(db::Transaction& tx, const Official& official)
{
    const auto rows =
        tx.run(sql::update_official, official.id, official.agency, official.name, official.email,
               official.phone, base::fold(official.name), sort_name(official.name));
    CHECK(rows.affected() == 1);
}

std::optional<Official> find_official(db::Transaction& tx, const std::string& uid)
{
    const auto rows = tx.run(sql::official_by_uid, uid);
    return rows.empty() ? std::nullopt : std::optional(read_official(rows[0]));
}

std::int64_t insert_post(db::Transaction& tx, const Person& post, const std::string& uid, int position)
{
    return tx
        .run(sql::insert_post, uid, post.official, post.agency, or_null(post.unit), post.title,
             to_text(post.role), position, post.valid.from, post.valid.to)[0]["id"]
        .int64();
}

void end_post(db::Transaction& tx, std::int64_t agency, std::int64_t post, base::Day last_day)
{
    CHECK(tx.run(sql::end_post, post, agency, last_day).affected() == 1);
}

void end_posts_of_agency(db::Transaction& tx, std::int64_t agency, base::Day last_day)
{
    tx.run(sql::end_posts_of_agency, agency, last_day);
}

std::vector<Person> posts_of(db::Transaction& tx, std::int64_t official)
{
    std::vector<Person> posts;
    for (const db::Row row : tx.run(sql::posts_of_official, official)) posts.push_back(read_person(row));
    return posts;
}

std::vector<OfficialRow> list_officials(db::Transaction& tx, std::int64_t agency, std::string_view typed,
                                        const Cursor& after, base::Day day, int limit)
{
    std::vector<std::string> patterns;
    std::istringstream words(base::fold(typed));
    for (std::string word; words >> word;) {
        std::erase_if(word, [](char c) { return c == '%' || c == '_' || c == '\\'; });
        patterns.push_back("%" + word + "%");
    }
    std::vector<OfficialRow> list;
    for (const db::Row row :
         tx.run(sql::list_officials, agency, patterns, after.sort_name, after.id, day, limit)) {
        list.push_back({read_official(row), row["sort_name"].str(), row["posts"].str()});
    }
    return list;
}

base::Error explain(const db::ConstraintViolation& violation)
{
    static const std::map<std::string, std::pair<std::string, std::string>, std::less<>> known_constraints{
        {"agencies_code_key", {"code", msg("Mã định danh này đã có cơ quan khác dùng. Nhập mã khác.")}},
        {"agencies_alias_key", {"alias", msg("Mã 13 ký tự này đã có cơ quan khác dùng. Nhập mã khác.")}},
        {"units_agency_code_key", {"code", msg("Mã này đã có đơn vị khác của cơ quan dùng. Nhập mã khác.")}},
        {"posts_once_key", {"post_title", msg("Người này đã có chức vụ ấy từ cùng ngày.")}},
        {"agency_groups_pkey", {"key", msg("Mã nhóm này đã có. Nhập mã khác.")}},
    };
    const auto found = known_constraints.find(violation.constraint);
    if (found == known_constraints.end()) throw violation;
    return {base::Fault::conflict, found->second.first, found->second.second, {}};
}

}  // namespace lt::directory::store
