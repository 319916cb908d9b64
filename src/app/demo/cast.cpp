#include "app/demo/cast.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <set>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "kit/base/ids.h"
#include "kit/base/text.h"
#include "kit/db/db.h"

namespace lt::app::demo {
namespace {

using directory::Agency;
using directory::Role;

// How the head and the deputy of an agency are called, by how its name begins. The first that fits counts.
struct Titles {
    std::string_view begins;
    std::string_view head;
    std::string_view head_login;
    std::string_view deputy;
    std::string_view deputy_login;
};
constexpr std::array kTitles{
    Titles{"UBND tỉnh", "Chủ tịch UBND tỉnh", "chutich", "Phó Chủ tịch UBND tỉnh", "phochutich"},
    Titles{"UBND", "Chủ tịch UBND", "chutich", "Phó Chủ tịch UBND", "phochutich"},
    Titles{"Hội đồng nhân dân", "Chủ tịch HĐND tỉnh", "chutich", "Phó Chủ tịch HĐND tỉnh", "phochutich"},
    Titles{"Văn phòng Đăng ký", "Giám đốc", "giamdoc", "Phó Giám đốc", "phogiamdoc"},
    Titles{"Văn phòng", "Chánh Văn phòng", "chanhvp", "Phó Chánh Văn phòng", "phochanhvp"},
    Titles{"Thanh tra", "Chánh Thanh tra", "chanhtt", "Phó Chánh Thanh tra", "phochanhtt"},
    Titles{"Chi cục", "Chi cục trưởng", "cctruong", "Phó Chi cục trưởng", "phocctruong"},
    Titles{"Trường", "Hiệu trưởng", "hieutruong", "Phó Hiệu trưởng", "phohieutruong"},
    Titles{"Phòng", "Trưởng phòng", "truongphong", "Phó Trưởng phòng", "phophong"},
    Titles{"Uỷ ban Kiểm tra", "Chủ nhiệm", "chunhiem", "Phó Chủ nhiệm", "phochunhiem"},
    Titles{"Ban Quản lý", "Giám đốc", "giamdoc", "Phó Giám đốc", "phogiamdoc"},
    Titles{"Ban ", "Trưởng ban", "truongban", "Phó Trưởng ban", "phoban"},
    Titles{"Tỉnh uỷ", "Bí thư Tỉnh uỷ", "bithu", "Phó Bí thư Tỉnh uỷ", "phobithu"},
    Titles{"Tỉnh đoàn", "Bí thư", "bithu", "Phó Bí thư", "phobithu"},
    Titles{"Đảng uỷ", "Bí thư", "bithu", "Phó Bí thư", "phobithu"},
    Titles{"Báo", "Tổng Biên tập", "tongbientap", "Phó Tổng Biên tập", "phobientap"},
    Titles{"Bộ Chỉ huy", "Chỉ huy trưởng", "chihuy", "Phó Chỉ huy trưởng", "phochihuy"},
    Titles{"Thuế", "Trưởng Thuế tỉnh", "truong", "Phó Trưởng Thuế tỉnh", "pho"},
    Titles{"Thống kê", "Trưởng Thống kê", "truong", "Phó Trưởng Thống kê", "pho"},
    Titles{"Thi hành án", "Trưởng Thi hành án", "truong", "Phó Trưởng Thi hành án", "pho"},
    Titles{"Toà án", "Chánh án", "chanhan", "Phó Chánh án", "phochanhan"},
    Titles{"Viện kiểm sát", "Viện trưởng", "vientruong", "Phó Viện trưởng", "phovientruong"},
    Titles{"Uỷ ban", "Chủ tịch", "chutich", "Phó Chủ tịch", "phochutich"},
    Titles{"Hội ", "Chủ tịch", "chutich", "Phó Chủ tịch", "phochutich"},
    Titles{"Liên ", "Chủ tịch", "chutich", "Phó Chủ tịch", "phochutich"},
    Titles{"", "Giám đốc", "giamdoc", "Phó Giám đốc", "phogiamdoc"},
};

const Titles& titles_of(const Agency& agency)
{
    return *std::find_if(kTitles.begin(), kTitles.end(),
                         [&](const Titles& titles) { return agency.name.starts_with(titles.begins); });
}

std::string letters_of(const std::string& text)
{
    std::string out;
    for (const char c : base::fold(text)) {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
    }
    return out;
}

// "kinhbac" of "UBND phường Kinh Bắc", "snv" of "Sở Nội vụ"; never one that `taken` has.
std::string prefix_of(const Agency& agency, std::set<std::string>& taken)
{
    std::string prefix;
    // The provincial People's Committee works through its office.
    if (agency.level == directory::Level::province && agency.parent == 0 && agency.abbreviation == "UBND") {
        prefix = "vpubnd";
    } else if (agency.level == directory::Level::commune) {
        prefix = letters_of(agency.place.empty() ? agency.short_name : agency.place);
    } else {
        prefix = letters_of(agency.abbreviation);
    }
    std::string unique = prefix;
    for (int number = 2; !taken.insert(unique).second; ++number) unique = prefix + std::to_string(number);
    return unique;
}

class Casting {
public:
    Casting(const directory::Snapshot& directory, const Material& material, base::Time now)
        : directory_(directory), material_(material), now_(now), today_(base::vietnam_day(now)),
          password_hash_(accounts::hash_password(kPassword))
    {
    }

