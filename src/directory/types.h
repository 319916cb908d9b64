// What the directory holds: agencies, units, people in their posts. Plain values; the texts of the database and the
// words of the screens for each enumeration.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kit/base/clock.h"

namespace lt::directory {

enum class Role : std::uint8_t {
    registry_clerk,
    leader,
    specialist,
    desk_staff,
    agency_administrator,
    platform_operator
};
enum class Level : std::uint8_t { central, province, district, commune };
enum class Kind : std::uint8_t { government, party, union_ };

// "registry_clerk": as stored.
std::string_view to_text(Role role);
std::string_view to_text(Level level);
std::string_view to_text(Kind kind);
std::optional<Role> role_from(std::string_view text);
std::optional<Level> level_from(std::string_view text);
std::optional<Kind> kind_from(std::string_view text);

// "Văn thư": as shown (Vietnamese; pages translate it).
std::string_view label(Role role);
std::string_view label(Level level);
std::string_view label(Kind kind);
const std::vector<Role>& all_roles();
const std::vector<Level>& all_levels();
const std::vector<Kind>& all_kinds();

// From the first to the last day, both included; no last day: still valid.
struct Validity {
    base::Day from{};
    std::optional<base::Day> to{};
    bool holds(base::Day day) const { return from <= day && (!to || day <= *to); }
};

struct Unit {
    std::int64_t id = 0;
    std::string uid{};
    std::int64_t agency = 0;
    std::string code{};
    std::string name{};
    std::string short_name{};
    int position = 0;
    Validity valid{};
};

struct Agency {
    std::int64_t id = 0;
    std::string uid{};
    std::string code{};   // identity code, "H05.01"
    std::string alias{};  // 13 characters, "000.00.01.H05", or ""
    std::string name{};
    std::string short_name{};    // for lists
    std::string abbreviation{};  // in the notation of documents: "UBND"
    Level level{};
    Kind kind{};
    std::int64_t parent = 0;  // 0: none
    std::string place{};      // written before the date of its documents: "Bắc Ninh"
    int position = 0;
    Validity valid{};
    std::string folded{};     // what a search looks at
    std::int64_t system = 0;  // the connected system that carries its mail; 0: it works on this platform
    std::vector<std::int64_t> successors{};
    std::vector<std::int64_t> predecessors{};
};

// An official in one post.
struct Person {
    std::int64_t post = 0;
    std::string post_uid{};
    std::int64_t official = 0;
    std::string official_uid{};
    std::string name{};
    std::string title{};
    Role role{};
    std::int64_t agency = 0;
    std::int64_t unit = 0;  // 0: of the agency as a whole
    Validity valid{};
};

// "an nguyen van" of "Nguyễn Văn An": Vietnamese lists are ordered by the given name, which stands last.
std::string sort_name(std::string_view name);

// What searches look at: all names and codes, lower case without accents.
std::string folded_of(const Agency& agency);

// The rules of an identity code (QĐ 20/2020/QĐ-TTg) and of the older 13-character one.
bool is_identity_code(std::string_view code);
bool is_alias_code(std::string_view code);
bool is_unit_code(std::string_view code);  // [0-9A-Z], at most 20
bool is_group_key(std::string_view key);   // "so-nganh"

}  // namespace lt::directory
