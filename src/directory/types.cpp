// Texts of the directory's enumerations and the rules of its codes. Pure.
#include "directory/types.h"

#include <algorithm>
#include <array>

#include "directory/checks.h"
#include "kit/base/text.h"

namespace lt::directory {
namespace {

template <class E>
struct Name {
    E value;
    std::string_view text;
    std::string_view label;
};

constexpr std::array kRoles{
    Name<Role>{Role::registry_clerk, "registry_clerk", msg("Văn thư")},
    Name<Role>{Role::leader, "leader", msg("Lãnh đạo")},
    Name<Role>{Role::specialist, "specialist", msg("Chuyên viên")},
    Name<Role>{Role::desk_staff, "desk_staff", msg("Cán bộ một cửa")},
    Name<Role>{Role::agency_administrator, "agency_administrator", msg("Quản trị cơ quan")},
    Name<Role>{Role::platform_operator, "platform_operator", msg("Quản trị hệ thống")},
};
constexpr std::array kLevels{
    Name<Level>{Level::central, "central", msg("Trung ương")},
    Name<Level>{Level::province, "province", msg("Cấp tỉnh")},
    Name<Level>{Level::district, "district", msg("Cấp huyện")},
    Name<Level>{Level::commune, "commune", msg("Cấp xã")},
};
constexpr std::array kKinds{
    Name<Kind>{Kind::government, "government", msg("Nhà nước")},
    Name<Kind>{Kind::party, "party", msg("Đảng")},
    Name<Kind>{Kind::union_, "union", msg("Mặt trận, đoàn thể")},
};

template <class E, std::size_t N>
const Name<E>& entry(const std::array<Name<E>, N>& names, E value)
{
    return names[static_cast<std::size_t>(value)];  // in the order of the enumerators
}

template <class E, std::size_t N>
std::optional<E> parse(const std::array<Name<E>, N>& names, std::string_view text)
{
    const auto found = std::ranges::find(names, text, &Name<E>::text);
    return found == names.end() ? std::nullopt : std::optional(found->value);
}

template <class E, std::size_t N>
std::vector<E> values(const std::array<Name<E>, N>& names)
{
    std::vector<E> all;
    for (const auto& name : names) all.push_back(name.value);
    return all;
}

bool is_group_character(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); }

}  // namespace

std::string_view to_text(Role role) { return entry(kRoles, role).text; }
std::string_view to_text(Level level) { return entry(kLevels, level).text; }
std::string_view to_text(Kind kind) { return entry(kKinds, kind).text; }
std::optional<Role> role_from(std::string_view text) { return parse(kRoles, text); }
std::optional<Level> level_from(std::string_view text) { return parse(kLevels, text); }
std::optional<Kind> kind_from(std::string_view text) { return parse(kKinds, text); }
std::string_view label(Role role) { return entry(kRoles, role).label; }
std::string_view label(Level level) { return entry(kLevels, level).label; }
std::string_view label(Kind kind) { return entry(kKinds, kind).label; }

const std::vector<Role>& all_roles()
{
    static const auto all = values(kRoles);
    return all;
}

const std::vector<Level>& all_levels()
{
    static const auto all = values(kLevels);
    return all;
}

const std::vector<Kind>& all_kinds()
{
    static const auto all = values(kKinds);
    return all;
}

std::string sort_name(std::string_view name)
{
    const std::string folded = base::fold(name);
    const auto last = folded.rfind(' ');
    if (last == std::string::npos) return folded;
    return folded.substr(last + 1) + " " + folded.substr(0, last);
}

std::string folded_of(const Agency& agency)
{
    return base::fold(agency.name + " " + agency.short_name + " " + agency.abbreviation + " " + agency.code +
                      " " + agency.alias);
}

bool is_identity_code(std::string_view code)
{
    if (code.empty() || code.size() > 35 || code.front() == '.' || code.back() == '.') return false;
    if (code.find("..") != std::string_view::npos) return false;
    return std::ranges::all_of(code, [](char c) { return c == '.' || is_group_character(c); });
}

bool is_alias_code(std::string_view code)
{
    constexpr std::string_view kShape = "000.00.00.A00";  // a dot where a dot must be
    if (code.size() != kShape.size()) return false;
    for (std::size_t i = 0; i < code.size(); ++i) {
        if (kShape[i] == '.' ? code[i] != '.' : !is_group_character(code[i])) return false;
    }
    return true;
}

bool is_unit_code(std::string_view code)
{
    return !code.empty() && code.size() <= 20 && std::ranges::all_of(code, is_group_character);
}

bool is_group_key(std::string_view key)
{
    if (key.empty() || key.size() > 40 || key.front() == '-' || key.back() == '-') return false;
    if (key.find("--") != std::string_view::npos) return false;
    return std::ranges::all_of(
        key, [](char c) { return c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); });
}

}  // namespace lt::directory
