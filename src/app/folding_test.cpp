// What of the menu stands open, and what closed groups say.
#include "app/folding.h"

#include <nlohmann/json.hpp>

namespace lt::app {
namespace {

using html::View;

View item(const std::string& href, const std::string& count = "", bool current = false)
{
    return {{"href", href}, {"label", href}, {"count", count}, {"live", false}, {"current", current}};
}
View group(const View& heading, std::initializer_list<View> items)
{
    View out{{"heading", heading}, {"items", View::array()}};
    for (const View& one : items) out["items"].push_back(one);
    return out;
}

TEST(Folding, TheGroupOfTheReaderIsOpenAndTheOthersTellTheirSum)
{
    View menu = View::array();
    menu.push_back(group(false, {item("/", "3")}));
    menu.push_back(
        group("Văn bản", {item("/incoming", "6"), item("/incoming?view=waiting", "4"), item("/outgoing", "2"),
                          item("/search"), item("/statistics"), item("/x"), item("/y"), item("/z")}));
    menu.push_back(group("Hồ sơ", {item("/dossiers", "10", true), item("/tasks", "1")}));
    fold_menu(menu);
    EXPECT_EQ(menu[0]["open"], false) << "it has no heading to open";
    EXPECT_EQ(menu[1]["open"], false);
    EXPECT_EQ(menu[2]["open"], true);
    EXPECT_EQ(menu[1]["group_count"], "8") << "what waits is among what came";
    EXPECT_EQ(menu[1]["items"][1]["summed"], false);
    EXPECT_EQ(menu[2]["group_count"], "11");
}

TEST(Folding, WhatTwoItemsShowIsSummedOnce)
{
    View menu = View::array();
    menu.push_back(
        group("Chỉ đạo", {item("/incoming?view=to_assign", "6"), item("/outgoing/signing", "2"),
                          item("/incoming?view=overdue", "5"), item("/incoming?view=reminded", "3")}));
    View& items = menu[0]["items"];
    items[0]["adds"] = "1";
    items[0]["adds_live"] = false;
    items[2]["live"] = "overdue";
    items[3]["adds"] = "";
    items[3]["adds_live"] = "only_reminded";
    fold_menu(menu);
    EXPECT_EQ(menu[0]["group_count"], "8");
    EXPECT_EQ(items[0]["adds"], "1");
    EXPECT_EQ(items[2]["adds"], "5");
    EXPECT_EQ(items[2]["adds_live"], "overdue") << "its own number, as it comes";
    EXPECT_EQ(items[3]["adds_live"], "only_reminded");
}

TEST(Folding, AShortMenuHasItsFirstGroupOpen)
{
    View menu = View::array();
    menu.push_back(group(false, {item("/", "", true)}));
    menu.push_back(group("Quản trị", {item("/a"), item("/b"), item("/c")}));
    menu.push_back(group("Hồ sơ", {item("/d")}));
    fold_menu(menu);
    EXPECT_EQ(menu[1]["open"], true);
    EXPECT_EQ(menu[1]["group_count"], "");
    EXPECT_EQ(menu[2]["open"], false);
}

TEST(Folding, APageOfNoGroupHasTheFirstGroupOpenHoweverLong)
{
    View menu = View::array();
    menu.push_back(group(false, {item("/", "", true)}));
    menu.push_back(group("Văn bản", {item("/a"), item("/b"), item("/c"), item("/d"), item("/e"), item("/f"),
                                     item("/g"), item("/h"), item("/i"), item("/j"), item("/k")}));
    menu.push_back(group("Hồ sơ", {item("/l")}));
    fold_menu(menu);
    EXPECT_EQ(menu[1]["open"], true);
    EXPECT_EQ(menu[2]["open"], false);
}

TEST(Folding, ManyStayMany)
{
    View menu = View::array();
    menu.push_back(group("Hồ sơ", {item("/d", "999+"), item("/e", "5")}));
    menu.push_back(group("Văn bản", {item("/f", "600"), item("/g", "700")}));
    fold_menu(menu);
    EXPECT_EQ(menu[0]["group_count"], "999+");
    EXPECT_EQ(menu[1]["group_count"], "999+");
    View none = View::array();
    fold_menu(none);
    EXPECT_TRUE(none.empty());
}

}  // namespace
}  // namespace lt::app
