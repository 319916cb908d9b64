#include "forms/units.h"

#include <set>
#include <stdexcept>

#include "forms/forms_testing.h"

namespace lt::forms {
namespace {

const Units& units() { return testing::lists().units; }

std::vector<std::string> found(std::string_view words, std::string_view province = "")
{
    std::vector<std::string> names;
    for (const Found& one : units().search(words, province, 20))
        names.push_back((one.by_old_name ? "~" : "") + one.commune->name);
    return names;
}

TEST(Units, AreThoseInForce)
{
    EXPECT_EQ(units().provinces().size(), 34U);
    std::size_t communes = 0;
    for (const Province& province : units().provinces()) {
        EXPECT_GT(province.count, 0U) << province.name;
        for (const Commune& commune : units().communes(province.code)) {
            EXPECT_EQ(commune.province, province.code);
            ++communes;
        }
    }
    EXPECT_EQ(communes, 3321U);
    ASSERT_NE(units().province("24"), nullptr);
    EXPECT_EQ(units().province("24")->name, "Tỉnh Bắc Ninh");
    EXPECT_EQ(units().province("24")->was, "tỉnh Bắc Giang và tỉnh Bắc Ninh");
    EXPECT_EQ(units().province("01")->was, "");
    EXPECT_EQ(units().communes("24").size(), 99U);
    EXPECT_EQ(units().commune("09169")->name, "Phường Vũ Ninh");
    EXPECT_EQ(units().province("27"), nullptr) << "the former Bắc Ninh";
    EXPECT_EQ(units().commune("00000"), nullptr);
    EXPECT_TRUE(units().communes("99").empty());
    EXPECT_EQ(units().address("24", "09169", "Số 5"), "Số 5, Phường Vũ Ninh, Tỉnh Bắc Ninh");
    EXPECT_EQ(units().address("24", "", ""), "Tỉnh Bắc Ninh");
}

TEST(Units, AreFoundByWords)
{
    EXPECT_EQ(found("vu ninh", "24"), (std::vector<std::string>{"Phường Vũ Ninh"}));
    EXPECT_EQ(found("VŨ NINH phường", "24"), (std::vector<std::string>{"Phường Vũ Ninh"}));
    EXPECT_TRUE(found("vụ ninh", "24").empty()) << "who types accents means them";
    // Đáp Cầu became part of Vũ Ninh.
    EXPECT_EQ(found("dap cau", "24"), (std::vector<std::string>{"~Phường Vũ Ninh"}));
    EXPECT_TRUE(found("").empty());
    EXPECT_TRUE(found(" ,. ").empty());
    EXPECT_EQ(units().search("xã", "", 7).size(), 7U);
}

TEST(Units, AFileThatIsWrongNamesTheLine)
{
    const auto complaint = [](std::string_view text) -> std::string {
        try {
            (void)Units::parse(text);
        } catch (const std::runtime_error& error) {
            return error.what();
        }
        return "";
    };
    EXPECT_EQ(complaint("# x\n\n01\tHà Nội\n00004\tBa Đình\tcũ\n"), "");
    EXPECT_EQ(complaint("01 Hà Nội\n"), "units.tsv:1: a code, a tab and a name are needed");
    EXPECT_EQ(complaint("00004\tBa Đình\n"), "units.tsv:1: a commune before the first province");
    EXPECT_EQ(complaint("01\tHà Nội\n01\tHà Nội\n"), "units.tsv:2: code 01 stands twice");
    EXPECT_EQ(complaint("01\tHà Nội\n4\tBa Đình\n"),
              "units.tsv:2: a code has two digits (province) or five (commune)");
    EXPECT_EQ(complaint("01\t \n"), "units.tsv:1: no name");
    EXPECT_THROW((void)Lists::load("src/forms/testdata"), std::runtime_error);
}

TEST(Lists, HavePeoplesAndReligions)
{
    EXPECT_EQ(testing::lists().peoples.size(), 56U);
    EXPECT_EQ(testing::lists().religions.size(), 15U);
    std::set<std::string> codes;
    for (const Option& option : testing::lists().peoples) EXPECT_TRUE(codes.insert(option.value).second);
}

}  // namespace
}  // namespace lt::forms