    void add_staff(const Agency& agency, Cast& cast)
    {
        const Titles& titles = titles_of(agency);
        const std::string prefix = prefix_of(agency, prefixes_);
        const auto units = directory_.units(agency.id, today_);
        const auto unit = [&](std::size_t number) {
            return units.empty() ? std::int64_t{0} : units[number % units.size()]->id;
        };
        Staff& staff = cast.staff[agency.id];
        staff.head = add(agency, prefix, titles.head_login, titles.head, Role::leader, 0);
        staff.deputy = add(agency, prefix, titles.deputy_login, titles.deputy, Role::leader, 0);
        staff.clerk = add(agency, prefix, "vanthu", "Văn thư", Role::registry_clerk, unit(0));
        for (std::size_t i = 1; i <= 3; ++i) {
            staff.specialists.push_back(
                add(agency, prefix, "cv" + std::to_string(i), "Chuyên viên", Role::specialist, unit(i)));
        }
        staff.administrator =
            add(agency, prefix, "quantri", "Quản trị hệ thống", Role::agency_administrator, unit(0));
        staff.desk = add(agency, prefix, "motcua", "Cán bộ Bộ phận Một cửa", Role::desk_staff, unit(0));
    }

    Player add_operator(const Agency& agency)
    {
        return add(agency, "nen-tang", "vanhanh", "Vận hành nền tảng", Role::platform_operator, 0);
    }

    // A second post of somebody who is cast already: chosen after logging in.
    void add_post(const Player& who, const Agency& agency, const std::string& title)
    {
        for (accounts::NewOfficial& official : officials) {
            if (official.login != who.login) continue;
            official.posts.push_back({.agency = agency.id,
                                      .title = title,
                                      .role = who.role,
                                      .position = 0,
                                      .from = today_ - std::chrono::days(400)});
        }
    }

    std::vector<accounts::NewOfficial> officials{};

private:
    Player add(const Agency& agency, const std::string& prefix, std::string_view role_login,
               std::string_view title, Role role, std::int64_t unit)
    {
        Player player{.login = prefix + "." + std::string(role_login),
                      .name = material_.name(dice_),
                      .title = std::string(title),
                      .role = role,
                      .agency_code = agency.code,
                      .agency_name = agency.short_name,
                      .agency = agency.id,
                      .unit = unit};
        const bool must = role == Role::agency_administrator || role == Role::platform_operator;
        if (must || player.login == "vpubnd.chutich") player.totp_secret = accounts::new_totp_secret();
        officials.push_back({.agency = agency.id,
                             .name = player.name,
                             .email = player.login + "@lienthong.example",  // RFC 2606: nobody's address
                             .posts = {{.agency = agency.id,
                                        .unit = unit,
                                        .title = player.title,
                                        .role = role,
                                        .position = static_cast<int>(officials.size()),
                                        .from = today_ - std::chrono::days(400)}},
                             .login = player.login,
                             .password_hash = password_hash_,
                             .totp_secret = player.totp_secret});
        return player;
    }

