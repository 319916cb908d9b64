// Units, officials and posts; see actions.h.
#include <algorithm>
#include <charconv>

#include "directory/act.h"
#include "directory/actions.h"
#include "directory/checks.h"
#include "kit/base/ids.h"

namespace lt::directory {
namespace {

base::Result<Unit> check(const Unit& old, const UnitForm& form)
{
    Checks checks;
    Unit unit = old;
    unit.code = form.code;
    unit.name = form.name;
    unit.short_name = form.short_name.empty() ? form.name : form.short_name;
    checks.text(form.name, "name", msg("Nhập tên đơn vị."), 200);
    checks.text(unit.short_name, "short_name", msg("Nhập tên gọi tắt."), 60);
    checks.require(is_unit_code(form.code), "code",
                   msg("Mã đơn vị chỉ gồm chữ in hoa không dấu và số, ví dụ VX."));
    unit.valid.from = checks.day(form.valid_from, "valid_from");
    checks.require(!unit.valid.to || *unit.valid.to >= unit.valid.from, "valid_from",
                   msg("Ngày bắt đầu phải trước ngày kết thúc hoạt động."));
    if (checks.any()) return checks.error();
    return unit;
}

bool is_email(const std::string& text)
{
    const auto at = text.find('@');
    return at != std::string::npos && at > 0 && at + 1 < text.size() &&
           text.find('@', at + 1) == std::string::npos && text.find(' ') == std::string::npos;
}

bool is_phone(const std::string& text)
{
    return text.size() >= 3 && text.find_first_not_of("0123456789 +.()-") == std::string::npos;
}

std::optional<base::Error> check(const OfficialForm& form)
{
    Checks checks;
    checks.text(form.name, "name", msg("Nhập họ và tên."), 100);
    checks.require(form.email.empty() || (is_email(form.email) && form.email.size() <= 200), "email",
                   msg("Nhập địa chỉ thư điện tử theo dạng ten@bacninh.gov.vn, hoặc để trống."));
    checks.require(form.phone.empty() || (is_phone(form.phone) && form.phone.size() <= 30), "phone",
                   msg("Nhập số điện thoại chỉ gồm chữ số, hoặc để trống."));
    if (checks.any()) return checks.error();
    return std::nullopt;
}

// The usual place of a role in a list of people: leaders first.
int usual_position(Role role)
{
    switch (role) {
    case Role::leader: return 10;
    case Role::specialist: return 40;
    case Role::desk_staff: return 50;
    case Role::registry_clerk: return 60;
    case Role::agency_administrator:
    case Role::platform_operator: return 90;
    }
    return 90;
}

std::optional<int> parse_position(const std::string& typed)
{
    int position = 0;
    const auto [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), position);
    if (error != std::errc() || end != typed.data() + typed.size() || position < 0 || position > 9999)
        return std::nullopt;
    return position;
}

struct CheckedPost {
    Person post{};  // without its official
    int position = 0;
};
base::Result<CheckedPost> check(const PostForm& form, const Snapshot& snapshot, std::int64_t agency,
                                Giver giver)
{
    Checks checks;
    Person post;
    post.agency = agency;
    post.title = form.title;
    checks.text(form.title, "post_title", msg("Nhập tên chức vụ, ví dụ Trưởng phòng."), 150);
    const auto role = role_from(form.role);
    const auto allowed = roles_to_give(giver);
    const bool may = role && std::ranges::find(allowed, *role) != allowed.end();
    checks.require(may, "role", msg("Chọn một vai."));
    post.role = role.value_or(Role::specialist);
    if (!form.unit.empty()) {
        const Unit* unit = snapshot.find_unit_uid(form.unit);
        const bool own = unit && unit->agency == agency;
        checks.require(own, "unit", msg("Chọn một đơn vị của cơ quan này."));
        if (own) post.unit = unit->id;
    }
    post.valid.from = checks.day(form.valid_from, "valid_from");
    int position = usual_position(post.role);
    if (!form.position.empty()) {
        const auto typed = parse_position(form.position);
        checks.require(typed.has_value(), "position",
                       msg("Nhập thứ tự là một số từ 0 đến 9999, hoặc để trống."));
        position = typed.value_or(position);
    }
    if (checks.any()) return checks.error();
    return CheckedPost{post, position};
}

}  // namespace

