// Pure rules of the directory: codes, names, the snapshot, and what is wrong in a province's file.
#include <gtest/gtest.h>

#include "directory/import.h"
#include "directory/snapshot.h"

namespace lt::directory {
namespace {

using namespace std::chrono_literals;

constexpr base::Day kDay{std::chrono::sys_days(2026y / 11 / 20)};

Agency agency(std::int64_t id, std::string code, std::string name, std::int64_t parent = 0)
{
    Agency a;
    a.id = id;
    a.uid = "0191d9a0-0000-7000-8000-00000000000" + std::to_string(id);
    a.code = std::move(code);
    a.name = name;
    a.short_name = std::move(name);
    a.parent = parent;
    a.position = static_cast<int>(10 - id);
    a.valid.from = std::chrono::sys_days(2025y / 7 / 1);
    a.folded = folded_of(a);
    return a;
}

TEST(Directory, EveryRoleHasATextThatReadsBack)
{
    for (const Role role : all_roles()) EXPECT_EQ(role_from(to_text(role)), role);
    for (const Level level : all_levels()) EXPECT_EQ(level_from(to_text(level)), level);
    for (const Kind kind : all_kinds()) EXPECT_EQ(kind_from(to_text(kind)), kind);
    EXPECT_FALSE(role_from("root"));
    EXPECT_EQ(to_text(Kind::union_), "union");
    EXPECT_EQ(label(Role::registry_clerk), "Văn thư");
}

TEST(Directory, GivenNameSortsFirst)
{
    EXPECT_EQ(sort_name("Nguyễn Văn Ánh"), "anh nguyen van");
    EXPECT_EQ(sort_name("Đạt"), "dat");
}

TEST(Directory, IdentityCodes)
{
    EXPECT_TRUE(is_identity_code("H05"));
    EXPECT_TRUE(is_identity_code("H05.01.02"));
    EXPECT_FALSE(is_identity_code(""));
    EXPECT_FALSE(is_identity_code("h05"));
    EXPECT_FALSE(is_identity_code("H05."));
    EXPECT_FALSE(is_identity_code(".H05"));
    EXPECT_FALSE(is_identity_code("H05..1"));
    EXPECT_TRUE(is_identity_code(std::string(35, 'A')));
    EXPECT_FALSE(is_identity_code(std::string(36, 'A')));
    EXPECT_TRUE(is_alias_code("000.00.01.H05"));
    EXPECT_FALSE(is_alias_code("000.00.01H.05"));
    EXPECT_FALSE(is_alias_code("000.00.01.H5"));
}

TEST(Directory, SnapshotFindsAndOrders)
{
    auto closed = agency(3, "H05.97", "UBND huyện Lương Tài", 1);
    closed.valid.to = std::chrono::sys_days(2025y / 6 / 30);
    closed.valid.from = std::chrono::sys_days(1999y / 9 / 1);
    Unit old_unit{.id = 1,
                  .uid = "u1",
                  .agency = 2,
                  .code = "A",
                  .name = "Phòng A",
                  .short_name = "A",
                  .position = 0,
                  .valid = {std::chrono::sys_days(2025y / 7 / 1), std::chrono::sys_days(2026y / 1 / 1)}};
    Unit unit{.id = 2,
              .uid = "u2",
              .agency = 2,
              .code = "B",
              .name = "Phòng B",
              .short_name = "B",
              .position = 1,
              .valid = {std::chrono::sys_days(2025y / 7 / 1), std::nullopt}};
    const Snapshot snapshot(
        7, {agency(2, "H05.02", "Sở Tài chính", 1), agency(1, "H05", "UBND tỉnh"), closed}, {old_unit, unit},
        {{"tinh", "Tỉnh"}, {"so", "Sở"}}, {{"so", 2}, {"so", 3}, {"so", 99}, {"tinh", 1}});
    ASSERT_NE(snapshot.find(2), nullptr);
    EXPECT_EQ(snapshot.find_code("H05.02")->name, "Sở Tài chính");
    EXPECT_EQ(snapshot.find(42), nullptr);
    EXPECT_EQ(snapshot.name(42), "");
    ASSERT_EQ(snapshot.agencies().size(), 3u);
    EXPECT_EQ(snapshot.agencies()[0]->code, "H05");
    EXPECT_EQ(snapshot.agencies()[1]->code, "H05.97");  // position 7 before 8
    EXPECT_EQ(snapshot.depth(*snapshot.find(2)), 1);
    EXPECT_EQ(snapshot.members("so", kDay).size(), 1u);
    EXPECT_EQ(snapshot.groups()[1].members.size(), 2u);
    ASSERT_EQ(snapshot.units(2, kDay).size(), 1u);
    EXPECT_EQ(snapshot.units(2, kDay)[0]->code, "B");
    EXPECT_EQ(snapshot.search("tai so", kDay).size(), 1u);
    EXPECT_EQ(snapshot.search("Tài", kDay).size(), 1u);  // the district has ended
    EXPECT_EQ(snapshot.search("tai", closed.valid.from).size(), 1u);
    EXPECT_TRUE(snapshot.search("khong co", kDay).empty());
}

const std::string kHead = R"([province]
name = "Tỉnh Bắc Ninh"
short_name = "Bắc Ninh"
code = "24"
identity_code = "H05"
valid_from = 2025-07-01
[[group]]
key = "so"
name = "Sở"
)";

std::string block(const std::string& code, const std::string& more = "")
{
    return "[[agency]]\ncode = \"" + code +
           "\"\nname = \"Tên\"\nshort_name = \"Tên\"\nabbreviation = \"T\"\n"
           "level = \"province\"\nkind = \"government\"\nplace = \"Bắc Ninh\"\nvalid_from = 2025-07-01\n" +
           more;
}

std::string complaint(const std::string& text)
{
    const auto file = parse_province(text, "p.toml");
    return file ? "" : file.error().message.str();
}

TEST(ProvinceFile, ReadsWhatIsRight)
{
    const auto file = parse_province(
        kHead +
            block("H05",
                  "groups = [\"so\"]\nunits = [{ code = \"VT\", name = \"Văn thư\", short = \"VT\" }]\n") +
            block("H05.1", "parent = \"H05\"\nvalid_to = 2026-01-01\nsuccessors = [\"H05\"]\n"),
        "p.toml");
    ASSERT_TRUE(file) << file.error().message;
    ASSERT_EQ(file->agencies.size(), 2u);
    EXPECT_EQ(file->agencies[0].units[0].name, "Văn thư");
    EXPECT_EQ(file->agencies[1].parent, "H05");
    EXPECT_EQ(file->agencies[1].agency.valid.to, base::Day(std::chrono::sys_days(2026y / 1 / 1)));
    EXPECT_EQ(file->agencies[1].agency.position, 1);
}

TEST(ProvinceFile, NamesFileLineAndKey)
{
    EXPECT_NE(complaint(kHead + block("H05", "color = 3\n")).find("p.toml:19: agency H05.color"),
              std::string::npos);
    EXPECT_NE(complaint("[province").find("p.toml:1"), std::string::npos);
    EXPECT_NE(complaint(kHead + block("h05")).find("agency h05.code"), std::string::npos);
    EXPECT_NE(complaint(kHead + block("H05") + block("H05")).find("trùng với dòng 10"), std::string::npos);
    EXPECT_NE(complaint(kHead + block("H05", "parent = \"H09\"\n")).find("H05.parent"), std::string::npos);
    EXPECT_NE(complaint(kHead + block("H05", "groups = [\"xa\"]\n")).find("H05.groups"), std::string::npos);
    EXPECT_NE(complaint(kHead + block("H05", "groups = 3\n")).find("H05.groups"), std::string::npos);
    EXPECT_NE(complaint(kHead + block("H05", "valid_to = 2020-01-01\n")).find("H05.valid_to"),
              std::string::npos);
    EXPECT_NE(complaint(kHead + block("H05", "successors = [\"H06\"]\nvalid_to = 2026-01-01\n"))
                  .find("H05.successors"),
              std::string::npos);
    EXPECT_NE(complaint(kHead + block("H05", "alias = \"000.00.H05\"\n")).find("H05.alias"),
              std::string::npos);
    EXPECT_NE(complaint(kHead + block("H05", "units = [{ code = \"v t\", name = \"x\", short = \"x\" }]\n"))
                  .find("H05.units.code"),
              std::string::npos);
    EXPECT_NE(complaint(kHead + block("H1", "parent = \"H2\"\n") + block("H2", "parent = \"H1\"\n"))
                  .find("đi vòng"),
              std::string::npos);
    EXPECT_NE(complaint(block("H05")).find("file.province"), std::string::npos);
    EXPECT_NE(complaint(kHead + "[[agency]]\ncode = \"H05\"\n").find("thiếu khoá"), std::string::npos);
}

TEST(ProvinceFile, TheShippedProvinceIsRight)
{
    const auto file = read_province("data/provinces/bac-ninh.toml");
    ASSERT_TRUE(file) << file.error().message;
    EXPECT_GE(file->agencies.size(), 130u);
    EXPECT_EQ(file->short_name, "Bắc Ninh");
}

}  // namespace
}  // namespace lt::directory