    const directory::Snapshot& directory_;
    const Material& material_;
    base::Time now_;
    base::Day today_;
    std::string password_hash_;
    std::set<std::string> prefixes_{};
    Dice dice_{20260701};
};

}  // namespace

std::size_t Cast::size() const { return all().size(); }

std::vector<const Player*> Cast::all() const
{
    std::vector<const Player*> out;
    for (const auto& [agency, people] : staff) {
        for (const Player* one : {&people.head, &people.deputy, &people.clerk}) out.push_back(one);
        for (const Player& one : people.specialists) out.push_back(&one);
        for (const Player* one : {&people.administrator, &people.desk}) out.push_back(one);
    }
    out.push_back(&operator_);
    return out;
}

Cast make_cast(db::Pool& pool, const directory::Snapshot& directory, const Material& material,
               const std::filesystem::path& key_file, base::Time now)
{
    Cast cast;
    Casting casting(directory, material, now);
    const base::Day today = base::vietnam_day(now);
    for (const Agency* agency : directory.agencies()) {
        if (agency->valid.holds(today)) casting.add_staff(*agency, cast);
    }
    if (cast.staff.empty()) throw std::runtime_error("the directory has no agency");
    // The People's Committee of the province.
    const auto is_province = [](const Agency* one) {
        return one->level == directory::Level::province && one->parent == 0 && one->abbreviation == "UBND";
    };
    const auto found = std::ranges::find_if(directory.agencies(), is_province);
    if (found == directory.agencies().end()) throw std::runtime_error("the directory has no UBND tỉnh");
    const Agency* province = *found;
    cast.operator_ = casting.add_operator(*province);
    if (const Agency* board = directory.find_code("H05.25")) {
        casting.add_post(cast.staff[province->id].deputy, *board, "Trưởng ban Ban An toàn giao thông tỉnh");
    }

    auto tx = pool.begin({});
    const auto created = accounts::create_officials(tx, casting.officials, key_file, now);
    if (!created)
        throw std::runtime_error("officials: " + created.error().field + ": " +
                                 created.error().message.str());
    tx.commit();
    std::map<std::string, std::int64_t> ids;
    for (std::size_t i = 0; i < created->size(); ++i)
        ids[casting.officials[i].login] = (*created)[i].official;
    for (const Player* one : cast.all()) const_cast<Player*>(one)->official = ids[one->login];
    return cast;
}

void write_players(const std::filesystem::path& file, const Cast& cast)
{
    nlohmann::json all = nlohmann::json::array();
    for (const Player* one : cast.all()) {
        all.push_back({{"login", one->login},
                       {"name", one->name},
                       {"title", one->title},
                       {"role", directory::to_text(one->role)},
                       {"agency_code", one->agency_code},
                       {"agency_name", one->agency_name},
                       {"password", kPassword},
                       {"totp_secret", base::to_hex(one->totp_secret)}});
    }
    std::ofstream(file, std::ios::trunc).close();
    std::filesystem::permissions(file,
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    std::ofstream(file, std::ios::trunc) << all.dump(1) << "\n";
}

std::vector<Player> read_players(const std::filesystem::path& file)
{
    std::ifstream in(file);
    if (!in) throw std::runtime_error(file.string() + " is not there");
    std::vector<Player> players;
    for (const auto& one : nlohmann::json::parse(in)) {
        Player player{.login = one.at("login"),
                      .name = one.at("name"),
                      .title = one.at("title"),
                      .role = directory::role_from(one.at("role").get<std::string>()).value(),
                      .agency_code = one.at("agency_code"),
                      .agency_name = one.at("agency_name")};
        const std::string hex = one.at("totp_secret");
        for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
            player.totp_secret += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
        }
        players.push_back(std::move(player));
    }
    return players;
}

const Player& player(const std::vector<Player>& players, const std::string& login)
{
    const auto found =
        std::find_if(players.begin(), players.end(), [&](const Player& one) { return one.login == login; });
    if (found == players.end()) throw std::runtime_error("nobody logs in as " + login);
    return *found;
}

}  // namespace lt::app::demo