base::Result<base::Done> create_unit(db::Transaction& tx, const Snapshot& snapshot, std::int64_t agency,
                                     const UnitForm& form, base::Time now)
{
    auto unit = check({}, form);
    if (!unit) return unit.error();
    unit->agency = agency;
    unit->uid = base::new_uid(now);
    for (const Unit* known : snapshot.all_units(agency))
        unit->position = std::max(unit->position, known->position + 1);
    return attempt([&] {
        store::insert(tx, *unit);
        note(tx, "unit.created", unit->uid, now, unit->agency);
    });
}

base::Result<base::Done> change_unit(db::Transaction& tx, const Unit& unit, const UnitForm& form,
                                     base::Time now)
{
    const auto changed = check(unit, form);
    if (!changed) return changed.error();
    return attempt([&] {
        store::update(tx, *changed);
        note(tx, "unit.changed", unit.uid, now, unit.agency);
    });
}

base::Result<base::Done> close_unit(db::Transaction& tx, const Unit& unit, const std::string& last_day,
                                    base::Time now)
{
    Checks checks;
    Unit closed = unit;
    closed.valid.to = checks.day(last_day, "last_day");
    checks.require(*closed.valid.to >= unit.valid.from, "last_day",
                   msg("Ngày kết thúc phải sau ngày bắt đầu."));
    if (checks.any()) return checks.error();
    return attempt([&] {
        store::update(tx, closed);
        note(tx, "unit.closed", unit.uid, now, unit.agency);
    });
}

base::Result<store::Official> create_official(db::Transaction& tx, std::int64_t agency,
                                              const OfficialForm& form, base::Time now)
{
    if (const auto wrong = check(form)) return *wrong;
    store::Official official{.id = 0,
                             .uid = base::new_uid(now),
                             .agency = agency,
                             .name = form.name,
                             .email = form.email,
                             .phone = form.phone};
    official.id = store::insert(tx, official, now);
    note(tx, "official.created", official.uid, now, official.agency);
    return official;
}

base::Result<base::Done> change_official(db::Transaction& tx, const store::Official& official,
                                         const OfficialForm& form, base::Time now)
{
    if (const auto wrong = check(form)) return *wrong;
    store::Official changed = official;
    changed.name = form.name;
    changed.email = form.email;
    changed.phone = form.phone;
    store::update(tx, changed);
    note(tx, "official.changed", official.uid, now, official.agency);
    return base::Done{};
}

std::vector<Role> roles_to_give(Giver giver)
{
    std::vector<Role> roles = all_roles();
    if (giver == Giver::agency) std::erase(roles, Role::platform_operator);
    return roles;
}

std::optional<base::Error> wrong_in(const OfficialForm& form) { return check(form); }

std::optional<base::Error> wrong_in(const PostForm& form, const Snapshot& snapshot, std::int64_t agency,
                                    Giver giver)
{
    const auto checked = check(form, snapshot, agency, giver);
    return checked ? std::nullopt : std::optional(checked.error());
}

base::Result<base::Done> add_post(db::Transaction& tx, const Snapshot& snapshot,
                                  const store::Official& official, std::int64_t agency, const PostForm& form,
                                  Giver giver, base::Time now)
{
    auto checked = check(form, snapshot, agency, giver);
    if (!checked) return checked.error();
    checked->post.official = official.id;
    return attempt([&] {
        store::insert_post(tx, checked->post, base::new_uid(now), checked->position);
        note(tx, "post.given", official.uid, now, agency);
    });
}

base::Result<base::Done> end_post(db::Transaction& tx, const store::Official& official, std::int64_t agency,
                                  const std::string& post_uid, const std::string& last_day, Giver giver,
                                  base::Time now)
{
    const auto posts = store::posts_of(tx, official.id);
    const auto post = std::ranges::find(posts, post_uid, &Person::post_uid);
    if (post == posts.end() || post->agency != agency) return base::not_found(msg("Không có chức vụ này."));
    if (giver == Giver::agency && post->role == Role::platform_operator) {
        return base::forbidden(msg("Chỉ quản trị hệ thống thay đổi được chức vụ này."));
    }
    Checks checks;
    const base::Day day = checks.day(last_day, "last_day");
    checks.require(checks.any() || day >= post->valid.from, "last_day",
                   msg("Ngày thôi giữ phải từ ngày bắt đầu trở đi."));
    if (checks.any()) return checks.error();
    store::end_post(tx, agency, post->post, day);
    note(tx, "post.ended", official.uid, now, agency);
    return base::Done{};
}

}  // namespace lt::directory
