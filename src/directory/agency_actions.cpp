// Agencies and groups; see actions.h.
#include <algorithm>
#include <set>

#include "directory/act.h"
#include "directory/actions.h"
#include "directory/api.h"
#include "directory/checks.h"
#include "kit/base/ids.h"

namespace lt::directory {
namespace {

bool is_below(const Snapshot& snapshot, const Agency& candidate, std::int64_t above)
{
    for (const Agency* agency = &candidate; agency; agency = snapshot.find(agency->parent)) {
        if (agency->id == above) return true;
    }
    return false;
}

base::Result<Agency> check(const Snapshot& snapshot, const Agency& old, const AgencyForm& form)
{
    Checks checks;
    Agency agency = old;
    agency.code = form.code;
    agency.alias = form.alias;
    agency.name = form.name;
    agency.short_name = form.short_name.empty() ? form.name : form.short_name;
    agency.abbreviation = form.abbreviation;
    agency.place = form.place;
    checks.text(form.name, "name", msg("Nhập tên cơ quan."), 300);
    checks.text(agency.short_name, "short_name", msg("Nhập tên gọi tắt."), 100);
    checks.text(form.abbreviation, "abbreviation",
                msg("Nhập chữ viết tắt dùng trong ký hiệu văn bản, ví dụ UBND."), 30);
    checks.require(is_identity_code(form.code), "code",
                   msg("Nhập mã định danh theo Quyết định 20/2020/QĐ-TTg, ví dụ H05.01.02."));
    checks.require(form.alias.empty() || form.alias == old.alias || is_alias_code(form.alias), "alias",
                   msg("Nhập mã 13 ký tự theo dạng 000.00.01.H05, hoặc để trống."));
    const auto level = level_from(form.level);
    const auto kind = kind_from(form.kind);
    checks.require(level.has_value(), "level", msg("Chọn một cấp."));
    checks.require(kind.has_value(), "kind", msg("Chọn một loại cơ quan."));
    agency.level = level.value_or(Level::province);
    agency.kind = kind.value_or(Kind::government);
    checks.text(form.place, "place", msg("Nhập địa danh ghi trên văn bản."), 100);
    agency.valid.from = checks.day(form.valid_from, "valid_from");
    checks.require(!agency.valid.to || *agency.valid.to >= agency.valid.from, "valid_from",
                   msg("Ngày bắt đầu phải trước ngày kết thúc hoạt động."));
    agency.parent = 0;
    if (!form.parent.empty()) {
        const Agency* parent = snapshot.find_uid(form.parent);
        const bool possible = parent && (old.id == 0 || !is_below(snapshot, *parent, old.id));
        checks.require(possible, "parent",
                       msg("Chọn cơ quan cấp trên khác: cơ quan này nằm dưới cơ quan đang sửa."));
        if (possible) agency.parent = parent->id;
    }
    if (checks.any()) return checks.error();
    return agency;
}

int next_position(const Snapshot& snapshot)
{
    int last = -1;
    for (const Agency* agency : snapshot.agencies()) last = std::max(last, agency->position);
    return last + 1;
}

}  // namespace

base::Result<std::string> create_agency(db::Transaction& tx, const Snapshot& snapshot, const AgencyForm& form,
                                        base::Time now)
{
    auto agency = check(snapshot, {}, form);
    if (!agency) return agency.error();
    agency->uid = base::new_uid(now);
    agency->position = next_position(snapshot);
    const auto done = attempt([&] {
        store::insert(tx, *agency);
        note(tx, "agency.created", agency->uid, now);
    });
    if (!done) return done.error();
    return agency->uid;
}

base::Result<base::Done> change_agency(db::Transaction& tx, const Snapshot& snapshot, const Agency& agency,
                                       const AgencyForm& form, base::Time now)
{
    const auto changed = check(snapshot, agency, form);
    if (!changed) return changed.error();
    return attempt([&] {
        store::update(tx, *changed);
        note(tx, "agency.changed", agency.uid, now);
    });
}

base::Result<std::int64_t> add_elsewhere(db::Transaction& tx, const Snapshot& snapshot,
                                         const ElsewhereForm& form, std::int64_t system, base::Time now)
{
    const base::Day today = base::vietnam_day(now);
    if (const Agency* known = snapshot.find_code(form.code)) {
        if (!store::carry(tx, known->id, system, true, today))
            return base::conflict(
                {msg("“{{name}}” ({{code}}) đang làm việc trên nền tảng này hoặc đã thuộc hệ thống khác."),
                 {{"name", known->name}, {"code", known->code}}});
        note(tx, "agency.carried", known->uid, now);
        return known->id;
    }
    Checks checks;
    checks.text(form.name, "name", msg("Nhập tên cơ quan."), 300);
    checks.require(is_identity_code(form.code), "code",
                   msg("Nhập mã định danh theo Quyết định 20/2020/QĐ-TTg, ví dụ H05.01.02."));
    if (checks.any()) return checks.error();
    const Agency* parent = form.parent.empty() ? nullptr : snapshot.find_code(form.parent);
    Agency agency{.uid = base::new_uid(now),
                  .code = form.code,
                  .alias =
                      is_identity_code(form.alias) && form.alias != form.code ? form.alias : std::string(),
                  .name = form.name,
                  .short_name = form.name,
                  .level = Level::province,
                  .kind = Kind::government,
                  .parent = parent != nullptr ? parent->id : 0,
                  .position = next_position(snapshot),
                  .valid = {.from = today}};
    std::int64_t id = 0;
    const auto done = attempt([&] {
        id = store::insert(tx, agency);
        CHECK(store::carry(tx, id, system, true, today));
        note(tx, "agency.created", agency.uid, now);
    });
    if (!done) return done.error();
    return id;
}

base::Result<base::Done> leave_elsewhere(db::Transaction& tx, const Agency& agency, std::int64_t system,
                                         base::Time now)
{
    if (agency.system != system || !store::carry(tx, agency.id, system, false, base::vietnam_day(now)))
        return base::conflict({msg("“{{name}}” không thuộc hệ thống này."), {{"name", agency.name}}});
    note(tx, "agency.left", agency.uid, now);
    return base::Done{};
}

base::Result<base::Done> follow_elsewhere(db::Transaction& tx, const Agency& agency, const Known& known,
                                          base::Time now)
{
    CHECK(agency.system != 0);
    Agency changed = agency;
    changed.name = known.name;
    if (agency.short_name == agency.name) changed.short_name = known.name;
    changed.valid.to =
        known.there ? std::nullopt : std::optional(std::max(agency.valid.from, base::vietnam_day(now)));
    return attempt([&] {
        store::update(tx, changed);
        note(tx, known.there ? "agency.changed" : "agency.closed", agency.uid, now);
    });
}

base::Result<base::Done> complete_alias(db::Transaction& tx, const Agency& agency, const std::string& alias,
                                        base::Time now)
{
    CHECK(agency.alias.empty());
    Agency changed = agency;
    changed.alias = alias;
    return attempt([&] {
        store::update(tx, changed);
        note(tx, "agency.changed", agency.uid, now);
    });
}

base::Result<base::Done> close_agency(db::Transaction& tx, const Snapshot& snapshot, const Agency& agency,
                                      const std::string& last_day, const std::vector<std::string>& successors,
                                      base::Time now)
{
    Checks checks;
    Agency closed = agency;
    closed.valid.to = checks.day(last_day, "last_day");
    checks.require(*closed.valid.to >= agency.valid.from, "last_day",
                   msg("Ngày kết thúc phải sau ngày bắt đầu."));
    checks.require(!successors.empty(), "successors", msg("Chọn ít nhất một cơ quan tiếp nhận nhiệm vụ."));
    std::vector<std::int64_t> ids;
    for (const auto& uid : successors) {
        const Agency* successor = snapshot.find_uid(uid);
        const bool possible = successor && successor->id != agency.id;
        checks.require(possible, "successors", msg("Chọn cơ quan tiếp nhận khác cơ quan đang kết thúc."));
        if (possible) ids.push_back(successor->id);
    }
    if (checks.any()) return checks.error();
    return attempt([&] {
        store::update(tx, closed);
        store::set_successors(tx, agency.id, ids);
        store::end_posts_of_agency(tx, agency.id, *closed.valid.to);
        note(tx, "agency.closed", agency.uid, now);
    });
}

base::Result<base::Done> create_group(db::Transaction& tx, const Snapshot& snapshot, const std::string& key,
                                      const std::string& name, base::Time now)
{
    Checks checks;
    checks.require(is_group_key(key), "key",
                   msg("Mã nhóm chỉ gồm chữ thường không dấu, số và dấu gạch nối."));
    checks.text(name, "name", msg("Nhập tên nhóm."), 150);
    const auto& groups = snapshot.groups();
    checks.require(std::ranges::find(groups, key, &Group::key) == groups.end(), "key",
                   msg("Mã nhóm này đã có. Nhập mã khác."));
    if (checks.any()) return checks.error();
    return attempt([&] {
        store::save_group(tx, key, name, static_cast<int>(groups.size()));
        note(tx, "agency_group.created", key, now);
    });
}

base::Result<base::Done> change_group(db::Transaction& tx, const Snapshot& snapshot, const Group& group,
                                      const std::string& name, const std::vector<std::string>& members,
                                      base::Time now)
{
    Checks checks;
    checks.text(name, "name", msg("Nhập tên nhóm."), 150);
    std::set<std::int64_t> wanted;
    for (const auto& uid : members) {
        const Agency* member = snapshot.find_uid(uid);
        checks.require(member != nullptr, "members",
                       msg("Danh sách có cơ quan không còn trong danh bạ. Chọn lại."));
        if (member) wanted.insert(member->id);
    }
    if (checks.any()) return checks.error();
    std::set<std::int64_t> known;
    for (const Agency* member : group.members) known.insert(member->id);
    const auto& groups = snapshot.groups();
    const auto position = std::ranges::find(groups, group.key, &Group::key) - groups.begin();
    return attempt([&] {
        store::save_group(tx, group.key, name, static_cast<int>(position));
        for (const std::int64_t id : wanted) {
            if (!known.contains(id)) store::add_member(tx, group.key, id);
        }
        for (const std::int64_t id : known) {
            if (!wanted.contains(id)) store::remove_member(tx, group.key, id);
        }
        note(tx, "agency_group.changed", group.key, now);
    });
}

}  // namespace lt::directory
